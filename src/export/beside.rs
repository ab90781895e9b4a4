//! The files that are exported beside the tables and views: those that describe them, and bibliographies.

use std::io::{self, Write};
use std::path::Path;

use rusqlite::Connection;

use super::about::Written;
use super::{Request, csvw, data_dictionary, data_package, datasette};
use crate::bibliography::{Work, bibtex, csl_json, ris, works};
use crate::error::Error;

/// A file made from the database, and from what was written of it before.
#[derive(Debug)]
pub struct File {
    /// Its name in the folder.
    pub name: &'static str,
    /// Writes its content.
    pub(super) write: fn(&Context<'_>, &mut dyn Write) -> Result<(), Error>,
}

/// What such a file is made from.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The database.
    pub(super) connection: &'a Connection,
    /// What was asked for.
    pub(super) request: &'a Request,
    /// The exports that were written before.
    pub(super) written: &'a [Written],
    /// The path of the file, for messages.
    pub(super) place: &'a Path,
}

/// Every such file.
pub const FILES: &[File] = &[
    File {
        name: "datapackage.json",
        write: |context, out| data_package::write(context.connection, context.written, out),
    },
    File {
        name: "csvw-metadata.json",
        write: |context, out| csvw::write(context.connection, context.written, out),
    },
    File {
        name: "data-dictionary.md",
        write: |context, out| data_dictionary::write(context.connection, context.written, out),
    },
    File {
        name: "metadata.json",
        write: |context, out| datasette::write(context.connection, context.written, out),
    },
    File {
        name: "sources.bib",
        write: |context, out| bibliography(context, bibtex, out),
    },
    File {
        name: "sources.csl.json",
        write: |context, out| bibliography(context, csl_json, out),
    },
    File {
        name: "sources.ris",
        write: |context, out| bibliography(context, ris, out),
    },
];

/// The works of the origin, in one of the forms that reference managers read.
fn bibliography(
    context: &Context<'_>,
    form: fn(&[Work], &mut dyn Write) -> io::Result<()>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let works = works(context.connection, &context.request.origin)?;
    form(&works, out).map_err(Error::file("write", context.place))
}
