//! Files are written beside their place under a name that no other run uses, and renamed when they are complete. Runs
//! lock such files and the folders that they write to, so that what a killed run left can be told from what a living
//! run is writing, and be removed.

pub mod access;
pub mod draft;
pub mod equal;
pub mod folder;
pub mod litter;
pub mod patience;
pub mod private_folder;
pub mod staging;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A file whose name is that of another with something added, such as `-journal`. Names need not be UTF-8.
pub fn with_suffix(path: &Path, added: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(added);
    PathBuf::from(name)
}

/// A path as text, for JSON and messages. Bytes that are not Unicode are replaced, since JSON cannot hold them.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The path with the symbolic links at its end resolved, even if there is no file yet.
pub fn resolved(path: &Path) -> PathBuf {
    const MOST: usize = 40;
    let mut place = path.to_owned();
    for _ in 0..MOST {
        let Ok(target) = std::fs::read_link(&place) else {
            break;
        };
        place = folder_of(&place).join(target);
    }
    place
}

/// The folder in which a file lies.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The name of a file without its folder.
pub fn name_of(path: &Path) -> OsString {
    path.file_name().unwrap_or_default().to_owned()
}

/// True if there is something at a path, even if only a link that leads nowhere.
pub fn is_taken(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

/// Writes a folder's list of names to the disk. Otherwise a renamed file may have its old name again after a power
/// cut.
pub fn sync_folder_of(path: &Path) -> Result<(), Error> {
    let folder = folder_of(path);
    let synced = std::fs::File::open(&folder).and_then(|opened| opened.sync_all());
    match synced {
        // Some systems cannot open a folder as a file, or have nothing to sync.
        Err(error) if !is_beyond_the_system(error.kind()) => {
            Err(Error::file("write to the disk", folder)(error))
        }
        _ => Ok(()),
    }
}

fn is_beyond_the_system(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unsupported | ErrorKind::InvalidInput | ErrorKind::PermissionDenied
    )
}

/// Removes a file, which may be gone already.
pub fn remove_if_there(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Error::file("remove", path)(error))
        }
        _ => Ok(()),
    }
}

/// Fails for a file whose ending is none of these, by which other programs know what it is; the first is advised.
pub fn refuse_another_ending(place: &Path, endings: &[&str]) -> Result<(), Error> {
    let ending = place.extension().unwrap_or_default();
    if endings.iter().any(|one| ending.eq_ignore_ascii_case(one)) {
        return Ok(());
    }
    let wanted = endings[0];
    Err(Error::request(
        format!("{} does not end in `.{wanted}`", place.display()),
        format!("name it {}", place.with_extension(wanted).display()),
    ))
}
