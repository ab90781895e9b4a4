//! A set of migrations: those in the program, or those of a folder; names and numbers verified.

use std::fmt;
use std::path::Path;

use refinery::Migration;

use super::migrate;
use crate::error::Error;

/// One migration with the file that it came from.
#[derive(Debug, Clone)]
pub struct File {
    /// What refinery makes of it: version, name and checksum.
    pub migration: Migration,
    /// The file, as errors name it.
    pub path: String,
    /// Its SQL, with LF at the end of lines and no byte-order mark.
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
            .map_err(|error| Error::Migrations(format!("{path}: {error}")))?;
        Ok(Self {
            migration,
            path,
            sql,
        })
    }
}

/// How a migration is named in files and messages.
pub fn label(version: impl fmt::Display, name: &str) -> String {
    format!("V{version:0>3}__{name}")
}

/// The text whose checksum counts: line ends and a byte-order mark are no part of a migration.
pub fn normal(raw: &str) -> String {
    raw.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// Migrations in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// The files that can be applied.
    pub files: Vec<File>,
    /// Files of the folder that claim a number that another has, one line each.
    pub duplicates: Vec<String>,
    /// Files of the folder whose name or text cannot be that of a migration, one line each.
    pub unusable: Vec<String>,
}

impl Set {
    /// The migrations in the program.
    pub fn embedded() -> Self {
        let files = migrate::migrations()
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
        let Some((version, words)) = parts(name) else {
            self.unusable.push(format!(
                "{shown}:1: this is no name for a migration and would be skipped; call it V<number>__<lower_case_words>.sql"
            ));
            return Ok(());
        };
        let bytes = std::fs::read(&path).map_err(Error::file("read", &path))?;
        let Ok(raw) = String::from_utf8(bytes) else {
            self.unusable
                .push(format!("{shown}:1: not UTF-8; save it as UTF-8"));
            return Ok(());
        };
        if let Some(at) = raw.find('\0') {
            let (line, column) = super::sql::place(&raw, at);
            self.unusable.push(format!(
                "{shown}:{line}:{column}: a NUL byte, after which SQLite would read nothing; remove it"
            ));
            return Ok(());
        }
        if let Some(other) = self.files.iter().find(|file| file.version() == version) {
            self.duplicates.push(format!(
                "{shown}:1: has the number of {}; give one of them the next free number",
                other.path
            ));
            return Ok(());
        }
        self.files.push(File::new(version, words, shown, &raw)?);
        Ok(())
    }

    /// The set, unless something is wrong with it.
    pub fn verified(self) -> Result<Self, Error> {
        let wrong: Vec<&str> = self
            .duplicates
            .iter()
            .chain(&self.unusable)
            .map(String::as_str)
            .collect();
        if wrong.is_empty() {
            return Ok(self);
        }
        Err(Error::Migrations(format!(
            "the migrations cannot be used; nothing was changed:\n  {}",
            wrong.join("\n  ")
        )))
    }

    /// The number of the newest; 0 where there is none.
    pub fn newest(&self) -> i32 {
        self.files.last().map_or(0, File::version)
    }
}

fn looks_like_sql(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".sql")
}

/// Number and words of a file name, where it is that of a migration.
fn parts(name: &str) -> Option<(i32, &str)> {
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

/// Whether these are words that a migration can be named with.
pub fn is_name(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_lowercase())
        && words
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
