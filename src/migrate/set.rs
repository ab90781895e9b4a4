//! A set of migrations: those compiled in, or those of a folder with the faults of its files.

use std::fmt;
use std::path::{Path, PathBuf};

use refinery::Migration;
use refinery::error::Kind;
use serde::{Serialize, Serializer};

use super::sql;
use crate::complaint::Complaint;
use crate::error::{Error, Refusal};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The number of the newest migration that is compiled in, which `build.rs` finds.
pub(super) const NEWEST_EMBEDDED: i32 = match i32::from_str_radix(env!("NEWEST_MIGRATION"), 10) {
    Ok(number) => number,
    Err(_) => panic!("`build.rs` gives a number"),
};

/// Why a file of a folder cannot be used as a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The file.
    pub path: String,
    /// The line at fault; 1 when the file as a whole is meant.
    pub line: usize,
    /// The column at fault, where one is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Flaw {
    /// The fault with its place, and the remedy.
    fn complaint(&self) -> Complaint {
        let column = self.column.map_or_else(String::new, |at| format!(":{at}"));
        Complaint::new(
            format!("{}:{}{column}: {}", self.path, self.line, self.message),
            self.help.clone(),
        )
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.complaint().fmt(f)
    }
}

/// Serialised as the one line that people see.
impl Serialize for Flaw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One migration with the file that it came from.
#[derive(Debug, Clone)]
pub struct File {
    /// The migration for refinery: version, name and checksum, which counts every byte of the file.
    pub migration: Migration,
    /// The file, as errors name it.
    pub path: String,
    /// Its SQL, without a byte-order mark.
    pub sql: String,
}

impl File {
    fn new(migration: Migration, path: String, raw: &str) -> Self {
        Self {
            migration,
            path,
            sql: raw.strip_prefix(BYTE_ORDER_MARK).unwrap_or(raw).to_owned(),
        }
    }

    /// Its number.
    pub fn version(&self) -> i32 {
        self.migration.version()
    }

    /// The form in which the history keeps its checksum.
    pub fn checksum(&self) -> String {
        self.migration.checksum().to_string()
    }

    /// True if a checksum is that of this file, or of the same text with other line ends or another byte-order mark.
    pub fn has_checksum(&self, checksum: &str) -> bool {
        self.checksum() == checksum
            || is_checksum_of(checksum, self.version(), self.migration.name(), &self.sql)
    }

    /// True if it may be applied after one of a higher number: refinery's `U` files.
    pub fn may_come_late(&self) -> bool {
        self.migration.prefix().to_string() == "U"
    }

    /// `V017__add_region`, as its file is named.
    pub fn label(&self) -> String {
        let label = label(self.version(), self.migration.name());
        if self.may_come_late() {
            return label.replacen('V', "U", 1);
        }
        label
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The name of a migration in files and messages.
pub fn label(version: impl fmt::Display, name: &str) -> String {
    format!("V{version:0>3}__{name}")
}

/// True if a checksum is that of a migration with this text, with any line ends, and with or without a byte-order
/// mark: editors change both, and versions of this program before 0.2 included neither in the checksum.
pub(super) fn is_checksum_of(
    checksum: &str,
    version: impl fmt::Display,
    name: &str,
    text: &str,
) -> bool {
    let unix = text.replace("\r\n", "\n");
    let windows = unix.replace('\n', "\r\n");
    let marked = [&unix, &windows].map(|text| format!("{BYTE_ORDER_MARK}{text}"));
    [unix, windows].iter().chain(&marked).any(|text| {
        Migration::unapplied(&format!("V{version}__{name}"), text)
            .is_ok_and(|migration| migration.checksum().to_string() == checksum)
    })
}

/// Migrations in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// The folder that was read; `None` for the migrations that are compiled in.
    pub folder: Option<PathBuf>,
    /// The files that can be applied.
    pub files: Vec<File>,
    /// Files of the folder that have the number of another file.
    pub duplicates: Vec<Flaw>,
    /// Files of the folder whose name or text cannot be that of a migration.
    pub unusable: Vec<Flaw>,
    /// True if the files are those that are compiled in.
    pub(super) is_embedded: bool,
}

impl Set {
    /// True if these are the migrations that are compiled in, wherever they were read.
    pub(super) fn is_compiled_in(&self) -> bool {
        let compiled_in = Self::embedded();
        let mut files = self.files.iter().zip(&compiled_in.files);
        self.files.len() == compiled_in.files.len()
            && files.all(|(file, ours)| file.migration == ours.migration)
    }

    /// The migrations that are compiled in.
    pub fn embedded() -> Self {
        let mut migrations = embedded::migrations::runner().get_migrations().clone();
        migrations.sort_by_key(Migration::version);
        let files = migrations
            .into_iter()
            .map(|migration| {
                let name = label(migration.version(), migration.name());
                let raw = migration.sql().unwrap_or_default().to_owned();
                File::new(migration, format!("migrations/{name}.sql"), &raw)
            })
            .collect();
        Self {
            files,
            is_embedded: true,
            ..Self::default()
        }
    }

