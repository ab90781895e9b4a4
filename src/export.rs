//! Writes the CSV files, and the files that describe them, from the database alone. Each has a header and rows in a
//! declared order, so that the same database gives the same bytes.

mod about;
pub mod beside;
mod choice;
mod csv_form;
mod csvw;
mod data_dictionary;
mod data_package;
mod datasette;
mod form;
mod former;
mod leftovers;
mod manifest;
mod one_file;
pub mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
mod remarks;
mod request;
pub mod resaved;
mod staged_file;
#[cfg(feature = "workbook")]
pub mod workbook;
mod worked_out_cells;
mod years;

use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use rusqlite::{Connection, Transaction, types::Value};

use crate::dictionary::{Relation, relations};
use crate::error::Error;
use crate::files::{folder::Folder, litter, with_suffix};
use crate::stop::refuse_when_stopped;
use crate::tables::{Field, ORIGIN};
use about::Written;
use beside::Context;
pub use choice::Choice;
pub use form::Form;
use leftovers::Leftovers;
use manifest::Manifest;
pub use manifest::{choice_of_rows, is_as_written};
pub use remarks::{Remarks, remarks};
pub use request::{Overwrite, Request};
use staged_file::StagedFile;
pub use worked_out_cells::NAME as WORKED_OUT_CELLS;

/// One exported file: a table or view, its columns and the order of its rows.
#[derive(Debug, Clone)]
pub struct Export {
    /// The table or view, and the stem of the file.
    pub name: &'static str,
    /// The columns.
    pub fields: Vec<Field>,
    /// The columns by which the rows are sorted, separated by commas; together they are unique.
    pub order: String,
    /// Further conditions in SQL that a row must fulfil, with a `?` for each parameter.
    conditions: Vec<String>,
    parameters: Vec<Value>,
}

impl Export {
    /// All rows and columns of a table or view.
    fn of(relation: &Relation) -> Self {
        Self {
            name: relation.name,
            fields: relation.columns.iter().map(|(field, _)| *field).collect(),
            order: relation.unique_by.join(", "),
            conditions: Vec::new(),
            parameters: Vec::new(),
        }
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The SQL query for the rows, with its parameters.
    fn question(&self, origin: &str) -> (String, Vec<Value>) {
        let columns: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
        let (mut conditions, mut parameters) = (self.conditions.clone(), self.parameters.clone());
        if self.has_origin() {
            conditions.push("origin = ?".to_owned());
            parameters.push(origin.to_owned().into());
        }
        let filter = if conditions.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", conditions.join(" AND "))
        };
        let sql = format!(
            "SELECT {} FROM {} {filter} ORDER BY {}",
            columns.join(", "),
            self.name,
            self.order
        );
        (sql, parameters)
    }

    /// All columns of the table or view, even if only some were chosen.
    fn all_fields(&self) -> Vec<Field> {
        let all = exports().into_iter().find(|all| all.name == self.name);
        all.map_or_else(Vec::new, |all| all.fields)
    }

    fn has_origin(&self) -> bool {
        self.all_fields()
            .iter()
            .any(|field| field.name == ORIGIN.name)
    }
}

/// Every export: the tables in the order in which they are loaded, then the views, then the dictionary.
pub fn exports() -> Vec<Export> {
    relations().iter().map(Export::of).collect()
}

/// Files that are written under temporary names and not yet renamed.
#[derive(Debug)]
pub struct Staged {
    files: Vec<StagedFile>,
    manifest: StagedFile,
    leftovers: Leftovers,
}

impl Staged {
    /// How many exports there are, changed or not.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// What is to be said of files of earlier exports, in sentences.
    pub fn notes(&self) -> Vec<String> {
        self.leftovers.notes()
    }

    /// Renames the files that changed to their final names, and removes those of earlier exports; returns how many
    /// were renamed. The list of files comes last: a run
    /// that is stopped leaves it under its temporary name, from which the next run knows which files `sco` wrote.
    pub fn publish(self) -> Result<usize, Error> {
        let folder = crate::files::folder_of(self.manifest.place());
        let finish = self
            .manifest
            .publish_by_way_of(manifest::on_its_way(&folder))?;
        let mut written = 0;
        for file in self.files {
            written += usize::from(file.publish()?);
        }
        self.leftovers.remove()?;
        finish()?;
        Ok(written)
    }
}

/// Writes every file that differs from the one in the folder under a temporary name. All files show the database at
/// one moment. Fails if a file would be replaced that `sco` did not write, or that was changed since.
pub fn stage(
    connection: &Connection,
    folder: &Folder,
    request: &Request,
    stop: &AtomicBool,
) -> Result<Staged, Error> {
    let known = Manifest::read(folder.path())?;
    let elsewhere = manifest::ELSEWHERE;
    known.refuse_another_request(
        folder.path(),
        &request.options(),
        request.overwrite,
        elsewhere,
    )?;
    let beside = request.beside().map(|file| file.name.to_owned());
    for name in request.exports.iter().map(Export::file_name).chain(beside) {
        manifest::refuse_database(connection, &folder.path().join(&name))?;
        manifest::refuse_link_outside(folder.path(), &name, elsewhere)?;
    }
    manifest::refuse_link_outside(folder.path(), manifest::NAME, elsewhere)?;
    let staged = write_all(
        connection,
        folder.path(),
        request,
        &known,
        StagedFile::open,
        stop,
    )?;
    if request.overwrite == Overwrite::Ours {
        manifest::refuse_to_replace_others(&staged.files, &known)?;
    }
    Ok(staged)
}

