//! Reads the copies that a user has saved in a folder, and tells which source each is a copy of.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use super::find::{Reach, Wanted, find};
use super::html;
use super::lineage::Lineage;
pub use super::lineage::SourceCopy;
use super::skeleton::{Skeleton, sha256};
use crate::complaint::Complaint;
use crate::vocab::vocabulary;

/// A citation to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedWindow {
    /// The id of the citation.
    pub citation_id: String,
    /// The source it cites.
    pub source_id: String,
    /// The word at which it starts in the reference copy, from 0.
    pub start_word: usize,
    /// Its length in skeleton characters.
    pub n_chars: usize,
    /// The digest of its skeleton.
    pub digest: String,
    /// The tokens it must carry.
    pub tokens: Vec<String>,
}

vocabulary! {
    /// The way in which a file was recognised.
    How {
        /// Its whole skeleton is that of the reference copy.
        Digest = "digest",
        /// It is named after the source.
        FileName = "file_name",
        /// It holds enough of the source's windows.
        Content = "content",
    }
}

/// A file of the folder, as text, or the reason why it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name without the folder.
    pub file: String,
    /// Its text, HTML already reduced, or the reason why it has none.
    pub text: Result<String, Complaint>,
    /// The SHA-256 of its bytes in lower-case hex; empty when it cannot be read.
    pub sha256: String,
}

/// A file that is a copy of a source.
pub struct Copy {
    /// Its name without the folder.
    pub file: String,
    /// The source it is a copy of.
    pub source_id: String,
    /// The way in which it was recognised.
    pub how: How,
    /// The skeleton of its text.
    pub skeleton: Skeleton,
    /// Whether its words may be counted as in the reference copy: another copy with the same skeleton may
    /// divide it into other words, by quotation marks or line ends.
    pub counts_words_alike: bool,
}

impl Copy {
    /// Whether its whole skeleton is that of the source's reference copy.
    pub fn is_reference(&self) -> bool {
        self.how == How::Digest
    }
}

/// Reads the files of a folder whose names end in txt, md, html or htm, in the order of their names.
///
/// # Errors
///
/// When the folder cannot be read. A file that cannot be read is among the results, with the reason.
pub fn read(folder: &Path) -> io::Result<Vec<Saved>> {
    let mut paths = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_text(&path) && path.is_file() {
            paths.insert(path);
        }
    }
    Ok(paths.iter().map(|path| saved(path)).collect())
}

/// The text of a file, HTML reduced to what a reader sees, or the reason why it has none.
pub fn decode(file: &str, bytes: Vec<u8>) -> Result<String, Complaint> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Complaint::new(format!("not UTF-8 from byte {at} on"), "save it as UTF-8")
    })?;
    match extension(Path::new(file)).as_deref() {
        Some("html" | "htm") => Ok(html::to_text(&text)),
        _ => Ok(text),
    }
}

/// The source of a file, where its digest or name tells.
type Known = Option<(String, How)>;

/// Tells which source each text is a copy of: by its digest, else its name, else its content.
///
/// Files that are no copy are left out. A source whose reference copy is there is not looked for in
/// other files by content.
pub fn recognise(saved: &[Saved], sources: &[SourceCopy], citations: &[CitedWindow]) -> Vec<Copy> {
    let lineage = Lineage::of(sources);
    let readable = saved
        .iter()
        .filter_map(|saved| Some((saved, saved.text.as_ref().ok()?)));
    let files: Vec<(&Saved, Skeleton, Known)> = readable
        .map(|(saved, text)| {
            let skeleton = Skeleton::of(text);
            let known = by_digest(&skeleton, sources).or_else(|| by_name(&saved.file, &lineage));
            (saved, skeleton, known)
        })
        .collect();
    let held: BTreeSet<&str> = files
        .iter()
        .filter_map(|(_, _, known)| known.as_ref().map(|(id, _)| id.as_str()))
        .collect();
    let mut families = families(&lineage, citations);
    families.retain(|id, _| !held.contains(id.as_str()) && !held.contains(lineage.home(id)));
    let mut copies = Vec::new();
    for (saved, skeleton, known) in files {
        if let Some((source_id, how)) =
            known.or_else(|| by_content(&skeleton, citations, &families))
        {
            let recorded = lineage
                .get(&source_id)
                .and_then(|source| source.bytes_sha256.as_ref());
            let same_bytes = recorded.is_none_or(|bytes| *bytes == saved.sha256);
            let counts_words_alike = how == How::Digest && same_bytes;
            copies.push(Copy {
                file: saved.file.clone(),
                source_id,
                how,
                skeleton,
                counts_words_alike,
            });
        }
    }
    copies
}

