//! Which cells the `UPDATE` statements of a file wrote, and which keys they changed.
//!
//! A value that an `UPDATE` statement writes was changed on purpose and is no loss. A value that changes by an
//! `INSERT OR REPLACE`, an upsert or a trigger counts as lost. If only `UPDATE` statements touch a table, it is
//! enough to know the columns that they name, which costs nothing. If other statements could have changed the same
//! column, or a key is written, a temporary trigger reports each row that the `UPDATE` writes.
//!
//! SQLite fires that trigger also for rows that another trigger updates meanwhile, and does not say which are which.
//! But it counts the rows that the statement itself has written: if more rows were reported, none of them counts. A row
//! is followed from report to report by its key; the temporary trigger fires before all others, so that the reports come
//! in the order of the writes. If a row may go meanwhile, another one may take its key, so each report counts.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use super::cell::{Cell, encoded, hash, no_hash};
use super::changed_keys::{ChangedKeys, KEEPING, Renamed, lock};
use super::column_sets::{ColumnSets, SetNumber};
use super::lineage::Kept;
use crate::db::Queries;
use crate::db::schema::quoted;
use crate::error::Error;

/// The number of rows of a table of which written cells are recorded. For more rows, only the columns are, to limit the
/// memory.
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
    renamed: ChangedKeys,
}

#[derive(Debug, Default)]
struct State {
    /// The present statement, if its rows are watched.
    watched: Option<Watched>,
    sets: ColumnSets,
    /// For each table, by the hash of a key: the columns of that row that were written.
    cells: HashMap<usize, HashMap<u64, SetNumber>>,
    /// Tables that were watched, with the numbers of the columns by which their rows are known.
    exact: HashMap<usize, Vec<usize>>,
    /// Columns that an `UPDATE` wrote which was not watched, or that were written in more rows than are kept.
    coarse: BTreeSet<usize>,
    /// The first failure. A function that SQLite calls cannot return it to our caller.
    failed: Option<rusqlite::Error>,
}

/// A statement whose rows are watched.
#[derive(Debug)]
struct Watched {
    /// The number of the table.
    table: usize,
    /// The columns that the statement writes.
    columns: SetNumber,
    /// How many columns the key has.
    width: usize,
    /// What triggers may do to the same table.
    meanwhile: Meanwhile,
    /// If triggers may update it: the rows, which do not count before the statement has ended.
    undecided: Vec<Row>,
}

/// What may happen to the rows of a table, by triggers, while an `UPDATE` writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meanwhile {
    /// No other row is updated.
    Nothing,
    /// Rows are updated, and each keeps its key but for what the statement does.
    Updates,
    /// Rows are updated, and a row may take the key of another that is gone.
    Anything,
}

/// A row that was written.
#[derive(Debug)]
struct Row {
    /// The hash of its key before.
    was: u64,
    /// The hash of its key now.
    is: u64,
    /// Both keys as bytes, if they differ.
    keys: Option<(Vec<u8>, Vec<u8>)>,
}

/// Whether a cell was written by an `UPDATE`, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is known whether this cell was written.
    Known(bool),
    /// It is only known whether some cell of the column was written.
    ByColumn,
}

impl Updates {
    /// Gives a connection the function that the temporary trigger calls.
    pub(crate) fn install(&self, connection: &Connection) -> Result<(), Error> {
        let shared = Arc::clone(&self.0);
        connection
            .create_scalar_function(FUNCTION, -1, FunctionFlags::SQLITE_UTF8, move |context| {
                let values: Vec<ValueRef<'_>> =
                    (0..context.len()).map(|at| context.get_raw(at)).collect();
                shared.note(&values);
                Ok(true)
            })
            .map_err(Error::sql("watch updates"))
    }

    /// Forgets everything, for the next file.
    pub(crate) fn clear(&self) {
        *lock(&self.0.state) = State::default();
        self.0.renamed.clear();
    }

