//! A user's own facts: read in the seed format, checked by the same rules beside the dataset, and kept
//! under an origin of the user's.

mod files;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::check;
use crate::db::{self, Queries};
use crate::error::{Error, Problem};
use crate::load::{CURATED, Dataset, Extent, Plan, RETIRED, unload};
use crate::migrate;
use crate::migrate::set::Set;
use crate::seeds::{Record, Seeds};
use crate::tables::ALL_TABLES;

/// What to import, and under which origin.
#[derive(Debug)]
pub struct Import {
    /// Folders, CSV or JSON Lines files, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// The table of what comes on standard input.
    pub table: Option<String>,
    /// The origin of the rows.
    pub origin: String,
    /// Say what would be done and do nothing.
    pub dry_run: bool,
}

/// What an import does to each table: rows inserted, changed, and left alone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Done {
    /// The table.
    pub table: &'static str,
    /// Rows that were not there.
    pub inserted: usize,
    /// Rows that were there with other values.
    pub changed: usize,
    /// Rows that were there already.
    pub unchanged: usize,
}

/// Imports a user's facts, all or none.
pub fn import(db: &Path, wait: Duration, import: &Import) -> Result<Vec<Done>, Error> {
    refuse_origin(&import.origin)?;
    let (user, problems) = files::read(import)?;
    let mut connection = open_current(db, wait)?;
    db::set_foreign_keys(&connection, false)?;
    let behavior = if import.dry_run {
        TransactionBehavior::Deferred
    } else {
        TransactionBehavior::Immediate
    };
    let tx = connection
        .transaction_with_behavior(behavior)
        .map_err(Error::sql("begin to write"))?;
    let all = checked(&tx, db, &user, problems, &import.origin)?;
    let dataset = Dataset::from_seeds(&user, &all)?;
    let plan = Plan::compare(&tx, &dataset, &import.origin, Extent::Named)?;
    let done = summary(&dataset, &plan);
    if !import.dry_run && !plan.is_empty() {
        plan.write(&tx)?;
        tx.commit().map_err(Error::sql("commit the import"))?;
    }
    Ok(done)
}

/// Takes every row of an origin out again; says how many.
pub fn remove(db: &Path, wait: Duration, origin: &str) -> Result<usize, Error> {
    refuse_origin(origin)?;
    let mut connection = open_current(db, wait)?;
    db::set_foreign_keys(&connection, false)?;
    // Without this, deleted rows would stay readable in the free pages of the file.
    connection
        .pragma_update(None, "secure_delete", true)
        .map_err(Error::sql("switch secure deletion on"))?;
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::sql("begin to write"))?;
    let plan = Plan::compare(&tx, &Dataset::default(), origin, Extent::Whole)?;
    let rows = plan.changes().deleted;
    if rows == 0 {
        return Err(Error::request(
            format!("there are no rows of origin `{origin}`"),
            format!("use one of {}", known_origins(&tx)?),
        ));
    }
    plan.write(&tx)?;
    tx.commit().map_err(Error::sql("commit the removal"))?;
    Ok(rows)
}

fn refuse_origin(origin: &str) -> Result<(), Error> {
    let sound = origin.starts_with(|c: char| c.is_ascii_lowercase())
        && origin
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !sound || [CURATED, RETIRED].contains(&origin) {
        return Err(Error::request(
            format!("`{origin}` cannot be an origin of yours"),
            format!(
                "begin with a lower-case letter and use only lower-case letters, digits and hyphens; {CURATED} and {RETIRED} are taken"
            ),
        ));
    }
    Ok(())
}

/// Opens a database that needs no migration.
fn open_current(path: &Path, wait: Duration) -> Result<Connection, Error> {
    // Opened to read first: a file that is not there must not be made, nor a foreign one be used.
    let current = migrate::pending(&migrate::open_to_read(path, &Set::embedded(), wait)?)? == 0;
    if current {
        return db::open(path, wait);
    }
    Err(Error::database(
        format!("{} is of an older version", path.display()),
        "bring it up to date with `sco build`",
    ))
}

fn known_origins(connection: &Connection) -> Result<String, Error> {
    let selects: Vec<String> = ALL_TABLES
        .iter()
        .map(|table| format!("SELECT origin FROM {}", table.name))
        .collect();
    let origins: Vec<String> =
        connection.column("read the origins", &selects.join(" UNION "), [])?;
    Ok(origins.join(", "))
}

/// Applies the rules that bind users to the user's rows beside all rows of the database. Only problems of
/// the user's files count.
fn checked(
    connection: &Connection,
    db: &Path,
    user: &Seeds,
    mut problems: Vec<Problem>,
    origin: &str,
) -> Result<Seeds, Error> {
    let name = db.display().to_string();
    let mut all = Seeds::default();
    for (owner, mut held) in unload(connection, &name)? {
        if owner == origin {
            // A row that is imported again stands for the one that is held.
            held.retain(|record| !names_same_row(user, record));
        }
        all = all.followed_by(&held);
    }
    all = all.followed_by(user);
    let mut found = Vec::new();
    check::run_for_user(&all, &mut found);
    problems.extend(found.into_iter().filter(|problem| problem.file != name));
    Error::unless_empty(problems)?;
    Ok(all)
}

fn names_same_row(user: &Seeds, held: &Record) -> bool {
    user.of(held.table.name)
        .iter()
        .any(|record| record.key() == held.key())
}

fn summary(dataset: &Dataset, plan: &Plan) -> Vec<Done> {
    plan.by_table()
        .map(|(table, inserted, changed)| {
            let unchanged = dataset.of(table).len().saturating_sub(inserted + changed);
            Done {
                table,
                inserted,
                changed,
                unchanged,
            }
        })
        .filter(|done| done.inserted + done.changed + done.unchanged > 0)
        .collect()
}
