//! Views, triggers, indexes and tables that the user added to the database, and how they survive a
//! migration.
//!
//! A rename fails under any view on the table, and a trigger would fire on rows that a migration writes.
//! So the user's views and triggers are dropped first and recreated from their SQL before the commit.

use rusqlite::Connection;

use crate::db::Queries;
use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::error::Error;

/// The objects of a database that a replay of its migrations does not make.
pub fn find(connection: &Connection, replay: &Connection) -> Result<Vec<Object>, Error> {
    let made = schema::objects(replay)?;
    let mut objects = schema::objects(connection)?;
    objects.retain(|object| !made.iter().any(|ours| ours.is_same(object)));
    Ok(objects)
}

/// Drops the user's views and triggers.
pub(super) fn drop_views_and_triggers(
    connection: &Connection,
    users: &[Object],
) -> Result<(), Error> {
    for kind in [ObjectKind::Trigger, ObjectKind::View] {
        for object in users.iter().filter(|object| object.kind == kind) {
            connection.run_all(
                &format!("put your {object} aside"),
                &format!("DROP {kind} IF EXISTS {}", quoted(&object.name)),
            )?;
        }
    }
    Ok(())
}

/// Recreates what was dropped, and the user's indexes that went with a rebuilt table.
pub(super) fn recreate(connection: &Connection, users: &[Object]) -> Result<(), Error> {
    for kind in [ObjectKind::View, ObjectKind::Index, ObjectKind::Trigger] {
        let there = schema::objects(connection)?;
        for object in users.iter().filter(|object| object.kind == kind) {
            if !there.iter().any(|now| now.is_same(object)) {
                connection
                    .execute_batch(&object.sql)
                    .map_err(|error| no_longer_works(object, &message(&error)))?;
            }
        }
    }
    Ok(())
}

/// The views and triggers that do not work, with what SQLite says of each.
pub(super) fn broken(connection: &Connection) -> Result<Vec<(Object, String)>, Error> {
    let mut found = Vec::new();
    for object in schema::objects(connection)? {
        let statements = match object.kind {
            ObjectKind::View => vec![format!("SELECT * FROM {}", quoted(&object.name))],
            ObjectKind::Trigger => statements_that_fire(connection, &object.table)?,
            ObjectKind::Table | ObjectKind::Index => continue,
        };
        // Nothing is run: SQLite finds what is wrong when it compiles a statement.
        let error = statements
            .iter()
            .find_map(|sql| connection.prepare(sql).err());
        found.extend(error.map(|error| (object, message(&error))));
    }
    Ok(found)
}

/// Statements that make SQLite compile the triggers of a table; none for a view.
fn statements_that_fire(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    if !schema::tables(connection)?.iter().any(|name| name == table) {
        return Ok(Vec::new());
    }
    let sets: Vec<String> = connection
        .column::<String>(
            "read the schema",
            "SELECT name FROM pragma_table_info(?1)",
            [table],
        )?
        .iter()
        .map(|column| format!("{0} = {0}", quoted(column)))
        .collect();
    let name = quoted(table);
    Ok(vec![
        format!("INSERT INTO {name} DEFAULT VALUES"),
        format!("UPDATE {name} SET {}", sets.join(", ")),
        format!("DELETE FROM {name}"),
    ])
}

/// Refuses views and triggers that do not work now and did before.
pub(super) fn refuse_newly_broken(
    connection: &Connection,
    before: &[(Object, String)],
    users: &[Object],
) -> Result<(), Error> {
    for (object, error) in broken(connection)? {
        if before.iter().any(|(known, _)| known.is_same(&object)) {
            continue;
        }
        if users.contains(&object) {
            return Err(no_longer_works(&object, &error));
        }
        return Err(Error::migrations(
            format!("{object} would no longer work: {error}"),
            "recreate it in the migration",
        ));
    }
    Ok(())
}

fn no_longer_works(object: &Object, error: &str) -> Error {
    Error::migrations(
        format!("your {object} uses what the migrations change: {error}"),
        format!(
            "keep its text, `DROP {kind} {name}`, run again, then recreate it; its text is: {sql}",
            kind = object.kind.word().to_uppercase(),
            name = quoted(&object.name),
            sql = object.sql
        ),
    )
}

/// The message of SQLite, without the statement.
pub(super) fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}
