//! Facts in sentences: patterns with places for names and numbers, and how names, dates and numbers read
//! in a sentence. Nothing here knows where the words come from.

mod date;
mod name;
mod number;
mod pattern;

pub use date::{dated, in_words, lasted, lasting, when};
pub use name::{Name, capitalised};
pub use number::{
    amount, cardinal, count, fraction, growth, money, multiple, ordinal, per_cent, rank, years,
};
pub use pattern::{Pattern, PatternFault, Places, lasts, places};

use crate::vocab::Status;

/// A sentence after the words that say who states it, so that a forecast or a claim never reads as a plain fact.
pub fn framed(status: Status, whom: Option<&Name>, sentence: &str) -> String {
    let sentence = capitalised(sentence);
    match (status, whom) {
        (Status::Stated, _) => sentence,
        (Status::Attributed, Some(whom)) => format!("According to {}: {sentence}", whom.text),
        (Status::Attributed, None) => format!("Reported: {sentence}"),
        (Status::Expected, Some(whom)) => format!("Expected by {}: {sentence}", whom.text),
        (Status::Expected, None) => format!("Expected: {sentence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_it_is_comes_first() {
        let whom = Name::plain("the Lake Council");
        let said = |status, whom| framed(status, whom, "the river is long");
        assert_eq!(said(Status::Stated, None), "The river is long");
        assert_eq!(
            said(Status::Attributed, Some(&whom)),
            "According to the Lake Council: The river is long"
        );
        assert_eq!(
            said(Status::Expected, Some(&whom)),
            "Expected by the Lake Council: The river is long"
        );
        assert_eq!(said(Status::Expected, None), "Expected: The river is long");
    }
}
