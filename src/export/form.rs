//! The form of an exported file: its delimiter, line ends and quotes.

use crate::error::Error;
use crate::tables::Holds;

/// The form of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// A byte-order mark, without which Excel garbles letters beyond ASCII, and CR LF at the end of lines.
    pub is_for_excel: bool,
    /// The character between cells, one byte of ASCII.
    pub delimiter: u8,
}

impl Form {
    /// UTF-8, commas, and LF at the end of lines.
    pub const PLAIN: Self = Self {
        is_for_excel: false,
        delimiter: b',',
    };

    /// Every form that there is.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        [false, true].into_iter().flat_map(|is_for_excel| {
            [b',', b';', b'\t', b'|'].map(|delimiter| Self {
                is_for_excel,
                delimiter,
            })
        })
    }

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

/// Writes a cell, in quotes if a reader could take it for something else.
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

/// Whether a cell contains a quote, a line break or a character that some reader tries as a delimiter, or begins or
/// ends with a space.
fn could_be_torn(cell: &[u8]) -> bool {
    let is_odd = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'|' | b'"' | b'\n' | b'\r');
    let is_space = |byte: Option<&u8>| byte == Some(&b' ');
    cell.iter().any(is_odd) || is_space(cell.first()) || is_space(cell.last())
}

/// Whether a text begins neither with a letter nor with a quotation mark, or is a truth value to spreadsheets.
/// LibreOffice can be set to read quoted cells as text; then `004`, `11.0` and `1/2` stay as they are, and so do
/// `５`, `٥` and `€5`, which are numbers to it in some languages.
fn could_be_a_number(cell: &[u8]) -> bool {
    let first = cell
        .utf8_chunks()
        .next()
        .and_then(|chunk| chunk.valid().chars().next());
    let begins_words = first.is_some_and(|first| first.is_alphabetic() || is_quotation_mark(first));
    !(begins_words || cell.is_empty())
        || cell.eq_ignore_ascii_case(b"true")
        || cell.eq_ignore_ascii_case(b"false")
}

/// Whether it is a mark with which a quotation or a title begins, in whatever language. No number begins with one.
const fn is_quotation_mark(letter: char) -> bool {
    matches!(
        letter,
        '\u{ab}' | '\u{bb}' | '\u{2018}'..='\u{201f}' | '\u{2039}' | '\u{203a}' | '\u{3008}'..='\u{300f}'
    )
}

/// Whether a column holds texts. Dates do not count: it does no harm if a reader takes a day or a year for one.
const fn is_text(holds: Holds) -> bool {
    match holds {
        Holds::Text | Holds::Key(_) | Holds::Keys(_) | Holds::Word(_) | Holds::Url => true,
        Holds::Date | Holds::Day | Holds::Integer | Holds::Number | Holds::Flag => false,
    }
}
