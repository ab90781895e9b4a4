//! The history of one table during a file: its columns, the names that it has had, and when.

use std::cmp::Ordering;

use crate::migrate::moved::RowsWritten;

/// A column that exists now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrackedColumn {
    /// Its name now.
    pub(crate) now: String,
    /// Its name when it was made, or before the file.
    pub(super) first: String,
    /// Its name before the file; `None` if the file added it.
    pub(crate) before: Option<String>,
    /// True if an `UPDATE` statement of the file wrote it.
    pub(crate) updated: bool,
    /// Its number among all columns that existed at some time during the file.
    pub(crate) id: usize,
}

/// A table that exists now, or existed until the file dropped it.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    /// Its name now, or when it was dropped.
    pub(crate) now: String,
    /// Every name that it has had in this file.
    names: Vec<HeldName>,
    /// Its name before the file; `None` if the file made it.
    pub(crate) before: Option<String>,
    /// Its columns.
    pub(crate) columns: Vec<TrackedColumn>,
    /// Its number among all tables that existed at some time during the file.
    pub(crate) id: usize,
    /// True if a statement of the file did anything to it.
    pub(crate) touched: bool,
    /// True if a statement may have changed or removed rows, or recreated the table.
    pub(crate) rows_touched: bool,
    /// What other statements than its own `UPDATE` did to it.
    pub(crate) beside: Beside,
    /// What statements did to its rows.
    pub(crate) rows_written: RowsWritten,
}

/// What other statements than the `UPDATE` of a table did to its rows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside {
    /// They may have written values of rows that were there.
    pub(crate) rewrote: bool,
    /// They deleted rows.
    pub(crate) deleted: bool,
    /// They added rows.
    pub(crate) added: bool,
}

impl Beside {
    /// True if a row may have other values by them. One that was deleted and added again may.
    pub(crate) fn may_change_values(self) -> bool {
        self.rewrote || self.deleted && self.added
    }
}

impl Track {
    pub(super) fn of(now: &str, before: Option<&str>, columns: &[String], ids: &mut Ids) -> Self {
        let (id, time) = (ids.next(), ids.time);
        let tracked = |name: &String| TrackedColumn {
            now: name.clone(),
            first: name.clone(),
            before: before.map(|_| name.clone()),
            updated: false,
            id: ids.next(),
        };
        Self {
            now: now.to_owned(),
            names: vec![HeldName {
                name: now.to_owned(),
                from: time,
                until: None,
            }],
            before: before.map(str::to_owned),
            columns: columns.iter().map(tracked).collect(),
            id,
            touched: before.is_none(),
            rows_touched: false,
            beside: Beside::default(),
            rows_written: RowsWritten::default(),
        }
    }

    /// Follows an `ALTER` that left these columns.
    pub(super) fn alter(&mut self, columns: &[String], ids: &mut Ids) {
        self.touched = true;
        let had = self.columns.len();
        match columns.len().cmp(&had) {
            Ordering::Equal => {
                for (tracked, now) in self.columns.iter_mut().zip(columns) {
                    tracked.now.clone_from(now);
                }
            }
            Ordering::Less => self
                .columns
                .retain(|tracked| columns.contains(&tracked.now)),
            Ordering::Greater => {
                for name in &columns[had..] {
                    self.columns.push(TrackedColumn {
                        now: name.clone(),
                        first: name.clone(),
                        before: None,
                        updated: false,
                        id: ids.next(),
                    });
                }
            }
        }
    }

    /// Gives up its name.
    pub(super) fn give_up_name(&mut self, time: usize) {
        if let Some(held) = self.names.last_mut() {
            held.until = Some(time);
        }
    }

    /// Takes another name.
    pub(super) fn rename(&mut self, name: &str, time: usize) {
        self.give_up_name(time);
        name.clone_into(&mut self.now);
        self.names.push(HeldName {
            name: name.to_owned(),
            from: time,
            until: None,
        });
    }

    /// The names that it had at the time `since` or later, and has given up.
    pub(super) fn given_up(&self, since: usize) -> impl Iterator<Item = &HeldName> {
        self.names
            .iter()
            .filter(move |held| held.from >= since && held.until.is_some())
    }

    /// The time at which it first took a name after another table had given it up; `None` if it never did.
    pub(super) fn took(&self, given_up: &HeldName) -> Option<usize> {
        let taken = self.names.iter().filter(|taken| {
            given_up.name.eq_ignore_ascii_case(&taken.name)
                && given_up.until.is_some_and(|until| until <= taken.from)
        });
        taken.map(|taken| taken.from).min()
    }

    /// The number of columns that it had at first and whose names the other table now has.
    pub(super) fn columns_like(&self, other: &Self) -> usize {
        let is_there = |first: &String| {
            let mut columns = other.columns.iter();
            columns.any(|column| column.now.eq_ignore_ascii_case(first))
        };
        let own = self.columns.iter().map(|column| &column.first);
        own.filter(|first| is_there(first)).count()
    }

    /// The numbers of those of these columns that it has.
    pub(crate) fn ids_of(&self, columns: &[String]) -> Vec<usize> {
        let of = |name: &String| {
            let mut own = self.columns.iter();
            own.find(|column| column.now.eq_ignore_ascii_case(name))
        };
        columns
            .iter()
            .filter_map(of)
            .map(|column| column.id)
            .collect()
    }

    /// Notes that an `UPDATE` statement writes a column; returns its number.
    pub(crate) fn update(&mut self, column: &str) -> Option<usize> {
        let is_it = |tracked: &&mut TrackedColumn| tracked.now.eq_ignore_ascii_case(column);
        let tracked = self.columns.iter_mut().find(is_it)?;
        tracked.updated = true;
        Some(tracked.id)
    }
}

/// A name that a table had, and the time during which it had it, counted in statements.
#[derive(Debug, Clone)]
pub(super) struct HeldName {
    name: String,
    from: usize,
    until: Option<usize>,
}

/// The next number to give out, and the present time, counted in statements.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Ids {
    next: usize,
    /// The time now.
    pub(super) time: usize,
}

impl Ids {
    fn next(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }
}
