//! Notes, before each statement of a file runs, what it is about to do to the rows of a table.

use rusqlite::Connection;

use super::Effect;
use super::actions::{Action, What};
use super::outline::Outline;
use super::updates::bits;
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
        // An `INSERT` or a plain `UPDATE` loses nothing, but after it the former rows cannot be read any more, and a
        // later statement of the file may make them necessary.
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
        } else {
            self.before.hold_if_empty(connection, track)?;
        }
        Ok(())
    }

    /// Notes that an `UPDATE` statement writes a column. Returns whether it may do more to the rows than change this
    /// column (replace other rows, or change keys), and whether a trigger has to watch the rows that it writes.
    pub(super) fn wrote(
        &mut self,
        connection: &Connection,
        table: &str,
        column: &str,
    ) -> (bool, bool) {
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

    /// True if a trigger, or a statement of the file that is no `UPDATE`, may write the same table.
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

    /// Makes the trigger that watches the rows of a table that an `UPDATE` writes; returns false if that is not
    /// possible.
    pub(super) fn watch(&self, connection: &Connection, table: &str) -> Result<bool, Error> {
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
}
