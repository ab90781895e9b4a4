//! A draft: a file under a name that no other run uses, beside the place for which it is written.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::access::Access;
use super::{is_taken, resolved, sync_folder_of, with_suffix};
use crate::error::Error;

/// What stands between the name of the place and the numbers that make a draft's name its own.
pub(super) const MARK: &str = ".sco-draft-";

/// What SQLite may add to the name of a database for files that belong to it.
pub(crate) const SIDES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// A file beside its place. It is locked while it is a draft, so that other runs do not take it for what a killed run
/// left. It is removed when the value is dropped, unless it was put in its place.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    file: File,
    is_placed: bool,
}

impl Draft {
    /// Makes an empty file beside a place, with the permissions that it is to have there.
    pub fn beside(place: &Path, access: Access) -> Result<Self, Error> {
        let place = resolved(place);
        let mut number = 0_u64;
        loop {
            let path = with_suffix(&place, &format!("{MARK}{}-{number}", std::process::id()));
            number += 1;
            if SIDES.iter().any(|side| is_taken(&with_suffix(&path, side))) {
                continue; // What lies beside it would be applied to the draft.
            }
            match access.create_new(&path) {
                Ok(file) if is_locked_and_there(&file, &path) => {
                    return Ok(Self {
                        path,
                        file,
                        is_placed: false,
                    });
                }
                // Another run removed it as a leftover before it was locked. Or the name is taken by a process with
                // the same number, in another container or long ago.
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot_make(&path, error)),
            }
        }
    }

    /// Where it lies while it is a draft.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, to write into. If SQLite writes to its path, only after SQLite has closed it.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts the file in its place, over what is there.
    pub fn replace(mut self, place: &Path) -> Result<(), Error> {
        let place = resolved(place);
        std::fs::rename(&self.path, &place).map_err(Error::file("put in its place", &place))?;
        self.is_placed = true;
        Ok(())
    }

    /// Writes it to the disk.
    pub fn sync(&self) -> Result<(), Error> {
        self.file
            .sync_all()
            .map_err(Error::file("write", &self.path))
    }

    /// Puts the file in a place where nothing is yet, and writes both to the disk. Gives the draft back where
    /// something has come there meanwhile.
    pub fn put_new(mut self, place: &Path) -> Result<Result<(), Self>, Error> {
        self.sync()?;
        // Making a link fails if the name is taken; renaming would replace the other file.
        match std::fs::hard_link(&self.path, place) {
            // The file is in its place. If its other name stays, the next run removes it.
            Ok(()) => self.is_placed = std::fs::remove_file(&self.path).is_ok(),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(Err(self)),
            Err(error) if !knows_links(&error) => {
                if is_taken(place) {
                    return Ok(Err(self));
                }
                std::fs::rename(&self.path, place).map_err(Error::file("write", place))?;
                self.is_placed = true;
            }
            Err(error) => return Err(Error::file("write", place)(error)),
        }
        if let Err(error) = sync_folder_of(place) {
            // The file might not survive a power cut, so it is removed: after an error there is no file.
            let _ = std::fs::remove_file(place);
            return Err(error);
        }
        Ok(Ok(()))
    }
}

fn cannot_make(path: &Path, error: io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied => {
            Error::database(
                format!("could not make {}: {error}", path.display()),
                "check that the folder exists and may be written to",
            )
        }
        ErrorKind::InvalidFilename => Error::database(
            format!("could not make {}: {error}", path.display()),
            "give it a shorter name",
        ),
        _ => Error::file("make", path)(error),
    }
}

/// False where the file system has one name for a file at most.
fn knows_links(error: &io::Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::Unsupported | ErrorKind::PermissionDenied
    )
}

fn is_locked_and_there(file: &File, path: &Path) -> bool {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => false,
        // On a file system without locks, no run removes a draft, since it could not tell it from a leftover.
        _ => is_same_file(file, path),
    }
}

/// True if an open file is the one that a path names now.
#[cfg(unix)]
pub(super) fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// True if an open file is the one that a path names now.
#[cfg(not(unix))]
pub(super) fn is_same_file(_: &File, path: &Path) -> bool {
    path.exists()
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_placed {
            // The error that ended the work is reported anyway; a leftover adds nothing to it, and the next
            // run clears it.
            for side in SIDES {
                let _ = std::fs::remove_file(with_suffix(&self.path, side));
            }
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
