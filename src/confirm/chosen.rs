//! The passages behind a fact, a passage, a document or an entity, and where they open.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Claims;
use crate::error::Error;
use crate::passages::located::located;
use crate::passages::signs::parts;
use crate::passages::skeleton::Skeleton;
use crate::passages::tokens;
use crate::passages::verify::{CitationReport, Opened, Report};
use crate::seeds::Record;
use crate::tables::CellType;
use crate::wording::did_you_mean;

/// A passage as a copy has it, with its verdict.
#[derive(Debug, Serialize)]
pub struct OpenPassage<'a> {
    /// The verdict on it.
    pub citation: &'a CitationReport,
    /// The passage; none where no copy has it.
    pub opened: Option<&'a Opened>,
    /// Its words, with those that carry the number between `**`; empty where no copy has it.
    pub marked: String,
    /// The address that opens the document at it, made from the copy; none where the document has no address or no copy
    /// has it.
    pub link: Option<String>,
}

impl Claims {
    /// The passages behind ids of facts, passages, documents and entities: of a document with its parts, of an entity
    /// those of all facts that name it.
    pub fn chosen(&self, ids: &[String]) -> Result<BTreeSet<String>, Error> {
        let mut chosen = BTreeSet::new();
        for id in ids {
            let behind = self.behind(id)?;
            if behind.is_empty() {
                let message = format!("no passage stands behind `{id}`");
                return Err(Error::request(
                    message,
                    "name a fact, passage, document or entity that rests on one",
                ));
            }
            chosen.extend(behind);
        }
        Ok(chosen)
    }

    fn behind(&self, id: &str) -> Result<BTreeSet<String>, Error> {
        let seeds = &self.seeds;
        let holds = |table: &str, key: &str| seeds.of(table).iter().any(|row| row.raw(key) == id);
        let cited_by = |facts: &dyn Fn(&Record) -> bool| {
            let facts = seeds.facts().filter(|fact| facts(fact));
            let uses = facts.flat_map(Record::citations);
            uses.map(|used| used.citation_id.clone()).collect()
        };
        if seeds.facts().any(|fact| fact.raw("fact_id") == id) {
            return Ok(cited_by(&|fact| fact.raw("fact_id") == id));
        }
        if holds("citations", "citation_id") {
            return Ok(BTreeSet::from([id.to_owned()]));
        }
        if holds("sources", "source_id") {
            let citations = seeds.of("citations").iter();
            let own = citations.filter(|row| {
                self.line_of(row.raw("source_id"))
                    .any(|source| source.raw("source_id") == id)
            });
            return Ok(own.map(|row| row.raw("citation_id").to_owned()).collect());
        }
        if holds("entities", "entity_id") {
            let names = |fact: &Record| {
                fact.foreign_keys()
                    .any(|(_, table, key)| table == "entities" && key == id)
            };
            return Ok(cited_by(&names));
        }
        Err(Error::request(
            format!("`{id}` is no fact, passage, document or entity"),
            self.near(id)
                .unwrap_or_else(|| "ids are in the first column of each table and export".into()),
        ))
    }

    /// The entity with this name, or the ids that are spelt like this.
    fn near(&self, typed: &str) -> Option<String> {
        let rows = |table: &str| self.seeds.of(table).iter();
        let name = typed.to_lowercase();
        let mut names = rows("entities").chain(rows("entity_names"));
        if let Some(named) = names.find(|row| row.raw("name").to_lowercase() == name) {
            return Some(format!("did you mean `{}`?", named.raw("entity_id")));
        }
        let facts = self.seeds.facts().map(|fact| fact.raw("fact_id"));
        let others = ["citations", "sources", "entities"].into_iter();
        let others = others.flat_map(|table| rows(table).map(|row| row.raw(row.table.key[0])));
        did_you_mean(typed, &facts.chain(others).collect::<Vec<_>>())
    }

    /// A source and those that it is part of, the nearest first.
    fn line_of<'a>(&'a self, source_id: &'a str) -> impl Iterator<Item = &'a Record> {
        let sources = self.seeds.of("sources");
        let find = move |id: &str| sources.iter().find(|row| row.raw("source_id") == id);
        let next = move |source: &&'a Record| source.text("part_of").and_then(find);
        // A chain of parts longer than the list of sources would be a circle, so it ends there.
        std::iter::successors(find(source_id), next).take(sources.len())
    }

