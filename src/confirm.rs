//! Brings together the citations of the dataset and the copies of documents that a user holds.

use std::path::Path;

use rusqlite::Connection;

use crate::error::Error;
use crate::passages::copies::{CitedWindow, SourceCopy};
use crate::passages::verify::{Report, verify};
use crate::seeds::{Record, Seeds};

/// What is to be confirmed.
#[derive(Debug, Default)]
pub struct Claims {
    sources: Vec<SourceCopy>,
    citations: Vec<CitedWindow>,
}

impl Claims {
    /// The citations of the seeds.
    pub fn of_seeds(seeds: &Seeds) -> Self {
        Self {
            sources: seeds.of("sources").iter().map(source_of_record).collect(),
            citations: seeds
                .of("citations")
                .iter()
                .map(citation_of_record)
                .collect(),
        }
    }

    /// The citations of a database, of every origin.
    pub fn of_database(connection: &Connection) -> Result<Self, Error> {
        let failed = || Error::sql("read the citations");
        let mut statement = connection
            .prepare(
                "SELECT source_id, ref_digest, part_of, first_word, n_words FROM sources ORDER BY source_id",
            )
            .map_err(failed())?;
        let sources = statement
            .query_map([], |row| {
                Ok(SourceCopy {
                    source_id: row.get(0)?,
                    ref_digest: row.get(1)?,
                    part_of: row.get(2)?,
                    first_word: row.get::<_, Option<i64>>(3)?.map(count),
                    n_words: row.get::<_, Option<i64>>(4)?.map(count),
                })
            })
            .and_then(Iterator::collect)
            .map_err(failed())?;
        let mut statement = connection
            .prepare("SELECT citation_id, source_id, start_word, n_chars, digest, coalesce(tokens, '') FROM citations ORDER BY citation_id")
            .map_err(failed())?;
        let citations = statement
            .query_map([], |row| {
                Ok(CitedWindow {
                    citation_id: row.get(0)?,
                    source_id: row.get(1)?,
                    start_word: count(row.get(2)?),
                    n_chars: count(row.get(3)?),
                    digest: row.get(4)?,
                    tokens: tokens(&row.get::<_, String>(5)?),
                })
            })
            .and_then(Iterator::collect)
            .map_err(failed())?;
        Ok(Self { sources, citations })
    }

    /// Looks for every cited passage in the copies of a folder.
    pub fn confirm(&self, folder: &Path) -> Result<Report, Error> {
        verify(&self.sources, &self.citations, folder)
            .map_err(|error| Error::Copies(error.to_string()))
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

fn source_of_record(source: &Record) -> SourceCopy {
    SourceCopy {
        source_id: source.raw("source_id").to_owned(),
        ref_digest: source.text("ref_digest").map(str::to_owned),
        part_of: source.text("part_of").map(str::to_owned),
        first_word: source.integer("first_word").map(count),
        n_words: source.integer("n_words").map(count),
    }
}

fn citation_of_record(citation: &Record) -> CitedWindow {
    CitedWindow {
        citation_id: citation.raw("citation_id").to_owned(),
        source_id: citation.raw("source_id").to_owned(),
        start_word: count(citation.integer("start_word").unwrap_or_default()),
        n_chars: count(citation.integer("n_chars").unwrap_or_default()),
        digest: citation.raw("digest").to_owned(),
        tokens: tokens(citation.raw("tokens")),
    }
}
