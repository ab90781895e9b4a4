//! One call for one question: the rows come back as a `Vec`, and an error says what was being done.

use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::error::Error;

/// Questions and statements whose errors say what was being done, such as "read the history".
pub trait Queries {
    /// Every row of the answer.
    fn rows<T>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error>;

    /// The first row of the answer, if there is one.
    fn first_row<T>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error>;

    /// The first column of every row of the answer.
    fn column<T: FromSql>(
        &self,
        doing: &str,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<T>, Error> {
        self.rows(doing, sql, params, |row| row.get(0))
    }

    /// The one value that the answer holds. No row is an error.
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

/// The message of SQLite, without the statement.
pub(crate) fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

/// A value as the text of a cell: NULL is the empty one, and a number has the shortest digits that read back
/// as the same number.
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
