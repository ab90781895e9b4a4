//! Compares the rows of two databases, table by table and cell by cell.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, Rows};
use serde::Serialize;

use super::fingerprint::type_name;
use crate::db::schema::{self, columns, count, key, quoted};
use crate::error::Error;

/// The differences of one table before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableChange {
    /// The table.
    pub table: String,
    /// Rows before; nothing where the table was not there.
    pub rows_before: Option<u64>,
    /// Rows after; nothing where the table is gone.
    pub rows_after: Option<u64>,
    /// Rows whose key was not there before.
    pub added: u64,
    /// Rows whose key is no longer there.
    pub removed: u64,
    /// Rows that are there with other values.
    pub changed: u64,
    /// Cells that changed, by column.
    pub cells: BTreeMap<String, u64>,
    /// Cells whose type changed, by column and the types, as `code: text to integer`.
    pub types: BTreeMap<String, u64>,
    /// Columns that were not there before.
    pub columns_gained: Vec<String>,
    /// Columns that are no longer there.
    pub columns_lost: Vec<String>,
}

impl TableChange {
    /// True if the table is the same before and after.
    pub fn is_unchanged(&self) -> bool {
        self.rows_before == self.rows_after
            && self.added + self.removed + self.changed == 0
            && self.columns_gained.is_empty()
            && self.columns_lost.is_empty()
    }
}

/// Compares every table of either database.
pub fn tables(before: &Connection, after: &Connection) -> Result<Vec<TableChange>, Error> {
    let (mut was, mut is) = (schema::tables(before)?, schema::tables(after)?);
    was.retain(|table| schema::is_readable(before, table));
    is.retain(|table| schema::is_readable(after, table));
    let mut names: Vec<&String> = was.iter().chain(&is).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .map(|name| match (was.contains(name), is.contains(name)) {
            (true, true) => both(name, before, after),
            (true, false) => count(before, name).map(|rows| TableChange {
                table: name.clone(),
                rows_before: Some(rows),
                removed: rows,
                ..TableChange::default()
            }),
            _ => count(after, name).map(|rows| TableChange {
                table: name.clone(),
                rows_after: Some(rows),
                added: rows,
                ..TableChange::default()
            }),
        })
        .collect()
}

/// The columns that both sides have, those of the key first.
struct Shared {
    columns: Vec<String>,
    key: usize,
}

impl Shared {
    fn of(table: &str, before: &Connection, after: &Connection) -> Result<Self, Error> {
        let held_after = columns(after, table)?;
        let mut both = columns(before, table)?;
        both.retain(|name| held_after.contains(name));
        let mut columns = key(before, table)?;
        if columns.is_empty() || columns != key(after, table)? {
            // Without a key that is the same on both sides, a row is known by all of its values.
            let key = both.len();
            return Ok(Self { columns: both, key });
        }
        let key = columns.len();
        both.retain(|name| !columns.contains(name));
        columns.append(&mut both);
        Ok(Self { columns, key })
    }

    /// The rows in the order of the key.
    fn sql(&self, table: &str) -> String {
        let columns: Vec<String> = self.columns.iter().map(|name| quoted(name)).collect();
        let sort: Vec<String> = columns[..self.key]
            .iter()
            .map(|name| format!("{name} COLLATE BINARY"))
            .collect();
        format!(
            "SELECT {} FROM {} ORDER BY {}",
            columns.join(", "),
            quoted(table),
            sort.join(", ")
        )
    }
}

fn both(table: &str, before: &Connection, after: &Connection) -> Result<TableChange, Error> {
    let only_in = |one: &Connection, other: &Connection| {
        let others = columns(other, table)?;
        let mut names = columns(one, table)?;
        names.retain(|name| !others.contains(name));
        Ok::<_, Error>(names)
    };
    let mut change = TableChange {
        table: table.to_owned(),
        columns_gained: only_in(after, before)?,
        columns_lost: only_in(before, after)?,
        ..TableChange::default()
    };
    let shared = Shared::of(table, before, after)?;
    if shared.columns.is_empty() {
        change.rows_before = Some(count(before, table)?);
        change.rows_after = Some(count(after, table)?);
        return Ok(change);
    }
    let sql = shared.sql(table);
    let mut merge_rows = || -> rusqlite::Result<()> {
        let (mut old, mut new) = (before.prepare(&sql)?, after.prepare(&sql)?);
        merge(&mut change, &shared, old.query([])?, new.query([])?)
    };
    merge_rows().map_err(Error::sql(format!("compare the rows of {table}")))?;
    Ok(change)
}

/// Walks both results side by side, in the order of their keys.
fn merge(
    change: &mut TableChange,
    shared: &Shared,
    mut old: Rows<'_>,
    mut new: Rows<'_>,
) -> rusqlite::Result<()> {
    let (columns, key) = (&shared.columns, shared.key);
    let (mut was, mut is) = (
        next_row(&mut old, columns.len())?,
        next_row(&mut new, columns.len())?,
    );
    let (mut before, mut after) = (0, 0);
    loop {
        let order = match (&was, &is) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(was), Some(is)) => by_key(&was[..key], &is[..key]),
        };
        if let (Ordering::Equal, Some(was), Some(is)) = (order, &was, &is) {
            change.count_cells(columns, was, is);
        }
        if order.is_le() {
            before += 1;
            change.removed += u64::from(order.is_lt());
            was = next_row(&mut old, columns.len())?;
        }
        if order.is_ge() {
            after += 1;
            change.added += u64::from(order.is_gt());
            is = next_row(&mut new, columns.len())?;
        }
    }
    change.rows_before = Some(before);
    change.rows_after = Some(after);
    Ok(())
}

fn next_row(rows: &mut Rows<'_>, width: usize) -> rusqlite::Result<Option<Vec<Value>>> {
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    (0..width)
        .map(|at| row.get(at))
        .collect::<Result<_, _>>()
        .map(Some)
}

impl TableChange {
    /// Counts the cells of a row that differ.
    fn count_cells(&mut self, columns: &[String], was: &[Value], is: &[Value]) {
        let mut differs = false;
        for ((name, was), is) in columns.iter().zip(was).zip(is) {
            if was == is {
                continue;
            }
            differs = true;
            *self.cells.entry(name.clone()).or_default() += 1;
            let (from, to) = (type_name(was.data_type()), type_name(is.data_type()));
            if from != to {
                *self
                    .types
                    .entry(format!("{name}: {from} to {to}"))
                    .or_default() += 1;
            }
        }
        self.changed += u64::from(differs);
    }
}

/// The order of SQLite: NULL, numbers, texts by their bytes, blobs.
fn by_key(one: &[Value], two: &[Value]) -> Ordering {
    one.iter()
        .zip(two)
        .map(|(one, two)| by_value(one, two))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn by_value(one: &Value, two: &Value) -> Ordering {
    match (one, two) {
        (Value::Integer(one), Value::Integer(two)) => one.cmp(two),
        (Value::Text(one), Value::Text(two)) => one.as_bytes().cmp(two.as_bytes()),
        (Value::Blob(one), Value::Blob(two)) => one.cmp(two),
        (Value::Integer(_) | Value::Real(_), Value::Integer(_) | Value::Real(_)) => {
            number(one).total_cmp(&number(two))
        }
        _ => class(one).cmp(&class(two)),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an integer beside a real is compared as one"
)]
fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Real(number) => *number,
        _ => 0.0,
    }
}

fn class(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 1,
        Value::Text(_) => 2,
        Value::Blob(_) => 3,
    }
}
