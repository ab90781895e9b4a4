//! The numbers of a text, with their places.
//!
//! A number is a whole number token, or a number word before what it counts. Not counted are:
//! digits in a web address; digits that are part of a name, such as `Rye-7` or `5G`; note marks that
//! the fold has to leave, since they follow a year: `(1908),3 `.

use std::ops::Range;

use super::words;
use crate::passages::chars::{is_closing, is_digit, is_space, is_word};
use crate::passages::located::{Located as Token, located};
use crate::passages::tokens;

/// A number and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// The number as a token.
    pub(super) token: String,
    /// The bytes of the folded text it covers.
    pub(super) folded: Range<usize>,
    /// The number it is part of, if a line ends inside that number, at a thousands separator.
    pub(super) joined: Option<String>,
}

/// The numbers of a folded text, in order.
pub(super) fn numbers(folded: &str) -> Vec<Number> {
    let tokens = located(folded);
    let addresses = web_addresses(folded);
    let counts = |(index, token): &(usize, &Token)| {
        !lies_in(&addresses, token.folded.start) && is_number(*index, &tokens, folded)
    };
    let counted = (0..).zip(&tokens).filter(counts);
    let mut numbers: Vec<Number> = counted
        .map(|(_, token)| Number {
            token: token.text.clone(),
            folded: token.folded.clone(),
            joined: None,
        })
        .collect();
    join_wrapped(&mut numbers, folded);
    numbers
}

fn is_number(index: usize, tokens: &[Token], folded: &str) -> bool {
    let token = &tokens[index];
    if tokens::is_word(&token.text) {
        return words::is_number(index, tokens, folded);
    }
    !is_name(token, folded) && !is_note_mark(token, folded)
}

/// The bytes of the web addresses of a text: each runs to the next white space.
fn web_addresses(folded: &str) -> Vec<Range<usize>> {
    let mut addresses = Vec::new();
    let mut start = 0;
    for piece in folded.split_inclusive(is_space) {
        let lower = piece.to_ascii_lowercase();
        let found = ["http://", "https://", "www."]
            .iter()
            .filter_map(|head| lower.find(head));
        let end = start + piece.len();
        addresses.extend(found.min().map(|at| start + at..end));
        start = end;
    }
    addresses
}