    /// The migrations of a folder and its subfolders, with their flaws. Finds the files that plain refinery finds; a
    /// file that refinery would silently skip is a flaw.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut set = Self {
            folder: Some(folder.to_owned()),
            ..Self::default()
        };
        for path in files_in(folder)? {
            set.add(&path)?;
        }
        set.files.sort_by_key(File::version);
        Ok(set)
    }

    fn add(&mut self, path: &Path) -> Result<(), Error> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !looks_like_sql(&name) {
            return Ok(());
        }
        let shown = path.display().to_string();
        let flaw = |line, column, message: &str, help: &str| Flaw {
            path: shown.clone(),
            line,
            column,
            message: message.to_owned(),
            help: help.to_owned(),
        };
        let stem = match stem_of(&name) {
            Ok(stem) => stem,
            Err((message, help)) => {
                self.unusable.push(flaw(1, None, message, help));
                return Ok(());
            }
        };
        // A pipe would be waited for, and a device read without end.
        let is_file = |found: std::fs::Metadata| found.is_file();
        if !std::fs::metadata(path)
            .map(is_file)
            .map_err(Error::file("read", path))?
        {
            let help = "move it out of the folder";
            self.unusable
                .push(flaw(1, None, "this is no file but a pipe or device", help));
            return Ok(());
        }
        let bytes = std::fs::read(path).map_err(Error::file("read", path))?;
        let Ok(raw) = String::from_utf8(bytes) else {
            self.unusable
                .push(flaw(1, None, "not UTF-8", "save it as UTF-8"));
            return Ok(());
        };
        if let Some(at) = raw.find('\0') {
            let (line, column) = sql::place(&raw, at);
            self.unusable.push(flaw(
                line,
                Some(column),
                "a NUL byte, after which SQLite would read nothing",
                "remove it",
            ));
            return Ok(());
        }
        let migration = Migration::unapplied(stem, &raw)
            .map_err(|error| Error::migrations(format!("{shown}: {error}"), ""))?;
        let version = migration.version();
        if let Some(other) = self.files.iter().find(|file| file.version() == version) {
            self.duplicates.push(flaw(
                1,
                None,
                &format!("has the number of {}", other.path),
                "give one of them the next free number",
            ));
            return Ok(());
        }
        self.files.push(File::new(migration, shown, &raw));
        Ok(())
    }

    /// All flaws of the folder.
    pub fn flaws(&self) -> impl Iterator<Item = &Flaw> {
        self.duplicates.iter().chain(&self.unusable)
    }

    /// The set, unless something is wrong with a file of the folder.
    pub fn verified(self) -> Result<Self, Error> {
        let flaws: Vec<Complaint> = self.flaws().map(Flaw::complaint).collect();
        if flaws.is_empty() {
            return Ok(self);
        }
        Err(Error::Migrations(Refusal {
            heading: "the migrations cannot be used; nothing was changed".to_owned(),
            faults: flaws,
            ..Refusal::default()
        }))
    }

    /// The number of the newest migration; 0 if there is none.
    pub fn newest(&self) -> i32 {
        self.files.last().map_or(0, File::version)
    }
}

fn looks_like_sql(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".sql")
}

/// The files of a folder and its subfolders, each folder in the order of names. Like refinery, follows symbolic links
/// to files but not to folders.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::file("read the folder", folder))? {
        let entry = entry.map_err(Error::file("read the folder", folder))?;
        let sort = entry
            .file_type()
            .map_err(Error::file("read the folder", folder))?;
        entries.push((entry.path(), sort.is_dir()));
    }
    entries.sort();
    let mut files = Vec::new();
    for (path, is_folder) in entries {
        if is_folder {
            files.append(&mut files_in(&path)?);
        } else if !path.is_dir() {
            files.push(path);
        }
    }
    Ok(files)
}

/// The name of a file without its ending, as refinery reads it. An error says why the name is none for a migration,
/// and what to do. refinery itself decides this, but it would panic at a name that begins with `|`.
fn stem_of(name: &str) -> Result<&str, (&'static str, &'static str)> {
    const SKIPPED: (&str, &str) = (
        "this is no name for a migration and would be skipped",
        "call it V<number>__<words>.sql, with letters, digits and underscores as words",
    );
    let stem = name.strip_suffix(".sql").ok_or(SKIPPED)?;
    let (_, words) = stem.split_once("__").ok_or(SKIPPED)?;
    if !stem.starts_with(['V', 'U']) {
        return Err(SKIPPED);
    }
    match Migration::unapplied(stem, "") {
        // refinery reads as many words as it can; if a part of the name is left, it skips the file.
        Ok(migration) if migration.name() == words => Ok(stem),
        Err(error) if matches!(error.kind(), Kind::InvalidVersion) => Err((
            "its number is no whole number up to 2147483647",
            "give it the next free number",
        )),
        _ => Err(SKIPPED),
    }
}

/// True if a new migration can be named with these words: `add_region`, not `Add-Region`. Older files may have
/// any name that refinery takes.
pub fn is_name(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_lowercase())
        && words
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
