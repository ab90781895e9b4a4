//! The list of the files that `sco` wrote into a folder, with their digests: `SHA256SUMS`, which `sha256sum --check`
//! can read too.
//!
//! A file that is not in the list, or that was changed since, may be somebody else's work and is not replaced.

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
    /// The digests of each file, from the list and from that of a run which was stopped before its last file.
    digests: BTreeMap<String, BTreeSet<String>>,
    /// The digest of each file for the next list.
    lines: BTreeMap<String, String>,
    /// Files with the name of a list that `sco` did not write.
    foreign: Vec<PathBuf>,
}

/// Whether a file of a folder is as `sco` wrote it; `None` if the folder has no list with this file.
pub fn is_as_written(folder: &Path, name: &str, bytes: &[u8]) -> Result<Option<bool>, Error> {
    let known = Manifest::read(folder)?;
    let is_named = known.digests.contains_key(name);
    Ok(is_named.then(|| known.knows(name, &sha256(bytes))))
}

/// The temporary name of the list until all files have their final names. A run that is stopped in between leaves it,
/// and the next run uses both lists.
pub(super) fn on_its_way(folder: &Path) -> PathBuf {
    // In the folder of the list itself, even if the list is a symbolic link.
    with_suffix(&resolved(&folder.join(NAME)), ".next")
}

impl Manifest {
    /// Reads the lists of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let mut manifest = Self::default();
        for place in [folder.join(NAME), on_its_way(folder)] {
            // A pipe of that name would never end; `StagedFile` reports it.
            if place.is_file() {
                let bytes = std::fs::read(&place).map_err(Error::file("read", &place))?;
                if !manifest.add(&String::from_utf8_lossy(&bytes)) {
                    manifest.foreign.push(place);
                }
            }
        }
        Ok(manifest)
    }

    /// Adds the entries of a list; returns false if `sco` did not write the file.
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

    /// Files with the name of a list that `sco` did not write; an export would replace them.
    pub(super) fn foreign(&self) -> &[PathBuf] {
        &self.foreign
    }

    /// Fails if the files of the folder were made for another request.
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

    /// The new list: the files of this run, and other files that earlier runs wrote for the same request.
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

/// The files with another content than the new one that `sco` did not write, or that were changed since.
pub(super) fn of_others(files: &[StagedFile], known: &Manifest) -> Result<Vec<String>, Error> {
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
    Ok(others)
}

/// Fails if a file would be replaced that `sco` did not write, or that was changed since.
pub(super) fn refuse_to_replace_others(
    files: &[StagedFile],
    known: &Manifest,
) -> Result<(), Error> {
    let others = of_others(files, known)?;
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

/// Fails for a symbolic link in the folder that leads out of it, also with `--force`: a file outside the folder must
/// not be replaced.
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

/// Fails if an export would replace the database from which it is read, also with `--force`.
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
