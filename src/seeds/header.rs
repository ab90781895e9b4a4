//! The first line of a seed file: the order of its columns.

use std::sync::Arc;

use super::cell::{self, Cell};
use super::record::Record;
use super::{header_text, whole_file};
use crate::complaint::Complaint;
use crate::error::Problem;
use crate::tables::Table;

/// The order of the table's columns in a file.
pub(super) struct Header {
    pub(super) table: &'static Table,
    pub(super) width: usize,
    /// For each column of the table, its place in the file.
    places: Vec<Option<usize>>,
}

impl Header {
    pub(super) fn read(
        table: &'static Table,
        file: &Arc<str>,
        names: &[String],
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut complain = |name: &str, message: &str, help: String| {
            problems.push(Problem {
                line: 1,
                value: Some(name.to_owned()),
                message: message.to_owned(),
                help,
                ..whole_file(file)
            });
        };
        let missing: Vec<&str> = table
            .columns()
            .map(|column| column.name)
            .filter(|name| !names.iter().any(|n| n == name))
            .collect();
        for name in names.iter().filter(|name| table.position(name).is_none()) {
            let help = if missing.is_empty() {
                "remove it".to_owned()
            } else {
                format!(
                    "rename it to one of the missing columns ({}), or remove it",
                    missing.join(", ")
                )
            };
            complain(name, &format!("is no column of `{}`", table.name), help);
        }
        for name in &missing {
            complain(
                name,
                "is missing from the header",
                format!("add the column; the header is: {}", header_text(table)),
            );
        }
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                complain(
                    name,
                    "stands twice in the header",
                    "keep one of the columns".into(),
                );
            }
        }
        let places = table
            .columns()
            .map(|column| names.iter().position(|name| name == column.name))
            .collect();
        Self {
            table,
            width: names.len(),
            places,
        }
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
        let width = table.columns().count();
        Self {
            table,
            width,
            places: (0..width).map(Some).collect(),
        }
    }

    pub(super) fn record(
        &self,
        file: &Arc<str>,
        line: u64,
        cells: &[String],
        problems: &mut Vec<Problem>,
    ) -> Record {
        let mut record = Record {
            table: self.table,
            file: file.clone(),
            line,
            texts: Vec::new(),
            cells: Vec::new(),
        };
        let mut complaints = Vec::new();
        for (column, place) in self.table.columns().zip(&self.places) {
            let text = place.and_then(|place| cells.get(place));
            let cell = match text.map(|text| cell::parse(column, text)) {
                Some(Ok(cell)) => cell,
                Some(Err(complaint)) => {
                    complaints.push((column.name, complaint));
                    Cell::Bad
                }
                // The header's problem says so once.
                None => Cell::Bad,
            };
            record.texts.push(text.cloned().unwrap_or_default());
            record.cells.push(cell);
        }
        for (column, Complaint { message, help }) in complaints {
            problems.push(record.problem(column, message, help));
        }
        record
    }
}
