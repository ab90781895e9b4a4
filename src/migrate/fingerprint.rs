//! A fingerprint of every column of a table, so that a rebuild cannot change values in silence.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;
use rusqlite::types::{Type, ValueRef};

use super::sql::{Statement, Token};
use crate::db::schema::{self, quoted};
use crate::error::Error;

/// The content of each column of a table, whatever the order of the rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fingerprint {
    rows: u64,
    columns: BTreeMap<String, Column>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Column {
    sum: u64,
    types: TypeCounts,
}

/// The number of values of each type that SQLite's `typeof` can tell.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct TypeCounts([u64; TYPES.len()]);

const TYPES: [Type; 5] = [
    Type::Null,
    Type::Integer,
    Type::Real,
    Type::Text,
    Type::Blob,
];

impl fmt::Display for TypeCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<String> = TYPES
            .iter()
            .zip(self.0)
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {}", type_name(*kind)))
            .collect();
        f.write_str(&counts.join(", "))
    }
}

/// The name that SQLite's `typeof` has for a type.
pub(super) fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Null => "null",
        Type::Integer => "integer",
        Type::Real => "real",
        Type::Text => "text",
        Type::Blob => "blob",
    }
}

/// Reads a whole table. Each value counts together with the key of its row, so that an exchange of values
/// between two rows shows.
pub(super) fn fingerprint(connection: &Connection, table: &str) -> Result<Fingerprint, Error> {
    let key = schema::key(connection, table)?;
    read(connection, table, &key).map_err(Error::sql(format!("read the values of {table}")))
}

fn read(connection: &Connection, table: &str, key: &[String]) -> rusqlite::Result<Fingerprint> {
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
        let mut key_hash = 0;
        for at in &key {
            key_hash = add(key_hash, row.get_ref(*at)?);
        }
        for (at, column) in columns.iter_mut().enumerate() {
            let value = row.get_ref(at)?;
            column.sum = column.sum.wrapping_add(finished(add(key_hash, value)));
            column.types.0[place(value.data_type())] += 1;
        }
        count += 1;
    }
    Ok(Fingerprint {
        rows: count,
        columns: names.into_iter().zip(columns).collect(),
    })
}

/// Adds a value to a hash. A quick hash is enough: it guards against mistakes, not against attacks.
fn add(hash: u64, value: ValueRef<'_>) -> u64 {
    let hash = mixed(hash, place(value.data_type()) as u64);
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

/// Mixes the upper bits into the lower ones, since the hashes of rows are added up.
fn finished(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

/// The place of a type in [`TYPES`].
fn place(kind: Type) -> usize {
    match kind {
        Type::Null => 0,
        Type::Integer => 1,
        Type::Real => 2,
        Type::Text => 3,
        Type::Blob => 4,
    }
}

/// A column that is there before and after with other values.
pub(super) struct ChangedColumn {
    /// Its name.
    pub(super) name: String,
    /// The number of values of each type before and after, where that differs.
    pub(super) types: Option<(TypeCounts, TypeCounts)>,
}

impl Fingerprint {
    /// The columns whose values differ afterwards. Where the number of rows differs, nothing is compared:
    /// that loss, if it is one, is reported as rows.
    pub(super) fn changed_columns(&self, after: &Self) -> Vec<ChangedColumn> {
        if self.rows != after.rows {
            return Vec::new();
        }
        let changed = |(name, was): (&String, &Column)| {
            let is = after.columns.get(name).filter(|is| *is != was)?;
            Some(ChangedColumn {
                name: name.clone(),
                types: (was.types != is.types).then_some((was.types, is.types)),
            })
        };
        self.columns.iter().filter_map(changed).collect()
    }
}

/// The tables that statements drop or rename, and so may bring back with other values.
pub(super) fn rebuilt(statements: &[Statement<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for statement in statements {
        let name = |at: usize| {
            let skip = if statement.has_at(at, &["main", "."]) {
                2
            } else {
                0
            };
            statement.tokens.get(at + skip).map(Token::name)
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
