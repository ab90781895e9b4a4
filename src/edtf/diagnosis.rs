//! Finds the reason and the remedy for a text that has the form of no date.

use super::EdtfFault;
use super::parse::{any, mask, shaped};

const QUALIFIERS: [char; 3] = ['?', '~', '%'];
/// Hyphen, non-breaking hyphen, figure dash, en dash, em dash, minus.
const DASHES: [char; 6] = [
    '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
];

/// The reason why `parse` refused a text: the one that it gave, or one for a text of unknown form.
pub(super) fn reason(text: &str, given: EdtfFault) -> EdtfFault {
    if given != EdtfFault::Unknown {
        return given;
    }
    if let Some(fault) = blanks(text) {
        return fault;
    }
    match text.split_once('/') {
        Some((from, to)) => empty_side(from, to).unwrap_or_else(|| of_sides(from, to)),
        None => of_date(text),
    }
}

/// The reason for a text of blanks, or for a date with blanks at its ends.
fn blanks(text: &str) -> Option<EdtfFault> {
    if text.trim().is_empty() {
        return Some(EdtfFault::Empty);
    }
    let write = text.split('/').map(str::trim).collect::<Vec<_>>().join("/");
    (write != text && any(&write).is_ok()).then_some(EdtfFault::Blanks { write })
}

/// An interval of which a side was left out.
fn empty_side(from: &str, to: &str) -> Option<EdtfFault> {
    let write = match (from, to) {
        ("", "" | "..") | ("..", "") => return Some(EdtfFault::OpenAlone),
        ("", to) => format!("../{to}"),
        (from, "") => format!("{from}/.."),
        _ => return None,
    };
    Some(match any(&write) {
        Ok(_) => EdtfFault::EmptySide { write },
        Err(fault) => reason(&write, fault),
    })
}

/// The reason of the first side that has no known shape.
fn of_sides(from: &str, to: &str) -> EdtfFault {
    let is_read = |side: &str| side == ".." || shaped(side).is_some();
    of_date(if is_read(from) { to } else { from })
}

/// The reason why one date, without a slash, has no known shape.
fn of_date(text: &str) -> EdtfFault {
    rewritten(text)
        .or_else(|| unsupported(text))
        .unwrap_or(EdtfFault::Unknown)
}

/// A date in another notation.
fn rewritten(text: &str) -> Option<EdtfFault> {
    let hyphens = text.replace(DASHES, "-");
    one_digit(&hyphens)
        .or_else(|| no_slash(&hyphens))
        .or_else(|| compact(text))
        .or_else(|| rewrite(text, hyphens, |write| EdtfFault::NoHyphens { write }))
        .or_else(|| {
            rewrite(text, text.replace('x', "X"), |write| EdtfFault::SmallX {
                write,
            })
        })
}

/// Proposes to write `write`, but only if that is a date itself.
fn rewrite(
    text: &str,
    write: String,
    fault: impl FnOnce(String) -> EdtfFault,
) -> Option<EdtfFault> {
    if write == text {
        return None;
    }
    Some(match shaped(&write)? {
        Ok(_) => fault(write),
        Err(deeper) => deeper,
    })
}

fn one_digit(text: &str) -> Option<EdtfFault> {
    let write = text
        .split('-')
        .map(two_digits)
        .collect::<Vec<_>>()
        .join("-");
    rewrite(text, write, |write| EdtfFault::OneDigit { write })
}

/// A part such as `4` or `4?` with the missing zero, `04`; other parts stay as they are.
fn two_digits(part: &str) -> String {
    match mask(part).as_str() {
        "9" | "9?" | "9~" | "9%" => format!("0{part}"),
        _ => part.to_owned(),
    }
}

fn no_slash(text: &str) -> Option<EdtfFault> {
    if mask(text) != "9999-9999" {
        return None;
    }
    let write = text.replace('-', "/");
    any(&write).is_ok().then_some(EdtfFault::NoSlash { write })
}

fn compact(text: &str) -> Option<EdtfFault> {
    let write = match mask(text).as_str() {
        "99999999" => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
        // A month as trade statistics write it, `202407`.
        "999999" => format!("{}-{}", &text[..4], &text[4..]),
        _ => return None,
    };
    rewrite(text, write, |write| EdtfFault::NoHyphens { write })
}

/// Forms of EDTF that are not supported here.
fn unsupported(text: &str) -> Option<EdtfFault> {
    let mask = mask(text);
    if text == ".." {
        Some(EdtfFault::OpenAlone)
    } else if text.contains(['[', ']', '{', '}']) {
        Some(EdtfFault::Set)
    } else if mask.contains("9T9") || mask.contains("9:9") {
        Some(EdtfFault::TimeOfDay)
    } else if is_long_year(&mask) {
        Some(EdtfFault::YearRange)
    } else if matches!(mask.as_str(), "9" | "99" | "999") {
        Some(EdtfFault::ShortYear)
    } else {
        misplaced(text, &mask)
    }
}

/// `Y17000`, `-0100` and the like.
fn is_long_year(mask: &str) -> bool {
    mask.starts_with("Y9") || mask.starts_with("Y-9") || mask.starts_with("-9999")
}

/// A date with `X` or qualifiers at places where level 1 has none.
fn misplaced(text: &str, mask: &str) -> Option<EdtfFault> {
    let known = |sign: char| matches!(sign, '9' | 'X' | '-') || QUALIFIERS.contains(&sign);
    if !mask.chars().all(known) || !mask.contains(['9', 'X']) {
        return None;
    }
    if text.trim_end_matches(QUALIFIERS) != text || text.contains(QUALIFIERS) {
        qualifier_inside(text)
    } else {
        text.contains('X').then_some(EdtfFault::XInside)
    }
}

/// The qualifiers are at fault only if the rest is a date.
fn qualifier_inside(text: &str) -> Option<EdtfFault> {
    let plain = text.replace(QUALIFIERS, "");
    match shaped(&plain) {
        Some(Ok(_)) => Some(EdtfFault::QualifierInside),
        Some(Err(fault)) => Some(fault),
        None => plain.contains('X').then_some(EdtfFault::XInside),
    }
}
