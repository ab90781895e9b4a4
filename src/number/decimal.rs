//! A decimal number as digits and the place of the point.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::NumberError;

/// The most digits that a number may have, and the most places between its point and the last digit. An `i128` has
/// room for 38.
const LIMIT: u32 = 30;
const TOO_LARGE: i128 = 10_i128.pow(LIMIT);

/// An exact decimal number of at most 30 digits.
///
/// It remembers which of its digits is the last one stated: `5.0` and `5` are equal and
/// are both displayed as `5`, but their [rounding intervals](Decimal::rounding_interval)
/// differ, and so do those of `25.6` shifted by nine places and `25600000000`.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    /// All digits up to the last one stated, with the sign.
    digits: i128,
    /// The count of digits behind the point; negative when the last digit
    /// stated stands for tens, hundreds and so on.
    scale: i32,
}

impl Decimal {
    /// Moves the point by `power` places, to the right if it is positive, so that
    /// `25.6` billion is `25.6` shifted by 9. The last digit stated stays the same.
    ///
    /// Fails when the point would stand more than 30 places from the last digit.
    pub fn shift(self, power: i32) -> Result<Self, NumberError> {
        self.scale
            .checked_sub(power)
            .and_then(|scale| Self::within_limit(self.digits, scale))
            .ok_or_else(|| NumberError::ShiftTooFar {
                number: self.to_string(),
                power,
                limit: LIMIT,
            })
    }

    /// The exact sum, unless it has more than 30 digits. Its last digit stated is the finer one of the two.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let (left, right) = self.aligned(other)?;
        Self::within_limit(left + right, self.scale.max(other.scale))
    }

    /// The interval of numbers that round to this one: half a unit of the last digit stated to
    /// either side, so 25.55 and 25.65 for `25.6`, 4.95 and 5.05 for `5.0`.
    ///
    /// Zeros before the point count as stated: `130` gives 129.5 and 130.5. None for
    /// numbers that have 30 digits already.
    pub fn rounding_interval(self) -> Option<(Self, Self)> {
        let tenfold = self.digits * 10;
        let scale = self.scale + 1;
        Some((
            Self::within_limit(tenfold - 5, scale)?,
            Self::within_limit(tenfold + 5, scale)?,
        ))
    }

    /// The number for the database: the float nearest to its text, which is the number
    /// itself if it is whole and below 2^53.
    #[expect(
        clippy::missing_panics_doc,
        reason = "every text that Display writes can be read as a float"
    )]
    pub fn to_float(self) -> f64 {
        let text = self.to_string();
        text.parse().expect("digits with a point are a float")
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    fn within_limit(digits: i128, scale: i32) -> Option<Self> {
        let fits =
            digits.unsigned_abs() < TOO_LARGE.unsigned_abs() && scale.unsigned_abs() <= LIMIT;
        fits.then_some(Self { digits, scale })
    }

    /// The digits of both numbers up to the same place.
    fn aligned(self, other: Self) -> Option<(i128, i128)> {
        let scale = self.scale.max(other.scale);
        Some((self.digits_to(scale)?, other.digits_to(scale)?))
    }

    fn digits_to(self, scale: i32) -> Option<i128> {
        let places = u32::try_from(scale - self.scale).ok()?;
        let digits = match self.digits {
            0 => 0,
            digits => digits.checked_mul(10_i128.checked_pow(places)?)?,
        };
        // Two numbers below this bound can be added without a check.
        (digits.unsigned_abs() < i128::MAX.unsigned_abs() / 2).then_some(digits)
    }

    /// Reads `[0-9]+(\.[0-9]+)?`; `None` for any text with other signs. `text` is the
    /// whole text, for the error.
    pub(super) fn unsigned(
        number: &str,
        is_negative: bool,
        text: &str,
    ) -> Option<Result<Self, NumberError>> {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{decimals}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let text = text.to_owned();
        Some(if whole.is_empty() || number.ends_with('.') {
            Err(NumberError::BarePoint { text })
        } else if whole.len() > 1 && whole.starts_with('0') {
            Err(NumberError::LeadingZero { text })
        } else {
            Self::assembled(&digits, decimals.len(), is_negative)
                .ok_or(NumberError::TooLong { text, limit: LIMIT })
        })
    }

    fn assembled(digits: &str, scale: usize, is_negative: bool) -> Option<Self> {
        let digits = digits.parse::<i128>().ok()?;
        let scale = i32::try_from(scale).ok()?;
        Self::within_limit(if is_negative { -digits } else { digits }, scale)
    }

    /// The digits without zeros at the end, and the scale that belongs to them. Equal
    /// numbers have equal ones.
    fn reduced(self) -> (i128, i32) {
        let (mut digits, mut scale) = (self.digits, self.scale);
        if digits == 0 {
            return (0, 0);
        }
        while digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        (digits, scale)
    }

    /// For numbers that are not zero: the place of the first digit, and all digits as a
    /// fraction below one. Compared in this order, no alignment can overflow.
    fn magnitude(self) -> (i32, String) {
        let (digits, scale) = self.reduced();
        let digits = digits.unsigned_abs().to_string();
        let length = i32::try_from(digits.len()).expect("an i128 has at most 39 digits");
        (length - scale, digits)
    }
}

/// Reads digits with at most one point, and `-` before them if negative.
impl FromStr for Decimal {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        not_blank(text)?;
        let unsigned = text.strip_prefix('-');
        let number = unsigned.unwrap_or(text);
        Self::unsigned(number, unsigned.is_some(), text).unwrap_or_else(|| {
            Err(NumberError::NotPlain {
                text: text.to_owned(),
            })
        })
    }
}

/// Refuses an empty text and blanks at the ends.
pub(super) fn not_blank(text: &str) -> Result<(), NumberError> {
    match text.trim() {
        "" => Err(NumberError::Empty),
        write if write != text => Err(NumberError::Blanks {
            text: text.to_owned(),
            write: write.to_owned(),
        }),
        _ => Ok(()),
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self {
            digits: i128::from(whole),
            scale: 0,
        }
    }
}

/// Canonical: no exponent, no separators, no zeros that change nothing, no `-0`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, scale) = self.reduced();
        let mut text = digits.unsigned_abs().to_string();
        match usize::try_from(scale) {
            Ok(0) => {}
            Ok(decimals) => {
                // One digit more than the decimals, so that there is one before the point.
                text = format!("{text:0>width$}", width = decimals + 1);
                text.insert(text.len() - decimals, '.');
            }
            Err(_) => text.extend((scale..0).map(|_| '0')),
        }
        f.pad_integral(digits >= 0, "", &text)
    }
}

/// By value: `5.0` equals `5`.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.reduced() == other.reduced()
    }
}

impl Eq for Decimal {}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.digits.signum();
        match sign.cmp(&other.digits.signum()) {
            Ordering::Equal if sign > 0 => self.magnitude().cmp(&other.magnitude()),
            Ordering::Equal if sign < 0 => other.magnitude().cmp(&self.magnitude()),
            order => order,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
