//! What can be wrong with the quoting or encoding of a record.

use super::signs::Sign;
use crate::complaint::Complaint;

/// A fault in the quoting or encoding of a record, or of the rest of a file.
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
    /// What is wrong in a file with this sign between cells, and the remedy.
    pub(super) fn complaint(self, delimiter: u8) -> Complaint {
        let after_quote = format!(
            "has text between a closing quote and the next {}",
            Sign(delimiter).one()
        );
        let (wrong, help) = match self {
            Self::StrayQuote => (
                "has a quote inside a cell that does not begin with one",
                "put the cell in quotes and double the quotes inside it",
            ),
            Self::TextAfterQuote => (
                after_quote.as_str(),
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
