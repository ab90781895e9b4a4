//! The tables that the program fills: those that are worked out from the rows (the support of each fact, its
//! sentence, and the search index), and the dictionary, which follows from the declarations.

use rusqlite::Connection;

use super::verify;
use crate::db::{Queries, schema};
use crate::error::Error;
use crate::{dictionary, search, statements};

/// The table that holds, for each fact, its passages and documents as the views show them.
const SUPPORT: &str = "fact_support";
/// The view from which `fact_support` is filled.
const WORKED_OUT: &str = "support_worked_out";
/// The table that holds the sentence of each fact.
const STATEMENTS: &str = "fact_statements";

/// Fills all these tables again, inside the caller's transaction. The search index comes last, since it is made from
/// the support and the sentences. Fails if a user's trigger kept a row from being written unchanged.
pub(super) fn fill(connection: &Connection) -> Result<(), Error> {
    fill_support(connection)?;
    fill_statements(connection)?;
    fill_dictionary(connection)?;
    search::fill(connection)
}

/// Fills those of these tables that the database has: older schemas, and those of other migrations, may lack some.
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

/// Fails if a table does not hold what was just written to it because a trigger changed it. `origin` says in the
/// message what the rows follow from.
fn refuse_interference(
    connection: &Connection,
    table: &str,
    origin: &str,
    differs: fn(&Connection) -> Result<bool, Error>,
) -> Result<(), Error> {
    // Without a trigger that names the table, SQLite has written the rows as they are.
    let triggers = verify::interfering(connection, table)?;
    if triggers.is_empty() || !differs(connection)? {
        return Ok(());
    }
    let fault = format!("in {table}, rows do not say what follows from {origin}");
    Err(verify::refusal(&[fault], triggers))
}

/// True if any of these tables does not hold what follows from the rows, as after a change by another program.
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
