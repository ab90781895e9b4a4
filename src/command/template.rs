//! `sco template`.

use clap::Args;
use sco_facts::template::{Allowed, allowed, csv_template, json_template, table_named};

use super::output::{object, print_line, print_to_stderr};
use super::terminal::{Terminal, beside};
use super::{Format, Shared};

/// Print an empty file of a table: its header and an example row
///
/// The words that its columns allow are printed beside it, on standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco template events > events.csv    the words allowed stay on the screen
  sco template events --words         the words alone
  sco template events --format json")]
pub(super) struct Arguments {
    /// The table
    #[arg(value_name = "TABLE")]
    table: String,
    /// Print instead every word that its columns allow
    #[arg(long)]
    words: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    table_named(&arguments.table)?;
    // Problems in the seeds are ignored here: an example need not be without fault.
    let (seeds, _) = shared.read_seeds()?;
    let columns = allowed(&seeds, &arguments.table)?;
    if arguments.words {
        for column in &columns {
            shared.print_exactly(|| in_full(column), || object("words", column));
        }
        return Ok(());
    }
    print_line(match shared.format {
        Format::Text | Format::Markdown => csv_template(&seeds, &arguments.table)?,
        Format::Json => json_template(&seeds, &arguments.table)?,
    });
    if !shared.quiet && !shared.is_json() {
        for column in &columns {
            print_to_stderr(in_short(column));
        }
    }
    Ok(())
}

/// All words of a column, wrapped on a terminal.
fn in_full(column: &Allowed) -> String {
    let words = column.words.join(", ") + &default(column);
    let width = Terminal::of_stdout().width();
    beside(&format!("{}: ", column.column), &words, width)
}

/// The words of a column; of terms, which may be many, where they are listed.
fn in_short(column: &Allowed) -> String {
    match &column.terms {
        Some(kind) => format!("{}: a term that `sco terms {kind}` lists", column.column),
        None => format!(
            "{}: {}{}",
            column.column,
            column.words.join(", "),
            default(column)
        ),
    }
}

fn default(column: &Allowed) -> String {
    let default = column.default;
    default.map_or_else(String::new, |word| format!("; empty stands for {word}"))
}
