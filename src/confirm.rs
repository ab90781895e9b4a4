//! Brings together the citations of the dataset and the copies of documents that a user holds.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

use crate::error::Error;
use crate::load::unload;
use crate::passages::copies::{self, CitedWindow, SourceCopy};
use crate::passages::coverage::{Coverage, Inventory, NoteSpan, Omission, coverage};
use crate::passages::paragraphs::Breaks;
use crate::passages::skeleton::Skeleton;
use crate::passages::verify::{Report, verify};
use crate::recorded::breaks;
use crate::seeds::{Record, Seeds};

/// What is to be confirmed: sources, citations, notes and omissions.
#[derive(Debug)]
pub struct Claims {
    seeds: Seeds,
}

/// What no fact rests on in one document, or why that cannot be counted.
#[derive(Debug, Serialize)]
pub struct Covered {
    /// The document.
    pub source_id: String,
    /// The counts and gaps; none without the reference copy.
    pub coverage: Option<Coverage>,
}

impl Claims {
    /// Those of the seeds.
    pub fn of_seeds(seeds: Seeds) -> Self {
        Self { seeds }
    }

    /// Those of a database, of every origin.
    pub fn of_database(connection: &Connection) -> Result<Self, Error> {
        let mut seeds = Seeds::default();
        for (_, held) in unload(connection, "the database")? {
            seeds = seeds.followed_by(&held);
        }
        Ok(Self { seeds })
    }

    /// Looks for every cited passage in the copies of a folder.
    pub fn confirm(&self, folder: &Path) -> Result<Report, Error> {
        let sources: Vec<SourceCopy> = self.seeds.of("sources").iter().map(source_copy).collect();
        Ok(verify(&sources, &self.windows(), folder)?)
    }

    /// Counts, for every document that has a reference copy, what no fact rests on.
    pub fn coverage(&self, folder: &Path) -> Result<Vec<Covered>, Error> {
        let windows = self.windows();
        let saved = copies::read(folder).map_err(Error::file("read the folder", folder))?;
        let texts: Vec<(&str, String)> = saved
            .iter()
            .filter_map(|file| file.text.as_deref().ok())
            .map(|text| (text, Skeleton::of(text).digest()))
            .collect();
        let documents = self
            .seeds
            .of("sources")
            .iter()
            .filter(|source| source.text("ref_digest").is_some());
        let count = |document: &Record| {
            let digest = document.raw("ref_digest");
            let text = texts.iter().find(|(_, known)| known == digest);
            let covered = text.map(|(text, _)| coverage(text, &self.inventory(document, &windows)));
            Covered {
                source_id: document.raw("source_id").to_owned(),
                coverage: covered,
            }
        };
        Ok(documents.map(count).collect())
    }

    fn windows(&self) -> Vec<CitedWindow> {
        self.seeds.of("citations").iter().map(window).collect()
    }

    /// What is recorded of a document's reference copy.
    fn inventory<'a>(&self, document: &Record, windows: &'a [CitedWindow]) -> Inventory<'a> {
        let id = document.raw("source_id");
        let parts: Vec<&Record> = self
            .seeds
            .of("sources")
            .iter()
            .filter(|source| source.raw("part_of") == id)
            .collect();
        let family: BTreeSet<&str> = parts
            .iter()
            .map(|part| part.raw("source_id"))
            .chain([id])
            .collect();
        let omissions = self
            .seeds
            .of("omissions")
            .iter()
            .filter(|omission| omission.raw("source_id") == id);
        Inventory {
            breaks: breaks(document).unwrap_or(Breaks::BlankLines),
            note_lines: note_lines(document.raw("note_lines")),
            windows: windows
                .iter()
                .filter(|window| family.contains(window.source_id.as_str()))
                .collect(),
            omissions: omissions.map(omission).collect(),
            notes: parts
                .into_iter()
                .chain([document])
                .map(|source| self.note_span(source))
                .collect(),
        }
    }

    fn note_span(&self, source: &Record) -> NoteSpan {
        let id = source.raw("source_id");
        let notes = self
            .seeds
            .of("source_references")
            .iter()
            .filter(|entry| entry.raw("citing") == id);
        NoteSpan {
            source_id: id.to_owned(),
            first_word: source.integer("first_word").map_or(0, count),
            n_words: source.integer("n_words").map(count),
            notes: notes.map(|entry| entry.raw("note").to_owned()).collect(),
        }
    }
}

/// A count that the schema holds to be not negative.
pub(crate) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.split('|')
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Ranges of lines such as `202-206;212`.
fn note_lines(text: &str) -> Vec<RangeInclusive<usize>> {
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        Some(from.parse().ok()?..=to.parse().ok()?)
    };
    text.split(';').filter_map(range).collect()
}

fn omission(record: &Record) -> Omission {
    let omitted = record.raw("omitted");
    Omission {
        paragraph: record.integer("paragraph").map_or(0, count),
        number: (omitted != "paragraph").then(|| omitted.to_owned()),
    }
}

fn source_copy(source: &Record) -> SourceCopy {
    SourceCopy {
        source_id: source.raw("source_id").to_owned(),
        ref_digest: source.text("ref_digest").map(str::to_owned),
        bytes_sha256: source.text("bytes_sha256").map(str::to_owned),
        part_of: source.text("part_of").map(str::to_owned),
        first_word: source.integer("first_word").map(count),
        n_words: source.integer("n_words").map(count),
    }
}

fn window(citation: &Record) -> CitedWindow {
    CitedWindow {
        citation_id: citation.raw("citation_id").to_owned(),
        source_id: citation.raw("source_id").to_owned(),
        start_word: count(citation.integer("start_word").unwrap_or_default()),
        n_chars: count(citation.integer("n_chars").unwrap_or_default()),
        digest: citation.raw("digest").to_owned(),
        tokens: tokens(citation.raw("tokens")),
    }
}
