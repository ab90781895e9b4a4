//! Splits the bytes of a CSV file into records, strictly, each with the line that it starts on.
//!
//! The csv crate accepts stray quotes, so that a curator's typing error would become data. Here such a record is
//! reported and left out, and the rest of the file is still read.

use super::flaw::Flaw;
use super::limits::CELL_BYTES;
use super::signs::without_marks;

/// A record whose quoting and encoding are sound.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RawRecord<'a> {
    pub(super) line: u64,
    pub(super) text: &'a str,
    pub(super) delimiter: u8,
}

/// The cells of a record, without their quotes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    /// The first cells, at most as many as were asked for.
    pub(super) kept: Vec<String>,
    /// The number of all cells.
    pub(super) count: usize,
    /// The place of a cell that is too long; neither it nor the cells after it are kept.
    pub(super) too_long: Option<usize>,
}

impl RawRecord<'_> {
    /// Whether no cell holds anything: spreadsheets add such rows.
    fn is_empty(&self) -> bool {
        let mut cells = self.text.split(char::from(self.delimiter));
        cells.all(|cell| matches!(cell, "" | "\"\""))
    }

    /// Splits the record into cells. The first `most` are kept, the others only counted.
    pub(super) fn cells(&self, most: usize) -> Cells {
        let mut cells = Cells::default();
        let (mut cell, mut state) = (String::new(), State::CellStart);
        for letter in self.text.chars() {
            let before = state;
            // Delimiters and quotes are ASCII, so any other letter can be passed on as zero.
            state = step(
                before,
                u8::try_from(letter).unwrap_or_default(),
                self.delimiter,
            );
            match (before, letter) {
                (State::CellStart | State::Plain | State::QuoteEnded, sign)
                    if sign == char::from(self.delimiter) =>
                {
                    cells.take(std::mem::take(&mut cell), most);
                }
                // A quote that opens or closes a cell, or the first of two that stand for one, is not text.
                (State::CellStart | State::Quoted, '"') => {}
                _ if cell.len() + letter.len_utf8() > CELL_BYTES => {
                    cells.too_long = Some(cells.count);
                    return cells;
                }
                _ => cell.push(letter),
            }
        }
        cells.take(cell, most);
        cells
    }
}

impl Cells {
    /// All the cells of a row.
    pub(super) fn whole(cells: Vec<String>) -> Self {
        Self {
            count: cells.len(),
            kept: cells,
            too_long: None,
        }
    }

    /// The cells under the names of a header of this width; the cells themselves if they are others. Empty ones beyond
    /// the last name, which spreadsheets add, are left out.
    pub(super) fn within(mut self, width: usize) -> Result<Vec<String>, Self> {
        let is_beyond = self.kept.get(width..).is_some_and(|beyond| {
            self.kept.len() == self.count && beyond.iter().all(String::is_empty)
        });
        if self.count < width || !is_beyond {
            return Err(self);
        }
        self.kept.truncate(width);
        Ok(self.kept)
    }

    fn take(&mut self, cell: String, most: usize) {
        self.count += 1;
        if self.kept.len() < most {
            self.kept.push(cell);
        }
    }
}

/// A record with a flaw: the place of the flaw, the bytes of the record, and how many lines it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flawed<'a> {
    pub(super) line: u64,
    pub(super) flaw: Flaw,
    pub(super) bytes: &'a [u8],
    pub(super) lines: u64,
}

/// The records of a file, one after the other.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
    line: u64,
    delimiter: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    QuoteEnded,
}

/// Splits a file with commas between cells. Byte-order marks at its start are skipped, and so are lines and rows that
/// hold nothing.
pub(super) fn split(bytes: &[u8]) -> Records<'_> {
    split_by(bytes, b',')
}

/// Splits a file with another delimiter, one byte of ASCII.
pub(super) fn split_by(bytes: &[u8], delimiter: u8) -> Records<'_> {
    Records {
        rest: without_marks(bytes),
        line: 1,
        delimiter,
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<RawRecord<'a>, Flawed<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (length, lines, flaw) = measure(self.rest, self.delimiter);
            let (bytes, rest) = self.rest.split_at(length);
            let (line, bytes) = (self.line, trim_line_end(bytes));
            self.rest = rest;
            self.line += lines;
            if let Some((offset, flaw)) = flaw {
                return Some(Err(Flawed {
                    line: line + offset,
                    flaw,
                    bytes,
                    lines,
                }));
            }
            match sound(bytes, line, lines, self.delimiter) {
                Ok(record) if record.is_empty() => {}
                record => return Some(record),
            }
        }
        None
    }
}

