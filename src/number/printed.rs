//! Numbers as documents print them: digits with separators, or one word.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::decimal::not_blank;
use super::{Decimal, NumberError};

/// Hyphen-minus, minus, en dash.
const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];
/// Comma, space, no-break space, narrow no-break space, straight and curly apostrophe.
const SEPARATORS: [char; 6] = [',', ' ', '\u{a0}', '\u{202f}', '\'', '\u{2019}'];

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

/// A number as it stands in a document, with what it means.
///
/// Digits may have a sign (`+`, `-`, a minus or an en dash), a decimal point, and one kind
/// of thousands separator (comma, space, no-break space, narrow no-break space,
/// apostrophe) before each group of three digits.
///
/// Of words, in small or capital letters, there is a closed list: `zero` to `nineteen`,
/// the tens, `twenty-one` and its like; `first` to `tenth`; `half` (0.5), `quarter` (0.25),
/// `dozen`, `hundred`, `thousand`, `million`; `once` and `twice`; `double`, `doubled` (2),
/// `triple`, `tripled` (3), `quadrupled` (4); `largest`, `biggest`, `main`, `top` (rank 1).
/// `third` is the rank 3 and never a part of three, `second` is the rank 2 and `quarter`
/// is a part of four.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Printed {
    text: String,
    value: Decimal,
    is_word: bool,
}

impl Printed {
    /// Reads the whole of `text` as one number; nothing may stand around it.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        text.to_owned().try_into()
    }

    /// The text as it is printed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What is printed, as a number, without the unit and its power of ten. It keeps the
    /// zeros at the end, so `5.0` has the rounding interval of tenths.
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// Whether it is a word. Words have no printed digits: whether the rounding interval
    /// of `half` or `thousand` means anything is for the caller to say.
    pub fn is_word(&self) -> bool {
        self.is_word
    }
}

impl TryFrom<String> for Printed {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        not_blank(&text)?;
        let word = word(&text.to_ascii_lowercase());
        let value = word.map_or_else(|| digits(&text), Ok)?;
        Ok(Self {
            text,
            value,
            is_word: word.is_some(),
        })
    }
}

impl FromStr for Printed {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl From<Printed> for String {
    fn from(printed: Printed) -> Self {
        printed.text
    }
}

/// The text as it is printed.
impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

fn word(text: &str) -> Option<Decimal> {
    let other = OTHERS.iter().find(|(word, _, _)| *word == text);
    if let Some(&(_, digits, scale)) = other {
        return Decimal::from(digits).shift(-scale).ok();
    }
    cardinal(text)
        .or_else(|| position(&ORDINALS, text).map(|before| before + 1))
        .map(Decimal::from)
}

fn cardinal(text: &str) -> Option<i64> {
    let Some((ten, one)) = text.split_once('-') else {
        return position(&SMALL, text).or_else(|| tens(text));
    };
    let ones = position(&SMALL, one).filter(|ones| (1..10).contains(ones))?;
    Some(tens(ten)? + ones)
}

fn position(words: &[&str], text: &str) -> Option<i64> {
    let index = words.iter().position(|word| *word == text)?;
    i64::try_from(index).ok()
}

fn tens(text: &str) -> Option<i64> {
    let (_, value) = TENS.iter().find(|(word, _)| *word == text)?;
    Some(*value)
}

fn digits(text: &str) -> Result<Decimal, NumberError> {
    let (is_negative, unsigned) = signed(text);
    let (whole, decimals) = unsigned.split_at(unsigned.find('.').unwrap_or(unsigned.len()));
    let number = ungrouped(whole, text)? + decimals;
    Decimal::unsigned(&number, is_negative, text).unwrap_or_else(|| {
        Err(NumberError::NotPrinted {
            text: text.to_owned(),
        })
    })
}

/// Takes one sign away.
fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix(MINUS) {
        Some(unsigned) => (true, unsigned),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Takes the separators out if all groups are whole. Without separators, and where other
/// signs show that it is no number at all, the text comes back as it is.
fn ungrouped(whole: &str, text: &str) -> Result<String, NumberError> {
    let Some(separator) = whole.chars().find(|letter| SEPARATORS.contains(letter)) else {
        return Ok(whole.to_owned());
    };
    let is_numeral = |letter: char| letter.is_ascii_digit() || SEPARATORS.contains(&letter);
    if !whole.starts_with(|first: char| first.is_ascii_digit()) || !whole.chars().all(is_numeral) {
        return Ok(whole.to_owned());
    }
    if whole.contains(|letter| letter != separator && SEPARATORS.contains(&letter)) {
        return Err(NumberError::MixedSeparators {
            text: text.to_owned(),
        });
    }
    if !is_grouped(whole, separator) {
        return Err(NumberError::Grouping {
            text: text.to_owned(),
        });
    }
    Ok(whole.replace(separator, ""))
}

/// A zero at the beginning is the mark of a decimal comma, as in `0,125`.
fn is_grouped(whole: &str, separator: char) -> bool {
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    first.len() <= 3 && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}
