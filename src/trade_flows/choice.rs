//! What the user chose: profile, dataset, encoding.

use encoding_rs::Encoding;
use rusqlite::Connection;

use super::Import;
use super::layout::Layout;
use super::map;
use super::profiles;
use crate::db::Queries;
use crate::error::Error;
use crate::tables::ALL_TABLES;
use crate::wording::name_one_of;

/// The layouts among which the header of a file decides.
pub(super) fn layouts(options: &Import) -> Result<Vec<Layout>, Error> {
    if let Some(path) = &options.map {
        return Ok(vec![map::read(path)?]);
    }
    let all = profiles::all();
    let Some(name) = &options.profile else {
        return Ok(all);
    };
    let names: Vec<String> = all.iter().map(|layout| layout.profile.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match all.into_iter().find(|layout| layout.profile == *name) {
        Some(layout) => Ok(vec![layout]),
        None => Err(Error::request(
            format!("there is no profile `{name}`"),
            name_one_of(name, &names),
        )),
    }
}

/// The encoding of that name.
pub(super) fn encoding(name: Option<&str>) -> Result<Option<&'static Encoding>, Error> {
    let Some(name) = name else { return Ok(None) };
    match Encoding::for_label(name.as_bytes()) {
        Some(encoding) => Ok(Some(encoding)),
        None => Err(Error::request(
            format!("`{name}` is no encoding that is known"),
            "name it as web pages do, such as utf-8, windows-1252, iso-8859-1, utf-16le or windows-1251",
        )),
    }
}

/// Refuses a name that is none for a dataset, or that is an origin: `sco import remove NAME` must mean one thing.
pub(super) fn refuse_dataset(connection: &Connection, name: &str) -> Result<(), Error> {
    let sound = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !sound {
        return Err(Error::request(
            format!("`{name}` cannot be the name of a dataset"),
            "begin with a lower-case letter and use only lower-case letters, digits and hyphens",
        ));
    }
    // It becomes the name of a folder of Parquet files, which DuckDB then takes for a missing value.
    if name == "null" {
        return Err(Error::request(
            "`null` cannot be the name of a dataset",
            "give it another name with `--dataset`: engines read it as a value that is not there",
        ));
    }
    for table in ALL_TABLES {
        let is_origin: bool = connection.value(
            "ask for the origins",
            &format!(
                "SELECT EXISTS (SELECT 1 FROM {} WHERE origin = ?1)",
                table.name
            ),
            [name],
        )?;
        if is_origin {
            return Err(Error::request(
                format!("`{name}` is the origin of facts in this database"),
                "give the dataset another name with `--dataset`",
            ));
        }
    }
    Ok(())
}

/// The error of files in two currencies for one dataset.
pub(super) fn two_currencies(dataset: &str) -> Error {
    Error::request(
        format!("the values of dataset {dataset} are of another currency"),
        "give the files in another currency a dataset of their own with `--dataset`",
    )
}

/// The error of more files or datasets than a record can name.
pub(super) fn too_many_files() -> Error {
    Error::request(
        "more files at once than can be told apart",
        "import them in several runs",
    )
}
