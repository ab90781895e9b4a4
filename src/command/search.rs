//! `sco search`.

use clap::Args;
use sco_facts::search::{Hit, search};

use super::Shared;
use super::output::object;

/// Find facts, names and titles by their words, best first
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Words, or beginnings of words, that must all occur
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Show no more than this many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let hits = search(&shared.open_to_read()?, &arguments.words, arguments.limit)?;
    for hit in &hits {
        shared.print(|| line(hit), || object("hit", hit));
    }
    if hits.is_empty() {
        shared.print_text_unless_quiet(|| "nothing found".to_owned());
    }
    Ok(())
}

fn line(hit: &Hit) -> String {
    match &hit.citation {
        Some(citation) => format!("{}: {} ({citation})", hit.id, hit.heading),
        None => format!("{}: {}", hit.id, hit.heading),
    }
}
