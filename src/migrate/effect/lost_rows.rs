//! Which rows and values of a table a file lost.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Effect;
use super::compare::{self, Difference, Known};
use super::lineage::Successor;
use super::pairing::{Pairing, Places};
use super::schema::Schema;
use crate::error::Error;
use crate::migrate::head::Announcements;
use crate::migrate::loss::Loss;

impl Effect {
    /// Adds the rows and the values that a table from before the file has lost.
    pub(super) fn lost_rows(
        &self,
        connection: &Connection,
        (table, successor): (&str, &Successor),
        after: &Schema,
        announced: &Announcements,
        losses: &mut Vec<Loss>,
    ) -> Result<(), Error> {
        let Some(before) = self.before.place(table) else {
            return Ok(());
        };
        let places = [before, (connection, successor.after.as_str())];
        let was = self.schema.definition(table);
        let is = after.definition(&successor.after);
        let is_announced = |column: &str| announced.has_values(table, column);
        let pairing =
            Pairing::of(&was, &is, successor, is_announced).or_by_values(places, is_announced)?;
        let found = self.compared(places, &pairing, successor)?;
        if found.removed > 0 {
            losses.push(Loss::Rows {
                table: table.to_owned(),
                gone: found.removed,
                rows: found.rows,
                by_key: pairing.is_by_key(),
            });
        } else if !pairing.is_by_key() {
            // The columns whose change is announced are left out where the rows are matched. Each of them has changed
            // if the rows do not match together with it.
            let left_out = successor.columns.iter().map(|kept| kept.before.as_str());
            for column in left_out.filter(|column| is_announced(column)) {
                let is_other = |name: &str| name != column && is_announced(name);
                let with_it = Pairing::of(&was, &is, successor, is_other).by_values(is_other);
                let found = self.compared(places, &with_it, successor)?;
                losses.extend(lost_values(table, column, found.removed, BTreeMap::new()));
            }
        }
        let columns = pairing.names().0;
        for (at, (_, lost)) in found.cells.iter().enumerate() {
            losses.extend(lost_values(table, &columns[at], *lost, found.types_of(at)));
        }
        Ok(())
    }

    fn compared(
        &self,
        places: Places<'_>,
        pairing: &Pairing,
        successor: &Successor,
    ) -> Result<Difference, Error> {
        // In a table without a key, no key was changed.
        let ids = successor.ids.iter().filter(|_| pairing.is_by_key());
        let known = Known {
            updates: &self.updates,
            tables: ids.copied().collect(),
            columns: pairing.updates(),
        };
        let [before, after] = pairing.sides(places);
        compare::losses(&before, &after, &known)
    }
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
