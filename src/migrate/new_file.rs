//! Makes the next migration file, with the right number and form of name.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::set::{Set, is_name, label};
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::folder::Folder;
use crate::files::litter::{clear_where, notes};

const HEAD: &str = "-- Why this change is made: say it here.
--
-- A migration that takes something away has to announce it in this head, a line for each, which begins with
-- `-- expect:` and goes on with one of these. Delete what it does not need.
--   rows TABLE -N
--   drop table|index|trigger|view|column|constraint NAME
--   values TABLE.COLUMN
--   sequence TABLE
--
-- SQLite adds and drops columns, NOT NULL and CHECK with ALTER TABLE. Only for a key, a UNIQUE, a foreign
-- key, a type or a default: make the new table, copy with all columns named, drop the old, rename the new
-- one, and recreate its indexes and triggers.
";

/// A new migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// What was found and cleared besides, in sentences.
    pub notes: Vec<String>,
}

/// Writes the file, and makes the folder where it is not there. Fails for a name that refinery would skip, and if something is wrong with the files of the
/// folder. Programs that make one at the same time wait for each other, so that no number is given twice.
pub fn create(folder: &Path, name: &str, wait: Duration) -> Result<Made, Error> {
    if !is_name(name) {
        return Err(Error::request(
            format!("`{name}` is no name for a migration"),
            "use lower-case letters, digits and underscores, such as add_region",
        ));
    }
    let _turn = Folder::make_and_lock(folder, wait)?;
    let set = Set::read(folder)?.verified()?;
    let newest = set.newest();
    let Some(number) = newest.checked_add(1) else {
        return Err(Error::request(
            format!("{newest} is the largest number that a migration can have"),
            "number a new set of migrations from 1",
        ));
    };
    let path = folder.join(format!("{}.sql", label(number, name)));
    let cleared = clear_where(&path, |name| {
        name.starts_with(b"V") && name.ends_with(b".sql")
    });
    let notes = notes(&cleared);
    // Written under a temporary name and renamed, since half a file would be half a migration.
    let draft = Draft::beside(&path, Access::NEW_FILE)?;
    draft
        .file()
        .write_all(HEAD.as_bytes())
        .map_err(Error::file("write", &path))?;
    match draft.put_new(&path)? {
        Ok(()) => Ok(Made { path, notes }),
        Err(_) => Err(Error::request(
            format!("{} is there already", path.display()),
            "run again",
        )),
    }
}
