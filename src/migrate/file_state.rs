//! Tells whose database a file is, and if it is newer than a set of migrations.

use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

use super::history;
use super::set::Set;
use crate::db::{Queries, schema};
use crate::error::Error;

/// Marks a file as a database of this program: the bytes `SCOF` in its header.
const APPLICATION_ID: i32 = 0x5343_4F46;

/// The state of a file beside a set of migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileState {
    /// There is no file.
    Absent,
    /// There is nothing in it.
    Fresh,
    /// It is a database of another program.
    Foreign,
    /// It has seen migrations that this program does not know.
    Ahead,
    /// It is a database of ours, not newer than this program.
    Ours,
}

/// Says what an open file is.
pub(super) fn read(connection: &Connection, set: &Set) -> Result<FileState, Error> {
    let application: i32 = number(connection, "PRAGMA application_id")?;
    if application == 0 && schema::is_empty(connection)? {
        return Ok(FileState::Fresh);
    }
    if application != APPLICATION_ID && !made_by_refinery(connection, set)? {
        return Ok(FileState::Foreign);
    }
    Ok(if version(connection)? > set.newest() {
        FileState::Ahead
    } else {
        FileState::Ours
    })
}

/// Says whether a file is fresh or ours, and refuses every other.
pub fn accepted(connection: &Connection, path: &Path, set: &Set) -> Result<FileState, Error> {
    let state = accepted_at_any_version(connection, path, set)?;
    if state != FileState::Ahead {
        return Ok(state);
    }
    Err(Error::database(
        format!(
            "{} was made by a newer version of sco (schema {}; this program knows {}); nothing was changed",
            path.display(),
            version(connection)?,
            set.newest()
        ),
        "update the program",
    ))
}

/// Says whether a file is fresh, ours or newer, and refuses one of another program.
pub(super) fn accepted_at_any_version(
    connection: &Connection,
    path: &Path,
    set: &Set,
) -> Result<FileState, Error> {
    let state = read(connection, set)?;
    if state != FileState::Foreign {
        return Ok(state);
    }
    Err(Error::database(
        format!(
            "{} is a database, but not one of {}; nothing was changed",
            path.display(),
            crate::DATASET
        ),
        "name another file with `--db`",
    ))
}

/// True if refinery itself made the file from these migrations: such a file has their history, but not
/// our mark.
fn made_by_refinery(connection: &Connection, set: &Set) -> Result<bool, Error> {
    let seen = history::read(connection)?;
    Ok(seen
        .first()
        .is_some_and(|entry| set.files.iter().any(|file| entry.is(file))))
}

/// Marks the file as ours and notes its version, inside the caller's transaction.
pub(super) fn mark(connection: &Connection, version: i32) -> Result<(), Error> {
    connection.run_all(
        "mark the database as ours",
        &format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}"),
    )
}

fn version(connection: &Connection) -> Result<i32, Error> {
    number(connection, "PRAGMA user_version")
}

fn number(connection: &Connection, pragma: &str) -> Result<i32, Error> {
    connection.value("read the database", pragma, [])
}
