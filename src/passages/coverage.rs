//! Counts the paragraphs, numbers and notes of a reference copy on which no fact rests.
//!
//! It finds gaps; it is no score. An [`Omission`] explains a paragraph or number without a fact; one
//! that explains nothing is a gap, too. `coverage/numbers.rs` and `coverage/words.rs` define numbers.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::Serialize;

use super::copies::CitedWindow;
use super::skeleton::Skeleton;
use crate::vocab::ParagraphRule;

mod gap;
mod needless;
mod notes;
mod numbers;
mod omission;
mod survey;
mod unguarded;
mod words;

pub use gap::{Gap, Needless};
pub use omission::Omission;

/// The words of the copy in which the notes of one source stand: the document, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteSpan {
    /// The source whose notes they are.
    pub source_id: String,
    /// The word of the copy at which it starts, from 0.
    pub first_word: usize,
    /// Its length in words; none when it runs to the end.
    pub n_words: Option<usize>,
    /// The notes that have a reference, by their printed number; other labels may be among them.
    pub notes: BTreeSet<String>,
}

/// The records of a reference copy.
#[derive(Debug, Clone)]
pub struct Inventory<'a> {
    /// The rule by which its paragraphs end.
    pub rule: ParagraphRule,
    /// Its lines of notes, from 1.
    pub note_lines: Vec<RangeInclusive<usize>>,
    /// The windows that are cited in it, those of its parts among them.
    pub windows: Vec<&'a CitedWindow>,
    /// Its recorded omissions.
    pub omissions: Vec<Omission>,
    /// The spans of notes; where spans lie in each other, a note belongs to the narrowest.
    pub notes: Vec<NoteSpan>,
}

/// A count of paragraphs, numbers or notes; those neither covered nor explained are gaps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// All of them.
    pub of: usize,
    /// Those that a citation or a reference covers.
    pub covered: usize,
    /// Those of the others that an omission explains.
    pub explained: usize,
}

impl Count {
    /// Those neither covered nor explained.
    pub fn open(&self) -> usize {
        self.of
            .saturating_sub(self.covered)
            .saturating_sub(self.explained)
    }

    fn add(&mut self, covered: bool, explained: bool) {
        self.of += 1;
        self.covered += usize::from(covered);
        self.explained += usize::from(explained && !covered);
    }
}

/// The coverage of a reference copy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Its paragraphs, but for those that lie in its lines of notes or have no letter or digit.
    pub paragraphs: Count,
    /// The numbers in these paragraphs, each occurrence counted.
    pub numbers: Count,
    /// The numbered notes in its lines of notes.
    pub notes: Count,
    /// The gaps and the needless omissions, by place.
    pub gaps: Vec<Gap>,
}

/// Counts the coverage of the reference copy of a source.
///
/// Words and paragraphs are counted in this very text: any other copy gives gaps without meaning.
/// A window that does not lie in the text covers nothing; telling so is the part of
/// [`verify`](super::verify::verify).
pub fn coverage(text: &str, inventory: &Inventory<'_>) -> Coverage {
    let skeleton = Skeleton::of(text);
    let survey = survey::of(&skeleton, inventory);
    let explained: BTreeSet<_> = inventory.omissions.iter().map(omission::key).collect();
    let mut coverage = Coverage::default();
    for part in &survey {
        part.count(&explained, &mut coverage);
    }
    notes::count(text, &skeleton, inventory, &mut coverage);
    let needless = needless::gaps(&survey, &skeleton, inventory);
    coverage.gaps.extend(needless);
    coverage
        .gaps
        .extend(unguarded::gaps(text, &skeleton, inventory));
    coverage.gaps.sort_unstable();
    coverage
}

#[cfg(test)]
mod tests;
