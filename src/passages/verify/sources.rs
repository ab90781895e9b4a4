//! What can be said of each source as a whole.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CitationReport, Verdict};
use crate::passages::holdings::Copy;
use crate::passages::lineage::Lineage;
use crate::passages::skeleton::Skeleton;
use crate::passages::sought::Sought;

/// The report on one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceReport {
    /// The source.
    pub source_id: String,
    /// The document whose copy holds it: itself, or the compilation that it is part of.
    pub document: String,
    /// Whether there is a copy of it, or all files together are one.
    pub has_copy: bool,
    /// Its passages.
    pub of: usize,
    /// Those that are confirmed.
    pub found: usize,
    /// How many have each verdict.
    pub verdicts: BTreeMap<String, usize>,
    /// The files in which passages of it were found or ought to be, by name.
    pub files: Vec<String>,
    /// What may be wrong with the copy as a whole; empty where nothing seems to be.
    pub hint: String,
}

impl SourceReport {
    /// Counts these citations alone.
    pub(super) fn limit_to(&mut self, citations: &[CitationReport]) {
        let own = || {
            citations
                .iter()
                .filter(|one| one.source_id == self.source_id)
        };
        self.of = own().count();
        self.found = own().filter(|one| is_confirmed(one)).count();
        self.verdicts = counted(own());
    }
}

/// How many citations have each verdict.
fn counted<'a>(citations: impl Iterator<Item = &'a CitationReport>) -> BTreeMap<String, usize> {
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    for one in citations {
        *verdicts.entry(one.verdict.to_string()).or_default() += 1;
    }
    verdicts
}

/// The report on each source, by its id. The citations are sorted by source.
pub(super) fn reports(
    citations: &[CitationReport],
    copies: &[Copy],
    sought: &Sought<'_>,
    lineage: &Lineage<'_>,
) -> Vec<SourceReport> {
    let starts: BTreeMap<&str, usize> = sought
        .citations
        .iter()
        .map(|one| (one.citation_id.as_str(), one.start_word))
        .collect();
    let by_source = citations.chunk_by(|a, b| a.source_id == b.source_id);
    by_source
        .map(|cited| {
            let mut cited: Vec<&CitationReport> = cited.iter().collect();
            cited.sort_by_key(|one| starts.get(one.citation_id.as_str()));
            report(&cited, copies, lineage)
        })
        .collect()
}

/// The report on the source of these citations, which are in the order of the document.
fn report(cited: &[&CitationReport], copies: &[Copy], lineage: &Lineage<'_>) -> SourceReport {
    let source_id = cited[0].source_id.as_str();
    let holds = |copy: &&Copy| {
        let file = Some(copy.file.as_str());
        copy.is_copy_of(source_id, lineage) || cited.iter().any(|one| one.file.as_deref() == file)
    };
    let held: Vec<&Copy> = copies.iter().filter(holds).collect();
    let has_copy = !cited.iter().any(|one| one.verdict == Verdict::NoCopy);
    SourceReport {
        source_id: source_id.to_owned(),
        document: lineage.home(source_id).to_owned(),
        has_copy,
        of: cited.len(),
        found: cited.iter().filter(|one| is_confirmed(one)).count(),
        verdicts: counted(cited.iter().copied()),
        files: held.iter().map(|copy| copy.file.clone()).collect(),
        hint: if has_copy {
            hint(cited, &held, source_id, lineage)
        } else {
            String::new()
        },
    }
}

fn is_confirmed(one: &CitationReport) -> bool {
    matches!(one.verdict, Verdict::Exact | Verdict::Found)
}

fn hint(
    cited: &[&CitationReport],
    held: &[&Copy],
    source_id: &str,
    lineage: &Lineage<'_>,
) -> String {
    let is_there = |one: &&&CitationReport| !matches!(one.verdict, Verdict::Missing);
    let n_there = cited.iter().filter(is_there).count();
    if n_there == cited.len() {
        return String::new();
    }
    let Some(last) = cited.iter().rev().find(is_there) else {
        let language = lineage
            .get(source_id)
            .and_then(|source| source.language.as_deref());
        return held
            .iter()
            .find_map(|copy| otherwise_written(copy, language))
            .unwrap_or_else(|| "is it another document, or another edition?".to_owned());
    };
    let after = cited.iter().rev().take_while(|one| !is_there(one)).count();
    let before = cited.iter().take_while(|one| !is_there(one)).count();
    // One passage at the end may have been altered; of many, nothing is there.
    let n_missing = cited.len() - n_there;
    if after >= 2 && after == n_missing {
        return format!("nothing after {}: is the copy cut off?", last.locator);
    }
    let first = cited.iter().find(is_there).unwrap_or(last);
    if before >= 2 && before == n_missing {
        return format!(
            "nothing before {}: does the copy begin later?",
            first.locator
        );
    }
    String::new()
}

/// That a copy is in another script, or hardly in English, though the source is.
fn otherwise_written(copy: &Copy, language: Option<&str>) -> Option<String> {
    let skeleton = &copy.views.first()?.skeleton;
    let language = language.filter(|language| language.starts_with("en"))?;
    if let Some(script) = other_script(skeleton) {
        return Some(format!(
            "most of its letters are {script}, and the document is in `{language}`: is it a translation?"
        ));
    }
    (english_words(skeleton) < 5).then(|| {
        format!("hardly any English words in it, and the document is in `{language}`: is it a translation?")
    })
}

/// The script of most letters, unless it is Latin.
fn other_script(skeleton: &Skeleton) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for c in skeleton.text().chars().filter(|c| c.is_alphabetic()) {
        let script = match c {
            'a'..='z' => "Latin",
            '\u{370}'..='\u{3ff}' => "Greek",
            '\u{400}'..='\u{52f}' => "Cyrillic",
            '\u{590}'..='\u{5ff}' => "Hebrew",
            '\u{600}'..='\u{6ff}' => "Arabic",
            '\u{900}'..='\u{97f}' => "Devanagari",
            '\u{3040}'..='\u{30ff}' => "Japanese",
            '\u{4e00}'..='\u{9fff}' => "Chinese",
            // A skeleton has the parts of each syllable.
            '\u{1100}'..='\u{11ff}' => "Korean",
            _ => "of other scripts",
        };
        *counts.entry(script).or_default() += 1;
    }
    let (script, _) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    (script != "Latin").then_some(script)
}

/// How many of a hundred words are among the five that every English text has most of.
fn english_words(skeleton: &Skeleton) -> usize {
    let mut words = 0;
    let mut english = 0;
    for word in skeleton.folded().split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            words += 1;
            let common = ["the", "of", "and", "to", "in"];
            english += usize::from(common.iter().any(|one| word.eq_ignore_ascii_case(one)));
        }
    }
    100 * english / words.max(1)
}

#[cfg(test)]
mod tests;
