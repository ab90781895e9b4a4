//! What the views and triggers use at one moment, and the names that it has after a file.

use std::collections::BTreeMap;
use std::rc::Rc;

use rusqlite::Connection;

use super::lineage::Lineage;
use super::schema::Schema;
use super::view_columns::{Told, ViewColumns};
use crate::db::schema::{Object, ObjectKind};
use crate::error::Error;
use crate::migrate::loss::Loss;
use crate::migrate::meaning::{Meaning, Present};
use crate::migrate::sandbox::Sandbox;

/// The views and triggers at one moment, as far as SQLite can compile them.
#[derive(Debug)]
pub(super) struct Uses {
    /// The views.
    pub(super) views: BTreeMap<String, Rc<Told>>,
    triggers: BTreeMap<String, Meaning>,
}

impl Uses {
    /// Reads them.
    pub(super) fn read(
        connection: &Connection,
        sandbox: &Sandbox,
        kept: &mut ViewColumns,
        objects: &[Object],
    ) -> Result<Self, Error> {
        let mut triggers = BTreeMap::new();
        for object in objects {
            if object.kind == ObjectKind::Trigger
                && let Some(meaning) = Meaning::of(connection, sandbox, object)?
            {
                triggers.insert(object.name.clone(), meaning);
            }
        }
        let views = kept.read(connection)?;
        Ok(Self { views, triggers })
    }

    /// What a view or trigger uses; `None` if that is not known.
    pub(super) fn of(&self, kind: ObjectKind, name: &str) -> Option<&Meaning> {
        match kind {
            ObjectKind::View => self.views.get(name)?.meaning.as_ref(),
            ObjectKind::Trigger => self.triggers.get(name),
            ObjectKind::Table | ObjectKind::Index => None,
        }
    }
}

/// The names after a file. What is not in a list of the schema, such as a view or a hidden column, keeps its name.
pub(super) struct After<'a> {
    pub(super) lineage: &'a Lineage,
    pub(super) was: &'a Schema,
    pub(super) is: &'a Schema,
}

impl Present for After<'_> {
    fn table(&self, was: &str) -> Option<String> {
        if self.was.find(ObjectKind::Table, was).is_none() {
            return Some(was.to_owned());
        }
        let successor = self.lineage.successor_of_any_case(was)?;
        Some(successor.after.to_ascii_lowercase())
    }

    fn column(&self, table: &str, column: &str) -> Option<String> {
        let Some(before) = self.was.find(ObjectKind::Table, table) else {
            return Some(column.to_owned());
        };
        let is_it = |name: &String| name.eq_ignore_ascii_case(column);
        if !self.was.columns.get(&before.name)?.iter().any(is_it) {
            return Some(column.to_owned());
        }
        let successor = self.lineage.successor_of_any_case(table)?;
        if let Some(now) = successor.column(column) {
            return Some(now.to_ascii_lowercase());
        }
        // A column that is computed again is no loss.
        let (was, is) = (
            self.was.definition(table),
            self.is.definition(&successor.after),
        );
        (was.is_generated(column) && is.is_generated(column)).then(|| column.to_owned())
    }
}

/// The views and triggers that use something else, though no other loss says that their words have changed.
pub(super) fn other_uses(
    (schema, was): (&Schema, &Uses),
    now: &Uses,
    names: &After<'_>,
    losses: &[Loss],
) -> Vec<Loss> {
    let told = |object: &Object| {
        losses.iter().any(|loss| match loss {
            Loss::Changed { object: other, .. } | Loss::Object(other) => other.is_same(object),
            _ => false,
        })
    };
    let mut found = Vec::new();
    for object in schema.objects.iter().filter(|object| !told(object)) {
        let uses = |at: &Uses| at.of(object.kind, &object.name).cloned();
        if let (Some(was), Some(now)) = (uses(was), uses(now))
            && let Some(why) = was
                .other_text(&now, names)
                .or_else(|| was.other(&now, names))
        {
            let object = object.clone();
            found.push(Loss::OtherUse { object, why });
        }
    }
    found
}
