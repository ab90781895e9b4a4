//! How results and problems read, as lines for people or objects for scripts.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use sco_facts::build::{Options, Summary};
use sco_facts::confirm::Covered;
use sco_facts::load::Changes;
use sco_facts::passages::verify::{Report, Verdict};
use sco_facts::search::Hit;
use sco_facts::{Problem, check, user_facts};
use serde_json::json;

use crate::cli::{Cli, Command, Format, Shared};

/// Problems are the result of `check`, and of every command for a script; else they go beside it.
pub(crate) fn print_problems(cli: &Cli, problems: &[Problem]) {
    let is_result = matches!(cli.command, Command::Check { .. });
    for problem in problems {
        match cli.shared.format {
            Format::Json => say(&tagged("problem", problem)),
            Format::Text if is_result => say(&problem.to_string()),
            Format::Text => eprintln!("{problem}"),
        }
    }
}

/// Writes a line of the result; a reader that has gone away is no error.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// A serialised object with its type named first.
pub(crate) fn tagged(kind: &str, object: &impl serde::Serialize) -> String {
    let mut value = json!(object);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("type".into(), kind.into());
    }
    value.to_string()
}

pub(crate) fn print_summary(shared: &Shared, options: &Options, summary: &Summary, time: Duration) {
    let (files, written) = summary.exports;
    let changes = summary.changes;
    if shared.format == Format::Json {
        let rows: BTreeMap<&str, u64> = summary.rows.iter().copied().collect();
        let object = json!({
            "type": "summary", "db": options.db, "exports": options.exports, "rows": rows,
            "migrations_applied": summary.migrations, "backup": summary.backup, "rules": check::RULES.len(),
            "inserted": changes.inserted, "updated": changes.updated, "deleted": changes.deleted,
            "export_files": files, "export_files_written": written, "kept_for_you": summary.kept,
            "milliseconds": u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
        });
        return say(&object.to_string());
    }
    let rows = |table: &str| {
        summary
            .rows
            .iter()
            .find(|(name, _)| *name == table)
            .map_or(0, |(_, rows)| *rows)
    };
    for (table, rows) in &summary.rows {
        say(&format!("{rows:>7}  {table}"));
    }
    say(&format!(
        "{} facts on {} citations in {} sources; {} rules hold",
        rows("facts"),
        rows("citations"),
        rows("sources"),
        check::RULES.len()
    ));
    let state = if summary.migrations == 0 && changes == Changes::default() {
        "is current; not a byte was changed".to_owned()
    } else {
        format!(
            "written: {} migrations, {} rows inserted, {} updated, {} deleted",
            summary.migrations, changes.inserted, changes.updated, changes.deleted
        )
    };
    say(&format!("{} {state}", options.db.display()));
    if let Some(folder) = &options.exports {
        say(&format!(
            "{}/: {files} files, {written} of them written",
            folder.display()
        ));
    }
    say(&format!("{:.2} s", time.as_secs_f64()));
}

pub(crate) fn print_import(
    shared: &Shared,
    import: &user_facts::Import,
    done: &[user_facts::Done],
) {
    let would = if import.dry_run { "would be " } else { "" };
    for table in done {
        match shared.format {
            Format::Json => say(&tagged("table", table)),
            Format::Text => say(&format!(
                "{}: {} {would}inserted, {} {would}changed, {} left alone",
                table.table, table.inserted, table.changed, table.unchanged
            )),
        }
    }
    let sum = |count: fn(&user_facts::Done) -> usize| done.iter().map(count).sum::<usize>();
    let (inserted, changed, unchanged) = (
        sum(|t| t.inserted),
        sum(|t| t.changed),
        sum(|t| t.unchanged),
    );
    match shared.format {
        Format::Json => say(
            &json!({"type": "summary", "origin": import.origin, "dry_run": import.dry_run,
            "inserted": inserted, "changed": changed, "unchanged": unchanged})
            .to_string(),
        ),
        Format::Text => say(&format!(
            "origin {}: {inserted} {would}inserted, {changed} {would}changed, {unchanged} left alone",
            import.origin
        )),
    }
}

