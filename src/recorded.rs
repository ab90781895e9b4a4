//! Records of the seeds in the types of `passages`.

use std::ops::RangeInclusive;

use crate::passages::copies::{CitedWindow, Declares, SourceCopy};
use crate::passages::coverage::Omission;
use crate::seeds::Record;
use crate::vocab::{ParagraphRule, WHOLE_PARAGRAPH};

/// The rule by which the paragraphs of a source's reference copy end, if recorded.
pub(crate) fn paragraph_rule(source: &Record) -> Option<ParagraphRule> {
    source.word("paragraph_rule")
}

/// A count; no column of counts accepts a negative number.
pub(crate) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// The tokens of a cell, in their order.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.split('|')
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Ranges of lines such as `202-206;212`.
pub(crate) fn note_lines(text: &str) -> Vec<RangeInclusive<usize>> {
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        Some(from.parse().ok()?..=to.parse().ok()?)
    };
    text.split(';').filter_map(range).collect()
}

/// The omission that a row records.
pub(crate) fn omission(record: &Record) -> Omission {
    let omitted = record.raw("omitted");
    Omission {
        paragraph: record.integer("paragraph").map_or(0, count),
        number: (omitted != WHOLE_PARAGRAPH).then(|| omitted.to_owned()),
    }
}

/// The reference copy that a source's row describes.
pub(crate) fn source_copy(source: &Record) -> SourceCopy {
    SourceCopy {
        source_id: source.raw("source_id").to_owned(),
        ref_digest: source.text("ref_digest").map(str::to_owned),
        bytes_sha256: source.text("bytes_sha256").map(str::to_owned),
        part_of: source.text("part_of").map(str::to_owned),
        first_word: source.integer("first_word").map(count),
        n_words: source.integer("n_words").map(count),
        first_paragraph: source.integer("first_paragraph").map(count),
        paragraph_rule: paragraph_rule(source),
        language: source.text("language").map(str::to_owned),
    }
}

/// The window that a citation records.
pub(crate) fn window(citation: &Record) -> CitedWindow {
    CitedWindow {
        citation_id: citation.raw("citation_id").to_owned(),
        source_id: citation.raw("source_id").to_owned(),
        start_word: count(citation.integer("start_word").unwrap_or_default()),
        n_chars: count(citation.integer("n_chars").unwrap_or_default()),
        digest: citation.raw("digest").to_owned(),
        tokens: tokens(citation.raw("tokens")),
        clues: None,
        declares: Declares::All,
        occurrence: citation.integer("occurrence").map(count),
        locator: [citation.raw("locator_label"), citation.raw("locator")].join(" "),
    }
}
