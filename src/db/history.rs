//! The history of migrations in a database, in refinery's table, read without trusting its contents.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::set::{File, Set, label};
use crate::error::Error;

/// The history table's name.
pub const TABLE: &str = "refinery_schema_history";

/// The history table, exactly as refinery makes it.
pub const CREATE: &str = "CREATE TABLE IF NOT EXISTS refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));";

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number.
    pub version: i64,
    /// The name.
    pub name: String,
    /// When, as written; nothing relies on it.
    pub applied_on: String,
    /// The checksum, as written.
    pub checksum: String,
}

impl Entry {
    /// As its file would be named.
    pub fn label(&self) -> String {
        label(self.version, &self.name)
    }

    /// Whether this is the migration of the file.
    pub fn is(&self, file: &File) -> bool {
        self.version == i64::from(file.version())
            && self.name == file.migration.name()
            && self.checksum == file.checksum()
    }
}

/// The history of a database, in the order of versions; empty where there is none.
pub fn read(connection: &Connection) -> Result<Vec<Entry>, Error> {
    let failed = || Error::sql("read the history of migrations");
    if !exists(connection)? {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare("SELECT version, name, applied_on, checksum FROM refinery_schema_history ORDER BY version")
        .map_err(failed())?;
    statement
        .query_map([], |row| {
            Ok(Entry {
                version: row.get(0)?,
                name: text(row.get(1)?),
                applied_on: text(row.get(2)?),
                checksum: text(row.get(3)?),
            })
        })
        .and_then(Iterator::collect)
        .map_err(failed())
}

fn text(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Null | Value::Blob(_) => String::new(),
    }
}

/// Whether a database has a history table.
pub fn exists(connection: &Connection) -> Result<bool, Error> {
    connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = ?1",
            [TABLE],
            |row| row.get::<_, i64>(0),
        )
        .map(|tables| tables > 0)
        .map_err(Error::sql("read the history of migrations"))
}

/// The files that a database has not seen, in order; an error where its history is no beginning of the set.
pub fn pending<'a>(connection: &Connection, set: &'a Set) -> Result<Vec<&'a File>, Error> {
    let seen = read(connection)?;
    let mut pending = Vec::new();
    for file in &set.files {
        match seen
            .iter()
            .find(|entry| entry.version == i64::from(file.version()))
        {
            None => pending.push(file),
            Some(entry) if entry.is(file) => {}
            Some(entry) => return Err(divergence(file, entry)),
        }
    }
    let known = |entry: &&Entry| {
        set.files
            .iter()
            .any(|file| i64::from(file.version()) == entry.version)
    };
    if let Some(entry) = seen.iter().find(|entry| !known(entry)) {
        return Err(Error::Database(format!(
            "the database has seen migration V{}__{}, which this program does not know; nothing was changed; update the program",
            entry.version, entry.name
        )));
    }
    let last = seen.last().map_or(0, |entry| entry.version);
    if let Some(late) = pending.iter().find(|file| i64::from(file.version()) < last) {
        return Err(Error::Database(format!(
            "{} comes before V{last}, which the database has seen already; nothing was changed; give it the next free number",
            late.path
        )));
    }
    Ok(pending)
}

fn divergence(file: &File, entry: &Entry) -> Error {
    Error::Database(format!(
        "migration {} is not the one that the database has seen (V{}__{}, checksum {}); nothing was changed; `sco migrate status` says why; use the program that made the database, or build a new one",
        file.migration, entry.version, entry.name, entry.checksum
    ))
}
