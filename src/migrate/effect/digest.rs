//! Digests of the columns of a table that do not depend on the order of its rows: where those of before and
//! after are equal, no row has to be looked at again.

use rusqlite::Connection;

use super::cell::{finished, hash};
use super::rows::Rows;
use crate::error::Error;

/// The content of a table, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    /// The number of rows.
    pub(crate) rows: u64,
    /// The digest of what identifies the rows.
    pub(crate) identity: u64,
    /// For each column that is no part of the identity: each value counts together with the identity of
    /// its row, so that an exchange of values between two rows shows.
    pub(crate) columns: Vec<u64>,
}

/// Reads all rows once.
pub(crate) fn digest(connection: &Connection, rows: &Rows) -> Result<Digest, Error> {
    let read = || -> rusqlite::Result<Digest> {
        let mut digest = Digest {
            rows: 0,
            identity: 0,
            columns: vec![0; rows.columns.len() - rows.key],
        };
        let mut statement = connection.prepare(&rows.sql_in_any_order())?;
        let mut answer = statement.query([])?;
        while let Some(row) = answer.next()? {
            let mut key = 0;
            for at in 0..rows.key {
                key = hash(key, row.get_ref(at)?);
            }
            digest.rows += 1;
            digest.identity = digest.identity.wrapping_add(finished(key));
            for (at, column) in digest.columns.iter_mut().enumerate() {
                let value = hash(key, row.get_ref(rows.key + at)?);
                *column = column.wrapping_add(finished(value));
            }
        }
        Ok(digest)
    };
    read().map_err(Error::sql(format!("read the values of {}", rows.table)))
}
