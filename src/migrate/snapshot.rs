//! A database before and after a migration, and what was lost between the two.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::constraints::{Constraint, constraints};
use super::fingerprint::{Fingerprint, fingerprint};
use super::loss::Loss;
use crate::db::Queries;
use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;

/// The content of a database at one moment, as far as a migration may not take it away unannounced.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    tables: BTreeMap<String, Table>,
    /// Indexes, triggers and views.
    objects: Vec<Object>,
    /// The AUTOINCREMENT counter of each table that has one.
    sequences: BTreeMap<String, i64>,
}

#[derive(Debug)]
struct Table {
    rows: i64,
    sql: String,
    columns: Vec<String>,
    constraints: Vec<Constraint>,
    fingerprint: Option<Fingerprint>,
}

impl Snapshot {
    /// Takes a snapshot. The tables in `closely` are fingerprinted value by value. Constraints of a table
    /// whose SQL is the same as in `earlier` are taken over from there.
    pub(super) fn take(
        connection: &Connection,
        closely: &[String],
        earlier: Option<&Self>,
    ) -> Result<Self, Error> {
        let mut snapshot = Self::default();
        for object in schema::objects(connection)? {
            if object.kind != ObjectKind::Table {
                snapshot.objects.push(object);
                continue;
            }
            if !schema::is_readable(connection, &object.name) {
                continue;
            }
            let known = earlier
                .and_then(|earlier| earlier.tables.get(&object.name))
                .filter(|table| table.sql == object.sql);
            let table = Table::read(connection, &object, closely, known)?;
            snapshot.tables.insert(object.name, table);
        }
        snapshot.sequences = sequences(connection)?;
        Ok(snapshot)
    }

    /// The losses up to a later snapshot.
    pub(super) fn losses(&self, after: &Self) -> Vec<Loss> {
        let mut losses = Vec::new();
        for (name, before) in &self.tables {
            match after.tables.get(name) {
                None => losses.push(Loss::Table {
                    table: name.clone(),
                    rows: before.rows,
                }),
                Some(now) => before.losses(name, now, &mut losses),
            }
        }
        for object in &self.objects {
            if !after.objects.iter().any(|now| now.is_same(object)) {
                losses.push(Loss::Object(object.clone()));
            }
        }
        for (table, before) in &self.sequences {
            let now = after.sequences.get(table).copied().unwrap_or(0);
            if now < *before && after.tables.contains_key(table) {
                losses.push(Loss::Sequence {
                    table: table.clone(),
                    before: *before,
                    after: now,
                });
            }
        }
        losses
    }
}

impl Table {
    fn read(
        connection: &Connection,
        object: &Object,
        closely: &[String],
        known: Option<&Self>,
    ) -> Result<Self, Error> {
        let name = &object.name;
        let fingerprint = closely
            .iter()
            .any(|wanted| wanted.eq_ignore_ascii_case(name))
            .then(|| fingerprint(connection, name))
            .transpose()?;
        let (columns, constraints) = match known {
            Some(table) => (table.columns.clone(), table.constraints.clone()),
            None => (
                schema::columns(connection, name)?,
                constraints(connection, name, &object.sql)?,
            ),
        };
        Ok(Self {
            rows: i64::try_from(schema::count(connection, name)?).unwrap_or(i64::MAX),
            sql: object.sql.clone(),
            columns,
            constraints,
            fingerprint,
        })
    }

    fn losses(&self, name: &str, now: &Self, losses: &mut Vec<Loss>) {
        let table = || name.to_owned();
        if now.rows < self.rows {
            losses.push(Loss::Rows {
                table: table(),
                before: self.rows,
                after: now.rows,
            });
        }
        let kept: BTreeSet<&String> = now.columns.iter().collect();
        for column in self.columns.iter().filter(|column| !kept.contains(column)) {
            losses.push(Loss::Column {
                table: table(),
                column: column.clone(),
            });
        }
        for constraint in &self.constraints {
            if !now.constraints.contains(constraint) {
                losses.push(Loss::Constraint {
                    table: table(),
                    constraint: constraint.clone(),
                });
            }
        }
        if let (Some(before), Some(after)) = (&self.fingerprint, &now.fingerprint) {
            for column in before.changed_columns(after) {
                losses.push(Loss::Values {
                    table: table(),
                    column: column.name,
                    types: column.types,
                });
            }
        }
    }
}

fn sequences(connection: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    if !schema::has(connection, "sqlite_sequence")? {
        return Ok(BTreeMap::new());
    }
    let counters = connection.rows(
        "read the AUTOINCREMENT counters",
        "SELECT name, CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name IS NOT NULL",
        [],
        |row| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.unwrap_or(0))),
    )?;
    Ok(counters.into_iter().collect())
}
