//! What a copy has where a passage ought to stand: the same but for one letter or digit, or the text that is nearest.
//!
//! Of a passage only the digest is known. That it differs in one character is told by trying what the copy may have
//! had instead of each: where the digest agrees, all other characters are proved. It is never a confirmation: the copy
//! says otherwise, and what it says is told.

use std::ops::Range;

use crate::passages::holdings::View;
use crate::passages::neighbours::Neighbours;
use crate::passages::skeleton::{Skeleton, digest_bytes};
use crate::passages::sought::Sought;

/// Letters and digits of a copy that machines take for others, and the others.
static MISREAD: [(&str, &str); 38] = [
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("vv", "w"),
    ("w", "vv"),
    ("ii", "n"),
    ("nn", "m"),
    ("li", "h"),
    ("h", "li"),
    ("ri", "n"),
    ("ii", "u"),
    ("ll", "u"),
    ("fi", "h"),
    ("l", "i"),
    ("i", "l"),
    ("1", "l"),
    ("l", "1"),
    ("1", "i"),
    ("i", "1"),
    ("0", "o"),
    ("o", "0"),
    ("c", "e"),
    ("e", "c"),
    ("b", "h"),
    ("h", "b"),
    ("n", "u"),
    ("u", "n"),
    ("f", "t"),
    ("t", "f"),
    ("o", "a"),
    ("a", "o"),
    ("5", "s"),
    ("s", "5"),
    ("v", "y"),
    ("y", "v"),
    ("g", "q"),
    ("q", "g"),
];
/// A number is what is altered, or printed wrongly, more often than anything else.
static DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
/// Letters that are taken for digits: the scheme leaves out a digit at the end of a word as a note mark.
static TAKEN_FOR_NOTES: [&str; 6] = ["l", "i", "o", "s", "b", "g"];
/// What may stand in place of any character.
static CHARACTERS: &str = "0123456789.abcdefghijklmnopqrstuvwxyz";
/// How many digests are made for one text in all: about a second's work.
const BUDGET: usize = 6_000_000;
/// At how many words every edit is tried, and not only what machines do.
const THOROUGH: usize = 8;
/// The longest number of a name with a note mark behind it: `G20` with the note 123 is `G20123`.
const NOTE: usize = 6;
/// How much of a text is shown, in characters.
const SHOWN: usize = 160;

/// What stands where a passage ought to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nearest {
    /// The readable text, on one line.
    pub(super) text: String,
    /// The skeleton characters of it.
    pub(super) chars: Range<usize>,
    /// The words of the copy that differ, where nothing else does.
    pub(super) differs: Option<String>,
}

/// The surroundings of passages that are not in a text.
pub(super) struct Surroundings<'a> {
    sought: &'a Sought<'a>,
    skeleton: &'a Skeleton,
    neighbours: Neighbours,
    /// The characters at which each token begins.
    tokens: Vec<Vec<usize>>,
    budget: usize,
}

impl<'a> Surroundings<'a> {
    pub(super) fn of(home: &str, view: &'a View, sought: &'a Sought<'a>) -> Self {
        Self {
            sought,
            skeleton: &view.skeleton,
            neighbours: Neighbours::of(home, sought, &view.places),
            tokens: sought.occurrences(&view.skeleton),
            budget: BUDGET,
        }
    }

    /// What stands where a citation ought to; none where its neighbours are not there either.
    pub(super) fn nearest(&mut self, index: usize) -> Option<Nearest> {
        let sought = self.sought;
        let one = &sought.citations[index];
        let regions = self.neighbours.regions(one, self.skeleton);
        let mut starts: Vec<(usize, usize)> = Vec::new();
        for region in regions {
            let words = self.skeleton.word_starts();
            let first = words.partition_point(|start| *start < region.start);
            let inside = words[first..]
                .iter()
                .take_while(|start| **start < region.end);
            starts.extend(inside.map(|start| (self.absent(index, *start), *start)));
        }
        // The starts whose windows hold most of the tokens, the first of them first.
        starts.sort_unstable();
        starts.dedup();
        let best = starts.first()?.0;
        let near: Vec<usize> = starts
            .iter()
            .filter(|(absent, _)| *absent <= best.max(1))
            .map(|(_, start)| *start)
            .collect();
        let thorough = &near[..near.len().min(THOROUGH)];
        let found = near
            .iter()
            .find_map(|start| self.but_for_one(index, *start, misread));
        let found = found.or_else(|| {
            let mut starts = thorough.iter();
            starts.find_map(|start| self.but_for_one(index, *start, any_edit))
        });
        if let Some((chars, at)) = found {
            return Some(self.told(chars, Some(&at)));
        }
        let (absent, start) = starts[0];
        // Where no token is near, nothing tells that it is the place.
        let is_told = absent < sought.needed[index].len();
        let end = (start + one.n_chars).min(self.skeleton.n_chars());
        is_told.then(|| self.told(start..end, None))
    }

