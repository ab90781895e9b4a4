//! Backups of a database: made before migrations or on request, and restored.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::backup_name::{self, BackupName};
use super::file_state::{FileState, accepted_at_any_version};
use super::same_content;
use super::set::Set;
use super::{FILL, open_to_read};
use crate::db::copy::{copy_beside, copy_into, refuse_existing, unsound};
use crate::db::damage::{Check, is_damage};
use crate::db::{self, ANOTHER_FILE, Queries, replace};
use crate::error::Error;
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::litter::{clear, names_beside, notes, remove_if_abandoned};
use crate::files::name_of;
use crate::stop::{Stop, hearing};

/// The number of automatic backups that are kept.
const KEPT: usize = 5;

/// Makes the backup before migrations, the first of which has this version. The caller holds the write lock, so the
/// backup has exactly the state that the migrations change.
pub(super) fn back_up_before_migrating(
    db: &Path,
    version: i32,
    wait: Duration,
    stop: &Stop,
) -> Result<PathBuf, Error> {
    let draft = copy_beside(db, db, Check::Quick, wait, stop)?;
    let made = put(draft, &|| {
        backup_name::free(db, &format!("before-V{version:03}"))
    })?;
    // A run that failed or was killed before may have left an equal backup; several equal ones would push out older
    // ones.
    Ok(remove_if_equal_exists(db, &made).unwrap_or(made))
}

/// Renames a draft to a free name, and tries the next name if another process has taken it meanwhile.
fn put(draft: Draft, free: replace::FreeName<'_>) -> Result<PathBuf, Error> {
    let mut draft = draft;
    loop {
        let target = free()?;
        match draft.put_new(&target)? {
            Ok(()) => return Ok(target),
            Err(taken) => draft = taken,
        }
    }
}

/// The backups beside a database, the oldest first: those that were made before migrations and those on request.
pub(super) fn all_backups(db: &Path) -> Vec<PathBuf> {
    named(db, |name| !name.is_replaced())
}

/// The automatic backups beside a database, the oldest first.
pub(super) fn automatic_backups(db: &Path) -> Vec<PathBuf> {
    named(db, BackupName::is_before_migration)
}

/// The files beside a database with a name that this program gives to backups and that is wanted; the oldest first.
fn named(db: &Path, is_wanted: impl Fn(&BackupName) -> bool) -> Vec<PathBuf> {
    let mut found: Vec<(BackupName, PathBuf)> = names_beside(db)
        .into_iter()
        .filter_map(|path| Some((BackupName::read(db, &path)?, path)))
        .filter(|(name, _)| is_wanted(name))
        .collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

/// If an earlier automatic backup has the same bytes, removes the new one and returns the earlier one.
pub(super) fn remove_if_equal_exists(db: &Path, new: &Path) -> Option<PathBuf> {
    let earlier = automatic_backups(db);
    same_content::remove_if_equal(new, earlier)
}

/// Removes all but the newest automatic backups, but never the one that was just made. Damaged ones do not count
/// among those that are kept. A backup that cannot be removed stays.
pub fn prune(db: &Path, just_made: &Path) {
    let mut others = automatic_backups(db);
    others.retain(|path| name_of(path) != name_of(just_made));
    let mut sound = 1;
    while let Some(newest) = others.pop() {
        if sound >= KEPT {
            let _ = std::fs::remove_file(newest);
        } else if is_sound(&newest) {
            sound += 1;
        }
    }
}

/// True if SQLite finds no damage in a backup.
fn is_sound(backup: &Path) -> bool {
    db::open_backup(backup, Duration::ZERO)
        .and_then(|connection| unsound(&connection, backup, Check::Quick))
        .is_ok_and(|found| found.is_none())
}

/// The outcome of a backup or a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The backup, or after a restore the file in which the former content is kept; `None` if there was none.
    pub file: Option<PathBuf>,
    /// What else was found and cleared, in sentences.
    pub notes: Vec<String>,
}

/// Backs up a database into a file, or into a file beside it if none is named. Returns the file.
pub fn back_up(
    db: &Path,
    to: Option<&Path>,
    set: &Set,
    wait: Duration,
    stop: &Stop,
) -> Result<Outcome, Error> {
    hearing(stop, || back_up_heard(db, to, set, wait, stop))
}

fn back_up_heard(
    db: &Path,
    to: Option<&Path>,
    set: &Set,
    wait: Duration,
    stop: &Stop,
) -> Result<Outcome, Error> {
    open_to_read(db, set, wait)?;
    let place = to.unwrap_or(db);
    let mut said = clear_litter(db);
    if let Some(target) = to {
        said.extend(notes(&clear(target)));
        refuse_existing(target)?;
        db::refuse_odd_file_with_remedy(target, "name a file with `--out`")?;
    }
    let draft = copy_beside(db, place, Check::Whole, wait, stop)?;
    let made = match to {
        Some(target) => {
            said.extend(set_orphans_aside(target)?);
            if draft.put_new(target)?.is_err() {
                refuse_existing(target)?;
            }
            target.to_owned()
        }
        None => put(draft, &|| backup_name::free(db, "backup"))?,
    };
    Ok(Outcome {
        file: Some(made),
        notes: said,
    })
}

