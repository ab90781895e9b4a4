//! A CSV file as rows of named cells: no test counts commas, and a new column touches no row of a test.

use std::path::PathBuf;

use sco_facts::sentence::{lasts, places};
use sco_facts::tables::{TABLES, Table};
use sco_facts::vocab::{TermKind, Vocabulary};

/// A seed file, or an export, that is read, edited by column name and written again.
pub(super) struct Sheet {
    path: PathBuf,
    table: Option<&'static Table>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads the file; one that is not there yet is empty and has the header that its table declares.
    pub(super) fn open(path: PathBuf) -> Self {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let table = TABLES.iter().copied().find(|table| table.name == stem);
        let mut sheet = Self {
            table,
            header: Vec::new(),
            rows: Vec::new(),
            path,
        };
        if sheet.path.exists() {
            let mut reader = csv::Reader::from_path(&sheet.path).unwrap();
            let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
            sheet.header = cells(reader.headers().unwrap());
            sheet.rows = reader
                .records()
                .map(|record| cells(&record.unwrap()))
                .collect();
        } else {
            sheet.header = declared(table.expect("a new file is named after a table"));
        }
        sheet
    }

    /// Brings the file to the header that its table declares today; what it does not have is empty.
    pub(super) fn complete(&mut self) {
        let Some(table) = self.table else { return };
        let header = declared(table);
        let places: Vec<Option<usize>> = header
            .iter()
            .map(|name| self.header.iter().position(|own| own == name))
            .collect();
        for name in &self.header {
            assert!(header.contains(name), "{} has no `{name}`", table.name);
        }
        for row in &mut self.rows {
            let cell = |place: &Option<usize>| place.map_or(String::new(), |at| row[at].clone());
            *row = places.iter().map(cell).collect();
        }
        self.header = header;
    }

    /// Adds a row at the end. Cells that are not named are empty; a fact has plain ones where it needs them.
    pub(super) fn add(&mut self, cells: &[(&str, &str)]) {
        let plain: &[(&str, &str)] = match self.table {
            Some(table) if table.is_fact() => &[
                ("status", "stated"),
                ("rank", "normal"),
                ("citations", "c-lake-seat"),
            ],
            _ => &[],
        };
        let mut row = vec![String::new(); self.header.len()];
        for (column, text) in plain.iter().chain(cells) {
            (*text).clone_into(&mut row[self.column(column)]);
        }
        if self.table.is_some_and(|table| table.name == "terms") {
            self.fill_patterns(&mut row);
        }
        self.rows.push(row);
    }

    /// Gives a term the plainest patterns of its kind, where it makes sentences and its row names none.
    fn fill_patterns(&self, row: &mut [String]) {
        let kind = self.header.iter().position(|column| column == "kind");
        let kind = kind.and_then(|at| TermKind::from_word(&row[at]));
        let Some((kind, places)) = kind.and_then(|kind| Some((kind, places(kind)?))) else {
            return;
        };
        let pattern: Vec<String> = places
            .needed
            .iter()
            .map(|place| format!("{{{place}}}"))
            .collect();
        let past = ["pattern_past", "pattern_past_plural"];
        let past = past.iter().filter(|_| lasts(kind));
        for column in ["pattern", "pattern_plural", "pattern_expected"]
            .iter()
            .chain(past)
        {
            let at = self.header.iter().position(|own| own == *column);
            if let Some(at) = at.filter(|at| row[*at].is_empty()) {
                row[at] = pattern.join(" ");
            }
        }
    }

    /// Changes one cell of a row.
    pub(super) fn set(&mut self, key: &str, column: &str, text: &str) {
        let (row, column) = (self.row(key), self.column(column));
        text.clone_into(&mut self.rows[row][column]);
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, key: &str) {
        let row = self.row(key);
        self.rows.remove(row);
    }

    /// The text of one cell.
    pub(super) fn cell(&self, key: &str, column: &str) -> &str {
        &self.rows[self.row(key)][self.column(column)]
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes the file.
    pub(super) fn save(&self) {
        std::fs::create_dir_all(self.path.parent().unwrap()).unwrap();
        let mut writer = csv::Writer::from_path(&self.path).unwrap();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    }

    fn column(&self, name: &str) -> usize {
        let place = self.header.iter().position(|own| own == name);
        place.unwrap_or_else(|| panic!("{} has no column `{name}`", self.path.display()))
    }

    /// The only row with this key: the whole key, its parts joined by a blank, or the first part of it.
    fn row(&self, key: &str) -> usize {
        let columns: Vec<usize> = match self.table {
            Some(table) => table.key.iter().map(|name| self.column(name)).collect(),
            None => vec![0],
        };
        let has_key = |row: &Vec<String>| {
            let parts: Vec<&str> = columns.iter().map(|at| row[*at].as_str()).collect();
            parts[0] == key || parts.join(" ") == key
        };
        let found: Vec<usize> = (0..self.rows.len())
            .filter(|at| has_key(&self.rows[*at]))
            .collect();
        let [row] = found[..] else {
            panic!(
                "{} has {} rows `{key}`, not one",
                self.path.display(),
                found.len()
            );
        };
        row
    }
}

fn declared(table: &Table) -> Vec<String> {
    table.columns().map(|column| column.name.into()).collect()
}
