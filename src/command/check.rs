//! `sco check`.

use clap::Args;
use sco_facts::check::RULES;
use sco_facts::seeds::Seeds;
use serde_json::json;

use super::Shared;
use super::output::print_line;
use super::progress::waiting;
use super::terminal::{Terminal, beside};
use sco_facts::wording::count;

/// Read the seeds and apply every rule; write nothing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco check                   the folder seeds, or without one the seeds compiled in
  sco check --seeds mine      those of another folder
  sco check --list            the rules")]
pub(super) struct Arguments {
    /// List the rules instead
    #[arg(long, conflicts_with = "seeds")]
    list: bool,
    /// Print the ids of this dataset instead, as a release keeps them
    #[arg(long, conflicts_with = "list")]
    ids: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.list {
        list_rules(shared);
        return Ok(());
    }
    let seeds = waiting(shared, "applying the rules", || shared.checked_seeds())?;
    if arguments.ids {
        list_ids(shared, &seeds);
        return Ok(());
    }
    let (facts, rules) = (seeds.facts().count(), RULES.len());
    shared.print_unless_quiet(
        || {
            format!(
                "{}, {}, no problem",
                count(facts, "fact"),
                count(rules, "rule")
            )
        },
        || json!({"type": "summary", "facts": facts, "rules": rules, "problems": 0}),
    );
    Ok(())
}

/// Prints the list as the file keeps it; for a script, an object for each id.
fn list_ids(shared: &Shared, seeds: &Seeds) {
    if !shared.is_json() {
        return print_line(seeds.released_ids_text().trim_end());
    }
    for (kind, id) in seeds.ids() {
        print_line(json!({"type": "id", "kind": kind, "id": id}));
    }
}

fn list_rules(shared: &Shared) {
    let width = Terminal::of_stdout().width();
    for rule in RULES {
        shared.print(
            || beside(&format!("{:27} ", rule.name), rule.demands, width),
            || json!({"type": "rule", "name": rule.name, "demands": rule.demands}),
        );
    }
}
