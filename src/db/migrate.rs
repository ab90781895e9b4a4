//! Applies the migrations: history read, migrations, history rows and checks in one transaction.
//!
//! refinery makes the migrations, their checksums and the shape of the history table; the loop is ours,
//! since refinery's own reads the history in another transaction than the one it writes in, so that two
//! programs at once may apply a migration twice.

use std::collections::BTreeMap;

use refinery::Migration;
use rusqlite::Connection;

use crate::error::Error;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The history table, exactly as refinery makes it.
const HISTORY: &str = "CREATE TABLE IF NOT EXISTS refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));";

/// The migrations of this program, in order.
pub fn migrations() -> Vec<Migration> {
    let mut migrations = embedded::migrations::runner().get_migrations().clone();
    migrations.sort_by_key(Migration::version);
    migrations
}

/// The number of the newest migration of this program.
pub fn newest() -> i32 {
    migrations().last().map_or(0, Migration::version)
}

/// The migrations that a database has not seen; an error where its history is not a beginning of ours.
pub fn pending(connection: &Connection) -> Result<Vec<Migration>, Error> {
    let mut history = history(connection)?;
    let mut pending = Vec::new();
    for migration in migrations() {
        match history.remove(&migration.version()) {
            Some((name, checksum)) => refuse_divergence(&migration, &name, &checksum)?,
            None => pending.push(migration),
        }
    }
    if let Some((version, (name, _))) = history.into_iter().next() {
        return Err(Error::Database(format!(
            "the database has seen migration V{version}__{name}, which this program does not know; nothing was changed; update the program"
        )));
    }
    Ok(pending)
}

fn refuse_divergence(migration: &Migration, name: &str, checksum: &str) -> Result<(), Error> {
    if migration.name() == name && migration.checksum().to_string() == checksum {
        return Ok(());
    }
    Err(Error::Database(format!(
        "migration {migration} is not the one that the database has seen (V{}__{name}, checksum {checksum}); nothing was changed; use the program that made the database, or build a new one",
        migration.version()
    )))
}

/// Name and checksum of each migration that a database has seen, by version.
fn history(connection: &Connection) -> Result<BTreeMap<i32, (String, String)>, Error> {
    let failed = || Error::sql("read the history of migrations");
    let known: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'refinery_schema_history'",
            [],
            |row| row.get(0),
        )
        .map_err(failed())?;
    if known == 0 {
        return Ok(BTreeMap::new());
    }
    let mut statement = connection
        .prepare("SELECT version, coalesce(name, ''), coalesce(checksum, '') FROM refinery_schema_history")
        .map_err(failed())?;
    statement
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// Applies migrations inside the caller's transaction, with foreign keys off, and records each with the
/// stamp (RFC 3339) in the history.
pub fn apply(connection: &Connection, pending: &[Migration], stamp: &str) -> Result<(), Error> {
    connection
        .execute_batch(HISTORY)
        .map_err(Error::sql("make the history of migrations"))?;
    let before = row_counts(connection)?;
    for migration in pending {
        apply_one(connection, migration, stamp)?;
    }
    refuse_lost_rows(&before, &row_counts(connection)?)
}

fn apply_one(connection: &Connection, migration: &Migration, stamp: &str) -> Result<(), Error> {
    let failed = || Error::sql(format!("apply migration {migration}"));
    connection
        .execute_batch(migration.sql().unwrap_or_default())
        .map_err(failed())?;
    if connection.is_autocommit() {
        return Err(Error::Database(format!(
            "migration {migration} ended the transaction that it runs in; remove its COMMIT or ROLLBACK"
        )));
    }
    connection
        .execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (?1, ?2, ?3, ?4)",
            (migration.version(), migration.name(), stamp, migration.checksum().to_string()),
        )
        .map(|_| ())
        .map_err(failed())
}

fn row_counts(connection: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    let failed = || Error::sql("count the rows");
    let mut statement = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )
        .map_err(failed())?;
    let names: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(failed())?;
    let mut counts = BTreeMap::new();
    for name in names {
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        let rows = connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(failed())?;
        counts.insert(name, rows);
    }
    Ok(counts)
}

fn refuse_lost_rows(
    before: &BTreeMap<String, i64>,
    after: &BTreeMap<String, i64>,
) -> Result<(), Error> {
    let lost: Vec<String> = before
        .iter()
        .filter(|(name, rows)| after.get(*name).is_none_or(|now| now < *rows))
        .map(|(name, rows)| {
            format!(
                "{name} ({rows} rows before, {} after)",
                after.get(name).unwrap_or(&0)
            )
        })
        .collect();
    if lost.is_empty() {
        return Ok(());
    }
    Err(Error::Database(format!(
        "the migrations would lose rows of {}; nothing was changed",
        lost.join(", ")
    )))
}
