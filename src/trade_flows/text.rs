//! Reads one text row by row.

use std::io::Read;

use csv::ByteRecord;

use super::Reading;
use super::bound::Bound;
use super::cells::Missing;
use super::faults::Fault;
use super::header::{self, Header, NoHeader};
use super::input::Part;
use super::layout::Layout;
use super::lines::{Begun, Lines};
use super::not_rows::{line_of_text, no_header, refuse_other_length, text_fault};
use super::record::Period;
use super::row::{Fate, RowReader};
use super::units::Units;
use crate::error::Error;
use crate::stop::refuse_when_stopped;

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

impl Rows {
    /// Adds what became of the rows of another part of the same.
    pub(super) fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.breakdowns += other.breakdowns;
        self.left_out += other.left_out;
        self.values += other.values;
        self.missing += other.missing;
        self.blank += other.blank;
        self.headers += other.headers;
        self.refused += other.refused;
        self.preamble += other.preamble;
    }
}

/// From where rows come.
#[derive(Clone, Copy)]
struct Origin<'a> {
    name: &'a str,
    header: &'a Header,
    layout: &'a Layout,
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
            Err(NoHeader::Unknown { .. } | NoHeader::NoTable(..) | NoHeader::Empty)
                if is_in_archive =>
            {
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
        let mut rows = Rows {
            preamble: header.preamble as u64,
            ..Rows::default()
        };
        let mut units = std::mem::take(&mut self.units);
        let lines = begun.lines(header.delimiter);
        let outcome = self.below_headers(lines, header, (&name, file), &mut units, &mut rows);
        self.units = units;
        self.files[usize::from(file)].rows = rows;
        outcome
    }

    /// Reads the rows below a header, and below those that come later.
    fn below_headers(
        &mut self,
        mut lines: Lines<impl Read>,
        header: Header,
        (name, file): (&str, u16),
        units: &mut Units,
        rows: &mut Rows,
    ) -> Result<(), Error> {
        let layout = self.layouts[header.layout].clone();
        let missing = Missing::of(&layout.missing);
        let mut to_skip = rows.preamble + 1;
        let mut header = Some(header);
        while let Some(current) = header.take() {
            let bound = match self.bound(&layout, &current, name, file) {
                Ok(bound) => bound,
                Err(fault) => {
                    self.faults.take(name, lines.line(), fault);
                    // Of a later header too: the rows below it cannot be read.
                    return match to_skip {
                        0 => Err(Error::Problems(self.faults.problems())),
                        _ => Ok(()),
                    };
                }
            };
            let mut reader = RowReader {
                bound: &bound,
                areas: self.areas,
                form: &layout.number,
                missing: &missing,
                units: &mut *units,
                dataset: self.files[usize::from(file)].dataset,
                file,
                unknown: std::collections::HashMap::new(),
                records: Vec::new(),
            };
            let from = Origin {
                name,
                header: &current,
                layout: &layout,
            };
            header = self.rows(&mut lines, &mut to_skip, from, &mut reader, rows)?;
            if let Some(later) = &header {
                let read = &mut self.files[usize::from(file)];
                read.later_headers.push((lines.line(), later.clone()));
            }
        }
        Ok(())
    }

    fn bound(
        &mut self,
        layout: &Layout,
        header: &Header,
        name: &str,
        file: u16,
    ) -> Result<Bound, Fault> {
        let short_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let classification = self.options.classification.as_deref();
        let bound = Bound::new(layout, header, self.areas, short_name, classification)?;
        let read = &mut self.files[usize::from(file)];
        read.gives_several |= bound.values.len() > 1;
        read.part_columns = bound.part_columns();
        Ok(bound)
    }

    /// Reads rows, up to the end or to a header of the same layout with its columns in another order.
    fn rows(
        &mut self,
        lines: &mut Lines<impl Read>,
        to_skip: &mut u64,
        from: Origin<'_>,
        reader: &mut RowReader<'_>,
        rows: &mut Rows,
    ) -> Result<Option<Header>, Error> {
        let mut row = ByteRecord::new();
        let mut may_be_cut = None;
        let mut seen: u64 = 0;
        while lines.next(&mut row)? {
            if *to_skip > 0 {
                *to_skip -= 1;
                continue;
            }
            rows.records += 1;
            seen += 1;
            if seen.is_multiple_of(ROWS_AT_ONCE) {
                self.tell_progress()?;
            }
            let fault = match lines.fault_of_quotes() {
                Some(fault) => Some(fault),
                None => self
                    .row(&row, lines.line(), from.header, reader, rows)
                    .err(),
            };
            if let Some(fault) = fault {
                if let Some(header) = later_header(&row, from, reader) {
                    rows.records -= 1;
                    rows.headers += 1;
                    return Ok(Some(header));
                }
                rows.refused += 1;
                self.refuse(from.name, lines.line(), from.header, &row, fault)?;
            }
            may_be_cut = Some(&row)
                .filter(|row| lines.may_be_cut() && reader.bound.reads_number_at(row.len() - 1))
                .and_then(|row| row.get(row.len() - 1))
                .map(|cell| String::from_utf8_lossy(cell).into_owned());
        }
        self.notes.extend(may_be_cut.map(|cell| {
            format!(
                "{} ends without a line end: if it was cut off, the last number, {cell}, may have lost digits",
                from.name
            )
        }));
        Ok(None)
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
        let fate = reader.read(row, line);
        match fate.map_err(|fault| line_of_text(row).map_or(fault, |text| text_fault(&text)))? {
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
            if let Some(earlier) = &mut self.earlier {
                earlier.take(&record, (&*reader.units, self.areas));
            }
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
        refuse_when_stopped(&self.options.stop)?;
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

/// The header that a row is which could not be read: the same columns in another order. A row with a period where
/// periods stand is none, and needs no closer look.
fn later_header(row: &ByteRecord, from: Origin<'_>, reader: &RowReader<'_>) -> Option<Header> {
    let period = reader.bound.period.as_ref();
    if period.is_some_and(|place| row.get(place.at).is_some_and(Period::is_one)) {
        return None;
    }
    header::same_layout(row, from.header, from.layout)
}
