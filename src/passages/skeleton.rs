//! The skeleton of a text: its letters and digits, which survive every way of copying it.

use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::chars::{holds_a_point, is_apostrophe, is_kept, is_mark};
use super::fold::{Folded, fold};

/// The name of the scheme, which every digest includes.
pub const NORM: &str = "pa1";

/// A text reduced to its letters and digits, with the way back to the readable text.
///
/// Lengths and offsets are in skeleton characters (not bytes) unless stated otherwise.
pub struct Skeleton {
    text: String,
    /// For each character, where it begins in `text` and where its origin begins in the folded text. Half the size of
    /// `usize` is enough for every text that is read, and a book is no burden.
    places: Vec<(u32, u32)>,
    starts: Vec<usize>,
    folded: Folded,
}

/// A part of a skeleton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window<'a> {
    /// The characters it covers.
    pub chars: Range<usize>,
    /// Its skeleton text, over which the digest is made.
    pub skeleton: &'a str,
    /// The folded but readable text, from its first to its last kept character.
    pub raw: &'a str,
    /// The bytes of the folded text that `raw` covers.
    pub folded: Range<usize>,
}

/// The digest of a skeleton or a window of one: SHA-256 of `pa1`, a line feed and the text, in lower-case hex.
pub fn digest(skeleton: &str) -> String {
    hex(&digest_bytes(skeleton))
}

/// The SHA-256 of the bytes of a file, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing into a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The digest as bytes.
pub(super) fn digest_bytes(skeleton: &str) -> [u8; 32] {
    let mut hasher = Sha256::new_with_prefix(NORM);
    hasher.update("\n");
    hasher.update(skeleton);
    hasher.finalize().into()
}

impl Skeleton {
    /// The skeleton of a plain or Markdown text; HTML goes through [`to_text`](super::html::to_text) first.
    pub fn of(text: &str) -> Self {
        let mut kept = Kept::default();
        let folded = fold(text);
        each_letter(&folded.text, |c, origin| kept.take(c, origin));
        kept.finish(folded)
    }

    /// Its text: lower-case letters and digits, and full stops between digits.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its length in characters.
    pub fn n_chars(&self) -> usize {
        self.places.len()
    }

    /// The number of words that start in it.
    pub fn n_words(&self) -> usize {
        self.starts.len()
    }

    /// The offset in characters at which each word starts, in order.
    pub fn word_starts(&self) -> &[usize] {
        &self.starts
    }

    /// The digest of the whole.
    pub fn digest(&self) -> String {
        digest(&self.text)
    }

