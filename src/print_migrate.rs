//! Runs and prints the commands about migrations; for `main.rs` alone.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use sco_facts::db::copy::Stop;
use sco_facts::migrate::compare::TableChange;
use sco_facts::migrate::drift::{self, Difference};
use sco_facts::migrate::rehearse::{Rehearsal, rehearse};
use sco_facts::migrate::rule::Rule;
use sco_facts::migrate::set::Set;
use sco_facts::migrate::status::{MigrationState, Status, status};
use sco_facts::migrate::up::{Done, Ending, Keep, Options, up};
use sco_facts::migrate::{self, FileState, backup, lint, new_file};
use sco_facts::{Error, db, search};
use serde_json::json;

use crate::cli::{Format, Shared};
use crate::cli_migrate::{MigrateArgs, MigrateCommand};
use crate::print::{say, tagged};
use crate::{database, wait};

/// Runs a command about migrations.
pub(crate) fn run(shared: &Shared, args: &MigrateArgs) -> anyhow::Result<()> {
    let set = || match &args.dir {
        Some(folder) => Set::read(folder),
        None => Ok(Set::embedded()),
    };
    let dir = args
        .dir
        .clone()
        .unwrap_or_else(|| PathBuf::from("migrations"));
    match &args.command {
        MigrateCommand::Up {
            to,
            dry_run,
            no_backup,
        } => {
            let mut options = options(shared, *to)?;
            options.ending = if *dry_run {
                Ending::Undo
            } else {
                Ending::Commit
            };
            if *dry_run || *no_backup {
                options.backup = Keep::Nothing;
            }
            let done = up(&set()?.verified()?, &options)?;
            print_done(shared, &options, &done);
        }
        MigrateCommand::Status => run_status(shared, &set()?)?,
        MigrateCommand::Check => run_check(shared, &set()?.verified()?)?,
        MigrateCommand::Dump => {
            let text = drift::dump(&migrate::open_to_read(&database(shared), wait(shared))?)?;
            match shared.format {
                Format::Text => say(text.trim_end()),
                Format::Json => say(&json!({"type": "schema", "sql": text}).to_string()),
            }
        }
        MigrateCommand::Rehearse { to } => {
            let options = options(shared, *to)?;
            print_rehearsal(shared, &rehearse(&set()?.verified()?, &options)?);
        }
        MigrateCommand::Backup { out } => {
            let made = backup::back_up(&database(shared), out.as_deref(), wait(shared), &stop()?)?;
            say_path(shared, "backup", "backed up as", Some(&made));
        }
        MigrateCommand::Restore { backup } => {
            let kept = backup::restore(&database(shared), backup, wait(shared), &stop()?)?;
            say_path(
                shared,
                "restored",
                "restored; what was there is kept as",
                kept.as_deref(),
            );
        }
        MigrateCommand::New { name } => {
            let made = new_file::create(&dir, name)?;
            say_path(shared, "migration", "made", Some(&made));
        }
        MigrateCommand::Lint { list: true } => list_rules(shared),
        MigrateCommand::Lint { list: false } => run_lint(shared, &set()?, &dir)?,
    }
    Ok(())
}

fn options(shared: &Shared, to: Option<i32>) -> anyhow::Result<Options> {
    Ok(Options {
        db: database(shared),
        wait: wait(shared),
        to,
        ending: Ending::Commit,
        backup: Keep::Backup,
        stop: stop()?,
        afterwards: search::fill_if_there,
    })
}

/// Ctrl-C asks the library to stop, which undoes what it has begun.
fn stop() -> anyhow::Result<Stop> {
    let stop = Stop::default();
    let asked = stop.clone();
    ctrlc::set_handler(move || asked.store(true, Ordering::SeqCst))?;
    Ok(stop)
}

fn say_path(shared: &Shared, kind: &str, words: &str, path: Option<&Path>) {
    let db = database(shared);
    match (shared.format, path) {
        _ if shared.quiet => {}
        (Format::Json, path) => say(&json!({"type": kind, "db": db, "file": path}).to_string()),
        (Format::Text, Some(path)) if kind == "migration" => {
            say(&format!("{words} {}", path.display()));
        }
        (Format::Text, Some(path)) => say(&format!("{} {words} {}", db.display(), path.display())),
        (Format::Text, None) => say(&format!("{} restored", db.display())),
    }
}

