//! Whether a database is damaged.

use std::path::Path;

use rusqlite::Connection;

use super::schema::quoted;
use super::stand_ins::{Lacking, with_stand_ins};
use super::{Queries, message, set_checks};
use crate::error::Error;

/// The most faults that are named.
const NAMED: usize = 5;

/// With this SQLite begins what it says of the pages of a database.
const OF_PAGES: &str = "*** in database";

/// These words are in what SQLite says of a full-text index.
const OF_FULL_TEXT: &str = "inverted index for FTS";

/// How thoroughly a database is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Every page, every row and every entry of every index.
    Whole,
    /// Every page and row, but not whether the indexes agree with their tables; takes a tenth of the time.
    Quick,
}

impl Check {
    fn pragma(self) -> &'static str {
        match self {
            Self::Whole => "integrity_check",
            Self::Quick => "quick_check",
        }
    }
}

/// What is damaged in a database; `None` if it is sound. A value that does not fit a `CHECK`, and a full-text index that
/// does not fit the table that it reads, are no damage: every page can be read.
pub fn damage(connection: &Connection, path: &Path, check: Check) -> Result<Option<String>, Error> {
    let doing = format!("check {}", path.display());
    set_checks(connection, false)?;
    let told = all_told(connection, check.pragma(), &doing);
    set_checks(connection, true)?;
    let mut told = told?;
    told.retain(|one| !one.contains(OF_FULL_TEXT));
    told.truncate(NAMED);
    Ok((!told.is_empty()).then(|| told.join("; ")))
}

fn all_told(connection: &Connection, pragma: &str, doing: &str) -> Result<Vec<String>, Error> {
    match told(connection, &format!("PRAGMA {pragma}")) {
        Err(error) if lacks_something(&error) => told_in_parts(connection, pragma, doing),
        told => told.map_err(Error::sql(doing)),
    }
}

/// The faults that SQLite finds; none in what is sound.
fn told(connection: &Connection, pragma: &str) -> rusqlite::Result<Vec<String>> {
    let ask = || {
        let mut asked = connection.prepare(pragma)?;
        let told = asked.query_map([], |row| row.get::<_, String>(0))?;
        told.collect::<rusqlite::Result<Vec<String>>>()
    };
    let told = match ask() {
        Err(error) if is_damage(&error) => vec![error.to_string()],
        told => told?,
    };
    Ok(if told == ["ok"] { Vec::new() } else { told })
}

fn lacks_something(error: &rusqlite::Error) -> bool {
    Lacking::of(&message(error)).is_some()
}

/// The same where a table uses a function or collation that only another program has, without which SQLite checks
/// nothing: every page, then each table by itself. Of such a table, only the pages are checked.
fn told_in_parts(connection: &Connection, pragma: &str, doing: &str) -> Result<Vec<String>, Error> {
    let mut all = told_of_pages(connection, pragma, doing)?;
    let tables: Vec<String> = connection.column(
        doing,
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
        [],
    )?;
    for table in tables {
        match told(
            connection,
            &format!("PRAGMA main.{pragma}({})", quoted(&table)),
        ) {
            Err(error) if lacks_something(&error) => {}
            found => all.extend(found.map_err(Error::sql(doing))?),
        }
    }
    Ok(all)
}

/// What is damaged in the pages. What SQLite finds in the rows with stand-ins may be due to these.
fn told_of_pages(connection: &Connection, pragma: &str, doing: &str) -> Result<Vec<String>, Error> {
    let pragma = format!("PRAGMA {pragma}");
    let told = with_stand_ins(connection, || {
        let told = told(connection, &pragma);
        let said = told.as_ref().err().map(message);
        Ok((told, Vec::from_iter(said)))
    })?;
    let mut told = told.map_err(Error::sql(doing))?;
    told.retain(|one| one.starts_with(OF_PAGES) || one.contains("malformed"));
    Ok(told)
}

/// True for the errors with which SQLite reports that a file is no database, or a damaged one.
pub fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(
        error.sqlite_error_code(),
        Some(DatabaseCorrupt | NotADatabase)
    )
}
