//! What a user has put into a database, and a build from nothing would drop.

use std::path::Path;

use rusqlite::Connection;

use crate::db::{Queries, schema};
use crate::error::Error;
use crate::load::{RETIRED, curated};
use crate::migrate::set::Set;
use crate::migrate::{self, FileState, unknown};
use crate::tables::{ALL_TABLES, ORIGIN};
use crate::wording::count;

/// Refuses to drop what is the user's: rows, objects, and changes of ours.
pub(super) fn refuse_to_drop(connection: &Connection, path: &Path) -> Result<(), Error> {
    let set = Set::embedded();
    if migrate::accepted(connection, path, &set)? == FileState::Fresh {
        return Ok(());
    }
    let mut held = unknown::objects(connection, &set)?;
    let curated = curated(connection)?;
    for table in ALL_TABLES {
        let rows = user_rows(connection, table.name, &curated)?;
        if rows > 0 {
            held.push(format!("{} of {}", count(rows, "row"), table.name));
        }
    }
    held.extend(datasets(connection)?.map(|name| format!("the trade statistics {name}")));
    refuse_held(&held, path)
}

/// Refuses to drop trade statistics. This is asked before the whole file is read, which takes long where there are
/// millions of them.
pub(super) fn refuse_to_drop_trade_statistics(
    connection: &Connection,
    path: &Path,
) -> Result<(), Error> {
    // What cannot be read is told by those who look at the whole file.
    let Ok(names) = datasets(connection) else {
        return Ok(());
    };
    let held: Vec<String> = names
        .map(|name| format!("the trade statistics {name}"))
        .collect();
    refuse_held(&held, path)
}

/// The datasets of trade statistics; none where an older version has no place for them.
fn datasets(connection: &Connection) -> Result<impl Iterator<Item = String>, Error> {
    let names: Vec<String> = if schema::has(connection, "trade_datasets")? {
        connection.column(
            "read the datasets",
            "SELECT dataset FROM trade_datasets ORDER BY dataset",
            [],
        )?
    } else {
        Vec::new()
    };
    Ok(names.into_iter())
}

fn refuse_held(held: &[String], path: &Path) -> Result<(), Error> {
    if held.is_empty() {
        return Ok(());
    }
    Err(Error::database(
        format!(
            "{} holds what `--fresh` would drop: {}; nothing was changed",
            path.display(),
            held.join(", ")
        ),
        "run `sco build` without `--fresh`, or name another file with `--db`",
    ))
}

/// True if there are rows of a user's, or were when the search index was filled last.
pub(super) fn holds_rows(connection: &Connection) -> Result<bool, Error> {
    let curated = curated(connection)?;
    let tables = ALL_TABLES.iter().map(|table| table.name);
    for table in tables.chain(["search_index"]) {
        if user_rows(connection, table, &curated)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The rows of a table that are not of the dataset; none where an older version has no such table.
fn user_rows(connection: &Connection, table: &str, curated: &str) -> Result<i64, Error> {
    let columns = schema::columns(connection, table)?;
    if !columns.iter().any(|column| column == ORIGIN.name) {
        return Ok(0);
    }
    connection.value(
        &format!("look for your rows in {table}"),
        &format!("SELECT count(*) FROM {table} WHERE ifnull(origin NOT IN (?1, ?2), 1)"),
        [curated, RETIRED],
    )
}
