//! Rules on the order of events.

use std::collections::BTreeMap;

use crate::edtf::{Day, Edtf};
use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{EventKind, Status};

/// The first day on which each organisation may have been founded, with the event that says so. An organisation of
/// which only a latest day is known is left out: no event is surely earlier than its founding.
fn foundings(seeds: &Seeds) -> BTreeMap<&str, (Day, &Record)> {
    let mut first: BTreeMap<&str, (Option<Day>, &Record)> = BTreeMap::new();
    for event in seeds.of("events") {
        let founded = event.word("kind") == Some(EventKind::Founding)
            && event.word("status") != Some(Status::Expected);
        let (true, Some(organisation), Some(date)) =
            (founded, event.text("organisation"), event.date("date"))
        else {
            continue;
        };
        let day = date.first_day();
        let held = first.entry(organisation).or_insert((day, event));
        // A date with an open start has no first day; `None` is less than every day.
        if day < held.0 {
            *held = (day, event);
        }
    }
    first
        .into_iter()
        .filter_map(|(organisation, (day, event))| Some((organisation, (day?, event))))
        .collect()
}

/// True for a kind of event that may come before the founding of its organisation, such as a proposal.
fn leads_up(fact: &Record) -> bool {
    use EventKind::{Agreement, Announcement, Decision, Founding, Proposal};
    let kinds = [Proposal, Announcement, Founding, Agreement, Decision];
    let is_event = fact.table.name == "events";
    is_event && fact.word("kind").is_some_and(|kind| kinds.contains(&kind))
}

pub(super) fn founding_comes_first(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let foundings = foundings(seeds);
    for record in seeds.facts().filter(|record| !leads_up(record)) {
        let organisation = record.raw("organisation");
        let explained = record.text("note").is_some();
        let (false, Some((day, founding))) = (explained, foundings.get(organisation)) else {
            continue;
        };
        let last = record.date("date").and_then(Edtf::last_day);
        if last.is_some_and(|last| last < *day) {
            let message = format!(
                "lies before the founding of `{organisation}`, {}",
                founding.named()
            );
            let help = "correct the date or the organisation, or explain it in note";
            problems.push(record.problem("date", message, help));
        }
    }
}
