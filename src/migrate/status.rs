//! The state of a database compared with a set of migrations. Only reads, and works on any file.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Serialize, Serializer};

use super::backup;
use super::drift::{self, Difference};
use super::file_state::{self, FileState};
use super::history::{self, Entry};
use super::set::{File, Flaw, Set, is_checksum_of, label};
use super::sql;
use crate::error::Error;
use crate::files::shown;

/// The state of a migration according to the history of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MigrationState {
    /// It was applied.
    Applied,
    /// It was not applied yet.
    Pending,
    /// It was not applied, though one with a higher number was.
    Late,
    /// It was applied, and the set does not have it.
    Missing,
    /// It was applied, and its number is higher than any that is compiled in: the program is too old.
    Ahead,
    /// Another migration of this number was applied.
    Divergent,
}

impl fmt::Display for MigrationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Applied => "applied",
            Self::Pending => "pending",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::Ahead => "ahead",
            Self::Divergent => "divergent",
        })
    }
}

/// One migration and its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MigrationStatus {
    /// Its state.
    pub state: MigrationState,
    /// The name of its file, without the ending.
    pub migration: String,
    /// The time at which it was applied, according to the history.
    pub applied_on: Option<String>,
    /// Why it is divergent or late, and what to do.
    pub why: Option<String>,
}

/// The state of a database beside a set of migrations.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The file.
    #[serde(serialize_with = "as_text")]
    pub db: PathBuf,
    /// The sort of file.
    pub kind: FileState,
    /// True if somebody emptied the history: there are tables, and no migration is recorded.
    pub emptied: bool,
    /// Every migration of the set and of the history.
    pub migrations: Vec<MigrationStatus>,
    /// Files that have the number of another.
    pub duplicates: Vec<Flaw>,
    /// Files that cannot be migrations.
    pub unusable: Vec<Flaw>,
    /// Objects whose definition is not the one that the migrations give them.
    pub drifted: Vec<Difference>,
    /// The user's own objects.
    pub extra: Vec<String>,
    /// What the migrations made and what cannot be compared, with the reason.
    pub not_known: Vec<String>,
    /// The backups beside it, the oldest first.
    #[serde(serialize_with = "all_as_text")]
    pub backups: Vec<PathBuf>,
}

fn as_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&shown(path))
}

fn all_as_text<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| shown(path)))
}

impl Status {
    /// True if there is nothing to do.
    pub fn is_settled(&self) -> bool {
        self.kind == FileState::Ours
            && !self.emptied
            && self.count(MigrationState::Applied) == self.migrations.len()
            && self.duplicates.is_empty()
            && self.unusable.is_empty()
            && self.drifted.is_empty()
    }

    /// The number of migrations in a state.
    pub fn count(&self, state: MigrationState) -> usize {
        self.migrations
            .iter()
            .filter(|one| one.state == state)
            .count()
    }
}

/// Reads the state of a database.
pub fn status(db: &Path, wait: Duration, set: &Set) -> Result<Status, Error> {
    crate::db::refuse_odd_file(db)?;
    let mut status = Status {
        db: db.to_owned(),
        kind: FileState::Absent,
        emptied: false,
        migrations: Vec::new(),
        duplicates: set.duplicates.clone(),
        unusable: set.unusable.clone(),
        drifted: Vec::new(),
        extra: Vec::new(),
        not_known: Vec::new(),
        backups: backup::all_backups(db),
    };
    if !db.exists() {
        status.migrations = states(&[], set);
        return Ok(status);
    }
    let connection = crate::db::open_read_only(db, wait)?;
    status.kind = file_state::read(&connection, set)?;
    if status.kind == FileState::Foreign {
        return Ok(status);
    }
    status.migrations = states(&history::read(&connection)?, set);
    if status.count(MigrationState::Ahead) > 0 {
        status.kind = FileState::Ahead;
    }
    status.emptied = status.kind == FileState::Ours && history::was_emptied(&connection)?;
    if status.kind == FileState::Ours && !status.emptied {
        let found = drift::check(&connection, set)?;
        status.drifted = found.differences;
        status.extra = found.extra.iter().map(ToString::to_string).collect();
        status.not_known = found.not_known.iter().map(ToString::to_string).collect();
    }
    Ok(status)
}

/// Every migration of the set and of the history, in the order of their numbers.
fn states(seen: &[Entry], set: &Set) -> Vec<MigrationStatus> {
    let last = seen.last().map_or(0, |entry| entry.version);
    let of_set = set.files.iter().map(|file| {
        let version = i64::from(file.version());
        let entry = seen.iter().find(|entry| entry.version == version);
        (version, state_of(file, entry, version < last))
    });
    let only_seen = seen
        .iter()
        .filter(|entry| {
            !set.files
                .iter()
                .any(|file| i64::from(file.version()) == entry.version)
        })
        .map(|entry| (entry.version, without_file(entry, set)));
    let mut found: Vec<(i64, MigrationStatus)> = of_set.chain(only_seen).collect();
    found.sort_by_key(|(version, _)| *version);
    found.into_iter().map(|(_, status)| status).collect()
}

/// The state of a migration of the set; `entry` is the line of the history with its number.
fn state_of(file: &File, entry: Option<&Entry>, is_late: bool) -> MigrationStatus {
    let (state, why) = match entry {
        Some(entry) if entry.is(file) => (MigrationState::Applied, None),
        Some(entry) => (MigrationState::Divergent, Some(why_divergent(file, entry))),
        None if is_late && !file.may_come_late() => (
            MigrationState::Late,
            Some("comes before one that was applied; give it the next free number".to_owned()),
        ),
        None => (MigrationState::Pending, None),
    };
    MigrationStatus {
        state,
        migration: file.label(),
        applied_on: entry.map(|entry| entry.applied_on.clone()),
        why,
    }
}

/// The state of a migration that the database has seen and the set does not have.
fn without_file(entry: &Entry, set: &Set) -> MigrationStatus {
    MigrationStatus {
        state: if set.folder.is_none() && entry.version > i64::from(set.newest()) {
            MigrationState::Ahead
        } else {
            MigrationState::Missing
        },
        migration: label(entry.version, &entry.name),
        applied_on: Some(entry.applied_on.clone()),
        why: None,
    }
}

/// Why a checksum differs. The history keeps no text, so likely changes are tried one by one: what editors do to the
/// end of a file, and the text of the migration compiled into the program, if that is the one that was applied.
fn why_divergent(file: &File, entry: &Entry) -> String {
    if entry.name != file.migration.name() {
        return format!("the name differs: the database has seen {}", entry.label());
    }
    let matches = |text: &str| is_checksum_of(&entry.checksum, entry.version, &entry.name, text);
    let text = file.sql.as_str();
    let bare = text.trim_end_matches(['\r', '\n']);
    if matches(bare) || matches(&format!("{bare}\n")) {
        return "only the last newline differs; bring the file back as it was".to_owned();
    }
    let original = Set::embedded()
        .files
        .into_iter()
        .find(|known| entry.is(known));
    if let Some(original) = original {
        let words = |text: &str| -> Vec<String> {
            sql::tokens(text)
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

/// The text without its comment lines, in the forms that it may have had before they were added.
fn without_comments(sql: &str) -> Vec<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("--");
    let lines: Vec<&str> = sql.lines().filter(is_code).collect();
    let bare = lines.join("\n") + "\n";
    vec![bare.trim_start().to_owned(), bare]
}
