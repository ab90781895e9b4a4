//! Replaces the content of a database in one step, so that no program sees a half-replaced one.
//!
//! A database is more than its file: a `-wal` or `-journal` beside it belongs to the present content, and SQLite
//! would apply it to any other file of that name. So the database is first held, which means that no other program
//! has it open in a transaction or in WAL mode. Then log and journal are taken into the file. Only then it is
//! replaced: either in place, so that every connection sees the new content, or by another file, if every byte
//! matters or SQLite cannot read the old one.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

pub use super::byte_copy::FreeName;
use super::byte_copy::{KEPT_SIDES, is_copy, keep, put_back, remove_copy};
use super::copy::{copy, copy_into, unsound};
use super::damage::{Check, is_damage};
use super::exclusive::{cannot_open, open_exclusively, refuse_read_only};
use super::lock::{held_by_another, lock_file};
use super::{Queries, refuse_odd_file};
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::{Draft, SIDES};
use crate::files::{remove_if_there, resolved, sync_folder_of, with_suffix};
use crate::stop::Stop;

/// What an error says where the database is as it was.
const UNCHANGED: &str = "; nothing was changed";

/// A database that this process holds: as long as the value exists, no other program can read or write it.
#[derive(Debug)]
pub struct Held {
    /// The path as the user named it.
    named: PathBuf,
    /// The path with all symbolic links resolved.
    place: PathBuf,
    // Fields are dropped in order, so the connection must come before the file: closing the file gives up the locks
    // of the connection too.
    content: Content,
    /// The copy of the old content, if one was made.
    kept: Option<Copy>,
    /// True once the content was replaced.
    is_replaced: bool,
    /// True while no other program can use the database.
    is_locked: bool,
    file: File,
}

/// A copy of a database, byte for byte.
#[derive(Debug)]
struct Copy {
    path: PathBuf,
    when: When,
}

/// When a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Before SQLite saw the database, together with the files beside it.
    BeforeOpening,
    /// After log and journal were taken into the file.
    AsOneFile,
}

#[derive(Debug)]
enum Content {
    /// SQLite reads it.
    Database(Connection),
    /// SQLite cannot read it.
    Unreadable,
}

/// Holds the database at a path. Waits for another program that holds it, and fails after that time. `free` returns a
/// free name for a copy, if one has to be kept.
pub fn hold(path: &Path, wait: Duration, free: FreeName<'_>) -> Result<Held, Error> {
    refuse_odd_file(path)?;
    let place = resolved(path);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&place)
        .map_err(|error| cannot_open(path, error))?;
    refuse_read_only(&file, path)?;
    lock_file(&file, path, wait)?;
    // SQLite removes a log or journal beside a file that it cannot read. So they are copied before SQLite sees them,
    // and under a final name: the next run would remove drafts that a killed run left.
    let has_sides = KEPT_SIDES
        .iter()
        .any(|side| with_suffix(&place, side).exists());
    let kept = has_sides
        .then(|| keep(&place, &file, &KEPT_SIDES, free))
        .transpose()?
        .map(|path| Copy {
            path,
            when: When::BeforeOpening,
        });
    let mut held = Held {
        named: path.to_owned(),
        place,
        content: Content::Unreadable,
        kept,
        is_replaced: false,
        is_locked: true,
        file,
    };
    match held.open(wait).and_then(|()| held.forget_needless_copy()) {
        Ok(()) => Ok(held),
        Err(error) => Err(held.give_up(error)),
    }
}

impl Held {
    /// Opens the database so that no other program can use it. A file that SQLite cannot read stays locked too.
    fn open(&mut self, wait: Duration) -> Result<(), Error> {
        let opened = open_exclusively(&self.place, &self.named, wait);
        let is_unreadable = matches!(&opened, Err(Error::Sql { source, .. }) if is_damage(source));
        match opened {
            Ok(connection) => self.content = Content::Database(connection),
            Err(error) => {
                // SQLite has closed the file, which gave up every lock of this process on it.
                self.is_locked = false;
                lock_file(&self.file, &self.named, wait)?;
                self.is_locked = true;
                return if is_unreadable { Ok(()) } else { Err(error) };
            }
        }
        Ok(())
    }

    /// The connection; `None` if SQLite cannot read the database.
    pub fn connection(&self) -> Option<&Connection> {
        match &self.content {
            Content::Database(connection) => Some(connection),
            Content::Unreadable => None,
        }
    }

