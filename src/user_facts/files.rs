//! Reads a user's facts from folders, CSV files, JSON Lines files and standard input: in the form of the seeds, or as
//! they were exported.

use std::path::{Path, PathBuf};

use super::as_exported::AsExported;
use super::exported::{Exported, header, is_exported, known};
use super::stated::Stated;
use super::worked_out::Claim;
use super::{Import, na_cells, one_problem, skipped};
use crate::error::{Error, Problem};
use crate::export::{WORKED_OUT_CELLS, resaved};
use crate::files::{folder_of, name_of};
use crate::seeds::sheet::delimiter;
use crate::seeds::{Seeds, form, header_text, limits};
use crate::tables::{self, ALL_TABLES, TABLES, Table};
use crate::template::table_named;
use crate::wording::did_you_mean;

/// The content of a user's files.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) seeds: Seeds,
    pub(super) problems: Vec<Problem>,
    /// The cells of exported files that the program works out.
    pub(super) claims: Vec<Claim>,
    /// The numbers that the rows of exported files state.
    pub(super) stated: Vec<Stated>,
    /// The cells of exported files when they were exported.
    pub(super) as_exported: AsExported,
    /// The origin under which the rows were exported, if it was another one, and their number.
    pub(super) renamed: Option<(String, usize)>,
}

/// Reads every path and collects the problems of all of them. Fails for exports of the dataset of this name.
pub(super) fn read(import: &Import, dataset: &str) -> Result<Read, Error> {
    let chosen = chosen_table(import)?;
    let mut reading = Reading::default();
    refuse_missing(&import.paths)?;
    refuse_unused_table(&import.paths, chosen)?;
    for path in &import.paths {
        if path.as_os_str() == "-" {
            let table = chosen.ok_or_else(unknown_table)?;
            let name = "standard input";
            let bytes = limits::read_stream(std::io::stdin().lock(), name)?;
            reading.take(table, name, None, bytes)?;
        } else if path.is_dir() {
            reading.folder(path)?;
        } else {
            reading.file(path, chosen)?;
        }
    }
    let Reading {
        mut seeds,
        mut problems,
        exported,
        as_exported,
    } = reading;
    exported.refuse_rows_of(dataset)?;
    let renamed = exported.named_otherwise(&import.origin)?;
    let (claims, stated) = exported.join(&mut seeds, &mut problems)?;
    Ok(Read {
        seeds,
        problems,
        claims,
        stated,
        as_exported,
        renamed,
    })
}

/// Fails if there is nothing at one of the paths, before anything is read.
fn refuse_missing(paths: &[PathBuf]) -> Result<(), Error> {
    let is_missing = |path: &&PathBuf| path.as_os_str() != "-" && !path.exists();
    match paths.iter().find(is_missing) {
        None => Ok(()),
        Some(path) => Err(Error::request(
            format!("there is nothing at {}", path.display()),
            "name a folder, a CSV or JSON Lines file, or `-` for standard input",
        )),
    }
}

/// The table of `--table`, for files that are not named after one.
fn chosen_table(import: &Import) -> Result<Option<&'static Table>, Error> {
    match &import.table {
        Some(name) => table_named(name).map(Some),
        None if import.paths.iter().any(|path| path.as_os_str() == "-") => Err(unknown_table()),
        None => Ok(None),
    }
}

/// Fails for a table that is chosen and meant by no path, each of which says its own.
fn refuse_unused_table(paths: &[PathBuf], chosen: Option<&'static Table>) -> Result<(), Error> {
    let Some(chosen) = chosen else {
        return Ok(());
    };
    let is_meant = |path: &PathBuf| {
        !path.is_dir() && named_by(path).is_none_or(|table| table.name == chosen.name)
    };
    if paths.iter().any(is_meant) {
        return Ok(());
    }
    Err(Error::request(
        format!(
            "`--table {}` is for standard input and for files that are not named after a table",
            chosen.name
        ),
        "leave it out, or give the file another name",
    ))
}

