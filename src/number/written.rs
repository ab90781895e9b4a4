//! A number as programs write it into a cell, of any length: `5`, `5.00`, `-0.5`, `5e9`. It is kept digit by digit, so
//! that nothing is rounded where two are compared.

use std::fmt;

/// The largest power of ten that is read; every number of a database is far within it.
const FARTHEST: i64 = 400;

/// The digits that LibreOffice and R keep of a number.
const KEPT: usize = 15;

/// A number without zeros at either end: its digits as a whole number, times a power of ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    is_negative: bool,
    /// Empty for zero.
    digits: String,
    power: i64,
}

impl Written {
    /// Reads a text; `None` for one that is no number in this notation.
    pub fn read(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-');
        let number = unsigned.unwrap_or(text);
        let (number, exponent) = match number.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i64>().ok()?),
            None => (number, 0),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !are_digits(whole) || !are_digits(decimals) || exponent.abs() > FARTHEST {
            return None;
        }
        let power = exponent - i64::try_from(decimals.len()).ok()?;
        let digits = format!("{whole}{decimals}");
        Some(Self::assembled(unsigned.is_some(), &digits, power))
    }

    fn assembled(is_negative: bool, digits: &str, power: i64) -> Self {
        let digits = digits.trim_start_matches('0');
        let kept = digits.trim_end_matches('0');
        let zeros = i64::try_from(digits.len() - kept.len()).unwrap_or_default();
        Self {
            is_negative: is_negative && !kept.is_empty(),
            digits: kept.to_owned(),
            power: if kept.is_empty() { 0 } else { power + zeros },
        }
    }

    /// Whether it is a whole number.
    pub fn is_whole(&self) -> bool {
        self.power >= 0
    }

    /// Whether the other has the same sign and digits, and its point elsewhere: `0.108` and `108`.
    pub fn differs_in_its_point_alone(&self, other: &Self) -> bool {
        self != other && self.is_negative == other.is_negative && self.digits == other.digits
    }

    /// Whether both are the same number when each is rounded to the fifteen digits that spreadsheets keep. A number
    /// half-way between two of fifteen digits is rounded to one by some programs and to the other by others.
    pub fn is_same_to_fifteen_digits(&self, other: &Self) -> bool {
        let [one, two] = self.to_fifteen_digits();
        let others = other.to_fifteen_digits();
        others.contains(&one) || others.contains(&two)
    }

    /// The nearest number of fifteen digits, or the two that are equally near.
    pub fn to_fifteen_digits(&self) -> [Self; 2] {
        if self.digits.len() <= KEPT {
            return [self.clone(), self.clone()];
        }
        let (kept, rest) = self.digits.split_at(KEPT);
        let power = self.power + i64::try_from(rest.len()).unwrap_or_default();
        let below = || Self::assembled(self.is_negative, kept, power);
        let above = || {
            // Fifteen digits fit, and so does the one more that a carry makes.
            let next = kept.parse::<u64>().unwrap_or_default() + 1;
            Self::assembled(self.is_negative, &next.to_string(), power)
        };
        match (rest, rest.as_bytes()[0]) {
            // There are no zeros at the end, so that this is the half itself.
            ("5", _) => [below(), above()],
            (_, b'0'..=b'4') => [below(), below()],
            _ => [above(), above()],
        }
    }
}

/// In the form in which a database's number is exported: all digits, no exponent, no zeros that change nothing.
impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = if self.digits.is_empty() {
            "0".to_owned()
        } else {
            self.digits.clone()
        };
        let far = usize::try_from(self.power.unsigned_abs()).unwrap_or_default();
        if self.power < 0 {
            text = format!("{text:0>width$}", width = far + 1);
            text.insert(text.len() - far, '.');
        } else {
            text.extend(std::iter::repeat_n('0', far));
        }
        let sign = if self.is_negative { "-" } else { "" };
        write!(f, "{sign}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Written {
        Written::read(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn numbers_are_equal_by_value_however_they_are_written() {
        for (one, other) in [
            ("5", "5.0"),
            ("5", "5.00"),
            ("0.5", "00.50"),
            ("7000", "7e3"),
            ("0.00001", "1e-05"),
            ("10000000000000000", "1E+16"),
            ("0", "-0.0"),
        ] {
            assert_eq!(number(one), number(other), "{one} {other}");
            assert_eq!(number(other).to_string(), one.replace("00.50", "0.5"));
        }
        for (one, other) in [
            ("5", "50"),
            ("5", "-5"),
            ("0.3", "0.30000000000000004"),
            // As floats they are one.
            ("9007199254740993", "9007199254740992"),
            ("0.1", "0.10000000000000001"),
        ] {
            assert_ne!(number(one), number(other), "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_number_in_this_notation_is_not_read() {
        for text in [
            "",
            "-",
            ".",
            "5.",
            ".5",
            "+5",
            "5,0",
            "1.000.000",
            "7 000",
            "0x5",
            "1e",
            "e5",
            "NaN",
            "inf",
            "1e401",
            "5 ",
            "٥",
        ] {
            assert_eq!(Written::read(text), None, "{text}");
        }
        assert_eq!(number("1e400").to_string().len(), 401);
    }

    #[test]
    fn fifteen_digits_are_compared_and_nothing_looser() {
        for (own, kept, is_same) in [
            ("33.333333333333336", "33.3333333333333", true),
            ("33.333333333333336", "33.3333333333334", false),
            ("33.333333333333336", "33.333333333333", false),
            ("66.66666666666667", "66.6666666666667", true),
            ("66.66666666666667", "66.6666666666666", false),
            ("0.30000000000000004", "0.3", true),
            ("0.1", "0.10000000000000001", true),
            ("9.9999999999999996", "10", true),
            ("-33.333333333333336", "-33.3333333333333", true),
            ("-33.333333333333336", "33.3333333333333", false),
            // Half-way between two: LibreOffice takes the upper, R the one with an even digit.
            ("1.000000000000005", "1.00000000000001", true),
            ("1.000000000000005", "1", true),
            ("1.000000000000005", "1.00000000000002", false),
            ("7000", "7001", false),
            ("700000000000001", "700000000000002", false),
        ] {
            let found = number(own).is_same_to_fifteen_digits(&number(kept));
            assert_eq!(found, is_same, "{own} {kept}");
        }
    }

    #[test]
    fn a_point_that_moved_is_told_from_another_number() {
        let moved = |one: &str, other: &str| number(one).differs_in_its_point_alone(&number(other));
        assert!(moved("0.108", "108") && moved("4.2", "42") && moved("1000", "1.000"));
        assert!(!moved("0.108", "0.1080") && !moved("0.108", "1080.1") && !moved("4", "-40"));
        assert!(!moved("0", "0.0"));
    }
}
