//! Explanations of ids and numbers for people: the name of an id, the unit of a number, the heading of a row.

use super::columns::{Compared, From};
use super::key::Key;
use super::record::Record;
use super::side::Side;
use crate::tables::{CellType, Column, Derivation, Table};

/// The tables to which others refer, each with the column that has the name of a row.
const NAMES: &[(&str, &str)] = &[
    ("entities", "name"),
    ("terms", "label"),
    ("sources", "cite"),
    ("events", "title"),
];

/// The name of a row of a table; `None` if it has none.
pub(super) fn name_of(side: &Side, table: &str, id: &str) -> Option<String> {
    if table == "citations" {
        return passage(side, id);
    }
    if table == "facts" {
        return side.statement(id).map(str::to_owned);
    }
    let (_, column) = NAMES.iter().find(|(known, _)| *known == table)?;
    side.held(table)?.cell(id, column).map(str::to_owned)
}

/// The citation of a passage: `Grieger 2015, paragraph 5`.
fn passage(side: &Side, id: &str) -> Option<String> {
    let citations = side.held("citations")?;
    let source = citations.cell(id, "source_id")?;
    let cite = name_of(side, "sources", source)?;
    let label = citations.cell(id, "locator_label")?;
    let locator = citations.cell(id, "locator")?;
    Some(format!("{cite}, {label} {locator}"))
}

/// The heading of a row: the sentence of a fact, a name, the title of a source.
pub(super) fn heading(side: &Side, table: &Table, key: &Key) -> Option<String> {
    if table.is_fact() {
        return name_of(side, "facts", key.first());
    }
    if table.name == "sources" {
        let title = side.held("sources")?.cell(key.first(), "title");
        return title.map(str::to_owned);
    }
    if table.key.len() == 1 {
        return name_of(side, table.name, key.first());
    }
    // For a row with a longer key, the name of the row to which the first cell refers.
    let first = table
        .own
        .iter()
        .find(|column| column.name == table.key[0])?;
    match first.cell {
        CellType::Reference(named) => name_of(side, named, key.first()),
        _ => None,
    }
}

/// The name of the row to which a cell refers.
pub(super) fn name_in(
    side: &Side,
    table: &Table,
    (columns, record): (&[Compared], &Record),
    column: &Column,
    text: &str,
) -> Option<String> {
    let conditional = table.references_when.iter().find(|reference| {
        let (other, word) = reference.when;
        reference.column == column.name && text_of(columns, record, other) == word
    });
    let named = match column.cell {
        CellType::Reference(named) | CellType::Keys(named) => named,
        CellType::Term(_) => "terms",
        CellType::Citations => "citations",
        CellType::References => "sources",
        _ => conditional?.table,
    };
    name_of(side, named, text).filter(|name| name != text)
}

/// The text of a column of a record; empty if the record has none.
fn text_of<'a>(columns: &[Compared], record: &'a Record, name: &str) -> &'a str {
    let place = columns.iter().position(|column| column.name == name);
    let cell = place.and_then(|at| record[at].as_ref());
    cell.map_or("", |cell| &cell.text)
}

/// The unit of a number: `billion US dollars`; `None` for what is no quantity.
pub(super) fn unit(
    side: &Side,
    (columns, record): (&[Compared], &Record),
    column: &Compared,
) -> Option<String> {
    let text = |name| text_of(columns, record, name);
    let has_power = columns.iter().any(|other| other.name == "unit_mult");
    let (is_printed, is_scaled, declared) = match column.from {
        From::WorkedOut(derived) => (
            matches!(derived.from, Derivation::Number(_)),
            matches!(derived.from, Derivation::Scaled(_)),
            derived.unit,
        ),
        From::Own(own) => (
            has_power && matches!(own.cell, CellType::Printed | CellType::Decimal),
            false,
            own.unit,
        ),
        From::Facts(_) | From::List(..) => return None,
    };
    if !is_printed && !is_scaled {
        return Some(declared.to_owned()).filter(|unit| !unit.is_empty());
    }
    let power = if is_printed {
        power(text("unit_mult"))
    } else {
        String::new()
    };
    let counted = match (text("unit"), text("currency"), text("measure")) {
        ("", "", "share" | "growth") => "per cent".to_owned(),
        ("", "", "multiple") => "times".to_owned(),
        ("", "USD", _) => "US dollars".to_owned(),
        ("", currency, _) => currency.to_owned(),
        (unit, ..) => name_of(side, "terms", unit).unwrap_or_else(|| unit.to_owned()),
    };
    let words: Vec<&str> = [power.as_str(), counted.as_str()]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    Some(words.join(" ")).filter(|unit| !unit.is_empty())
}

/// The word for a power of ten.
fn power(exponent: &str) -> String {
    match exponent {
        "" | "0" => "",
        "2" => "hundred",
        "3" => "thousand",
        "6" => "million",
        "9" => "billion",
        "12" => "trillion",
        other => return format!("times 10^{other}"),
    }
    .to_owned()
}
