//! One cell: its text, read as the type that its column declares.

use unicode_normalization::is_nfc;

use crate::edtf::Edtf;
use crate::number::{Decimal, Printed};
use crate::tables::{Column, Kind};
use crate::vocab::{CitationRole, Vocabulary};

/// A cell that was read.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Nothing was written.
    Empty,
    /// What was written cannot be read; a problem says why.
    Bad,
    /// Text, a word, an id or a key.
    Text,
    /// A date.
    Date(Edtf),
    /// A number as printed.
    Printed(Printed),
    /// A number in plain notation.
    Decimal(Decimal),
    /// A whole number.
    Integer(i64),
    /// Passages behind a fact.
    Citations(Vec<CitationUse>),
    /// Notes put to a statement.
    References(Vec<NoteUse>),
}

/// One passage behind a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationUse {
    /// The passage.
    pub citation_id: String,
    /// What it does for the fact.
    pub role: CitationRole,
    /// Where in the passage, such as a table's row and column.
    pub detail: Option<String>,
}

/// One note that a document puts to a statement; all works of the note unless a position is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteUse {
    /// The document.
    pub citing: String,
    /// The note's number or label.
    pub note: String,
    /// The place of the work in the note.
    pub position: Option<i64>,
}

/// What is wrong with a cell, and the remedy.
pub(super) type Complaint = (String, String);

/// Reads a cell as its column wants it.
pub(super) fn parse(column: &Column, text: &str) -> Result<Cell, Complaint> {
    if text.is_empty() {
        return if column.required {
            Err((format!("is empty: {}", column.meaning), "fill it in".into()))
        } else {
            Ok(Cell::Empty)
        };
    }
    refuse_unsafe_text(column.kind, text)?;
    typed(column.kind, text)
}

fn typed(kind: Kind, text: &str) -> Result<Cell, Complaint> {
    match kind {
        Kind::Id => id(text, false),
        Kind::EntityId => id(text, true),
        Kind::Reference(_) | Kind::Term(_) => key(text),
        Kind::Word(words) => word(words, text),
        Kind::Text => Ok(Cell::Text),
        Kind::Date => text.parse().map(Cell::Date).map_err(complaint),
        Kind::Printed => Printed::parse(text).map(Cell::Printed).map_err(complaint),
        Kind::Decimal => text.parse().map(Cell::Decimal).map_err(complaint),
        Kind::Integer(min, max) => integer(text, min, max),
        Kind::Sha256 => shaped(text, is_sha256(text), "64 lower-case hexadecimal digits"),
        Kind::Year => shaped(
            text,
            text.len() == 4 && all(text, |b| b.is_ascii_digit()),
            "a year of four digits",
        ),
        Kind::Url => shaped(
            text,
            is_url(text),
            "an address that begins with http:// or https:// and has no blanks",
        ),
        Kind::Currency => shaped(
            text,
            text.len() == 3 && all(text, |b| b.is_ascii_uppercase()),
            "an ISO 4217 code such as USD",
        ),
        Kind::Language => shaped(
            text,
            is_language(text),
            "a BCP 47 tag such as en or zh-Latn",
        ),
        Kind::Names => names(text),
        Kind::Tokens => tokens(text),
        Kind::Lines => shaped(
            text,
            text.split(';').all(is_range),
            "ranges of lines such as 202-226;230-231",
        ),
        Kind::Citations => citations(text),
        Kind::References => references(text),
    }
}

