//! Replaces the content of a database, as one step that nobody sees half done.
//!
//! A database is more than its file: a `-wal` or `-journal` beside it belongs to the content that is there
//! now, and would be applied to any other file of that name. So a database is first held, so that no other
//! program has it open in a transaction or in WAL mode; then it is one file, and only then replaced: either
//! in place, where every connection sees the new content, or by another file, where every byte matters or
//! SQLite cannot read what is there.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use super::byte_copy::FreeName;
use super::byte_copy::{KEPT_SIDES, is_copy, keep, put_back, remove_copy};
use super::copy::{Check, Stop, copy, copy_into, damage, is_damage};
use super::lock::{held_by_another, lock_file};
use super::{Queries, open_with, refuse_odd_file};
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::{Draft, SIDES};
use crate::files::{remove_if_there, resolved, sync_folder_of, with_suffix};

/// A database that this process holds: until the value goes, nobody else reads it or writes to it.
#[derive(Debug)]
pub struct Held {
    /// As it was named.
    named: PathBuf,
    /// Where it lies, after all links.
    place: PathBuf,
    // The connection stands before the file: closing the file would give up the locks of the connection too.
    content: Content,
    /// The copy of what is there.
    kept: Option<Copy>,
    /// Another content is in its place.
    is_replaced: bool,
    /// Nobody else can use it.
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
    /// When the database was one file.
    AsOneFile,
}

#[derive(Debug)]
enum Content {
    /// SQLite reads it.
    Database(Connection),
    /// SQLite cannot read it.
    Unreadable,
}

/// Holds the database at a path. Fails where another program holds it; waits for that one first. `free` gives
/// a name for what may have to be kept.
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
    // SQLite puts such files away when it finds them beside a file that it cannot read. So they are kept under
    // their last name before SQLite sees them: a run that is killed must not take them for litter.
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

/// The administrator can write to a file that says that nobody may. It says so for a reason.
fn refuse_read_only(file: &File, path: &Path) -> Result<(), Error> {
    let found = file.metadata().map_err(Error::file("read", path))?;
    if found.permissions().readonly() {
        Err(is_read_only(path))
    } else {
        Ok(())
    }
}

fn cannot_open(path: &Path, error: io::Error) -> Error {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => is_read_only(path),
        _ => Error::file("open", path)(error),
    }
}

fn is_read_only(path: &Path) -> Error {
    Error::database(
        format!("{} is read-only; nothing was changed", path.display()),
        "make it writable, or name another with `--db`",
    )
}

/// Opens a database so that nobody else can use it before it is closed. In WAL mode that fails as long as
/// another program has it open, be it idle.
fn open_exclusively(place: &Path, named: &Path, wait: Duration) -> Result<Connection, Error> {
    let connection = open_with(place, wait, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let locked = connection.run_all(
        "lock the database",
        "PRAGMA synchronous = EXTRA; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;
         SELECT count(*) FROM sqlite_schema; COMMIT",
    );
    match locked {
        Err(Error::Sql { source, .. })
            if source.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) =>
        {
            Err(held_by_another(named))
        }
        other => other.map(|()| connection),
    }
}

impl Held {
    /// Opens the database, so that nobody else can use it. What SQLite cannot read stays locked all the same.
    fn open(&mut self, wait: Duration) -> Result<(), Error> {
        let opened = open_exclusively(&self.place, &self.named, wait);
        let is_unreadable = matches!(&opened, Err(Error::Sql { source, .. }) if is_damage(source));
        match opened {
            Ok(connection) => self.content = Content::Database(connection),
            Err(error) => {
                // SQLite has closed the file, and with that given up every lock of this process on it.
                self.is_locked = false;
                lock_file(&self.file, &self.named, wait)?;
                self.is_locked = true;
                return if is_unreadable { Ok(()) } else { Err(error) };
            }
        }
        Ok(())
    }

    /// The database, where SQLite can read it.
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

    /// Makes the database one file, without a log or a journal beside it.
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

    /// What lay beside a sound database is part of it now, and a copy in one file is better than one in two.
    fn forget_needless_copy(&mut self) -> Result<(), Error> {
        if let (Content::Database(connection), Some(kept)) = (&self.content, &self.kept)
            && damage(connection, &self.named, Check::Quick)?.is_none()
        {
            remove_copy(&kept.path);
            self.kept = None;
        }
        Ok(())
    }

    /// Copies what is there now, byte for byte, and calls it by a name that `free` gives.
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

