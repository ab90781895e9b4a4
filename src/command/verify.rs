//! `sco verify`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use sco_facts::complaint::Complaint;
use sco_facts::confirm::{Claims, Covered};
use sco_facts::migrate::set::Set;
use sco_facts::passages::coverage::Coverage;
use sco_facts::passages::verify::{self, FileReport, Report, Verdict};
use sco_facts::{Error, migrate};
use serde_json::json;

use super::output::{milliseconds, object, print_line};
use super::{Format, Shared};
use sco_facts::wording::count;

/// Find every cited passage in the documents that you hold and confirm its numbers
///
/// Looks for the citations of the seeds, or of the database that `--db` names.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with copies of the documents, as text, Markdown or HTML
    #[arg(long, value_name = "DIR")]
    sources: PathBuf,
    /// Fail also where a passage is ambiguous or its document has no copy
    #[arg(long)]
    strict: bool,
    /// Count also what no fact rests on: paragraphs, numbers and notes
    #[arg(long)]
    coverage: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let started = Instant::now();
    let claims = match &shared.db {
        Some(path) => Claims::of_database(&migrate::open_to_read(
            path,
            &Set::embedded(),
            shared.waiting_time(),
        )?)?,
        None => Claims::of_seeds(shared.checked_seeds()?),
    };
    let copies = verify::read(&arguments.sources).map_err(Error::from)?;
    let verdicts = claims.verify(&arguments.sources, &copies)?;
    let failures = verdicts.failures(arguments.strict).len();
    print_verdicts(shared, &verdicts, started.elapsed());
    let mut gaps = 0;
    if arguments.coverage {
        for covered in claims.coverage(&copies) {
            gaps += print_covered(shared, &covered, arguments.strict);
        }
    }
    match (failures, verdicts.parts.len(), gaps) {
        (0, 0, 0) => Ok(()),
        (0, 0, gaps) => Err(Error::Uncovered(gaps).into()),
        (0, parts, _) => Err(Error::Misplaced(parts).into()),
        (failures, _, _) => Err(Error::Unconfirmed(failures).into()),
    }
}

fn print_verdicts(shared: &Shared, report: &Report, time: Duration) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for checked in &report.citations {
        *counts.entry(checked.verdict.to_string()).or_default() += 1;
        match shared.format {
            Format::Json if shared.quiet && checked.verdict == Verdict::Exact => {}
            Format::Json => print_line(object("citation", checked)),
            Format::Text | Format::Markdown if checked.verdict == Verdict::Exact => {}
            Format::Text | Format::Markdown => print_line(format!(
                "{}: {} ({}): {}",
                checked.verdict,
                checked.citation_id,
                checked.source_id,
                Complaint::new(checked.detail.as_str(), checked.help.as_str())
            )),
        }
    }
    for file in &report.files {
        shared.print_unless_quiet(|| file_line(file), || object("file", file));
    }
    for part in &report.parts {
        let complaint = Complaint::new(part.detail.as_str(), part.help.as_str());
        shared.print(
            || format!("misplaced: {}: {complaint}", part.source_id),
            || object("part", part),
        );
    }
    let citations = report.citations.len();
    let text = || {
        let counts: Vec<String> = counts
            .iter()
            .map(|(verdict, n)| format!("{n} {verdict}"))
            .collect();
        format!(
            "{}: {}; {:.2} s",
            count(citations, "citation"),
            counts.join(", "),
            time.as_secs_f64()
        )
    };
    shared.print_unless_quiet(text, || {
        json!({"type": "summary", "citations": citations, "verdicts": counts,
            "milliseconds": milliseconds(time)})
    });
}

fn file_line(file: &FileReport) -> String {
    match (&file.problem, &file.source_id) {
        (Some(problem), _) => {
            let help = file.help.as_deref().unwrap_or_default();
            format!("{}: {}", file.file, Complaint::new(problem.as_str(), help))
        }
        (None, Some(source)) if file.is_reference => {
            format!("{}: {source}, the reference copy", file.file)
        }
        (None, Some(source)) => {
            let how = file
                .how
                .map(|how| how.to_string().replace('_', " "))
                .unwrap_or_default();
            format!(
                "{}: {source}, by {how}; it differs from the reference copy",
                file.file
            )
        }
        (None, None) => format!("{}: no document of the dataset", file.file),
    }
}

/// Prints how far the facts cover a document; returns how many gaps there are.
fn print_covered(shared: &Shared, covered: &Covered, strict: bool) -> usize {
    let id = &covered.source_id;
    if let Some(coverage) = &covered.coverage {
        print_gaps(shared, id, coverage);
        return coverage.gaps.len();
    }
    // With `--strict` it is a fault, which `--quiet` does not leave out.
    if strict || !shared.quiet {
        shared.print(
            || format!("{id}: coverage not counted; it needs the reference copy"),
            || json!({"type": "coverage", "source_id": id, "counted": false}),
        );
    }
    usize::from(strict)
}

fn print_gaps(shared: &Shared, id: &str, coverage: &Coverage) {
    for gap in &coverage.gaps {
        shared.print(
            || format!("{id}: {gap}"),
            || {
                let mut gap = object("gap", gap);
                gap["document"] = id.into();
                gap
            },
        );
    }
    let (paragraphs, numbers, notes) = (coverage.paragraphs, coverage.numbers, coverage.notes);
    let text = || {
        let counted = [
            ("paragraphs", paragraphs),
            ("numbers", numbers),
            ("notes", notes),
        ]
        .map(|(name, count)| {
            let (of, covered, explained) = (count.of, count.covered, count.explained);
            format!(
                "{of} {name}: {covered} covered, {explained} explained, {} open",
                count.open()
            )
        });
        format!("{id}: {}", counted.join("; "))
    };
    shared.print_unless_quiet(text, || {
        json!({"type": "coverage", "source_id": id, "counted": true, "paragraphs": paragraphs,
            "numbers": numbers, "notes": notes, "gaps": coverage.gaps.len()})
    });
}
