//! Whether a file is as long as the pages of its database. SQLite counts a page of which only the beginning is there
//! as a whole one, and reads zeros where the file ends.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

use rusqlite::Connection;

use super::Queries;
use super::damage::is_damage;
use crate::error::Error;
use crate::files::{resolved, with_suffix};

/// The byte at which SQLite puts its locks; the page in which it lies is never written.
const LOCKED_BYTE: u64 = 0x4000_0000;

/// How a file is too short for its pages; `None` if it is long enough.
///
/// The number of pages is SQLite's: it takes that in the header only if no older program has changed the file since.
/// The file is not opened here, since closing it would give up the locks of this process on it.
pub(super) fn cut_short(connection: &Connection, path: &Path) -> Result<Option<String>, Error> {
    let number = |pragma: &str| connection.value::<i64>("read the size", pragma, []);
    let (pages, size) = match (number("PRAGMA page_count"), number("PRAGMA page_size")) {
        // The check of the pages says what is wrong.
        (Err(Error::Sql { source, .. }), _) if is_damage(&source) => return Ok(None),
        (pages, size) => (pages?.unsigned_abs(), size?.unsigned_abs()),
    };
    let place = resolved(path);
    let length = std::fs::metadata(&place)
        .map_err(Error::file("read", path))?
        .len();
    if size == 0 || length >= pages * size {
        return Ok(None);
    }
    let whole = length / size;
    let log = with_suffix(&place, "-wal");
    let in_log = pages_in_log(&log, size, whole + 1, pages).map_err(Error::file("read", &log))?;
    let locked = LOCKED_BYTE / size + 1;
    let never_written = u64::from(whole < locked && locked <= pages);
    if in_log + never_written >= pages - whole {
        return Ok(None);
    }
    Ok(Some(format!(
        "it ends before its last page: {length} of {} bytes",
        pages * size
    )))
}

/// How many of the pages from `first` to `last` the log beside a database has; none where there is no log.
fn pages_in_log(log: &Path, size: u64, first: u64, last: u64) -> io::Result<u64> {
    let mut log = match File::open(log) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut head = [0; 32];
    if !is_filled(&mut log, &mut head)? {
        return Ok(0);
    }
    let mut found = HashSet::new();
    let mut frame = [0; 24];
    // Frames of an earlier use of the log have other salts; their pages were taken into the file.
    while is_filled(&mut log, &mut frame)? && frame[8..16] == head[16..24] {
        let page = u64::from(u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]));
        let content = io::copy(&mut log.by_ref().take(size), &mut io::sink())?;
        if content == size && (first..=last).contains(&page) {
            found.insert(page);
        }
    }
    Ok(found.len() as u64)
}

/// Fills the bytes from a file; false where it ends before.
fn is_filled(file: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
