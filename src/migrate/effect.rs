//! What one migration file did: which rows, values and definitions are gone.
//!
//! The state just before the file is compared with the state just after it, for each table that the file
//! touched and by what tells one row from another. Renames are followed. Tables that no statement touched
//! cost nothing.

pub(crate) mod actions;
mod before;
mod cell;
pub(crate) mod compare;
pub(crate) mod definition;
mod digest;
pub(crate) mod lineage;
mod outline;
pub(crate) mod pairing;
pub(crate) mod rows;
mod schema;
pub(crate) mod updates;

use std::collections::BTreeMap;

use rusqlite::Connection;

use self::actions::{Action, What};
use self::before::Before;
use self::compare::{Known, Side};
use self::lineage::{Lineage, Successor};
use self::outline::Outline;
use self::pairing::Pairing;
use self::rows::Rows;
use self::schema::Schema;
use self::updates::{Updates, bits};
use super::head::Announcements;
use super::loss::Loss;
use super::moved::Moved;
use super::set::File;
use super::sql::{self, Statement};
use crate::db::schema::{columns, count, tables};
use crate::error::Error;

/// Follows the files of a run, one after the other, and says of each what it took away.
#[derive(Debug)]
pub(crate) struct Effect {
    before: Before,
    updates: Updates,
    schema: Schema,
    lineage: Lineage,
    /// The columns of the views as they were, once a statement could change them.
    views: Option<BTreeMap<String, Vec<String>>>,
    statements: Vec<Outline>,
    /// The place of the statement that runs among those of the file.
    at: usize,
    /// What became of the tables that were there before the run.
    moved: Option<Vec<Moved>>,
    /// The tables that had rows before the file that ended last.
    filled: Vec<String>,
}

impl Effect {
    /// Begins a run inside its transaction. The backup, where there is one, is the state before it.
    pub(crate) fn begin(
        connection: &Connection,
        backup: Option<Connection>,
    ) -> Result<Self, Error> {
        let updates = Updates::default();
        updates.install(connection)?;
        Ok(Self {
            before: Before::new(backup),
            updates,
            schema: Schema::default(),
            lineage: Lineage::default(),
            views: None,
            statements: Vec::new(),
            at: 0,
            moved: None,
            filled: Vec::new(),
        })
    }

    /// Begins a file.
    pub(crate) fn begin_file(&mut self, connection: &Connection, file: &File) -> Result<(), Error> {
        self.updates.clear();
        self.schema.read(connection)?;
        self.lineage = Lineage::begin(self.schema.tables());
        let start = || self.schema.tables().map(lineage::unmoved).collect();
        self.moved.get_or_insert_with(start);
        self.views = None;
        self.statements = sql::statements(&file.sql).iter().map(Outline::of).collect();
        self.at = 0;
        Ok(())
    }

    /// Sees to it that what a statement is about to change is held. Returns true if the statement has to be
    /// compiled again, since its updates are watched from now on.
    pub(crate) fn before_statement(
        &mut self,
        connection: &Connection,
        statement: &Statement<'_>,
        actions: &[Action],
    ) -> Result<bool, Error> {
        let changes_views =
            |action: &Action| matches!(action.what, What::Alter | What::Drop | What::DropView);
        if self.views.is_none() && actions.iter().any(changes_views) {
            self.views = Some(self.schema.view_columns(connection));
        }
        let is_update = statement.verb() == "UPDATE";
        let mut watched = None;
        for action in actions {
            match &action.what {
                What::Update(column) if is_update && !action.by_trigger => {
                    let (changes_rows, watch) = self.wrote(connection, &action.table, column);
                    self.note(connection, action, changes_rows)?;
                    watched = watch.then(|| action.table.clone()).or(watched);
                }
                _ => self.note(connection, action, true)?,
            }
        }
        match watched {
            Some(table) => self.watch(connection, &table),
            None => Ok(false),
        }
    }