fn is_text(path: &Path) -> bool {
    matches!(
        extension(path).as_deref(),
        Some("txt" | "md" | "html" | "htm")
    )
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

fn saved(path: &Path) -> Saved {
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    match fs::read(path) {
        Ok(bytes) => Saved {
            sha256: sha256(&bytes),
            text: decode(&file, bytes),
            file,
        },
        Err(error) => Saved {
            file,
            text: Err(Complaint::new(
                format!("cannot be read: {error}"),
                "check its permissions",
            )),
            sha256: String::new(),
        },
    }
}

fn by_digest(skeleton: &Skeleton, sources: &[SourceCopy]) -> Option<(String, How)> {
    let digest = skeleton.digest();
    let same = |source: &&SourceCopy| source.ref_digest.as_ref() == Some(&digest);
    let ids = sources.iter().filter(same).map(|source| &source.source_id);
    Some((ids.min()?.clone(), How::Digest))
}

fn by_name(file: &str, lineage: &Lineage<'_>) -> Option<(String, How)> {
    let stem = Path::new(file).file_stem()?.to_str()?;
    Some((lineage.get(stem)?.source_id.clone(), How::FileName))
}

/// For each known source, the citations that its copy holds: its own, and those of its parts.
fn families(lineage: &Lineage<'_>, citations: &[CitedWindow]) -> BTreeMap<String, Vec<usize>> {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, citation) in citations.iter().enumerate() {
        let own = citation.source_id.as_str();
        for id in BTreeSet::from([own, lineage.home(own)]) {
            if lineage.get(id).is_some() {
                families.entry(id.to_owned()).or_default().push(index);
            }
        }
    }
    families
}

/// The number of windows of a source to look for in a file of unknown content; the cost of a file that is
/// no copy at all grows with it.
const SAMPLE: usize = 24;

/// Evenly spread members of a family.
fn sample(family: &[usize]) -> Vec<usize> {
    let step = family.len().div_ceil(SAMPLE).max(1);
    family.iter().copied().step_by(step).collect()
}

/// The source most of whose windows are found, of a sample: at least two, and a third.
fn by_content(
    skeleton: &Skeleton,
    citations: &[CitedWindow],
    families: &BTreeMap<String, Vec<usize>>,
) -> Option<(String, How)> {
    let score = |(id, family): (&String, &Vec<usize>)| {
        let sample = sample(family);
        let windows: Vec<Wanted<'_>> = sample
            .iter()
            .map(|index| wanted(&citations[*index], None))
            .collect();
        let found = find(skeleton, &windows, Reach::WordStarts)
            .iter()
            .flatten()
            .count();
        (found >= 2 && found * 3 >= sample.len()).then(|| (id.clone(), found, family.len()))
    };
    // The smaller family wins a tie: all that is found of a compilation may be one article.
    let best = families
        .iter()
        .filter_map(score)
        .min_by_key(|(_, found, of)| (Reverse(*found), *of))?;
    Some((best.0, How::Content))
}

/// The window of a citation, to be looked for.
pub(super) fn wanted(one: &CitedWindow, within: Option<std::ops::Range<usize>>) -> Wanted<'_> {
    Wanted {
        start_word: one.start_word,
        n_chars: one.n_chars,
        digest: &one.digest,
        within,
    }
}

#[cfg(test)]
mod tests;
