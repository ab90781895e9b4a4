//! What becomes of each table and column while the statements of one file run. Renames are followed; a column that is
//! dropped and added again under its name counts as another column.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::track::{Ids, Track};
use crate::migrate::moved::{Moved, RowsWritten};

/// The history of every table of the database during one file.
#[derive(Debug, Default)]
pub(crate) struct Lineage {
    ids: Ids,
    /// The tables that exist now.
    pub(crate) tables: Vec<Track>,
    /// The tables that the file dropped.
    pub(crate) dropped: Vec<Track>,
}

/// What a table from before the file has become.
#[derive(Debug, Clone)]
pub(crate) struct Successor {
    /// Its name afterwards.
    pub(crate) after: String,
    /// The columns that exist before and afterwards.
    pub(crate) columns: Vec<Kept>,
    /// True if its rows may differ from those before.
    pub(crate) rows_touched: bool,
    /// True if something else than its own `UPDATE` statements may have written values of rows that were there.
    pub(crate) written_otherwise: bool,
    /// The numbers of the table and of those by which it was rebuilt, in order.
    pub(crate) ids: Vec<usize>,
}

/// A column that exists before and afterwards.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// Its name before.
    pub(crate) before: String,
    /// Its name afterwards.
    pub(crate) after: String,
    /// True if an `UPDATE` statement of the file wrote it.
    pub(crate) updated: bool,
    /// The numbers that it has had.
    pub(crate) ids: Vec<usize>,
}

impl Kept {
    /// A column that has its name whatever happens.
    pub(crate) fn always(name: &str) -> Self {
        Self {
            before: name.to_owned(),
            after: name.to_owned(),
            updated: false,
            ids: Vec::new(),
        }
    }
}

impl Successor {
    /// The table after a rebuild as `heir`. Its columns are matched by the names that they had when the old table was
    /// dropped, or before the file.
    fn rebuilt_as(self, heir: &Track) -> Self {
        let called = |name: &str| {
            heir.columns
                .iter()
                .find(|new| new.first.eq_ignore_ascii_case(name))
        };
        let follow = |mut kept: Kept| {
            let new = called(&kept.after).or_else(|| called(&kept.before))?;
            kept.after.clone_from(&new.now);
            kept.updated |= new.updated;
            kept.ids.push(new.id);
            Some(kept)
        };
        let mut ids = self.ids;
        ids.push(heir.id);
        Self {
            after: heir.now.clone(),
            columns: self.columns.into_iter().filter_map(follow).collect(),
            rows_touched: true,
            written_otherwise: true,
            ids,
        }
    }

    /// True if the file made the table anew.
    pub(crate) fn is_remade(&self) -> bool {
        self.ids.len() > 1
    }

    /// The same, as if no `UPDATE` had written the columns of which it is not known in which rows it was that, and those
    /// columns. No trigger watches a virtual table.
    pub(crate) fn as_known(&self, is_virtual: bool) -> (Self, Vec<String>) {
        let mut known = self.clone();
        let mut doubtful = Vec::new();
        if is_virtual && self.written_otherwise {
            for kept in &mut known.columns {
                if std::mem::take(&mut kept.updated) {
                    doubtful.push(kept.before.clone());
                }
            }
        }
        (known, doubtful)
    }

    /// The name afterwards of a column.
    pub(crate) fn column(&self, before: &str) -> Option<&str> {
        self.columns
            .iter()
            .find(|kept| kept.before.eq_ignore_ascii_case(before))
            .map(|kept| kept.after.as_str())
    }
}

