//! Whether a file that another program saved again says what it said: a spreadsheet writes a file with other quotes,
//! line ends and forms of numbers, which changes its digest and no cell.

use std::path::Path;

use super::csv_form::Lines;
use super::manifest::Manifest;
use super::{Export, Form, exports};
use crate::error::Error;
use crate::passages::skeleton::sha256;
use crate::tables::Holds;

/// Whether these cells of a file are those that `sco` wrote: written in one of its forms, they have the digest that the
/// folder's list has for the file.
pub fn says_what_was_written(
    folder: &Path,
    name: &str,
    columns: &[String],
    rows: &[&[String]],
) -> Result<bool, Error> {
    let Some(export) = exports()
        .into_iter()
        .find(|export| export.file_name() == name)
    else {
        return Ok(false);
    };
    if !columns
        .iter()
        .eq(export.fields.iter().map(|field| field.name))
    {
        return Ok(false);
    }
    let known = Manifest::read(folder)?;
    let is_known = |form| known.knows(name, &sha256(&written(&export, rows, form)));
    Ok(Form::all().any(is_known))
}

/// The bytes that `sco` would write for these rows.
fn written(export: &Export, rows: &[&[String]], form: Form) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut lines = Lines::of(form, &mut bytes);
    let all: std::io::Result<()> = lines.write_head(export).and_then(|()| {
        for cells in rows {
            for (cell, field) in cells.iter().zip(&export.fields) {
                lines.add(as_written(cell, field.holds).as_bytes(), field.holds);
            }
            lines.end()?;
        }
        lines.flush()
    });
    all.expect("a list of bytes takes all that is written to it");
    bytes
}

/// A number in the form in which `sco` writes it, whatever program wrote it; all else as it stands.
fn as_written(cell: &str, holds: Holds) -> String {
    let is_number = matches!(holds, Holds::Integer | Holds::Number | Holds::Flag);
    match cell.parse::<f64>() {
        // A whole number with more digits than a float keeps stays as it is.
        Ok(number) if is_number && !cell.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.to_string()
        }
        _ => cell.to_owned(),
    }
}
