//! Rules on rows that name other rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::tables::{Kind, TABLES};

/// The ids of every table that others refer to.
fn known_ids(seeds: &Seeds) -> BTreeMap<&'static str, BTreeSet<&str>> {
    let mut known: BTreeMap<&'static str, BTreeSet<&str>> = BTreeMap::new();
    for table in TABLES {
        let ids = seeds
            .of(table.name)
            .iter()
            .map(|record| record.raw(table.key[0]));
        known.entry(table.name).or_default().extend(ids);
    }
    known.insert(
        "facts",
        seeds.facts().map(|record| record.raw("fact_id")).collect(),
    );
    known
}

/// Whether an unknown id may belong to a row that could not be read, which was reported already.
fn may_be_damaged(seeds: &Seeds, table: &str, id: &str) -> bool {
    if table == "facts" {
        return TABLES
            .iter()
            .filter(|table| table.is_fact())
            .any(|table| seeds.may_hold(table.name, id));
    }
    seeds.may_hold(table, id)
}

pub(super) fn exist(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let known = known_ids(seeds);
    let missing = |table: &str, id: &str| {
        !known.get(table).is_some_and(|ids| ids.contains(id)) && !may_be_damaged(seeds, table, id)
    };
    let mut found: BTreeMap<(&str, &str), Vec<Problem>> = BTreeMap::new();
    for record in seeds.all() {
        for (column, table, id) in record.foreign_keys() {
            if missing(table, id) {
                found
                    .entry((table, id))
                    .or_default()
                    .push(unknown(record, column, table, None));
            }
        }
        for used in record.citations() {
            let id = used.citation_id.as_str();
            if missing("citations", id) {
                let problem = unknown(record, "citations", "citations", Some(id));
                found.entry(("citations", id)).or_default().push(problem);
            }
        }
    }
    for list in found.into_values() {
        summarise(list, problems);
    }
}

/// A row that is gone or misspelt may be named by many: the first few are told, and how many more there are.
fn summarise(mut list: Vec<Problem>, problems: &mut Vec<Problem>) {
    const TOLD: usize = 3;
    let more = list.len().saturating_sub(TOLD);
    list.truncate(TOLD);
    if let (Some(last), true) = (list.last_mut(), more > 0) {
        last.message = format!("{} (and {more} more cells name it)", last.message);
    }
    problems.extend(list);
}

fn unknown(record: &Record, column: &str, table: &str, id: Option<&str>) -> Problem {
    let message = match id {
        Some(id) => format!("names `{id}`, which is not in {table}"),
        None => format!("is not in {table}"),
    };
    let help = format!("correct the id, or add its row to {table}");
    record.problem("references_exist", column, message, help)
}

pub(super) fn terms_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let kinds: BTreeMap<&str, &str> = seeds
        .of("terms")
        .iter()
        .filter_map(|term| Some((term.text("term")?, term.text("kind")?)))
        .collect();
    for record in seeds.all() {
        for column in record.table.columns() {
            let (Kind::Term(wanted), Some(term)) = (column.kind, record.text(column.name)) else {
                continue;
            };
            if let Some(kind) = kinds.get(term).filter(|kind| **kind != wanted) {
                let message = format!("is a term of kind {kind}");
                let help = format!("use a term of kind {wanted}");
                problems.push(record.problem("terms_fit", column.name, message, help));
            }
        }
    }
}

pub(super) fn entities_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let persons: BTreeSet<&str> = seeds
        .of("entities")
        .iter()
        .filter(|entity| matches!(entity.text("kind"), Some("person") | None))
        .map(|entity| entity.raw("entity_id"))
        .collect();
    let entities = known_ids(seeds).remove("entities").unwrap_or_default();
    for office in seeds.of("offices") {
        let Some(person) = office.text("person") else {
            continue;
        };
        if entities.contains(person) && !persons.contains(person) {
            problems.push(office.problem(
                "entities_fit",
                "person",
                "is not a person",
                "name an entity of kind person",
            ));
        }
    }
}

pub(super) fn are_used(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for record in seeds.facts() {
        used.extend(record.foreign_keys().map(|(_, table, id)| (table, id)));
        if record.text("property") == Some("place") {
            used.extend(record.text("value").map(|id| ("entities", id)));
        }
    }
    let facts_are_whole = TABLES
        .iter()
        .filter(|table| table.is_fact())
        .all(|table| seeds.is_whole(table.name));
    // A cell that cannot be read may have held the id that seems unused.
    let may_hide = !facts_are_whole || seeds.facts().any(Record::foreign_key_is_bad);
    if may_hide {
        return;
    }
    for (table, column) in [("entities", "entity_id"), ("terms", "term")] {
        for record in seeds.of(table).iter().filter(|record| record.has_key()) {
            if !used.contains(&(table, record.raw(column))) {
                problems.push(record.problem(
                    "entities_are_used",
                    column,
                    "occurs in no fact",
                    "remove the row, or add the fact that needs it",
                ));
            }
        }
    }
}

