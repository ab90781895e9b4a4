//! Official trade statistics in bulk: files of many makers, of any number of rows, into the table `trade_flows`.
//!
//! The path of a row:
//!
//! 1. `input` opens the file, whatever it is packed in, and `header` finds the layout that knows it.
//! 2. `text` reads row by row; `row` looks up every code in memory and packs the row into a record of fixed size.
//! 3. `sorted` sorts the records outside memory, in the order of the table's key; `distinct` makes one of equal ones.
//! 4. `write` compares them with what the table holds, and `insert` writes what differs, in one transaction, with
//!    where it comes from (`provenance`).
//!
//! A folder of Parquet files that the program exported gives its records by way of `parquet` instead of 1 and 2.

mod again;
mod areas;
mod bound;
mod cells;
mod choice;
mod commodity;
mod compare;
mod distinct;
mod exact;
mod faults;
mod header;
mod held;
mod input;
mod insert;
mod layout;
mod lines;
mod map;
mod not_rows;
mod old_valuations;
#[cfg(feature = "parquet")]
mod parquet;
mod profiles;
mod provenance;
mod quotes;
mod record;
mod refusals;
mod rejects;
mod remove;
mod row;
mod sorted;
mod text;
mod unchanged;
mod units;
mod write;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use encoding_rs::Encoding;
use rusqlite::Connection;

use crate::db::{self, Queries};
use crate::error::{Error, Problem};
use crate::files::{folder_of, litter, resolved};
use crate::migrate;
use crate::stop::{Stop, refuse_when_stopped};
use areas::Areas;
use faults::Faults;
use header::Header;
use input::Identity;
use layout::Layout;
use provenance::Source;
use rejects::Rejects;
use sorted::Sorter;
use unchanged::Earlier;
use units::Units;

pub use remove::{Removed, is_dataset, remove};
pub use text::Rows;

/// The files to import, and how.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Files, plain or packed, `-` for standard input, or folders of exported Parquet files.
    pub files: Vec<PathBuf>,
    /// The dataset to which the rows go; none for that of the profile.
    pub dataset: Option<String>,
    /// The profile; none to find it by the header.
    pub profile: Option<String>,
    /// A file that describes the columns; none to read by a profile.
    pub map: Option<PathBuf>,
    /// The name of the encoding, where no byte-order mark says it.
    pub encoding: Option<String>,
    /// The list of commodities, where the file does not say it.
    pub classification: Option<String>,
    /// Rows that are there with other values take the new ones.
    pub replace: bool,
    /// Write what is well although other rows are refused.
    pub accept_partial: bool,
    /// Where to put the rows that are refused.
    pub rejects: Option<PathBuf>,
    /// Give up after so many refused rows.
    pub max_errors: Option<u64>,
    /// Say what would be done and do nothing.
    pub dry_run: bool,
    /// True when the user wants to stop.
    pub stop: Stop,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It has read so many bytes of the files.
    Reading {
        /// Those read so far, as they lie on the disk.
        bytes: u64,
    },
    /// It has compared or written so many of the values.
    Writing {
        /// Those done.
        done: u64,
        /// All of them.
        of: u64,
    },
}

/// What an import did with a file, or with a member of an archive.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FileReport {
    /// The file, as it was named to the program.
    pub file: String,
    /// The profile by which it was read.
    pub profile: String,
    /// The dataset to which its rows went.
    pub dataset: String,
    /// What became of its rows.
    #[serde(flatten)]
    pub rows: Rows,
    /// Rows of the table that were written from it.
    pub written: u64,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Report {
    /// Each file.
    pub files: Vec<FileReport>,
    /// Values that were not there.
    pub inserted: u64,
    /// Values that were there and are others now.
    pub changed: u64,
    /// Values that were there already.
    pub unchanged: u64,
    /// Values that said again what another row of the files said.
    pub repeated: u64,
    /// Values that contradict others, or the database; the rows that gave them are among the refused.
    pub refused_values: u64,
    /// Values that were there already, of which it is told now which further value is the same number.
    pub told: u64,
    /// Values that were there already, of which it is known now whether they are totals.
    pub regrouped: u64,
    /// True if rows that an earlier version wrote were brought into the form of this one.
    pub settled: bool,
    /// Numbers with more digits than a number of the database has; all their digits stand beside them.
    pub beyond: u64,
    /// What was refused, where a part was accepted.
    pub problems: Vec<Problem>,
    /// What was found besides, in sentences.
    pub notes: Vec<String>,
}

