//! Backups of a database: made before migrations or when asked for, and put back.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::file_state::{FileState, accepted_at_any_version};
use super::open_to_read;
use super::set::Set;
use crate::db::Queries;
use crate::db::copy::{Stop, copy, copy_to_file, refuse_existing};
use crate::error::Error;

/// The number of automatic backups that are kept.
const KEPT: usize = 5;

/// A name beside the database that is free: `<db>.<what>.<time>.db`.
fn free_name(connection: &Connection, db: &Path, what: &str) -> Result<PathBuf, Error> {
    let time: String = connection.value(
        "read the clock",
        "SELECT strftime('%Y%m%dT%H%M%SZ', 'now')",
        [],
    )?;
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
pub(super) fn back_up_before_migrating(
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
pub(super) fn automatic_backups(db: &Path) -> Vec<PathBuf> {
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

/// If an earlier automatic backup has the same bytes, removes the new one and gives the earlier one.
pub(super) fn remove_if_equal_exists(db: &Path, new: &Path) -> Option<PathBuf> {
    let bytes = |path: &Path| std::fs::metadata(path).map(|file| file.len()).ok();
    let name = name_of(new);
    let earlier = automatic_backups(db)
        .into_iter()
        .filter(|path| name_of(path) != name && bytes(path) == bytes(new))
        .find(|path| same_bytes(path, new))?;
    std::fs::remove_file(new).ok()?;
    Some(earlier)
}

fn same_bytes(one: &Path, two: &Path) -> bool {
    let compared = || -> std::io::Result<bool> {
        let (mut one, mut two) = (std::fs::File::open(one)?, std::fs::File::open(two)?);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        loop {
            read_block(&mut one, &mut first)?;
            read_block(&mut two, &mut second)?;
            if first != second || first.is_empty() {
                return Ok(first == second);
            }
        }
    };
    // A backup that cannot be read is not known to be equal, and so the new one is kept.
    compared().unwrap_or(false)
}

/// Fills the block with the next bytes of a file; fewer at its end.
fn read_block(file: &mut std::fs::File, block: &mut Vec<u8>) -> std::io::Result<()> {
    const BLOCK: u64 = 64 * 1024;
    block.clear();
    file.take(BLOCK).read_to_end(block).map(|_| ())
}

/// Removes all but the newest few automatic backups. A backup that cannot be removed is left.
pub fn prune(db: &Path) {
    let found = automatic_backups(db);
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
    let connection = open_to_read(db, wait)?;
    let target = match to {
        Some(path) => path.to_owned(),
        None => free_name(&connection, db, "backup")?,
    };
    refuse_existing(&target)?;
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
        return Err(Error::database(
            format!("there is no backup at {}", backup.display()),
            "`sco migrate up` and `sco migrate backup` say where they put theirs",
        ));
    }
    let from = open_to_read(backup, wait)?;
    refuse_damage(&from, backup)?;
    if is_same_file(db, backup) {
        return Err(Error::database(
            format!(
                "{} is the database itself; nothing was changed",
                backup.display()
            ),
            "name one of its backups",
        ));
    }
    let mut to = crate::db::open(db, wait)?;
    // A newer program may have migrated what is to be replaced: going back from it is the point.
    let state = accepted_at_any_version(&to, db, &Set::embedded())?;
    let mut kept = None;
    if state != FileState::Fresh {
        let path = free_name(&to, db, "replaced")?;
        copy_to_file(db, &path, wait, stop)?;
        kept = Some(path);
    }
    copy(&from, &mut to, stop)?;
    Ok(kept)
}

fn is_same_file(one: &Path, two: &Path) -> bool {
    matches!((one.canonicalize(), two.canonicalize()), (Ok(one), Ok(two)) if one == two)
}

fn refuse_damage(connection: &Connection, path: &Path) -> Result<(), Error> {
    let told: Vec<String> = connection.column(
        &format!("check {}", path.display()),
        "PRAGMA integrity_check(5)",
        [],
    )?;
    if told == ["ok"] {
        return Ok(());
    }
    Err(Error::database(
        format!(
            "{} is damaged: {}; nothing was changed",
            path.display(),
            told.join("; ")
        ),
        "name a file that is whole",
    ))
}
