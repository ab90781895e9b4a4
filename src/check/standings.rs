//! Rules on memberships.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::edtf::{Day, Edtf, Precision};
use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{DateRole, Rank, Standing, Status};

/// Words that do not contradict each other have the same class; a blank in a table has none.
pub(super) fn class(standing: Standing) -> Option<Standing> {
    match standing {
        Standing::FoundingMember | Standing::Member | Standing::Participant => {
            Some(Standing::Member)
        }
        Standing::NotMarked => None,
        other => Some(other),
    }
}

/// A first or last day on which a standing surely held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Limit {
    day: Day,
    /// Whether it began or ended on that day, so that another standing may have held on the same day.
    is_change: bool,
}

/// The time in which a standing surely held.
#[derive(Clone, Copy, PartialEq)]
struct Period {
    from: Limit,
    /// None when it still holds.
    to: Option<Limit>,
}

impl Period {
    /// A standing lasts from its `since` until another standing began. The month or year in which
    /// it began does not count, as it may have begun on its last day.
    fn of(record: &Record, changes: &Changes) -> Option<Self> {
        let date = record.date("date")?;
        let (begun, ended) = sides(record.text("date")?);
        Some(match record.word("date_role")? {
            DateRole::Since => Self {
                from: Limit::change(date.last_day().or_else(|| begun?.last_day())?),
                to: changes.after(record).map(Limit::change),
            },
            DateRole::AsOf => Self {
                from: Limit::whole(date.first_day()?),
                to: Some(Limit::whole(date.last_day()?)),
            },
            DateRole::During => Self {
                from: Limit::of_interval(date.first_day()?, begun),
                to: date.last_day().map(|day| Limit::of_interval(day, ended)),
            },
            DateRole::Until => return None,
        })
    }

    /// Whether they have more in common than a day on which one of them began or ended.
    fn overlaps(self, other: Self) -> bool {
        self == other || (self.begins_before_end_of(other) && other.begins_before_end_of(self))
    }

    fn begins_before_end_of(self, other: Self) -> bool {
        other.end().is_after(self.from)
    }

    /// The end, in an order in which it comes after every beginning that lies before it: a whole day shares
    /// its hours with a beginning on the same day unless that is a change.
    fn end(self) -> End {
        match self.to {
            Some(end) => End::At(Limit {
                is_change: !end.is_change,
                ..end
            }),
            None => End::Never,
        }
    }

    /// True if it ends before it begins, as the dates do not say enough.
    fn is_empty(self) -> bool {
        !self.end().is_after(self.from)
    }
}

/// The end of a period, to be compared with beginnings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    At(Limit),
    Never,
}

impl End {
    fn is_after(self, beginning: Limit) -> bool {
        self > Self::At(beginning)
    }
}

impl Limit {
    fn whole(day: Day) -> Self {
        Self {
            day,
            is_change: false,
        }
    }

    fn change(day: Day) -> Self {
        Self {
            day,
            is_change: true,
        }
    }

    /// The limit of what lasted, given the side of its interval. A side that is a day tells of a change on
    /// it; of a month, a year or a date that is no interval nobody says when in it something began or ended.
    fn of_interval(day: Day, side: Option<Edtf>) -> Self {
        Self {
            day,
            is_change: side.is_some_and(|side| side.precision() == Precision::Day),
        }
    }
}

/// The two sides of an interval; none of an open side, and of a date that is no interval.
fn sides(date: &str) -> (Option<Edtf>, Option<Edtf>) {
    match date.split_once('/') {
        Some((from, to)) => (from.parse().ok(), to.parse().ok()),
        None => (None, None),
    }
}

/// The days on which a standing of one member in one organisation began.
struct Changes(BTreeSet<Day>);

impl Changes {
    fn of(records: &[&Record]) -> Self {
        let begun = records
            .iter()
            .filter(|record| record.word("date_role") == Some(DateRole::Since));
        Self(
            begun
                .filter_map(|record| record.date("date").and_then(earliest))
                .collect(),
        )
    }

