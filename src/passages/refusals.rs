//! The reasons to refuse a window, each with its remedy.

use std::ops::Range;

use super::chars::{is_digit, is_space, is_superscript};
use super::find::count;
use super::fold::with_line_feeds;
use super::paragraphs::{Paragraph, holding, lines, paragraphs};
use super::signs::{self, Signs, signs};
use super::skeleton::{Skeleton, Window};
use super::tokens::{self, MOST_WORDS};
use crate::complaint::Complaint;
use crate::vocab::ParagraphRule;
use crate::wording;

/// The length in characters below which a window of prose could be guessed.
const LEAST: usize = 40;
/// The least length of a row, an entry or a whole paragraph.
const LEAST_WHOLE: usize = 20;
/// The length in characters above which a window is more than a citation needs.
const MOST: usize = 300;

/// A citation that exists already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    /// Its id.
    pub citation_id: String,
    /// The word at which it starts in this copy, from 0.
    pub start_word: usize,
    /// Its length in skeleton characters.
    pub n_chars: usize,
}

/// A window that may become a citation.
pub(super) struct Candidate<'a> {
    pub(super) skeleton: &'a Skeleton,
    pub(super) window: Window<'a>,
    pub(super) paragraph: Option<&'a Paragraph>,
    /// The text as it was given, for marks that the fold deletes.
    pub(super) original: &'a str,
}

impl Candidate<'_> {
    /// What stands in the window and in no digest.
    pub(super) fn signs(&self) -> Signs {
        let range = self.skeleton.origin(&self.window.folded, self.original);
        signs(self.original, &range)
    }
}

/// Whether a window may stand in the text more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// It may not.
    Refused,
    /// It is cited by its occurrence.
    Counted,
}

/// A reason to refuse a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CiteProblem {
    /// The first words have no letter or digit.
    NoFirstWords,
    /// The last words have no letter or digit.
    NoLastWords,
    /// The first words do not stand at a word start.
    FirstWordsNotFound,
    /// The first words stand at more than one place.
    FirstWordsRepeat {
        /// The number of occurrences.
        count: usize,
    },
    /// There are fewer occurrences of the first words.
    NoSuchOccurrence {
        /// The occurrence asked for.
        asked: usize,
        /// The number of occurrences.
        count: usize,
    },
    /// The last words are nowhere in the text.
    LastWordsNotFound,
    /// The last words stand before the first words only.
    LastWordsBefore,
    /// The window is too short.
    TooShort {
        /// Its length in skeleton characters.
        n_chars: usize,
        /// The least that is allowed there.
        least: usize,
    },
    /// The window is too long.
    TooLong {
        /// Its length in skeleton characters.
        n_chars: usize,
    },
    /// The window reaches into another paragraph.
    CrossesBlankLine,
    /// The window stands in the text more than once.
    NotUnique {
        /// The number of occurrences.
        count: usize,
    },
    /// A footnote mark inside the window stands after a digit.
    CrossesFootnoteMark,
    /// The window overlaps other citations.
    Overlaps {
        /// The first of them.
        citation_id: String,
        /// How many there are beside that.
        others: usize,
    },
    /// The window begins or ends inside a word or a number.
    CutsWord {
        /// The whole word or number.
        word: String,
    },
    /// The window is cited already.
    Exists {
        /// The other citation.
        citation_id: String,
    },
    /// A declared token is neither one number nor one folded word.
    NotAToken {
        /// The token.
        token: String,
    },
    /// A declared token is not in the window.
    TokenMissing {
        /// The token.
        token: String,
        /// The tokens of the window, separated by spaces.
        candidates: String,
    },
    /// Too many words are declared.
    TooManyWords {
        /// Their number.
        count: usize,
    },
}

impl CiteProblem {
    /// What is wrong, and the remedy.
    pub fn complaint(&self) -> Complaint {
        Complaint::new(self.fault(), self.remedy())
    }

