//! The files beside the tables and views: what describes them or says the same in other forms.

use std::io::Write;

use rusqlite::Connection;

use super::Export;
use crate::error::Error;

/// A file made from the database, and from what was written of it before.
#[derive(Debug)]
pub struct File {
    /// Its name in the folder.
    pub name: &'static str,
    /// Writes its content.
    pub(super) write: fn(&Connection, &[Written], &mut dyn Write) -> Result<(), Error>,
}

/// An export as it was written.
#[derive(Debug)]
pub struct Written {
    /// The table or view.
    pub export: Export,
    /// The length of its file.
    pub bytes: u64,
    /// The SHA-256 digest of its file, in hexadecimal digits.
    pub sha256: String,
}

/// Every such file.
pub const FILES: &[File] = &[];
