//! Why a text is no number that we take, and what to do.

use thiserror::Error;

/// A text that is no number, or a result that has no room.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NumberError {
    /// There is nothing.
    #[error("`` is not a number: it is empty; write digits, such as `25.6`")]
    Empty,
    /// Blanks at an end.
    #[error("`{text}` is not a number: it begins or ends with a blank; write `{write}`")]
    Blanks {
        /// The text that was refused.
        text: String,
        /// The text without them.
        write: String,
    },
    /// No plain decimal number.
    #[error(
        "`{text}` is not a plain number: write digits with at most one point and a `-` before them if negative, such as `-4.7`, without separators, exponent or unit"
    )]
    NotPlain {
        /// The text that was refused.
        text: String,
    },
    /// Neither digits nor one of the number words.
    #[error(
        "`{text}` is not a printed number: give digits, with a sign, a decimal point and thousands separators if they are printed, such as `-1,234.5`, or one English number word, such as `twenty-one`, `third`, `half` or `doubled`; leave units, percent and currency signs, exponents and further words outside"
    )]
    NotPrinted {
        /// The text that was refused.
        text: String,
    },
    /// A separator that does not stand before exactly three digits.
    #[error(
        "`{text}` is not a printed number: a thousands separator stands before groups of three digits, such as `12,345`; copy the whole number, and where the document has a decimal comma give the value with a point and a note"
    )]
    Grouping {
        /// The text that was refused.
        text: String,
    },
    /// Two kinds of separators in one number.
    #[error(
        "`{text}` is not a printed number: it has two kinds of thousands separators; make sure that it is one number and give it alone"
    )]
    MixedSeparators {
        /// The text that was refused.
        text: String,
    },
    /// Zeros before the first digit.
    #[error(
        "`{text}` begins with a superfluous zero: copy the whole number, and keep a code such as `004` as text"
    )]
    LeadingZero {
        /// The text that was refused.
        text: String,
    },
    /// A point without digits on both sides.
    #[error(
        "`{text}` has no digit on one side of its point: copy the whole number, without the full stop of its sentence, such as `0.5`"
    )]
    BarePoint {
        /// The text that was refused.
        text: String,
    },
    /// More digits than are computed with.
    #[error("`{text}` has more than {limit} digits: check it; numbers of this length are not kept")]
    TooLong {
        /// The text that was refused.
        text: String,
        /// The number of digits that a number may have.
        limit: u32,
    },
    /// The point would move too far.
    #[error(
        "the point of `{number}` cannot move by {power} places: it may stand at most {limit} places from the last digit; check the power of ten"
    )]
    ShiftTooFar {
        /// The number that was to be shifted.
        number: String,
        /// The places to move, positive to the right.
        power: i32,
        /// The number of places that are possible.
        limit: u32,
    },
    /// An exact result has more digits than are computed with.
    #[error(
        "`{left}` {operation} `{right}` has no exact result within {limit} digits: check the units of both numbers"
    )]
    Overflow {
        /// The first number.
        left: String,
        /// `plus` or `minus`.
        operation: &'static str,
        /// The second number.
        right: String,
        /// The number of digits that a number may have.
        limit: u32,
    },
    /// Half a unit of the last digit needs a digit more than are computed with.
    #[error(
        "`{number}` has too many digits for a rounding interval within {limit} digits: give it with fewer digits"
    )]
    NoInterval {
        /// The number.
        number: String,
        /// The number of digits that a number may have.
        limit: u32,
    },
}
