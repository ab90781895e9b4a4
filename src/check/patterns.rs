//! Rules on the patterns from which the sentences of facts are made.

use std::collections::BTreeSet;

use crate::error::Problem;
use crate::seeds::{Record, Seeds};
use crate::sentence::{Pattern, Places, lasts, places};
use crate::vocab::TermKind;

/// The columns of a term that hold patterns.
const PATTERNS: [&str; 3] = ["pattern", "pattern_plural", "pattern_expected"];

/// The columns with past-tense patterns, which only terms of lasting facts have (predicates and standings).
const PAST: [&str; 2] = ["pattern_past", "pattern_past_plural"];

/// The columns of facts that hold a word of a closed vocabulary and take their pattern from a term of that name:
/// table, column, kind of term.
const SAID_BY_WORDS: [(&str, &str, TermKind); 4] = [
    ("memberships", "standing", TermKind::Standing),
    ("event_participants", "role", TermKind::Role),
    ("event_variants", "property", TermKind::Property),
    ("trade_figures", "measure", TermKind::Measure),
];

fn kind(term: &Record) -> Option<TermKind> {
    term.word("kind")
}

pub(super) fn patterns_are_there(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for term in seeds.of("terms") {
        let Some(kind) = kind(term).filter(|kind| places(*kind).is_some()) else {
            continue;
        };
        let past = PAST.iter().filter(|_| lasts(kind));
        for column in PATTERNS.iter().chain(past) {
            if term.text(column).is_none() && !term.is_bad(column) {
                problems.push(term.problem(
                    column,
                    "is empty, so that facts with this term are no sentences",
                    "write the sentence with its places, such as `{subject} borders {object}`",
                ));
            }
        }
    }
    let known: BTreeSet<&str> = seeds
        .of("terms")
        .iter()
        .map(|term| term.raw("term"))
        .collect();
    for (table, column, kind) in SAID_BY_WORDS {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for fact in seeds.of(table).iter().filter(|fact| !fact.is_bad(column)) {
            let Some(word) = fact.text(column) else {
                continue;
            };
            let term = kind.term_for(word);
            let is_there = known.contains(term.as_str()) || seeds.may_hold("terms", &term);
            if !is_there && told.insert(word) {
                problems.push(fact.problem(
                    column,
                    format!("has no term `{term}` with a pattern"),
                    format!("add it to terms, as a term of kind {kind}"),
                ));
            }
        }
    }
}

pub(super) fn patterns_fit(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for term in seeds.of("terms") {
        let Some(kind) = kind(term) else { continue };
        names_a_word(term, kind, problems);
        for column in PATTERNS {
            let Some(text) = term.text(column) else {
                continue;
            };
            if let Some((message, help)) = fault(kind, text) {
                problems.push(term.problem(column, message, help));
            }
        }
        for column in PAST {
            let Some(text) = term.text(column) else {
                continue;
            };
            let told = if lasts(kind) {
                fault(kind, text)
            } else {
                Some((
                    format!("stands beside a term of kind {kind}, whose sentences have one tense"),
                    "remove it".to_owned(),
                ))
            };
            if let Some((message, help)) = told {
                problems.push(term.problem(column, message, help));
            }
        }
    }
}

/// Reports a term of a kind that has a closed vocabulary if it is not named after one of the words.
fn names_a_word(term: &Record, kind: TermKind, problems: &mut Vec<Problem>) {
    let Some(words) = kind.closed_words().filter(|_| term.has_key()) else {
        return;
    };
    let name = term.raw("term");
    if !words.iter().any(|word| kind.term_for(word) == name) {
        problems.push(term.problem(
            "term",
            format!("is no term for a word of kind {kind}"),
            format!("write `{kind}-` and one of {}", words.join(", ")),
        ));
    }
}

/// What is wrong with a pattern of a term of this kind, and the remedy.
fn fault(kind: TermKind, text: &str) -> Option<(String, String)> {
    let Some(Places { needed, allowed }) = places(kind) else {
        return Some((
            format!("stands beside a term of kind {kind}, which makes no sentence"),
            "remove it".to_owned(),
        ));
    };
    let list = |places: &[&str]| {
        let places: Vec<String> = places.iter().map(|place| format!("{{{place}}}")).collect();
        places.join(", ")
    };
    let pattern: Pattern = match text.parse() {
        Ok(pattern) => pattern,
        Err(fault) => {
            return Some((
                fault.to_string(),
                "write places as `{subject}` and what may be left out as `[ in {about}]`".into(),
            ));
        }
    };
    let written = pattern.places();
    let unknown = written
        .iter()
        .find(|(place, _)| !needed.contains(place) && !allowed.contains(place));
    if let Some((place, _)) = unknown {
        return Some((
            format!("has a place `{{{place}}}` that a term of kind {kind} does not have"),
            format!("use {}", list(&[needed, allowed].concat())),
        ));
    }
    let missing = needed
        .iter()
        .find(|place| !written.contains(&(**place, false)))?;
    Some((
        format!("does not say its {{{missing}}}"),
        "write it into the sentence, outside of brackets".to_owned(),
    ))
}
