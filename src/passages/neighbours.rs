//! Where a passage ought to stand in a copy, by those that were found before and after it.

use std::ops::Range;

use super::copies::CitedWindow;
use super::place::Places;
use super::skeleton::Skeleton;
use super::sought::Sought;

/// What may stand between two passages of a copy beside what stands there in the reference copy, in skeleton
/// characters: an advertisement, notes, the foot of a page.
const FURNITURE: usize = 1_000;
/// The length of a word in skeleton characters, generously.
const WORD: usize = 12;

/// The passages of one source that were found in a text, in the order of the reference copy.
pub(super) struct Neighbours {
    /// The word at which each starts in the reference copy, and where it lies in the text.
    found: Vec<(usize, Range<usize>)>,
}

impl Neighbours {
    pub(super) fn of(home: &str, sought: &Sought<'_>, places: &Places) -> Self {
        let own = places.iter().filter(|(at, _)| sought.homes[**at] == home);
        let mut found: Vec<(usize, Range<usize>)> = own
            .map(|(at, place)| (sought.citations[*at].start_word, place.chars.clone()))
            .collect();
        found.sort_unstable_by_key(|(word, chars)| (*word, chars.start));
        Self { found }
    }

    /// The characters in which a passage ought to begin: those after the passage before it, and those before the
    /// passage after it. None where no other was found.
    pub(super) fn regions(&self, one: &CitedWindow, skeleton: &Skeleton) -> Vec<Range<usize>> {
        let next = self
            .found
            .partition_point(|(word, _)| *word <= one.start_word);
        let before = next.checked_sub(1).map(|at| &self.found[at]);
        let after = self.found.get(next);
        let reach = |words: usize| FURNITURE + words * WORD;
        let mut forwards = before.map(|(word, chars)| {
            let end = chars.start + reach(one.start_word - word);
            chars.start..end.min(skeleton.n_chars())
        });
        let mut backwards = after.map(|(word, chars)| {
            let start = chars.start.saturating_sub(reach(word - one.start_word));
            start..chars.start
        });
        // Where the order is that of the reference copy, neither reaches past the other neighbour.
        if let (Some(forwards), Some(backwards)) = (&mut forwards, &mut backwards)
            && forwards.start <= backwards.end
        {
            forwards.end = forwards.end.min(backwards.end);
            backwards.start = backwards.start.max(forwards.end);
        }
        forwards.into_iter().chain(backwards).collect()
    }
}
