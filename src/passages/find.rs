//! Looks for cited windows in a skeleton.
//!
//! Hashing is the cost. A window is hashed at its recorded place, and then only where its tokens lie near each
//! other; one without tokens only in a text that holds others of its source, and in a clip.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::neighbours::Neighbours;
use super::place::{Place, Places};
use super::skeleton::{Skeleton, digest_bytes};
use super::sought::Sought;

/// What is known of a text before it is searched.
#[derive(Default)]
pub(super) struct Bounds<'a> {
    /// The source whose copy it is said to be: its windows are looked for even where no other is found.
    pub(super) home: Option<&'a str>,
    /// The skeleton characters in which each citation must lie; none for the whole text, and empty for no limit at
    /// all.
    pub(super) within: Vec<Option<Range<usize>>>,
}

/// The words of a text up to which windows without tokens are looked for at every word.
const SMALL: usize = 40_000;
/// The words of a text that may be a clip: up to so many, they are looked for even where nothing else of their source is.
const CLIP: usize = 500;

/// Finds the citations that stand in a text.
pub(super) fn find(skeleton: &Skeleton, sought: &Sought<'_>, bounds: &Bounds<'_>) -> Places {
    let mut search = Search {
        skeleton,
        sought,
        within: &bounds.within,
        tokens: sought.occurrences(skeleton),
        places: Places::new(),
    };
    search.at_recorded_places();
    let all = 0..sought.citations.len();
    for index in all.clone() {
        search.near_its_tokens(index, Reach::WordStarts);
    }
    let mut homes: BTreeSet<&str> = search.places.keys().map(|at| sought.homes[*at]).collect();
    homes.extend(bounds.home);
    for index in all.filter(|index| homes.contains(sought.homes[*index])) {
        search.near_its_tokens(index, Reach::Everywhere);
    }
    search.near_its_neighbours(&homes);
    search.without_tokens(&homes);
    search.places
}

/// Where a window may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// At the start of a word, as in the reference copy.
    WordStarts,
    /// Anywhere: the copy may have lost the space before it.
    Everywhere,
}

/// The number of occurrences of a text in a range of characters of a skeleton, overlaps included.
pub fn count(skeleton: &Skeleton, text: &str, within: &Range<usize>) -> usize {
    offsets(skeleton, text, within).count()
}

/// The character offsets at which a text occurs in a range of characters, overlaps included.
pub(super) fn offsets<'a>(
    skeleton: &'a Skeleton,
    text: &'a str,
    within: &Range<usize>,
) -> impl Iterator<Item = usize> + 'a {
    let finder = memchr::memmem::Finder::new(text);
    let end = skeleton.byte(within.end);
    let mut from = skeleton.byte(within.start).min(end);
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let hit = from + finder.find(&skeleton.text().as_bytes()[from..end])?;
        // One byte on, not past the hit: occurrences may overlap.
        from = hit + 1;
        Some(skeleton.char_at(hit))
    })
}

struct Search<'a> {
    skeleton: &'a Skeleton,
    sought: &'a Sought<'a>,
    within: &'a [Option<Range<usize>>],
    /// The characters at which each token begins.
    tokens: Vec<Vec<usize>>,
    places: Places,
}

