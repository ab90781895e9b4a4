//! Tells files of the same bytes, so that one of them is enough.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::files::{is_taken, name_of, with_suffix};

/// If one of the earlier files has the same bytes, removes the new one and gives the earlier one. What has a log
/// or a journal beside it is more than its own bytes, and stays.
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
    let compared = || -> io::Result<bool> {
        let (mut one, mut two) = (File::open(one)?, File::open(two)?);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        loop {
            read_block(&mut one, &mut first)?;
            read_block(&mut two, &mut second)?;
            if first != second || first.is_empty() {
                return Ok(first == second);
            }
        }
    };
    // A file that cannot be read is not known to be equal, and so the new one is kept.
    compared().unwrap_or(false)
}

/// Fills the block with the next bytes of a file; fewer at its end.
fn read_block(file: &mut File, block: &mut Vec<u8>) -> io::Result<()> {
    const BLOCK: u64 = 64 * 1024;
    block.clear();
    file.take(BLOCK).read_to_end(block).map(|_| ())
}
