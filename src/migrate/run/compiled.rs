//! Runs a compiled statement in the sandbox.

use rusqlite::Connection;

use crate::error::Error;
use crate::migrate::elsewhere::with_all_definitions;
use crate::migrate::sandbox::Sandbox;
use crate::migrate::sql::Statement;

/// Runs a statement to its end. To rename something, or to drop a column, SQLite reads the definitions of all tables and
/// indexes, which another program may have made for itself. No expression is in such a statement, so it cannot use what
/// stands in for that program's functions.
pub(super) fn run_compiled(
    connection: &Connection,
    sandbox: &Sandbox,
    statement: &Statement<'_>,
    compiled: &mut rusqlite::Statement<'_>,
) -> Result<rusqlite::Result<()>, Error> {
    let mut run = || sandbox.within(|| step_to_the_end(compiled));
    if reads_all_definitions(statement) {
        with_all_definitions(connection, run)
    } else {
        Ok(run())
    }
}

/// True for an `ALTER TABLE` that renames something or drops a column.
fn reads_all_definitions(statement: &Statement<'_>) -> bool {
    let behind_the_name = if statement.has_at(3, &["."]) { 5 } else { 3 };
    let does = |word| statement.has_at(behind_the_name, &[word]);
    statement.has_at(0, &["ALTER", "TABLE"]) && (does("RENAME") || does("DROP"))
}

/// Runs a statement to its end, also one that returns rows; refinery would stop after the first row.
fn step_to_the_end(statement: &mut rusqlite::Statement<'_>) -> rusqlite::Result<()> {
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}
