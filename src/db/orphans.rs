//! Files of a database that is gone.

use std::path::{Path, PathBuf};

use super::byte_copy::FreeName;
use crate::error::Error;
use crate::files::draft::SIDES;
use crate::files::{is_taken, resolved, with_suffix};

/// Calls files aside that belong to a database which is gone: the next file of its name would be taken for
/// theirs. `free` gives a name for the database that they belonged to. Gives the new names.
pub fn set_aside(path: &Path, free: FreeName<'_>) -> Result<Vec<PathBuf>, Error> {
    let place = resolved(path);
    let mut moved = Vec::new();
    let orphans: Vec<&str> = SIDES
        .into_iter()
        .filter(|side| is_taken(&with_suffix(&place, side)))
        .collect();
    if orphans.is_empty() || is_taken(&place) {
        return Ok(moved);
    }
    let kept = free()?;
    for side in orphans {
        let (from, to) = (with_suffix(&place, side), with_suffix(&kept, side));
        std::fs::rename(&from, &to).map_err(Error::file("rename", &from))?;
        moved.push(to);
    }
    Ok(moved)
}
