//! One export as CSV: the header, then a line for each row, written as they come from the database.

use std::io::Write;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

use super::form::{Form, write_cell};
use super::{Export, Request};
use crate::db::text_of;
use crate::error::Error;
use crate::stop::refuse_when_stopped;
use crate::tables::Holds;

/// Writes an export; returns the first value of each column. `unwritten` says where a failure of writing happened.
pub(super) fn write(
    connection: &Connection,
    export: &Export,
    request: &Request,
    out: &mut impl Write,
    unwritten: impl Fn(std::io::Error) -> Error,
    stop: &AtomicBool,
) -> Result<Vec<Option<String>>, Error> {
    let unread = Error::sql(format!("export {}", export.name));
    let mut lines = Lines::of(request.form, out);
    lines.write_head(export).map_err(&unwritten)?;
    let (sql, parameters) = export.question(&request.origin);
    let mut statement = match connection.prepare(&sql) {
        Ok(statement) => statement,
        Err(error) => return Err(unread(error)),
    };
    let mut rows = match statement.query(rusqlite::params_from_iter(&parameters)) {
        Ok(rows) => rows,
        Err(error) => return Err(unread(error)),
    };
    let mut examples = vec![None; export.fields.len()];
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => return Err(unread(error)),
        };
        for (at, example) in examples.iter_mut().enumerate() {
            let cell = match row.get_ref(at) {
                Ok(value) => text_of(value),
                Err(error) => return Err(unread(error)),
            };
            lines.add(cell.as_bytes(), export.fields[at].holds);
            if example.is_none() && !cell.is_empty() {
                *example = Some(cell);
            }
        }
        lines.end().map_err(&unwritten)?;
        refuse_when_stopped(stop)?;
    }
    lines.flush().map_err(unwritten)?;
    Ok(examples)
}

/// Lines of cells.
pub(super) struct Lines<'a, W: Write> {
    form: Form,
    out: &'a mut W,
    line: Vec<u8>,
    cells: usize,
}

impl<'a, W: Write> Lines<'a, W> {
    pub(super) fn of(form: Form, out: &'a mut W) -> Self {
        Self {
            form,
            out,
            line: Vec::new(),
            cells: 0,
        }
    }

    pub(super) fn write_head(&mut self, export: &Export) -> std::io::Result<()> {
        if self.form.is_for_excel {
            self.out.write_all("\u{feff}".as_bytes())?;
        }
        for field in &export.fields {
            self.add(field.name.as_bytes(), field.holds);
        }
        self.end()
    }

    pub(super) fn add(&mut self, cell: &[u8], holds: Holds) {
        if self.cells > 0 {
            self.line.push(self.form.delimiter);
        }
        write_cell(&mut self.line, cell, holds);
        self.cells += 1;
    }

    pub(super) fn end(&mut self) -> std::io::Result<()> {
        // Readers skip an empty line, so a row of one empty cell needs quotes.
        if self.cells == 1 && self.line.is_empty() {
            self.line.extend_from_slice(b"\"\"");
        }
        let end: &[u8] = if self.form.is_for_excel {
            b"\r\n"
        } else {
            b"\n"
        };
        self.line.extend_from_slice(end);
        let written = self.out.write_all(&self.line);
        self.line.clear();
        self.cells = 0;
        written
    }

    pub(super) fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
