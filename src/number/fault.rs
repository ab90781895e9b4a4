//! The faults of numbers, and their remedies.

use std::fmt;

use crate::complaint::Complaint;
use crate::wording::count;

/// A text that is no number, or a number whose point would move too far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// There is nothing.
    Empty,
    /// Blanks at an end.
    Blanks {
        /// The text that was refused.
        text: String,
        /// The text without them.
        write: String,
    },
    /// No plain decimal number.
    NotPlain {
        /// The text that was refused.
        text: String,
    },
    /// Neither digits nor one of the number words.
    NotPrinted {
        /// The text that was refused.
        text: String,
    },
    /// A separator that does not stand before exactly three digits.
    Grouping {
        /// The text that was refused.
        text: String,
    },
    /// Two kinds of separators in one number.
    MixedSeparators {
        /// The text that was refused.
        text: String,
    },
    /// Zeros before the first digit.
    LeadingZero {
        /// The text that was refused.
        text: String,
    },
    /// A point without digits on both sides.
    BarePoint {
        /// The text that was refused.
        text: String,
    },
    /// More digits than are computed with.
    TooLong {
        /// The text that was refused.
        text: String,
        /// The number of digits that a number may have.
        limit: u32,
    },
    /// The point would move too far.
    ShiftTooFar {
        /// The number that was to be shifted.
        number: String,
        /// The places to move, positive to the right.
        power: i32,
        /// The number of places that are possible.
        limit: u32,
    },
}

impl NumberError {
    /// The fault and the remedy.
    pub fn complaint(&self) -> Complaint {
        Complaint::new(self.wrong(), self.help())
    }

    fn wrong(&self) -> String {
        match self {
            Self::Empty => "`` is not a number: it is empty".to_owned(),
            Self::Blanks { text, .. } => {
                format!("`{text}` is not a number: it begins or ends with a blank")
            }
            Self::NotPlain { text } => format!("`{text}` is not a plain number"),
            Self::NotPrinted { text } => format!("`{text}` is not a printed number"),
            Self::Grouping { text } => format!(
                "`{text}` is not a printed number: a thousands separator stands before groups of three digits, such as `12,345`"
            ),
            Self::MixedSeparators { text } => format!(
                "`{text}` is not a printed number: it has two kinds of thousands separators"
            ),
            Self::LeadingZero { text } => format!("`{text}` begins with a superfluous zero"),
            Self::BarePoint { text } => {
                format!("`{text}` has no digit on one side of its point")
            }
            Self::TooLong { text, limit } => {
                format!("`{text}` has more than {}", count(limit, "digit"))
            }
            Self::ShiftTooFar {
                number,
                power,
                limit,
            } => format!(
                "the point of `{number}` cannot move by {}: it may stand at most {} from the last digit",
                count(power, "place"),
                count(limit, "place")
            ),
        }
    }

    fn help(&self) -> String {
        let help = match self {
            Self::Blanks { write, .. } => return format!("write `{write}`"),
            Self::Empty => "write digits, such as `25.6`",
            Self::NotPlain { text } if has_decimal_comma(text) => {
                return format!("{NOT_PLAIN}; {DECIMAL_COMMA}");
            }
            Self::NotPlain { .. } => NOT_PLAIN,
            Self::NotPrinted { .. } => NOT_PRINTED,
            Self::Grouping { .. } => GROUPING,
            Self::MixedSeparators { .. } => "make sure that it is one number and give it alone",
            Self::LeadingZero { .. } => {
                "copy the whole number, and keep a code such as `004` as text"
            }
            Self::BarePoint { .. } => {
                "copy the whole number, without the full stop of its sentence, such as `0.5`"
            }
            Self::TooLong { .. } => "check it: numbers of this length are not kept",
            Self::ShiftTooFar { .. } => "check the power of ten",
        };
        help.to_owned()
    }
}

const NOT_PLAIN: &str = "write digits with at most one point and a `-` before them if negative, such as `-4.7`, without separators, exponent or unit";
const DECIMAL_COMMA: &str = "a spreadsheet saves numbers so where its language has a decimal comma: in LibreOffice, set the locale to English (USA) before you save";
const NOT_PRINTED: &str = "give digits, with a sign, a decimal point and thousands separators if they are printed, such as `-1,234.5`, or one English number word, such as `twenty-one`, `third`, `half` or `doubled`; leave units, percent and currency signs, exponents and further words outside";
const GROUPING: &str = "copy the whole number, and where the document has a decimal comma give the value with a point and a note";

/// Whether digits have one comma among them, as a spreadsheet of many languages writes a fraction.
fn has_decimal_comma(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = text.strip_prefix('-').unwrap_or(text).split_once(',');
    parts.is_some_and(|(whole, fraction)| is_digits(whole) && is_digits(fraction))
}

impl From<NumberError> for Complaint {
    fn from(error: NumberError) -> Self {
        error.complaint()
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.complaint().fmt(f)
    }
}

impl std::error::Error for NumberError {}
