//! `sco show`.

use clap::Args;
use sco_facts::show::show;

use super::Shared;

/// Show a fact, passage, source or entity with all that stands behind it
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Its id
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let shown = show(&shared.open_to_read()?, &arguments.id)?;
    shared.print(|| shown.to_text(), || shown.to_json());
    Ok(())
}
