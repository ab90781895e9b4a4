//! A fingerprint of every column of a table, so that a rebuild cannot change values in silence.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

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
    types: BTreeMap<&'static str, u64>,
}

/// Reads a whole table. Each value counts together with the key of its row, so that two rows cannot
/// exchange theirs either.
pub(super) fn values(connection: &Connection, table: &str) -> Result<Values, Error> {
    let failed = || Error::sql(format!("read the values of {table}"));
    let key = super::compare::key_of(connection, table)?;
    let mut statement = connection
        .prepare(&format!("SELECT * FROM {}", quoted(table)))
        .map_err(failed())?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let key: Vec<usize> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| key.contains(name))
        .map(|(at, _)| at)
        .collect();
    let mut columns = vec![Column::default(); names.len()];
    let mut count = 0;
    let mut rows = statement.query([]).map_err(failed())?;
    while let Some(row) = rows.next().map_err(failed())? {
        let mut of_row = DefaultHasher::new();
        for at in &key {
            add(&mut of_row, row.get_ref(*at).map_err(failed())?);
        }
        for (at, column) in columns.iter_mut().enumerate() {
            let value = row.get_ref(at).map_err(failed())?;
            let mut of_cell = of_row.clone();
            add(&mut of_cell, value);
            column.sum = column.sum.wrapping_add(of_cell.finish());
            *column.types.entry(type_of(value)).or_default() += 1;
        }
        count += 1;
    }
    Ok(Values {
        rows: count,
        columns: names.into_iter().zip(columns).collect(),
    })
}

fn add(hasher: &mut DefaultHasher, value: ValueRef<'_>) {
    hasher.write(type_of(value).as_bytes());
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(number) => hasher.write_i64(number),
        ValueRef::Real(number) => hasher.write_u64(number.to_bits()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            hasher.write_usize(bytes.len());
            hasher.write(bytes);
        }
    }
}

/// What SQLite's `typeof` says of a value.
pub(super) fn type_of(value: ValueRef<'_>) -> &'static str {
    match value {
        ValueRef::Null => "null",
        ValueRef::Integer(_) => "integer",
        ValueRef::Real(_) => "real",
        ValueRef::Text(_) => "text",
        ValueRef::Blob(_) => "blob",
    }
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

fn spelled(types: &BTreeMap<&'static str, u64>) -> String {
    let parts: Vec<String> = types
        .iter()
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
