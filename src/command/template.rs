//! `sco template`.

use clap::Args;
use sco_facts::template::{csv_template, json_template, table_named};

use super::output::print_line;
use super::{Format, Shared};

/// Print an empty file of a table: its header and an example row
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco template events > events.csv
  sco template events --format json")]
pub(super) struct Arguments {
    /// The table
    #[arg(value_name = "TABLE")]
    table: String,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    table_named(&arguments.table)?;
    // Problems in the seeds are ignored here: an example need not be without fault.
    let (seeds, _) = shared.read_seeds()?;
    print_line(match shared.format {
        Format::Text | Format::Markdown => csv_template(&seeds, &arguments.table)?,
        Format::Json => json_template(&seeds, &arguments.table)?,
    });
    Ok(())
}
