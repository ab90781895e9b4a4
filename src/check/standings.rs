//! Rules on who belongs to what.

use std::collections::BTreeMap;

use crate::edtf::Edtf;
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

/// The days on which a standing surely held. What began at some time is held to last until another
/// standing began; the month or year in which it began is not counted, as it may have begun on its last day.
fn surely(record: &Record, all: &[&Record]) -> Option<(String, String)> {
    let date = record.date("date")?;
    match record.word("date_role")? {
        DateRole::Since => {
            let from = date.date_to().or_else(|| date.date_from())?;
            Some((
                from,
                next_change(record, all).unwrap_or_else(|| "9999-12-31".to_owned()),
            ))
        }
        DateRole::AsOf | DateRole::During => Some((date.date_from()?, date.date_to()?)),
        DateRole::Until => None,
    }
}

/// The first day on which another standing began after this one did.
fn next_change(record: &Record, all: &[&Record]) -> Option<String> {
    let begun = record.date("date").and_then(Edtf::date_from)?;
    all.iter()
        .filter(|other| other.word("date_role") == Some(DateRole::Since))
        .filter_map(|other| other.date("date").and_then(Edtf::date_from))
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
    match (surely(one, all), surely(two, all)) {
        (Some(held), Some(other)) => held == other || (held.0 < other.1 && other.0 < held.1),
        _ => false,
    }
}
