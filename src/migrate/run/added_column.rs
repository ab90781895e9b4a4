//! A column that `ALTER TABLE .. ADD` brings. SQLite takes its definition unread, and finds only when somebody uses the
//! table that a function is absent or that a text stands in double quotes.

use rusqlite::Connection;

use crate::db;
use crate::db::schema::{columns, quoted};
use crate::error::Error;
use crate::migrate::sql::{Statement, Token};

/// The error for which SQLite would not take the column in a `CREATE TABLE`, placed in the statement; `None` if it would,
/// or if the statement adds no column.
pub(super) fn fault_of_added_column(
    connection: &Connection,
    statement: &Statement<'_>,
) -> Result<Option<rusqlite::Error>, Error> {
    let Some((table, definition)) = added(statement) else {
        return Ok(None);
    };
    let name = table.name();
    // Of a table that is not there, the statement itself says it.
    let own = columns(connection, &name).unwrap_or_default();
    let last = definition.iter().rfind(|token| !token.is_mark(";"));
    let (Some(first), Some(last), false) = (definition.first(), last, own.is_empty()) else {
        return Ok(None);
    };
    let own: Vec<String> = own.iter().map(|column| quoted(column)).collect();
    let before = format!("CREATE TABLE {} ({}, ", quoted(&name), own.join(", "));
    let from = first.at - statement.at;
    let to = last.at + last.text.len() - statement.at;
    let sql = format!("{before}{})", &statement.text[from..to]);
    let made = db::open_in_memory()?.execute_batch(&sql);
    Ok(made
        .err()
        .map(|error| in_the_statement(error, &before, from)))
}

/// The table to which a statement adds a column, and the words of that column.
fn added<'s, 't>(statement: &'s Statement<'t>) -> Option<(&'s Token<'t>, &'s [Token<'t>])> {
    if !statement.has_at(0, &["ALTER", "TABLE"]) {
        return None;
    }
    let name = if statement.has_at(3, &["."]) { 4 } else { 2 };
    if !statement.has_at(name + 1, &["ADD"]) {
        return None;
    }
    let column = name + 2 + usize::from(statement.has_at(name + 2, &["COLUMN"]));
    Some((statement.tokens.get(name)?, statement.tokens.get(column..)?))
}

/// The error as one of the statement, in which the text begins at `from` that stands behind `before` otherwise.
fn in_the_statement(error: rusqlite::Error, before: &str, from: usize) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqlInputError {
            error,
            msg,
            sql,
            offset,
        } => {
            let at = usize::try_from(offset).ok();
            let at = at.and_then(|at| (at + from).checked_sub(before.len()));
            let offset = at.and_then(|at| i32::try_from(at).ok()).unwrap_or(offset);
            rusqlite::Error::SqlInputError {
                error,
                msg,
                sql,
                offset,
            }
        }
        other => other,
    }
}
