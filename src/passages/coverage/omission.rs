//! What a document says that no fact rests on, and known to be so.

use crate::passages::tokens;

/// That no fact rests on a paragraph, or on a number in it, and why is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Omission {
    /// The number of the paragraph, from 1.
    pub paragraph: usize,
    /// The number that is left out; none for the whole paragraph.
    pub number: Option<String>,
}

/// What an omission names: a paragraph, and a number as a token.
pub(super) type Key = (usize, Option<String>);

/// What an omission names, the number folded as tokens are: `7 000` is `7000`.
pub(super) fn key(omission: &Omission) -> Key {
    let number = omission.number.as_deref();
    // Two numbers are none: together they are nothing that a paragraph could hold.
    (
        omission.paragraph,
        number.map(|number| tokens::fold(number).join(" ")),
    )
}