    /// The window of `n_chars` characters from word start number `start_word`, counted from 0.
    ///
    /// None when there is no such word, the window is empty, or it runs past the end.
    pub fn window(&self, start_word: usize, n_chars: usize) -> Option<Window<'_>> {
        let start = *self.starts.get(start_word)?;
        self.slice(start..start.checked_add(n_chars)?)
    }

    /// The window over a range of characters, or none when it is empty or runs past the end.
    pub fn slice(&self, chars: Range<usize>) -> Option<Window<'_>> {
        if chars.is_empty() || chars.end > self.n_chars() {
            return None;
        }
        let from = self.places[chars.start].1 as usize;
        let last = self.places[chars.end - 1].1 as usize;
        let width = self.folded.text[last..].chars().next()?.len_utf8();
        Some(Window {
            skeleton: self.part(&chars),
            raw: &self.folded.text[from..last + width],
            folded: from..last + width,
            chars,
        })
    }

    /// The readable text behind the skeleton: folded, with its lines.
    pub fn folded(&self) -> &str {
        &self.folded.text
    }

    /// The bytes of the text before the folds from which a range of the folded text was made: with the note marks,
    /// signs and invisible characters inside. `original` is the text that the skeleton was made of.
    pub fn origin(&self, folded: &Range<usize>, original: &str) -> Range<usize> {
        let last = self.folded.text[..folded.end].char_indices().next_back();
        let last = last.map_or(0, |(at, _)| at).max(folded.start);
        let from = self.folded.trace.origin(folded.start);
        let to = self.folded.trace.origin(last);
        let mut letters = original.get(to..).unwrap_or_default().chars();
        let width = letters.next().map_or(0, char::len_utf8);
        let marks: usize = letters
            .take_while(|c| is_mark(*c))
            .map(char::len_utf8)
            .sum();
        from..to + width + marks
    }

    /// The text of a range of characters that is known to lie inside.
    pub(super) fn part(&self, chars: &Range<usize>) -> &str {
        &self.text[self.byte(chars.start)..self.byte(chars.end)]
    }

    /// The byte of the skeleton text at which a character begins; its length for all beyond.
    pub(super) fn byte(&self, char: usize) -> usize {
        self.places
            .get(char)
            .map_or(self.text.len(), |place| place.0 as usize)
    }

    /// The character that begins at or after a byte of the skeleton text.
    pub(super) fn char_at(&self, byte: usize) -> usize {
        self.places
            .partition_point(|place| (place.0 as usize) < byte)
    }

    /// The characters whose origin lies in a range of bytes of the folded text.
    pub(super) fn kept_in(&self, folded: &Range<usize>) -> Range<usize> {
        let at = |byte| {
            self.places
                .partition_point(|place| (place.1 as usize) < byte)
        };
        at(folded.start)..at(folded.end)
    }

    /// Whether a footnote mark that stood after a digit lies inside a range of bytes of the folded text.
    pub(super) fn crosses_mark(&self, folded: &Range<usize>) -> bool {
        let marks = &self.folded.marks;
        let next = marks.partition_point(|mark| *mark <= folded.start);
        marks.get(next).is_some_and(|mark| *mark < folded.end)
    }
}

/// A skeleton in the making.
#[derive(Default)]
struct Kept {
    text: String,
    places: Vec<(u32, u32)>,
    starts: Vec<usize>,
    /// The last letter, whose neighbour is not known yet, with its origin.
    open: Option<(char, usize)>,
    before: Option<char>,
    after_letter: bool,
}

impl Kept {
    /// Takes the next letter.
    fn take(&mut self, c: char, origin: usize) {
        if let Some((last, at)) = self.open.replace((c, origin)) {
            self.decide(last, at, Some(c));
        }
    }

    fn finish(mut self, folded: Folded) -> Skeleton {
        if let Some((last, at)) = self.open.take() {
            self.decide(last, at, None);
        }
        Skeleton {
            text: self.text,
            places: self.places,
            starts: self.starts,
            folded,
        }
    }

    /// Keeps a letter, or leaves it out.
    fn decide(&mut self, c: char, origin: usize, next: Option<char>) {
        let kept = is_kept(c) || (c == '.' && is_point(self.before, next));
        if kept {
            if !self.after_letter && !self.before.is_some_and(is_apostrophe) {
                self.starts.push(self.places.len());
            }
            self.places.push((offset(self.text.len()), offset(origin)));
            self.text.push(c);
        }
        (self.before, self.after_letter) = (Some(c), kept);
    }
}

/// An offset in half the space. No text is read that is longer than a `u32` can say; see `LONGEST` in `copies.rs`.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether a full stop between these is a decimal point.
fn is_point(before: Option<char>, next: Option<char>) -> bool {
    before.is_some_and(holds_a_point) && next.is_some_and(holds_a_point)
}

/// The characters in lower case, decomposed, without marks, each with the byte it comes from.
pub(super) fn letters(folded: &str) -> Vec<(char, usize)> {
    let mut letters = Vec::with_capacity(folded.len());
    each_letter(folded, |c, at| letters.push((c, at)));
    letters
}

