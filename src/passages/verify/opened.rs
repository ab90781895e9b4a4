//! A passage as a reader sees it in a copy: its words, what stands around it, and where to open it.

use std::ops::Range;

use serde::Serialize;

use super::fragment::{fragment, one_line};
use super::spots::Spot;
use crate::passages::chars::is_space;
use crate::passages::documents::Form;
use crate::passages::holdings::{Copy, View};
use crate::passages::place::Place;

/// How much of what stands before and after a passage is told, in characters.
const AROUND: usize = 300;

/// A passage as a copy has it. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// The citation.
    pub citation_id: String,
    /// The file that has it, below the folder.
    pub file: String,
    /// Whether that is a PDF, which opens at a page.
    pub is_pdf: bool,
    /// The page on which it begins, where the copy has pages.
    pub page: Option<usize>,
    /// The paragraph in which it begins, where the copy has none.
    pub paragraph: Option<usize>,
    /// What precedes it in its paragraph or on its page, cut at a word.
    pub before: String,
    /// Its words as the copy prints them, on one line.
    pub passage: String,
    /// The bytes of `passage` that the citation counts: beside them stands what belongs to the first and last words.
    #[serde(skip)]
    pub counted: Range<usize>,
    /// What follows it in its paragraph or on its page, cut at a word.
    pub after: String,
    /// What a browser needs to find it on a page: `text=rye%20bread,grows`.
    pub fragment: String,
}

/// Opens a passage at its place in a text.
pub(super) fn opened(
    citation_id: &str,
    copy: &Copy,
    view: &View,
    place: &Place,
    spot: &Spot,
) -> Option<Opened> {
    let window = view.skeleton.slice(place.chars.clone())?;
    let text = view.text.as_str();
    let within = view.skeleton.origin(&spot.folded, text);
    let own = view.skeleton.origin(&window.folded, text);
    let range = widened(text, own.clone(), &within);
    let end = range.end.max(within.end);
    // What it was widened by holds no space.
    let before = own.start - range.start;
    let counted = before..before + one_line(text.get(own)?).len();
    Some(Opened {
        citation_id: citation_id.to_owned(),
        file: copy.file.clone(),
        is_pdf: copy.form == Form::Pdf,
        page: spot.page,
        paragraph: spot.paragraph,
        before: last_words(&one_line(text.get(within.start..range.start)?)),
        passage: one_line(text.get(range.clone())?),
        counted,
        after: first_words(&one_line(text.get(range.end..end)?)),
        fragment: fragment(view, &place.chars),
    })
}

/// How many signs may belong to the first or the last word.
const SIGNS: usize = 8;

/// A range with what belongs to its first and last words: a sign or a currency before it, and a per cent sign, a note
/// mark or the end of a sentence behind it.
fn widened(text: &str, range: Range<usize>, within: &Range<usize>) -> Range<usize> {
    let joins = |c: &char| !is_space(*c) && !c.is_alphabetic();
    let before = text.get(within.start.min(range.start)..range.start);
    let before = before.unwrap_or_default().chars().rev();
    let before: usize = before
        .take_while(joins)
        .take(SIGNS)
        .map(char::len_utf8)
        .sum();
    let behind = text[range.end..].chars();
    let behind: usize = behind
        .take_while(joins)
        .take(SIGNS)
        .map(char::len_utf8)
        .sum();
    range.start - before..range.end + behind
}

/// The first words of a text that is too long, with a mark that there are more.
fn first_words(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(AROUND) else {
        return text.to_owned();
    };
    let whole = text[..end].rfind(' ').unwrap_or(end);
    format!("{} ..", &text[..whole])
}

/// The last words of a text that is too long, with a mark that there are more.
fn last_words(text: &str) -> String {
    let Some((start, _)) = text
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .filter(|(at, _)| *at > 0)
    else {
        return text.to_owned();
    };
    let whole = text[start..].find(' ').map_or(start, |at| start + at + 1);
    format!(".. {}", &text[whole..])
}

#[cfg(test)]
mod tests;
