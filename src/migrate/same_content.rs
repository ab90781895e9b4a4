//! Recognises files with the same bytes, of which one is enough.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::files::{equal, is_taken, name_of, with_suffix};

/// If one of the earlier files has the same bytes, removes the new one and returns the earlier one. A file with a log
/// or journal beside it stays, since its content is more than its own bytes.
pub(super) fn remove_if_equal(new: &Path, earlier: Vec<PathBuf>) -> Option<PathBuf> {
    let bytes = |path: &Path| std::fs::metadata(path).map(|file| file.len()).ok();
    let equal = earlier
        .into_iter()
        .filter(|path| name_of(path) != name_of(new) && bytes(path) == bytes(new))
        .filter(|path| is_one_file(path) && is_one_file(new))
        .find(|path| same_bytes(path, new))?;
    std::fs::remove_file(new).ok()?;
    Some(equal)
}

fn is_one_file(path: &Path) -> bool {
    ["-journal", "-wal"]
        .iter()
        .all(|side| !is_taken(&with_suffix(path, side)))
}

fn same_bytes(one: &Path, two: &Path) -> bool {
    let compared = || equal::same_bytes(&File::open(one)?, &File::open(two)?);
    // A file that cannot be read is not known to be equal, and so the new one is kept.
    compared().unwrap_or(false)
}
