//! The lock on a whole file that every program with SQLite respects, also where SQLite cannot read the file.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::error::Error;
use crate::files::patience;

/// Locks a whole file against every program that uses it through SQLite, whatever it holds.
pub(super) fn lock_file(file: &File, path: &Path, wait: Duration) -> Result<(), Error> {
    let locked = patience::until(wait, || try_lock(file).map_err(Error::file("lock", path)))?;
    locked.ok_or_else(|| held_by_another(path))
}

/// The error for a database that somebody else holds.
pub(super) fn held_by_another(path: &Path) -> Error {
    Error::database(
        format!(
            "another program holds the database {}; nothing was changed",
            path.display()
        ),
        "close it, or wait longer with `--wait SECONDS`",
    )
}

/// `None` where somebody else holds a lock on any part of the file.
///
/// The lock belongs to the process, and goes when the process closes the file, by whatever handle.
#[cfg(unix)]
fn try_lock(file: &File) -> io::Result<Option<()>> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::AGAIN | Errno::ACCESS) => Ok(None),
        // A file system without locks: SQLite works there without them too, or says why not.
        Ok(()) | Err(Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(Some(())),
        Err(error) => Err(error.into()),
    }
}

/// Other systems: what SQLite can open, it locks itself.
#[cfg(not(unix))]
fn try_lock(_: &File) -> io::Result<Option<()>> {
    Ok(Some(()))
}
