//! A table in the form in which the loader writes it: its declared columns, the places of the key among them, and the
//! SQL statements.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::hindered;
use super::key::Key;
use crate::db::{Queries, schema};
use crate::error::Error;
use crate::tables::{ORIGIN, Table};

/// The declared columns of a table in order, and the places of its key among them. Columns that a user
/// added to the table are left alone.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) table: &'static Table,
    pub(super) columns: Vec<&'static str>,
    key: Vec<usize>,
}

impl Shape {
    /// The shape of a table, which the database must hold with every declared column.
    pub(super) fn read(connection: &Connection, table: &'static Table) -> Result<Self, Error> {
        let columns = table.field_names();
        let held: BTreeSet<String> = schema::columns(connection, table.name)?
            .into_iter()
            .collect();
        if held.is_empty() {
            return Err(differs(&format!("table {}", table.name)));
        }
        if let Some(missing) = columns.iter().find(|name| !held.contains(**name)) {
            return Err(differs(&format!("column {}.{missing}", table.name)));
        }
        let place = |name: &&str| columns.iter().position(|column| column == name);
        let key = table.key.iter().filter_map(place).collect();
        Ok(Self {
            table,
            columns,
            key,
        })
    }

    /// The place of a column.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| *column == name)
    }

    /// The place of the origin, which is the last column.
    pub(super) fn origin(&self) -> usize {
        self.columns.len() - 1
    }

    /// The key of a row.
    pub(super) fn key_of(&self, row: &[Value]) -> Key {
        Key::of(self.key.iter().map(|at| &row[*at]))
    }

    /// The columns of the key.
    pub(super) fn key_columns(&self) -> impl Iterator<Item = &'static str> {
        self.key.iter().map(|at| self.columns[*at])
    }

    /// The rows of the table that fulfil a condition in SQL; all rows if the condition is empty.
    pub(super) fn select(
        &self,
        connection: &Connection,
        condition: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<Vec<Value>>, Error> {
        let width = self.columns.len();
        connection.rows(
            &format!("read the rows of {}", self.table.name),
            &format!(
                "SELECT {} FROM {} {condition}",
                self.columns.join(", "),
                self.table.name
            ),
            params,
            |row| (0..width).map(|at| row.get(at)).collect(),
        )
    }

    pub(super) fn insert(&self, connection: &Connection, rows: &[Vec<Value>]) -> Result<(), Error> {
        let marks: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.table.name,
            self.columns.join(", "),
            marks.join(", ")
        );
        self.execute_for_each(connection, &sql, rows)
    }

    pub(super) fn update(&self, connection: &Connection, rows: &[Vec<Value>]) -> Result<(), Error> {
        let sets: Vec<String> = (0..self.columns.len()).map(|at| self.equals(at)).collect();
        let sql = format!(
            "UPDATE {} SET {} WHERE {}",
            self.table.name,
            sets.join(", "),
            self.key_condition()
        );
        self.execute_for_each(connection, &sql, rows)
    }

    pub(super) fn delete(&self, connection: &Connection, rows: &[Vec<Value>]) -> Result<(), Error> {
        // Parameter numbers are column numbers, so every column is bound; the condition on the origin uses the last.
        let origin = self.origin();
        let sql = format!(
            "DELETE FROM {} WHERE {} AND {}",
            self.table.name,
            self.key_condition(),
            self.equals(origin)
        );
        self.execute_for_each(connection, &sql, rows)
    }

    /// `column = ?n`, where the parameters are the columns of a row in their order.
    fn equals(&self, at: usize) -> String {
        format!("{} = ?{}", self.columns[at], at + 1)
    }

    fn key_condition(&self) -> String {
        let conditions: Vec<String> = self.key.iter().map(|at| self.equals(*at)).collect();
        conditions.join(" AND ")
    }

    fn execute_for_each(
        &self,
        connection: &Connection,
        sql: &str,
        rows: &[Vec<Value>],
    ) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let executed = || -> rusqlite::Result<()> {
            let mut statement = connection.prepare(sql)?;
            for row in rows {
                statement.execute(params_from_iter(row))?;
            }
            Ok(())
        };
        executed()
            .map_err(Error::sql(format!("load the rows of {}", self.table.name)))
            .map_err(|error| hindered::named(connection, self.table.name, error))
    }
}

fn differs(missing: &str) -> Error {
    Error::database(
        format!("the database has no {missing}, which the migrations make; nothing was changed"),
        "`sco migrate check` shows what differs",
    )
}

/// A row of a dataset, in the order of the columns.
pub(super) fn arranged(shape: &Shape, row: &super::Row, origin: &str) -> Vec<Value> {
    shape
        .columns
        .iter()
        .map(|name| match *name {
            name if name == ORIGIN.name => Value::Text(origin.to_owned()),
            name => row.get(name).cloned().unwrap_or(Value::Null),
        })
        .collect()
}
