//! A database in memory, without rows, that has the schema which the applied migrations make.
//!
//! Only definitions are run, never a statement on rows: a migration that was applied to real rows may fail without
//! them. If a definition cannot be run here, its objects are noted as not known, which is no error.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::defining_statement::Defining;
use super::history::Entry;
use super::sandbox::Sandbox;
use super::set::{File, Set};
use super::sql::{self, place};
use crate::db::schema::quoted;
use crate::db::{self, Queries, message};
use crate::error::Error;

/// The schema that the applied migrations make, as far as it can be known.
pub(super) struct Replayed {
    /// The schema.
    pub(super) connection: Connection,
    /// The objects whose definition is not known.
    not_known: Vec<NotKnown>,
    /// The applied migrations whose file is missing, so that their objects are not known.
    without_file: Vec<NotKnown>,
}

/// Something that the migrations made and that cannot be compared with the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotKnown {
    /// Its name.
    pub name: String,
    /// Why not, with the place in its file.
    pub why: String,
}

impl std::fmt::Display for NotKnown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.name, self.why)
    }
}

/// Runs the definitions of the migrations of a history, which stand in the order in which they were applied.
pub(super) fn replay(set: &Set, applied: &[Entry]) -> Result<Replayed, Error> {
    let mut connection = db::open_in_memory()?;
    // Plain refinery takes a text in double quotes, so a definition that it applied may have one.
    db::switch(&connection, DbConfig::SQLITE_DBCONFIG_DQS_DDL, true)?;
    db::switch(&connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, true)?;
    let sandbox = Sandbox::install(&mut connection)?;
    super::history::create(&connection)?;
    let mut replayed = Replayed {
        connection,
        not_known: Vec::new(),
        without_file: Vec::new(),
    };
    for entry in applied {
        let file = set
            .files
            .iter()
            .find(|file| i64::from(file.version()) == entry.version);
        match file {
            Some(file) => replayed.run(&sandbox, file)?,
            None => replayed.without_file.push(NotKnown {
                name: format!("what {} made", entry.label()),
                why: "its file is not there".to_owned(),
            }),
        }
    }
    Ok(replayed)
}

impl Replayed {
    /// The reason why the object of this name is not known; `None` if it is known.
    pub(super) fn not_known(&self, name: &str) -> Option<&NotKnown> {
        let of_name = |one: &&NotKnown| one.name.eq_ignore_ascii_case(name);
        self.not_known.iter().find(of_name)
    }

    /// The migrations whose file is missing. An object that no other migration makes may come from one of them.
    pub(super) fn without_file(&self) -> &[NotKnown] {
        &self.without_file
    }

    fn run(&mut self, sandbox: &Sandbox, file: &File) -> Result<(), Error> {
        for (at, text) in sql::each_statement(&file.sql) {
            let Some(defining) = Defining::of(text) else {
                continue;
            };
            let ran = sandbox.within(|| self.run_definition(text, &defining));
            let why = match (ran, sandbox.take_denied()) {
                (Ok(()), _) => continue,
                (Err(_), Some(denied)) => denied.why.message,
                (Err(error), None) => message(&error),
            };
            let first = sql::each_token(text).next().map_or(0, |token| token.at);
            let (line, column) = place(&file.sql, at + first);
            self.forget(&defining, &format!("{}:{line}:{column}: {why}", file.path));
        }
        self.end_file()
    }

    fn run_definition(&self, text: &str, defining: &Defining) -> rusqlite::Result<()> {
        let Defining::Create {
            name,
            temporary,
            from_query: true,
        } = defining
        else {
            return self.connection.execute_batch(text);
        };
        match table_of_query(&self.connection, text, name)? {
            Some(table) if *temporary => {
                self.connection
                    .execute_batch(&table.replacen("CREATE", "CREATE TEMP", 1))
            }
            Some(table) => self.connection.execute_batch(&table),
            // The table is there already, and the statement says that this is no error.
            None => Ok(()),
        }
    }

    /// Notes the objects that are not known because this definition could not be run.
    fn forget(&mut self, defining: &Defining, why: &str) {
        let names = match defining {
            Defining::Create {
                temporary: true, ..
            }
            | Defining::LegacyAlterTable => return,
            Defining::Create { name, .. } => vec![name],
            Defining::Alter { table, to } => std::iter::once(table).chain(to).collect(),
            Defining::Drop { name } => {
                self.not_known
                    .retain(|known| !known.name.eq_ignore_ascii_case(name));
                return;
            }
        };
        for name in names {
            if self.not_known(name).is_none() {
                self.not_known.push(NotKnown {
                    name: name.clone(),
                    why: why.to_owned(),
                });
            }
        }
    }

    /// Undoes what holds only within a file.
    fn end_file(&self) -> Result<(), Error> {
        let connection = &self.connection;
        db::switch(
            connection,
            DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE,
            false,
        )?;
        let temporary: Vec<(String, String)> = connection.rows(
            "look for temporary objects",
            "SELECT type, name FROM sqlite_temp_schema WHERE type IN ('table', 'view')",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (kind, name) in temporary {
            // The inner tables of a virtual one go with it.
            let _ =
                connection.execute_batch(&format!("DROP {kind} IF EXISTS temp.{}", quoted(&name)));
        }
        Ok(())
    }
}

/// The definition that SQLite would store for a `CREATE TABLE … AS`, found without running the query: it is a
/// constant in the program that SQLite compiles from the statement, which `EXPLAIN` lists. `None` if there would be
/// no new table.
fn table_of_query(
    connection: &Connection,
    statement: &str,
    name: &str,
) -> rusqlite::Result<Option<String>> {
    let mut explained = connection.prepare(&format!("EXPLAIN {statement}"))?;
    let mut rows = explained.query([])?;
    let mut found = None;
    while let Some(row) = rows.next()? {
        // Some of the constants are not texts.
        let Ok(Some(constant)) = row.get::<_, Option<String>>("p4") else {
            continue;
        };
        let makes = Defining::of(&constant);
        if matches!(makes, Some(Defining::Create { name: made, .. }) if made == name) {
            found = Some(constant);
        }
    }
    Ok(found)
}
