//! The paragraphs of a copy with their numbers, and which of them a window covers.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use super::numbers::{Number, numbers};
use super::omission::Key;
use super::{Coverage, Gap, Inventory};
use crate::passages::paragraphs::{Paragraph, lines, paragraphs};
use crate::passages::signs::parts;
use crate::passages::skeleton::{Skeleton, Window};
use crate::passages::tokens;

/// A paragraph that is counted.
pub(super) struct Surveyed {
    pub(super) paragraph: Paragraph,
    /// Whether a window lies in it.
    pub(super) covered: bool,
    pub(super) numbers: Vec<Counted>,
}

/// A number that is counted.
pub(super) struct Counted {
    /// The number as a token.
    pub(super) token: String,
    /// Its line in the copy, from 1.
    line: usize,
    /// Whether a window with that token holds it.
    pub(super) covered: bool,
}

/// A window that lies in the copy.
struct Cited<'a> {
    window: Window<'a>,
    /// The plain numbers and words of its tokens.
    tokens: BTreeSet<String>,
}

/// The paragraphs that are counted, in order, with their numbers.
pub(super) fn of(skeleton: &Skeleton, inventory: &Inventory<'_>) -> Vec<Surveyed> {
    let cited = cited(skeleton, inventory);
    let paragraphs = paragraphs(skeleton, inventory.rule).into_iter();
    let counted = paragraphs.filter(|paragraph| is_counted(paragraph, &inventory.note_lines));
    let lies_in = |one: &Cited<'_>, paragraph: &Paragraph| {
        overlap(&one.window.chars, &paragraph.chars).is_some()
    };
    let mut survey: Vec<Surveyed> = counted
        .map(|paragraph| Surveyed {
            covered: cited.iter().any(|one| lies_in(one, &paragraph)),
            numbers: Vec::new(),
            paragraph,
        })
        .collect();
    add_numbers(&mut survey, &cited, skeleton, &inventory.note_lines);
    survey
}

/// Puts every number that is counted into its paragraph.
fn add_numbers(
    survey: &mut [Surveyed],
    cited: &[Cited<'_>],
    skeleton: &Skeleton,
    note_lines: &[RangeInclusive<usize>],
) {
    let line_starts: Vec<usize> = lines(skeleton.folded()).map(|line| line.start).collect();
    for number in numbers(skeleton.folded()) {
        let at = number.folded.start;
        let line = line_starts.partition_point(|start| *start <= at);
        let next = survey.partition_point(|one| one.paragraph.folded.end <= at);
        let Some(one) = survey.get_mut(next) else {
            break;
        };
        // The next paragraph that is counted need not hold the number: those in the notes are left out.
        if one.paragraph.folded.start <= at && !in_notes(line, note_lines) {
            one.numbers.push(Counted {
                covered: cited.iter().any(|cited| cited.carries(&number, skeleton)),
                token: number.token,
                line,
            });
        }
    }
}

fn cited<'a>(skeleton: &'a Skeleton, inventory: &Inventory<'a>) -> Vec<Cited<'a>> {
    let windows = inventory.windows.iter();
    windows
        .filter_map(|one| {
            Some(Cited {
                window: skeleton.window(one.start_word, one.n_chars)?,
                tokens: one.tokens.iter().flat_map(|token| parts(token)).collect(),
            })
        })
        .collect()
}

/// Whether a paragraph has a letter or digit and does not lie wholly in the lines of notes.
fn is_counted(paragraph: &Paragraph, note_lines: &[RangeInclusive<usize>]) -> bool {
    let mut lines = paragraph.lines.clone();
    !paragraph.chars.is_empty() && lines.any(|line| !in_notes(line, note_lines))
}

fn in_notes(line: usize, note_lines: &[RangeInclusive<usize>]) -> bool {
    note_lines.iter().any(|lines| lines.contains(&line))
}

/// The intersection of two ranges, unless it is empty.
fn overlap(a: &Range<usize>, b: &Range<usize>) -> Option<Range<usize>> {
    let both = a.start.max(b.start)..a.end.min(b.end);
    (!both.is_empty()).then_some(both)
}

impl Cited<'_> {
    /// Whether the window holds a number and declares it.
    ///
    /// A window may end inside a number, before a note mark that no rule tells from it: then the
    /// number is what lies inside, as it is for the tokens of the window.
    fn carries(&self, number: &Number, skeleton: &Skeleton) -> bool {
        let Some(inside) = overlap(&self.window.folded, &number.folded) else {
            return false;
        };
        if inside == number.folded {
            let joined = number.joined.iter();
            return joined
                .chain([&number.token])
                .any(|token| self.tokens.contains(token));
        }
        let part = skeleton.folded().get(inside).unwrap_or_default();
        tokens::of(part)
            .iter()
            .any(|token| self.tokens.contains(token))
    }
}

impl Surveyed {
    /// Counts the paragraph and its numbers, and adds their gaps.
    pub(super) fn count(&self, explained: &BTreeSet<Key>, coverage: &mut Coverage) {
        let number = self.paragraph.number;
        let whole = explained.contains(&(number, None));
        coverage.paragraphs.add(self.covered, whole);
        if !self.covered && !whole {
            coverage.gaps.push(Gap::Paragraph {
                number,
                lines: self.paragraph.lines.clone(),
            });
        }
        let mut open = BTreeSet::new();
        for one in &self.numbers {
            // The omission of a paragraph that is covered is needless and explains nothing.
            let explained =
                (whole && !self.covered) || explained.contains(&(number, Some(one.token.clone())));
            coverage.numbers.add(one.covered, explained);
            if !one.covered && !explained && open.insert(&one.token) {
                coverage.gaps.push(Gap::Number {
                    paragraph: number,
                    line: one.line,
                    number: one.token.clone(),
                });
            }
        }
    }
}
