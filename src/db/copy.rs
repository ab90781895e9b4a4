//! Copies of whole databases, made through SQLite's backup interface. A plain copy of the file would miss
//! what still lies in a journal.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{beside, open, open_read_only};
use crate::error::Error;

/// Pages copied in one step. After each step, the copy looks whether the user wants to stop.
const PAGES: i32 = 4096;

/// Set to true when the user wants to stop.
pub type Stop = Arc<AtomicBool>;

/// Copies what a connection sees into another database, whose content it replaces.
pub fn copy(from: &Connection, to: &mut Connection, stop: &Stop) -> Result<(), Error> {
    const RETRIES: usize = 100;
    const PAUSE: Duration = Duration::from_millis(50);
    let failed = || Error::sql("copy the database");
    let backup = Backup::new(from, to).map_err(failed())?;
    let mut retries = 0;
    loop {
        if stop.load(Ordering::SeqCst) {
            return Err(Error::Interrupted);
        }
        match backup.step(PAGES).map_err(failed())? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ if retries < RETRIES => {
                retries += 1;
                std::thread::sleep(PAUSE);
            }
            _ => {
                return Err(Error::database(
                    "another program holds the database",
                    "close it, then run again",
                ));
            }
        }
    }
}

/// Copies a database into a file that is not there yet. It reads through a connection of its own, so that
/// a writer's open transaction is no part of the copy.
pub fn copy_to_file(db: &Path, target: &Path, wait: Duration, stop: &Stop) -> Result<(), Error> {
    let from = open_read_only(db, wait)?;
    let partial = beside(target, ".partial");
    let copied = open(&partial, wait).and_then(|mut to| {
        copy(&from, &mut to, stop)?;
        to.close()
            .map_err(|(_, error)| Error::sql("close the copy")(error))
    });
    let placed = copied.and_then(|()| {
        refuse_existing(target)?;
        std::fs::rename(&partial, target).map_err(Error::file("write", target))
    });
    if placed.is_err() {
        // The error is already known; a partial copy that cannot be removed adds nothing to it.
        let _ = std::fs::remove_file(&partial);
        let _ = std::fs::remove_file(beside(&partial, "-journal"));
    }
    placed
}

/// Refuses to write over a file.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), Error> {
    if !path.exists() {
        return Ok(());
    }
    Err(Error::database(
        format!("{} is there already; nothing was changed", path.display()),
        "name another file",
    ))
}
