//! A CSV file as rows of cells under the names of its header, before its columns are matched with a table.

use super::lines::{self, Flawed};
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
        for record in lines::split_by(bytes, delimiter(bytes, known)) {
            if problems.len() >= most {
                problems.push(limits::too_many(file));
                break;
            }
            let record = match record {
                Ok(record) => record,
                Err(Flawed { line, flaw, .. }) => {
                    problems.push(line_problem(file, line, None, flaw.complaint()));
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
                    sheet = Some(Self {
                        file: file.to_owned(),
                        columns: cells.kept,
                        rows: Vec::new(),
                    });
                }
                Some(sheet) if cells.count == sheet.columns.len() => {
                    sheet.rows.push((record.line, cells.kept));
                }
                Some(sheet) => problems.push(Problem {
                    line: record.line,
                    value: cells.kept.first().cloned(),
                    message: format!(
                        "has {}, and the header has {}",
                        count(cells.count, "cell"),
                        sheet.columns.len()
                    ),
                    help: "add or remove cells; a cell with the sign between cells in it stands in quotes"
                        .into(),
                    ..whole_file(file)
                }),
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

/// The delimiter of a file: the character that splits the first line into the largest number of known names.
pub fn delimiter(bytes: &[u8], known: &[&str]) -> u8 {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
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
