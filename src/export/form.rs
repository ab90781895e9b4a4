//! The form of an exported file: what stands between cells and at the end of lines.

use crate::error::Error;
use crate::tables::Holds;

/// The form of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// A byte-order mark, without which Excel garbles letters beyond ASCII, and CR LF at the end of lines.
    pub is_for_excel: bool,
    /// What stands between cells.
    pub delimiter: u8,
}

impl Form {
    /// UTF-8, commas, and LF at the end of lines.
    pub const PLAIN: Self = Self {
        is_for_excel: false,
        delimiter: b',',
    };

    /// The options that ask for it.
    pub(super) fn options(self) -> Vec<String> {
        let mut options = Vec::new();
        if self.is_for_excel {
            options.push("--excel".to_owned());
        }
        match self.delimiter {
            b',' => {}
            b'\t' => options.push("--delimiter tab".to_owned()),
            other => options.push(format!("--delimiter '{}'", char::from(other))),
        }
        options
    }

    /// Reads a delimiter: one sign, or its name.
    pub fn delimiter(text: &str) -> Result<u8, Error> {
        match text {
            "," | "comma" => Ok(b','),
            ";" | "semicolon" => Ok(b';'),
            "\t" | "\\t" | "tab" => Ok(b'\t'),
            "|" | "pipe" => Ok(b'|'),
            _ => Err(Error::request(
                format!("`{text}` is no delimiter"),
                "use comma, semicolon, tab or pipe",
            )),
        }
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::PLAIN
    }
}

/// Writes a cell, in quotes where a reader could take it for something else.
pub(super) fn write_cell(out: &mut Vec<u8>, cell: &[u8], holds: Holds) {
    let wants_quotes = could_be_torn(cell) || (is_text(holds) && could_be_a_number(cell));
    if !wants_quotes {
        out.extend_from_slice(cell);
        return;
    }
    out.push(b'"');
    for part in cell.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(part);
        if part.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

/// Whether a cell holds a quote, a line break, or any sign that some reader tries as a delimiter, or begins or ends
/// with a space.
fn could_be_torn(cell: &[u8]) -> bool {
    let is_odd = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'|' | b'"' | b'\n' | b'\r');
    let is_space = |byte: Option<&u8>| byte == Some(&b' ');
    cell.iter().any(is_odd) || is_space(cell.first()) || is_space(cell.last())
}

/// Whether a text begins as no word does, or is a truth value to spreadsheets. With quotes, their setting that keeps
/// what is quoted as text keeps `004`, `11.0` and `1/2`.
fn could_be_a_number(cell: &[u8]) -> bool {
    let is_no_letter = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
    cell.first().is_some_and(is_no_letter)
        || cell.eq_ignore_ascii_case(b"true")
        || cell.eq_ignore_ascii_case(b"false")
}

/// Whether a column holds texts; a date is none, since a day and a year may well be read as what they are.
const fn is_text(holds: Holds) -> bool {
    match holds {
        Holds::Text | Holds::Key(_) | Holds::Keys(_) | Holds::Word(_) | Holds::Url => true,
        Holds::Date | Holds::Day | Holds::Integer | Holds::Number | Holds::Flag => false,
    }
}
