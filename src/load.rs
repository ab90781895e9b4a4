//! Brings the rows of one origin up to date by comparing, then writing only what differs.

mod key;
mod retire;
mod rows;
mod shape;
mod unload;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::db::dangling::Dangling;
use crate::error::Error;
use crate::search;
use crate::tables::{self, ALL_TABLES, Rows};
use key::Key;
use shape::{Shape, arranged};

pub use retire::{Kept, RETIRED, kept};
pub use rows::{Dataset, Row};
pub use unload::unload;

/// The origin of the curated facts.
pub const CURATED: &str = crate::DATASET;

/// The difference between a dataset and what a database holds of its origin.
#[derive(Debug)]
pub struct Plan {
    origin: String,
    tables: Vec<TablePlan>,
}

/// The rows of one table that differ.
#[derive(Debug)]
struct TablePlan {
    shape: Shape,
    insert: Vec<Vec<Value>>,
    update: Vec<Vec<Value>>,
    delete: Vec<Vec<Value>>,
}

/// The fate of rows of the origin that are not in the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The dataset is all that there is: they are deleted. For a build and a removal.
    Whole,
    /// The dataset is a part: they stay. For an import.
    Named,
}

/// The number of rows that a load writes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    /// Rows that were not there.
    pub inserted: usize,
    /// Rows that were there with other values.
    pub updated: usize,
    /// Rows that are no longer in the dataset.
    pub deleted: usize,
}

impl Plan {
    /// Compares; writes nothing.
    pub fn compare(
        connection: &Connection,
        dataset: &Dataset,
        origin: &str,
        extent: Extent,
    ) -> Result<Self, Error> {
        let mut tables = Vec::new();
        for table in ALL_TABLES {
            let shape = Shape::read(connection, table)?;
            let mut plan = compare_table(connection, shape, dataset, origin)?;
            if extent == Extent::Named {
                plan.keep_unnamed_rows(dataset);
            }
            tables.push(plan);
        }
        Ok(Self {
            origin: origin.to_owned(),
            tables,
        })
    }

    /// Each table with the number of rows to insert and to change.
    pub fn by_table(&self) -> impl Iterator<Item = (&'static str, usize, usize)> {
        self.tables
            .iter()
            .map(|plan| (plan.shape.table.name, plan.insert.len(), plan.update.len()))
    }

    /// The number of rows to write.
    pub fn changes(&self) -> Changes {
        self.tables
            .iter()
            .fold(Changes::default(), |sum, plan| Changes {
                inserted: sum.inserted + plan.insert.len(),
                updated: sum.updated + plan.update.len(),
                deleted: sum.deleted + plan.delete.len(),
            })
    }

    /// True if the database holds exactly the dataset.
    pub fn is_empty(&self) -> bool {
        self.changes() == Changes::default()
    }

    /// Writes the difference and all that follows from it: curated rows that rows of the user's refer to
    /// are kept as retired, the search index is filled, and foreign keys are checked. The caller holds the
    /// transaction, with foreign keys off.
    pub fn write(&self, connection: &Connection) -> Result<(), Error> {
        let before = Dangling::find(connection, |table| self.changes_table(table))?;
        for plan in &self.tables {
            plan.shape.delete(connection, &plan.delete)?;
            plan.shape.update(connection, &plan.update)?;
            plan.shape.insert(connection, &plan.insert)?;
        }
        retire::keep_rows_still_referred_to(connection, self.deleted_curated_rows())?;
        search::fill(connection)?;
        let now = Dangling::find(connection, |table| self.changes_table(table))?;
        match now.new_since(connection, &before, |_| None)? {
            None => Ok(()),
            Some(rows) => Err(Error::database(
                format!("rows would be left dangling: {rows}; nothing was changed"),
                "delete those rows first, or load what they name",
            )),
        }
    }

    /// True if rows of the table are written or deleted.
    fn changes_table(&self, name: &str) -> bool {
        self.tables.iter().any(|plan| {
            plan.shape.table.name.eq_ignore_ascii_case(name)
                && plan.insert.len() + plan.update.len() + plan.delete.len() > 0
        })
    }

    /// The deleted rows by table, where the plan is for the curated rows.
    fn deleted_curated_rows(&self) -> retire::Deleted {
        self.tables
            .iter()
            .filter(|_| self.origin == CURATED)
            .map(|plan| (plan.shape.table.name, plan.delete.clone()))
            .collect()
    }
}

impl TablePlan {
    /// Keeps the rows that the dataset does not name. An imported fact brings its whole list of passages
    /// and notes, so its other rows in the lists are still deleted.
    fn keep_unnamed_rows(&mut self, dataset: &Dataset) {
        let fact_id = self
            .shape
            .position("fact_id")
            .filter(|_| matches!(self.shape.table.rows, Rows::ListsOfFacts));
        let named: BTreeSet<&str> = dataset
            .of("facts")
            .iter()
            .filter_map(|fact| text(fact.get("fact_id")?))
            .collect();
        self.delete.retain(|row| {
            fact_id.is_some_and(|at| text(&row[at]).is_some_and(|id| named.contains(id)))
        });
    }
}

fn compare_table(
    connection: &Connection,
    shape: Shape,
    dataset: &Dataset,
    origin: &str,
) -> Result<TablePlan, Error> {
    let mut wanted: BTreeMap<Key, Vec<Value>> = dataset
        .of(shape.table.name)
        .iter()
        .map(|row| arranged(&shape, row, origin))
        .map(|row| (shape.key_of(&row), row))
        .collect();
    let (mut update, mut delete) = (Vec::new(), Vec::new());
    for held in shape.select(connection, "", [])? {
        let key = shape.key_of(&held);
        let owner = text(&held[shape.origin()]).unwrap_or_default().to_owned();
        match (owner == origin, wanted.remove(&key)) {
            (true, Some(new)) if new != held => update.push(new),
            (true, None) => delete.push(held),
            (false, Some(_)) => return Err(id_is_taken(shape.table, &key, &owner)),
            _ => {}
        }
    }
    Ok(TablePlan {
        shape,
        insert: wanted.into_values().collect(),
        update,
        delete,
    })
}

fn id_is_taken(table: &tables::Table, key: &Key, owner: &str) -> Error {
    Error::database(
        format!(
            "the id `{key}` of {} is used by rows of origin `{owner}` in this database; nothing was changed",
            table.name
        ),
        "rename those rows, then run again",
    )
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
