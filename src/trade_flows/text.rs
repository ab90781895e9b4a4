//! Reads one text row by row.

use std::io::Read;
use std::sync::atomic::Ordering;

use csv::ByteRecord;

use super::Reading;
use super::bound::Bound;
use super::cells::Missing;
use super::faults::Fault;
use super::header::{self, Header, NoHeader};
use super::input::Part;
use super::lines::{Begun, Lines, line_of};
use super::row::{Fate, RowReader};
use crate::error::Error;

/// Rows between two looks at whether the user wants to stop.
const ROWS_AT_ONCE: u64 = 1024;

/// What became of the rows of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Rows {
    /// Rows below the header.
    pub records: u64,
    /// Rows that are part of a total which is taken: of a second partner, a procedure, a means of transport.
    pub breakdowns: u64,
    /// Rows of a kind that is no flow, such as a balance.
    pub left_out: u64,
    /// Values that the rows gave, without those of parts of totals.
    pub values: u64,
    /// Values that are not there.
    pub missing: u64,
    /// Rows without any cell filled.
    pub blank: u64,
    /// Headers that came again, as in joined files.
    pub headers: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Lines of a preamble before the header.
    pub preamble: u64,
}

impl Reading<'_> {
    /// Reads a text to its end.
    pub(super) fn text(&mut self, part: Part<'_>) -> Result<(), Error> {
        let Part {
            name,
            bytes,
            is_in_archive,
        } = part;
        let begun = Begun::of(bytes, &name)?;
        let header = match header::find(&begun.start, &self.layouts) {
            Ok(header) => header,
            Err(NoHeader::Unknown { .. } | NoHeader::Empty) if is_in_archive => {
                self.notes
                    .push(format!("{name} was left out: no profile knows its header"));
                return Ok(());
            }
            Err(error) => {
                self.faults.take(&name, 1, no_header(error));
                return Ok(());
            }
        };
        let file = self.file(&name, header.layout)?;
        let layout = self.layouts[header.layout].clone();
        let options = self.options;
        let classification = options.classification.as_deref();
        let short_name = name.rsplit(['/', '\\']).next().unwrap_or(&name);
        let bound = match Bound::new(&layout, &header, self.areas, short_name, classification) {
            Ok(bound) => bound,
            Err(fault) => {
                self.faults.take(&name, 1, fault);
                return Ok(());
            }
        };
        let missing = Missing::of(&layout.missing);
        let mut units = std::mem::take(&mut self.units);
        let mut reader = RowReader {
            bound: &bound,
            areas: self.areas,
            form: &layout.number,
            missing: &missing,
            units: &mut units,
            dataset: self.files[usize::from(file)].dataset,
            file,
            unknown: std::collections::HashMap::new(),
            records: Vec::new(),
        };
        let read = &mut self.files[usize::from(file)];
        read.gives_several = bound.values.len() > 1;
        read.part_columns = bound.part_columns();
        let lines = begun.lines(header.delimiter);
        let outcome = self.rows(lines, &name, &header, &mut reader);
        self.units = units;
        self.files[usize::from(file)].rows = outcome?;
        Ok(())
    }

    fn rows(
        &mut self,
        mut lines: Lines<impl Read>,
        name: &str,
        header: &Header,
        reader: &mut RowReader<'_>,
    ) -> Result<Rows, Error> {
        let mut row = ByteRecord::new();
        let mut rows = Rows {
            preamble: header.preamble as u64,
            ..Rows::default()
        };
        let mut to_skip = header.preamble + 1;
        let mut seen: u64 = 0;
        while lines.next(&mut row)? {
            if to_skip > 0 {
                to_skip -= 1;
                continue;
            }
            rows.records += 1;
            seen += 1;
            if seen.is_multiple_of(ROWS_AT_ONCE) {
                self.tell_progress()?;
            }
            let line = line_of(&row);
            match self.row(&row, line, header, reader, &mut rows) {
                Ok(()) => {}
                Err(fault) => {
                    rows.refused += 1;
                    self.refuse(name, line, header, &row, fault)?;
                }
            }
        }
        Ok(rows)
    }

    fn row(
        &mut self,
        row: &ByteRecord,
        line: u64,
        header: &Header,
        reader: &mut RowReader<'_>,
        rows: &mut Rows,
    ) -> Result<(), Fault> {
        if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
            rows.records -= 1;
            rows.blank += 1;
            return Ok(());
        }
        if is_header(row, header) {
            rows.records -= 1;
            rows.headers += 1;
            return Ok(());
        }
        refuse_other_length(row, header)?;
        match reader.read(row, line)? {
            Fate::Taken { missing } => {
                rows.missing += missing;
                rows.values += reader.records.len() as u64;
                self.values += reader.records.len() as u64;
            }
            Fate::Part { missing } => {
                rows.missing += missing;
                rows.breakdowns += u64::from(!reader.records.is_empty());
            }
            Fate::LeftOut => {
                rows.left_out += 1;
                reader.records.clear();
            }
        }
        for record in reader.records.drain(..) {
            self.sorter.push(record);
        }
        Ok(())
    }

    /// Keeps the fault of a row, and the row where the user wants to mend it.
    fn refuse(
        &mut self,
        name: &str,
        line: u64,
        header: &Header,
        row: &ByteRecord,
        fault: Fault,
    ) -> Result<(), Error> {
        if let Some(rejects) = &mut self.rejects {
            rejects.take(header, row, &fault)?;
        }
        self.faults.take(name, line, fault);
        match self.options.max_errors {
            Some(most) if self.faults.rows > most => Err(Error::Problems(self.faults.problems())),
            _ => Ok(()),
        }
    }

    /// Tells how far the import is, and stops where the user wants to.
    pub(super) fn tell_progress(&mut self) -> Result<(), Error> {
        if self.options.stop.load(Ordering::SeqCst) {
            return Err(Error::Interrupted);
        }
        let bytes = *self.meter.borrow();
        (self.progress)(super::Progress::Reading { bytes });
        Ok(())
    }
}

