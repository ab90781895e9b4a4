//! Rules on the passages behind facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::passages::signs::{self, MINUS, TOKENS, parts};
use crate::passages::skeleton::NORM;
use crate::passages::tokens;
use crate::seeds::{Record, Seeds};
use crate::tables::CellType;
use crate::vocab::{CitationRole, LocatorLabel};

pub(super) fn facts_are_cited(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for record in seeds.facts() {
        let uses = record.citations();
        if !uses.is_empty() && !uses.iter().any(|used| used.role == CitationRole::Supports) {
            problems.push(record.problem(
                "citations",
                "names no passage that supports the fact",
                "add one without `disputes:` or `context:`",
            ));
        }
    }
}

pub(super) fn citations_are_used(seeds: &Seeds, problems: &mut Vec<Problem>) {
    if !seeds.facts_are_whole() || seeds.facts().any(|record| record.is_bad("citations")) {
        return;
    }
    let used: BTreeSet<&str> = seeds
        .facts()
        .flat_map(Record::citations)
        .map(|used| used.citation_id.as_str())
        .collect();
    for citation in seeds
        .of("citations")
        .iter()
        .filter(|citation| citation.has_key())
    {
        if !used.contains(citation.raw("citation_id")) {
            problems.push(citation.problem(
                "citation_id",
                "stands behind no fact",
                "add the fact, or remove the passage",
            ));
        }
    }
}

pub(super) fn citations_have_a_copy(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let sources: BTreeMap<&str, &Record> = seeds
        .of("sources")
        .iter()
        .map(|source| (source.raw("source_id"), source))
        .collect();
    for citation in seeds.of("citations") {
        let Some(source) = sources.get(citation.raw("source_id")) else {
            continue;
        };
        let whole = source.text("part_of").and_then(|id| sources.get(id));
        let has =
            |source: &Record| source.text("ref_digest").is_some() || source.is_bad("ref_digest");
        if !has(source) && !whole.is_some_and(|whole| has(whole)) {
            problems.push(citation.problem(
                "source_id",
                "has no reference copy",
                "fill in ref_digest of the source, or of the source that contains it",
            ));
        }
    }
}

pub(super) fn citations_lie_in_their_part(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let spans: BTreeMap<&str, (i64, i64)> = seeds
        .of("sources")
        .iter()
        .filter_map(|source| {
            let (first, words) = (source.integer("first_word")?, source.integer("n_words")?);
            Some((
                source.text("source_id")?,
                (first, first.saturating_add(words)),
            ))
        })
        .collect();
    for citation in seeds.of("citations") {
        let Some((first, end)) = spans.get(citation.raw("source_id")) else {
            continue;
        };
        let (Some(start), Some(words)) =
            (citation.integer("start_word"), citation.integer("n_words"))
        else {
            continue;
        };
        if start < *first || start.saturating_add(words) > *end {
            let message = format!(
                "lies outside the part, whose words are {first} to {}",
                end - 1
            );
            problems.push(citation.problem(
                "start_word",
                message,
                "name the source whose words these are",
            ));
        }
    }
}

pub(super) fn paragraphs_lie_in_their_part(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let first: BTreeMap<&str, i64> = seeds
        .of("sources")
        .iter()
        .filter_map(|source| {
            Some((
                source.text("source_id")?,
                source.integer("first_paragraph")?,
            ))
        })
        .collect();
    for citation in seeds.of("citations") {
        let number = citation.raw("locator").parse::<i64>().ok();
        let is_paragraph = citation.word("locator_label") == Some(LocatorLabel::Paragraph);
        let (true, Some(number), Some(first)) =
            (is_paragraph, number, first.get(citation.raw("source_id")))
        else {
            continue;
        };
        if number < *first {
            problems.push(citation.problem(
                "locator",
                format!("lies before the part, which begins with paragraph {first}"),
                "count the paragraphs of the copy, or name the source whose paragraph it is",
            ));
        }
    }
}

pub(super) fn citations_do_not_overlap(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let mut windows: BTreeMap<&str, Vec<(i64, i64, &Record)>> = BTreeMap::new();
    let whole: BTreeMap<&str, &str> = seeds
        .of("sources")
        .iter()
        .filter_map(|source| Some((source.text("source_id")?, source.text("part_of")?)))
        .collect();
    for citation in seeds.of("citations") {
        let (Some(start), Some(words)) =
            (citation.integer("start_word"), citation.integer("n_words"))
        else {
            continue;
        };
        let source = citation.raw("source_id");
        let copy = whole.get(source).copied().unwrap_or(source);
        windows
            .entry(copy)
            .or_default()
            .push((start, words, citation));
    }
    for list in windows.values_mut() {
        list.sort_by_key(|(start, words, citation)| (*start, *words, citation.line));
        // The passage that reaches furthest so far, not the one before: a long one may contain several others.
        let mut furthest: Option<(i64, &Record)> = None;
        for (start, words, citation) in list {
            let end = start.saturating_add(*words);
            if let Some((reached, first)) = furthest
                && *start < reached
                && !citation.has_key_of(first)
            {
                // What a user may mend is told, whichever of the two comes first.
                let (told, other, overlap): (&Record, &Record, &str) = if citation.is_held() {
                    (first, citation, "reaches into")
                } else {
                    (citation, first, "begins inside")
                };
                let message = format!("{overlap} the passage {}", other.named());
                let help = format!(
                    "cite `{}` instead, or move one of them with `sco cite`",
                    other.raw("citation_id")
                );
                problems.push(told.problem("start_word", message, help));
            }
            if furthest.is_none_or(|(reached, _)| reached < end) {
                furthest = Some((end, citation));
            }
        }
    }
}