fn print_done(shared: &Shared, options: &Options, done: &Done) {
    if shared.quiet {
        return;
    }
    let dry = options.ending == Ending::Undo;
    if shared.format == Format::Json {
        for applied in &done.applied {
            say(&tagged("migration", applied));
        }
        let object = json!({"type": "summary", "db": options.db, "applied": done.applied.len(),
            "backup": done.backup, "dry_run": dry});
        return say(&object.to_string());
    }
    for applied in &done.applied {
        say(&format!(
            "V{:03}__{}: {} rows, {} ms",
            applied.version, applied.name, applied.rows, applied.milliseconds
        ));
    }
    if let Some(backup) = &done.backup {
        say(&format!(
            "the database as it was is kept at {}",
            backup.display()
        ));
    }
    say(&match (done.applied.len(), dry) {
        (0, _) => format!(
            "{} is up to date; not a byte was changed",
            options.db.display()
        ),
        (n, true) => format!(
            "{n} migrations would be applied to {}; nothing was changed",
            options.db.display()
        ),
        (n, false) => format!("{n} migrations applied to {}", options.db.display()),
    });
}

fn run_status(shared: &Shared, set: &Set) -> anyhow::Result<()> {
    let status = status(&database(shared), wait(shared), set)?;
    if shared.format == Format::Json {
        say(&tagged("status", &status));
    } else if !(shared.quiet && status.is_settled()) {
        print_status(&status);
    }
    if status.is_settled() {
        return Ok(());
    }
    Err(Error::Unsettled(advice(&status)).into())
}

fn print_status(status: &Status) {
    for standing in &status.migrations {
        let detail = standing.why.as_ref().or(standing.applied_on.as_ref());
        let detail = detail.map_or_else(String::new, |detail| format!("  {detail}"));
        say(&format!(
            "{:9}  {}{detail}",
            standing.state, standing.migration
        ));
    }
    for line in &status.duplicate {
        say(&format!("duplicate  {line}"));
    }
    for line in &status.badly_named {
        say(&format!("unusable   {line}"));
    }
    for difference in &status.drifted {
        say(&format!(
            "drifted    {} {}",
            difference.kind, difference.name
        ));
    }
    for object in &status.extra {
        say(&format!("extra      {object} (your own)"));
    }
    for backup in &status.backups {
        say(&format!("backup     {}", backup.display()));
    }
}

/// What stands between a database and peace, the gravest first.
fn advice(status: &Status) -> String {
    let db = status.db.display();
    let counted = |state: MigrationState, what: &str| {
        let count = status.count(state);
        (count > 0).then(|| format!("{db}: {count} {what}"))
    };
    match status.kind {
        FileState::Foreign => {
            return format!(
                "{db} is a database, but not one of sco-facts; name another file with `--db`"
            );
        }
        FileState::Ahead => {
            return format!("{db} was made by a newer version of sco; update the program");
        }
        _ => {}
    }
    if !status.duplicate.is_empty() || !status.badly_named.is_empty() {
        return "the folder of migrations has files that cannot be used; mend them".to_owned();
    }
    counted(
        MigrationState::Divergent,
        "migrations are not those that the database has seen; bring the files back as they were",
    )
    .or_else(|| {
        counted(
            MigrationState::Missing,
            "migrations that the database has seen are not there; bring the files back",
        )
    })
    .or_else(|| {
        counted(
            MigrationState::Late,
            "migrations come before one that was applied; give them the next free numbers",
        )
    })
    .or_else(|| {
        (!status.drifted.is_empty()).then(|| {
            format!(
                "{db}: {} objects are not what the migrations make; `sco migrate check` shows them",
                status.drifted.len()
            )
        })
    })
    .or_else(|| {
        counted(
            MigrationState::Pending,
            "migrations are pending; run `sco migrate up`",
        )
    })
    .unwrap_or_else(|| format!("{db} is empty; fill it with `sco build`"))
}

