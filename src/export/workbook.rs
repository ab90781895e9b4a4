//! A workbook for Excel, LibreOffice and other spreadsheets: a sheet for each view, after one that explains.
//!
//! It is made in memory and then written. The library could keep rows in temporary files instead, but it panics if one
//! of them cannot be written.

mod about_sheet;
mod cell;
mod links;
mod look;
mod package;
mod sheet;
mod widths;

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::about::About;
use super::one_file::Kind;
pub use super::one_file::clear_litter;
use super::staged_file::StagedFile;
use super::{Export, Request, moment};
use crate::db::Queries;
use crate::dictionary::relations;
use crate::error::Error;
use crate::files::folder::Folder;
use crate::files::refuse_another_ending;
use crate::stop::refuse_when_stopped;
use links::Links;
use look::Look;
use sheet::Filled;

const WORKBOOK: Kind = Kind {
    name: "workbook",
    command: "sco export",
    is_ours: package::is_ours,
};

/// The name of the first sheet.
pub const ABOUT: &str = "about";

/// The outcome of writing a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many sheets the workbook has.
    pub sheets: usize,
    /// False if the file had the same content already and was not written.
    pub is_new: bool,
}

/// What the sheets are made from.
struct Context<'a> {
    connection: &'a Connection,
    request: &'a Request,
    about: Option<About>,
    links: Links,
    look: Look,
    stop: &'a AtomicBool,
}

/// Writes the workbook under a temporary name and renames it. Fails if it would replace a file that is no workbook of
/// `sco`, or one that was changed since, and if a value does not fit into a cell.
pub fn write(
    connection: &Connection,
    folder: &Folder,
    place: &Path,
    request: &Request,
    stop: &AtomicBool,
) -> Result<Written, Error> {
    debug_assert_eq!(folder.path(), crate::files::folder_of(place));
    super::manifest::refuse_database(connection, place)?;
    // Under another ending Excel would take the file for one of another format, and not open it.
    refuse_another_ending(place, &["xlsx"])?;
    let mut file = StagedFile::open(place)?;
    let sheets = make(connection, request, stop, place, &mut file)?;
    let is_new = WORKBOOK.publish(file, place, request.overwrite)?;
    Ok(Written { sheets, is_new })
}

/// Whether the file is what the database gives, and the number of sheets. Nothing is written.
pub fn is_current(
    connection: &Connection,
    place: &Path,
    request: &Request,
    stop: &AtomicBool,
) -> Result<(bool, usize), Error> {
    let mut file = StagedFile::compare_only(place)?;
    let sheets = make(connection, request, stop, place, &mut file)?;
    Ok((file.finish()?, sheets))
}

/// The error for a workbook that is not what the database gives.
pub fn stale(place: &Path) -> Result<Error, Error> {
    WORKBOOK.stale(place)
}

/// Makes the workbook from the database as it is at one moment; returns how many sheets it has.
fn make(
    connection: &Connection,
    request: &Request,
    stop: &AtomicBool,
    place: &Path,
    out: &mut impl Write,
) -> Result<usize, Error> {
    let _moment = moment(connection)?;
    let exports = sheets_of(connection, request)?;
    let context = Context {
        connection,
        request,
        about: About::read(connection)?,
        links: Links::among(connection, &exports, &request.origin)?,
        look: Look::new(),
        stop,
    };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&context));
    workbook.add_worksheet().set_name(ABOUT).map_err(unmade)?;
    let mut filled: Vec<Filled> = Vec::new();
    for export in &exports {
        let sheet = workbook.add_worksheet();
        sheet.set_name(export.name).map_err(unmade)?;
        filled.push(sheet::fill(sheet, export, &context)?);
    }
    let first = workbook.worksheet_from_index(0).map_err(unmade)?;
    about_sheet::fill(first, &filled, &context)?;
    let mut raw = Heard {
        bytes: Vec::new(),
        stop,
    };
    let saved = workbook.save_to_writer(&mut raw);
    refuse_when_stopped(context.stop)?;
    saved.map_err(unmade)?;
    let bytes = package::sealed(&raw.bytes).map_err(|error| unmade(XlsxError::ZipError(error)))?;
    out.write_all(&bytes).map_err(Error::file("write", place))?;
    Ok(filled.len() + 1)
}

/// The exports that become sheets, views first. If none were chosen, these are the views, and the tables that
/// `start_here` names because no view shows their rows.
fn sheets_of(connection: &Connection, request: &Request) -> Result<Vec<Export>, Error> {
    let relations = relations();
    let is_view = |export: &Export| {
        let mut views = relations.iter().filter(|relation| relation.is_view);
        views.any(|view| view.name == export.name)
    };
    let mut sheets = request.exports.clone();
    if !request.is_part() {
        let doing = "ask where to begin";
        let begin: Vec<String> = connection.column(doing, "SELECT look_at FROM start_here", [])?;
        sheets.retain(|export| is_view(export) || begin.iter().any(|name| name == export.name));
    } else if sheets.is_empty() || !request.files.is_empty() {
        return Err(Error::request(
            "a workbook holds tables and views alone",
            "name some with `--only`, and export other files into a folder",
        ));
    }
    sheets.sort_by_key(|export| !is_view(export));
    Ok(sheets)
}

/// The properties of the document. It is dated by the release, so that the same data give the same bytes.
fn properties(context: &Context<'_>) -> DocProperties {
    let mut properties = DocProperties::new()
        .set_author("sco")
        .set_custom_property(package::DIGEST, package::TO_COME);
    let mut made = ExcelDateTime::from_ymd(1980, 1, 1).ok();
    if let Some(about) = &context.about {
        properties = properties
            .set_title(&about.title)
            .set_subject(["Release ", &about.version].concat())
            .set_comment(&about.cite_as)
            .set_custom_property("Release", about.version.as_str())
            .set_custom_property("Licence", about.licence.as_str());
        let released = about.date.as_deref().and_then(cell::one_day);
        made = released
            .and_then(|(year, month, day)| ExcelDateTime::from_ymd(year, month, day).ok())
            .or(made);
    }
    match made {
        Some(made) => properties.set_creation_datetime(&made),
        None => properties,
    }
}

/// The error for what the library refuses although the checks of this program let it through.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where errors are mapped"
)]
fn unmade(error: XlsxError) -> Error {
    Error::request(
        format!("the workbook could not be made: {error}"),
        "export CSV files instead, and report it",
    )
}

/// Collects bytes in memory; writing fails once the user wants to stop.
struct Heard<'a> {
    bytes: Vec<u8>,
    stop: &'a AtomicBool,
}

impl Write for Heard<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::SeqCst) {
            return Err(io::Error::other("stopped"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
