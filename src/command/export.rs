//! `sco export`.

use std::path::{Path, PathBuf};

use clap::Args;
use rusqlite::Connection;
use sco_facts::Error;
use sco_facts::export::{Form, Request, clear_litter, selected, stage, stale};
use sco_facts::files::folder::{Folder, Share};
use sco_facts::load::curated;
use serde_json::json;

use super::Shared;
use super::output::{print_line, print_notes};
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
        let stale = find_stale(shared, &connection, folder, &request)?;
        if !stale.is_empty() {
            return Err(Error::Stale(stale).into());
        }
    } else {
        let written = write(shared, &connection, folder, &request)?;
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

/// Locks the folder before the database is read, so that whoever writes last has read the newest content.
fn write(
    shared: &Shared,
    connection: &Connection,
    folder: &Path,
    request: &Request,
) -> Result<usize, Error> {
    let locked = Folder::make_and_lock(folder, shared.waiting_time())?;
    print_notes(&clear_litter(&locked));
    stage(connection, &locked, request)?.publish()
}

/// Waits for whoever writes: half of the files would be stale, and in a moment no more.
fn find_stale(
    shared: &Shared,
    connection: &Connection,
    folder: &Path,
    request: &Request,
) -> Result<Vec<String>, Error> {
    let _locked = if folder.is_dir() {
        Some(Folder::lock(
            folder,
            Share::WithReaders,
            shared.waiting_time(),
        )?)
    } else {
        None
    };
    stale(connection, folder, request)
}
