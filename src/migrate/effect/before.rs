//! The rows of a table as they were just before a file.
//!
//! The backup has the rows of tables that no earlier file of the run touched. The rows of other tables, and of all
//! tables if there is no backup, are copied into a private database just before the first statement that could change
//! them. A second connection to the database itself would wait for ever for the one that writes.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::ToSqlOutput;

use super::lineage::Lineage;
use super::source::{self, Place};
use super::track::Track;
use crate::db::full_text::Keeps;
use crate::db::schema::{self, quoted};
use crate::db::{Queries, private};
use crate::error::Error;

/// Where the rows of one table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    /// Nowhere: the table had no rows.
    Empty,
    /// In the backup, under the same name.
    InBackup,
    /// In the private database, in a table of this name, with the names of the columns before the file.
    Aside(String),
    /// Nowhere, since the table has no rows of its own, or none that SQLite can list; this many are known.
    Counted(u64),
}

/// The states before the files of a run.
#[derive(Debug, Default)]
pub(crate) struct Before {
    backup: Option<Connection>,
    aside: Option<Connection>,
    /// Tables that differ from the backup, by their present names.
    stale: BTreeSet<String>,
    /// Where the rows of the tables of the present file are, by the names of the tables before the file.
    held: BTreeMap<String, Held>,
    copies: usize,
}

impl Before {
    /// Begins a run. The backup, if there is one, has the state before its first file.
    pub(crate) fn new(backup: Option<Connection>) -> Self {
        Self {
            backup,
            ..Self::default()
        }
    }

    /// Makes sure that the present rows of a table can still be read after they change.
    pub(crate) fn hold(
        &mut self,
        connection: &Connection,
        table: &Track,
        keeps: Keeps,
        computed: Computed<'_>,
    ) -> Result<(), Error> {
        let Some(before) = &table.before else {
            return Ok(());
        };
        if self.held.contains_key(before) {
            return Ok(());
        }
        let held = if matches!(keeps, Keeps::Index | Keeps::Hidden) {
            Held::Counted(source::known_rows(connection, &table.now, keeps))
        } else if source::is_empty(connection, &table.now, keeps)? {
            Held::Empty
        } else if self.is_cheap(before) {
            Held::InBackup
        } else {
            self.copy_aside(connection, table, keeps, computed)?
        };
        self.held.insert(before.clone(), held);
        Ok(())
    }

    /// If a table has no rows, notes this.
    pub(crate) fn hold_if_empty(
        &mut self,
        connection: &Connection,
        table: &Track,
        keeps: Keeps,
    ) -> Result<(), Error> {
        if matches!(keeps, Keeps::Index | Keeps::Hidden) {
            return self.hold(connection, table, keeps, (&|_| false, false));
        }
        if let Some(before) = &table.before
            && source::is_empty(connection, &table.now, keeps)?
        {
            self.held.entry(before.clone()).or_insert(Held::Empty);
        }
        Ok(())
    }

    /// True if the rows of a table can be held without copying them.
    pub(crate) fn is_cheap(&self, before: &str) -> bool {
        self.backup.is_some() && !self.stale.contains(before)
    }

    /// Where the rows before the file can be read; `None` if there were none. `keeps` says what the table kept.
    pub(crate) fn place<'s>(&'s self, before: &'s str, keeps: Keeps) -> Option<Place<'s>> {
        let (connection, table, keeps) = match self.held.get(before)? {
            Held::Empty | Held::Counted(_) => return None,
            Held::InBackup => (self.backup.as_ref()?, before, keeps),
            Held::Aside(table) => (self.aside.as_ref()?, table.as_str(), Keeps::Rows),
        };
        Some(Place {
            connection,
            table,
            keeps,
        })
    }

    /// The number of rows before the file of a table that the file touched.
    pub(crate) fn count(&self, before: &str, keeps: Keeps) -> Result<u64, Error> {
        if let Some(Held::Counted(rows)) = self.held.get(before) {
            return Ok(*rows);
        }
        self.place(before, keeps)
            .map_or(Ok(0), |place| place.count())
    }

