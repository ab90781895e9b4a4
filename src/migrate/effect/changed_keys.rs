//! The keys that the `UPDATE` statements of a file changed, in a private database that spills to disk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::cell::{Cell, decoded, encoded};
use crate::db::{Queries, private};
use crate::error::Error;

const DOING: &str = "read the changed keys";
/// What failed, in messages.
pub(super) const KEEPING: &str = "keep the keys that an update changes";

/// The changed keys of all tables.
#[derive(Debug, Default, Clone)]
pub(super) struct ChangedKeys(Arc<Mutex<Option<Connection>>>);

/// Locks, whatever became of the thread that had it last.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ChangedKeys {
    /// Forgets everything, for the next file.
    pub(super) fn clear(&self) {
        *lock(&self.0) = None;
    }

    /// Notes that the key of a row was changed; both keys are [`encoded`]. If it had been changed before, the first key is kept as the old one.
    pub(super) fn rename(&self, table: usize, (old, new): Pair) -> rusqlite::Result<()> {
        let table = number(table);
        let mut renamed = lock(&self.0);
        let connection = made(&mut renamed)?;
        let first: Option<Vec<u8>> = connection
            .prepare_cached(
                "DELETE FROM renamed WHERE \"table\" = ?1 AND now = ?2 RETURNING before",
            )?
            .query_row((table, &old), |row| row.get(0))
            .optional()?;
        let first = first.unwrap_or(old);
        if first != new {
            connection
                .prepare_cached("INSERT OR REPLACE INTO renamed VALUES (?1, ?2, ?3)")?
                .execute((table, &new, &first))?;
        }
        Ok(())
    }

    /// The keys that a row has had in each of the tables; the last table has this key now.
    pub(super) fn former(
        &self,
        tables: &[usize],
        now: &[Cell],
    ) -> Result<Vec<(usize, Vec<Cell>)>, Error> {
        let renamed = lock(&self.0);
        let mut key = now.to_vec();
        let mut keys = Vec::new();
        for table in tables.iter().rev() {
            keys.push((*table, key.clone()));
            let Some(connection) = &*renamed else {
                continue;
            };
            let before: Option<Vec<u8>> = connection
                .prepare_cached("SELECT before FROM renamed WHERE \"table\" = ?1 AND now = ?2")
                .and_then(|mut statement| {
                    let now = encoded(key.iter().map(Cell::as_ref));
                    let found = statement.query_row((number(*table), now), |row| row.get(0));
                    found.optional()
                })
                .map_err(Error::sql(DOING))?;
            if let Some(before) = before {
                key = decoded(&before);
            }
        }
        Ok(keys)
    }
}

/// The number under which the changes of keys in several tables, one rebuilt as the other, stand as one.
const COMPOSED: i64 = -1;

/// Follows each key through all these tables, from its first to its last value.
fn composed(tables: &[i64]) -> String {
    let begun = format!(
        "DELETE FROM renamed WHERE \"table\" < 0;
         INSERT INTO renamed SELECT {COMPOSED}, now, before FROM renamed WHERE \"table\" = {};",
        tables[0]
    );
    let step = |next: &i64| {
        format!(
            "INSERT OR REPLACE INTO renamed
                 SELECT -2, next.now, coalesce(earlier.before, next.before) FROM renamed next
                     LEFT JOIN renamed earlier ON earlier.\"table\" = {COMPOSED} AND earlier.now = next.before
                 WHERE next.\"table\" = {next};
             INSERT OR IGNORE INTO renamed
                 SELECT -2, now, before FROM renamed earlier WHERE \"table\" = {COMPOSED} AND NOT EXISTS (
                     SELECT 1 FROM renamed next WHERE next.\"table\" = {next} AND next.before = earlier.now);
             DELETE FROM renamed WHERE \"table\" = {COMPOSED};
             UPDATE renamed SET \"table\" = {COMPOSED} WHERE \"table\" = -2;"
        )
    };
    let steps: String = tables[1..].iter().map(step).collect();
    format!("{begun}{steps} DELETE FROM renamed WHERE \"table\" = {COMPOSED} AND now = before;")
}

