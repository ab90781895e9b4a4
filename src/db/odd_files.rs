//! Paths at which no database can be kept, because they name something other than a plain file.

use std::ffi::OsStr;
use std::path::Path;

use crate::error::Error;
use crate::files::draft::SIDES;
use crate::files::{name_of, resolved};

/// The longest name that a file can have on the usual file systems, in bytes.
const LONGEST_NAME: usize = 255;

/// Fails for a path at which no database can be kept: a pipe, on which SQLite would wait for ever, a device, a
/// folder, a name that SQLite takes for a database in memory, a name that is too long for the journal beside it, and
/// the name of a journal or log itself. A path without a file is accepted.
pub fn refuse(path: &Path) -> Result<(), Error> {
    refuse_with_remedy(path, "name a file with `--db`")
}

/// The same for a path that was not named with `--db`: the remedy for one that is no file is this.
pub fn refuse_with_remedy(path: &Path, remedy: &str) -> Result<(), Error> {
    let shown = path.display();
    if path.as_os_str().is_empty() || path.as_os_str() == ":memory:" {
        return Err(Error::database(
            format!("`{shown}` is no file, so that nothing would be kept"),
            remedy,
        ));
    }
    let name = name_of(path);
    if name.len() + "-journal".len() > LONGEST_NAME {
        return Err(Error::database(
            format!(
                "the name of {shown} has {} bytes, and the journal beside it would need a longer one than a file can have",
                name.len()
            ),
            "give it a shorter name",
        ));
    }
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(Error::database(
            format!("{shown} is {}, and no file", sort_of(&found)),
            remedy,
        )),
        _ => refuse_name_of_side(path),
    }
}

/// Fails for a name that SQLite gives to a file beside a database, directly or behind a link. The next program that
/// opens the database of that name would remove such a file, or apply it.
fn refuse_name_of_side(path: &Path) -> Result<(), Error> {
    for place in [path, &resolved(path)] {
        if let Some(database) = database_of_side(&name_of(place)) {
            return Err(Error::database(
                format!(
                    "{} has the name of a file that SQLite makes and removes beside a database {database}",
                    place.display()
                ),
                "give it another name",
            ));
        }
    }
    Ok(())
}

/// The name of the database beside which SQLite would make a file of this name; `None` for any other name. File
/// systems may take large letters for small ones.
fn database_of_side(name: &OsStr) -> Option<String> {
    let shown = name.to_string_lossy();
    SIDES.iter().find_map(|side| {
        let (database, ending) = shown.split_at_checked(shown.len().checked_sub(side.len())?)?;
        (!database.is_empty() && ending.eq_ignore_ascii_case(side)).then(|| database.to_owned())
    })
}

#[cfg(unix)]
fn sort_of(found: &std::fs::Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let sort = found.file_type();
    if sort.is_dir() {
        "a folder"
    } else if sort.is_fifo() {
        "a pipe"
    } else if sort.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn sort_of(found: &std::fs::Metadata) -> &'static str {
    if found.is_dir() {
        "a folder"
    } else {
        "a device"
    }
}
