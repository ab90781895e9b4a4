//! The numbered paragraphs of a text, by which a reader finds a window.

use std::ops::{Range, RangeInclusive};

use super::chars::is_space;
use super::skeleton::{Skeleton, Window};
use crate::vocab::ParagraphRule;

/// A paragraph: lines with text, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its number, from 1.
    pub number: usize,
    /// Its lines in the copy, from 1.
    pub lines: RangeInclusive<usize>,
    /// The bytes of the folded text it covers, without its last line end.
    pub folded: Range<usize>,
    /// The skeleton characters it covers; empty when it has no letter or digit.
    pub chars: Range<usize>,
}

/// The rule that fits a text: line ends when no blank line stands between two lines of text.
pub fn fitting_rule(skeleton: &Skeleton) -> ParagraphRule {
    match paragraphs(skeleton, ParagraphRule::BlankLine).len() {
        0 | 1 => ParagraphRule::LineEnd,
        _ => ParagraphRule::BlankLine,
    }
}

/// The paragraphs of a text, in order.
///
/// A line that holds nothing but deleted characters, such as a lone note number, is blank.
pub fn paragraphs(skeleton: &Skeleton, rule: ParagraphRule) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open = false;
    for (number, folded) in (1..).zip(lines(skeleton.folded())) {
        if is_blank(&skeleton.folded()[folded.clone()]) {
            open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| open) {
            Some(last) => {
                last.lines = *last.lines.start()..=number;
                last.folded.end = folded.end;
            }
            None => paragraphs.push(Paragraph {
                number: paragraphs.len() + 1,
                lines: number..=number,
                folded,
                chars: 0..0,
            }),
        }
        open = rule == ParagraphRule::BlankLine;
    }
    for paragraph in &mut paragraphs {
        paragraph.chars = skeleton.kept_in(&paragraph.folded);
    }
    paragraphs
}

/// The paragraph in which a window begins: its number is the window's locator.
pub fn holding<'a>(paragraphs: &'a [Paragraph], window: &Window<'_>) -> Option<&'a Paragraph> {
    let start = window.folded.start;
    let next = paragraphs.partition_point(|paragraph| paragraph.folded.end <= start);
    paragraphs.get(next)
}

/// The bytes of each line, without its line feed.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    })
}

fn is_blank(line: &str) -> bool {
    line.chars().all(is_space)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_blank_line_ends_a_paragraph() {
        let skeleton = Skeleton::of("Rye\nbread.\r\n \t\r\nOats.\n\n\n***\n");
        let found = paragraphs(&skeleton, ParagraphRule::BlankLine);
        let shape = |p: &Paragraph| (p.number, p.lines.clone(), p.chars.clone());
        let shapes: Vec<_> = found.iter().map(shape).collect();
        assert_eq!(
            shapes,
            [(1, 1..=2, 0..8), (2, 4..=4, 8..12), (3, 7..=7, 12..12)]
        );
        assert_eq!(skeleton.folded()[found[0].folded.clone()], *"Rye\nbread.");
    }

    #[test]
    fn a_line_end_ends_a_paragraph_where_there_are_no_blank_lines() {
        let skeleton = Skeleton::of("Rye\nOats\n");
        assert_eq!(fitting_rule(&skeleton), ParagraphRule::LineEnd);
        let found = paragraphs(&skeleton, ParagraphRule::LineEnd);
        assert_eq!(found.iter().map(|p| p.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(
            fitting_rule(&Skeleton::of("Rye\n\nOats")),
            ParagraphRule::BlankLine
        );
    }

    #[test]
    fn a_window_is_located_by_its_first_character() {
        let skeleton = Skeleton::of("Rye.\n\nOats and wheat.");
        let window = skeleton.window(2, 3).expect("a window");
        let found = paragraphs(&skeleton, ParagraphRule::BlankLine);
        assert_eq!(holding(&found, &window).map(|p| p.number), Some(2));
    }

    proptest! {
        #[test]
        fn every_window_stands_in_a_paragraph(text in "[a1.\\n \\r²\\[\\]\\\\()-]{0,40}", word in 0..9usize) {
            let skeleton = Skeleton::of(&text);
            let found = paragraphs(&skeleton, fitting_rule(&skeleton));
            if let Some(window) = skeleton.window(word, 1) {
                prop_assert!(holding(&found, &window).is_some());
            }
        }
    }
}
