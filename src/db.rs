//! The one door to a database: opens it, says whether it is ours, and brings its schema up to date.

pub mod backup;
pub mod compare;
pub mod drift;
pub mod expect;
pub mod guard;
pub mod history;
pub mod lint;
pub mod migrate;
pub mod own;
mod promises;
mod question;
pub mod rehearse;
pub mod sandbox;
pub mod scaffold;
pub mod set;
pub mod sql;
pub mod status;
pub mod up;
mod values;

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::Error;
use set::Set;

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
    let connection = open_to_look(path, wait)?;
    if state(&connection, path)? == State::Fresh {
        return Err(Error::Database(format!(
            "{} is empty; fill it with `sco build`",
            path.display()
        )));
    }
    Ok(connection)
}

/// Opens whatever is there for reading alone, also on media that cannot be written.
pub fn open_to_look(path: &Path, wait: Duration) -> Result<Connection, Error> {
    const QUESTION: &str = "SELECT count(*) FROM sqlite_schema";
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = open_with(path, wait, flags)?;
    let read = connection.query_row(QUESTION, [], |_| Ok(()));
    let Err(error) = read else {
        return Ok(connection);
    };
    let code = error.sqlite_error_code();
    let left = |ending: &str| Path::new(&format!("{}{ending}", path.display())).exists();
    if code == Some(ErrorCode::ReadOnly) && left("-journal") {
        // A writer was stopped half-way. Whoever may write puts back what it had begun.
        let put_back = open_with(path, wait, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .is_ok_and(|connection| connection.query_row(QUESTION, [], |_| Ok(())).is_ok());
        if put_back {
            return open_with(path, wait, flags);
        }
        return Err(Error::Database(format!(
            "a program that wrote to {} was stopped half-way; open it once where it can be written, for example with `sco migrate status`, and it is as it was before",
            path.display()
        )));
    }
    let no_writing = code == Some(ErrorCode::CannotOpen) || code == Some(ErrorCode::ReadOnly);
    if no_writing && !left("-wal") && !left("-journal") {
        // A database in WAL mode wants to make files beside it, and cannot; nobody else can write either.
        let name = path
            .display()
            .to_string()
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        let uri = format!("file:{name}?immutable=1");
        return open_with(Path::new(&uri), wait, flags | OpenFlags::SQLITE_OPEN_URI);
    }
    Err(Error::sql(format!("read {}", path.display()))(error))
}

fn open_with(path: &Path, wait: Duration, flags: OpenFlags) -> Result<Connection, Error> {
    let connection = open_raw(path, wait, flags)?;
    harden(&connection)?;
    Ok(connection)
}

/// Opens a file with flags, and nothing else.
fn open_raw(path: &Path, wait: Duration, flags: OpenFlags) -> Result<Connection, Error> {
    let failed = || Error::sql(format!("open {}", path.display()));
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed())?;
    connection.busy_timeout(wait).map_err(failed())?;
    Ok(connection)
}

/// Opens an empty database in memory, under the same rules as a file.
pub(crate) fn open_in_memory() -> Result<Connection, Error> {
    let connection =
        Connection::open_in_memory().map_err(Error::sql("open a database in memory"))?;
    harden(&connection)?;
    set_foreign_keys(&connection, false)?;
    Ok(connection)
}

fn harden(connection: &Connection) -> Result<(), Error> {
    let failed = || Error::sql("set the database up");
    // A typo in double quotes is an error here, never a text.
    for quirk in [
        DbConfig::SQLITE_DBCONFIG_DQS_DDL,
        DbConfig::SQLITE_DBCONFIG_DQS_DML,
    ] {
        connection.set_db_config(quirk, false).map_err(failed())?;
    }
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map(|_| ())
        .map_err(failed())
}

/// Says what a file is to this program, and refuses one that is not ours or is newer.
pub fn state(connection: &Connection, path: &Path) -> Result<State, Error> {
    state_in(connection, path, &Set::embedded())
}

/// Says what a file is to a set of migrations, and refuses one that is not ours, whatever its version.
pub(crate) fn state_of_any_version(
    connection: &Connection,
    path: &Path,
    set: &Set,
) -> Result<State, Error> {
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
    if application != i64::from(APPLICATION_ID) && !made_by_refinery(connection, set)? {
        return Err(Error::Database(format!(
            "{} is a database, but not one of sco-facts; nothing was changed; name another file with `--db`",
            path.display()
        )));
    }
    Ok(State::Ours)
}

/// Says what a file is to a set of migrations.
pub(crate) fn state_in(connection: &Connection, path: &Path, set: &Set) -> Result<State, Error> {
    if state_of_any_version(connection, path, set)? == State::Fresh {
        return Ok(State::Fresh);
    }
    let version: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(Error::sql(format!("read {}", path.display())))?;
    let known = i64::from(set.newest());
    if version > known {
        return Err(Error::Database(format!(
            "{} was made by a newer version of sco (schema {version}; this program knows {known}); nothing was changed; update the program",
            path.display()
        )));
    }
    Ok(State::Ours)
}

/// Whether refinery itself made the file from these migrations: then it has their history, but no mark.
fn made_by_refinery(connection: &Connection, set: &Set) -> Result<bool, Error> {
    let seen = history::read(connection)?;
    let ours = |entry: &history::Entry| set.files.iter().any(|file| entry.is(file));
    Ok(seen.first().is_some_and(ours))
}

/// Writes the marks by which [`state`] knows the file, inside the caller's transaction.
pub fn stamp(connection: &Connection, version: i32) -> Result<(), Error> {
    let sql = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}");
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
    let set = Set::embedded();
    let extra = own::extra(connection, &migrate::replay(&set, set.newest())?)?;
    Ok(extra
        .iter()
        .map(|object| format!("{} {}", object.kind, object.name))
        .collect())
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
