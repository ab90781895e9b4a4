//! The rows of a table as records. The record of a fact also has its columns in `facts`, and its lists.

use std::collections::BTreeMap;

use super::columns::{Compared, From};
use super::held::{Held, Row};
use super::key::Key;
use super::side::Side;
use super::wording::without_spelling;
use crate::seeds::citation_cell;
use crate::tables::{Bearing, CellType, ORIGIN, Table};

/// The cells of a record in the order of the columns that are compared; `None` for a column that the state lacks.
pub(super) type Record = Vec<Option<Cell>>;

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The text, as it stands in a seed file.
    pub(super) text: String,
    /// What of it the dataset says.
    pub(super) substance: String,
    /// The items of a list.
    pub(super) items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The text, as it stands in a seed file.
    pub(super) text: String,
    /// What of it the dataset says.
    pub(super) substance: String,
    /// The id of what it names.
    pub(super) names: String,
}

/// Every record of a table by its key.
pub(super) fn records(
    side: &Side,
    table: &'static Table,
    columns: &[Compared],
) -> BTreeMap<Key, Record> {
    let Some(held) = side.held(table.name) else {
        return BTreeMap::new();
    };
    let record = |row: &Row| {
        let key = table.key.iter().map(|column| {
            let cell = held.text(row, column);
            cell.unwrap_or_default().to_owned()
        });
        let key = Key::of(key);
        let cells = columns
            .iter()
            .map(|column| cell(side, held, row, key.first(), column));
        let cells = cells.collect();
        (key, cells)
    };
    held.rows.iter().map(record).collect()
}

/// Whether a side has a column.
pub(super) fn has(side: &Side, table: &'static Table, column: &Compared) -> bool {
    let holds = |table: &str| {
        side.held(table)
            .is_some_and(|held| held.position(column.name).is_some())
    };
    match column.from {
        From::Own(_) | From::WorkedOut(_) => holds(table.name),
        From::Facts(_) => holds("facts"),
        From::List(_, list) => side.held(list.name).is_some() || holds(table.name),
    }
}

fn cell(side: &Side, held: &Held, row: &Row, id: &str, column: &Compared) -> Option<Cell> {
    let text = match column.from {
        From::Own(_) | From::WorkedOut(_) => held.text(row, column.name)?,
        From::Facts(_) => {
            let facts = side.held("facts")?;
            facts.position(column.name)?;
            facts.cell(id, column.name).unwrap_or_default()
        }
        From::List(declared, list) => {
            return match side.held(list.name) {
                Some(items) => Some(list_cell(declared.cell, list, items, id)),
                // An older version has one item, in a column.
                None => Some(older_list(held.text(row, column.name)?)),
            };
        }
    };
    Some(Cell {
        text: text.to_owned(),
        substance: substance(column.bearing, text),
        items: Vec::new(),
    })
}

/// The part of a text that counts as substance: all of it, or the text without what is only spelling.
fn substance(bearing: Bearing, text: &str) -> String {
    match bearing {
        Bearing::Substance => text.to_owned(),
        Bearing::Wording => without_spelling(text),
        Bearing::Clerical | Bearing::Reason(_) => String::new(),
    }
}

fn older_list(text: &str) -> Cell {
    let items = text.split(';').filter(|id| !id.is_empty());
    Cell::of_list(
        items
            .map(|id| Item {
                text: id.to_owned(),
                substance: id.to_owned(),
                names: id.to_owned(),
            })
            .collect(),
    )
}

fn list_cell(cell: CellType, list: &'static Table, held: &Held, id: &str) -> Cell {
    let mut rows: Vec<&Row> = held.under(id).collect();
    let place = |row: &Row| -> Option<u64> { held.text(row, "position")?.parse().ok() };
    let order = |row: &&Row| match cell {
        CellType::Keys(_) => (place(row), String::new()),
        _ => (None, row.join("\u{1f}")),
    };
    rows.sort_by_cached_key(order);
    Cell::of_list(
        rows.into_iter()
            .map(|row| item(cell, list, held, row))
            .collect(),
    )
}

fn item(cell: CellType, list: &'static Table, held: &Held, row: &Row) -> Item {
    let text = |column| held.text(row, column).unwrap_or_default();
    let (written, names) = match cell {
        CellType::Citations => (
            citation_cell(text("role"), text("citation_id"), text("detail")),
            text("citation_id"),
        ),
        CellType::References => (
            format!("{}#{}.{}", text("citing"), text("note"), text("position")),
            text("citing"),
        ),
        _ => (text("entity_id").to_owned(), text("entity_id")),
    };
    let said = list
        .own
        .iter()
        .filter(|column| column.name != "fact_id" && column.name != ORIGIN.name)
        .map(|column| substance(column.bearing, text(column.name)));
    let said: Vec<String> = said.filter(|text| !text.is_empty()).collect();
    Item {
        names: names.to_owned(),
        text: written,
        substance: said.join("\u{1f}"),
    }
}

impl Cell {
    fn of_list(items: Vec<Item>) -> Self {
        let texts: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
        let mut said: Vec<&str> = items.iter().map(|item| item.substance.as_str()).collect();
        said.sort_unstable();
        Self {
            text: texts.join(";"),
            substance: said.join("\u{1e}"),
            items,
        }
    }
}
