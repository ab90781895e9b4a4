//! Which of several places with the same words is the cited one.

use std::ops::Range;

use crate::passages::copies::CitedWindow;
use crate::passages::find::offsets;
use crate::passages::holdings::View;
use crate::passages::sought::Sought;

/// The place of a passage that is cited by its occurrence: in a whole copy the one of that number, in any other the only
/// one between the cited passages before and after it. None where neither tells.
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
    let (before, after) = neighbours(one, view, sought)?;
    if before > after {
        return None;
    }
    let mut between = offsets(&view.skeleton, text, &(before..after));
    let first = between.next()?;
    between.next().is_none().then(|| place(first))
}

/// Where the nearest passage before ends, and where the nearest after begins, of those that stand once.
fn neighbours(one: &CitedWindow, view: &View, sought: &Sought<'_>) -> Option<(usize, usize)> {
    let home = |index: usize| sought.homes[index];
    let own = sought
        .citations
        .iter()
        .position(|other| other.citation_id == one.citation_id)?;
    let others = || {
        let others = view.places.iter().filter(|(index, place)| {
            let other = &sought.citations[**index];
            home(**index) == home(own) && place.count == 1 && other.occurrence.is_none()
        });
        others.map(|(index, place)| (sought.citations[*index].start_word, &place.chars))
    };
    let before = others().filter(|(word, _)| *word < one.start_word);
    let before = before.max_by_key(|(word, _)| *word)?;
    let after = others().filter(|(word, _)| *word > one.start_word);
    let after = after.min_by_key(|(word, _)| *word)?;
    Some((before.1.end, after.1.start))
}