    /// Watches the rows of a table until [`Updates::leave`].
    pub(crate) fn watch(
        &self,
        connection: &Connection,
        table: &Watching<'_>,
        meanwhile: Meanwhile,
    ) -> Result<(), Error> {
        {
            let mut state = lock(&self.0.state);
            let columns = state.sets.number(table.columns.iter().copied().collect());
            state.watched = Some(Watched {
                table: table.id,
                columns,
                width: table.key.len(),
                meanwhile,
                undecided: Vec::new(),
            });
            let known = state.exact.entry(table.id);
            let ids = known.or_insert_with(|| table.key_ids.clone());
            if *ids != table.key_ids {
                // Its rows were known by other columns before.
                ids.clear();
            }
        }
        let side = |row: &str| -> Vec<String> {
            let key = table.key.iter();
            key.map(|name| format!("{row}.{}", quoted(name))).collect()
        };
        connection.run_all(
            "watch an update",
            &format!(
                "CREATE TEMP TRIGGER {TRIGGER} AFTER UPDATE ON main.{} BEGIN SELECT {FUNCTION}({}, {}); END",
                quoted(table.name),
                side("old").join(", "),
                side("new").join(", ")
            ),
        )
    }

    /// Notes that an `UPDATE` whose rows are not watched writes a column.
    pub(crate) fn write_unwatched(&self, column: usize) {
        lock(&self.0.state).coarse.insert(column);
    }

    /// Stops watching. The statement must be the last that the connection has run, and written this many rows.
    pub(crate) fn leave(&self, connection: &Connection, written: u64) -> Result<(), Error> {
        let (watched, failed) = {
            let mut state = lock(&self.0.state);
            (state.watched.take(), state.failed.take())
        };
        if let Some(failed) = failed {
            return Err(Error::sql(KEEPING)(failed));
        }
        let Some(watched) = watched else {
            return Ok(());
        };
        connection.run_all("stop watching", &format!("DROP TRIGGER temp.{TRIGGER}"))?;
        let rows = watched.undecided;
        let reported = match watched.meanwhile {
            Meanwhile::Nothing => return Ok(()),
            Meanwhile::Updates => rows_told_apart(&rows),
            Meanwhile::Anything => rows.len(),
        };
        if reported as u64 <= written {
            let mut state = lock(&self.0.state);
            for row in rows {
                let noted = self
                    .0
                    .take(&mut state, (watched.table, watched.columns), row);
                noted.map_err(Error::sql(KEEPING))?;
            }
        }
        Ok(())
    }

    /// Whether every `UPDATE` of a table is known by its columns only. The table is given by all numbers that it has
    /// had, as are the columns.
    pub(crate) fn is_by_column(&self, tables: &[usize], columns: &[usize]) -> bool {
        let state = lock(&self.0.state);
        !tables.iter().any(|table| state.exact.contains_key(table))
            || columns.iter().any(|column| state.coarse.contains(column))
    }

    /// Whether the rows of a table that has had these numbers were known by these columns wherever they were watched.
    pub(crate) fn is_followed(&self, tables: &[usize], key: &[&Kept]) -> bool {
        let state = lock(&self.0.state);
        let watched = tables.iter().filter_map(|table| state.exact.get(table));
        let is_key = |ids: &Vec<usize>| {
            let mut pairs = ids.iter().zip(key);
            ids.len() == key.len() && pairs.all(|(id, kept)| kept.ids.contains(id))
        };
        watched.into_iter().all(is_key)
    }

    /// Whether an `UPDATE` wrote a column of the row that now has this key. Table and column are given by all numbers
    /// that they have had.
    pub(crate) fn wrote(
        &self,
        tables: &[usize],
        key: &[Cell],
        columns: &[usize],
    ) -> Result<Written, Error> {
        if self.is_by_column(tables, columns) {
            return Ok(Written::ByColumn);
        }
        let keys = self.0.renamed.former(tables, key)?;
        let keys = keys
            .iter()
            .map(|(table, key)| (*table, key_hash(key.iter().map(Cell::as_ref))));
        let state = lock(&self.0.state);
        let was = keys.into_iter().any(|row| {
            let (table, row) = row;
            let written = state.cells.get(&table).and_then(|cells| cells.get(&row));
            written.is_some_and(|written| state.sets.has_any(*written, columns))
        });
        Ok(Written::Known(was))
    }

