//! Dangling rows, which refer to a row that does not exist: finds them, and tells which are new since an earlier
//! check.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ErrorCode};

use super::schema::{self, quoted};
use super::{Queries, message};
use crate::error::Error;
use crate::wording::{self, agreeing};

/// What is wrong with the foreign keys of some tables.
#[derive(Debug, Default)]
pub struct Dangling {
    /// Every table of the database, in small letters.
    tables: BTreeSet<String>,
    references: Vec<Reference>,
    /// Every foreign key of the database.
    keys: BTreeSet<Name>,
    /// Tables with a foreign key that SQLite cannot follow, and what it says.
    faults: BTreeMap<String, String>,
    /// Tables with a foreign key to a table that does not exist, so that they can take no row with one; both names.
    without_parent: BTreeSet<(String, String)>,
}

/// A foreign key: table, parent and columns, in small letters.
type Name = (String, String, Vec<String>);

/// The dangling rows of one foreign key.
#[derive(Debug)]
struct Reference {
    table: String,
    parent: String,
    /// The columns of the foreign key in `table`.
    columns: Vec<String>,
    /// The number of rows for each key that `parent` lacks; the key is written as SQL literals.
    rows: BTreeMap<Vec<u8>, u64>,
}

impl Dangling {
    /// Finds the dangling rows in tables that were touched, and in tables that refer to them.
    pub fn find(connection: &Connection, is_touched: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let mut found = Self::default();
        for table in schema::tables(connection)? {
            let keys = schema::foreign_keys(connection, &table)?;
            if keys.iter().any(|key| is_touched(&key.parent))
                || is_touched(&table) && !keys.is_empty()
            {
                found.look_at(connection, &table, &keys)?;
            }
            for key in keys {
                let columns = key.columns.iter().map(|(from, _)| from.to_lowercase());
                found.keys.insert((
                    table.to_lowercase(),
                    key.parent.to_lowercase(),
                    columns.collect(),
                ));
                if !schema::has(connection, &key.parent)? {
                    let names = (table.clone(), key.parent);
                    found.without_parent.insert(names);
                }
            }
            found.tables.insert(table.to_lowercase());
        }
        Ok(found)
    }

