//! Builds the dataset from checked seeds: migrates, loads and exports, either completely or not at all.

mod user_content;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::db::copy::{refuse_damage, unsound};
use crate::db::damage::Check;
use crate::db::replace::{self, Held};
use crate::db::{self, Queries};
use crate::dictionary;
use crate::error::Error;
use crate::export::{self, Overwrite, Request, Staged};
use crate::files::access::Access;
use crate::files::draft::Draft;
use crate::files::folder::Folder;
use crate::files::{is_taken, resolved};
use crate::load::{self, Changes, Dataset, Extent, Kept, Origin, Plan, kept, refuse_another};
use crate::migrate::backup;
use crate::migrate::sandbox::Sandbox;
use crate::migrate::set::Set;
use crate::migrate::up::{self, Done, Ending, Keep};
use crate::migrate::{self, FileState, Mark};
use crate::seeds::Seeds;
use crate::statements;
use crate::stop::{Stop, hearing, unless_stopped};
use crate::tables::{ALL_TABLES, Table};

/// Where to build, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database file.
    pub db: PathBuf,
    /// The folder of the exported files; `None` to write only the database.
    pub exports: Option<PathBuf>,
    /// How long to wait for another program that holds the database.
    pub wait: Duration,
    /// Build into an empty database instead of bringing an existing file up to date.
    pub fresh: bool,
    /// Which exported files may be replaced.
    pub overwrite: Overwrite,
    /// Set to true when the user wants to stop; what was begun is undone.
    pub stop: Stop,
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
    /// True if the tables that are worked out from the rows were filled again although no curated row has changed.
    pub refilled: bool,
    /// How many export files there are, and how many were written.
    pub exports: (usize, usize),
    /// Curated rows that are no longer in the seeds, and are kept because a user's rows refer to them.
    pub kept: Vec<Kept>,
    /// What else was found and cleared, such as files of killed runs, in sentences.
    pub notes: Vec<String>,
}

/// Builds the dataset from checked seeds.
pub fn build(seeds: &Seeds, options: &Options) -> Result<Summary, Error> {
    hearing(&options.stop, || build_heard(seeds, options))
}

fn build_heard(seeds: &Seeds, options: &Options) -> Result<Summary, Error> {
    let dataset = Dataset::from_seeds(seeds, seeds)?;
    db::refuse_odd_file(&options.db)?;
    // The folder is locked before the database is read, so that the run that writes the exports last has also read
    // the newest content.
    let folder = match &options.exports {
        Some(path) => Some(Folder::make_and_lock(path, options.wait)?),
        None => None,
    };
    let build = Build {
        dataset: &dataset,
        options,
        folder: folder.as_ref(),
    };
    let mut notes = backup::clear_litter(&options.db);
    notes.extend(folder.iter().flat_map(export::clear_litter));
    let written = build.write(&mut notes)?;
    if let Some(made) = &written.migrated.backup {
        backup::prune(&options.db, made);
    }
    written.publish(notes)
}

/// The inputs of a build.
struct Build<'a> {
    dataset: &'a Dataset,
    options: &'a Options,
    folder: Option<&'a Folder>,
}

/// A database that is written, and exports that are not yet in their places.
struct Written {
    outcome: Outcome,
    migrated: Done,
    changes: Changes,
    refilled: bool,
}