impl Report {
    /// Rows that were written.
    fn written(&self) -> u64 {
        self.inserted + self.changed + self.told + self.regrouped
    }

    fn with_notes(notes: Vec<String>) -> Self {
        Self {
            notes,
            ..Self::default()
        }
    }
}

/// Imports files of trade statistics, all of their rows or none unless a part is accepted.
pub fn import(
    db: &Path,
    wait: Duration,
    options: &Import,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, Error> {
    const STEPS: i32 = 100_000;
    let mut connection = migrate::open_current(db, wait)?;
    db::set_foreign_keys(&connection, false)?;
    // For each list of words in a `CHECK`, SQLite fills a table of its own at every row, which takes more than half of
    // the time. The words that are written are those of enumerations, and a quantity has its unit by its type.
    db::set_checks(&connection, false)?;
    let layouts = choice::layouts(options)?;
    if let Some(name) = &options.dataset {
        choice::refuse_dataset(&connection, name)?;
    }
    let encoding = choice::encoding(options.encoding.as_deref())?;
    let seen = version(&connection)?;
    let areas = Areas::read(&connection)?;
    let earlier = Earlier::look(&connection, (db, wait), options)?;
    let folder = folder_of(&resolved(db));
    let rejects = options.rejects.as_deref();
    let cleared = rejects.map(litter::clear).unwrap_or_default();
    let rejects = rejects.map(|path| Rejects::new(path, &options.files));
    let mut reading = Reading {
        options,
        seen,
        areas: &areas,
        layouts,
        sorter: Sorter::new(&folder),
        earlier,
        faults: Faults::default(),
        units: Units::default(),
        datasets: Vec::new(),
        files: Vec::new(),
        identities: Vec::new(),
        sources: Vec::new(),
        rejects: rejects.transpose()?,
        notes: litter::notes(&cleared),
        values: 0,
        meter: Rc::default(),
        progress,
    };
    match reading.files(encoding) {
        Ok(()) if reading.faults.is_empty() || options.accept_partial => {}
        Ok(()) | Err(Error::Problems(_)) => return Err(reading.give_up()),
        Err(error) => return Err(error),
    }
    let stop = options.stop.clone();
    connection
        .progress_handler(STEPS, Some(move || stop.load(Ordering::SeqCst)))
        .map_err(Error::sql("listen for an interruption"))?;
    let outcome = write::write(&mut connection, reading, &folder);
    if outcome.is_err() {
        refuse_when_stopped(&options.stop)?;
    }
    outcome
}

/// What was read so far.
struct Reading<'a> {
    options: &'a Import,
    /// The version of the database whose areas they are.
    seen: i64,
    areas: &'a Areas,
    layouts: Vec<Layout>,
    sorter: Sorter,
    /// What the database has of the same files; none where it has nothing.
    earlier: Option<Earlier>,
    faults: Faults,
    units: Units,
    datasets: Vec<Dataset>,
    files: Vec<ReadFile>,
    /// What each file named by the user was; a [`ReadFile`] knows its place here.
    identities: Vec<Identity>,
    /// The imports of which folders of Parquet files tell; a [`ReadFile`] knows its place here.
    sources: Vec<Source>,
    rejects: Option<Rejects>,
    notes: Vec<String>,
    /// Values that were read.
    values: u64,
    meter: Rc<RefCell<u64>>,
    progress: &'a mut dyn FnMut(Progress),
}

