//! The files of a folder of exports, as its list names them.

use std::path::Path;

use super::tree::visible_files;
use super::{FLOWS, OPTIONS};
use crate::error::Error;
use crate::export::manifest::{self, Manifest};

/// A folder that was exported.
#[derive(Debug)]
pub struct Listed {
    /// The files that `sco` wrote, by their paths in the folder, with the digests that it gave them.
    pub files: Vec<(String, String)>,
    /// The files below the folder of `trade_flows` that engines would read, whoever wrote them.
    pub found: Vec<String>,
    /// Whether a later export was stopped before all its files had their places.
    pub is_unfinished: bool,
}

/// Reads the list of a folder; none where it is no folder of Parquet files that `sco` exported.
pub fn listed(folder: &Path) -> Result<Option<Listed>, Error> {
    let known = Manifest::read(folder)?;
    if !known.is_of(OPTIONS) {
        return Ok(None);
    }
    Ok(Some(Listed {
        files: known.lines(),
        found: visible_files(folder, FLOWS)?,
        is_unfinished: crate::files::is_taken(&manifest::on_its_way(folder)),
    }))
}
