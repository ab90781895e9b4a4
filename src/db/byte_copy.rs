//! A database and the files beside it, copied byte for byte: of what SQLite cannot read, there is no other
//! copy.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::{equal, is_taken, with_suffix};

/// The files beside a database that hold a part of its content. The index of the log, `-shm`, says nothing
/// that the log does not say.
pub(super) const KEPT_SIDES: [&str; 2] = ["-journal", "-wal"];

/// Gives a name that is free, for what has to be kept.
pub type FreeName<'a> = &'a dyn Fn() -> Result<PathBuf, Error>;

/// Copies an open database and the files beside it that are named, and gives all of them the first name that is
/// free; gives that of the database.
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

/// The drafts, each with what its name ends in. The database is the last: with its name a copy is complete, and a
/// run that is killed before leaves none that lacks its log.
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

/// Gives all drafts their names; false where one is taken.
fn put_all(copies: Vec<(&'static str, Draft)>, kept: &Path) -> Result<bool, Error> {
    let mut put = Vec::new();
    for (side, draft) in copies {
        let name = with_suffix(kept, side);
        match draft.put_new(&name) {
            Ok(Ok(())) => put.push(name),
            failed => {
                for name in put {
                    // Copies of what is still in its place; one that stays is no harm.
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

/// Puts the files beside a database back that SQLite has put away; true if what was kept is in its place again,
/// and then its copy is gone. The caller holds the database.
pub(super) fn put_back(place: &Path, file: &File, kept: &Path) -> bool {
    let is_back = |side: &&str| {
        let (kept, place) = (with_suffix(kept, side), with_suffix(place, side));
        match (is_taken(&kept), File::open(&place)) {
            // Two names until the copy goes: a run that is killed in between has lost neither.
            (true, Err(_)) => std::fs::hard_link(&kept, &place).is_ok(),
            (true, Ok(now)) => is_copy(&kept, &now),
            (false, now) => now.is_err(),
        }
    };
    let is_whole = is_copy(kept, file) && KEPT_SIDES.iter().all(is_back);
    if is_whole {
        // The index of the log that SQLite has made; one that stays is made again.
        let _ = std::fs::remove_file(with_suffix(place, "-shm"));
        remove_copy(kept);
    }
    is_whole
}

/// Removes a copy that is of no use. One that stays is no harm, but a database without its log is one: so the
/// database goes first, and the rest only then.
pub(super) fn remove_copy(kept: &Path) {
    if std::fs::remove_file(kept).is_ok() {
        for side in KEPT_SIDES {
            let _ = std::fs::remove_file(with_suffix(kept, side));
        }
    }
}

/// Copies the bytes of an open file into a draft, and writes it to the disk. The file stays open: closing a
/// second handle would give up the locks of the first.
fn copy_bytes(file: &File, place: &Path, access: Access) -> Result<Draft, Error> {
    let draft = Draft::beside(place, access)?;
    let (mut from, mut to) = (file, draft.file());
    from.seek(SeekFrom::Start(0))
        .and_then(|_| io::copy(&mut from, &mut to))
        .map_err(Error::file("copy", place))?;
    draft.sync()?;
    Ok(draft)
}
