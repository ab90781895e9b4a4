//! The folds that precede the skeleton: they undo differences between copies that change no word.
//!
//! Their order is part of the scheme: superscripts go before NFKC would turn them into digits.

use std::ops::Range;

use super::chars::{
    is_closing, is_digit, is_invisible, is_letter, is_space, is_superscript, is_word,
};
use super::trace::{Step, Trace, composed};

/// A folded text, still readable, with its line ends.
pub(super) struct Folded {
    pub(super) text: String,
    /// Byte offsets at which a footnote mark stood after a digit, in order.
    pub(super) marks: Vec<usize>,
    /// The way back to the text before the folds.
    pub(super) trace: Trace,
}

/// The text with every line end as a line feed, so that its lines are those of the folded text.
pub(super) fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Folds a text: steps 1 to 5 of the scheme, and every line end to a line feed.
pub(super) fn fold(text: &str) -> Folded {
    let mut folded = Folded {
        text: text.to_owned(),
        marks: Vec::new(),
        trace: Trace::default(),
    };
    folded.cut(&returns_before_line_feeds(text));
    // A line end of the other kind is as long.
    folded.text = folded.text.replace('\r', "\n");
    folded.cut(&invisibles(&folded.text));
    let superscripts = superscripts(&folded.text);
    folded.cut_marks(&superscripts);
    folded.cut(&link_targets(&folded.text));
    let notes = bracketed_notes(&folded.text);
    folded.cut_marks(&notes);
    folded.compose();
    folded.cut(&glued_digits(&folded.text));
    folded.cut(&digits_after_closing_marks(&folded.text));
    folded
}

impl Folded {
    /// Cuts footnote marks and remembers which of them stood after a digit.
    fn cut_marks(&mut self, ranges: &[Range<usize>]) {
        let starts = ranges.iter().map(|range| range.start);
        let risky = starts.filter(|start| follows_a_digit(&self.text[..*start]));
        self.marks.extend(risky);
        self.marks.sort_unstable();
        self.cut(ranges);
    }

    /// Cuts ranges, which are in order and apart, and moves the marks along.
    fn cut(&mut self, ranges: &[Range<usize>]) {
        if ranges.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for range in ranges {
            text.push_str(&self.text[from..range.start]);
            from = range.end;
        }
        text.push_str(&self.text[from..]);
        self.text = text;
        shift(&mut self.marks, ranges);
        self.trace.add(Step::of_cuts(ranges));
    }

    /// Applies NFKC.
    fn compose(&mut self) {
        let (text, step) = composed(&self.text);
        for mark in &mut self.marks {
            *mark = step.after(*mark);
        }
        self.text = text;
        self.trace.add(step);
    }
}

/// The carriage returns that a line feed follows.
fn returns_before_line_feeds(text: &str) -> Vec<Range<usize>> {
    let found = memchr::memmem::find_iter(text.as_bytes(), "\r\n");
    found.map(|at| at..at + 1).collect()
}

fn invisibles(text: &str) -> Vec<Range<usize>> {
    let found = text.char_indices().filter(|(_, c)| is_invisible(*c));
    found.map(|(at, c)| at..at + c.len_utf8()).collect()
}

/// Moves offsets to where they are once the ranges are cut.
fn shift(marks: &mut [usize], ranges: &[Range<usize>]) {
    let (mut gone, mut next) = (0, 0);
    for mark in marks {
        while let Some(range) = ranges.get(next).filter(|range| range.end <= *mark) {
            gone += range.len();
            next += 1;
        }
        let partly = ranges.get(next).map_or(0, |r| mark.saturating_sub(r.start));
        *mark -= gone + partly;
    }
}

/// Whether a text ends in a digit, up to three closing marks aside.
///
/// A mark after `2007.` counts too: a plain copy reads `2007.18` there.
fn follows_a_digit(before: &str) -> bool {
    let mut closing = 0;
    for c in before.chars().rev().filter(|c| !is_superscript(*c)) {
        if !is_closing(c) {
            return is_digit(c);
        }
        closing += 1;
        if closing > 3 {
            return false;
        }
    }
    false
}

fn superscripts(text: &str) -> Vec<Range<usize>> {
    let found = text.char_indices().filter(|(_, c)| is_superscript(*c));
    found.map(|(at, c)| at..at + c.len_utf8()).collect()
}

