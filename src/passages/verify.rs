//! Looks for every citation in the copies of a folder: one verdict each.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::copies::{self, Saved};
pub use super::copies::{CitedWindow, SourceCopy};
use super::documents::Reading;
use super::holdings::{Copy, look};
pub use super::holdings::{Held, How};
use super::lineage::Lineage;
use super::parts::{PartReport, misplaced};
pub use super::repairs::{REPAIRS, Repair};
use super::sought::Sought;
use crate::complaint::Complaint;
use crate::vocab::vocabulary;
use crate::wording::count;
use judge::Judge;
pub use opened::Opened;
pub use sources::SourceReport;

mod declared;
mod fragment;
mod judge;
mod near;
mod occurrences;
mod opened;
mod sources;
mod spots;

vocabulary! {
    /// The verdict on a citation.
    Verdict {
        /// Found once, at the recorded place of the reference copy.
        Exact = "exact",
        /// Found once, elsewhere or in another copy.
        Found = "found",
        /// Found more than once: the window is too short.
        Ambiguous = "ambiguous",
        /// Not in the copy.
        Missing = "missing",
        /// There is no copy of its source.
        NoCopy = "no_copy",
        /// Found, but without a declared token.
        TokenMissing = "token_missing",
        /// Not in the copy, which has the same there but for one character or what machines take for it.
        Near = "near",
    }
}

/// The report on one citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationReport {
    /// The source it cites.
    pub source_id: String,
    /// The citation.
    pub citation_id: String,
    /// Where it stands in the reference copy, such as `paragraph 3`.
    pub locator: String,
    /// Its verdict: the best that any file gives.
    pub verdict: Verdict,
    /// The file that gives it, or in which the text is that is nearest; none where there is no such file.
    pub file: Option<String>,
    /// The repairs of the file without which it does not stand there.
    pub repairs: Vec<Repair>,
    /// What the file has in its place, from the file itself, where the passage is not there.
    pub nearest: Option<String>,
    /// The words of the file that differ, where nothing else does.
    pub differs: Option<String>,
    /// The place, or the reason against it, for people; empty where the remedy tells it.
    pub detail: String,
    /// The remedy; empty where there is none.
    pub help: String,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Its name without the folder.
    pub file: String,
    /// The source it is a copy of, or holds most of; none when it holds nothing of any.
    pub source_id: Option<String>,
    /// The way in which it was recognised.
    pub how: Option<How>,
    /// Whether it is the reference copy, byte for byte where its bytes are on record.
    pub is_reference: bool,
    /// All that it holds.
    pub held: Vec<Held>,
    /// The reason why it could not be used.
    pub problem: Option<String>,
    /// The remedy for that.
    pub help: Option<String>,
}

/// The outcome for all citations and all files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One verdict per citation, by source and citation.
    pub citations: Vec<CitationReport>,
    /// What can be said of each source as a whole, by its id.
    pub sources: Vec<SourceReport>,
    /// Every file looked at, by name.
    pub files: Vec<FileReport>,
    /// The parts that do not begin where their records say.
    pub parts: Vec<PartReport>,
    /// The passages as the copies have them, where some were asked for.
    pub opened: Vec<Opened>,
}

/// The reason why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The folder cannot be read.
    #[error("cannot read the folder {}", folder.display())]
    Unreadable {
        /// The folder.
        folder: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// No file of the folder is a copy of a source.
    #[error("{}{}", self.complaint(), listed(&self.faults()))]
    NothingRecognised {
        /// The folder.
        folder: PathBuf,
        /// The number of files looked at.
        n_files: usize,
        /// The files that could not be used, by name, and why not.
        unusable: Vec<(String, Complaint)>,
        /// After what a copy can be named, where it is not found by its content.
        named_after: &'static str,
    },
}

impl VerifyError {
    /// What is wrong, and the remedy.
    pub fn complaint(&self) -> Complaint {
        match self {
            Self::Unreadable { source, .. } => Complaint::new(
                format!("{self}: {source}"),
                "name a folder with copies of the documents, or one copy",
            ),
            Self::NothingRecognised {
                folder,
                n_files,
                named_after,
                ..
            } => Complaint::new(
                format!(
                    "no copy of a known source among {} in {}",
                    count(n_files, "file"),
                    folder.display()
                ),
                format!(
                    "save each as text, Markdown, HTML, PDF or DOCX, under the name `{named_after}` where it is not found"
                ),
            ),
        }
    }

    /// The same error for claims that name documents and no sources.
    #[must_use]
    pub fn of_claims(mut self) -> Self {
        if let Self::NothingRecognised { named_after, .. } = &mut self {
            *named_after = "<document>";
        }
        self
    }

    /// What is wrong with single files, and the remedies.
    pub fn faults(&self) -> Vec<Complaint> {
        match self {
            Self::Unreadable { .. } => Vec::new(),
            Self::NothingRecognised { unusable, .. } => unusable
                .iter()
                .map(|(file, complaint)| of_file(file, complaint))
                .collect(),
        }
    }
}

/// A file that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unread {
    file: String,
    complaint: Complaint,
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// Every citation.
    All,
    /// The citations with these ids. The others still tell of which document a file is a copy.
    Some(&'a BTreeSet<String>),
}

