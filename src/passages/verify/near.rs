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

/// Letters and digits that machines take for each other, and what they may stand for.
static MISREAD: [(&str, &str); 18] = [
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("vv", "w"),
    ("w", "vv"),
    ("ii", "n"),
    ("nn", "m"),
    ("li", "h"),
    ("rn", "n"),
    ("ri", "n"),
    ("fi", "h"),
    ("h", "li"),
    ("u", "ii"),
    ("l", "il"),
    ("il", "l"),
    ("ll", "u"),
    ("u", "ll"),
];
/// What may stand in place of any character.
static CHARACTERS: &str = "0123456789.abcdefghijklmnopqrstuvwxyz";
/// How many digests are made for one text in all: about a second's work.
const BUDGET: usize = 3_000_000;
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
        for start in near {
            if let Some((chars, at)) = self.but_for_one(index, start) {
                return Some(self.told(chars, Some(&at)));
            }
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
            !places
                .get(next)
                .is_some_and(|at| at + self.sought.lengths[**token] <= end)
        };
        self.sought.needed[index]
            .iter()
            .filter(lies_outside)
            .count()
    }

    /// The window that begins here and is the passage but for one character, with that character's place.
    fn but_for_one(&mut self, index: usize, start: usize) -> Option<(Range<usize>, Range<usize>)> {
        let n_chars = self.sought.citations[index].n_chars;
        let end = (start + n_chars + 1).min(self.skeleton.n_chars());
        let window: Vec<char> = self.skeleton.part(&(start..end)).chars().collect();
        if window.len() + 1 < n_chars {
            return None;
        }
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
            if digest_bytes(&edited) == wanted {
                return Some((start..start + kept, start + at..start + at + length.max(1)));
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
            range.start = before.map_or(0, |at| {
                at + text[at..].chars().next().map_or(1, char::len_utf8)
            });
            let after = text[range.end..].find(char::is_whitespace);
            range.end = after.map_or(text.len(), |at| range.end + at);
        }
        text[range].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The edits of one place: where, how many characters go, and what comes instead. Those that machines make first.
fn edits(window: &[char]) -> impl Iterator<Item = (usize, usize, &'static str)> + '_ {
    let misread = (0..window.len()).flat_map(move |at| {
        MISREAD.iter().filter_map(move |(of, to)| {
            let length = of.len();
            let here = window.get(at..at + length)?;
            here.iter()
                .copied()
                .eq(of.chars())
                .then_some((at, length, *to))
        })
    });
    let others = || (0..CHARACTERS.len()).map(|at| &CHARACTERS[at..=at]);
    let replaced = (0..window.len()).flat_map(move |at| others().map(move |to| (at, 1, to)));
    let added = (0..window.len()).map(|at| (at, 1, ""));
    let lost = (0..window.len()).flat_map(move |at| others().map(move |to| (at, 0, to)));
    misread.chain(added).chain(replaced).chain(lost)
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
