//! `sco import`: facts, trade statistics, and their removal.

mod trade;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use sco_facts::user_facts::{
    Done, Edited, Import, Imported, Recomputed, Removed, Why, import, remove,
};
use sco_facts::{Error, trade_flows};
use serde_json::json;

use super::Shared;
use super::output::{object, print_note};
use super::progress::waiting;
use sco_facts::wording::{agreeing, count};

/// Bring in your own facts or official trade statistics, or take them out again
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  sco import facts my-folder --origin me
  sco import trade TradeData.csv
  sco import remove me"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Import facts in the seed format; running it again changes nothing
    Facts {
        /// Folders, CSV or JSON Lines files named after their tables, or - for standard input
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
        /// The name under which your rows are kept
        #[arg(long, value_name = "NAME")]
        origin: String,
        /// The table of standard input, or of a path that is not named after one
        #[arg(long, value_name = "TABLE")]
        table: Option<String>,
        /// Say what would be inserted, changed, removed and left alone; write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Import files of official trade statistics
    Trade(Box<trade::Arguments>),
    /// Take every row of an origin, or a dataset of trade statistics, out again
    Remove {
        /// The name under which the rows are kept
        #[arg(value_name = "NAME")]
        name: String,
        /// Give the free pages of a dataset back to the disk; needs room for a second file of that size
        #[arg(long)]
        vacuum: bool,
    },
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Facts {
            paths,
            origin,
            table,
            dry_run,
        } => import_facts(
            shared,
            &Import {
                paths: paths.clone(),
                table: table.clone(),
                origin: origin.clone(),
                dry_run: *dry_run,
            },
        ),
        Command::Trade(arguments) => trade::run(shared, arguments),
        Command::Remove { name, vacuum } => remove_name(shared, name, *vacuum),
    }
}

fn import_facts(shared: &Shared, wanted: &Import) -> anyhow::Result<()> {
    let imported = waiting(shared, "importing", || {
        import(&shared.database(), shared.waiting_time(), wanted)
    })?;
    print_import_notes(wanted, &imported);
    if shared.quiet {
        return Ok(());
    }
    let done = &imported.tables;
    let would = if wanted.dry_run { "would be " } else { "" };
    for table in done {
        shared.print(
            || {
                let removed = removed_in_words(table.removed, would);
                format!(
                    "{}: {} {would}inserted, {} {would}changed, {removed}{} left alone{}",
                    table.table,
                    table.inserted,
                    table.changed,
                    table.unchanged,
                    names_of_removed(&table.removed_rows)
                )
            },
            || object("table", table),
        );
    }
    let sum = |count: fn(&Done) -> usize| done.iter().map(count).sum::<usize>();
    let inserted = sum(|table| table.inserted);
    let changed = sum(|table| table.changed);
    let unchanged = sum(|table| table.unchanged);
    let removed = sum(|table| table.removed);
    let recomputed = imported.recomputed.len();
    if shared.is_json() {
        print_cells(shared, &imported);
    }
    let origin = &wanted.origin;
    shared.print(
        || {
            let nothing = match (inserted + changed + removed, wanted.dry_run) {
                (0, true) => "; nothing would change",
                (0, false) => "; nothing changed",
                _ => "",
            };
            let removed = removed_in_words(removed, would);
            format!(
                "origin {origin}: {inserted} {would}inserted, {changed} {would}changed, {removed}{unchanged} left alone{nothing}"
            )
        },
        || {
            json!({"type": "summary", "origin": origin, "dry_run": wanted.dry_run,
                "inserted": inserted, "changed": changed, "unchanged": unchanged, "removed": removed,
                "exported_as": imported.renamed.as_ref().map(|(name, _)| name),
                "recomputed": recomputed, "edited_numbers": imported.edited.len(),
                "retired_removed": imported.retired})
        },
    );
    Ok(())
}

/// Prints an object for each cell that is kept otherwise than it was exported.
fn print_cells(shared: &Shared, imported: &Imported) {
    for cell in &imported.recomputed {
        shared.print(String::new, || object("recomputed", cell));
    }
    for number in &imported.edited {
        shared.print(String::new, || object("edited_number", number));
    }
}

/// How many rows are removed, in words; nothing if none are.
fn removed_in_words(rows: usize, would: &str) -> String {
    match rows {
        0 => String::new(),
        rows => format!("{rows} {would}removed, "),
    }
}

/// The rows that are removed, each on a line; of many, only the first.
fn names_of_removed(rows: &[String]) -> String {
    const MOST: usize = 20;
    let mut lines = vec![String::new()];
    lines.extend(
        rows.iter()
            .take(MOST)
            .map(|row| format!("  removed: {row}")),
    );
    if rows.len() > MOST {
        lines.push(format!("  and {} more", rows.len() - MOST));
    }
    lines.join("\n")
}

