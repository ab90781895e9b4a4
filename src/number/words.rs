//! English number words in small letters, with their values.

use super::Decimal;

const TENS: [(&str, i64); 8] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// The position is the value.
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The position is one below the value.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

/// Words on their own: value, and how many of its digits are decimals.
const OTHERS: [(&str, i64, i32); 17] = [
    ("half", 5, 1),
    ("quarter", 25, 2),
    ("dozen", 12, 0),
    ("hundred", 100, 0),
    ("thousand", 1_000, 0),
    ("million", 1_000_000, 0),
    ("once", 1, 0),
    ("twice", 2, 0),
    ("double", 2, 0),
    ("doubled", 2, 0),
    ("triple", 3, 0),
    ("tripled", 3, 0),
    ("quadrupled", 4, 0),
    // Rank one.
    ("largest", 1, 0),
    ("biggest", 1, 0),
    ("main", 1, 0),
    ("top", 1, 0),
];

/// The number that one word prints.
pub(super) fn value(text: &str) -> Option<Decimal> {
    let other = OTHERS.iter().find(|(word, _, _)| *word == text);
    if let Some(&(_, digits, scale)) = other {
        return Decimal::from(digits).shift(-scale).ok();
    }
    cardinal(text).or_else(|| ordinal(text)).map(Decimal::from)
}

/// `zero` to `ninety-nine`.
pub(crate) fn cardinal(text: &str) -> Option<i64> {
    let Some((ten, one)) = text.split_once('-') else {
        return position(&SMALL, text).or_else(|| tens(text));
    };
    let ones = position(&SMALL, one).filter(|ones| (1..10).contains(ones))?;
    Some(tens(ten)? + ones)
}

/// `first` to `tenth`.
pub(crate) fn ordinal(text: &str) -> Option<i64> {
    position(&ORDINALS, text).map(|before| before + 1)
}

fn position(words: &[&str], text: &str) -> Option<i64> {
    let index = words.iter().position(|word| *word == text)?;
    i64::try_from(index).ok()
}

fn tens(text: &str) -> Option<i64> {
    let (_, value) = TENS.iter().find(|(word, _)| *word == text)?;
    Some(*value)
}