impl Build<'_> {
    fn write(&self, notes: &mut Vec<String>) -> Result<Written, Error> {
        let path = &self.options.db;
        if let Some(written) = self.write_where_nothing_is(notes)? {
            return Ok(written);
        }
        if self.options.fresh && holds_something(path) {
            return self.write_over(notes);
        }
        self.update(&mut db::open(path, self.options.wait)?)
    }

    /// Builds a draft and renames it to the path of the database, if there is no file yet. `None` if there is a file,
    /// or another program has made one meanwhile.
    fn write_where_nothing_is(&self, notes: &mut Vec<String>) -> Result<Option<Written>, Error> {
        let place = resolved(&self.options.db);
        if is_taken(&place) {
            return Ok(None);
        }
        let (draft, written) = self.draft(Access::NEW_DATABASE, None)?;
        notes.extend(backup::set_orphans_aside(&self.options.db)?);
        Ok(draft.put_new(&place)?.is_ok().then_some(written))
    }

    /// Builds beside an existing database and puts the result in its place. Fails if the database holds anything of
    /// the user's; a database that cannot be read is kept under another name.
    fn write_over(&self, notes: &mut Vec<String>) -> Result<Written, Error> {
        let path = &self.options.db;
        let free = || backup::replaced_name(path);
        let mut held = replace::hold(path, self.options.wait, &free)?;
        if let Some(connection) = held.connection() {
            user_content::refuse_to_drop_trade_statistics(connection, path)?;
        }
        let is_sound = is_sound(&held, path)?;
        if is_sound && let Some(connection) = held.connection() {
            user_content::refuse_to_drop(connection, path)?;
        }
        let may_go = is_sound && has_usual_pages(&held)?;
        let mark = match held.connection() {
            Some(connection) if is_sound => Some(Mark::read(connection)?),
            _ => None,
        };
        let (draft, written) = self
            .draft(held.access(), mark)
            .map_err(|error| held.give_up(error))?;
        if may_go {
            held.replace_by(draft)?;
        } else {
            let kept = held.keep_and_replace_by(draft, &free)?;
            let why = if is_sound {
                "had pages of another size"
            } else {
                "could not be read as it was"
            };
            notes.push(format!(
                "{} {why}; what was there is kept as {}",
                path.display(),
                kept.display()
            ));
        }
        Ok(written)
    }

    /// Builds a new database beside the path of the old one, which had this mark, checks it and writes it to the disk.
    fn draft(&self, access: Access, mark: Option<Mark>) -> Result<(Draft, Written), Error> {
        let draft = Draft::beside(&self.options.db, access)?;
        let mut connection = db::open_draft(&draft)?;
        let written = self.update(&mut connection)?;
        if let Some(mark) = mark {
            mark.keep(&connection)?;
        }
        refuse_damage(&connection, draft.path(), Check::Whole)?;
        db::close(connection)?;
        draft.sync()?;
        Ok((draft, written))
    }

    fn outcome(&self, connection: &Connection) -> Result<Outcome, Error> {
        let origin = self.dataset.origin();
        let request = || Request::everything(origin.name(), self.options.overwrite);
        let staged = match self.folder {
            Some(folder) => Some(export::stage(
                connection,
                folder,
                &request(),
                &self.options.stop,
            )?),
            None => None,
        };
        Ok(Outcome {
            staged,
            rows: count_rows(connection, &origin)?,
            kept: kept(connection)?,
        })
    }

    /// Brings a database, empty or not, up to date; a file that is current is not written to.
    fn update(&self, connection: &mut Connection) -> Result<Written, Error> {
        if let Some(written) = self.nothing_to_write(connection)? {
            return Ok(written);
        }
        let sandbox = up::prepare(connection, &self.options.stop)?;
        let tx = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::sql("begin to write"))?;
        let stop = &self.options.stop;
        let loaded = migrate_and_load(&tx, &sandbox, self.dataset, self.options);
        let loaded = unless_stopped(stop, loaded)?;
        let outcome = unless_stopped(stop, self.outcome(&tx))?;
        tx.commit().map_err(Error::sql("commit the build"))?;
        Ok(Written {
            outcome,
            migrated: loaded.migrated,
            changes: loaded.changes,
            refilled: loaded.refilled,
        })
    }

    /// If the database already holds exactly the dataset, only writes exports that differ, and takes no write lock.
    /// `None` if there is something to write.
    fn nothing_to_write(&self, connection: &mut Connection) -> Result<Option<Written>, Error> {
        let tx = connection
            .transaction()
            .map_err(Error::sql("begin to read"))?;
        let state = migrate::accepted(&tx, &self.options.db, &Set::embedded())?;
        if state == FileState::Fresh || migrate::pending(&tx)? > 0 {
            return Ok(None);
        }
        let origin = self.dataset.origin();
        refuse_another(&tx, origin.name())?;
        let plan = Plan::compare(&tx, self.dataset, &origin, Extent::Whole)?;
        if !plan.is_empty() || is_stale(&tx)? {
            return Ok(None);
        }
        Ok(Some(Written {
            outcome: self.outcome(&tx)?,
            migrated: Done::default(),
            changes: Changes::default(),
            refilled: false,
        }))
    }
}

