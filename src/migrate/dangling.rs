//! Rows that name a row that is not there, before and after the migrations.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::user_objects::message;
use crate::db::{dangling, schema};
use crate::error::Error;

/// Something wrong with the foreign keys of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// Rows of the table name rows of this parent that are not there.
    Dangling {
        /// The table whose rows are missing.
        parent: String,
    },
    /// A foreign key is declared wrongly; the text is what SQLite says.
    Mismatch(String),
}

/// The rows at fault.
#[derive(Debug, Default)]
struct Rows {
    /// The rowids, where the table has any.
    rowids: Vec<i64>,
    /// The number of rows in tables without a rowid.
    without_rowid: usize,
}

/// The faults of every table's foreign keys, with the rows at fault.
#[derive(Debug, Default)]
pub(super) struct Dangling(BTreeMap<(String, Fault), Rows>);

impl Dangling {
    /// Looks at every table.
    pub(super) fn find(connection: &Connection) -> Result<Self, Error> {
        let mut found = Self::default();
        for table in schema::tables(connection)? {
            match found.add_rows_of(connection, &table) {
                Err(error) if message(&error).contains("foreign key mismatch") => {
                    found
                        .0
                        .insert((table, Fault::Mismatch(message(&error))), Rows::default());
                }
                Err(error) => return Err(Error::sql("check the foreign keys")(error)),
                Ok(()) => {}
            }
        }
        Ok(found)
    }

    fn add_rows_of(&mut self, connection: &Connection, table: &str) -> rusqlite::Result<()> {
        let mut statement = connection
            .prepare("SELECT \"table\", parent, rowid FROM pragma_foreign_key_check(?1)")?;
        let mut rows = statement.query([table])?;
        while let Some(row) = rows.next()? {
            let parent = row.get(1)?;
            let found = self
                .0
                .entry((row.get(0)?, Fault::Dangling { parent }))
                .or_default();
            match row.get::<_, Option<i64>>(2)? {
                Some(rowid) => found.rowids.push(rowid),
                None => found.without_rowid += 1,
            }
        }
        Ok(())
    }

    /// Refuses rows and declarations that are at fault now, and were not in `before`.
    pub(super) fn refuse_new_since(&self, before: &Self) -> Result<(), Error> {
        let new: Vec<String> = self
            .0
            .iter()
            .filter_map(|(key, rows)| {
                let (table, fault) = key;
                describe(table, fault, rows, before.0.get(key))
            })
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        Err(Error::migrations(
            format!("rows would be left dangling: {}", new.join("; ")),
            "delete or change them in the migration too",
        ))
    }
}

/// The new rows at fault, for people; `None` where there are none.
fn describe(table: &str, fault: &Fault, rows: &Rows, known: Option<&Rows>) -> Option<String> {
    const SHOWN: usize = 5;
    let parent = match fault {
        Fault::Mismatch(said) => return known.is_none().then(|| format!("{table}: {said}")),
        Fault::Dangling { parent } => parent,
    };
    let is_new = |rowid: &&i64| !known.is_some_and(|known| known.rowids.contains(rowid));
    let rowids: Vec<&i64> = rows.rowids.iter().filter(is_new).collect();
    // Rows without a rowid can only be counted.
    let uncounted = known.map_or(0, |known| known.without_rowid);
    let found = rowids.len() + rows.without_rowid.saturating_sub(uncounted);
    if found == 0 {
        return None;
    }
    let shown: Vec<String> = rowids.iter().take(SHOWN).map(ToString::to_string).collect();
    let which = if shown.is_empty() {
        String::new()
    } else {
        format!(" (rowid {})", shown.join(", "))
    };
    Some(dangling(found, table, parent) + &which)
}
