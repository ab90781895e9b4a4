//! Migrations: versioned SQL files that bring a database from any older schema to the newest.
//!
//! refinery supplies the format of the files, their checksums and the history table. The loop that applies them is
//! written here: refinery reads the history in another transaction than the one in which it writes, so that two
//! programs running at once may apply a migration twice.
//!
//! A run, from top to bottom: [`set`] reads the files; [`up`] opens the database, takes the write lock and makes the
//! backup; [`apply`] runs each file in the [`sandbox`], works out its `effect`, refuses every [`loss`] that the
//! file's [`head`] does not announce, and records the file in the history.

mod access;
mod allow_list;
pub mod announcement;
pub mod apply;
pub mod backup;
mod backup_name;
pub mod compare;
mod defining_statement;
pub mod drift;
mod effect;
mod elsewhere;
mod failing_rows;
mod file_state;
mod firing;
pub mod head;
pub mod history;
pub mod lint;
pub mod loss;
mod meaning;
pub mod moved;
pub mod new_file;
mod one_line;
mod other_bytes;
mod other_meaning;
pub mod rehearse;
pub mod replay;
pub mod rule;
mod run;
mod same_content;
pub mod sandbox;
pub mod set;
pub mod sql;
pub mod status;
mod touchable;
pub mod unknown;
pub mod up;
mod user_objects;
mod virtual_tables;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

pub use file_state::{FileState, Mark, accepted};

use crate::db;
use crate::error::Error;
use set::Set;

/// Opens a database that was made by these migrations, for reading only. A file that is missing, empty, newer, or of
/// another program is an error that says what to do.
pub fn open_to_read(path: &Path, set: &Set, wait: Duration) -> Result<Connection, Error> {
    let connection = db::open_read_only(path, wait)?;
    let state = accepted(&connection, path, set)?;
    not_empty(connection, state, path)
}

/// Opens a database that was made by the migrations that are compiled in, as [`open_to_read`] does, and does not read
/// them where the file bears our mark.
pub fn open_ours_to_read(path: &Path, wait: Duration) -> Result<Connection, Error> {
    let connection = db::open_read_only(path, wait)?;
    let state = file_state::accepted_by_program(&connection, path)?;
    not_empty(connection, state, path)
}

/// The remedy for an empty database.
const FILL: &str = "fill it with `sco build`";

fn not_empty(connection: Connection, state: FileState, path: &Path) -> Result<Connection, Error> {
    if state == FileState::Fresh {
        return Err(Error::database(
            format!("{} is empty", path.display()),
            FILL,
        ));
    }
    Ok(connection)
}

/// The number of migrations of this program that were not applied to a database. An error if the applied ones are not
/// the first ones of this program.
pub fn pending(connection: &Connection) -> Result<usize, Error> {
    Ok(history::pending(connection, &Set::embedded())?.len())
}

/// Opens a database that needs no migration, for reading and writing.
pub fn open_current(path: &Path, wait: Duration) -> Result<Connection, Error> {
    // The file is opened for reading first, so that a missing one is not created, and one of another program not
    // used.
    let current = pending(&open_to_read(path, &Set::embedded(), wait)?)? == 0;
    if current {
        return db::open(path, wait);
    }
    Err(Error::database(
        format!("{} is of an older version", path.display()),
        "bring it up to date with `sco build`",
    ))
}
