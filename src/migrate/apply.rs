//! Applies migrations inside one transaction, together with their rows in the history and all checks.

use std::time::Instant;

use rusqlite::Connection;
use serde::Serialize;

use super::effect::Effect;
use super::head::Announcements;
use super::history;
use super::loss::Loss;
use super::moved::{BeforeRun, Moved};
use super::replay::replay;
use super::run::{Stopped, run_file};
use super::sandbox::Sandbox;
use super::set::{File, Set};
use super::touchable::Touchable;
use super::user_objects::UserObjects;
use super::virtual_tables::VirtualTables;
use crate::complaint::Complaint;
use crate::db::dangling::Dangling;
use crate::db::schema::quoted;
use crate::error::{Error, Refusal};

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Its number.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// The number of rows that it inserted, changed or deleted, as SQLite counts them: those that triggers wrote, those
    /// of temporary tables and the inner ones of full-text tables among them, which SQLite may write in a later file;
    /// those of a dropped table or a `CREATE TABLE ... AS` are not.
    pub rows: u64,
    /// The time that it took, guards included.
    pub milliseconds: u64,
    /// The views from before the run to which it gave another definition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub views_changed: Vec<ChangedView>,
}

/// A view that has another definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedView {
    /// Its name.
    pub view: String,
    /// Its text before.
    pub was: String,
    /// Its text now.
    pub now: String,
}

/// What a run of migrations did.
#[derive(Debug, Default)]
pub(super) struct Ran {
    /// The migrations, in order.
    pub(super) applied: Vec<Applied>,
    /// What became of the tables that existed before.
    pub(super) moved: Vec<Moved>,
    /// What the user has to see to afterwards, in sentences.
    pub(super) notes: Vec<String>,
}

/// Applies migrations inside the caller's transaction, with foreign keys off, and records each in the history with
/// the time `stamp` (RFC 3339). The backup, if there is one, has the state before the first migration. The user's own
/// views, triggers and indexes survive; `afterwards` is called while their triggers are still aside.
pub(super) fn apply(
    connection: &Connection,
    sandbox: &Sandbox,
    set: &Set,
    pending: &[&File],
    backup: Option<Connection>,
    stamp: &str,
    afterwards: impl Fn(&Connection) -> Result<(), Error>,
) -> Result<Ran, Error> {
    let seen = history::in_order_of_application(connection)?;
    let users = UserObjects::find(connection, sandbox, &replay(set, &seen)?)?;
    let virtual_tables = VirtualTables::find(connection)?;
    users.put_aside(connection)?;
    let mut touchable = Touchable::by(pending);
    touchable.follow(connection)?;
    let dangling = Dangling::find(connection, |table| touchable.holds(table))?;
    history::create(connection)?;
    let mut effect = Effect::begin(connection, sandbox, backup)?;
    let mut applied = Vec::new();
    for file in pending {
        applied.push(apply_one(
            connection,
            sandbox,
            file,
            &users,
            &mut effect,
            stamp,
        )?);
    }
    touchable.follow(connection)?;
    let before_triggers = || afterwards(connection);
    let run = (effect.moved_so_far(), pending);
    users.put_back(connection, sandbox, run, before_triggers)?;
    users.refuse_other_parents(connection, effect.moved_so_far())?;
    virtual_tables.refuse_changed(connection, &users, effect.moved_so_far())?;
    let now = Dangling::find(connection, |table| touchable.holds(table))?;
    let former = BeforeRun(effect.moved_so_far());
    match now.new_since(connection, &dangling, &former)? {
        None => Ok(Ran {
            applied,
            notes: users.not_fired(effect.moved_so_far()),
            moved: effect.moved(),
        }),
        Some(new) => Err(Error::migrations(
            format!("rows would be left dangling: {}", new.message),
            new.help,
        )),
    }
}

/// Applies the program's own migrations to a new database, inside the caller's transaction, and records each as
/// [`apply`] does. What they lose is not looked for: the database has no rows and nothing of the user's, and the files
/// are those that `lint` has judged in the same way before they were recorded.
pub(super) fn apply_to_new(
    connection: &Connection,
    sandbox: &Sandbox,
    files: &[&File],
    stamp: &str,
    afterwards: impl Fn(&Connection) -> Result<(), Error>,
) -> Result<Vec<Applied>, Error> {
    history::create(connection)?;
    let mut applied = Vec::new();
    for file in files {
        let measured = Measured::begin(connection);
        run_file(connection, sandbox, file, None)?;
        let rows = measured.rows(connection);
        history::record(connection, file, stamp)?;
        applied.push(measured.end(file, rows, Vec::new()));
    }
    afterwards(connection)?;
    Ok(applied)
}

