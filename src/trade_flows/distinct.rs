//! Makes one record of those that say the same, and finds those that say different things of one key, and parts of
//! totals that no row gives.

use super::faults::Fault;
use super::record::{Key, Record};
use super::sorted::Sorted;
use crate::error::Error;

/// What the distinct records of a run give.
pub(super) enum Next {
    /// A record.
    Record(Record),
    /// Records of one key that are to be refused.
    Refused(Box<RefusedKey>),
}

impl Next {
    /// Its key.
    pub(super) fn key(&self) -> &Key {
        match self {
            Self::Record(record) => &record.key,
            Self::Refused(refused) => &refused.key,
        }
    }
}

/// Records of one key that are to be refused: those that say different things, and parts without a total.
pub(super) struct RefusedKey {
    pub(super) key: Key,
    /// The first record, and the first that says something else; none where there are only parts.
    pub(super) differing: Option<(Record, Record)>,
    pub(super) totals: Places,
    pub(super) parts: Places,
}

/// Where records of one key stand.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Records of each file, as far as it has any.
    pub(super) of_files: Vec<(u16, u64)>,
    /// File, line and part of the first ones. A file that repeats one key a million times is no reason to keep them
    /// all.
    pub(super) first: Vec<(u16, u64, u8)>,
}

/// Places of one key that are kept.
const MOST_PLACES: usize = 1000;

impl Places {
    fn take(&mut self, record: &Record) {
        match self
            .of_files
            .iter_mut()
            .find(|(file, _)| *file == record.file)
        {
            Some((_, count)) => *count += 1,
            None => self.of_files.push((record.file, 1)),
        }
        if self.first.len() < MOST_PLACES {
            self.first.push((record.file, record.line, record.part));
        }
    }

    fn clear(&mut self) {
        self.of_files.clear();
        self.first.clear();
    }
}

/// Sorted records, each key once.
pub(super) struct Distinct {
    sorted: Sorted,
    ahead: Option<Record>,
    /// Of the key that is looked at.
    totals: Places,
    parts: Places,
    /// Records that said again what another had said.
    pub(super) repeated: u64,
}

impl Distinct {
    /// The distinct ones of these.
    pub(super) fn of(mut sorted: Sorted) -> Result<Self, Error> {
        let ahead = sorted.next()?;
        Ok(Self {
            sorted,
            ahead,
            totals: Places::default(),
            parts: Places::default(),
            repeated: 0,
        })
    }

    /// The next key.
    pub(super) fn next(&mut self) -> Result<Option<Next>, Error> {
        let Some(mut first) = self.ahead else {
            return Ok(None);
        };
        self.ahead = self.sorted.next()?;
        if first.part == 0 && self.ahead.is_none_or(|next| next.key != first.key) {
            return Ok(Some(Next::Record(first)));
        }
        self.totals.clear();
        self.parts.clear();
        let mut other = None;
        let mut next = first;
        let mut repeated = 0;
        loop {
            if next.part > 0 {
                self.parts.take(&next);
            } else {
                self.totals.take(&next);
                if next.says_the_same(&first) {
                    first.equals = first.equals.and(next.equals);
                    repeated += 1;
                } else {
                    other = other.or(Some(next));
                }
            }
            let Some(ahead) = self.ahead.filter(|ahead| ahead.key == first.key) else {
                break;
            };
            next = ahead;
            self.ahead = self.sorted.next()?;
        }
        if first.part == 0 && other.is_none() {
            // The first one counted as well.
            self.repeated += repeated - 1;
            return Ok(Some(Next::Record(first)));
        }
        Ok(Some(Next::Refused(Box::new(RefusedKey {
            key: first.key,
            differing: other.map(|other| (first, other)),
            totals: std::mem::take(&mut self.totals),
            parts: std::mem::take(&mut self.parts),
        }))))
    }
}

/// The fault of two rows that say different things of one key.
pub(super) fn conflict(first: &str, other: &str, key: &str) -> Fault {
    Fault::of_row(
        "trade-conflict",
        format!("says {other} of {key}, of which an earlier row says {first}"),
        "take out the one that is wrong",
    )
}

/// The fault of a part whose total no row gives.
pub(super) fn part_without_total(column: &str) -> Fault {
    Fault::of_row(
        "trade-breakdown",
        format!("is only a part by its `{column}`, and no row that is taken gives the total"),
        "import the rows of the totals together with it; parts are not added up, since some may be missing",
    )
}
