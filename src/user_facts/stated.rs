//! Numbers and dates of an export that are others than when they were exported. A spreadsheet that reads the point as the
//! sign of thousands makes 108 of 0.108, a program that takes a column for dates makes the first day of a month, and
//! nothing in the file but the cells worked out from them tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Connection;

use super::as_exported::AsExported;
use super::one_problem;
use super::worked_out::{Renewed, held};
use crate::edtf::Edtf;
use crate::error::{Error, Problem};
use crate::number::Written;
use crate::tables::{CellType, Table};

/// The numbers, dates and texts that a row of a file states.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub(super) table: &'static Table,
    /// The key of the row.
    pub(super) key: Vec<String>,
    pub(super) file: Arc<str>,
    pub(super) line: u64,
    /// The columns with their cells.
    pub(super) cells: Vec<(&'static str, String)>,
    /// The columns that hold texts, with their cells.
    pub(super) texts: Vec<(&'static str, String)>,
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
/// elsewhere, and a month or year that has become its first day, is a problem while a cell that is worked out from it
/// still says what the old one gave. The other problems of the files are told with these.
pub(super) fn compare(
    connection: &Connection,
    stated: &[Stated],
    renewed: &[Renewed<'_>],
    as_exported: &AsExported,
    mut problems: Vec<Problem>,
) -> Result<Vec<Edited>, Error> {
    let mut edited = Vec::new();
    let mut altered: BTreeMap<(&str, Harm), Vec<(Edited, &'static str)>> = BTreeMap::new();
    for row in stated {
        let was = was(connection, row, as_exported)?;
        let of_row: Vec<Edited> = row
            .cells
            .iter()
            .filter_map(|(column, now)| row.edited(column, was.get(*column)?, now))
            .collect();
        let harms = [Harm::Point, Harm::FirstDay];
        let contradicted = harms.map(|harm| (harm, row.contradicted(&of_row, renewed, harm)));
        for cell in of_row {
            let of_cell = contradicted.iter().find(|(harm, _)| harm.is_of(&cell));
            match of_cell {
                Some((harm, Some(beside))) => {
                    let cells = altered.entry((&row.file, *harm)).or_default();
                    cells.push((cell, beside));
                }
                _ if row.is_date(cell.column) => {}
                _ => edited.push(cell),
            }
        }
    }
    let altered = altered.into_iter();
    problems.extend(altered.map(|((_, harm), cells)| of_altered(harm, &cells)));
    Error::unless_empty(problems)?;
    Ok(edited)
}

/// What programs do to cells that they take for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// Only the point of a number is elsewhere.
    Point,
    /// A month or year has become its first day, or a year its first month.
    FirstDay,
}

impl Harm {
    fn is_of(self, cell: &Edited) -> bool {
        match self {
            Self::Point => Written::read(&cell.exported)
                .zip(Written::read(&cell.now))
                .is_some_and(|(was, now)| was.differs_in_its_point_alone(&now)),
            Self::FirstDay => {
                let more = cell.now.strip_prefix(&cell.exported);
                let is_dated = cell.exported.parse::<Edtf>().is_ok();
                is_dated && matches!(more, Some("-01" | "-01-01"))
            }
        }
    }

    /// What has become of the cell, and how that happens.
    const fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Point => (
                "the digits are the same and the point is elsewhere",
                "number",
                "a spreadsheet set to a language with decimal commas takes a point for thousands",
            ),
            Self::FirstDay => (
                "it has become a first day or month",
                "date",
                "a program that takes a column for dates makes a day of each",
            ),
        }
    }
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
    /// The column of the row that is worked out from one of these cells which came to this harm, and still says what
    /// the exported one gave.
    fn contradicted(
        &self,
        edited: &[Edited],
        renewed: &[Renewed<'_>],
        harm: Harm,
    ) -> Option<&'static str> {
        let moved: Vec<&str> = edited
            .iter()
            .filter(|edited| harm.is_of(edited))
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

    fn is_date(&self, column: &str) -> bool {
        self.table.dates().any(|date| date == column)
    }

    /// The cell, if it is not the number or date that it was.
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

/// The problem of the cells of a file that came to the same harm.
fn of_altered(harm: Harm, cells: &[(Edited, &'static str)]) -> Problem {
    let (what, kind, how) = harm.told();
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
                "was exported as `{}`: {what}, and `{beside}` beside it still says what the exported {kind} gives{others}",
                first.exported
            ),
            format!(
                "write it as it was exported: {how}; if the new {kind} is meant, empty `{beside}` beside it"
            ),
        )
    }
}
