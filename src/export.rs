//! Writes the CSV files, from the database alone: header, rows in a stated order, the same bytes each time.

mod csv_form;
mod staged_file;

use std::path::Path;

use rusqlite::{Connection, Transaction};

use crate::error::Error;
use crate::files::folder::Folder;
use crate::files::{litter, with_suffix};
use crate::tables::{ALL_TABLES, Field, ORIGIN, views};

pub use csv_form::Form;
use staged_file::StagedFile;

/// One exported file: a table or view, its columns and the order of its rows.
#[derive(Debug, Clone)]
pub struct Export {
    /// The table or view, and the stem of the file.
    pub name: &'static str,
    /// The columns.
    pub fields: Vec<Field>,
    /// A unique key, in the order in which people read.
    pub order: String,
}

impl Export {
    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The question to the database. Its parameter is the origin, where the rows have one.
    fn sql(&self) -> String {
        let columns: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
        let filter = if self.has_origin() {
            "WHERE origin = ?1"
        } else {
            ""
        };
        format!(
            "SELECT {} FROM {} {filter} ORDER BY {}",
            columns.join(", "),
            self.name,
            self.order
        )
    }

    fn has_origin(&self) -> bool {
        self.fields.iter().any(|field| field.name == ORIGIN.name)
    }
}

/// Every export: the tables in the order in which they are loaded, then the views.
pub fn exports() -> Vec<Export> {
    let tables = ALL_TABLES.iter().map(|table| Export {
        name: table.name,
        fields: table.fields(),
        order: table.key.join(", "),
    });
    let views = views::all().map(|view| Export {
        name: view.name,
        fields: view.fields(),
        order: view.order.to_owned(),
    });
    tables.chain(views).collect()
}

/// The exports of these tables and views alone; all of them where none is named.
pub fn selected(only: &[String]) -> Result<Vec<Export>, Error> {
    let mut exports = exports();
    let is_known = |name: &String| exports.iter().any(|export| export.name == name);
    if let Some(unknown) = only.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = exports.iter().map(|export| export.name).collect();
        return Err(Error::request(
            format!("`{unknown}` is no export"),
            format!("use one of {}", known.join(", ")),
        ));
    }
    if !only.is_empty() {
        exports.retain(|export| only.iter().any(|name| name == export.name));
    }
    Ok(exports)
}

/// What to export, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// The tables and views.
    pub exports: Vec<Export>,
    /// The origin of the rows.
    pub origin: String,
    /// The form of the files.
    pub form: Form,
}

impl Request {
    /// All exports with the rows of an origin, as plain CSV.
    pub fn everything(origin: &str) -> Self {
        Self {
            exports: exports(),
            origin: origin.to_owned(),
            form: Form::Plain,
        }
    }
}

/// Files that are written beside their places and not yet put there.
#[derive(Debug)]
pub struct Staged {
    files: Vec<StagedFile>,
}

impl Staged {
    /// How many exports there are, changed or not.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Puts the files that changed in their places; returns how many.
    pub fn publish(self) -> Result<usize, Error> {
        let mut written = 0;
        for file in self.files {
            written += usize::from(file.publish()?);
        }
        Ok(written)
    }
}

/// Writes every file that differs from the one in the folder beside its place. All files are of one moment of
/// the database.
pub fn stage(connection: &Connection, folder: &Folder, request: &Request) -> Result<Staged, Error> {
    let _moment = moment(connection)?;
    let mut files = Vec::new();
    for export in &request.exports {
        let mut file = StagedFile::open(&folder.path().join(export.file_name()))?;
        csv_form::write(connection, export, request, &mut file)?;
        file.finish()?;
        files.push(file);
    }
    Ok(Staged { files })
}

/// A read transaction, unless the caller has a transaction open already.
fn moment(connection: &Connection) -> Result<Option<Transaction<'_>>, Error> {
    if !connection.is_autocommit() {
        return Ok(None);
    }
    connection
        .unchecked_transaction()
        .map(Some)
        .map_err(Error::sql("begin to read"))
}

/// Clears what exporters that were killed have left in a folder, and says so.
pub fn clear_litter(folder: &Folder) -> Vec<String> {
    let mut cleared = Vec::new();
    for export in exports() {
        let place = folder.path().join(export.file_name());
        cleared.extend(litter::clear(&place));
        // The name that version 0.1.0 gave.
        let draft = with_suffix(&place, ".tmp");
        if litter::remove_if_abandoned(&draft) {
            cleared.push(draft);
        }
    }
    cleared.iter().map(|path| litter::note(path)).collect()
}

/// The files of a folder that are not what the database gives. Nothing is written.
pub fn stale(
    connection: &Connection,
    folder: &Path,
    request: &Request,
) -> Result<Vec<String>, Error> {
    let _moment = moment(connection)?;
    let mut stale = Vec::new();
    for export in &request.exports {
        let place = folder.join(export.file_name());
        let mut file = StagedFile::compare_only(&place)?;
        csv_form::write(connection, export, request, &mut file)?;
        if !file.finish()? {
            stale.push(place.display().to_string());
        }
    }
    Ok(stale)
}
