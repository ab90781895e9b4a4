//! Foreign keys in the model: rows left dangling, and references to what is no key.

use super::Rejected;
use super::schema::{Constraint, Table};
use super::state::State;
use super::value::Value;

impl State {
    fn references(&self) -> impl Iterator<Item = (&Table, &str, &str, &str)> {
        self.tables.iter().flat_map(|table| {
            table
                .constraints
                .iter()
                .filter_map(move |constraint| match constraint {
                    Constraint::ForeignKey {
                        column,
                        parent,
                        parent_column,
                        ..
                    } => Some((
                        table,
                        column.as_str(),
                        parent.as_str(),
                        parent_column.as_str(),
                    )),
                    _ => None,
                })
        })
    }

    /// Rejects a reference to a column that is not the parent's key or UNIQUE: SQLite calls it a mismatch.
    pub(super) fn refuse_mismatched_keys(&self) -> Result<(), Rejected> {
        for (_, _, parent, parent_column) in self.references() {
            let Ok(parent) = self.table(parent) else {
                continue;
            };
            if parent.key != [parent_column.to_owned()] {
                return Err("a reference to what is no key");
            }
        }
        Ok(())
    }

    /// Whether a table refers to rows that are not there, or to a table that is not.
    pub(super) fn is_dangling(&self) -> bool {
        let has_parent = |(_, _, parent, _): (&Table, &str, &str, &str)| self.table(parent).is_ok();
        self.dangling() > 0 || !self.references().all(has_parent)
    }

    /// The number of references to rows that are not there.
    pub(super) fn dangling(&self) -> usize {
        let mut count = 0;
        for (child, column, parent, parent_column) in self.references() {
            let at = child.place(column).unwrap();
            for row in child.rows.iter().filter(|row| row[at] != Value::Null) {
                let found = self.table(parent).is_ok_and(|parent| {
                    let place = parent.place(parent_column).unwrap();
                    let collation = parent.columns[place].collation.as_deref();
                    parent
                        .rows
                        .iter()
                        .any(|one| one[place].collides(&row[at], collation))
                });
                count += usize::from(!found);
            }
        }
        count
    }
}
