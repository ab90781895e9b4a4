//! The rows of one table in one state, as texts, with look-ups by key.

use std::collections::BTreeMap;

use crate::seeds::sheet::Sheet;
use crate::tables::{CellType, Column, Derived, Holds, ORIGIN, Table};

/// A row, in the order of the columns.
pub(super) type Row = Vec<String>;

/// The rows of one table. Every cell has the text that `sco` exports, so that a number is equal whether its column
/// holds whole numbers or reals, and however another program wrote it.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The columns that are declared today and that the side has.
    pub(super) columns: Vec<&'static str>,
    /// The columns that the side has and that are not declared.
    pub(super) unknown: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Row>,
    /// Their places by the first cell of the key.
    by_first: BTreeMap<String, Vec<usize>>,
    key: &'static [&'static str],
    own: &'static [Column],
    derived: &'static [Derived],
}

/// How the cells of a column are written.
struct Form {
    declared: Option<CellType>,
    worked_out: Option<Holds>,
}

impl Form {
    /// A cell of an export, which another program may have saved, as `sco` exports it.
    fn of(&self, text: &str) -> String {
        let declared = self.declared.and_then(|cell| {
            let as_declared = cell.as_declared(text);
            as_declared.or_else(|| cell.holds().as_exported(text))
        });
        let exported = declared.or_else(|| self.worked_out?.as_exported(text));
        exported.unwrap_or_else(|| text.to_owned())
    }
}

impl Held {
    /// The table without rows, for a state that has these columns.
    pub(super) fn of(table: &'static Table, found: &[String]) -> Self {
        // Of a list that has a table of its own today, an older version may have a column.
        let lists = table.own.iter().filter(|column| !column.is_in_table());
        let declared: Vec<&'static str> = table
            .field_names()
            .into_iter()
            .filter(|name| *name != ORIGIN.name)
            .chain(lists.map(|column| column.name))
            .collect();
        let is_found = |name: &&str| found.iter().any(|column| column == name);
        let is_unknown =
            |name: &&String| *name != ORIGIN.name && !declared.contains(&name.as_str());
        Self {
            unknown: found.iter().filter(is_unknown).cloned().collect(),
            columns: declared.iter().copied().filter(is_found).collect(),
            key: table.key,
            own: table.own,
            derived: table.derived,
            ..Self::default()
        }
    }

    /// Puts the rows in, in the order of the columns.
    pub(super) fn put(&mut self, rows: Vec<Row>) {
        self.rows = rows;
        let Some(first) = self.key.first().and_then(|key| self.position(key)) else {
            return;
        };
        for (at, row) in self.rows.iter().enumerate() {
            self.by_first
                .entry(row[first].clone())
                .or_default()
                .push(at);
        }
    }

    /// Takes the rows of an origin from an export.
    pub(super) fn take(&mut self, sheet: Sheet, origin: &str) {
        let places: Vec<Option<usize>> = self
            .columns
            .iter()
            .map(|column| sheet.position(column))
            .collect();
        let whose = sheet.position(ORIGIN.name);
        let forms: Vec<Form> = self.columns.iter().map(|name| self.form(name)).collect();
        let rows = sheet.rows.into_iter().filter_map(|(_, cells)| {
            let cell = |(place, form): (&Option<usize>, &Form)| {
                place.map_or(String::new(), |at| form.of(&cells[at]))
            };
            let is_ours = whose.is_none_or(|at| cells[at] == origin);
            is_ours.then(|| places.iter().zip(&forms).map(cell).collect())
        });
        let rows = rows.collect();
        self.put(rows);
    }

    /// The form of the cells of a column.
    fn form(&self, name: &str) -> Form {
        let mut own = self.own.iter().filter(|column| column.name == name);
        let mut derived = self.derived.iter().filter(|derived| derived.name == name);
        Form {
            declared: own.next().map(|column| column.cell),
            worked_out: derived.next().map(|derived| derived.from.holds()),
        }
    }

    /// The place of a column; `None` if the state lacks it.
    pub(super) fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| *name == column)
    }

    /// The cell of a row; `None` if the state lacks the column.
    pub(super) fn text<'a>(&self, row: &'a Row, column: &str) -> Option<&'a str> {
        Some(row[self.position(column)?].as_str())
    }

    /// The rows whose key begins with this cell.
    pub(super) fn under(&self, first: &str) -> impl Iterator<Item = &Row> {
        let places = self.by_first.get(first).into_iter().flatten();
        places.map(|at| &self.rows[*at])
    }

    /// A filled cell of the first row whose key begins so.
    pub(super) fn cell(&self, first: &str, column: &str) -> Option<&str> {
        let row = self.under(first).next()?;
        self.text(row, column).filter(|text| !text.is_empty())
    }
}