/// Refuses what a spreadsheet would run or reinterpret and what no reader can see, so that no export
/// ever has to alter a value.
fn refuse_unsafe_text(kind: Kind, text: &str) -> Result<(), Complaint> {
    let complain = |what: &str, help: &str| Err((what.to_owned(), help.to_owned()));
    if text.trim() != text {
        return complain("has blanks around it", "remove them");
    }
    if text
        .chars()
        .any(|c| c.is_control() || c == '\u{feff}' || c == '\u{2028}')
    {
        return complain(
            "has a line break or control character in it",
            "write it on one line",
        );
    }
    if !is_nfc(text) {
        return complain(
            "is not in Unicode form NFC",
            "retype its accented letters as single characters",
        );
    }
    let number = matches!(kind, Kind::Printed | Kind::Decimal | Kind::Integer(..));
    if !number && text.starts_with(['=', '+', '@', '-']) {
        return complain(
            "begins with a sign that spreadsheets take for a formula",
            "reword the cell",
        );
    }
    if kind != Kind::Tokens && ["NA", "N/A", "n/a", "null", "NULL", "None", "#N/A"].contains(&text)
    {
        return complain("is no value", "leave the cell empty where nothing is known");
    }
    Ok(())
}

fn complaint(error: impl std::fmt::Display) -> Complaint {
    let text = error.to_string();
    // The parsers say what is wrong, then the remedy.
    match text.split_once("; ") {
        Some((wrong, help)) => (wrong.to_owned(), help.to_owned()),
        None => (text, "see `seeds/README.md`".into()),
    }
}

fn shaped(text: &str, good: bool, wanted: &str) -> Result<Cell, Complaint> {
    debug_assert!(!text.is_empty());
    if good {
        Ok(Cell::Text)
    } else {
        Err(("is not accepted".into(), format!("write {wanted}")))
    }
}

fn all(text: &str, holds: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(holds)
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && all(text, |b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !rest.contains([' ', '<', '>', '"', '\u{a0}'])
    })
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && all(first, |b| b.is_ascii_lowercase())
        && parts
            .all(|part| (2..=8).contains(&part.len()) && all(part, |b| b.is_ascii_alphanumeric()))
}

fn is_range(text: &str) -> bool {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    matches!((from.parse::<u32>(), to.parse::<u32>()), (Ok(from), Ok(to)) if 0 < from && from <= to)
}

fn integer(text: &str, min: i64, max: i64) -> Result<Cell, Complaint> {
    let help = if max == i64::MAX {
        format!("write a whole number from {min}")
    } else {
        format!("write a whole number from {min} to {max}")
    };
    match text.parse() {
        Ok(value) if min <= value && value <= max && !text.starts_with('+') => {
            Ok(Cell::Integer(value))
        }
        _ => Err(("is not accepted".into(), help)),
    }
}

fn word(words: &[&str], text: &str) -> Result<Cell, Complaint> {
    if words.contains(&text) {
        Ok(Cell::Text)
    } else {
        Err((
            "is not a known word".into(),
            format!("use one of: {}", words.join(", ")),
        ))
    }
}

/// Whether a spreadsheet would read an id as a month, a number or a truth value.
fn is_misread(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = text.to_ascii_lowercase();
    let letters = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = letters.trim_end_matches('-');
    let digits = lower.len() - letters.len();
    (digits > 0 && digits <= 4 && (MONTHS.contains(&bare) || bare == "sept"))
        || MONTHS.contains(&lower.as_str())
        || ["true", "false", "na", "nan", "inf", "null", "none"].contains(&lower.as_str())
}

fn id(text: &str, capitals: bool) -> Result<Cell, Complaint> {
    let letter = |b: u8| b.is_ascii_lowercase() || (capitals && b.is_ascii_uppercase());
    let sound = text.bytes().next().is_some_and(letter)
        && all(text, |b| letter(b) || b.is_ascii_digit() || b == b'-')
        && !text.ends_with('-')
        && !text.contains("--");
    if !sound {
        let case = if capitals {
            "letters"
        } else {
            "lower-case letters"
        };
        let help = format!("write {case}, digits and single hyphens, beginning with a letter");
        return Err(("is not an id".into(), help));
    }
    if is_misread(text) {
        return Err((
            "is an id that a spreadsheet takes for a date or a value".into(),
            "choose a longer one".into(),
        ));
    }
    Ok(Cell::Text)
}

