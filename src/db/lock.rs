//! The lock on a whole file that every program with SQLite respects, also where SQLite cannot read the file.

use std::fs::File;
use std::io;

/// `None` where somebody else holds a lock on any part of the file.
///
/// The lock belongs to the process, and goes when the process closes the file, by whatever handle.
#[cfg(unix)]
pub(super) fn try_lock(file: &File) -> io::Result<Option<()>> {
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
pub(super) fn try_lock(_: &File) -> io::Result<Option<()>> {
    Ok(Some(()))
}
