//! The numbered notes of a copy: each is owed a reference.
//!
//! A line may hold several notes, and no rule finds those in its middle. None is needed: notes are
//! numbered from 1 without a gap, so the highest number at the start of a line tells them all.

use std::collections::{BTreeMap, BTreeSet};

use super::{Coverage, Gap, Inventory, NoteSpan};
use crate::passages::chars::{SUPERSCRIPTS, is_invisible, is_space};
use crate::passages::fold::with_line_feeds;
use crate::passages::paragraphs::lines;
use crate::passages::skeleton::Skeleton;

/// The notes that begin a line, each with its first such line, by source span.
type Begun = BTreeMap<usize, BTreeMap<usize, usize>>;

/// Counts the notes and adds those without a reference as gaps.
pub(super) fn count(
    text: &str,
    skeleton: &Skeleton,
    inventory: &Inventory<'_>,
    coverage: &mut Coverage,
) {
    let mut begun = Begun::new();
    let mut read = BTreeSet::new();
    for (line, (span, note)) in beginnings(text, skeleton, inventory) {
        begun.entry(span).or_default().entry(note).or_insert(line);
        read.insert(line);
    }
    for (span, begun) in begun {
        if let Some(span) = inventory.notes.get(span) {
            owed(span, &begun, coverage);
        }
    }
    for lines in &inventory.note_lines {
        if !read.iter().any(|line| lines.contains(line)) {
            coverage.gaps.push(Gap::NoNotes {
                lines: lines.clone(),
            });
        }
    }
}

/// The declared lines that begin with the number of a note, each with its span and that number.
fn beginnings(
    text: &str,
    skeleton: &Skeleton,
    inventory: &Inventory<'_>,
) -> Vec<(usize, (usize, usize))> {
    // The lines of the text as it was given: the fold has deleted superscripts from its own.
    let given = with_line_feeds(text);
    let pairs = given.split('\n').zip(lines(skeleton.folded()));
    (1..)
        .zip(pairs)
        .filter(|(line, _)| {
            inventory
                .note_lines
                .iter()
                .any(|lines| lines.contains(line))
        })
        .filter_map(|(line, (given, folded))| {
            let start = skeleton.kept_in(&folded).start;
            let starts = skeleton.word_starts();
            let word = starts.partition_point(|at| *at <= start).saturating_sub(1);
            Some((
                line,
                (narrowest(&inventory.notes, word)?, note_number(given)?),
            ))
        })
        .collect()
}

/// The span that holds a word; the shortest of several.
fn narrowest(spans: &[NoteSpan], word: usize) -> Option<usize> {
    let length = |span: &NoteSpan| span.n_words.unwrap_or(usize::MAX);
    let holds = |span: &NoteSpan| {
        word.checked_sub(span.first_word)
            .is_some_and(|word| word < length(span))
    };
    let holding = (0..).zip(spans).filter(|(_, span)| holds(span));
    holding
        .min_by_key(|(_, span)| length(span))
        .map(|(index, _)| index)
}

/// The number with which a line begins: one to three digits, superscript or plain.
///
/// A year is no note, nor is a decimal or a number with separators.
fn note_number(line: &str) -> Option<usize> {
    let shaped = line.chars().filter(|c| !is_invisible(*c));
    let shown: String = shaped
        .skip_while(|c| is_space(*c) || is_bullet(*c))
        .collect();
    let digits: Vec<usize> = shown.chars().map_while(digit).collect();
    let mut after = shown.chars().skip(digits.len());
    let separated = after.next().is_some_and(|c| matches!(c, '.' | ','));
    let decimal = separated && after.next().and_then(digit).is_some();
    let number = digits.iter().fold(0, |number, digit| number * 10 + digit);
    (digits.len() <= 3 && !decimal && number > 0).then_some(number)
}

/// The mark of a list entry, or an opening bracket: either may stand before the number.
fn is_bullet(c: char) -> bool {
    matches!(c, '-' | '–' | '*' | '+' | '•' | '[' | '(' | '^' | '\\')
}

fn digit(c: char) -> Option<usize> {
    let raised = SUPERSCRIPTS.iter().position(|one| *one == c);
    raised.or_else(|| usize::try_from(c.to_digit(10)?).ok())
}

/// Counts the notes of one span, from 1 to the highest that begins a line.
fn owed(span: &NoteSpan, begun: &BTreeMap<usize, usize>, coverage: &mut Coverage) {
    let highest = begun.keys().next_back().copied().unwrap_or(0);
    let first = begun.values().next().copied().unwrap_or(0);
    for note in 1..=highest {
        let covered = span.notes.contains(&note.to_string());
        coverage.notes.add(covered, false);
        if !covered {
            let below = begun.range(..=note).next_back();
            coverage.gaps.push(Gap::Note {
                source_id: span.source_id.clone(),
                note,
                line: below.map_or(first, |(_, line)| *line),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_begins_with_a_short_number_in_any_print() {
        for (line, note) in [
            ("1 Mill Review", 1),
            ("- ¹² Mill Review", 12),
            ("  - ⁴⁰⁵ Mill", 405),
            ("3. ‘Mill’", 3),
            ("46“Mill”", 46),
            ("[7]: Mill", 7),
            ("[^8]: Mill", 8),
            ("\u{feff}9) Mill", 9),
            ("10", 10),
        ] {
            assert_eq!(note_number(line), Some(note), "{line}");
        }
        for line in [
            "",
            "- ",
            "Mill 3",
            "2012, p. 3",
            "1.5 sacks",
            "7,000 sacks",
            "0 Mill",
        ] {
            assert_eq!(note_number(line), None, "{line}");
        }
    }
}