/// The parenthesised targets of Markdown links, closed on their line, parentheses balanced.
fn link_targets(text: &str) -> Vec<Range<usize>> {
    let mut closed: Vec<Range<usize>> = Vec::new();
    let mut open = Vec::new();
    let mut characters = text.char_indices();
    let mut before = ' ';
    while let Some((at, c)) = characters.next() {
        match c {
            // A backslash hides whatever follows it from the count of parentheses.
            '\\' => before = characters.next().map_or(' ', |(_, hidden)| hidden),
            '\n' => open.clear(),
            '(' => open.push((at, before == ']')),
            ')' => closed.extend(
                open.pop()
                    .and_then(|(from, link)| link.then_some(from..at + 1)),
            ),
            _ => {}
        }
        if c != '\\' {
            before = c;
        }
    }
    outermost(closed)
}

/// The ranges that lie in no other, in order.
fn outermost(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| range.start);
    let mut end = 0;
    ranges.retain(|range| {
        let outside = range.start >= end;
        end = end.max(range.end);
        outside
    });
    ranges
}

/// Note numbers in brackets, `[1]` to `[999]`.
fn bracketed_notes(text: &str) -> Vec<Range<usize>> {
    let in_brackets = |run: &Range<usize>| {
        text[..run.start].ends_with('[')
            && text[run.end..].starts_with(']')
            && text[run.clone()].starts_with(|c: char| matches!(c, '1'..='9'))
    };
    let notes = short_runs(text).into_iter().filter(in_brackets);
    notes.map(|run| run.start - 1..run.end + 1).collect()
}

/// Runs of one to three digits that no digit precedes or follows.
fn short_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    let mut length = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_digit(c) {
            start.get_or_insert(at);
            length += 1;
        } else if let Some(from) = start.take() {
            if length <= 3 {
                runs.push(from..at);
            }
            length = 0;
        }
    }
    runs
}

/// Note numbers glued to a word: `driver1`.
fn glued_digits(text: &str) -> Vec<Range<usize>> {
    let mut runs = short_runs(text);
    runs.retain(|run| {
        text[..run.start].ends_with(is_letter) && !text[run.end..].starts_with(is_word)
    });
    runs
}

/// Note numbers glued to the punctuation after a word: `record".12`.
fn digits_after_closing_marks(text: &str) -> Vec<Range<usize>> {
    let mut runs = short_runs(text);
    runs.retain(|run| {
        let after = &text[run.end..];
        (after.is_empty() || after.starts_with(is_space)) && ends_a_word(&text[..run.start])
    });
    runs
}

/// Whether a text ends in a letter and one to three closing marks.
fn ends_a_word(before: &str) -> bool {
    let marks = before.chars().rev().take(4).take_while(|c| is_closing(*c));
    let count = marks.count();
    (1..=3).contains(&count) && before.chars().rev().nth(count).is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).text
    }

    #[test]
    fn footnote_marks_go_in_every_form() {
        for text in ["wool¹²", "wool[12]", "wool12", "wool[12](#n)"] {
            assert_eq!(folded(text), folded("wool").replace(']', ""), "{text}");
        }
        assert_eq!(folded("wool.”12 Then"), "wool.” Then");
        assert_eq!(folded("wool.”1234 Then"), "wool.”1234 Then");
        assert_eq!(folded("wool....12"), "wool....12");
        assert_eq!(folded("h2o and x1_"), "h2o and x1_");
        assert_eq!(folded("[0] [1000] [01]"), "[0] [1000] [01]");
    }

    #[test]
    fn link_targets_go_with_balanced_parentheses() {
        assert_eq!(folded("[a](b(c)d) e)"), "[a] e)");
        assert_eq!(folded("[a](b(c d"), "[a](b(c d");
        assert_eq!(folded("[a](b\\)c) d"), "[a] d");
        assert_eq!(folded("[a](b\nc) d"), "[a](b\nc) d");
        assert_eq!(folded("](x [a](b) y"), "](x [a] y");
    }

    #[test]
    fn marks_after_digits_are_remembered() {
        assert_eq!(fold("in 1908¹ or").marks, [7]);
        assert_eq!(fold("in 1908.[12] or").marks, [8]);
        assert_eq!(fold("ﬁ¹ in 1908[12]; wool3 1909¹").marks, [10, 21]);
        assert!(fold("wool¹ and 1908 or").marks.is_empty());
    }

    #[test]
    fn every_line_end_becomes_a_line_feed() {
        assert_eq!(folded("a\r\nb\rc\n"), "a\nb\nc\n");
    }
}
