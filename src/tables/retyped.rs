//! Texts that programs take for a number, a date or a truth value where nobody tells them the type of a column, and
//! write otherwise when they save the file: `41.0` for the volume `41`, `612` for the page `0612`, `2026-03-04` for the
//! issue `3-4`, `TRUE` for `true`.

use std::borrow::Cow;

use crate::number::Written;

/// The beginnings of the names of months, in English.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether a program may take a text for something else.
pub fn may_be_retyped(text: &str) -> bool {
    number(text).is_some() || is_true(text).is_some() || date(text).is_some()
}

/// Whether one text is what a program makes of the other: the same number, truth value or date, written otherwise.
pub fn is_retyped(was: &str, now: &str) -> bool {
    if was == now {
        return false;
    }
    let numbers = number(was).zip(number(now));
    let truths = is_true(was).zip(is_true(now));
    let dates = date(was).zip(date(now));
    let first_days = [format!("{was}-01-01"), format!("{was}-01-01 00:00:00")];
    numbers.is_some_and(|(one, two)| is_same_number(was, (&one, &two)))
        || truths.is_some_and(|(one, two)| one == two)
        || dates.is_some_and(|(one, two)| is_made_of(&two, &one))
        || first_days.iter().any(|day| day == now)
}

/// The same number, or what is left of its digits. Where decimal commas are usual, a point is taken for thousands.
fn is_same_number(was: &str, (one, two): (&Written, &Written)) -> bool {
    let float = |number: &Written| number.to_string().parse::<f64>().ok();
    let is_near = || float(one) == float(two);
    let has_sign = was.contains(['.', ',']);
    one.is_same_to_fifteen_digits(two)
        || is_near()
        || has_sign && one.differs_in_its_point_alone(two)
}

/// Reads a number with a sign, separators of thousands, a decimal comma, a point at either end, or a per cent sign.
fn number(text: &str) -> Option<Written> {
    let text = text.trim();
    let unsigned = text.trim_start_matches(['+', '-', '\u{2212}']);
    let sign = if text.starts_with(['-', '\u{2212}']) {
        "-"
    } else {
        ""
    };
    let is_short = text.len() - unsigned.len() <= '\u{2212}'.len_utf8();
    let whole = unsigned.strip_suffix('%').map(str::trim_end);
    let mut plain = without_thousands(whole.unwrap_or(unsigned));
    // Where decimal commas are usual, 5.10 becomes 5,1.
    if plain.matches(',').count() == 1 && !plain.contains('.') {
        plain = plain.replace(',', ".").into();
    }
    let digits = plain.strip_suffix('.').unwrap_or(&plain);
    let zero = if digits.starts_with('.') { "0" } else { "" };
    let power = if whole.is_some() { "e-2" } else { "" };
    Written::read(&format!("{sign}{zero}{digits}{power}")).filter(|_| is_short)
}

/// Takes the signs between groups of three digits away.
fn without_thousands(text: &str) -> Cow<'_, str> {
    const SIGNS: [char; 5] = [',', ' ', '\u{a0}', '\u{202f}', '\''];
    let Some(sign) = text.chars().find(|sign| SIGNS.contains(sign)) else {
        return text.into();
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(sign);
    let first = groups.next().unwrap_or_default();
    let are_groups = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if are_groups && !decimals.contains(sign) {
        text.replace(sign, "").into()
    } else {
        text.into()
    }
}

fn is_true(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" => Some(true),
        "false" | "f" => Some(false),
        _ => None,
    }
}

/// A text of two or three parts that may be those of a day or a time.
#[derive(Debug)]
struct Date {
    parts: Vec<u32>,
    has_name: bool,
}

fn date(text: &str) -> Option<Date> {
    let is_sign = |sign: char| matches!(sign, '-' | '/' | '.' | ' ' | ':');
    let midnight = ["T00:00:00", " 00:00:00", " 00:00"];
    let day = midnight
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    let mut date = Date {
        parts: Vec::new(),
        has_name: false,
    };
    for part in day.split(is_sign) {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if is_number {
            date.parts.push(part.parse().ok()?);
        } else {
            date.parts.push(month(part)?);
            date.has_name = true;
        }
    }
    matches!(date.parts.len(), 2 | 3).then_some(date)
}

fn month(name: &str) -> Option<u32> {
    let begins = name.get(..3)?.to_ascii_lowercase();
    let is_word = name.bytes().all(|b| b.is_ascii_alphabetic());
    let at = MONTHS.iter().position(|month| *month == begins)?;
    u32::try_from(at + 1).ok().filter(|_| is_word)
}

/// Whether a date has the parts of another, and is as precise as a program makes it.
fn is_made_of(now: &Date, was: &Date) -> bool {
    // A year may have lost its century.
    let is_same = |one: u32, two: u32| one == two || one.max(two) > 99 && one % 100 == two % 100;
    let mut left = now.parts.clone();
    let has_all = was.parts.iter().all(|part| {
        let found = left.iter().position(|other| is_same(*part, *other));
        found.map(|at| left.remove(at)).is_some()
    });
    has_all && (now.parts.len() == 3 || now.has_name && !was.has_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_makes_of_a_text_is_told() {
        for (was, now) in [
            ("41", "41.0"),
            ("0612", "612"),
            ("0612", "612.0"),
            ("5.10", "5.1"),
            ("1.", "1.0"),
            ("5.10", "5,1"),
            ("41", "41,0"),
            ("12,50", "12,5"),
            (".5", "0.5"),
            ("+7", "7"),
            ("1,000", "1000"),
            ("1 000.50", "1000.5"),
            ("1.000", "1000"),
            ("1E5", "100000.0"),
            ("12%", "0.12"),
            ("12%", "12.00%"),
            ("\u{2212}3", "-3"),
            ("12345678901234567890", "1.2345678901234567e+19"),
            ("12345678901234567890", "1.23456789012346E+19"),
            ("true", "TRUE"),
            ("T", "TRUE"),
            ("false", "False"),
            ("3-4", "2026-03-04"),
            ("3-4", "4-Mar"),
            ("12/15", "12/15/26"),
            ("2012-06", "2012-06-01"),
            ("2012", "2012-01-01"),
            ("May 2004", "2004-05-01"),
            ("May 2004", "01.05.2004"),
            ("2012/5/6", "2012-05-06"),
            ("12-2012", "2012-12-01 00:00:00"),
            ("1:30", "01:30:00"),
        ] {
            assert!(is_retyped(was, now), "{was} {now}");
            assert!(may_be_retyped(was), "{was}");
        }
    }

    #[test]
    fn another_text_is_an_edit() {
        for (was, now) in [
            ("41", "41"),
            ("41", "42"),
            ("41", "410"),
            ("5.10", "5.11"),
            ("1,00", "1,01"),
            ("true", "false"),
            ("12-15", "12-17"),
            ("12-15", "15-12"),
            ("2012-06-01", "2012-06-02"),
            ("2012", "2012-02-01"),
            ("May 2004", "June 2004"),
            ("May 2004", "Mayday 2004"),
            ("--5", "5"),
            ("one", "One"),
            ("41", ""),
        ] {
            assert!(!is_retyped(was, now), "{was} {now}");
        }
        for text in [
            "", "one", "1,00,0", "12-15;18", "1-2-3-4", "12345-1", "v5", "a-b",
        ] {
            assert!(!may_be_retyped(text), "{text}");
        }
    }
}
