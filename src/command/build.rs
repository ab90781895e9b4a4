//! `sco build`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use sco_facts::build::{Options, Summary, build};
use sco_facts::check;
use sco_facts::export::Overwrite;
use sco_facts::load::{Changes, Kept};
use serde_json::{Value, json};

use super::Shared;
use super::output::{milliseconds, print_note, print_notes};
use super::progress::waiting;
use super::stop::stop_at_ctrl_c;
use sco_facts::files::shown;
use sco_facts::wording::count;

/// Build the database and the exports: migrate, load the seeds, check, export
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco build                              sco.db and exports/
  sco build --db other.db --no-exports   a database alone
  sco build --fresh                      from an empty database")]
pub(super) struct Arguments {
    /// Folder of the exported files
    #[arg(long, value_name = "DIR", default_value = "exports")]
    exports: PathBuf,
    /// Write the database alone
    #[arg(long, conflicts_with = "exports")]
    no_exports: bool,
    /// Start from nothing; refused where the database holds anything of yours
    #[arg(long)]
    fresh: bool,
    /// Replace exported files that sco did not write, or that were changed since
    #[arg(long, conflicts_with = "no_exports")]
    force: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let started = Instant::now();
    let options = Options {
        db: shared.database(),
        exports: (!arguments.no_exports).then(|| arguments.exports.clone()),
        wait: shared.waiting_time(),
        fresh: arguments.fresh,
        overwrite: Overwrite::when_forced(arguments.force),
        stop: stop_at_ctrl_c()?,
    };
    let summary = waiting(shared, "building", || {
        build(&shared.checked_seeds()?, &options)
    })?;
    say_what_was_kept(&summary);
    let time = started.elapsed();
    shared.print_unless_quiet(
        || text(&options, &summary, time),
        || object(&options, &summary, time),
    );
    Ok(())
}

fn say_what_was_kept(summary: &Summary) {
    if let Some(backup) = &summary.backup {
        print_note(format!(
            "the database as it was is kept at {}",
            backup.display()
        ));
    }
    for kept in &summary.kept {
        print_note(kept);
    }
    print_notes(&summary.notes);
}

fn text(options: &Options, summary: &Summary, time: Duration) -> String {
    let rows = |table: &str| {
        let mut tables = summary.rows.iter();
        tables
            .find(|(name, _)| *name == table)
            .map_or(0, |(_, rows)| *rows)
    };
    let mut lines: Vec<String> = summary
        .rows
        .iter()
        .map(|(table, rows)| format!("{rows:>7}  {table}"))
        .collect();
    lines.push(format!(
        "{} on {} in {}; {} hold",
        count(rows("facts"), "fact"),
        count(rows("citations"), "citation"),
        count(rows("sources"), "source"),
        count(check::RULES.len(), "rule")
    ));
    lines.push(format!("{} {}", options.db.display(), written(summary)));
    if let Some(folder) = &options.exports {
        let (files, written) = summary.exports;
        lines.push(format!(
            "{}/: {}, {written} of them written",
            folder.display(),
            count(files, "file")
        ));
    }
    lines.push(format!("{:.2} s", time.as_secs_f64()));
    lines.join("\n")
}

/// What was written into the database.
fn written(summary: &Summary) -> String {
    let changes = summary.changes;
    if summary.refilled {
        return "written: citations, sentences and search index, worked out again".to_owned();
    }
    if summary.migrations == 0 && changes == Changes::default() {
        return "is current; not a byte was changed".to_owned();
    }
    format!(
        "written: {}, {} inserted, {} updated, {} deleted",
        count(summary.migrations, "migration"),
        count(changes.inserted, "row"),
        changes.updated,
        changes.deleted
    )
}

fn object(options: &Options, summary: &Summary, time: Duration) -> Value {
    let (files, written) = summary.exports;
    let changes = summary.changes;
    let rows: BTreeMap<&str, u64> = summary.rows.iter().copied().collect();
    let kept: Vec<Value> = summary.kept.iter().map(kept_row).collect();
    json!({
        "type": "summary", "db": shown(&options.db), "exports": options.exports.as_deref().map(shown), "rows": rows,
        "migrations_applied": summary.migrations, "backup": summary.backup.as_deref().map(shown), "rules": check::RULES.len(),
        "inserted": changes.inserted, "updated": changes.updated, "deleted": changes.deleted,
        "refilled": summary.refilled,
        "export_files": files, "export_files_written": written, "kept_for_you": kept,
        "milliseconds": milliseconds(time),
    })
}

/// A row that is kept for the user, with the line that people see.
fn kept_row(kept: &Kept) -> Value {
    let mut row = json!(kept);
    row["message"] = kept.to_string().into();
    row
}