/// Writes every file of a request, then the list of them.
fn write_all(
    connection: &Connection,
    folder: &Path,
    request: &Request,
    known: &Manifest,
    open: impl Fn(&Path) -> Result<StagedFile, Error>,
    stop: &AtomicBool,
) -> Result<Staged, Error> {
    let _moment = moment(connection)?;
    let (mut files, mut written, mut digests) = (Vec::new(), Vec::new(), Vec::new());
    for export in &request.exports {
        let mut file = open(&folder.join(export.file_name()))?;
        let unwritten = |error| Error::file("write", folder.join(export.file_name()))(error);
        let examples = csv_form::write(connection, export, request, &mut file, unwritten, stop)?;
        file.finish()?;
        let (bytes, sha256) = file.content();
        digests.push((export.file_name(), sha256.clone()));
        written.push(Written {
            export: export.clone(),
            bytes,
            sha256,
            examples,
        });
        files.push(file);
    }
    for beside in request.beside() {
        let place = &folder.join(beside.name);
        let mut file = open(place)?;
        let context = Context {
            connection,
            request,
            written: &written,
            place,
        };
        (beside.write)(&context, &mut file)?;
        refuse_when_stopped(stop)?;
        file.finish()?;
        digests.push((beside.name.to_owned(), file.content().1));
        files.push(file);
    }
    let place = folder.join(manifest::NAME);
    let mut manifest = open(&place)?;
    manifest
        .write_all(
            known
                .with(&request.options(), &digests, |_| request.is_part())
                .as_bytes(),
        )
        .map_err(Error::file("write", &place))?;
    manifest.finish()?;
    let leftovers = Leftovers::find(
        folder,
        known,
        &request.options(),
        request.is_part(),
        &digests,
    )?;
    Ok(Staged {
        files,
        manifest,
        leftovers,
    })
}

/// To standard output; what was printed cannot be undone, so that Ctrl-C ends the program as usual.
static GOES_ON: AtomicBool = AtomicBool::new(false);

/// Writes one table or view, or another file, to an output such as standard output.
pub fn write_to(
    connection: &Connection,
    request: &Request,
    out: &mut impl Write,
    unwritten: impl Fn(std::io::Error) -> Error,
) -> Result<(), Error> {
    let _moment = moment(connection)?;
    for export in &request.exports {
        csv_form::write(connection, export, request, out, &unwritten, &GOES_ON)?;
    }
    Ok(())
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

/// Removes files that killed runs have left in a folder, and says so in sentences.
pub fn clear_litter(folder: &Folder) -> Vec<String> {
    let mut cleared = Vec::new();
    let tables = exports().into_iter().map(|export| export.file_name());
    let others = beside::FILES.iter().map(|file| file.name.to_owned());
    let ours = [manifest::NAME, worked_out_cells::NAME].map(str::to_owned);
    for name in tables.chain(others).chain(ours) {
        let place = folder.path().join(name);
        cleared.extend(litter::clear(&place));
        // Version 0.1.0 gave another name.
        let draft = with_suffix(&place, ".tmp");
        if litter::remove_if_abandoned(&draft) {
            cleared.push(draft);
        }
    }
    litter::notes(&cleared)
}

/// The error for the files of a folder that differ from what the database gives, if some do. Nothing is written.
pub fn stale(
    connection: &Connection,
    folder: &Path,
    request: &Request,
    stop: &AtomicBool,
) -> Result<Option<Error>, Error> {
    let known = Manifest::read(folder)?;
    let staged = write_all(
        connection,
        folder,
        request,
        &known,
        StagedFile::compare_only,
        stop,
    )?;
    let files = staged.files.iter().chain([&staged.manifest]);
    let stale = files.filter(|file| !file.is_unchanged());
    let stale = stale
        .map(StagedFile::place)
        .chain(staged.leftovers.obsolete());
    let files: Vec<String> = stale.map(|place| place.display().to_string()).collect();
    if files.is_empty() {
        return Ok(None);
    }
    // All differ where they were made with other options, and `sco export` would be refused.
    let (options, elsewhere) = (request.options(), manifest::ELSEWHERE);
    known.refuse_another_request(folder, &options, request.overwrite, elsewhere)?;
    let of_others = manifest::of_others(&staged.files, &known)?;
    Ok(Some(Error::Stale {
        files,
        command: "sco export".to_owned(),
        of_others,
    }))
}
