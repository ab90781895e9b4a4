//! Turns a value into a cell, and refuses values that a cell cannot hold.

use rusqlite::types::ValueRef;

use crate::db::text_of;
use crate::edtf::Edtf;
use crate::tables::Holds;

/// The number of UTF-16 units that a cell can hold.
const LONGEST: usize = 32_767;
/// How many digits of a number spreadsheets keep, without the zeros at its end.
const MOST_DIGITS: usize = 15;
/// The first day that spreadsheets agree on: Excel has a 29 February 1900 and LibreOffice has not, so that they count
/// days before March 1900 differently.
const FIRST_DAY: (u16, u8, u8) = (1900, 3, 1);

/// The type of all cells of a column. It is the same from top to bottom, since other programs give a column one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, EDTF dates among them.
    Text,
    /// A whole number that counts nothing, such as a year.
    Plain,
    /// A quantity.
    Quantity,
    /// A real date.
    Day,
    /// A real date where an EDTF date is exactly one day from March 1900 on, else empty.
    OneDay,
}

impl Kind {
    /// The type for a column of these values. A column of days is text if some are before March 1900.
    pub(super) fn of(holds: Holds, unit: &str, has_early_days: bool) -> Self {
        match holds {
            Holds::Integer | Holds::Flag if unit.is_empty() => Self::Plain,
            Holds::Integer | Holds::Number | Holds::Flag => Self::Quantity,
            Holds::Day if !has_early_days => Self::Day,
            Holds::Day
            | Holds::Text
            | Holds::Key(_)
            | Holds::Keys(_)
            | Holds::Word(_)
            | Holds::Date
            | Holds::Url => Self::Text,
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// Year, month and day.
    Day(u16, u8, u8),
}

impl Cell {
    /// The cell for a value in a column of this type; an error says why the value does not fit.
    pub(super) fn of(kind: Kind, value: ValueRef<'_>) -> Result<Self, String> {
        match (kind, value) {
            (_, ValueRef::Null) => Ok(Self::Empty),
            (Kind::Plain | Kind::Quantity, ValueRef::Integer(number)) => whole(number),
            (Kind::Plain | Kind::Quantity, ValueRef::Real(number)) => real(number),
            (Kind::OneDay, value) => {
                let text = text_of(value);
                let day = one_day(&text).filter(|day| *day >= FIRST_DAY);
                Ok(day.map_or(Self::Empty, |(year, month, day)| {
                    Self::Day(year, month, day)
                }))
            }
            (Kind::Day, value) => {
                let text = text_of(value);
                match one_day(&text).filter(|day| *day >= FIRST_DAY) {
                    Some((year, month, day)) => Ok(Self::Day(year, month, day)),
                    None => written(text),
                }
            }
            (_, value) => written(text_of(value)),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a number of fifteen digits and zeros is exact as a float"
)]
fn whole(number: i64) -> Result<Cell, String> {
    refuse_many_digits(&number.to_string())?;
    Ok(Cell::Number(number as f64))
}

fn real(number: f64) -> Result<Cell, String> {
    if !number.is_finite() {
        return Err(format!("{number} is no number to a spreadsheet"));
    }
    // A fraction has no last digit that anybody counts on; a whole number may be a count, an amount or a code.
    if number.fract() == 0.0 {
        refuse_many_digits(&number.to_string())?;
    }
    Ok(Cell::Number(number))
}

/// Refuses a whole number of which a spreadsheet would show and keep the first digits alone.
fn refuse_many_digits(number: &str) -> Result<(), String> {
    let counting = number.trim_start_matches('-').trim_end_matches('0');
    if counting.len() > MOST_DIGITS {
        return Err(format!("{number} has more than fifteen digits"));
    }
    Ok(())
}

fn written(text: String) -> Result<Cell, String> {
    if text.is_empty() {
        return Ok(Cell::Empty);
    }
    let length = text.encode_utf16().count();
    if length > LONGEST {
        return Err(format!(
            "its {length} letters are more than a cell holds, which is {LONGEST}"
        ));
    }
    let is_lost = |letter: &char| match letter {
        '\t' | '\n' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        letter => *letter < ' ',
    };
    match text.chars().find(is_lost) {
        Some(letter) => Err(format!(
            "it has the control character {}",
            letter.escape_unicode()
        )),
        None => Ok(Cell::Text(text)),
    }
}

/// Year, month and day of a date that is exactly one day; `None` for any other, and for a doubtful or approximate
/// one.
pub(super) fn one_day(text: &str) -> Option<(u16, u8, u8)> {
    let is_plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !is_plain {
        return None;
    }
    text.parse::<Edtf>().ok()?;
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Some((year, month, day))
}

/// Whether a value is exactly one day, and that is before March 1900.
pub(super) fn is_one_early_day(value: ValueRef<'_>) -> bool {
    one_day(&text_of(value)).is_some_and(|day| day < FIRST_DAY)
}

/// Whether a day is one before March 1900.
pub(super) fn is_early(day: &str) -> bool {
    one_day(day).is_none_or(|day| day < FIRST_DAY)
}