pub(super) fn works_are_cited(seeds: &Seeds, problems: &mut Vec<Problem>) {
    if !seeds.is_whole("source_references") {
        return;
    }
    let mut named: BTreeSet<&str> = seeds
        .of("source_references")
        .iter()
        .map(|reference| reference.raw("cited"))
        .collect();
    named.extend(
        seeds
            .of("sources")
            .iter()
            .map(|source| source.raw("derived_from")),
    );
    for source in seeds.of("sources") {
        let id = source.raw("source_id");
        if source.text("tier") == Some("cited") && !named.contains(id) {
            problems.push(source.problem(
                "works_are_cited",
                "source_id",
                "is cited by no note",
                "add its row to source_references, or remove it",
            ));
        }
    }
}

pub(super) fn notes_are_known(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut known: BTreeSet<(&str, &str, Option<i64>)> = BTreeSet::new();
    for reference in seeds.of("source_references") {
        let (citing, note) = (reference.raw("citing"), reference.raw("note"));
        known.insert((citing, note, None));
        known.insert((citing, note, reference.integer("position")));
    }
    let source_of: BTreeMap<&str, &str> = seeds
        .of("citations")
        .iter()
        .map(|citation| (citation.raw("citation_id"), citation.raw("source_id")))
        .collect();
    let unreadable = |entry: &Record| {
        ["citing", "note", "position"]
            .iter()
            .any(|column| entry.is_bad(column))
    };
    let notes_are_read = seeds.is_whole("source_references")
        && !seeds.of("source_references").iter().any(unreadable);
    for record in seeds.facts().filter(|record| !record.is_bad("citations")) {
        for used in record.references() {
            let (citing, note) = (used.citing.as_str(), used.note.as_str());
            if !known.contains(&(citing, note, used.position)) && notes_are_read {
                let message =
                    format!("names note `{note}` of `{citing}`, which is not in source_references");
                problems.push(record.problem(
                    "notes_are_known",
                    "references",
                    message,
                    "correct it, or add the note's row",
                ));
            } else if !record.citations().iter().any(|c| {
                source_of
                    .get(c.citation_id.as_str())
                    .is_none_or(|s| *s == citing)
            }) {
                let message =
                    format!("names a note of `{citing}`, of which the fact cites no passage");
                problems.push(record.problem(
                    "notes_are_known",
                    "references",
                    message,
                    "name a note of a document that the fact cites",
                ));
            }
        }
    }
}

pub(super) fn parts_have_a_whole(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for source in seeds.of("sources") {
        let is_part = source.text("tier") == Some("part");
        if is_part && source.raw("part_of").is_empty() {
            problems.push(source.problem(
                "parts_have_a_whole",
                "part_of",
                "is empty for a part",
                "name the source that contains it",
            ));
        }
        let unreadable = source.is_bad("first_word") || source.is_bad("n_words");
        if !unreadable && source.text("first_word").is_some() != source.text("n_words").is_some() {
            problems.push(source.problem(
                "parts_have_a_whole",
                "n_words",
                "goes with first_word",
                "fill in both or neither",
            ));
        }
    }
    for record in seeds.of("source_references") {
        let is_remark = record.text("reference_kind") == Some("remark");
        if !record.is_bad("cited")
            && !record.is_bad("reference_kind")
            && is_remark != record.raw("cited").is_empty()
        {
            problems.push(record.problem(
                "parts_have_a_whole",
                "cited",
                "does not go with the reference_kind",
                "name the work of a reference, and none for a remark",
            ));
        }
    }
}

pub(super) fn notes_are_whole(seeds: &Seeds, problems: &mut Vec<Problem>) {
    if !seeds.is_whole("source_references") {
        return;
    }
    let mut notes: BTreeMap<&str, BTreeMap<u32, &Record>> = BTreeMap::new();
    for reference in seeds.of("source_references") {
        if let (Some(citing), Ok(number)) =
            (reference.text("citing"), reference.raw("note").parse())
        {
            notes.entry(citing).or_default().insert(number, reference);
        }
    }
    for (citing, numbers) in notes {
        let mut before = 0;
        for (number, record) in numbers {
            if number > before + 1 {
                let missing = match number - before {
                    2 => format!("note {} has no row", before + 1),
                    _ => format!("notes {} to {} have no row", before + 1, number - 1),
                };
                let message = format!("is not the next note of `{citing}`: {missing}");
                problems.push(record.problem(
                    "notes_are_whole",
                    "note",
                    message,
                    "add what is missing",
                ));
            }
            before = number;
        }
    }
}
