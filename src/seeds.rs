//! Reads the seed files: bytes to typed records, each with its file and line. A bad row is no error: its problems
//! are added to a list, so that one run reports all of them.

mod cell;
mod files;
mod flaw;
pub(crate) mod form;
mod header;
pub(crate) mod heading;
mod json_lines;
pub mod limits;
mod lines;
mod omitted;
mod record;
mod released;
mod safe_text;
mod shapes;
pub mod sheet;
pub(crate) mod signs;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use cell::Cell;
pub use files::{embedded, is_dataset, read};
pub use record::Record;
pub use released::Released;
pub use uses::{CitationUse, NoteUse, citation_cell};

use crate::complaint::Complaint;
use crate::error::Problem;
use crate::tables::{TABLES, Table};
use flaw::Flaw;
use header::{Header, Whose};
use lines::{Cells, Flawed};
use sheet::other_length;

/// The rule under which problems of reading are reported.
pub(crate) const READABLE: &str = "readable";

/// All seed files, read.
#[derive(Debug, Default)]
pub struct Seeds {
    records: BTreeMap<&'static str, Vec<Record>>,
    /// Ids of records that could not be read, by table, so that references to them are not reported as well.
    damaged: BTreeMap<&'static str, BTreeSet<String>>,
    /// Tables in which a record could not be read and its id is not known either.
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

