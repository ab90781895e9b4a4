//! How a database stands to a set of migrations; only reads, and works on any file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use serde::Serialize;

use super::drift::{self, Difference};
use super::history::{self, Entry};
use super::set::{File, Set, label};
use super::{APPLICATION_ID, backup};
use crate::error::Error;

/// What sort of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// There is no file.
    Absent,
    /// There is nothing in it.
    Fresh,
    /// It is a database of another program.
    Foreign,
    /// It has seen migrations that this program does not know.
    Ahead,
    /// It is a database of ours.
    Ours,
}

/// How one migration stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// `applied`, `pending`, `late`, `missing`, `ahead` or `divergent`.
    pub state: &'static str,
    /// As its file is named.
    pub migration: String,
    /// When it was applied, as the history says.
    pub applied_on: Option<String>,
    /// Why it is divergent, or late, and what to do.
    pub why: Option<String>,
}

/// How a database stands.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The file.
    pub db: PathBuf,
    /// What sort of file it is.
    pub kind: Kind,
    /// Every migration of the set and of the history.
    pub migrations: Vec<Standing>,
    /// Files that claim the number of another.
    pub duplicate: Vec<String>,
    /// Files that cannot be migrations.
    pub badly_named: Vec<String>,
    /// Objects that are not what the migrations make.
    pub drifted: Vec<Difference>,
    /// The user's own objects.
    pub extra: Vec<String>,
    /// The automatic backups, the oldest first.
    pub backups: Vec<PathBuf>,
}

impl Status {
    /// Whether there is nothing to do.
    pub fn is_settled(&self) -> bool {
        self.kind == Kind::Ours
            && self
                .migrations
                .iter()
                .all(|standing| standing.state == "applied")
            && self.duplicate.is_empty()
            && self.badly_named.is_empty()
            && self.drifted.is_empty()
    }

    /// How many migrations stand so.
    pub fn count(&self, state: &str) -> usize {
        self.migrations
            .iter()
            .filter(|standing| standing.state == state)
            .count()
    }
}

/// Looks at a database.
pub fn status(db: &Path, wait: Duration, set: &Set) -> Result<Status, Error> {
    let mut status = Status {
        db: db.to_owned(),
        kind: Kind::Absent,
        migrations: Vec::new(),
        duplicate: set.duplicates.clone(),
        badly_named: set.unusable.clone(),
        drifted: Vec::new(),
        extra: Vec::new(),
        backups: backup::automatic(db),
    };
    if !db.exists() {
        status.migrations = standings(&[], set);
        return Ok(status);
    }
    let connection = super::open_to_look(db, wait)?;
    status.kind = kind(&connection, set)?;
    if status.kind == Kind::Foreign {
        return Ok(status);
    }
    let seen = history::read(&connection)?;
    status.migrations = standings(&seen, set);
    if status
        .migrations
        .iter()
        .any(|standing| standing.state == "ahead")
    {
        status.kind = Kind::Ahead;
    }
    if status.kind == Kind::Ours {
        let (drifted, extra) = drift::check(&connection, set)?;
        status.drifted = drifted;
        status.extra = extra
            .iter()
            .map(|object| format!("{} {}", object.kind, object.name))
            .collect();
    }
    Ok(status)
}

fn kind(connection: &Connection, set: &Set) -> Result<Kind, Error> {
    let read = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(Error::sql("read the database"))
    };
    let application = read("PRAGMA application_id")?;
    if application == 0 && read("SELECT count(*) FROM sqlite_schema")? == 0 {
        return Ok(Kind::Fresh);
    }
    if application != i64::from(APPLICATION_ID) && !super::made_by_refinery(connection, set)? {
        return Ok(Kind::Foreign);
    }
    let newer = read("PRAGMA user_version")? > i64::from(set.newest());
    Ok(if newer { Kind::Ahead } else { Kind::Ours })
}

fn standings(seen: &[Entry], set: &Set) -> Vec<Standing> {
    let last = seen.last().map_or(0, |entry| entry.version);
    let mut found: Vec<(i64, Standing)> = Vec::new();
    for file in &set.files {
        let version = i64::from(file.version());
        let entry = seen.iter().find(|entry| entry.version == version);
        let (state, why) = match entry {
            Some(entry) if entry.is(file) => ("applied", None),
            Some(entry) => ("divergent", Some(why(file, entry))),
            None if version < last => (
                "late",
                Some("comes before one that was applied; give it the next free number".to_owned()),
            ),
            None => ("pending", None),
        };
        let standing = Standing {
            state,
            migration: file.label(),
            applied_on: entry.map(|entry| entry.applied_on.clone()),
            why,
        };
        found.push((version, standing));
    }
    for entry in seen {
        if !set
            .files
            .iter()
            .any(|file| i64::from(file.version()) == entry.version)
        {
            let ahead = entry.version > i64::from(set.newest());
            let standing = Standing {
                state: if ahead { "ahead" } else { "missing" },
                migration: label(entry.version, &entry.name),
                applied_on: Some(entry.applied_on.clone()),
                why: None,
            };
            found.push((entry.version, standing));
        }
    }
    found.sort_by_key(|(version, _)| *version);
    found.into_iter().map(|(_, standing)| standing).collect()
}

/// Why a checksum differs, as far as a checksum lets one know: by trying what editors do to files, and by
/// comparing with the migration of the program where that is what the database has seen.
fn why(file: &File, entry: &Entry) -> String {
    if entry.name != file.migration.name() {
        return format!("the name differs: the database has seen {}", entry.label());
    }
    let matches = |sql: &str| {
        refinery::Migration::unapplied(&format!("V{}__{}", entry.version, entry.name), sql)
            .is_ok_and(|migration| migration.checksum().to_string() == entry.checksum)
    };
    let text = file.sql.as_str();
    let ends = [
        text.replace('\n', "\r\n"),
        text.trim_end_matches('\n').to_owned(),
        format!("{}\n", text.trim_end_matches('\n')),
        format!("\u{feff}{text}"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    ];
    if ends.iter().any(|text| matches(text)) {
        return "only the line ends, the last newline or a byte-order mark differ; bring the file back as it was".to_owned();
    }
    let original = Set::embedded()
        .files
        .into_iter()
        .find(|known| entry.is(known));
    if let Some(original) = original {
        let words = |sql: &str| -> Vec<String> {
            super::sql::tokens(sql)
                .iter()
                .map(|token| token.text.to_owned())
                .collect()
        };
        return if words(&original.sql) == words(text) {
            "only comments or white space differ; bring the file back as it was".to_owned()
        } else {
            "the SQL differs; bring the file back as it was, and make the change a new migration"
                .to_owned()
        };
    }
    if without_comments(text).iter().any(|text| matches(text)) {
        return "only comments differ; bring the file back as it was".to_owned();
    }
    "SQL or comments differ; bring the file back as it was, and make the change a new migration"
        .to_owned()
}

/// The text without its comment lines, as it may have been before they were written.
fn without_comments(sql: &str) -> Vec<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("--");
    let lines: Vec<&str> = sql.lines().filter(is_code).collect();
    let bare = lines.join("\n") + "\n";
    vec![bare.trim_start().to_owned(), bare]
}
