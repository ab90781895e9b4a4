//! Tries the pending migrations on a copy of the real file, and says what they would change.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rusqlite::Connection;
use serde::Serialize;

use super::compare::{self, TableChange};
use super::migrate::Applied;
use super::set::Set;
use super::up::{self, Ending, Keep, Options};
use super::{backup, own};
use crate::error::Error;

/// What the pending migrations would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rehearsal {
    /// The migrations, in order.
    pub applied: Vec<Applied>,
    /// Every table.
    pub tables: Vec<TableChange>,
    /// Objects that would be there, as `index facts_by_kind`.
    pub gained: Vec<String>,
    /// Objects that would be there no more.
    pub lost: Vec<String>,
    /// How long the migrations took.
    pub milliseconds: u64,
    /// The size of the file, in bytes, before and after.
    pub bytes: (u64, u64),
}

/// A file that goes when it is no longer needed.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm", ".partial"] {
            // What cannot be removed lies in the folder for passing files.
            let _ = std::fs::remove_file(format!("{}{ending}", self.0.display()));
        }
    }
}

/// Rehearses; the original is only read.
pub fn rehearse(set: &Set, options: &Options) -> Result<Rehearsal, Error> {
    let original = super::open_to_look(&options.db, options.wait)?;
    super::state_in(&original, &options.db, set)?;
    // The same state for the copy and for the comparison, whoever writes meanwhile.
    original
        .execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema")
        .map_err(Error::sql("begin to read"))?;
    let folder = Passing(passing_name());
    let mut copy = super::open(&folder.0, options.wait)?;
    backup::copy(&original, &mut copy, &options.stop)?;
    let before = pages(&copy)?;
    drop(copy);
    let tried = Options {
        db: folder.0.clone(),
        backup: Keep::Nothing,
        ending: Ending::Commit,
        ..options.clone()
    };
    let started = Instant::now();
    let done = up::up(set, &tried)?;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let migrated = super::open(&folder.0, options.wait)?;
    Ok(Rehearsal {
        milliseconds,
        bytes: (before, pages(&migrated)?),
        gained: only_in(&migrated, &original)?,
        lost: only_in(&original, &migrated)?,
        tables: compare::tables(&original, &migrated)?,
        applied: done.applied,
    })
}

fn passing_name() -> PathBuf {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |time| time.as_nanos());
    std::env::temp_dir().join(format!("sco-rehearsal-{}-{now}.db", std::process::id()))
}

fn pages(connection: &Connection) -> Result<u64, Error> {
    let read = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(i64::unsigned_abs)
            .map_err(Error::sql("read the size"))
    };
    Ok(read("PRAGMA page_count")? * read("PRAGMA page_size")?)
}

fn only_in(one: &Connection, other: &Connection) -> Result<Vec<String>, Error> {
    let others = own::objects(other)?;
    Ok(own::objects(one)?
        .into_iter()
        .filter(|object| {
            !others
                .iter()
                .any(|other| other.kind == object.kind && other.name == object.name)
        })
        .map(|object| format!("{} {}", object.kind, object.name))
        .collect())
}

/// Compares two files as a rehearsal does.
pub fn changes(
    before: &Path,
    after: &Path,
    wait: std::time::Duration,
) -> Result<Vec<TableChange>, Error> {
    compare::tables(
        &super::open_to_look(before, wait)?,
        &super::open_to_look(after, wait)?,
    )
}
