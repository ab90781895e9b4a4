//! The letters of a text from which signs are read.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use crate::passages::chars::{is_digit, is_invisible, is_mark, is_superscript};

/// The letters of a text in lower case, without accents and note marks, with what is left out of them for each.
#[derive(Default)]
pub(super) struct Letters {
    pub(super) chars: Vec<char>,
    pub(super) capital: Vec<bool>,
}

impl Letters {
    pub(super) fn take(&mut self, text: &str) {
        let seen = text
            .chars()
            .filter(|c| !is_invisible(*c) && !is_superscript(*c));
        let seen: Vec<char> = seen.collect();
        for (at, c) in seen.iter().copied().enumerate() {
            // A backslash of Markdown hides what a sign would mean there.
            let is_escape = c == '\\' && seen.get(at + 1).is_some_and(char::is_ascii_punctuation);
            if is_escape {
                continue;
            }
            let capital = c.is_uppercase();
            let parts = c
                .nfkc()
                .flat_map(char::to_lowercase)
                .nfkd()
                .filter(|c| !is_mark(*c));
            // The cells of a table stay apart from words.
            let parts: Vec<char> = parts.collect();
            self.capital.extend(parts.iter().map(|_| capital));
            self.chars.extend(parts);
        }
    }

    /// The same with its lines joined, and where a window is then.
    pub(super) fn unwrapped(&self, window: &Range<usize>) -> (Self, Range<usize>) {
        let mut joined = Self::default();
        let mut moved = window.clone();
        for (at, c) in self.chars.iter().copied().enumerate() {
            if at == window.start {
                moved.start = joined.chars.len();
            }
            if at == window.end {
                moved.end = joined.chars.len();
            }
            let is_end = matches!(c, '\n' | '\r');
            let divides = |chars: &[char]| matches!(chars, [.., before, dash] if is_dash(*dash) && is_digit(*before));
            if is_end && (divides(&joined.chars) || joined.chars.last() == Some(&' ')) {
                continue;
            }
            joined.chars.push(if is_end { ' ' } else { c });
            joined.capital.push(self.capital[at]);
        }
        if window.end == self.chars.len() {
            moved.end = joined.chars.len();
        }
        (joined, moved)
    }
}

/// A hyphen or a dash.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