    /// Follows what a statement did.
    pub(crate) fn after_statement(
        &mut self,
        connection: &Connection,
        actions: &[Action],
    ) -> Result<(), Error> {
        self.updates.leave(connection)?;
        self.at += 1;
        let altered = actions
            .iter()
            .find(|action| action.what == What::Alter)
            .map(|action| action.table.as_str());
        let moves =
            |action: &Action| matches!(action.what, What::Alter | What::Create | What::Drop);
        if actions.iter().any(moves) {
            let names = tables(connection)?;
            self.lineage
                .follow(&names, altered, |table| columns(connection, table))?;
        }
        Ok(())
    }

    /// Ends a file, and says what it took away.
    pub(crate) fn end_file(
        &mut self,
        connection: &Connection,
        announced: &Announcements,
    ) -> Result<Vec<Loss>, Error> {
        let after = self.schema.next(connection)?;
        let mut losses = Vec::new();
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
                        &after,
                        &self.lineage,
                        &mut losses,
                    );
                    if successor.rows_touched {
                        self.lost_rows(
                            connection,
                            table,
                            &successor,
                            &after,
                            announced,
                            &mut losses,
                        )?;
                    }
                }
            }
        }
        self.schema.lost_objects(&after, &self.lineage, &mut losses);
        if let Some(views) = &self.views {
            losses.extend(schema::lost_view_columns(connection, views, &after));
        }
        let touched = self
            .lineage
            .tables
            .iter()
            .filter(|track| track.touched || track.before.as_ref() != Some(&track.now));
        self.before
            .end_file(touched.map(|track| track.now.as_str()))?;
        self.filled = self.filled_before(connection)?;
        for moved in self.moved.iter_mut().flatten() {
            self.lineage.follow_on(moved);
        }
        self.schema = after;
        Ok(losses)
    }

    /// True if a table had rows before the file that ended last.
    pub(crate) fn had_rows(&self, table: &str) -> bool {
        self.filled
            .iter()
            .any(|name| name.eq_ignore_ascii_case(table))
    }

    fn filled_before(&self, connection: &Connection) -> Result<Vec<String>, Error> {
        let mut filled = Vec::new();
        for (table, _) in self.schema.tables() {
            if self.before.has_rows(connection, table, &self.lineage)? {
                filled.push(table.to_owned());
            }
        }
        Ok(filled)
    }

    /// What became of the tables that were there before the run.
    pub(crate) fn moved(self) -> Vec<Moved> {
        self.moved.unwrap_or_default()
    }

    /// Notes what a statement is about to do to a table. An update that only writes what an `UPDATE`
    /// statement may write changes no row otherwise.
    fn note(
        &mut self,
        connection: &Connection,
        action: &Action,
        changes_rows: bool,
    ) -> Result<(), Error> {
        let outline = self.statements.get(self.at);
        let is_addition = action.what == What::Insert
            && !action.by_trigger
            && outline.is_some_and(Outline::only_adds)
            && !self.schema.may_replace(&action.table);
        let later = self.statements.get(self.at + 1..).unwrap_or_default();
        let Some(track) = self.lineage.get_mut(&action.table) else {
            return Ok(());
        };
        track.touched = true;
        let changes_rows = match action.what {
            What::Insert => !is_addition,
            What::Update(_) => changes_rows,
            What::Delete | What::Drop => true,
            What::Create | What::Alter | What::DropView => return Ok(()),
        };
        track.rows_touched |= changes_rows;
        let Some(before) = &track.before else {
            return Ok(());
        };
        // An addition or a plain update loses nothing; but once it is made, the rows before it cannot be
        // told, which a later statement may need.
        let may_be_changed_later = || {
            self.schema.has_triggers()
                || later.iter().any(|later| {
                    !later.only_adds() && (later.names(&track.now) || later.names(before))
                })
        };
        if changes_rows || self.before.is_cheap(before) || may_be_changed_later() {
            let definition = self.schema.definition(before);
            self.before
                .hold(connection, track, |column| definition.is_generated(column))?;
        }
        Ok(())
    }

    /// Notes that an `UPDATE` statement writes a column. Returns whether it may change rows otherwise than in
    /// that column, and whether its rows have to be watched.
    fn wrote(&mut self, connection: &Connection, table: &str, column: &str) -> (bool, bool) {
        let others = self.others_may_write(table);
        let replaces = self.schema.may_replace(table)
            || self
                .statements
                .get(self.at)
                .is_some_and(|outline| outline.names("replace"));
        let Some(track) = self.lineage.get_mut(table) else {
            return (false, false);
        };
        let key = self.schema.key_now(connection, track);
        let column = if column == "ROWID" && key.len() == 1 {
            key[0].as_str()
        } else {
            column
        };
        let written = track.update(column);
        let writes_key = key.iter().any(|name| name.eq_ignore_ascii_case(column));
        let is_known_by_key = !key.is_empty();
        let watch = is_known_by_key && (writes_key || others);
        if let (false, Some(id)) = (watch, written) {
            self.updates.write_unwatched(id);
        }
        (replaces || writes_key, watch)
    }

    /// True if another statement of the file than an `UPDATE`, or a trigger, may write the same table.
    fn others_may_write(&self, table: &str) -> bool {
        let Some(track) = self.lineage.get(table) else {
            return false;
        };
        let harmless = |outline: &Outline| {
            matches!(outline.verb.as_str(), "UPDATE" | "ALTER" | "PRAGMA")
                || outline.only_adds()
                || outline.verb == "DROP" && !outline.words.iter().any(|word| word == "table")
        };
        self.schema.has_triggers()
            || self.statements.iter().any(|outline| {
                !harmless(outline)
                    && (outline.names(&track.now)
                        || track
                            .before
                            .as_ref()
                            .is_some_and(|name| outline.names(name)))
            })
    }

    fn watch(&self, connection: &Connection, table: &str) -> Result<bool, Error> {
        let Some(track) = self.lineage.get(table) else {
            return Ok(false);
        };
        let key = self.schema.key_now(connection, track);
        let written: Vec<usize> = track
            .columns
            .iter()
            .filter(|column| column.updated)
            .map(|column| column.id)
            .collect();
        let Some(bits) = bits(&written) else {
            return Ok(false);
        };
        self.updates
            .watch(connection, &track.now, &key, track.id, bits)?;
        Ok(true)
    }

    fn rows_before(&self, table: &str) -> Result<u64, Error> {
        match self.before.place(table) {
            Some((connection, held)) => count(connection, held),
            None => Ok(0),
        }
    }

    fn lost_rows(
        &self,
        connection: &Connection,
        table: &str,
        successor: &Successor,
        after: &Schema,
        announced: &Announcements,
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        let Some((held_in, held)) = self.before.place(table) else {
            return Ok(());
        };
        let was = self.schema.definition(table);
        let is = after.definition(&successor.after);
        let pairing = Pairing::of(&was, &is, successor, |column| {
            announced.has_values(table, column)
        });
        let side = |connection, table: &str, names: Vec<String>| Side {
            connection,
            rows: Rows {
                table: table.to_owned(),
                columns: names,
                key: pairing.key(),
            },
        };
        let (befores, afters) = pairing.names();
        let known = Known {
            updates: &self.updates,
            tables: successor.ids.clone(),
            columns: pairing.updates(),
        };
        let found = compare::losses(
            &side(held_in, held, befores.clone()),
            &side(connection, &successor.after, afters),
            &known,
        )?;
        if found.removed > 0 {
            losses.push(Loss::Rows {
                table: table.to_owned(),
                gone: found.removed,
                rows: found.rows,
                by_key: pairing.is_by_key(),
            });
        }
        for (at, (_, lost)) in found.cells.iter().enumerate() {
            if *lost > 0 {
                losses.push(Loss::Values {
                    table: table.to_owned(),
                    column: befores[at].clone(),
                    cells: *lost,
                    types: found.types_of(at),
                });
            }
        }
        Ok(())
    }
}
