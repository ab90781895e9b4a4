//! Brings a database up to date: one writer, one transaction, a backup of exactly the state before it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::apply::{Applied, Ran, apply, apply_to_new};
use super::backup;
use super::file_state::{FileState, Mark, accepted};
use super::history;
use super::moved::Moved;
use super::sandbox::Sandbox;
use super::set::{File, Set};
use crate::db::copy::refuse_cut_short;
use crate::db::{self, Queries};
use crate::error::{Error, Refusal};
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::{is_taken, resolved};
use crate::stop::{Stop, hearing, unless_stopped};

/// The options of a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database.
    pub db: PathBuf,
    /// The time to wait for another program that holds the database.
    pub wait: Duration,
    /// The number of the last migration to apply; `None` for all.
    pub to: Option<i32>,
    /// Whether to commit or undo at the end.
    pub ending: Ending,
    /// Whether to make a backup.
    pub backup: Keep,
    /// Set to true when the user wants to stop.
    pub stop: Stop,
    /// Called inside the transaction after the newest migration was applied and before the user's triggers are put back,
    /// to fill what is worked out from the rows, such as a search index.
    pub afterwards: fn(&Connection) -> Result<(), Error>,
}

/// The end of a run: the migrations are committed, or undone after a dry run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// They are committed.
    Commit,
    /// They are undone: everything was only tried.
    Undo,
}

/// A backup before the migrations, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In a file beside the database, unless that is empty.
    Backup,
    /// Not at all.
    Nothing,
}

/// The outcome of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The migrations that were applied, in order.
    pub applied: Vec<Applied>,
    /// The backup of the state before.
    pub backup: Option<PathBuf>,
    /// What became of the tables that existed before.
    pub moved: Vec<Moved>,
    /// What else was found and cleared, such as files of killed runs, and what the user has to see to, in sentences.
    pub notes: Vec<String>,
}

/// Applies all pending migrations, or none. A file that is current is not written to.
pub fn up(set: &Set, options: &Options) -> Result<Done, Error> {
    hearing(&options.stop, || up_or_on_nothing(set, options))
}

fn up_or_on_nothing(set: &Set, options: &Options) -> Result<Done, Error> {
    db::refuse_odd_file(&options.db)?;
    let mut notes = Vec::new();
    if options.ending == Ending::Commit {
        notes = backup::clear_litter(&options.db);
    }
    let done = match up_on_nothing(set, options, &mut notes)? {
        Some(done) => done,
        None => up_on(&mut db::open(&options.db, options.wait)?, set, options)?,
    };
    if let Some(made) = &done.backup {
        backup::prune(&options.db, made);
    }
    notes.extend_from_slice(&done.notes);
    Ok(Done { notes, ..done })
}

/// Applies the migrations to a draft if there is no file yet, and renames it when it is complete, so that a run that
/// is refused, undone or killed leaves no file. `None` if there is a file, or another program has made one meanwhile.
fn up_on_nothing(
    set: &Set,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Option<Done>, Error> {
    let place = resolved(&options.db);
    if is_taken(&place) {
        return Ok(None);
    }
    let draft = Draft::beside(&place, Access::NEW_DATABASE)?;
    let mut connection = db::open_draft(&draft)?;
    let done = up_on(&mut connection, set, options)?;
    db::close(connection)?;
    if options.ending == Ending::Undo || done.applied.is_empty() {
        return Ok(Some(done));
    }
    notes.extend(backup::set_orphans_aside(&options.db)?);
    Ok(draft.put_new(&place)?.is_ok().then_some(done))
}

fn up_on(connection: &mut Connection, set: &Set, options: &Options) -> Result<Done, Error> {
    if accepted(connection, &options.db, set)? == FileState::Ours
        && wanted(connection, set, options.to)?.is_empty()
    {
        return Ok(Done::default());
    }
    let sandbox = prepare(connection, &options.stop)?;
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::sql("begin to write"))?;
    let done = unless_stopped(&options.stop, up_within(&tx, &sandbox, set, options))?;
    match options.ending {
        Ending::Commit => tx.commit().map_err(Error::sql("commit the migrations"))?,
        Ending::Undo => tx.rollback().map_err(Error::sql("undo the migrations"))?,
    }
    Ok(done)
}

/// Prepares a connection for migrations: switches foreign keys off, installs the sandbox, and lets `stop` interrupt
/// it.
///
/// Foreign keys are off because a migration that rebuilds a table would otherwise delete the rows that
/// refer to it; SQLite ignores the switch inside a transaction.
pub fn prepare(connection: &mut Connection, stop: &Stop) -> Result<Sandbox, Error> {
    const STEPS: i32 = 10_000;
    db::set_foreign_keys(connection, false)?;
    let stop = stop.clone();
    connection
        .progress_handler(STEPS, Some(move || stop.load(Ordering::SeqCst)))
        .map_err(Error::sql("listen for an interruption"))?;
    Sandbox::install(connection)
}

