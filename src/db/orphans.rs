//! Files that were left beside a database that no longer exists.

use std::path::{Path, PathBuf};

use super::byte_copy::FreeName;
use crate::error::Error;
use crate::files::draft::SIDES;
use crate::files::{is_taken, resolved, with_suffix};

/// Renames logs and journals of a database that no longer exists, since SQLite would apply them to the next file of
/// its name. `free` returns a free name for the database to which they belonged. Returns the new names.
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
