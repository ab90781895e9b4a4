//! The history of migrations in a database, in refinery's table. A history that was edited by hand is read
//! as far as possible, where refinery itself would panic.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::one_line::on_one_line;
use super::set::{File, Set, label};
use crate::complaint::Complaint;
use crate::db::Queries;
use crate::db::schema::{self, HISTORY};
use crate::error::Error;

/// The history table, exactly as refinery makes it.
const CREATE: &str = "CREATE TABLE IF NOT EXISTS refinery_schema_history(
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
    /// The time at which it was applied, as written; nothing relies on it.
    pub applied_on: String,
    /// The checksum, as written.
    pub checksum: String,
}

impl Entry {
    /// The name that its file would have.
    pub fn label(&self) -> String {
        label(self.version, &self.name)
    }

    /// True if this is the migration of the file.
    pub fn is(&self, file: &File) -> bool {
        self.version == i64::from(file.version())
            && self.name == file.migration.name()
            && file.has_checksum(&self.checksum)
    }
}

/// The history of a database, in the order of versions; empty where there is none.
pub fn read(connection: &Connection) -> Result<Vec<Entry>, Error> {
    if !schema::has(connection, HISTORY)? {
        return Ok(Vec::new());
    }
    connection.rows(
        "read the history of migrations",
        "SELECT version, name, applied_on, checksum FROM refinery_schema_history ORDER BY version",
        [],
        |row| {
            Ok(Entry {
                version: row.get(0)?,
                name: text(row.get(1)?),
                applied_on: text(row.get(2)?),
                checksum: text(row.get(3)?),
            })
        },
    )
}

/// The history in the order in which it was written. This is not the order of the numbers if a `U` file was applied
/// after a higher number.
pub(super) fn in_order_of_application(connection: &Connection) -> Result<Vec<Entry>, Error> {
    let mut entries = read(connection)?;
    let written: Vec<i64> = connection
        .column(
            "read the history of migrations",
            "SELECT version FROM refinery_schema_history ORDER BY rowid",
            [],
        )
        // There is no history, or one that somebody made without rowids.
        .unwrap_or_default();
    entries.sort_by_key(|entry| written.iter().position(|version| *version == entry.version));
    Ok(entries)
}

/// True if nothing is recorded, though there are tables: somebody emptied the history.
pub fn was_emptied(connection: &Connection) -> Result<bool, Error> {
    Ok(read(connection)?.is_empty() && !schema::objects(connection)?.is_empty())
}

/// The complaint about a database whose history was emptied.
pub fn emptied() -> Complaint {
    Complaint::new(
        "the history of migrations was emptied: the database has tables, and no migration is recorded",
        "bring back a copy with `sco migrate restore BACKUP`, or build a new database",
    )
}

/// A cell of the history, which somebody may have edited by hand, as text.
fn text(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Null | Value::Blob(_) => String::new(),
    }
}

/// Makes the history table where there is none.
pub fn create(connection: &Connection) -> Result<(), Error> {
    connection.run_all("make the history of migrations", CREATE)
}

/// Records that a migration was applied.
pub fn record(connection: &Connection, file: &File, stamp: &str) -> Result<(), Error> {
    connection
        .write(
            &format!("record migration {}", file.migration),
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (?1, ?2, ?3, ?4)",
            (file.version(), file.migration.name(), stamp, file.checksum()),
        )
        .map(|_| ())
}

/// The files that were not applied to a database yet, in order. An error if the applied ones are not the first of the
/// set.
pub fn pending<'a>(connection: &Connection, set: &'a Set) -> Result<Vec<&'a File>, Error> {
    if was_emptied(connection)? {
        return Err(Error::Database(emptied()));
    }
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
        return Err(unknown(set, entry));
    }
    let last = seen.last().map_or(0, |entry| entry.version);
    let is_late = |file: &&&File| !file.may_come_late() && i64::from(file.version()) < last;
    if let Some(late) = pending.iter().find(is_late) {
        return Err(Error::database(
            format!(
                "{} comes before V{last}, which the database has seen already; nothing was changed",
                late.path
            ),
            "give it the next free number",
        ));
    }
    Ok(pending)
}

/// The error for a migration that the database has seen and the set does not have.
fn unknown(set: &Set, entry: &Entry) -> Error {
    let (why, help) = match &set.folder {
        None => (
            "this program does not know".to_owned(),
            "update the program",
        ),
        Some(folder) => (
            format!("is not in the folder {}", folder.display()),
            "bring its file back, or name the folder that has it with `--dir`",
        ),
    };
    let seen = on_one_line(&entry.label());
    Error::database(
        format!("the database has seen migration {seen}, which {why}; nothing was changed"),
        help,
    )
}

/// How many files were not applied to a database yet, whatever else was.
pub fn count_pending(connection: &Connection, set: &Set) -> Result<usize, Error> {
    let seen = read(connection)?;
    let is_pending = |file: &&File| {
        !seen
            .iter()
            .any(|entry| entry.version == i64::from(file.version()))
    };
    Ok(set.files.iter().filter(is_pending).count())
}

fn divergence(file: &File, entry: &Entry) -> Error {
    Error::database(
        format!(
            "migration {} is not the one that the database has seen (V{}__{}, checksum {}); nothing was changed",
            file.migration,
            entry.version,
            on_one_line(&entry.name),
            on_one_line(&entry.checksum)
        ),
        "`sco migrate status` says why; use the program that made the database, or build a new one",
    )
}
