//! The files beside the tables and views: what describes them or says the same in other forms.

use std::io::Write;

use rusqlite::Connection;

use super::about::Written;
use super::{csvw, data_dictionary, data_package, datasette};
use crate::error::Error;

/// A file made from the database, and from what was written of it before.
#[derive(Debug)]
pub struct File {
    /// Its name in the folder.
    pub name: &'static str,
    /// Writes its content.
    pub(super) write: fn(&Connection, &[Written], &mut dyn Write) -> Result<(), Error>,
}

/// Every such file.
pub const FILES: &[File] = &[
    File {
        name: "datapackage.json",
        write: data_package::write,
    },
    File {
        name: "csvw-metadata.json",
        write: csvw::write,
    },
    File {
        name: "data-dictionary.md",
        write: data_dictionary::write,
    },
    File {
        name: "metadata.json",
        write: datasette::write,
    },
];
