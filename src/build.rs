//! Builds the dataset from checked seeds: migrate, load, export, all of it or nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::db::copy::Stop;
use crate::db::{self, Queries, schema};
use crate::error::Error;
use crate::export::{self, Request, Staged};
use crate::load::{
    Changes, Dataset, Extent, Kept, Origin, Plan, RETIRED, curated, kept, refuse_another,
};
use crate::migrate::sandbox::Sandbox;
use crate::migrate::set::Set;
use crate::migrate::up::{self, Done, Ending, Keep};
use crate::migrate::{self, FileState};
use crate::migrate::{backup, drift};
use crate::seeds::Seeds;
use crate::tables::{ALL_TABLES, Table};
use crate::wording::count;

/// Where to build, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database file.
    pub db: PathBuf,
    /// The folder of the exported files; none to write the database alone.
    pub exports: Option<PathBuf>,
    /// How long to wait for another program that holds the database.
    pub wait: Duration,
    /// Start from nothing instead of bringing an existing file up to date.
    pub fresh: bool,
}

/// What a build did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Curated rows in each table, in the order of loading.
    pub rows: Vec<(&'static str, u64)>,
    /// How many migrations were applied.
    pub migrations: usize,
    /// The backup of the database as it was before them.
    pub backup: Option<PathBuf>,
    /// How many rows were written.
    pub changes: Changes,
    /// How many export files there are, and how many were written.
    pub exports: (usize, usize),
    /// Curated rows that left the seeds, and are kept because rows of the user's refer to them.
    pub kept: Vec<Kept>,
}

/// Builds the dataset from checked seeds.
pub fn build(seeds: &Seeds, options: &Options) -> Result<Summary, Error> {
    let dataset = Dataset::from_seeds(seeds, seeds)?;
    if options.fresh && holds_something(&options.db) {
        return build_fresh_copy(&dataset, options);
    }
    let mut connection = db::open(&options.db, options.wait)?;
    update(&mut connection, &dataset, options)
}

fn holds_something(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// Brings a database, empty or not, up to date; a file that is current keeps its bytes.
fn update(
    connection: &mut Connection,
    dataset: &Dataset,
    options: &Options,
) -> Result<Summary, Error> {
    if let Some(summary) = finish_if_current(connection, dataset, options)? {
        return Ok(summary);
    }
    let sandbox = up::prepare(connection, &Stop::default())?;
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::sql("begin to write"))?;
    let (migrated, changes) = migrate_and_load(&tx, &sandbox, dataset, options)?;
    let outcome = Outcome::of(&tx, &dataset.origin(), options)?;
    tx.commit().map_err(Error::sql("commit the build"))?;
    if migrated.backup.is_some() {
        backup::prune(&options.db);
    }
    let summary = outcome.publish(migrated, changes)?;
    db::set_foreign_keys(connection, true)?;
    Ok(summary)
}

/// If the database holds exactly the dataset already, writes the exports alone, without a write lock.
fn finish_if_current(
    connection: &mut Connection,
    dataset: &Dataset,
    options: &Options,
) -> Result<Option<Summary>, Error> {
    let tx = connection
        .transaction()
        .map_err(Error::sql("begin to read"))?;
    let state = migrate::accepted(&tx, &options.db, &Set::embedded())?;
    if state == FileState::Fresh || migrate::pending(&tx)? > 0 {
        return Ok(None);
    }
    let origin = dataset.origin();
    refuse_another(&tx, origin.name())?;
    if !Plan::compare(&tx, dataset, &origin, Extent::Whole)?.is_empty() {
        return Ok(None);
    }
    let outcome = Outcome::of(&tx, &origin, options)?;
    drop(tx);
    outcome
        .publish(Done::default(), Changes::default())
        .map(Some)
}

/// Migrates and loads inside a transaction. Another program may have done the work while this one waited
/// for the lock, so the state is read again.
fn migrate_and_load(
    tx: &Transaction<'_>,
    sandbox: &Sandbox,
    dataset: &Dataset,
    options: &Options,
) -> Result<(Done, Changes), Error> {
    let migrations = up::Options {
        db: options.db.clone(),
        wait: options.wait,
        to: None,
        ending: Ending::Commit,
        backup: Keep::Backup,
        stop: Stop::default(),
        // The search index is filled once, after the rows are loaded.
        afterwards: |_| Ok(()),
    };
    let migrated = up::up_within(tx, sandbox, &Set::embedded(), &migrations)?;
    let origin = dataset.origin();
    refuse_another(tx, origin.name())?;
    let plan = Plan::compare(tx, dataset, &origin, Extent::Whole)?;
    // After a migration too, since the search index has to be filled again.
    let changes = if migrated.applied.is_empty() && plan.is_empty() {
        Changes::default()
    } else {
        plan.write(tx)?
    };
    Ok((migrated, changes))
}

