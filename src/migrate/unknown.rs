//! Objects of a database that no migration has made, found by name and by definition. No sort of object is left out.

use rusqlite::Connection;

use super::history;
use super::replay::replay;
use super::set::Set;
use super::sql;
use crate::db::schema::HISTORY;
use crate::db::{Queries, name};
use crate::error::Error;

/// An object in the schema, which may be an inner table of a virtual table: a user may have given a table of their
/// own the name of one.
struct Listed {
    kind: String,
    name: String,
    sql: String,
    is_inner: bool,
}

/// The objects of a database that its migrations do not make, or make with another definition, as `view my_view`.
pub fn objects(connection: &Connection, set: &Set) -> Result<Vec<String>, Error> {
    let replayed = replay(set, &history::in_order_of_application(connection)?)?;
    let made = listed(&replayed.connection)?;
    let mut unknown = Vec::new();
    for object in listed(connection)? {
        let known = made
            .iter()
            .find(|known| known.kind == object.kind && known.name == object.name);
        match known {
            None => unknown.push(format!("{} {}", object.kind, object.name)),
            // SQLite itself has made the inner tables of a virtual table, and their text depends on its version.
            Some(known) if object.is_inner || sql::same_text(&known.sql, &object.sql) => {}
            Some(_) => unknown.push(format!(
                "{} {}, which was changed",
                object.kind, object.name
            )),
        }
    }
    Ok(unknown)
}

fn listed(connection: &Connection) -> Result<Vec<Listed>, Error> {
    connection.rows(
        "read the schema",
        "SELECT type, name, sql, name IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
         FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (type, name) <> ('table', ?1)
         ORDER BY rowid",
        [HISTORY],
        |row| {
            Ok(Listed {
                kind: row.get(0)?,
                name: name(row, 1)?,
                sql: name(row, 2)?,
                is_inner: row.get(3)?,
            })
        },
    )
}
