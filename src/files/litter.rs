//! Clears what runs that were killed have left.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::draft::{MARK, SIDES};
use super::{folder_of, name_of, resolved, with_suffix};

/// Removes the drafts that a killed run left beside a place; gives their names. Those of a run that is alive
/// are locked and stay.
pub fn clear(place: &Path) -> Vec<PathBuf> {
    let place = resolved(place);
    let name = name_of(&place);
    clear_where(&place, |drafted| drafted == name.as_encoded_bytes())
}

/// The same for every place in the folder of this one whose name is wanted.
pub fn clear_where(place: &Path, is_wanted: impl Fn(&[u8]) -> bool) -> Vec<PathBuf> {
    let mut cleared = Vec::new();
    let listed = names_beside(place);
    for path in &listed {
        let name = name_of(path);
        let Some((drafted, numbers)) = split_at_mark(name.as_encoded_bytes()) else {
            continue;
        };
        if !is_wanted(drafted) {
            continue;
        }
        let removed = match split_side(numbers) {
            None => is_two_numbers(numbers) && remove_if_abandoned(path),
            // A side of a draft that is there goes with it, or belongs to a run that is alive.
            Some((numbers, side)) => {
                is_two_numbers(numbers)
                    && !listed.iter().any(|owner| with_suffix(owner, side) == *path)
                    && std::fs::remove_file(path).is_ok()
            }
        };
        if removed {
            cleared.push(path.clone());
        }
    }
    cleared
}

/// What to say of files that were cleared: each by its name, or all in one sentence where they are many.
pub fn notes(cleared: &[PathBuf]) -> Vec<String> {
    const FEW: usize = 3;
    match cleared {
        [first, ..] if cleared.len() > FEW => vec![format!(
            "{} files, {} among them, were left by a run that was stopped; they were removed",
            cleared.len(),
            first.display()
        )],
        few => {
            let note = |path: &PathBuf| {
                format!(
                    "{} was left by a run that was stopped; it was removed",
                    path.display()
                )
            };
            few.iter().map(note).collect()
        }
    }
}

/// A draft's name, parted into the name of its place and what makes it its own.
fn split_at_mark(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = name
        .windows(MARK.len())
        .rposition(|part| part == MARK.as_bytes())?;
    Some((&name[..at], &name[at + MARK.len()..]))
}

/// Removes a file that no living run has locked, and what SQLite has put beside it.
pub fn remove_if_abandoned(path: &Path) -> bool {
    if !std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        return false;
    }
    let Ok(file) = File::open(path) else {
        return false;
    };
    if file.try_lock().is_err() {
        return false;
    }
    for side in SIDES {
        // A side that stays is no harm, and is cleared by the next run.
        let _ = std::fs::remove_file(with_suffix(path, side));
    }
    std::fs::remove_file(path).is_ok()
}

/// The files of the folder of a place, in the order of their names; none where it cannot be read.
pub fn names_beside(place: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder_of(place))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| place.with_file_name(entry.file_name()))
        .collect();
    found.sort();
    found
}

/// `123-4`, as a draft's name ends.
fn is_two_numbers(rest: &[u8]) -> bool {
    let mut parts = rest.split(|byte| *byte == b'-');
    let mut number = || {
        parts
            .next()
            .is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
    };
    number() && number() && parts.next().is_none()
}

/// A draft's numbers and what SQLite has added to them.
fn split_side(rest: &[u8]) -> Option<(&[u8], &'static str)> {
    SIDES
        .into_iter()
        .find_map(|side| Some((rest.strip_suffix(side.as_bytes())?, side)))
}
