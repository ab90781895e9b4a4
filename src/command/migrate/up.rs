//! `sco migrate up`.

use clap::Args;
use sco_facts::migrate::apply::{Applied, ChangedView};
use sco_facts::migrate::set::Set;
use sco_facts::migrate::up::{Done, Ending, Keep, Options, up};
use serde_json::json;

use crate::command::Shared;
use crate::command::output::{object, print_folded, print_line, print_notes};
use crate::command::progress::waiting;
use sco_facts::files::shown;
use sco_facts::wording::count;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Stop after this one
    #[arg(long, value_name = "N")]
    to: Option<i32>,
    /// Do everything, then undo it
    #[arg(long)]
    dry_run: bool,
    /// Keep no copy of the database as it was
    #[arg(long)]
    no_backup: bool,
}

pub(super) fn run(shared: &Shared, set: &Set, arguments: &Arguments) -> anyhow::Result<()> {
    let mut options = super::options(shared, arguments.to)?;
    if arguments.dry_run {
        options.ending = Ending::Undo;
    }
    if arguments.dry_run || arguments.no_backup {
        options.backup = Keep::Nothing;
    }
    let done = waiting(shared, "migrating", || up(set, &options))?;
    print_notes(&done.notes);
    if !shared.quiet {
        print(shared, &options, &done);
    }
    Ok(())
}

fn print(shared: &Shared, options: &Options, done: &Done) {
    for applied in &done.applied {
        shared.print(|| applied_line(applied), || object("migration", applied));
        if !shared.is_json() {
            print_changed_views(applied);
        }
    }
    if shared.is_json() {
        return print_line(
            json!({"type": "summary", "db": shown(&options.db), "applied": done.applied.len(),
            "backup": done.backup.as_deref().map(shown), "dry_run": options.ending == Ending::Undo}),
        );
    }
    if let Some(backup) = &done.backup {
        print_folded(format!(
            "the database as it was is kept at {}",
            backup.display()
        ));
    }
    let db = options.db.display();
    print_folded(match (done.applied.len(), options.ending) {
        (0, _) => format!("{db} is up to date; not a byte was changed"),
        (n, Ending::Undo) => {
            format!(
                "{} would be applied to {db}; nothing was changed",
                count(n, "migration")
            )
        }
        (n, Ending::Commit) => format!("{} applied to {db}", count(n, "migration")),
    });
}

/// Prints the views to which a migration gave another definition.
pub(super) fn print_changed_views(applied: &Applied) {
    for ChangedView { view, now, .. } in &applied.views_changed {
        print_folded(format!("  {}", changed_view(view, now)));
    }
}

/// A view with its present text on one line.
pub(super) fn changed_view(view: &str, now: &str) -> String {
    let now: Vec<&str> = now.split_whitespace().collect();
    format!("view {view} says something else: {}", now.join(" "))
}

/// A migration with its rows and its time.
pub(super) fn applied_line(applied: &Applied) -> String {
    format!(
        "V{:03}__{}: {}, {} ms",
        applied.version,
        applied.name,
        count(applied.rows, "row"),
        applied.milliseconds
    )
}