/// Puts a backup in the place of a database, whose present content is kept in a file of its own.
pub fn restore(
    db: &Path,
    backup: &Path,
    set: &Set,
    wait: Duration,
    stop: &Stop,
) -> Result<Outcome, Error> {
    if !backup.exists() {
        return Err(Error::database(
            format!("there is no backup at {}", backup.display()),
            "`sco migrate up` and `sco migrate backup` say where they put theirs",
        ));
    }
    // This is checked before anything is opened: if the process opened one file twice, closing one of the two would
    // give up the locks of the other.
    if is_same_file(db, backup) {
        return Err(Error::database(
            format!(
                "{} is the database itself; nothing was changed",
                backup.display()
            ),
            "name one of its backups",
        ));
    }
    db::refuse_odd_file(db)?;
    db::refuse_odd_file_with_remedy(backup, "name a backup")?;
    hearing(stop, || restore_heard(db, backup, set, wait, stop))
}

fn restore_heard(
    db: &Path,
    backup: &Path,
    set: &Set,
    wait: Duration,
    stop: &Stop,
) -> Result<Outcome, Error> {
    let from = open_to_read(backup, set, wait).map_err(of_a_backup)?;
    from.run_all("begin to read", "BEGIN; SELECT count(*) FROM sqlite_schema")?;
    refuse_damaged_backup(&from, backup)?;
    let mut said = clear_litter(db);
    let free = || replaced_name(db);
    let kept = if db.exists() {
        let held = replace::hold(db, wait, &free)?;
        let keep: Option<replace::FreeName<'_>> = if is_empty(&held, db, set)? {
            None
        } else {
            Some(&free)
        };
        held.restore(&from, keep, stop)?
    } else {
        said.extend(set_orphans_aside(db)?);
        restore_where_nothing_is(db, backup, &from, stop)?;
        None
    };
    let replaced = named(db, BackupName::is_replaced);
    let kept = kept.map(|path| same_content::remove_if_equal(&path, replaced).unwrap_or(path));
    Ok(Outcome {
        file: kept,
        notes: said,
    })
}

fn restore_where_nothing_is(
    db: &Path,
    backup: &Path,
    from: &Connection,
    stop: &Stop,
) -> Result<(), Error> {
    let draft = Draft::beside(db, Access::of(backup).unwrap_or(Access::NEW_DATABASE))?;
    copy_into(from, &draft, backup, Check::Whole, stop)?;
    let place = crate::files::resolved(db);
    if draft.put_new(&place)?.is_err() {
        return Err(Error::database(
            format!(
                "{} was made by another program meanwhile; nothing was changed",
                db.display()
            ),
            "run again",
        ));
    }
    Ok(())
}

/// True if the database that is replaced is empty and need not be kept. A database of another program is refused. One
/// that cannot be read is accepted, since a restore is meant for it.
fn is_empty(held: &replace::Held, db: &Path, set: &Set) -> Result<bool, Error> {
    let Some(connection) = held.connection() else {
        return Ok(false);
    };
    // A newer program may have migrated this database: going back to an older version is a reason for a restore.
    match accepted_at_any_version(connection, db, set) {
        Ok(state) => Ok(state == FileState::Fresh),
        Err(Error::Sql { source, .. }) if is_damage(&source) => Ok(false),
        Err(error) => Err(error),
    }
}

/// An error about a database, with the remedy for one that was named as a backup.
fn of_a_backup(error: Error) -> Error {
    match error {
        Error::Database(complaint) if [ANOTHER_FILE, FILL].contains(&complaint.help.as_str()) => {
            Error::database(complaint.message, "name another backup")
        }
        other => other,
    }
}

fn refuse_damaged_backup(connection: &Connection, path: &Path) -> Result<(), Error> {
    match unsound(connection, path, Check::Whole)? {
        None => Ok(()),
        Some(found) => Err(Error::database(
            format!(
                "{} is damaged: {found}; nothing was changed",
                path.display()
            ),
            "name a backup that is whole",
        )),
    }
}

/// True if two paths name the same file, even through different names.
fn is_same_file(one: &Path, two: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let id = |path: &Path| std::fs::metadata(path).map(|file| (file.dev(), file.ino()));
        matches!((id(one), id(two)), (Ok(one), Ok(two)) if one == two)
    }
    #[cfg(not(unix))]
    {
        matches!((one.canonicalize(), two.canonicalize()), (Ok(one), Ok(two)) if one == two)
    }
}

/// Removes files that killed runs have left beside a database, and says so in sentences.
pub fn clear_litter(db: &Path) -> Vec<String> {
    let mut cleared = clear(db);
    // Version 0.1.0 gave other names.
    for path in names_beside(db) {
        if backup_name::is_draft_of_first_version(db, &path) && remove_if_abandoned(&path) {
            cleared.push(path);
        }
    }
    notes(&cleared)
}

/// Renames logs and journals beside a database that no longer exists, before another is put in its place; says so in
/// sentences.
pub fn set_orphans_aside(db: &Path) -> Result<Vec<String>, Error> {
    let orphans = db::set_orphans_aside(db, &|| replaced_name(db))?;
    let note = |path: &PathBuf| {
        let kept = path.display();
        format!("a file beside a database that is gone is kept as {kept}")
    };
    Ok(orphans.iter().map(note).collect())
}

/// A free name under which a database is kept when it is replaced.
pub fn replaced_name(db: &Path) -> Result<PathBuf, Error> {
    backup_name::free(db, "replaced")
}
