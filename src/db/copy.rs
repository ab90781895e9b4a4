//! Copies of whole databases, made through SQLite's backup interface. A plain copy of the file would miss changes
//! that are still in a log or journal.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::damage::{Check, damage};
use super::length::cut_short;
use super::{Queries, close, open_draft, open_read_only};
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::is_taken;
use crate::stop::{Stop, refuse_when_stopped};

/// The number of pages copied in one step. After each step, the program checks whether the user wants to stop.
const PAGES: i32 = 4096;

/// Copies the database of a connection, as that connection sees it, over the content of another database.
pub fn copy(from: &Connection, to: &mut Connection, stop: &Stop) -> Result<(), Error> {
    const RETRIES: usize = 100;
    const PAUSE: Duration = Duration::from_millis(50);
    let failed = || Error::sql("copy the database");
    let backup = Backup::new(from, to).map_err(failed())?;
    let mut retries = 0;
    loop {
        refuse_when_stopped(stop)?;
        match backup.step(PAGES).map_err(failed())? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ if retries < RETRIES => {
                retries += 1;
                std::thread::sleep(PAUSE);
            }
            _ => {
                return Err(Error::database(
                    "another program holds the database",
                    "close it, then run again",
                ));
            }
        }
    }
}

/// Copies a database into a draft beside a path, checks the copy and writes it to the disk. It reads through a
/// connection of its own, so that a writer's open transaction is not part of the copy.
pub fn copy_beside(
    db: &Path,
    place: &Path,
    check: Check,
    wait: Duration,
    stop: &Stop,
) -> Result<Draft, Error> {
    let from = open_read_only(db, wait)?;
    // In a read transaction the copy shows one moment; without one, SQLite would begin it again after each commit of
    // another program.
    from.run_all("begin to read", "BEGIN; SELECT count(*) FROM sqlite_schema")?;
    // The copy is made of whole pages, so it does not show that the last one was cut.
    refuse_cut_short(&from, db)?;
    let draft = Draft::beside(place, Access::of(db).unwrap_or(Access::NEW_DATABASE))?;
    copy_into(&from, &draft, db, check, stop)?;
    Ok(draft)
}

/// Copies the database of a connection into a draft, checks the copy and writes it to the disk.
pub fn copy_into(
    from: &Connection,
    draft: &Draft,
    original: &Path,
    check: Check,
    stop: &Stop,
) -> Result<(), Error> {
    let mut to = open_draft(draft)?;
    copy(from, &mut to, stop)?;
    refuse_damage(&to, original, check)?;
    close(to)?;
    draft.sync()
}

/// Fails if a database has damaged pages, rows or indexes. `path` is the file that the error names as damaged.
pub fn refuse_damage(connection: &Connection, path: &Path, check: Check) -> Result<(), Error> {
    match damage(connection, path, check)? {
        None => Ok(()),
        Some(found) => Err(damaged(path, &found)),
    }
}

/// What is damaged in a database and its file; `None` if both are sound. `path` is the file of the connection.
pub fn unsound(
    connection: &Connection,
    path: &Path,
    check: Check,
) -> Result<Option<String>, Error> {
    match cut_short(connection, path)? {
        None => damage(connection, path, check),
        found => Ok(found),
    }
}

/// Fails if the file of a connection ends before the last page of its database. This costs a look at the length.
pub fn refuse_cut_short(connection: &Connection, path: &Path) -> Result<(), Error> {
    match cut_short(connection, path)? {
        None => Ok(()),
        Some(found) => Err(damaged(path, &found)),
    }
}

/// The error for a damaged database.
fn damaged(path: &Path, found: &str) -> Error {
    Error::database(
        format!(
            "{} is damaged: {found}; nothing was changed",
            path.display()
        ),
        "bring back a sound backup with `sco migrate restore BACKUP`",
    )
}

/// Fails if there is a file at the path, so that nothing is written over it.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), Error> {
    if !is_taken(path) {
        return Ok(());
    }
    Err(Error::database(
        format!("{} is there already; nothing was changed", path.display()),
        "name another file",
    ))
}
