//! Whose database a file is, and whether it is newer than a set of migrations.

use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

use super::history;
use super::set::{NEWEST_EMBEDDED, Set};
use crate::db::{ANOTHER_FILE, Queries, schema, unreadable};
use crate::error::Error;

/// Marks a file as a database of this program: the bytes `SCOF` in its header.
const APPLICATION_ID: i32 = 0x5343_4F46;

/// The state of a file beside a set of migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileState {
    /// There is no file.
    Absent,
    /// It is empty.
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
    read_beside(connection, newest_known(set), || set.clone())
}

/// Says what an open file is beside migrations that are read only where it does not bear our mark: to read those that
/// are compiled in takes a tenth of a short command's time.
fn read_beside(
    connection: &Connection,
    newest: Option<i32>,
    set: impl FnOnce() -> Set,
) -> Result<FileState, Error> {
    let mark = Mark::read(connection)?;
    if mark == Mark::NONE && schema::is_empty(connection)? {
        return Ok(FileState::Fresh);
    }
    if !mark.is_ours() && !made_by_refinery(connection, &set())? {
        return Ok(FileState::Foreign);
    }
    if let Some(newest) = newest
        && version(connection, mark)? > i64::from(newest)
    {
        return Ok(FileState::Ahead);
    }
    Ok(FileState::Ours)
}

/// The newest migration of a set, beyond which a database is newer than the program. A folder says nothing of the age
/// of a program: a migration that it lacks is missing.
fn newest_known(set: &Set) -> Option<i32> {
    set.folder.is_none().then(|| set.newest())
}

/// Says whether a file is fresh or ours, and refuses every other.
pub fn accepted(connection: &Connection, path: &Path, set: &Set) -> Result<FileState, Error> {
    let state = accepted_at_any_version(connection, path, set).map_err(|error| match error {
        Error::Sql { source, .. } => unreadable(source, path),
        other => other,
    })?;
    accepted_in(state, connection, path, set.newest())
}

/// Says whether a file is fresh or ours beside the migrations that are compiled in, and refuses every other.
pub(super) fn accepted_by_program(
    connection: &Connection,
    path: &Path,
) -> Result<FileState, Error> {
    let state = read_beside(connection, Some(NEWEST_EMBEDDED), Set::embedded)?;
    accepted_in(not_foreign(state, path)?, connection, path, NEWEST_EMBEDDED)
}

fn accepted_in(
    state: FileState,
    connection: &Connection,
    path: &Path,
    newest: i32,
) -> Result<FileState, Error> {
    if state != FileState::Ahead {
        return Ok(state);
    }
    Err(Error::database(
        format!(
            "{} was made by a newer version of sco (schema {}; this program knows {}); nothing was changed",
            path.display(),
            version(connection, Mark::read(connection)?)?,
            newest
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
    not_foreign(read(connection, set)?, path)
}

fn not_foreign(state: FileState, path: &Path) -> Result<FileState, Error> {
    if state != FileState::Foreign {
        return Ok(state);
    }
    Err(Error::database(
        format!(
            "{} is a database, but not one that sco made; nothing was changed",
            path.display()
        ),
        ANOTHER_FILE,
    ))
}

/// True if refinery itself made the file from these migrations: it then has one of them in its history, but not this
/// program's mark. Any one will do, since the folder may lack the others.
fn made_by_refinery(connection: &Connection, set: &Set) -> Result<bool, Error> {
    let seen = history::read(connection)?;
    Ok(seen
        .iter()
        .any(|entry| set.files.iter().any(|file| entry.is(file))))
}

/// The two numbers in the header of a file that SQLite leaves to programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    application: i32,
    version: i32,
}

impl Mark {
    /// That of a file that no program has marked.
    const NONE: Self = Self {
        application: 0,
        version: 0,
    };

    /// Reads the mark of a file.
    pub fn read(connection: &Connection) -> Result<Self, Error> {
        let number = |pragma| connection.value("read the database", pragma, []);
        Ok(Self {
            application: number("PRAGMA application_id")?,
            version: number("PRAGMA user_version")?,
        })
    }

    fn is_ours(self) -> bool {
        self.application == APPLICATION_ID
    }

    /// Marks the file as this program's and notes its version, inside the caller's transaction. The mark of another
    /// program stays, since that program recognises the file by it; this program then recognises it by its history.
    pub(super) fn write(self, connection: &Connection, version: i32) -> Result<(), Error> {
        if self.is_of_another() {
            return Ok(());
        }
        let ours = Self {
            application: APPLICATION_ID,
            version,
        };
        ours.put(connection, "mark the database as ours")
    }

    /// Gives a database this mark, if it is that of another program.
    pub fn keep(self, connection: &Connection) -> Result<(), Error> {
        if self.is_of_another() {
            return self.put(connection, "keep the mark of another program");
        }
        Ok(())
    }

    fn is_of_another(self) -> bool {
        self != Self::NONE && !self.is_ours()
    }

    fn put(self, connection: &Connection, doing: &str) -> Result<(), Error> {
        let Self {
            application,
            version,
        } = self;
        connection.run_all(
            doing,
            &format!("PRAGMA application_id = {application}; PRAGMA user_version = {version}"),
        )
    }
}

/// The newest migration that was applied to a file, by this program's mark, or by the history if the mark is that of
/// another program.
fn version(connection: &Connection, mark: Mark) -> Result<i64, Error> {
    if mark.is_ours() {
        return Ok(i64::from(mark.version));
    }
    let seen = history::read(connection)?;
    Ok(seen.last().map_or(0, |entry| entry.version))
}
