//! Applies the migrations: history read, migrations, history rows and checks in one transaction.
//!
//! refinery makes the migrations, their checksums and the shape of the history table; the loop is ours,
//! since refinery's own reads the history in another transaction than the one it writes in, so that two
//! programs at once may apply a migration twice.

use std::time::Instant;

use refinery::Migration;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use serde::Serialize;

use super::expect::{Expectations, Loss};
use super::guard::{Snapshot, dangling, refuse_new_dangling};
use super::own;
use super::sandbox::Sandbox;
use super::set::{File, Set};
use super::sql::{self, Statement};
use super::{history, question, values};
use crate::error::Error;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The migrations of this program, in order.
pub fn migrations() -> Vec<Migration> {
    let mut migrations = embedded::migrations::runner().get_migrations().clone();
    migrations.sort_by_key(Migration::version);
    migrations
}

/// The number of the newest migration of this program.
pub fn newest() -> i32 {
    migrations().last().map_or(0, Migration::version)
}

/// How many migrations of this program a database has not seen; an error where its history is not a
/// beginning of ours.
pub fn pending(connection: &Connection) -> Result<usize, Error> {
    Ok(history::pending(connection, &Set::embedded())?.len())
}

/// A migration that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Its number.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// How many rows it inserted, changed or deleted.
    pub rows: u64,
    /// How long it took, guards and all.
    pub milliseconds: u64,
}

/// A database in memory with the migrations up to a number, as the loop would make it, but empty.
pub fn replay(set: &Set, up_to: i32) -> Result<Connection, Error> {
    let mut connection = super::open_in_memory()?;
    let sandbox = Sandbox::install(&mut connection)?;
    connection
        .execute_batch("BEGIN")
        .map_err(Error::sql("begin in memory"))?;
    for file in set.files.iter().filter(|file| file.version() <= up_to) {
        run_file(&connection, &sandbox, file, &sql::statements(&file.sql))?;
    }
    connection
        .execute_batch("COMMIT")
        .map_err(Error::sql("commit in memory"))?;
    Ok(connection)
}

/// Applies migrations inside the caller's transaction, with foreign keys off, and records each with the
/// stamp (RFC 3339) in the history. The user's own objects come through.
pub fn apply(
    connection: &Connection,
    sandbox: &Sandbox,
    set: &Set,
    pending: &[&File],
    stamp: &str,
) -> Result<Vec<Applied>, Error> {
    let seen = history::read(connection)?;
    let extra = match seen.last() {
        None => Vec::new(),
        Some(last) => own::extra(connection, &replay(set, to_version(last.version))?)?,
    };
    let broken = own::broken(connection)?;
    let dangled = dangling(connection)?;
    connection
        .execute_batch(history::CREATE)
        .map_err(Error::sql("make the history of migrations"))?;
    own::put_aside(connection, &extra)?;
    let mut applied = Vec::new();
    let mut before = None;
    for file in pending {
        let (done, after) = apply_one(connection, sandbox, file, &extra, before, stamp)
            .map_err(|error| name_owner(error, &extra))?;
        applied.push(done);
        before = Some(after);
    }
    own::put_back(connection, &extra)?;
    own::refuse_newly_broken(connection, &broken, &extra)?;
    refuse_new_dangling(&dangled, &dangling(connection)?)?;
    Ok(applied)
}

fn to_version(version: i64) -> i32 {
    i32::try_from(version).unwrap_or(i32::MAX)
}

