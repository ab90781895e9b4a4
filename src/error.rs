//! Failures: a [`Problem`] is in the data, an [`Error`] stops the run.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::complaint::Complaint;
use crate::passages::verify::VerifyError;
use crate::wording::{agreeing, count};

/// Something wrong in one place of the data, with the remedy.
///
/// Problems are collected over all files of a run and reported together, in the order of their places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, as it was named to the program.
    pub file: String,
    /// The line on which the record starts; the header is line 1. 0 when the whole file is meant.
    pub line: u64,
    /// The column, when one cell is at fault.
    pub column: Option<String>,
    /// The text at fault, when there is one.
    pub value: Option<String>,
    /// What is wrong.
    pub message: String,
    /// The remedy.
    pub help: String,
    /// The rule that found it, as listed by `sco check --list`.
    pub rule: String,
}

impl Problem {
    /// Whether both give the same line, whichever rule found them.
    fn reads_like(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: ", self.file)?,
            line => write!(f, "{}:{line}: ", self.file)?,
        }
        if let Some(column) = &self.column {
            write!(f, "`{column}`: ")?;
        }
        if let Some(value) = &self.value {
            let shown = format!("`{}`", on_one_line(value));
            if !self.message.starts_with(&shown) {
                write!(f, "{shown} ")?;
            }
        }
        write!(f, "{}; {}", self.message, self.help)
    }
}

