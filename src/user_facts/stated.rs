//! Numbers of an export that are others than when they were exported. A spreadsheet that reads the point as the sign of
//! thousands makes 108 of 0.108, and nothing in the file but the cells worked out from it tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Connection;

use super::as_exported::AsExported;
use super::one_problem;
use super::worked_out::{Renewed, held};
use crate::error::{Error, Problem};
use crate::number::Written;
use crate::tables::{CellType, Table};

/// The numbers that a row of a file states.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub(super) table: &'static Table,
    /// The key of the row.
    pub(super) key: Vec<String>,
    pub(super) file: Arc<str>,
    pub(super) line: u64,
    /// The columns with their cells.
    pub(super) cells: Vec<(&'static str, String)>,
}

/// A number that is another than when it was exported.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Edited {
    /// The file, as it was named to the program.
    pub file: String,
    /// The line of the row.
    pub line: u64,
    /// The column.
    pub column: &'static str,
    /// The value that was exported; may be empty.
    pub exported: String,
    /// The value in the file; may be empty.
    pub now: String,
}

/// Finds the numbers that are not those which were exported. A number whose digits are the same and whose point is
/// elsewhere is a problem while a cell that is worked out from it still says what the old one gave.
pub(super) fn compare(
    connection: &Connection,
    stated: &[Stated],
    renewed: &[Renewed<'_>],
    as_exported: &AsExported,
) -> Result<Vec<Edited>, Error> {
    let mut edited = Vec::new();
    let mut moved: BTreeMap<&str, Vec<(Edited, &'static str)>> = BTreeMap::new();
    for row in stated {
        let was = was(connection, row, as_exported)?;
        let of_row: Vec<Edited> = row
            .cells
            .iter()
            .filter_map(|(column, now)| row.edited(column, was.get(*column)?, now))
            .collect();
        match row.contradicted(&of_row, renewed) {
            Some(beside) => {
                let cells = of_row.into_iter().filter(Edited::is_moved);
                let moved = moved.entry(&row.file).or_default();
                moved.extend(cells.map(|edited| (edited, beside)));
            }
            None => edited.extend(of_row),
        }
    }
    let problems = moved.into_values().map(|cells| of_moved(&cells));
    Error::unless_empty(problems.collect())?;
    Ok(edited)
}

/// The numbers of a row when it was exported, and of the database for those that the export did not record.
fn was(
    connection: &Connection,
    row: &Stated,
    as_exported: &AsExported,
) -> Result<BTreeMap<String, String>, Error> {
    let recorded = as_exported.row(row.table.name, &row.key);
    let columns: Vec<&'static str> = row
        .cells
        .iter()
        .map(|(column, _)| *column)
        .filter(|column| recorded.is_none_or(|cells| !cells.contains_key(*column)))
        .collect();
    let mut was = recorded.cloned().unwrap_or_default();
    if !columns.is_empty() {
        was.extend(held(connection, row.table, &row.key, &columns)?.unwrap_or_default());
    }
    Ok(was)
}

impl Stated {
    /// The column of the row that is worked out from one of these numbers whose point moved, and still says what the
    /// exported number gave.
    fn contradicted(&self, edited: &[Edited], renewed: &[Renewed<'_>]) -> Option<&'static str> {
        let moved: Vec<&str> = edited
            .iter()
            .filter(|edited| edited.is_moved())
            .map(|edited| edited.column)
            .collect();
        if moved.is_empty() {
            return None;
        }
        let mut of_row = renewed.iter().filter(|cell| {
            let from = cell.claim.derived.worked_out_from();
            cell.claim.table.name == self.table.name
                && cell.claim.key == self.key
                && moved.iter().any(|column| from.contains(column))
        });
        of_row.next().map(|cell| cell.claim.derived.name)
    }

    /// The cell, if it is not the number that it was.
    fn edited(&self, column: &'static str, was: &str, now: &str) -> Option<Edited> {
        let is_printed = self
            .table
            .own
            .iter()
            .any(|own| own.name == column && own.cell == CellType::Printed);
        let numbers = Written::read(was).zip(Written::read(now));
        // Of a printed number every sign counts.
        let is_same = was == now || (!is_printed && numbers.is_some_and(|(was, now)| was == now));
        (!is_same).then(|| Edited {
            file: self.file.to_string(),
            line: self.line,
            column,
            exported: was.to_owned(),
            now: now.to_owned(),
        })
    }
}

impl Edited {
    /// Whether only the point is elsewhere.
    fn is_moved(&self) -> bool {
        let numbers = Written::read(&self.exported).zip(Written::read(&self.now));
        numbers.is_some_and(|(was, now)| was.differs_in_its_point_alone(&now))
    }
}

/// The problem of the moved points of a file.
fn of_moved(cells: &[(Edited, &'static str)]) -> Problem {
    let (first, beside) = &cells[0];
    let others: Vec<String> = cells[1..]
        .iter()
        .map(|(edited, _)| {
            let Edited {
                line,
                column,
                exported,
                now,
                ..
            } = edited;
            format!("line {line} `{column}` (`{now}`, exported as `{exported}`)")
        })
        .collect();
    let others = match others.as_slice() {
        [] => String::new(),
        others => format!("; so it is in {}", others.join(", ")),
    };
    Problem {
        line: first.line,
        column: Some(first.column.to_owned()),
        value: Some(first.now.clone()),
        ..one_problem(
            &first.file,
            &format!(
                "was exported as `{}`: the digits are the same and the point is elsewhere, and `{beside}` beside it still says what the exported number gives{others}",
                first.exported
            ),
            format!(
                "write it as it was exported: a spreadsheet set to a language with decimal commas takes a point for thousands; if the new number is meant, empty `{beside}` beside it"
            ),
        )
    }
}
