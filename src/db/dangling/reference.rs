//! The dangling rows of one foreign key.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Former, Key};
use crate::db::Queries;
use crate::db::schema::{self, quoted};
use crate::error::Error;
use crate::wording::{self, agreeing};

/// The dangling rows of one foreign key.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) table: String,
    parent: String,
    /// The columns of the foreign key in `table`.
    columns: Vec<String>,
    pub(super) name: Key,
    /// How the rows of the table are told apart.
    pub(super) row_key: RowKey,
    /// The number of rows that are equal as far as is told here; more than one only where they have no key.
    pub(super) rows: BTreeMap<Row, u64>,
}

/// A dangling row. Values are written as SQL literals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    /// The key of the row itself; empty where the table has none.
    key: Vec<u8>,
    /// The key that the parent lacks.
    value: Vec<u8>,
}

impl Row {
    /// The row as it is recognised: by its key, or else by what it refers to alone.
    pub(super) fn known_by(&self, key: bool) -> Self {
        let mut known = self.clone();
        if !key {
            known.key.clear();
        }
        known
    }
}

/// The columns of the primary key of a table, each with its type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RowKey(Vec<(String, String)>);

impl RowKey {
    fn of(connection: &Connection, table: &str) -> Result<Self, Error> {
        let columns = connection.rows(
            &format!("read the columns of {table}"),
            "SELECT name, type FROM pragma_table_info(?1, 'main') WHERE pk > 0 ORDER BY pk",
            [table],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self(columns))
    }

    /// The SQL expression for the key of a row, as literals.
    fn literals(&self) -> String {
        literals(self.0.iter().map(|(column, _)| column))
    }

    /// True if this key has the columns and types of a former one, and their values are still the same in each row.
    pub(super) fn is_the_same(&self, was: &Self, table: &str, former: &impl Former) -> bool {
        let is_same = |((now, of), (was, was_of)): (&(String, String), &(String, String))| {
            let name = former.column(table, now);
            name.is_some_and(|name| name.eq_ignore_ascii_case(was))
                && of.eq_ignore_ascii_case(was_of)
                && !former.is_written(table, now)
        };
        self.0.len() == was.0.len() && self.0.iter().zip(&was.0).all(is_same)
    }
}

/// The SQL expression for columns of `child` as literals; as bytes, since a text need not be UTF-8.
fn literals<'c>(columns: impl Iterator<Item = &'c String>) -> String {
    let parts: Vec<String> = columns
        .map(|column| format!("quote(child.{})", quoted(column)))
        .collect();
    if parts.is_empty() {
        return "x''".to_owned();
    }
    format!("CAST({} AS BLOB)", parts.join(" || ', ' || "))
}

impl Reference {
    /// Reads the dangling rows of a foreign key.
    pub(super) fn read(
        connection: &Connection,
        table: &str,
        key: &schema::ForeignKey,
    ) -> Result<Self, Error> {
        let mut reference = Self {
            table: table.to_owned(),
            parent: key.parent.clone(),
            columns: key.columns.iter().map(|(from, _)| from.clone()).collect(),
            name: Key::of(table, key),
            row_key: RowKey::of(connection, table)?,
            rows: BTreeMap::new(),
        };
        let sql = format!(
            "SELECT {}, {}, count(*) FROM {} AS child WHERE {} GROUP BY 1, 2",
            reference.row_key.literals(),
            reference.value(),
            quoted(table),
            missing(connection, key)?
        );
        let rows = connection.rows("check the foreign keys", &sql, [], |row| {
            let (key, value) = (row.get(0)?, row.get(1)?);
            Ok((Row { key, value }, row.get::<_, i64>(2)?.unsigned_abs()))
        })?;
        reference.rows = rows.into_iter().collect();
        Ok(reference)
    }

    /// The SQL expression for the key that a row names, as literals.
    fn value(&self) -> String {
        literals(self.columns.iter())
    }

    /// Says in words which rows dangle.
    pub(super) fn describe(
        &self,
        connection: &Connection,
        count: u64,
        new: &[&Row],
    ) -> Result<String, Error> {
        const SHOWN: usize = 5;
        let mut shown: Vec<String> = Vec::new();
        let (what, sql) = self.identity(connection)?;
        for row in new.iter().take(SHOWN) {
            let of_row = [&row.value, &row.key];
            let rows: Vec<Vec<u8>> =
                connection.column("name the rows left dangling", &sql, of_row)?;
            shown.extend(
                rows.iter()
                    .map(|row| String::from_utf8_lossy(row).into_owned()),
            );
        }
        shown.truncate(SHOWN);
        let [name, row, are] = [("names", "name"), ("a row", "rows"), ("is", "are")]
            .map(|(one, more)| agreeing(count, one, more));
        Ok(format!(
            "{} of {} {name} {row} of {} that {are} not there ({what}{})",
            wording::count(count, "row"),
            self.table,
            self.parent,
            shown.join(if what.is_empty() { "; " } else { ", " })
        ))
    }

    /// How messages name the rows of the table: the word before the value (`rowid `, or nothing for a key), and the
    /// query that returns the values for the rows with a missing key.
    fn identity(&self, connection: &Connection) -> Result<(&'static str, String), Error> {
        let columns = schema::columns(connection, &self.table)?;
        let has_rowid = !schema::is_without_rowid(connection, &self.table)?;
        let rowid = ["rowid", "_rowid_", "oid"]
            .into_iter()
            .find(|name| {
                !columns
                    .iter()
                    .any(|column| column.eq_ignore_ascii_case(name))
            })
            .filter(|_| has_rowid);
        let (what, shown) = if let Some(rowid) = rowid {
            ("rowid ", format!("child.{rowid}"))
        } else {
            let mut key = schema::key(connection, &self.table)?;
            if key.is_empty() {
                key = columns;
            }
            let parts: Vec<String> = key
                .iter()
                .map(|column| {
                    let text = format!("{column} = ").replace('\'', "''");
                    format!("'{text}' || quote(child.{})", quoted(column))
                })
                .collect();
            ("", parts.join(" || ' and ' || "))
        };
        let sql = format!(
            "SELECT CAST({shown} AS BLOB) FROM {} AS child WHERE {} = ?1 AND {} = ?2 LIMIT 5",
            quoted(&self.table),
            self.value(),
            self.row_key.literals()
        );
        Ok((what, sql))
    }
}

/// The SQL condition that a row refers to a row that the parent lacks. As in SQLite's foreign keys, a NULL refers to
/// nothing, and values are compared with the type of the parent's column: the plus takes away that of the child's.
fn missing(connection: &Connection, key: &schema::ForeignKey) -> Result<String, Error> {
    let mut conditions: Vec<String> = key
        .columns
        .iter()
        .map(|(from, _)| format!("child.{} IS NOT NULL", quoted(from)))
        .collect();
    if !schema::has(connection, &key.parent)? {
        return Ok(conditions.join(" AND "));
    }
    let primary = schema::key(connection, &key.parent)?;
    let equal: Vec<String> = key
        .columns
        .iter()
        .enumerate()
        .map(|(at, (from, to))| {
            let to = if to.is_empty() {
                primary.get(at).map_or("", String::as_str)
            } else {
                to
            };
            format!("parent.{} = +child.{}", quoted(to), quoted(from))
        })
        .collect();
    conditions.push(format!(
        "NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
        quoted(&key.parent),
        equal.join(" AND ")
    ));
    Ok(conditions.join(" AND "))
}