impl Search<'_> {
    fn at_recorded_places(&mut self) {
        for (index, one) in self.sought.citations.iter().enumerate() {
            if let Some(window) = self.skeleton.window(one.start_word, one.n_chars) {
                self.test(index, window.chars.start, true);
            }
        }
    }

    /// Hashes a window wherever all its tokens lie inside.
    fn near_its_tokens(&mut self, index: usize, reach: Reach) {
        let sought = self.sought;
        let n_chars = sought.citations[index].n_chars;
        let rarest = sought.needed[index]
            .iter()
            .min_by_key(|token| self.tokens[**token].len());
        let Some(&rarest) = rarest.filter(|_| self.is_open(index)) else {
            return;
        };
        let last = self.skeleton.n_chars() - n_chars;
        let mut from = 0;
        for at in 0..self.tokens[rarest].len() {
            let token = self.tokens[rarest][at];
            let first = (token + sought.lengths[rarest])
                .saturating_sub(n_chars)
                .max(from);
            let starts = first..(token + 1).min(last + 1);
            from = from.max(starts.end);
            if self.is_found_in(index, starts, reach) {
                return;
            }
        }
    }

    fn is_found_in(&mut self, index: usize, starts: Range<usize>, reach: Reach) -> bool {
        if reach == Reach::Everywhere {
            return starts
                .into_iter()
                .any(|start| self.holds_tokens(index, start) && self.test(index, start, false));
        }
        let skeleton = self.skeleton;
        let words = skeleton.word_starts();
        let first = words.partition_point(|start| *start < starts.start);
        words[first..]
            .iter()
            .take_while(|start| **start < starts.end)
            .any(|start| self.holds_tokens(index, *start) && self.test(index, *start, false))
    }

    /// Whether a window that begins here holds all tokens of a citation.
    fn holds_tokens(&self, index: usize, start: usize) -> bool {
        let end = start + self.sought.citations[index].n_chars;
        self.sought.needed[index].iter().all(|token| {
            let places = &self.tokens[*token];
            let next = places.partition_point(|at| *at < start);
            places
                .get(next)
                .is_some_and(|at| at + self.sought.lengths[*token] <= end)
        })
    }

    /// Looks for windows without tokens where those stand that were found beside them.
    fn near_its_neighbours(&mut self, homes: &BTreeSet<&str>) {
        for home in homes {
            let neighbours = Neighbours::of(home, self.sought, &self.places);
            for index in self.open_without_tokens(home) {
                let one = &self.sought.citations[index];
                for region in neighbours.regions(one, self.skeleton) {
                    let last = self.skeleton.n_chars() - one.n_chars;
                    let mut starts = region.start..region.end.min(last + 1);
                    if starts.any(|start| self.test(index, start, false)) {
                        break;
                    }
                }
            }
        }
    }

    /// Looks for the other windows without tokens at every word: in a small text, or where no citation of the source
    /// has a token.
    fn without_tokens(&mut self, homes: &BTreeSet<&str>) {
        let is_small = self.skeleton.n_words() <= SMALL;
        let small = homes.iter().filter(|_| is_small);
        let is_clip = self.skeleton.n_words() <= CLIP;
        let any = self.sought.homes.iter().filter(|_| is_clip);
        let all = small.chain(&self.sought.without_tokens).chain(any);
        let all: BTreeSet<&str> = all.copied().collect();
        let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in all.iter().flat_map(|home| self.open_without_tokens(home)) {
            let n_chars = self.sought.citations[index].n_chars;
            by_length.entry(n_chars).or_default().push(index);
        }
        let skeleton = self.skeleton;
        for (n_chars, open) in by_length {
            self.one_length(n_chars, open, skeleton.word_starts().iter().copied());
        }
    }

    /// Hashes windows of one length once for all citations that have it.
    fn one_length(
        &mut self,
        n_chars: usize,
        mut open: Vec<usize>,
        starts: impl Iterator<Item = usize>,
    ) {
        for start in starts {
            let chars = start..start.saturating_add(n_chars);
            if chars.end > self.skeleton.n_chars() || open.is_empty() {
                break;
            }
            let digest = Some(digest_bytes(self.skeleton.part(&chars)));
            open.retain(|index| {
                self.sought.digests[*index] != digest || !self.settle(*index, chars.clone(), false)
            });
        }
    }

    fn open_without_tokens(&self, home: &str) -> Vec<usize> {
        let all = 0..self.sought.citations.len();
        let is_meant = |index: &usize| {
            self.sought.homes[*index] == home
                && self.sought.needed[*index].is_empty()
                && self.is_open(*index)
        };
        all.filter(is_meant).collect()
    }

    /// Whether a citation is not found yet and may be found at all.
    fn is_open(&self, index: usize) -> bool {
        let n_chars = self.sought.citations[index].n_chars;
        let possible = self.sought.digests[index].is_some() && n_chars > 0;
        possible && n_chars <= self.skeleton.n_chars() && !self.places.contains_key(&index)
    }

    /// Whether the window of a citation stands here.
    fn test(&mut self, index: usize, start: usize, as_recorded: bool) -> bool {
        let chars = start..start + self.sought.citations[index].n_chars;
        let digest = Some(digest_bytes(self.skeleton.part(&chars)));
        self.sought.digests[index] == digest && self.settle(index, chars, as_recorded)
    }

    /// Notes where a window stands, if it may lie there, and counts its occurrences.
    fn settle(&mut self, index: usize, chars: Range<usize>, as_recorded: bool) -> bool {
        let whole = 0..self.skeleton.n_chars();
        let limit = self.within.get(index).and_then(Option::as_ref);
        let within = limit.unwrap_or(&whole);
        if chars.start < within.start || chars.end > within.end {
            return false;
        }
        let count = count(self.skeleton, self.skeleton.part(&chars), within);
        let place = Place {
            chars,
            as_recorded,
            count,
        };
        self.places.insert(index, place);
        true
    }
}

#[cfg(test)]
mod tests;
