//! Prints the report of `sco verify`: for people first the sources, then what is wrong; for scripts everything.

use std::collections::BTreeMap;
use std::time::Duration;

use sco_facts::complaint::Complaint;
use sco_facts::passages::verify::{
    CitationReport, FileReport, REPAIRS, Report, SourceReport, Verdict,
};
use sco_facts::wording::{agreeing, count};
use serde_json::{Value, json};

use super::super::output::{milliseconds, object, print_folded, print_line};
use super::super::{Format, Shared};

/// How many facts are named behind a passage.
const NAMED: usize = 3;

/// How a report is printed.
pub(super) struct Printing<'a> {
    pub(super) shared: &'a Shared,
    /// The facts that rest on each passage.
    pub(super) facts: BTreeMap<&'a str, Vec<&'a str>>,
    /// Whether what is in order is printed too.
    pub(super) all: bool,
    /// Whether it is a fault if a passage cannot be looked for.
    pub(super) strict: bool,
}

impl Printing<'_> {
    pub(super) fn print(&self, report: &Report, origin: &str, time: Duration) {
        match self.shared.format {
            Format::Json => self.objects(report, origin, time),
            Format::Text | Format::Markdown => self.lines(report, origin, time),
        }
    }

    fn lines(&self, report: &Report, origin: &str, time: Duration) {
        let quiet = self.shared.quiet;
        for source in report.sources.iter().filter(|one| one.has_copy && !quiet) {
            print_folded(source_line(source, report));
        }
        for checked in report.citations.iter().filter(|one| self.is_told(one)) {
            self.citation(checked);
        }
        if self.strict || !quiet {
            for line in without_copy(report) {
                print_folded(line);
            }
            for file in report.unread() {
                print_folded(format!("not read: {}", file_line(file)));
            }
        }
        if !quiet {
            self.other_files(report);
        }
        for part in &report.parts {
            let complaint = Complaint::new(part.detail.as_str(), part.help.as_str());
            print_folded(format!("misplaced: {}: {complaint}", part.source_id));
        }
        if !quiet {
            let counts: Vec<String> = counts(report)
                .iter()
                .map(|(verdict, n)| format!("{n} {verdict}"))
                .collect();
            print_folded(format!(
                "{}: {}; {:.2} s, citations of {origin}",
                count(report.citations.len(), "citation"),
                counts.join(", "),
                time.as_secs_f64()
            ));
        }
    }

    /// Whether a passage has a line of its own.
    fn is_told(&self, checked: &CitationReport) -> bool {
        match checked.verdict {
            Verdict::Exact | Verdict::Found => self.all && !self.shared.quiet,
            // One line for the whole document says it.
            Verdict::NoCopy => self.all && (self.strict || !self.shared.quiet),
            Verdict::Ambiguous | Verdict::Missing | Verdict::TokenMissing | Verdict::Near => true,
        }
    }

    fn citation(&self, checked: &CitationReport) {
        let complaint = Complaint::new(checked.detail.as_str(), checked.help.as_str());
        let repaired = if checked.repairs.is_empty() {
            String::new()
        } else {
            let repairs: Vec<String> = checked
                .repairs
                .iter()
                .map(|one| one.to_string().replace('_', " "))
                .collect();
            format!(", after repairs: {}", repairs.join(", "))
        };
        print_folded(format!(
            "{}: {} ({}, {}){}: {complaint}{repaired}",
            checked.verdict,
            checked.citation_id,
            checked.source_id,
            checked.locator,
            self.behind(checked),
        ));
        if let Some(nearest) = &checked.nearest {
            print_folded(format!("  nearest there: {nearest}"));
        }
    }

    /// The facts that rest on a passage, in words.
    fn behind(&self, checked: &CitationReport) -> String {
        let facts = self.facts_behind(checked);
        match facts.len() {
            0 => String::new(),
            n if n <= NAMED => format!(" for {}", facts.join(", ")),
            n => format!(" for {} and {} more", facts[..NAMED].join(", "), n - NAMED),
        }
    }

    fn facts_behind(&self, checked: &CitationReport) -> &[&str] {
        let facts = self.facts.get(checked.citation_id.as_str());
        facts.map_or(&[], Vec::as_slice)
    }

    /// The files that hold nothing, on one line; with `--all` every file on one of its own.
    fn other_files(&self, report: &Report) {
        let read = || report.files.iter().filter(|file| file.problem.is_none());
        if self.all {
            for file in read() {
                print_folded(file_line(file));
            }
            return;
        }
        let others: Vec<&str> = read()
            .filter(|file| file.held.is_empty())
            .map(|file| file.file.as_str())
            .collect();
        if let [first, .., last] = others.as_slice() {
            let n = count(others.len(), "file");
            print_folded(format!(
                "{n} of no document of the dataset: {first} .. {last}"
            ));
        } else if let [one] = others.as_slice() {
            print_folded(format!("{one}: no document of the dataset"));
        }
    }

    fn objects(&self, report: &Report, origin: &str, time: Duration) {
        let quiet = self.shared.quiet;
        for checked in &report.citations {
            if !quiet || checked.verdict != Verdict::Exact {
                let mut value = object("citation", checked);
                value["facts"] = json!(self.facts_behind(checked));
                print_line(value);
            }
        }
        if !quiet {
            for source in &report.sources {
                print_line(object("source", source));
            }
            for file in &report.files {
                print_line(object("file", file));
            }
        }
        for part in &report.parts {
            print_line(object("part", part));
        }
        if !quiet {
            print_line(summary(report, origin, time));
        }
    }
}