/// A key before and now, as bytes.
type Pair = (Vec<u8>, Vec<u8>);

/// The number of a table as SQL has it.
fn number(table: usize) -> i64 {
    i64::try_from(table).unwrap_or(i64::MAX)
}

/// The table of changed keys, which is made for the first of them.
fn made(renamed: &mut Option<Connection>) -> rusqlite::Result<&mut Connection> {
    match renamed {
        Some(connection) => Ok(connection),
        none => Ok(none.insert(scratch()?)),
    }
}

/// A private table of keys, which spills to disk.
fn scratch() -> rusqlite::Result<Connection> {
    let connection = private()?;
    connection.execute_batch(
        "CREATE TABLE renamed (\"table\" INTEGER, now BLOB, before BLOB, PRIMARY KEY (\"table\", now)) WITHOUT ROWID",
    )?;
    Ok(connection)
}

/// The keys of one table that `UPDATE` statements changed.
#[derive(Debug)]
pub(crate) struct Renamed {
    keys: ChangedKeys,
    /// The number of the table; `None` if no key was changed.
    table: Option<i64>,
}

impl Renamed {
    /// Those of a table that has had these numbers, in this order.
    pub(super) fn of(keys: &ChangedKeys, tables: &[usize]) -> Result<Self, Error> {
        let mut renamed = Self {
            keys: keys.clone(),
            table: None,
        };
        let connection = lock(&keys.0);
        let Some(connection) = &*connection else {
            return Ok(renamed);
        };
        let has_any = |table: &i64| -> Result<bool, Error> {
            let any = "SELECT EXISTS (SELECT 1 FROM renamed WHERE \"table\" = ?1)";
            connection.value(DOING, any, [*table])
        };
        let mut with_any = Vec::new();
        for table in tables.iter().map(|table| number(*table)) {
            if has_any(&table)? {
                with_any.push(table);
            }
        }
        renamed.table = match with_any.as_slice() {
            [] => None,
            [table] => Some(*table),
            several => {
                connection.run_all(DOING, &composed(several))?;
                has_any(&COMPOSED)?.then_some(COMPOSED)
            }
        };
        let index = "CREATE INDEX IF NOT EXISTS by_before ON renamed (before)";
        connection.run_all(DOING, index)?;
        Ok(renamed)
    }

    /// True if a key was changed.
    pub(crate) fn has_any(&self) -> bool {
        self.table.is_some()
    }

    /// True if the row that now has this key had another one before.
    pub(crate) fn came(&self, now: &[Cell]) -> Result<bool, Error> {
        self.has("now", now)
    }

    /// True if the row that had this key before now has another one.
    pub(crate) fn went(&self, before: &[Cell]) -> Result<bool, Error> {
        self.has("before", before)
    }

    fn has(&self, side: &str, key: &[Cell]) -> Result<bool, Error> {
        let renamed = lock(&self.keys.0);
        let (Some(table), Some(connection)) = (self.table, &*renamed) else {
            return Ok(false);
        };
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM renamed WHERE {side} = ?1 AND \"table\" = {table})"
        );
        let key = encoded(key.iter().map(Cell::as_ref));
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)))
            .map_err(Error::sql(DOING))
    }

    /// Each changed key, as it was and as it is, from the one after `last` on; `None` at the end.
    fn next(&self, last: &[u8]) -> Result<Option<Pair>, Error> {
        let renamed = lock(&self.keys.0);
        let (Some(table), Some(connection)) = (self.table, &*renamed) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT before, now FROM renamed WHERE \"table\" = {table} AND now > ?1 ORDER BY now LIMIT 1"
        );
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                let row = statement.query_row([last], |row| Ok((row.get(0)?, row.get(1)?)));
                row.optional()
            })
            .map_err(Error::sql(DOING))
    }

    /// Calls `with` for each changed key, as it was and as it is.
    pub(crate) fn each(
        &self,
        mut with: impl FnMut(&[Cell], &[Cell]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut last = Vec::new();
        while let Some((before, now)) = self.next(&last)? {
            with(&decoded(&before), &decoded(&now))?;
            last = now;
        }
        Ok(())
    }
}
