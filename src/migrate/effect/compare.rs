//! Compares the rows of a table before and after a file. Rows are matched by their identity: the key, or in a table
//! without one the values that make a row recognisable.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rusqlite::{Connection, MAIN_DB, Statement};

use super::cell::{self, Cell};
use super::changed_keys::Renamed;
use super::digest::{Digest, digest};
use super::rows::{Rows, begin_to_sort, end_to_sort, next_row, row_of};
use super::source;
use super::updates::{Updates, Written};
use crate::db::Queries;
use crate::error::Error;

/// One side of a comparison.
pub(crate) struct Side<'c> {
    /// Where the rows are.
    pub(crate) connection: &'c Connection,
    /// The columns to read; those of both sides correspond.
    pub(crate) rows: Rows,
}

impl<'c> Side<'c> {
    fn prepare(&self, sql: &str) -> Result<Statement<'c>, Error> {
        let doing = format!("compare the rows of {}", self.rows.table);
        self.connection.prepare(sql).map_err(Error::sql(doing))
    }
}

/// What is known of the changes by `UPDATE` statements, and how to look it up.
pub(crate) struct Known<'u> {
    /// What was written.
    pub(crate) updates: &'u Updates,
    /// The numbers that the table has had in [`Updates`].
    pub(crate) tables: Vec<usize>,
    /// For each column that is compared: whether an `UPDATE` wrote it, and the numbers that it has had in
    /// [`Updates`].
    pub(crate) columns: Vec<(bool, Vec<usize>)>,
}

/// The difference between two sides.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The numbers of rows before and after.
    pub(crate) rows: (u64, u64),
    /// The number of rows whose identity is new.
    pub(crate) added: u64,
    /// The number of rows whose identity is gone.
    pub(crate) removed: u64,
    /// The number of rows with the same identity and other values.
    pub(crate) changed: u64,
    /// For each column: how many cells differ, and how many of these no `UPDATE` wrote.
    pub(crate) cells: Vec<(u64, u64)>,
    /// The number of cells whose type changed, by column and types.
    pub(crate) types: BTreeMap<(usize, &'static str, &'static str), u64>,
}

impl Difference {
    /// The number of cells of a column whose type changed, by types, as `text to integer`.
    pub(crate) fn types_of(&self, column: usize) -> BTreeMap<String, u64> {
        self.types
            .iter()
            .filter(|((at, ..), _)| *at == column)
            .map(|((_, from, to), cells)| (format!("{from} to {to}"), *cells))
            .collect()
    }

    fn none(columns: usize) -> Self {
        Self {
            cells: vec![(0, 0); columns],
            ..Self::default()
        }
    }
}

/// The difference as far as it matters for losses. If the digests show that only `UPDATE` statements changed the
/// table, its rows are not compared one by one.
pub(crate) fn losses(
    before: &Side<'_>,
    after: &Side<'_>,
    known: &Known<'_>,
) -> Result<Difference, Error> {
    readable(before, after, || losses_of(before, after, known))
}

fn losses_of(before: &Side<'_>, after: &Side<'_>, known: &Known<'_>) -> Result<Difference, Error> {
    let width = before.rows.columns.len();
    if width == 0 {
        return counts(before, after);
    }
    let was = digest(before.connection, &before.rows)?;
    let is = digest(after.connection, &after.rows)?;
    if is_settled(&was, &is, before.rows.key, known) {
        return Ok(Difference::none(width));
    }
    merge(before, after, Some(known))
}

/// The whole difference.
pub(crate) fn whole(before: &Side<'_>, after: &Side<'_>) -> Result<Difference, Error> {
    readable(before, after, || {
        if before.rows.columns.is_empty() {
            return counts(before, after);
        }
        merge(before, after, None)
    })
}

/// Does something while what the tables keep can be read on both sides.
fn readable<T>(
    before: &Side<'_>,
    after: &Side<'_>,
    compare: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let sides = [before, after];
    for side in sides {
        source::open(side.connection, &side.rows.table, side.rows.keeps)?;
    }
    let compared = compare();
    for side in sides {
        source::close(side.connection, side.rows.keeps)?;
    }
    compared
}

/// For two sides without a common column, of which only the numbers of rows can be compared.
fn counts(before: &Side<'_>, after: &Side<'_>) -> Result<Difference, Error> {
    let count = |side: &Side<'_>| crate::db::schema::count(side.connection, &side.rows.table);
    let rows = (count(before)?, count(after)?);
    Ok(Difference {
        rows,
        added: rows.1.saturating_sub(rows.0),
        removed: rows.0.saturating_sub(rows.1),
        ..Difference::default()
    })
}

/// True if the digests are equal, or differ only in columns that an `UPDATE` wrote and nothing else could have
/// written.
fn is_settled(was: &Digest, is: &Digest, key: usize, known: &Known<'_>) -> bool {
    let by_column = |at: usize| {
        let (updated, ids) = &known.columns[key + at];
        *updated && known.updates.is_by_column(&known.tables, ids)
    };
    was.rows == is.rows
        && was.identity == is.identity
        && was
            .columns
            .iter()
            .zip(&is.columns)
            .enumerate()
            .all(|(at, (was, is))| was == is || by_column(at))
}

