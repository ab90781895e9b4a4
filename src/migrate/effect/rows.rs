//! Queries for the rows of a table: which columns are read, and which of them identify a row.

use rusqlite::Statement;
use rusqlite::types::ToSqlOutput;

use super::cell::Cell;
use crate::db::schema::quoted;

/// The columns of a table to compare, those of the identity first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    /// The table.
    pub(crate) table: String,
    /// The columns.
    pub(crate) columns: Vec<String>,
    /// How many of them, from the first on, are the identity.
    pub(crate) key: usize,
}

impl Rows {
    /// The rows in the order in which SQLite finds them.
    pub(crate) fn sql_in_any_order(&self) -> String {
        format!("SELECT {} FROM {}", self.list(), quoted(&self.table))
    }

    /// The rows in the order of their identity; SQLite sorts on disk what does not fit in memory.
    pub(crate) fn sql_in_order(&self) -> String {
        let sort: Vec<String> = self.columns[..self.key]
            .iter()
            .map(|name| format!("{} COLLATE BINARY", quoted(name)))
            .collect();
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
