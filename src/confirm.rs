//! Verifies the citations of the seeds or of a database in the copies of documents that a user holds.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

use crate::error::Error;
use crate::load::unload;
use crate::passages::copies::{CitedWindow, Saved, SourceCopy};
use crate::passages::coverage::{Coverage, Inventory, NoteSpan, coverage};
use crate::passages::skeleton::Skeleton;
use crate::passages::verify::{Report, verify};
use crate::recorded::{count, note_lines, omission, paragraph_rule, source_copy, window};
use crate::seeds::{Record, Seeds};
use crate::vocab::ParagraphRule;

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

    /// Looks for every cited passage in the files of a folder, which are `saved`.
    pub fn verify(&self, folder: &Path, saved: &[Saved]) -> Result<Report, Error> {
        let sources: Vec<SourceCopy> = self.seeds.of("sources").iter().map(source_copy).collect();
        Ok(verify(&sources, &self.windows(), folder, saved)?)
    }

    /// The coverage of every document whose reference copy is among the files.
    pub fn coverage(&self, saved: &[Saved]) -> Vec<Covered> {
        let windows = self.windows();
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
