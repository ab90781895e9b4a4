//! Recorded omissions: parts of a document on which no fact rests, for a reason.

use crate::passages::tokens;

/// A paragraph, or a number in it, on which no fact rests for a reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Omission {
    /// The number of the paragraph, from 1.
    pub paragraph: usize,
    /// The number that is left out; none for the whole paragraph.
    pub number: Option<String>,
}

/// The paragraph that an omission names, and the number as a token.
pub(super) type Key = (usize, Option<String>);

/// The key of an omission, its number folded as tokens are: `7 000` is `7000`.
pub(super) fn key(omission: &Omission) -> Key {
    let number = omission.number.as_deref();
    // Two numbers are none: together they are nothing that a paragraph could hold.
    (
        omission.paragraph,
        number.map(|number| tokens::fold(number).join(" ")),
    )
}
