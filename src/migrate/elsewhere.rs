//! Objects that the user made with another program, which may have functions and collations that this one lacks and
//! allow texts in double quotes.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::firing;
use crate::db::schema::of_main;
use crate::db::stand_ins::{Lacking, with_stand_ins};
use crate::db::{self, message};
use crate::error::Error;

/// True for a message of SQLite about a text in double quotes, or about a function or collation that it lacks.
pub(super) fn is_of_another_program(said: &str) -> bool {
    is_about_double_quotes(said) || Lacking::of(said).is_some()
}

/// True for a message of SQLite about a text in double quotes.
pub(super) fn is_about_double_quotes(said: &str) -> bool {
    said.contains("single-quotes")
}

/// Statements that would fire the triggers of a table or view. If only another program can read the view, a query of it
/// is among them, since SQLite says nothing of this when rows of the view would be written.
pub(super) fn firing_statements(
    connection: &Connection,
    table: &str,
) -> Result<Vec<String>, Error> {
    let mut statements = firing::firing_statements(connection, table)?;
    let updates = |sql: &String| sql.starts_with("UPDATE ");
    if !statements.iter().any(updates) {
        let query = format!("SELECT * FROM {}", of_main(table));
        let fault = connection.prepare(&query).err();
        if fault.is_some_and(|fault| is_of_another_program(&message(&fault))) {
            statements.push(query);
        }
    }
    Ok(statements)
}

/// Looks at something as another program would. `look` gives what it sees and SQLite's messages, and is called more than
/// once. Afterwards everything is as before.
pub(super) fn elsewhere<T>(
    connection: &Connection,
    mut look: impl FnMut() -> Result<(T, Vec<String>), Error>,
) -> Result<T, Error> {
    let dml = DbConfig::SQLITE_DBCONFIG_DQS_DML;
    db::switch(connection, dml, true)?;
    let seen = with_stand_ins(connection, &mut look);
    db::switch(connection, dml, false)?;
    seen
}

/// Does something for which SQLite reads the definitions of all tables and indexes, as another program would: `alter` is
/// called more than once if one of them is only for that program. Texts in double quotes are allowed only if SQLite
/// finds one.
pub(super) fn with_all_definitions(
    connection: &Connection,
    mut alter: impl FnMut() -> rusqlite::Result<()>,
) -> Result<rusqlite::Result<()>, Error> {
    let mut look = || {
        let done = alter();
        let said = done.as_ref().err().map(message);
        Ok((done, Vec::from_iter(said)))
    };
    let done = with_stand_ins(connection, &mut look)?;
    let is_quoted = |error: &rusqlite::Error| is_about_double_quotes(&message(error));
    if !done.as_ref().is_err_and(is_quoted) {
        return Ok(done);
    }
    let ddl = DbConfig::SQLITE_DBCONFIG_DQS_DDL;
    db::switch(connection, ddl, true)?;
    let done = with_stand_ins(connection, &mut look);
    db::switch(connection, ddl, false)?;
    done
}
