//! Whether a folder is whole and as it was written.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::super::Reading;
use super::super::faults::Fault;
use super::super::input::hexadecimal;
use super::CODE;
use crate::error::Error;
use crate::export::parquet::{FLOWS, Listed, PARTITIONED_BY, decoded, listed};

/// The tables without which the flows are not told of what they are.
const NEEDED: [&str; 2] = ["imports.parquet", "trade_datasets.parquet"];

const LIST: &str = "SHA256SUMS";
const AGAIN: &str = "copy the folder again, or export it again with `sco export parquet`";

/// A file of flows.
pub(super) struct Partition {
    /// Its path in the folder.
    pub(super) name: String,
    pub(super) dataset: String,
    pub(super) year: u16,
}

/// What the folder holds.
pub(super) struct Files {
    pub(super) partitions: Vec<Partition>,
    /// The bytes of its list.
    pub(super) list: Vec<u8>,
}

impl Reading<'_> {
    /// The files of a folder, all of which are there and as they were written.
    pub(super) fn sound_files(&mut self, path: &Path) -> Result<Files, Error> {
        let Some(listed) = listed(path)? else {
            return Err(Error::request(
                format!(
                    "{} is a folder, and holds no Parquet files that sco exported",
                    path.display()
                ),
                "name the files in it",
            ));
        };
        if listed.is_unfinished {
            return self.refuse_file(
                &path.join(LIST),
                "names the files of an earlier export; a later one was stopped",
                "run `sco export parquet` again",
            );
        }
        let mut partitions = Vec::new();
        for (name, digest) in &listed.files {
            if let Some(found) = partition(name) {
                self.compare(path, name, digest)?;
                partitions.push(found);
            } else if NEEDED.contains(&name.as_str()) {
                self.compare(path, name, digest)?;
            }
        }
        self.refuse_others(path, &listed);
        if !self.faults.is_empty() {
            return Err(Error::Problems(self.faults.problems()));
        }
        let list = path.join(LIST);
        Ok(Files {
            partitions,
            list: std::fs::read(&list).map_err(Error::file("read", list))?,
        })
    }

    /// Takes the fault of a file that is missing or was changed.
    fn compare(&mut self, folder: &Path, name: &str, digest: &str) -> Result<(), Error> {
        let place = folder.join(name);
        let message = match self.digest_of(&place)? {
            None => "is not there, though the list `SHA256SUMS` of the folder names it",
            Some(found) if found != digest => "was changed since sco wrote it",
            Some(_) => return Ok(()),
        };
        self.take_fault(&place, message, AGAIN);
        Ok(())
    }

    fn digest_of(&mut self, place: &Path) -> Result<Option<String>, Error> {
        let mut file = match File::open(place) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(Error::file("read", place))?,
        };
        let (mut digest, mut block) = (Sha256::new(), vec![0; 256 * 1024]);
        loop {
            if self.is_stopped() {
                return Err(Error::Interrupted);
            }
            match file.read(&mut block).map_err(Error::file("read", place))? {
                0 => return Ok(Some(hexadecimal(&digest.finalize()))),
                read => {
                    digest.update(&block[..read]);
                    *self.meter.borrow_mut() += read as u64;
                }
            }
        }
    }

    /// Takes the faults of files that sco did not write there, and of needed ones that it did not write.
    fn refuse_others(&mut self, folder: &Path, listed: &Listed) {
        let is_listed = |name: &str| listed.files.iter().any(|(known, _)| known == name);
        for name in listed.found.iter().filter(|name| !is_listed(name)) {
            self.take_fault(
                &folder.join(name),
                "was not written by sco: the list `SHA256SUMS` of the folder does not name it",
                "move it out of the folder",
            );
        }
        for name in NEEDED.iter().filter(|name| !is_listed(name)) {
            self.take_fault(
                &folder.join(name),
                "was not exported, and without it nobody knows from where the flows come",
                "export all, or `--only trade_flows,trade_datasets,imports`",
            );
        }
    }

    fn take_fault(&mut self, place: &Path, message: &str, help: &str) {
        let place = place.display().to_string();
        self.faults
            .take(&place, 0, Fault::of_row(CODE, message, help));
    }
}

/// What the name of a file says of its rows; none where it is no partition of the flows.
fn partition(name: &str) -> Option<Partition> {
    let mut parts = name.strip_prefix(FLOWS)?.strip_prefix('/')?.split('/');
    let [dataset, year] = PARTITIONED_BY;
    let mut value = |column: &str| {
        let value = parts.next()?.strip_prefix(column)?.strip_prefix('=')?;
        decoded(value)
    };
    Some(Partition {
        dataset: value(dataset)?,
        year: value(year)?.parse().ok()?,
        name: name.to_owned(),
    })
}
