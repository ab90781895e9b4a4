//! The command line: reads the arguments, runs the command, reports and exits.
#![expect(
    clippy::print_stderr,
    reason = "problems and errors go to standard error, from the binary alone"
)]

mod cli;
mod cli_migrate;
mod print;
mod print_migrate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use sco_facts::build::{Options, build};
use sco_facts::citing::{CiteRequest, citation_line, fingerprint_line};
use sco_facts::confirm::Claims;
use sco_facts::seeds::{self, Seeds};
use sco_facts::{Error, check, export, migrate, search, show, user_facts};
use serde_json::json;

use cli::{CiteArgs, Cli, Command, Format, ImportCommand, Shared};
use print::{
    list_rules, print_coverage, print_hits, print_import, print_problems, print_summary,
    print_verdicts, say,
};

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
        Command::Check { list: true, .. } => {
            list_rules(shared);
            Ok(())
        }
        Command::Check { ids: true, .. } => {
            say(checked_seeds(shared)?.released_ids_text().trim_end());
            Ok(())
        }
        Command::Check { .. } => run_check(shared),
        Command::Verify {
            sources,
            strict,
            coverage,
        } => run_verify(shared, sources, *strict, *coverage),
        Command::Cite(args) => run_cite(shared, args),
        Command::Export {
            exports,
            check,
            origin,
            only,
            excel,
        } => {
            let wanted = Wanted {
                origin,
                only,
                excel: *excel,
            };
            run_export(shared, exports, *check, &wanted)
        }
        Command::Import(import) => run_import(shared, import),
        Command::Migrate(args) => print_migrate::run(shared, args),
        Command::Template { table } => {
            say(&user_facts::template(table, shared.format == Format::Json)?);
            Ok(())
        }
        Command::Search { words, limit } => run_search(shared, words, *limit),
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
        Some(
            Error::Stale(_) | Error::Unconfirmed(_) | Error::Uncovered(_) | Error::Unsettled(_),
        ) => BAD_DATA,
        _ => FAILED,
    };
    if json && code == FAILED {
        say(&json!({"type": "error", "message": format!("{error:#}")}).to_string());
    }
    eprintln!("error: {error:#}");
    code
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

fn run_verify(shared: &Shared, folder: &Path, strict: bool, coverage: bool) -> anyhow::Result<()> {
    let started = Instant::now();
    let claims = match &shared.db {
        Some(path) => Claims::of_database(&migrate::open_to_read(path, wait(shared))?)?,
        None => Claims::of_seeds(checked_seeds(shared)?),
    };
    let verdicts = claims.verify(folder)?;
    let failures = verdicts.failures(strict).len();
    print_verdicts(shared, &verdicts, started.elapsed());
    let mut gaps = 0;
    if coverage {
        for covered in claims.coverage(folder)? {
            gaps += print_coverage(shared, &covered, strict);
        }
    }
    match (failures, gaps) {
        (0, 0) => Ok(()),
        (0, gaps) => Err(Error::Uncovered(gaps).into()),
        (failures, _) => Err(Error::Unconfirmed(failures).into()),
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

/// Which exports, and in which form.
struct Wanted<'a> {
    origin: &'a str,
    only: &'a [String],
    excel: bool,
}

fn run_export(
    shared: &Shared,
    folder: &Path,
    check: bool,
    wanted: &Wanted<'_>,
) -> anyhow::Result<()> {
    let connection = migrate::open_to_read(&database(shared), wait(shared))?;
    let mut files = export::select(export::render(&connection, wanted.origin)?, wanted.only)?;
    if wanted.excel {
        files = export::for_excel(files);
    }
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

fn run_search(shared: &Shared, words: &[String], limit: u32) -> anyhow::Result<()> {
    let connection = migrate::open_to_read(&database(shared), wait(shared))?;
    print_hits(shared, &search::search(&connection, words, limit)?);
    Ok(())
}

fn run_show(shared: &Shared, id: &str) -> anyhow::Result<()> {
    let connection = migrate::open_to_read(&database(shared), wait(shared))?;
    let shown = show::show(&connection, id)?;
    match shared.format {
        Format::Text => say(&shown.to_text()),
        Format::Json => say(&shown.to_json().to_string()),
    }
    Ok(())
}