/// A dataset to which rows go.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Dataset {
    name: String,
    title: String,
    currency: String,
}

/// A text that was read: a file, or a member of an archive.
#[derive(Debug)]
struct ReadFile {
    name: String,
    profile: String,
    map_sha256: Option<String>,
    dataset: u8,
    /// The place of its file among those that the user named.
    identity: usize,
    /// The place of the import from which its rows come; none for this one.
    source: Option<usize>,
    rows: Rows,
    /// True if a row may give several values.
    gives_several: bool,
    /// True if it has columns that may hold the same number as the value.
    sees_equals: bool,
    /// The columns by which a row may be a part of a total.
    part_columns: Vec<String>,
    /// Headers with another order of columns that came later, each with its line.
    later_headers: Vec<(u64, Header)>,
}

impl Reading<'_> {
    /// Reads every file. An error of problems says that there are too many of them.
    fn files(&mut self, encoding: Option<&'static Encoding>) -> Result<(), Error> {
        let options = self.options;
        for path in &options.files {
            let meter = self.meter.clone();
            let identity = if path.is_dir() {
                self.folder(path)?
            } else {
                input::each_part(path, encoding, &meter, &mut |part| self.text(part))?
            };
            self.identities.push(identity);
        }
        self.tell_progress()
    }

    /// A folder is read where it holds Parquet files, for which the program may have been built.
    #[cfg(not(feature = "parquet"))]
    fn folder(&mut self, path: &Path) -> Result<Identity, Error> {
        self.tell_progress()?;
        Err(Error::request(
            format!("{} is a folder", path.display()),
            "name the files in it; Parquet files are read by a sco that was built with the feature `parquet`",
        ))
    }

    /// Begins a text: its place among the files.
    fn file(&mut self, name: &str, layout: usize) -> Result<u16, Error> {
        let layout = &self.layouts[layout];
        let (profile, map_sha256) = (layout.profile.clone(), layout.map_sha256.clone());
        let sees_equals = !layout.equals.is_empty();
        let dataset = Dataset {
            name: self
                .options
                .dataset
                .clone()
                .unwrap_or_else(|| layout.dataset.clone()),
            title: layout.title.clone(),
            currency: layout.currency.clone(),
        };
        let dataset = self.dataset(dataset)?;
        self.read_file(ReadFile {
            name: name.to_owned(),
            profile,
            map_sha256,
            dataset,
            identity: self.identities.len(),
            source: None,
            rows: Rows::default(),
            gives_several: false,
            sees_equals,
            part_columns: Vec::new(),
            later_headers: Vec::new(),
        })
    }

    /// The place of a dataset.
    fn dataset(&mut self, dataset: Dataset) -> Result<u8, Error> {
        let held = self
            .datasets
            .iter()
            .position(|held| held.name == dataset.name);
        let at = match held {
            Some(at) if self.datasets[at].currency != dataset.currency => {
                return Err(choice::two_currencies(&dataset.name));
            }
            Some(at) => at,
            None => {
                self.datasets.push(dataset);
                self.datasets.len() - 1
            }
        };
        u8::try_from(at).map_err(|_| choice::too_many_files())
    }

    /// The place of a text.
    fn read_file(&mut self, file: ReadFile) -> Result<u16, Error> {
        let at = u16::try_from(self.files.len()).map_err(|_| choice::too_many_files())?;
        self.files.push(file);
        Ok(at)
    }

    /// Keeps the refused rows, and says why there are any.
    fn give_up(self) -> Error {
        if let Some(rejects) = self.rejects
            && let Err(error) = rejects.finish()
        {
            return error;
        }
        Error::Problems(self.faults.problems())
    }
}

/// A number that changes when another program writes to the database.
fn version(connection: &Connection) -> Result<i64, Error> {
    connection.value("ask for changes", "PRAGMA data_version", [])
}
