//! Gaps in the coverage, with their places and without a word of the document.

use std::cmp::Ordering;
use std::fmt;
use std::ops::RangeInclusive;

use serde::Serialize;

/// Something that no fact rests on, or an explanation that explains nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "gap", rename_all = "snake_case")]
pub enum Gap {
    /// No window lies in a paragraph.
    Paragraph {
        /// Its number, from 1.
        number: usize,
        /// Its lines in the copy, from 1.
        lines: RangeInclusive<usize>,
    },
    /// No window with that token holds a number.
    Number {
        /// The paragraph it stands in, from 1.
        paragraph: usize,
        /// The line in which it stands uncovered for the first time, from 1.
        line: usize,
        /// The number as a token.
        number: String,
    },
    /// A note has no reference.
    Note {
        /// The source whose note it is.
        source_id: String,
        /// Its number.
        note: usize,
        /// The line it begins, or the line of the note next below that begins one, from 1.
        line: usize,
    },
    /// No note of a source begins a line in a range of lines that are declared to be notes.
    NoNotes {
        /// The lines as declared, from 1.
        lines: RangeInclusive<usize>,
    },
    /// A window holds a sign, a name with a number or a tick, which no digest proves, and does not declare it.
    Unguarded {
        /// The passage.
        citation_id: String,
        /// The line at which it begins, from 1.
        line: usize,
        /// The token that would prove it.
        token: String,
    },
    /// An omission explains nothing.
    NeedlessOmission {
        /// The paragraph it names.
        paragraph: usize,
        /// The number it names; none for the whole paragraph.
        number: Option<String>,
        /// The line at which the paragraph begins; none when there is no such paragraph.
        line: Option<usize>,
        /// The reason.
        reason: Needless,
    },
}

/// The reason why an omission explains nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Needless {
    /// The copy has no such paragraph.
    NoSuchParagraph,
    /// The paragraph lies in the lines of notes, or has no letter or digit.
    NotCounted,
    /// A window lies in the paragraph.
    ParagraphCovered,
    /// The paragraph has no such number.
    NoSuchNumber,
    /// Every such number of the paragraph is covered.
    NumberCovered,
    /// Another omission says so already, of the number or of the whole paragraph.
    Repeated,
}

impl fmt::Display for Needless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSuchParagraph => "the copy has no such paragraph",
            Self::NotCounted => "the paragraph is in the notes or has no letter or digit",
            Self::ParagraphCovered => "a citation lies in the paragraph",
            Self::NoSuchNumber => "the paragraph has no such number",
            Self::NumberCovered => "citations carry the number wherever it stands there",
            Self::Repeated => "another omission says so already",
        })
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraph { number, lines } => {
                let lines = Lines(lines);
                write!(f, "{lines}: nothing is cited from paragraph {number}")
            }
            Self::Number {
                paragraph,
                line,
                number,
            } => write!(
                f,
                "line {line}: no citation carries `{number}` of paragraph {paragraph}"
            ),
            Self::Note {
                source_id,
                note,
                line,
            } => write!(
                f,
                "line {line}: note {note} of `{source_id}` has no reference"
            ),
            Self::NoNotes { lines } => {
                let lines = Lines(lines);
                write!(
                    f,
                    "{lines}: declared as notes, but no line begins with the number of a note"
                )
            }
            Self::Unguarded {
                citation_id,
                line,
                token,
            } => write!(
                f,
                "line {line}: `{citation_id}` does not declare `{token}`, which its digest does not prove"
            ),
            Self::NeedlessOmission {
                paragraph,
                number,
                reason,
                ..
            } => {
                let of = number
                    .as_ref()
                    .map_or(String::new(), |number| format!("`{number}` of "));
                write!(
                    f,
                    "remove the omission of {of}paragraph {paragraph}: {reason}"
                )
            }
        }
    }
}

/// A range of lines, for people.
struct Lines<'a>(&'a RangeInclusive<usize>);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.0.start(), self.0.end());
        if first == last {
            return write!(f, "line {first}");
        }
        write!(f, "lines {first}-{last}")
    }
}

/// The order of gaps: by line, by kind, then by everything else.
type Key<'a> = (
    usize,
    usize,
    usize,
    usize,
    &'a str,
    &'a str,
    Option<Needless>,
);

impl Gap {
    fn key(&self) -> Key<'_> {
        match self {
            Self::Paragraph { number, lines } => {
                (*lines.start(), 0, *number, *lines.end(), "", "", None)
            }
            Self::Number {
                paragraph,
                line,
                number,
            } => (*line, 1, *paragraph, 0, number, "", None),
            Self::Note {
                source_id,
                note,
                line,
            } => (*line, 2, *note, 0, source_id, "", None),
            Self::NoNotes { lines } => (*lines.start(), 3, *lines.end(), 0, "", "", None),
            Self::Unguarded {
                citation_id,
                line,
                token,
            } => (*line, 5, 0, 0, citation_id, token, None),
            Self::NeedlessOmission {
                paragraph,
                number,
                line,
                reason,
            } => {
                // A paragraph that does not exist comes after all that do.
                let line = line.unwrap_or(usize::MAX);
                let whole = usize::from(number.is_some());
                let number = number.as_deref().unwrap_or_default();
                (line, 4, *paragraph, whole, number, "", Some(*reason))
            }
        }
    }
}

impl Ord for Gap {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Gap {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
