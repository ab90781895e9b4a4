//! The next migration file, rightly numbered and named.

use std::path::{Path, PathBuf};

use super::set::{Set, is_name, label};
use crate::error::Error;

const HEAD: &str = "-- Why this change is made: say it here.
--
-- A migration that takes something away has to announce it in this head, in lines like these, but without
-- the blanks before `expect`. Delete the lines that it does not need.
--   expect: rows TABLE -N
--   expect: drop table|index|trigger|view|column|constraint NAME
--   expect: values TABLE.COLUMN
--   expect: sequence TABLE
--
-- SQLite adds and drops columns, NOT NULL and CHECK with ALTER TABLE. Only for a key, a UNIQUE, a foreign
-- key, a type or a default: make the new table, copy with all columns named, drop the old, rename the new
-- one, and recreate its indexes and triggers.
";

/// Writes the file; refuses a name that would be skipped, and a folder in which something is wrong.
pub fn create(folder: &Path, name: &str) -> Result<PathBuf, Error> {
    if !is_name(name) {
        return Err(Error::request(
            format!("`{name}` is no name for a migration"),
            "use lower-case letters, digits and underscores, such as add_region",
        ));
    }
    let set = Set::read(folder)?.verified()?;
    let path = folder.join(format!("{}.sql", label(set.newest() + 1, name)));
    let mut file = std::fs::File::create_new(&path).map_err(Error::file("make", &path))?;
    std::io::Write::write_all(&mut file, HEAD.as_bytes()).map_err(Error::file("write", &path))?;
    Ok(path)
}
