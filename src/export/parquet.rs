//! Parquet files for engines that read more rows than one machine holds: `trade_flows` in a folder for each dataset
//! and year, and every other table and view in a file of its own.
//!
//! `flows` parts the rows by year in a temporary file (`spool`), `file` writes each file with what it says of itself
//! (`description`), column by column (`column`), and `tree` puts the files in their places once all are whole.

mod column;
mod description;
mod file;
mod flows;
mod listed;
mod tree;

mod spool;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;

use super::about::About;
use super::manifest::{self, Manifest};
use super::{Export, Overwrite, moment};
use crate::dictionary::{Relation, bulk, described};
use crate::error::Error;
use crate::files::folder::Folder;
use crate::files::litter;
use crate::stop::refuse_when_stopped;
use crate::tables::trade;
use crate::wording::name_one_of;

pub use column::{Column, Stored};
pub use flows::{PARTITIONED_BY, decoded};
pub use listed::{Listed, listed};
pub use tree::Staged;
use tree::Tree;

/// The table that is partitioned.
pub const FLOWS: &str = trade::FLOWS;
/// The key under which a file keeps what it says of itself, in JSON.
pub const DESCRIPTION: &str = "sco";
/// How a list of files names these exports.
const OPTIONS: &str = "parquet";
const ELSEWHERE: &str = "name another folder";

/// What to export.
#[derive(Debug)]
pub struct Request {
    relations: Vec<Relation>,
    is_part: bool,
    origin: String,
    overwrite: Overwrite,
}

impl Request {
    /// These tables and views, or all where none is named. Of those whose rows have an origin, the rows of this one.
    pub fn of(only: &[String], origin: &str, overwrite: Overwrite) -> Result<Self, Error> {
        // The views on trade statistics show the flows again, with names.
        let shows_flows =
            |relation: &Relation| trade::VIEWS.iter().any(|view| view.name == relation.name);
        let mut relations = described();
        relations.retain(|relation| !shows_flows(relation));
        let is_unknown = |name: &&String| !relations.iter().any(|known| known.name == **name);
        if let Some(unknown) = only.iter().find(is_unknown) {
            let known: Vec<&str> = relations.iter().map(|relation| relation.name).collect();
            if described().iter().any(|relation| relation.name == unknown) {
                return Err(Error::request(
                    format!(
                        "`{unknown}` shows official trade statistics again, and is in `sco.db` alone"
                    ),
                    format!("export `{FLOWS}`, or ask `sco.db` itself"),
                ));
            }
            return Err(Error::request(
                format!("`{unknown}` is no table or view"),
                name_one_of(unknown, &known),
            ));
        }
        if !only.is_empty() {
            relations.retain(|relation| only.iter().any(|name| name == relation.name));
        }
        Ok(Self {
            relations,
            is_part: !only.is_empty(),
            origin: origin.to_owned(),
            overwrite,
        })
    }

    /// Whether the rows of trade statistics are wanted.
    pub fn has_flows(&self) -> bool {
        self.relations.iter().any(|relation| relation.name == FLOWS)
    }
}

/// How much an export holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files.
    pub files: usize,
    /// Those of them that are partitions of `trade_flows`.
    pub partitions: usize,
    /// Rows of `trade_flows`.
    pub flows: u64,
}

/// Writes every file that differs from the one in the folder into a hidden folder beside them. All files show the
/// database at one moment. Fails if a file would be replaced that `sco` did not write, or that was changed since.
pub fn stage(
    connection: &Connection,
    folder: &Folder,
    request: &Request,
    stop: &AtomicBool,
) -> Result<Staged, Error> {
    let known = Manifest::read(folder.path())?;
    known.refuse_another_request(folder.path(), OPTIONS, request.overwrite, ELSEWHERE)?;
    manifest::refuse_link_outside(folder.path(), manifest::NAME, ELSEWHERE)?;
    let mut tree = Tree::to_write(folder, connection, &known)?;
    let tally = write(connection, request, &mut tree, stop)?;
    tree.stage(request, tally)
}