fn key(text: &str) -> Result<Cell, Complaint> {
    if all(text, |b| b.is_ascii_alphanumeric() || b == b'-') {
        Ok(Cell::Text)
    } else {
        Err((
            "is not an id".into(),
            "write one id: letters, digits and hyphens".into(),
        ))
    }
}

fn names(text: &str) -> Result<Cell, Complaint> {
    let sound = text.split(';').all(|name| {
        let parts: Vec<&str> = name.trim().split(',').collect();
        parts.len() <= 2 && parts.iter().all(|part| !part.trim().is_empty())
    });
    shaped(text, sound, "`Family, Given`, several separated by `;`")
}

fn tokens(text: &str) -> Result<Cell, Complaint> {
    let parts: Vec<&str> = text.split('|').collect();
    if let Some(bad) = parts
        .iter()
        .find(|part| !crate::passages::tokens::is_token(part))
    {
        let help = "write numbers such as 7000 or 2.5 and single lower-case words without accents";
        return Err((format!("has a part `{bad}` that is no token"), help.into()));
    }
    if !parts.is_sorted_by(|a, b| a < b) {
        return Err((
            "is not in alphabetical order, or repeats a token".into(),
            "sort the tokens, each once".into(),
        ));
    }
    if parts
        .iter()
        .filter(|part| !part.starts_with(|c: char| c.is_ascii_digit()))
        .count()
        > 6
    {
        return Err((
            "has more than six words".into(),
            "keep the numbers and at most six words".into(),
        ));
    }
    Ok(Cell::Text)
}

fn citations(text: &str) -> Result<Cell, Complaint> {
    let uses: Option<Vec<CitationUse>> = text.split(';').map(citation_use).collect();
    let Some(uses) = uses else {
        return Err((
            "is not a list of passages".into(),
            "write `c1;c2[detail];disputes:c3;context:c4`".into(),
        ));
    };
    if let Some(twice) = first_repeated(uses.iter().map(|used| used.citation_id.as_str())) {
        return Err((
            format!("names `{twice}` twice"),
            "name each passage once".into(),
        ));
    }
    Ok(Cell::Citations(uses))
}

fn citation_use(text: &str) -> Option<CitationUse> {
    let (role, rest) = match text.split_once(':') {
        Some((role, rest)) if !role.contains('[') => (CitationRole::from_word(role)?, rest),
        _ => (CitationRole::Supports, text),
    };
    let (id, detail) = match rest.split_once('[') {
        Some((id, detail)) => (id, Some(detail.strip_suffix(']')?)),
        None => (rest, None),
    };
    let sound = !id.is_empty()
        && key(id).is_ok()
        && detail.is_none_or(|detail| !detail.is_empty() && !detail.contains(['[', ']']));
    sound.then(|| CitationUse {
        citation_id: id.to_owned(),
        role,
        detail: detail.map(str::to_owned),
    })
}

fn references(text: &str) -> Result<Cell, Complaint> {
    let uses: Option<Vec<NoteUse>> = text.split(';').map(note_use).collect();
    let Some(uses) = uses else {
        return Err((
            "is not a list of notes".into(),
            "write `source#13;source#13.2`".into(),
        ));
    };
    if let Some(twice) = first_repeated(text.split(';')) {
        return Err((
            format!("names `{twice}` twice"),
            "name each note once".into(),
        ));
    }
    Ok(Cell::References(uses))
}

fn note_use(text: &str) -> Option<NoteUse> {
    let (citing, rest) = text.split_once('#')?;
    let (note, position) = match rest.split_once('.') {
        Some((note, position)) => (note, Some(position.parse().ok()?)),
        None => (rest, None),
    };
    let sound = !citing.is_empty() && !note.is_empty() && !note.contains(['#', ' ']);
    sound.then(|| NoteUse {
        citing: citing.to_owned(),
        note: note.to_owned(),
        position,
    })
}

fn first_repeated<'a>(items: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    items.into_iter().find(|item| !seen.insert(*item))
}
