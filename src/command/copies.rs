//! What the commands share that look into copies of documents.

use std::path::PathBuf;

use clap::Args;
use sco_facts::Error;
use sco_facts::confirm::Claims;
use sco_facts::files::shown;
use sco_facts::passages::documents::Reading;
use sco_facts::passages::documents::encoding::Encodings;

use super::Shared;

/// The copies of documents, and how they are read.
#[derive(Debug, Args)]
pub(super) struct Copies {
    /// Folder with copies of the documents, or one copy: text, Markdown, HTML, PDF, DOCX, ODT, EPUB or MHTML
    #[arg(long, value_name = "DIR")]
    pub(super) sources: PathBuf,
    /// Encoding of the text files that are not UTF-8 and do not tell it, such as windows-1252
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
}

/// What is claimed, and by what: the database or the seeds that are named, else the seeds that lie here, else the
/// database that does, so that a user's own facts are among it, else the seeds that are compiled in.
pub(super) fn claims(shared: &Shared) -> Result<(Claims, String), Error> {
    if shared.reads_database()? {
        let connection = shared.open_to_read()?;
        return Ok((Claims::of_database(&connection)?, shown(&shared.database())));
    }
    let seeds = shared.checked_seeds()?;
    let folder = shared.folder_of_seeds();
    let origin = folder.as_deref().map_or("the seeds".to_owned(), shown);
    Ok((Claims::of_seeds(seeds), origin))
}

pub(super) fn reading(encoding: Option<&str>) -> Result<Reading, Error> {
    let encodings = match encoding {
        Some(name) => Encodings::of(name)
            .map_err(|complaint| Error::request(complaint.message, complaint.help))?,
        None => Encodings::default(),
    };
    Ok(Reading {
        encodings,
        ..Reading::default()
    })
}
