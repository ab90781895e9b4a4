//! From text to days. A text of unknown form is `EdtfFault::Unknown`; `diagnosis` finds the reason.

use super::day::{Day, days_in};
use super::{Edtf, EdtfFault, Precision};

const OPEN: &str = "..";
/// The seasons of level 1, in the place of the month: spring, summer, autumn, winter.
const SEASONS: std::ops::RangeInclusive<u8> = 21..=24;

/// Reads a date or an interval.
pub(super) fn any(text: &str) -> Result<Edtf, EdtfFault> {
    match text.split('/').collect::<Vec<_>>()[..] {
        [date] => single(date),
        [from, to] => interval(from, to),
        _ => Err(EdtfFault::Slashes),
    }
}

fn single(text: &str) -> Result<Edtf, EdtfFault> {
    shaped(text).unwrap_or(Err(EdtfFault::Unknown))
}

/// Reads one date; `None` if the text has no known shape. The shape is checked before the calendar.
pub(super) fn shaped(text: &str) -> Option<Result<Edtf, EdtfFault>> {
    let date = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let read = match mask(date).as_str() {
        "9999-99-99" => day(date),
        "9999-99" if SEASONS.contains(&two_digits(&date[5..])) => {
            years(number(&date[..4]), 1, Precision::Season)
        }
        "9999-99" | "9999-99-XX" => month(date),
        "9999" | "9999-XX" | "9999-XX-XX" => years(number(&date[..4]), 1, Precision::Year),
        "999X" => years(number(&date[..3]) * 10, 10, Precision::Decade),
        "99XX" => years(number(&date[..2]) * 100, 100, Precision::Century),
        _ => return None,
    };
    if date != text && date.contains('X') {
        return Some(Err(EdtfFault::QualifiedX));
    }
    Some(read)
}

/// The text with 9 for every ASCII digit. A text whose mask is ASCII is ASCII itself.
pub(super) fn mask(text: &str) -> String {
    text.replace(|letter: char| letter.is_ascii_digit(), "9")
}

/// At most four ASCII digits, as the mask has shown.
fn number(digits: &str) -> u16 {
    digits
        .bytes()
        .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'))
}

/// Two ASCII digits, as the mask has shown.
fn two_digits(digits: &str) -> u8 {
    digits
        .bytes()
        .fold(0, |sum, digit| sum * 10 + (digit - b'0'))
}

fn years(first: u16, count: u16, precision: Precision) -> Result<Edtf, EdtfFault> {
    if first == 0 {
        return Err(EdtfFault::YearRange);
    }
    let last = first + count - 1;
    Ok(stated(
        Day::new(first, 1, 1),
        Day::new(last, 12, 31),
        precision,
    ))
}

fn month(date: &str) -> Result<Edtf, EdtfFault> {
    let (year, month) = year_and_month(date)?;
    let last = days_in(year, month);
    Ok(stated(
        Day::new(year, month, 1),
        Day::new(year, month, last),
        Precision::Month,
    ))
}

fn day(date: &str) -> Result<Edtf, EdtfFault> {
    let (year, month) = year_and_month(date)?;
    let (stated_month, last) = (date[..7].to_owned(), days_in(year, month));
    match two_digits(&date[8..]) {
        0 => Err(EdtfFault::DayZero {
            write: stated_month,
        }),
        day if day > last => Err(EdtfFault::NoSuchDay {
            month: stated_month,
            days: last,
        }),
        day => {
            let day = Day::new(year, month, day);
            Ok(stated(day, day, Precision::Day))
        }
    }
}

fn year_and_month(date: &str) -> Result<(u16, u8), EdtfFault> {
    let write = date[..4].to_owned();
    match (number(&date[..4]), two_digits(&date[5..7])) {
        (0, _) => Err(EdtfFault::YearRange),
        (_, 0) => Err(EdtfFault::MonthZero { write }),
        // A season has no days; 25 to 41 are the parts of a year of level 2.
        (_, season @ 21..=41) => Err(EdtfFault::Season { season, write }),
        (_, month @ 13..) => Err(EdtfFault::NoSuchMonth { month }),
        (year, month) => Ok((year, month)),
    }
}

fn stated(from: Day, to: Day, precision: Precision) -> Edtf {
    Edtf {
        first: Some(from),
        last: Some(to),
        precision,
    }
}

fn interval(from: &str, to: &str) -> Result<Edtf, EdtfFault> {
    match (side(from)?, side(to)?) {
        (None, None) => Err(EdtfFault::OpenAlone),
        (Some(from), None) => Ok(Edtf {
            last: None,
            precision: Precision::Open,
            ..from
        }),
        (None, Some(to)) => Ok(Edtf {
            first: None,
            precision: Precision::Open,
            ..to
        }),
        (Some(from), Some(to)) => closed(from, to),
    }
}

/// One side of an interval; `None` if it is open.
fn side(text: &str) -> Result<Option<Edtf>, EdtfFault> {
    if text == OPEN {
        return Ok(None);
    }
    let date = single(text)?;
    if text.contains('X') {
        return Err(EdtfFault::XInInterval);
    }
    Ok(Some(date))
}

fn closed(from: Edtf, to: Edtf) -> Result<Edtf, EdtfFault> {
    if from.first > to.first || from.last > to.last {
        return Err(EdtfFault::Backwards);
    }
    Ok(Edtf {
        first: from.first,
        last: to.last,
        precision: from.precision.max(to.precision),
    })
}
