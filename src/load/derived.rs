//! What is worked out from the rows and kept beside them: the support of each fact, its sentence, and the
//! search index; and the dictionary, which follows from the declarations.

use rusqlite::Connection;

use super::verify;
use crate::db::{Queries, schema};
use crate::error::Error;
use crate::{dictionary, search, statements};

/// The table that holds, for each fact, its passages and documents as the views show them.
const SUPPORT: &str = "fact_support";
/// The view that works out what the table holds.
const WORKED_OUT: &str = "support_worked_out";
/// The table that holds the sentence of each fact.
const STATEMENTS: &str = "fact_statements";

/// Fills all anew, inside the caller's transaction; the index shows what the support and the sentence say.
/// Refuses where a trigger of the user's kept a row from being written as it is.
pub(super) fn fill(connection: &Connection) -> Result<(), Error> {
    fill_support(connection)?;
    fill_statements(connection)?;
    fill_dictionary(connection)?;
    search::fill(connection)
}

/// Fills what the database has a place for: older schemas, and those of other migrations, may have none.
pub fn fill_if_there(connection: &Connection) -> Result<(), Error> {
    if schema::has(connection, SUPPORT)? && schema::has(connection, WORKED_OUT)? {
        fill_support(connection)?;
    }
    if schema::has(connection, STATEMENTS)? {
        fill_statements(connection)?;
    }
    if dictionary::has_a_place(connection)? {
        fill_dictionary(connection)?;
    }
    search::fill_if_there(connection)
}

fn fill_support(connection: &Connection) -> Result<(), Error> {
    connection.run_all(
        "work out the support of each fact",
        include_str!("derived/fill.sql"),
    )?;
    refuse_interference(connection, SUPPORT, "the passages", support_differs)
}

fn fill_statements(connection: &Connection) -> Result<(), Error> {
    statements::fill(connection)?;
    refuse_interference(connection, STATEMENTS, "the rows", statements::differs)
}

fn fill_dictionary(connection: &Connection) -> Result<(), Error> {
    dictionary::fill(connection)?;
    for table in ["meta_tables", "meta_columns"] {
        refuse_interference(connection, table, "the declarations", dictionary::differs)?;
    }
    Ok(())
}

/// Refuses where a trigger kept a table from holding what follows.
fn refuse_interference(
    connection: &Connection,
    table: &str,
    origin: &str,
    differs: fn(&Connection) -> Result<bool, Error>,
) -> Result<(), Error> {
    // Without a trigger that names the table, SQLite has done what it was told.
    let triggers = verify::interfering(connection, table)?;
    if triggers.is_empty() || !differs(connection)? {
        return Ok(());
    }
    let fault = format!("in {table}, rows do not say what follows from {origin}");
    Err(verify::refusal(&[fault], triggers))
}

/// True if any of them says anything but what follows from the rows, as after a change by another program.
pub fn is_stale(connection: &Connection) -> Result<bool, Error> {
    Ok(support_differs(connection)?
        || statements::differs(connection)?
        || dictionary::differs(connection)?
        || search::differs(connection)?)
}

fn support_differs(connection: &Connection) -> Result<bool, Error> {
    connection.value(
        "compare the support of each fact",
        include_str!("derived/differs.sql"),
        [],
    )
}
