//! Reads the file in which an export recorded cells of a user's rows: those of columns that the program works out,
//! those from which they are worked out, numbers, and texts that other programs take for something else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::one_problem;
use crate::error::{Error, Problem};
use crate::export::WORKED_OUT_CELLS;
use crate::export::resaved::Cut;
use crate::seeds::limits;
use crate::tables::retyped::{is_retyped, may_be_retyped};

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
                    for (column, cell) in &cells {
                        self.cut
                            .add(key.first().map_or("", String::as_str), column, cell);
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

    /// The numbers and texts of which other programs write something else.
    pub(super) fn cut(&self) -> &Cut {
        &self.cut
    }

    /// The key and the cells of a row when it was exported; also of one whose key a program has written otherwise.
    pub(super) fn row_retyped(
        &self,
        table: &str,
        key: &[String],
    ) -> Option<(&[String], &BTreeMap<String, String>)> {
        let whole = (table.to_owned(), key.to_vec());
        if let Some(((_, key), cells)) = self.rows.get_key_value(&whole) {
            return Some((key, cells));
        }
        if !key.iter().any(|text| may_be_retyped(text)) {
            return None;
        }
        let is_like = |was: &[String]| {
            let mut pairs = was.iter().zip(key);
            pairs.all(|(was, now)| was == now || is_retyped(was, now))
        };
        let of_table = self.rows.range((table.to_owned(), Vec::new())..);
        of_table
            .take_while(|((name, _), _)| name == table)
            .find(|((_, was), _)| is_like(was))
            .map(|((_, was), cells)| (was.as_slice(), cells))
    }

    /// The cells of a row when it was exported; `None` if they were not recorded.
    pub(super) fn row(&self, table: &str, key: &[String]) -> Option<&BTreeMap<String, String>> {
        self.rows.get(&(table.to_owned(), key.to_vec()))
    }
}
