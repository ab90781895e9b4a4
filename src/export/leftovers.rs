//! Files of a folder that earlier runs wrote and that this one does not write again: those of exports of another form,
//! and of a table that is no more. Who opens the folder would take them for a part of the exports, and what they tell
//! of the files beside them is true no longer. Those that are as they were written are removed.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Component, Path, PathBuf};

use super::beside;
use super::former::can_be_ours;
use super::manifest::Manifest;
use super::staged_file::digest_of;
use crate::error::Error;
use crate::files::{folder_of, remove_if_there};
use crate::wording::agreeing;

/// The files of earlier runs.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    folder: PathBuf,
    /// Files that are as they were written.
    obsolete: Vec<PathBuf>,
    /// Files that somebody has changed since, or put a link in their place.
    changed: Vec<PathBuf>,
    /// Files of the list whose names no export has: somebody else wrote their lines.
    foreign: Vec<PathBuf>,
    /// Files that belong to the exports and describe others that are now written anew without them.
    outdated: Vec<PathBuf>,
}

impl Leftovers {
    /// Finds the files in a folder, for a run with these options that writes these names with these digests.
    pub(super) fn find(
        folder: &Path,
        known: &Manifest,
        options: &str,
        is_part: bool,
        written: &[(String, String)],
    ) -> Result<Self, Error> {
        let mut found = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let names: BTreeSet<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
        let earlier: BTreeSet<&str> = known.earlier(options, is_part).into_iter().collect();
        for name in earlier.difference(&names) {
            let place = folder.join(name);
            if !is_inside(folder, name) || !is_there(&place) {
                continue;
            }
            if !can_be_ours(name) {
                found.foreign.push(place);
            } else if is_as_written(&place, name, known)? {
                found.obsolete.push(place);
            } else {
                found.changed.push(place);
            }
        }
        let is_new = |(name, digest): &(String, String)| {
            known.listed(name).is_some_and(|listed| listed != digest)
        };
        if is_part && known.is_of(options) && written.iter().any(is_new) {
            let descriptions = beside::FILES.iter().map(|file| file.name);
            let stay =
                descriptions.filter(|name| known.listed(name).is_some() && !names.contains(name));
            let places = stay.map(|name| folder.join(name));
            found.outdated = places.filter(|place| is_there(place)).collect();
        }
        Ok(found)
    }

    /// Leaves out files, which are seen to otherwise.
    #[cfg(feature = "parquet")]
    pub(super) fn without(mut self, is_left_out: impl Fn(&Path) -> bool) -> Self {
        self.obsolete.retain(|place| !is_left_out(place));
        self.changed.retain(|place| !is_left_out(place));
        self
    }

    /// Those that are as they were written.
    pub(super) fn obsolete(&self) -> impl Iterator<Item = &Path> {
        self.obsolete.iter().map(PathBuf::as_path)
    }

    /// Removes the files that are as they were written, and folders that hold nothing any more.
    pub(super) fn remove(&self) -> Result<(), Error> {
        for place in &self.obsolete {
            remove_if_there(place)?;
            let mut above = folder_of(place);
            // A folder that holds something stays.
            while above != self.folder && std::fs::remove_dir(&above).is_ok() {
                above = folder_of(&above);
            }
        }
        Ok(())
    }

    /// What is to be said of them, in sentences.
    pub(super) fn notes(&self) -> Vec<String> {
        let removed = told(&self.obsolete).map(|(files, number)| {
            let (was, it) = (
                agreeing(number, "was", "were"),
                agreeing(number, "it", "them"),
            );
            format!("{files} {was} removed: an earlier export wrote {it}, and this one does not")
        });
        let changed = told(&self.changed).map(|(files, number)| {
            let stays = agreeing(number, "stays, as it was", "stay, as they were");
            let (it, belongs) = (
                agreeing(number, "it", "them"),
                agreeing(number, "it belongs", "they belong"),
            );
            format!("{files} {stays} changed since sco wrote {it}; {belongs} to an earlier export")
        });
        let outdated = told(&self.outdated).map(|(files, number)| {
            let describes = agreeing(number, "describes", "describe");
            format!("{files} still {describes} the exports as they were; run `sco export` without `--only` to write all of them")
        });
        let foreign = told(&self.foreign).map(|(files, number)| {
            let (stays, is) = (
                agreeing(number, "stays", "stay"),
                agreeing(number, "is", "are"),
            );
            let names = agreeing(number, "its name", "their names");
            format!("{files} {stays} and {is} no longer in SHA256SUMS: no export has {names}")
        });
        let notes = removed.into_iter().chain(changed).chain(foreign);
        notes.chain(outdated).collect()
    }
}

/// The files by name, or the first of many; none where there is none.
fn told(places: &[PathBuf]) -> Option<(String, usize)> {
    const FEW: usize = 3;
    let first = places.first()?.display();
    let names: Vec<String> = places
        .iter()
        .map(|place| place.display().to_string())
        .collect();
    let files = if places.len() > FEW {
        format!("{} files, {first} among them,", places.len())
    } else {
        names.join(", ")
    };
    Some((files, places.len()))
}

fn is_there(place: &Path) -> bool {
    place.is_file()
}

/// Whether a file is the one that a list names, and no link to another.
fn is_as_written(place: &Path, name: &str, known: &Manifest) -> Result<bool, Error> {
    if place.is_symlink() {
        return Ok(false);
    }
    let digest = File::open(place).and_then(digest_of);
    let digest = digest.map_err(Error::file("read", place))?;
    Ok(known.knows(name, &digest))
}

/// Whether a name of a list leads to a place in the folder: people can write anything into a list.
fn is_inside(folder: &Path, name: &str) -> bool {
    let is_plain = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let real = |path: &Path| path.canonicalize().ok();
    let above = real(&folder_of(&folder.join(name)));
    is_plain
        && above
            .zip(real(folder))
            .is_some_and(|(above, folder)| above.starts_with(folder))
}