/// Prints notes on what is kept in another form than the files have it.
fn print_import_notes(wanted: &Import, imported: &Imported) {
    if let Some((name, rows)) = &imported.renamed {
        print_note(format!(
            "{} exported under the origin `{name}` {} kept as `{}`",
            count(rows, "row"),
            agreeing(rows, "is", "are"),
            wanted.origin
        ));
    }
    for why in [Why::SourceChanged, Why::AsExported, Why::Unknown] {
        let cells = imported.recomputed.iter().filter(|cell| cell.why == why);
        let cells: Vec<&Recomputed> = cells.collect();
        if !cells.is_empty() {
            print_note(in_words(&cells, why));
        }
    }
    if !imported.edited.is_empty() {
        print_note(edited_in_words(&imported.edited));
    }
    if imported.retired > 0 {
        print_note(format!(
            "{} kept for rows of {} that are changed now {} removed",
            count(imported.retired, "curated row"),
            wanted.origin,
            agreeing(imported.retired, "was", "were")
        ));
    }
}

/// How many cells were worked out anew, what is known of the reason, and the first of them. Of those of which nothing is
/// known all are named: somebody may have edited them.
fn in_words(cells: &[&Recomputed], why: Why) -> String {
    let number = cells.len();
    let reason = match why {
        Why::SourceChanged => format!(
            "since what {} from was changed",
            agreeing(number, "it is worked out", "they are worked out")
        ),
        Why::AsExported => format!(
            "since this version of sco works {} out otherwise",
            agreeing(number, "it", "them")
        ),
        Why::Unknown => format!(
            "since {} not say what follows from {}; nothing tells whether somebody edited {}",
            agreeing(number, "it does", "they do"),
            agreeing(number, "its row", "their rows"),
            agreeing(number, "it", "them")
        ),
    };
    let told = |cell: &&Recomputed| {
        let Recomputed {
            file,
            line,
            column,
            value,
            now,
            ..
        } = cell;
        let now = match now.as_str() {
            "" => "nothing".to_owned(),
            now => format!("`{now}`"),
        };
        format!("{file}:{line}: `{column}`: `{value}` is {now} now")
    };
    let named = if why == Why::Unknown {
        listed(cells.iter().map(told))
    } else {
        cells.iter().take(1).map(told).collect()
    };
    format!(
        "{} that sco works out {} worked out anew, {reason}; {named}",
        count(number, "cell"),
        agreeing(number, "is", "are"),
    )
}

/// The numbers that are others than when they were exported, each with what it was and is.
fn edited_in_words(edited: &[Edited]) -> String {
    let cell = |text: &str| match text {
        "" => "nothing".to_owned(),
        text => format!("`{text}`"),
    };
    let told = |edited: &Edited| {
        let (exported, now) = (cell(&edited.exported), cell(&edited.now));
        format!(
            "{}:{}: `{}`: {exported} is {now} now",
            edited.file, edited.line, edited.column
        )
    };
    format!(
        "{} {} not what {} when exported; {}",
        count(edited.len(), "number"),
        agreeing(edited.len(), "is", "are"),
        agreeing(edited.len(), "it was", "they were"),
        listed(edited.iter().map(told))
    )
}

/// A list on one line; of many, only the first.
fn listed(all: impl ExactSizeIterator<Item = String>) -> String {
    const MOST: usize = 20;
    let more = all.len().saturating_sub(MOST);
    let mut names: Vec<String> = all.take(MOST).collect();
    if more > 0 {
        names.push(format!("and {more} more, which `--format json` names"));
    }
    names.join("; ")
}

/// Removes the dataset of trade statistics of this name or, if there is none, the rows of this origin. No name can be
/// both.
fn remove_name(shared: &Shared, name: &str, vacuum: bool) -> anyhow::Result<()> {
    let (db, wait) = (shared.database(), shared.waiting_time());
    let removed = waiting(shared, "removing", || {
        trade_flows::remove(&db, wait, name, vacuum)
    })?;
    if let Some(removed) = removed {
        trade::print_removed(shared, name, removed);
        return Ok(());
    }
    if vacuum {
        return Err(Error::request(
            format!("`{name}` is no dataset of trade statistics, for which `--vacuum` is"),
            "leave it out: rows of an origin are few",
        )
        .into());
    }
    remove_origin(shared, name)
}

fn remove_origin(shared: &Shared, origin: &str) -> anyhow::Result<()> {
    let Removed { rows, retired } = waiting(shared, "removing", || {
        remove(&shared.database(), shared.waiting_time(), origin)
    })?;
    let with_them = match retired {
        0 => String::new(),
        _ => format!(", and {} kept for them", count(retired, "curated row")),
    };
    shared.print_unless_quiet(
        || format!("{} of origin {origin} removed{with_them}", count(rows, "row")),
        || json!({"type": "summary", "origin": origin, "removed": rows, "retired_removed": retired}),
    );
    Ok(())
}
