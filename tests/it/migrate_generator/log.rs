//! What the model remembers of a file while it runs: what was there before, where each table, column and
//! row went, and what UPDATE statements wrote.

use std::collections::{BTreeMap, BTreeSet};

use super::Rejected;
use super::schema::{Column, Row, Table};
use super::value::Value;

pub(super) type Key = Vec<Value>;

/// A table that was there before the file.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) before: Table,
    /// The names that it had, the last one last.
    pub(super) names: Vec<String>,
    /// The names that each of its columns had.
    pub(super) columns: BTreeMap<u32, Vec<String>>,
    /// The columns that an ALTER dropped.
    pub(super) dropped: BTreeSet<u32>,
    /// The key that each row has now, by its key before; none where another row took it.
    pub(super) moved: BTreeMap<Key, Option<Key>>,
    /// The columns that UPDATE statements wrote, by the key of the row before.
    pub(super) written: BTreeMap<Key, BTreeSet<u32>>,
    /// The columns that UPDATE statements wrote in any row.
    pub(super) written_anywhere: BTreeSet<u32>,
    /// An UPDATE statement met no row.
    met_no_row: bool,
    /// Keys of rows that were deleted.
    deleted: BTreeSet<Key>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    pub(super) known: Vec<Known>,
    /// Why the definition of a loss does not say what became of something, if so.
    pub(super) unclear: Option<Rejected>,
}

impl Known {
    fn of(table: &Table) -> Self {
        let keys = || table.rows.iter().map(|row| table.values(row, &table.key));
        let has_key = !table.key.is_empty();
        Self {
            names: vec![table.name.clone()],
            columns: table
                .columns
                .iter()
                .map(|column| (column.uid, vec![column.name.clone()]))
                .collect(),
            moved: keys()
                .filter(|_| has_key)
                .map(|key| (key.clone(), Some(key)))
                .collect(),
            written: BTreeMap::new(),
            written_anywhere: BTreeSet::new(),
            dropped: BTreeSet::new(),
            met_no_row: false,
            deleted: BTreeSet::new(),
            before: table.clone(),
        }
    }

    /// The column of a table that now stands for each column of before: the same one, or else the one that
    /// took its name.
    pub(super) fn columns_in<'a>(&self, now: &'a Table) -> BTreeMap<u32, &'a Column> {
        let mut found: BTreeMap<u32, &Column> = now
            .columns
            .iter()
            .filter(|column| self.columns.contains_key(&column.uid))
            .map(|column| (column.uid, column))
            .collect();
        for column in &self.before.columns {
            let is_free = |column: &&Column, found: &BTreeMap<u32, &Column>| {
                !found.values().any(|taken| taken.uid == column.uid)
            };
            if found.contains_key(&column.uid) {
                continue;
            }
            let heir = self.columns[&column.uid]
                .iter()
                .rev()
                .find_map(|name| now.column(name).filter(|heir| is_free(heir, &found)));
            if let Some(heir) = heir {
                found.insert(column.uid, heir);
            }
        }
        found
    }

    /// The key's columns under the names that they have now; `None` where one is gone.
    pub(super) fn key_in(&self, now: &Table) -> Option<Vec<String>> {
        let columns = self.columns_in(now);
        self.before
            .key
            .iter()
            .map(|name| {
                let column = self.before.column(name).unwrap();
                columns.get(&column.uid).map(|column| column.name.clone())
            })
            .collect()
    }

    /// True if rows are known by a key that is the same before and after.
    pub(super) fn keeps_key(&self, now: &Table) -> bool {
        !self.before.key.is_empty() && self.key_in(now).as_ref() == Some(&now.key)
    }

    /// The key before of the row that has this key now.
    fn origin(&self, key: &Key) -> Option<Key> {
        let found = self.moved.iter().find(|(_, now)| now.as_ref() == Some(key));
        found.map(|(before, _)| before.clone())
    }
}

impl Log {
    pub(super) fn of(tables: &[Table]) -> Self {
        Self {
            known: tables.iter().map(Known::of).collect(),
            unclear: None,
        }
    }

