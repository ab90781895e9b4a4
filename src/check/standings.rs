//! Rules on memberships.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::edtf::{Day, Edtf, Precision};
use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{DateRole, Rank, Standing, Status};

/// The class of a standing. Standings of the same class do not contradict each other. A blank in a printed table says
/// nothing, so it has no class.
pub(super) fn class(standing: Standing) -> Option<Standing> {
    match standing {
        Standing::FoundingMember | Standing::Member | Standing::Participant => {
            Some(Standing::Member)
        }
        Standing::NotMarked => None,
        other => Some(other),
    }
}

/// The first or last day on which a standing surely held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Limit {
    day: Day,
    /// Whether the standing began or ended on that day, so that another one may have held for a part of the day.
    is_change: bool,
}

/// The time in which a standing surely held.
#[derive(Clone, Copy, PartialEq)]
struct Period {
    from: Limit,
    /// `None` if the standing still holds.
    to: Option<Limit>,
}

impl Period {
    /// The time in which the standing of a record surely held. One with a `since` date lasts until the next standing
    /// of the same member in the same organisation begins. If the date is a month or year, the period begins with its
    /// last day, since the standing may have begun only then.
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

    /// Whether the periods overlap by more than a day on which one of them began or ended.
    fn overlaps(self, other: Self) -> bool {
        self == other || (self.begins_before_end_of(other) && other.begins_before_end_of(self))
    }

    fn begins_before_end_of(self, other: Self) -> bool {
        other.end().is_after(self.from)
    }

    /// The end as a value that can be compared with beginnings. On the same day, an end is after a beginning only if
    /// the day is whole on both sides: then both standings held on it. The reversed `is_change` gives this order.
    fn end(self) -> End {
        match self.to {
            Some(end) => End::At(Limit {
                is_change: !end.is_change,
                ..end
            }),
            None => End::Never,
        }
    }

    /// True if the period ends before it begins, which happens if its dates are not precise enough.
    fn is_empty(self) -> bool {
        !self.end().is_after(self.from)
    }
}

/// The end of a period, for comparison with beginnings.
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

    /// The limit for one side of an interval. If the side is a day, the standing began or ended on it. If it is a
    /// month or a year, or the date is no interval, it is not known when in it the standing began or ended.
    fn of_interval(day: Day, side: Option<Edtf>) -> Self {
        Self {
            day,
            is_change: side.is_some_and(|side| side.precision() == Precision::Day),
        }
    }
}

/// The two sides of an interval; `None` for an open side. A date that is no interval has neither.
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

    /// The first day on which another standing began after this one.
    fn after(&self, record: &Record) -> Option<Day> {
        let begun = record.date("date").and_then(earliest)?;
        let later = (Bound::Excluded(begun), Bound::Unbounded);
        self.0.range(later).next().copied()
    }
}

/// The first day of a date; for one with an open start, its last day, by which the standing held.
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

/// A standing that surely held for some time, with its place among those of the same member and organisation.
struct Held<'a> {
    record: &'a Record,
    place: usize,
    class: Standing,
    period: Period,
}

impl Held<'_> {
    /// The standings that surely held for some time, ordered by their beginning.
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

/// Reports standings that contradict each other. It goes through them in the order of their beginning and compares
/// each with the standings of other classes that had not ended by then. Comparing every pair would take too long if
/// there are very many.
fn compare(records: &[&Record], problems: &mut Vec<Problem>) {
    /// The number of contradictions reported for a standing. Further ones appear when these are corrected.
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

/// The problem, reported for the later of the two rows.
fn contradiction(one: &Held<'_>, two: &Held<'_>) -> Problem {
    let [first, second] = if one.place < two.place {
        [one.record, two.record]
    } else {
        [two.record, one.record]
    };
    let (said, here) = (first.raw("standing"), second.raw("standing"));
    let message = format!(
        "says `{here}` for a time at which {} says `{said}`",
        first.named()
    );
    let help = match first.text("claim_group") {
        _ if !first.is_held() => "correct one of them, or give both a claim_group".to_owned(),
        Some(group) => format!("correct it, or give it the claim_group `{group}` too"),
        None => "correct it, or give it the rank deprecated with a rank_reason".to_owned(),
    };
    second.problem("standing", message, help)
}
