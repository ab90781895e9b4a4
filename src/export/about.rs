//! What the files beside the exports are made from: the exports that were written, and the dataset's description of
//! itself.

use std::io::Write;

use rusqlite::Connection;
use serde_json::Value;

use super::Export;
use crate::db::Queries;
use crate::dictionary::{Relation, key_of, relations};
use crate::error::Error;
use crate::tables::{Field, Holds};

/// The dataset's description of itself: the row of the table `dataset`, and its documents.
#[derive(Debug)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) date: Option<String>,
    pub(super) licence: String,
    pub(super) cite_as: String,
    /// The documents that were read: title and address.
    pub(super) documents: Vec<(String, Option<String>)>,
}

impl About {
    /// Reads the description; `None` for an older database, which has none.
    pub(super) fn read(connection: &Connection) -> Result<Option<Self>, Error> {
        const DOING: &str = "ask what the dataset says of itself";
        let documents = connection.rows(
            DOING,
            "SELECT title, url FROM sources
             WHERE tier = 'seed' AND origin = (SELECT name FROM meta_release)
             ORDER BY source_id",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        connection.first_row(
            DOING,
            "SELECT name, title, version, date, licence, cite_as FROM meta_release",
            [],
            |row| {
                Ok(Self {
                    name: row.get(0)?,
                    title: row.get(1)?,
                    version: row.get(2)?,
                    date: row.get(3)?,
                    licence: row.get(4)?,
                    cite_as: row.get(5)?,
                    documents,
                })
            },
        )
    }

    /// The page of the licence.
    pub(super) fn licence_url(&self) -> String {
        format!("https://spdx.org/licenses/{}.html", self.licence)
    }
}

/// Writes JSON with a line for each member.
pub(super) fn write_json(value: &serde_json::Value, out: &mut dyn Write) -> Result<(), Error> {
    let failed = Error::file("write", "the description of the exports");
    let written = serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from);
    written.and_then(|()| out.write_all(b"\n")).map_err(failed)
}

/// An export as it was written.
#[derive(Debug)]
pub(super) struct Written {
    /// The table or view.
    pub export: Export,
    /// The length of its file.
    pub bytes: u64,
    /// The SHA-256 digest of its file, in hexadecimal digits.
    pub sha256: String,
    /// The first value of each column; `None` for a column without values.
    pub examples: Vec<Option<String>>,
}

/// What is said of each export that was written.
pub(super) fn describe_each(
    written: &[Written],
    describe: impl Fn(&Relation, &Written) -> Value,
) -> Value {
    let known = relations();
    let described = written.iter().filter_map(|file| {
        let relation = known.iter().find(|known| known.name == file.export.name)?;
        Some(describe(relation, file))
    });
    described.collect()
}

/// The columns that name rows of another export that was written: the column, whether no cell of it is empty, the
/// table and its key.
pub(super) fn references(
    relation: &Relation,
    written: &[Written],
) -> Vec<(&'static str, bool, &'static str, &'static str)> {
    let reference = |(field, is_required): &(Field, bool)| {
        let Holds::Key(table) = field.holds else {
            return None;
        };
        let key = key_of(table)?;
        let is_there = written.iter().any(|file| file.export.name == table);
        is_there.then_some((field.name, *is_required, table, key))
    };
    relation.columns.iter().filter_map(reference).collect()
}
