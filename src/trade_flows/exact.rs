//! A decimal number as a file prints it, in nine bytes: whole digits and the place of the point, never a float.

use std::fmt::Write;

/// The most significant digits that a number may have. Figures have ten; what programs print of a float has 17.
const MOST_DIGITS: u32 = 18;
const TOO_LARGE: i64 = 10_i64.pow(MOST_DIGITS);
/// The places that the point may be away from the last digit.
const MOST_PLACES: i32 = 40;
/// Every decimal number of fewer digits than this one reads back from the float nearest to it, and every program
/// prints it the same. Of more digits some programs print one fewer, or another last one.
const ALWAYS_READS_BACK: u64 = 10_u64.pow(15);

/// How numbers are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberForm {
    /// The sign before the decimals.
    pub(super) decimal: u8,
    /// What stands between groups of three digits; none where nothing may.
    pub(super) thousands: Option<String>,
}

impl Default for NumberForm {
    fn default() -> Self {
        Self {
            decimal: b'.',
            thousands: None,
        }
    }
}

/// Why a text is no number that can be kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NotExact {
    /// No number in this form.
    NotANumber,
    /// More digits than are kept.
    TooLong,
    /// `2.7E+12`, as spreadsheets write a number of which they have cut digits.
    CutBySpreadsheet,
}

/// A code or number without the `.0` that programs write behind a whole number which they keep as a float.
pub(super) fn whole(text: &[u8]) -> &[u8] {
    match text.strip_suffix(b".0") {
        Some(digits) if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => digits,
        _ => text,
    }
}

/// An exact decimal number. Equal numbers are equal, however many zeros were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exact {
    /// The digits without zeros at the end, with the sign.
    digits: i64,
    /// The count of digits behind the point; negative where zeros follow before it.
    scale: i8,
}

impl Exact {
    /// Reads a number. Blanks around it are no part of it.
    pub(super) fn parse(text: &[u8], form: &NumberForm) -> Result<Self, NotExact> {
        let text = text.trim_ascii();
        let (is_negative, unsigned) = match text.first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (number, exponent) = split_exponent(unsigned)?;
        let mut reading = Reading::default();
        match &form.thousands {
            Some(separator) if contains(number, separator.as_bytes()) => {
                reading.take_grouped(number, separator.as_bytes(), form.decimal)?;
            }
            _ => reading.take_plain(number, form.decimal)?,
        }
        reading.finish(is_negative, exponent)
    }

    /// The number with the fewest digits that reads back as this float.
    #[cfg(feature = "parquet")]
    pub(super) fn from_float(float: f64) -> Result<Self, NotExact> {
        Self::parse(float.to_string().as_bytes(), &NumberForm::default())
    }

    /// Moves the point by `power` places, to the right if it is positive.
    pub(super) fn shift(self, power: i32) -> Result<Self, NotExact> {
        Self::of(self.digits, i32::from(self.scale) - power)
    }

    fn of(digits: i64, scale: i32) -> Result<Self, NotExact> {
        if digits == 0 {
            return Ok(Self { digits, scale: 0 });
        }
        if scale.abs() > MOST_PLACES {
            return Err(NotExact::TooLong);
        }
        let scale = i8::try_from(scale).map_err(|_| NotExact::TooLong)?;
        Ok(Self { digits, scale })
    }

    /// The number from its parts, as [`Exact::parts`] gave them.
    pub(super) fn from_parts((digits, scale): (i64, i8)) -> Self {
        Self { digits, scale }
    }

    /// The digits, and the place of the point.
    pub(super) fn parts(self) -> (i64, i8) {
        (self.digits, self.scale)
    }

    /// The float nearest to it.
    pub(super) fn to_float(self) -> f64 {
        const EXACT_WHOLE: u64 = 1 << 53;
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
        ];
        let power = usize::from(self.scale.unsigned_abs());
        if self.digits.unsigned_abs() <= EXACT_WHOLE && power < POWERS.len() {
            // Both are floats without rounding, so that one operation gives the nearest one.
            #[expect(clippy::cast_precision_loss, reason = "not above 2^53")]
            let digits = self.digits as f64;
            return if self.scale < 0 {
                digits * POWERS[power]
            } else {
                digits / POWERS[power]
            };
        }
        self.to_text().parse().unwrap_or(f64::NAN)
    }

    /// All digits, where there are more than the 15 that every float keeps.
    pub(super) fn beyond_float(self) -> Option<String> {
        (self.digits.unsigned_abs() >= ALWAYS_READS_BACK).then(|| self.to_text())
    }

    /// All digits, without exponent.
    pub(super) fn to_text(self) -> String {
        let digits = self.digits.unsigned_abs().to_string();
        let mut text = String::new();
        if self.digits < 0 {
            text.push('-');
        }
        let Ok(decimals) = usize::try_from(self.scale) else {
            text += &digits;
            text.extend((self.scale..0).map(|_| '0'));
            return text;
        };
        if decimals == 0 {
            return text + &digits;
        }
        let _ = write!(text, "{digits:0>width$}", width = decimals + 1);
        text.insert(text.len() - decimals, '.');
        text
    }
}

/// The number and its exponent. Only a small `e` is read, as R and Python write it.
fn split_exponent(text: &[u8]) -> Result<(&[u8], i32), NotExact> {
    let Some(at) = text.iter().position(|byte| matches!(byte, b'e' | b'E')) else {
        return Ok((text, 0));
    };
    let exponent = std::str::from_utf8(&text[at + 1..])
        .ok()
        .and_then(|exponent| exponent.parse::<i16>().ok())
        .ok_or(NotExact::NotANumber)?;
    if text[at] == b'E' {
        return Err(NotExact::CutBySpreadsheet);
    }
    Ok((&text[..at], i32::from(exponent)))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}

