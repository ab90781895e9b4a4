//! Reads single cells, and says what is wrong with them.

use super::bound::Place;
use super::exact::{Exact, NotExact, NumberForm, whole};
use super::faults::Fault;
use super::record::{Code, Period};
use crate::vocab::{TradeFlow, Vocabulary};

/// Unknown names that are remembered with their faults.
pub(super) const MOST_REMEMBERED: usize = 10_000;

/// The texts that stand for a value that is not there.
#[derive(Debug)]
pub(super) struct Missing(Vec<Vec<u8>>);

impl Missing {
    /// These texts.
    pub(super) fn of(texts: &[String]) -> Self {
        Self(texts.iter().map(|text| text.clone().into_bytes()).collect())
    }

    /// Whether a cell is one of them.
    pub(super) fn holds(&self, cell: &[u8]) -> bool {
        self.0.iter().any(|text| text == cell)
    }
}

/// A number, with its point moved by a power of ten.
pub(super) fn number(
    text: &[u8],
    place: &Place,
    form: &NumberForm,
    power: i32,
) -> Result<Exact, Fault> {
    Exact::parse(text, form)
        .and_then(|number| number.shift(power))
        .map_err(|fault| not_exact(text, place, fault))
}

fn not_exact(text: &[u8], place: &Place, fault: NotExact) -> Fault {
    let (code, message, help) = match fault {
        NotExact::TooLong => (
            "trade-number-too-long",
            "has more than 18 digits that count, or a point too far from them",
            "check it: numbers of this length are not kept, and none is rounded",
        ),
        NotExact::CutBySpreadsheet => (
            "trade-number-cut",
            "is written as spreadsheets write a number of which they have cut digits",
            "take the value from the original download",
        ),
        NotExact::NotANumber if looks_grouped(text) => (
            "trade-number-separators",
            "has separators of thousands, or a decimal comma",
            "say which in a map (`thousands` and `decimal`); they are not guessed",
        ),
        NotExact::NotANumber => (
            "trade-number",
            "is no number",
            "correct it; if it stands for a value that is not there, list it in a map (`missing`)",
        ),
    };
    Fault::of_cell(code, &place.name, text, message, help)
}

/// Whether a text is made of digits and what may stand between them.
fn looks_grouped(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let fits =
        |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | ' ' | '\u{a0}' | '\u{202f}');
    let bare = text.trim_start_matches('-');
    bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(fits)
        && bare.ends_with(|c: char| c.is_ascii_digit())
}

/// A period.
pub(super) fn period(text: &[u8], place: &Place) -> Result<Period, Fault> {
    Period::parse(whole(text)).ok_or_else(|| {
        Fault::of_cell(
            "trade-period",
            &place.name,
            text,
            "is no period",
            "write a year as `2012`, a month as `201209`, a quarter as `2012Q3`",
        )
    })
}

/// A power of ten, or the word for it.
pub(super) fn power(text: &[u8], place: &Place) -> Result<i32, Fault> {
    const MOST: i32 = 15;
    /// As the IMF names its scales.
    const WORDS: &[(&str, i32)] = &[
        ("units", 0),
        ("thousands", 3),
        ("millions", 6),
        ("billions", 9),
    ];
    let read = std::str::from_utf8(whole(text)).ok();
    let word = WORDS
        .iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word.as_bytes()));
    let power = word
        .map(|(_, power)| *power)
        .or_else(|| read.and_then(|text| text.parse::<i32>().ok()));
    power
        .filter(|power| (0..=MOST).contains(power))
        .ok_or_else(|| no_scale(text, place))
}

/// A power of ten by its word.
pub(super) fn power_word(
    text: &[u8],
    place: &Place,
    words: &[(Vec<u8>, i32)],
) -> Result<i32, Fault> {
    let lower = text.to_ascii_lowercase();
    let found = words.iter().find(|(word, _)| *word == lower);
    found
        .map(|(_, power)| *power)
        .ok_or_else(|| no_scale(text, place))
}

fn no_scale(text: &[u8], place: &Place) -> Fault {
    Fault::of_cell(
        "trade-scale",
        &place.name,
        text,
        "is no scale that is known",
        "correct it; a scale is a power of ten from 0 to 15, or a word that the map explains",
    )
    .by_value()
}

