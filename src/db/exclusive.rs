//! Opens a database so that no other program can use it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::lock::held_by_another;
use super::{Queries, open_with};
use crate::error::Error;
use crate::stop::refuse_to_wait;

/// Fails for a file that is marked as read-only. The administrator could write to it all the same, but somebody has
/// marked it for a reason.
pub(super) fn refuse_read_only(file: &File, path: &Path) -> Result<(), Error> {
    let found = file.metadata().map_err(Error::file("read", path))?;
    if found.permissions().readonly() {
        Err(is_read_only(path))
    } else {
        Ok(())
    }
}

/// The error for a file that could not be opened for writing.
pub(super) fn cannot_open(path: &Path, error: io::Error) -> Error {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => is_read_only(path),
        _ => Error::file("open", path)(error),
    }
}

fn is_read_only(path: &Path) -> Error {
    Error::database(
        format!("{} is read-only; nothing was changed", path.display()),
        "make it writable, or name another with `--db`",
    )
}

/// Opens a database so that no other program can use it until it is closed. In WAL mode this fails as long as another
/// program has it open, even if that program is idle.
pub(super) fn open_exclusively(
    place: &Path,
    named: &Path,
    wait: Duration,
) -> Result<Connection, Error> {
    let connection = open_with(place, wait, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let locked = connection.run_all(
        "lock the database",
        "PRAGMA synchronous = EXTRA; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;
         SELECT count(*) FROM sqlite_schema; COMMIT",
    );
    match locked {
        Err(Error::Sql { source, .. })
            if source.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) =>
        {
            refuse_to_wait()?;
            Err(held_by_another(named))
        }
        other => other.map(|()| connection),
    }
}
