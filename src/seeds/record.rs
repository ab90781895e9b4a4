//! One line of a seed file: its cells by column, and where it stands.

use std::sync::Arc;

use super::READABLE;
use super::cell::Cell;
use super::uses::{CitationUse, NoteUse};
use crate::edtf::Edtf;
use crate::error::Problem;
use crate::number::{Decimal, Fraction, Printed};
use crate::tables::{CellType, Table};
use crate::vocab::Vocabulary;

/// A file and a line in it.
type Place = (Arc<str>, u64);

/// One line of a seed file.
#[derive(Debug, Clone)]
pub struct Record {
    /// The table that it belongs to.
    pub table: &'static Table,
    /// The file, as it was named to the program.
    pub file: Arc<str>,
    /// The line on which it starts; 0 for a record from a database.
    pub line: u64,
    /// The file and line of each cell; `None` if all are on the line of the record.
    pub(super) places: Option<Arc<[Place]>>,
    /// Whose it is, for a record from a database.
    pub(super) origin: Option<Arc<str>>,
    /// The text of each cell and the value that was read from it; shared, so that copying a record is cheap.
    pub(super) cells: Arc<[(Box<str>, Cell)]>,
}

impl Record {
    /// The place of the record in messages: file and line, or the database and the origin there.
    pub fn at(&self) -> String {
        match (self.line, &self.origin) {
            (0, Some(origin)) => format!("{}, origin {origin}", self.file),
            (0, None) => self.file.to_string(),
            (line, _) => format!("{}:{line}", self.file),
        }
    }

    /// The key of the record and its place, for messages on another one.
    pub fn named(&self) -> String {
        format!("`{}` ({})", self.key(), self.at())
    }

    /// Whether it is held by a database, where the user whose files are checked cannot change it.
    pub(crate) fn is_held(&self) -> bool {
        self.origin.is_some()
    }

    fn cell(&self, column: &str) -> Option<(&Cell, &str)> {
        let position = self.table.position(column)?;
        let (text, cell) = self.cells.get(position)?;
        Some((cell, text))
    }

    /// The file and line of a cell.
    fn place(&self, column: &str) -> (&str, u64) {
        let places = self.places.as_deref();
        let place = places.zip(self.table.position(column));
        match place.and_then(|(places, at)| places.get(at)) {
            Some((file, line)) => (file, *line),
            None => (&self.file, self.line),
        }
    }

    /// The text of a cell that holds something readable.
    pub fn text(&self, column: &str) -> Option<&str> {
        match self.cell(column)? {
            (Cell::Empty | Cell::Omitted | Cell::Bad, _) => None,
            (_, text) => Some(text),
        }
    }

    /// The word of a cell whose column holds this vocabulary.
    pub fn word<V: Vocabulary>(&self, column: &str) -> Option<V> {
        debug_assert!(
            self.table
                .columns()
                .any(|own| own.name == column && own.cell == CellType::Word(V::WORDS)),
            "{}.{column} holds another vocabulary",
            self.table.name
        );
        V::from_word(self.text(column)?)
    }

    /// The text of a cell, readable or not.
    pub fn raw(&self, column: &str) -> &str {
        self.cell(column).map_or("", |(_, text)| text)
    }

    /// Whether a cell holds something that could not be read, or is missing from the file.
    pub fn is_bad(&self, column: &str) -> bool {
        matches!(self.cell(column), Some((Cell::Bad, _)))
    }

    /// A date cell.
    pub fn date(&self, column: &str) -> Option<&Edtf> {
        match self.cell(column)? {
            (Cell::Date(date), _) => Some(date),
            _ => None,
        }
    }

    /// A cell with a number as printed.
    pub fn printed(&self, column: &str) -> Option<&Printed> {
        match self.cell(column)? {
            (Cell::Printed(printed), _) => Some(printed),
            _ => None,
        }
    }

