//! An empty database in memory with the schema that migrations make.

use rusqlite::Connection;

use super::run::run_file;
use super::sandbox::Sandbox;
use super::set::Set;
use crate::db::{self, Queries};
use crate::error::Error;

/// Runs the migrations up to a number on an empty database in memory.
pub(super) fn replay(set: &Set, up_to: i64) -> Result<Connection, Error> {
    let mut connection = db::open_in_memory()?;
    let sandbox = Sandbox::install(&mut connection)?;
    connection.run_all("begin in memory", "BEGIN")?;
    super::history::create(&connection)?;
    for file in &set.files {
        if i64::from(file.version()) <= up_to {
            run_file(&connection, &sandbox, file)?;
        }
    }
    connection.run_all("commit in memory", "COMMIT")?;
    Ok(connection)
}
