//! The schema of a database at one moment, with each table's definition.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use rusqlite::Connection;

use super::definition::{Definition, Word};
use super::track::Track;
use crate::db::full_text::{self, FullText, Keeps};
use crate::db::schema::{self, Object, ObjectKind, kept_columns};
use crate::db::{self, Queries};
use crate::error::Error;
use crate::migrate::announcement::Announcement;
use crate::migrate::sql::{Token, tokens};

/// The objects of a database at one moment.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    pub(super) objects: Vec<Object>,
    /// The columns of each table.
    pub(super) columns: BTreeMap<String, Vec<String>>,
    /// The AUTOINCREMENT counter of each table that has one.
    pub(super) sequences: BTreeMap<String, i64>,
    /// The tables whose key is the rowid.
    pub(super) by_rowid: BTreeSet<String>,
    /// Definitions that were read before, by their SQL; most files change few of them.
    parsed: Rc<RefCell<HashMap<String, Rc<Definition>>>>,
    /// Whether the key is the rowid, by the SQL of the table.
    rowids: Rc<RefCell<HashMap<String, bool>>>,
}

impl Schema {
    /// Replaces this by the present schema.
    pub(crate) fn read(&mut self, connection: &Connection) -> Result<(), Error> {
        *self = self.next(connection)?;
        Ok(())
    }

    /// The present schema, which reuses definitions that were read before.
    pub(crate) fn next(&self, connection: &Connection) -> Result<Self, Error> {
        let mut next = Self {
            objects: schema::objects(connection)?,
            columns: BTreeMap::new(),
            sequences: sequences(connection)?,
            by_rowid: BTreeSet::new(),
            parsed: Rc::clone(&self.parsed),
            rowids: Rc::clone(&self.rowids),
        };
        for table in next.of_kind(ObjectKind::Table) {
            let definition = next.parse(&table.sql);
            let names = if definition.columns.is_empty() {
                // The module of a virtual table knows its columns. If the module is missing, the table is the user's
                // own, and no migration can touch it.
                kept_columns(connection, &table.name).unwrap_or_default()
            } else {
                definition.columns.clone()
            };
            if next.is_by_rowid(connection, &table)? {
                next.by_rowid.insert(table.name.clone());
            }
            next.columns.insert(table.name.clone(), names);
        }
        Ok(next)
    }

    /// Asks SQLite whether the key of a table is its rowid. The words do not always tell: `PRIMARY KEY (id DESC)` is
    /// the rowid, and `id INTEGER PRIMARY KEY DESC` is not.
    fn is_by_rowid(&self, connection: &Connection, table: &Object) -> Result<bool, Error> {
        if let Some(known) = self.rowids.borrow().get(&table.sql) {
            return Ok(*known);
        }
        let is =
            !self.parse(&table.sql).key().is_empty() && schema::is_rowid(connection, &table.name)?;
        self.rowids.borrow_mut().insert(table.sql.clone(), is);
        Ok(is)
    }

    /// What a table keeps itself.
    pub(crate) fn keeps(&self, table: &str) -> Keeps {
        self.sql(ObjectKind::Table, table)
            .map_or(Keeps::Rows, full_text::keeps)
    }

    /// True for a virtual table.
    pub(crate) fn is_virtual(&self, table: &str) -> bool {
        let sql = self.sql(ObjectKind::Table, table);
        sql.is_some_and(full_text::is_virtual)
    }

    /// True for a full-text table.
    pub(crate) fn is_full_text(&self, table: &str) -> bool {
        let sql = self.sql(ObjectKind::Table, table);
        sql.is_some_and(|sql| FullText::of(sql).is_some())
    }

    fn of_kind(&self, kind: ObjectKind) -> Vec<Object> {
        self.objects
            .iter()
            .filter(|object| object.kind == kind)
            .cloned()
            .collect()
    }

    /// The SQL of an object.
    pub(crate) fn sql(&self, kind: ObjectKind, name: &str) -> Option<&str> {
        self.find(kind, name).map(|object| object.sql.as_str())
    }

