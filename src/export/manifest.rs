//! The list of what `sco` wrote into a folder, with digests: `SHA256SUMS`, which `sha256sum --check` reads too.
//!
//! A file that is not in the list, or that has been changed since, is somebody else's and is not replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::staged_file::StagedFile;
use super::{Overwrite, Request};
use crate::error::Error;
use crate::files::{folder_of, resolved, with_suffix};
use crate::passages::skeleton::sha256;

/// The name of the list in the folder.
pub(super) const NAME: &str = "SHA256SUMS";

/// What the first line of a list begins with; the request that made the files follows.
const HEAD: &str = "# written by sco export";

/// The lists of a folder.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The request that the folder was made for.
    request: Option<String>,
    /// The digests of each file: of the list, and of one whose run was stopped between the first file and the
    /// last.
    digests: BTreeMap<String, BTreeSet<String>>,
    /// The first line of each file, the newest last.
    lines: BTreeMap<String, String>,
    /// What stands in the place of a list and is none of ours.
    foreign: Vec<PathBuf>,
}

/// Whether a file of a folder is as `sco` wrote it; none where the folder has no list that names it.
pub fn is_as_written(folder: &Path, name: &str, bytes: &[u8]) -> Result<Option<bool>, Error> {
    let known = Manifest::read(folder)?;
    let is_named = known.digests.contains_key(name);
    Ok(is_named.then(|| known.knows(name, &sha256(bytes))))
}

/// Where a list lies until all files are in their places. A run that is stopped between leaves it there, and the
/// next one knows the files of both lists.
pub(super) fn on_its_way(folder: &Path) -> PathBuf {
    // Beside the list itself, also where that is reached by a link.
    with_suffix(&resolved(&folder.join(NAME)), ".next")
}

impl Manifest {
    /// Reads the lists of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let mut manifest = Self::default();
        for place in [folder.join(NAME), on_its_way(folder)] {
            // Of a pipe of that name, which would never end, `StagedFile` says what to do.
            if place.is_file() {
                let bytes = std::fs::read(&place).map_err(Error::file("read", &place))?;
                if !manifest.add(&String::from_utf8_lossy(&bytes)) {
                    manifest.foreign.push(place);
                }
            }
        }
        Ok(manifest)
    }

    /// Takes up a list; false for what is none of ours.
    fn add(&mut self, text: &str) -> bool {
        let Some(request) = text.lines().next().and_then(|line| line.strip_prefix(HEAD)) else {
            return false;
        };
        self.request = Some(request.trim().to_owned());
        for line in text.lines().skip(1) {
            if let Some((digest, name)) = line.split_once("  ") {
                let digests = self.digests.entry(name.to_owned()).or_default();
                digests.insert(digest.to_owned());
                self.lines.insert(name.to_owned(), digest.to_owned());
            }
        }
        true
    }

    /// What stands in the place of a list and is none of ours: it would be replaced.
    pub(super) fn foreign(&self) -> &[PathBuf] {
        &self.foreign
    }

    /// Refuses a folder whose files were made for another request.
    pub(super) fn refuse_another_request(
        &self,
        folder: &Path,
        request: &Request,
    ) -> Result<(), Error> {
        match &self.request {
            Some(made_for)
                if *made_for != request.options() && request.overwrite == Overwrite::Ours =>
            {
                let say = |options: &str| {
                    if options.is_empty() {
                        "plain exports of the dataset".to_owned()
                    } else {
                        format!("exports made with `{options}`")
                    }
                };
                Err(Error::request(
                    format!("{} holds {}", folder.display(), say(made_for)),
                    "name another folder with `--exports`, or replace what is there with `--force`",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Whether a file of this digest was written by `sco`, and not changed since.
    pub(super) fn knows(&self, name: &str, digest: &str) -> bool {
        self.digests
            .get(name)
            .is_some_and(|digests| digests.contains(digest))
    }

    /// The new list: the files of this run, and what earlier ones wrote besides for the same request.
    pub(super) fn with(&self, request: &Request, written: &[(String, String)]) -> String {
        let options = request.options();
        let is_added_to = request.is_part() && self.request.as_deref() == Some(options.as_str());
        let mut lines = if is_added_to {
            self.lines.clone()
        } else {
            BTreeMap::new()
        };
        lines.extend(written.iter().cloned());
        let mut text = format!("{HEAD} {options}").trim_end().to_owned() + "\n";
        for (name, digest) in lines {
            let _ = writeln!(text, "{digest}  {name}");
        }
        text
    }
}

/// Refuses where a file that `sco` did not write, or that was changed since, would be replaced.
pub(super) fn refuse_to_replace_others(
    files: &[StagedFile],
    known: &Manifest,
) -> Result<(), Error> {
    let mut others = Vec::new();
    for file in files {
        let place = file.place();
        let name = crate::files::name_of(place);
        if let Some(digest) = file.replaced()?
            && !known.knows(&name.to_string_lossy(), &digest)
        {
            others.push(place.display().to_string());
        }
    }
    let foreign = known.foreign().iter();
    others.extend(foreign.map(|place| place.display().to_string()));
    if others.is_empty() {
        return Ok(());
    }
    let (verb, them) = if others.len() == 1 {
        ("was", "it")
    } else {
        ("were", "them")
    };
    Err(Error::request(
        format!(
            "{} {verb} not written by sco, or changed since",
            others.join(", ")
        ),
        format!(
            "move {them} away, name another folder with `--exports`, or replace {them} with `--force`"
        ),
    ))
}

/// Refuses a link in the folder that leads out of it: what lies there is not the export's to replace, whatever was
/// said to be replaced.
pub(super) fn refuse_link_outside(folder: &Path, name: &str) -> Result<(), Error> {
    let place = folder.join(name);
    let Ok(target) = std::fs::read_link(&place) else {
        return Ok(());
    };
    let real = |path: &Path| path.canonicalize().ok();
    let is_inside = real(&folder_of(&resolved(&place)))
        .zip(real(folder))
        .is_some_and(|(inside, folder)| inside.starts_with(folder));
    if is_inside {
        return Ok(());
    }
    Err(Error::request(
        format!(
            "{} is a link to {}, outside of the folder; nothing was written",
            place.display(),
            target.display()
        ),
        "remove the link, or name another folder with `--exports`",
    ))
}

/// Refuses to put an export in the place of the database that is read, whatever was said to be replaced.
pub(super) fn refuse_database(connection: &Connection, place: &Path) -> Result<(), Error> {
    let real = |path: &Path| path.canonicalize().ok();
    let database = connection.path().and_then(|path| real(Path::new(path)));
    if database.is_none() || database != real(place) {
        return Ok(());
    }
    Err(Error::request(
        format!(
            "{} is the database that is exported; nothing was changed",
            place.display()
        ),
        "name another place for the export",
    ))
}
