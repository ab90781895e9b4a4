//! Paths at which no database can be kept, because they name something other than a plain file.

use std::path::Path;

use crate::error::Error;
use crate::files::name_of;

/// The longest name that a file can have on the usual file systems, in bytes.
const LONGEST_NAME: usize = 255;

/// Fails for a path at which no database can be kept: a pipe, on which SQLite would wait for ever, a device, a
/// folder, a name that SQLite takes for a database in memory, and a name that is too long for the journal beside it.
/// A path without a file is accepted.
pub fn refuse(path: &Path) -> Result<(), Error> {
    let shown = path.display();
    if path.as_os_str().is_empty() || path.as_os_str() == ":memory:" {
        return Err(Error::database(
            format!("`{shown}` is no file, so that nothing would be kept"),
            "name a file with `--db`",
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
            "name a file with `--db`",
        )),
        _ => Ok(()),
    }
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
