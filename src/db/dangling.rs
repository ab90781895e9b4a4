//! Dangling rows, which refer to a row that does not exist: finds them, and tells which are new since an earlier
//! check. So it does with foreign keys that no row can ever satisfy.

mod mismatch;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ErrorCode};

use self::mismatch::is_mismatch;
use self::reference::Reference;
use super::schema;
use crate::complaint::Complaint;
use crate::error::Error;

/// What is wrong with the foreign keys of some tables.
#[derive(Debug, Default)]
pub struct Dangling {
    /// Every table of the database, in small letters.
    tables: BTreeSet<String>,
    references: Vec<Reference>,
    /// Every foreign key of the database.
    keys: BTreeSet<Key>,
    /// Foreign keys that SQLite cannot follow, with the names of table and parent.
    faults: Named,
    /// Foreign keys to a table that does not exist, so that no row can have them; also with both names.
    without_parent: Named,
}

/// A foreign key, in small letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    table: String,
    /// `None` for a table that came in the place of one of the same name.
    parent: Option<String>,
    /// The columns in the table and in its parent; the latter are empty where they are left out.
    columns: Vec<(String, String)>,
}

impl Key {
    fn of(table: &str, key: &schema::ForeignKey) -> Self {
        let columns = key.columns.iter();
        Self {
            table: table.to_ascii_lowercase(),
            parent: Some(key.parent.to_ascii_lowercase()),
            columns: columns
                .map(|(from, to)| (from.to_ascii_lowercase(), to.to_ascii_lowercase()))
                .collect(),
        }
    }
}

/// The names of tables and columns at an earlier check.
pub trait Former {
    /// The former name of a table; `None` if it was not there.
    fn table(&self, now: &str) -> Option<String>;
    /// The former name of a column, by the present names of it and of its table; `None` if it was not there.
    fn column(&self, table: &str, now: &str) -> Option<String>;
    /// True if a column, by the present name of its table, may have other values in the same rows.
    fn is_written(&self, table: &str, now: &str) -> bool;
}

/// Every table and column has the name that it had, and every row its key.
#[derive(Debug)]
pub struct Unmoved;

impl Former for Unmoved {
    fn table(&self, now: &str) -> Option<String> {
        Some(now.to_owned())
    }

    fn column(&self, _: &str, now: &str) -> Option<String> {
        Some(now.to_owned())
    }

    fn is_written(&self, _: &str, _: &str) -> bool {
        false
    }
}

impl Dangling {
    /// Finds the dangling rows in tables that were touched, and in tables that refer to them; of all tables, the
    /// foreign keys that no row can satisfy, which takes no look at rows.
    pub fn find(connection: &Connection, is_touched: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let mut found = Self::default();
        for table in schema::tables(connection)? {
            let keys = schema::foreign_keys(connection, &table)?;
            if keys.iter().any(|key| is_touched(&key.parent))
                || is_touched(&table) && !keys.is_empty()
            {
                found.look_at(connection, &table, &keys)?;
            }
            let is_sound = keys.is_empty() || can_follow(connection, &table)?;
            for key in keys {
                let name = Key::of(&table, &key);
                found.keys.insert(name.clone());
                let names = (table.clone(), key.parent.clone());
                if !schema::has(connection, &key.parent)? {
                    found.without_parent.insert(name, names);
                } else if !is_sound && is_mismatch(connection, &key)? {
                    found.faults.insert(name, names);
                }
            }
            found.tables.insert(table.to_ascii_lowercase());
        }
        Ok(found)
    }

