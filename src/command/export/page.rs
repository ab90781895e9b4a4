//! `sco export page`.

use std::path::PathBuf;

use clap::Args;
use sco_facts::Error;
use sco_facts::export::Overwrite;
use sco_facts::export::page::{self, Request};
use sco_facts::files::folder::Folder;
use sco_facts::files::folder_of;
use sco_facts::load::{curated, refuse_unknown_origin};
use sco_facts::stop::hearing;
use sco_facts::wording::count;
use serde_json::json;

use crate::command::Shared;
use crate::command::output::{print_line, print_notes};
use crate::command::progress::waiting;
use crate::command::stop::stop_at_ctrl_c;

/// Write one page with the whole dataset, which a browser opens from a disk without any network
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco export page facts.html
  sco export page mine.html --origin mine")]
pub(super) struct Arguments {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Put the rows of this origin on the page too
    #[arg(long, value_name = "NAME")]
    origin: Option<String>,
    /// Write nothing; fail if the file is not what the database gives
    #[arg(long)]
    check: bool,
    /// Replace a file that is no page of sco, or was changed since
    #[arg(long, conflicts_with = "check")]
    force: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let place = &arguments.file;
    if place.as_os_str() == "-" {
        return Err(Error::request(
            "`sco export page -` does not write to standard output",
            "name a file, such as facts.html",
        )
        .into());
    }
    let connection = shared.open_to_read()?;
    let stop = stop_at_ctrl_c()?;
    let mut origins = vec![curated(&connection)?];
    if let Some(origin) = &arguments.origin {
        refuse_unknown_origin(&connection, origin)?;
        if *origin != origins[0] {
            origins.push(origin.clone());
        }
    }
    let request = Request {
        origins: &origins,
        overwrite: Overwrite::when_forced(arguments.force),
    };
    let bytes = if arguments.check {
        let (is_current, bytes) = waiting(shared, "comparing the page", || {
            page::is_current(&connection, place, &request, &stop)
        })?;
        if !is_current {
            return Err(page::stale(place)?.into());
        }
        bytes
    } else {
        let folder = hearing(&stop, || {
            Folder::make_and_lock(&folder_of(place), shared.waiting_time())
        })?;
        print_notes(&page::clear_litter(place));
        let written = waiting(shared, "writing the page", || {
            page::write(&connection, &folder, place, &request, &stop)
        })?;
        shared.print_text_unless_quiet(|| {
            let outcome = if written.is_new {
                "written"
            } else {
                "which it had already"
            };
            let length = count(usize::try_from(written.bytes).unwrap_or(usize::MAX), "byte");
            format!("{}: {length}, {outcome}", place.display())
        });
        written.bytes
    };
    if shared.is_json() && !shared.quiet {
        print_line(json!({"type": "summary", "bytes": bytes, "current": true}));
    }
    Ok(())
}
