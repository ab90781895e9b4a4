//! Makes one record of those that say the same, and refuses those that say different things of one key.

use std::collections::BTreeSet;

use super::faults::Fault;
use super::record::Record;
use super::sorted::Merged;
use crate::error::Error;

/// What the distinct records of a run give.
pub(super) enum Next {
    /// A record.
    Record(Record),
    /// Records of one key that say different things: the places of the first and of one that differs.
    Conflict(Box<Conflict>),
}

/// Records of one key that say different things.
pub(super) struct Conflict {
    pub(super) first: Record,
    pub(super) other: Record,
    /// The places of all of them: file and line.
    pub(super) all: BTreeSet<(u16, u64)>,
}

/// Sorted records, each key once.
pub(super) struct Distinct {
    merged: Merged,
    ahead: Option<Record>,
    /// Records that said again what another had said.
    pub(super) repeated: u64,
}

impl Distinct {
    /// The distinct ones of these.
    pub(super) fn of(mut merged: Merged) -> Result<Self, Error> {
        let ahead = merged.next()?;
        Ok(Self {
            merged,
            ahead,
            repeated: 0,
        })
    }

    /// The next key.
    pub(super) fn next(&mut self) -> Result<Option<Next>, Error> {
        let Some(first) = self.ahead else {
            return Ok(None);
        };
        let mut other = None;
        let mut all = BTreeSet::new();
        loop {
            self.ahead = self.merged.next()?;
            let Some(next) = self.ahead.filter(|next| next.key == first.key) else {
                break;
            };
            if next.says_the_same(&first) {
                self.repeated += 1;
            } else {
                other = other.or(Some(next));
            }
            // One cause is told of many; a file that repeats one key a million times is no reason to keep them all.
            if all.len() < MOST_PLACES {
                all.insert((next.file, next.line));
            }
        }
        let Some(other) = other else {
            return Ok(Some(Next::Record(first)));
        };
        all.insert((first.file, first.line));
        Ok(Some(Next::Conflict(Box::new(Conflict {
            first,
            other,
            all,
        }))))
    }
}

/// Places of one conflict that are kept.
const MOST_PLACES: usize = 1000;

/// The fault of two rows that say different things of one key.
pub(super) fn conflict(first: &str, other: &str, key: &str) -> Fault {
    Fault::of_row(
        "trade-conflict",
        format!("says {other} of {key}, of which an earlier row says {first}"),
        "take out the one that is wrong",
    )
}
