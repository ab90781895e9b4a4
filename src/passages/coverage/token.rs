//! The tokens of a folded text, each with its place.

use std::ops::Range;

use crate::passages::skeleton::letters;
use crate::passages::tokens;

/// A token and its place.
pub(super) struct Token {
    pub(super) text: String,
    pub(super) folded: Range<usize>,
}

/// The tokens of a folded text, each with the bytes it comes from.
pub(super) fn located(folded: &str) -> Vec<Token> {
    let (chars, origins): (Vec<char>, Vec<usize>) = letters(folded).into_iter().unzip();
    let end = |last: usize| {
        let width = folded[origins[last]..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        origins[last] + width
    };
    let spans = tokens::spans(&chars).into_iter();
    spans
        .map(|span| Token {
            folded: origins[span.start]..end(span.end - 1),
            text: tokens::token(&chars[span]),
        })
        .collect()
}
