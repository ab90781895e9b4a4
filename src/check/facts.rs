//! Rules on the columns that every fact has, and on facts that say the same.

use std::collections::BTreeMap;

use crate::complaint::Complaint;
use crate::edtf::{Edtf, Precision};
use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::tables::{TABLES, Table};
use crate::vocab::{DateBasis, EventProperty, FactLink, Rank, Status};

pub(super) fn status_names_whom(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds
        .facts()
        .filter(|record| !record.is_bad("attributed_to"))
    {
        let named = record.text("attributed_to").is_some();
        match record.word("status") {
            Some(Status::Attributed) if !named => problems.push(record.problem(
                "attributed_to",
                "is empty for an attributed fact",
                "name the entity that says so",
            )),
            Some(Status::Stated) if named => problems.push(record.problem(
                "attributed_to",
                "stands beside status stated",
                "write status attributed, or remove it",
            )),
            _ => {}
        }
    }
}

pub(super) fn ranks_have_reasons(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut preferred: BTreeMap<&str, &Record> = BTreeMap::new();
    for record in seeds.facts().filter(|record| !record.is_bad("rank_reason")) {
        let Some(rank) = record.word::<Rank>("rank") else {
            continue;
        };
        let reason = record.text("rank_reason").is_some();
        if (rank == Rank::Normal) == reason {
            let (message, help) = if reason {
                (
                    "stands beside rank normal",
                    "change the rank, or remove the reason",
                )
            } else {
                ("is empty for a rank that is not normal", "say why")
            };
            problems.push(record.problem("rank_reason", message, help));
        }
        let (true, Some(group)) = (rank == Rank::Preferred, record.text("claim_group")) else {
            continue;
        };
        if let Some(first) = preferred.insert(group, record) {
            let message = format!("has a preferred fact already, {}", first.named());
            problems.push(record.problem("claim_group", message, "prefer one fact of the group"));
        }
    }
}

pub(super) fn dates_have_roles(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for table in TABLES.iter().filter(|table| table.has("date_role")) {
        for record in seeds.of(table.name) {
            if record.is_bad("date") || record.is_bad("date_role") {
                continue;
            }
            match (record.text("date"), record.text("date_role")) {
                (Some(_), None) => problems.push(record.problem(
                    "date_role",
                    "is empty beside a date",
                    "write since, until, as_of or during",
                )),
                (None, Some(_)) => problems.push(record.problem(
                    "date",
                    "is empty beside a date_role",
                    "write the date, or remove the role",
                )),
                _ => {}
            }
        }
    }
}

pub(super) fn dates_have_bases(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds.facts() {
        let Some(basis) = record
            .table
            .has("date_basis")
            .then(|| record.word::<DateBasis>("date_basis"))
            .flatten()
        else {
            continue;
        };
        let date = ["date", "period"]
            .into_iter()
            .find(|column| record.table.has(column));
        if date.is_some_and(|date| !record.is_bad(date) && record.text(date).is_none()) {
            problems.push(record.problem(
                "date_basis",
                "stands beside no date",
                "write the date, or remove it",
            ));
        } else if matches!(basis, DateBasis::WorkedOut | DateBasis::Known)
            && record.text("note").is_none()
            && !record.is_bad("note")
        {
            problems.push(record.problem(
                "date_basis",
                "is explained by no note",
                "say in note how the date was worked out, or from where it is known",
            ));
        }
    }
}

/// The columns that make up the statement of a fact: all but its id, the basis of its date, its rank, notes and
/// citations.
fn said_by(table: &Table) -> Vec<&'static str> {
    let own = table.own.iter().map(|column| column.name);
    own.filter(|name| !["fact_id", "date_basis"].contains(name))
        .chain(["status", "attributed_to"])
        .collect()
}

pub(super) fn facts_differ(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<(&str, Vec<&str>), &Record> = BTreeMap::new();
    for record in seeds.facts() {
        let columns = said_by(record.table);
        if columns.iter().any(|column| record.is_bad(column)) {
            continue;
        }
        let content = columns.iter().map(|column| record.raw(column)).collect();
        let first = seen.insert((record.table.name, content), record);
        if let Some(first) = first.filter(|first| !record.has_key_of(first)) {
            let message = format!("says the same as {}", first.named());
            let help = if first.is_held() {
                "leave it out, or say in it what the other does not".to_owned()
            } else {
                format!(
                    "give `{}` both passages and remove this line",
                    first.raw("fact_id")
                )
            };
            problems.push(record.problem("fact_id", message, help));
        }
    }
}

pub(super) fn events_stand_once(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<[&str; 3], &Record> = BTreeMap::new();
    for event in seeds.of("events") {
        let day = event
            .date("date")
            .filter(|date| date.precision() == Precision::Day);
        // Two events of the same kind, day and place are accepted if a note explains how they differ.
        if day.is_none() || event.text("place").is_none() || event.text("note").is_some() {
            continue;
        }
        let when_and_where = ["kind", "date", "place"].map(|column| event.raw(column));
        let first = seen.insert(when_and_where, event);
        if let Some(first) = first.filter(|first| !event.has_key_of(first)) {
            problems.push(event.problem(
                "fact_id",
                format!("is of the same kind, day and place as {}", first.named()),
                "use one event for what happened once, or tell the two apart in note",
            ));
        }
    }
}

pub(super) fn variants_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds.of("event_variants") {
        let Some(value) = record.text("value") else {
            continue;
        };
        if record.word("property") == Some(EventProperty::Date)
            && let Err(error) = value.parse::<Edtf>()
        {
            let Complaint { message, help } = error.complaint();
            problems.push(record.problem("value", message, help));
        }
    }
}

pub(super) fn groups_have_answers(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut groups: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    // A record that could not be read may be the second fact of a group that seems to have only one.
    if !seeds.facts_are_whole() || seeds.facts().any(|record| record.is_bad("claim_group")) {
        return;
    }
    for record in seeds.facts() {
        if let Some(group) = record.text("claim_group") {
            groups.entry(group).or_default().push(record);
        }
    }
    for records in groups.values() {
        if let [alone] = records.as_slice() {
            problems.push(alone.problem(
                "claim_group",
                "has this fact alone",
                "give the id to the facts that answer the same question, or remove it",
            ));
        }
    }
}

pub(super) fn links_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let status: BTreeMap<&str, Status> = seeds
        .facts()
        .filter_map(|record| Some((record.text("fact_id")?, record.word("status")?)))
        .collect();
    for link in seeds.of("fact_links") {
        let kind: Option<FactLink> = link.word("link");
        let Some(kind) = kind.filter(|kind| *kind != FactLink::Corrects) else {
            continue;
        };
        if kind == FactLink::NotBy && link.text("note").is_none() && !link.is_bad("note") {
            problems.push(link.problem(
                "note",
                "is empty for what had not come",
                "say when it had not come",
            ));
        }
        if status
            .get(link.raw("fact_id"))
            .is_some_and(|status| *status != Status::Expected)
        {
            problems.push(link.problem(
                "fact_id",
                "was not expected",
                "tie an expected fact to what became of it",
            ));
        }
        if status
            .get(link.raw("other_fact"))
            .is_some_and(|status| *status == Status::Expected)
        {
            problems.push(link.problem(
                "other_fact",
                "is expected itself",
                "tie to a fact that happened",
            ));
        }
    }
}
