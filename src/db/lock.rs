//! A lock on a whole file that every program with SQLite respects, also on a file that SQLite cannot read.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::error::Error;
use crate::files::patience;

/// Locks a whole file, whatever it contains, against every program that uses it through SQLite. Waits for a program
/// that holds it, and fails after that time.
pub(super) fn lock_file(file: &File, path: &Path, wait: Duration) -> Result<(), Error> {
    let locked = patience::until(wait, || try_lock(file).map_err(Error::file("lock", path)))?;
    locked.ok_or_else(|| held_by_another(path))
}

/// The error for a database that another program holds.
pub(super) fn held_by_another(path: &Path) -> Error {
    Error::database(
        format!(
            "another program holds the database {}; nothing was changed",
            path.display()
        ),
        "close it, or wait longer with `--wait SECONDS`",
    )
}

/// Tries to lock the file; `None` if another program has a lock on any part of it.
///
/// The lock belongs to the process and is given up when the process closes the file through any handle.
#[cfg(unix)]
fn try_lock(file: &File) -> io::Result<Option<()>> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::AGAIN | Errno::ACCESS) => Ok(None),
        // The file system has no locks. SQLite works there without them too, or reports why not.
        Ok(()) | Err(Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(Some(())),
        Err(error) => Err(error.into()),
    }
}

/// On other systems only SQLite's own lock is used, for files that it can open.
#[cfg(not(unix))]
fn try_lock(_: &File) -> io::Result<Option<()>> {
    Ok(Some(()))
}
