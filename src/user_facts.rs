//! A user's own facts: read in the seed format or as they were exported, checked by the same rules together with the
//! dataset, and stored under an origin that the user names.

mod as_exported;
mod exported;
mod files;
mod na_cells;
mod others;
mod retyped;
mod skipped;
mod stated;
mod worked_out;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::check;
use crate::db::{self, Queries};
use crate::error::{Error, Problem};
use crate::load::{Dataset, Extent, Origin, Plan, RETIRED, curated, unload};
use crate::migrate;
use crate::seeds::{self, Seeds};
use crate::tables::ALL_TABLES;
use crate::wording::name_one_of;
use as_exported::AsExported;
use others::Keys;
pub use stated::Edited;
use stated::{Stated, compare};
use worked_out::{Claim, judge};
pub use worked_out::{Recomputed, Why};

/// What to import, and under which origin.
#[derive(Debug)]
pub struct Import {
    /// Folders, CSV or JSON Lines files, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// The table of the rows on standard input, or in a pipe or file that is not named after a table.
    pub table: Option<String>,
    /// The origin of the rows.
    pub origin: String,
    /// Say what would be done and do nothing.
    pub dry_run: bool,
}

/// What an import did, or would do.
#[derive(Debug)]
pub struct Imported {
    /// What it did to each table.
    pub tables: Vec<Done>,
    /// The cells of the files that were replaced by a newly worked-out value.
    pub recomputed: Vec<Recomputed>,
    /// The numbers of the files that are not what they were when they were exported.
    pub edited: Vec<Edited>,
    /// The origin under which the rows were exported, if it was another one, and their number.
    pub renamed: Option<(String, usize)>,
    /// Curated rows that had been kept only because the rows that were changed or removed referred to them.
    pub retired: usize,
}

/// What an import does to each table: rows inserted, changed, removed, and left alone.
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
    /// Rows of lists that a fact of the files had, and has no more.
    pub removed: usize,
    /// The keys of those rows.
    pub removed_rows: Vec<String>,
}

/// Imports a user's facts, all or none.
pub fn import(db: &Path, wait: Duration, import: &Import) -> Result<Imported, Error> {
    // The database is opened before the files are read, since a pipe may take long.
    let mut connection = migrate::open_current(db, wait)?;
    let dataset = curated(&connection)?;
    refuse_origin(&import.origin, &dataset)?;
    refuse_trade_dataset(&connection, &import.origin)?;
    db::set_foreign_keys(&connection, false)?;
    let facts = Facts::read(db, import, dataset)?;
    let seen = version(&connection)?;
    let early = facts.prepare(&connection);
    let early = if version(&connection)? == seen {
        let prepared = early?;
        if import.dry_run || prepared.plan.is_empty() {
            return Ok(facts.told(prepared, 0));
        }
        Some(prepared)
    } else {
        // Another program has written meanwhile, so that tables may have been read in different states.
        None
    };
    let behavior = if import.dry_run {
        TransactionBehavior::Deferred
    } else {
        TransactionBehavior::Immediate
    };
    let tx = connection
        .transaction_with_behavior(behavior)
        .map_err(Error::sql("begin to write"))?;
    let prepared = match early {
        Some(prepared) if version(&tx)? == seen => prepared,
        _ => facts.prepare(&tx)?,
    };
    let mut retired = 0;
    if !import.dry_run && !prepared.plan.is_empty() {
        let written = prepared.plan.write(&tx)?;
        tx.commit().map_err(Error::sql("commit the import"))?;
        retired = written.deleted - prepared.plan.changes().deleted;
    }
    Ok(facts.told(prepared, retired))
}

/// A number that changes when another program writes to the database. If it is still the same under the write lock,
/// what was read and checked without the lock still holds. So other programs need not wait during the checks.
fn version(connection: &Connection) -> Result<i64, Error> {
    connection.value("ask for changes", "PRAGMA data_version", [])
}

/// A user's facts as they were read.
struct Facts<'a> {
    origin: &'a str,
    db: &'a Path,
    /// The name of the dataset in the database.
    dataset: String,
    user: Seeds,
    problems: Vec<Problem>,
    claims: Vec<Claim>,
    stated: Vec<Stated>,
    as_exported: AsExported,
    renamed: Option<(String, usize)>,
}

/// What is to be written, and the report.
struct Prepared {
    plan: Plan,
    done: Vec<Done>,
    recomputed: Vec<Recomputed>,
    edited: Vec<Edited>,
}

impl<'a> Facts<'a> {
    fn read(db: &'a Path, import: &'a Import, dataset: String) -> Result<Self, Error> {
        let read = files::read(import, &dataset)?;
        Ok(Self {
            origin: &import.origin,
            db,
            dataset,
            user: read.seeds,
            problems: read.problems,
            claims: read.claims,
            stated: read.stated,
            as_exported: read.as_exported,
            renamed: read.renamed,
        })
    }

    /// Checks the facts beside what the database holds, and compares them with it.
    fn prepare(&self, connection: &Connection) -> Result<Prepared, Error> {
        let (user, all) = self.checked(connection)?;
        let dataset = Dataset::from_seeds(&user, &all)?;
        drop(all);
        let renewed = judge(connection, &self.claims, &dataset, &self.as_exported)?;
        let retyped = retyped::problems(&self.stated, &self.as_exported);
        let edited = compare(
            connection,
            &self.stated,
            &renewed,
            &self.as_exported,
            retyped,
        )?;
        let recomputed = renewed.into_iter().map(|cell| cell.told).collect();
        let origin = Origin::User(self.origin.to_owned());
        let plan = Plan::compare(connection, &dataset, &origin, Extent::Named)?;
        let done = summary(&dataset, &plan);
        Ok(Prepared {
            plan,
            done,
            recomputed,
            edited,
        })
    }

