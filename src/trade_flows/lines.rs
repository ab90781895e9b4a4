//! The rows of a text, one by one, none of them longer than it may be, each with the line on which it begins.

use std::cell::RefCell;
use std::io::{self, Chain, Cursor, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use memchr::{memchr2, memchr2_iter};

use super::faults::Fault;
use super::input::peek;
use super::quotes::{self, Wrong};
use crate::error::Error;

/// The beginning of a text in which its header is looked for.
const START: usize = 256 * 1024;
/// The longest row: behind a quotation mark that is never closed, a row would be the rest of the file.
const LONGEST_ROW: usize = 1_000_000;
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
        let seen = Rc::new(RefCell::new(Seen {
            line: 1,
            ..Seen::default()
        }));
        let kept = Kept {
            inner: Cursor::new(self.start).chain(self.rest),
            seen: seen.clone(),
        };
        Lines {
            csv: ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .buffer_capacity(READ_AT_ONCE)
                .from_reader(kept),
            seen,
            delimiter,
            name: self.name,
        }
    }
}

/// The rows of a text.
pub(super) struct Lines<R> {
    csv: Reader<Kept<Chain<Cursor<Vec<u8>>, R>>>,
    seen: Rc<RefCell<Seen>>,
    delimiter: u8,
    name: String,
}

impl<R: Read> Lines<R> {
    /// Reads the next row into `row`; false at the end.
    pub(super) fn next(&mut self, row: &mut ByteRecord) -> Result<bool, Error> {
        let begin = self.csv.position().byte();
        let is_there = self
            .csv
            .read_byte_record(row)
            .map_err(|error| unreadable(&self.name, error))?;
        if is_there {
            let end = self.csv.position().byte();
            self.seen.borrow_mut().advance(begin, end);
        }
        Ok(is_there)
    }

    /// The line on which the last row begins. Lines end as editors see it: by CR LF, by LF or by CR.
    pub(super) fn line(&self) -> u64 {
        self.seen.borrow().line
    }

    /// What is wrong with the quotation marks of the last row, where they take line ends or the end of the text into
    /// a cell. A cell in marks may hold line ends, as long as its end is the end of a cell.
    pub(super) fn fault_of_quotes(&self) -> Option<Fault> {
        let seen = self.seen.borrow();
        let raw = seen.row();
        let body = without_line_ends(raw);
        if !seen.is_last() && memchr2(b'\r', b'\n', body).is_none() {
            return None;
        }
        let (wrong, opened) = quotes::wrong(raw, self.delimiter)?;
        let line = seen.line + line_ends(&raw[..opened]);
        let last = seen.line + line_ends(body);
        Some(match wrong {
            Wrong::NeverClosed => Fault::of_row(
                "trade-quote",
                format!(
                    "a quotation mark that opens in line {line} is never closed, and takes the rest of the file into its cell, up to line {last}"
                ),
                "close the mark, or double it where it is a part of the text",
            ),
            Wrong::ClosedInsideOfACell => Fault::of_row(
                "trade-quote",
                format!(
                    "a quotation mark that opens in line {line} is closed in the midst of a later cell; the row would go on to line {last}"
                ),
                "close the mark where its cell ends, or double it where it is a part of the text",
            ),
        })
    }

    /// True if the last row is that of a text without a line end behind it, so that its last cell may be cut. A cell
    /// in quotation marks is whole.
    pub(super) fn may_be_cut(&self) -> bool {
        let seen = self.seen.borrow();
        seen.is_last() && !matches!(seen.row().last(), None | Some(b'\r' | b'\n' | b'"'))
    }
}

fn without_line_ends(raw: &[u8]) -> &[u8] {
    let mut body = raw;
    while let [rest @ .., b'\r' | b'\n'] = body {
        body = rest;
    }
    body
}

/// How many lines end in these bytes.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = memchr2_iter(b'\r', b'\n', bytes)
        .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    ends.count() as u64
}

fn unreadable(name: &str, error: csv::Error) -> Error {
    let message = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::file("read", name)(source),
        _ => Error::file("read", name)(io::Error::other(message)),
    }
}

/// What was read of a text from its last row on.
#[derive(Default)]
struct Seen {
    bytes: Vec<u8>,
    /// The place of the first of these bytes in the text.
    first: u64,
    /// Where the last row begins among these bytes, and where it ends.
    row: usize,
    end: usize,
    /// The line on which it begins.
    line: u64,
    is_at_end: bool,
}

impl Seen {
    /// Goes on to the row that was read from one place of the text to another. Line ends before it are no part of it.
    fn advance(&mut self, begin: u64, end: u64) {
        let place = |at: u64| usize::try_from(at - self.first).unwrap_or(usize::MAX);
        let mut begin = place(begin).min(self.bytes.len());
        let end = place(end).min(self.bytes.len());
        while matches!(self.bytes.get(begin), Some(b'\r' | b'\n')) {
            begin += 1;
        }
        self.line += line_ends(&self.bytes[self.row..begin]);
        self.row = begin;
        self.end = end.max(begin);
    }

    fn row(&self) -> &[u8] {
        &self.bytes[self.row..self.end]
    }

    /// True if nothing follows the last row.
    fn is_last(&self) -> bool {
        self.is_at_end && self.end == self.bytes.len()
    }

    fn take(&mut self, more: &[u8]) {
        // What stands before the last row is of no use any more.
        self.bytes.drain(..self.row);
        self.first += self.row as u64;
        self.end -= self.row;
        self.row = 0;
        self.bytes.extend_from_slice(more);
        self.is_at_end = more.is_empty();
    }

    /// The line on which the row begins that is being read.
    fn line_of_next(&self) -> u64 {
        let rest = &self.bytes[self.end..];
        let blank = rest.len() - rest.trim_ascii_start().len();
        self.line + line_ends(&self.bytes[self.row..self.end + blank])
    }
}

/// Bytes that are kept while they pass, of which not too many pass between two rows.
struct Kept<R> {
    inner: R,
    seen: Rc<RefCell<Seen>>,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut seen = self.seen.borrow_mut();
        if seen.bytes.len() - seen.end > LONGEST_ROW {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "a row is longer than {LONGEST_ROW} bytes; close its quotation mark (it begins in line {})",
                    seen.line_of_next()
                ),
            ));
        }
        let read = self.inner.read(buffer)?;
        seen.take(&buffer[..read]);
        Ok(read)
    }
}
