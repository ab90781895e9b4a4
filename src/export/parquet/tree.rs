//! The files of an export in their folders: written into a hidden folder, compared with those that are there, and put
//! in their places once all are whole.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::{ELSEWHERE, FLOWS, OPTIONS, Request, Stale, Tally};
use crate::error::Error;
use crate::export::Overwrite;
use crate::export::leftovers::Leftovers;
use crate::export::manifest::{self, Manifest};
use crate::export::staged_file::{StagedFile, digest_of, refuse_odd};
use crate::files::folder::Folder;
use crate::files::staging::{self, Staging};
use crate::files::{folder_of, remove_if_there};

/// A folder of exports while its files are made.
pub(super) struct Tree<'a> {
    folder: &'a Path,
    connection: &'a Connection,
    known: &'a Manifest,
    /// None where nothing is written.
    staging: Option<Staging>,
    /// Where temporary files go.
    temporary: PathBuf,
    files: Vec<Finished>,
    note: Option<String>,
}

/// A file that is whole.
#[derive(Debug)]
struct Finished {
    /// Its path in the folder, with `/` between the parts.
    name: String,
    digest: String,
    /// The digest of the file that it takes the place of; none where nothing is there.
    old: Option<String>,
    /// Where the new content lies; none where it is that of the old file, or nothing is written.
    staged: Option<PathBuf>,
}

impl Finished {
    fn is_new(&self) -> bool {
        self.old.as_ref() != Some(&self.digest)
    }
}

impl<'a> Tree<'a> {
    /// A tree whose files are written.
    pub(super) fn to_write(
        folder: &'a Folder,
        connection: &'a Connection,
        known: &'a Manifest,
    ) -> Result<Self, Error> {
        let (staging, is_left) = Staging::make(folder)?;
        let path = staging.path();
        let note = is_left.then(|| {
            format!(
                "{} was left by a run that was stopped; it was removed",
                path.display()
            )
        });
        Ok(Self {
            folder: folder.path(),
            connection,
            known,
            temporary: path.to_owned(),
            staging: Some(staging),
            files: Vec::new(),
            note,
        })
    }

    /// A tree whose files are only compared.
    pub(super) fn to_compare(
        folder: &'a Path,
        connection: &'a Connection,
        known: &'a Manifest,
    ) -> Self {
        Self {
            folder,
            connection,
            known,
            staging: None,
            temporary: std::env::temp_dir(),
            files: Vec::new(),
            note: None,
        }
    }

    /// How many files there are so far.
    pub(super) fn count(&self) -> usize {
        self.files.len()
    }

    /// The place of a file.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn folder_for_temporary_files(&self) -> &Path {
        &self.temporary
    }

    /// Makes the file of this name.
    pub(super) fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&Path, &mut Sink) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let place = self.place(name);
        let (path, out) = match &mut self.staging {
            None => (None, None),
            Some(staging) => {
                manifest::refuse_database(self.connection, &place)?;
                refuse_links_outside(self.folder, name)?;
                refuse_odd(&place)?;
                let (path, file) = staging.file(&place)?;
                (Some(path), Some(BufWriter::new(file)))
            }
        };
        let mut sink = Sink {
            out,
            digest: Sha256::new(),
        };
        write(&place, &mut sink)?;
        sink.flush().map_err(Error::file("write", &place))?;
        let mut file = Finished {
            name: name.to_owned(),
            digest: hex(sink.digest),
            old: digest_at(&place)?,
            staged: path,
        };
        if !file.is_new()
            && let Some(staged) = file.staged.take()
        {
            remove_if_there(&staged)?;
        }
        self.files.push(file);
        Ok(())
    }

    /// Fails where a file would be replaced or removed that `sco` did not write, or that was changed since.
    pub(super) fn stage(self, request: &Request, tally: Tally) -> Result<Staged, Error> {
        let obsolete = self.obsolete(request)?;
        if request.overwrite == Overwrite::Ours {
            manifest::refuse_others(&self.of_others(&obsolete), ELSEWHERE)?;
        }
        let mut list = StagedFile::open(&self.folder.join(manifest::NAME))?;
        self.write_list(request, &mut list)?;
        let leftovers = self.leftovers(request)?;
        Ok(Staged {
            leftovers,
            folder: self.folder.to_owned(),
            obsolete: obsolete.into_iter().map(|(name, _)| name).collect(),
            files: self.files,
            list,
            tally,
            note: self.note,
            _staging: self.staging,
        })
    }

    /// The files that differ from what the database gives, and those that it gives no more.
    pub(super) fn stale(self, request: &Request) -> Result<Stale, Error> {
        let mut list = StagedFile::compare_only(&self.folder.join(manifest::NAME))?;
        self.write_list(request, &mut list)?;
        let obsolete = self.obsolete(request)?;
        let of_others = self.of_others(&obsolete);
        let leftovers = self.leftovers(request)?;
        let leftovers = leftovers
            .obsolete()
            .map(|place| place.display().to_string());
        let obsolete = obsolete.into_iter().map(|(name, _)| name);
        let mut files: Vec<String> = self
            .files
            .iter()
            .filter(|file| file.is_new())
            .map(|file| file.name.clone())
            .chain(obsolete)
            .map(|name| self.place(&name).display().to_string())
            .chain(leftovers)
            .collect();
        if !list.is_unchanged() {
            files.push(list.place().display().to_string());
        }
        Ok(Stale { files, of_others })
    }

    /// The files that would be replaced or removed and that `sco` did not write, or that were changed since; and lists
    /// that it did not write.
    fn of_others(&self, obsolete: &[(String, String)]) -> Vec<String> {
        let replaced = self.files.iter().filter(|file| file.is_new());
        let gone = obsolete.iter().map(|(name, digest)| (name, Some(digest)));
        let touched = replaced
            .map(|file| (&file.name, file.old.as_ref()))
            .chain(gone);
        touched
            .filter(|(name, old)| old.is_some_and(|old| !self.known.knows(name, old)))
            .map(|(name, _)| self.place(name).display().to_string())
            .chain(self.known.foreign())
            .collect()
    }

    /// The name and the digest of every file.
    fn digests(&self) -> Vec<(String, String)> {
        let files = self.files.iter();
        files
            .map(|file| (file.name.clone(), file.digest.clone()))
            .collect()
    }

    /// The files of earlier runs, but for the partitions, which [`Self::obsolete`] finds.
    fn leftovers(&self, request: &Request) -> Result<Leftovers, Error> {
        let (is_part, flows) = (request.is_part, self.place(FLOWS));
        let found = Leftovers::find(self.folder, self.known, OPTIONS, is_part, &self.digests())?;
        Ok(found.without(|place| place.starts_with(&flows)))
    }

    fn write_list(&self, request: &Request, list: &mut StagedFile) -> Result<(), Error> {
        let digests = self.digests();
        let stays = |name: &str| request.is_part && !(request.has_flows() && is_partition(name));
        let text = self.known.with(OPTIONS, &digests, stays);
        list.write_all(text.as_bytes())
            .map_err(Error::file("write", list.place().to_owned()))?;
        list.finish().map(|_| ())
    }

    /// The partitions of earlier runs that have no row any more, each with its digest. Engines read every file of the
    /// folder, so that a file of somebody else there is refused.
    fn obsolete(&self, request: &Request) -> Result<Vec<(String, String)>, Error> {
        let mut obsolete = Vec::new();
        if !request.has_flows() {
            return Ok(obsolete);
        }
        let known: Vec<&str> = self.known.names().collect();
        for name in visible_files(self.folder, FLOWS)? {
            if self.files.iter().any(|file| file.name == name) {
                continue;
            }
            if !known.contains(&name.as_str()) {
                return Err(Error::request(
                    format!(
                        "{} was not written by sco, and programs would read it as rows of {FLOWS}",
                        self.place(&name).display()
                    ),
                    "move it out of the folder",
                ));
            }
            let digest = digest_at(&self.place(&name))?;
            obsolete.extend(digest.map(|digest| (name, digest)));
        }
        Ok(obsolete)
    }
}