    /// The first day on which another standing began after this one did.
    fn after(&self, record: &Record) -> Option<Day> {
        let begun = record.date("date").and_then(earliest)?;
        let later = (Bound::Excluded(begun), Bound::Unbounded);
        self.0.range(later).next().copied()
    }
}

/// The earliest day that a date states: of one with an open start, the day by which it was so.
fn earliest(date: &Edtf) -> Option<Day> {
    date.first_day().or_else(|| date.last_day())
}

pub(super) fn standings_agree(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut pairs: BTreeMap<(&str, &str), Vec<&Record>> = BTreeMap::new();
    for record in seeds.of("memberships") {
        let (Some(member), Some(organisation)) =
            (record.text("member"), record.text("organisation"))
        else {
            continue;
        };
        if record.word("status") != Some(Status::Expected)
            && record.word("rank") != Some(Rank::Deprecated)
        {
            pairs
                .entry((member, organisation))
                .or_default()
                .push(record);
        }
    }
    for records in pairs.values() {
        compare(records, problems);
    }
}

/// A standing that surely held for a time, and its place among those of the same member and organisation.
struct Held<'a> {
    record: &'a Record,
    place: usize,
    class: Standing,
    period: Period,
}

impl Held<'_> {
    /// The standings that surely held for some time, in the order in which they began.
    fn all<'a>(records: &[&'a Record]) -> Vec<Held<'a>> {
        let changes = Changes::of(records);
        let known = records.iter().enumerate().filter_map(|(place, record)| {
            Some(Held {
                record,
                place,
                class: record.word("standing").and_then(class)?,
                period: Period::of(record, &changes)?,
            })
        });
        let mut all: Vec<Held<'a>> = known.collect();
        all.sort_by_key(|held| (held.period.from, held.place));
        all
    }

    fn contradicts(&self, other: &Self) -> bool {
        let group = self.record.text("claim_group");
        let grouped = group.is_some() && group == other.record.text("claim_group");
        !grouped && self.class != other.class && self.period.overlaps(other.period)
    }
}

/// Goes through the standings as they began. A standing is compared with those of other classes that had
/// not ended by then, and not with every other one, of which there may be very many.
fn compare(records: &[&Record], problems: &mut Vec<Problem>) {
    /// Enough to see what is wrong; the others come to light when these are corrected.
    const TOLD: usize = 3;
    let all = Held::all(records);
    let mut ends: BTreeMap<Standing, BTreeSet<(End, usize)>> = BTreeMap::new();
    let mut empty: BTreeMap<(Limit, End), Vec<usize>> = BTreeMap::new();
    for (at, one) in all.iter().enumerate() {
        let (from, end) = (one.period.from, one.period.end());
        let others = ends.iter().filter(|(class, _)| **class != one.class);
        let lasting = others.flat_map(|(_, ends)| {
            let latest_first = ends.iter().rev();
            latest_first.take_while(move |(end, _)| end.is_after(from))
        });
        let same = empty.get(&(from, end)).into_iter().flatten();
        lasting
            .map(|(_, other)| *other)
            .chain(same.copied())
            .filter(|other| one.contradicts(&all[*other]))
            .take(TOLD)
            .for_each(|other| problems.push(contradiction(one, &all[other])));
        if one.period.is_empty() {
            empty.entry((from, end)).or_default().push(at);
        } else {
            ends.entry(one.class).or_default().insert((end, at));
        }
    }
}

/// The problem with the one of the two that stands later in its file.
fn contradiction(one: &Held<'_>, two: &Held<'_>) -> Problem {
    let [first, second] = if one.place < two.place {
        [one.record, two.record]
    } else {
        [two.record, one.record]
    };
    let (said, here) = (first.raw("standing"), second.raw("standing"));
    let message = format!(
        "says `{here}` for a time at which {} says `{said}`",
        first.at()
    );
    let help = "correct one of them, or give both a claim_group";
    second.problem("standing", message, help)
}
