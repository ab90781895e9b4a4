//! Tokens: the numbers and words by which a window shows that it carries a value.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::chars::{is_digit, is_letter, is_mark};
use super::fold;

/// The tokens of a raw window: whole numbers without separators, and words in lower case without accents.
///
/// A number is whole within the window: `1.0` is not a token of `11.0`, but the window may end inside a number.
pub fn of(raw: &str) -> BTreeSet<String> {
    in_order(raw).into_iter().collect()
}

/// The tokens of a raw window, and those it has when the wrapping of its lines is undone.
///
/// A copy may break a word at a line end with a hyphen, or a number at its thousands separator.
pub fn of_wrapped(raw: &str) -> BTreeSet<String> {
    let mut tokens = of(raw);
    if raw.contains('\n') {
        tokens.extend(in_order(&unwrapped(raw)));
    }
    tokens
}

/// The declared tokens that a raw window does not have, in their order; line wrapping is no obstacle.
pub fn missing(raw: &str, declared: &[String]) -> Vec<String> {
    let tokens = of_wrapped(raw);
    let absent = declared.iter().filter(|token| !tokens.contains(*token));
    absent.cloned().collect()
}

/// The parts of a printed value as tokens, in order: `-2.5 billion` is `2.5`, `billion`.
///
/// Signs, thousands separators and footnote marks go.
pub fn fold(printed: &str) -> Vec<String> {
    in_order(&fold::fold(printed).text)
}

/// Whether a text has the shape of a token: one number or one word, as [`of`] gives it.
pub fn is_token(text: &str) -> bool {
    in_order(text) == [text]
}

/// The number of words that a citation may declare; more would be a part of the text.
pub const MOST_WORDS: usize = 6;

/// Whether a token is a word, of which a citation may declare [`MOST_WORDS`]; any other is a number.
pub fn is_word(token: &str) -> bool {
    token.chars().all(is_letter)
}

fn in_order(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let chars: Vec<char> = lower.nfkd().filter(|c| !is_mark(*c)).collect();
    let spans = spans(&chars).into_iter();
    spans.map(|span| token(&chars[span])).collect()
}

/// The places of the tokens in characters that are in lower case, decomposed and without marks.
pub(super) fn spans(chars: &[char]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let end = match c {
            _ if is_digit(c) => number_end(chars, at),
            _ if is_letter(c) => run_end(chars, at, is_letter),
            _ => at,
        };
        if end > at {
            spans.push(at..end);
        }
        at = end.max(at + 1);
    }
    spans
}

/// The token that stands in a span of characters.
pub(super) fn token(span: &[char]) -> String {
    let kept = span.iter().filter(|c| !is_separator(**c));
    kept.collect()
}

/// The end of the number that starts at `at`, with its groups of thousands and its decimals.
pub(super) fn number_end(chars: &[char], at: usize) -> usize {
    let mut end = run_end(chars, at, is_digit);
    if end - at <= 3 {
        while chars.get(end).is_some_and(|c| is_separator(*c))
            && run_end(chars, end + 1, is_digit) == end + 4
        {
            end += 4;
        }
    }
    let decimals = run_end(chars, end + 1, is_digit);
    if chars.get(end) == Some(&'.') && decimals > end + 1 {
        return decimals;
    }
    end
}

fn run_end(chars: &[char], from: usize, class: fn(char) -> bool) -> usize {
    let run = chars.iter().skip(from).take_while(|c| class(**c));
    from + run.count()
}

/// A thousands separator. NFKD has made a plain space of the fixed ones.
fn is_separator(c: char) -> bool {
    matches!(c, ' ' | ',' | '\'' | '’')
}

/// The text with its lines joined: without the hyphen that divides a word, else with a space.
fn unwrapped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for line in raw.split('\n').map(str::trim) {
        match text.strip_suffix(['-', '\u{2010}']) {
            Some(word) if word.ends_with(is_letter) && line.starts_with(is_letter) => {
                text.truncate(word.len());
            }
            _ => text.push(' '),
        }
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_whole_and_words_are_folded() {
        let tokens = of("Über 11.0 % der Müller’s 1,234,567 Säcke, 7\u{a0}000");
        let expected = [
            "11.0", "1234567", "7000", "der", "muller", "s", "sacke", "uber",
        ];
        assert_eq!(tokens, expected.map(String::from).into());
        assert!(!tokens.contains("1.0"));
    }

    #[test]
    fn groups_of_thousands_have_three_digits() {
        assert_eq!(fold("1234,567"), ["1234", "567"]);
        assert_eq!(fold("1,234,5678"), ["1234", "5678"]);
        assert_eq!(fold("12,34"), ["12", "34"]);
        assert_eq!(fold("1'000.50"), ["1000.50"]);
        assert_eq!(fold("1.2.3"), ["1.2", "3"]);
    }

    #[test]
    fn a_printed_value_loses_its_sign_and_its_separators() {
        assert_eq!(fold("-4.7"), ["4.7"]);
        assert_eq!(fold("−4.7"), ["4.7"]);
        assert_eq!(fold("7 000"), ["7000"]);
        assert_eq!(fold("2.5 billion"), ["2.5", "billion"]);
        assert_eq!(fold("G20"), ["g"]);
        assert_eq!(fold("–"), [""; 0]);
    }

    #[test]
    fn a_token_is_one_number_or_one_word() {
        for token in ["4.7", "2012", "rye", "muller"] {
            assert!(is_token(token), "{token}");
        }
        for text in [
            "",
            "-4.7",
            "7,000",
            "Rye",
            "müller",
            "rye bread",
            "4.",
            "a1",
        ] {
            assert!(!is_token(text), "{text}");
        }
        assert!(is_word("rye") && !is_word("4.7"));
    }

    #[test]
    fn a_number_is_judged_within_the_window() {
        let skeleton = crate::passages::skeleton::Skeleton::of("ground on 12¹ May");
        let window = skeleton.window(0, 10).expect("a window");
        assert!(of(window.raw).contains("12"));
        let skeleton = crate::passages::skeleton::Skeleton::of("ground on May 123 and");
        let window = skeleton.window(0, 13).expect("a window");
        assert!(of(window.raw).contains("12"));
    }

    #[test]
    fn a_line_end_hides_no_token() {
        let declared = ["cooperation", "7000", "2012", "rye"].map(String::from);
        let raw = "the co-\n operation of 7\n000 mills in 2012-\n13";
        assert_eq!(missing(raw, &declared), ["rye"]);
        assert_eq!(missing("the co-operation", &declared[..1]), ["cooperation"]);
    }

    proptest! {
        #[test]
        fn every_token_has_the_shape_of_one(raw in any::<String>()) {
            for token in fold(&raw) {
                prop_assert!(is_token(&token), "{token}");
            }
            of_wrapped(&raw);
        }
    }
}