    fn told(self, prepared: Prepared, retired: usize) -> Imported {
        Imported {
            tables: prepared.done,
            recomputed: prepared.recomputed,
            edited: prepared.edited,
            renamed: self.renamed,
            retired,
        }
    }

    /// Completes the user's rows by what the database holds of them, and applies the rules that bind users to them beside
    /// all rows of the database. Only problems of the user's files count. Returns the user's rows, and all.
    fn checked(&self, connection: &Connection) -> Result<(Seeds, Seeds), Error> {
        let name = self.db.display().to_string();
        let again = Keys::of(&self.user);
        let (mut all, mut own) = (Seeds::default(), Seeds::default());
        let mut problems = self.problems.clone();
        for (owner, mut held) in unload(connection, &name)? {
            if owner == self.dataset {
                others::refuse_dataset(&self.user, &held, &self.dataset)?;
            }
            if owner != self.origin {
                problems.extend(others::taken_ids(&self.user, &held, (&owner, &name)));
            }
            if owner == self.origin {
                own = Seeds::default().followed_by(&held);
            }
            // A row that is imported again replaces the stored one; an id of another owner was reported before.
            held.retain(|record| !again.hold(record));
            all = all.followed_by(&held);
        }
        let user = self.user.completed_by(&own);
        all = all.followed_by(&user);
        let mut found = Vec::new();
        check::run_for_user(&all, &mut found);
        problems.extend(found.into_iter().filter(|problem| problem.file != name));
        Error::unless_empty(problems)?;
        Ok((user, all))
    }
}

/// A problem with a file as a whole.
fn one_problem(file: &str, message: &str, help: impl Into<String>) -> Problem {
    Problem {
        message: message.to_owned(),
        help: help.into(),
        ..seeds::whole_file(file)
    }
}

/// The rows that a removal took out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// Those of the origin.
    pub rows: usize,
    /// Curated rows that were kept only because some of those referred to them.
    pub retired: usize,
}

/// Removes every row of an origin; returns how many.
pub fn remove(db: &Path, wait: Duration, origin: &str) -> Result<Removed, Error> {
    let mut connection = migrate::open_current(db, wait)?;
    refuse_origin(origin, &curated(&connection)?)?;
    db::set_foreign_keys(&connection, false)?;
    // Otherwise the content of deleted rows would stay readable in free pages of the file.
    connection
        .pragma_update(None, "secure_delete", true)
        .map_err(Error::sql("switch secure deletion on"))?;
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::sql("begin to write"))?;
    let user = Origin::User(origin.to_owned());
    let plan = Plan::compare(&tx, &Dataset::default(), &user, Extent::Whole)?;
    let rows = plan.changes().deleted;
    if rows == 0 {
        let known = known_origins(&tx)?;
        return Err(Error::request(
            format!("there are no rows of origin `{origin}`"),
            name_one_of(
                origin,
                &known.iter().map(String::as_str).collect::<Vec<_>>(),
            ),
        ));
    }
    let written = plan.write(&tx)?;
    tx.commit().map_err(Error::sql("commit the removal"))?;
    Ok(Removed {
        rows,
        retired: written.deleted - rows,
    })
}

/// Fails for an origin that is no valid name, or is that of the dataset.
fn refuse_origin(origin: &str, dataset: &str) -> Result<(), Error> {
    let sound = origin.starts_with(|c: char| c.is_ascii_lowercase())
        && origin
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !sound || [dataset, RETIRED].contains(&origin) {
        return Err(Error::request(
            format!("`{origin}` cannot be an origin of yours"),
            format!(
                "begin with a lower-case letter and use only lower-case letters, digits and hyphens; {dataset} and {RETIRED} are taken"
            ),
        ));
    }
    Ok(())
}

/// Fails for the name of a dataset of trade statistics, so that `sco import remove NAME` is not ambiguous.
fn refuse_trade_dataset(connection: &Connection, origin: &str) -> Result<(), Error> {
    let is_taken: bool = connection.value(
        "read the datasets",
        "SELECT EXISTS (SELECT 1 FROM trade_datasets WHERE dataset = ?1)",
        [origin],
    )?;
    if is_taken {
        return Err(Error::request(
            format!("`{origin}` is the name of trade statistics in this database"),
            "keep your facts under another origin",
        ));
    }
    Ok(())
}

fn known_origins(connection: &Connection) -> Result<Vec<String>, Error> {
    let selects: Vec<String> = ALL_TABLES
        .iter()
        .map(|table| format!("SELECT origin FROM {}", table.name))
        .collect();
    connection.column("read the origins", &selects.join(" UNION "), [])
}

fn summary(dataset: &Dataset, plan: &Plan) -> Vec<Done> {
    plan.by_table()
        .map(|changes| {
            let written = changes.inserted + changes.changed;
            Done {
                table: changes.table,
                inserted: changes.inserted,
                changed: changes.changed,
                unchanged: dataset.of(changes.table).len().saturating_sub(written),
                removed: changes.removed.len(),
                removed_rows: changes.removed,
            }
        })
        .filter(|done| done.inserted + done.changed + done.unchanged + done.removed > 0)
        .collect()
}