/// What a build leaves behind: exports written beside their places, and figures for the summary.
///
/// All of it is made before the commit, so that a full disk undoes the whole build.
struct Outcome {
    staged: Option<Staged>,
    rows: Vec<(&'static str, u64)>,
    kept: Vec<Kept>,
}

impl Outcome {
    fn of(connection: &Connection, origin: &Origin, options: &Options) -> Result<Self, Error> {
        let staged = match &options.exports {
            Some(folder) => Some(export::stage(
                connection,
                folder,
                &Request::everything(origin.name()),
            )?),
            None => None,
        };
        Ok(Self {
            staged,
            rows: count_rows(connection, origin)?,
            kept: kept(connection)?,
        })
    }

    /// Puts the exports in their places, after the commit.
    fn publish(self, migrated: Done, changes: Changes) -> Result<Summary, Error> {
        let exports = match self.staged {
            Some(staged) => (staged.count(), staged.publish()?),
            None => (0, 0),
        };
        Ok(Summary {
            rows: self.rows,
            migrations: migrated.applied.len(),
            backup: migrated.backup,
            changes,
            exports,
            kept: self.kept,
        })
    }
}

/// Curated rows in each table, in the order of loading.
fn count_rows(connection: &Connection, origin: &Origin) -> Result<Vec<(&'static str, u64)>, Error> {
    let count = |table: &&'static Table| {
        let name = table.name;
        let rows: i64 = connection.value(
            &format!("count the rows of {name}"),
            &format!("SELECT count(*) FROM {name} WHERE origin = ?1"),
            [origin.name()],
        )?;
        Ok((name, rows.unsigned_abs()))
    };
    ALL_TABLES.iter().map(count).collect()
}

/// Builds beside an existing database and puts the result in its place, unless it holds something of
/// the user's.
fn build_fresh_copy(dataset: &Dataset, options: &Options) -> Result<Summary, Error> {
    let mut old = db::open(&options.db, options.wait)?;
    let lock = old
        .transaction_with_behavior(TransactionBehavior::Exclusive)
        .map_err(Error::sql("lock the database that is to be replaced"))?;
    refuse_to_drop_user_content(&lock, &options.db)?;
    let beside = db::beside(&options.db, &format!(".new-{}", std::process::id()));
    let built =
        db::open(&beside, options.wait).and_then(|mut new| update(&mut new, dataset, options));
    let replaced = built.and_then(|summary| {
        std::fs::rename(&beside, &options.db).map_err(Error::file("replace", &options.db))?;
        Ok(summary)
    });
    if replaced.is_err() {
        // The error is already known; a file that cannot be removed adds nothing to it.
        let _ = std::fs::remove_file(&beside);
    }
    replaced
}

fn refuse_to_drop_user_content(connection: &Connection, path: &Path) -> Result<(), Error> {
    if migrate::accepted(connection, path, &Set::embedded())? == FileState::Fresh {
        return Ok(());
    }
    let mut held = users_objects(connection)?;
    let curated = curated(connection)?;
    for table in ALL_TABLES {
        let name = table.name;
        // A database of an older schema has not every table.
        if !schema::has(connection, name)? {
            continue;
        }
        let rows: i64 = connection.value(
            &format!("look for your rows in {name}"),
            &format!("SELECT count(*) FROM {name} WHERE origin NOT IN (?1, ?2)"),
            [curated.as_str(), RETIRED],
        )?;
        if rows > 0 {
            held.push(format!("{} of {name}", count(rows, "row")));
        }
    }
    if held.is_empty() {
        return Ok(());
    }
    Err(Error::database(
        format!(
            "{} holds what `--fresh` would drop: {}; nothing was changed",
            path.display(),
            held.join(", ")
        ),
        "run `sco build` without `--fresh`, or name another file with `--db`",
    ))
}

/// Tables, views, indexes and triggers that the user added, as `view my_view`.
fn users_objects(connection: &Connection) -> Result<Vec<String>, Error> {
    let found = drift::check(connection, &Set::embedded())?;
    Ok(found.extra.iter().map(ToString::to_string).collect())
}