impl Lineage {
    /// Begins with the tables that are there.
    pub(crate) fn begin<'a>(tables: impl Iterator<Item = (&'a str, &'a [String])>) -> Self {
        let mut lineage = Self::default();
        for (name, columns) in tables {
            let track = Track::of(name, Some(name), columns, &mut lineage.ids);
            lineage.tables.push(track);
        }
        lineage
    }

    /// The table that now has this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Track> {
        self.tables
            .iter()
            .find(|track| track.now.eq_ignore_ascii_case(name))
    }

    /// The table that now has this name, mutable.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Track> {
        self.tables
            .iter_mut()
            .find(|track| track.now.eq_ignore_ascii_case(name))
    }

    /// Follows a statement after which the database has these tables. `altered` is the table that an `ALTER` named;
    /// `columns` is called with its present name.
    pub(crate) fn follow<E>(
        &mut self,
        names: &[String],
        altered: Option<&str>,
        columns: impl Fn(&str) -> Result<Vec<String>, E>,
    ) -> Result<(), E> {
        self.ids.time += 1;
        let time = self.ids.time;
        let mut now = altered.map(str::to_owned);
        // A file may make a thousand tables, and this is asked after each of them.
        let known = |tables: &[Track]| -> HashSet<String> {
            tables.iter().map(|track| track.now.clone()).collect()
        };
        let had = known(&self.tables);
        let gained: Vec<&String> = names.iter().filter(|name| !had.contains(*name)).collect();
        if let (Some(altered), [new]) = (altered, gained.as_slice())
            && let Some(track) = self.get_mut(altered)
        {
            track.rename(new, time);
            now = Some((*new).clone());
        }
        let there: HashSet<&String> = names.iter().collect();
        let (there, gone) = std::mem::take(&mut self.tables)
            .into_iter()
            .partition(|track| there.contains(&track.now));
        self.tables = there;
        for mut track in Vec::from_iter(gone) {
            track.give_up_name(time);
            self.dropped.push(track);
        }
        let known = known(&self.tables);
        for name in names {
            if !known.contains(name) {
                let track = Track::of(name, None, &columns(name)?, &mut self.ids);
                self.tables.push(track);
            }
        }
        let mut ids = self.ids;
        if let Some(track) = now.and_then(|name| self.get_mut(&name)) {
            track.alter(&columns(&track.now)?, &mut ids);
        }
        self.ids = ids;
        Ok(())
    }

    /// What a table from before the file has become; `None` if it is gone.
    pub(crate) fn successor(&self, before: &str) -> Option<Successor> {
        let is_it = |track: &&Track| track.before.as_deref() == Some(before);
        if let Some(track) = self.tables.iter().find(is_it) {
            return Some(Self::same_table(track));
        }
        // The table was rebuilt, perhaps several times.
        let mut at = self.dropped.iter().position(|track| is_it(&track))?;
        let mut kept = Self::same_table(&self.dropped[at]);
        let mut since = 0;
        loop {
            let (time, place, heir) = self.heir(&self.dropped[at], since)?;
            since = time;
            kept = kept.rebuilt_as(heir);
            if place >= self.dropped.len() {
                return Some(kept);
            }
            at = place;
        }
    }

    /// The table by which a dropped one was rebuilt: it was made in the file, and was the first to take a name that
    /// the old table gave up at the time `since` or later. If the old table gave up several names, so that there are
    /// several such tables, it is the one with the most column names in common. Returns the time at which it took the
    /// name, and its place among the dropped tables followed by the existing ones.
    fn heir(&self, old: &Track, since: usize) -> Option<(usize, usize, &Track)> {
        let new_tables = || {
            let all = self.dropped.iter().chain(&self.tables).enumerate();
            all.filter(|(_, track)| track.before.is_none())
        };
        let first_takers = old.given_up(since).filter_map(|held| {
            new_tables()
                .filter_map(|(place, track)| Some((track.took(held)?, place, track)))
                .min_by_key(|(time, place, _)| (*time, *place))
        });
        first_takers.max_by_key(|(time, place, track)| {
            (track.columns_like(old), Reverse(*time), Reverse(*place))
        })
    }

    /// Follows a table through one more file.
    pub(crate) fn follow_on(&self, moved: &mut Moved) {
        let Some(now) = &moved.after else {
            return;
        };
        let successor = self.successor(now);
        let kept_as = |now: &str| {
            let mut kept = successor.as_ref()?.columns.iter();
            kept.find(|kept| kept.before.eq_ignore_ascii_case(now))
        };
        for (before, now) in std::mem::take(&mut moved.columns) {
            let Some(kept) = kept_as(&now) else {
                moved.gone.push(before);
                continue;
            };
            if kept.updated && !moved.written.contains(&before) {
                moved.written.push(before.clone());
            }
            moved.columns.push((before, kept.after.clone()));
        }
        let all = self.tables.iter().chain(&self.dropped);
        for track in all.filter(|track| track.before.as_ref() == Some(now)) {
            moved.rows.add(track.rows_written);
        }
        moved.is_remade |= successor.as_ref().is_some_and(Successor::is_remade);
        moved.after = successor.map(|successor| successor.after);
    }

    /// As [`Lineage::successor`], for a name in any case, as in SQL.
    pub(crate) fn successor_of_any_case(&self, name: &str) -> Option<Successor> {
        let all = self.tables.iter().chain(&self.dropped);
        let before = all
            .filter_map(|track| track.before.as_deref())
            .find(|before| before.eq_ignore_ascii_case(name))?;
        self.successor(before)
    }

    /// The present names of tables and columns by those from before the file, in small letters; the columns are those
    /// of the tables, by their former names, that are wanted. A former name with two present ones is left out.
    pub(crate) fn renames(&self, is_wanted: impl Fn(&str) -> bool) -> BTreeMap<String, String> {
        let mut renames: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut rename = |was: &str, is: &str| {
            let is = Some(is.to_ascii_lowercase());
            let known = renames
                .entry(was.to_ascii_lowercase())
                .or_insert_with(|| is.clone());
            if *known != is {
                *known = None;
            }
        };
        for track in self.tables.iter().chain(&self.dropped) {
            let Some(before) = &track.before else {
                continue;
            };
            let Some(successor) = self.successor(before) else {
                continue;
            };
            rename(before, &successor.after);
            if is_wanted(before) {
                for kept in &successor.columns {
                    rename(&kept.before, &kept.after);
                }
            }
        }
        renames
            .into_iter()
            .filter_map(|(was, is)| Some((was, is?)))
            .collect()
    }

    fn same_table(track: &Track) -> Successor {
        Successor {
            after: track.now.clone(),
            columns: track
                .columns
                .iter()
                .filter_map(|column| {
                    Some(Kept {
                        before: column.before.clone()?,
                        after: column.now.clone(),
                        updated: column.updated,
                        ids: vec![column.id],
                    })
                })
                .collect(),
            rows_touched: track.rows_touched,
            written_otherwise: track.beside.may_change_values(),
            ids: vec![track.id],
        }
    }
}

/// A table before the run has changed anything.
pub(crate) fn unmoved((table, columns): (&str, &[String])) -> Moved {
    Moved {
        before: table.to_owned(),
        after: Some(table.to_owned()),
        is_remade: false,
        columns: columns
            .iter()
            .map(|name| (name.clone(), name.clone()))
            .collect(),
        gone: Vec::new(),
        written: Vec::new(),
        rows: RowsWritten::default(),
    }
}

#[cfg(test)]
mod tests;
