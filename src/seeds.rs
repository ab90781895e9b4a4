//! Reads the seed files: bytes to typed records, each with its place. Problems are collected, never thrown.

mod cell;
mod files;
mod header;
mod json_lines;
mod lines;
mod record;
mod released;
mod shapes;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use cell::Cell;
pub use files::{embedded, read};
pub use record::Record;
pub use released::Released;
pub use uses::{CitationUse, NoteUse};

use crate::complaint::Complaint;
use crate::error::Problem;
use crate::tables::{TABLES, Table};
use crate::wording::count;
use header::Header;
use lines::{Flaw, Flawed};

/// The rule under which problems of reading are reported.
pub(crate) const READABLE: &str = "readable";

/// All seed files, read.
#[derive(Debug, Default)]
pub struct Seeds {
    records: BTreeMap<&'static str, Vec<Record>>,
    /// Ids of records that could not be read, so that references to them are not reported as well.
    damaged: BTreeMap<&'static str, BTreeSet<String>>,
    /// Tables of which some records are not known at all.
    incomplete: BTreeSet<&'static str>,
    /// The ids of the last release.
    released: Vec<Released>,
}

impl Seeds {
    /// The records of one table, in the order of the file.
    pub fn of(&self, table: &str) -> &[Record] {
        self.records.get(table).map_or(&[], Vec::as_slice)
    }

    /// The records of every kind of fact.
    pub fn facts(&self) -> impl Iterator<Item = &Record> {
        TABLES
            .iter()
            .filter(|table| table.is_fact())
            .flat_map(|table| self.of(table.name))
    }

    /// All records of all tables.
    pub fn all(&self) -> impl Iterator<Item = &Record> {
        TABLES.iter().flat_map(|table| self.of(table.name))
    }

    /// Whether a record with this id stands in the table but could not be read, or may do so; the table
    /// `facts` stands for every kind of fact.
    pub fn may_hold(&self, table: &str, id: &str) -> bool {
        if table == "facts" {
            let mut kinds = TABLES.iter().filter(|table| table.is_fact());
            return kinds.any(|kind| self.may_hold(kind.name, id));
        }
        self.incomplete.contains(table)
            || self.damaged.get(table).is_some_and(|ids| ids.contains(id))
    }

    /// The ids of the last release.
    pub fn released(&self) -> &[Released] {
        &self.released
    }

    /// Whether every record of the table was read.
    pub fn is_whole(&self, table: &str) -> bool {
        !self.incomplete.contains(table) && !self.damaged.contains_key(table)
    }

    /// Whether every record of every kind of fact was read.
    pub fn facts_are_whole(&self) -> bool {
        TABLES
            .iter()
            .filter(|table| table.is_fact())
            .all(|table| self.is_whole(table.name))
    }

    /// Reads the bytes of one file as rows of a table; problems go to the list.
    pub fn parse(
        &mut self,
        table: &'static Table,
        file: &str,
        bytes: &[u8],
        problems: &mut Vec<Problem>,
    ) {
        let split = lines::split(bytes);
        let file: Arc<str> = file.into();
        for found in &split.flaws {
            problems.push(line_problem(
                &file,
                found.line,
                None,
                found.flaw.complaint(),
            ));
            self.note_flaw(table, bytes, *found);
        }
        let mut records = split.records.iter();
        let Some(names) = records.next().filter(|record| record.line == 1) else {
            self.incomplete.insert(table.name);
            let problem = Problem {
                message: "has no header line that can be read".into(),
                help: format!("begin with: {}", header_text(table)),
                ..whole_file(&file)
            };
            problems.push(problem);
            return;
        };
        let header = Header::read(table, &file, &names.cells(), problems);
        if !header.has_key() {
            // Nobody can tell which rows stand here.
            self.incomplete.insert(table.name);
        }
        for record in records {
            self.take(&header, &file, record.line, record.cells(), problems);
        }
    }

