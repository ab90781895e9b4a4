//! The tokens of a text, each with its place.

use std::ops::Range;

use super::skeleton::letters;
use super::tokens;

/// A token and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The token.
    pub text: String,
    /// The bytes of the text it comes from.
    pub folded: Range<usize>,
}

/// The tokens of a folded text, each with the bytes it comes from.
pub fn located(folded: &str) -> Vec<Located> {
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
        .map(|span| Located {
            folded: origins[span.start]..end(span.end - 1),
            text: tokens::token(&chars[span]),
        })
        .collect()
}
