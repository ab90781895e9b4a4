//! Reads a user's facts from folders, CSV files, JSON Lines files and standard input.

use std::path::Path;

use super::Import;
use crate::error::{Error, Problem};
use crate::seeds::{self, Seeds, limits};
use crate::tables::{self, Table};

/// Reads every path; problems are collected over all of them.
pub(super) fn read(import: &Import) -> Result<(Seeds, Vec<Problem>), Error> {
    let chosen = chosen_table(import)?;
    let mut reading = Reading::default();
    for path in &import.paths {
        if path.as_os_str() == "-" {
            let table = chosen.ok_or_else(unknown_table)?;
            let name = "standard input";
            let bytes = limits::read_stream(std::io::stdin().lock(), name)?;
            reading.take(table, name, bytes);
        } else if path.is_dir() {
            reading.folder(path)?;
        } else {
            reading.file(path, chosen)?;
        }
    }
    Ok((reading.seeds, reading.problems))
}

/// The table that was named for what is not named after one.
fn chosen_table(import: &Import) -> Result<Option<&'static Table>, Error> {
    match &import.table {
        Some(name) => tables::named(name).map(Some).ok_or_else(unknown_table),
        None if import.paths.iter().any(|path| path.as_os_str() == "-") => Err(unknown_table()),
        None => Ok(None),
    }
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
        paths.retain(|path| {
            path.extension()
                .is_some_and(|ending| ending == "csv" || ending == "jsonl")
        });
        paths.sort();
        if paths.is_empty() {
            return Err(Error::request(
                format!("{} holds no .csv or .jsonl file", folder.display()),
                format!("name the files after the tables: {}", tables::names()),
            ));
        }
        for path in &paths {
            if path.is_file() {
                self.file(path, None)?;
            } else {
                // A pipe that nobody meant would be waited for.
                self.problems.push(Problem {
                    message: "is no file".into(),
                    help: "remove it from the folder; a pipe is read where it is named itself"
                        .into(),
                    ..seeds::whole_file(&path.display().to_string())
                });
            }
        }
        Ok(())
    }

    /// Reads a file, or a pipe to its end, as the table of its name, else as the chosen one.
    fn file(&mut self, path: &Path, chosen: Option<&'static Table>) -> Result<(), Error> {
        let name = path.display().to_string();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let Some(table) = tables::named(&stem).or(chosen) else {
            self.problems.push(Problem {
                message: "is no table of this dataset".into(),
                help: format!("name the file after its table: {}", tables::names()),
                ..seeds::whole_file(&name)
            });
            return Ok(());
        };
        let bytes = limits::read_file(path)?;
        self.take(table, &name, bytes);
        Ok(())
    }

    /// Reads bytes as JSON Lines where they begin with an object, else as CSV.
    fn take(&mut self, table: &'static Table, name: &str, bytes: Option<Vec<u8>>) {
        let (seeds, problems) = (&mut self.seeds, &mut self.problems);
        match bytes {
            None => seeds.leave_out(table, limits::long_file(name), problems),
            Some(bytes) if is_json(&bytes) => seeds.parse_json_lines(table, name, &bytes, problems),
            Some(bytes) => seeds.parse(table, name, &bytes, problems),
        }
    }
}

fn is_json(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    first == Some(&b'{')
}