    fn look_at(
        &mut self,
        connection: &Connection,
        table: &str,
        keys: &[schema::ForeignKey],
    ) -> Result<(), Error> {
        match violations(connection, table) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            // Each foreign key is looked at by itself below.
            Err(error) if is_in_the_schema(&error) => {}
            Err(error) => return Err(Error::sql("check the foreign keys")(error)),
        }
        for key in keys {
            match Reference::read(connection, table, key) {
                Ok(reference) if reference.rows.is_empty() => {}
                Ok(reference) => self.references.push(reference),
                // Of a foreign key that SQLite cannot follow, `faults` tells.
                Err(Error::Sql { source, .. }) if is_in_the_schema(&source) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Describes what is wrong now and was not before, with the remedy; `None` if there is nothing new.
    pub fn new_since(
        &self,
        connection: &Connection,
        before: &Self,
        former: &impl Former,
    ) -> Result<Option<Complaint>, Error> {
        let mut told = self.new_rows(connection, before, former)?;
        let mut help = "delete or change them in the migration too";
        let faults = new_keys(&self.faults, &before.faults, before, former);
        if told.is_empty() && !faults.is_empty() {
            help = "refer to a key, or to columns with an index that is unique and has neither WHERE nor another collation";
        }
        told.extend(faults.into_iter().map(|(table, parent)| {
            format!("{table}: foreign key mismatch - \"{table}\" referencing \"{parent}\"")
        }));
        if told.is_empty() {
            let alone = new_keys(&self.without_parent, &before.without_parent, before, former);
            told.extend(alone.into_iter().map(|(table, parent)| {
                format!("every row to come of {table}, which refers to {parent}")
            }));
            help = "keep or make the table that is referred to, or refer to another one";
        }
        Ok((!told.is_empty()).then(|| Complaint::new(told.join("; "), help)))
    }

    /// The dangling rows that are new, of each foreign key.
    fn new_rows(
        &self,
        connection: &Connection,
        before: &Self,
        former: &impl Former,
    ) -> Result<Vec<String>, Error> {
        let kept: BTreeSet<Key> = self.keys_before(before, former).collect();
        // What dangled by a foreign key that is there no more may dangle by one that was not there before.
        let as_known = |key: &Key| {
            let is_both = before.keys.contains(key) && kept.contains(key);
            is_both.then(|| key.clone())
        };
        let mut known = BTreeMap::new();
        let mut told = Vec::new();
        for reference in &before.references {
            let by_key = self.tells_rows_apart(reference, former);
            for (row, rows) in &reference.rows {
                let key = as_known(&reference.name);
                let place = (reference.name.table.clone(), key, row.known_by(by_key));
                *known.entry(place).or_insert(0_u64) += rows;
            }
        }
        for reference in &self.references {
            let mut new = Vec::new();
            let mut count = 0;
            let table = former.table(&reference.table);
            let by_key = before.references.iter().any(|was| {
                Some(&was.name.table) == table.as_ref().map(|it| it.to_ascii_lowercase()).as_ref()
                    && self.tells_rows_apart(was, former)
            });
            let name = named_before(&reference.name, before, former);
            for (row, rows) in &reference.rows {
                let mut more = *rows;
                if let Some(table) = &table {
                    let key = name.as_ref().and_then(&as_known);
                    let place = (table.to_ascii_lowercase(), key, row.known_by(by_key));
                    let old = known.entry(place).or_default();
                    more = rows.saturating_sub(*old);
                    *old = old.saturating_sub(*rows);
                }
                if more > 0 {
                    count += more;
                    new.push(row);
                }
            }
            if count > 0 {
                told.push(reference.describe(connection, count, &new)?);
            }
        }
        Ok(told)
    }

    /// True if the rows of a table have the key by which they were known before, so that one row is not taken for
    /// another one with the same reference.
    fn tells_rows_apart(&self, before: &Reference, former: &impl Former) -> bool {
        let mut now = self.references.iter().filter(|now| {
            let was = former.table(&now.table);
            was.is_some_and(|was| was.to_ascii_lowercase() == before.name.table)
        });
        now.next()
            .is_some_and(|now| now.row_key.is_the_same(&before.row_key, &now.table, former))
    }

    /// The foreign keys, with the names of tables and columns before.
    fn keys_before(&self, before: &Self, former: &impl Former) -> impl Iterator<Item = Key> {
        let keys = self.keys.iter();
        keys.filter_map(|key| named_before(key, before, former))
    }
}

/// A sort of foreign keys, each with the names of its table and its parent.
type Named = BTreeMap<Key, (String, String)>;

/// The table and the parent of those foreign keys of a sort that are not of this sort before.
fn new_keys(
    now: &Named,
    was: &Named,
    before: &Dangling,
    former: &impl Former,
) -> BTreeSet<(String, String)> {
    let is_old = |key: &Key| {
        let name = named_before(key, before, former);
        name.is_some_and(|name| was.contains_key(&name))
    };
    let new = now.iter().filter(|(key, _)| !is_old(key));
    new.map(|(_, names)| names.clone()).collect()
}

/// A foreign key with the names of before; `None` if its table or one of its columns was not there.
fn named_before(key: &Key, before: &Dangling, former: &impl Former) -> Option<Key> {
    let lower = |name: String| name.to_ascii_lowercase();
    let parent = key.parent.as_ref()?;
    let was = former.table(parent).map(lower);
    let columns = key.columns.iter().map(|(from, to)| {
        let from = former.column(&key.table, from).map(lower)?;
        let to = former.column(parent, to).map_or_else(|| to.clone(), lower);
        Some((from, to))
    });
    Some(Key {
        table: lower(former.table(&key.table)?),
        columns: columns.collect::<Option<_>>()?,
        parent: was.or_else(|| (!before.tables.contains(parent)).then(|| parent.clone())),
    })
}

/// True if SQLite can follow every foreign key of a table. It says so when it compiles the check, and reads no row.
fn can_follow(connection: &Connection, table: &str) -> Result<bool, Error> {
    let check = format!("PRAGMA main.foreign_key_check({})", schema::quoted(table));
    match connection.prepare(&check) {
        Ok(_) => Ok(true),
        Err(error) if is_in_the_schema(&error) => Ok(false),
        Err(error) => Err(Error::sql("check the foreign keys")(error)),
    }
}

fn violations(connection: &Connection, table: &str) -> rusqlite::Result<i64> {
    connection.query_row(
        "SELECT count(*) FROM pragma_foreign_key_check(?1)",
        [table],
        |row| row.get(0),
    )
}

/// True if SQLite could read the file but not use a declaration in it, such as a foreign key to columns that are not
/// unique, or a table of a module that is not available.
fn is_in_the_schema(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqlInputError { error, .. } | rusqlite::Error::SqliteFailure(error, _) => {
            error.code == ErrorCode::Unknown
        }
        _ => false,
    }
}
