//! Copies a database and the files beside it byte for byte. A file that SQLite cannot read can be copied in no other
//! way.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::{equal, is_taken, with_suffix};

/// The endings of files beside a database that hold a part of its content. The index of the log, `-shm`, is not among
/// them, since SQLite makes it again from the log.
pub(super) const KEPT_SIDES: [&str; 2] = ["-journal", "-wal"];

/// A function that returns a free name for a file that has to be kept.
pub type FreeName<'a> = &'a dyn Fn() -> Result<PathBuf, Error>;

/// Copies an open database and those files beside it that `sides` lists, under the first free name. Returns the path
/// of the copied database.
pub(super) fn keep(
    place: &Path,
    file: &File,
    sides: &[&'static str],
    free: FreeName<'_>,
) -> Result<PathBuf, Error> {
    loop {
        let kept = free()?;
        if put_all(copies(place, file, sides)?, &kept)? {
            return Ok(kept);
        }
    }
}

/// The copies as drafts, each with the ending of its name. The database comes last, so that a run that is killed
/// before leaves no copy of a database without its log.
fn copies(
    place: &Path,
    file: &File,
    sides: &[&'static str],
) -> Result<Vec<(&'static str, Draft)>, Error> {
    let access = Access::of(place).unwrap_or(Access::NEW_DATABASE);
    let mut copies = Vec::new();
    for side in sides {
        let path = with_suffix(place, side);
        if path.exists() {
            let opened = File::open(&path).map_err(Error::file("read", &path))?;
            copies.push((*side, copy_bytes(&opened, place, access)?));
        }
    }
    copies.push(("", copy_bytes(file, place, access)?));
    Ok(copies)
}

/// Renames all drafts to their final names; returns false if one of the names is taken.
fn put_all(copies: Vec<(&'static str, Draft)>, kept: &Path) -> Result<bool, Error> {
    let mut put = Vec::new();
    for (side, draft) in copies {
        let name = with_suffix(kept, side);
        match draft.put_new(&name) {
            Ok(Ok(())) => put.push(name),
            failed => {
                for name in put {
                    // The originals are still there, so a copy that cannot be removed does no harm.
                    let _ = std::fs::remove_file(name);
                }
                return failed.map(|_| false);
            }
        }
    }
    Ok(true)
}

/// True if a copy has the bytes of an open file.
pub(super) fn is_copy(copy: &Path, file: &File) -> bool {
    File::open(copy).is_ok_and(|copy| equal::same_bytes(&copy, file).unwrap_or(false))
}

/// Puts back files beside a database that SQLite has removed. If database and files are then as they were kept,
/// removes the copy and returns true. The caller holds the database.
pub(super) fn put_back(place: &Path, file: &File, kept: &Path) -> bool {
    let is_back = |side: &&str| {
        let (kept, place) = (with_suffix(kept, side), with_suffix(place, side));
        match (is_taken(&kept), File::open(&place)) {
            // A hard link, so that a run that is killed before the copy is removed has lost nothing.
            (true, Err(_)) => std::fs::hard_link(&kept, &place).is_ok(),
            (true, Ok(now)) => is_copy(&kept, &now),
            (false, now) => now.is_err(),
        }
    };
    let is_whole = is_copy(kept, file) && KEPT_SIDES.iter().all(is_back);
    if is_whole {
        // The index of the log, which SQLite made; if it cannot be removed, SQLite makes it again.
        let _ = std::fs::remove_file(with_suffix(place, "-shm"));
        remove_copy(kept);
    }
    is_whole
}

/// Removes a copy that is not needed. The database is removed first, so that no copy of a database without its log
/// can be left. A copy that cannot be removed does no harm.
pub(super) fn remove_copy(kept: &Path) {
    if std::fs::remove_file(kept).is_ok() {
        for side in KEPT_SIDES {
            let _ = std::fs::remove_file(with_suffix(kept, side));
        }
    }
}

/// Copies the bytes of an open file into a draft and writes it to the disk. The file must not be opened again for
/// this: closing a second handle would give up the locks of the first.
fn copy_bytes(file: &File, place: &Path, access: Access) -> Result<Draft, Error> {
    let draft = Draft::beside(place, access)?;
    let (mut from, mut to) = (file, draft.file());
    from.seek(SeekFrom::Start(0))
        .and_then(|_| io::copy(&mut from, &mut to))
        .map_err(Error::file("copy", place))?;
    draft.sync()?;
    Ok(draft)
}
