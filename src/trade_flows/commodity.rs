//! The code of a commodity, and what spreadsheets make of one.

use super::bound::Place;
use super::cells;
use super::exact::whole;
use super::faults::Fault;
use super::record::{COMMODITY, Code};

/// The code of a commodity. Where every code has `width` digits, those that programs took for numbers get their zeros
/// back.
pub(super) fn read(
    text: &[u8],
    place: &Place,
    words: &[(Vec<u8>, Option<Code<COMMODITY>>)],
    classification: &str,
    width: Option<usize>,
) -> Result<Code<COMMODITY>, Fault> {
    const CODE: &str = "trade-commodity";
    if text.eq_ignore_ascii_case(b"total") {
        return Code::new(b"TOTAL").ok_or_else(|| cells::no_constant("commodity"));
    }
    let is_harmonized = is_harmonized(classification);
    // Codes of other lists may have a point.
    let bare = if is_harmonized || width.is_some() {
        whole(text)
    } else {
        text
    };
    let is_number = !bare.is_empty() && bare.iter().all(u8::is_ascii_digit);
    if let Some(width) = width.filter(|_| is_number) {
        let padded = [vec![b'0'; width.saturating_sub(bare.len())], bare.to_vec()].concat();
        // The Harmonized System has no chapter 00: more than one zero was never there.
        if padded.len() > width || is_harmonized && padded.starts_with(b"00") {
            return Err(other_width(text, place, width));
        }
        return cells::code(&padded, place, words, CODE);
    }
    let is_explained = words
        .iter()
        .any(|(word, _)| word.eq_ignore_ascii_case(text));
    if !is_explained && is_mangled(text) {
        return Err(mangled(text, place));
    }
    if !is_harmonized {
        return cells::code(text, place, words, CODE);
    }
    if !is_explained && !bare.iter().all(u8::is_ascii_alphanumeric) {
        return Err(mangled(text, place));
    }
    if is_number && bare.len() % 2 == 1 {
        return Err(lost_zero(text, place));
    }
    Ok(cells::code(bare, place, words, CODE)?.in_capitals())
}

/// Whether a spreadsheet made an error (`#N/A`), a power of ten (`8.52E+05`) or a day (`1-Feb`) of a code.
fn is_mangled(text: &[u8]) -> bool {
    let is_number = |digits: &[u8]| {
        !digits.is_empty()
            && digits
                .iter()
                .all(|byte| byte.is_ascii_digit() || b".,".contains(byte))
    };
    let at = text
        .iter()
        .position(|byte| byte.eq_ignore_ascii_case(&b'e'));
    let is_power = at.is_some_and(|at| {
        let power = &text[at + 1..];
        let unsigned = power
            .strip_prefix(b"+")
            .or_else(|| power.strip_prefix(b"-"));
        let power = unsigned.unwrap_or(power);
        is_number(&text[..at]) && is_number(power)
    });
    let mut halves = text.splitn(2, |byte| *byte == b'-');
    let is_day = match (halves.next(), halves.next()) {
        (Some(one), Some(other)) => {
            is_number(one) && is_month(other) || is_month(one) && is_number(other)
        }
        _ => false,
    };
    is_power || is_day || text.starts_with(b"#")
}

fn is_month(text: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] = [
        b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov",
        b"dec",
    ];
    MONTHS.iter().any(|month| month.eq_ignore_ascii_case(text))
}

fn mangled(text: &[u8], place: &Place) -> Fault {
    Fault::of_cell(
        "trade-commodity",
        &place.name,
        text,
        "is no code; a spreadsheet may have made it of one",
        "take the file as it was downloaded, or explain the code in a map",
    )
}

/// Whether a list is an edition of the Harmonized System.
fn is_harmonized(classification: &str) -> bool {
    let digit = classification.strip_prefix('H');
    classification == "HS"
        || digit.is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
}

/// An odd number of digits: a program took the code for a number, and its first zero is lost.
fn lost_zero(text: &[u8], place: &Place) -> Fault {
    Fault::of_cell(
        "trade-lost-zero",
        &place.name,
        text,
        "has an odd number of digits, so that a zero before them is lost",
        "take the original download, and open its codes as text; where all codes have as many digits, say so in a map (`width` of `[commodity]`)",
    )
}

fn other_width(text: &[u8], place: &Place, width: usize) -> Fault {
    Fault::of_cell(
        "trade-commodity",
        &place.name,
        text,
        format!("is no code of {width} digits that has lost its first zeros"),
        "correct it, or leave `width` out of the map where codes have different numbers of digits",
    )
}