/// The time and the number of changed rows at which a migration began.
struct Measured {
    started: Instant,
    changes: u64,
}

impl Measured {
    fn begin(connection: &Connection) -> Self {
        Self {
            started: Instant::now(),
            changes: connection.total_changes(),
        }
    }

    /// The number of rows that were inserted, changed or deleted since.
    fn rows(&self, connection: &Connection) -> u64 {
        connection.total_changes() - self.changes
    }

    fn end(self, file: &File, rows: u64, views_changed: Vec<ChangedView>) -> Applied {
        let milliseconds = self.started.elapsed().as_millis();
        Applied {
            views_changed,
            version: file.version(),
            name: file.migration.name().to_owned(),
            rows,
            milliseconds: u64::try_from(milliseconds).unwrap_or(u64::MAX),
        }
    }
}

/// Applies one migration, and fails if it loses anything that its head does not announce.
fn apply_one(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    users: &UserObjects,
    effect: &mut Effect,
    stamp: &str,
) -> Result<Applied, Error> {
    let measured = Measured::begin(connection);
    let announced = Announcements::read(file)?;
    users.refuse_taken_by(file)?;
    run_file(connection, sandbox, file, Some(effect))
        .map_err(|stopped| name_users_object(stopped, users))?;
    let rows = measured.rows(connection);
    let losses = effect.end_file(connection)?;
    users.refuse_dropped(file, effect.moved_so_far())?;
    refuse_losses(file, &announced, &losses, users)?;
    refuse_untrue(file, &announced, &losses, users, effect)?;
    history::record(connection, file, stamp)?;
    let of_views = losses.iter().filter_map(Loss::changed_view);
    let views_changed =
        of_views
            .filter(|(view, _)| users.had_view(&view.name))
            .map(|(view, now)| ChangedView {
                view: view.name.clone(),
                was: view.sql.clone(),
                now: now.to_owned(),
            });
    Ok(measured.end(file, rows, views_changed.collect()))
}

/// Fails if a head announces a loss that does not happen: the announcement could later cover a loss that nobody
/// meant.
fn refuse_untrue(
    file: &File,
    announced: &Announcements,
    losses: &[Loss],
    users: &UserObjects,
    effect: &Effect,
) -> Result<(), Error> {
    let mut advice = None;
    let untrue: Vec<Complaint> = announced
        .unfulfilled(losses, |one| effect.excuses(one))
        .map(|(line, words)| {
            advice = users.advice_on(&words.to_string(), "").or(advice.take());
            Complaint::new(
                format!(
                    "{}:{line}: `{words}` is expected, but does not happen",
                    file.path
                ),
                "remove the line, or correct it",
            )
        })
        .collect();
    if untrue.is_empty() {
        return Ok(());
    }
    Err(Error::Migrations(Refusal {
        faults: untrue,
        outcome: advice.unwrap_or_default(),
        ..Refusal::default()
    }))
}

fn refuse_losses(
    file: &File,
    announced: &Announcements,
    losses: &[Loss],
    users: &UserObjects,
) -> Result<(), Error> {
    // A rebuild of a table drops the user's indexes on it. They are made again at the end of the run, where the
    // user's foreign keys are judged too.
    let comes_back = |loss: &Loss| match loss {
        Loss::Object(object) | Loss::Changed { object, .. } => users.has_index(object),
        Loss::Clause(lost) => users.has_reference(lost),
        _ => false,
    };
    let refused: Vec<Complaint> = losses
        .iter()
        .filter(|loss| !announced.cover(loss) && !comes_back(loss) && loss.changed_view().is_none())
        .map(|loss| match loss {
            Loss::Column { table, column } if users.has_column(table, column) => Complaint::new(
                format!("{loss}, and it is your own"),
                format!(
                    "keep its values in a table of your own, `ALTER TABLE {} DROP COLUMN {}`, run again, then add it again",
                    quoted(table),
                    quoted(column)
                ),
            ),
            _ => Complaint::new(
                loss.to_string(),
                format!(
                    "if that is meant, its head has to say `-- expect: {}`",
                    loss.announcement()
                ),
            ),
        })
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Error::Migrations(Refusal {
        heading: format!("{}: the migration would lose something", file.path),
        faults: refused,
        ..Refusal::default()
    }))
}

/// If a fault is about an object of the user's, adds that it is the user's own, and what to do.
fn name_users_object(stopped: Stopped, users: &UserObjects) -> Error {
    let Stopped::Fault(fault) = stopped else {
        return stopped.into();
    };
    let mut refusal = Refusal::from(&*fault);
    refusal.outcome = users
        .advice_on(&fault.complaint.message, &fault.statement)
        .unwrap_or_default();
    Error::Migrations(refusal)
}