/// A value as it can be shown in one line of a report, shortened where it is very long.
fn on_one_line(value: &str) -> String {
    const LONGEST: usize = 120;
    let mut shown = String::new();
    for (index, character) in value.chars().enumerate() {
        if index == LONGEST {
            shown.push('…');
            break;
        }
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data is bad: a person should edit.
    #[error("{}", count(.0.len(), "problem"))]
    Problems(Vec<Problem>),
    /// Exported files differ from what the database gives.
    #[error("{}", self.complaint())]
    Stale {
        /// All of them.
        files: Vec<String>,
        /// The command that writes them.
        command: String,
        /// Those among them that `sco` did not write as they are, and that it replaces only by force.
        of_others: Vec<String>,
    },
    /// Cited passages were not confirmed.
    #[error("{} not confirmed", count(*.0, "citation"))]
    Unconfirmed(usize),
    /// Files of the folder could not be read, which a strict run does not allow.
    #[error("{} not read", count(*.0, "file"))]
    Unread(usize),
    /// Parts of documents do not begin where their records say.
    #[error("{}", self.complaint())]
    Misplaced(usize),
    /// No fact rests on something that a document says, and no omission says why.
    #[error("{}", self.complaint())]
    Uncovered(usize),
    /// Two states of the data differ in so many rows, and the user wanted to know.
    #[error("{}", differing(*.rows, *.one_sided))]
    Differs {
        /// The rows that differ.
        rows: usize,
        /// The tables and columns that one of the two alone has.
        one_sided: usize,
    },
    /// A file could not be read or written.
    #[error("could not {doing} {}", path.display())]
    File {
        /// The action, such as "read".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// SQLite refused.
    #[error("{}", self.complaint())]
    Sql {
        /// The action, such as "load the seeds".
        doing: String,
        /// The error of SQLite.
        source: rusqlite::Error,
    },
    /// The user stopped the program.
    #[error("interrupted; nothing was changed")]
    Interrupted,
    /// The database cannot be used as it is.
    #[error("{0}")]
    Database(Complaint),
    /// The migrations cannot be applied as they are.
    #[error("{0}")]
    Migrations(Refusal),
    /// A database and the migrations do not agree: something is pending, changed or to be mended.
    #[error("{0}")]
    Unsettled(Complaint),
    /// The folder with the copies of the documents cannot be used.
    #[error(transparent)]
    Copies(#[from] VerifyError),
    /// A passage cannot be cited as asked, for each of these reasons.
    #[error("{NOT_CITABLE}:\n  {}", on_lines(.0))]
    Refused(Vec<Complaint>),
    /// The thing asked for does not exist, or the question cannot be answered.
    #[error("{0}")]
    Request(Complaint),
}

/// What the reasons against a passage have in common.
const NOT_CITABLE: &str = "the passage cannot be cited";

/// Why migrations cannot be applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What the faults have in common; empty where there is one that speaks for itself.
    pub heading: String,
    /// The faults.
    pub faults: Vec<Complaint>,
    /// The statement at fault, a line behind a bar each; empty where none is.
    pub quotation: String,
    /// What became of the database.
    pub outcome: String,
}

impl Refusal {
    /// A refusal for one fault.
    pub fn of(fault: Complaint) -> Self {
        Self {
            faults: vec![fault],
            ..Self::default()
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Vec::new();
        if !self.heading.is_empty() {
            lines.push(format!("{}:", self.heading));
        }
        let indent = if self.heading.is_empty() { "" } else { "  " };
        lines.extend(self.faults.iter().map(|fault| format!("{indent}{fault}")));
        lines.extend(
            [&self.quotation, &self.outcome]
                .into_iter()
                .filter(|text| !text.is_empty())
                .cloned(),
        );
        f.write_str(&lines.join("\n"))
    }
}

/// How two states differ, in a line.
fn differing(rows: usize, one_sided: usize) -> String {
    if rows > 0 {
        format!(
            "{} {}",
            count(rows, "row"),
            agreeing(rows, "differs", "differ")
        )
    } else {
        let are = agreeing(one_sided, "table or column is", "tables or columns are");
        format!("no row differs, but {one_sided} {are} on one side alone")
    }
}

impl Error {
    /// Turns an input or output error into one that names the file.
    pub fn file(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            doing,
            path,
            source,
        }
    }

    /// Turns an SQLite error into one that names the action.
    pub fn sql(doing: impl Into<String>) -> impl FnOnce(rusqlite::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Sql { doing, source }
    }

    /// A database that cannot be used as it is, and the remedy.
    pub fn database(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Database(Complaint::new(message, help))
    }

    /// Migrations that cannot be applied for one reason, and the remedy.
    pub fn migrations(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Migrations(Refusal::of(Complaint::new(message, help)))
    }

    /// A request that cannot be answered, and the remedy.
    pub fn request(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Request(Complaint::new(message, help))
    }

    /// A database and migrations that do not agree, and the remedy.
    pub fn unsettled(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unsettled(Complaint::new(message, help))
    }

    /// What is wrong and the remedy apart, as a script reads them; the faults, where there are several, are
    /// in [`Error::faults`].
    pub fn complaint(&self) -> Complaint {
        match self {
            Self::Stale {
                files,
                command,
                of_others,
            } => Complaint::new(
                format!(
                    "{} out of date: {}",
                    count(files.len(), "export"),
                    files.join(", ")
                ),
                if of_others.is_empty() {
                    format!("run `{command}`")
                } else {
                    format!(
                        "run `{command} --force`: sco did not write {} as {} now, and replaces nothing of others unless told so",
                        of_others.join(", "),
                        agreeing(of_others.len(), "it is", "they are")
                    )
                },
            ),
            Self::Misplaced(parts) => Complaint::new(
                format!(
                    "{} {} elsewhere than recorded",
                    count(*parts, "part"),
                    agreeing(*parts, "begins", "begin")
                ),
                "correct sources",
            ),
            Self::Uncovered(gaps) => Complaint::new(
                format!("{} in what the facts cover", count(*gaps, "gap")),
                "cite it, or explain it in omissions",
            ),
            Self::Sql { doing, source } => {
                let (state, help) = outside_the_data(source);
                // The cause stands once: in our words, else in those of SQLite.
                let cause = if state.is_empty() {
                    source.to_string()
                } else {
                    state.to_owned()
                };
                Complaint::new(format!("could not {doing}: {cause}"), help)
            }
            Self::File { doing, source, .. } => {
                Complaint::new(format!("{self}: {source}"), remedy(doing, source))
            }
            Self::Database(complaint) | Self::Unsettled(complaint) | Self::Request(complaint) => {
                complaint.clone()
            }
            Self::Copies(error) => error.complaint(),
            Self::Refused(_) => Complaint::new(NOT_CITABLE, ""),
            Self::Problems(_)
            | Self::Unconfirmed(_)
            | Self::Unread(_)
            | Self::Differs { .. }
            | Self::Interrupted
            | Self::Migrations(_) => Complaint::new(self.to_string(), ""),
        }
    }

    /// The faults that one error is made of, each with its remedy; none where it is a single one.
    pub fn faults(&self) -> Vec<Complaint> {
        match self {
            Self::Migrations(refusal) => refusal.faults.clone(),
            Self::Refused(faults) => faults.clone(),
            Self::Copies(error) => error.faults(),
            Self::Problems(_)
            | Self::Stale { .. }
            | Self::Unconfirmed(_)
            | Self::Unread(_)
            | Self::Misplaced(_)
            | Self::Uncovered(_)
            | Self::Differs { .. }
            | Self::File { .. }
            | Self::Sql { .. }
            | Self::Interrupted
            | Self::Database(_)
            | Self::Unsettled(_)
            | Self::Request(_) => Vec::new(),
        }
    }

    /// `Err` with all the problems, sorted by place, unless there are none.
    pub fn unless_empty(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort();
        // Two rules may find one fault; the line says it once.
        problems.dedup_by(|second, first| second.reads_like(first));
        Err(Self::Problems(problems))
    }
}

/// The faults, each on an indented line.
fn on_lines(faults: &[Complaint]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    lines.join("\n  ")
}

/// What is wrong outside the data, and the remedy, for the errors of SQLite that have one.
fn outside_the_data(error: &rusqlite::Error) -> (&'static str, &'static str) {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DiskFull, NotADatabase, ReadOnly,
    };
    match error.sqlite_error_code() {
        Some(DatabaseBusy) => (
            "another program holds the database",
            "close it, or wait longer with `--wait SECONDS`",
        ),
        Some(ReadOnly) => (
            "the file or its folder is read-only",
            "make it writable, or name another file",
        ),
        Some(DiskFull) => ("the disk is full", "free some space; nothing was changed"),
        Some(DatabaseCorrupt) => (
            "the file is damaged",
            "put a backup in its place with `sco migrate restore`, or name another file",
        ),
        Some(NotADatabase) => ("the file is not an SQLite database", "name another file"),
        Some(CannotOpen) => ("", "check that the folder exists and may be written to"),
        _ => ("", ""),
    }
}

/// What to do about a file that cannot be read or written.
fn remedy(doing: &str, error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind::{IsADirectory, NotADirectory, NotFound, PermissionDenied};
    match error.kind() {
        NotFound if doing.starts_with("read") => "name one that is there",
        NotFound => "make its folder first",
        IsADirectory => "name a file",
        NotADirectory => "name a folder",
        PermissionDenied => "change its permissions, or name another",
        _ => "",
    }
}
