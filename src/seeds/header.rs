//! The first line of a seed file: the order of its columns.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::cell::{self, Cell};
use super::heading::{NO_NAME, likely, meant, named};
use super::limits;
use super::lines::RawRecord;
use super::record::Record;
use super::{header_text, whole_file};
use crate::complaint::Complaint;
use crate::error::Problem;
use crate::tables::{Column, Table};

/// Whose file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// That of curators: all columns are there, but for those that older files may lack.
    Curators,
    /// That of a user, who may omit what may be empty, and for whom some words have a default.
    User,
}

impl Whose {
    fn may_omit(self, column: &Column) -> bool {
        match self {
            Self::Curators => column.is_late,
            Self::User => !column.must_be_told(),
        }
    }
}

/// The order of the table's columns in a file.
pub(super) struct Header {
    pub(super) table: &'static Table,
    pub(super) width: usize,
    /// The sign between cells.
    pub(super) delimiter: u8,
    whose: Whose,
    /// For each column of the table, its place in the file.
    places: Vec<Option<usize>>,
}

impl Header {
    /// Reads the first record of a file; `None` if it cannot be a header.
    pub(super) fn of(
        table: &'static Table,
        file: &str,
        (first, whose): (&RawRecord<'_>, Whose),
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let names = first.cells(limits::COLUMNS);
        if first.line != 1 || names.too_long.is_some() {
            problems.push(missing(table, file));
            return None;
        }
        if names.count > limits::COLUMNS {
            problems.push(Problem {
                line: 1,
                message: format!(
                    "names {} columns, of which `{}` has few",
                    names.count, table.name
                ),
                help: format!("the header is: {}", header_text(table)),
                ..whole_file(file)
            });
            return None;
        }
        let names = &names.kept[..named(&names.kept)];
        let read = Self::read(table, file, (names, whose), problems);
        Some(Self {
            delimiter: first.delimiter,
            ..read
        })
    }

    fn read(
        table: &'static Table,
        file: &str,
        (names, whose): (&[String], Whose),
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut complain = |name: &str, message: &str, help: String| {
            problems.push(Problem {
                line: 1,
                value: Some(name.to_owned()).filter(|name| !name.is_empty()),
                message: message.to_owned(),
                help,
                ..whole_file(file)
            });
        };
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut repeated = Vec::new();
        for (place, name) in names.iter().enumerate() {
            match places.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(place);
                }
                Entry::Occupied(_) => repeated.push(name),
            }
        }
        let missing: Vec<&Column> = table
            .columns()
            .filter(|column| !places.contains_key(column.name))
            .collect();
        let free: Vec<&str> = missing.iter().map(|column| column.name).collect();
        let unknown = names.iter().filter(|name| table.position(name).is_none());
        let mut renamed = Vec::new();
        for name in unknown {
            let (message, help) = unknown_name(table, name, &free);
            renamed.extend(meant(name, &free));
            complain(name, &message, help);
        }
        let is_lacking =
            |column: &&&Column| !whose.may_omit(column) && !renamed.contains(&column.name);
        for column in missing.iter().filter(is_lacking) {
            complain(
                column.name,
                "is missing from the header",
                format!("add the column; the header is: {}", header_text(table)),
            );
        }
        for name in repeated {
            complain(
                name,
                "stands twice in the header",
                "keep one of the columns".into(),
            );
        }
        let places = table
            .columns()
            .map(|column| places.get(column.name).copied())
            .collect();
        Self {
            table,
            width: names.len(),
            delimiter: b',',
            whose,
            places,
        }
    }

    /// The column at a place of the file.
    pub(super) fn name_of(&self, place: usize) -> Option<&'static str> {
        let mut columns = self.table.columns().zip(&self.places);
        columns
            .find(|(_, own)| **own == Some(place))
            .map(|(column, _)| column.name)
    }

    /// Whether the file has every column of the key.
    pub(super) fn has_key(&self) -> bool {
        self.table.key.iter().all(|name| {
            self.table
                .position(name)
                .is_some_and(|at| self.places[at].is_some())
        })
    }

    /// The header that names every column in the order of the table.
    pub(super) fn whole(table: &'static Table) -> Self {
        Self::of_user(table, |_| true)
    }

    /// The header of a user that names the columns at these places of the table, in its order, and all that must be
    /// told.
    pub(super) fn of_user(table: &'static Table, is_told: impl Fn(usize) -> bool) -> Self {
        let mut width = 0;
        let places = table.columns().enumerate().map(|(at, column)| {
            (is_told(at) || column.must_be_told()).then(|| {
                width += 1;
                width - 1
            })
        });
        let places = places.collect();
        Self {
            table,
            width,
            delimiter: b',',
            whose: Whose::User,
            places,
        }
    }

    /// Whether the header names the column at this place of the table.
    pub(super) fn names(&self, at: usize) -> bool {
        self.places.get(at).is_some_and(Option::is_some)
    }

    /// The text of a cell. In the file of a user an empty one may have a default, and another program may have saved a
    /// whole number as `1.0`; curators' files have each number in one form.
    fn read_text(&self, column: &Column, text: String) -> String {
        match self.whose {
            Whose::Curators => text,
            Whose::User if text.is_empty() => column.default.to_owned(),
            Whose::User => column.cell.as_declared(&text).unwrap_or(text),
        }
    }

    /// The record of these cells; there must be as many as the header has names.
    pub(super) fn record(
        &self,
        file: &Arc<str>,
        line: u64,
        mut cells: Vec<String>,
        problems: &mut Vec<Problem>,
    ) -> Record {
        let (mut texts, mut read) = (Vec::new(), Vec::new());
        let mut complaints = Vec::new();
        for (column, place) in self.table.columns().zip(&self.places) {
            let text = place.and_then(|place| cells.get_mut(place));
            let text = text.map(|text| self.read_text(column, std::mem::take(text)));
            read.push(match text.as_ref().map(|text| cell::parse(column, text)) {
                Some(Ok(cell)) => cell,
                Some(Err(complaint)) => {
                    complaints.push((column.name, complaint));
                    Cell::Bad
                }
                None if !self.whose.may_omit(column) => {
                    // The problem with the header reports the missing column, once for all rows.
                    Cell::Bad
                }
                None if self.whose == Whose::User => Cell::Omitted,
                None => Cell::Empty,
            });
            texts.push(text.unwrap_or_default().into_boxed_str());
        }
        let record = Record {
            table: self.table,
            file: file.clone(),
            line,
            places: None,
            origin: None,
            cells: texts.into_iter().zip(read).collect(),
        };
        for (column, Complaint { message, help }) in complaints {
            problems.push(record.problem(column, message, help));
        }
        record
    }
}

/// What is wrong with a name that no column has, and the remedy. `free` are the columns that no name is for.
fn unknown_name(table: &Table, name: &str, free: &[&str]) -> (String, String) {
    if name.is_empty() {
        return (NO_NAME.0.to_owned(), NO_NAME.1.to_owned());
    }
    let help = match likely(name, free) {
        Some(near) => format!("rename it to `{near}`, or remove it"),
        None if free.is_empty() => "remove it".to_owned(),
        None => format!(
            "rename it to one of the missing columns ({}), or remove it",
            free.join(", ")
        ),
    };
    (format!("is no column of `{}`", table.name), help)
}

/// The problem of a file whose first line is no header.
pub(super) fn missing(table: &Table, file: &str) -> Problem {
    Problem {
        message: "has no header line that can be read".into(),
        help: format!("begin with: {}", header_text(table)),
        ..whole_file(file)
    }
}
