//! Splits the bytes of a CSV file into records, strictly, each with the line that it starts on.
//!
//! The csv crate forgives stray quotes and reads on; a curator's slip would become data. Here such a
//! record is reported and left out, and the rest of the file is still read.

use crate::complaint::Complaint;

/// A record whose quoting and encoding are sound.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawRecord<'a> {
    pub(super) line: u64,
    pub(super) text: &'a str,
}

impl RawRecord<'_> {
    /// The cells, without their quotes.
    pub(super) fn cells(&self) -> Vec<String> {
        let mut cells = Vec::new();
        let (mut cell, mut state) = (String::new(), State::CellStart);
        for letter in self.text.chars() {
            let before = state;
            // No letter beyond one byte decides anything.
            state = step(before, u8::try_from(letter).unwrap_or_default());
            match (before, letter) {
                (State::CellStart | State::Plain | State::QuoteEnded, ',') => {
                    cells.push(std::mem::take(&mut cell));
                }
                // A quote that opens a cell, or closes it, or is the first of two.
                (State::CellStart | State::Quoted, '"') => {}
                _ => cell.push(letter),
            }
        }
        cells.push(cell);
        cells
    }
}

/// A flaw of a record, or of the rest of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A quote inside a cell that does not begin with one.
    StrayQuote,
    /// Something between a closing quote and the end of the cell.
    TextAfterQuote,
    /// A cell that begins with a quote and never ends: the rest of the file cannot be read.
    OpenQuote,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A NUL character.
    Nul,
}

impl Flaw {
    pub(super) fn complaint(self) -> Complaint {
        let (wrong, help) = match self {
            Self::StrayQuote => (
                "has a quote inside a cell that does not begin with one",
                "put the cell in quotes and double the quotes inside it",
            ),
            Self::TextAfterQuote => (
                "has text between a closing quote and the next comma",
                "double the quotes that belong to the text",
            ),
            Self::OpenQuote => (
                "opens a quote that is never closed; the rest of the file was not read",
                "close the quote",
            ),
            Self::NotUtf8 => ("has bytes that are not UTF-8", "save the file as UTF-8"),
            Self::Nul => ("has a NUL character in it", "remove it"),
        };
        Complaint::new(wrong, help)
    }
}

/// A flaw of a record, where it stands, and how many lines the record takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flawed {
    pub(super) line: u64,
    pub(super) flaw: Flaw,
    pub(super) lines: u64,
}

/// The sound records of a file, and the flaws of the others.
#[derive(Debug, Default)]
pub(super) struct Split<'a> {
    pub(super) records: Vec<RawRecord<'a>>,
    pub(super) flaws: Vec<Flawed>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    QuoteEnded,
}

/// Splits a file. A byte-order mark at its start is skipped, and so are empty lines.
pub(super) fn split(bytes: &[u8]) -> Split<'_> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut split = Split::default();
    let (mut at, mut line) = (0, 1);
    while at < bytes.len() {
        let (length, lines, flaw) = measure(&bytes[at..]);
        let record = trim_line_end(&bytes[at..at + length]);
        match flaw {
            Some((offset, flaw)) => split.flaws.push(Flawed {
                line: line + offset,
                flaw,
                lines,
            }),
            None if !record.is_empty() => split.take(record, line, lines),
            None => {}
        }
        at += length;
        line += lines;
    }
    split
}

impl<'a> Split<'a> {
    fn take(&mut self, record: &'a [u8], line: u64, lines: u64) {
        match std::str::from_utf8(record) {
            Ok(text) if text.contains('\0') => {
                self.flaws.push(Flawed {
                    line,
                    flaw: Flaw::Nul,
                    lines,
                });
            }
            Ok(text) => self.records.push(RawRecord { line, text }),
            Err(error) => {
                let before = &record[..error.valid_up_to()];
                self.flaws.push(Flawed {
                    line: line + newlines(before),
                    flaw: Flaw::NotUtf8,
                    lines,
                });
            }
        }
    }
}

