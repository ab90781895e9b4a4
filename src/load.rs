//! Brings the rows of one origin in a database up to date: compares them with a dataset and writes only those that
//! differ.

mod derived;
mod hindered;
mod key;
mod origin;
mod retire;
mod rows;
mod shape;
mod tally;
mod triggers;
mod unload;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::db::dangling::Dangling;
use crate::db::schema::HISTORY;
use crate::error::Error;
use crate::tables::{self, ALL_TABLES};
use key::Key;
use shape::{Shape, arranged};
use tally::Tally;
use verify::Aftermath;

pub use derived::{fill_if_there, is_stale};
pub use origin::{Origin, curated, refuse_another, refuse_unknown_origin};
pub use retire::{Kept, RETIRED, kept};
pub use rows::{Dataset, Row};
pub use unload::unload;

/// The difference between a dataset and the rows of its origin in a database.
#[derive(Debug)]
pub struct Plan {
    origin: Origin,
    tables: Vec<TablePlan>,
    /// The history of migrations, which no load touches.
    history: Tally,
}

/// The rows of one table that differ.
#[derive(Debug)]
struct TablePlan {
    shape: Shape,
    insert: Vec<Vec<Value>>,
    update: Vec<Vec<Value>>,
    delete: Vec<Vec<Value>>,
    /// All rows of the table, of any origin.
    held: Tally,
    /// The rows to change, with their old values.
    replaced: Tally,
}

/// What becomes of rows of the origin that are not in the dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// They are deleted, since the dataset is complete. For a build and a removal.
    Whole,
    /// They stay, since the dataset may be a part. For an import.
    Named,
}

/// The number of rows that a load writes, including curated rows that are kept because a user's rows refer to them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    /// Rows that were not there.
    pub inserted: usize,
    /// Rows that were there with other values.
    pub updated: usize,
    /// Rows that are no longer in the dataset.
    pub deleted: usize,
}

/// What a load writes to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChanges {
    /// The table.
    pub table: &'static str,
    /// How many rows were not there.
    pub inserted: usize,
    /// How many rows were there with other values.
    pub changed: usize,
    /// The keys of the rows that are deleted.
    pub removed: Vec<String>,
}

impl Plan {
    /// Compares; writes nothing.
    pub fn compare(
        connection: &Connection,
        dataset: &Dataset,
        origin: &Origin,
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
            origin: origin.clone(),
            tables,
            history: history(connection)?,
        })
    }

    /// What is to be written to each table.
    pub fn by_table(&self) -> impl Iterator<Item = TableChanges> {
        self.tables.iter().map(|plan| TableChanges {
            table: plan.shape.table.name,
            inserted: plan.insert.len(),
            changed: plan.update.len(),
            removed: plan
                .delete
                .iter()
                .map(|row| plan.shape.key_of(row).to_string())
                .collect(),
        })
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

    /// Writes the difference and everything that follows from it: keeps curated rows that a user's rows refer to, as
    /// retired, fills the tables that are worked out from the rows, and checks the foreign keys. Returns the number
    /// of rows written. The caller holds the transaction, with foreign keys off.
    ///
    /// # Errors
    ///
    /// Fails if the tables do not hold exactly the expected rows afterwards, or if rows refer to missing ones.
    pub fn write(&self, connection: &Connection) -> Result<Changes, Error> {
        let is_touched = |table: &str| self.changes_table(table) || derived::is_one(table);
        let dangling = Dangling::find(connection, is_touched)?;
        for plan in &self.tables {
            plan.shape.delete(connection, &plan.delete)?;
            plan.shape.update(connection, &plan.update)?;
            plan.shape.insert(connection, &plan.insert)?;
        }
        let retired =
            retire::keep_rows_still_referred_to(connection, &self.deleted_curated_rows())?;
        derived::fill(connection)?;
        self.refuse_interference(connection, &retired)?;
        derived::refuse_dangling(connection, &dangling, is_touched)?;
        let rows = |rows: &retire::RowsByTable| rows.values().map(Vec::len).sum::<usize>();
        let (kept, dropped) = (rows(&retired.kept), rows(&retired.dropped));
        let planned = self.changes();
        Ok(Changes {
            inserted: planned.inserted,
            // A kept row counts as updated, since its origin changes.
            updated: planned.updated + kept,
            deleted: planned.deleted - kept + dropped,
        })
    }

    fn refuse_interference(
        &self,
        connection: &Connection,
        retired: &retire::Retired,
    ) -> Result<(), Error> {
        let tables: Vec<Aftermath<'_>> = self
            .tables
            .iter()
            .map(|plan| plan.written(retired))
            .collect();
        verify::refuse_interference(connection, &tables)?;
        if history(connection)? == self.history {
            return Ok(());
        }
        let fault = format!("{HISTORY} was changed");
        Err(verify::refusal(
            &[fault],
            triggers::interfering(connection, HISTORY)?,
        ))
    }

    /// True if rows of the table are written or deleted.
    fn changes_table(&self, name: &str) -> bool {
        self.tables.iter().any(|plan| {
            plan.shape.table.name.eq_ignore_ascii_case(name)
                && plan.insert.len() + plan.update.len() + plan.delete.len() > 0
        })
    }

    /// The deleted rows by table; empty unless the plan is for the curated rows.
    fn deleted_curated_rows(&self) -> retire::RowsByTable {
        self.tables
            .iter()
            .filter(|_| self.origin.is_curated())
            .map(|plan| (plan.shape.table.name, plan.delete.clone()))
            .collect()
    }
}

