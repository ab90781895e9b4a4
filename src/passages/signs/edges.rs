//! Whether the first and the last word or number of a window are whole in a text: a digest agrees with `likely` in
//! `unlikely`, too, and with `12` in `120`.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::is_plain_number;
use crate::passages::chars::{
    SUPERSCRIPTS, is_apostrophe, is_closing, is_digit, is_kept, is_letter, superscript,
};
use crate::passages::tokens::token;

/// A word or number that begins before a window or goes on behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The side of the window on which more of it stands.
    pub side: Side,
    /// The whole of it, in lower case: `unlikely`, `2005-06`.
    pub text: String,
    /// The token of a number with the mark of a note directly behind it, if it may be that: `12³` of `123`.
    pub mark: Option<String>,
}

/// A side of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Before its first letter or digit.
    Front,
    /// Behind its last one.
    End,
}

/// The most digits of a note mark, and the most closing marks before it.
const MARK: usize = 3;

/// The words that a window cuts, if it does. What begins as a number is left to [`of_number`].
pub(super) fn of_words(chars: &[char], window: &Range<usize>) -> BTreeSet<Edge> {
    let mut found = BTreeSet::new();
    if window.is_empty() {
        return found;
    }
    if begins_before(chars, window.start) {
        found.insert(word(chars, window.start, Side::Front));
    }
    if goes_on(chars, window.end) {
        found.insert(word(chars, window.end, Side::End));
    }
    found
}

/// The number that begins and ends here, if a window cuts it.
pub(super) fn of_number(
    chars: &[char],
    number: &Range<usize>,
    window: &Range<usize>,
) -> Option<Edge> {
    let text = || chars[number.clone()].iter().collect();
    if window.contains(&number.start) && number.end > window.end {
        return Some(Edge {
            side: Side::End,
            text: text(),
            mark: mark(chars, number, window.end),
        });
    }
    (number.start < window.start && number.end > window.start).then(|| Edge {
        side: Side::Front,
        text: text(),
        mark: None,
    })
}

fn begins_before(chars: &[char], start: usize) -> bool {
    let Some((&last, before)) = chars[..start].split_last() else {
        return false;
    };
    if is_apostrophe(last) {
        return before.last().is_some_and(|c| touch(*c, chars[start]));
    }
    let digits = chars[..start].iter().rev().take_while(|c| is_digit(**c));
    let digits = digits.count();
    let is_alone = !chars[..start - digits].last().is_some_and(|c| is_kept(*c));
    // A note may begin with its number, and a number is looked at as a whole.
    let is_note = (1..=MARK).contains(&digits) && is_letter(chars[start]);
    touch(last, chars[start]) && !(is_alone && (is_note || is_digit(chars[start])))
}

fn goes_on(chars: &[char], end: usize) -> bool {
    let last = chars[end - 1];
    let Some(&next) = chars.get(end) else {
        return false;
    };
    if is_apostrophe(next) {
        let behind = chars.get(end + 1);
        return is_letter(last) && behind.is_some_and(|c| is_letter(*c) && touch(last, *c));
    }
    let digits = chars[..end].iter().rev().take_while(|c| is_digit(**c));
    let digits = digits.count();
    let is_alone = !chars[..end - digits].last().is_some_and(|c| is_kept(*c));
    touch(last, next) && !(is_alone && is_digit(next))
}

/// Whether two characters side by side belong to one word or number. Scripts without case have no spaces, or write
/// small words without one.
fn touch(a: char, b: char) -> bool {
    let counts = |c: char| {
        is_kept(c) && (c.is_ascii() || c.general_category() != GeneralCategory::OtherLetter)
    };
    counts(a) && counts(b)
}

fn word(chars: &[char], at: usize, side: Side) -> Edge {
    let is_part = |c: &&char| is_kept(**c) || is_apostrophe(**c);
    let before = chars[..at].iter().rev().take_while(is_part).count();
    let behind = chars[at..].iter().take_while(is_part).count();
    Edge {
        side,
        text: chars[at - before..at + behind].iter().collect(),
        mark: None,
    }
}

/// The token of a number that a window ends with and of the note mark behind it: up to three digits, directly or
/// after closing marks.
fn mark(chars: &[char], number: &Range<usize>, end: usize) -> Option<String> {
    let rest = &chars[end..number.end];
    let closing = rest.iter().take_while(|c| is_closing(**c)).count();
    let digits = &rest[closing..];
    let are_digits = digits.iter().all(char::is_ascii_digit) && closing <= MARK;
    let is_mark = are_digits && (1..=MARK).contains(&digits.len());
    let is_end = !chars.get(number.end).is_some_and(|c| is_kept(*c));
    let text = token(&chars[number.start..end]);
    let raised = digits.iter().filter_map(|c| superscript(*c));
    (is_mark && is_end && is_plain_number(&text)).then(|| text.chars().chain(raised).collect())
}

/// The number of a token that has a note mark behind it: `12` of `12³`; none of any other token.
pub(super) fn marked_number(text: &str) -> Option<&str> {
    let number = text.trim_end_matches(SUPERSCRIPTS);
    let marks = text[number.len()..].chars().count();
    ((1..=MARK).contains(&marks) && is_plain_number(number)).then_some(number)
}

#[cfg(test)]
mod tests;
