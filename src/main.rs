//! The command line. This is the only file that prints, reads the arguments and exits.
#![expect(
    clippy::print_stderr,
    reason = "problems and errors go to standard error, here alone"
)]

mod cli;
mod cli_migrate;
mod print_migrate;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use sco_facts::build::{Options, Summary, build};
use sco_facts::citing::{CiteRequest, citation_line, fingerprint_line};
use sco_facts::confirm::Claims;
use sco_facts::load::Changes;
use sco_facts::passages::verify::{Report, Verdict};
use sco_facts::seeds::{self, Seeds};
use sco_facts::{Error, Problem, check, db, export, show, user_facts};
use serde_json::json;

use cli::{CiteArgs, Cli, Command, Format, ImportCommand, Shared};

/// The data is bad or something is out of date: a person should edit.
const BAD_DATA: u8 = 1;
/// The command could not run.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(report(&cli, &error)),
    }
}

fn run(cli: &Cli) -> anyhow::Result<()> {
    let shared = &cli.shared;
    match &cli.command {
        Command::Build {
            exports,
            no_exports,
            fresh,
        } => run_build(shared, (!no_exports).then(|| exports.clone()), *fresh),
        Command::Check { list: true } => {
            list_rules(shared);
            Ok(())
        }
        Command::Check { list: false } => run_check(shared),
        Command::Verify { sources, strict } => run_verify(shared, sources, *strict),
        Command::Cite(args) => run_cite(shared, args),
        Command::Export {
            exports,
            check,
            origin,
        } => run_export(shared, exports, *check, origin),
        Command::Import(import) => run_import(shared, import),
        Command::Migrate(args) => print_migrate::run(shared, args),
        Command::Template { table } => {
            say(&user_facts::template(table, shared.format == Format::Json)?);
            Ok(())
        }
        Command::Show { id } => run_show(shared, id),
    }
}

/// Prints the problems or the error; returns the exit code.
fn report(cli: &Cli, error: &anyhow::Error) -> u8 {
    let json = cli.shared.format == Format::Json;
    let code = match error.downcast_ref() {
        Some(Error::Problems(problems)) => {
            print_problems(cli, problems);
            BAD_DATA
        }
        Some(Error::Stale(_) | Error::Unconfirmed(_) | Error::Unsettled(_)) => BAD_DATA,
        _ => FAILED,
    };
    if json && code == FAILED {
        say(&json!({"type": "error", "message": format!("{error:#}")}).to_string());
    }
    eprintln!("error: {error:#}");
    code
}

/// Problems are the result of `check`, and of every command for a script; else they go beside it.
fn print_problems(cli: &Cli, problems: &[Problem]) {
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
fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// A serialised object with its type named first.
fn tagged(kind: &str, object: &impl serde::Serialize) -> String {
    let mut value = json!(object);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("type".into(), kind.into());
    }
    value.to_string()
}

fn database(shared: &Shared) -> PathBuf {
    shared.db.clone().unwrap_or_else(|| PathBuf::from("sco.db"))
}

fn wait(shared: &Shared) -> Duration {
    Duration::from_secs(shared.wait)
}

/// Reads the seeds and applies every rule.
fn checked_seeds(shared: &Shared) -> Result<Seeds, Error> {
    let (seeds, mut problems) = match &shared.seeds {
        Some(folder) => seeds::read(folder)?,
        None => seeds::embedded(),
    };
    check::run(&seeds, &mut problems);
    Error::unless_empty(problems)?;
    Ok(seeds)
}

fn run_build(shared: &Shared, exports: Option<PathBuf>, fresh: bool) -> anyhow::Result<()> {
    let started = Instant::now();
    let seeds = checked_seeds(shared)?;
    let options = Options {
        db: database(shared),
        exports,
        wait: wait(shared),
        fresh,
    };
    let summary = build(&seeds, &options)?;
    if let Some(backup) = &summary.backup {
        eprintln!(
            "note: the database as it was is kept at {}",
            backup.display()
        );
    }
    for line in &summary.kept {
        eprintln!("note: {line}");
    }
    if !shared.quiet {
        print_summary(shared, &options, &summary, started.elapsed());
    }
    Ok(())
}

