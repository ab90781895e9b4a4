//! The only way to a database: opens files, runs queries, copies and replaces whole databases.
//!
//! It knows SQLite and nothing of this dataset. Whose file a database is, and of which version, is for `migrate`.

mod byte_copy;
pub mod copy;
pub mod damage;
pub mod dangling;
mod exclusive;
pub mod full_text;
mod length;
mod lock;
mod odd_files;
mod orphans;
pub mod replace;
mod rows;
pub mod schema;
pub(crate) mod stand_ins;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

pub use odd_files::{refuse as refuse_odd_file, refuse_with_remedy as refuse_odd_file_with_remedy};
pub use orphans::set_aside as set_orphans_aside;
pub use rows::{Queries, text_of};
pub(crate) use rows::{message, name};

use crate::error::Error;
use crate::files::draft::Draft;
use crate::files::patience;
use crate::files::with_suffix;

/// The remedy for a file that is no database of ours.
pub(crate) const ANOTHER_FILE: &str = "name another file with `--db`";

/// Opens an existing database for reading and writing.
pub fn open(path: &Path, wait: Duration) -> Result<Connection, Error> {
    refuse_odd_file(path)?;
    open_with(path, wait, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// Opens a draft of a database, which no other program uses. It has no journal on the disk and is not forced to the
/// disk, since a draft that is lost can be made again; it must be written to the disk before it is renamed.
pub fn open_draft(draft: &Draft) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let connection = open_with(draft.path(), Duration::ZERO, flags)?;
    connection.run_all(
        "set up the draft",
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF",
    )?;
    Ok(connection)
}

/// Closes a connection. Fails if something that it still had to write could not be written.
pub fn close(connection: Connection) -> Result<(), Error> {
    connection
        .close()
        .map_err(|(_, error)| Error::sql("close the database")(error))
}

/// Opens a file for reading only, whatever it contains, also on media that cannot be written to.
pub fn open_read_only(path: &Path, wait: Duration) -> Result<Connection, Error> {
    refuse_odd_file(path)?;
    if !path.exists() {
        return Err(no_database_at(path));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = open_with(path, wait, flags)?;
    let Err(error) = read_something(&connection) else {
        return Ok(connection);
    };
    let code = error.sqlite_error_code();
    let has_journal = with_suffix(path, "-journal").exists();
    if code == Some(ErrorCode::ReadOnly) && has_journal {
        return open_after_recovery(path, wait);
    }
    let cannot_write = code == Some(ErrorCode::CannotOpen) || code == Some(ErrorCode::ReadOnly);
    if cannot_write && !has_journal && !with_suffix(path, "-wal").exists() {
        // To read a database in WAL mode, SQLite makes files beside it, which is not possible in this folder. Nobody
        // else can write there either, so SQLite may be told that the file does not change.
        return open_with(
            &immutable_uri(path),
            wait,
            flags | OpenFlags::SQLITE_OPEN_URI,
        );
    }
    Err(unreadable(error, path))
}

/// Opens a backup of the program's own, which nobody changes. SQLite then makes no files beside it, as it does to read
/// any other database in WAL mode.
pub(crate) fn open_backup(path: &Path, wait: Duration) -> Result<Connection, Error> {
    let mut sides = ["-wal", "-journal"].iter();
    if sides.any(|side| with_suffix(path, side).exists()) {
        return open_read_only(path, wait);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = open_with(&immutable_uri(path), wait, flags)?;
    read_something(&connection).map_err(|error| unreadable(error, path))?;
    Ok(connection)
}

/// The error for a file that could not be read.
pub(crate) fn unreadable(error: rusqlite::Error, path: &Path) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
        return Error::database(
            format!("{} is not an SQLite database", path.display()),
            ANOTHER_FILE,
        );
    }
    Error::sql(format!("read {}", path.display()))(error)
}

/// Opens a file beside which a killed program left its journal. The file is first opened for writing, which undoes
/// the interrupted change; only then can it be read.
fn open_after_recovery(path: &Path, wait: Duration) -> Result<Connection, Error> {
    let recovered = open_with(path, wait, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .is_ok_and(|connection| read_something(&connection).is_ok());
    if recovered {
        return open_with(path, wait, OpenFlags::SQLITE_OPEN_READ_ONLY);
    }
    Err(Error::database(
        format!(
            "a program that was writing to {} was stopped half-way",
            path.display()
        ),
        "run `sco migrate status` once in a place where the file can be written, which restores the old state",
    ))
}

/// Runs a query, since SQLite opens a file lazily and only a query shows whether the file can be read.
fn read_something(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

/// The path as a URI for SQLite, with `immutable=1`; every byte that is not plain is percent-encoded.
fn immutable_uri(path: &Path) -> PathBuf {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            address.push(char::from(*byte));
        } else {
            let _ = write!(address, "%{byte:02x}");
        }
    }
    address.push_str("?immutable=1");
    PathBuf::from(address)
}

/// The error for a path without a file.
pub fn no_database_at(path: &Path) -> Error {
    Error::database(
        format!("there is no database at {}", path.display()),
        "make it with `sco build`, or name another with `--db`",
    )
}

fn open_with(path: &Path, wait: Duration, flags: OpenFlags) -> Result<Connection, Error> {
    let doing = || Error::sql(format!("open {}", path.display()));
    let is_uri = flags.contains(OpenFlags::SQLITE_OPEN_URI);
    // SQLite takes a name that begins with `file:` for a URI, whether it is told so or not.
    let path = match path.to_str() {
        Some(name) if !is_uri && name.starts_with("file:") => &Path::new(".").join(name),
        _ => path,
    };
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(doing())?;
    let mut since = Instant::now();
    // SQLite's own wait hears nothing until it is over.
    let busy = move |tries| {
        if tries == 0 {
            since = Instant::now();
        }
        patience::pause(since, wait, tries)
    };
    connection.busy_handler(Some(busy)).map_err(doing())?;
    harden(&connection)?;
    Ok(connection)
}

/// Opens an empty database in memory, with the same settings as a file.
pub(crate) fn open_in_memory() -> Result<Connection, Error> {
    let connection =
        Connection::open_in_memory().map_err(Error::sql("open a database in memory"))?;
    harden(&connection)?;
    set_foreign_keys(&connection, false)?;
    Ok(connection)
}

/// Opens a temporary database of the program's own, which spills to disk and is deleted when it is closed. It need
/// not survive a crash, so it has no journal.
pub(crate) fn private() -> rusqlite::Result<Connection> {
    let connection = Connection::open("")?;
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")?;
    Ok(connection)
}

fn harden(connection: &Connection) -> Result<(), Error> {
    // Without this, SQLite takes a misspelt column in double quotes for a text.
    switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    switch(connection, DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    switch(connection, DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
}

/// Turns foreign keys on or off; SQLite ignores this inside a transaction.
pub fn set_foreign_keys(connection: &Connection, on: bool) -> Result<(), Error> {
    switch(connection, DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, on)
}

/// Turns the `CHECK` constraints on or off for a connection.
pub fn set_checks(connection: &Connection, on: bool) -> Result<(), Error> {
    connection
        .pragma_update(None, "ignore_check_constraints", !on)
        .map_err(Error::sql("set up the connection"))
}

/// Turns a setting of a connection on or off.
pub(crate) fn switch(connection: &Connection, setting: DbConfig, on: bool) -> Result<(), Error> {
    connection
        .set_db_config(setting, on)
        .map(|_| ())
        .map_err(Error::sql("set up the connection"))
}
