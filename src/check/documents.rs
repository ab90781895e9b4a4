//! Rules on documents: their parts, their notes and the works that they cite.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{ReferenceKind, Tier};

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
        if source.word("tier") == Some(Tier::Cited) && !named.contains(id) {
            problems.push(source.problem(
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
        if source.word("tier") == Some(Tier::Part) && source.raw("part_of").is_empty() {
            problems.push(source.problem(
                "part_of",
                "is empty for a part",
                "name the source that contains it",
            ));
        }
    }
}

pub(super) fn parts_have_a_span(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for source in seeds.of("sources") {
        let unreadable = source.is_bad("first_word") || source.is_bad("n_words");
        if !unreadable && source.text("first_word").is_some() != source.text("n_words").is_some() {
            problems.push(source.problem(
                "n_words",
                "goes with first_word",
                "fill in both or neither",
            ));
        }
    }
}

pub(super) fn remarks_name_no_work(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for entry in seeds.of("source_references") {
        if entry.is_bad("cited") || entry.is_bad("reference_kind") {
            continue;
        }
        let is_remark = entry.word("reference_kind") == Some(ReferenceKind::Remark);
        if is_remark != entry.raw("cited").is_empty() {
            problems.push(entry.problem(
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
                problems.push(record.problem("note", message, "add what is missing"));
            }
            before = number;
        }
    }
}