fn holds_something(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// True if SQLite can read the database from its first to its last page. Any other database is kept when it is
/// replaced.
fn is_sound(held: &Held, path: &Path) -> Result<bool, Error> {
    match held.connection() {
        Some(connection) => Ok(unsound(connection, path, Check::Quick)?.is_none()),
        None => Ok(false),
    }
}

/// True if the pages of a database have the size that a new one has.
fn has_usual_pages(held: &Held) -> Result<bool, Error> {
    let size = |connection: &Connection| {
        connection.value::<i64>("read the page size", "PRAGMA page_size", [])
    };
    Ok(held.connection().map(size).transpose()? == Some(PAGE_SIZE))
}

/// The size of a page in a new database, in bytes.
const PAGE_SIZE: i64 = 4096;

/// What was written inside the transaction.
struct Loaded {
    migrated: Done,
    changes: Changes,
    refilled: bool,
}

/// Migrates and loads inside a transaction. Another program may have done the work while this one waited
/// for the lock, so the state is read again.
fn migrate_and_load(
    tx: &Transaction<'_>,
    sandbox: &Sandbox,
    dataset: &Dataset,
    options: &Options,
) -> Result<Loaded, Error> {
    let migrations = up::Options {
        db: options.db.clone(),
        wait: options.wait,
        to: None,
        ending: Ending::Commit,
        backup: Keep::Backup,
        stop: options.stop.clone(),
        // The tables that are worked out from the rows are filled once, after the load.
        afterwards: |_| Ok(()),
    };
    let migrated = up::up_within(tx, sandbox, &Set::embedded(), &migrations)?;
    let origin = dataset.origin();
    refuse_another(tx, origin.name())?;
    let plan = Plan::compare(tx, dataset, &origin, Extent::Whole)?;
    // After a migration the plan is written even if it is empty: this fills the worked-out tables again.
    let is_current = migrated.applied.is_empty() && plan.is_empty();
    let refilled = is_current && is_stale(tx)?;
    let changes = if is_current && !refilled {
        Changes::default()
    } else {
        plan.write(tx)?
    };
    Ok(Loaded {
        migrated,
        changes,
        refilled,
    })
}

/// True if a table that is worked out from the rows is out of date: a user's rows may have been changed without
/// `sco`, and another version of the program may make other sentences of the same rows. Without rows of a user's, the
/// support and the search index need no look: they follow from curated rows, which were just compared.
fn is_stale(connection: &Connection) -> Result<bool, Error> {
    let has_other_rows = user_content::holds_rows(connection)?;
    Ok(statements::differs(connection)?
        || dictionary::differs(connection)?
        || (has_other_rows && load::is_stale(connection)?))
}

/// The exports, written under temporary names, and figures for the summary.
///
/// All of this is made before the commit, so that a full disk undoes the whole build.
struct Outcome {
    staged: Option<Staged>,
    rows: Vec<(&'static str, u64)>,
    kept: Vec<Kept>,
}

impl Written {
    /// Renames the exports to their final names, after the commit.
    fn publish(self, mut notes: Vec<String>) -> Result<Summary, Error> {
        notes.extend(self.migrated.notes);
        let exports = match self.outcome.staged {
            Some(staged) => {
                notes.extend(staged.notes());
                (staged.count(), staged.publish()?)
            }
            None => (0, 0),
        };
        Ok(Summary {
            rows: self.outcome.rows,
            migrations: self.migrated.applied.len(),
            backup: self.migrated.backup,
            changes: self.changes,
            refilled: self.refilled,
            exports,
            kept: self.outcome.kept,
            notes,
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