fn run_check(shared: &Shared, set: &Set) -> anyhow::Result<()> {
    let connection = db::open_read_only(&database(shared), wait(shared))?;
    let (drifted, extra) = drift::check(&connection, set)?;
    for difference in &drifted {
        match shared.format {
            Format::Json => say(&tagged("difference", difference)),
            Format::Text => say(&difference_text(difference)),
        }
    }
    if !shared.quiet {
        match shared.format {
            Format::Json => {
                let extra: Vec<String> = extra.iter().map(ToString::to_string).collect();
                say(
                    &json!({"type": "summary", "drifted": drifted.len(), "extra": extra})
                        .to_string(),
                );
            }
            Format::Text => {
                for object in &extra {
                    say(&format!(
                        "extra: {} {} (your own)",
                        object.kind, object.name
                    ));
                }
                if drifted.is_empty() {
                    say("the schema is what the migrations make");
                }
            }
        }
    }
    if drifted.is_empty() {
        return Ok(());
    }
    Err(Error::Unsettled(format!(
        "{} objects are not what the migrations make; go back with `sco migrate restore BACKUP`, or change them as shown",
        drifted.len()
    ))
    .into())
}

fn difference_text(difference: &Difference) -> String {
    let state = match (&difference.wanted, &difference.found) {
        (_, None) => "is gone",
        _ => "is another",
    };
    format!(
        "{} {} {state}:\n{}",
        difference.kind,
        difference.name,
        difference.diff()
    )
}

fn print_rehearsal(shared: &Shared, rehearsal: &Rehearsal) {
    if shared.format == Format::Json {
        return say(&tagged("rehearsal", rehearsal));
    }
    for applied in &rehearsal.applied {
        say(&format!(
            "V{:03}__{}: {} rows, {} ms",
            applied.version, applied.name, applied.rows, applied.milliseconds
        ));
    }
    for table in rehearsal
        .tables
        .iter()
        .filter(|table| !table.is_unchanged())
    {
        print_table(table);
    }
    for (word, objects) in [("gained", &rehearsal.gained), ("lost", &rehearsal.lost)] {
        for object in objects {
            say(&format!("{word}: {object}"));
        }
    }
    say(&format!(
        "{} migrations, {} ms, {} bytes before, {} after; the database was not touched",
        rehearsal.applied.len(),
        rehearsal.milliseconds,
        rehearsal.bytes.0,
        rehearsal.bytes.1
    ));
}

fn print_table(table: &TableChange) {
    let rows = match (table.rows_before, table.rows_after) {
        (Some(before), Some(after)) => format!("{before} rows before, {after} after"),
        (None, Some(after)) => format!("new, {after} rows"),
        (Some(before), None) => format!("gone, {before} rows before"),
        (None, None) => "not there".to_owned(),
    };
    let (added, removed, changed) = (table.added, table.removed, table.changed);
    say(&format!(
        "{}: {rows}: {added} added, {removed} removed, {changed} changed",
        table.table
    ));
    for (column, cells) in &table.cells {
        say(&format!("  {column}: {cells} cells changed"));
    }
    for (types, cells) in &table.types {
        say(&format!("  type of {types}: {cells} cells"));
    }
    for column in &table.columns_gained {
        say(&format!("  {column}: a new column"));
    }
    for column in &table.columns_lost {
        say(&format!("  {column}: gone"));
    }
}

fn list_rules(shared: &Shared) {
    for rule in Rule::ALL {
        let (name, demands) = (rule.name(), rule.demands());
        match shared.format {
            Format::Text => say(&format!("{name:12} {demands}")),
            Format::Json => {
                say(&json!({"type": "rule", "name": name, "demands": demands}).to_string());
            }
        }
    }
}

fn run_lint(shared: &Shared, set: &Set, dir: &Path) -> anyhow::Result<()> {
    let lock = std::fs::read_to_string(dir.join("migrations.lock")).ok();
    let findings = lint::lint(set, lock.as_deref())?;
    for finding in &findings {
        match shared.format {
            Format::Json => say(&tagged("finding", finding)),
            Format::Text => say(&format!(
                "{}:{}: {}: {}; {}",
                finding.file, finding.line, finding.rule, finding.message, finding.help
            )),
        }
    }
    if findings.is_empty() {
        match shared.format {
            _ if shared.quiet => {}
            Format::Text => say(&format!("{} migrations, nothing found", set.files.len())),
            Format::Json => {
                say(
                    &json!({"type": "summary", "migrations": set.files.len(), "findings": 0})
                        .to_string(),
                );
            }
        }
        return Ok(());
    }
    Err(Error::Unsettled(format!("{} found in the migrations", findings.len())).into())
}
