//! The one door to a database: opens files, asks questions, copies whole databases.
//!
//! It knows SQLite and nothing of this dataset: whose file it is and which version it has, `migrate` says.

mod byte_copy;
pub mod copy;
pub mod dangling;
mod lock;
mod odd_files;
mod orphans;
pub mod replace;
mod rows;
pub mod schema;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

pub use odd_files::refuse as refuse_odd_file;
pub use orphans::set_aside as set_orphans_aside;
pub(crate) use rows::message;
pub use rows::{Queries, text_of};

use crate::error::Error;
use crate::files::draft::Draft;
use crate::files::with_suffix;

/// Opens a database that is there for reading and writing.
pub fn open(path: &Path, wait: Duration) -> Result<Connection, Error> {
    refuse_odd_file(path)?;
    open_with(path, wait, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// Opens a draft of a database, which nobody else knows of. Until it is put in its place it is not worth a
/// journal on the disk; whoever puts it there writes it to the disk first.
pub fn open_draft(draft: &Draft) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let connection = open_with(draft.path(), Duration::ZERO, flags)?;
    connection.run_all(
        "set up the draft",
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF",
    )?;
    Ok(connection)
}

/// Closes a connection; what it still has to write is written, or the error says why not.
pub fn close(connection: Connection) -> Result<(), Error> {
    connection
        .close()
        .map_err(|(_, error)| Error::sql("close the database")(error))
}

/// Opens a file for reading alone, whatever it holds, also on media that cannot be written.
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
        // A database in WAL mode needs files beside it, which cannot be made in this folder. Since nobody
        // else can write there either, the file can be taken as one that does not change.
        return open_with(
            &immutable_uri(path),
            wait,
            flags | OpenFlags::SQLITE_OPEN_URI,
        );
    }
    Err(Error::sql(format!("read {}", path.display()))(error))
}

/// A writer was stopped half-way and left its journal. Opening the file once for writing undoes what that
/// writer had begun; only then can the file be read.
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

/// SQLite opens a file lazily: only a question shows whether it can be read.
fn read_something(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
}

/// The path as SQLite reads it in an address; every byte that is not plain is written as a number.
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

/// The error for a file that is not there.
pub fn no_database_at(path: &Path) -> Error {
    Error::database(
        format!("there is no database at {}", path.display()),
        "make it with `sco build`, or name another with `--db`",
    )
}

/// SQLite counts milliseconds in 32 bits.
const LONGEST_WAIT: Duration = Duration::from_millis(i32::MAX as u64);

fn open_with(path: &Path, wait: Duration, flags: OpenFlags) -> Result<Connection, Error> {
    let doing = || Error::sql(format!("open {}", path.display()));
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(doing())?;
    connection
        .busy_timeout(wait.min(LONGEST_WAIT))
        .map_err(doing())?;
    harden(&connection)?;
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

/// Opens a private database of the program's own, which spills to disk and is gone when the program ends.
/// Nothing of it has to survive, so it keeps no journal.
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

/// Turns a setting of a connection on or off.
pub(crate) fn switch(connection: &Connection, setting: DbConfig, on: bool) -> Result<(), Error> {
    connection
        .set_db_config(setting, on)
        .map(|_| ())
        .map_err(Error::sql("set up the connection"))
}