/// Applies the pending migrations inside the caller's transaction, which holds the write lock.
pub fn up_within(
    connection: &Connection,
    sandbox: &Sandbox,
    set: &Set,
    options: &Options,
) -> Result<Done, Error> {
    // Another program may have migrated the file since it was opened; now that the lock is held, none can.
    let state = accepted(connection, &options.db, set)?;
    let pending = wanted(connection, set, options.to)?;
    let Some(first) = pending.first() else {
        return Ok(Done::default());
    };
    if state == FileState::Ours {
        refuse_cut_short(connection, &options.db)?;
    }
    let backup = if state == FileState::Ours && options.backup == Keep::Backup {
        let (wait, stop) = (options.wait, &options.stop);
        let version = first.version();
        Some(backup::back_up_before_migrating(
            &options.db,
            version,
            wait,
            stop,
        )?)
    } else {
        None
    };
    let stamp = match state {
        // The day of the release in place of the time of day, so that the same seeds give the same bytes.
        FileState::Fresh if set.is_compiled_in() => format!("{}T00:00:00Z", crate::RELEASED),
        _ => now(connection)?,
    };
    let mark = Mark::read(connection)?;
    let afterwards = |connection: &Connection| match options.to {
        None => (options.afterwards)(connection),
        Some(_) => Ok(()),
    };
    if state == FileState::Fresh && set.is_embedded {
        let applied = apply_to_new(connection, sandbox, &pending, &stamp, afterwards)?;
        mark.write(connection, newest(connection)?)?;
        return Ok(Done {
            applied,
            ..Done::default()
        });
    }
    let before = backup
        .as_deref()
        .map(|path| db::open_backup(path, options.wait))
        .transpose()?;
    let Ran {
        applied,
        moved,
        notes,
    } = apply(
        connection, sandbox, set, &pending, before, &stamp, afterwards,
    )
    .map_err(|error| say_nothing_changed(error, &options.db, backup.as_deref()))?;
    mark.write(connection, newest(connection)?)?;
    Ok(Done {
        applied,
        backup,
        moved,
        notes,
    })
}

/// Adds to an error that nothing was changed, and where the backup is. If an earlier run failed too and left an equal
/// backup, that one is kept and the new one removed.
fn say_nothing_changed(error: Error, db: &Path, backup: Option<&Path>) -> Error {
    let backup =
        backup.map(|path| backup::remove_if_equal_exists(db, path).unwrap_or(path.to_owned()));
    let mut refusal = match error {
        Error::Migrations(refusal) => refusal,
        // What has a remedy of its own says what became of the database.
        Error::Sql { ref source, .. } if is_of_no_known_cause(source) => {
            Refusal::of(error.complaint())
        }
        error => return error,
    };
    if !refusal.outcome.is_empty() {
        refusal.outcome.push('\n');
    }
    refusal.outcome.push_str("nothing was changed");
    if let Some(path) = backup {
        let place = path.display();
        let _ = write!(
            refusal.outcome,
            "; a backup of the database as it is lies at {place}"
        );
    }
    Error::Migrations(refusal)
}

/// True for an error of SQLite, or in reading what it says, that is none of the disk or of another program.
fn is_of_no_known_cause(source: &rusqlite::Error) -> bool {
    matches!(
        source.sqlite_error_code(),
        None | Some(ErrorCode::Unknown | ErrorCode::TooBig)
    )
}

/// The highest number of an applied migration, which need not be the one that was applied last.
fn newest(connection: &Connection) -> Result<i32, Error> {
    let seen = history::read(connection)?;
    let newest = seen.last().map_or(0, |entry| entry.version);
    Ok(i32::try_from(newest).unwrap_or(i32::MAX))
}

/// The pending migrations, up to `options.to`.
fn wanted<'a>(
    connection: &Connection,
    set: &'a Set,
    to: Option<i32>,
) -> Result<Vec<&'a File>, Error> {
    let pending = history::pending(connection, set)?;
    let Some(to) = to else {
        return Ok(pending);
    };
    if !set.files.iter().any(|file| file.version() == to) {
        return Err(Error::request(
            format!("there is no migration V{to}"),
            format!("the newest is V{}", set.newest()),
        ));
    }
    let last = history::read(connection)?
        .last()
        .map_or(0, |entry| entry.version);
    if i64::from(to) < last {
        return Err(Error::request(
            format!("the database is at V{last} already, and a migration cannot be undone"),
            "go back with `sco migrate restore BACKUP`",
        ));
    }
    Ok(pending
        .into_iter()
        .filter(|file| file.version() <= to)
        .collect())
}

/// The present time in the form of the history.
fn now(connection: &Connection) -> Result<String, Error> {
    connection.value(
        "read the clock",
        "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
        [],
    )
}