fn summary(report: &Report, origin: &str, time: Duration) -> Value {
    json!({"type": "summary", "citations": report.citations.len(), "verdicts": counts(report),
        "origin": origin, "repairs": REPAIRS, "milliseconds": milliseconds(time)})
}

fn counts(report: &Report) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for checked in &report.citations {
        *counts.entry(checked.verdict.to_string()).or_default() += 1;
    }
    counts
}

fn source_line(source: &SourceReport, report: &Report) -> String {
    let reference = |file: &&FileReport| file.is_reference && source.files.contains(&file.file);
    let found = if source.found == source.of {
        format!("{} found", count(source.of, "passage"))
    } else {
        format!("{} of {} found", source.found, count(source.of, "passage"))
    };
    let place = match report.files.iter().find(reference) {
        Some(file) => format!("{}, the reference copy", file.file),
        None => some_files(&source.files),
    };
    let hint = if source.hint.is_empty() {
        String::new()
    } else {
        format!("; {}", source.hint)
    };
    format!("{}: {found} in {place}{hint}", source.source_id)
}

fn some_files(files: &[String]) -> String {
    match files {
        [first, second, third, _, ..] => {
            let more = files.len() - 3;
            format!("{first}, {second}, {third} and {more} more")
        }
        _ => files.join(", "),
    }
}

/// A line for each document of which there is no copy, whatever parts it has.
fn without_copy(report: &Report) -> Vec<String> {
    let mut documents: BTreeMap<&str, Vec<&SourceReport>> = BTreeMap::new();
    for source in report.sources.iter().filter(|source| !source.has_copy) {
        documents.entry(&source.document).or_default().push(source);
    }
    let line = |(document, sources): (&str, Vec<&SourceReport>)| {
        let of: usize = sources.iter().map(|source| source.of).sum();
        let found: usize = sources.iter().map(|source| source.found).sum();
        let parts = sources.iter().filter(|source| source.source_id != document);
        let parts = match parts.count() {
            0 => String::new(),
            n => format!(" and of {} of it", count(n, "part")),
        };
        let in_excerpts = if found > 0 {
            format!(
                ", {found} of them {} in excerpts",
                agreeing(found, "stands", "stand")
            )
        } else {
            String::new()
        };
        let cited = count(of, "passage");
        let help = advice(report, document, &sources);
        format!("no copy: {document}{parts}: {cited}{in_excerpts}; {help}")
    };
    documents.into_iter().map(line).collect()
}

/// The remedy that the first passage without a copy names.
fn advice(report: &Report, document: &str, sources: &[&SourceReport]) -> String {
    let is_one = |one: &&CitationReport| {
        one.verdict == Verdict::NoCopy
            && sources
                .iter()
                .any(|source| source.source_id == one.source_id)
    };
    let told = report.citations.iter().find(is_one);
    let told = told.map(|one| Complaint::new(one.detail.as_str(), one.help.as_str()));
    told.map_or_else(
        || format!("save a copy as `{document}`"),
        |told| told.to_string(),
    )
}

/// What a file is.
fn file_line(file: &FileReport) -> String {
    match (&file.problem, file.held.first()) {
        (Some(problem), _) => {
            let help = file.help.as_deref().unwrap_or_default();
            format!("{}: {}", file.file, Complaint::new(problem.as_str(), help))
        }
        (None, Some(held)) if file.is_reference => {
            format!("{}: {}, the reference copy", file.file, held.source_id)
        }
        (None, Some(_)) => {
            let held: Vec<String> = file
                .held
                .iter()
                .map(|held| {
                    let how = held.how.to_string().replace('_', " ");
                    format!("{} by {how}, {} of {}", held.source_id, held.found, held.of)
                })
                .collect();
            format!("{}: {}", file.file, held.join("; "))
        }
        (None, None) => format!("{}: no document of the dataset", file.file),
    }
}
