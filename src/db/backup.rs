//! Copies of a database, made through SQLite's backup interface: never a plain copy, which would miss
//! what still lies in a journal.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::set::Set;
use crate::error::Error;

/// How many automatic backups are kept.
pub const KEPT: usize = 5;

/// Pages a step; between steps it is asked whether to stop.
const PAGES: i32 = 4096;

/// A sign that the user wants to stop.
pub type Stop = Arc<AtomicBool>;

/// Copies what a connection sees into another, which it replaces.
pub fn copy(from: &Connection, to: &mut Connection, stop: &Stop) -> Result<(), Error> {
    let failed = || Error::sql("copy the database");
    let backup = Backup::new(from, to).map_err(failed())?;
    let mut waited = 0;
    loop {
        if stop.load(Ordering::SeqCst) {
            return Err(Error::Database(
                "interrupted; nothing was changed".to_owned(),
            ));
        }
        match backup.step(PAGES).map_err(failed())? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ if waited < 100 => {
                waited += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            _ => {
                return Err(Error::Database(
                    "another program holds the database; close it, then run again".to_owned(),
                ));
            }
        }
    }
}

/// Copies a database into a file that is not there yet, through a connection of its own, so that a
/// writer's open transaction is no part of it.
pub fn copy_to_file(db: &Path, target: &Path, wait: Duration, stop: &Stop) -> Result<(), Error> {
    let from = super::open_to_look(db, wait)?;
    let partial = beside(target, "partial");
    let copied = super::open(&partial, wait).and_then(|mut to| {
        copy(&from, &mut to, stop)?;
        to.close()
            .map_err(|(_, error)| Error::sql("close the copy")(error))
    });
    let placed = copied.and_then(|()| {
        if target.exists() {
            return Err(Error::Database(format!(
                "{} is there already; name another file; nothing was changed",
                target.display()
            )));
        }
        std::fs::rename(&partial, target).map_err(Error::file("write", target))
    });
    if placed.is_err() {
        // Half a copy is of no use to anyone.
        let _ = std::fs::remove_file(&partial);
        let _ = std::fs::remove_file(beside(&partial, "journal"));
    }
    placed
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let separator = if ending == "journal" { "-" } else { "." };
    PathBuf::from(format!("{}{separator}{ending}", path.display()))
}

/// A name beside the database that is free: `<db>.<what>.<time>.db`.
pub fn free_name(connection: &Connection, db: &Path, what: &str) -> Result<PathBuf, Error> {
    let time: String = connection
        .query_row("SELECT strftime('%Y%m%dT%H%M%SZ', 'now')", [], |row| {
            row.get(0)
        })
        .map_err(Error::sql("read the clock"))?;
    let stem = format!("{}.{what}.{time}", db.display());
    let mut path = PathBuf::from(format!("{stem}.db"));
    let mut number = 2;
    while path.exists() {
        path = PathBuf::from(format!("{stem}-{number}.db"));
        number += 1;
    }
    Ok(path)
}

/// Backs a database up before the migrations from a version on. The caller holds the write lock, so
/// that this is exactly the state that they change.
pub fn before(
    connection: &Connection,
    db: &Path,
    version: i32,
    wait: Duration,
    stop: &Stop,
) -> Result<PathBuf, Error> {
    let target = free_name(connection, db, &format!("before-V{version:03}"))?;
    copy_to_file(db, &target, wait, stop)?;
    Ok(target)
}

