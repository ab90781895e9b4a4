//! `sco man`.

use std::path::PathBuf;

use clap::Args;
use sco_facts::Error;
use serde_json::json;

use super::Shared;
use super::options::program;

/// Write the manual pages of all commands
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  sco man ~/.local/share/man/man1    then: man sco, man sco-search")]
pub(super) struct Arguments {
    /// The folder to write them into, which must be there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    clap_mangen::generate_to(program(), folder).map_err(|source| Error::File {
        doing: "write manual pages into",
        path: folder.clone(),
        source,
    })?;
    let shown = sco_facts::files::shown(folder);
    shared.print_unless_quiet(
        || format!("{shown}: manual pages written"),
        || json!({"type": "man", "folder": shown}),
    );
    Ok(())
}
