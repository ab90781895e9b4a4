//! A CSV file as rows of cells under the names of its header, before its columns are matched with a table.

use super::heading::named;
use super::lines::{self, Cells, Flawed};
use super::signs::{Sign, first_line};
use super::{limits, line_problem, whole_file};
use crate::error::Problem;
use crate::wording::count;

/// A file with a header.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The file, as it was named to the program.
    pub file: String,
    /// The names in the header.
    pub columns: Vec<String>,
    /// The rows, each with the line on which it starts and as many cells as the header has names.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads the bytes of a file. `known` are names that its header may have, by which the delimiter is recognised.
    /// Problems go to the list; `None` if there is no header.
    pub fn read(
        file: &str,
        bytes: &[u8],
        known: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let most = problems.len() + limits::PROBLEMS;
        let mut sheet: Option<Self> = None;
        let sign = delimiter(bytes, known);
        for record in lines::split_by(bytes, sign) {
            if problems.len() >= most {
                problems.push(limits::too_many(file));
                break;
            }
            let record = match record {
                Ok(record) => record,
                Err(Flawed { line, flaw, .. }) => {
                    problems.push(line_problem(file, line, None, flaw.complaint(sign)));
                    continue;
                }
            };
            let cells = record.cells(limits::COLUMNS);
            if cells.too_long.is_some() {
                problems.push(line_problem(file, record.line, None, limits::long_cell()));
                continue;
            }
            match &mut sheet {
                None => {
                    let mut columns = cells.kept;
                    columns.truncate(named(&columns));
                    sheet = Some(Self {
                        file: file.to_owned(),
                        columns,
                        rows: Vec::new(),
                    });
                }
                Some(sheet) => match cells.within(sheet.columns.len()) {
                    Ok(cells) => sheet.rows.push((record.line, cells)),
                    Err(cells) => {
                        let width = sheet.columns.len();
                        problems.push(other_length(file, record.line, &cells, width, sign));
                    }
                },
            }
        }
        if sheet.is_none() {
            problems.push(Problem {
                message: "has no header line that can be read".into(),
                help: "export it again, or remove it".into(),
                ..whole_file(file)
            });
        }
        sheet
    }

    /// The place of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }
}

/// The problem of a row that has other cells than the header has names.
pub(super) fn other_length(
    file: &str,
    line: u64,
    cells: &Cells,
    width: usize,
    sign: u8,
) -> Problem {
    let sign = Sign(sign);
    Problem {
        line,
        value: cells.kept.first().cloned(),
        message: format!(
            "has {}, and the header has {width}",
            count(cells.count, "cell")
        ),
        help: format!(
            "add or remove {}; a cell with a {} in it stands in quotes",
            sign.several(),
            sign.one()
        ),
        ..whole_file(file)
    }
}

/// The delimiter of a file: the character that splits the first line into the largest number of known names.
pub fn delimiter(bytes: &[u8], known: &[&str]) -> u8 {
    let line = first_line(bytes);
    let names = |sign: u8| {
        let parts = line.trim_end().split(char::from(sign));
        parts
            .filter(|part| known.contains(&part.trim_matches('"')))
            .count()
    };
    let mut best = b',';
    for sign in [b';', b'\t', b'|'] {
        if names(sign) > names(best) {
            best = sign;
        }
    }
    best
}
