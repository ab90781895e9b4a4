//! Which columns of a table before and after a file correspond, and which of them identify its rows.

use super::compare::Side;
use super::definition::Definition;
use super::lineage::{Kept, Successor};
use super::rows::Rows;
use super::source::{self, Place, ROWID};
use crate::db::Queries;
use crate::db::full_text::Keeps;
use crate::db::schema::{of_main, quoted};
use crate::error::Error;

/// A table before and after.
pub(crate) type Places<'c> = [Place<'c>; 2];

/// The columns that correspond before and after; those that identify the rows come first.
pub(crate) struct Pairing {
    columns: Vec<Kept>,
    key: usize,
    by_key: bool,
}

/// What decides which columns identify the rows.
pub(crate) struct Pairs<'p> {
    /// The definition before.
    pub(crate) was: &'p Definition,
    /// The definition after.
    pub(crate) is: &'p Definition,
    /// What the table has become.
    pub(crate) successor: &'p Successor,
    /// Where the rows are.
    pub(crate) places: Places<'p>,
    /// What the table kept before.
    pub(crate) keeps: Keeps,
    /// Whether the `UPDATE` statements of the file are known by these columns, in this order.
    pub(crate) is_followed: &'p dyn Fn(&[&Kept]) -> bool,
}

impl Pairing {
    /// Rows are identified by the key; where it changes, by the old one or the new one, if that tells the rows apart
    /// on both sides; otherwise by all their values, except those that an `UPDATE` wrote and those that are announced
    /// to change. A full-text table that keeps only words has the number of the row.
    pub(crate) fn of(
        pairs: &Pairs<'_>,
        is_announced: impl Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let mut columns = pairs.successor.columns.clone();
        columns.retain(|kept| !pairs.was.is_generated(&kept.before));
        if pairs.keeps == Keeps::Words {
            columns.insert(0, Kept::always(ROWID));
            return Ok(Self::by_first(columns, 1));
        }
        for key in pairs.keys()? {
            let place = |kept: &Kept| {
                key.iter()
                    .position(|name| name.eq_ignore_ascii_case(&kept.before))
                    .unwrap_or(usize::MAX)
            };
            columns.sort_by_key(place);
            if pairs.tells_apart(&columns[..key.len()])? {
                return Ok(Self::by_first(columns, key.len()));
            }
        }
        Ok(Self::by_values(pairs, is_announced))
    }

    fn by_first(columns: Vec<Kept>, key: usize) -> Self {
        Self {
            columns,
            key,
            by_key: true,
        }
    }

    /// Where values identify the rows.
    pub(crate) fn by_values(pairs: &Pairs<'_>, is_announced: impl Fn(&str) -> bool) -> Self {
        let mut columns = pairs.successor.columns.clone();
        columns.retain(|kept| {
            !pairs.was.is_generated(&kept.before) && !kept.updated && !is_announced(&kept.before)
        });
        Self {
            key: columns.len(),
            columns,
            by_key: false,
        }
    }

    /// The two sides of a comparison.
    pub(crate) fn sides<'c>(&self, [before, after]: Places<'c>) -> [Side<'c>; 2] {
        let (befores, afters) = self.names();
        [(before, befores), (after, afters)].map(|(place, columns)| Side {
            connection: place.connection,
            rows: Rows {
                table: place.table.to_owned(),
                from: source::from(place.connection, place.table, place.keeps, &columns),
                keeps: place.keeps,
                columns,
                key: self.key,
                by_key: self.by_key,
            },
        })
    }

    /// The columns that identify the rows, if they are a key.
    pub(crate) fn key(&self) -> Vec<&Kept> {
        let length = if self.by_key { self.key } else { 0 };
        self.columns[..length].iter().collect()
    }

    /// True if a key identifies the rows.
    pub(crate) fn is_by_key(&self) -> bool {
        self.by_key
    }

    /// The names before and after.
    pub(crate) fn names(&self) -> (Vec<String>, Vec<String>) {
        self.columns
            .iter()
            .map(|kept| (kept.before.clone(), kept.after.clone()))
            .unzip()
    }

    /// For each column: whether an `UPDATE` wrote it, and its numbers.
    pub(crate) fn updates(&self) -> Vec<(bool, Vec<usize>)> {
        self.columns
            .iter()
            .map(|kept| (kept.updated, kept.ids.clone()))
            .collect()
    }
}

impl Pairs<'_> {
    /// The keys by which the rows may be told apart, with the names before: the old one and, if it is another, the new
    /// one.
    fn keys(&self) -> Result<Vec<Vec<String>>, Error> {
        let (was, is) = (self.was.key(), self.is.key());
        let columns = &self.successor.columns;
        let kept = |found: &dyn Fn(&Kept, &str) -> bool, key: &[String]| -> Option<Vec<&Kept>> {
            let of = |name: &String| columns.iter().find(|kept| found(kept, name));
            let all: Option<Vec<&Kept>> = key.iter().map(of).collect();
            all.filter(|all| !all.is_empty())
        };
        let old = kept(&|kept, name| kept.before.eq_ignore_ascii_case(name), &was);
        let new = kept(&|kept, name| kept.after.eq_ignore_ascii_case(name), &is);
        let is_same = |one: &[&Kept], two: &[&Kept]| {
            one.len() == two.len()
                && one
                    .iter()
                    .all(|one| two.iter().any(|two| one.before == two.before))
        };
        if let (Some(old), Some(new)) = (&old, &new)
            && is_same(old, new)
        {
            return Ok(vec![was]);
        }
        let mut keys = Vec::new();
        for key in [old, new].into_iter().flatten() {
            let is_stable = (self.is_followed)(&key) || key.iter().all(|kept| !kept.updated);
            if is_stable && self.has_no_equals(&key)? {
                keys.push(key.iter().map(|kept| kept.before.clone()).collect());
            }
        }
        Ok(keys)
    }

    /// True if these columns are NULL in no row, before or after: a key may be NULL in several.
    fn tells_apart(&self, key: &[Kept]) -> Result<bool, Error> {
        let [before, after] = self.places;
        let befores = key.iter().map(|kept| kept.before.as_str());
        let afters = key.iter().map(|kept| kept.after.as_str());
        Ok(!has_null(before, befores)? && !has_null(after, afters)?)
    }

    /// True if no two rows have the same values in these columns, before or after.
    fn has_no_equals(&self, key: &[&Kept]) -> Result<bool, Error> {
        let [before, after] = self.places;
        let befores = key.iter().map(|kept| kept.before.as_str());
        let afters = key.iter().map(|kept| kept.after.as_str());
        Ok(!has_equals(before, befores)? && !has_equals(after, afters)?)
    }
}

/// True if one of the columns is NULL in some row. SQLite need not look where a column cannot be.
fn has_null<'k>(place: Place<'_>, columns: impl Iterator<Item = &'k str>) -> Result<bool, Error> {
    let Place {
        connection, table, ..
    } = place;
    for column in columns {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {} WHERE {} IS NULL)",
            of_main(table),
            quoted(column)
        );
        if connection.value(&format!("read the keys of {table}"), &sql, [])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// True if two rows have equal values in all of the columns.
fn has_equals<'k>(place: Place<'_>, columns: impl Iterator<Item = &'k str>) -> Result<bool, Error> {
    let Place {
        connection, table, ..
    } = place;
    let columns: Vec<String> = columns
        .map(|name| format!("{} COLLATE BINARY", quoted(name)))
        .collect();
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} GROUP BY {} HAVING count(*) > 1)",
        of_main(table),
        columns.join(", ")
    );
    connection.value(&format!("read the keys of {table}"), &sql, [])
}