/// The table after which a file is named.
fn named_by(path: &Path) -> Option<&'static Table> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    ALL_TABLES.iter().copied().find(|table| table.name == stem)
}

fn unknown_table() -> Error {
    Error::request(
        "the table of standard input is not known",
        format!("name it with `--table`: one of {}", tables::names()),
    )
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    seeds: Seeds,
    problems: Vec<Problem>,
    exported: Exported,
    as_exported: AsExported,
}

impl Reading {
    fn folder(&mut self, folder: &Path) -> Result<(), Error> {
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(Error::file("read the folder", folder))? {
            paths.push(
                entry
                    .map_err(Error::file("read the folder", folder))?
                    .path(),
            );
        }
        paths.retain(|path| name_of(path) != WORKED_OUT_CELLS);
        let (mut paths, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| has_ending(path, &READ));
        // Left out in silence, rows that somebody saved in another form would seem to be imported.
        let is_read = |path: &PathBuf| {
            paths
                .iter()
                .any(|read| read.file_stem() == path.file_stem())
        };
        let is_saved = |path: &PathBuf| {
            let is_ending = has_ending(path, &WORKBOOKS) || has_ending(path, &TEXTS);
            is_ending && named_by(path).is_some() && !is_read(path)
        };
        let others: Vec<PathBuf> = others.into_iter().filter(is_saved).collect();
        paths.extend(others);
        paths.sort();
        if paths.is_empty() {
            return Err(Error::request(
                format!("{} holds no .csv or .jsonl file", folder.display()),
                format!("name the files after the tables: {}", tables::names()),
            ));
        }
        let mut has_table = false;
        for path in &paths {
            let worked_out = skipped::name_when_exported(path);
            has_table |= worked_out.is_none();
            if !path.is_file() {
                // A pipe in a folder was probably not meant, and reading it could wait for ever.
                self.problems.push(one_problem(
                    &path.display().to_string(),
                    "is no file",
                    "remove it from the folder; a pipe is read where it is named itself",
                ));
            } else if let Some(name) = worked_out {
                self.as_exported.read(folder, &mut self.problems)?;
                let found = skipped::problem(path, &name, self.as_exported.cut())?;
                self.problems.extend(found);
            } else {
                self.file(path, None)?;
            }
        }
        if !has_table && self.problems.is_empty() {
            return Err(Error::request(
                format!(
                    "{} holds views alone, which show what stands in tables",
                    folder.display()
                ),
                "export the tables too: without `--only`, or with their names",
            ));
        }
        Ok(())
    }

    /// Reads a file, or a pipe to its end, as rows of the table after which it is named, otherwise of the chosen one.
    fn file(&mut self, path: &Path, chosen: Option<&'static Table>) -> Result<(), Error> {
        let name = path.display().to_string();
        if is_workbook(path) {
            self.problems.push(one_problem(
                &name,
                "is a workbook, which is not read",
                "save each table of your own as CSV in UTF-8 under its name; of an export, edit the CSV files that `sco export --origin NAME --exports DIR` writes",
            ));
            return Ok(());
        }
        let Some(table) = named_by(path).or(chosen) else {
            let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let (message, help) = if skipped::name_when_exported(path).is_some() {
                (
                    "shows what stands in other tables",
                    "import the tables that it shows; a folder is imported as it was exported"
                        .to_owned(),
                )
            } else {
                let help = match did_you_mean(&stem, &names) {
                    Some(near) => format!("name the file after its table: {near}"),
                    None => format!("name the file after its table: {}", names.join(", ")),
                };
                ("is no table of this dataset", help)
            };
            self.problems.push(one_problem(&name, message, help));
            return Ok(());
        };
        let bytes = limits::read_file(path)?;
        self.take(table, &name, Some(&folder_of(path)), bytes)?;
        self.as_exported.read(&folder_of(path), &mut self.problems)
    }