    /// A cell with a number in plain notation.
    pub fn decimal(&self, column: &str) -> Option<&Decimal> {
        match self.cell(column)? {
            (Cell::Decimal(decimal), _) => Some(decimal),
            _ => None,
        }
    }

    /// A cell with a whole number.
    pub fn integer(&self, column: &str) -> Option<i64> {
        match self.cell(column)? {
            (Cell::Integer(value), _) => Some(*value),
            _ => None,
        }
    }

    /// The passages behind the fact.
    pub fn citations(&self) -> &[CitationUse] {
        match self.cell("citations") {
            Some((Cell::Citations(uses), _)) => uses,
            _ => &[],
        }
    }

    /// The notes put to the statement.
    pub fn references(&self) -> &[NoteUse] {
        match self.cell("references") {
            Some((Cell::References(uses), _)) => uses,
            _ => &[],
        }
    }

    /// The key of the row, its parts joined by a blank, readable or not.
    pub fn key(&self) -> String {
        let parts: Vec<&str> = self
            .table
            .key
            .iter()
            .map(|column| self.raw(column))
            .collect();
        parts.join(" ")
    }

    /// The key in lower case. Rows whose keys differ only in case count as rows of the same key, because people and
    /// some file systems confuse them.
    pub(crate) fn caseless_key(&self) -> String {
        self.key().to_lowercase()
    }

    /// Whether the other row has the same key. `keys_are_unique` reports such rows, so other rules need not report
    /// what else the two have in common.
    pub(crate) fn has_key_of(&self, other: &Self) -> bool {
        self.table.name == other.table.name
            && self.has_key()
            && other.has_key()
            && self.caseless_key() == other.caseless_key()
    }

    /// Whether every part of the key can be read.
    pub fn has_key(&self) -> bool {
        self.table
            .key
            .iter()
            .all(|column| self.text(column).is_some())
    }

    /// The cells that name rows of another table: column, table, key.
    pub fn foreign_keys(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let always = self.table.columns().flat_map(|column| {
            let (table, is_list) = match column.cell {
                CellType::Reference(table) => (table, false),
                CellType::Keys(table) => (table, true),
                CellType::Term(_) => ("terms", false),
                _ => ("", false),
            };
            let text = self.text(column.name).filter(|_| !table.is_empty());
            // No key contains a line break, so a cell that is no list stays in one piece.
            let between = if is_list { ';' } else { '\n' };
            let keys = text.into_iter().flat_map(move |text| text.split(between));
            keys.map(move |key| (column.name, table, key))
        });
        let under_condition = self.table.references_when.iter().filter_map(|reference| {
            let (column, word) = reference.when;
            let applies = self.text(column) == Some(word);
            let key = self.text(reference.column).filter(|_| applies)?;
            Some((reference.column, reference.table, key))
        });
        always.chain(under_condition)
    }

    /// The fraction of the row's numerator and denominator, if both can be read.
    pub fn fraction(&self) -> Option<Fraction> {
        Fraction::new(self.integer("numerator")?, self.integer("denominator")?)
    }

    /// The keys of a list, in order.
    pub fn keys(&self, column: &str) -> impl Iterator<Item = &str> {
        self.text(column)
            .into_iter()
            .flat_map(|text| text.split(';'))
    }

    /// Whether a cell that should name another row cannot be read.
    pub fn foreign_key_is_bad(&self) -> bool {
        self.table.columns().any(|column| {
            matches!(
                column.cell,
                CellType::Reference(_) | CellType::Keys(_) | CellType::Term(_)
            ) && self.is_bad(column.name)
        })
    }

    /// A problem with one cell of this record; a rule of `check` puts its own name on it.
    pub fn problem(
        &self,
        column: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        let raw = self.raw(column);
        let (file, line) = self.place(column);
        Problem {
            file: file.to_string(),
            line,
            column: Some(column.to_owned()),
            value: (!raw.is_empty()).then(|| raw.to_owned()),
            message: message.into(),
            help: help.into(),
            rule: READABLE.into(),
        }
    }
}
