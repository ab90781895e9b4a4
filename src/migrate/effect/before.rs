//! The rows of a table as they were just before a file.
//!
//! The backup has the rows of tables that no earlier file of the run touched. The rows of other tables, and of all
//! tables if there is no backup, are copied into a private database just before the first statement that could change
//! them. A second connection to the database itself would wait for ever for the one that writes.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::ToSqlOutput;

use super::lineage::Lineage;
use super::track::Track;
use crate::db::schema::{is_readable, of_main, quoted};
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
        is_generated: impl Fn(&str) -> bool,
    ) -> Result<(), Error> {
        let Some(before) = &table.before else {
            return Ok(());
        };
        if self.held.contains_key(before) {
            return Ok(());
        }
        let held = if is_empty(connection, &table.now)? {
            Held::Empty
        } else if self.is_cheap(before) {
            Held::InBackup
        } else {
            self.copy_aside(connection, table, is_generated)?
        };
        self.held.insert(before.clone(), held);
        Ok(())
    }

    /// If a table has no rows, notes this.
    pub(crate) fn hold_if_empty(
        &mut self,
        connection: &Connection,
        table: &Track,
    ) -> Result<(), Error> {
        if let Some(before) = &table.before
            && is_empty(connection, &table.now)?
        {
            self.held.entry(before.clone()).or_insert(Held::Empty);
        }
        Ok(())
    }

    /// True if the rows of a table can be held without copying them.
    pub(crate) fn is_cheap(&self, before: &str) -> bool {
        self.backup.is_some() && !self.stale.contains(before)
    }

    /// The database and the table in which the rows before the file can be read; `None` if there were none.
    pub(crate) fn place<'s>(&'s self, before: &'s str) -> Option<(&'s Connection, &'s str)> {
        match self.held.get(before)? {
            Held::Empty => None,
            Held::InBackup => Some((self.backup.as_ref()?, before)),
            Held::Aside(table) => Some((self.aside.as_ref()?, table)),
        }
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
            (None, Some(successor)) => Ok(is_readable(connection, &successor.after)
                && !is_empty(connection, &successor.after)?),
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
        is_generated: impl Fn(&str) -> bool,
    ) -> Result<Held, Error> {
        let name = format!("copy_{}", self.copies);
        self.copies += 1;
        let mut read = Vec::new();
        let mut made = Vec::new();
        for column in &table.columns {
            if let Some(before) = column.before.as_ref().filter(|name| !is_generated(name)) {
                read.push(quoted(&column.now));
                made.push(quoted(before));
            }
        }
        let aside = match &mut self.aside {
            Some(aside) => aside,
            none => none.insert(private().map_err(Error::sql("make room for copies"))?),
        };
        let copy = || -> rusqlite::Result<()> {
            // Columns without types, so that SQLite converts no value.
            aside.execute_batch(&format!("CREATE TABLE {name} ({})", made.join(", ")))?;
            let places = vec!["?"; made.len()].join(", ");
            let mut insert = aside.prepare(&format!("INSERT INTO {name} VALUES ({places})"))?;
            let mut select = connection.prepare(&format!(
                "SELECT {} FROM {}",
                read.join(", "),
                of_main(&table.now)
            ))?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                for at in 0..made.len() {
                    insert.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(row.get_ref(at)?))?;
                }
                insert.raw_execute()?;
            }
            Ok(())
        };
        copy().map_err(Error::sql(format!("copy the rows of {} aside", table.now)))?;
        Ok(Held::Aside(name))
    }
}

fn is_empty(connection: &Connection, table: &str) -> Result<bool, Error> {
    connection.value(
        &format!("look for rows of {table}"),
        &format!("SELECT NOT EXISTS (SELECT 1 FROM {})", of_main(table)),
        [],
    )
}
