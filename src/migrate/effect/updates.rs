//! Which cells the `UPDATE` statements of a file wrote, and which keys they changed.
//!
//! A value that an `UPDATE` statement writes was changed on purpose and is no loss. A value that changes by an
//! `INSERT OR REPLACE`, an upsert or a trigger counts as lost. If only `UPDATE` statements touch a table, it is
//! enough to know the columns that they name, which costs nothing. If other statements could have changed the same
//! column, or a key is written, a temporary trigger reports each row that the `UPDATE` writes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};

use super::cell::{Cell, decoded, encoded, hash};
use crate::db::schema::quoted;
use crate::db::{Queries, private};
use crate::error::Error;

/// The number of rows of which written cells are recorded. For more rows, only the columns are, to limit the memory.
const MOST_ROWS: usize = 1_000_000;

/// The function that the temporary trigger calls.
pub(crate) const FUNCTION: &str = "sco_row_updated";
/// The temporary trigger.
pub(crate) const TRIGGER: &str = "sco_watched_update";

/// What the `UPDATE` statements of one file wrote.
#[derive(Debug, Clone, Default)]
pub(crate) struct Updates(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// The keys that were changed, in a private database that is made for the first of them.
    renamed: Mutex<Option<Connection>>,
}

#[derive(Debug, Default)]
struct State {
    /// The table that is watched, by its number, the columns that the statement writes, by the bits of
    /// their numbers, and how many columns its key has.
    watched: Option<(usize, u64, usize)>,
    /// For each table and the hash of a key: the columns of that row that were written.
    cells: HashMap<(usize, u64), u64>,
    /// Tables that were watched.
    exact: Vec<usize>,
    /// Columns, by the bits of their numbers, that an `UPDATE` wrote which was not watched.
    coarse: u64,
    /// Tables with more rows than are kept.
    crowded: Vec<usize>,
    /// The first failure. A function that SQLite calls cannot return it to our caller.
    failed: Option<rusqlite::Error>,
}

/// Whether a cell was written by an `UPDATE`, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is known whether this cell was written.
    Known(bool),
    /// It is only known whether some cell of the column was written.
    ByColumn,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Updates {
    /// Gives a connection the function that the temporary trigger calls.
    pub(crate) fn install(&self, connection: &Connection) -> Result<(), Error> {
        let shared = Arc::clone(&self.0);
        connection
            .create_scalar_function(
                FUNCTION,
                -1,
                FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS,
                move |context| {
                    let values: Vec<ValueRef<'_>> =
                        (0..context.len()).map(|at| context.get_raw(at)).collect();
                    shared.note(&values);
                    Ok(true)
                },
            )
            .map_err(Error::sql("watch updates"))
    }

    /// Forgets everything, for the next file.
    pub(crate) fn clear(&self) {
        *lock(&self.0.state) = State::default();
        *lock(&self.0.renamed) = None;
    }

    /// Watches the rows of a table until [`Updates::leave`]. The table must have a key, which identifies its rows.
    pub(crate) fn watch(
        &self,
        connection: &Connection,
        table: &str,
        key: &[String],
        id: usize,
        columns: u64,
    ) -> Result<(), Error> {
        {
            let mut state = lock(&self.0.state);
            state.watched = Some((id, columns, key.len()));
            if !state.exact.contains(&id) {
                state.exact.push(id);
            }
        }
        let side = |row: &str| -> Vec<String> {
            key.iter()
                .map(|name| format!("{row}.{}", quoted(name)))
                .collect()
        };
        connection.run_all(
            "watch an update",
            &format!(
                "CREATE TEMP TRIGGER {TRIGGER} AFTER UPDATE ON main.{} BEGIN SELECT {FUNCTION}({}, {}); END",
                quoted(table),
                side("old").join(", "),
                side("new").join(", ")
            ),
        )
    }

    /// Notes that an `UPDATE` whose rows are not watched writes a column.
    pub(crate) fn write_unwatched(&self, column: usize) {
        lock(&self.0.state).coarse |= bits(&[column]).unwrap_or(0);
    }

    /// Stops watching.
    pub(crate) fn leave(&self, connection: &Connection) -> Result<(), Error> {
        let (was_watched, failed) = {
            let mut state = lock(&self.0.state);
            (state.watched.take().is_some(), state.failed.take())
        };
        if let Some(failed) = failed {
            return Err(Error::sql("keep the keys that an update changes")(failed));
        }
        if was_watched {
            connection.run_all("stop watching", &format!("DROP TRIGGER temp.{TRIGGER}"))?;
        }
        Ok(())
    }

    /// Whether an `UPDATE` wrote a column of the row that now has this key. Table and column are given by all numbers
    /// that they have had.
    pub(crate) fn wrote(&self, tables: &[usize], key: u64, columns: &[usize]) -> Written {
        let state = lock(&self.0.state);
        let is_exact =
            |table: &usize| state.exact.contains(table) && !state.crowded.contains(table);
        let watched: Vec<&usize> = tables
            .iter()
            .filter(|table| state.exact.contains(table))
            .collect();
        if watched.is_empty() || !watched.iter().all(|table| is_exact(table)) {
            return Written::ByColumn;
        }
        let Some(wanted) = bits(columns) else {
            return Written::ByColumn;
        };
        if wanted & state.coarse != 0 {
            return Written::ByColumn;
        }
        let was = watched.iter().any(|table| {
            state
                .cells
                .get(&(**table, key))
                .is_some_and(|written| written & wanted != 0)
        });
        Written::Known(was)
    }

    /// The changed keys of a table that has had these numbers.
    pub(crate) fn renamed(&self, tables: &[usize]) -> Result<Renamed, Error> {
        let renamed = lock(&self.0.renamed);
        let tables = tables
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        let is_empty = match &*renamed {
            None => true,
            Some(connection) => {
                connection.run_all(
                    DOING,
                    "CREATE INDEX IF NOT EXISTS by_before ON renamed (before)",
                )?;
                let any = format!(
                    "SELECT NOT EXISTS (SELECT 1 FROM renamed WHERE \"table\" IN ({tables}))"
                );
                connection.value(DOING, &any, [])?
            }
        };
        Ok(Renamed {
            shared: Arc::clone(&self.0),
            tables,
            is_empty,
        })
    }
}