    /// The definition that the SQL of a table gives.
    pub(crate) fn parse(&self, sql: &str) -> Rc<Definition> {
        if let Some(known) = self.parsed.borrow().get(sql) {
            return Rc::clone(known);
        }
        let definition = Rc::new(Definition::of(sql));
        self.parsed
            .borrow_mut()
            .insert(sql.to_owned(), Rc::clone(&definition));
        definition
    }

    pub(super) fn find(&self, kind: ObjectKind, name: &str) -> Option<&Object> {
        self.objects
            .iter()
            .find(|object| object.kind == kind && object.name.eq_ignore_ascii_case(name))
    }

    /// The tables with their columns, by name.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.columns
            .iter()
            .map(|(name, columns)| (name.as_str(), columns.as_slice()))
    }

    /// The definition of a table; an empty one where there is no such table.
    pub(crate) fn definition(&self, table: &str) -> Rc<Definition> {
        self.find(ObjectKind::Table, table)
            .map_or_else(Rc::default, |object| self.parse(&object.sql))
    }

    /// The columns of the key of a table, with their present names.
    pub(crate) fn key_now(&self, connection: &Connection, track: &Track) -> Vec<String> {
        let Some(before) = &track.before else {
            // The file has made this table. Reading its key fails only if the table is already gone.
            return schema::key(connection, &track.now).unwrap_or_default();
        };
        self.definition(before)
            .key()
            .iter()
            .filter_map(|name| {
                let is_it = |before: &String| before.eq_ignore_ascii_case(name);
                track
                    .columns
                    .iter()
                    .find(|column| column.before.as_ref().is_some_and(is_it))
            })
            .map(|column| column.now.clone())
            .collect()
    }

    /// True if a plain statement on a table that was there before the file may remove rows: its SQL contains `REPLACE`,
    /// as in a constraint with `ON CONFLICT REPLACE`, or it is virtual, so that its module takes some rows for commands.
    pub(crate) fn may_replace(&self, table: &str) -> bool {
        let sql = self.sql(ObjectKind::Table, table);
        sql.is_some_and(|sql| {
            let may = |token: &Token<'_>| token.is("REPLACE") || token.is("VIRTUAL");
            tokens(sql).iter().any(may)
        })
    }

    /// True if there is what an announcement about rows names: its table, its column, its counter. Otherwise it cannot
    /// happen, whatever the rows.
    pub(crate) fn could_lose(&self, announcement: &Announcement) -> bool {
        let find = |table: &str| self.find(ObjectKind::Table, table);
        match announcement {
            Announcement::Rows { table, .. } => find(table).is_some(),
            Announcement::Values { table, column } => {
                let columns = find(table).and_then(|table| self.columns.get(&table.name));
                let mut columns = columns.into_iter().flatten();
                columns.any(|name| name.eq_ignore_ascii_case(column))
            }
            Announcement::Sequence(table) => find(table).is_some_and(|table| {
                let counts = |token: &Token<'_>| token.is("AUTOINCREMENT");
                tokens(&table.sql).iter().any(counts)
            }),
            _ => false,
        }
    }

    /// True if there are triggers.
    pub(crate) fn has_triggers(&self) -> bool {
        self.objects
            .iter()
            .any(|object| object.kind == ObjectKind::Trigger)
    }
}

/// The tokens of an index or trigger. SQLite keeps no `IF NOT EXISTS`.
pub(crate) fn words(sql: &str) -> Vec<Word> {
    Word::all(&tokens(sql))
}

fn sequences(connection: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    if !schema::has(connection, "sqlite_sequence")? {
        return Ok(BTreeMap::new());
    }
    let counters = connection.rows(
        "read the AUTOINCREMENT counters",
        // Of several rows for one table, SQLite uses the first; the last of the answer stays.
        "SELECT name, CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name IS NOT NULL ORDER BY rowid DESC",
        [],
        |row| Ok((db::name(row, 0)?, row.get::<_, Option<i64>>(1)?.unwrap_or(0))),
    )?;
    Ok(counters.into_iter().collect())
}
