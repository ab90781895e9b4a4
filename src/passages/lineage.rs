//! The copy that holds the text of a source: its own, or that of the compilation it is part of.

use std::collections::BTreeMap;
use std::ops::Range;

use super::skeleton::Skeleton;
use crate::vocab::ParagraphRule;

/// The record of a source's reference copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceCopy {
    /// The id of the source.
    pub source_id: String,
    /// The digest of the whole skeleton of its reference copy; none for part of a compilation.
    pub ref_digest: Option<String>,
    /// The SHA-256 of the reference copy's bytes, where it is recorded.
    pub bytes_sha256: Option<String>,
    /// The id of the compilation that holds it.
    pub part_of: Option<String>,
    /// The word of the compilation's reference copy at which it starts, from 0.
    pub first_word: Option<usize>,
    /// Its length in words; none when it runs to the end.
    pub n_words: Option<usize>,
    /// The paragraph of the compilation's reference copy in which it starts, from 1.
    pub first_paragraph: Option<usize>,
    /// The rule by which the paragraphs of its reference copy end.
    pub paragraph_rule: Option<ParagraphRule>,
    /// The language it is written in, as a tag such as `en`.
    pub language: Option<String>,
}

/// All sources, by their id.
pub(super) struct Lineage<'a>(BTreeMap<&'a str, &'a SourceCopy>);

impl<'a> Lineage<'a> {
    pub(super) fn of(sources: &'a [SourceCopy]) -> Self {
        Self(
            sources
                .iter()
                .map(|source| (source.source_id.as_str(), source))
                .collect(),
        )
    }

    /// All of them, in the order of their ids.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a SourceCopy> {
        self.0.values().copied()
    }

    pub(super) fn get(&self, source_id: &str) -> Option<&'a SourceCopy> {
        self.0.get(source_id).copied()
    }

    /// The source whose reference copy a citation counts in: itself, or the nearest ancestor that has one.
    ///
    /// The source itself when no ancestor has one either.
    pub(super) fn home<'b>(&self, source_id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let mut next = self.get(source_id);
        // No line is longer than the list of sources, unless it turns back on itself.
        for _ in 0..self.0.len() {
            match next {
                Some(source) if source.ref_digest.is_some() => return &source.source_id,
                Some(source) => next = source.part_of.as_deref().and_then(|id| self.get(id)),
                None => break,
            }
        }
        source_id
    }

    /// The characters of the reference copy of its home that a source covers, or none for all of it.
    pub(super) fn span(&self, source_id: &str, skeleton: &Skeleton) -> Option<Range<usize>> {
        let source = self.get(source_id)?;
        let first = source.first_word.filter(|_| source.ref_digest.is_none())?;
        let beyond = source
            .n_words
            .map_or(usize::MAX, |n| first.saturating_add(n));
        let at = |word: usize| skeleton.word_starts().get(word).copied();
        let end = skeleton.n_chars();
        Some(at(first).unwrap_or(end)..at(beyond).unwrap_or(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(id: &str, digest: Option<&str>, part_of: Option<&str>) -> SourceCopy {
        SourceCopy {
            source_id: id.into(),
            ref_digest: digest.map(Into::into),
            bytes_sha256: None,
            part_of: part_of.map(Into::into),
            first_word: Some(1),
            n_words: Some(2),
            ..SourceCopy::default()
        }
    }

    #[test]
    fn home_is_the_nearest_ancestor_with_a_reference_copy() {
        let sources = [
            source("shelf", Some("x"), None),
            source("book", Some("x"), Some("shelf")),
            source("part", None, Some("book")),
            source("chapter", None, Some("part")),
            source("a", None, Some("b")),
            source("b", None, Some("a")),
            source("orphan", None, Some("unknown")),
        ];
        let lineage = Lineage::of(&sources);
        for (id, home) in [
            ("chapter", "book"),
            ("book", "book"),
            ("a", "a"),
            ("orphan", "orphan"),
            ("?", "?"),
        ] {
            assert_eq!(lineage.home(id), home);
        }
    }

    #[test]
    fn a_span_is_given_in_characters() {
        let sources = [
            source("book", Some("x"), None),
            source("part", None, Some("book")),
        ];
        let lineage = Lineage::of(&sources);
        let text = Skeleton::of("one two three four");
        assert_eq!(lineage.span("part", &text), Some(3..11));
        assert_eq!(lineage.span("part", &Skeleton::of("one two")), Some(3..6));
        assert_eq!(lineage.span("part", &Skeleton::of("")), Some(0..0));
        assert_eq!(lineage.span("book", &text), None);
    }
}
