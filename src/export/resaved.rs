//! Whether a file that another program saved again says what it said: a spreadsheet writes a file with other quotes,
//! line ends and forms of numbers, keeps fifteen digits of a number, or sorts the rows, which changes the digest and no
//! cell.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

use super::csv_form::Lines;
use super::manifest::Manifest;
use super::{Export, Form, exports};
use crate::error::Error;
use crate::number::Written;
use crate::passages::skeleton::sha256;
use crate::tables::retyped::{is_retyped, may_be_retyped};
use crate::tables::{Field, Holds};

/// Cells as they were exported, by the id of their row and by what programs make of them.
#[derive(Debug, Default)]
pub struct Cut {
    /// Numbers, by what a program leaves of them that keeps fifteen digits.
    numbers: BTreeMap<(String, String), String>,
    /// Texts that a program may take for something else, by the id of their row and their column.
    texts: BTreeMap<(String, String), String>,
}

impl Cut {
    /// Notes a cell of a row with this id, if a program may write it otherwise.
    pub fn add(&mut self, id: &str, column: &str, cell: &str) {
        if may_be_retyped(cell) {
            let place = (id.to_owned(), column.to_owned());
            self.texts.insert(place, cell.to_owned());
        }
        if let Some(number) = Written::read(cell) {
            for short in number.to_fifteen_digits() {
                self.numbers
                    .insert((id.to_owned(), short.to_string()), cell.to_owned());
            }
        }
    }

    /// The number that was exported, where a cell of a view's row has the same fifteen digits.
    fn whole(&self, row: &[String], cell: &str) -> Option<&str> {
        let shorts = Written::read(cell)?.to_fifteen_digits();
        let mut found = shorts.iter().flat_map(|short| {
            let short = short.to_string();
            row.iter()
                .filter_map(move |id| self.numbers.get(&(id.clone(), short.clone())))
        });
        found.next().map(String::as_str)
    }

    /// The text that was exported in this column, where a program has made this cell of a view's row of it.
    fn text(&self, row: &[String], column: &str, cell: &str) -> Option<&str> {
        let place = |id: &String| (id.clone(), column.to_owned());
        let mut texts = row.iter().filter_map(|id| self.texts.get(&place(id)));
        texts.find(|was| is_retyped(was, cell)).map(String::as_str)
    }
}

/// Whether these cells of a file are those that `sco` wrote: written in one of its forms, they have the digest that the
/// folder's list has for the file.
pub fn says_what_was_written(
    folder: &Path,
    name: &str,
    (columns, rows): (&[String], &[&[String]]),
    cut: &Cut,
) -> Result<bool, Error> {
    let Some(export) = named(name) else {
        return Ok(false);
    };
    let place = |name: &str| columns.iter().position(|column| column == name);
    let places: Vec<Option<usize>> = export
        .fields
        .iter()
        .map(|field| place(field.name))
        .collect();
    let places: Vec<usize> = places.into_iter().flatten().collect();
    if places.len() != columns.len() || places.len() != export.fields.len() {
        return Ok(false);
    }
    let known = Manifest::read(folder)?;
    let is_known = |rows: &[Vec<String>]| {
        Form::all().any(|form| known.knows(name, &sha256(&written(&export, rows, form))))
    };
    let cell = |row: &[String], at: usize| {
        let (text, holds) = (&row[places[at]], export.fields[at].holds);
        holds.as_exported(text).unwrap_or_else(|| text.clone())
    };
    let row = |row: &&[String]| (0..places.len()).map(|at| cell(row, at)).collect();
    let mut rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    // In a language with a decimal comma 21.3 is saved as 21,3; the digest tells that nothing else was meant.
    let with_points: Vec<Vec<String>> = rows.iter().map(|row| in_points(row, &export)).collect();
    for read in [rows.clone(), with_points] {
        if is_known(&read) {
            return Ok(true);
        }
        rows = read;
        sort(&export, &mut rows);
        if is_known(&rows) {
            return Ok(true);
        }
    }
    for row in &mut rows {
        let restored = |(cell, field): (&String, &Field)| {
            let whole = match field.holds {
                Holds::Number => cut.whole(row, cell),
                Holds::Text if may_be_retyped(cell) => cut.text(row, field.name, cell),
                _ => None,
            };
            whole.map_or_else(|| cell.clone(), str::to_owned)
        };
        *row = row.iter().zip(&export.fields).map(restored).collect();
    }
    sort(&export, &mut rows);
    Ok(is_known(&rows))
}

/// A row with a point for the comma of each number that has one.
fn in_points(row: &[String], export: &Export) -> Vec<String> {
    let pointed = |(cell, field): (&String, &Field)| {
        if field.holds != Holds::Number || !cell.contains(',') {
            return cell.clone();
        }
        let pointed = cell.replacen(',', ".", 1);
        field.holds.as_exported(&pointed).unwrap_or(pointed)
    };
    row.iter().zip(&export.fields).map(pointed).collect()
}

/// Whether an export had no row when `sco` wrote it into a folder. Some tools write nothing for such a table, and others
/// no file.
pub fn had_no_row(folder: &Path, name: &str) -> Result<bool, Error> {
    let Some(export) = named(name) else {
        return Ok(false);
    };
    let columns: Vec<String> = export
        .fields
        .iter()
        .map(|field| field.name.to_owned())
        .collect();
    says_what_was_written(folder, name, (&columns, &[]), &Cut::default())
}

fn named(name: &str) -> Option<Export> {
    exports()
        .into_iter()
        .find(|export| export.file_name() == name)
}

/// Sorts rows as they are exported: empty cells first, then numbers by their size and texts by their bytes.
fn sort(export: &Export, rows: &mut [Vec<String>]) {
    let place = |name: &str| export.fields.iter().position(|field| field.name == name);
    let places: Vec<usize> = export.order.split(", ").filter_map(place).collect();
    let compare = |one: &str, other: &str, holds: Holds| -> Ordering {
        let number = |text: &str| text.parse::<f64>().ok();
        match (holds, number(one), number(other)) {
            (Holds::Number | Holds::Integer | Holds::Flag, Some(one), Some(other)) => {
                one.total_cmp(&other)
            }
            _ => one.cmp(other),
        }
    };
    rows.sort_by(|one, other| {
        let mut cells = places
            .iter()
            .map(|at| compare(&one[*at], &other[*at], export.fields[*at].holds));
        cells.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
}

/// The bytes that `sco` would write for these rows.
fn written(export: &Export, rows: &[Vec<String>], form: Form) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut lines = Lines::of(form, &mut bytes);
    let all: std::io::Result<()> = lines.write_head(export).and_then(|()| {
        for cells in rows {
            for (cell, field) in cells.iter().zip(&export.fields) {
                lines.add(cell.as_bytes(), field.holds);
            }
            lines.end()?;
        }
        lines.flush()
    });
    all.expect("a list of bytes takes all that is written to it");
    bytes
}
