//! The letters of a text from which signs are read.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use crate::passages::chars::{is_digit, is_kept, is_mark, is_space, is_superscript};
use crate::passages::html::TAG_IN_LINE;

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
            .filter(|c| !has_no_shape(*c) && !is_superscript(*c));
        let seen: Vec<char> = seen.collect();
        let mut at = 0;
        while at < seen.len() {
            // A backslash of Markdown hides what a sign would mean there.
            if seen[at] == '\\' && seen.get(at + 1).is_some_and(char::is_ascii_punctuation) {
                self.push(seen[at + 1]);
                at += 2;
                continue;
            }
            let markup = markup(&seen, at);
            if markup == 0 {
                self.push(seen[at]);
            }
            at += markup.max(1);
        }
    }

    fn push(&mut self, c: char) {
        if c == TAG_IN_LINE {
            self.chars.push(c);
            self.capital.push(false);
            return;
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

    /// Whether there are tags that lie inside a line of a page.
    pub(super) fn has_tags(&self) -> bool {
        self.chars.contains(&TAG_IN_LINE)
    }

    /// The same with these tags as spaces, unless there is one beside them, and where a window is then; or without them.
    pub(super) fn without_tags(
        &self,
        window: &Range<usize>,
        are_spaces: bool,
    ) -> (Self, Range<usize>) {
        let mut made = Self::default();
        let mut places = Vec::with_capacity(self.chars.len() + 1);
        for (at, c) in self.chars.iter().copied().enumerate() {
            places.push(made.chars.len());
            let c = if c == TAG_IN_LINE {
                let next = self.chars[at..].iter().find(|c| **c != TAG_IN_LINE);
                let is_beside = made.chars.last() == Some(&' ') || next == Some(&' ');
                if is_beside || !are_spaces {
                    continue;
                }
                ' '
            } else {
                c
            };
            made.chars.push(c);
            made.capital.push(self.capital[at]);
        }
        places.push(made.chars.len());
        (made, places[window.start]..places[window.end])
    }

    /// The same with its lines joined, and where a window is then.
    pub(super) fn unwrapped(&self, window: &Range<usize>) -> (Self, Range<usize>) {
        let mut joined = Self::default();
        let mut places = Vec::with_capacity(self.chars.len() + 1);
        for (at, c) in self.chars.iter().copied().enumerate() {
            places.push(joined.chars.len());
            let is_end = is_line_end(c);
            let is_divided = is_end && {
                let mut behind = self.chars[at..].iter().copied();
                divides(&joined.chars, behind.find(|c| !is_line_end(*c)))
            };
            if is_divided || is_end && joined.chars.last() == Some(&' ') {
                continue;
            }
            joined.chars.push(if is_end { ' ' } else { c });
            joined.capital.push(self.capital[at]);
        }
        places.push(joined.chars.len());
        (joined, places[window.start]..places[window.end])
    }
}

/// Whether the end of a line behind these letters divides what belongs together: a range behind its dash, or a number
/// from its sign. A dash between words, which has a space before it too, is longer than the sign.
fn divides(before: &[char], next: Option<char>) -> bool {
    let Some((&dash, before)) = before.split_last() else {
        return false;
    };
    let before = before.last().copied();
    let is_sign = matches!(dash, '-' | '\u{2010}' | '\u{2011}' | '\u{2212}');
    is_dash(dash) && before.is_some_and(is_digit)
        || is_sign && before.is_none_or(opens) && next.is_some_and(is_digit)
}

/// The length of the markup of Markdown that begins here: the target of a link with the bracket before it, the bracket
/// of a link between a currency and its number, or the stars and lines of emphasis; 0 where there is none.
fn markup(seen: &[char], at: usize) -> usize {
    let before = at.checked_sub(1).and_then(|at| seen.get(at)).copied();
    let is_digit_at = |at: usize| seen.get(at).copied().is_some_and(is_digit);
    match seen[at] {
        ']' => target(&seen[at..]).unwrap_or_default(),
        '[' if before.is_some_and(is_currency) && is_digit_at(at + 1) => {
            let digits = seen[at + 1..].iter().take_while(|c| is_digit(**c)).count();
            let is_note = digits <= 3 && seen.get(at + 1 + digits) == Some(&']');
            let is_link = target(&seen[at + 1 + digits..]).is_some();
            usize::from(!is_note || is_link)
        }
        _ => {
            let run = seen[at..].iter().take_while(|c| is_emphasis(**c)).count();
            let is_inside =
                before.is_some_and(is_kept) && seen.get(at + run).copied().is_some_and(is_kept);
            if is_inside { 0 } else { run }
        }
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_')
}

/// The length of `](target)`, with balanced parentheses and closed on its line; none where a text begins otherwise.
pub(super) fn target(text: &[char]) -> Option<usize> {
    if !text.starts_with(&[']', '(']) {
        return None;
    }
    let mut depth = 0;
    let mut at = 1;
    while let Some(&c) = text.get(at) {
        match c {
            '\\' => at += 1,
            c if is_line_end(c) => return None,
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A hyphen or a dash.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// What a sign may follow: a space, an opening bracket, a quotation mark that may open, or a mathematical sign such as
/// `<` or `≈`, among which is the border of a cell; but no other minus, and no slash of a fraction.
pub(super) fn opens(c: char) -> bool {
    let opens_by_class = || {
        matches!(
            c.general_category(),
            GeneralCategory::OpenPunctuation
                | GeneralCategory::InitialPunctuation
                | GeneralCategory::MathSymbol
        )
    };
    match c {
        '"' | '\'' | '»' | '›' | '`' => true,
        '\u{2212}' | '\u{2044}' => false,
        _ => is_space(c) || opens_by_class(),
    }
}

/// A character of category Cf: it has no shape of its own, such as the marks for the direction of a text, of which
/// programs leave some beside numbers.
fn has_no_shape(c: char) -> bool {
    c == '\u{ad}' || !c.is_ascii() && c.general_category() == GeneralCategory::Format
}

/// A sign of a currency.
pub(super) fn is_currency(c: char) -> bool {
    c == '$' || !c.is_ascii() && c.general_category() == GeneralCategory::CurrencySymbol
}
