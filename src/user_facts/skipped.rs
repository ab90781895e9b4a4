//! Files of a folder of exports that are not read, since they only show what stands in tables: the views, and what
//! describes the tables. One in which somebody changed a cell is a problem, as the change would be lost.

use std::path::{Path, PathBuf};

use super::one_problem;
use crate::error::{Error, Problem};
use crate::export::resaved::{self, Cut, had_no_row};
use crate::export::{Export, exports, is_as_written};
use crate::files::{folder_of, name_of};
use crate::seeds::sheet::Sheet;
use crate::seeds::{form, limits};
use crate::tables::ALL_TABLES;

/// The name that `sco` gave to a file that is no table, whose ending may be in capitals; `None` for any other file.
pub(super) fn name_when_exported(path: &Path) -> Option<String> {
    let name = PathBuf::from(name_of(path));
    let is_table = |name: &str| ALL_TABLES.iter().any(|table| table.name == name);
    let ending = name.extension().unwrap_or_default();
    let stem = name.file_stem().unwrap_or_default();
    let exports = exports();
    let mut found = exports.iter().filter(|export| {
        !is_table(export.name) && stem == export.name && ending.eq_ignore_ascii_case("csv")
    });
    found.next().map(Export::file_name)
}

/// The problem of such a file if somebody changed a cell of it. `cut` has the numbers of which a spreadsheet keeps only
/// the first digits.
pub(super) fn problem(path: &Path, file: &str, cut: &Cut) -> Result<Option<Problem>, Error> {
    let name = path.display().to_string();
    let Some(bytes) = limits::read_file(path)? else {
        return Ok(Some(limits::long_file(&name)));
    };
    let folder = folder_of(path);
    let (message, help) = match is_as_written(&folder, file, &bytes)? {
        Some(true) => return Ok(None),
        Some(false) if is_only_resaved(&folder, file, &bytes, cut)? => return Ok(None),
        Some(false) => (
            "was changed since it was exported, and only shows what stands in other tables",
            "make the change in those tables, and remove this file",
        ),
        None => (
            "only shows what stands in other tables, and no `SHA256SUMS` tells whether it was changed",
            "remove it, or import the folder as it was exported",
        ),
    };
    // What it is that was saved is said where it is another form.
    let form = form::of_text(&name, &bytes);
    Ok(Some(
        form.unwrap_or_else(|| one_problem(&name, message, help)),
    ))
}

/// Whether another program saved an export again and changed no cell.
fn is_only_resaved(folder: &Path, name: &str, bytes: &[u8], cut: &Cut) -> Result<bool, Error> {
    if form::is_empty(bytes) {
        return had_no_row(folder, name);
    }
    let exports = exports();
    let fields = exports.iter().filter(|export| export.file_name() == name);
    let known: Vec<&str> = fields
        .flat_map(|export| export.fields.iter().map(|field| field.name))
        .collect();
    let mut problems = Vec::new();
    match Sheet::read(name, bytes, &known, &mut problems) {
        Some(sheet) if problems.is_empty() => {
            let rows: Vec<&[String]> = sheet.rows.iter().map(|(_, cells)| &cells[..]).collect();
            resaved::says_what_was_written(folder, name, (&sheet.columns, &rows), cut)
        }
        _ => Ok(false),
    }
}
