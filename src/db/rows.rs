//! One call for one query: the rows are returned as a `Vec`, and an error says what was being done.

use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::error::Error;

/// Queries and statements whose errors say what was being done: `doing` completes "could not", as in "read the
/// history".
pub trait Queries {
    /// Every row of the result.
    fn rows<T>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error>;

    /// The first row of the result, if there is one.
    fn first_row<T>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error>;

    /// The first column of every row of the result.
    fn column<T: FromSql>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<T>, Error> {
        self.rows(doing, sql, params, |row| row.get(0))
    }

    /// The first column of every row of the result, as names of a schema: bytes that are no UTF-8 are replaced.
    fn names(&self, doing: &str, sql: &str, params: impl Params) -> Result<Vec<String>, Error> {
        self.rows(doing, sql, params, |row| name(row, 0))
    }

    /// The first column of the first row of the result. A result without rows is an error.
    fn value<T: FromSql>(&self, doing: &str, sql: &str, params: impl Params) -> Result<T, Error>;

    /// Runs one statement; returns how many rows it changed.
    fn write(&self, doing: &str, sql: &str, params: impl Params) -> Result<usize, Error>;

    /// Runs statements separated by semicolons.
    fn run_all(&self, doing: &str, sql: &str) -> Result<(), Error>;
}

impl Queries for Connection {
    fn rows<T>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        self.prepare(sql)
            .and_then(|mut statement| statement.query_map(params, read)?.collect())
            .map_err(Error::sql(doing))
    }

    fn first_row<T>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        self.query_row(sql, params, read)
            .optional()
            .map_err(Error::sql(doing))
    }

    fn value<T: FromSql>(&self, doing: &str, sql: &str, params: impl Params) -> Result<T, Error> {
        self.query_row(sql, params, |row| row.get(0))
            .map_err(Error::sql(doing))
    }

    fn write(&self, doing: &str, sql: &str, params: impl Params) -> Result<usize, Error> {
        self.execute(sql, params).map_err(Error::sql(doing))
    }

    fn run_all(&self, doing: &str, sql: &str) -> Result<(), Error> {
        self.execute_batch(sql).map_err(Error::sql(doing))
    }
}

/// SQLite's message, without the statement.
pub(crate) fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

/// A name or another text of a schema, which other programs may have written in any bytes: those that are no UTF-8
/// are replaced by [`char::REPLACEMENT_CHARACTER`].
pub(crate) fn name(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    row.get_ref(at).map(text_of)
}

/// A value as the text of a cell: NULL gives the empty text, and a number the fewest digits that read back as the
/// same number.
pub fn text_of(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}
