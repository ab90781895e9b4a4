//! One cell: its text, read as the type that its column declares.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::safe_text::refuse_unsafe;
use super::shapes::{all, is_key, is_language, is_misread, is_range, is_sha256, is_url};
use super::uses::{self, CitationUse, NoteUse};
use crate::complaint::Complaint;
use crate::edtf::Edtf;
use crate::number::{Decimal, Printed};
use crate::passages::signs::is_declarable;
use crate::passages::tokens;
use crate::tables::{CellType, Column};
use crate::wording::did_you_mean;

/// A cell that was read.
#[derive(Debug, Clone)]
pub enum Cell {
    /// The cell is empty.
    Empty,
    /// The file of a user has no such column, so that it says nothing of the cell.
    Omitted,
    /// The text cannot be read; a problem says why.
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

/// Reads a cell as the type that its column declares.
pub(super) fn parse(column: &Column, text: &str) -> Result<Cell, Complaint> {
    if text.is_empty() {
        return if column.required {
            Err(Complaint::new(
                format!("is empty: {}", column.meaning),
                "fill it in",
            ))
        } else {
            Ok(Cell::Empty)
        };
    }
    refuse_unsafe(column.cell, text)?;
    typed(column.cell, text)
}

fn typed(cell: CellType, text: &str) -> Result<Cell, Complaint> {
    match cell {
        CellType::Id => id(text, false),
        CellType::EntityId => id(text, true),
        CellType::Reference(_) | CellType::Term(_) => key(text),
        CellType::Word(words) => word(words, text),
        CellType::Text | CellType::Code => Ok(Cell::Text),
        CellType::Date => text.parse().map(Cell::Date).map_err(Complaint::from),
        CellType::Printed => text.parse().map(Cell::Printed).map_err(Complaint::from),
        CellType::Decimal => text.parse().map(Cell::Decimal).map_err(Complaint::from),
        CellType::Integer(min, max) => integer(text, min, max),
        CellType::Sha256 => shaped(text, is_sha256(text), "64 lower-case hexadecimal digits"),
        CellType::Year => shaped(
            text,
            text.len() == 4 && all(text, |b| b.is_ascii_digit()),
            "a year of four digits",
        ),
        CellType::Url => shaped(
            text,
            is_url(text),
            "an address that begins with http:// or https:// and has no blanks",
        ),
        CellType::Currency => shaped(
            text,
            text.len() == 3 && all(text, |b| b.is_ascii_uppercase()),
            "an ISO 4217 code such as USD",
        ),
        CellType::Language => shaped(
            text,
            is_language(text),
            "a BCP 47 tag such as en or zh-Latn",
        ),
        CellType::Names => names(text),
        CellType::Tokens => tokens(text),
        CellType::Lines => shaped(
            text,
            text.split(';').all(is_range),
            "ranges of lines such as 202-226;230-231",
        ),
        CellType::Keys(_) => keys(text),
        CellType::Citations => uses::citations(text).map(Cell::Citations),
        CellType::References => uses::references(text).map(Cell::References),
    }
}

fn shaped(text: &str, good: bool, wanted: &str) -> Result<Cell, Complaint> {
    debug_assert!(!text.is_empty());
    if good {
        Ok(Cell::Text)
    } else {
        Err(Complaint::new("is not accepted", format!("write {wanted}")))
    }
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
        _ => Err(Complaint::new("is not accepted", help)),
    }
}

fn word(words: &[&str], text: &str) -> Result<Cell, Complaint> {
    if words.contains(&text) {
        Ok(Cell::Text)
    } else {
        let near = did_you_mean(text, words).map_or_else(String::new, |near| near + " ");
        Err(Complaint::new(
            "is not a known word",
            format!("{near}use one of: {}", words.join(", ")),
        ))
    }
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
        return Err(Complaint::new("is not an id", help));
    }
    if is_misread(text) {
        return Err(Complaint::new(
            "is an id that a spreadsheet takes for a date or a value",
            "choose a longer one",
        ));
    }
    Ok(Cell::Text)
}

fn key(text: &str) -> Result<Cell, Complaint> {
    if is_key(text) {
        Ok(Cell::Text)
    } else {
        Err(Complaint::new(
            "is not an id",
            "write one id: letters, digits and hyphens",
        ))
    }
}

fn keys(text: &str) -> Result<Cell, Complaint> {
    let mut seen = BTreeSet::new();
    for one in text.split(';') {
        if !is_key(one) {
            return Err(Complaint::new(
                "is not a list of ids",
                "write ids of letters, digits and hyphens, separated by `;`",
            ));
        }
        if !seen.insert(one) {
            return Err(Complaint::new(
                format!("names `{one}` twice"),
                "name each once",
            ));
        }
    }
    Ok(Cell::Text)
}

fn names(text: &str) -> Result<Cell, Complaint> {
    let sound = text.split(';').map(str::trim).all(|name| {
        if let Some(rest) = name.strip_prefix('{') {
            let institution = rest.strip_suffix('}').unwrap_or_default();
            return !institution.trim().is_empty() && !institution.contains(['{', '}']);
        }
        let parts: Vec<&str> = name.trim().split(',').collect();
        parts.len() <= 2 && parts.iter().all(|part| !part.trim().is_empty())
    });
    shaped(
        text,
        sound,
        "`Family, Given`, or `{Institution, Inc.}`, several separated by `;`",
    )
}

fn tokens(text: &str) -> Result<Cell, Complaint> {
    let parts: Vec<&str> = text.split('|').collect();
    if let Some(bad) = parts.iter().find(|part| !is_declarable(part)) {
        let help = "write numbers such as 7000, 2.5, −4.7, $3 or 2005-06 and single lower-case words without accents";
        return Err(Complaint::new(
            format!("has a part `{bad}` that is no token"),
            help,
        ));
    }
    if !parts.is_sorted_by(|a, b| a < b) {
        return Err(Complaint::new(
            "is not in alphabetical order, or repeats a token",
            "sort the tokens, each once",
        ));
    }
    let words = parts.iter().filter(|part| tokens::is_word(part)).count();
    if words > tokens::MOST_WORDS {
        return Err(Complaint::new(
            format!("has {words} words"),
            format!("keep the numbers and at most {} words", tokens::MOST_WORDS),
        ));
    }
    Ok(Cell::Text)
}