    fn fault(&self) -> String {
        match self {
            Self::NoFirstWords => "the first words are empty".into(),
            Self::NoLastWords => "the last words are empty".into(),
            Self::FirstWordsNotFound => "the first words are not in the text".into(),
            Self::FirstWordsRepeat { count } => {
                format!("the first words stand {count} times in the text")
            }
            Self::NoSuchOccurrence { asked, .. } => {
                format!("occurrence {asked} of the first words does not exist")
            }
            Self::LastWordsNotFound => "the last words are not in the text".into(),
            Self::LastWordsBefore => "the last words do not follow the first words".into(),
            Self::TooShort { n_chars, .. } | Self::TooLong { n_chars } => {
                format!("the window has {}", wording::count(n_chars, "character"))
            }
            Self::CrossesBlankLine => "the window crosses a blank line".into(),
            Self::NotUnique { count } => format!("the window stands {count} times in the text"),
            Self::CrossesFootnoteMark => {
                "the window crosses a footnote mark that stands after a number".into()
            }
            Self::Overlaps {
                citation_id,
                others: 0,
            } => format!("the window overlaps the citation `{citation_id}`"),
            Self::Overlaps {
                citation_id,
                others,
            } => format!("the window overlaps the citation `{citation_id}` and {others} more"),
            Self::CutsWord { word } => format!("the window cuts `{word}`"),
            Self::Exists { citation_id } => {
                format!("the window is that of the citation `{citation_id}`")
            }
            Self::NotAToken { token } => format!("`{token}` is no token"),
            Self::TokenMissing { token, .. } => format!("the token `{token}` is not in the window"),
            Self::TooManyWords { count } => format!("{count} words are declared"),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::NoFirstWords => "give the words with which the passage begins".into(),
            Self::NoLastWords => "give the words with which the passage ends".into(),
            Self::FirstWordsNotFound => "copy them from it, from the start of a word".into(),
            Self::FirstWordsRepeat { .. } => "give more of them, or which one is meant".into(),
            Self::NoSuchOccurrence { count, .. } => format!("give one from 1 to {count}"),
            Self::LastWordsNotFound => "copy them from it".into(),
            Self::LastWordsBefore => "check which occurrence is meant".into(),
            Self::TooShort { least, .. } => format!("extend it to {least} or more"),
            Self::TooLong { .. } => format!("shorten it to {MOST}, or make two citations"),
            Self::CrossesBlankLine => "end it before, and cite what follows on its own".into(),
            Self::NotUnique { .. } => {
                "extend it until it is unique, or cite it by its occurrence".into()
            }
            Self::CrossesFootnoteMark => "end it before the mark, or start after it".into(),
            Self::Overlaps { others, .. } if *others > 0 => {
                "check where its last words stand, or reuse those".into()
            }
            Self::Overlaps { .. } => "reuse that one, or move this window off it".into(),
            Self::CutsWord { .. } => "begin and end it at whole words and numbers".into(),
            Self::Exists { .. } => "reuse it".into(),
            Self::NotAToken { token } => format!("write {}", advice(token)),
            Self::TokenMissing { candidates, .. } => {
                format!("take it from these: {candidates}, or move the window")
            }
            Self::TooManyWords { .. } => format!("keep the {MOST_WORDS} that the fact needs"),
        }
    }
}

/// Every reason to refuse a window.
pub(super) fn all(
    candidate: &Candidate<'_>,
    existing: &[Existing],
    tokens: &[String],
    repeated: Repeated,
) -> Vec<CiteProblem> {
    let mut problems = Vec::new();
    problems.extend(length(candidate));
    problems.extend(blank_line(candidate));
    if repeated == Repeated::Refused {
        problems.extend(not_unique(candidate));
    }
    if candidate.skeleton.crosses_mark(&candidate.window.folded) {
        problems.push(CiteProblem::CrossesFootnoteMark);
    }
    let edges = candidate.signs().edges.into_iter();
    let cut = edges.filter(|edge| edge.mark.is_none());
    problems.extend(cut.map(|edge| CiteProblem::CutsWord { word: edge.text }));
    problems.extend(overlaps(candidate, existing));
    problems.extend(undeclarable(candidate, tokens));
    problems
}

fn advice(token: &str) -> String {
    match tokens::fold(token).as_slice() {
        [] => "a number or a word".to_owned(),
        parts => format!("`{}`", parts.join("`, `")),
    }
}

fn length(candidate: &Candidate<'_>) -> Option<CiteProblem> {
    let n_chars = candidate.window.chars.len();
    let least = if may_be_short(candidate) {
        LEAST_WHOLE
    } else {
        LEAST
    };
    match n_chars {
        _ if n_chars < least => Some(CiteProblem::TooShort { n_chars, least }),
        _ if n_chars > MOST => Some(CiteProblem::TooLong { n_chars }),
        _ => None,
    }
}