/// Whether a place lies in one of the ranges, which are in order and apart.
fn lies_in(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

/// Whether a number is part of a name: a short one after a capitalised word and a hyphen, or the
/// number of a generation of networks.
fn is_name(number: &Token, folded: &str) -> bool {
    let integer = number.text.split('.').next().unwrap_or_default();
    let generation = folded[number.folded.end..]
        .strip_prefix('G')
        .is_some_and(|after| !after.starts_with(is_word));
    let before = folded[..number.folded.start].strip_suffix(['-', '\u{2010}']);
    let capitalised = before.is_some_and(|before| {
        let word = before.rsplit(|c| !is_word(c)).next().unwrap_or_default();
        word.starts_with(char::is_uppercase)
    });
    // A year has four digits, and `Mid-1908` is no name.
    generation || (capitalised && integer.chars().count() <= 3)
}

/// Whether a number is a note mark: up to three digits before white space, after a year and one to
/// three closing marks.
fn is_note_mark(number: &Token, folded: &str) -> bool {
    let before = &folded[..number.folded.start];
    let year = before.trim_end_matches(is_closing);
    let closing = before.len() - year.len();
    let digits = year.chars().rev().take_while(|c| is_digit(*c)).count();
    let after = folded[number.folded.end..].chars().next();
    (1..=3).contains(&before[before.len() - closing..].chars().count())
        && digits == 4
        && number.text.len() <= 3
        && after.is_none_or(is_space)
}

/// Notes the whole number on both halves of a number that a line end may divide.
fn join_wrapped(numbers: &mut [Number], folded: &str) {
    for index in 1..numbers.len() {
        let (first, second) = (&numbers[index - 1].folded, &numbers[index].folded);
        let between = folded.get(first.end..second.start).unwrap_or_default();
        if !between.contains('\n') || !between.chars().all(is_space) {
            continue;
        }
        let halves = format!("{} {}", &folded[first.clone()], &folded[second.clone()]);
        if let [joined] = tokens::fold(&halves).as_slice() {
            numbers[index - 1].joined = Some(joined.clone());
            numbers[index].joined = Some(joined.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::passages::skeleton::Skeleton;

    fn found(text: &str) -> Vec<String> {
        let skeleton = Skeleton::of(text);
        let numbers = numbers(skeleton.folded()).into_iter();
        numbers.map(|number| number.token).collect()
    }

    #[test]
    fn numbers_are_whole_tokens() {
        let text = "7 000 sacks, 2.5 % in 1908-09, the 18th mill since the 1890s";
        assert_eq!(found(text), ["7000", "2.5", "1908", "09", "18", "1890"]);
    }

    #[test]
    fn a_web_address_has_no_numbers() {
        assert_eq!(found("<https://mill.example/1908/7> in 1909"), ["1909"]);
        assert_eq!(found("see WWW.mill.example/12, 13"), ["13"]);
    }

    #[test]
    fn a_name_has_no_numbers() {
        assert_eq!(found("the RYE-7 blight, post-Rye-12 and 5G mills"), [""; 0]);
        assert_eq!(
            found("Mid-1908, mid-7, Rye 7, 5Gs"),
            ["1908", "7", "7", "5"]
        );
    }

    #[test]
    fn a_note_mark_after_a_year_is_no_number() {
        assert_eq!(found("(in 1908),3 or 1909,12 and"), ["1908", "1909"]);
        assert_eq!(
            found("12,34 and 1908, 3 and 1908,3x"),
            ["12", "34", "1908", "3", "1908", "3"]
        );
    }

    #[test]
    fn a_number_that_a_line_end_divides_is_known() {
        let numbers = numbers("some 7\n000 in 12\n30");
        let joined: Vec<_> = numbers
            .iter()
            .map(|number| number.joined.as_deref())
            .collect();
        assert_eq!(joined, [Some("7000"), Some("7000"), None, None]);
    }

    #[test]
    fn a_number_word_counts_before_what_it_counts() {
        for (text, tokens) in [
            ("the two mills and the two, of the two.", vec!["two"]),
            (
                "four of which, thousands of sacks",
                vec!["four", "thousands"],
            ),
            (
                "a three-day fair, three ‘good’ days, 'three' days",
                vec!["three", "three"],
            ),
            (
                "its first summit, first-ever mill, second largest",
                vec!["first", "first", "second"],
            ),
            ("Six mills. Ten more", vec!["six", "ten"]),
            (
                "between a quarter and a third, by a half",
                vec!["quarter", "third", "half"],
            ),
            ("twenty-five mills", vec!["twenty", "five"]),
            ("more than doubled since, twice.", vec!["doubled", "twice"]),
            (
                "a hundred and a few hundred sacks",
                vec!["hundred", "hundred"],
            ),
        ] {
            assert_eq!(found(text), tokens, "{text}");
        }
    }

    #[test]
    fn what_multiplies_a_number_is_part_of_it() {
        for (text, tokens) in [
            ("10 billion sacks, $10-million sacks", vec!["10", "10"]),
            ("two hundred thousand sacks", vec!["two"]),
            ("about half million sacks", vec!["half"]),
            ("one billion sacks", vec!["billion"]),
            ("value in billion\tvalue", vec![]),
            ("the first hundred days", vec!["first", "hundred"]),
        ] {
            assert_eq!(found(text), tokens, "{text}");
        }
    }

    #[test]
    fn idioms_names_and_one_do_not_count() {
        for text in [
            "first and foremost, on the one hand, once again",
            "against third parties, a third party, second-fiddle, first-class",
            "doubled down on rye, first of all",
            "the Three Mills Bridge, the Millers Five evolved, the Millers' Five’ mill",
            "at first the two’s mills",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_stands_where_it_says(text in any::<String>()) {
            let skeleton = Skeleton::of(&text);
            for number in numbers(skeleton.folded()) {
                prop_assert!(skeleton.folded().get(number.folded.clone()).is_some());
            }
        }
    }
}