    fn look_at(
        &mut self,
        connection: &Connection,
        table: &str,
        keys: &[schema::ForeignKey],
    ) -> Result<(), Error> {
        let failed = || Error::sql("check the foreign keys");
        match violations(connection, table) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if is_in_the_schema(&error) => {
                self.faults.insert(table.to_owned(), message(&error));
            }
            Err(error) => return Err(failed()(error)),
        }
        for key in keys {
            match Reference::read(connection, table, key) {
                Ok(reference) if reference.rows.is_empty() => {}
                Ok(reference) => self.references.push(reference),
                // `violations` has failed in the same way, so the fault is noted already.
                Err(Error::Sql { source, .. }) if is_in_the_schema(&source) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Describes what is wrong now and was not before; `None` if there is nothing new. `renamed` returns the former
    /// name of a table.
    pub fn new_since(
        &self,
        connection: &Connection,
        before: &Self,
        renamed: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<String>, Error> {
        let origin = |table: &str| {
            let name = table.to_lowercase();
            if before.tables.contains(&name) {
                return name;
            }
            renamed(table).map_or(name, |name| name.to_lowercase())
        };
        let mut told = self.new_rows(connection, before, &origin)?;
        let was_at_fault: BTreeSet<String> = before
            .faults
            .keys()
            .map(|table| table.to_lowercase())
            .collect();
        for (table, said) in &self.faults {
            if !was_at_fault.contains(&origin(table)) {
                told.push(format!("{table}: {said}"));
            }
        }
        if told.is_empty() {
            told = self.lost_parents(before, &origin);
        }
        Ok((!told.is_empty()).then(|| told.join("; ")))
    }

    /// The dangling rows that are new, of each foreign key. `origin` returns the name of a table before.
    fn new_rows(
        &self,
        connection: &Connection,
        before: &Self,
        origin: &impl Fn(&str) -> String,
    ) -> Result<Vec<String>, Error> {
        let kept = self.keys_before(origin);
        // What dangled by a foreign key that is there no more may dangle by one that was not there before.
        let as_known = |name: &Name| -> Option<Name> {
            (before.keys.contains(name) && kept.contains(name)).then(|| name.clone())
        };
        let mut known: BTreeMap<(String, Option<Name>, Vec<u8>), u64> = BTreeMap::new();
        for reference in &before.references {
            let name = reference.key();
            for (row, rows) in &reference.rows {
                let place = (name.0.clone(), as_known(&name), row.clone());
                *known.entry(place).or_default() += rows;
            }
        }
        let mut told = Vec::new();
        for reference in &self.references {
            let mut new = Vec::new();
            let mut count = 0;
            let name = named_before(&reference.key(), origin);
            for (row, rows) in &reference.rows {
                let place = (name.0.clone(), as_known(&name), row.clone());
                let old = known.entry(place).or_default();
                let more = rows.saturating_sub(*old);
                *old = old.saturating_sub(*rows);
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

    /// The foreign keys, with the names of tables before.
    fn keys_before(&self, origin: &impl Fn(&str) -> String) -> BTreeSet<Name> {
        let keys = self.keys.iter();
        keys.map(|key| named_before(key, origin)).collect()
    }

    /// The tables that refer to one that is gone, so that they can take no row any more.
    fn lost_parents(&self, before: &Self, origin: &impl Fn(&str) -> String) -> Vec<String> {
        let lacked = |child: &str, is_it: &dyn Fn(&str) -> bool| {
            before.without_parent.iter().any(|(table, parent)| {
                table.to_lowercase() == child && is_it(&parent.to_lowercase())
            })
        };
        let kept = self.keys_before(origin);
        let mut told = Vec::new();
        for (table, parent) in &self.without_parent {
            let (child, lost) = (origin(table), origin(parent));
            let had_parent = before.tables.contains(&lost);
            // A new table may refer to one that a later migration makes. An old one may name another such table.
            let may_lack = !before.tables.contains(&child)
                || lacked(&child, &|was| {
                    !kept
                        .iter()
                        .any(|(of, parent, _)| *of == child && parent == was)
                });
            if !lacked(&child, &|was| was == lost) && (had_parent || !may_lack) {
                told.push(format!(
                    "every row to come of {table}, which refers to {parent}"
                ));
            }
        }
        told
    }
}

fn named_before((table, parent, columns): &Name, origin: &impl Fn(&str) -> String) -> Name {
    (origin(table), origin(parent), columns.clone())
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

impl Reference {
    fn read(connection: &Connection, table: &str, key: &schema::ForeignKey) -> Result<Self, Error> {
        let mut reference = Self {
            table: table.to_owned(),
            parent: key.parent.clone(),
            columns: key.columns.iter().map(|(from, _)| from.clone()).collect(),
            rows: BTreeMap::new(),
        };
        let sql = format!(
            "SELECT {}, count(*) FROM {} AS child WHERE {} GROUP BY 1",
            reference.name(),
            quoted(table),
            missing(connection, key)?
        );
        let rows = connection.rows("check the foreign keys", &sql, [], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
        })?;
        reference.rows = rows.into_iter().collect();
        Ok(reference)
    }

    fn key(&self) -> Name {
        let columns = self.columns.iter().map(|column| column.to_lowercase());
        (
            self.table.to_lowercase(),
            self.parent.to_lowercase(),
            columns.collect(),
        )
    }

    /// The SQL expression for the key that a row names, as literals; as bytes, since a text need not be UTF-8.
    fn name(&self) -> String {
        let parts: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("quote(child.{})", quoted(column)))
            .collect();
        format!("CAST({} AS BLOB)", parts.join(" || ', ' || "))
    }

    fn describe(
        &self,
        connection: &Connection,
        count: u64,
        names: &[&Vec<u8>],
    ) -> Result<String, Error> {
        const SHOWN: usize = 5;
        let mut shown: Vec<String> = Vec::new();
        let (what, sql) = self.identity(connection)?;
        for name in names.iter().take(SHOWN) {
            let rows: Vec<Vec<u8>> =
                connection.column("name the rows left dangling", &sql, [name])?;
            shown.extend(
                rows.iter()
                    .map(|row| String::from_utf8_lossy(row).into_owned()),
            );
        }
        shown.truncate(SHOWN);
        let [name, row, are] = [("names", "name"), ("a row", "rows"), ("is", "are")]
            .map(|(one, more)| agreeing(count, one, more));
        Ok(format!(
            "{} of {} {name} {row} of {} that {are} not there ({what}{})",
            wording::count(count, "row"),
            self.table,
            self.parent,
            shown.join(if what.is_empty() { "; " } else { ", " })
        ))
    }

    /// How messages name the rows of the table: the word before the value (`rowid `, or nothing for a key), and the
    /// query that returns the values for the rows with a missing key.
    fn identity(&self, connection: &Connection) -> Result<(&'static str, String), Error> {
        let columns = schema::columns(connection, &self.table)?;
        let has_rowid = !schema::is_without_rowid(connection, &self.table)?;
        let rowid = ["rowid", "_rowid_", "oid"]
            .into_iter()
            .find(|name| {
                !columns
                    .iter()
                    .any(|column| column.eq_ignore_ascii_case(name))
            })
            .filter(|_| has_rowid);
        let (what, shown) = if let Some(rowid) = rowid {
            ("rowid ", format!("child.{rowid}"))
        } else {
            let mut key = schema::key(connection, &self.table)?;
            if key.is_empty() {
                key = columns;
            }
            let parts: Vec<String> = key
                .iter()
                .map(|column| {
                    let text = format!("{column} = ").replace('\'', "''");
                    format!("'{text}' || quote(child.{})", quoted(column))
                })
                .collect();
            ("", parts.join(" || ' and ' || "))
        };
        let sql = format!(
            "SELECT CAST({shown} AS BLOB) FROM {} AS child WHERE {} = ?1 LIMIT 5",
            quoted(&self.table),
            self.name()
        );
        Ok((what, sql))
    }
}

/// The SQL condition that a row refers to a row that the parent lacks. As in SQLite's foreign keys, a NULL refers to
/// nothing, and values are compared with the type of the parent's column: the plus takes away that of the child's.
fn missing(connection: &Connection, key: &schema::ForeignKey) -> Result<String, Error> {
    let mut conditions: Vec<String> = key
        .columns
        .iter()
        .map(|(from, _)| format!("child.{} IS NOT NULL", quoted(from)))
        .collect();
    if !schema::has(connection, &key.parent)? {
        return Ok(conditions.join(" AND "));
    }
    let primary = schema::key(connection, &key.parent)?;
    let equal: Vec<String> = key
        .columns
        .iter()
        .enumerate()
        .map(|(at, (from, to))| {
            let to = if to.is_empty() {
                primary.get(at).map_or("", String::as_str)
            } else {
                to
            };
            format!("parent.{} = +child.{}", quoted(to), quoted(from))
        })
        .collect();
    conditions.push(format!(
        "NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
        quoted(&key.parent),
        equal.join(" AND ")
    ));
    Ok(conditions.join(" AND "))
}