    /// True if a table had rows before the file. A table that no statement touched still has the same rows.
    pub(crate) fn has_rows(
        &self,
        connection: &Connection,
        table: &str,
        lineage: &Lineage,
    ) -> Result<bool, Error> {
        let is_it = |name: &&String| name.eq_ignore_ascii_case(table);
        let held = self
            .held
            .keys()
            .find(is_it)
            .and_then(|name| self.held.get(name));
        match (held, lineage.successor_of_any_case(table)) {
            (Some(Held::Empty), _) | (None, None) => Ok(false),
            (Some(Held::InBackup | Held::Aside(_)), _) => Ok(true),
            (Some(Held::Counted(rows)), _) => Ok(*rows > 0),
            (None, Some(successor)) => {
                let keeps = schema::keeps(connection, &successor.after)?;
                source::has_rows(connection, &successor.after, keeps)
            }
        }
    }

    /// Ends a file, after which these tables differ from the backup.
    pub(crate) fn end_file<'t>(
        &mut self,
        touched: impl Iterator<Item = &'t str>,
    ) -> Result<(), Error> {
        self.stale.extend(touched.map(str::to_owned));
        if let Some(aside) = &self.aside {
            for held in self.held.values() {
                if let Held::Aside(table) = held {
                    aside.run_all("drop a copy", &format!("DROP TABLE {}", quoted(table)))?;
                }
            }
        }
        self.held.clear();
        Ok(())
    }

    fn copy_aside(
        &mut self,
        connection: &Connection,
        table: &Track,
        keeps: Keeps,
        (is_computed, with_computed): Computed<'_>,
    ) -> Result<Held, Error> {
        let name = format!("copy_{}", self.copies);
        self.copies += 1;
        let mut columns = Vec::new();
        let mut computed = Vec::new();
        if keeps == Keeps::Words {
            columns.push((source::ROWID.to_owned(), source::ROWID.to_owned()));
        }
        for column in &table.columns {
            if let Some(before) = &column.before {
                let pair = (quoted(&column.now), quoted(before));
                if is_computed(before) {
                    computed.push(pair);
                } else {
                    columns.push(pair);
                }
            }
        }
        let aside = match &mut self.aside {
            Some(aside) => aside,
            none => none.insert(private().map_err(Error::sql("make room for copies"))?),
        };
        let now: Vec<String> = table.columns.iter().map(|it| it.now.clone()).collect();
        let from = source::from(connection, &table.now, keeps, &now);
        source::open(connection, &table.now, keeps)?;
        let copy = |columns: &[Pair]| copy(connection, &from, aside, &name, columns);
        let copied = if with_computed && !computed.is_empty() {
            match copy(&[&columns[..], &computed].concat()) {
                // Nobody could read a value that cannot be worked out.
                Err(error) if source::is_of_expression(&error) => copy(&columns),
                copied => copied,
            }
        } else {
            copy(&columns)
        };
        source::close(connection, keeps)?;
        copied.map_err(Error::sql(format!("copy the rows of {} aside", table.now)))?;
        Ok(Held::Aside(name))
    }
}

/// Which columns are computed, and whether their values are to be held too.
pub(crate) type Computed<'c> = (&'c dyn Fn(&str) -> bool, bool);

/// The name of a column now, and the one before the file, both in quotes.
type Pair = (String, String);

/// Copies rows into a new table of a private database.
fn copy(
    connection: &Connection,
    from: &str,
    aside: &Connection,
    name: &str,
    columns: &[Pair],
) -> rusqlite::Result<()> {
    let (read, made): (Vec<&str>, Vec<&str>) = columns
        .iter()
        .map(|(now, before)| (now.as_str(), before.as_str()))
        .unzip();
    // Columns without types, so that SQLite converts no value.
    let made = made.join(", ");
    aside.execute_batch(&format!(
        "DROP TABLE IF EXISTS {name}; CREATE TABLE {name} ({made})"
    ))?;
    let places = vec!["?"; columns.len()].join(", ");
    let mut insert = aside.prepare(&format!("INSERT INTO {name} VALUES ({places})"))?;
    let mut select = connection.prepare(&format!("SELECT {} FROM {from}", read.join(", ")))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for at in 0..columns.len() {
            insert.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(row.get_ref(at)?))?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}