/// Whether a row is the header again.
fn is_header(row: &ByteRecord, header: &Header) -> bool {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    // A joined file may bring its byte-order mark along.
    let cells = row
        .iter()
        .map(|cell| cell.strip_prefix(MARK).unwrap_or(cell));
    row.len() == header.names.len()
        && cells.eq(header.names.iter().map(|name| name.text.as_bytes()))
}

/// Refuses a row whose cells do not stand under the names. UN Comtrade ends its rows with a comma that its header
/// lacks: empty cells more change nothing, nor do cells less under empty names.
fn refuse_other_length(row: &ByteRecord, header: &Header) -> Result<(), Fault> {
    let (cells, names) = (row.len(), header.names.len());
    let fits = if cells >= names {
        row.iter()
            .skip(names)
            .all(|cell| cell.trim_ascii().is_empty())
    } else {
        header.names[cells..]
            .iter()
            .all(|name| name.text.trim().is_empty())
    };
    if fits {
        return Ok(());
    }
    Err(Fault::of_row(
        "trade-cells",
        format!("has {cells} cells under {names} names"),
        "put cells that hold the separator into quotation marks; a last row that is too short says that the file was cut off",
    ))
}

fn no_header(error: NoHeader) -> Fault {
    match error {
        NoHeader::Empty => Fault::of_row(
            "trade-empty-file",
            "holds nothing",
            "name a file with a header and rows",
        ),
        NoHeader::Utf16 => Fault::of_row(
            "trade-encoding",
            "is not in an encoding that holds ASCII, and has no byte-order mark",
            "name its encoding, such as `--encoding utf-16le`",
        ),
        NoHeader::Unknown {
            first,
            nearest,
            lacks,
        } => Fault::of_row(
            "trade-unknown-header",
            format!(
                "no profile knows the header {}; nearest is {nearest}, which also wants {}",
                listed(&first),
                listed(&lacks)
            ),
            "describe the columns in a map and say `--map FILE` (see docs/trade.md)",
        ),
        NoHeader::Ambiguous(profiles) => Fault::of_row(
            "trade-ambiguous-header",
            format!("several profiles know the header: {}", profiles.join(", ")),
            "say which with `--profile NAME`",
        ),
    }
}

fn listed(texts: &[String]) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<String> = texts
        .iter()
        .take(MOST)
        .map(|text| format!("`{}`", text.chars().take(40).collect::<String>()))
        .collect();
    if texts.len() > MOST {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
