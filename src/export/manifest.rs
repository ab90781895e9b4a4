//! The list of the files that `sco` wrote into a folder, with their digests: `SHA256SUMS`, which `sha256sum --check`
//! can read too.
//!
//! A file that is not in the list, or that was changed since, may be somebody else's work and is not replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::Overwrite;
use super::staged_file::StagedFile;
use crate::error::Error;
use crate::files::{folder_of, resolved, with_suffix};
use crate::passages::skeleton::sha256;

/// The name of the list in the folder.
pub(super) const NAME: &str = "SHA256SUMS";

/// What to do instead of writing into a folder of CSV files.
pub(super) const ELSEWHERE: &str = "name another folder with `--exports`";

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
    /// Files that a list names which is older than the last one and was made for another request.
    of_another_request: BTreeSet<String>,
    /// Files with the name of a list that `sco` did not write.
    foreign: Vec<PathBuf>,
}

/// Whether a file of a folder is as `sco` wrote it; `None` if the folder has no list with this file.
pub fn is_as_written(folder: &Path, name: &str, bytes: &[u8]) -> Result<Option<bool>, Error> {
    let known = Manifest::read(folder)?;
    let is_named = known.digests.contains_key(name);
    Ok(is_named.then(|| known.knows(name, &sha256(bytes))))
}

/// The option by which the tables of a folder have some of the rows alone: `--entity KAZ`; empty where they have all, and
/// `None` where no list tells.
pub fn choice_of_rows(folder: &Path) -> Result<Option<String>, Error> {
    let Some(request) = Manifest::read(folder)?.request else {
        return Ok(None);
    };
    let mut words = request.split(' ').skip_while(|word| *word != "--entity");
    let chosen = words.next().zip(words.next());
    let told = chosen.map_or_else(String::new, |(option, entity)| format!("{option} {entity}"));
    Ok(Some(told))
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
        let request = Some(request.trim().to_owned());
        if self.request != request {
            let lines = std::mem::take(&mut self.lines);
            self.of_another_request.extend(lines.into_keys());
        }
        self.request = request;
        for line in text.lines().skip(1) {
            if let Some((digest, name)) = line.split_once("  ") {
                let digests = self.digests.entry(name.to_owned()).or_default();
                digests.insert(digest.to_owned());
                self.lines.insert(name.to_owned(), digest.to_owned());
            }
        }
        true
    }

    /// Fails if the files of the folder were made for another request than the one with these options.
    pub(super) fn refuse_another_request(
        &self,
        folder: &Path,
        options: &str,
        overwrite: Overwrite,
        elsewhere: &str,
    ) -> Result<(), Error> {
        match &self.request {
            Some(made_for) if made_for != options && overwrite == Overwrite::Ours => {
                let say = |options: &str| {
                    if options.is_empty() {
                        "plain exports of the dataset".to_owned()
                    } else {
                        format!("exports made with `{options}`")
                    }
                };
                Err(Error::request(
                    format!("{} holds {}", folder.display(), say(made_for)),
                    format!("{elsewhere}, or replace what is there with `--force`"),
                ))
            }
            _ => Ok(()),
        }
    }

    /// The files that the lists name.
    #[cfg(feature = "parquet")]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.digests.keys().map(String::as_str)
    }

    /// The files that the last list names, with their digests.
    #[cfg(feature = "parquet")]
    pub(super) fn lines(self) -> Vec<(String, String)> {
        self.lines.into_iter().collect()
    }

    /// Whether `sco` wrote the folder for a request with these options.
    pub(super) fn is_of(&self, options: &str) -> bool {
        self.request.as_deref() == Some(options)
    }

    /// The digest that the last list has of a file.
    pub(super) fn listed(&self, name: &str) -> Option<&str> {
        self.lines.get(name).map(String::as_str)
    }

    /// The files of earlier runs that do not belong to a request with these options: those of another request, and, if
    /// a run writes all files and not a part of them, those of the same request that an older version wrote.
    pub(super) fn earlier(&self, options: &str, is_part: bool) -> Vec<&str> {
        let is_added_to = is_part && self.is_of(options);
        let same = self.lines.keys().filter(|_| !is_added_to);
        let other = self.of_another_request.iter();
        same.chain(other).map(String::as_str).collect()
    }

    /// The files with the name of a list that `sco` did not write.
    pub(super) fn foreign(&self) -> impl Iterator<Item = String> {
        self.foreign.iter().map(|place| place.display().to_string())
    }

    /// Whether a file of this digest was written by `sco`, and not changed since.
    pub(super) fn knows(&self, name: &str, digest: &str) -> bool {
        self.digests
            .get(name)
            .is_some_and(|digests| digests.contains(digest))
    }

    /// The new list: the files of this run, and those of the other files that earlier runs wrote for the same request
    /// which stay.
    pub(super) fn with(
        &self,
        options: &str,
        written: &[(String, String)],
        stays: impl Fn(&str) -> bool,
    ) -> String {
        let is_added_to = self.request.as_deref() == Some(options);
        let held = self
            .lines
            .iter()
            .filter(|(name, _)| is_added_to && stays(name));
        let mut lines: BTreeMap<&str, &str> = held
            .map(|(name, digest)| (name.as_str(), digest.as_str()))
            .collect();
        lines.extend(
            written
                .iter()
                .map(|(name, digest)| (name.as_str(), digest.as_str())),
        );
        let mut text = format!("{HEAD} {options}").trim_end().to_owned() + "\n";
        for (name, digest) in lines {
            let _ = writeln!(text, "{digest}  {name}");
        }
        text
    }
}

/// The files with another content than the new one that `sco` did not write, or that were changed since; and the lists
/// that it did not write.
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
    others.extend(known.foreign());
    Ok(others)
}

/// Fails if a file would be replaced that `sco` did not write, or that was changed since.
pub(super) fn refuse_to_replace_others(
    files: &[StagedFile],
    known: &Manifest,
) -> Result<(), Error> {
    refuse_others(&of_others(files, known)?, ELSEWHERE)
}

/// Fails where there are such files.
pub(super) fn refuse_others(others: &[String], elsewhere: &str) -> Result<(), Error> {
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
        format!("move {them} away, {elsewhere}, or replace {them} with `--force`"),
    ))
}

/// Fails for a symbolic link in the folder that leads out of it, also with `--force`: a file outside the folder must
/// not be replaced.
pub(super) fn refuse_link_outside(folder: &Path, name: &str, elsewhere: &str) -> Result<(), Error> {
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
        format!("remove the link, or {elsewhere}"),
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