/// Deletes retired rows to which no row refers any more, and returns their number. The caller holds the transaction,
/// with foreign keys off.
///
/// # Errors
///
/// Fails as [`Plan::write`] does.
pub fn drop_unneeded_retired(connection: &Connection) -> Result<usize, Error> {
    if !retire::is_any_held(connection)? {
        return Ok(0);
    }
    let origin = Origin::Curated(curated(connection)?);
    let nothing = Dataset::default();
    let plan = Plan::compare(connection, &nothing, &origin, Extent::Named)?;
    Ok(plan.write(connection)?.deleted)
}

fn history(connection: &Connection) -> Result<Tally, Error> {
    Tally::of_columns(connection, HISTORY, "*")
}

impl TablePlan {
    /// What the table must hold after the load.
    fn written<'a>(&'a self, retired: &'a retire::Retired) -> Aftermath<'a> {
        let name = self.shape.table.name;
        let rows = |rows: &'a retire::RowsByTable| rows.get(name).into_iter().flatten();
        let written = self.insert.iter().chain(&self.update);
        let written: Vec<_> = written.chain(rows(&retired.kept)).collect();
        let kept: BTreeSet<Key> = rows(&retired.kept)
            .map(|row| self.shape.key_of(row))
            .collect();
        let deleted = self.delete.iter().chain(rows(&retired.dropped));
        let expected = self
            .held
            .minus(self.replaced)
            .minus(Tally::of(deleted.clone()))
            .plus(Tally::of(written.iter().copied()));
        Aftermath {
            shape: &self.shape,
            expected,
            written,
            deleted: deleted
                .filter(|row| !kept.contains(&self.shape.key_of(row)))
                .collect(),
        }
    }

    /// Takes rows that the dataset does not contain out of the rows to delete. An imported fact brings its complete
    /// lists of passages and notes, so other rows in the lists of such a fact are still deleted.
    fn keep_unnamed_rows(&mut self, dataset: &Dataset) {
        let lists = self.shape.table.rows.are_lists();
        let Some(fact_id) = self.shape.position("fact_id").filter(|_| lists) else {
            self.delete.clear();
            return;
        };
        let named: BTreeSet<&str> = dataset
            .of("facts")
            .iter()
            .filter_map(|fact| text(fact.get("fact_id")?))
            .collect();
        self.delete
            .retain(|row| text(&row[fact_id]).is_some_and(|id| named.contains(id)));
    }
}

fn compare_table(
    connection: &Connection,
    shape: Shape,
    dataset: &Dataset,
    origin: &Origin,
) -> Result<TablePlan, Error> {
    let name = origin.name();
    let mut wanted: BTreeMap<Key, Vec<Value>> = dataset
        .of(shape.table.name)
        .iter()
        .map(|row| arranged(&shape, row, name))
        .map(|row| (shape.key_of(&row), row))
        .collect();
    let (mut update, mut delete) = (Vec::new(), Vec::new());
    let (mut all, mut replaced) = (Tally::default(), Tally::default());
    for held in shape.select(connection, "", [])? {
        let key = shape.key_of(&held);
        let owner = text(&held[shape.origin()]).unwrap_or_default();
        // A curated row that comes back takes the place of the one that was kept.
        let is_ours = owner == name || (owner == RETIRED && origin.is_curated());
        let own = Tally::of([&held]);
        all = all.plus(own);
        match (is_ours, wanted.remove(&key)) {
            (true, Some(new)) if new != held => {
                replaced = replaced.plus(own);
                update.push(new);
            }
            (true, None) if owner == name => delete.push(held),
            (false, Some(_)) => return Err(id_is_taken(shape.table, &key, owner)),
            _ => {}
        }
    }
    Ok(TablePlan {
        shape,
        insert: wanted.into_values().collect(),
        update,
        delete,
        held: all,
        replaced,
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
