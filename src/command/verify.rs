//! `sco verify`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use sco_facts::Error;
use sco_facts::confirm::{Covered, OwnClaims};
use sco_facts::files::shown;
use sco_facts::passages::coverage::Coverage;
use serde_json::json;

use super::Shared;
use super::copies::{Copies, claims, reading};
use super::output::object;
use super::progress::waiting;
use printing::Printing;

mod printing;

/// Find every cited passage in the documents that you hold and confirm its numbers
///
/// Looks for the citations of the folder `seeds` if a dataset lies there, else of `sco.db`, else of the seeds compiled
/// in; `--seeds` and `--db` name others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco verify --sources my-copies
  sco verify ev-sco-founding-2001 --sources my-copies
  sco verify --sources my-copies --coverage")]
pub(super) struct Arguments {
    /// Ids of the facts, passages, documents or entities to look at; all where none is named
    #[arg(value_name = "ID", conflicts_with = "coverage")]
    ids: Vec<String>,
    /// Look instead for the claims of this CSV file, with the columns `document`, `quotation` or
    /// `digest` and `n_chars`, and `numbers`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["coverage", "ids", "db", "seeds", "wait"])]
    claims: Option<PathBuf>,
    #[command(flatten)]
    copies: Copies,
    /// Fail also where a passage is ambiguous, its document has no copy, or a file cannot be read
    #[arg(long)]
    strict: bool,
    /// Print also what is in order: a line for every passage and every file
    #[arg(long)]
    all: bool,
    /// Count also what no fact rests on: paragraphs, numbers and notes
    #[arg(long)]
    coverage: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(file) = &arguments.claims {
        return own_claims(shared, arguments, file);
    }
    let started = Instant::now();
    let (claims, origin) = claims(shared)?;
    let reading = reading(arguments.copies.encoding.as_deref())?;
    let sources = &arguments.copies.sources;
    let chosen = if arguments.ids.is_empty() {
        None
    } else {
        Some(claims.chosen(&arguments.ids)?)
    };
    let verdicts = waiting(shared, "looking for the passages", || match &chosen {
        None => claims.verify(sources, &reading),
        Some(chosen) => claims.verify_chosen(chosen, sources, &reading),
    })?;
    let failures = verdicts.failures(arguments.strict).len();
    let printing = Printing {
        shared,
        facts: claims.facts(),
        all: arguments.all,
        strict: arguments.strict,
    };
    printing.print(&verdicts, &origin, started.elapsed());
    let mut gaps = 0;
    if arguments.coverage {
        let coverage = waiting(shared, "counting what is covered", || {
            claims.coverage(sources, &reading, &verdicts)
        });
        for covered in coverage {
            gaps += print_covered(shared, &covered, arguments.strict);
        }
    }
    let unread = verdicts.unread().len();
    match (failures, verdicts.parts.len(), gaps) {
        (0, 0, 0) if arguments.strict && unread > 0 => Err(Error::Unread(unread).into()),
        (0, 0, 0) => Ok(()),
        (0, 0, gaps) => Err(Error::Uncovered(gaps).into()),
        (0, parts, _) => Err(Error::Misplaced(parts).into()),
        (failures, _, _) => Err(Error::Unconfirmed(failures).into()),
    }
}

/// Looks for the claims of a file.
fn own_claims(shared: &Shared, arguments: &Arguments, file: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let claims = OwnClaims::read(file)?;
    let reading = reading(arguments.copies.encoding.as_deref())?;
    let report = waiting(shared, "looking for the claims", || {
        claims.verify(&arguments.copies.sources, &reading)
    })?;
    let printing = Printing {
        shared,
        facts: BTreeMap::new(),
        all: arguments.all,
        strict: arguments.strict,
    };
    printing.print(&report, &shown(file), started.elapsed());
    match (
        report.failures(arguments.strict).len(),
        report.unread().len(),
    ) {
        (0, unread) if arguments.strict && unread > 0 => Err(Error::Unread(unread).into()),
        (0, _) => Ok(()),
        (failures, _) => Err(Error::Unconfirmed(failures).into()),
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
