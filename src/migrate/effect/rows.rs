//! Queries for the rows of a table: which columns are read, and which of them identify a row.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, Statement};

use super::becomes::Becomes;
use super::cell::{Cell, PACKED_TOGETHER, encoded, form_of_real};
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
    /// For each column of the identity, in which form it identifies the row; none where all are taken as they are. A
    /// column that is taken in another form is also among the columns that are no identity.
    pub(crate) becomes: Vec<Option<Becomes>>,
}

/// More columns of an identity than this are packed together, since SQLite sorts by 2,000 terms at most and each takes
/// two.
const MOST_UNPACKED: usize = 1_000;

impl Rows {
    /// True if the order is that of packed columns, as [`order_of_packed`](super::cell::order_of_packed) has it.
    pub(crate) fn is_packed(&self) -> bool {
        !self.by_key && self.key > MOST_UNPACKED
    }

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
            let types = types(name).unwrap_or_default();
            format!("{name} COLLATE {collation}{types}")
        };
        let identity: Vec<String> = (0..self.key).map(|at| self.column(at)).collect();
        let sort: Vec<String> = if self.is_packed() {
            let together = identity.chunks(PACKED_TOGETHER);
            together
                .map(|some| format!("{PACKED}({})", some.join(", ")))
                .collect()
        } else {
            identity.iter().map(sorted).collect()
        };
        format!("{} ORDER BY {}", self.sql_in_any_order(), sort.join(", "))
    }

    /// The row of one identity, whose values are bound in order.
    pub(crate) fn sql_of_one(&self) -> String {
        // The first comparison can use an index of the key, whatever its collation.
        let is_it = |at: usize| {
            let (name, number) = (self.column(at), at + 1);
            format!("{name} IS ?{number} AND {name} IS ?{number} COLLATE BINARY")
        };
        let wanted: Vec<String> = (0..self.key).map(is_it).collect();
        // SQLite takes an expression that is no more than a thousand levels deep.
        let wanted: Vec<String> = wanted
            .chunks(100)
            .map(|some| format!("({})", some.join(" AND ")))
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
        let columns: Vec<String> = (0..self.columns.len()).map(|at| self.column(at)).collect();
        columns.join(", ")
    }

    /// The column at this place, in the form in which it is taken.
    fn column(&self, at: usize) -> String {
        let name = quoted(&self.columns[at]);
        match self.becomes.get(at) {
            Some(Some(becomes)) => becomes.sql(&name),
            _ => name,
        }
    }
}

/// The collation that [`begin_to_sort`] adds.
const BY_UTF8: &str = "sco_by_utf8";
/// A function that [`begin_to_sort`] adds.
const FORM: &str = "sco_form_of_real";
/// A function that [`begin_to_sort`] adds. It makes one value of several, in the order of which rows can be sorted.
const PACKED: &str = "sco_packed";
/// What is being done, in messages.
const SORTING: &str = "sort the rows";

/// Gives a database what it needs to sort rows as they are compared here, until [`end_to_sort`]. Returns the collation
/// by which it sorts texts by their bytes in UTF-8; a database in UTF-16 has none of its own, and gets one.
pub(crate) fn begin_to_sort(connection: &Connection) -> Result<&'static str, Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection
        .create_scalar_function(FORM, 1, flags, |context| Ok(form_of_real(context.get(0)?)))
        .and_then(|()| {
            connection.create_scalar_function(PACKED, -1, flags, |context| {
                Ok(encoded((0..context.len()).map(|at| context.get_raw(at))))
            })
        })
        .map_err(Error::sql(SORTING))?;
    if connection.value::<String>(SORTING, "PRAGMA encoding", [])? == "UTF-8" {
        return Ok("BINARY");
    }
    connection
        .create_collation(BY_UTF8, str::cmp)
        .map_err(Error::sql(SORTING))?;
    Ok(BY_UTF8)
}

/// Takes it away again, so that no migration can use it.
pub(crate) fn end_to_sort(connection: &Connection) -> Result<(), Error> {
    // SQLite takes nothing away while a statement is under way. An R-tree table that was read in a transaction which
    // has written to it keeps one under way, until a savepoint begins.
    connection.run_all(SORTING, "SAVEPOINT sco_sorted; RELEASE sco_sorted")?;
    connection
        .remove_collation(BY_UTF8)
        .and_then(|()| connection.remove_function(FORM, 1))
        .and_then(|()| connection.remove_function(PACKED, -1))
        .map_err(Error::sql(SORTING))
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