    /// Whether the table's file has, or may have, a record with this id that could not be read. The table `facts`
    /// stands for every kind of fact.
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
        match form::of_seed_file(table, file, bytes) {
            Some(problem) => self.leave_out(table, problem, problems),
            None => self.read_lines(table, file, (bytes, b',', Whose::Curators), problems),
        }
    }

    /// Reads the bytes of one file of a user with a delimiter, one byte of ASCII; problems go to the list. The file may
    /// omit what may be empty or has a default.
    pub fn parse_by(
        &mut self,
        table: &'static Table,
        file: &str,
        (bytes, delimiter): (&[u8], u8),
        problems: &mut Vec<Problem>,
    ) {
        self.read_lines(table, file, (bytes, delimiter, Whose::User), problems);
    }

    fn read_lines(
        &mut self,
        table: &'static Table,
        file: &str,
        (bytes, delimiter, whose): (&[u8], u8, Whose),
        problems: &mut Vec<Problem>,
    ) {
        let file: Arc<str> = file.into();
        let most = problems.len() + limits::PROBLEMS;
        // The outer option is empty before the first record was read; the inner one if that record is no header.
        let mut header: Option<Option<Header>> = None;
        for record in lines::split_by(bytes, delimiter) {
            match (record, &header) {
                (Err(found), _) => {
                    let complaint = found.flaw.complaint(delimiter);
                    problems.push(line_problem(&file, found.line, None, complaint));
                    self.note_flaw(table, found);
                }
                (Ok(first), None) => {
                    header = Some(Header::of(table, &file, (&first, whose), problems));
                }
                (Ok(_), Some(None)) => {}
                (Ok(record), Some(Some(header))) => {
                    let cells = record.cells(limits::COLUMNS);
                    self.take(header, &file, record.line, cells, problems);
                }
            }
            if problems.len() >= most {
                self.give_up(table, &file, problems);
                return;
            }
        }
        let header = header.unwrap_or_else(|| {
            problems.push(header::missing(table, &file));
            None
        });
        if !header.is_some_and(|header| header.has_key()) {
            // Without a key, it is not known which rows the file has.
            self.incomplete.insert(table.name);
        }
    }

    /// Stops reading a file with very many problems: nobody reads a longer list.
    fn give_up(&mut self, table: &'static Table, file: &str, problems: &mut Vec<Problem>) {
        self.incomplete.insert(table.name);
        problems.push(limits::too_many(file));
    }

    /// Reports a file that cannot be read, and notes that the rows of its table are not all known.
    pub(crate) fn leave_out(
        &mut self,
        table: &'static Table,
        problem: Problem,
        problems: &mut Vec<Problem>,
    ) {
        self.incomplete.insert(table.name);
        problems.push(problem);
    }

    /// Adds a row that a database holds, as if it had been read from a file; its problems are not reported.
    pub fn push_held(
        &mut self,
        table: &'static Table,
        (database, origin): (&Arc<str>, &Arc<str>),
        cells: Vec<String>,
    ) {
        let (header, cells) = (Header::whole(table), Cells::whole(cells));
        self.take(&header, database, 0, cells, &mut Vec::new());
        let records = self.records.entry(table.name).or_default();
        if let Some(record) = records.last_mut() {
            record.origin = Some(origin.clone());
        }
    }

    /// Adds a row whose cells come from different files and lines, in the order of the table's columns; the place of
    /// the first cell is that of the row. Problems go to the list, each with the place of its cell.
    pub fn push_placed(
        &mut self,
        table: &'static Table,
        cells: Vec<Placed>,
        problems: &mut Vec<Problem>,
    ) {
        let Some(first) = cells.first() else { return };
        let (file, line) = (first.file.clone(), first.line);
        let places: Vec<(Arc<str>, u64)> = cells
            .iter()
            .map(|cell| (cell.file.clone(), cell.line))
            .collect();
        let mut found = Vec::new();
        let header = Header::of_user(table, |at| cells.get(at).is_some_and(|cell| cell.is_told));
        let told = (0..).zip(cells).filter(|(at, _)| header.names(*at));
        let texts = told.map(|(_, cell)| cell.text).collect();
        let mut record = header.record(&file, line, texts, &mut found);
        for problem in &mut found {
            let column = problem.column.as_deref();
            if let Some(at) = column.and_then(|column| table.position(column)) {
                problem.file = places[at].0.to_string();
                problem.line = places[at].1;
            }
        }
        problems.extend(found);
        record.places = Some(places.into());
        if table.key.iter().any(|column| record.raw(column).is_empty()) {
            self.incomplete.insert(table.name);
        }
        self.records.entry(table.name).or_default().push(record);
    }

    /// Adds the records of other seeds after these.
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

    /// Keeps only the records for which the test is true.
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
        cells: Cells,
        problems: &mut Vec<Problem>,
    ) {
        let table = header.table;
        if let Some(place) = cells.too_long {
            let column = header.name_of(place);
            problems.push(line_problem(file, line, column, limits::long_cell()));
            self.note_damaged(table, cells.kept.into_iter().next());
            return;
        }
        let cells = match cells.within(header.width) {
            Ok(cells) => cells,
            Err(cells) => {
                let (width, sign) = (header.width, header.delimiter);
                problems.push(other_length(file, line, &cells, width, sign));
                self.note_damaged(table, cells.kept.into_iter().next());
                return;
            }
        };
        let record = header.record(file, line, cells, problems);
        if header.has_key() && table.key.iter().any(|column| record.raw(column).is_empty()) {
            // The row has no id, so every reference to it would be reported as well.
            self.incomplete.insert(table.name);
        }
        self.records.entry(table.name).or_default().push(record);
    }

    /// Remembers which id a flawed record may have had.
    fn note_flaw(&mut self, table: &'static Table, found: Flawed<'_>) {
        let id = found.bytes.split(|byte| *byte == b',').next();
        // After a misplaced quote, the "record" may contain the records of many lines.
        let swallows = found.flaw == Flaw::OpenQuote || found.lines > 1;
        let id = id.filter(|id| !swallows && id.len() <= limits::CELL_BYTES);
        let id = id.and_then(|id| std::str::from_utf8(id).ok());
        self.note_damaged(table, id.map(|id| id.trim_matches('"').to_owned()));
    }

    /// Remembers the id of a record that could not be read. Without an id it may have been any record of the table.
    fn note_damaged(&mut self, table: &'static Table, id: Option<String>) {
        match id {
            Some(id) => {
                self.damaged.entry(table.name).or_default().insert(id);
            }
            None => {
                self.incomplete.insert(table.name);
            }
        }
    }
}

/// A cell with its file and line.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Its text.
    pub text: String,
    /// Whether the file has its column; otherwise it is not said.
    pub is_told: bool,
    /// The file, as it was named to the program.
    pub file: Arc<str>,
    /// The line on which its row starts.
    pub line: u64,
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