/// A word of a column; nothing where its rows are left out.
pub(super) fn word<T: Copy + Vocabulary>(
    text: &[u8],
    place: &Place,
    words: &[(Vec<u8>, Option<T>)],
    code: &'static str,
) -> Result<Option<T>, Fault> {
    let known: Vec<&str> = if words.is_empty() {
        let read = std::str::from_utf8(text).ok();
        if let Some(found) = read.and_then(T::from_word) {
            return Ok(Some(found));
        }
        T::WORDS.to_vec()
    } else {
        let same = |word: &[u8]| word.eq_ignore_ascii_case(text) || word == whole(text);
        if let Some((_, meaning)) = words.iter().find(|(word, _)| same(word)) {
            return Ok(*meaning);
        }
        words
            .iter()
            .filter_map(|(word, _)| std::str::from_utf8(word).ok())
            .collect()
    };
    Err(Fault::of_cell(
        code,
        &place.name,
        text,
        if text.is_empty() {
            "is empty"
        } else {
            "is not known there"
        },
        format!(
            "it may be one of {}; correct it, or explain it in a map",
            known.join(", ")
        ),
    )
    .by_value())
}

/// The flow of a column; nothing where its rows are left out.
pub(super) fn flow(
    text: &[u8],
    place: &Place,
    words: &[(Vec<u8>, Option<TradeFlow>)],
) -> Result<Option<TradeFlow>, Fault> {
    word(text, place, words, "trade-flow")
}

/// The fault of a cell that is neither a total nor a part of one.
pub(super) fn no_part(text: &[u8], place: &Place) -> Fault {
    Fault::of_cell(
        "trade-breakdown",
        &place.name,
        text,
        "is neither the code of the total nor one of a part",
        "correct it; where it is the total of the file, say so in a map (`[totals]`)",
    )
    .by_value()
}

/// A code of a list.
pub(super) fn code<const N: usize>(
    text: &[u8],
    place: &Place,
    words: &[(Vec<u8>, Option<Code<N>>)],
    fault: &'static str,
) -> Result<Code<N>, Fault> {
    let explained = words
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(text));
    let found = explained.map_or_else(|| Code::new(text), |(_, meaning)| *meaning);
    found.ok_or_else(|| {
        Fault::of_cell(
            fault,
            &place.name,
            text,
            "is no code",
            format!("give a code of 1 to {N} letters, digits and signs"),
        )
    })
}

/// A text that has to be UTF-8.
pub(super) fn utf8<'a>(text: &'a [u8], place: &Place) -> Result<&'a str, Fault> {
    std::str::from_utf8(text).map_err(|_| {
        Fault::of_cell(
            "trade-encoding",
            &place.name,
            text,
            "is not UTF-8",
            "name the encoding of the file, such as `--encoding windows-1252`",
        )
    })
}

/// The fault of a layout that leaves something open.
pub(super) fn no_constant(part: &str) -> Fault {
    Fault::of_row(
        "trade-map",
        format!("the layout does not say from where the {part} comes"),
        "name a column or a constant for it in the map",
    )
}

/// A code that nobody has.
pub(super) fn unknown_code(text: &[u8], place: &Place, schemes: &[String]) -> Fault {
    if let Err(fault) = utf8(text, place) {
        return fault;
    }
    Fault::of_cell(
        "trade-unknown-area",
        &place.name,
        text,
        format!("is no code of an entity in {}", schemes.join(" or ")),
        "correct it, say in a map which entity it is (`[areas]`), or add the code with `sco import facts` as a row of entity_codes",
    )
    .by_value()
}

/// A code that others have in other years.
pub(super) fn other_years(
    text: &[u8],
    place: &Place,
    scheme: &str,
    period: Period,
    told: &str,
) -> Fault {
    Fault::of_cell(
        "trade-area-of-other-years",
        &place.name,
        text,
        format!(
            "is a code of {scheme} that is not valid in {}: {told}",
            period.year
        ),
        "correct the code or the year; where the file means it, say so in a map (`[areas]`)",
    )
    .by_value()
}

/// A code or name that several have.
pub(super) fn several(text: &[u8], place: &Place, ids: &str) -> Fault {
    Fault::of_cell(
        "trade-ambiguous-area",
        &place.name,
        text,
        format!("may be any of {ids}"),
        "use codes, or say which one in a map (`[areas]`)",
    )
    .by_value()
}

/// A name that nobody has.
pub(super) fn unknown_name(text: &[u8], place: &Place, near: &[String]) -> Fault {
    let help = if near.is_empty() {
        "say in a map which entity it is (`[areas]`), or add the name with `sco import facts` as a row of entity_names".to_owned()
    } else {
        format!(
            "similar are {}; say in a map which entity it is (`[areas]`)",
            near.join(", ")
        )
    };
    Fault::of_cell(
        "trade-unknown-area",
        &place.name,
        text,
        "is no name of an entity",
        help,
    )
    .by_value()
}
