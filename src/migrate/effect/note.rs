//! Notes, before each statement of a file runs, what it is about to do to the rows of a table.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::Effect;
use super::actions::{Action, What};
use super::outline::Outline;
use super::track::Track;
use super::updates::{Meanwhile, Watching};
use crate::db::full_text::{Keeps, is_virtual};
use crate::db::schema::{is_rowid, sql_of_table};
use crate::error::Error;

impl Effect {
    /// Notes what a statement is about to do to a table. `changes_rows` is false for an `UPDATE` that changes nothing
    /// but the column that it names.
    pub(super) fn note(
        &mut self,
        connection: &Connection,
        action: &Action,
        changes_rows: bool,
    ) -> Result<(), Error> {
        let outline = self.statements.current();
        // Only a table that takes the place of another can have a plain column where that has a computed one.
        let makes_tables = self.statements.make_tables();
        let Some(track) = self.lineage.get_mut(&action.table) else {
            return Ok(());
        };
        let is_addition = action.what == What::Insert
            && !action.by_trigger
            && outline.is_some_and(Outline::only_adds)
            && !track
                .before
                .as_ref()
                .is_some_and(|before| self.schema.may_replace(before));
        track.touched = true;
        let changes_rows = match action.what {
            What::Insert => !is_addition,
            What::Update(_) => changes_rows,
            What::Delete | What::Drop => true,
            What::Create | What::Alter | What::DropView | What::DropTrigger => return Ok(()),
        };
        track.rows_touched |= changes_rows;
        let Some(before) = &track.before else {
            return Ok(());
        };
        let keeps = self.schema.keeps(before);
        // An `INSERT` or a plain `UPDATE` loses nothing, but after it the former rows cannot be read any more, and a
        // later statement of the file may make them necessary.
        let may_be_changed_later = || {
            let names_it = |outline: &Outline| outline.names(&track.now) || outline.names(before);
            // What a trigger that was made before this statement does, it may do after it.
            let makes_it = |outline: &Outline| outline.verb == "CREATE" && names_it(outline);
            self.schema.has_triggers()
                || self.statements.changing_earlier().any(makes_it)
                || self.statements.changing_later().any(names_it)
        };
        if changes_rows || self.before.is_cheap(before) || may_be_changed_later() {
            let definition = self.schema.definition(before);
            let is_computed = |column: &str| definition.is_generated(column);
            let computed = (&is_computed as &dyn Fn(&str) -> bool, makes_tables);
            self.before.hold(connection, track, keeps, computed)?;
        } else {
            self.before.hold_if_empty(connection, track, keeps)?;
        }
        Ok(())
    }

    /// Notes, after a statement, what it did to the rows of tables. SQLite does not count the rows that triggers wrote.
    pub(super) fn note_rows_written(&mut self, actions: &[Action], changed_rows: bool) {
        for action in actions.iter().filter(|it| changed_rows || it.by_trigger) {
            let Some(track) = self.lineage.get_mut(&action.table) else {
                continue;
            };
            let rows = &mut track.rows_written;
            match action.what {
                What::Insert => rows.inserted = true,
                What::Update(_) => rows.updated = true,
                What::Delete => rows.deleted = true,
                What::Create | What::Alter | What::Drop | What::DropView | What::DropTrigger => {}
            }
        }
    }

    /// Notes what something else than an `UPDATE` statement of its own does to a table.
    pub(super) fn note_beside(&mut self, action: &Action) {
        let outline = self.statements.current();
        let Some(track) = self.lineage.get_mut(&action.table) else {
            return;
        };
        // A plain `INSERT` into a full-text table without content may add words to a row that is there.
        let keeps_rows = || {
            let before = track.before.as_ref();
            before.is_none_or(|before| self.schema.keeps(before) == Keeps::Rows)
        };
        let only_adds = !action.by_trigger && outline.is_some_and(Outline::only_adds);
        match action.what {
            What::Insert if only_adds && keeps_rows() => track.beside.added = true,
            What::Insert | What::Update(_) => track.beside.rewrote = true,
            What::Delete => track.beside.deleted = true,
            What::Drop | What::Create | What::Alter | What::DropView | What::DropTrigger => {}
        }
    }

