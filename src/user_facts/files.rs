//! Reads a user's facts from folders, CSV files, JSON Lines files and standard input.

use std::io::Read;
use std::path::Path;

use super::Import;
use crate::error::{Error, Problem};
use crate::seeds::{self, Seeds};
use crate::tables::{self, Table};

/// Reads every path; problems are collected over all of them.
pub(super) fn read(import: &Import) -> Result<(Seeds, Vec<Problem>), Error> {
    let (mut seeds, mut problems) = (Seeds::default(), Vec::new());
    for path in &import.paths {
        if path.as_os_str() == "-" {
            let table = stdin_table(import)?;
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(Error::file("read", "standard input"))?;
            parse(&mut seeds, table, "standard input", &bytes, &mut problems);
        } else if path.is_dir() {
            read_folder(&mut seeds, path, &mut problems)?;
        } else {
            read_file(&mut seeds, path, &mut problems)?;
        }
    }
    Ok((seeds, problems))
}

fn stdin_table(import: &Import) -> Result<&'static Table, Error> {
    let name = import.table.as_deref().unwrap_or_default();
    tables::named(name).ok_or_else(|| {
        Error::request(
            "the table of standard input is not known",
            format!("name it with `--table`: one of {}", tables::names()),
        )
    })
}

fn read_folder(seeds: &mut Seeds, folder: &Path, problems: &mut Vec<Problem>) -> Result<(), Error> {
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
    paths
        .iter()
        .try_for_each(|path| read_file(seeds, path, problems))
}

fn read_file(seeds: &mut Seeds, path: &Path, problems: &mut Vec<Problem>) -> Result<(), Error> {
    let name = path.display().to_string();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
    match tables::named(&stem) {
        Some(table) => parse(seeds, table, &name, &bytes, problems),
        None => problems.push(Problem {
            message: "is no table of this dataset".into(),
            help: format!("name the file after its table: {}", tables::names()),
            ..seeds::whole_file(&name)
        }),
    }
    Ok(())
}

/// Reads bytes as JSON Lines where they begin with an object, else as CSV.
fn parse(
    seeds: &mut Seeds,
    table: &'static Table,
    name: &str,
    bytes: &[u8],
    problems: &mut Vec<Problem>,
) {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'{') {
        seeds.parse_json_lines(table, name, bytes, problems);
    } else {
        seeds.parse(table, name, bytes, problems);
    }
}