const DOING: &str = "read the changed keys";

/// The columns as bits, if their numbers are small enough.
pub(crate) fn bits(columns: &[usize]) -> Option<u64> {
    columns
        .iter()
        .map(|id| u32::try_from(*id).ok().and_then(|id| 1_u64.checked_shl(id)))
        .try_fold(0, |all, bit| Some(all | bit?))
}

/// The hash of a key.
pub(crate) fn key_hash<'v>(key: impl Iterator<Item = ValueRef<'v>>) -> u64 {
    key.fold(0, hash)
}

impl Shared {
    /// Notes a row that the watched statement wrote: the old key, then the new one.
    fn note(&self, values: &[ValueRef<'_>]) {
        let mut state = lock(&self.state);
        let Some((table, columns, width)) = state.watched else {
            return;
        };
        let (old, new) = values.split_at(width);
        let was = key_hash(old.iter().copied());
        let is = key_hash(new.iter().copied());
        if was != is
            && let Err(error) = self.rename(table, old, new)
        {
            state.failed.get_or_insert(error);
        }
        state.write(table, was, is, columns);
    }

    /// Notes that the key of a row was changed. If it had been changed before, the first key is kept as the old one.
    fn rename(
        &self,
        table: usize,
        old: &[ValueRef<'_>],
        new: &[ValueRef<'_>],
    ) -> rusqlite::Result<()> {
        let table = i64::try_from(table).unwrap_or(i64::MAX);
        let mut renamed = lock(&self.renamed);
        let connection = match &mut *renamed {
            Some(connection) => connection,
            none => none.insert(scratch()?),
        };
        let (old, new) = (encoded(old.iter().copied()), encoded(new.iter().copied()));
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
}

impl State {
    /// Notes that columns of a row were written; the key may have changed from `was` to `is`.
    fn write(&mut self, table: usize, was: u64, is: u64, columns: u64) {
        if self.crowded.contains(&table) {
            return;
        }
        let earlier = if was == is {
            0
        } else {
            self.cells.remove(&(table, was)).unwrap_or(0)
        };
        *self.cells.entry((table, is)).or_default() |= earlier | columns;
        if self.cells.len() > MOST_ROWS {
            self.crowded.push(table);
            self.cells.retain(|(of, _), _| *of != table);
        }
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
    shared: Arc<Shared>,
    /// The numbers of the table, as SQL lists them.
    tables: String,
    is_empty: bool,
}

impl Renamed {
    /// True if the row that now has this key had another one before.
    pub(crate) fn came(&self, now: &[Cell]) -> Result<bool, Error> {
        self.has("now", now)
    }

    /// True if the row that had this key before now has another one.
    pub(crate) fn went(&self, before: &[Cell]) -> Result<bool, Error> {
        self.has("before", before)
    }

    fn has(&self, side: &str, key: &[Cell]) -> Result<bool, Error> {
        if self.is_empty {
            return Ok(false);
        }
        let renamed = lock(&self.shared.renamed);
        let Some(connection) = &*renamed else {
            return Ok(false);
        };
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM renamed WHERE {side} = ?1 AND \"table\" IN ({}))",
            self.tables
        );
        let key = encoded(key.iter().map(Cell::as_ref));
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)))
            .map_err(Error::sql(DOING))
    }

    /// Calls `with` for each changed key, as it was and as it is.
    pub(crate) fn each(
        &self,
        mut with: impl FnMut(&[Cell], &[Cell]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let renamed = lock(&self.shared.renamed);
        let (false, Some(connection)) = (self.is_empty, &*renamed) else {
            return Ok(());
        };
        let sql = format!(
            "SELECT before, now FROM renamed WHERE \"table\" IN ({})",
            self.tables
        );
        let read = || Error::sql(DOING);
        let mut statement = connection.prepare(&sql).map_err(read())?;
        let mut rows = statement.query([]).map_err(read())?;
        while let Some(row) = rows.next().map_err(read())? {
            let (before, now): (Vec<u8>, Vec<u8>) =
                (row.get(0).map_err(read())?, row.get(1).map_err(read())?);
            with(&decoded(&before), &decoded(&now))?;
        }
        Ok(())
    }
}