/// The automatic backups beside a database, the oldest first.
pub fn automatic(db: &Path) -> Vec<PathBuf> {
    let prefix = format!("{}.before-V", name_of(db));
    let folder = match db.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut found: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| db.with_file_name(entry.file_name()))
        .filter(|path| {
            let name = name_of(path);
            name.starts_with(&prefix) && path.extension().is_some_and(|ending| ending == "db")
        })
        .map(|path| {
            (
                name_of(&path)[prefix.len()..]
                    .split_once('.')
                    .map_or_else(String::new, |(_, time)| time.to_owned()),
                path,
            )
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// An earlier automatic backup with the same bytes as a new one, which is then removed.
pub fn earlier_equal(db: &Path, new: &Path) -> Option<PathBuf> {
    let bytes = |path: &Path| std::fs::metadata(path).map(|file| file.len()).ok();
    let name = name_of(new);
    let earlier = automatic(db)
        .into_iter()
        .filter(|path| name_of(path) != name && bytes(path) == bytes(new))
        .find(|path| same_bytes(path, new))?;
    std::fs::remove_file(new).ok()?;
    Some(earlier)
}

fn same_bytes(one: &Path, two: &Path) -> bool {
    let open = |path| std::fs::File::open(path).map(std::io::BufReader::new);
    let (Ok(one), Ok(two)) = (open(one), open(two)) else {
        return false;
    };
    let mut others = two.bytes();
    one.bytes()
        .all(|byte| matches!((byte, others.next()), (Ok(one), Some(Ok(two))) if one == two))
        && others.next().is_none()
}

/// Removes all but the newest few automatic backups. A backup that cannot be removed is left.
pub fn prune(db: &Path) {
    let found = automatic(db);
    for old in &found[..found.len().saturating_sub(KEPT)] {
        let _ = std::fs::remove_file(old);
    }
}

/// Backs a database up into a file, or beside it where none is named; gives the file's name.
pub fn back_up(
    db: &Path,
    to: Option<&Path>,
    wait: Duration,
    stop: &Stop,
) -> Result<PathBuf, Error> {
    let connection = super::open_to_read(db, wait)?;
    let target = match to {
        Some(path) if path.exists() => {
            return Err(Error::Database(format!(
                "{} is there already; name another file; nothing was changed",
                path.display()
            )));
        }
        Some(path) => path.to_owned(),
        None => free_name(&connection, db, "backup")?,
    };
    copy_to_file(db, &target, wait, stop)?;
    Ok(target)
}

/// Puts a backup in the place of a database, whose present content is kept in a file of its own; gives
/// that file's name.
pub fn restore(
    db: &Path,
    backup: &Path,
    wait: Duration,
    stop: &Stop,
) -> Result<Option<PathBuf>, Error> {
    if !backup.is_file() {
        return Err(Error::Database(format!(
            "there is no backup at {}; `sco migrate up` and `sco migrate backup` say where they put theirs",
            backup.display()
        )));
    }
    let from = super::open_to_read(backup, wait)?;
    refuse_damage(&from, backup)?;
    if is_same(db, backup) {
        return Err(Error::Database(format!(
            "{} is the database itself; nothing was changed",
            backup.display()
        )));
    }
    let mut to = super::open(db, wait)?;
    // A newer program may have migrated what is to be replaced: going back from it is the point.
    let kept = match super::state_of_any_version(&to, db, &Set::embedded())? {
        super::State::Fresh => None,
        super::State::Ours => {
            let kept = free_name(&to, db, "replaced")?;
            copy_to_file(db, &kept, wait, stop)?;
            Some(kept)
        }
    };
    copy(&from, &mut to, stop)?;
    Ok(kept)
}

fn is_same(one: &Path, two: &Path) -> bool {
    matches!((one.canonicalize(), two.canonicalize()), (Ok(one), Ok(two)) if one == two)
}

fn refuse_damage(connection: &Connection, path: &Path) -> Result<(), Error> {
    let failed = || Error::sql(format!("check {}", path.display()));
    let mut statement = connection
        .prepare("PRAGMA integrity_check(5)")
        .map_err(failed())?;
    let told: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(failed())?;
    if told == ["ok"] {
        return Ok(());
    }
    Err(Error::Database(format!(
        "{} is damaged: {}; nothing was changed",
        path.display(),
        told.join("; ")
    )))
}
