//! From text to days; what does not fit goes to `diagnosis` for its reason.

use super::day::{Day, days_in};
use super::{EdtfFault, Precision, Qualifier, Span, diagnosis};

const OPEN: &str = "..";

/// Reads a date or an interval.
pub(super) fn any(text: &str) -> Result<Span, EdtfFault> {
    if let Some(fault) = diagnosis::blanks(text) {
        return Err(fault);
    }
    match text.split('/').collect::<Vec<_>>()[..] {
        [date] => single(date),
        [from, to] => interval(from, to),
        _ => Err(EdtfFault::Slashes),
    }
}

fn single(text: &str) -> Result<Span, EdtfFault> {
    shaped(text).unwrap_or_else(|| Err(diagnosis::of(text)))
}

/// Reads one date; `None` if it has the form of none, so that a form is judged before a day.
pub(super) fn shaped(text: &str) -> Option<Result<Span, EdtfFault>> {
    let (date, qualifier) = qualified(text);
    let span = match mask(date).as_str() {
        "9999-99-99" => day(date),
        "9999-99" | "9999-99-XX" => month(date),
        "9999" | "9999-XX" | "9999-XX-XX" => years(number(&date[..4]), 1, Precision::Year),
        "999X" => years(number(&date[..3]) * 10, 10, Precision::Decade),
        "99XX" => years(number(&date[..2]) * 100, 100, Precision::Century),
        _ => return None,
    };
    if qualifier != Qualifier::None && date.contains('X') {
        return Some(Err(EdtfFault::QualifiedX));
    }
    Some(span.map(|span| Span { qualifier, ..span }))
}

/// The text with 9 for every ASCII digit. A text whose mask is ASCII is ASCII itself.
pub(super) fn mask(text: &str) -> String {
    text.replace(|letter: char| letter.is_ascii_digit(), "9")
}

fn qualified(text: &str) -> (&str, Qualifier) {
    let endings = [
        ('?', Qualifier::Uncertain),
        ('~', Qualifier::Approximate),
        ('%', Qualifier::Both),
    ];
    endings
        .into_iter()
        .find_map(|(sign, qualifier)| Some((text.strip_suffix(sign)?, qualifier)))
        .unwrap_or((text, Qualifier::None))
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

fn years(first: u16, count: u16, precision: Precision) -> Result<Span, EdtfFault> {
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

fn month(date: &str) -> Result<Span, EdtfFault> {
    let (year, month) = year_and_month(date)?;
    let last = days_in(year, month);
    Ok(stated(
        Day::new(year, month, 1),
        Day::new(year, month, last),
        Precision::Month,
    ))
}

fn day(date: &str) -> Result<Span, EdtfFault> {
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
        // 21 to 24 are the seasons of level 1; 25 to 41 are those of level 2.
        (_, season @ 21..=41) => Err(EdtfFault::Season { season, write }),
        (_, month @ 13..) => Err(EdtfFault::NoSuchMonth { month }),
        (year, month) => Ok((year, month)),
    }
}

fn stated(from: Day, to: Day, precision: Precision) -> Span {
    Span {
        from: Some(from),
        to: Some(to),
        precision,
        qualifier: Qualifier::None,
    }
}

fn interval(from: &str, to: &str) -> Result<Span, EdtfFault> {
    if let Some(fault) = diagnosis::empty_side(from, to) {
        return Err(fault);
    }
    match (side(from)?, side(to)?) {
        (None, None) => Err(EdtfFault::OpenAlone),
        (Some(from), None) => Ok(Span {
            to: None,
            precision: Precision::Open,
            ..from
        }),
        (None, Some(to)) => Ok(Span {
            from: None,
            precision: Precision::Open,
            ..to
        }),
        (Some(from), Some(to)) => closed(from, to),
    }
}

/// One side of an interval; `None` if it is open.
fn side(text: &str) -> Result<Option<Span>, EdtfFault> {
    if text == OPEN {
        return Ok(None);
    }
    let span = single(text)?;
    if text.contains('X') {
        return Err(EdtfFault::XInInterval);
    }
    Ok(Some(span))
}

fn closed(from: Span, to: Span) -> Result<Span, EdtfFault> {
    if from.from > to.from || from.to > to.to {
        return Err(EdtfFault::Backwards);
    }
    Ok(Span {
        from: from.from,
        to: to.to,
        precision: from.precision.max(to.precision),
        qualifier: from.qualifier.and(to.qualifier),
    })
}