    /// Notes that an `UPDATE` statement writes columns of a table. Returns whether it may do more to the rows than
    /// change these columns (replace other rows, or change keys), and the columns by their numbers if a trigger has
    /// to watch the rows that it writes.
    pub(super) fn wrote(
        &mut self,
        connection: &Connection,
        table: &str,
        columns: &[&str],
    ) -> Result<(bool, Option<Vec<usize>>), Error> {
        let others = self.others_may_write(table);
        let identity = self.key_of(connection, table);
        let sql = sql_of_table(connection, table)?;
        let is_virtual = sql.is_some_and(|sql| is_virtual(&sql));
        let replaces = self
            .statements
            .current()
            .is_some_and(|outline| outline.names("replace"));
        let other_names = ["_rowid_", "oid"];
        let names_rowid = self
            .statements
            .current()
            .is_some_and(|outline| other_names.iter().any(|name| outline.names(name)));
        let Some(track) = self.lineage.get_mut(table) else {
            return Ok((false, None));
        };
        let before = track.before.as_ref();
        let replaces = replaces || before.is_some_and(|before| self.schema.may_replace(before));
        let key = self.schema.key_now(connection, track);
        let mut columns = columns.to_vec();
        if let Some(at) = columns.iter().position(|column| *column == "ROWID") {
            // The rowid is a column of the key, or no column at all. But a column may have that name.
            let rowid = key.first().filter(|_| key.len() == 1);
            let rowid = match rowid {
                Some(only) if is_rowid(connection, &track.now)? => Some(only.as_str()),
                _ => None,
            };
            let is_column = track.columns.iter().any(|column| column.now == "ROWID");
            if !is_column {
                columns.remove(at);
                columns.extend(rowid);
            } else if names_rowid {
                columns.extend(rowid);
            }
        }
        let written: Vec<usize> = columns
            .iter()
            .filter_map(|column| track.update(column))
            .collect();
        let is_in =
            |key: &[String], column: &str| key.iter().any(|name| name.eq_ignore_ascii_case(column));
        let writes = |key: &[String]| columns.iter().any(|column| is_in(key, column));
        let writes_key = writes(&identity);
        // No trigger can watch a virtual table.
        let watch = !is_virtual && !identity.is_empty() && (writes(&identity) || others);
        if !watch {
            for column in &written {
                self.updates.write_unwatched(*column);
            }
        }
        Ok((replaces || writes_key, watch.then_some(written)))
    }

    /// True if a trigger, or a statement of the file that is no `UPDATE`, may write the same rows: those of the table
    /// under any name that it has in the file, or of a table that takes its place.
    fn others_may_write(&self, table: &str) -> bool {
        let Some(track) = self.lineage.get(table) else {
            return false;
        };
        let names = self.names_of(track);
        if names.iter().any(|name| self.schema.may_replace(name)) {
            return true;
        }
        let has = |outline: &Outline, word: &str| outline.words.iter().any(|has| has == word);
        let harmless = |outline: &Outline| match outline.verb.as_str() {
            // `OR REPLACE` makes room for the row that it writes: another goes.
            "UPDATE" => !has(outline, "replace"),
            "DROP" => !has(outline, "table"),
            verb => matches!(verb, "ALTER" | "PRAGMA"),
        };
        self.schema.has_triggers()
            || self
                .statements
                .changing()
                .any(|outline| !harmless(outline) && names.iter().any(|name| outline.names(name)))
    }

