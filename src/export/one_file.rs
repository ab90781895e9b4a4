//! What the page and the workbook have in common: one file, written as a whole, that `sco` knows again.

use std::path::Path;

use super::Overwrite;
use super::staged_file::StagedFile;
use crate::error::Error;
use crate::files::litter;

/// What is written into one file.
pub(super) struct Kind {
    /// What it is called in messages.
    pub(super) name: &'static str,
    /// The command that writes it.
    pub(super) command: &'static str,
    /// Whether `sco` wrote a file, and nobody has changed it since.
    pub(super) is_ours: fn(&Path) -> Result<bool, Error>,
}

impl Kind {
    /// Puts the file in its place; false if one with the same content is there. Fails if it would replace a file that
    /// `sco` did not write, or that was changed since.
    pub(super) fn publish(
        &self,
        mut file: StagedFile,
        place: &Path,
        overwrite: Overwrite,
    ) -> Result<bool, Error> {
        let is_new = !file.finish()?;
        if is_new && overwrite == Overwrite::Ours && !(self.is_ours)(place)? {
            return Err(Error::request(
                format!(
                    "{} is no {} that sco wrote, or was changed since",
                    place.display(),
                    self.name
                ),
                "move it away, name another file, or replace it with `--force`",
            ));
        }
        file.publish()?;
        Ok(is_new)
    }

    /// The error for a file that is not what the database gives.
    pub(super) fn stale(&self, place: &Path) -> Result<Error, Error> {
        let files = vec![place.display().to_string()];
        let is_of_others = place.exists() && !(self.is_ours)(place)?;
        Ok(Error::Stale {
            command: self.command.to_owned(),
            of_others: if is_of_others {
                files.clone()
            } else {
                Vec::new()
            },
            files,
        })
    }
}

/// Removes files that killed runs have left beside a page or a workbook, and says so in sentences.
pub fn clear_litter(place: &Path) -> Vec<String> {
    litter::notes(&litter::clear(place))
}
