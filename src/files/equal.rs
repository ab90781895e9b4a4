//! Tells files of the same bytes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// True if two open files have the same bytes. They are read from the beginning, and stay open: closing a second
/// handle of a file would give up the locks of the first.
pub fn same_bytes(one: &File, two: &File) -> io::Result<bool> {
    let (mut one, mut two) = (one, two);
    one.seek(SeekFrom::Start(0))?;
    two.seek(SeekFrom::Start(0))?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    loop {
        read_block(one, &mut first)?;
        read_block(two, &mut second)?;
        if first != second || first.is_empty() {
            return Ok(first == second);
        }
    }
}

/// Fills the block with the next bytes of a file; fewer at its end.
fn read_block(file: &File, block: &mut Vec<u8>) -> io::Result<()> {
    const BLOCK: u64 = 64 * 1024;
    block.clear();
    file.take(BLOCK).read_to_end(block).map(|_| ())
}
