//! The ids of the last release.

use super::limits;
use super::lines::{self, Cells};
use super::shapes::is_key;
use super::{Record, Seeds, line_problem, whole_file};
use crate::complaint::Complaint;
use crate::error::Problem;
use crate::vocab::{IdKind, Vocabulary};
use crate::wording::count;

/// The name of the file that lists them, beside the seed files.
pub(super) const FILE: &str = "released_ids.csv";

/// Its columns.
const HEADER: [&str; 2] = ["kind", "id"];

/// One id of the last release, and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The file, as it was named to the program.
    pub file: String,
    /// The line.
    pub line: u64,
    /// What it names.
    pub kind: IdKind,
    /// The id.
    pub id: String,
}

/// Reads the list: a header, then kind and id on each line. A line of another form is a problem, since otherwise
/// its id could be removed from the seeds without anybody noticing.
pub(super) fn parse(file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<Released> {
    let mut released = Vec::new();
    let mut has_header = false;
    let most = problems.len() + limits::PROBLEMS;
    for record in lines::split(bytes) {
        if problems.len() >= most {
            problems.push(limits::too_many(file));
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(found) => {
                problems.push(line_problem(
                    file,
                    found.line,
                    None,
                    found.flaw.complaint(b','),
                ));
                continue;
            }
        };
        let cells = record.cells(HEADER.len());
        if record.line == 1 {
            has_header = cells.kept == HEADER && cells.count == HEADER.len();
            continue;
        }
        match entry(&cells) {
            Ok((kind, id)) => released.push(Released {
                file: file.to_owned(),
                line: record.line,
                kind,
                id,
            }),
            Err((column, value, Complaint { message, help })) => problems.push(Problem {
                line: record.line,
                column: column.map(str::to_owned),
                value: Some(value.unwrap_or_else(|| record.text.to_owned()))
                    .filter(|value| !value.is_empty()),
                message,
                help,
                ..whole_file(file)
            }),
        }
    }
    if !has_header {
        problems.push(Problem {
            message: "has no header line that can be read".into(),
            help: format!("begin with: {}", HEADER.join(",")),
            ..whole_file(file)
        });
    }
    released
}

/// The kind and the id of a line. An error has the column and the value at fault, and what is wrong; both are empty
/// if the line as a whole is at fault.
type Entry = Result<(IdKind, String), (Option<&'static str>, Option<String>, Complaint)>;

fn entry(cells: &Cells) -> Entry {
    let again = "bring the line back as `sco check --ids` wrote it at the release";
    if cells.too_long.is_some() {
        return Err((None, Some(String::new()), limits::long_cell()));
    }
    let (2, [kind, id]) = (cells.count, cells.kept.as_slice()) else {
        let message = format!("has {}, and the header has 2", count(cells.count, "cell"));
        return Err((None, None, Complaint::new(message, again)));
    };
    let Some(known) = IdKind::from_word(kind) else {
        let message = if kind.is_empty() {
            "is empty"
        } else {
            "is not a known word"
        };
        let help = format!("use one of: {}", IdKind::WORDS.join(", "));
        let complaint = Complaint::new(message, help);
        return Err((Some("kind"), Some(kind.clone()), complaint));
    };
    if id.is_empty() || !is_key(id) {
        let message = if id.is_empty() {
            "is empty"
        } else {
            "is not an id"
        };
        let complaint = Complaint::new(message, again);
        return Err((Some("id"), Some(id.clone()), complaint));
    }
    Ok((known, id.clone()))
}

impl Seeds {
    /// The records with ids of this kind; the id is the first part of their key.
    pub(crate) fn named(&self, kind: IdKind) -> Vec<&Record> {
        match kind {
            IdKind::Fact => self.facts().collect(),
            IdKind::Entity => self.of("entities").iter().collect(),
            IdKind::Citation => self.of("citations").iter().collect(),
            IdKind::Source => self.of("sources").iter().collect(),
            IdKind::Term => self.of("terms").iter().collect(),
        }
    }

    /// Every id that a release gives out, with its kind, in order.
    pub fn ids(&self) -> Vec<(&'static str, &str)> {
        let mut ids: Vec<(&'static str, &str)> = Vec::new();
        for kind in IdKind::ALL {
            let named = self.named(*kind).into_iter();
            ids.extend(named.map(|record| (kind.word(), record.raw(record.table.key[0]))));
        }
        ids.sort_unstable();
        ids
    }

    /// The list of ids in the form of `released_ids.csv`.
    pub fn released_ids_text(&self) -> String {
        let lines = self
            .ids()
            .into_iter()
            .map(|(kind, id)| format!("{kind},{id}\n"));
        std::iter::once(HEADER.join(",") + "\n")
            .chain(lines)
            .collect()
    }
}
