//! `sco export` into a folder of CSV files.

use std::path::Path;

use rusqlite::Connection;
use sco_facts::Error;
use sco_facts::export::{Remarks, Request, clear_litter, stage, stale};
use sco_facts::files::folder::{Folder, Share};
use sco_facts::stop::{Stop, hearing};
use sco_facts::wording::count;
use serde_json::json;

use super::{Arguments, tell_remarks};
use crate::command::Shared;
use crate::command::output::{print_line, print_notes};
use crate::command::progress::waiting;
use crate::command::stop::stop_at_ctrl_c;

/// Writes a folder of exports, or compares it.
pub(super) fn run(
    shared: &Shared,
    connection: &Connection,
    arguments: &Arguments,
    request: &Request,
    remarks: &Remarks,
) -> anyhow::Result<()> {
    let (folder, files) = (arguments.folder(), request.count());
    let stop = stop_at_ctrl_c()?;
    if arguments.check {
        if let Some(stale) = find_stale(shared, connection, folder, request, &stop)? {
            return Err(stale.into());
        }
    } else {
        let written = write(shared, connection, folder, request, &stop)?;
        shared.print_text_unless_quiet(|| {
            format!(
                "{}/: {}, {written} of them written",
                folder.display(),
                count(files, "file")
            )
        });
    }
    if shared.is_json() && !shared.quiet {
        let mut summary = json!({"type": "summary", "export_files": files, "current": true});
        tell_remarks(remarks, &mut summary);
        print_line(summary);
    }
    Ok(())
}

/// Locks the folder before the database is read, so that the run that writes last has read the newest content.
fn write(
    shared: &Shared,
    connection: &Connection,
    folder: &Path,
    request: &Request,
    stop: &Stop,
) -> Result<usize, Error> {
    let locked = hearing(stop, || {
        Folder::make_and_lock(folder, shared.waiting_time())
    })?;
    print_notes(&clear_litter(&locked));
    let (notes, written) = waiting(shared, "exporting", || {
        let staged = stage(connection, &locked, request, stop)?;
        Ok::<_, Error>((staged.notes(), staged.publish()?))
    })?;
    print_notes(&notes);
    Ok(written)
}

/// Waits for a run that is writing, since its unfinished files would be reported as out of date.
fn find_stale(
    shared: &Shared,
    connection: &Connection,
    folder: &Path,
    request: &Request,
    stop: &Stop,
) -> Result<Option<Error>, Error> {
    let _locked = if folder.is_dir() {
        let wait = shared.waiting_time();
        Some(hearing(stop, || {
            Folder::lock(folder, Share::WithReaders, wait)
        })?)
    } else {
        None
    };
    waiting(shared, "comparing", || {
        stale(connection, folder, request, stop)
    })
}