pub(crate) fn list_rules(shared: &Shared) {
    for rule in check::RULES {
        match shared.format {
            Format::Text => say(&format!("{:27} {}", rule.name, rule.demands)),
            Format::Json => say(
                &json!({"type": "rule", "name": rule.name, "demands": rule.demands}).to_string(),
            ),
        }
    }
}

pub(crate) fn print_verdicts(shared: &Shared, report: &Report, time: Duration) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for checked in &report.citations {
        *counts.entry(checked.verdict.to_string()).or_default() += 1;
        match shared.format {
            Format::Json => say(&tagged("citation", checked)),
            Format::Text if checked.verdict == Verdict::Exact => {}
            Format::Text => say(&format!(
                "{}: {} ({}): {}",
                checked.verdict, checked.citation_id, checked.source_id, checked.detail
            )),
        }
    }
    for file in &report.files {
        match shared.format {
            Format::Json => say(&tagged("file", file)),
            Format::Text if shared.quiet => {}
            Format::Text => say(&file_line(file)),
        }
    }
    if shared.format == Format::Json {
        let object = json!({"type": "summary", "citations": report.citations.len(), "verdicts": counts,
            "milliseconds": u64::try_from(time.as_millis()).unwrap_or(u64::MAX)});
        say(&object.to_string());
    } else if !shared.quiet {
        let counts: Vec<String> = counts
            .iter()
            .map(|(verdict, count)| format!("{count} {verdict}"))
            .collect();
        say(&format!(
            "{} citations: {}; {:.2} s",
            report.citations.len(),
            counts.join(", "),
            time.as_secs_f64()
        ));
    }
}

/// Prints what no fact rests on in a document; returns how many gaps there are.
pub(crate) fn print_coverage(shared: &Shared, covered: &Covered, strict: bool) -> usize {
    let id = &covered.source_id;
    let Some(coverage) = &covered.coverage else {
        if shared.format == Format::Json {
            say(&json!({"type": "coverage", "source_id": id, "counted": false}).to_string());
        } else if strict || !shared.quiet {
            say(&format!(
                "{id}: coverage not counted; it needs the reference copy"
            ));
        }
        return usize::from(strict);
    };
    if shared.format == Format::Json {
        for gap in &coverage.gaps {
            let mut object = json!(gap);
            object["type"] = "gap".into();
            object["document"] = id.as_str().into();
            say(&object.to_string());
        }
        let (paragraphs, numbers, notes) = (coverage.paragraphs, coverage.numbers, coverage.notes);
        say(
            &json!({"type": "coverage", "source_id": id, "counted": true, "paragraphs": paragraphs,
            "numbers": numbers, "notes": notes, "gaps": coverage.gaps.len()})
            .to_string(),
        );
        return coverage.gaps.len();
    }
    for gap in &coverage.gaps {
        say(&format!("{id}: {gap}"));
    }
    if !shared.quiet {
        let told = [
            ("paragraphs", coverage.paragraphs),
            ("numbers", coverage.numbers),
            ("notes", coverage.notes),
        ]
        .map(|(what, count)| {
            let (of, covered, explained) = (count.of, count.covered, count.explained);
            format!(
                "{of} {what}: {covered} covered, {explained} explained, {} open",
                count.open()
            )
        });
        say(&format!("{id}: {}", told.join("; ")));
    }
    coverage.gaps.len()
}

fn file_line(file: &sco_facts::passages::verify::FileReport) -> String {
    match (&file.problem, &file.source_id) {
        (Some(problem), _) => format!("{}: {problem}", file.file),
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

/// Prints what a search found, a line each.
pub(crate) fn print_hits(shared: &Shared, hits: &[Hit]) {
    for hit in hits {
        match (shared.format, &hit.citation) {
            (Format::Json, _) => say(&tagged("hit", hit)),
            (Format::Text, Some(citation)) => {
                say(&format!("{}: {} ({citation})", hit.id, hit.heading));
            }
            (Format::Text, None) => say(&format!("{}: {}", hit.id, hit.heading)),
        }
    }
    if hits.is_empty() && !shared.quiet && shared.format == Format::Text {
        say("nothing found");
    }
}
