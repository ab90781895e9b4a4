//! Whether the parts of a document begin in its reference copy where their records say.

use serde::Serialize;

use super::copies::SourceCopy;
use super::holdings::{Copy, View};
use super::lineage::Lineage;
use super::paragraphs::{Paragraph, fitting_rule, holding, paragraphs};
use super::skeleton::Skeleton;

/// A part of which the record and the copy do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartReport {
    /// The part.
    pub source_id: String,
    /// What is wrong, and in which file.
    pub detail: String,
    /// The remedy.
    pub help: String,
}

/// The parts whose first word does not stand in the paragraph that their records name as the first. Looked for
/// in reference copies alone, since any other copy may have other paragraphs and words.
pub(super) fn misplaced(sources: &[SourceCopy], copies: &[Copy]) -> Vec<PartReport> {
    let lineage = Lineage::of(sources);
    let reference = copies.iter().filter_map(|copy| {
        let source_id = copy.reference_of.as_deref();
        Some((source_id.filter(|_| copy.counts_words_alike)?, copy))
    });
    reference
        .flat_map(|(whole, copy)| misplaced_in(whole, copy, sources, &lineage))
        .collect()
}

fn misplaced_in(
    whole: &str,
    copy: &Copy,
    sources: &[SourceCopy],
    lineage: &Lineage<'_>,
) -> Vec<PartReport> {
    let Some(View { skeleton, .. }) = copy.views.first() else {
        return Vec::new();
    };
    let rule = lineage
        .get(whole)
        .and_then(|whole| whole.paragraph_rule)
        .unwrap_or_else(|| fitting_rule(skeleton));
    let paragraphs = paragraphs(skeleton, rule);
    let is_inside =
        |part: &&SourceCopy| part.ref_digest.is_none() && lineage.home(&part.source_id) == whole;
    let fault = |part: &SourceCopy| {
        let (first_word, recorded) = (part.first_word?, part.first_paragraph?);
        let (detail, help) =
            disagreement((&copy.file, skeleton), &paragraphs, first_word, recorded)?;
        Some(PartReport {
            source_id: part.source_id.clone(),
            detail,
            help: help.to_owned(),
        })
    };
    sources.iter().filter(is_inside).filter_map(fault).collect()
}

/// What the record of a part says otherwise than the copy, and the remedy.
fn disagreement(
    (file, skeleton): (&str, &Skeleton),
    paragraphs: &[Paragraph],
    first_word: usize,
    recorded: usize,
) -> Option<(String, &'static str)> {
    let Some(window) = skeleton.window(first_word, 1) else {
        let words = skeleton.n_words();
        return Some((
            format!("first_word is {first_word}, but {file} has only {words} words"),
            "correct first_word",
        ));
    };
    let number = holding(paragraphs, &window)?.number;
    (number != recorded).then(|| {
        (
            format!(
                "first_paragraph is {recorded}, but the part's first word stands in paragraph {number} of {file}"
            ),
            "correct first_paragraph, or first_word",
        )
    })
}
