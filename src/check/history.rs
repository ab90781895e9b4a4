//! Rules on the order of what happened.

use std::collections::BTreeMap;

use crate::edtf::Edtf;
use crate::error::Problem;
use crate::seeds::{Record, Seeds};

/// The first day on which each organisation may have been founded, with the event that says so.
fn foundings(seeds: &Seeds) -> BTreeMap<&str, (String, &Record)> {
    let mut first: BTreeMap<&str, (String, &Record)> = BTreeMap::new();
    for event in seeds.of("events") {
        let founded =
            event.text("kind") == Some("founding") && event.text("status") != Some("expected");
        let day = event.date("date").and_then(Edtf::date_from);
        if let (true, Some(organisation), Some(day)) = (founded, event.text("organisation"), day) {
            let held = first
                .entry(organisation)
                .or_insert_with(|| (day.clone(), event));
            if day < held.0 {
                *held = (day, event);
            }
        }
    }
    first
}

/// What leads up to a founding may well come before it, and a note may explain the rest.
fn may_come_before(record: &Record) -> bool {
    let leads_up = [
        "proposal",
        "announcement",
        "founding",
        "agreement",
        "decision",
    ];
    record.text("note").is_some()
        || record
            .text("kind")
            .is_some_and(|kind| leads_up.contains(&kind))
}

pub(super) fn founding_comes_first(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let foundings = foundings(seeds);
    for table in ["memberships", "offices", "events"] {
        for record in seeds
            .of(table)
            .iter()
            .filter(|record| !may_come_before(record))
        {
            let organisation = record.raw("organisation");
            let Some((day, event)) = foundings.get(organisation) else {
                continue;
            };
            if record
                .date("date")
                .and_then(Edtf::date_to)
                .is_some_and(|last| last < *day)
            {
                let message = format!(
                    "lies before the founding of `{organisation}` ({}:{})",
                    event.file, event.line
                );
                let help = "correct the date or the organisation, or explain it in note";
                problems.push(record.problem("date", message, help));
            }
        }
    }
}