/// The length of the first record with its line end, how many lines it takes, and its first flaw with
/// the number of lines before it.
fn measure(bytes: &[u8]) -> (usize, u64, Option<(u64, Flaw)>) {
    let mut state = State::CellStart;
    let mut flaw = None;
    let (mut lines, mut opened) = (0, 0);
    for (index, byte) in bytes.iter().enumerate() {
        let before = state;
        state = step(state, *byte);
        if before == State::CellStart && state == State::Quoted {
            opened = lines;
        }
        if flaw.is_none() {
            flaw = flaw_of(before, *byte).map(|found| (lines, found));
        }
        if *byte == b'\n' {
            lines += 1;
            if state != State::Quoted {
                return (index + 1, lines, flaw);
            }
        }
    }
    let open = (state == State::Quoted).then_some((opened, Flaw::OpenQuote));
    (bytes.len(), lines + 1, flaw.or(open))
}

fn step(state: State, byte: u8) -> State {
    match (state, byte) {
        (State::Quoted, b'"') => State::QuoteEnded,
        // A quote opens a cell, and a doubled quote inside a quoted cell is one quote.
        (State::CellStart | State::QuoteEnded, b'"') | (State::Quoted, _) => State::Quoted,
        (_, b',') => State::CellStart,
        (_, _) => State::Plain,
    }
}

fn flaw_of(state: State, byte: u8) -> Option<Flaw> {
    match (state, byte) {
        (State::Plain, b'"') => Some(Flaw::StrayQuote),
        (State::QuoteEnded, b',' | b'"' | b'\n' | b'\r') => None,
        (State::QuoteEnded, _) => Some(Flaw::TextAfterQuote),
        _ => None,
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

fn trim_line_end(record: &[u8]) -> &[u8] {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    record.strip_suffix(b"\r").unwrap_or(record)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Vec<(u64, &str)> {
        split(text.as_bytes())
            .records
            .iter()
            .map(|record| (record.line, record.text))
            .collect()
    }

    fn flaws(bytes: &[u8]) -> Vec<(u64, Flaw)> {
        split(bytes)
            .flaws
            .iter()
            .map(|found| (found.line, found.flaw))
            .collect()
    }

    #[test]
    fn records_know_the_line_they_start_on() {
        assert_eq!(
            lines("a,b\n\n\"x\ny\",2\r\nz,3"),
            [(1, "a,b"), (3, "\"x\ny\",2"), (5, "z,3")]
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(lines("\u{feff}a,b\n"), [(1, "a,b")]);
    }

    #[test]
    fn a_stray_quote_costs_its_own_record_alone() {
        let text = "a\nb\"c\nd\n\"e\"f\ng\n";
        assert_eq!(
            flaws(text.as_bytes()),
            [(2, Flaw::StrayQuote), (4, Flaw::TextAfterQuote)]
        );
        assert_eq!(lines(text), [(1, "a"), (3, "d"), (5, "g")]);
    }

    #[test]
    fn an_open_quote_is_named_where_it_opens() {
        assert_eq!(flaws(b"a\nb,\"c\nd\ne\n"), [(2, Flaw::OpenQuote)]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_line() {
        assert_eq!(
            flaws(b"a\nb\xff\nc\0\n"),
            [(2, Flaw::NotUtf8), (3, Flaw::Nul)]
        );
    }

    #[test]
    fn doubled_quotes_are_sound() {
        assert_eq!(
            lines("\"say \"\"no\"\"\",1\n"),
            [(1, "\"say \"\"no\"\"\",1")]
        );
    }

    #[test]
    fn quotes_are_taken_off() {
        let record = RawRecord {
            line: 1,
            text: "\"say \"\"no\"\", é\",,\"\",\"x\ny\"",
        };
        assert_eq!(record.cells(), ["say \"no\", é", "", "", "x\ny"]);
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_is_read_back(rows in vec(vec("[a, \"é\n]{0,6}", 2..5), 1..5)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("memory takes every record");
            }
            let bytes = writer.into_inner().expect("memory takes every record");
            let read: Vec<_> = split(&bytes).records.iter().map(RawRecord::cells).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
