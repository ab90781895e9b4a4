//! The differences between two states of a database, table by table, for a rehearsal.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use super::effect::compare::whole;
use super::effect::definition::Definition;
use super::effect::lineage::{Kept, Successor};
use super::effect::pairing::{Pairing, Pairs};
use super::effect::source::Place;
use super::moved::Moved;
use crate::db::full_text::Keeps;
use crate::db::schema::{self, ObjectKind, count, kept_columns};
use crate::error::Error;

/// The differences of one table before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableChange {
    /// The name of the table afterwards.
    pub table: String,
    /// Its name before, if that was another one.
    pub renamed_from: Option<String>,
    /// The number of rows before; `None` if there was no such table.
    pub rows_before: Option<u64>,
    /// The number of rows after; `None` if the table is gone.
    pub rows_after: Option<u64>,
    /// The number of rows whose key is new.
    pub added: u64,
    /// The number of rows whose key is gone.
    pub removed: u64,
    /// The number of rows with the same key and other values.
    pub changed: u64,
    /// The number of cells that changed, by column.
    pub cells: BTreeMap<String, u64>,
    /// The number of cells whose type changed, by column and types, as `code: text to integer`.
    pub types: BTreeMap<String, u64>,
    /// Columns that were renamed: the old and the new name.
    pub columns_renamed: Vec<(String, String)>,
    /// Columns that are new.
    pub columns_gained: Vec<String>,
    /// Columns that are gone.
    pub columns_lost: Vec<String>,
}

impl TableChange {
    /// True if the table is the same before and after.
    pub fn is_unchanged(&self) -> bool {
        self.rows_before == self.rows_after
            && self.renamed_from.is_none()
            && self.added + self.removed + self.changed == 0
            && self.columns_renamed.is_empty()
            && self.columns_gained.is_empty()
            && self.columns_lost.is_empty()
    }
}

/// Compares every table of both databases. `moved` says what became of tables during the run; any other table is
/// matched by its name.
pub fn tables(
    before: &Connection,
    after: &Connection,
    moved: &[Moved],
) -> Result<Vec<TableChange>, Error> {
    let (mut was, mut is) = (schema::tables(before)?, schema::tables(after)?);
    was.retain(|table| schema::is_readable(before, table));
    is.retain(|table| schema::is_readable(after, table));
    let mut changes = Vec::new();
    let mut found = Vec::new();
    for name in &was {
        let moved = moved.iter().find(|moved| moved.before == *name);
        let now = match moved {
            Some(moved) => moved.after.clone(),
            None => Some(name.clone()),
        };
        if let Some(now) = now.filter(|now| is.contains(now)) {
            changes.push(both(name, &now, moved, before, after)?);
            found.push(now);
            continue;
        }
        let rows = count(before, name)?;
        changes.push(TableChange {
            table: name.clone(),
            rows_before: Some(rows),
            removed: rows,
            ..TableChange::default()
        });
    }
    for name in is.iter().filter(|name| !found.contains(name)) {
        let rows = count(after, name)?;
        changes.push(TableChange {
            table: name.clone(),
            rows_after: Some(rows),
            added: rows,
            ..TableChange::default()
        });
    }
    changes.sort_by(|one, two| one.table.cmp(&two.table));
    Ok(changes)
}

fn both(
    was: &str,
    is: &str,
    moved: Option<&Moved>,
    before: &Connection,
    after: &Connection,
) -> Result<TableChange, Error> {
    let (had, has) = (kept_columns(before, was)?, kept_columns(after, is)?);
    if place(before, was)?.keeps == Keeps::Index {
        return Ok(TableChange {
            table: is.to_owned(),
            renamed_from: (was != is).then(|| was.to_owned()),
            rows_before: Some(count(before, was)?),
            rows_after: Some(count(after, is)?),
            ..TableChange::default()
        });
    }
    let pairs = match moved {
        Some(moved) => moved.columns.clone(),
        None => by_name(&had, &has),
    };
    let only = |all: Vec<String>, kept: &dyn Fn(&String) -> bool| -> Vec<String> {
        all.into_iter().filter(|name| !kept(name)).collect()
    };
    let successor = Successor {
        after: is.to_owned(),
        columns: pairs.iter().map(kept).collect(),
        rows_touched: true,
        written_otherwise: false,
        ids: Vec::new(),
    };
    let places = [place(before, was)?, place(after, is)?];
    let rule = Pairs {
        table: was,
        was: &definition(before, was)?,
        is: &definition(after, is)?,
        successor: &successor,
        places,
        keeps: places[0].keeps,
        is_followed: &|_| true,
    };
    let [old, new] = Pairing::of(&rule, |_| false)?.sides(places);
    let found = whole(&old, &new)?;
    let mut change = TableChange {
        table: is.to_owned(),
        renamed_from: (was != is).then(|| was.to_owned()),
        rows_before: Some(found.rows.0),
        rows_after: Some(found.rows.1),
        added: found.added,
        removed: found.removed,
        changed: found.changed,
        columns_lost: only(had, &|name| pairs.iter().any(|(was, _)| was == name)),
        columns_gained: only(has, &|name| pairs.iter().any(|(_, is)| is == name)),
        ..TableChange::default()
    };
    change.columns_renamed = pairs.into_iter().filter(|(was, is)| was != is).collect();
    for (at, name) in new.rows.columns.into_iter().enumerate() {
        let cells = found.cells.get(at).map_or(0, |(cells, _)| *cells);
        if cells > 0 {
            change.cells.insert(name.clone(), cells);
        }
        for (types, cells) in found.types_of(at) {
            change.types.insert(format!("{name}: {types}"), cells);
        }
    }
    Ok(change)
}

fn place<'c>(connection: &'c Connection, table: &'c str) -> Result<Place<'c>, Error> {
    Ok(Place {
        connection,
        table,
        keeps: schema::keeps(connection, table)?,
    })
}

fn by_name(had: &[String], has: &[String]) -> Vec<(String, String)> {
    had.iter()
        .filter(|name| has.contains(name))
        .map(|name| (name.clone(), name.clone()))
        .collect()
}

fn kept((before, after): &(String, String)) -> Kept {
    Kept {
        before: before.clone(),
        after: after.clone(),
        updated: false,
        ids: Vec::new(),
    }
}

fn definition(connection: &Connection, table: &str) -> Result<Definition, Error> {
    let objects = schema::objects(connection)?;
    let sql = objects
        .iter()
        .find(|object| object.kind == ObjectKind::Table && object.name == table)
        .map(|object| object.sql.as_str());
    Ok(sql.map(Definition::of).unwrap_or_default())
}
