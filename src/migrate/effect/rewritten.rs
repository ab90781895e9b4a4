//! The texts that SQLite itself rewrites when a table or column is renamed: the index, trigger or clause is the same,
//! though its words are not.

use std::collections::BTreeMap;

use super::definition::Clause;
use super::schema::{Schema, words};
use crate::db::schema::{Object, ObjectKind};

/// The words that objects and clauses from before the file have now, as far as renames changed them.
#[derive(Debug, Default)]
pub(crate) struct Rewritten {
    objects: BTreeMap<(ObjectKind, String), String>,
    /// For a table, by its name before the file: its clauses, in the order that they had then.
    clauses: BTreeMap<String, Vec<Clause>>,
}

impl Rewritten {
    /// Follows one `ALTER`. An object is followed only if it was unchanged until then; another object that has taken
    /// its name is not.
    pub(crate) fn follow(
        &mut self,
        start: &Schema,
        was: &[Object],
        is: &[Object],
        before: impl Fn(&str) -> Option<String>,
    ) {
        // An `ALTER` adds and removes no object, and keeps their order.
        if was.len() != is.len() {
            return;
        }
        for (was, is) in was.iter().zip(is).filter(|(was, is)| was.sql != is.sql) {
            match was.kind {
                ObjectKind::Index | ObjectKind::Trigger | ObjectKind::View => {
                    self.follow_object(start, was, is);
                }
                ObjectKind::Table => {
                    if let Some(before) = before(&was.name) {
                        self.follow_table(start, &before, was, is);
                    }
                }
            }
        }
    }

    fn follow_object(&mut self, start: &Schema, was: &Object, is: &Object) {
        let key = (was.kind, was.name.clone());
        let held = self.objects.get(&key).map(String::as_str);
        let held = held.or_else(|| start.sql(was.kind, &was.name));
        if held.is_some_and(|held| words(held) == words(&was.sql)) {
            self.objects.insert(key, is.sql.clone());
        }
    }

    fn follow_table(&mut self, start: &Schema, before: &str, was: &Object, is: &Object) {
        let (was, is) = (start.parse(&was.sql), start.parse(&is.sql));
        if was.clauses.len() != is.clauses.len() {
            // A clause was added or dropped; no name has changed.
            return;
        }
        let held = self
            .clauses
            .entry(before.to_owned())
            .or_insert_with(|| start.definition(before).clauses.clone());
        for clause in held {
            if let Some(at) = was.clauses.iter().position(|now| clause.is_same(now)) {
                clause.clone_from(&is.clauses[at]);
            }
        }
    }

    /// The SQL that an object has after renames, where they changed it.
    pub(crate) fn object(&self, object: &Object) -> Option<&str> {
        self.objects
            .get(&(object.kind, object.name.clone()))
            .map(String::as_str)
    }

    /// A clause after renames, if they changed its table; `at` is its place among the clauses before the file. `None`
    /// for a foreign key, whose names are followed by `Lineage`.
    pub(crate) fn clause(&self, table: &str, at: usize) -> Option<&Clause> {
        self.clauses
            .get(table)?
            .get(at)
            .filter(|clause| clause.references.is_none())
    }
}
