//! A hidden folder for files that are written whole before the first of them gets its place, for exports of so many
//! files that they cannot all be open at once. Programs that read every file of a folder pass over hidden ones.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::access::Access;
use super::folder::Folder;
use super::resolved;
use crate::error::Error;

/// Its name.
const NAME: &str = ".sco-draft";

/// The folder. It goes with the value.
#[derive(Debug)]
pub struct Staging {
    path: PathBuf,
    made: u64,
}

impl Staging {
    /// Makes it in a folder that this run has locked, and says whether a run that was stopped had left one there.
    pub fn make(folder: &Folder) -> Result<(Self, bool), Error> {
        let path = folder.path().join(NAME);
        let is_left = std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir());
        if is_left {
            std::fs::remove_dir_all(&path).map_err(Error::file("remove", &path))?;
        }
        std::fs::create_dir(&path).map_err(Error::file("make the folder", &path))?;
        Ok((Self { path, made: 0 }, is_left))
    }

    /// Makes an empty file, for those who may read the one that is in the place for which it is meant.
    pub fn file(&mut self, place: &Path) -> Result<(PathBuf, File), Error> {
        let path = self.path.join(self.made.to_string());
        self.made += 1;
        let access = Access::of(place).unwrap_or(Access::NEW_FILE);
        let file = access
            .create_new(&path)
            .map_err(Error::file("make", &path))?;
        Ok((path, file))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays is no harm, and the next run removes it.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Puts a file of this folder in its place, over what is there, and makes the folders in between.
pub fn put(staged: &Path, place: &Path) -> Result<(), Error> {
    let folder = super::folder_of(place);
    std::fs::create_dir_all(&folder).map_err(Error::file("make the folder", &folder))?;
    let place = resolved(place);
    std::fs::rename(staged, &place).map_err(Error::file("put in its place", &place))
}