    /// How many tokens of a citation do not lie in its window if that begins here.
    fn absent(&self, index: usize, start: usize) -> usize {
        // A misread letter may make a window longer by one.
        let end = start + self.sought.citations[index].n_chars + 1;
        let lies_outside = |token: &&usize| {
            let places = &self.tokens[**token];
            let next = places.partition_point(|at| *at < start);
            places
                .get(next)
                .is_none_or(|at| at + self.sought.lengths[**token] > end)
        };
        self.sought.needed[index]
            .iter()
            .filter(lies_outside)
            .count()
    }

    /// The window that begins here and is the passage but for one character, with that character's place.
    fn but_for_one(
        &mut self,
        index: usize,
        start: usize,
        edits: fn(&[char]) -> Vec<Edit>,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let n_chars = self.sought.citations[index].n_chars;
        let end = (start + n_chars + NOTE).min(self.skeleton.n_chars());
        let window: Vec<char> = self.skeleton.part(&(start..end)).chars().collect();
        let wanted = self.sought.digests[index]?;
        for (at, length, instead) in edits(&window) {
            let made = window.len() - length + instead.chars().count();
            // What is cut off at the end must be what is too much.
            let Some(surplus) = made.checked_sub(n_chars) else {
                continue;
            };
            if at + length + surplus > window.len() {
                continue;
            }
            self.budget = self.budget.checked_sub(1)?;
            let kept = window.len() - surplus;
            let edited: String = window[..at]
                .iter()
                .copied()
                .chain(instead.chars())
                .chain(window[at + length..kept].iter().copied())
                .collect();
            // The window as it is may stand here, and not be allowed to.
            let is_another = !edited
                .chars()
                .eq(window[..n_chars.min(window.len())].iter().copied());
            if digest_bytes(&edited) == wanted && is_another {
                // What is lost behind the last character is told with that one.
                let at = start + at.min(kept.saturating_sub(1));
                return Some((start..start + kept, at..at + length.max(1)));
            }
        }
        None
    }

    fn told(&self, chars: Range<usize>, differs: Option<&Range<usize>>) -> Nearest {
        let text = self.words(&chars, 0);
        Nearest {
            text: shortened(&text),
            differs: differs.map(|chars| self.words(chars, 1)),
            chars,
        }
    }

    /// The words of the readable text that these characters are part of. What stands around a word counts as part of
    /// it where it is asked for, since a sign may be what differs.
    fn words(&self, chars: &Range<usize>, around: usize) -> String {
        let Some(window) = self.skeleton.slice(chars.clone()) else {
            return String::new();
        };
        let text = self.skeleton.folded();
        let mut range = window.folded;
        if around > 0 {
            let before = text[..range.start].rfind(char::is_whitespace);
            range.start = before.unwrap_or_default();
            let after = text[range.end..].find(char::is_whitespace);
            range.end = after.map_or(text.len(), |at| range.end + at);
        }
        text[range].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// An edit of a text: where, how many characters go, and what comes instead.
type Edit = (usize, usize, &'static str);

/// The edits that undo what machines misread, and those of a digit.
fn misread(window: &[char]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in 0..window.len() {
        for (of, to) in &MISREAD {
            let here = window.get(at..at + of.len());
            if here.is_some_and(|here| here.iter().copied().eq(of.chars())) {
                edits.push((at, of.len(), *to));
            }
        }
        if window[at].is_ascii_digit() {
            edits.extend(DIGITS.iter().map(|to| (at, 1, *to)));
        }
        edits.extend(TAKEN_FOR_NOTES.iter().map(|to| (at, 0, *to)));
        edits.extend(number_and_note(&window[at..]).map(|length| (at + 1, length, "")));
    }
    edits
}

/// The length of the digits behind a letter, where they are too many for the scheme to leave out and may be the number
/// of a name and a note mark.
fn number_and_note(window: &[char]) -> Option<usize> {
    let (first, rest) = window.split_first()?;
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    (first.is_alphabetic() && (4..=NOTE).contains(&digits)).then_some(digits)
}

/// Every edit of one character.
fn any_edit(window: &[char]) -> Vec<Edit> {
    let others = || (0..CHARACTERS.len()).map(|at| &CHARACTERS[at..=at]);
    let mut edits: Vec<Edit> = (0..window.len()).map(|at| (at, 1, "")).collect();
    for length in [1, 0] {
        for at in 0..=window.len() {
            edits.extend(others().map(|to| (at, length, to)));
        }
    }
    edits
}

/// A text that is not too long to be read.
fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    let whole = start.rfind(' ').unwrap_or(start.len());
    format!("{} ..", &start[..whole])
}

#[cfg(test)]
mod tests;
