//! Which columns of a table before and after a file correspond, and which of them identify its rows.

use rusqlite::Connection;

use super::compare::Side;
use super::definition::Definition;
use super::lineage::{Kept, Successor};
use super::rows::Rows;
use crate::db::Queries;
use crate::db::schema::{of_main, quoted};
use crate::error::Error;

/// A table before and after: the database and its name there.
pub(crate) type Places<'c> = [(&'c Connection, &'c str); 2];

/// The columns that correspond before and after; those that identify the rows come first.
pub(crate) struct Pairing {
    columns: Vec<Kept>,
    key: usize,
    by_key: bool,
}

impl Pairing {
    /// Rows are identified by the key if it is the same on both sides; otherwise by all their values, except those
    /// that an `UPDATE` wrote and those that are announced to change.
    pub(crate) fn of(
        was: &Definition,
        is: &Definition,
        successor: &Successor,
        is_announced: impl Fn(&str) -> bool,
    ) -> Self {
        let mut columns = successor.columns.clone();
        columns.retain(|kept| !was.is_generated(&kept.before));
        let key = was.key();
        let mut now: Vec<String> = key
            .iter()
            .filter_map(|name| successor.column(name))
            .map(str::to_ascii_lowercase)
            .collect();
        let mut wanted: Vec<String> = is
            .key()
            .iter()
            .map(|name| name.to_ascii_lowercase())
            .collect();
        now.sort();
        wanted.sort();
        let by_key = !key.is_empty() && now.len() == key.len() && now == wanted;
        if by_key {
            let place = |kept: &Kept| {
                key.iter()
                    .position(|name| name.eq_ignore_ascii_case(&kept.before))
                    .unwrap_or(usize::MAX)
            };
            columns.sort_by_key(place);
        }
        let pairing = Self {
            columns,
            key: key.len(),
            by_key,
        };
        if by_key {
            pairing
        } else {
            pairing.by_values(is_announced)
        }
    }

    /// The same columns where values identify the rows.
    pub(crate) fn by_values(self, is_announced: impl Fn(&str) -> bool) -> Self {
        let mut columns = self.columns;
        columns.retain(|kept| !kept.updated && !is_announced(&kept.before));
        Self {
            key: columns.len(),
            columns,
            by_key: false,
        }
    }

    /// The same, or by values if several rows may have the same key, before or after, since a column of the key is
    /// NULL in some.
    pub(crate) fn or_by_values(
        self,
        [(before, was), (after, is)]: Places<'_>,
        is_announced: impl Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        if !self.by_key {
            return Ok(self);
        }
        let key = &self.columns[..self.key];
        let befores = key.iter().map(|kept| kept.before.as_str());
        let afters = key.iter().map(|kept| kept.after.as_str());
        if has_null(before, was, befores)? || has_null(after, is, afters)? {
            return Ok(self.by_values(is_announced));
        }
        Ok(self)
    }

    /// The two sides of a comparison.
    pub(crate) fn sides<'c>(&self, [before, after]: Places<'c>) -> [Side<'c>; 2] {
        let (befores, afters) = self.names();
        [(before, befores), (after, afters)].map(|((connection, table), columns)| Side {
            connection,
            rows: Rows {
                table: table.to_owned(),
                columns,
                key: self.key,
                by_key: self.by_key,
            },
        })
    }

    /// True if a key identifies the rows.
    pub(crate) fn is_by_key(&self) -> bool {
        self.by_key
    }

    /// The names before and after.
    pub(crate) fn names(&self) -> (Vec<String>, Vec<String>) {
        self.columns
            .iter()
            .map(|kept| (kept.before.clone(), kept.after.clone()))
            .unzip()
    }

    /// For each column: whether an `UPDATE` wrote it, and its numbers.
    pub(crate) fn updates(&self) -> Vec<(bool, Vec<usize>)> {
        self.columns
            .iter()
            .map(|kept| (kept.updated, kept.ids.clone()))
            .collect()
    }
}

/// True if one of the columns is NULL in some row. SQLite need not look where a column cannot be.
fn has_null<'k>(
    connection: &Connection,
    table: &str,
    columns: impl Iterator<Item = &'k str>,
) -> Result<bool, Error> {
    for column in columns {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {} WHERE {} IS NULL)",
            of_main(table),
            quoted(column)
        );
        if connection.value(&format!("read the keys of {table}"), &sql, [])? {
            return Ok(true);
        }
    }
    Ok(false)
}
