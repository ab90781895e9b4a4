//! What a file begins with, and the sign between its cells.

/// The bytes behind a byte-order mark, or behind several, which a file gets from programs that each add one.
pub(crate) fn without_marks(mut bytes: &[u8]) -> &[u8] {
    while let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        bytes = rest;
    }
    bytes
}

/// The first line of a file, without its end and byte-order marks.
pub(crate) fn first_line(bytes: &[u8]) -> String {
    let line = without_marks(bytes).split(|byte| *byte == b'\n').next();
    let line = String::from_utf8_lossy(line.unwrap_or_default()).into_owned();
    line.trim_end_matches('\r').to_owned()
}

/// A sign between cells, in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign(pub(super) u8);

impl Sign {
    pub(super) fn one(self) -> &'static str {
        match self.0 {
            b',' => "comma",
            b';' => "semicolon",
            b'\t' => "tab",
            _ => "`|`",
        }
    }

    pub(super) fn several(self) -> &'static str {
        match self.0 {
            b',' => "commas",
            b';' => "semicolons",
            b'\t' => "tabs",
            _ => "`|`",
        }
    }
}
