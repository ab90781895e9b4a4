//! Texts folded to a width, as terminals show them.

use std::io::IsTerminal;

use console::Term;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text in lines of at most a width, broken at blanks. Words that are longer stand on a line of their own and are
/// broken where the line ends; but a path or an address stays whole, so that it can be copied and followed: the terminal
/// itself breaks it.
pub(super) fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width.map(|width| width.max(10)) else {
        return vec![text.to_owned()];
    };
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for (blanks, word) in words(text) {
        if !line.is_empty() && used + blanks + shown_width(word) > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if !line.is_empty() {
            line.push_str(&" ".repeat(blanks));
            used += blanks;
        }
        let is_whole = word.contains('/') && word.is_ascii();
        for letter in word.chars() {
            let needed = letter_width(letter);
            if used + needed > width && !is_whole {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(letter);
            used += needed;
        }
    }
    lines.push(line);
    lines
}

/// The words of a text, each with the number of blanks before it; a line break or tab counts as one.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let behind = rest.trim_start();
        let gap = &rest[..rest.len() - behind.len()];
        let blanks = if gap.chars().all(|c| c == ' ') {
            gap.len()
        } else {
            1
        };
        let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
        let (word, behind) = behind.split_at(end);
        rest = behind;
        (!word.is_empty()).then_some((blanks, word))
    })
}

/// A text behind a name, wrapped so that its lines stand under each other.
pub(super) fn beside(name: &str, text: &str, width: Option<usize>) -> String {
    let indent = shown_width(name);
    let lines = wrapped(text, width.map(|width| width.saturating_sub(indent)));
    format!("{name}{}", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// The lines of a text folded to a width at blanks, what goes on being indented; none is folded without a width.
pub(super) fn folded(text: &str, width: Option<usize>) -> String {
    const MORE: usize = 2;
    let fold = |line: &str| {
        let Some(width) = width.filter(|width| shown_width(line) > *width) else {
            return line.to_owned();
        };
        let text = line.trim_start();
        let indent = " ".repeat(line.len() - text.len());
        let lines = wrapped(text, Some(width.saturating_sub(indent.len() + MORE)));
        let further = format!("\n{indent}{}", " ".repeat(MORE));
        format!("{indent}{}", lines.join(&further))
    };
    text.lines().map(fold).collect::<Vec<_>>().join("\n")
}

/// The width to which results are folded, if standard output is a terminal. Very long lines are hard to read, whatever
/// its width.
pub(super) fn width_of_stdout() -> Option<usize> {
    const WIDEST: usize = 160;
    let width = Term::stdout().size_checked().map_or(80, |(_, width)| width);
    std::io::stdout()
        .is_terminal()
        .then(|| usize::from(width).clamp(20, WIDEST))
}

/// The width of standard error, if it is a terminal.
pub(super) fn width_of_stderr() -> Option<usize> {
    let (_, width) = Term::stderr().size_checked()?;
    std::io::stderr()
        .is_terminal()
        .then(|| usize::from(width).max(20))
}

/// The number of columns that a text takes on a terminal. Private-use letters, which mark words, take none.
pub(super) fn shown_width(text: &str) -> usize {
    let is_mark = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    if text.contains(is_mark) {
        return text.chars().map(letter_width).sum();
    }
    text.width()
}

pub(super) fn letter_width(letter: char) -> usize {
    if ('\u{e000}'..='\u{f8ff}').contains(&letter) {
        return 0;
    }
    letter.width().unwrap_or(0)
}
