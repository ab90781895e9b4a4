//! Rules on memberships.

use std::collections::BTreeMap;

use crate::edtf::{Day, Edtf};
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

/// The days on which a standing surely held.
#[derive(Clone, Copy, PartialEq)]
struct Period {
    from: Day,
    /// None when it still holds.
    to: Option<Day>,
}

impl Period {
    /// A standing lasts from its `since` until another standing began. The month or year in which
    /// it began does not count, as it may have begun on its last day.
    fn of(record: &Record, all: &[&Record]) -> Option<Self> {
        let date = record.date("date")?;
        match record.word("date_role")? {
            DateRole::Since => Some(Self {
                from: date.last_day().or_else(|| date.first_day())?,
                to: next_change(record, all),
            }),
            DateRole::AsOf | DateRole::During => Some(Self {
                from: date.first_day()?,
                to: Some(date.last_day()?),
            }),
            DateRole::Until => None,
        }
    }

    /// Whether they have more in common than the day on which one ends and the other begins.
    fn overlaps(self, other: Self) -> bool {
        self == other || (self.begins_before_end_of(other) && other.begins_before_end_of(self))
    }

    fn begins_before_end_of(self, other: Self) -> bool {
        other.to.is_none_or(|end| self.from < end)
    }
}

/// The first day on which another standing began after this one did.
fn next_change(record: &Record, all: &[&Record]) -> Option<Day> {
    let begun = record.date("date").and_then(Edtf::first_day)?;
    all.iter()
        .filter(|other| other.word("date_role") == Some(DateRole::Since))
        .filter_map(|other| other.date("date").and_then(Edtf::first_day))
        .filter(|day| *day > begun)
        .min()
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
