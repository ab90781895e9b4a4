//! What a view or trigger of the user's names, where SQLite cannot compile it since it reads a table function that only
//! the user's program has, such as `generate_series` of the `sqlite3` program. Every word counts as a name.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::db::message;
use crate::db::schema::{self, Object, ObjectKind, of_main};
use crate::error::Error;
use crate::migrate::firing::firing_statements;
use crate::migrate::moved::{Moved, moved};
use crate::migrate::other_bytes::names_other_bytes;
use crate::migrate::sql::{Token, tokens};

/// The tables that an object names, each with those of its columns that it names.
#[derive(Debug)]
pub(super) struct Words(Vec<(String, Vec<String>)>);

impl Words {
    /// The names in an object; `None` if it is not such a one.
    pub(super) fn of(connection: &Connection, object: &Object) -> Result<Option<Self>, Error> {
        let tokens = tokens(&object.sql);
        // SQLite is not asked about names that are no texts.
        if names_other_bytes(object) || !lacks_table_function(connection, object, &tokens)? {
            return Ok(None);
        }
        let words: BTreeSet<String> = tokens
            .iter()
            .map(|token| token.name().to_ascii_lowercase())
            .collect();
        let mut tables = schema::tables(connection)?;
        tables.retain(|table| words.contains(&table.to_ascii_lowercase()));
        let mut named = Vec::new();
        for table in tables {
            let mut columns = schema::columns(connection, &table)?;
            columns.retain(|column| words.contains(&column.to_ascii_lowercase()));
            named.push((table, columns));
        }
        Ok(Some(Self(named)))
    }

    /// What is gone or has another name now; `None` if nothing.
    pub(super) fn other(&self, moves: &[Moved]) -> Option<String> {
        self.0.iter().find_map(|(table, columns)| {
            let now = moved(moves, table)?;
            let Some(after) = &now.after else {
                return Some(format!("table {table} would be gone"));
            };
            if !after.eq_ignore_ascii_case(table) {
                return Some(format!("table {table} would be called {after}"));
            }
            columns.iter().find_map(|column| match now.column(column) {
                None => Some(format!("column {table}.{column} would be gone")),
                Some(now) if now.eq_ignore_ascii_case(column) => None,
                Some(now) => Some(format!("column {table}.{column} would be called {now}")),
            })
        })
    }
}

/// True if SQLite lacks a table that has arguments.
fn lacks_table_function(
    connection: &Connection,
    object: &Object,
    tokens: &[Token<'_>],
) -> Result<bool, Error> {
    let statements = match object.kind {
        ObjectKind::View => vec![format!("SELECT * FROM {}", of_main(&object.name))],
        _ => firing_statements(connection, &object.table)?,
    };
    let faults = statements
        .iter()
        .filter_map(|sql| connection.prepare(sql).err());
    let mut lacking = faults.filter_map(|fault| {
        let said = message(&fault);
        let name = said.strip_prefix("no such table: ")?;
        Some(name.strip_prefix("main.").unwrap_or(name).to_owned())
    });
    Ok(lacking.any(|name| {
        tokens
            .windows(2)
            .any(|pair| pair[0].name().eq_ignore_ascii_case(&name) && pair[1].is_mark("("))
    }))
}
