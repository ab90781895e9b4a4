//! The differences as objects for scripts: a line each, all of them, and a summary at the end.

use serde_json::{Map, Value, json};

use super::{Change, Changed, Class, Differences, Named, OneSided, RowTold, Told, Which};
use crate::tables::Table;

impl Differences {
    /// An object for each table or column that only one state has, one for each row that differs, and a summary.
    pub fn to_json(&self) -> Vec<Value> {
        let mut objects: Vec<Value> = self.one_sided.iter().map(one_sided).collect();
        for difference in &self.tables {
            let table = difference.table;
            objects.extend(difference.added.iter().map(|one| row("added", table, one)));
            objects.extend(
                difference
                    .removed
                    .iter()
                    .map(|one| row("removed", table, one)),
            );
            objects.extend(difference.renamed.iter().map(|renamed| {
                let mut object = row("renamed", table, &renamed.row);
                object["old_id"] = renamed.old_id.as_str().into();
                object
            }));
            objects.extend(difference.changed.iter().map(|one| changed(table, one)));
        }
        objects.push(self.summary());
        objects
    }

    fn summary(&self) -> Value {
        let sum = |count: fn(&super::TableDifference) -> usize| -> usize {
            self.tables.iter().map(count).sum()
        };
        let of_class = |class| -> usize {
            let changed = self.tables.iter().flat_map(|table| &table.changed);
            changed.filter(|row| row.class() == class).count()
        };
        json!({
            "type": "summary",
            "old": side(&self.old),
            "new": side(&self.new),
            "added": sum(|table| table.added.len()),
            "removed": sum(|table| table.removed.len()),
            "renamed": sum(|table| table.renamed.len()),
            "changed_in_substance": of_class(Class::Substantive),
            "changed_clerically": of_class(Class::Clerical),
            "one_sided": self.one_sided.len(),
        })
    }
}

fn side(named: &Named) -> Value {
    json!({"name": named.name, "release": named.release, "origin": named.origin, "facts": named.facts})
}

fn which(which: Which) -> &'static str {
    match which {
        Which::Old => "old",
        Which::New => "new",
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Substantive => "substantive",
        Class::Clerical => "clerical",
        Class::Following => "following",
    }
}

fn one_sided(found: &OneSided) -> Value {
    json!({
        "type": "one_sided", "table": found.table, "column": found.column,
        "only_in": which(found.only_in), "rows_filled": found.filled,
    })
}

fn row(kind: &str, table: &Table, told: &RowTold) -> Value {
    let cells: Map<String, Value> = told
        .cells
        .iter()
        .map(|(column, told)| ((*column).to_owned(), told.text.as_str().into()))
        .collect();
    let mut object = json!({
        "type": kind, "table": table.name, "id": told.id, "is_fact": table.is_fact(),
        "heading": told.heading, "cells": cells,
    });
    if let Some(retired) = &told.retired {
        object["reason"] = retired.reason.as_str().into();
        object["replaced_by"] = json!(retired.replaced_by);
    }
    object
}

fn changed(table: &Table, told: &Changed) -> Value {
    let cells: Vec<Value> = told.cells.iter().map(change).collect();
    json!({
        "type": "changed", "table": table.name, "id": told.id, "is_fact": table.is_fact(),
        "heading": told.heading, "class": class(told.class()), "changes": cells,
    })
}

fn change(change: &Change) -> Value {
    let mut object = json!({
        "column": change.column, "class": class(change.class),
        "old": text(&change.old), "new": text(&change.new),
        "old_name": change.old.name, "new_name": change.new.name,
        "old_unit": change.old.unit, "new_unit": change.new.unit,
        "reason": change.reason,
    });
    if let Some((came, went)) = &change.items {
        let texts = |items: &[Told]| -> Vec<Value> { items.iter().map(text).collect() };
        object["items_added"] = texts(came).into();
        object["items_removed"] = texts(went).into();
    }
    object
}

/// The text of a cell; null for an empty one.
fn text(told: &Told) -> Value {
    if told.text.is_empty() {
        Value::Null
    } else {
        told.text.as_str().into()
    }
}