/// The files of a folder that differ from what the database gives.
#[derive(Debug)]
pub struct Stale {
    /// All of them.
    pub files: Vec<String>,
    /// Those among them that an export would replace or remove only by force.
    pub of_others: Vec<String>,
}

/// The files of a folder that differ from what the database gives. Nothing is written there.
pub fn stale(
    connection: &Connection,
    folder: &Path,
    request: &Request,
    stop: &AtomicBool,
) -> Result<(Stale, Tally), Error> {
    let known = Manifest::read(folder)?;
    let mut tree = Tree::to_compare(folder, connection, &known);
    let tally = write(connection, request, &mut tree, stop)?;
    Ok((tree.stale(request)?, tally))
}

/// Removes what runs that were killed have left of the list of files, and says so in sentences.
pub fn clear_litter(folder: &Folder) -> Vec<String> {
    let cleared = litter::clear(&folder.path().join(manifest::NAME));
    litter::notes(&cleared)
}

/// Hands every file to the tree.
fn write(
    connection: &Connection,
    request: &Request,
    tree: &mut Tree<'_>,
    stop: &AtomicBool,
) -> Result<Tally, Error> {
    let _moment = moment(connection)?;
    let about = About::read(connection)?;
    let mut tally = Tally::default();
    for relation in &request.relations {
        if relation.name == FLOWS {
            tally.flows = flows::write(connection, relation, tree, stop)?;
            tally.partitions = tree.count() - tally.files;
        } else {
            let of_dataset = !bulk().iter().any(|table| table.name == relation.name);
            let about = about.as_ref().filter(|_| of_dataset);
            table(connection, relation, &request.origin, about, tree, stop)?;
        }
        tally.files = tree.count();
    }
    Ok(tally)
}

/// Writes one table or view as one file.
fn table(
    connection: &Connection,
    relation: &Relation,
    origin: &str,
    about: Option<&About>,
    tree: &mut Tree<'_>,
    stop: &AtomicBool,
) -> Result<(), Error> {
    let name = format!("{}.parquet", relation.name);
    let columns = Column::all(relation);
    let description = description::description(relation, &columns, &[], about);
    let layout = file::Layout::new(columns, &relation.unique_by, description)
        .map_err(|error| Error::file("write", tree.place(&name))(file::unwritten(error)))?;
    let (sql, parameters) = Export::of(relation).question(origin);
    let unread = || Error::sql(format!("export {}", relation.name));
    let mut statement = connection.prepare(&sql).map_err(unread())?;
    let mut rows = statement
        .query(rusqlite::params_from_iter(&parameters))
        .map_err(unread())?;
    tree.file(&name, |place, sink| {
        let unwritten = |error| Error::file("write", place)(file::unwritten(error));
        let mut out = layout.begin(sink).map_err(unwritten)?;
        while let Some(row) = rows.next().map_err(unread())? {
            for (at, column) in layout.columns.iter().enumerate() {
                let value = row.get_ref(at).map_err(unread())?;
                if !out.take(at, value) {
                    return Err(misfit(relation.name, column, value));
                }
            }
            out.end_row().map_err(unwritten)?;
            refuse_when_stopped(stop)?;
        }
        out.finish().map_err(unwritten)
    })
}

/// The error of a value that is not of the type of its column.
fn misfit(table: &str, column: &Column, value: rusqlite::types::ValueRef<'_>) -> Error {
    let found = match value {
        rusqlite::types::ValueRef::Null => "no value".to_owned(),
        other => format!("`{}`", crate::db::text_of(other)),
    };
    Error::request(
        format!(
            "{table} holds {found} in the column `{}`, whose type is {}",
            column.field.name,
            column.field.holds.word()
        ),
        "correct the row",
    )
}