fn each_letter(folded: &str, mut take: impl FnMut(char, usize)) {
    for (at, c) in folded.char_indices() {
        if c.is_ascii() {
            take(c.to_ascii_lowercase(), at);
        } else {
            let parts = c.to_lowercase().nfkd().filter(|part| !is_mark(*part));
            parts.for_each(|part| take(part, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(of: &str) -> String {
        Skeleton::of(of).text
    }

    #[test]
    fn the_test_vectors_of_the_scheme_hold() {
        for (of, skeleton, start) in [
            (
                "Exports rose¹ to US\\$2.5 billion – a ‘record’.",
                "exportsrosetous2.5billionarecord",
                "775549fb20c045d2",
            ),
            (
                "exports rose to US$2.5 billion - a \"record\".12",
                "exportsrosetous2.5billionarecord",
                "775549fb20c045d2",
            ),
            (
                "The co-\noperation reached 7\u{a0}000 troops",
                "thecooperationreached7000troops",
                "b70cb8100e040671",
            ),
            (
                "THE COOPERATION REACHED 7,000 TROOPS[3]",
                "thecooperationreached7000troops",
                "b70cb8100e040671",
            ),
            (
                "Erdoğan’s communiqué on the [zone](https://x.example/a_(b)) in 2024",
                "erdoganscommuniqueonthezonein2024",
                "bee92f92ba7206c6",
            ),
            ("US$2.5 billion", "us2.5billion", "ca7b4fe33c001aea"),
            ("US$25 billion", "us25billion", "23ce607422aecf2e"),
        ] {
            assert_eq!(text(of), skeleton);
            assert_eq!(digest(skeleton)[..16], *start);
        }
    }

    #[test]
    fn every_distortion_leaves_the_skeleton_alone() {
        let plain = text("The naïve ‘miller’ ground 7,000 sacks – 2.5 tons – of rye");
        for distorted in [
            "The naïve 'miller' ground 7,000 sacks - 2.5 tons - of rye",
            "The nai\u{308}ve ‘miller’ ground 7\u{a0}000 sacks – 2.5 tons – of rye",
            "THE NAÏVE ‘MILLER’ GROUND 7,000 SACKS – 2.5 TONS – OF RYE",
            "The naive ‘mil-\nler’ ground 7,000\nsacks – 2.5 tons – of rye",
            "The na\u{ad}ïve ‘mil\u{ad}ler’ ground 7,000 sacks – 2.5 tons – of rye",
            "The *naïve* ‘[miller](http://x.example)’ ground **7,000** sacks – 2.5 tons – of rye",
            "The naïve¹ ‘miller’[2] ground 7,000 sacks3 – 2.5 tons – of rye",
        ] {
            assert_eq!(text(distorted), plain, "{distorted}");
        }
    }

    #[test]
    fn words_start_after_what_is_not_kept_but_not_after_an_apostrophe() {
        let skeleton = Skeleton::of("The miller’s well-kept 2.5 'sacks");
        assert_eq!(skeleton.word_starts(), [0, 3, 10, 14, 18]);
        assert_eq!(skeleton.n_words(), 5);
        assert_eq!(skeleton.n_chars(), 26);
    }

    #[test]
    fn a_window_shows_its_raw_text() {
        let skeleton = Skeleton::of("Ein Müller (alt) mahlt.");
        let window = skeleton.window(1, 9).expect("a window");
        assert_eq!(window.skeleton, "mulleralt");
        assert_eq!(window.raw, "Müller (alt");
        assert_eq!(skeleton.window(0, 0), None);
        assert_eq!(skeleton.window(3, 6), None);
        assert_eq!(skeleton.window(9, usize::MAX), None);
    }

    proptest! {
        #[test]
        fn no_text_and_no_window_panics(of in any::<String>(), word in 0..40usize, n in any::<usize>()) {
            let skeleton = Skeleton::of(&of);
            let _ = (skeleton.window(word, n), skeleton.window(word, n % 30));
        }

        #[test]
        fn a_skeleton_is_its_own_skeleton_up_to_notes(of in "[a-zÀ-ž \\-–.,]{0,80}") {
            let once = text(&of);
            prop_assert_eq!(text(&once), once);
        }
    }
}
