//! The text directive by which a browser opens a page at a passage: `text=first%20words,last%20words`.
//!
//! A browser looks for whole words inside one block of the page, and takes the first place that fits. So the first
//! and the last words are as many as it takes to have one place only in the copy, and none of them stands beside a note
//! mark, which a page may have inside the word.

use std::fmt::Write as _;
use std::ops::Range;

use crate::passages::chars::{is_kept, is_space};
use crate::passages::find::offsets;
use crate::passages::holdings::View;

/// A passage of so many words is named whole.
const SHORT: usize = 10;
/// The least words that are named at each end.
const LEAST: usize = 4;

/// The directive for a passage, from the text of a copy.
pub(super) fn fragment(view: &View, chars: &Range<usize>) -> String {
    let passage = Passage::of(view, chars);
    let all = passage.words.len();
    let parts = match passage.ends() {
        Some((first, last)) if all > SHORT => {
            let phrases = [passage.phrase(0..first), passage.phrase(all - last..all)];
            phrases.map(|phrase| encoded(&phrase)).join(",")
        }
        _ => encoded(&passage.phrase(0..all)),
    };
    match passage.prefix() {
        Some(prefix) => format!("text={}-,{parts}", encoded(&prefix)),
        None => format!("text={parts}"),
    }
}

struct Passage<'a> {
    view: &'a View,
    /// The skeleton characters of each word.
    words: Vec<Range<usize>>,
    /// Whether its words stand at one place only.
    is_unique: bool,
}

impl<'a> Passage<'a> {
    fn of(view: &'a View, chars: &Range<usize>) -> Self {
        let skeleton = &view.skeleton;
        let whole = 0..skeleton.n_chars();
        let occurrences = offsets(skeleton, skeleton.part(chars), &whole).count();
        Self {
            view,
            words: words(view, chars),
            is_unique: occurrences == 1,
        }
    }

    /// How many words name the beginning, and how many the end.
    fn ends(&self) -> Option<(usize, usize)> {
        let all = self.words.len();
        let first = (LEAST..all).find(|n| self.is_only(0..*n, 0))?;
        let first = self.shortened(0..first).end;
        let behind = self.words.get(first)?.start;
        let fewest = LEAST.min(all - first);
        // All that is left stands nowhere before itself, so that it is found in the end.
        let last = (fewest..=all).find(|n| self.is_only(all - n..all, behind))?;
        let is_sound = self.is_on_one_line(&(0..first)) && self.is_on_one_line(&(all - last..all));
        is_sound.then_some((first, last))
    }

    /// The words before a passage whose own words stand at other places, too.
    fn prefix(&self) -> Option<String> {
        let start = self.words.first()?.start;
        let starts = self.view.skeleton.word_starts();
        let at = starts.partition_point(|word| *word < start);
        let from = starts.get(at.checked_sub(LEAST)?)?;
        let before = words(self.view, &(*from..start));
        let prefix = Passage {
            view: self.view,
            words: before,
            is_unique: true,
        };
        (!self.is_unique).then(|| prefix.phrase(0..prefix.words.len()))
    }

    /// The first of these words, without those that a line or a note mark divides from the others.
    fn shortened(&self, words: Range<usize>) -> Range<usize> {
        let mut words = words;
        while words.len() > 1 && !self.is_on_one_line(&words) {
            words.end -= 1;
        }
        words
    }

    /// Whether the first place behind a character at which these words stand is that of these words.
    fn is_only(&self, words: Range<usize>, behind: usize) -> bool {
        let skeleton = &self.view.skeleton;
        let chars = self.chars(&words);
        let mut found = offsets(
            skeleton,
            skeleton.part(&chars),
            &(behind..skeleton.n_chars()),
        );
        found.next() == Some(chars.start)
    }

    /// Whether words stand in one block of the page: no cell ends, no word is divided, and no mark of a note is among
    /// them.
    fn is_on_one_line(&self, words: &Range<usize>) -> bool {
        let range = self.range(words);
        let text = &self.view.text[range.clone()];
        let skeleton = self.view.skeleton.part(&self.chars(words));
        let numbers = |text: &str| {
            text.chars()
                .filter(|c| is_kept(*c) && !c.is_alphabetic())
                .count()
        };
        let before = self.view.text[..range.start].trim_end_matches(' ');
        let begins_inside =
            before.ends_with(LINE_ENDS) && before.trim_end_matches(LINE_ENDS).ends_with(HYPHENS);
        let behind = self.view.text[range.end..].strip_prefix(HYPHENS);
        let ends_inside = behind.is_some_and(|behind| behind.starts_with(LINE_ENDS));
        numbers(text) == numbers(skeleton) && !begins_inside && !ends_inside && !is_divided(text)
    }

    fn phrase(&self, words: Range<usize>) -> String {
        one_line(&self.view.text[self.range(&words)])
    }

    /// The bytes of the copy in which words stand.
    fn range(&self, words: &Range<usize>) -> Range<usize> {
        let window = self.view.skeleton.slice(self.chars(words));
        let origin = |folded: &Range<usize>| self.view.skeleton.origin(folded, &self.view.text);
        let range = window.map(|window| origin(&window.folded));
        range
            .filter(|range| self.view.text.get(range.clone()).is_some())
            .unwrap_or_default()
    }

    fn chars(&self, words: &Range<usize>) -> Range<usize> {
        match self.words.get(words.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([one]) => one.clone(),
            _ => 0..0,
        }
    }
}

/// The ends of lines, of any system.
const LINE_ENDS: [char; 2] = ['\n', '\r'];
/// The hyphens that divide a word at the end of a line.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// Whether a page shows a text in several blocks or cells, or a word of it is divided at the end of a line.
fn is_divided(text: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let mut lines: Vec<&str> = text.split(LINE_ENDS).collect();
    lines.pop();
    text.contains(['\t', '\u{c}'])
        || lines.iter().any(|line| line.ends_with(HYPHENS))
        || lines.iter().any(|line| line.trim().is_empty())
}

/// The skeleton characters of each word of a range.
fn words(view: &View, chars: &Range<usize>) -> Vec<Range<usize>> {
    let starts = view.skeleton.word_starts();
    let inside = starts.iter().filter(|start| chars.contains(start));
    let mut bounds: Vec<usize> = inside.copied().collect();
    // In a copy that has lost the space before it, a passage begins inside a word.
    if bounds.first() != Some(&chars.start) {
        bounds.insert(0, chars.start);
    }
    bounds.push(chars.end);
    bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// A text with every run of white space as one space.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(is_space).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A phrase as a text directive wants it: what has a meaning there, and all that an address may not hold, as `%20`.
fn encoded(phrase: &str) -> String {
    let mut encoded = String::with_capacity(phrase.len());
    for byte in phrase.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