    /// The passages of a report, each as the copy has it, opened for these ids.
    pub fn opened<'a>(&self, report: &'a Report, ids: &[String]) -> Vec<OpenPassage<'a>> {
        let numbers = self.printed_numbers(ids);
        let open = |citation: &'a CitationReport| {
            let opened = report
                .opened
                .iter()
                .find(|one| one.citation_id == citation.citation_id);
            let wanted = self.carrying(citation, &numbers);
            OpenPassage {
                citation,
                opened,
                marked: opened.map_or_else(String::new, |one| marked(one, &wanted)),
                link: opened.and_then(|one| self.link(citation, one)),
            }
        };
        report.citations.iter().map(open).collect()
    }

    /// The parts of the numbers that these facts print, by the passages behind them.
    fn printed_numbers(&self, ids: &[String]) -> BTreeMap<&str, BTreeSet<String>> {
        let mut numbers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let is_asked = |fact: &&Record| ids.iter().any(|id| id == fact.raw("fact_id"));
        for fact in self.seeds.facts().filter(is_asked) {
            let mut columns = fact.table.columns();
            let printed = columns.find(|column| column.cell == CellType::Printed);
            let Some(printed) = printed.and_then(|column| fact.text(column.name)) else {
                continue;
            };
            for used in fact.citations() {
                let known = numbers.entry(&used.citation_id).or_default();
                known.extend(tokens::fold(printed));
            }
        }
        numbers
    }

    /// The tokens that carry the number of a passage: those that the facts asked for print and it declares, else the numbers
    /// among its tokens, else all of them.
    fn carrying(
        &self,
        citation: &CitationReport,
        numbers: &BTreeMap<&str, BTreeSet<String>>,
    ) -> BTreeSet<String> {
        let declared = self
            .windows()
            .into_iter()
            .find(|one| one.citation_id == citation.citation_id);
        let declared: BTreeSet<String> = declared
            .map(|one| one.tokens)
            .unwrap_or_default()
            .into_iter()
            .collect();
        let declared: BTreeSet<String> = declared.iter().flat_map(|token| parts(token)).collect();
        let printed = numbers.get(citation.citation_id.as_str());
        if let Some(printed) = printed.filter(|printed| !printed.is_disjoint(&declared)) {
            return printed.clone();
        }
        let is_number = |token: &&String| !tokens::is_word(token);
        let numbers: BTreeSet<String> = declared.iter().filter(is_number).cloned().collect();
        if numbers.is_empty() {
            declared
        } else {
            numbers
        }
    }

    /// The address of a document, at a passage.
    fn link(&self, citation: &CitationReport, opened: &Opened) -> Option<String> {
        let url = self
            .line_of(&citation.source_id)
            .find_map(|source| source.text("url"))?;
        let path = url.split(['?', '#']).next().unwrap_or_default();
        if path.to_ascii_lowercase().ends_with(".pdf") {
            let page = opened.page.filter(|_| opened.is_pdf && !url.contains('#'));
            return Some(page.map_or_else(|| url.to_owned(), |page| format!("{url}#page={page}")));
        }
        let mark = if url.contains('#') { "" } else { "#" };
        Some(format!("{url}{mark}:~:{}", opened.fragment))
    }
}

/// A passage with these tokens between `**`.
///
/// A number is judged within what the citation counts, and without the note mark behind it, as by the scheme: `4.7[12]`
/// carries `4.7`.
fn marked(opened: &Opened, wanted: &BTreeSet<String>) -> String {
    let text = opened.passage.as_str();
    let start = opened.counted.start;
    let counted = &text[opened.counted.clone()];
    let skeleton = Skeleton::of(counted);
    let mut marked = String::with_capacity(text.len());
    let mut from = 0;
    for one in located(skeleton.folded()) {
        if wanted.contains(&one.text) {
            let origin = skeleton.origin(&one.folded, counted);
            let token = start + origin.start..start + origin.end;
            marked.push_str(&text[from..token.start]);
            marked.push_str("**");
            marked.push_str(&text[token.clone()]);
            marked.push_str("**");
            from = token.end;
        }
    }
    marked.push_str(&text[from..]);
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The passage with a number marked; the brackets `⟦⟧` hold what the citation counts.
    fn with_marks(passage: &str, wanted: &[&str]) -> String {
        let (before, rest) = passage.split_once('⟦').expect("a beginning");
        let (counted, after) = rest.split_once('⟧').expect("an end");
        let opened = Opened {
            citation_id: "c".into(),
            file: "a.txt".into(),
            is_pdf: false,
            page: None,
            paragraph: None,
            before: String::new(),
            passage: [before, counted, after].concat(),
            counted: before.len()..before.len() + counted.len(),
            after: String::new(),
            fragment: String::new(),
        };
        marked(&opened, &wanted.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_number_is_marked_before_every_form_of_note_mark() {
        for mark in [
            "¹",
            "¹²",
            "¹²³",
            "[1]",
            "[12]",
            "[123]",
            "[12](#n)",
            "\\[12\\]",
            "[^12]",
            "^12^",
            "<sup>12</sup>",
            " 12 ",
        ] {
            let inside = with_marks(&format!("⟦rye rose by 4.7{mark}and fell⟧."), &["4.7"]);
            assert_eq!(inside, format!("rye rose by **4.7**{mark}and fell."));
            let behind = with_marks(&format!("⟦rye rose by 4.7⟧{mark}."), &["4.7"]);
            assert_eq!(behind, format!("rye rose by **4.7**{mark}."));
        }
        // Glued to a number, a mark is told from it by the end of the passage alone.
        assert_eq!(
            with_marks("⟦ground on May 12⟧3", &["12"]),
            "ground on May **12**3"
        );
    }

    #[test]
    fn a_number_is_marked_before_every_sign_and_at_the_end() {
        for sign in [
            ")", "]", ",", ".", ";", ":", "%", " %", "”", "/", "–", " billion", ".",
        ] {
            let text = with_marks(&format!("⟦rye rose by −4.7{sign} then⟧"), &["4.7"]);
            assert_eq!(text, format!("rye rose by −**4.7**{sign} then"));
            let text = with_marks(&format!("−⟦4.7⟧{sign}"), &["4.7"]);
            assert_eq!(text, format!("−**4.7**{sign}"));
        }
        assert_eq!(
            with_marks("(⟦$7,000 and 7 000 Säcke⟧)", &["7000", "sacke"]),
            "($**7,000** and **7 000** **Säcke**)"
        );
        assert_eq!(
            with_marks("⟦14.7 and 4.71, 4.7⟧", &["4.7"]),
            "14.7 and 4.71, **4.7**"
        );
    }
}
