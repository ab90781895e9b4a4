//! Looks for cited windows in a skeleton.
//!
//! Hashing is the cost, so windows of one length are hashed together, once for all that are looked for.

use std::collections::BTreeMap;
use std::ops::Range;

use super::skeleton::{Skeleton, digest_bytes};

/// A window that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// The number of the word at which it starts in the reference copy, from 0.
    pub start_word: usize,
    /// Its length in skeleton characters.
    pub n_chars: usize,
    /// Its digest in lower-case hex; anything else is found nowhere.
    pub digest: &'a str,
    /// The skeleton characters it must lie in, or none for the whole text.
    pub within: Option<Range<usize>>,
}

/// The place of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The skeleton characters it covers where it was found first.
    pub chars: Range<usize>,
    /// Whether that is at the recorded word start.
    pub as_recorded: bool,
    /// The number of its occurrences in the range it must lie in; at least 1.
    pub count: usize,
}

/// The reach of a search beyond the recorded place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To every word start, which is enough to recognise a text.
    WordStarts,
    /// To every word start, then to every character.
    Everywhere,
}

/// The place of each wanted window, in their order; none when it is not in the text.
pub fn find(skeleton: &Skeleton, wanted: &[Wanted<'_>], reach: Reach) -> Vec<Option<Place>> {
    let mut search = Search::new(skeleton, wanted);
    search.at_recorded_places();
    search.at_offsets(&skeleton.word_starts().iter().copied());
    if reach == Reach::Everywhere {
        search.at_offsets(&(0..skeleton.n_chars()));
    }
    search.places
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
    wanted: &'a [Wanted<'a>],
    /// The digest of each wanted window as bytes, or none when it is no digest.
    digests: Vec<Option<[u8; 32]>>,
    places: Vec<Option<Place>>,
}

impl<'a> Search<'a> {
    fn new(skeleton: &'a Skeleton, wanted: &'a [Wanted<'a>]) -> Self {
        Self {
            skeleton,
            wanted,
            digests: wanted.iter().map(|one| from_hex(one.digest)).collect(),
            places: vec![None; wanted.len()],
        }
    }

    fn at_recorded_places(&mut self) {
        for (index, one) in self.wanted.iter().enumerate() {
            let Some(window) = self.skeleton.window(one.start_word, one.n_chars) else {
                continue;
            };
            if self.digests[index] == Some(digest_bytes(window.skeleton)) {
                self.settle(index, window.chars, true);
            }
        }
    }

    fn at_offsets(&mut self, offsets: &(impl Iterator<Item = usize> + Clone)) {
        for (length, mut lost) in self.lost_by_length() {
            for start in offsets.clone() {
                let chars = start..start.saturating_add(length);
                if chars.end > self.skeleton.n_chars() || lost.is_empty() {
                    break;
                }
                let digest = Some(digest_bytes(self.skeleton.part(&chars)));
                lost.retain(|index| {
                    self.digests[*index] != digest || !self.settle(*index, chars.clone(), false)
                });
            }
        }
    }

    /// The windows not found yet, by their length: each length is hashed once for all of them.
    fn lost_by_length(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut lost: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, one) in self.wanted.iter().enumerate() {
            let possible = self.digests[index].is_some() && one.n_chars > 0;
            if possible && self.places[index].is_none() {
                lost.entry(one.n_chars).or_default().push(index);
            }
        }
        lost
    }

    /// Notes where a window stands, if it may lie there, and counts its occurrences.
    fn settle(&mut self, index: usize, chars: Range<usize>, as_recorded: bool) -> bool {
        let whole = 0..self.skeleton.n_chars();
        let within = self.wanted[index].within.as_ref().unwrap_or(&whole);
        if chars.start < within.start || chars.end > within.end {
            return false;
        }
        let count = count(self.skeleton, self.skeleton.part(&chars), within);
        self.places[index] = Some(Place {
            chars,
            as_recorded,
            count,
        });
        true
    }
}

/// The bytes of a digest in lower-case hex.
fn from_hex(digest: &str) -> Option<[u8; 32]> {
    let hex = digest.as_bytes();
    let lower = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if hex.len() != 64 || !hex.iter().all(lower) {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digest[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::skeleton::digest;
    use super::*;

    fn place(text: &str, start_word: usize, skeleton: &str) -> Option<Place> {
        let wanted = Wanted {
            start_word,
            n_chars: skeleton.chars().count(),
            digest: &digest(skeleton),
            within: None,
        };
        find(&Skeleton::of(text), &[wanted], Reach::Everywhere).remove(0)
    }

    #[test]
    fn the_recorded_place_comes_first_and_others_are_counted() {
        let place = place("rye bread, rye bread", 2, "rye").expect("found");
        assert_eq!(
            place,
            Place {
                chars: 8..11,
                as_recorded: true,
                count: 2
            }
        );
    }

    #[test]
    fn a_window_that_moved_is_found_at_a_word_start_or_inside_a_word() {
        let moved = place("new and old rye", 0, "oldrye").expect("found");
        assert_eq!((moved.chars, moved.as_recorded), (6..12, false));
        let inside = place("stone-milled", 7, "onemi").expect("found");
        assert_eq!((inside.chars, inside.count), (2..7, 1));
        assert_eq!(place("stone-milled", 0, "wheat"), None);
    }

    #[test]
    fn overlapping_occurrences_count() {
        assert_eq!(place("anana", 0, "ana").map(|place| place.count), Some(2));
        assert_eq!(count(&Skeleton::of("éé é"), "é", &(0..3)), 0);
        assert_eq!(count(&Skeleton::of("жжж"), "ж", &(1..3)), 2);
    }

    #[test]
    fn a_window_outside_its_range_is_not_found() {
        let skeleton = Skeleton::of("rye bread and rye bread");
        let digest = digest("bread");
        let mut wanted = Wanted {
            start_word: 1,
            n_chars: 5,
            digest: &digest,
            within: Some(8..19),
        };
        let found = find(&skeleton, std::slice::from_ref(&wanted), Reach::Everywhere).remove(0);
        assert_eq!(
            found,
            Some(Place {
                chars: 14..19,
                as_recorded: false,
                count: 1
            })
        );
        wanted.within = Some(8..18);
        assert_eq!(find(&skeleton, &[wanted], Reach::Everywhere), [None]);
    }

    proptest! {
        #[test]
        fn no_search_panics(text in "[a-c é.1]{0,30}", start_word in any::<usize>(), n_chars in any::<usize>(), digest in "[0-9a-f]{64}|.{0,70}", from in 0..40usize, to in 0..40usize) {
            let wanted = Wanted { start_word, n_chars, digest: &digest, within: Some(from..to) };
            let short = Wanted { start_word: start_word % 9, n_chars: n_chars % 9, ..wanted.clone() };
            let skeleton = Skeleton::of(&text);
            find(&skeleton, &[wanted, short], Reach::Everywhere);
            count(&skeleton, "a", &(from..to));
        }
    }
}
