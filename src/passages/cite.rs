//! Makes a citation from the first and the last words of a passage, or says why not.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use super::find::offsets;
use super::paragraphs::{holding, paragraphs};
use super::refusals::{self, Candidate};
pub use super::refusals::{CiteProblem, Existing, Repeated};
use super::signs::TOKENS;
use super::skeleton::{NORM, Skeleton, digest};
use super::tokens;
use crate::vocab::ParagraphRule;

/// The curator's request; its words serve to find the window and are not kept.
#[derive(Debug, Clone)]
pub struct Request {
    /// The first words of the passage, as printed.
    pub first_words: String,
    /// The last words of the passage, as printed; the window ends with their last letter or digit.
    pub last_words: String,
    /// The occurrence of the first words that is meant, from 1; none when there must be one only.
    pub occurrence: Option<usize>,
    /// The tokens that the citation will declare.
    pub tokens: Vec<String>,
    /// The rule by which paragraphs end in this copy.
    pub rule: ParagraphRule,
    /// The citations of the same source that exist already.
    pub existing: Vec<Existing>,
    /// Whether the passage may stand in the text more than once.
    pub repeated: Repeated,
}

/// A citation as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCitation {
    /// The word at which the window starts, from 0.
    pub start_word: usize,
    /// Its length in skeleton characters.
    pub n_chars: usize,
    /// The digest of its skeleton.
    pub digest: String,
    /// The scheme of the tokens; the digest is that of `pa1` in either.
    pub norm: &'static str,
    /// What it declares: the tokens asked for, and what stands in it and in no digest.
    pub tokens: BTreeSet<String>,
    /// Which of the places with the same words it is; none where they stand once.
    pub occurrence: Option<usize>,
    /// The number of the paragraph in which it begins, from 1.
    pub paragraph: usize,
    /// The lines of that paragraph in the copy, from 1.
    pub lines: RangeInclusive<usize>,
    /// Every token of the window: those to declare are among them.
    pub candidates: BTreeSet<String>,
}

/// Makes a citation of the reference copy of a source.
///
/// # Errors
///
/// Every reason against it, each with its remedy.
pub fn cite(text: &str, request: &Request) -> Result<NewCitation, Vec<CiteProblem>> {
    let skeleton = Skeleton::of(text);
    let chars = chosen(&skeleton, request)?;
    let paragraphs = paragraphs(&skeleton, request.rule);
    // A chosen range is never empty and lies in the text.
    let window = skeleton
        .slice(chars)
        .ok_or_else(|| vec![CiteProblem::NoFirstWords])?;
    let paragraph = holding(&paragraphs, &window);
    let candidate = Candidate {
        skeleton: &skeleton,
        window,
        paragraph,
        original: text,
    };
    let problems = refusals::all(
        &candidate,
        &request.existing,
        &request.tokens,
        request.repeated,
    );
    if problems.is_empty() {
        return Ok(recorded(&candidate, &request.tokens));
    }
    Err(problems)
}

/// The characters from the first to the last words.
fn chosen(skeleton: &Skeleton, request: &Request) -> Result<Range<usize>, Vec<CiteProblem>> {
    let first = Skeleton::of(&request.first_words);
    let last = Skeleton::of(&request.last_words);
    let empty = [
        (first.n_chars() == 0).then_some(CiteProblem::NoFirstWords),
        (last.n_chars() == 0).then_some(CiteProblem::NoLastWords),
    ];
    let mut problems: Vec<CiteProblem> = empty.into_iter().flatten().collect();
    let whole = 0..skeleton.n_chars();
    if last.n_chars() > 0 && offsets(skeleton, last.text(), &whole).next().is_none() {
        problems.push(CiteProblem::LastWordsNotFound);
    }
    let start = match start(skeleton, &first, request.occurrence) {
        Ok(start) if problems.is_empty() => start,
        Err(problem) if first.n_chars() > 0 => {
            problems.push(problem);
            return Err(problems);
        }
        _ => return Err(problems),
    };
    let end = end(skeleton, &last, start).ok_or_else(|| vec![CiteProblem::LastWordsBefore])?;
    Ok(start..end)
}

/// The end of the last words at or after a character: where they stand as whole words, or else anywhere. A skeleton
/// has no spaces, so that `EEU` also stands in "the Eurasian".
fn end(skeleton: &Skeleton, last: &Skeleton, from: usize) -> Option<usize> {
    let starts = skeleton.word_starts();
    let is_at_a_word = |at: usize| at == skeleton.n_chars() || starts.binary_search(&at).is_ok();
    let rest = from..skeleton.n_chars();
    let found: Vec<usize> = offsets(skeleton, last.text(), &rest).collect();
    let whole = found
        .iter()
        .find(|at| is_at_a_word(**at) && is_at_a_word(**at + last.n_chars()));
    whole
        .or_else(|| found.first())
        .map(|at| at + last.n_chars())
}

/// The start of the first words: always a word start, since a citation records the number of a word.
fn start(
    skeleton: &Skeleton,
    first: &Skeleton,
    occurrence: Option<usize>,
) -> Result<usize, CiteProblem> {
    let starts = skeleton.word_starts();
    let whole = 0..skeleton.n_chars();
    let mut found: Vec<usize> = offsets(skeleton, first.text(), &whole).collect();
    found.retain(|offset| starts.binary_search(offset).is_ok());
    let count = found.len();
    match occurrence {
        _ if count == 0 => Err(CiteProblem::FirstWordsNotFound),
        None if count > 1 => Err(CiteProblem::FirstWordsRepeat { count }),
        Some(asked) if asked == 0 || asked > count => {
            Err(CiteProblem::NoSuchOccurrence { asked, count })
        }
        asked => Ok(found[asked.map_or(0, |asked| asked - 1)]),
    }
}

fn recorded(candidate: &Candidate<'_>, declared: &[String]) -> NewCitation {
    let Candidate {
        skeleton,
        window,
        paragraph,
        ..
    } = candidate;
    let starts = skeleton.word_starts();
    let to_declare = candidate.signs().to_declare();
    let mut candidates = tokens::of_wrapped(window.raw);
    candidates.extend(to_declare.iter().cloned());
    let tokens: BTreeSet<String> = declared.iter().cloned().chain(to_declare).collect();
    let needs_signs = tokens.iter().any(|token| super::signs::is_token(token));
    let whole = 0..skeleton.n_chars();
    let places: Vec<usize> = offsets(skeleton, window.skeleton, &whole).collect();
    let occurrence = places.iter().position(|start| *start == window.chars.start);
    NewCitation {
        start_word: starts.partition_point(|start| *start < window.chars.start),
        n_chars: window.chars.len(),
        digest: digest(window.skeleton),
        norm: if needs_signs { TOKENS } else { NORM },
        tokens,
        occurrence: occurrence.filter(|_| places.len() > 1).map(|at| at + 1),
        paragraph: paragraph.map_or(0, |paragraph| paragraph.number),
        lines: paragraph.map_or(0..=0, |paragraph| paragraph.lines.clone()),
        candidates,
    }
}

#[cfg(test)]
mod tests;
