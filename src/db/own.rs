//! What the user added to the database, and how it comes through a migration.

use rusqlite::Connection;

use super::sql::quoted;
use crate::error::Error;

/// An object of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// `table`, `index`, `view` or `trigger`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The table or view that it is on.
    pub table: String,
    /// Its text.
    pub sql: String,
}

/// Every object of a schema but SQLite's own, the history and the inner tables of virtual ones, in the
/// order of their making.
pub fn objects(connection: &Connection) -> Result<Vec<Object>, Error> {
    let failed = || Error::sql("read the schema");
    let mut statement = connection
        .prepare(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                 AND tbl_name <> 'refinery_schema_history'
                 AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
             ORDER BY rowid",
        )
        .map_err(failed())?;
    statement
        .query_map([], |row| {
            Ok(Object {
                kind: row.get(0)?,
                name: row.get(1)?,
                table: row.get(2)?,
                sql: row.get(3)?,
            })
        })
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// The objects that a replay of the migrations does not make.
pub fn extra(connection: &Connection, replay: &Connection) -> Result<Vec<Object>, Error> {
    let made = objects(replay)?;
    let is_ours = |object: &Object| {
        made.iter()
            .any(|ours| ours.kind == object.kind && ours.name == object.name)
    };
    Ok(objects(connection)?
        .into_iter()
        .filter(|object| !is_ours(object))
        .collect())
}

/// Takes the user's views and triggers away, so that no rename stumbles over them and none fires.
pub fn put_aside(connection: &Connection, extra: &[Object]) -> Result<(), Error> {
    for kind in ["trigger", "view"] {
        for object in extra.iter().filter(|object| object.kind == kind) {
            let sql = format!("DROP {kind} IF EXISTS {}", quoted(&object.name));
            connection
                .execute_batch(&sql)
                .map_err(Error::sql(format!("put your {kind} {} aside", object.name)))?;
        }
    }
    Ok(())
}

/// Makes again what was put aside, and the user's indexes that went with a rebuilt table.
pub fn put_back(connection: &Connection, extra: &[Object]) -> Result<(), Error> {
    for kind in ["view", "index", "trigger"] {
        let there = objects(connection)?;
        for object in extra.iter().filter(|object| object.kind == kind) {
            if !there
                .iter()
                .any(|now| now.name == object.name && now.kind == kind)
            {
                connection
                    .execute_batch(&object.sql)
                    .map_err(|error| leans(object, &message(&error)))?;
            }
        }
    }
    Ok(())
}

/// The views and triggers that do not work, with what SQLite says.
pub fn broken(connection: &Connection) -> Result<Vec<(Object, String)>, Error> {
    let mut found = Vec::new();
    for object in objects(connection)? {
        let tried = match object.kind.as_str() {
            "view" => vec![format!("SELECT * FROM {}", quoted(&object.name))],
            // To prepare a change of the table is to compile its triggers.
            "trigger" => changes_of(connection, &object.table)?,
            _ => continue,
        };
        let error = tried
            .iter()
            .find_map(|sql| connection.prepare(sql).err())
            .map(|error| message(&error));
        found.extend(error.map(|error| (object, error)));
    }
    Ok(found)
}

fn changes_of(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let name = quoted(table);
    let is_table = objects(connection)?
        .iter()
        .any(|object| object.kind == "table" && object.name == table);
    if !is_table {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare("SELECT name FROM pragma_table_info(?1)")
        .map_err(Error::sql("read the schema"))?;
    let sets: Vec<String> = statement
        .query_map([table], |row| row.get::<_, String>(0))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<String>>>)
        .map_err(Error::sql("read the schema"))?
        .iter()
        .map(|column| format!("{0} = {0}", quoted(column)))
        .collect();
    Ok(vec![
        format!("INSERT INTO {name} DEFAULT VALUES"),
        format!("UPDATE {name} SET {}", sets.join(", ")),
        format!("DELETE FROM {name}"),
    ])
}

/// Refuses views and triggers that worked before.
pub fn refuse_newly_broken(
    connection: &Connection,
    before: &[(Object, String)],
    extra: &[Object],
) -> Result<(), Error> {
    for (object, error) in broken(connection)? {
        let was = before
            .iter()
            .any(|(known, _)| known.kind == object.kind && known.name == object.name);
        if was {
            continue;
        }
        if extra.contains(&object) {
            return Err(leans(&object, &error));
        }
        return Err(Error::Migrations(format!(
            "{} {} would no longer work: {error}; make it anew in the migration",
            object.kind, object.name
        )));
    }
    Ok(())
}

fn leans(object: &Object, error: &str) -> Error {
    Error::Migrations(format!(
        "your {kind} {name} leans on what the migrations change: {error}; keep its text, `DROP {upper} {quoted}`, run again, and make it anew to suit; its text is: {sql}",
        kind = object.kind,
        name = object.name,
        upper = object.kind.to_uppercase(),
        quoted = quoted(&object.name),
        sql = object.sql
    ))
}

/// What SQLite says, without the statement.
pub fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}