/// The bytes of the record as text, or the flaw because of which they are no text.
fn sound(bytes: &[u8], line: u64, lines: u64, delimiter: u8) -> Result<RawRecord<'_>, Flawed<'_>> {
    let flawed = |line, flaw| {
        Err(Flawed {
            line,
            flaw,
            bytes,
            lines,
        })
    };
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => flawed(line, Flaw::Nul),
        Ok(text) => Ok(RawRecord {
            line,
            text,
            delimiter,
        }),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            flawed(line + newlines(before), Flaw::NotUtf8)
        }
    }
}

/// The length of the first record with its line end, how many lines it takes, and its first flaw with
/// the number of lines before it.
fn measure(bytes: &[u8], delimiter: u8) -> (usize, u64, Option<(u64, Flaw)>) {
    let mut state = State::CellStart;
    let mut flaw = None;
    let (mut lines, mut opened) = (0, 0);
    for (index, byte) in bytes.iter().enumerate() {
        let before = state;
        state = step(state, *byte, delimiter);
        if before == State::CellStart && state == State::Quoted {
            opened = lines;
        }
        if flaw.is_none() {
            flaw = flaw_of(before, *byte, delimiter).map(|found| (lines, found));
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

fn step(state: State, byte: u8, delimiter: u8) -> State {
    match (state, byte) {
        (State::Quoted, b'"') => State::QuoteEnded,
        // A quote opens a cell, and a doubled quote inside a quoted cell is one quote.
        (State::CellStart | State::QuoteEnded, b'"') | (State::Quoted, _) => State::Quoted,
        (_, sign) if sign == delimiter => State::CellStart,
        (_, _) => State::Plain,
    }
}

fn flaw_of(state: State, byte: u8, delimiter: u8) -> Option<Flaw> {
    match (state, byte) {
        (State::Plain, b'"') => Some(Flaw::StrayQuote),
        (State::QuoteEnded, b'"' | b'\n' | b'\r') => None,
        (State::QuoteEnded, sign) if sign == delimiter => None,
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
            .filter_map(Result::ok)
            .map(|record| (record.line, record.text))
            .collect()
    }

    fn flaws(bytes: &[u8]) -> Vec<(u64, Flaw)> {
        split(bytes)
            .filter_map(Result::err)
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
        for text in ["\u{feff}a,b\n", "\u{feff}\u{feff}a,b\n"] {
            assert_eq!(lines(text), [(1, "a,b")]);
        }
    }

    #[test]
    fn a_row_without_a_filled_cell_is_skipped_like_an_empty_line() {
        let text = "a,b\n,\n\"\",\n,,,\nc,\n\" \",\n\"\"\"\",\n";
        assert_eq!(
            lines(text),
            [(1, "a,b"), (5, "c,"), (6, "\" \","), (7, "\"\"\"\",")]
        );
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
            delimiter: b',',
        };
        assert_eq!(record.cells(9).kept, ["say \"no\", é", "", "", "x\ny"]);
    }

    #[test]
    fn cells_that_nobody_wants_are_counted_and_not_kept() {
        let text = "a,b,c";
        let cells = RawRecord {
            line: 1,
            text,
            delimiter: b',',
        }
        .cells(2);
        assert_eq!((cells.kept.len(), cells.count), (2, 3));
    }

    #[test]
    fn a_cell_of_the_limit_is_kept_and_one_byte_more_is_not() {
        // The quotes are no part of the cell, and `é` has two bytes.
        let longest = format!("é{}", "a".repeat(CELL_BYTES - 2));
        for (text, too_long) in [
            (format!("x,\"{longest}\",y"), None),
            (format!("x,{longest}a,y"), Some(1)),
            (format!("x,a{longest},y"), Some(1)),
        ] {
            let cells = RawRecord {
                line: 1,
                text: &text,
                delimiter: b',',
            }
            .cells(9);
            assert_eq!(cells.too_long, too_long);
            assert!(cells.kept.iter().all(|cell| cell.len() <= CELL_BYTES));
        }
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_is_read_back(rows in vec(vec("[a, \"é\n]{0,6}", 2..5), 1..5)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("memory takes every record");
            }
            let bytes = writer.into_inner().expect("memory takes every record");
            let records = split(&bytes).map(|record| record.expect("its quoting is sound"));
            let read: Vec<_> = records.map(|record| record.cells(9).kept).collect();
            let is_filled = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
            prop_assert_eq!(read, rows.into_iter().filter(is_filled).collect::<Vec<_>>());
        }
    }
}
