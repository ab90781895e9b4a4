//! What a skeleton leaves out and a reader does not: signs, currencies, per cent, what joins numbers, the numbers in
//! names, and the ticks of a table.
//!
//! No digest proves them, so a citation declares them as tokens of the scheme `pa2`. They are read from the text before
//! the folds, with what stands around the window: a sign before its first number belongs to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::chars::{is_digit, is_kept, is_letter};
use letters::Letters;
use scan::Scan;

pub use edges::{Edge, Side};

mod edges;
mod letters;
mod scan;

/// The name of the scheme of tokens.
pub const TOKENS: &str = "pa2";

/// What stands in a window and in no digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Signed and joined numbers, amounts of money, percentages and ticks: a window has exactly those that it
    /// declares.
    pub numbers: BTreeSet<String>,
    /// Of these the ones that are there whether or not the lines of the text are joined, and what stands on both sides of
    /// a tag inside a line.
    pub certain: BTreeSet<String>,
    /// Words with digits in them. Others than those declared may be words with their note marks.
    pub names: BTreeSet<String>,
    /// Of these the ones that are names for certain: capital letters and up to three digits, such as `g20`.
    pub acronyms: BTreeSet<String>,
    /// The words and numbers that the window cuts, in whatever way the text is read.
    pub edges: BTreeSet<Edge>,
    /// Whether there are cells, by which ticks are told apart. Where there are none they are counted.
    pub cells: bool,
}

/// How much of a text around a window is looked at, in characters.
const AROUND: usize = 16;
/// The most capital letters of a name with a number.
const ACRONYM: usize = 6;

/// What stands in a range of bytes of a text, before its folds.
pub fn signs(text: &str, window: &Range<usize>) -> Signs {
    let inside = widened(text, window);
    let before = text.get(..inside.start).unwrap_or_default();
    let from = before.char_indices().rev().take(AROUND).last();
    let from = from.map_or(inside.start, |(at, _)| at);
    let behind = inside.end + link_end(text.get(inside.end..).unwrap_or_default());
    let after = text.get(behind..).unwrap_or_default();
    let to = after.char_indices().nth(AROUND);
    let to = to.map_or(text.len(), |(at, _)| behind + at);
    let mut letters = Letters::default();
    letters.take(&text[from..inside.start]);
    let start = letters.chars.len();
    letters.take(&text[inside.clone()]);
    let end = letters.chars.len();
    letters.take(&text[behind..to]);
    let window = start..end;
    if !letters.has_tags() {
        return in_lines(&letters, window);
    }
    let (spaced, inside) = letters.without_tags(&window, true);
    let (joined, window) = letters.without_tags(&window, false);
    let seen = in_lines(&joined, window);
    let of_one_number: Vec<String> = seen
        .certain
        .iter()
        .filter(|sign| parts(sign).len() == 1)
        .cloned()
        .collect();
    let mut found = in_lines(&spaced, inside).joined_with(seen);
    // A reader sees no space there. Only whether two numbers are one is left open: they may be laid out apart.
    found.certain.extend(of_one_number);
    found
}

/// What stands in a window with the lines as they are, or joined.
fn in_lines(letters: &Letters, window: Range<usize>) -> Signs {
    let (joined, moved) = letters.unwrapped(&window);
    let plain = Scan::of(letters, window).signs();
    plain.joined_with(Scan::of(&joined, moved).signs())
}

/// The longest target of a link that is passed over, in characters.
const TARGET: usize = 2_000;

/// The length of the target of a link that a window ends in front of.
fn link_end(behind: &str) -> usize {
    if !behind.starts_with("](") {
        return 0;
    }
    let near: Vec<char> = behind.chars().take(TARGET).collect();
    let length = letters::target(&near).unwrap_or_default();
    near[..length].iter().map(|c| c.len_utf8()).sum()
}