fn is_partition(name: &str) -> bool {
    name.strip_prefix(FLOWS)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// The files below a folder of this folder, without hidden ones, which engines pass over; in the order of their names.
pub(super) fn visible_files(folder: &Path, below: &str) -> Result<Vec<String>, Error> {
    let mut files = Vec::new();
    let mut open = vec![below.to_owned()];
    while let Some(name) = open.pop() {
        let path = folder.join(&name);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound && name == below => break,
            Err(error) => return Err(Error::file("read the folder", &path)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Error::file("read the folder", &path))?;
            let own = entry.file_name().to_string_lossy().into_owned();
            if own.starts_with(['.', '_']) {
                continue;
            }
            let inside = format!("{name}/{own}");
            if entry.path().is_dir() {
                open.push(inside);
            } else {
                files.push(inside);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Fails for a link in the path of a file that leads out of the folder.
fn refuse_links_outside(folder: &Path, name: &str) -> Result<(), Error> {
    let ends = name.match_indices('/').map(|(at, _)| at);
    for end in ends.chain([name.len()]) {
        manifest::refuse_link_outside(folder, &name[..end], ELSEWHERE)?;
    }
    Ok(())
}

/// The digest of a file; none where nothing is there.
fn digest_at(place: &Path) -> Result<Option<String>, Error> {
    match File::open(place) {
        Ok(file) => digest_of(file)
            .map(Some)
            .map_err(Error::file("read", place)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read", place)(error)),
    }
}

fn hex(digest: Sha256) -> String {
    let mut digits = String::new();
    for byte in digest.finalize() {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Where the bytes of a file go: into a digest, and into the file where it is written.
pub(super) struct Sink {
    out: Option<BufWriter<File>>,
    digest: Sha256,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.out {
            Some(out) => out.write(bytes)?,
            None => bytes.len(),
        };
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Files that are whole and have not yet their places.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    files: Vec<Finished>,
    obsolete: Vec<String>,
    leftovers: Leftovers,
    list: StagedFile,
    /// What the export holds.
    pub tally: Tally,
    /// What was cleared, in a sentence.
    note: Option<String>,
    _staging: Option<Staging>,
}

impl Staged {
    /// What is to be said of what earlier runs left, in sentences.
    pub fn notes(&self) -> Vec<String> {
        self.note
            .iter()
            .cloned()
            .chain(self.leftovers.notes())
            .collect()
    }

    /// Puts the files that changed in their places and removes the partitions that have no row any more; returns how
    /// many were written. The list comes last, as with [`crate::export::Staged::publish`].
    pub fn publish(self) -> Result<usize, Error> {
        let finish = self
            .list
            .publish_by_way_of(manifest::on_its_way(&self.folder))?;
        let mut written = 0;
        for file in &self.files {
            if let Some(staged) = &file.staged {
                staging::put(staged, &self.folder.join(&file.name))?;
                written += 1;
            }
        }
        for name in &self.obsolete {
            let place = self.folder.join(name);
            remove_if_there(&place)?;
            // The folders of a year and a dataset that is gone; one that holds something stays.
            let year = folder_of(&place);
            let _ = std::fs::remove_dir(&year);
            let _ = std::fs::remove_dir(folder_of(&year));
        }
        self.leftovers.remove()?;
        finish()?;
        Ok(written)
    }
}
