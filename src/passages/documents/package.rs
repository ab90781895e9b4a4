//! Files that are a package of parts, packed as a ZIP file: Word documents, `OpenDocument` texts, e-books.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::encoding::{self, Encodings};
use super::{LONGEST, too_long};
use crate::complaint::Complaint;

/// A package whose parts are read.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// What a damaged one is called, and how it is mended.
    damaged: (&'static str, &'static str),
}

impl<'a> Package<'a> {
    /// Opens a package. `what` and `help` are for the complaint about a damaged one.
    pub(super) fn open(
        bytes: &'a [u8],
        what: &'static str,
        help: &'static str,
    ) -> Result<Self, Complaint> {
        let damaged = (what, help);
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| complaint(damaged, error))?;
        Ok(Self { archive, damaged })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// The complaint about a package that is damaged in this way.
    pub(super) fn is_damaged(&self, error: impl std::fmt::Display) -> Complaint {
        complaint(self.damaged, error)
    }

    /// A part as text, or none when there is no such part.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, Complaint> {
        let damaged = self.damaged;
        let Some(index) = self.archive.index_for_name(part) else {
            return Ok(None);
        };
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| complaint(damaged, error))?;
        // A small file may unpack to anything, whatever length it states.
        let mut text = Vec::new();
        file.take(LONGEST + 1)
            .read_to_end(&mut text)
            .map_err(|error| complaint(damaged, error))?;
        if text.len() as u64 > LONGEST {
            return Err(too_long());
        }
        let declared = encoding::declared(&text);
        let text = encoding::decode(&text, declared, Encodings::default())
            .map_err(|told| complaint(damaged, format!("{part} is {}", told.message)))?;
        Ok(Some(text))
    }
}

fn complaint((what, help): (&str, &str), error: impl std::fmt::Display) -> Complaint {
    Complaint::new(format!("{what}: {error}"), help)
}
