//! Reads the file in which an export recorded cells of a user's rows: those of columns that the program works out,
//! those from which they are worked out, and numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::one_problem;
use crate::error::{Error, Problem};
use crate::export::WORKED_OUT_CELLS;
use crate::export::resaved::Cut;
use crate::seeds::limits;

/// The cells of rows as they were exported, by table and key.
#[derive(Debug, Default)]
pub(super) struct AsExported {
    rows: BTreeMap<(String, Vec<String>), BTreeMap<String, String>>,
    folders: BTreeSet<PathBuf>,
    cut: Cut,
}

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    table: String,
    key: Vec<String>,
    cells: BTreeMap<String, String>,
}

impl AsExported {
    /// Reads the file of a folder, once for each folder; many folders have none.
    pub(super) fn read(&mut self, folder: &Path, problems: &mut Vec<Problem>) -> Result<(), Error> {
        let path = folder.join(WORKED_OUT_CELLS);
        if !self.folders.insert(folder.to_owned()) || !path.is_file() {
            return Ok(());
        }
        let name = path.display().to_string();
        let Some(bytes) = limits::read_file(&path)? else {
            problems.push(limits::long_file(&name));
            return Ok(());
        };
        for (line, text) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
            match serde_json::from_str::<Line>(text) {
                Ok(Line { table, key, cells }) => {
                    for cell in cells.values() {
                        self.cut.add(key.first().map_or("", String::as_str), cell);
                    }
                    self.rows.insert((table, key), cells);
                }
                Err(_) => problems.push(Problem {
                    line,
                    ..one_problem(
                        &name,
                        "is not as it was exported",
                        "put the file back, or remove it",
                    )
                }),
            }
        }
        Ok(())
    }

    /// The numbers of which a spreadsheet keeps only the first digits.
    pub(super) fn cut(&self) -> &Cut {
        &self.cut
    }

    /// The cells of a row when it was exported; `None` if they were not recorded.
    pub(super) fn row(&self, table: &str, key: &[String]) -> Option<&BTreeMap<String, String>> {
        self.rows.get(&(table.to_owned(), key.to_vec()))
    }
}
