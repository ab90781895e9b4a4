//! `sco export`.

use std::path::PathBuf;

use clap::Args;
use sco_facts::Error;
use sco_facts::export::{Form, Request, selected, stage, stale};
use sco_facts::load::curated;
use serde_json::json;

use super::Shared;
use super::output::print_line;
use sco_facts::wording::count;

/// Write the CSV files from the database
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the exported files
    #[arg(long, value_name = "DIR", default_value = "exports")]
    exports: PathBuf,
    /// Write nothing; fail if a file is not what the database gives
    #[arg(long)]
    check: bool,
    /// Export the rows of this origin instead of the curated ones; wants a folder of its own
    #[arg(long, value_name = "NAME", requires = "exports")]
    origin: Option<String>,
    /// Export these tables and views alone
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Write for Excel: a byte-order mark and CR LF; wants a folder of its own
    #[arg(long, requires = "exports", conflicts_with = "check")]
    excel: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let connection = shared.open_to_read()?;
    let origin = match &arguments.origin {
        Some(origin) => origin.clone(),
        None => curated(&connection)?,
    };
    let request = Request {
        exports: selected(&arguments.only)?,
        origin,
        form: if arguments.excel {
            Form::Excel
        } else {
            Form::Plain
        },
    };
    let (folder, files) = (&arguments.exports, request.exports.len());
    if arguments.check {
        let stale = stale(&connection, folder, &request)?;
        if !stale.is_empty() {
            return Err(Error::Stale(stale).into());
        }
    } else {
        let written = stage(&connection, folder, &request)?.publish()?;
        shared.print_text_unless_quiet(|| {
            format!(
                "{}/: {}, {written} of them written",
                folder.display(),
                count(files, "file")
            )
        });
    }
    if shared.is_json() && !shared.quiet {
        print_line(json!({"type": "summary", "export_files": files, "current": true}));
    }
    Ok(())
}
