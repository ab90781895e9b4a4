//! A file that is written beside its place, and only from the first byte on in which it differs from the
//! file that is there. A file that does not differ is never written.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::db;
use crate::error::Error;

/// A new content for a file, compared with the old one while it is written.
#[derive(Debug)]
pub(super) struct StagedFile {
    place: PathBuf,
    state: State,
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
    Writing(BufWriter<File>),
    /// The content differs, and nothing is to be written.
    Different,
    /// The content is that of the old file.
    Unchanged,
    /// The new content lies beside the place.
    Beside,
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

    /// The same, but nothing is written: only whether the content differs is of interest.
    pub(super) fn compare_only(place: &Path) -> Result<Self, Error> {
        Self::begin(place, AtDifference::Stop)
    }

    fn begin(place: &Path, at_difference: AtDifference) -> Result<Self, Error> {
        let mut file = Self {
            place: place.to_owned(),
            state: State::Different,
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
                file.write_beside(0)
                    .map_err(Error::file("write", file.beside()))?;
            }
            (Err(error), AtDifference::Stop) if error.kind() == ErrorKind::NotFound => {}
            (Err(error), _) => return Err(Error::file("read", place)(error)),
        }
        Ok(file)
    }

    /// Where the file belongs.
    pub(super) fn place(&self) -> &Path {
        &self.place
    }

    fn beside(&self) -> PathBuf {
        db::beside(&self.place, ".tmp")
    }

    /// Begins the file beside the place with the first bytes of the old file.
    fn write_beside(&mut self, same: u64) -> io::Result<()> {
        let mut new = BufWriter::new(File::create(self.beside())?);
        self.state = State::Beside;
        if same > 0 {
            io::copy(&mut File::open(&self.place)?.take(same), &mut new)?;
        }
        self.state = State::Writing(new);
        Ok(())
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
        if let State::Writing(new) = &mut self.state {
            new.flush()?;
            self.state = State::Beside;
        }
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

    /// Puts the new content in its place; says whether there was any.
    pub(super) fn publish(mut self) -> Result<bool, Error> {
        if !matches!(self.state, State::Beside) {
            return Ok(false);
        }
        std::fs::rename(self.beside(), &self.place)
            .map_err(Error::file("put in its place", &self.place))?;
        self.state = State::Unchanged;
        Ok(true)
    }
}

impl Write for StagedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
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
        if let State::Writing(new) = &mut self.state {
            new.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Writing(new) => new.flush(),
            _ => Ok(()),
        }
    }
}

impl Drop for StagedFile {
    /// A build that failed leaves nothing behind.
    fn drop(&mut self) {
        if matches!(self.state, State::Writing(_) | State::Beside) {
            // The error that ended the build is already known; a leftover adds nothing to it.
            let _ = std::fs::remove_file(self.beside());
        }
    }
}