    /// Reads the bytes of one file in JSON Lines as rows of a table; problems go to the list.
    pub fn parse_json_lines(
        &mut self,
        table: &'static Table,
        file: &str,
        bytes: &[u8],
        problems: &mut Vec<Problem>,
    ) {
        let file: Arc<str> = file.into();
        let header = Header::whole(table);
        for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            let Ok(text) = std::str::from_utf8(bytes) else {
                problems.push(line_problem(&file, line, None, Flaw::NotUtf8.complaint()));
                self.incomplete.insert(table.name);
                continue;
            };
            let text = text.trim_start_matches('\u{feff}').trim();
            if text.is_empty() {
                continue;
            }
            match json_lines::read(table, text) {
                Ok(cells) => {
                    let cells: Vec<String> =
                        cells.into_iter().map(Option::unwrap_or_default).collect();
                    self.take(&header, &file, line, cells, problems);
                }
                Err(bad) => {
                    problems.push(line_problem(&file, line, bad.column, bad.complaint));
                    self.incomplete.insert(table.name);
                }
            }
        }
    }

    /// Adds a row from elsewhere, as if it stood in the file; its problems are not reported.
    pub fn push(&mut self, table: &'static Table, file: &str, cells: Vec<String>) {
        self.take(
            &Header::whole(table),
            &file.into(),
            0,
            cells,
            &mut Vec::new(),
        );
    }

    /// These records, and after them those of other seeds.
    #[must_use]
    pub fn followed_by(mut self, other: &Self) -> Self {
        for (table, records) in &other.records {
            self.records
                .entry(table)
                .or_default()
                .extend(records.iter().cloned());
        }
        for (table, ids) in &other.damaged {
            self.damaged
                .entry(table)
                .or_default()
                .extend(ids.iter().cloned());
        }
        self.incomplete.extend(&other.incomplete);
        self
    }

    /// Leaves out the records of which the test says no.
    pub fn retain(&mut self, mut keep: impl FnMut(&Record) -> bool) {
        for records in self.records.values_mut() {
            records.retain(&mut keep);
        }
    }

    fn take(
        &mut self,
        header: &Header,
        file: &Arc<str>,
        line: u64,
        cells: Vec<String>,
        problems: &mut Vec<Problem>,
    ) {
        let table = header.table;
        if cells.len() != header.width {
            problems.push(Problem {
                line,
                value: cells.first().cloned(),
                message: format!(
                    "has {}, and the header has {}",
                    count(cells.len(), "cell"),
                    header.width
                ),
                help: "add or remove commas; a cell with a comma in it stands in quotes".into(),
                ..whole_file(file)
            });
            let id = cells.into_iter().next().unwrap_or_default();
            self.damaged.entry(table.name).or_default().insert(id);
            return;
        }
        let record = header.record(file, line, &cells, problems);
        if header.has_key() && table.key.iter().any(|column| record.raw(column).is_empty()) {
            // Whatever names the row that lost its id would be reported as well.
            self.incomplete.insert(table.name);
        }
        self.records.entry(table.name).or_default().push(record);
    }

    /// Remembers which id a flawed record may have had.
    fn note_flaw(&mut self, table: &'static Table, bytes: &[u8], found: Flawed) {
        // A quote out of place may have swallowed the records of many lines.
        if found.flaw == Flaw::OpenQuote || found.lines > 1 {
            self.incomplete.insert(table.name);
            return;
        }
        let index = usize::try_from(found.line.saturating_sub(1)).unwrap_or(usize::MAX);
        let text = bytes
            .split(|byte| *byte == b'\n')
            .nth(index)
            .unwrap_or_default();
        let id = text.split(|byte| *byte == b',').next().unwrap_or_default();
        match std::str::from_utf8(id) {
            Ok(id) => {
                let id = id.trim_matches('"').to_owned();
                self.damaged.entry(table.name).or_default().insert(id);
            }
            // The id itself cannot be read: any may be meant.
            Err(_) => {
                self.incomplete.insert(table.name);
            }
        }
    }
}

/// The header line of a table's file.
pub fn header_text(table: &Table) -> String {
    table
        .columns()
        .map(|column| column.name)
        .collect::<Vec<_>>()
        .join(",")
}

/// A line of a seed file, without its end.
pub(crate) fn csv_line(cells: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(cells)
        .expect("memory takes every record");
    let line = writer.into_inner().expect("memory takes every record");
    String::from_utf8_lossy(&line).trim_end().to_owned()
}

/// A problem with a file as a whole; message and help are for the caller to fill in.
pub fn whole_file(file: &str) -> Problem {
    Problem {
        file: file.to_owned(),
        line: 0,
        column: None,
        value: None,
        message: String::new(),
        help: String::new(),
        rule: READABLE.into(),
    }
}

/// A problem with one line as a whole, or with one of its columns.
fn line_problem(file: &str, line: u64, column: Option<&str>, complaint: Complaint) -> Problem {
    Problem {
        line,
        column: column.map(str::to_owned),
        message: complaint.message,
        help: complaint.help,
        ..whole_file(file)
    }
}
