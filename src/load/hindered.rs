//! Errors of SQLite that an object of the user's may have caused while rows were written: the object is named, and what
//! to do.

use rusqlite::{Connection, ErrorCode, ffi};

use super::triggers;
use crate::db::schema::{self, Object, ObjectKind};
use crate::db::{Queries, message};
use crate::error::Error;
use crate::wording::agreeing;

/// What a unique index begins to say.
const NOT_UNIQUE: &str = "UNIQUE constraint failed: ";

/// The error of a write to a table, with the objects of the user's that may have caused it; as it was, if none may have.
pub(super) fn named(connection: &Connection, table: &str, error: Error) -> Error {
    let Error::Sql { doing, source } = error else {
        return error;
    };
    match cause(connection, table, &source) {
        // The first error counts, whatever else cannot be read after it.
        Ok(None) | Err(_) => Error::Sql { doing, source },
        Ok(Some((whose, help))) => Error::database(
            format!(
                "could not {doing} because of {whose}: {}; nothing was changed",
                message(&source)
            ),
            help,
        ),
    }
}

/// The objects, as messages name them, and what to do about them.
fn cause(
    connection: &Connection,
    table: &str,
    source: &rusqlite::Error,
) -> Result<Option<(String, &'static str)>, Error> {
    if !is_about_the_schema_or_rows(source) {
        return Ok(None);
    }
    let said = message(source);
    if let Some(index) = unique_index(connection, table, &said)? {
        return Ok(Some((
            format!("your index `{index}`"),
            "drop it, or make it again without UNIQUE, then run again",
        )));
    }
    let fired = triggers::firing(connection, table)?;
    let has_raised = source
        .sqlite_error()
        .is_some_and(|error| error.extended_code == ffi::SQLITE_CONSTRAINT_TRIGGER);
    let suspects: Vec<&Object> = if has_raised {
        triggers::raising(&fired).collect()
    } else {
        fired.iter().collect()
    };
    let told = named_by(&suspects, &said);
    let names = triggers::names(if told.is_empty() { suspects } else { told }.into_iter());
    if names.is_empty() {
        return Ok(None);
    }
    let word = agreeing(names.len(), "trigger", "triggers");
    Ok(Some((
        format!("your {word} {}", names.join(", ")),
        "drop it, run again, then make it again",
    )))
}

/// False for a full disk, another program, a damaged file and the like.
fn is_about_the_schema_or_rows(source: &rusqlite::Error) -> bool {
    matches!(
        source.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::Unknown)
    )
}

/// The index that a message is about, if it is one on the table.
fn unique_index(connection: &Connection, table: &str, said: &str) -> Result<Option<String>, Error> {
    let Some(what) = said.strip_prefix(NOT_UNIQUE) else {
        return Ok(None);
    };
    for object in schema::objects(connection)? {
        if object.kind != ObjectKind::Index || !object.table.eq_ignore_ascii_case(table) {
            continue;
        }
        let columns: Vec<Option<String>> = connection.column(
            "read the columns of an index",
            "SELECT name FROM pragma_index_info(?1, 'main') ORDER BY seqno",
            [&object.name],
        )?;
        let columns = columns.iter().flatten();
        let listed: Vec<String> = columns
            .map(|column| format!("{}.{column}", object.table))
            .collect();
        // An index on expressions is named; another only by its columns.
        if what == format!("index '{}'", object.name) || what == listed.join(", ") {
            return Ok(Some(object.name));
        }
    }
    Ok(None)
}

/// The triggers whose text has what the message is about: what was raised, or a missing or violated table.
fn named_by<'a>(triggers: &[&'a Object], said: &str) -> Vec<&'a Object> {
    let about = said.rsplit(": ").next().unwrap_or(said);
    let about = about.strip_prefix("main.").unwrap_or(about);
    let about = about.split('.').next().unwrap_or(about).to_lowercase();
    let has_it = |trigger: &&&Object| trigger.sql.to_lowercase().contains(&about);
    triggers.iter().filter(has_it).copied().collect()
}
