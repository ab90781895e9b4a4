//! Digests of the columns of a table, which do not depend on the order of its rows. If those before and after a file
//! are equal, the rows need not be compared.

use rusqlite::Connection;

use super::cell::{finished, hash, no_hash};
use super::rows::Rows;
use crate::error::Error;

/// The content of a table, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    /// The number of rows.
    pub(crate) rows: u64,
    /// The digest of the columns that identify the rows.
    pub(crate) identity: u64,
    /// For each other column, the digest of its values together with the identity of their rows, so that an exchange
    /// of values between two rows changes it.
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
            let mut key = no_hash();
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
