//! Which columns of a table before and after a file correspond, and which of them identify its rows.

use super::becomes::Becomes;
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
    /// The form in which the columns of the key identify the rows before; none where all are taken as they are.
    becomes: Vec<Option<Becomes>>,
}

/// The most columns that SQLite reads at once.
const MOST_COLUMNS: usize = 2_000;

/// What decides which columns identify the rows.
pub(crate) struct Pairs<'p> {
    /// The name of the table before.
    pub(crate) table: &'p str,
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
    /// Rows are identified by the key if it is the same on both sides; otherwise by all their values, except those
    /// that an `UPDATE` wrote and those that are announced to change. A full-text table that keeps only words has the
    /// number of the row.
    pub(crate) fn of(
        pairs: &Pairs<'_>,
        is_announced: impl Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        if pairs.keeps == Keeps::Words {
            let mut columns = pairs.columns()?;
            columns.insert(0, Kept::always(ROWID));
            return Ok(Self::by_first(columns, 1));
        }
        let [old, new] = pairs.keys();
        match old {
            Some(key)
                if new.as_ref().is_some_and(|new| are_same(&key, new))
                    && pairs.has_no_null(&key)? =>
            {
                Self::by_key(pairs, &key)
            }
            _ => Self::by_values(pairs, is_announced),
        }
    }

    /// Where the key changes: the rows are identified by the old one or the new one, if its columns are there before
    /// and after and tell all rows apart, and the `UPDATE` statements are known by them. One whose values are announced to change comes last.
    pub(crate) fn by_changed_key(
        pairs: &Pairs<'_>,
        is_announced: impl Fn(&str) -> bool,
    ) -> Result<Option<Self>, Error> {
        let mut keys = pairs.keys();
        keys.sort_by_key(|key| {
            let mut columns = key.iter().flatten();
            columns.any(|kept| is_announced(&kept.before))
        });
        for key in keys.into_iter().flatten() {
            if (pairs.is_followed)(&key) && pairs.has_no_null(&key)? && pairs.has_no_equals(&key)? {
                return Self::by_key(pairs, &key).map(Some);
            }
        }
        Ok(None)
    }

    fn by_key(pairs: &Pairs<'_>, key: &[&Kept]) -> Result<Self, Error> {
        let mut columns = pairs.columns()?;
        columns.sort_by_key(|kept| {
            key.iter()
                .position(|one| one.before == kept.before)
                .unwrap_or(usize::MAX)
        });
        let becomes = pairs.becomes(key, columns.len())?;
        for (kept, _) in key.iter().zip(&becomes).filter(|(_, it)| it.is_some()) {
            columns.push((*kept).clone());
        }
        Ok(Self {
            becomes,
            ..Self::by_first(columns, key.len())
        })
    }

    fn by_first(columns: Vec<Kept>, key: usize) -> Self {
        Self {
            columns,
            key,
            by_key: true,
            becomes: Vec::new(),
        }
    }

    /// Where values identify the rows.
    pub(crate) fn by_values(
        pairs: &Pairs<'_>,
        is_announced: impl Fn(&str) -> bool,
    ) -> Result<Self, Error> {
        let mut columns = pairs.columns()?;
        columns.retain(|kept| !kept.updated && !is_announced(&kept.before));
        Ok(Self {
            key: columns.len(),
            columns,
            by_key: false,
            becomes: Vec::new(),
        })
    }

    /// The two sides of a comparison.
    pub(crate) fn sides<'c>(&self, [before, after]: Places<'c>) -> [Side<'c>; 2] {
        let (befores, afters) = self.names();
        let sides = [
            (before, befores, self.becomes.clone()),
            (after, afters, Vec::new()),
        ];
        sides.map(|(place, columns, becomes)| Side {
            connection: place.connection,
            rows: Rows {
                table: place.table.to_owned(),
                from: source::from(place.connection, place.table, place.keeps, &columns),
                keeps: place.keeps,
                columns,
                key: self.key,
                by_key: self.by_key,
                becomes,
            },
        })
    }

    /// The columns that identify the rows, if they are a key.
    pub(crate) fn key(&self) -> Vec<&Kept> {
        let length = if self.by_key { self.key } else { 0 };
        self.columns[..length].iter().collect()
    }

    /// Whether an `UPDATE` wrote the column at this place.
    pub(crate) fn is_updated(&self, at: usize) -> bool {
        self.columns[at].updated
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

/// True if both are the same columns, in any order.
fn are_same(one: &[&Kept], two: &[&Kept]) -> bool {
    let is_in_two = |kept: &&Kept| two.iter().any(|other| other.before == kept.before);
    one.len() == two.len() && one.iter().all(is_in_two)
}

impl Pairs<'_> {
    /// The columns that have values of their own. A computed column that is a plain one afterwards keeps the values
    /// that it showed, or loses them.
    fn columns(&self) -> Result<Vec<Kept>, Error> {
        let mut columns = Vec::new();
        for kept in &self.successor.columns {
            if !self.was.is_generated(&kept.before)
                || !self.is.is_generated(&kept.after)
                    && can_be_worked_out(self.places[0], &kept.before)?
            {
                columns.push(kept.clone());
            }
        }
        Ok(columns)
    }

    /// The form in which the columns of a key identify the rows before: that which they have afterwards, where their
    /// type changes and all rows are still told apart.
    fn becomes(&self, key: &[&Kept], columns: usize) -> Result<Vec<Option<Becomes>>, Error> {
        let of = |kept: &&Kept| Becomes::of((self.was, &kept.before), (self.is, &kept.after));
        let becomes: Vec<Option<Becomes>> = key.iter().map(of).collect();
        if becomes.iter().all(Option::is_none) || columns + key.len() > MOST_COLUMNS {
            return Ok(Vec::new());
        }
        let forms = key.iter().zip(&becomes).map(|(kept, becomes)| {
            let name = quoted(&kept.before);
            becomes.map_or_else(|| name.clone(), |becomes| becomes.sql(&name))
        });
        let is_same = has_equals(self.places[0], forms)?;
        Ok(if is_same { Vec::new() } else { becomes })
    }

    /// The columns of the old key and of the new one, if all of them are there before and after.
    fn keys(&self) -> [Option<Vec<&Kept>>; 2] {
        let columns = &self.successor.columns;
        let of = |key: Vec<String>, is_it: &dyn Fn(&Kept, &str) -> bool| -> Option<Vec<&Kept>> {
            let of = |name: &String| columns.iter().find(|kept| is_it(kept, name));
            let all: Option<Vec<&Kept>> = key.iter().map(of).collect();
            all.filter(|all| !all.is_empty())
        };
        [
            of(self.was.key(), &|kept, name| {
                kept.before.eq_ignore_ascii_case(name)
            }),
            of(self.is.key(), &|kept, name| {
                kept.after.eq_ignore_ascii_case(name)
            }),
        ]
    }

    /// True if these columns are NULL in no row, before or after: a key may be NULL in several.
    fn has_no_null(&self, key: &[&Kept]) -> Result<bool, Error> {
        let [before, after] = self.places;
        let befores = key.iter().map(|kept| kept.before.as_str());
        let afters = key.iter().map(|kept| kept.after.as_str());
        Ok(!has_null(before, befores)? && !has_null(after, afters)?)
    }

    /// True if no two rows have the same values in these columns, before or after.
    fn has_no_equals(&self, key: &[&Kept]) -> Result<bool, Error> {
        let [before, after] = self.places;
        let befores = key.iter().map(|kept| quoted(&kept.before));
        let afters = key.iter().map(|kept| quoted(&kept.after));
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

/// True if SQLite can work out the values of a computed column in all rows. If not, nobody could read them.
fn can_be_worked_out(place: Place<'_>, column: &str) -> Result<bool, Error> {
    let table = of_main(place.table);
    // A column of the table, or an error: SQLite takes no text in its place.
    let sql = format!("SELECT count({table}.{}) FROM {table}", quoted(column));
    let worked_out = place
        .connection
        .query_row(&sql, [], |row| row.get::<_, i64>(0));
    match worked_out {
        Ok(_) => Ok(true),
        Err(error) if source::is_of_expression(&error) => Ok(false),
        Err(error) => Err(Error::sql(format!("read the values of {}", place.table))(
            error,
        )),
    }
}

/// True if two rows have equal values in all of these columns, as SQL has them.
fn has_equals(place: Place<'_>, columns: impl Iterator<Item = String>) -> Result<bool, Error> {
    let Place {
        connection, table, ..
    } = place;
    let columns: Vec<String> = columns
        .map(|name| format!("{name} COLLATE BINARY"))
        .collect();
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM {} GROUP BY {} HAVING count(*) > 1)",
        of_main(table),
        columns.join(", ")
    );
    connection.value(&format!("read the keys of {table}"), &sql, [])
}