    /// The table that now stands for one of before: the same one, or else the one that took its name.
    pub(super) fn heir<'a>(&self, known: &Known, tables: &'a [Table]) -> Option<&'a Table> {
        let itself = tables.iter().find(|table| table.uid == known.before.uid);
        let is_other = |table: &&Table| self.known.iter().all(|one| one.before.uid != table.uid);
        itself.or_else(|| {
            let by_name = |name: &String| tables.iter().find(|table| table.name == *name);
            known
                .names
                .iter()
                .rev()
                .find_map(|name| by_name(name).filter(is_other))
        })
    }

    /// Rejects what the definition of a loss leaves open.
    pub(super) fn refuse_unclear(&self, tables: &[Table]) -> Result<(), Rejected> {
        let is_open = |known: &Known| {
            let heir = self.heir(known, tables);
            known.met_no_row && heir.is_some_and(|now| !known.keeps_key(now))
        };
        if self.known.iter().any(is_open) {
            return Err("an UPDATE that wrote nothing, where columns count as a whole");
        }
        self.unclear.map_or(Ok(()), Err)
    }

    /// The place of the table of before for which a table stands.
    fn place(&self, tables: &[Table], name: &str) -> Option<usize> {
        let stands = |known: &Known| {
            self.heir(known, tables)
                .is_some_and(|table| table.name == name)
        };
        self.known.iter().position(stands)
    }

    pub(super) fn renamed_table(&mut self, tables: &[Table], from: &str, to: &str) {
        if let Some(at) = self.place(tables, from) {
            self.known[at].names.push(to.to_owned());
        }
    }

    /// Notes that an ALTER drops a column, of the table of before or of one that stands for it.
    pub(super) fn dropped_column(&mut self, tables: &[Table], table: &str, name: &str) {
        if let Some((at, uid)) = self.known_column(tables, table, name) {
            self.known[at].dropped.insert(uid);
        }
    }

    /// The place of a table of before and its column for which a column stands.
    fn known_column(&self, tables: &[Table], table: &str, name: &str) -> Option<(usize, u32)> {
        let at = self.place(tables, table)?;
        let now = tables.iter().find(|one| one.name == table)?;
        let found = self.known[at].columns_in(now);
        let meant = found.iter().find(|(_, column)| column.name == name);
        meant.map(|(uid, _)| (at, *uid))
    }

    pub(super) fn renamed_column(&mut self, tables: &[Table], table: &str, from: &str, to: &str) {
        if let Some((at, uid)) = self.known_column(tables, table, from) {
            let names = self.known[at].columns.entry(uid).or_default();
            names.push(to.to_owned());
        }
    }

    pub(super) fn inserted(&mut self, tables: &[Table], name: &str, row: &Row) {
        let Some((known, key)) = self.known_row(tables, name, row) else {
            return;
        };
        let was_moved_and_deleted =
            known.origin(&key).is_some_and(|before| before != key) && known.deleted.contains(&key);
        if was_moved_and_deleted {
            self.unclear = Some("a row that was renamed, deleted and inserted again");
        }
    }

    pub(super) fn deleted(&mut self, tables: &[Table], name: &str, row: &Row) {
        if let Some((known, key)) = self.known_row(tables, name, row) {
            known.deleted.insert(key);
        }
    }

    /// The table of before and the key of a row now, where rows are known by a key.
    fn known_row(&mut self, tables: &[Table], name: &str, row: &Row) -> Option<(&mut Known, Key)> {
        let now = tables.iter().find(|table| table.name == name)?;
        let at = self.place(tables, name)?;
        let known = &mut self.known[at];
        let key = known.keeps_key(now).then(|| now.values(row, &now.key))?;
        Some((known, key))
    }

    pub(super) fn updated(
        &mut self,
        tables: &[Table],
        name: &str,
        changed: &[(Row, Row)],
        set: &[String],
    ) {
        let now = tables.iter().find(|table| table.name == name).unwrap();
        let Some(at) = self.place(tables, name) else {
            return;
        };
        let known = &mut self.known[at];
        let columns: BTreeSet<u32> = known
            .columns_in(now)
            .into_iter()
            .filter(|(_, column)| set.contains(&column.name))
            .map(|(uid, _)| uid)
            .collect();
        if changed.is_empty() {
            known.met_no_row = true;
            return;
        }
        known.written_anywhere.extend(&columns);
        if !known.keeps_key(now) {
            return;
        }
        let mut moves = Vec::new();
        for (old, new) in changed {
            let (from, to) = (now.values(old, &now.key), now.values(new, &now.key));
            if from != to && known.deleted.contains(&from) {
                self.unclear = Some("a row that was deleted, inserted again and renamed");
            }
            moves.push((known.origin(&from), to));
        }
        for (before, to) in &moves {
            // A row that is gone, and whose key another row takes, does not come back.
            if let Some(other) = known.origin(to)
                && Some(&other) != before.as_ref()
                && moves.iter().all(|(one, _)| one.as_ref() != Some(&other))
            {
                known.moved.insert(other, None);
            }
        }
        for (before, to) in moves {
            let Some(before) = before else { continue };
            known.moved.insert(before.clone(), Some(to));
            known.written.entry(before).or_default().extend(&columns);
        }
    }
}