/// The number of a name that stands at the end of a window, whose letters are all that the window counts, belongs to it.
fn widened(text: &str, window: &Range<usize>) -> Range<usize> {
    let behind = text.get(window.end..).unwrap_or_default();
    let digits: usize = behind
        .chars()
        .take_while(|c| is_digit(*c))
        .map(char::len_utf8)
        .sum();
    let is_glued = text
        .get(..window.end)
        .is_some_and(|before| before.ends_with(is_letter));
    let is_number = digits <= 3 && !behind[digits..].starts_with(is_kept);
    let more = if is_glued && is_number { digits } else { 0 };
    window.start..window.end + more
}

impl Signs {
    /// What is there when a text is read in one way or in another, with its lines joined or not. A sign is certain only
    /// where it is there both ways.
    fn joined_with(mut self, other: Self) -> Self {
        let both = self.certain.intersection(&other.certain);
        self.certain = both.cloned().collect();
        self.edges = self.edges.intersection(&other.edges).cloned().collect();
        self.names.extend(other.names);
        self.acronyms.extend(other.acronyms);
        self.numbers.extend(other.numbers);
        self
    }

    /// Whether a declared token is here.
    pub fn hold(&self, token: &str) -> bool {
        self.numbers.contains(token) || self.names.contains(token)
    }

    /// What has to be declared.
    pub fn to_declare(&self) -> BTreeSet<String> {
        let marks = self.edges.iter().filter_map(|edge| edge.mark.clone());
        let signs = self.certain.union(&self.acronyms).cloned();
        signs.chain(marks).collect()
    }

    /// The name that begins as a declared one and ends in up to three digits more: it may be that one with a note mark.
    pub fn with_note_mark(&self, declared: &str) -> Option<&str> {
        let is_it = |name: &&String| {
            let rest = name.strip_prefix(declared).unwrap_or_default();
            (1..=3).contains(&rest.chars().count()) && rest.chars().all(is_digit)
        };
        self.names.iter().find(is_it).map(String::as_str)
    }
}

/// Whether a text has the shape of a token that only this scheme has.
pub fn is_token(text: &str) -> bool {
    if let Some((word, column)) = text.split_once(TICK).or_else(|| text.split_once(CROSS)) {
        let is_word =
            !word.is_empty() && super::tokens::is_token(word) && word.chars().all(is_letter);
        return is_word && matches!(column.parse(), Ok(0..=99_u8)) && !column.starts_with(['+']);
    }
    let found = signs(text, &(0..text.len()));
    found.numbers.contains(text) || found.names.contains(text) || marked_number(text).is_some()
}

/// The number of a token that says which note mark stands directly behind it in the reference copy: `12` of `12³`.
/// Such a token is a leave: a copy may have the mark there, and need not.
pub fn marked_number(token: &str) -> Option<&str> {
    edges::marked_number(token)
}

fn is_plain_number(text: &str) -> bool {
    super::tokens::is_token(text) && text.starts_with(is_digit)
}

/// Tokens as a window without cells has them: the ticks behind a word are numbered from 1.
pub fn without_cells(tokens: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<(&str, char), usize> = BTreeMap::new();
    let mut made = Vec::with_capacity(tokens.len());
    for token in tokens {
        let mark = token.chars().find(|c| [TICK, CROSS].contains(c));
        let Some((mark, (word, _))) = mark.and_then(|mark| Some((mark, token.split_once(mark)?)))
        else {
            made.push(token.clone());
            continue;
        };
        let count = counts.entry((word, mark)).or_default();
        *count += 1;
        made.push(format!("{word}{mark}{count}"));
    }
    made
}

/// Whether a text may be declared as a token, by either scheme.
pub fn is_declarable(text: &str) -> bool {
    super::tokens::is_token(text) || is_token(text)
}

/// The plain numbers and words of a token: of `-4.7` it is `4.7`, of `2005-06` both numbers, of a plain one itself.
pub fn parts(token: &str) -> Vec<String> {
    let word = token.split([TICK, CROSS]).next().unwrap_or_default();
    super::tokens::fold(word)
}

/// The sign of a number below zero in a token. A hyphen at the start of a cell is a formula to spreadsheets.
pub const MINUS: &str = "\u{2212}";
/// The sign for a tick in a token.
const TICK: char = '√';
/// The sign for a cross in a token.
const CROSS: char = '✗';

#[cfg(test)]
mod tests;
