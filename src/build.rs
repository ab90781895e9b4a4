//! Builds the dataset: migrate, load, check, export, all of it or nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::db;
use crate::db::copy::Stop;
use crate::error::Error;
use crate::export::{self, Staged};
use crate::load::{
    CURATED, Changes, Dataset, Extent, LOADED_TABLES, Plan, RETIRED, keep_what_others_lean_on, kept,
};
use crate::migrate::sandbox::Sandbox;
use crate::migrate::set::Set;
use crate::migrate::up::{self, Done, Ending, Keep};
use crate::migrate::{self, FileState};
use crate::migrate::{backup, drift};
use crate::search;
use crate::seeds::Seeds;

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
    /// Curated rows that went, and are kept because rows of the user's lean on them, one line each.
    pub kept: Vec<String>,
}

/// Builds the dataset from checked seeds.
pub fn build(seeds: &Seeds, options: &Options) -> Result<Summary, Error> {
    let dataset = Dataset::from_seeds(seeds, seeds)?;
    if options.fresh && holds_something(&options.db) {
        return build_anew(&dataset, options);
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
    if let Some(summary) = look(connection, dataset, options)? {
        return Ok(summary);
    }
    let sandbox = up::prepare(connection, &Stop::default())?;
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::sql("begin to write"))?;
    let (migrated, changes) = write(&tx, &sandbox, dataset, options)?;
    // Rendered and written beside their places before the commit: a full disk undoes all of it.
    let staged = stage_exports(&tx, options)?;
    let (rows, kept) = (count_rows(&tx)?, kept(&tx)?);
    tx.commit().map_err(Error::sql("commit the build"))?;
    if migrated.backup.is_some() {
        backup::prune(&options.db);
    }
    let exports = publish(staged)?;
    db::set_foreign_keys(connection, true)?;
    Ok(Summary {
        rows,
        migrations: migrated.applied.len(),
        backup: migrated.backup,
        changes,
        exports,
        kept,
    })
}

fn stage_exports(connection: &Connection, options: &Options) -> Result<Option<Staged>, Error> {
    let Some(folder) = &options.exports else {
        return Ok(None);
    };
    let files = export::render(connection, CURATED)?;
    export::stage(folder, &files).map(Some)
}

/// How many export files there are, and how many were written.
fn publish(staged: Option<Staged>) -> Result<(usize, usize), Error> {
    let Some(staged) = staged else {
        return Ok((0, 0));
    };
    Ok((export::EXPORTS.len(), staged.publish()?))
}

/// Answers without a lock where there is nothing to write into the database.
fn look(
    connection: &mut Connection,
    dataset: &Dataset,
    options: &Options,
) -> Result<Option<Summary>, Error> {
    let tx = connection
        .transaction()
        .map_err(Error::sql("begin to read"))?;
    if migrate::accepted(&tx, &options.db, &Set::embedded())? == FileState::Fresh
        || migrate::pending(&tx)? > 0
    {
        return Ok(None);
    }
    if !Plan::compare(&tx, dataset, CURATED, Extent::Whole)?.is_empty() {
        return Ok(None);
    }
    let staged = stage_exports(&tx, options)?;
    let (rows, kept) = (count_rows(&tx)?, kept(&tx)?);
    drop(tx);
    let exports = publish(staged)?;
    Ok(Some(Summary {
        rows,
        migrations: 0,
        backup: None,
        changes: Changes::default(),
        exports,
        kept,
    }))
}

/// Migrates and loads inside a transaction; the state is read again now that nobody else can write.
fn write(
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
    let plan = Plan::compare(tx, dataset, CURATED, Extent::Whole)?;
    // Another program may have done the work while this one waited for the lock.
    if !migrated.applied.is_empty() || !plan.is_empty() {
        plan.apply(tx)?;
        keep_what_others_lean_on(tx, &plan)?;
        search::fill(tx)?;
    }
    db::refuse_dangling_references(tx)?;
    Ok((migrated, plan.changes()))
}

fn count_rows(connection: &Connection) -> Result<Vec<(&'static str, u64)>, Error> {
    let count = |table: &&'static str| {
        let sql = format!("SELECT count(*) FROM {table} WHERE origin = ?1");
        let rows: i64 = connection
            .query_row(&sql, [CURATED], |row| row.get(0))
            .map_err(Error::sql(format!("count the rows of {table}")))?;
        Ok((*table, rows.unsigned_abs()))
    };
    LOADED_TABLES.iter().map(count).collect()
}

/// Builds beside an existing database and puts the result in its place, unless it holds something of
/// the user's.
fn build_anew(dataset: &Dataset, options: &Options) -> Result<Summary, Error> {
    let mut old = db::open(&options.db, options.wait)?;
    let lock = old
        .transaction_with_behavior(TransactionBehavior::Exclusive)
        .map_err(Error::sql("lock the database that is to be replaced"))?;
    refuse_to_drop_user_content(&lock, &options.db)?;
    let beside = PathBuf::from(format!(
        "{}.new-{}",
        options.db.display(),
        std::process::id()
    ));
    let built =
        db::open(&beside, options.wait).and_then(|mut new| update(&mut new, dataset, options));
    let replaced = built.and_then(|summary| {
        std::fs::rename(&beside, &options.db).map_err(Error::file("replace", &options.db))?;
        Ok(summary)
    });
    if replaced.is_err() {
        // What is left of a failed build is of no use to anyone.
        let _ = std::fs::remove_file(&beside);
    }
    replaced
}

fn refuse_to_drop_user_content(connection: &Connection, path: &Path) -> Result<(), Error> {
    if migrate::accepted(connection, path, &Set::embedded())? == FileState::Fresh {
        return Ok(());
    }
    let mut held = users_objects(connection)?;
    for table in LOADED_TABLES {
        let sql = format!("SELECT count(*) FROM {table} WHERE origin NOT IN (?1, ?2)");
        let rows: i64 = connection
            .query_row(&sql, [CURATED, RETIRED], |row| row.get(0))
            .map_err(Error::sql(format!("look for your rows in {table}")))?;
        if rows > 0 {
            held.push(format!("{rows} rows of {table}"));
        }
    }
    if held.is_empty() {
        return Ok(());
    }
    Err(Error::Database(format!(
        "{} holds what `--fresh` would drop: {}; nothing was changed; run `sco build` without `--fresh`, or name another file with `--db`",
        path.display(),
        held.join(", ")
    )))
}

/// Tables, views, indexes and triggers that the user added, as `view my_view`.
fn users_objects(connection: &Connection) -> Result<Vec<String>, Error> {
    let (_, extra) = drift::check(connection, &Set::embedded())?;
    Ok(extra.iter().map(ToString::to_string).collect())
}
