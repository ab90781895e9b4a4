//! Verifies the citations of the seeds or of a database in the copies of documents that a user holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

use crate::error::Error;
use crate::load::unload;
use crate::passages::copies::{CitedWindow, SourceCopy};
use crate::passages::coverage::{Coverage, Inventory, NoteSpan, coverage};
use crate::passages::documents::{self, Reading};
use crate::passages::skeleton::Skeleton;
use crate::passages::verify::{Report, Scope, verify};
use crate::recorded::{count, note_lines, omission, paragraph_rule, source_copy, window};
use crate::seeds::{Record, Seeds};
use crate::vocab::ParagraphRule;

mod chosen;
mod claims_file;

pub use chosen::OpenPassage;
pub use claims_file::{CLAIM_COLUMNS, OwnClaims};

/// The sources, citations, notes and omissions to verify.
#[derive(Debug)]
pub struct Claims {
    seeds: Seeds,
}

/// The coverage of one document.
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

    /// The rows, for whoever makes new ones beside them.
    pub fn into_seeds(self) -> Seeds {
        self.seeds
    }

    /// The facts that rest on each passage, by its id.
    pub fn facts(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut facts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for fact in self.seeds.facts() {
            for passage in fact.citations() {
                let resting = facts.entry(passage.citation_id.as_str()).or_default();
                resting.push(fact.raw("fact_id"));
            }
        }
        facts
    }

    /// Looks for every cited passage in the files of a folder.
    pub fn verify(&self, folder: &Path, reading: &Reading) -> Result<Report, Error> {
        self.verify_scope(Scope::All, folder, reading)
    }

    /// Looks for the passages with these ids in the files of a folder, and opens them.
    pub fn verify_chosen(
        &self,
        chosen: &BTreeSet<String>,
        folder: &Path,
        reading: &Reading,
    ) -> Result<Report, Error> {
        self.verify_scope(Scope::Some(chosen), folder, reading)
    }

    fn verify_scope(
        &self,
        scope: Scope<'_>,
        folder: &Path,
        reading: &Reading,
    ) -> Result<Report, Error> {
        let sources: Vec<SourceCopy> = self.seeds.of("sources").iter().map(source_copy).collect();
        Ok(verify(&sources, &self.windows(), scope, folder, reading)?)
    }

    /// The coverage of every document whose reference copy is among the files that a report on the folder names.
    pub fn coverage(&self, folder: &Path, reading: &Reading, report: &Report) -> Vec<Covered> {
        let windows = self.windows();
        let reference = report.files.iter().filter(|file| file.is_reference);
        let texts: Vec<(String, String)> = reference
            .filter_map(|file| {
                // One file may have been named instead of a folder.
                let path = folder.join(&file.file);
                let path = if folder.is_file() { folder } else { &path };
                documents::read(path, reading).ok()
            })
            .map(|document| {
                let digest = Skeleton::of(&document.text).digest();
                (document.text, digest)
            })
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
        documents.map(count).collect()
    }

    fn windows(&self) -> Vec<CitedWindow> {
        self.seeds.of("citations").iter().map(window).collect()
    }

    /// Everything that the records say of a document's reference copy.
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
            rule: paragraph_rule(document).unwrap_or(ParagraphRule::BlankLine),
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
