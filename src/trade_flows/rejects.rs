//! The file of refused rows: the rows as they stood, under their header, each with its reason in a last column. It
//! can be mended and imported again.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Writer, WriterBuilder};

use super::faults::Fault;
use super::header::Header;
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::is_taken;

/// The name of the last column.
const REASON: &str = "refused_because";

/// A file of refused rows that is being written beside its place.
pub(super) struct Rejects {
    path: PathBuf,
    draft: Draft,
    writer: Writer<BufWriter<std::fs::File>>,
    header: Option<Vec<String>>,
}

fn refuse_others(path: &Path, imported: &[PathBuf]) -> Result<(), Error> {
    if !is_taken(path) {
        return Ok(());
    }
    let real = |path: &Path| path.canonicalize().ok();
    let what = if imported.iter().any(|file| real(file) == real(path)) {
        "is a file that is to be imported"
    } else if is_of_refused_rows(path) {
        return Ok(());
    } else {
        "is there already, and holds no refused rows"
    };
    Err(Error::request(
        format!("{} {what}; nothing was changed", path.display()),
        "name another file after `--rejects`",
    ))
}

/// True if the last name in the first line is that of our column of reasons.
fn is_of_refused_rows(path: &Path) -> bool {
    let mut first = ByteRecord::new();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .is_ok_and(|mut reader| reader.read_byte_record(&mut first).unwrap_or(false))
        && first.iter().next_back() == Some(REASON.as_bytes())
}

impl Rejects {
    /// Begins a file that is to stand at this path. What stands there is replaced where it is a file of refused
    /// rows and none of those that are imported: their rows would be in no file if these were refused.
    pub(super) fn new(path: &Path, imported: &[PathBuf]) -> Result<Self, Error> {
        refuse_others(path, imported)?;
        let draft = Draft::beside(path, Access::NEW_FILE)?;
        let file = draft
            .file()
            .try_clone()
            .map_err(Error::file("write", path))?;
        Ok(Self {
            path: path.to_owned(),
            draft,
            writer: WriterBuilder::new()
                .flexible(true)
                .from_writer(BufWriter::new(file)),
            header: None,
        })
    }

    /// Adds a row.
    pub(super) fn take(
        &mut self,
        header: &Header,
        row: &ByteRecord,
        fault: &Fault,
    ) -> Result<(), Error> {
        let failed = |error: csv::Error| Error::file("write", &self.path)(error.into());
        // The reason of an earlier import gives way to that of this one.
        let place = header.names.iter().position(|name| name.text == REASON);
        let names: Vec<String> = header
            .names
            .iter()
            .filter(|name| name.text != REASON)
            .map(|name| name.text.clone())
            .collect();
        match &self.header {
            Some(written) if *written != names => {
                return Err(Error::request(
                    "rows of files with different headers cannot stand in one file",
                    "import these files one after the other, each with a file of its own after `--rejects`",
                ));
            }
            Some(_) => {}
            None => {
                let cells = names.iter().map(String::as_str).chain([REASON]);
                self.writer.write_record(cells).map_err(failed)?;
                self.header = Some(names);
            }
        }
        let names = header.names.len();
        let mut cells: Vec<&[u8]> = row
            .iter()
            .enumerate()
            .filter(|(at, cell)| Some(*at) != place && (*at < names || !cell.is_empty()))
            .map(|(_, cell)| cell)
            .collect();
        let width = names - usize::from(place.is_some());
        while cells.len() < width {
            cells.push(b"");
        }
        let reason = match (&fault.column, &fault.value) {
            (Some(column), Some(value)) => format!("{column}: {value} {}", fault.message),
            _ => fault.message.clone(),
        };
        cells.push(reason.as_bytes());
        self.writer
            .write_record(cells)
            .map_err(|error| Error::file("write", &self.path)(error.into()))
    }

    /// Puts the file in its place, if it has rows.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        if self.header.is_none() {
            return Ok(());
        }
        self.writer
            .flush()
            .map_err(Error::file("write", &self.path))?;
        drop(self.writer);
        self.draft.replace(&self.path)
    }
}
