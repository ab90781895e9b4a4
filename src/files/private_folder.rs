//! A folder for temporary files that nobody else may look into. It goes when the run ends; one that a killed
//! run left is cleared by the next.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::access::Access;
use crate::error::Error;

/// The age from which a folder without a lock counts as left behind.
const DAY: Duration = Duration::from_hours(24);

/// The file that a living run has locked.
const LOCK: &str = "lock";

/// A folder among the system's temporary files.
#[derive(Debug)]
pub struct PrivateFolder {
    // The folder is removed first, while its lock is held; without the lock, another run would take it for a leftover.
    folder: tempfile::TempDir,
    _lock: File,
    /// The folders of killed runs that were cleared.
    pub cleared: Vec<PathBuf>,
}

impl PrivateFolder {
    /// Makes a folder whose name begins so, after clearing those of this user's that killed runs have left.
    pub fn make(prefix: &str) -> Result<Self, Error> {
        let temporary = std::env::temp_dir();
        let folder = tempfile::Builder::new()
            .prefix(prefix)
            .tempdir_in(&temporary)
            .map_err(Error::file("make a folder in", &temporary))?;
        let lock = make_lock(folder.path())?;
        Ok(Self {
            cleared: clear(&temporary, prefix, folder.path()),
            folder,
            _lock: lock,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Makes an empty file in it.
    pub fn make_file(&self, name: &str) -> Result<PathBuf, Error> {
        let path = self.path().join(name);
        Access::PRIVATE
            .create_new(&path)
            .map_err(Error::file("make", &path))?;
        Ok(path)
    }
}

/// Makes the lock of a folder and takes it. The lock file gets its name only after it is locked: otherwise another run
/// could find it unlocked and remove the folder.
fn make_lock(folder: &Path) -> Result<File, Error> {
    let unheld = folder.join("lock.new");
    let lock = Access::PRIVATE
        .create_new(&unheld)
        .map_err(Error::file("make", &unheld))?;
    // On a file system without locks, no run can take it, so none removes the folder.
    let _ = lock.try_lock();
    let held = folder.join(LOCK);
    std::fs::rename(&unheld, &held).map_err(Error::file("make", &held))?;
    Ok(lock)
}

fn clear(temporary: &Path, prefix: &str, own: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(temporary).into_iter().flatten().flatten();
    let mut left: Vec<PathBuf> = found
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path())
        .filter(|path| path != own && is_abandoned(path, own))
        .collect();
    left.sort();
    left.retain(|path| std::fs::remove_dir_all(path).is_ok());
    left
}

/// True for a folder of the owner of `own` whose lock nobody holds, or that has none and is of yesterday.
fn is_abandoned(folder: &Path, own: &Path) -> bool {
    let is_folder = std::fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir());
    if !is_folder || !has_same_owner(folder, own) {
        return false;
    }
    let lock = folder.join(LOCK);
    if std::fs::symlink_metadata(&lock).is_ok_and(|found| found.is_file()) {
        return File::open(&lock).is_ok_and(|file| file.try_lock().is_ok());
    }
    // A living run may be about to make its lock.
    let age = |path| {
        std::fs::metadata(path)
            .ok()?
            .modified()
            .ok()?
            .elapsed()
            .ok()
    };
    age(folder).is_some_and(|age| age > DAY)
}

#[cfg(unix)]
fn has_same_owner(one: &Path, two: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let owner = |path| std::fs::metadata(path).map(|found| found.uid());
    matches!((owner(one), owner(two)), (Ok(one), Ok(two)) if one == two)
}

/// Temporary files are each user's own there.
#[cfg(not(unix))]
fn has_same_owner(_: &Path, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs that start together clear what killed runs left, never each other's folders.
    #[test]
    fn folders_of_living_runs_stay() {
        let prefix = format!("sco-living-{}-", std::process::id());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let folder = PrivateFolder::make(&prefix).unwrap();
                        assert_eq!(folder.cleared, Vec::<PathBuf>::new());
                        folder.make_file("work").unwrap();
                    }
                });
            }
        });
    }

    #[test]
    fn the_folder_of_a_killed_run_goes() {
        let prefix = format!("sco-killed-{}-", std::process::id());
        let left = tempfile::Builder::new().prefix(&prefix).tempdir().unwrap();
        drop(make_lock(left.path()).unwrap());
        let folder = PrivateFolder::make(&prefix).unwrap();
        assert_eq!(folder.cleared, [left.path()]);
        assert!(!left.path().exists());
    }

    /// Another run may be about to make its lock.
    #[test]
    fn a_new_folder_without_a_lock_stays() {
        let prefix = format!("sco-starting-{}-", std::process::id());
        let starting = tempfile::Builder::new().prefix(&prefix).tempdir().unwrap();
        let folder = PrivateFolder::make(&prefix).unwrap();
        assert!(folder.cleared.is_empty());
        assert!(starting.path().exists());
    }
}
