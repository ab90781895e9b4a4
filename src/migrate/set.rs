//! A set of migrations: those compiled in, or those of a folder, with what is wrong in it.

use std::fmt;
use std::path::Path;

use refinery::Migration;
use serde::{Serialize, Serializer};

use super::sql;
use crate::complaint::Complaint;
use crate::error::{Error, Refusal};

mod embedded {
    refinery::embed_migrations!("migrations");
}

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

/// As the one line that people see.
impl Serialize for Flaw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One migration with the file that it came from.
#[derive(Debug, Clone)]
pub struct File {
    /// The migration for refinery: version, name and checksum.
    pub migration: Migration,
    /// The file, as errors name it.
    pub path: String,
    /// Its SQL, with LF at the end of lines and no byte-order mark. The checksum counts this text.
    pub sql: String,
}

impl File {
    /// Its number.
    pub fn version(&self) -> i32 {
        self.migration.version()
    }

    /// The form in which the history keeps its checksum.
    pub fn checksum(&self) -> String {
        self.migration.checksum().to_string()
    }

    /// `V017__add_region`, as its file is named.
    pub fn label(&self) -> String {
        label(self.version(), self.migration.name())
    }

    fn new(version: i32, name: &str, path: String, raw: &str) -> Result<Self, Error> {
        let sql = normal(raw);
        let migration = Migration::unapplied(&format!("V{version}__{name}"), &sql)
            .map_err(|error| Error::migrations(format!("{path}: {error}"), ""))?;
        Ok(Self {
            migration,
            path,
            sql,
        })
    }
}

/// The name of a migration in files and messages.
pub fn label(version: impl fmt::Display, name: &str) -> String {
    format!("V{version:0>3}__{name}")
}

/// The text without a byte-order mark and with LF at the end of lines, so that what editors do to files
/// changes no checksum.
fn normal(raw: &str) -> String {
    raw.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// Migrations in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// The files that can be applied.
    pub files: Vec<File>,
    /// Files of the folder that have the number of another file.
    pub duplicates: Vec<Flaw>,
    /// Files of the folder whose name or text cannot be that of a migration.
    pub unusable: Vec<Flaw>,
}

impl Set {
    /// The migrations that are compiled in.
    pub fn embedded() -> Self {
        let mut migrations = embedded::migrations::runner().get_migrations().clone();
        migrations.sort_by_key(Migration::version);
        let files = migrations
            .into_iter()
            .map(|migration| File {
                path: format!(
                    "migrations/{}.sql",
                    label(migration.version(), migration.name())
                ),
                sql: migration.sql().unwrap_or_default().to_owned(),
                migration,
            })
            .collect();
        Self {
            files,
            ..Self::default()
        }
    }

    /// The migrations of a folder, with what is wrong in it.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let listed = std::fs::read_dir(folder).map_err(Error::file("read the folder", folder))?;
        let mut names: Vec<String> = Vec::new();
        for entry in listed {
            let entry = entry.map_err(Error::file("read the folder", folder))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let mut set = Self::default();
        for name in names.iter().filter(|name| looks_like_sql(name)) {
            set.add(folder, name)?;
        }
        set.files.sort_by_key(File::version);
        Ok(set)
    }

    fn add(&mut self, folder: &Path, name: &str) -> Result<(), Error> {
        let path = folder.join(name);
        let shown = path.display().to_string();
        let flaw = |line, column, message: &str, help: &str| Flaw {
            path: shown.clone(),
            line,
            column,
            message: message.to_owned(),
            help: help.to_owned(),
        };
        let Some((version, words)) = number_and_words(name) else {
            self.unusable.push(flaw(
                1,
                None,
                "this is no name for a migration and would be skipped",
                "call it V<number>__<lower_case_words>.sql",
            ));
            return Ok(());
        };
        let bytes = std::fs::read(&path).map_err(Error::file("read", &path))?;
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
        if let Some(other) = self.files.iter().find(|file| file.version() == version) {
            self.duplicates.push(flaw(
                1,
                None,
                &format!("has the number of {}", other.path),
                "give one of them the next free number",
            ));
            return Ok(());
        }
        self.files.push(File::new(version, words, shown, &raw)?);
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

    /// The number of the newest; 0 where there is none.
    pub fn newest(&self) -> i32 {
        self.files.last().map_or(0, File::version)
    }
}

fn looks_like_sql(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".sql")
}

/// The number and the words of a file name, where it is that of a migration.
fn number_and_words(name: &str) -> Option<(i32, &str)> {
    let (number, words) = name
        .strip_prefix('V')?
        .strip_suffix(".sql")?
        .split_once("__")?;
    let version = number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| number.parse().ok())??;
    is_name(words).then_some((version, words))
}

/// True if a migration can be named with these words: `add_region`, not `Add-Region`.
pub fn is_name(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_lowercase())
        && words
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
