//! Tries the pending migrations on a copy of the real file, and says what they would change.

use std::path::PathBuf;
use std::time::Instant;

use rusqlite::Connection;
use serde::Serialize;

use super::apply::Applied;
use super::compare::{self, TableChange};
use super::file_state::accepted;
use super::set::Set;
use super::up::{self, Ending, Keep, Options};
use crate::db::copy::{copy, refuse_cut_short};
use crate::db::{self, Queries, schema};
use crate::error::Error;
use crate::files::private_folder::PrivateFolder;
use crate::stop::hearing;

/// What the pending migrations would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rehearsal {
    /// The migrations, in order.
    pub applied: Vec<Applied>,
    /// Every table.
    pub tables: Vec<TableChange>,
    /// Objects that would be new, as `index facts_by_kind`.
    pub gained: Vec<String>,
    /// Objects that would be gone.
    pub lost: Vec<String>,
    /// The time that the migrations took.
    pub milliseconds: u64,
    /// The size of the file, in bytes, before and after.
    pub bytes: (u64, u64),
    /// Folders of rehearsals that were killed, which were cleared.
    #[serde(skip)]
    pub cleared: Vec<PathBuf>,
    /// What the user would have to see to afterwards, in sentences.
    #[serde(skip)]
    pub notes: Vec<String>,
}

/// Rehearses on a copy in the system's folder for temporary files; the original is only read.
pub fn rehearse(set: &Set, options: &Options) -> Result<Rehearsal, Error> {
    hearing(&options.stop, || rehearse_on_a_copy(set, options))
}

fn rehearse_on_a_copy(set: &Set, options: &Options) -> Result<Rehearsal, Error> {
    let original = db::open_read_only(&options.db, options.wait)?;
    accepted(&original, &options.db, set)?;
    // In a read transaction the copy and the comparison see the same state, even if another program writes meanwhile.
    original.run_all("begin to read", "BEGIN; SELECT count(*) FROM sqlite_schema")?;
    refuse_cut_short(&original, &options.db)?;
    let folder = PrivateFolder::make("sco-rehearsal-")?;
    let tried = Options {
        db: folder.make_file("copy.db")?,
        backup: Keep::Nothing,
        ending: Ending::Commit,
        ..options.clone()
    };
    let mut copied = db::open(&tried.db, options.wait)?;
    copy(&original, &mut copied, &options.stop)?;
    let bytes_before = size(&copied)?;
    drop(copied);
    let started = Instant::now();
    let done = up::up(set, &tried)?;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let migrated = db::open(&tried.db, options.wait)?;
    Ok(Rehearsal {
        milliseconds,
        bytes: (bytes_before, size(&migrated)?),
        gained: only_in(&migrated, &original)?,
        lost: only_in(&original, &migrated)?,
        tables: compare::tables(&original, &migrated, &done.moved)?,
        applied: done.applied,
        notes: done.notes,
        cleared: folder.cleared.clone(),
    })
}

/// The size of a database in bytes.
fn size(connection: &Connection) -> Result<u64, Error> {
    let read = |pragma: &str| connection.value::<i64>("read the size", pragma, []);
    Ok((read("PRAGMA page_count")? * read("PRAGMA page_size")?).unsigned_abs())
}

/// The objects of one database that another does not have.
fn only_in(one: &Connection, other: &Connection) -> Result<Vec<String>, Error> {
    let others = schema::objects(other)?;
    Ok(schema::objects(one)?
        .iter()
        .filter(|object| !others.iter().any(|other| other.is_same(object)))
        .map(ToString::to_string)
        .collect())
}