/// Whether the window is a whole paragraph, or lies in a row of a table or an entry of a list.
fn may_be_short(candidate: &Candidate<'_>) -> bool {
    let is_whole = |chars: &Range<usize>| *chars == candidate.window.chars;
    candidate
        .paragraph
        .is_some_and(|paragraph| is_whole(&paragraph.chars))
        || is_entry(candidate)
}

fn is_entry(candidate: &Candidate<'_>) -> bool {
    let Range { start, end } = candidate.window.folded;
    let mut lines = lines(candidate.skeleton.folded()).enumerate();
    let Some((number, line)) = lines.find(|(_, line)| line.end > start) else {
        return false;
    };
    // The fold has deleted the marks of some notes, and left every line where it was.
    let starts = || {
        let original = with_line_feeds(candidate.original);
        original.split('\n').nth(number).is_some_and(starts_entry)
    };
    end <= line.end && (candidate.skeleton.folded()[line].contains('\t') || starts())
}

/// Whether a line starts with `- `, or with a note number: `7. `, `7) `, `7 `, `[7] ` or a superscript.
fn starts_entry(line: &str) -> bool {
    let line = line.trim_start_matches(is_space);
    let bare = line.trim_start_matches('[').trim_start_matches(is_digit);
    let n_digits = line
        .trim_start_matches('[')
        .chars()
        .take_while(|c| is_digit(*c))
        .count();
    let after = bare.trim_start_matches(['.', ')', ']']);
    line.starts_with("- ")
        || line.starts_with(is_superscript)
        || ((1..=3).contains(&n_digits) && after.starts_with(is_space))
}

fn blank_line(candidate: &Candidate<'_>) -> Option<CiteProblem> {
    let paragraphs = paragraphs(candidate.skeleton, ParagraphRule::BlankLine);
    let paragraph = holding(&paragraphs, &candidate.window)?;
    let crosses = candidate.window.folded.end > paragraph.folded.end;
    crosses.then_some(CiteProblem::CrossesBlankLine)
}

fn not_unique(candidate: &Candidate<'_>) -> Option<CiteProblem> {
    let whole = 0..candidate.skeleton.n_chars();
    let count = count(candidate.skeleton, candidate.window.skeleton, &whole);
    (count > 1).then_some(CiteProblem::NotUnique { count })
}

/// The citation that has this window, and those that it overlaps as one problem.
fn overlaps(candidate: &Candidate<'_>, existing: &[Existing]) -> Vec<CiteProblem> {
    let mut problems: Vec<CiteProblem> = Vec::new();
    for problem in existing.iter().filter_map(|one| overlap(candidate, one)) {
        let first = problems
            .iter_mut()
            .find(|one| matches!(one, CiteProblem::Overlaps { .. }));
        match (first, &problem) {
            (Some(CiteProblem::Overlaps { others, .. }), CiteProblem::Overlaps { .. }) => {
                *others += 1;
            }
            _ => problems.push(problem),
        }
    }
    problems
}

fn overlap(candidate: &Candidate<'_>, existing: &Existing) -> Option<CiteProblem> {
    let other = candidate
        .skeleton
        .window(existing.start_word, existing.n_chars)?
        .chars;
    let own = &candidate.window.chars;
    let citation_id = existing.citation_id.clone();
    if other == *own {
        return Some(CiteProblem::Exists { citation_id });
    }
    let apart = other.end <= own.start || own.end <= other.start;
    (!apart).then_some(CiteProblem::Overlaps {
        citation_id,
        others: 0,
    })
}

fn undeclarable(candidate: &Candidate<'_>, declared: &[String]) -> Vec<CiteProblem> {
    let raw = candidate.window.raw;
    let signs = candidate.signs();
    let mut candidates = tokens::of_wrapped(raw);
    candidates.extend(signs.to_declare());
    let candidates = candidates.into_iter().collect::<Vec<_>>().join(" ");
    let absent = tokens::missing(raw, declared).into_iter();
    let mut problems: Vec<CiteProblem> = absent
        .filter(|token| !signs.hold(token) && !signs.to_declare().contains(token))
        .map(|token| {
            let candidates = candidates.clone();
            if signs::is_declarable(&token) {
                CiteProblem::TokenMissing { token, candidates }
            } else {
                CiteProblem::NotAToken { token }
            }
        })
        .collect();
    let count = declared
        .iter()
        .filter(|token| tokens::is_word(token))
        .count();
    if count > MOST_WORDS {
        problems.push(CiteProblem::TooManyWords { count });
    }
    problems
}