    /// Reads bytes as JSON Lines if they begin with an object, otherwise as CSV.
    fn take(
        &mut self,
        table: &'static Table,
        name: &str,
        folder: Option<&Path>,
        bytes: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        let (seeds, problems) = (&mut self.seeds, &mut self.problems);
        let Some(bytes) = bytes else {
            seeds.leave_out(table, limits::long_file(name), problems);
            return Ok(());
        };
        if form::is_empty(&bytes) {
            let had_no_row = folder.map(|folder| resaved::had_no_row(folder, &table.file_name()));
            if had_no_row.transpose()?.unwrap_or_default() {
                self.exported.take_empty(table, name);
            } else {
                self.exported.leave_out();
                seeds.leave_out(table, of_nothing(table, name), problems);
            }
        } else if form::is_json(&bytes) && table.has_seed_file() {
            match form::of_json(name, &bytes) {
                Some(problem) => seeds.leave_out(table, problem, problems),
                None => seeds.parse_json_lines(table, name, &bytes, problems),
            }
        } else if let Some(problem) = form::of_text(name, &bytes) {
            self.exported.leave_out();
            seeds.leave_out(table, problem, problems);
        } else {
            self.take_csv(table, name, &bytes);
        }
        Ok(())
    }

    /// Reads CSV, in the form of the seeds or as it was exported.
    fn take_csv(&mut self, table: &'static Table, name: &str, bytes: &[u8]) {
        let (seeds, problems) = (&mut self.seeds, &mut self.problems);
        let sign = delimiter(bytes, &known(table));
        if let Some(problem) = na_cells::problem(name, bytes, sign) {
            self.exported.leave_out();
            return seeds.leave_out(table, problem, problems);
        }
        if is_exported(table, bytes) {
            return self.exported.take(table, name, bytes, problems);
        }
        if let Some(problem) = lacks_columns(table, name, bytes) {
            return seeds.leave_out(table, problem, problems);
        }
        seeds.parse_by(table, name, (bytes, sign), problems);
    }
}

/// The problem of a file that holds nothing.
fn of_nothing(table: &Table, file: &str) -> Problem {
    let header = if table.has_seed_file() {
        header_text(table)
    } else {
        table.field_names().join(",")
    };
    one_problem(
        file,
        "is empty, without even a header",
        format!(
            "put it back as it was exported; if the table has no row, write its header alone: {header}"
        ),
    )
}

/// One problem for all columns that a file in the form of the seeds lacks, if there are several and its other columns
/// are known.
fn lacks_columns(table: &'static Table, file: &str, bytes: &[u8]) -> Option<Problem> {
    let names = header(table, bytes);
    let has = |name: &str| names.iter().any(|own| own == name);
    let missing: Vec<String> = table
        .columns()
        .filter(|column| column.must_be_told() && !has(column.name))
        .map(|column| format!("`{}`", column.name))
        .collect();
    let are_known = names.iter().all(|name| table.has(name));
    (missing.len() > 1 && are_known).then(|| Problem {
        line: 1,
        ..one_problem(
            file,
            &format!("lacks the columns {}", missing.join(", ")),
            format!("add them; the header is: {}", header_text(table)),
        )
    })
}

/// The endings of files that are read in a folder.
const READ: [&str; 2] = ["csv", "jsonl"];
/// The endings of spreadsheets' own formats.
const WORKBOOKS: [&str; 4] = ["xlsx", "xlsm", "xls", "ods"];
/// Endings under which programs save tables as text.
const TEXTS: [&str; 4] = ["tsv", "tab", "txt", "json"];

/// Whether a file has the name of a spreadsheet's own format.
fn is_workbook(path: &Path) -> bool {
    has_ending(path, &WORKBOOKS)
}

/// Whether a name ends in one of these, in capitals or not.
fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default();
    endings.iter().any(|one| ending.eq_ignore_ascii_case(one))
}
