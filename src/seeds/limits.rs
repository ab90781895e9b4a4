//! How large a cell and a file may be, so that a faulty program that writes them cannot fill the memory.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::whole_file;
use crate::complaint::Complaint;
use crate::error::{Error, Problem};

/// The bytes that one cell may have.
pub const CELL_BYTES: usize = 1_000_000;

/// The bytes that one file, or a pipe, may have.
pub const FILE_BYTES: u64 = 1_000_000_000;

/// The columns that a header may name; no table has nearly as many.
pub(super) const COLUMNS: usize = 1_000;

/// The number of problems in one file after which the rest of it is not read.
pub(super) const PROBLEMS: usize = 10_000;

/// The fault of a cell that has more than [`CELL_BYTES`].
pub(super) fn long_cell() -> Complaint {
    Complaint::new(
        "has a cell of more than 1,000,000 bytes",
        "shorten it; if it holds several rows, close a quote that is open before it",
    )
}

/// The fault of a file that has more than [`FILE_BYTES`].
pub(crate) fn long_file(name: &str) -> Problem {
    Problem {
        message: "is larger than 1,000,000,000 bytes".into(),
        help:
            "split it into files of the same name in several folders, and read one after the other"
                .into(),
        ..whole_file(name)
    }
}

/// The last problem of a file with very many: it says that the rest of the file was not read.
pub(super) fn too_many(name: &str) -> Problem {
    Problem {
        message: format!("has {PROBLEMS} problems or more; the rest of the file was not read"),
        help: "mend these first".into(),
        ..whole_file(name)
    }
}

/// Reads a file, or a pipe to its end; `None` if it is too large. A file that is too large by its size is not read.
pub(crate) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    let file = File::open(path).map_err(Error::file("read", path))?;
    let size = file.metadata().map_err(Error::file("read", path))?.len();
    if size > FILE_BYTES {
        return Ok(None);
    }
    // With the size known, the buffer need not grow while a file is read; a pipe has no size.
    let capacity = usize::try_from(size).unwrap_or_default();
    read_within(file, FILE_BYTES, Vec::with_capacity(capacity)).map_err(Error::file("read", path))
}

/// Reads a stream to its end; `None` if it is too large.
pub(crate) fn read_stream(stream: impl Read, name: &'static str) -> Result<Option<Vec<u8>>, Error> {
    read_within(stream, FILE_BYTES, Vec::new()).map_err(Error::file("read", name))
}

/// Reads at most one byte beyond the limit, since a stream may have no end; `None` if there are more bytes.
fn read_within(
    stream: impl Read,
    limit: u64,
    mut bytes: Vec<u8>,
) -> std::io::Result<Option<Vec<u8>>> {
    let read = stream.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((read as u64 <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_those_that_the_messages_name() {
        let plain = |text: &str| text.replace(',', "");
        assert!(plain(&long_cell().message).contains(&CELL_BYTES.to_string()));
        assert!(plain(&long_file("x").message).contains(&FILE_BYTES.to_string()));
    }

    #[test]
    fn a_stream_of_the_limit_is_read_and_one_byte_more_is_refused() {
        let read = |bytes: &[u8]| read_within(bytes, 3, Vec::new()).expect("memory can be read");
        assert_eq!(read(b"abc"), Some(b"abc".to_vec()));
        assert_eq!(read(b"abcd"), None);
    }

    #[test]
    fn a_stream_without_an_end_is_not_read_to_its_end() {
        let read = read_within(std::io::repeat(b'a'), 3, Vec::new());
        assert_eq!(read.expect("it can be read"), None);
    }
}