    /// Ends what could not be done: what is there is as it was, and its copy gone. Where it is not, the error says
    /// where the copy is.
    pub fn give_up(&mut self, error: Error) -> Error {
        let Some(kept) = self.kept.take() else {
            return error;
        };
        if self.is_as_it_was(&kept) {
            return error;
        }
        Error::database(
            error.complaint().message,
            format!("what was there is kept as {}", kept.path.display()),
        )
    }

    fn is_as_it_was(&self, kept: &Copy) -> bool {
        match (&self.content, kept.when) {
            _ if self.is_replaced || !self.is_locked => false,
            (Content::Unreadable, _) => put_back(&self.place, &self.file, &kept.path),
            // SQLite has undone what it had begun; or it has not, as where an error comes after the commit.
            (Content::Database(_), When::AsOneFile) => {
                let is_same = is_copy(&kept.path, &self.file);
                if is_same {
                    remove_copy(&kept.path);
                }
                is_same
            }
            // It is damaged, and SQLite has made one file of it.
            (Content::Database(_), When::BeforeOpening) => false,
        }
    }

    /// Replaces the content by that of another database. Where a name for it can be had from `free`, what is
    /// there now is kept under it, byte for byte. Where it can, it works in place: other programs that have the
    /// file open see the new content.
    pub fn restore(
        mut self,
        from: &Connection,
        free: Option<FreeName<'_>>,
        stop: &Stop,
    ) -> Result<Option<PathBuf>, Error> {
        let wal = self.make_one_file()?;
        let kept = free.map(|free| self.keep(free)).transpose();
        kept.and_then(|kept| self.write(from, stop).map(|()| kept))
            .inspect(|_| self.kept = None)
            .map_err(|error| {
                let error = self.give_up(error);
                self.set_back(wal);
                error
            })
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
        match damage(connection, &self.named, Check::Whole)? {
            None => Ok(()),
            Some(found) => Err(Error::database(
                format!(
                    "what was written to {} cannot be read as it was written: {found}",
                    self.named.display()
                ),
                "the disk may be failing",
            )),
        }
    }

    /// Replaces the database by another file, which gives up its own name, so that every byte is that of the
    /// other file. The caller has looked that nothing is lost with what is there now.
    pub fn replace_by(&mut self, draft: Draft) -> Result<(), Error> {
        let wal = self.make_one_file()?;
        self.put(draft).map_err(|error| {
            let error = self.give_up(error);
            self.set_back(wal);
            error
        })
    }

    /// The same, and keeps what is there now under a name that `free` gives.
    pub fn keep_and_replace_by(
        &mut self,
        draft: Draft,
        free: FreeName<'_>,
    ) -> Result<PathBuf, Error> {
        let wal = self.make_one_file()?;
        let kept = self.keep(free);
        kept.and_then(|kept| self.put(draft).map(|()| kept))
            .inspect(|_| self.kept = None)
            .map_err(|error| {
                let error = self.give_up(error);
                self.set_back(wal);
                error
            })
    }

    /// A database that could not be replaced is what it was, its journal mode included.
    fn set_back(&self, wal: WalMode) {
        if let (Content::Database(connection), WalMode::On) = (&self.content, wal) {
            // The error that ended the work is already known; the content is the same in either mode.
            let _ = connection.run_all("set the journal mode", "PRAGMA journal_mode = WAL");
        }
    }

    fn put(&mut self, draft: Draft) -> Result<(), Error> {
        // Nothing of the old content may lie beside the new. No journal is of use any more: the content is
        // whole, or was copied together with it.
        for side in SIDES {
            remove_if_there(&with_suffix(&self.place, side))?;
        }
        draft.replace(&self.place)?;
        self.is_replaced = true;
        sync_folder_of(&self.place)?;
        self.close_to_writers();
        Ok(())
    }

    /// A program that had the old file open and idle still has it, without a name. What it would write there
    /// nobody would ever see; so the old file says that this version of SQLite may not write to it.
    #[cfg(unix)]
    fn close_to_writers(&self) {
        use std::os::unix::fs::{FileExt, MetadataExt};
        const CHANGE_COUNTER: u64 = 24;
        const WRITE_VERSION: u64 = 18;
        if self.file.metadata().is_ok_and(|found| found.nlink() == 0) {
            let mut counter = [0; 4];
            // The new file is in its place. Where this fails, most programs still notice that the file under
            // its name is another.
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
            // Where the copy is still needed, it stays; whoever let go of this value has an error to tell.
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
