//! The effect of one migration file: which rows, values and definitions were lost.
//!
//! For each table that the file touched, the rows just before the file are compared with those just after it. Rows
//! are matched by their key, or by their values in a table without one; renames are followed. Tables that no
//! statement touched cost nothing.

pub(crate) mod actions;
mod becomes;
mod before;
mod cell;
mod changed_keys;
mod column_sets;
pub(crate) mod compare;
pub(crate) mod definition;
mod digest;
pub(crate) mod lineage;
mod lost;
mod lost_rows;
mod note;
mod outline;
mod own_clauses;
pub(crate) mod pairing;
mod parents;
mod rewritten;
pub(crate) mod rows;
mod schema;
pub(crate) mod source;
mod track;
pub(crate) mod updates;
mod uses;
mod view_columns;

use rusqlite::Connection;

use self::actions::{Action, What};
use self::before::Before;
use self::lineage::Lineage;
use self::outline::Outlines;
use self::parents::Parents;
use self::rewritten::Rewritten;
use self::schema::Schema;
use self::updates::Updates;
use self::uses::{After, Uses};
use self::view_columns::ViewColumns;
use super::announcement::Announcement;
use super::head::Announcements;
use super::loss::Loss;
use super::moved::Moved;
use super::sandbox::Sandbox;
use super::set::File;
use super::sql::{self, Statement};
use crate::db::schema::{Object, ObjectKind, kept_columns, objects, tables};
use crate::error::Error;

/// Follows the files of a run, one after the other, and reports what each lost.
#[derive(Debug)]
pub(crate) struct Effect {
    before: Before,
    updates: Updates,
    schema: Schema,
    lineage: Lineage,
    view_columns: ViewColumns,
    sandbox: Sandbox,
    /// The views and triggers before the file; read just before the first statement that could change them.
    uses: Option<Uses>,
    /// The objects just before the latest `ALTER`.
    before_alter: Vec<Object>,
    rewritten: Rewritten,
    statements: Outlines,
    /// What the head of the file announces.
    announced: Announcements,
    /// What became of the tables that were there before the run.
    moved: Option<Vec<Moved>>,
    /// The announcements about rows that the file which ended last had no rows to fulfil with.
    excused: Vec<Announcement>,
}

impl Effect {
    /// Begins a run inside its transaction. The backup, if there is one, has the state before the run.
    pub(crate) fn begin(
        connection: &Connection,
        sandbox: &Sandbox,
        backup: Option<Connection>,
    ) -> Result<Self, Error> {
        let updates = Updates::default();
        updates.install(connection)?;
        Ok(Self {
            before: Before::new(backup),
            updates,
            schema: Schema::default(),
            lineage: Lineage::default(),
            view_columns: ViewColumns::through(sandbox),
            sandbox: sandbox.clone(),
            uses: None,
            before_alter: Vec::new(),
            rewritten: Rewritten::default(),
            statements: Outlines::default(),
            announced: Announcements::default(),
            moved: None,
            excused: Vec::new(),
        })
    }

    /// Begins a file.
    pub(crate) fn begin_file(&mut self, connection: &Connection, file: &File) -> Result<(), Error> {
        self.updates.clear();
        self.schema.read(connection)?;
        self.lineage = Lineage::begin(self.schema.tables());
        let start = || self.schema.tables().map(lineage::unmoved).collect();
        self.moved.get_or_insert_with(start);
        self.uses = None;
        self.rewritten = Rewritten::default();
        self.statements = Outlines::of(&sql::statements(&file.sql));
        self.announced = Announcements::of_lines(file).0;
        Ok(())
    }

    /// Makes sure that the rows which a statement is about to change can still be read afterwards. Returns true if
    /// the statement has to be compiled again, because a trigger was made that watches its updates.
    pub(crate) fn before_statement(
        &mut self,
        connection: &Connection,
        statement: &Statement<'_>,
        actions: &[Action],
    ) -> Result<bool, Error> {
        let changes_uses = |action: &Action| {
            use What::{Alter, Drop, DropTrigger, DropView};
            matches!(action.what, Alter | Drop | DropView | DropTrigger)
        };
        if self.uses.is_none() && actions.iter().any(changes_uses) {
            let objects = &self.schema.objects;
            let mut uses = Uses::read(connection, &self.sandbox, &mut self.view_columns, objects)?;
            uses.views
                .retain(|name, _| self.schema.find(ObjectKind::View, name).is_some());
            self.uses = Some(uses);
        }
        if actions.iter().any(|action| action.what == What::Alter) {
            self.before_alter = objects(connection)?;
        }
        let is_update = statement.verb() == "UPDATE";
        let own_update =
            |action: &&Action| is_update && !action.by_trigger && action.column().is_some();
        let (own, others): (Vec<&Action>, Vec<&Action>) = actions.iter().partition(own_update);
        for action in &others {
            self.note_beside(action);
            self.note(connection, action, true)?;
        }
        // An `UPDATE` statement writes one table.
        let Some(table) = own.first().map(|action| action.table.as_str()) else {
            return Ok(false);
        };
        let columns: Vec<&str> = own.iter().filter_map(|action| action.column()).collect();
        let (changes_rows, watched) = self.wrote(connection, table, &columns)?;
        for action in &own {
            self.note(connection, action, changes_rows)?;
        }
        let Some(watched) = watched else {
            return Ok(false);
        };
        let meanwhile = self.meanwhile(connection, table, (&own, &others));
        self.watch(connection, table, &watched, meanwhile)
    }

