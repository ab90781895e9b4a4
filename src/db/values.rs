//! A fingerprint of every column of a table, so that a rebuild cannot change values in silence.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::expect::Loss;
use super::sql::{Statement, quoted};
use crate::error::Error;

/// What the columns of a table hold, whatever the order of its rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Values {
    rows: u64,
    columns: BTreeMap<String, Column>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Column {
    sum: u64,
    /// How many values there are of each of [`TYPES`].
    types: [u64; 5],
}

/// What SQLite's `typeof` can say.
const TYPES: [&str; 5] = ["null", "integer", "real", "text", "blob"];

/// Reads a whole table. Each value counts together with the key of its row, so that two rows cannot
/// exchange theirs either.
pub(super) fn values(connection: &Connection, table: &str) -> Result<Values, Error> {
    let key = super::compare::key_of(connection, table)?;
    read(connection, table, &key).map_err(Error::sql(format!("read the values of {table}")))
}

fn read(connection: &Connection, table: &str, key: &[String]) -> rusqlite::Result<Values> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {}", quoted(table)))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let key: Vec<usize> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| key.contains(name))
        .map(|(at, _)| at)
        .collect();
    let mut columns = vec![Column::default(); names.len()];
    let mut count = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut of_row = 0;
        for at in &key {
            of_row = add(of_row, row.get_ref(*at)?);
        }
        for (at, column) in columns.iter_mut().enumerate() {
            let value = row.get_ref(at)?;
            column.sum = column.sum.wrapping_add(finished(add(of_row, value)));
            column.types[kind(value)] += 1;
        }
        count += 1;
    }
    Ok(Values {
        rows: count,
        columns: names.into_iter().zip(columns).collect(),
    })
}

/// Adds a value to a hash. Quick rather than strong: nobody who writes a migration is out to deceive it.
fn add(hash: u64, value: ValueRef<'_>) -> u64 {
    let hash = mixed(hash, kind(value) as u64);
    match value {
        ValueRef::Null => hash,
        ValueRef::Integer(number) => mixed(hash, number.cast_unsigned()),
        ValueRef::Real(number) => mixed(hash, number.to_bits()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            let (words, rest) = bytes.as_chunks::<8>();
            let mut hash = mixed(hash, bytes.len() as u64);
            for word in words {
                hash = mixed(hash, u64::from_le_bytes(*word));
            }
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            mixed(hash, u64::from_le_bytes(last))
        }
    }
}

fn mixed(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Spreads the upper bits over all, since the hashes of rows are added up.
fn finished(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

fn kind(value: ValueRef<'_>) -> usize {
    match value {
        ValueRef::Null => 0,
        ValueRef::Integer(_) => 1,
        ValueRef::Real(_) => 2,
        ValueRef::Text(_) => 3,
        ValueRef::Blob(_) => 4,
    }
}

/// What SQLite's `typeof` says of a value.
pub(super) fn type_of(value: ValueRef<'_>) -> &'static str {
    TYPES[kind(value)]
}

/// Columns that are there before and after, with other values.
pub(super) fn moved_values(table: &str, before: &Values, after: &Values) -> Vec<Loss> {
    if before.rows != after.rows {
        return Vec::new();
    }
    let mut losses = Vec::new();
    for (name, was) in &before.columns {
        let Some(is) = after.columns.get(name).filter(|is| *is != was) else {
            continue;
        };
        let told = if is.types == was.types {
            format!("the rebuild of {table} changes values of {name}")
        } else {
            format!(
                "the rebuild of {table} changes the type of values of {name} ({} before, {} after)",
                spelled(&was.types),
                spelled(&is.types)
            )
        };
        losses.push(Loss {
            words: format!("values {table}.{name}"),
            table: table.to_owned(),
            rows: 0,
            told,
        });
    }
    losses
}

fn spelled(types: &[u64; 5]) -> String {
    let parts: Vec<String> = TYPES
        .iter()
        .zip(types)
        .filter(|(_, n)| **n > 0)
        .map(|(name, n)| format!("{n} {name}"))
        .collect();
    parts.join(", ")
}

/// The tables that statements drop or rename: those that may come back with other values.
pub(super) fn rebuilt(statements: &[Statement<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for statement in statements {
        let name = |at: usize| {
            let skip = if statement.has_at(at, &["main", "."]) {
                2
            } else {
                0
            };
            statement.tokens.get(at + skip).map(super::sql::Token::name)
        };
        if statement.has_at(0, &["DROP", "TABLE"]) {
            let at = if statement.has_at(2, &["IF", "EXISTS"]) {
                4
            } else {
                2
            };
            found.extend(name(at));
        }
        if statement.has_at(0, &["ALTER", "TABLE"])
            && let Some(at) = statement.find(&["RENAME", "TO"])
        {
            found.extend(name(2));
            found.extend(name(at + 2));
        }
    }
    found
}
