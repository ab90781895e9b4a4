//! Rules on documents: their parts, their notes and the works that they cite.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::edtf::Edtf;
use crate::error::Problem;
use crate::seeds::{NoteUse, Record, Seeds, whole_file};
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
    // A list that gives a name or the members of a group is a source although no document cites it.
    named.extend(
        ["entity_names", "entity_members"]
            .into_iter()
            .flat_map(|table| seeds.of(table))
            .map(|record| record.raw("source_id")),
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
    let mut notes: BTreeMap<(&str, &str), BTreeSet<i64>> = BTreeMap::new();
    for reference in seeds.of("source_references") {
        let (citing, note) = (reference.raw("citing"), reference.raw("note"));
        let positions = notes.entry((citing, note)).or_default();
        positions.extend(reference.integer("position"));
    }
    let unreadable = |entry: &Record| {
        ["citing", "note", "position"]
            .iter()
            .any(|column| entry.is_bad(column))
    };
    let notes_are_read = seeds.is_whole("source_references")
        && !seeds.of("source_references").iter().any(unreadable);
    let cited = CitedDocuments::of(seeds);
    for record in seeds.facts().filter(|record| !record.is_bad("citations")) {
        if record.references().is_empty() {
            continue;
        }
        let documents = cited.with_notes_for(record);
        for used in record.references() {
            let note = notes.get(&(used.citing.as_str(), used.note.as_str()));
            if let Some((message, help)) = missing(used, note).filter(|_| notes_are_read) {
                problems.push(record.problem("references", message, help));
            } else if documents
                .as_ref()
                .is_some_and(|documents| !documents.contains(used.citing.as_str()))
            {
                let message = format!(
                    "names note `{}` of `{}`, of which the fact cites no passage",
                    used.note, used.citing
                );
                problems.push(record.problem(
                    "references",
                    message,
                    "name a note of a document that the fact cites",
                ));
            }
        }
    }
}

/// What `source_references` lacks of a note that a fact names: the note, or its work at the position. Gives the
/// message and the remedy.
fn missing(used: &NoteUse, note: Option<&BTreeSet<i64>>) -> Option<(String, String)> {
    let name = format!("note `{}` of `{}`", used.note, used.citing);
    let add = |row: &str| format!("correct it, or add the {row} row to source_references");
    match (note, used.position) {
        (None, _) => {
            let message = format!("names {name}, which is not in source_references");
            Some((message, add("note's")))
        }
        (Some(positions), Some(position)) if !positions.contains(&position) => {
            let known: Vec<String> = positions.iter().map(ToString::to_string).collect();
            let message = format!(
                "names position {position} of {name}, which has these in source_references: {}",
                known.join(", ")
            );
            Some((message, add("position's")))
        }
        _ => None,
    }
}

/// The documents of which facts cite passages.
struct CitedDocuments<'a> {
    source_of: BTreeMap<&'a str, &'a str>,
    whole_of: BTreeMap<&'a str, &'a str>,
}

impl<'a> CitedDocuments<'a> {
    fn of(seeds: &'a Seeds) -> Self {
        let citations = seeds.of("citations").iter();
        let sources = seeds.of("sources").iter();
        Self {
            source_of: citations
                .map(|citation| (citation.raw("citation_id"), citation.raw("source_id")))
                .collect(),
            whole_of: sources
                .filter_map(|source| Some((source.text("source_id")?, source.text("part_of")?)))
                .collect(),
        }
    }

    /// The documents whose notes the fact may name: those that have a passage of the fact, and the whole documents of
    /// which these are parts. A whole may number its notes through all its parts, so that a note of the whole belongs
    /// to a passage in a part; the notes of a part belong to passages in that part only. `None` if the fact cites an
    /// unknown passage: its document is then not known, and another rule reports it.
    fn with_notes_for(&self, fact: &Record) -> Option<BTreeSet<&'a str>> {
        let mut documents = BTreeSet::new();
        for used in fact.citations() {
            let source = *self.source_of.get(used.citation_id.as_str())?;
            documents.insert(source);
            documents.extend(self.whole_of.get(source));
        }
        Some(documents)
    }
}

pub(super) fn a_dataset_is_one(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for second in seeds.of("dataset").iter().skip(1) {
        problems.push(second.problem(
            "name",
            "is a second row: a dataset says in one what it is",
            "remove it",
        ));
    }
}

pub(super) fn a_dataset_has_a_name(seeds: &Seeds, problems: &mut Vec<Problem>) {
    if !seeds.of("dataset").is_empty() || !seeds.is_whole("dataset") {
        return;
    }
    // There is no record from which to take the name of the file; it is in the same folder as the others.
    let Some(other) = seeds.all().next() else {
        return;
    };
    let file = Path::new(&*other.file).with_file_name("dataset.csv");
    problems.push(Problem {
        message: "has no row, which would say what the dataset is called".into(),
        help: "add one".into(),
        ..whole_file(&file.display().to_string())
    });
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

pub(super) fn parts_are_no_younger(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let sources = seeds.of("sources");
    let wholes: BTreeMap<&str, &Record> = sources
        .iter()
        .map(|source| (source.raw("source_id"), source))
        .collect();
    for source in sources {
        let Some(whole) = wholes.get(source.raw("part_of")) else {
            continue;
        };
        let first = source.date("issued").and_then(Edtf::first_day);
        let last = whole.date("issued").and_then(Edtf::last_day);
        if first.zip(last).is_some_and(|(first, last)| first > last) {
            problems.push(source.problem(
                "issued",
                format!(
                    "is later than `{}`, the date of `{}`, of which it is a part",
                    whole.raw("issued"),
                    source.raw("part_of")
                ),
                "read both dates again; a part appears with its whole or before",
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
        if source.text("first_paragraph").is_some()
            && source.text("first_word").is_none()
            && !unreadable
        {
            problems.push(source.problem(
                "first_paragraph",
                "stands beside no first_word",
                "fill in the words of the part as well, or remove it",
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