    /// Records what a statement did to tables and columns.
    pub(crate) fn after_statement(
        &mut self,
        connection: &Connection,
        actions: &[Action],
    ) -> Result<(), Error> {
        let changed = connection.changes();
        self.updates.leave(connection, changed)?;
        self.statements.go_on();
        self.note_rows_written(actions, changed > 0);
        let altered = actions
            .iter()
            .find(|action| action.what == What::Alter)
            .map(|action| action.table.as_str());
        let moves =
            |action: &Action| matches!(action.what, What::Alter | What::Create | What::Drop);
        if altered.is_some() {
            let now = objects(connection)?;
            let before = |name: &str| self.lineage.get(name)?.before.clone();
            self.rewritten
                .follow(&self.schema, &self.before_alter, &now, before);
        }
        if actions.iter().any(moves) {
            let names = tables(connection)?;
            self.lineage
                .follow(&names, altered, |table| kept_columns(connection, table))?;
        }
        Ok(())
    }

    /// Ends a file, and returns what it lost.
    pub(crate) fn end_file(&mut self, connection: &Connection) -> Result<Vec<Loss>, Error> {
        let after = self.schema.next(connection)?;
        let mut losses = Vec::new();
        let parents = Parents {
            lineage: &self.lineage,
            was: &self.schema,
            is: &after,
            earlier: self.moved_so_far(),
        };
        for (table, _) in self.schema.tables() {
            match self.lineage.successor(table) {
                None => losses.push(Loss::Table {
                    table: table.to_owned(),
                    rows: self.rows_before(table)?,
                }),
                Some(successor) => {
                    self.schema.lost_of_table(
                        table,
                        &successor,
                        &parents,
                        &self.rewritten,
                        &mut losses,
                    )?;
                    if successor.rows_touched {
                        self.lost_rows(connection, (table, &successor), &after, &mut losses)?;
                    }
                }
            }
        }
        self.schema
            .lost_objects(&after, (&self.lineage, &self.rewritten), &mut losses);
        if let Some(was) = &self.uses {
            let objects = &after.objects;
            let now = Uses::read(connection, &self.sandbox, &mut self.view_columns, objects)?;
            losses.extend(lost::lost_view_columns(&was.views, &now.views));
            let names = After {
                lineage: &self.lineage,
                was: &self.schema,
                is: &after,
            };
            losses.extend(uses::other_uses((&self.schema, was), &now, &names, &losses));
        }
        self.note_excused(connection)?;
        let touched = self.lineage.tables.iter().filter(|track| track.touched);
        self.before
            .end_file(touched.map(|track| track.now.as_str()))?;
        for moved in self.moved.iter_mut().flatten() {
            self.lineage.follow_on(moved);
        }
        self.schema = after;
        Ok(losses)
    }

    /// Notes the announcements about rows that the file had no rows to fulfil with.
    fn note_excused(&mut self, connection: &Connection) -> Result<(), Error> {
        self.excused.clear();
        for (one, table) in self.announced.about_rows() {
            if self.schema.could_lose(one)
                && !self.before.has_rows(connection, table, &self.lineage)?
            {
                self.excused.push(one.clone());
            }
        }
        Ok(())
    }

    /// True for an announcement about rows that the file which ended last had no rows to fulfil with, though what it
    /// names was there.
    pub(crate) fn excuses(&self, announcement: &Announcement) -> bool {
        self.excused.contains(announcement)
    }

    /// What has become of the tables that were there before the run, at the end of the file that ended last.
    pub(crate) fn moved_so_far(&self) -> &[Moved] {
        self.moved.as_deref().unwrap_or_default()
    }

    /// What became of the tables that were there before the run.
    pub(crate) fn moved(self) -> Vec<Moved> {
        self.moved.unwrap_or_default()
    }

    fn rows_before(&self, table: &str) -> Result<u64, Error> {
        self.before.count(table, self.schema.keeps(table))
    }
}