/// Reads both sides in the order of their identities and compares them row by row.
fn merge(
    before: &Side<'_>,
    after: &Side<'_>,
    known: Option<&Known<'_>>,
) -> Result<Difference, Error> {
    let renamed = known
        .map(|known| known.updates.renamed(&known.tables))
        .transpose()?;
    let mut found = Difference::none(before.rows.columns.len());
    let mut walk = Walk {
        found: &mut found,
        key: before.rows.key,
        known,
        renamed: renamed.as_ref(),
    };
    let walked = walk.all(before, after);
    end_to_sort(before.connection)?;
    end_to_sort(after.connection)?;
    walked?;
    walk.renamed_rows(before, after)?;
    Ok(found)
}

struct Walk<'w> {
    found: &'w mut Difference,
    key: usize,
    known: Option<&'w Known<'w>>,
    renamed: Option<&'w Renamed>,
}

impl Walk<'_> {
    fn all(&mut self, before: &Side<'_>, after: &Side<'_>) -> Result<(), Error> {
        let doing = || Error::sql(format!("compare the rows of {}", after.rows.table));
        let width = before.rows.columns.len();
        let order = match &before.rows {
            rows if rows.is_packed() => cell::order_of_packed,
            rows if rows.by_key => cell::order,
            _ => cell::order_of_values,
        };
        let sorted = |side: &Side<'_>| -> Result<String, Error> {
            Ok(side.rows.sql_in_order(begin_to_sort(side.connection)?))
        };
        let mut olds = before.prepare(&sorted(before)?)?;
        let mut news = after.prepare(&sorted(after)?)?;
        let mut olds = olds.query([]).map_err(doing())?;
        let mut news = news.query([]).map_err(doing())?;
        let mut old = next_row(&mut olds, width).map_err(doing())?;
        let mut new = next_row(&mut news, width).map_err(doing())?;
        loop {
            let order = match (&old, &new) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => order(&old[..self.key], &new[..self.key]),
            };
            let went = match &old {
                Some(old) if order.is_le() => self.went(old)?,
                _ => false,
            };
            let came = match &new {
                Some(new) if order.is_ge() => self.came(new)?,
                _ => false,
            };
            if order.is_le() {
                self.found.rows.0 += 1;
                self.found.removed += u64::from(!went && (order.is_lt() || came));
            }
            if order.is_ge() {
                self.found.rows.1 += 1;
                self.found.added += u64::from(!came && (order.is_gt() || went));
            }
            if let (Ordering::Equal, false, false, Some(old), Some(new)) =
                (order, went, came, &old, &new)
            {
                self.cells(old, new)?;
            }
            if order.is_le() {
                old = next_row(&mut olds, width).map_err(doing())?;
            }
            if order.is_ge() {
                new = next_row(&mut news, width).map_err(doing())?;
            }
        }
    }

    fn went(&self, old: &[Cell]) -> Result<bool, Error> {
        self.renamed
            .map_or(Ok(false), |renamed| renamed.went(&old[..self.key]))
    }

    fn came(&self, new: &[Cell]) -> Result<bool, Error> {
        self.renamed
            .map_or(Ok(false), |renamed| renamed.came(&new[..self.key]))
    }

    /// Rows whose key an `UPDATE` changed, each before and after.
    fn renamed_rows(&mut self, before: &Side<'_>, after: &Side<'_>) -> Result<(), Error> {
        let Some(renamed) = self.renamed.filter(|renamed| renamed.has_any()) else {
            return Ok(());
        };
        let doing = || Error::sql(format!("compare the rows of {}", after.rows.table));
        let width = before.rows.columns.len();
        // A copy has no index, and a backup, which has those of its tables, is open for reading alone.
        let is_copy = !before.connection.is_readonly(MAIN_DB).map_err(doing())?;
        if is_copy {
            let sql = before.rows.index_of_copy();
            before.connection.run_all("index a copy", &sql)?;
        }
        let mut olds = before.prepare(&before.rows.sql_of_one())?;
        let mut news = after.prepare(&after.rows.sql_of_one())?;
        renamed.each(|was, is| {
            let old = row_of(&mut olds, was, width).map_err(doing())?;
            let new = row_of(&mut news, is, width).map_err(doing())?;
            match (old, new) {
                (Some(old), Some(new)) => self.cells(&old, &new)?,
                (Some(_), None) => self.found.removed += 1,
                (None, Some(_)) => self.found.added += 1,
                (None, None) => {}
            }
            Ok(())
        })
    }

    /// Counts the cells of a row that differ.
    fn cells(&mut self, old: &[Cell], new: &[Cell]) -> Result<(), Error> {
        let mut differs = false;
        for (at, (was, is)) in old.iter().zip(new).enumerate() {
            if was == is {
                continue;
            }
            differs = true;
            let written = self.is_written(at, &new[..self.key])?;
            let cells = &mut self.found.cells[at];
            cells.0 += 1;
            cells.1 += u64::from(!written);
            let (from, to) = (was.type_name(), is.type_name());
            if from != to && !written {
                *self.found.types.entry((at, from, to)).or_default() += 1;
            }
        }
        self.found.changed += u64::from(differs);
        Ok(())
    }

    /// Whether an `UPDATE` statement wrote a column of the row that now has this key.
    fn is_written(&self, column: usize, key: &[Cell]) -> Result<bool, Error> {
        let Some(known) = self.known else {
            return Ok(false);
        };
        let (updated, ids) = &known.columns[column];
        Ok(*updated
            && match known.updates.wrote(&known.tables, key, ids)? {
                Written::Known(written) => written,
                Written::ByColumn => true,
            })
    }
}
