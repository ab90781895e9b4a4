//! A lock on a folder: one writer at a time. The system releases the lock when the run ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::draft::is_same_file;
use super::{folder_of, patience};
use crate::error::Error;

/// A folder that this run alone writes into, as long as the value lives.
///
/// The folder itself is locked and no file in it, so that a folder that can only be read can be locked too,
/// and a killed run leaves nothing.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The folders that were made, the innermost first. They are removed again if they stay empty.
    made: Vec<PathBuf>,
    _lock: Option<Lock>,
}

/// The folder as an open file, which is locked; none if the system cannot open a folder.
#[derive(Debug)]
struct Lock {
    _file: Option<File>,
}

/// Alone in a folder, or beside others who only read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Nobody else.
    Alone,
    /// Others may read, but nobody may write.
    WithReaders,
}

impl Folder {
    /// Makes the folder where it is not there, and locks it.
    pub fn make_and_lock(path: &Path, wait: Duration) -> Result<Self, Error> {
        refuse_file(path)?;
        let mut made = Vec::new();
        let locked = patience::until(wait, || {
            made.extend(missing(path));
            std::fs::create_dir_all(path).map_err(Error::file("make the folder", path))?;
            match try_lock(path, Share::Alone) {
                // Made by somebody who has just removed it.
                Err(_) if !path.exists() => Ok(None),
                tried => tried,
            }
        });
        // If it cannot be locked, the folders that were just made are removed when this value is dropped.
        let made_for_nothing = Self {
            path: path.to_owned(),
            made,
            _lock: None,
        };
        let lock = locked?.ok_or_else(|| busy(path))?;
        Ok(made_for_nothing.locked_by(lock))
    }

    fn locked_by(mut self, lock: Lock) -> Self {
        Self {
            path: self.path.clone(),
            made: std::mem::take(&mut self.made),
            _lock: Some(lock),
        }
    }

    /// Locks a folder that is there.
    pub fn lock(path: &Path, share: Share, wait: Duration) -> Result<Self, Error> {
        match patience::until(wait, || try_lock(path, share))? {
            Some(lock) => Ok(Self {
                path: path.to_owned(),
                made: Vec::new(),
                _lock: Some(lock),
            }),
            None => Err(busy(path)),
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for folder in &self.made {
            // A folder that holds something is not removed.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// Fails where a file stands in the place of the folder, or of one above it.
fn refuse_file(path: &Path) -> Result<(), Error> {
    match path.ancestors().find(|above| above.exists()) {
        Some(found) if !found.is_dir() => Err(Error::request(
            format!("{} is no folder", found.display()),
            "name a folder, or move away what stands in its place",
        )),
        _ => Ok(()),
    }
}

fn busy(path: &Path) -> Error {
    Error::request(
        format!("another program writes into {}", path.display()),
        "let it end, or wait longer with `--wait SECONDS`",
    )
}

/// The folders of a path that are not there, the innermost first.
fn missing(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folder = path.to_owned();
    while !folder.exists() {
        found.push(folder.clone());
        folder = folder_of(&folder);
    }
    found
}

/// `None` where somebody else holds the folder.
fn try_lock(path: &Path, share: Share) -> Result<Option<Lock>, Error> {
    let failed = Error::file("read the folder", path);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(_) if cfg!(not(unix)) => return Ok(Some(Lock { _file: None })),
        Err(error) => return Err(failed(error)),
    };
    let locked = match share {
        Share::Alone => file.try_lock(),
        Share::WithReaders => file.try_lock_shared(),
    };
    match locked {
        Err(TryLockError::WouldBlock) => Ok(None),
        // A file system without locks: each run uses names of its own, so every file is still complete.
        Err(TryLockError::Error(_)) => Ok(Some(Lock { _file: Some(file) })),
        Ok(()) => Ok(is_same_file(&file, path).then_some(Lock { _file: Some(file) })),
    }
}