/// The digits read so far.
#[derive(Default)]
struct Reading {
    digits: i64,
    /// Zeros behind the last digit that is none.
    zeros: u32,
    decimals: i32,
    is_behind_point: bool,
    has_digits: bool,
}

impl Reading {
    fn take_plain(&mut self, text: &[u8], decimal: u8) -> Result<(), NotExact> {
        for byte in text {
            match byte {
                b'0'..=b'9' => self.take_digit(i64::from(byte - b'0'))?,
                byte if *byte == decimal && !self.is_behind_point => self.is_behind_point = true,
                _ => return Err(NotExact::NotANumber),
            }
        }
        Ok(())
    }

    /// Reads groups of three digits; only the first may be shorter.
    fn take_grouped(&mut self, text: &[u8], separator: &[u8], decimal: u8) -> Result<(), NotExact> {
        let point = text.iter().position(|byte| *byte == decimal);
        let (mut whole, decimals) = text.split_at(point.unwrap_or(text.len()));
        let mut is_first = true;
        loop {
            let end = whole
                .windows(separator.len())
                .position(|window| window == separator);
            let group = &whole[..end.unwrap_or(whole.len())];
            let fits = group.len() == 3 || is_first && (1..3).contains(&group.len());
            if !fits || !group.iter().all(u8::is_ascii_digit) {
                return Err(NotExact::NotANumber);
            }
            self.take_plain(group, decimal)?;
            is_first = false;
            match end {
                Some(end) => whole = &whole[end + separator.len()..],
                None => break,
            }
        }
        self.take_plain(decimals, decimal)
    }

    fn take_digit(&mut self, digit: i64) -> Result<(), NotExact> {
        self.has_digits = true;
        self.decimals += i32::from(self.is_behind_point);
        if digit == 0 {
            self.zeros += u32::from(self.digits != 0);
            return Ok(());
        }
        let moved = 10_i64
            .checked_pow(self.zeros + 1)
            .and_then(|power| self.digits.checked_mul(power))
            .and_then(|digits| digits.checked_add(digit));
        self.digits = moved
            .filter(|digits| *digits < TOO_LARGE)
            .ok_or(NotExact::TooLong)?;
        self.zeros = 0;
        Ok(())
    }

    fn finish(self, is_negative: bool, exponent: i32) -> Result<Exact, NotExact> {
        if !self.has_digits {
            return Err(NotExact::NotANumber);
        }
        let zeros = i32::try_from(self.zeros).map_err(|_| NotExact::TooLong)?;
        let digits = if is_negative {
            -self.digits
        } else {
            self.digits
        };
        Exact::of(digits, self.decimals - zeros - exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NotExact> {
        Exact::parse(text.as_bytes(), &NumberForm::default()).map(Exact::to_text)
    }

    #[test]
    fn digits_are_kept_and_zeros_that_change_nothing_are_not() {
        for (text, kept) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("007", "7"),
            ("1200", "1200"),
            ("5.50", "5.5"),
            (" 12 ", "12"),
            ("0.00002370582757605429", "0.00002370582757605429"),
            ("1e+05", "100000"),
            ("1.5e-3", "0.0015"),
            ("999999999999999999", "999999999999999999"),
            ("1000000000000000000000", "1000000000000000000000"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(kept), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_kept_as_it_is_is_refused() {
        for (text, fault) in [
            ("", NotExact::NotANumber),
            (".", NotExact::NotANumber),
            ("1,5", NotExact::NotANumber),
            ("1.2.3", NotExact::NotANumber),
            ("1 000", NotExact::NotANumber),
            ("1e", NotExact::NotANumber),
            ("1000000000000000001", NotExact::TooLong),
            ("1e41", NotExact::TooLong),
            ("2.7E+12", NotExact::CutBySpreadsheet),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn separators_stand_where_the_form_has_them() {
        let form = NumberForm {
            decimal: b',',
            thousands: Some("\u{a0}".into()),
        };
        let read = |text: &str| Exact::parse(text.as_bytes(), &form).map(Exact::to_text);
        assert_eq!(read("1\u{a0}234\u{a0}567,5").as_deref(), Ok("1234567.5"));
        assert_eq!(read("1234,5").as_deref(), Ok("1234.5"));
        for text in ["1\u{a0}23", "\u{a0}123", "1234\u{a0}567", "1\u{a0}234.5"] {
            assert_eq!(read(text), Err(NotExact::NotANumber), "{text}");
        }
    }

    #[test]
    fn all_digits_are_told_where_a_float_has_fewer() {
        let beyond = |text: &str| {
            Exact::parse(text.as_bytes(), &NumberForm::default())
                .unwrap()
                .beyond_float()
        };
        assert_eq!(beyond("0.3"), None);
        assert_eq!(beyond("-158885298150.719"), None);
        assert_eq!(beyond("999999999999999000"), None);
        assert_eq!(
            beyond("-1588852981506.719").as_deref(),
            Some("-1588852981506.719")
        );
        assert_eq!(
            beyond("9007199254740993").as_deref(),
            Some("9007199254740993")
        );
        assert_eq!(
            beyond("626590026.85546887").as_deref(),
            Some("626590026.85546887")
        );
    }

    #[test]
    fn the_float_is_the_nearest() {
        for text in [
            "0.1",
            "23.70582757605429",
            "2715997517261",
            "123456789012345678",
            "1e-30",
        ] {
            let exact = Exact::parse(text.as_bytes(), &NumberForm::default()).unwrap();
            let nearest: f64 = text.parse().unwrap();
            assert_eq!(exact.to_float().to_bits(), nearest.to_bits(), "{text}");
        }
    }
}
