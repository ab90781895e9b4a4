//! Looks for every citation in the copies of a folder: one verdict each.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::copies::{self, Copy, Saved, recognise, wanted};
pub use super::copies::{CitedWindow, How, SourceCopy};
use super::find::{Place, Reach, find};
use super::lineage::Lineage;
use super::parts::{PartReport, misplaced};
use super::tokens;
use crate::complaint::Complaint;
use crate::vocab::vocabulary;
use crate::wording::count;

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
    }
}

/// The report on one citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationReport {
    /// The source it cites.
    pub source_id: String,
    /// The citation.
    pub citation_id: String,
    /// Its verdict.
    pub verdict: Verdict,
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
    /// The source it is a copy of; none when it is no known copy.
    pub source_id: Option<String>,
    /// The way in which it was recognised.
    pub how: Option<How>,
    /// Whether it is the reference copy, up to what a skeleton ignores.
    pub is_reference: bool,
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
    /// Every file looked at, by name.
    pub files: Vec<FileReport>,
    /// The parts that do not begin where their records say.
    pub parts: Vec<PartReport>,
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
    },
}

impl VerifyError {
    /// What is wrong, and the remedy.
    pub fn complaint(&self) -> Complaint {
        match self {
            Self::Unreadable { source, .. } => Complaint::new(format!("{self}: {source}"), ""),
            Self::NothingRecognised {
                folder, n_files, ..
            } => Complaint::new(
                format!(
                    "no copy of a known source among {} in {}",
                    count(n_files, "text file"),
                    folder.display()
                ),
                "name each `<source_id>.txt`, `.md` or `.html`",
            ),
        }
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

/// Reads the files of a folder that may be copies of documents.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn read(folder: &Path) -> Result<Vec<Saved>, VerifyError> {
    copies::read(folder).map_err(|source| VerifyError::Unreadable {
        folder: folder.to_owned(),
        source,
    })
}

/// Looks for all citations in the files that [`read`] read from a folder.
///
/// # Errors
///
/// When no file matches any source.
pub fn verify(
    sources: &[SourceCopy],
    citations: &[CitedWindow],
    folder: &Path,
    saved: &[Saved],
) -> Result<Report, VerifyError> {
    let copies = recognise(saved, sources, citations);
    if copies.is_empty() {
        return Err(nothing_recognised(folder, saved));
    }
    Ok(Report {
        citations: check_all(sources, citations, saved, &copies),
        files: saved
            .iter()
            .map(|saved| file_report(saved, &copies))
            .collect(),
        parts: misplaced(sources, &copies),
    })
}

impl Report {
    /// The verdicts that make a run fail: `missing`, `token_missing`; when strict, also `ambiguous` and `no_copy`.
    pub fn failures(&self, strict: bool) -> Vec<&CitationReport> {
        let fails = |checked: &&CitationReport| match checked.verdict {
            Verdict::Missing | Verdict::TokenMissing => true,
            Verdict::Ambiguous | Verdict::NoCopy => strict,
            Verdict::Exact | Verdict::Found => false,
        };
        self.citations.iter().filter(fails).collect()
    }
}

fn nothing_recognised(folder: &Path, saved: &[Saved]) -> VerifyError {
    let unusable = saved
        .iter()
        .filter_map(|saved| Some((saved.file.clone(), saved.text.clone().err()?)));
    VerifyError::NothingRecognised {
        folder: folder.to_owned(),
        n_files: saved.len(),
        unusable: unusable.collect(),
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

fn file_report(saved: &Saved, copies: &[Copy]) -> FileReport {
    let copy = copies.iter().find(|copy| copy.file == saved.file);
    let complaint = saved.text.as_ref().err();
    FileReport {
        file: saved.file.clone(),
        source_id: copy.map(|copy| copy.source_id.clone()),
        how: copy.map(|copy| copy.how),
        is_reference: copy.is_some_and(Copy::is_reference),
        problem: complaint.map(|complaint| complaint.message.clone()),
        help: complaint.map(|complaint| complaint.help.clone()),
    }
}

fn check_all(
    sources: &[SourceCopy],
    citations: &[CitedWindow],
    saved: &[Saved],
    copies: &[Copy],
) -> Vec<CitationReport> {
    let lineage = Lineage::of(sources);
    let mut by_source: BTreeMap<&str, Vec<&CitedWindow>> = BTreeMap::new();
    for citation in citations {
        by_source
            .entry(&citation.source_id)
            .or_default()
            .push(citation);
    }
    let mut checked: Vec<CitationReport> = by_source
        .iter()
        .flat_map(
            |(source_id, cited)| match copy_for(source_id, &lineage, copies) {
                Some(copy) => check_in(copy, &lineage, cited),
                None => cited
                    .iter()
                    .map(|one| without_copy(one, &lineage, saved))
                    .collect(),
            },
        )
        .collect();
    checked.sort_by(|a, b| (&a.source_id, &a.citation_id).cmp(&(&b.source_id, &b.citation_id)));
    checked
}

/// The best copy of a source: a reference copy of its home, else a copy of its own, else any of its home.
fn copy_for<'a>(source_id: &str, lineage: &Lineage<'_>, copies: &'a [Copy]) -> Option<&'a Copy> {
    let home = lineage.home(source_id);
    let fits = |copy: &&Copy| copy.source_id == source_id || copy.source_id == home;
    let rank = |copy: &&Copy| (!copy.is_reference(), copy.source_id != source_id, copy.how);
    copies.iter().filter(fits).min_by_key(rank)
}

fn check_in(copy: &Copy, lineage: &Lineage<'_>, cited: &[&CitedWindow]) -> Vec<CitationReport> {
    // Words are counted in the reference copy: in any other, a span may be somewhere else.
    let span = |one: &CitedWindow| lineage.span(&one.source_id, &copy.skeleton);
    let within = |one| {
        if copy.counts_words_alike {
            span(one)
        } else {
            None
        }
    };
    let wanted: Vec<_> = cited.iter().map(|one| wanted(one, within(one))).collect();
    let places = find(&copy.skeleton, &wanted, Reach::Everywhere);
    let pairs = cited.iter().zip(places);
    pairs.map(|(one, place)| judge(one, copy, place)).collect()
}

fn judge(one: &CitedWindow, copy: &Copy, place: Option<Place>) -> CitationReport {
    let file = &copy.file;
    let Some(place) = place else {
        let known = format!("a copy of `{}` by {}", copy.source_id, copy.how);
        return checked(
            one,
            Verdict::Missing,
            format!("not where it may stand in {file}, {known}"),
        );
    };
    let window = copy.skeleton.slice(place.chars.clone());
    let absent = tokens::missing(window.map_or("", |window| window.raw), &one.tokens);
    if !absent.is_empty() {
        let detail = format!("found in {file}, but without `{}`", absent.join("`, `"));
        return checked(one, Verdict::TokenMissing, detail);
    }
    if place.count > 1 {
        let detail = format!("stands {} times in {file}", place.count);
        return CitationReport {
            help: "lengthen the window".into(),
            ..checked(one, Verdict::Ambiguous, detail)
        };
    }
    let exact = copy.is_reference() && place.as_recorded;
    let verdict = if exact {
        Verdict::Exact
    } else {
        Verdict::Found
    };
    checked(one, verdict, format!("at {} of {file}", spot(copy, &place)))
}

/// The place of a window in words, for people.
fn spot(copy: &Copy, place: &Place) -> String {
    match copy
        .skeleton
        .word_starts()
        .binary_search(&place.chars.start)
    {
        Ok(word) => format!("word {word}"),
        Err(next) => format!("the middle of word {}", next.saturating_sub(1)),
    }
}

fn without_copy(one: &CitedWindow, lineage: &Lineage<'_>, saved: &[Saved]) -> CitationReport {
    let home = lineage.home(&one.source_id);
    let named = |saved: &&Saved| Path::new(&saved.file).file_stem() == Some(home.as_ref());
    let problem = saved.iter().find(named).and_then(|saved| {
        let problem = saved.text.as_ref().err()?;
        Some(of_file(&saved.file, problem))
    });
    let advice = || Complaint::new("", format!("save a copy as `{home}.txt`, `.md` or `.html`"));
    let Complaint { message, help } = problem.unwrap_or_else(advice);
    CitationReport {
        help,
        ..checked(one, Verdict::NoCopy, message)
    }
}

fn checked(one: &CitedWindow, verdict: Verdict, detail: String) -> CitationReport {
    CitationReport {
        source_id: one.source_id.clone(),
        citation_id: one.citation_id.clone(),
        verdict,
        detail,
        help: String::new(),
    }
}

#[cfg(test)]
mod tests;
