//! One export as CSV: the header, then a line for each row, written as they come from the database.

use std::io::Write;

use rusqlite::Connection;

use super::staged_file::StagedFile;
use super::{Export, Request};
use crate::db::text_of;
use crate::error::Error;

/// The form of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// UTF-8, LF at the end of lines.
    Plain,
    /// A byte-order mark, without which Excel garbles letters beyond ASCII, and CR LF.
    Excel,
}

/// Writes an export into a file.
pub(super) fn write(
    connection: &Connection,
    export: &Export,
    request: &Request,
    file: &mut StagedFile,
) -> Result<(), Error> {
    let place = file.place().to_owned();
    let unwritten = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::file("write", &place)(error),
        other => Error::request(format!("could not write {}: {other:?}", export.name), ""),
    };
    let terminator = match request.form {
        Form::Plain => csv::Terminator::Any(b'\n'),
        Form::Excel => csv::Terminator::CRLF,
    };
    if request.form == Form::Excel {
        file.write_all("\u{feff}".as_bytes())
            .map_err(Error::file("write", &place))?;
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(terminator)
        .from_writer(file);
    writer
        .write_record(export.fields.iter().map(|field| field.name))
        .map_err(unwritten)?;
    write_rows(connection, export, &request.origin, |row| {
        for at in 0..export.fields.len() {
            writer.write_field(text_of(row.get_ref(at)?))?;
        }
        Ok(writer.write_record(None::<&[u8]>)?)
    })
    .map_err(|error| match error {
        RowError::Sql(error) => Error::sql(format!("export {}", export.name))(error),
        RowError::Csv(error) => unwritten(error),
    })?;
    writer.flush().map_err(Error::file("write", &place))
}

/// Why a row could not be written.
enum RowError {
    Sql(rusqlite::Error),
    Csv(csv::Error),
}

impl From<rusqlite::Error> for RowError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<csv::Error> for RowError {
    fn from(error: csv::Error) -> Self {
        Self::Csv(error)
    }
}

fn write_rows(
    connection: &Connection,
    export: &Export,
    origin: &str,
    mut write_row: impl FnMut(&rusqlite::Row<'_>) -> Result<(), RowError>,
) -> Result<(), RowError> {
    let mut statement = connection.prepare(&export.sql())?;
    let mut rows = if export.has_origin() {
        statement.query([origin])?
    } else {
        statement.query([])?
    };
    while let Some(row) = rows.next()? {
        write_row(row)?;
    }
    Ok(())
}