    /// The columns by which the rows of a table are known, with their present names: its key or, for a table that the
    /// file has made and that takes the place of another, the key of that one, if it has these columns. Values that are
    /// announced to change tell no rows apart, if there are others that may.
    fn key_of(&self, connection: &Connection, table: &str) -> Vec<String> {
        let Some(track) = self.lineage.get(table) else {
            return Vec::new();
        };
        let own = self.schema.key_now(connection, track);
        if track.before.is_none() {
            let names = self.names_of(track);
            let is_named = |name: &String| names.contains(&name.to_ascii_lowercase());
            let all = self.lineage.tables.iter().chain(&self.lineage.dropped);
            let keys = all
                .filter(|old| old.before.as_ref().is_some_and(is_named))
                .filter(|old| own.is_empty() || !self.is_key_to_change(old))
                .map(|old| self.schema.key_now(connection, old));
            let is_whole =
                |key: &Vec<String>| !key.is_empty() && track.ids_of(key).len() == key.len();
            if let Some(key) = keys.into_iter().find(is_whole) {
                return key;
            }
        }
        own
    }

    /// True if the head announces other values for the key that a table had before the file.
    fn is_key_to_change(&self, track: &Track) -> bool {
        track.before.as_ref().is_some_and(|table| {
            let key = self.schema.definition(table).key();
            key.iter()
                .any(|column| self.announced.has_values(table, column))
        })
    }

    /// The names of a table in the file, with those of tables that give their name to it or take its own.
    fn names_of(&self, track: &Track) -> BTreeSet<String> {
        let own = track.before.iter().chain([&track.now]);
        let mut names: BTreeSet<String> = own.map(|name| name.to_ascii_lowercase()).collect();
        let mut had = 0;
        while had < names.len() {
            had = names.len();
            for (from, to) in self.statements.renamed_tables() {
                if names.contains(from) || names.contains(to) {
                    names.extend([from.to_owned(), to.to_owned()]);
                }
            }
        }
        names
    }

    /// What the triggers that an `UPDATE` of a table fires may do to the rows of the same table. `own` is what the
    /// statement does itself.
    pub(super) fn meanwhile(
        &self,
        connection: &Connection,
        table: &str,
        (own, others): (&[&Action], &[&Action]),
    ) -> Meanwhile {
        let mut by_triggers = others.to_vec();
        by_triggers.retain(|action| action.table.eq_ignore_ascii_case(table));
        if !by_triggers.iter().any(|action| action.column().is_some()) {
            return Meanwhile::Nothing;
        }
        let mut key = self.key_of(connection, table);
        key.push("ROWID".to_owned());
        let writes_key = |actions: &[&Action]| {
            let mut columns = actions.iter().filter_map(|action| action.column());
            columns.any(|column| key.iter().any(|name| name.eq_ignore_ascii_case(column)))
        };
        let before = self
            .lineage
            .get(table)
            .and_then(|track| track.before.as_deref());
        let replaces = || {
            let outline = self.statements.current();
            outline.is_some_and(|outline| outline.names("replace"))
                || before.is_none_or(|before| self.schema.may_replace(before))
        };
        let goes = |action: &&Action| matches!(action.what, What::Insert | What::Delete);
        if by_triggers.iter().any(goes) || writes_key(&by_triggers) || writes_key(own) && replaces()
        {
            Meanwhile::Anything
        } else {
            Meanwhile::Updates
        }
    }

    /// Makes the trigger that watches the rows of a table that an `UPDATE` writes. Returns false if there is no such
    /// table.
    pub(super) fn watch(
        &self,
        connection: &Connection,
        table: &str,
        columns: &[usize],
        meanwhile: Meanwhile,
    ) -> Result<bool, Error> {
        let Some(track) = self.lineage.get(table) else {
            return Ok(false);
        };
        let key = self.key_of(connection, table);
        let watching = Watching {
            name: &track.now,
            id: track.id,
            key_ids: track.ids_of(&key),
            key: &key,
            columns,
        };
        self.updates.watch(connection, &watching, meanwhile)?;
        Ok(true)
    }
}
