//! The form of an exported file: what stands between cells and at the end of lines.

use crate::error::Error;

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

/// Writes a cell, in quotes where a reader could take it for something else: where it holds a quote, a line break,
/// or any sign that some reader tries as a delimiter, and where it begins or ends with a space.
pub(super) fn write_cell(out: &mut Vec<u8>, cell: &[u8]) {
    let is_odd = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'|' | b'"' | b'\n' | b'\r');
    let is_space = |byte: Option<&u8>| byte == Some(&b' ');
    if !cell.iter().any(is_odd) && !is_space(cell.first()) && !is_space(cell.last()) {
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