/// The number that a document prints, and the column that holds it.
fn printed_number(record: &Record) -> Option<(&'static str, &str)> {
    let mut columns = record.table.columns();
    let column = columns.find(|column| column.cell == CellType::Printed)?;
    Some((column.name, record.text(column.name)?))
}

pub(super) fn tokens_hold_the_value(seeds: &Seeds, problems: &mut Vec<Problem>) {
    let citations: BTreeMap<&str, &Record> = seeds
        .of("citations")
        .iter()
        .map(|citation| (citation.raw("citation_id"), citation))
        .collect();
    for record in seeds.facts() {
        let Some((column, printed)) = printed_number(record) else {
            continue;
        };
        let supporting = record
            .citations()
            .iter()
            .filter(|used| used.role == CitationRole::Supports);
        let cited: Vec<_> = supporting
            .map(|used| citations.get(used.citation_id.as_str()))
            .collect();
        // Other rules report a passage that is unknown or could not be read.
        let is_unknown = |citation: Option<&&Record>| citation.is_none_or(|c| c.is_bad("tokens"));
        if cited.is_empty() || cited.iter().copied().any(is_unknown) {
            continue;
        }
        let declared: BTreeSet<&str> = cited
            .iter()
            .flatten()
            .flat_map(|citation| citation.raw("tokens").split('|'))
            .collect();
        let plain: BTreeSet<String> = declared.iter().flat_map(|token| parts(token)).collect();
        // The sign of a number is proved by a token that has it.
        let is_negative = printed.starts_with(['-', '\u{2212}', '\u{2013}']);
        let is_proved = |part: &String| {
            if is_negative {
                let has_it = |token: &&str| token.starts_with(MINUS) && parts(token).contains(part);
                declared.iter().any(has_it)
            } else {
                plain.contains(part)
            }
        };
        for part in tokens::fold(printed) {
            if !is_proved(&part) {
                let message = format!(
                    "is not in the passages behind it (they declare: {})",
                    listed(&declared)
                );
                let help = printed_otherwise(printed, &declared).map_or_else(
                    || "correct the number, or cite the passage that prints it and declare it there as a token".to_owned(),
                    |token| {
                        format!("write `{token}`, as the passage prints it; a spreadsheet makes another text of it unless the column is opened as text")
                    },
                );
                problems.push(record.problem(column, message, help));
            }
        }
    }
}

/// The token that is the same number as a text which no passage prints: `11.0` for `11`, `1,000` for `1000`.
fn printed_otherwise<'a>(printed: &str, declared: &BTreeSet<&'a str>) -> Option<&'a str> {
    let number = |text: &str| {
        let plain = text.replace('\u{2212}', "-");
        plain.replace([',', ' ', '\u{a0}'], "").parse::<f64>().ok()
    };
    let wanted = number(printed)?;
    let is_same =
        |token: &&str| number(token).is_some_and(|other| other.total_cmp(&wanted).is_eq());
    declared.iter().copied().find(is_same)
}

pub(super) fn tokens_fit_their_scheme(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for citation in seeds.of("citations") {
        let Some(norm) = citation.text("norm").filter(|_| !citation.is_bad("tokens")) else {
            continue;
        };
        let declared = citation.raw("tokens");
        let sign = declared.split('|').find(|token| signs::is_token(token));
        let (message, help) = match (norm, sign) {
            (NORM, Some(sign)) => (
                format!("does not have tokens such as `{sign}`"),
                format!("write `{TOKENS}`"),
            ),
            (TOKENS, None) => (
                "has no token that needs it".to_owned(),
                format!("write `{NORM}`"),
            ),
            _ => continue,
        };
        problems.push(citation.problem("norm", message, help));
    }
}

fn listed(tokens: &BTreeSet<&str>) -> String {
    let list: Vec<&str> = tokens
        .iter()
        .copied()
        .filter(|token| !token.is_empty())
        .collect();
    if list.is_empty() {
        "none".into()
    } else {
        list.join(" ")
    }
}
