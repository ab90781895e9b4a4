//! What is asked of an export: the tables and views, the origin of their rows, the form, and what may be replaced.

use super::{Choice, Export, Form, beside, exports, worked_out_cells};
use crate::error::Error;

/// Which files may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Those that `sco` wrote, and that nobody has changed since.
    Ours,
    /// All.
    Anything,
}

impl Overwrite {
    /// All files if the user said `--force`; else those that `sco` wrote.
    pub const fn when_forced(force: bool) -> Self {
        if force { Self::Anything } else { Self::Ours }
    }
}

/// What to export, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// The tables and views.
    pub exports: Vec<Export>,
    /// The files beside them.
    pub files: Vec<&'static beside::File>,
    /// The origin of the rows.
    pub origin: String,
    /// The form of the files.
    pub form: Form,
    /// Which files may be replaced.
    pub overwrite: Overwrite,
    /// The options that ask for anything but plain exports of the dataset, as they are typed.
    options: Vec<String>,
    /// What the user chose of the exports.
    pub(super) choice: Choice,
    /// True for rows of a user, whose export may be edited and imported again.
    pub(super) is_of_user: bool,
}

impl Request {
    /// All exports of the dataset, as plain CSV, with the files that describe them.
    pub fn everything(origin: &str, overwrite: Overwrite) -> Self {
        let choice = Choice::default();
        Self {
            exports: exports(),
            files: choice.files(),
            origin: origin.to_owned(),
            form: Form::PLAIN,
            overwrite,
            options: Vec::new(),
            choice,
            is_of_user: false,
        }
    }

    /// A choice of the exports in some form, of the dataset or of a user's origin. Files that describe the exports
    /// are only written for plain exports of the dataset.
    pub fn of(
        choice: &Choice,
        curated: &str,
        origin: Option<&str>,
        form: Form,
        overwrite: Overwrite,
    ) -> Result<Self, Error> {
        let mut options = form.options();
        options.extend(choice.options());
        let origin = origin.unwrap_or(curated);
        if origin != curated {
            options.insert(0, format!("--origin {origin}"));
        }
        let exports = choice.exports()?;
        let files = choice.files_beside(&options)?;
        Ok(Self {
            exports,
            files,
            origin: origin.to_owned(),
            form,
            overwrite,
            options,
            choice: choice.clone(),
            is_of_user: origin != curated,
        })
    }

    /// The number of files to write, without the list of them.
    pub fn count(&self) -> usize {
        self.exports.len() + self.beside().count()
    }

    /// The files beside the exports, including the one that an import of edited exports needs.
    pub(super) fn beside(&self) -> impl Iterator<Item = &'static beside::File> {
        let record = self.is_of_user.then_some(&worked_out_cells::FILE);
        self.files.iter().copied().chain(record)
    }

    /// True if only some of the files were asked for.
    pub(super) fn is_part(&self) -> bool {
        !self.choice.only.is_empty()
    }

    /// The options in one line.
    pub(super) fn options(&self) -> String {
        self.options.join(" ")
    }
}
