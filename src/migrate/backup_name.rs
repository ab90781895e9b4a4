//! The names of backups: makes free ones, and recognises them among other names.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::db::{Queries, open_in_memory};
use crate::error::Error;
use crate::files::draft::SIDES;
use crate::files::litter::names_beside;
use crate::files::{is_taken, name_of, with_suffix};

/// A name that this program gives to a file beside a database: `<db>.<what>.<time>.db`, or
/// `<db>.<what>.<time>-<number>.db` if that is taken. Names are ordered by time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BackupName {
    time: String,
    number: u32,
    what: String,
}

impl BackupName {
    /// Reads the name of a file beside a database; `None` if it does not have this form.
    pub(super) fn read(db: &Path, path: &Path) -> Option<Self> {
        Self::of_rest(rest_of_name(db, &name_of(path))?)
    }

    fn of_rest(rest: &str) -> Option<Self> {
        let (what, rest) = rest.split_once('.')?;
        let stem = rest.strip_suffix(".db")?;
        let (time, number) = match stem.split_once('-') {
            Some((time, number)) => (time, sound_number(number).filter(|number| *number > 1)?),
            None => (stem, 1),
        };
        (is_time(time) && is_known(what)).then(|| Self {
            time: time.to_owned(),
            number,
            what: what.to_owned(),
        })
    }

    /// True for a backup that was made before a migration.
    pub(super) fn is_before_migration(&self) -> bool {
        self.what.starts_with(BEFORE)
    }

    /// True for a database that a restore has replaced.
    pub(super) fn is_replaced(&self) -> bool {
        self.what == "replaced"
    }
}

const BEFORE: &str = "before-V";

/// `before-V012`, `backup` or `replaced`.
fn is_known(what: &str) -> bool {
    let version = what
        .strip_prefix(BEFORE)
        .is_some_and(|number| number.len() >= 3 && are_digits(number));
    version || what == "backup" || what == "replaced"
}

/// `20260131T235959Z`.
fn is_time(text: &str) -> bool {
    text.len() == "20260131T235959Z".len()
        && text.is_ascii()
        && are_digits(&text[..8])
        && &text[8..9] == "T"
        && are_digits(&text[9..15])
        && text.ends_with('Z')
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number without a sign and without a zero before it.
fn sound_number(text: &str) -> Option<u32> {
    (are_digits(text) && !text.starts_with('0'))
        .then(|| text.parse().ok())
        .flatten()
}

/// The rest of a file name after the name of the database and a point.
fn rest_of_name<'a>(db: &Path, name: &'a OsStr) -> Option<&'a str> {
    let rest = name
        .as_encoded_bytes()
        .strip_prefix(name_of(db).as_encoded_bytes())?;
    std::str::from_utf8(rest.strip_prefix(b".")?).ok()
}

/// The highest number among the names of this sort and time; 0 where there is none. A lower one may be free again, but
/// a file of that name would count as older than those that are there.
fn last_number(db: &Path, what: &str, time: &str) -> u32 {
    let is_of_sort =
        |found: &str| found == what || (found.starts_with(BEFORE) && what.starts_with(BEFORE));
    names_beside(db)
        .iter()
        .filter_map(|path| BackupName::read(db, path))
        .filter(|name| name.time == time && is_of_sort(&name.what))
        .map(|name| name.number)
        .max()
        .unwrap_or(0)
}

/// A name beside the database that is free: `<db>.<what>.<time>.db`.
pub(super) fn free(db: &Path, what: &str) -> Result<PathBuf, Error> {
    let time: String = open_in_memory()?.value(
        "read the clock",
        "SELECT strftime('%Y%m%dT%H%M%SZ', 'now')",
        [],
    )?;
    let numbered = |number: u32| match number {
        1 => with_suffix(db, &format!(".{what}.{time}.db")),
        _ => with_suffix(db, &format!(".{what}.{time}-{number}.db")),
    };
    let is_free = |path: &PathBuf| {
        !is_taken(path) && SIDES.iter().all(|side| !is_taken(&with_suffix(path, side)))
    };
    let last = last_number(db, what, &time);
    (last.saturating_add(1)..=u32::MAX)
        .map(numbered)
        .find(is_free)
        .ok_or_else(|| Error::request("every name for a backup is taken", "move some away"))
}

/// True for a file that a killed run of version 0.1.0 may have left: `<db>.new-<process>`, and a backup whose name
/// ends in `.partial`.
pub(super) fn is_draft_of_first_version(db: &Path, path: &Path) -> bool {
    let name = name_of(path);
    let Some(rest) = rest_of_name(db, &name) else {
        return false;
    };
    let without_side = rest.strip_suffix("-journal").unwrap_or(rest);
    let is_new = without_side.strip_prefix("new-").is_some_and(are_digits);
    let is_partial = without_side
        .strip_suffix(".partial")
        .is_some_and(|backup| BackupName::of_rest(backup).is_some());
    is_new || is_partial
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(name: &str) -> bool {
        BackupName::read(Path::new("a/t.db"), &Path::new("a").join(name)).is_some()
    }

    #[test]
    fn only_names_that_this_program_gives_are_taken_for_its_own() {
        for ours in [
            "t.db.before-V001.20260101T000000Z.db",
            "t.db.before-V001.20260101T000000Z-2.db",
            "t.db.before-V1234.20260101T000000Z-10.db",
            "t.db.backup.20260101T000000Z.db",
            "t.db.replaced.20260101T000000Z.db",
        ] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in [
            "t.db.before-V001.2020.the-only-copy-of-2020.db",
            "t.db.before-Vacation.notes.db",
            "t.db.before-V01.20260101T000000Z.db",
            "t.db.before-V.20260101T000000Z.db",
            "t.db.before-V001.20260101T00000Z.db",
            "t.db.before-V001.20260101T0000000Z.db",
            "t.db.before-V001.20260101t000000Z.db",
            "t.db.before-V001.20260101T000000Z-1.db",
            "t.db.before-V001.20260101T000000Z-02.db",
            "t.db.before-V001.20260101T000000Z-.db",
            "t.db.before-V001.20260101T000000Z-2-3.db",
            "t.db.before-V001.20260101T000000Z.old.db",
            "t.db.before-V001.20260101T000000Z.DB",
            "t.db.before-V001.20260101T00000éZ.db",
            "u.db.before-V001.20260101T000000Z.db",
            "t.dbx.before-V001.20260101T000000Z.db",
        ] {
            assert!(!is_ours(other), "{other}");
        }
    }

    #[test]
    fn backups_of_one_second_are_in_the_order_of_their_numbers() {
        let read = |name: &str| BackupName::read(Path::new("t.db"), Path::new(name)).unwrap();
        let mut names: Vec<BackupName> = [10, 2]
            .map(|number| read(&format!("t.db.before-V002.20260101T000000Z-{number}.db")))
            .into();
        names.push(read("t.db.before-V002.20260101T000000Z.db"));
        names.sort();
        let numbers: Vec<u32> = names.iter().map(|name| name.number).collect();
        assert_eq!(numbers, [1, 2, 10]);
    }

    #[test]
    fn drafts_of_the_first_version_are_known() {
        let is_draft = |name: &str| is_draft_of_first_version(Path::new("t.db"), Path::new(name));
        assert!(is_draft("t.db.new-123") && is_draft("t.db.new-123-journal"));
        assert!(is_draft("t.db.before-V001.20260101T000000Z.db.partial"));
        assert!(!is_draft("t.db.new-") && !is_draft("t.db.new-year") && !is_draft("t.db.partial"));
    }
}