fn run_import(shared: &Shared, command: &ImportCommand) -> anyhow::Result<()> {
    let (db, wait) = (database(shared), wait(shared));
    match command {
        ImportCommand::Facts {
            paths,
            origin,
            table,
            dry_run,
        } => {
            let import = user_facts::Import {
                paths: paths.clone(),
                table: table.clone(),
                origin: origin.clone(),
                dry_run: *dry_run,
            };
            let done = user_facts::import(&db, wait, &import)?;
            if !shared.quiet {
                print_import(shared, &import, &done);
            }
        }
        ImportCommand::Remove { origin } => {
            let rows = user_facts::remove(&db, wait, origin)?;
            match shared.format {
                _ if shared.quiet => {}
                Format::Text => say(&format!("{rows} rows of origin {origin} removed")),
                Format::Json => {
                    say(&json!({"type": "summary", "origin": origin, "removed": rows}).to_string());
                }
            }
        }
    }
    Ok(())
}

fn print_import(shared: &Shared, import: &user_facts::Import, done: &[user_facts::Done]) {
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

fn print_summary(shared: &Shared, options: &Options, summary: &Summary, time: Duration) {
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

fn list_rules(shared: &Shared) {
    for rule in check::RULES {
        match shared.format {
            Format::Text => say(&format!("{:27} {}", rule.name, rule.demands)),
            Format::Json => say(
                &json!({"type": "rule", "name": rule.name, "demands": rule.demands}).to_string(),
            ),
        }
    }
}

fn run_check(shared: &Shared) -> anyhow::Result<()> {
    let seeds = checked_seeds(shared)?;
    if !shared.quiet {
        let (facts, rules) = (seeds.facts().count(), check::RULES.len());
        match shared.format {
            Format::Text => say(&format!("{facts} facts, {rules} rules, no problem")),
            Format::Json => say(
                &json!({"type": "summary", "facts": facts, "rules": rules, "problems": 0})
                    .to_string(),
            ),
        }
    }
    Ok(())
}

fn run_verify(shared: &Shared, folder: &Path, strict: bool) -> anyhow::Result<()> {
    let started = Instant::now();
    let claims = match &shared.db {
        Some(path) => Claims::of_database(&db::open_to_read(path, wait(shared))?)?,
        None => Claims::of_seeds(&checked_seeds(shared)?),
    };
    let verdicts = claims.confirm(folder)?;
    let failures = verdicts.failures(strict).len();
    print_verdicts(shared, &verdicts, started.elapsed());
    if failures > 0 {
        return Err(Error::Unconfirmed(failures).into());
    }
    Ok(())
}

fn print_verdicts(shared: &Shared, report: &Report, time: Duration) {
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

fn run_cite(shared: &Shared, args: &CiteArgs) -> anyhow::Result<()> {
    let (seeds, _) = match &shared.seeds {
        Some(folder) => seeds::read(folder)?,
        None => seeds::embedded(),
    };
    let (Some(from), Some(to)) = (&args.from, &args.to) else {
        say(&fingerprint_line(&args.file)?);
        return Ok(());
    };
    let request = CiteRequest {
        source_id: &args.source,
        file: &args.file,
        first_words: from,
        last_words: to,
        occurrence: args.nth,
        tokens: &args.tokens,
        citation_id: &args.id,
        locator: args.locator_label.as_deref().zip(args.locator.as_deref()),
    };
    let made = citation_line(&seeds, &request)?;
    match shared.format {
        Format::Text => say(&made.csv),
        Format::Json => say(&made.json.to_string()),
    }
    if !shared.quiet {
        eprintln!("tokens to choose from: {}", made.candidates.join(" "));
    }
    Ok(())
}

fn run_export(shared: &Shared, folder: &Path, check: bool, origin: &str) -> anyhow::Result<()> {
    let connection = db::open_to_read(&database(shared), wait(shared))?;
    let files = export::render(&connection, origin)?;
    if check {
        let stale = export::stale(folder, &files)?;
        if !stale.is_empty() {
            return Err(Error::Stale(stale).into());
        }
    } else {
        let written = export::stage(folder, &files)?.publish()?;
        if !shared.quiet && shared.format == Format::Text {
            say(&format!(
                "{}/: {} files, {written} of them written",
                folder.display(),
                files.len()
            ));
        }
    }
    if shared.format == Format::Json && !shared.quiet {
        say(&json!({"type": "summary", "export_files": files.len(), "current": true}).to_string());
    }
    Ok(())
}

fn run_show(shared: &Shared, id: &str) -> anyhow::Result<()> {
    let connection = db::open_to_read(&database(shared), wait(shared))?;
    let shown = show::show(&connection, id)?;
    match shared.format {
        Format::Text => say(&shown.to_text()),
        Format::Json => say(&shown.to_json().to_string()),
    }
    Ok(())
}
