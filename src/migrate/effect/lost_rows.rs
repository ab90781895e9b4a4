//! Which rows and values of a table a file lost.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Effect;
use super::compare::{self, Difference, Known};
use super::lineage::{Kept, Successor};
use super::pairing::{Pairing, Pairs};
use super::schema::Schema;
use super::source::{self, Place};
use crate::db::full_text::Keeps;
use crate::db::schema::count;
use crate::error::Error;
use crate::migrate::loss::Loss;

impl Effect {
    /// Adds the rows and the values that a table from before the file has lost.
    pub(super) fn lost_rows(
        &self,
        connection: &Connection,
        (table, successor): (&str, &Successor),
        after: &Schema,
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        let keeps = self.schema.keeps(table);
        if keeps == Keeps::Hidden {
            return self.lost_words(connection, (table, successor), losses);
        }
        let Some(before) = self.before.place(table, keeps) else {
            return Ok(());
        };
        let after_keeps = after.keeps(&successor.after);
        if keeps == Keeps::Words && !after.is_full_text(&successor.after) {
            // Words cannot be compared with rows.
            let rows = before.count()?;
            let now = count(connection, &successor.after)?;
            losses.extend(lost_count(table, rows, (rows, now)));
            return Ok(());
        }
        let is_virtual = self.schema.is_virtual(table) || after.is_virtual(&successor.after);
        let (successor, doubtful) = &successor.as_known(is_virtual);
        let is_followed = |key: &[&Kept]| self.updates.is_followed(&successor.ids, key);
        let pairs = Pairs {
            table,
            was: &self.schema.definition(table),
            is: &after.definition(&successor.after),
            successor,
            places: [
                before,
                Place {
                    connection,
                    table: &successor.after,
                    keeps: after_keeps,
                },
            ],
            keeps,
            is_followed: &is_followed,
        };
        let is_left_out = |column: &str| {
            self.announced.has_values(table, column) || doubtful.iter().any(|doubt| doubt == column)
        };
        let pairing = Pairing::of(&pairs, is_left_out)?;
        let found = self.compared(&pairs, &pairing)?;
        if found.removed > 0 {
            losses.push(Loss::Rows {
                table: table.to_owned(),
                gone: found.removed,
                rows: found.rows,
                by_key: pairing.is_by_key(),
            });
        }
        if !pairing.is_by_key() {
            losses.extend(self.lost_by_columns(&pairs, found.removed, &is_left_out)?);
        }
        if !pairing.is_by_key() && successor.columns.iter().any(|kept| kept.updated) {
            losses.extend(self.lost_beside_updates(&pairs, &is_left_out)?);
        }
        let columns = pairing.names().0;
        for (at, (_, lost)) in found.cells.iter().enumerate() {
            losses.extend(lost_values(table, &columns[at], *lost, found.types_of(at)));
        }
        Ok(())
    }

    /// The values that were lost in columns that are left out where the values match the rows. Each of them has changed
    /// if fewer rows match together with it.
    fn lost_by_columns(
        &self,
        pairs: &Pairs<'_>,
        removed: u64,
        is_left_out: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Loss>, Error> {
        let mut losses = Vec::new();
        let columns = pairs.successor.columns.iter();
        let left_out = columns.map(|kept| kept.before.as_str());
        for column in left_out.filter(|column| is_left_out(column)) {
            let is_other = |name: &str| name != column && is_left_out(name);
            let with_it = Pairing::by_values(pairs, is_other)?;
            let more = self
                .compared(pairs, &with_it)?
                .removed
                .saturating_sub(removed);
            losses.extend(lost_values(pairs.table, column, more, BTreeMap::new()));
        }
        Ok(losses)
    }

    /// The values that were lost in columns that an `UPDATE` wrote in other rows, where the key changes.
    fn lost_beside_updates(
        &self,
        pairs: &Pairs<'_>,
        is_left_out: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Loss>, Error> {
        let Some(pairing) = Pairing::by_changed_key(pairs, is_left_out)? else {
            return Ok(Vec::new());
        };
        let found = self.compared(pairs, &pairing)?;
        let columns = pairing.names().0;
        let cells = found.cells.iter().enumerate();
        let lost = cells
            .filter(|(at, _)| pairing.is_updated(*at))
            .filter_map(|(at, (_, lost))| {
                lost_values(pairs.table, &columns[at], *lost, found.types_of(at))
            });
        Ok(lost.collect())
    }

    /// The rows of a table of FTS4 without content cannot be compared, and no statement takes them out of it: they are
    /// lost where another table has its name.
    fn lost_words(
        &self,
        connection: &Connection,
        (table, successor): (&str, &Successor),
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        if successor.ids.len() > 1 {
            let keeps = self.schema.keeps(table);
            let rows = self.before.count(table, keeps)?;
            let now = source::known_rows(connection, &successor.after, keeps);
            losses.extend(lost_count(table, rows, (rows, now)));
        }
        Ok(())
    }

    fn compared(&self, pairs: &Pairs<'_>, pairing: &Pairing) -> Result<Difference, Error> {
        // In a table without a key, no key was changed.
        let key = pairing.key();
        let is_known = !key.is_empty() && (pairs.is_followed)(&key);
        let ids = pairs.successor.ids.iter().filter(|_| is_known);
        let known = Known {
            updates: &self.updates,
            tables: ids.copied().collect(),
            columns: pairing.updates(),
        };
        let [before, after] = pairing.sides(pairs.places);
        compare::losses(&before, &after, &known)
    }
}

fn lost_count(table: &str, gone: u64, rows: (u64, u64)) -> Option<Loss> {
    (gone > 0).then(|| Loss::Rows {
        table: table.to_owned(),
        gone,
        rows,
        by_key: true,
    })
}

fn lost_values(
    table: &str,
    column: &str,
    cells: u64,
    types: BTreeMap<String, u64>,
) -> Option<Loss> {
    (cells > 0).then(|| Loss::Values {
        table: table.to_owned(),
        column: column.to_owned(),
        cells,
        types,
    })
}
