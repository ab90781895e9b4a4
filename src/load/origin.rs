//! Whose rows a load writes: those of the dataset, or a user's.

use rusqlite::Connection;

use crate::db::{Queries, schema};
use crate::error::Error;
use crate::tables::ALL_TABLES;
use crate::wording::name_one_of;

/// The origin of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The dataset of this name.
    Curated(String),
    /// A user who gave them this name.
    User(String),
}

impl Origin {
    /// The name in the column `origin`.
    pub fn name(&self) -> &str {
        match self {
            Self::Curated(name) | Self::User(name) => name,
        }
    }

    pub(super) fn is_curated(&self) -> bool {
        matches!(self, Self::Curated(_))
    }
}

/// The name of the dataset in a database, from its table `dataset`. An older database does not have it; then it is
/// the name of the program's own dataset.
pub fn curated(connection: &Connection) -> Result<String, Error> {
    Ok(told(connection)?.unwrap_or_else(|| crate::DATASET.to_owned()))
}

fn told(connection: &Connection) -> Result<Option<String>, Error> {
    if !schema::has(connection, "dataset")? {
        return Ok(None);
    }
    connection.first_row(
        "ask for the name of the dataset",
        "SELECT name FROM dataset WHERE origin = name",
        [],
        |row| row.get(0),
    )
}

/// Fails if a database has no row of this origin.
pub fn refuse_unknown_origin(connection: &Connection, origin: &str) -> Result<(), Error> {
    let of_each: Vec<String> = ALL_TABLES
        .iter()
        .map(|table| format!("SELECT origin FROM {}", table.name))
        .collect();
    let known: Vec<String> = connection.column(
        "ask for the origins",
        &format!("{} ORDER BY origin", of_each.join(" UNION ")),
        [],
    )?;
    if known.iter().any(|name| name == origin) {
        return Ok(());
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(Error::request(
        format!("no row is of the origin `{origin}`"),
        name_one_of(origin, &known),
    ))
}

/// Whether a database holds rows of the program's own dataset without saying so.
fn is_older(connection: &Connection) -> Result<bool, Error> {
    connection.value(
        "look for rows of the dataset",
        "SELECT count(*) > 0 FROM sources WHERE origin = ?1",
        [crate::DATASET],
    )
}

/// Fails if a database holds another dataset.
pub fn refuse_another(connection: &Connection, name: &str) -> Result<(), Error> {
    let mut held = told(connection)?;
    if held.is_none() && is_older(connection)? {
        held = Some(crate::DATASET.to_owned());
    }
    let Some(other) = held.filter(|held| held != name) else {
        return Ok(());
    };
    Err(Error::database(
        format!(
            "the database holds the dataset `{other}`, and the seeds are `{name}`; nothing was changed"
        ),
        "name another file with `--db`",
    ))
}
