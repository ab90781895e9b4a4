//! Content of a user's in a database, which `sco build --fresh` would delete.

use std::path::Path;

use rusqlite::Connection;

use crate::db::{Queries, schema};
use crate::error::Error;
use crate::load::{RETIRED, curated};
use crate::migrate::set::Set;
use crate::migrate::{self, FileState, unknown};
use crate::tables::{ALL_TABLES, ORIGIN};
use crate::wording::count;

/// Fails if a database holds rows or objects of a user's, or objects of the dataset that a user has changed.
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

/// Fails if a database holds trade statistics. This is checked before the whole file is read, which takes long if
/// there are millions of rows.
pub(super) fn refuse_to_drop_trade_statistics(
    connection: &Connection,
    path: &Path,
) -> Result<(), Error> {
    // A database that cannot be read is reported later, when the whole file is read.
    let Ok(names) = datasets(connection) else {
        return Ok(());
    };
    let held: Vec<String> = names
        .map(|name| format!("the trade statistics {name}"))
        .collect();
    refuse_held(&held, path)
}

/// The datasets of trade statistics; empty for a database of an older version, which has no table for them.
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

/// True if there are rows of a user's, or were when the search index was last filled.
pub(super) fn holds_rows(connection: &Connection) -> Result<bool, Error> {
    let curated = curated(connection)?;
    let tables = ALL_TABLES.iter().map(|table| table.name);
    for table in tables.chain(["search_rows"]) {
        if user_rows(connection, table, &curated)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The number of rows of a table that neither belong to the dataset nor are retired; 0 if the table has no origins,
/// or an older version has no such table.
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
