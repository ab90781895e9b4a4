//! Sentence patterns: `{subject} borders {object}`. A part in square brackets is left out where a place in
//! it has nothing: `{subject} trained {value}[ from {about}]`.

use std::fmt;
use std::str::FromStr;

use crate::vocab::TermKind;

/// The places of a pattern: those that it must have, and those that it may have besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// Without these the sentence would not say its fact.
    pub needed: &'static [&'static str],
    /// Places that a pattern need not have: they may be empty, or come at the end of the sentence.
    pub allowed: &'static [&'static str],
}

/// The places of the patterns of a kind of term; none for a kind that makes no sentence.
pub const fn places(kind: TermKind) -> Option<Places> {
    let (needed, allowed): (&[&str], &[&str]) = match kind {
        TermKind::Predicate | TermKind::Standing => (&["subject", "object"], &[]),
        TermKind::Role => (&["subject", "event"], &[]),
        TermKind::Property => (&["event", "value"], &[]),
        TermKind::Measure => (
            &["value"],
            &["trade", "whole", "base", "partner", "market", "when"],
        ),
        TermKind::Indicator | TermKind::Counted => (
            &["subject", "value"],
            &["about", "among", "event", "when", "base"],
        ),
        TermKind::Unit | TermKind::Commodity | TermKind::Topic => return None,
    };
    Some(Places { needed, allowed })
}

/// Whether what a kind of term says lasts, so that it may be over. What merely happened is in the past anyway.
pub const fn lasts(kind: TermKind) -> bool {
    matches!(kind, TermKind::Predicate | TermKind::Standing)
}

/// A sentence with places to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place(String),
    /// Left out where one of its places has nothing.
    Optional(Pattern),
}

/// What is wrong with the form of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternFault {
    /// A brace or bracket is opened and not closed, or closed and not opened.
    Unbalanced(char),
    /// A bracket stands inside another.
    Nested,
}

impl fmt::Display for PatternFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbalanced(sign) => write!(f, "has a `{sign}` without its partner"),
            Self::Nested => f.write_str("has a bracket inside a bracket"),
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternFault;

    fn from_str(text: &str) -> Result<Self, PatternFault> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['[', ']']) {
            if rest[at..].starts_with(']') {
                return Err(PatternFault::Unbalanced(']'));
            }
            pieces.extend(flat(&rest[..at])?);
            let inside = &rest[at + 1..];
            let end = inside.find(']').ok_or(PatternFault::Unbalanced('['))?;
            if inside[..end].contains('[') {
                return Err(PatternFault::Nested);
            }
            pieces.push(Piece::Optional(Self(flat(&inside[..end])?)));
            rest = &inside[end + 1..];
        }
        pieces.extend(flat(rest)?);
        Ok(Self(pieces))
    }
}

/// Texts and places, without brackets.
fn flat(text: &str) -> Result<Vec<Piece>, PatternFault> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        if rest[at..].starts_with('}') {
            return Err(PatternFault::Unbalanced('}'));
        }
        pieces.push(Piece::Text(rest[..at].to_owned()));
        let inside = &rest[at + 1..];
        let end = inside
            .find(['{', '}'])
            .filter(|end| inside[*end..].starts_with('}'))
            .ok_or(PatternFault::Unbalanced('{'))?;
        pieces.push(Piece::Place(inside[..end].to_owned()));
        rest = &inside[end + 1..];
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Ok(pieces)
}

impl Pattern {
    /// Every place with whether it may stay empty, in order.
    pub fn places(&self) -> Vec<(&str, bool)> {
        let mut found = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(_) => {}
                Piece::Place(place) => found.push((place.as_str(), false)),
                Piece::Optional(part) => {
                    found.extend(part.places().into_iter().map(|(place, _)| (place, true)));
                }
            }
        }
        found
    }

    /// True if the pattern has the place.
    pub fn has(&self, place: &str) -> bool {
        self.places().iter().any(|(name, _)| *name == place)
    }

    /// The sentence; a place without anything is left out.
    pub fn fill(&self, words: &dyn Fn(&str) -> Option<String>) -> String {
        let mut sentence = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => sentence.push_str(text),
                Piece::Place(place) => sentence.push_str(&words(place).unwrap_or_default()),
                Piece::Optional(part) => {
                    if part
                        .places()
                        .iter()
                        .all(|(place, _)| words(place).is_some())
                    {
                        sentence.push_str(&part.fill(words));
                    }
                }
            }
        }
        sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str) -> String {
        let words = |place: &str| (place != "none").then(|| place.to_uppercase());
        pattern.parse::<Pattern>().unwrap().fill(&words)
    }

    #[test]
    fn places_are_filled_and_empty_parts_left_out() {
        assert_eq!(filled("{a} borders {b}"), "A borders B");
        assert_eq!(
            filled("{a} trained[ with {b}][ in {none}]"),
            "A trained with B"
        );
        assert_eq!(filled("no place"), "no place");
    }

    #[test]
    fn a_sign_without_its_partner_is_told() {
        let fault = |text: &str| text.parse::<Pattern>().unwrap_err();
        for text in ["{a", "{a{b}", "{"] {
            assert_eq!(fault(text), PatternFault::Unbalanced('{'), "{text}");
        }
        assert_eq!(fault("a}"), PatternFault::Unbalanced('}'));
        assert_eq!(fault("[{a}"), PatternFault::Unbalanced('['));
        assert_eq!(fault("{a}]"), PatternFault::Unbalanced(']'));
        assert_eq!(fault("[{a}[{b}]]"), PatternFault::Nested);
    }
}