    /// Who may read and write it.
    pub fn access(&self) -> Access {
        Access::of(&self.place).unwrap_or(Access::NEW_DATABASE)
    }

    /// Takes a log or journal into the file, so that the database is one file. Returns whether it was in WAL mode.
    fn make_one_file(&self) -> Result<WalMode, Error> {
        let Content::Database(connection) = &self.content else {
            return Ok(WalMode::Off);
        };
        let mode = |pragma| connection.value::<String>("read the journal mode", pragma, []);
        let is_wal = mode("PRAGMA journal_mode")? == "wal";
        if is_wal && mode("PRAGMA journal_mode = DELETE")? != "delete" {
            return Err(held_by_another(&self.named));
        }
        Ok(if is_wal { WalMode::On } else { WalMode::Off })
    }

    /// Removes the copy that was made before opening, if the database is sound: SQLite has taken the files beside it
    /// into it, and a later copy consists of one file.
    fn forget_needless_copy(&mut self) -> Result<(), Error> {
        if let (Content::Database(connection), Some(kept)) = (&self.content, &self.kept)
            && unsound(connection, &self.named, Check::Quick)?.is_none()
        {
            remove_copy(&kept.path);
            self.kept = None;
        }
        Ok(())
    }

    /// Copies the present content byte for byte under a name from `free`, unless there is a copy already. Returns its
    /// path.
    fn keep(&mut self, free: FreeName<'_>) -> Result<PathBuf, Error> {
        if let Some(kept) = &self.kept {
            return Ok(kept.path.clone());
        }
        let path = keep(&self.place, &self.file, &[], free)?;
        self.kept = Some(Copy {
            path: path.clone(),
            when: When::AsOneFile,
        });
        Ok(path)
    }

    /// Called when the replacement failed. If the database is as it was, removes its copy; if not, the returned error
    /// says where the copy is.
    pub fn give_up(&mut self, error: Error) -> Error {
        let Some(kept) = self.kept.take() else {
            return error;
        };
        if self.is_as_it_was(&kept) {
            return error;
        }
        Error::database(
            error.complaint().message.trim_end_matches(UNCHANGED),
            format!("what was there is kept as {}", kept.path.display()),
        )
    }

    fn is_as_it_was(&self, kept: &Copy) -> bool {
        match (&self.content, kept.when) {
            _ if self.is_replaced || !self.is_locked => false,
            (Content::Unreadable, _) => put_back(&self.place, &self.file, &kept.path),
            // Usually SQLite has undone its change, but not if the error came after the commit.
            (Content::Database(_), When::AsOneFile) => {
                let is_same = is_copy(&kept.path, &self.file);
                if is_same {
                    remove_copy(&kept.path);
                }
                is_same
            }
            // The database is damaged, and SQLite has already taken the log or journal into it.
            (Content::Database(_), When::BeforeOpening) => false,
        }
    }

    /// Replaces the content by that of another database. If `free` is given, the present content is kept byte for
    /// byte under a name from it, which is returned. If both have the same page size, the file is rewritten in place,
    /// so that programs that have it open see the new content.
    pub fn restore(
        mut self,
        from: &Connection,
        free: Option<FreeName<'_>>,
        stop: &Stop,
    ) -> Result<Option<PathBuf>, Error> {
        self.replace(|held| {
            let kept = free.map(|free| held.keep(free)).transpose()?;
            held.write(from, stop)?;
            Ok(kept)
        })
    }

