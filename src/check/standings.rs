//! Rules on memberships.

use std::collections::BTreeMap;

use crate::edtf::{Day, Edtf, Precision};
use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{DateRole, Rank, Standing, Status};

/// Words that do not contradict each other have the same class; a blank in a table has none.
fn class(standing: Standing) -> Option<Standing> {
    match standing {
        Standing::FoundingMember | Standing::Member | Standing::Participant => {
            Some(Standing::Member)
        }
        Standing::NotMarked => None,
        other => Some(other),
    }
}

/// A first or last day on which a standing surely held.
#[derive(Clone, Copy, PartialEq)]
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
    fn of(record: &Record, all: &[&Record]) -> Option<Self> {
        let date = record.date("date")?;
        let (begun, ended) = sides(record.text("date")?);
        Some(match record.word("date_role")? {
            DateRole::Since => Self {
                from: Limit::change(date.last_day().or_else(|| begun?.last_day())?),
                to: next_change(record, all).map(Limit::change),
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
        other.to.is_none_or(|end| {
            let shares_the_day = self.from.day == end.day;
            let both_whole = !self.from.is_change && !end.is_change;
            self.from.day < end.day || (shares_the_day && both_whole)
        })
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

/// The first day on which another standing began after this one did.
fn next_change(record: &Record, all: &[&Record]) -> Option<Day> {
    let begun = record.date("date").and_then(earliest)?;
    all.iter()
        .filter(|other| other.word("date_role") == Some(DateRole::Since))
        .filter_map(|other| other.date("date").and_then(earliest))
        .filter(|day| *day > begun)
        .min()
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

fn compare(records: &[&Record], problems: &mut Vec<Problem>) {
    for (index, one) in records.iter().enumerate() {
        for two in &records[index + 1..] {
            let group = one.text("claim_group");
            let grouped = group.is_some() && group == two.text("claim_group");
            if grouped || !contradict(one, two, records) {
                continue;
            }
            let (said, here) = (one.raw("standing"), two.raw("standing"));
            let message = format!(
                "says `{here}` for a time at which {}:{} says `{said}`",
                one.file, one.line
            );
            let help = "correct one of them, or give both a claim_group";
            problems.push(two.problem("standing", message, help));
        }
    }
}

fn contradict(one: &Record, two: &Record, all: &[&Record]) -> bool {
    let classes = [one, two].map(|record| record.word("standing").and_then(class));
    let [Some(first), Some(second)] = classes else {
        return false;
    };
    if first == second {
        return false;
    }
    let held = Period::of(one, all).zip(Period::of(two, all));
    held.is_some_and(|(one, two)| one.overlaps(two))
}
