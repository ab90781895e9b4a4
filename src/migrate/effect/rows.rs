//! Queries for the rows of a table: which columns are read, and which of them identify a row.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Statement};

use super::cell::{Cell, form_of_real};
use crate::db::Queries;
use crate::db::full_text::Keeps;
use crate::db::schema::quoted;
use crate::error::Error;

/// The columns of a table to compare, those of the identity first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rows {
    /// The table.
    pub(crate) table: String,
    /// The table, or a query for what it keeps, as SQL has it behind `FROM`.
    pub(crate) from: String,
    /// What the table keeps.
    pub(crate) keeps: Keeps,
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
        format!("SELECT {} FROM {}", self.list(), self.from)
    }

    /// The rows in the order of their identity; SQLite sorts on disk what does not fit in memory.
    pub(crate) fn sql_in_order(&self, collation: &str) -> String {
        // SQLite sorts 1 and 1.0 as the same value, and 0.0 and -0.0; rows that have one or the other are different.
        let form = |name: &str| {
            format!(
                ", CASE WHEN typeof({name}) = 'real' AND {name} = 0.0 THEN {FORM}({name}) ELSE typeof({name}) END"
            )
        };
        let types = |name: &str| (!self.by_key).then(|| form(name));
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
        // The first comparison can use an index of the key, whatever its collation.
        let is_it = |(name, at): (&String, usize)| {
            let name = quoted(name);
            format!("{name} IS ?{at} AND {name} IS ?{at} COLLATE BINARY")
        };
        let wanted: Vec<String> = self.columns[..self.key]
            .iter()
            .zip(1..)
            .map(is_it)
            .collect();
        format!("{} WHERE {}", self.sql_in_any_order(), wanted.join(" AND "))
    }

    /// Makes an index by which a row of a copy is found by its identity.
    pub(crate) fn index_of_copy(&self) -> String {
        let key: Vec<String> = self.columns[..self.key]
            .iter()
            .map(|name| quoted(name))
            .collect();
        format!(
            "CREATE INDEX IF NOT EXISTS {} ON {} ({})",
            quoted(&format!("{} by key", self.table)),
            quoted(&self.table),
            key.join(", ")
        )
    }

    fn list(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|name| quoted(name)).collect();
        columns.join(", ")
    }
}

/// The collation that [`begin_to_sort`] adds.
const BY_UTF8: &str = "sco_by_utf8";
/// The function that [`begin_to_sort`] adds.
const FORM: &str = "sco_form_of_real";

/// Gives a database what it needs to sort rows as they are compared here, until [`end_to_sort`]. Returns the collation
/// by which it sorts texts by their bytes in UTF-8; a database in UTF-16 has none of its own, and gets one.
pub(crate) fn begin_to_sort(connection: &Connection) -> Result<&'static str, Error> {
    let doing = "sort the rows";
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection
        .create_scalar_function(FORM, 1, flags, |context| Ok(form_of_real(context.get(0)?)))
        .map_err(Error::sql(doing))?;
    if connection.value::<String>(doing, "PRAGMA encoding", [])? == "UTF-8" {
        return Ok("BINARY");
    }
    connection
        .create_collation(BY_UTF8, str::cmp)
        .map_err(Error::sql(doing))?;
    Ok(BY_UTF8)
}

/// Takes it away again, so that no migration can use it.
pub(crate) fn end_to_sort(connection: &Connection) -> Result<(), Error> {
    connection
        .remove_collation(BY_UTF8)
        .and_then(|()| connection.remove_function(FORM, 1))
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
