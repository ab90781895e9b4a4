//! The seed files: those that are compiled in, and those of a folder.

use std::path::Path;

use super::{Seeds, header_text, limits, released, whole_file};
use crate::error::{Error, Problem};
use crate::tables::{self, TABLES};
use crate::wording::near;

/// Reads the seeds that are compiled in.
///
/// # Errors
///
/// None: problems are in the list.
pub fn embedded() -> (Seeds, Vec<Problem>) {
    let (mut seeds, mut problems) = (Seeds::default(), Vec::new());
    for table in TABLES {
        let file = format!("seeds/{}", table.file_name());
        seeds.parse(table, &file, table.embedded().as_bytes(), &mut problems);
    }
    let file = format!("seeds/{}", released::FILE);
    let bytes = include_bytes!("../../seeds/released_ids.csv");
    seeds.released = released::parse(&file, bytes, &mut problems);
    (seeds, problems)
}

/// Reads every seed file of a folder. A table without a file is a problem, and so is a CSV file without a table.
pub fn read(folder: &Path) -> Result<(Seeds, Vec<Problem>), Error> {
    let (mut seeds, mut problems) = (Seeds::default(), Vec::new());
    refuse_unknown_files(folder, &mut problems)?;
    for table in TABLES {
        let path = folder.join(table.file_name());
        let name = path.display().to_string();
        if path.exists() {
            match limits::read_file(&path)? {
                Some(bytes) => seeds.parse(table, &name, &bytes, &mut problems),
                None => seeds.leave_out(table, limits::long_file(&name), &mut problems),
            }
        } else {
            seeds.incomplete.insert(table.name);
            problems.push(Problem {
                message: "is missing".into(),
                help: format!(
                    "make the file, if only with its header: {}",
                    header_text(table)
                ),
                ..whole_file(&name)
            });
        }
    }
    let path = folder.join(released::FILE);
    if path.exists() {
        let name = path.display().to_string();
        match limits::read_file(&path)? {
            Some(bytes) => seeds.released = released::parse(&name, &bytes, &mut problems),
            None => problems.push(limits::long_file(&name)),
        }
    }
    Ok((seeds, problems))
}

/// Whether a folder holds the seeds of a dataset: what it says of itself, and facts of some kind. The name of a folder
/// says nothing, since other projects have seeds too.
pub fn is_dataset(folder: &Path) -> bool {
    let has = |table: &tables::Table| folder.join(table.file_name()).is_file();
    tables::named("dataset").is_some_and(has)
        && TABLES.iter().any(|table| table.is_fact() && has(table))
}

fn refuse_unknown_files(folder: &Path, problems: &mut Vec<Problem>) -> Result<(), Error> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::file("read the folder", folder))? {
        let entry = entry.map_err(Error::file("read the folder", folder))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let files = names;
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    for name in files {
        let is_read = |stem: &str| name == format!("{stem}.csv") && tables::named(stem).is_some();
        let path = Path::new(&name);
        let is_csv = |path: &Path| {
            path.extension()
                .is_some_and(|it| it.eq_ignore_ascii_case("csv"))
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if is_csv(path) && !is_read(&stem) && name != released::FILE {
            let stem = stem.as_ref();
            problems.push(Problem {
                message: "is no table of this dataset".into(),
                help: match near(stem, &names).first() {
                    Some(near) => format!("rename it to `{near}.csv`, or remove it"),
                    None => format!("rename it to one of: {}", names.join(", ")),
                },
                ..whole_file(&folder.join(&name).display().to_string())
            });
        }
    }
    Ok(())
}