/// Applies one migration between two snapshots; the first is that which the one before it ended with,
/// where there was one and no table has to be looked at closely.
fn apply_one(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    extra: &[own::Object],
    before: Option<Snapshot>,
    stamp: &str,
) -> Result<(Applied, Snapshot), Error> {
    let started = Instant::now();
    let changes = connection.total_changes();
    let expected = Expectations::read(file)?;
    let statements = sql::statements(&file.sql);
    let closely = values::rebuilt(&statements);
    let before = match before {
        Some(before) if closely.is_empty() => before,
        known => Snapshot::take(connection, &closely, known.as_ref())?,
    };
    run_file(connection, sandbox, file, &statements)?;
    let rows = connection.total_changes() - changes;
    let after = Snapshot::take(connection, &closely, Some(&before))?;
    refuse_losses(file, &expected, before.losses(&after), extra)?;
    record(connection, file, stamp)?;
    let applied = Applied {
        version: file.version(),
        name: file.migration.name().to_owned(),
        rows,
        milliseconds: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    Ok((applied, after))
}

fn record(connection: &Connection, file: &File, stamp: &str) -> Result<(), Error> {
    connection
        .execute(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (?1, ?2, ?3, ?4)",
            (file.version(), file.migration.name(), stamp, file.checksum()),
        )
        .map(|_| ())
        .map_err(Error::sql(format!("record migration {}", file.migration)))
}

fn refuse_losses(
    file: &File,
    expected: &Expectations,
    losses: Vec<Loss>,
    extra: &[own::Object],
) -> Result<(), Error> {
    // The user's indexes, which go with a rebuilt table, are made again at the end.
    let comes_back = |loss: &Loss| {
        extra.iter().any(|object| {
            object.kind == "index" && loss.words == format!("drop index {}", object.name)
        })
    };
    let losses: Vec<String> = losses
        .into_iter()
        .filter(|loss| !expected.cover(loss) && !comes_back(loss))
        .map(|loss| {
            format!(
                "{}; if that is meant, its head has to say `-- expect: {}`",
                loss.told, loss.words
            )
        })
        .collect();
    if losses.is_empty() {
        return Ok(());
    }
    Err(Error::Migrations(format!(
        "{}: the migration would lose something:\n  {}",
        file.path,
        losses.join("\n  ")
    )))
}

/// Runs the statements of a file, each to its end, in the sandbox.
pub fn run_file(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    statements: &[Statement<'_>],
) -> Result<(), Error> {
    for statement in statements {
        sandbox
            .within(|| run_statement(connection, statement.text))
            .map_err(|error| at_fault(connection, sandbox, file, statement, &error))?;
        if connection.is_autocommit() {
            let (line, column) = sql::place(&file.sql, statement.first());
            return Err(Error::Migrations(format!(
                "{}:{line}:{column}: the statement ended the transaction that it runs in; remove it",
                file.path
            )));
        }
    }
    // Both would reach into the migrations that follow.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false)
        .map_err(Error::sql("switch the old way of renaming off"))?;
    let left: Option<String> = connection
        .query_row(
            "SELECT min(type || ' ' || name) FROM sqlite_temp_schema",
            [],
            |row| row.get(0),
        )
        .map_err(Error::sql("look for temporary tables"))?;
    left.map_or(Ok(()), |left| {
        Err(Error::Migrations(format!(
            "{}: leaves the temporary {left} behind; drop it at the end",
            file.path
        )))
    })
}

fn run_statement(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

/// The error of a statement: where it stands, what SQLite says, its text, the rows in question.
fn at_fault(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    statement: &Statement<'_>,
    error: &rusqlite::Error,
) -> Error {
    use rusqlite::ErrorCode::{
        DatabaseBusy, DiskFull, OperationInterrupted, ReadOnly, SystemIoFailure,
    };
    match error.sqlite_error_code() {
        Some(OperationInterrupted) => {
            return Error::Database("interrupted; nothing was changed".to_owned());
        }
        Some(DatabaseBusy | DiskFull | ReadOnly | SystemIoFailure) => {
            return Error::sql(format!("apply migration {}", file.migration))(clone_of(error));
        }
        _ => {}
    }
    let at = match error {
        rusqlite::Error::SqlInputError { offset, .. } if *offset >= 0 => {
            statement.at + usize::try_from(*offset).unwrap_or(0)
        }
        _ => statement.first(),
    };
    let (line, column) = sql::place(&file.sql, at);
    let said = match sandbox.take_denied() {
        Some(denied) => denied.why,
        None => own::message(error),
    };
    let rows = question::rows_in_question(connection, statement, &said);
    Error::Migrations(format!(
        "{}:{line}:{column}: {said}{rows}\n{}",
        file.path,
        shown(&file.sql, statement)
    ))
}

/// The outer form of an error of the system's, which is all that the remedy and the message need.
fn clone_of(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            rusqlite::Error::SqliteFailure(*code, message.clone())
        }
        other => rusqlite::Error::SqliteFailure(
            other
                .sqlite_error()
                .copied()
                .unwrap_or(rusqlite::ffi::Error::new(1)),
            Some(other.to_string()),
        ),
    }
}

/// The first lines of a statement, as a quotation.
fn shown(sql: &str, statement: &Statement<'_>) -> String {
    const MOST: usize = 8;
    let text = &sql[statement.first()..statement.at + statement.text.len()];
    let mut lines: Vec<String> = text
        .lines()
        .take(MOST)
        .map(|line| format!("  | {line}"))
        .collect();
    if text.lines().count() > MOST {
        lines.push("  | …".to_owned());
    }
    lines.join("\n")
}

/// Says of an error that it is about something of the user's.
fn name_owner(error: Error, extra: &[own::Object]) -> Error {
    let Error::Migrations(text) = error else {
        return error;
    };
    let first = text.lines().next().unwrap_or_default();
    let named = |object: &&own::Object| {
        first
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|word| word == object.name)
    };
    match extra.iter().find(named) {
        Some(object) => Error::Migrations(format!(
            "{text}\n{kind} {name} is your own: rename or drop it, run again, and make it anew to suit",
            kind = object.kind,
            name = object.name
        )),
        None => Error::Migrations(text),
    }
}
