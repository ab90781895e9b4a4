//! A database and the files beside it, copied byte for byte: of what SQLite cannot read, there is no other
//! copy.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::{is_taken, with_suffix};

/// The files beside a database that hold a part of its content. The index of the log, `-shm`, says nothing
/// that the log does not say.
pub(super) const KEPT_SIDES: [&str; 2] = ["-journal", "-wal"];

/// Gives a name that is free, for what has to be kept.
pub type FreeName<'a> = &'a dyn Fn() -> Result<PathBuf, Error>;

/// Drafts with the bytes of a database and of the files beside it.
#[derive(Debug)]
pub(super) struct Copies {
    pub(super) database: Draft,
    pub(super) sides: Vec<(&'static str, Draft)>,
}

impl Copies {
    /// Copies an open database and what lies beside it.
    pub(super) fn of(place: &Path, file: &File) -> Result<Self, Error> {
        let access = Access::of(place).unwrap_or(Access::NEW_DATABASE);
        let mut sides = Vec::new();
        for side in KEPT_SIDES {
            let path = with_suffix(place, side);
            if path.exists() {
                let opened = File::open(&path).map_err(Error::file("read", &path))?;
                sides.push((side, copy_bytes(&opened, place, access)?));
            }
        }
        Ok(Self {
            database: copy_bytes(file, place, access)?,
            sides,
        })
    }

    /// Gives all of them the first name that is free; gives that of the database.
    pub(super) fn put(self, free: FreeName<'_>) -> Result<PathBuf, Error> {
        let mut copies = self;
        loop {
            let kept = free()?;
            match copies.put_new(&kept)? {
                Ok(()) => return Ok(kept),
                Err(taken) => copies = taken,
            }
        }
    }

    /// Gives all of them their names; gives them back where one is taken.
    fn put_new(self, kept: &Path) -> Result<Result<(), Self>, Error> {
        if KEPT_SIDES
            .iter()
            .any(|side| is_taken(&with_suffix(kept, side)))
        {
            return Ok(Err(self));
        }
        let Self { database, sides } = self;
        if let Err(database) = database.put_new(kept)? {
            return Ok(Err(Self { database, sides }));
        }
        // The name of the database is taken by this run now, and with it those of its sides.
        for (side, draft) in sides {
            let place = with_suffix(kept, side);
            if draft.put_new(&place)?.is_err() {
                return Err(Error::database(
                    format!("{} was made by another program meanwhile", place.display()),
                    "run again",
                ));
            }
        }
        Ok(Ok(()))
    }
}

/// Copies the bytes of an open file into a draft, and writes it to the disk. The file stays open: closing a
/// second handle would give up the locks of the first.
pub(super) fn copy_bytes(file: &File, place: &Path, access: Access) -> Result<Draft, Error> {
    let draft = Draft::beside(place, access)?;
    let (mut from, mut to) = (file, draft.file());
    from.seek(SeekFrom::Start(0))
        .and_then(|_| io::copy(&mut from, &mut to))
        .map_err(Error::file("copy", place))?;
    draft.sync()?;
    Ok(draft)
}
