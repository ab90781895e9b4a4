//! Numbers as documents print them: digits with separators, or one word.

use std::str::FromStr;

use super::decimal::not_blank;
use super::{Decimal, NumberError, words};

/// Hyphen-minus, minus, en dash.
const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];
/// Comma, space, no-break space, narrow no-break space, straight and curly apostrophe.
const SEPARATORS: [char; 6] = [',', ' ', '\u{a0}', '\u{202f}', '\'', '\u{2019}'];

/// A number as it stands in a document.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    value: Decimal,
}

impl Printed {
    /// A regular expression that every accepted text fits as a whole. It fits others too: words that are no numbers,
    /// separators of several kinds in one number, and more digits than there may be.
    pub const PATTERN: &str = "[+\u{2212}\u{2013}-]?(0|[1-9][0-9]*|[1-9][0-9]{0,2}([, '\u{a0}\u{202f}\u{2019}][0-9]{3})+)([.][0-9]+)?|[A-Za-z]+(-[A-Za-z]+)?";

    /// The printed number, without the unit and its power of ten. It keeps the
    /// zeros at the end, so `5.0` has the rounding interval of tenths.
    pub fn value(&self) -> Decimal {
        self.value
    }
}

/// Reads the whole of a text as one number; nothing may stand around it.
impl FromStr for Printed {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        not_blank(text)?;
        let word = words::value(&text.to_ascii_lowercase());
        let value = word.map_or_else(|| digits(text), Ok)?;
        Ok(Self { value })
    }
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