    /// Makes the database one file and replaces it by `work`. If that fails, the database is set back, and the error
    /// says where the old one is kept if it is not as it was.
    fn replace<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let wal = self.make_one_file()?;
        let done = work(self).map_err(|error| {
            let error = self.give_up(error);
            self.set_back(wal);
            error
        })?;
        // The copy stays: the database has another content now.
        self.kept = None;
        Ok(done)
    }

    fn write(&mut self, from: &Connection, stop: &Stop) -> Result<(), Error> {
        if self.has_page_size_of(from)? {
            return self.write_in_place(from, stop);
        }
        let draft = Draft::beside(&self.place, self.access())?;
        copy_into(from, &draft, &self.named, Check::Whole, stop)?;
        self.put(draft)
    }

    fn has_page_size_of(&self, from: &Connection) -> Result<bool, Error> {
        let Content::Database(connection) = &self.content else {
            return Ok(false);
        };
        let size = |of: &Connection| of.value::<i64>("read the page size", "PRAGMA page_size", []);
        Ok(size(connection)? == size(from)?)
    }

    fn write_in_place(&mut self, from: &Connection, stop: &Stop) -> Result<(), Error> {
        let Content::Database(connection) = &mut self.content else {
            return Ok(());
        };
        copy(from, connection, stop)?;
        self.is_replaced = true;
        match unsound(connection, &self.named, Check::Whole)? {
            None => self.remove_own_journal(),
            Some(found) => Err(Error::database(
                format!(
                    "what was written to {} cannot be read as it was written: {found}",
                    self.named.display()
                ),
                "the disk may be failing",
            )),
        }
    }

    /// Removes the journal of the replacement if the new content is in WAL mode, in which SQLite leaves it, emptied,
    /// beside the database. No other program can have made it, since the database is held.
    fn remove_own_journal(&self) -> Result<(), Error> {
        let Content::Database(connection) = &self.content else {
            return Ok(());
        };
        let mode: String = connection.value("read the journal mode", "PRAGMA journal_mode", [])?;
        if mode == "wal" {
            let journal = with_suffix(&self.place, "-journal");
            remove_if_there(&journal)?;
        }
        Ok(())
    }

    /// Replaces the database by a draft, so that every byte is that of the draft. The caller has made sure that
    /// nothing of value is in the old one.
    pub fn replace_by(&mut self, draft: Draft) -> Result<(), Error> {
        self.replace(|held| held.put(draft))
    }

    /// Replaces the database by a draft, and keeps the old one under a name from `free`, which is returned.
    pub fn keep_and_replace_by(
        &mut self,
        draft: Draft,
        free: FreeName<'_>,
    ) -> Result<PathBuf, Error> {
        self.replace(|held| {
            let kept = held.keep(free)?;
            held.put(draft)?;
            Ok(kept)
        })
    }

    /// Restores the journal mode of a database that could not be replaced.
    fn set_back(&self, wal: WalMode) {
        if let (Content::Database(connection), WalMode::On) = (&self.content, wal) {
            // If this fails too, the first error is the one to report; the content is the same in either mode.
            let _ = connection.run_all("set the journal mode", "PRAGMA journal_mode = WAL");
        }
    }

    fn put(&mut self, draft: Draft) -> Result<(), Error> {
        // SQLite would apply an old log or journal to the new file. They are not needed any more: their content is in
        // the old file, or was copied together with it.
        for side in SIDES {
            remove_if_there(&with_suffix(&self.place, side))?;
        }
        draft
            .replace(&self.place)
            .map_err(|error| self.not_put(error))?;
        self.is_replaced = true;
        sync_folder_of(&self.place)?;
        self.close_to_writers();
        Ok(())
    }

    /// The error for a draft that could not be put in its place.
    fn not_put(&self, error: Error) -> Error {
        match error {
            Error::File { source, .. } if source.kind() == ErrorKind::ResourceBusy => {
                Error::database(
                    format!(
                        "{} is a mount of its own, and no other file can be put in its place{UNCHANGED}",
                        self.named.display()
                    ),
                    "mount its folder in place of the file alone",
                )
            }
            other => other,
        }
    }

    /// Makes SQLite refuse to write to the old file, by marking it as written in a newer format. A program that had
    /// the old file open, though idle, still has it, but without a name; whatever it wrote there would be lost.
    #[cfg(unix)]
    fn close_to_writers(&self) {
        use std::os::unix::fs::{FileExt, MetadataExt};
        const CHANGE_COUNTER: u64 = 24;
        const WRITE_VERSION: u64 = 18;
        if self.file.metadata().is_ok_and(|found| found.nlink() == 0) {
            let mut counter = [0; 4];
            // The replacement is complete, so a failure here is no error; most programs also notice that the file
            // under this name is another one.
            let _ = self
                .file
                .read_exact_at(&mut counter, CHANGE_COUNTER)
                .and_then(|()| {
                    let next = u32::from_be_bytes(counter).wrapping_add(1);
                    self.file.write_all_at(&[u8::MAX], WRITE_VERSION)?;
                    self.file.write_all_at(&next.to_be_bytes(), CHANGE_COUNTER)
                });
        }
    }

    #[cfg(not(unix))]
    fn close_to_writers(&self) {}
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(kept) = self.kept.take() {
            // Removes the copy if the database is as it was. If not, the copy stays; the caller has an error to
            // report.
            self.is_as_it_was(&kept);
        }
    }
}

/// Whether a database has a write-ahead log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WalMode {
    On,
    Off,
}
