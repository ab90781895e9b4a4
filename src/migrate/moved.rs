//! What became of the tables that were there before a run.

use crate::db::dangling::Former;

/// What became of a table and its columns over a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Its name before.
    pub before: String,
    /// Its name after; `None` if it is gone.
    pub after: Option<String>,
    /// True if a migration made it anew.
    pub is_remade: bool,
    /// The columns that it has kept: the name before and the name after.
    pub columns: Vec<(String, String)>,
    /// Those that it has lost, by the names before.
    pub gone: Vec<String>,
    /// Those of them that an `UPDATE` statement wrote, by the names before.
    pub written: Vec<String>,
    /// What statements did to its rows.
    pub rows: RowsWritten,
}

/// What statements did to the rows of a table, as far as triggers would have fired for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowsWritten {
    /// They added rows.
    pub inserted: bool,
    /// They updated rows.
    pub updated: bool,
    /// They deleted rows.
    pub deleted: bool,
}

impl RowsWritten {
    /// Adds what other statements did.
    pub(super) fn add(&mut self, other: Self) {
        self.inserted |= other.inserted;
        self.updated |= other.updated;
        self.deleted |= other.deleted;
    }
}

impl Moved {
    /// The name after of a column.
    pub(super) fn column(&self, before: &str) -> Option<&str> {
        let mut columns = self.columns.iter();
        let found = columns.find(|(was, _)| was.eq_ignore_ascii_case(before))?;
        Some(&found.1)
    }
}

/// What became of a table, by its name before the run.
pub(super) fn moved<'m>(all: &'m [Moved], before: &str) -> Option<&'m Moved> {
    all.iter()
        .find(|moved| moved.before.eq_ignore_ascii_case(before))
}

/// The names before a run.
pub(super) struct BeforeRun<'m>(pub(super) &'m [Moved]);

impl BeforeRun<'_> {
    fn of(&self, after: &str) -> Option<&Moved> {
        let is_it = |name: &String| name.eq_ignore_ascii_case(after);
        self.0
            .iter()
            .find(|moved| moved.after.as_ref().is_some_and(is_it))
    }
}

impl Former for BeforeRun<'_> {
    fn table(&self, now: &str) -> Option<String> {
        self.of(now).map(|moved| moved.before.clone())
    }

    fn column(&self, table: &str, now: &str) -> Option<String> {
        let mut columns = self.of(table)?.columns.iter();
        let found = columns.find(|(_, is)| is.eq_ignore_ascii_case(now))?;
        Some(found.0.clone())
    }

    fn is_written(&self, table: &str, now: &str) -> bool {
        let (Some(moved), Some(was)) = (self.of(table), self.column(table, now)) else {
            return false;
        };
        moved.written.contains(&was)
    }
}
