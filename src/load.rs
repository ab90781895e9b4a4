//! Brings the curated rows of a database up to date by comparing, then writing only what differs.

mod retire;
mod rows;
mod unload;

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::Error;

pub use retire::{RETIRED, keep_what_others_lean_on, kept};
pub use rows::{Dataset, Row};
pub use unload::unload;

/// The origin of the curated facts.
pub const CURATED: &str = crate::DATASET;

/// The tables that hold rows of an origin, parents before children.
pub const LOADED_TABLES: &[&str] = &[
    "sources",
    "source_references",
    "citations",
    "omissions",
    "entities",
    "entity_names",
    "entity_codes",
    "terms",
    "facts",
    "fact_citations",
    "fact_references",
    "memberships",
    "offices",
    "relations",
    "events",
    "event_participants",
    "event_variants",
    "trade_figures",
    "indicators",
    "positions",
    "fact_links",
    "retired_ids",
];

/// What a comparison found for one table.
#[derive(Debug, Default)]
struct TablePlan {
    insert: Vec<Vec<Value>>,
    update: Vec<Vec<Value>>,
    delete: Vec<Vec<Value>>,
}

/// Which rows of an origin a dataset stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of them: a row that is not in the dataset goes.
    Whole,
    /// Those that it names: other rows of the origin stay.
    Named,
}

/// How many rows a load writes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Changes {
    /// Rows that were not there.
    pub inserted: usize,
    /// Rows that were there with other values.
    pub updated: usize,
    /// Rows that are no longer in the seeds.
    pub deleted: usize,
}

/// The columns of a table in the order of the schema, those of its key first named.
#[derive(Debug)]
struct Shape {
    columns: Vec<String>,
    key: Vec<usize>,
}

/// The difference between a dataset and what a database holds of its origin.
#[derive(Debug)]
pub struct Plan {
    tables: Vec<(&'static str, Shape, TablePlan)>,
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
        for name in LOADED_TABLES {
            let shape = Shape::read(connection, name)?;
            let wanted = wanted_rows(dataset, name, &shape, origin);
            let mut plan = compare_table(connection, name, &shape, wanted, origin)?;
            if extent == Extent::Named {
                plan.spare(&shape, dataset);
            }
            tables.push((*name, shape, plan));
        }
        Ok(Self { tables })
    }

    /// How many rows of each table would be inserted and changed.
    pub fn by_table(&self) -> impl Iterator<Item = (&'static str, usize, usize)> {
        self.tables
            .iter()
            .map(|(name, _, plan)| (*name, plan.insert.len(), plan.update.len()))
    }

    /// How many rows would be written.
    pub fn changes(&self) -> Changes {
        self.tables
            .iter()
            .fold(Changes::default(), |sum, (_, _, plan)| Changes {
                inserted: sum.inserted + plan.insert.len(),
                updated: sum.updated + plan.update.len(),
                deleted: sum.deleted + plan.delete.len(),
            })
    }

    /// Whether the database holds exactly the dataset.
    pub fn is_empty(&self) -> bool {
        self.changes() == Changes::default()
    }

    /// Writes the difference. The caller holds the transaction, with foreign keys off.
    pub fn apply(&self, connection: &Connection) -> Result<(), Error> {
        for (name, shape, plan) in &self.tables {
            let failed = || Error::sql(format!("load the rows of {name}"));
            let keys: Vec<Vec<Value>> = plan
                .delete
                .iter()
                .map(|row| shape.key_values(row))
                .collect();
            execute_all(connection, &shape.delete_sql(name), &keys).map_err(failed())?;
            execute_all(connection, &shape.update_sql(name), &plan.update).map_err(failed())?;
            execute_all(connection, &shape.insert_sql(name), &plan.insert).map_err(failed())?;
        }
        Ok(())
    }
}

fn execute_all(connection: &Connection, sql: &str, rows: &[Vec<Value>]) -> rusqlite::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut statement = connection.prepare(sql)?;
    for row in rows {
        statement.execute(params_from_iter(row))?;
    }
    Ok(())
}

impl TablePlan {
    /// Keeps rows that the dataset does not name, but for what hangs on a fact that it does name.
    fn spare(&mut self, shape: &Shape, dataset: &Dataset) {
        let hangs = shape
            .columns
            .iter()
            .any(|name| matches!(name.as_str(), "citation_id" | "citing"));
        let at = shape
            .columns
            .iter()
            .position(|name| name == "fact_id")
            .filter(|_| hangs);
        let named = |row: &[Value]| {
            at.is_some_and(|at| {
                dataset
                    .of("facts")
                    .iter()
                    .any(|fact| fact.get("fact_id") == Some(&row[at]))
            })
        };
        self.delete.retain(|row| named(row));
    }
}

impl Shape {
    /// The values of the key of a row.
    fn key_values(&self, row: &[Value]) -> Vec<Value> {
        self.key.iter().map(|at| row[*at].clone()).collect()
    }