/// Looks for citations in the files of a folder. One file at a time is in memory, and those that hold something.
///
/// # Errors
///
/// When the folder cannot be read, or no file holds anything of a source.
pub fn verify(
    sources: &[SourceCopy],
    citations: &[CitedWindow],
    scope: Scope<'_>,
    folder: &Path,
    reading: &Reading,
) -> Result<Report, VerifyError> {
    let files = copies::files(folder).map_err(|source| VerifyError::Unreadable {
        folder: folder.to_owned(),
        source,
    })?;
    let saved = files
        .iter()
        .map(|file| copies::saved(folder, file, reading));
    let report = verify_files(sources, citations, scope, saved);
    if report.files.iter().all(|file| file.held.is_empty()) {
        return Err(nothing_recognised(folder, &report));
    }
    Ok(report)
}

/// Looks for all citations in these files, one after the other.
fn verify_files(
    records: &[SourceCopy],
    citations: &[CitedWindow],
    scope: Scope<'_>,
    saved: impl Iterator<Item = Saved>,
) -> Report {
    let lineage = Lineage::of(records);
    let sought = Sought::of(citations, &lineage);
    let (mut copies, mut unread, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for saved in saved {
        let (copy, complaint) = match &saved.document {
            Ok(document) => (look(&saved.file, document, &lineage, &sought), None),
            Err(complaint) => (None, Some(complaint.clone())),
        };
        files.push(file_report(&saved.file, copy.as_ref(), complaint.as_ref()));
        copies.extend(copy);
        unread.extend(complaint.map(|complaint| Unread {
            file: saved.file,
            complaint,
        }));
    }
    let judge = Judge::new(&lineage, &sought, &copies, &unread);
    let citations = judge.all();
    let mut report = Report {
        sources: sources::reports(&citations, &copies, &sought, &lineage),
        citations,
        parts: misplaced(records, &copies),
        files,
        opened: Vec::new(),
    };
    if let Scope::Some(wanted) = scope {
        report.limit_to(wanted);
        report.opened = judge.opened(wanted);
    }
    report
}

impl Report {
    /// Leaves out what is not about these citations.
    fn limit_to(&mut self, wanted: &BTreeSet<String>) {
        self.citations
            .retain(|one| wanted.contains(&one.citation_id));
        for source in &mut self.sources {
            source.limit_to(&self.citations);
        }
        self.sources.retain(|source| source.of > 0);
        let sources = &self.sources;
        self.parts.retain(|part| {
            sources
                .iter()
                .any(|source| source.source_id == part.source_id)
        });
    }

    /// The files that could not be read, which make a strict run fail.
    pub fn unread(&self) -> Vec<&FileReport> {
        let files = self.files.iter();
        files.filter(|file| file.problem.is_some()).collect()
    }

    /// The verdicts that make a run fail: `missing`, `near`, `token_missing`; when strict, also `ambiguous` and `no_copy`.
    pub fn failures(&self, strict: bool) -> Vec<&CitationReport> {
        let fails = |checked: &&CitationReport| match checked.verdict {
            Verdict::Missing | Verdict::TokenMissing | Verdict::Near => true,
            Verdict::Ambiguous | Verdict::NoCopy => strict,
            Verdict::Exact | Verdict::Found => false,
        };
        self.citations.iter().filter(fails).collect()
    }
}

impl Verdict {
    /// How good it is: 0 is the best.
    fn rank(self) -> usize {
        match self {
            Self::Exact => 0,
            Self::Found => 1,
            Self::Ambiguous => 2,
            Self::TokenMissing => 3,
            Self::Near => 4,
            Self::Missing => 5,
            Self::NoCopy => 6,
        }
    }
}

fn nothing_recognised(folder: &Path, report: &Report) -> VerifyError {
    let unusable = report.files.iter().filter_map(|file| {
        let help = file.help.as_deref().unwrap_or_default();
        let complaint = Complaint::new(file.problem.as_deref()?, help);
        Some((file.file.clone(), complaint))
    });
    VerifyError::NothingRecognised {
        folder: folder.to_owned(),
        n_files: report.files.len(),
        unusable: unusable.collect(),
        named_after: "<source_id>",
    }
}

fn listed(faults: &[Complaint]) -> String {
    let listed = faults.iter().map(|fault| format!("; {fault}"));
    listed.collect()
}

/// A complaint that names the file.
fn of_file(file: &str, complaint: &Complaint) -> Complaint {
    Complaint::new(
        format!("{file}: {}", complaint.message),
        complaint.help.as_str(),
    )
}

fn file_report(file: &str, copy: Option<&Copy>, problem: Option<&Complaint>) -> FileReport {
    let held = copy.map_or(&[][..], |copy| &copy.held);
    FileReport {
        file: file.to_owned(),
        source_id: held.first().map(|held| held.source_id.clone()),
        how: held.first().map(|held| held.how),
        is_reference: copy.is_some_and(Copy::is_reference),
        held: held.to_vec(),
        problem: problem.map(|complaint| complaint.message.clone()),
        help: problem.map(|complaint| complaint.help.clone()),
    }
}

#[cfg(test)]
mod tests;
