//! Where the rows of a table are read. A full-text table without content keeps words and no rows: for each row, and for
//! each of its columns, the words stand in the place of a value.

use std::fmt::Write as _;

use rusqlite::{Connection, ErrorCode};

use crate::db::Queries;
use crate::db::full_text::Keeps;
use crate::db::schema::{self, is_readable, of_main, quoted};
use crate::error::Error;

/// The temporary table with every word of a full-text table, and its place.
const WORDS: &str = "temp.sco_words_in_place";

/// The column by which the rows of a full-text table without content are known.
pub(crate) const ROWID: &str = "rowid";

/// A table in a database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'c> {
    /// The database.
    pub(crate) connection: &'c Connection,
    /// The name of the table there.
    pub(crate) table: &'c str,
    /// What it keeps.
    pub(crate) keeps: Keeps,
}

impl Place<'_> {
    /// The number of rows.
    pub(crate) fn count(&self) -> Result<u64, Error> {
        let Self {
            connection,
            table,
            keeps,
        } = *self;
        open(connection, table, keeps)?;
        let from = from(connection, table, keeps, &[]);
        let sql = format!("SELECT count(*) FROM {from}");
        let counted = connection.value::<i64>(&format!("count the rows of {table}"), &sql, []);
        close(connection, keeps)?;
        Ok(counted?.unsigned_abs())
    }
}

/// What stands behind `FROM` to read the rows of a table with these columns. It works from [`open`] to [`close`].
pub(crate) fn from(
    connection: &Connection,
    table: &str,
    keeps: Keeps,
    columns: &[String],
) -> String {
    if keeps != Keeps::Words {
        return of_main(table);
    }
    // The words of a table with `detail = none` belong to no column.
    let words = |name: &String| {
        let text = name.replace('\'', "''");
        format!(
            "group_concat(coalesce(place, '') || ' ' || term, x'0a' ORDER BY place, term) \
             FILTER (WHERE term IS NOT NULL AND (col IS NULL OR col = '{text}' COLLATE NOCASE)) AS {}",
            quoted(name)
        )
    };
    let values: Vec<String> = columns
        .iter()
        .filter(|name| *name != ROWID)
        .map(|name| format!(", {}", words(name)))
        .collect();
    // A row may have no words, or values in columns that are not indexed. A table that keeps no lengths cannot say so.
    let mut rows = String::new();
    if is_readable(connection, table) {
        let table = of_main(table);
        rows = format!(" UNION ALL SELECT rowid, NULL, NULL, NULL FROM {table}");
        for name in columns.iter().filter(|name| *name != ROWID) {
            let value = quoted(name);
            let _ = write!(
                rows,
                " UNION ALL SELECT rowid, '{}', -1, quote({value}) FROM {table} WHERE {value} IS NOT NULL",
                name.replace('\'', "''")
            );
        }
    }
    format!(
        "(SELECT doc AS {ROWID}{} FROM (SELECT doc, col, \"offset\" AS place, term FROM {WORDS}{rows}) GROUP BY doc)",
        values.concat()
    )
}

/// Makes it possible to read from `from`.
pub(crate) fn open(connection: &Connection, table: &str, keeps: Keeps) -> Result<(), Error> {
    if keeps != Keeps::Words {
        return Ok(());
    }
    connection.run_all(
        &format!("read the words of {table}"),
        &format!(
            "CREATE VIRTUAL TABLE {WORDS} USING fts5vocab('main', '{}', 'instance')",
            table.replace('\'', "''")
        ),
    )
}

/// Ends what [`open`] began.
pub(crate) fn close(connection: &Connection, keeps: Keeps) -> Result<(), Error> {
    if keeps != Keeps::Words {
        return Ok(());
    }
    connection.run_all("read words", &format!("DROP TABLE IF EXISTS {WORDS}"))
}

/// True if SQLite could not work out an expression, such as that of a computed column over unfit values.
pub(crate) fn is_of_expression(error: &rusqlite::Error) -> bool {
    let code = match error {
        rusqlite::Error::SqlInputError { error, .. } => Some(error.code),
        other => other.sqlite_error_code(),
    };
    code == Some(ErrorCode::Unknown)
}

/// True if a table keeps no row.
pub(crate) fn is_empty(connection: &Connection, table: &str, keeps: Keeps) -> Result<bool, Error> {
    open(connection, table, keeps)?;
    let from = from(connection, table, keeps, &[]);
    let sql = format!("SELECT NOT EXISTS (SELECT 1 FROM {from})");
    let is_empty = connection.value(&format!("look for rows of {table}"), &sql, []);
    close(connection, keeps)?;
    is_empty
}

/// True if a table has rows that SQLite can find, whatever it keeps itself.
pub(crate) fn has_rows(connection: &Connection, table: &str, keeps: Keeps) -> Result<bool, Error> {
    match keeps {
        Keeps::Hidden => Ok(known_rows(connection, table, keeps) > 0),
        Keeps::Words => Ok(!is_empty(connection, table, keeps)?),
        Keeps::Rows | Keeps::Index => {
            Ok(is_readable(connection, table) && !is_empty(connection, table, keeps)?)
        }
    }
}

/// The number of rows of a table that keeps none that SQLite can list, as far as it is known.
pub(crate) fn known_rows(connection: &Connection, table: &str, keeps: Keeps) -> u64 {
    // The lengths of the rows are listed, unless the table was made without them.
    let counted = match keeps {
        Keeps::Hidden => schema::count(connection, &format!("{table}_docsize")),
        _ => schema::count(connection, table),
    };
    counted.unwrap_or_default()
}