    fn read(connection: &Connection, table: &str) -> Result<Self, Error> {
        let failed = || Error::sql(format!("read the columns of {table}"));
        let mut statement = connection
            .prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")
            .map_err(failed())?;
        let columns: Vec<(String, i64)> = statement
            .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(failed())?;
        let mut key: Vec<(i64, usize)> = columns
            .iter()
            .enumerate()
            .filter(|(_, (_, pk))| *pk > 0)
            .map(|(at, (_, pk))| (*pk, at))
            .collect();
        key.sort_unstable();
        Ok(Self {
            columns: columns.into_iter().map(|(name, _)| name).collect(),
            key: key.into_iter().map(|(_, at)| at).collect(),
        })
    }

    fn key_of(&self, row: &[Value]) -> Key {
        Key(self.key.iter().map(|at| KeyPart::from(&row[*at])).collect())
    }

    fn insert_sql(&self, table: &str) -> String {
        let marks: Vec<String> = (1..=self.columns.len()).map(|n| format!("?{n}")).collect();
        format!(
            "INSERT INTO {table} ({}) VALUES ({})",
            self.columns.join(", "),
            marks.join(", ")
        )
    }

    fn update_sql(&self, table: &str) -> String {
        let sets: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, name)| format!("{name} = ?{}", at + 1))
            .collect();
        format!(
            "UPDATE {table} SET {} WHERE {}",
            sets.join(", "),
            self.key_condition()
        )
    }

    fn delete_sql(&self, table: &str) -> String {
        let conditions: Vec<String> = self
            .key
            .iter()
            .enumerate()
            .map(|(n, at)| format!("{} = ?{}", self.columns[*at], n + 1))
            .collect();
        format!("DELETE FROM {table} WHERE {}", conditions.join(" AND "))
    }

    /// Finds a row by its key, whose values stand at their places among all columns.
    fn key_condition(&self) -> String {
        let conditions: Vec<String> = self
            .key
            .iter()
            .map(|at| format!("{} = ?{}", self.columns[*at], at + 1))
            .collect();
        conditions.join(" AND ")
    }

    fn select_sql(&self, table: &str) -> String {
        format!("SELECT {} FROM {table}", self.columns.join(", "))
    }
}

/// The values of a key, in an order in which rows can be written.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(Vec<KeyPart>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum KeyPart {
    Integer(i64),
    Text(String),
    Other,
}

impl From<&Value> for KeyPart {
    fn from(value: &Value) -> Self {
        match value {
            Value::Integer(number) => Self::Integer(*number),
            Value::Text(text) => Self::Text(text.clone()),
            _ => Self::Other,
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self
            .0
            .iter()
            .map(|part| match part {
                KeyPart::Integer(number) => number.to_string(),
                KeyPart::Text(text) => text.clone(),
                KeyPart::Other => String::new(),
            })
            .collect();
        f.write_str(&parts.join(" "))
    }
}

/// The dataset's rows of one table, as the schema orders columns, by key.
fn wanted_rows(
    dataset: &Dataset,
    table: &str,
    shape: &Shape,
    origin: &str,
) -> BTreeMap<Key, Vec<Value>> {
    let arrange = |row: &Row| -> Vec<Value> {
        let value = |name: &String| match name.as_str() {
            "origin" => Value::Text(origin.to_owned()),
            name => row.get(name).cloned().unwrap_or(Value::Null),
        };
        shape.columns.iter().map(value).collect()
    };
    dataset
        .of(table)
        .iter()
        .map(arrange)
        .map(|row| (shape.key_of(&row), row))
        .collect()
}

fn compare_table(
    connection: &Connection,
    table: &str,
    shape: &Shape,
    mut wanted: BTreeMap<Key, Vec<Value>>,
    origin: &str,
) -> Result<TablePlan, Error> {
    // The text is made when something fails, and not for every row.
    let failed = |source| Error::sql(format!("compare the rows of {table}"))(source);
    let mut plan = TablePlan::default();
    let origin_at = shape.columns.iter().position(|name| name == "origin");
    let mut statement = connection
        .prepare(&shape.select_sql(table))
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let held: Vec<Value> = (0..shape.columns.len())
            .map(|at| row.get::<_, Value>(at))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let key = shape.key_of(&held);
        let ours = origin_at.is_some_and(|at| held[at] == Value::Text(origin.to_owned()));
        match (ours, wanted.remove(&key)) {
            (true, Some(new)) if new != held => plan.update.push(new),
            (true, None) => plan.delete.push(held),
            (false, Some(_)) => return Err(collision(table, &key, origin_at.map(|at| &held[at]))),
            _ => {}
        }
    }
    plan.insert = wanted.into_values().collect();
    Ok(plan)
}

fn collision(table: &str, key: &Key, owner: Option<&Value>) -> Error {
    let owner = match owner {
        Some(Value::Text(owner)) => owner.as_str(),
        _ => "another origin",
    };
    Error::Database(format!(
        "the id `{key}` of {table} is used by rows of origin `{owner}` in this database; rename those rows, then run again; nothing was changed"
    ))
}
