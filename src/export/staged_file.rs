//! The new content of a file, which is compared with the old file while it is produced. Nothing is written until the
//! first difference; then the whole new content is written to a file beside the old one, and renamed later.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::{remove_if_there, resolved};

/// A new content for a file, compared with the old one while it is written.
#[derive(Debug)]
pub(super) struct StagedFile {
    place: PathBuf,
    state: State,
    /// What has been written so far, and its digest.
    content: Content,
}

/// How long a content is, and its SHA-256 digest.
#[derive(Debug, Clone, Default)]
struct Content {
    bytes: u64,
    digest: Sha256,
}

#[derive(Debug)]
enum State {
    /// All bytes so far are those of the old file.
    Same {
        old: BufReader<File>,
        /// How many bytes there were so far.
        bytes: u64,
        /// What to do at the first difference.
        at_difference: AtDifference,
    },
    /// The new content goes into a file beside the place.
    Writing(Draft, BufWriter<File>),
    /// The content differs, and nothing is to be written.
    Different,
    /// The content is that of the old file.
    Unchanged,
    /// The new content lies beside the place.
    Beside(Draft),
}

#[derive(Debug, Clone, Copy)]
enum AtDifference {
    Write,
    Stop,
}

impl StagedFile {
    /// A new content for the file at a place.
    pub(super) fn open(place: &Path) -> Result<Self, Error> {
        Self::begin(place, AtDifference::Write)
    }

    /// Only compares a content with the file at a place, and writes nothing.
    pub(super) fn compare_only(place: &Path) -> Result<Self, Error> {
        Self::begin(place, AtDifference::Stop)
    }

    /// The path of the file.
    pub(super) fn place(&self) -> &Path {
        &self.place
    }

    fn begin(place: &Path, at_difference: AtDifference) -> Result<Self, Error> {
        refuse_odd(place)?;
        let mut file = Self {
            place: place.to_owned(),
            state: State::Different,
            content: Content::default(),
        };
        match (File::open(place), at_difference) {
            (Ok(old), _) => {
                file.state = State::Same {
                    old: BufReader::new(old),
                    bytes: 0,
                    at_difference,
                }
            }
            (Err(error), AtDifference::Write) if error.kind() == ErrorKind::NotFound => {
                file.begin_draft()?;
            }
            (Err(error), AtDifference::Stop) if error.kind() == ErrorKind::NotFound => {}
            (Err(error), _) => return Err(Error::file("read", place)(error)),
        }
        Ok(file)
    }

    /// Begins an empty file beside the place, for those who may read the one that is there.
    fn begin_draft(&mut self) -> Result<&mut BufWriter<File>, Error> {
        let access = Access::of(&self.place).unwrap_or(Access::NEW_FILE);
        let draft = Draft::beside(&self.place, access)?;
        let file = draft
            .file()
            .try_clone()
            .map_err(Error::file("write", &self.place))?;
        self.state = State::Writing(draft, BufWriter::new(file));
        match &mut self.state {
            State::Writing(_, new) => Ok(new),
            _ => unreachable!("it was set in the line before"),
        }
    }

    /// Begins the file beside the place with the first bytes of the old file.
    fn write_beside(&mut self, same: u64) -> io::Result<()> {
        let mut old = File::open(&self.place)?.take(same);
        let new = self.begin_draft().map_err(io::Error::other)?;
        io::copy(&mut old, new).map(|_| ())
    }

    /// Ends the content; says whether it is that of the old file.
    pub(super) fn finish(&mut self) -> Result<bool, Error> {
        let place = self.place.clone();
        self.try_finish().map_err(Error::file("write", place))
    }

    fn try_finish(&mut self) -> io::Result<bool> {
        if let State::Same { old, .. } = &mut self.state {
            let is_longer = old.read(&mut [0; 1])? > 0;
            if is_longer {
                self.difference()?;
            } else {
                self.state = State::Unchanged;
            }
        }
        self.state = match std::mem::replace(&mut self.state, State::Different) {
            State::Writing(draft, mut new) => {
                new.flush()?;
                State::Beside(draft)
            }
            other => other,
        };
        Ok(matches!(self.state, State::Unchanged))
    }

    /// The content differs from the old one after the bytes so far.
    fn difference(&mut self) -> io::Result<()> {
        if let State::Same {
            bytes,
            at_difference: AtDifference::Write,
            ..
        } = self.state
        {
            return self.write_beside(bytes);
        }
        self.state = State::Different;
        Ok(())
    }

    /// The length of the content, and its SHA-256 digest in hexadecimal digits.
    pub(super) fn content(&self) -> (u64, String) {
        (self.content.bytes, hex(&self.content.digest))
    }

    /// The digest of the file that has another content; none where nothing is there, or the content is the same.
    pub(super) fn replaced(&self) -> Result<Option<String>, Error> {
        if self.is_unchanged() {
            return Ok(None);
        }
        match File::open(&self.place) {
            Ok(old) => digest_of(old)
                .map(Some)
                .map_err(Error::file("read", &self.place)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::file("read", &self.place)(error)),
        }
    }

    /// Whether the content is that of the file in the place.
    pub(super) fn is_unchanged(&self) -> bool {
        matches!(self.state, State::Unchanged)
    }

    /// Renames the new content to the path of the file; returns false if the content is unchanged.
    pub(super) fn publish(self) -> Result<bool, Error> {
        match self.state {
            State::Beside(draft) => draft.replace(&self.place).map(|()| true),
            _ => Ok(false),
        }
    }

    /// Renames the new content to another path first; the returned value renames it to its own. If the content is
    /// unchanged, nothing is renamed, and a file that an earlier run left at the other path is removed.
    pub(super) fn publish_by_way_of(
        self,
        way: PathBuf,
    ) -> Result<impl FnOnce() -> Result<(), Error>, Error> {
        let place = resolved(&self.place);
        let is_new = match self.state {
            State::Beside(draft) => draft.replace(&way).map(|()| true)?,
            _ => false,
        };
        Ok(move || {
            if !is_new {
                return remove_if_there(&way);
            }
            std::fs::rename(&way, &place).map_err(Error::file("put in its place", &place))
        })
    }
}

/// Fails for a pipe or a device, which can neither be compared nor replaced.
pub(super) fn refuse_odd(place: &Path) -> Result<(), Error> {
    match std::fs::metadata(place) {
        Ok(found) if !found.is_file() => Err(Error::request(
            format!(
                "{} is no file, and stands where an export belongs",
                place.display()
            ),
            "move it away, or export to another place",
        )),
        _ => Ok(()),
    }
}

/// The SHA-256 digest of a file, in hexadecimal digits.
pub(super) fn digest_of(mut file: File) -> io::Result<String> {
    let (mut digest, mut block) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hex(&digest)),
            read => digest.update(&block[..read]),
        }
    }
}

fn hex(digest: &Sha256) -> String {
    let mut digits = String::new();
    for byte in digest.clone().finalize() {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

impl Write for StagedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.content.bytes += bytes.len() as u64;
        self.content.digest.update(bytes);
        if let State::Same {
            old, bytes: so_far, ..
        } = &mut self.state
        {
            let mut held = Vec::new();
            old.take(bytes.len() as u64).read_to_end(&mut held)?;
            if held == bytes {
                *so_far += bytes.len() as u64;
                return Ok(bytes.len());
            }
            self.difference()?;
        }
        if let State::Writing(_, new) = &mut self.state {
            new.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Writing(_, new) => new.flush(),
            _ => Ok(()),
        }
    }
}
