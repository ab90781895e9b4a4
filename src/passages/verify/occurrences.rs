//! Which of several places with the same words is the cited one.

use std::ops::Range;

use crate::passages::copies::CitedWindow;
use crate::passages::find::offsets;
use crate::passages::holdings::View;
use crate::passages::sought::Sought;

/// The place of a passage that is cited by its occurrence: in a whole copy the one of that number, in any other the only
/// one between the cited passages before and after it, as far from both as in the reference copy. None where neither
/// tells: what is cut out of a copy may have been the cited one, and what is left another.
pub(super) fn settled(
    one: &CitedWindow,
    occurrence: usize,
    view: &View,
    sought: &Sought<'_>,
    (found, is_whole): (&Range<usize>, bool),
) -> Option<Range<usize>> {
    let text = view.skeleton.part(found);
    let all = 0..view.skeleton.n_chars();
    let place = |start: usize| start..start + found.len();
    if is_whole {
        let mut places = offsets(&view.skeleton, text, &all);
        return places.nth(occurrence.checked_sub(1)?).map(place);
    }
    let [before, after] = neighbours(one, view, sought)?;
    let mut between = offsets(&view.skeleton, text, &(before.chars.end..after.chars.start));
    let own = place(between.next()?);
    if between.next().is_some() {
        return None;
    }
    let words = |from: usize, to: usize| {
        let starts = view.skeleton.word_starts();
        let number = |at: usize| starts.partition_point(|start| *start < at);
        number(to).abs_diff(number(from))
    };
    // As many words as the passage has may have been cut out.
    let length = words(own.start, own.end);
    let is_as_far = |here: usize, there: usize| here.abs_diff(there) < length;
    let is_there = is_as_far(
        words(before.chars.start, own.start),
        one.start_word - before.word,
    ) && is_as_far(
        words(own.start, after.chars.start),
        after.word - one.start_word,
    );
    is_there.then_some(own)
}

/// A cited passage beside another.
struct Neighbour {
    /// The word at which it starts in the reference copy.
    word: usize,
    /// The skeleton characters that it covers in the copy.
    chars: Range<usize>,
}

/// The nearest cited passages before and after a passage, of those whose words stand once in the document. None where one
/// of the two does not stand in the copy, and once: others farther away may have had more places between them.
fn neighbours(one: &CitedWindow, view: &View, sought: &Sought<'_>) -> Option<[Neighbour; 2]> {
    let own = sought
        .citations
        .iter()
        .position(|other| other.citation_id == one.citation_id)?;
    let others = || {
        let others = sought.citations.iter().enumerate();
        others.filter(|(index, other)| {
            sought.homes[*index] == sought.homes[own] && other.occurrence.is_none()
        })
    };
    let before = others()
        .filter(|(_, other)| other.start_word < one.start_word)
        .max_by_key(|(_, other)| other.start_word)?;
    let after = others()
        .filter(|(_, other)| other.start_word > one.start_word)
        .min_by_key(|(_, other)| other.start_word)?;
    let found = |(index, other): (usize, &CitedWindow)| {
        let place = view.places.get(&index).filter(|place| place.count == 1)?;
        Some(Neighbour {
            word: other.start_word,
            chars: place.chars.clone(),
        })
    };
    Some([found(before)?, found(after)?])
}

#[cfg(test)]
mod tests;
