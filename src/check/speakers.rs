//! Rules on speakers: the authors of documents, and the holders of positions and expectations.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::vocab::{CitationRole, Status};

/// The authors of the documents behind facts.
struct Authors<'a> {
    /// The document of each passage.
    passages: BTreeMap<&'a str, &'a str>,
    /// The authors of each document.
    writers: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The whole document of each part.
    wholes: BTreeMap<&'a str, &'a str>,
    /// The members of each group.
    members: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Authors<'a> {
    fn of(seeds: &'a Seeds) -> Self {
        let citations = seeds.of("citations").iter();
        Self {
            passages: citations
                .map(|citation| (citation.raw("citation_id"), citation.raw("source_id")))
                .collect(),
            writers: grouped(seeds.of("source_authors"), "source_id", "entity_id"),
            wholes: seeds
                .of("sources")
                .iter()
                .filter_map(|source| Some((source.text("source_id")?, source.text("part_of")?)))
                .collect(),
            members: grouped(seeds.of("entity_members"), "entity_id", "member"),
        }
    }

    /// The documents that support a fact.
    fn documents<'r>(&'r self, fact: &'r Record) -> impl Iterator<Item = &'a str> + 'r {
        let supporting = fact
            .citations()
            .iter()
            .filter(|used| used.role == CitationRole::Supports);
        supporting.filter_map(|used| self.passages.get(used.citation_id.as_str()).copied())
    }

    /// The authors of a document; for a part without authors of its own, those of the whole document.
    fn of_document(&self, document: &str) -> Option<&BTreeSet<&'a str>> {
        let own = self.writers.get(document);
        own.or_else(|| self.writers.get(self.wholes.get(document)?))
    }

    /// Whether an entity wrote a document: as one of its authors, or as the group of all its authors.
    fn wrote(&self, holder: &str, document: &str) -> bool {
        let Some(authors) = self.of_document(document) else {
            return false;
        };
        let together = self.members.get(holder);
        authors.contains(holder) || together.is_some_and(|members| members == authors)
    }
}

/// The values of one column, grouped by the values of another.
fn grouped<'a>(
    records: &'a [Record],
    by: &str,
    column: &str,
) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in records {
        let group = groups.entry(record.raw(by)).or_default();
        group.insert(record.raw(column));
    }
    groups
}

pub(super) fn documents_have_authors(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let authors = Authors::of(seeds);
    let positions = seeds.of("positions").iter();
    let behind: BTreeSet<&str> = positions
        .flat_map(|position| authors.documents(position))
        .collect();
    if !seeds.is_whole("source_authors") {
        return;
    }
    for source in seeds.of("sources") {
        let id = source.raw("source_id");
        if behind.contains(id) && authors.of_document(id).is_none() {
            problems.push(source.problem(
                "source_id",
                "has no author among the entities, and a position rests on it",
                "add its authors, or the publisher of an unsigned document, to source_authors",
            ));
        }
    }
}

pub(super) fn stated_positions_are_the_authors(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let authors = Authors::of(seeds);
    for position in seeds.of("positions") {
        let (Some(holder), Some(Status::Stated)) =
            (position.text("holder"), position.word("status"))
        else {
            continue;
        };
        let documents: Vec<&str> = authors.documents(position).collect();
        // Other rules report a document without authors and a missing passage.
        let is_known = |document: &&str| authors.of_document(document).is_some();
        if documents.is_empty() || !documents.iter().all(is_known) {
            continue;
        }
        if !documents
            .iter()
            .any(|document| authors.wrote(holder, document))
        {
            problems.push(position.problem(
                "holder",
                "wrote none of the documents that state it",
                "name the author and put the actor into `about`, or write status attributed where the passage shows them saying it",
            ));
        }
    }
}

pub(super) fn attributed_positions_are_the_speakers(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for position in seeds.of("positions") {
        let (Some(holder), Some(speaker)) =
            (position.text("holder"), position.text("attributed_to"))
        else {
            continue;
        };
        if holder != speaker {
            problems.push(position.problem(
                "attributed_to",
                format!("is not the holder, `{holder}`"),
                "name whoever the passage shows saying it in both",
            ));
        }
    }
}

pub(super) fn expectations_name_whom(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds.facts() {
        if record.word("status") == Some(Status::Expected)
            && record.text("attributed_to").is_none()
            && !record.is_bad("attributed_to")
        {
            problems.push(record.problem(
                "attributed_to",
                "is empty for an expected fact",
                "name whoever expects or promises it, the author included",
            ));
        }
    }
}
