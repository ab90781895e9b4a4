//! Queries for the rows of a table: which columns are read, and which of them identify a row.

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Statement};

use super::cell::Cell;
use crate::db::Queries;
use crate::db::schema::{of_main, quoted};
use crate::error::Error;

/// The columns of a table to compare, those of the identity first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    /// The table.
    pub(crate) table: String,
    /// The columns.
    pub(crate) columns: Vec<String>,
    /// How many of them, from the first on, are the identity.
    pub(crate) key: usize,
    /// True if the identity is the key, so that no two rows have the same one.
    pub(crate) by_key: bool,
}

impl Rows {
    /// The rows in the order in which SQLite finds them.
    pub(crate) fn sql_in_any_order(&self) -> String {
        format!("SELECT {} FROM {}", self.list(), of_main(&self.table))
    }

    /// The rows in the order of their identity; SQLite sorts on disk what does not fit in memory.
    pub(crate) fn sql_in_order(&self, collation: &str) -> String {
        // SQLite sorts 1 and 1.0 as the same value, and rows that have one or the other are different rows.
        let types = |name: &str| (!self.by_key).then(|| format!(", typeof({name})"));
        let sorted = |name: &String| {
            let name = quoted(name);
            let types = types(&name).unwrap_or_default();
            format!("{name} COLLATE {collation}{types}")
        };
        let sort: Vec<String> = self.columns[..self.key].iter().map(sorted).collect();
        format!("{} ORDER BY {}", self.sql_in_any_order(), sort.join(", "))
    }

    /// The row of one identity, whose values are bound in order.
    pub(crate) fn sql_of_one(&self) -> String {
        let wanted: Vec<String> = self.columns[..self.key]
            .iter()
            .map(|name| format!("{} IS ? COLLATE BINARY", quoted(name)))
            .collect();
        format!("{} WHERE {}", self.sql_in_any_order(), wanted.join(" AND "))
    }

    fn list(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|name| quoted(name)).collect();
        columns.join(", ")
    }
}

/// The collation that [`sort_by_utf8`] adds.
const BY_UTF8: &str = "sco_by_utf8";

/// The collation by which a database sorts texts as they are compared here, by their bytes in UTF-8. A database in
/// UTF-16 has none of its own, and gets one until [`forget_utf8`].
pub(crate) fn sort_by_utf8(connection: &Connection) -> Result<&'static str, Error> {
    let doing = "sort the rows";
    if connection.value::<String>(doing, "PRAGMA encoding", [])? == "UTF-8" {
        return Ok("BINARY");
    }
    connection
        .create_collation(BY_UTF8, str::cmp)
        .map_err(Error::sql(doing))?;
    Ok(BY_UTF8)
}

/// Takes the collation away again, so that no migration can use it.
pub(crate) fn forget_utf8(connection: &Connection) -> Result<(), Error> {
    connection
        .remove_collation(BY_UTF8)
        .map_err(Error::sql("sort the rows"))
}

/// The next row of a result; `None` at its end.
pub(crate) fn next_row(
    rows: &mut rusqlite::Rows<'_>,
    width: usize,
) -> rusqlite::Result<Option<Vec<Cell>>> {
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    (0..width)
        .map(|at| row.get_ref(at).map(Cell::from))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// The row of one identity.
pub(crate) fn row_of(
    statement: &mut Statement<'_>,
    key: &[Cell],
    width: usize,
) -> rusqlite::Result<Option<Vec<Cell>>> {
    let values = key.iter().map(|cell| ToSqlOutput::Borrowed(cell.as_ref()));
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    next_row(&mut rows, width)
}