    /// The changed keys of a table that has had these numbers, in this order.
    pub(crate) fn renamed(&self, tables: &[usize]) -> Result<Renamed, Error> {
        Renamed::of(&self.0.renamed, tables)
    }
}

/// A table whose rows are to be watched.
#[derive(Debug)]
pub(crate) struct Watching<'t> {
    /// Its name.
    pub(crate) name: &'t str,
    /// Its number.
    pub(crate) id: usize,
    /// The columns of its key, by which its rows are known.
    pub(crate) key: &'t [String],
    /// The numbers of these columns.
    pub(crate) key_ids: Vec<usize>,
    /// The columns that the statement writes, by their numbers.
    pub(crate) columns: &'t [usize],
}

/// The hash of a key.
pub(crate) fn key_hash<'v>(key: impl Iterator<Item = ValueRef<'v>>) -> u64 {
    key.fold(no_hash(), hash)
}

/// The number of rows in the reports of a statement, in the order of their writes.
fn rows_told_apart(reports: &[Row]) -> usize {
    let mut keys = HashSet::new();
    let mut rows = 0;
    for report in reports {
        rows += usize::from(!keys.remove(&report.was));
        keys.insert(report.is);
    }
    rows
}

impl Shared {
    /// Notes a row that the watched statement wrote: the old key, then the new one.
    fn note(&self, values: &[ValueRef<'_>]) {
        let mut state = lock(&self.state);
        let Some(watched) = &mut state.watched else {
            return;
        };
        let (table, columns) = (watched.table, watched.columns);
        let (old, new) = values.split_at(watched.width);
        let is_moved = !old.iter().eq(new);
        let bytes = || (encoded(old.iter().copied()), encoded(new.iter().copied()));
        let row = Row {
            was: key_hash(old.iter().copied()),
            is: key_hash(new.iter().copied()),
            keys: is_moved.then(bytes),
        };
        if watched.meanwhile == Meanwhile::Nothing {
            if let Err(error) = self.take(&mut state, (table, columns), row) {
                state.failed.get_or_insert(error);
            }
        } else if watched.undecided.len() < MOST_ROWS {
            watched.undecided.push(row);
        } else {
            state.write_all(columns);
        }
    }

    /// Takes a row as written by the statement.
    fn take(
        &self,
        state: &mut State,
        (table, columns): (usize, SetNumber),
        row: Row,
    ) -> rusqlite::Result<()> {
        state.write(table, row.was, row.is, columns);
        match row.keys {
            Some(keys) => self.renamed.rename(table, keys),
            None => Ok(()),
        }
    }
}

impl State {
    /// Notes that columns of a row were written; the key may have changed from `was` to `is`.
    fn write(&mut self, table: usize, was: u64, is: u64, columns: SetNumber) {
        let cells = self.cells.entry(table).or_default();
        let earlier = if was == is { None } else { cells.remove(&was) };
        let now = cells.get(&is).copied();
        let known = earlier.into_iter().chain(now);
        let all = known.fold(columns, |all, set| self.sets.union(all, set));
        cells.insert(is, all);
        if cells.len() > MOST_ROWS {
            // There are too many. The rows that are written from now on are kept again.
            let written: BTreeSet<SetNumber> = cells.values().copied().collect();
            cells.clear();
            for set in written {
                self.write_all(set);
            }
        }
    }

    /// Notes that columns were written, in rows that are not kept.
    fn write_all(&mut self, columns: SetNumber) {
        self.coarse.extend(self.sets.columns(columns));
    }
}
