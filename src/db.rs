//! The one door to a database: opens it, says whether it is ours, and brings its schema up to date.

pub mod migrate;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::Error;

/// Marks a file as a database of this program: the bytes `SCOF` in the header.
pub const APPLICATION_ID: i32 = 0x5343_4F46;

/// How long to wait for another program that holds the database, unless told otherwise.
pub const DEFAULT_WAIT: Duration = Duration::from_secs(5);

/// What a file is to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There is nothing in it.
    Fresh,
    /// It is a database of ours, not newer than this program.
    Ours,
}

/// Opens a database for reading and writing; makes the file where there is none.
pub fn open(path: &Path, wait: Duration) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    open_with(path, wait, flags)
}

/// Opens a database for reading alone. A missing or empty file is an error.
pub fn open_to_read(path: &Path, wait: Duration) -> Result<Connection, Error> {
    if !path.is_file() {
        return Err(Error::Database(format!(
            "there is no database at {}; make it with `sco build`, or name another with `--db`",
            path.display()
        )));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open_with(path, wait, flags)?;
    if state(&connection, path)? == State::Fresh {
        return Err(Error::Database(format!(
            "{} is empty; fill it with `sco build`",
            path.display()
        )));
    }
    Ok(connection)
}

fn open_with(path: &Path, wait: Duration, flags: OpenFlags) -> Result<Connection, Error> {
    let failed = || Error::sql(format!("open {}", path.display()));
    let connection = Connection::open_with_flags(path, flags).map_err(failed())?;
    connection.busy_timeout(wait).map_err(failed())?;
    // A typo in double quotes is an error here, never a text.
    for quirk in [
        DbConfig::SQLITE_DBCONFIG_DQS_DDL,
        DbConfig::SQLITE_DBCONFIG_DQS_DML,
    ] {
        connection.set_db_config(quirk, false).map_err(failed())?;
    }
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map_err(failed())?;
    Ok(connection)
}

/// Says what a file is to this program, and refuses one that is not ours or is newer.
pub fn state(connection: &Connection, path: &Path) -> Result<State, Error> {
    let failed = || Error::sql(format!("read {}", path.display()));
    let read = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(failed())
    };
    let application = read("PRAGMA application_id")?;
    let objects = read("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && objects == 0 {
        return Ok(State::Fresh);
    }
    if application != i64::from(APPLICATION_ID) {
        return Err(Error::Database(format!(
            "{} is a database, but not one of sco-facts; nothing was changed; name another file with `--db`",
            path.display()
        )));
    }
    let version = read("PRAGMA user_version")?;
    let known = i64::from(migrate::newest());
    if version > known {
        return Err(Error::Database(format!(
            "{} was made by a newer version of sco (schema {version}; this program knows {known}); nothing was changed; update the program",
            path.display()
        )));
    }
    Ok(State::Ours)
}

/// Writes the marks by which [`state`] knows the file, inside the caller's transaction.
pub fn stamp(connection: &Connection) -> Result<(), Error> {
    let sql = format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
        migrate::newest()
    );
    connection
        .execute_batch(&sql)
        .map_err(Error::sql("mark the database as ours"))
}

/// Turns foreign keys on or off; SQLite ignores this inside a transaction.
pub fn set_foreign_keys(connection: &Connection, on: bool) -> Result<(), Error> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, on)
        .map(|_| ())
        .map_err(Error::sql("switch foreign keys"))
}

/// Tables, views, indexes and triggers that no migration made: the user's own.
pub fn extra_objects(connection: &Connection) -> Result<Vec<String>, Error> {
    let replay = Connection::open_in_memory().map_err(Error::sql("open a database in memory"))?;
    replay
        .execute_batch("BEGIN")
        .map_err(Error::sql("begin in memory"))?;
    migrate::apply(&replay, &migrate::migrations(), crate::RELEASED)?;
    let made = objects(&replay)?;
    Ok(objects(connection)?
        .into_iter()
        .filter(|object| !made.contains(object))
        .collect())
}

/// Kind and name of every object of a schema but SQLite's own.
fn objects(connection: &Connection) -> Result<Vec<String>, Error> {
    let failed = || Error::sql("read the schema");
    let mut statement = connection
        .prepare("SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1")
        .map_err(failed())?;
    statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// Refuses a database in which a row names a row that is not there.
pub fn refuse_dangling_references(connection: &Connection) -> Result<(), Error> {
    let failed = || Error::sql("check the foreign keys");
    let mut statement = connection
        .prepare(
            "SELECT violation.\"table\", violation.parent, count(*) FROM pragma_foreign_key_check AS violation
             GROUP BY violation.\"table\", violation.parent ORDER BY 1, 2",
        )
        .map_err(failed())?;
    let found: Vec<String> = statement
        .query_map([], |row| {
            let (child, parent, rows): (String, String, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!(
                "{rows} of {child} name rows of {parent} that are not there"
            ))
        })
        .and_then(Iterator::collect)
        .map_err(failed())?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Error::Database(format!(
        "rows would be left dangling: {}; nothing was changed",
        found.join("; ")
    )))
}
