//! The rows of a text, one by one, none of them longer than it may be.

use std::cell::Cell;
use std::io::{self, Chain, Cursor, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::input::peek;
use crate::error::Error;

/// The beginning of a text in which its header is looked for.
const START: usize = 256 * 1024;
/// The longest row: behind a quotation mark that is never closed, a row would be the rest of the file.
const LONGEST_ROW: u64 = 1_000_000;
const READ_AT_ONCE: usize = 64 * 1024;

/// A text of which the beginning has been read.
pub(super) struct Begun<R> {
    pub(super) start: Vec<u8>,
    rest: R,
    name: String,
}

impl<R: Read> Begun<R> {
    /// Reads the beginning of a text of this name.
    pub(super) fn of(mut bytes: R, name: &str) -> Result<Self, Error> {
        Ok(Self {
            start: peek(&mut bytes, START).map_err(Error::file("read", name))?,
            rest: bytes,
            name: name.to_owned(),
        })
    }

    /// All rows, from the first on.
    pub(super) fn lines(self, delimiter: u8) -> Lines<R> {
        let length = Rc::new(Cell::new(0));
        let guarded = Guarded {
            inner: Cursor::new(self.start).chain(self.rest),
            length: length.clone(),
        };
        Lines {
            csv: ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .buffer_capacity(READ_AT_ONCE)
                .from_reader(guarded),
            length,
            name: self.name,
        }
    }
}

/// The rows of a text.
pub(super) struct Lines<R> {
    csv: Reader<Guarded<Chain<Cursor<Vec<u8>>, R>>>,
    length: Rc<Cell<u64>>,
    name: String,
}

impl<R: Read> Lines<R> {
    /// Reads the next row into `row`; false at the end.
    pub(super) fn next(&mut self, row: &mut ByteRecord) -> Result<bool, Error> {
        let read = self.csv.read_byte_record(row);
        self.length.set(0);
        read.map_err(|error| unreadable(&self.name, error))
    }
}

/// The line on which a row begins.
pub(super) fn line_of(row: &ByteRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

fn unreadable(name: &str, error: csv::Error) -> Error {
    let message = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::file("read", name)(source),
        _ => Error::file("read", name)(io::Error::other(message)),
    }
}

/// Bytes of which not too many pass between two rows.
struct Guarded<R> {
    inner: R,
    length: Rc<Cell<u64>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.length.get() > LONGEST_ROW {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("a row is longer than {LONGEST_ROW} bytes; close its quotation mark"),
            ));
        }
        let read = self.inner.read(buffer)?;
        self.length.set(self.length.get() + read as u64);
        Ok(read)
    }
}
