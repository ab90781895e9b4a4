//! Runs the statements of one migration in the sandbox, and says where and why one of them failed.

mod added_column;
mod compiled;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};

use self::added_column::fault_of_added_column;
use self::compiled::run_compiled;
use super::defining_statement::Defining;
use super::effect::{Effect, updates};
use super::failing_rows::failing_rows;
use super::firing::{awaited, can_be_read, firing_statements, settable_columns, table_of};
use super::rule::Rule;
use super::sandbox::Sandbox;
use super::set::File;
use super::sql::{self, Sort, Statement, Token};
use crate::complaint::Complaint;
use crate::db::schema::{self, Object, ObjectKind};
use crate::db::{self, Queries, message};
use crate::error::{Error, Refusal};

/// Why a migration stopped.
#[derive(Debug)]
pub(super) enum Stopped {
    /// Something in the file is at fault.
    Fault(Box<Fault>),
    /// The system, another program or the user stopped it.
    Error(Error),
}

/// A fault in a migration, with its place.
#[derive(Debug)]
pub(super) struct Fault {
    /// The file.
    path: String,
    /// Line and column, both from 1; none when the file as a whole is meant.
    pub(super) place: Option<(usize, usize)>,
    /// The rule that is broken, as the lint names it.
    pub(super) rule: Rule,
    /// The message of SQLite (with the rows that it is about) or of the sandbox, and the remedy.
    pub(super) complaint: Complaint,
    /// The first lines of the statement, as a quotation; empty when the file as a whole is meant.
    pub(super) statement: String,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Error(error) => error,
            Stopped::Fault(fault) => Error::Migrations(Refusal::from(&*fault)),
        }
    }
}

/// The fault in the form in which errors report it: place, message, remedy and statement.
impl From<&Fault> for Refusal {
    fn from(fault: &Fault) -> Self {
        let place = match fault.place {
            Some((line, column)) => format!("{}:{line}:{column}", fault.path),
            None => fault.path.clone(),
        };
        let Complaint { message, help } = &fault.complaint;
        Self {
            quotation: fault.statement.clone(),
            ..Self::of(Complaint::new(format!("{place}: {message}"), help))
        }
    }
}

/// Runs every statement of a file, each to its end; without `effect` nothing is saved that it changes.
pub(super) fn run_file(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    mut effect: Option<&mut Effect>,
) -> Result<(), Stopped> {
    if let Some(effect) = &mut effect {
        effect.begin_file(connection, file)?;
    }
    for statement in sql::statements(&file.sql) {
        run_statement(connection, sandbox, file, &statement, effect.as_deref_mut())?;
    }
    end_file(connection, sandbox, file)
}

/// Runs one statement of a file to its end, in the sandbox. After it is compiled and before it runs, `effect` saves
/// the rows that it is about to change.
pub(super) fn run_statement(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    statement: &Statement<'_>,
    mut effect: Option<&mut Effect>,
) -> Result<(), Stopped> {
    let refused = |error| stopped(connection, sandbox, file, statement, error);
    refuse_own_function(file, statement)?;
    sandbox.take_actions();
    let compile = || sandbox.within(|| connection.prepare(statement.text));
    let mut compiled = compile().map_err(refused)?;
    let mut actions = sandbox.take_actions();
    if compiled.parameter_count() > 0 {
        return Err(has_parameter(file, statement));
    }
    if let Some(fault) = fault_of_added_column(connection, statement)? {
        return Err(refused(fault));
    }
    if let Some(effect) = &mut effect
        && effect.before_statement(connection, statement, &actions)?
    {
        compiled = compile().map_err(refused)?;
    }
    run_compiled(connection, sandbox, statement, &mut compiled)?.map_err(refused)?;
    drop(compiled);
    actions.append(&mut sandbox.take_actions());
    if let Some(effect) = &mut effect {
        effect.after_statement(connection, &actions)?;
    }
    if !connection.is_autocommit() {
        return Ok(());
    }
    Err(Stopped::from(Fault {
        path: file.path.clone(),
        place: Some(sql::place(&file.sql, statement.first())),
        rule: Rule::Transaction,
        complaint: Complaint::new(
            "the statement ended the transaction that it runs in",
            "remove it",
        ),
        statement: String::new(),
    }))
}

/// Fails for a statement that names the function with which the program watches updates. Only the program's own
/// trigger may call it. The sandbox cannot see the difference, since a view or a table of a query can have the
/// trigger's name.
fn refuse_own_function(file: &File, statement: &Statement<'_>) -> Result<(), Stopped> {
    let is_own = |token: &&Token<'_>| {
        matches!(token.sort, Sort::Word | Sort::Quoted)
            && token.name().eq_ignore_ascii_case(updates::FUNCTION)
    };
    let Some(token) = statement.tokens.iter().find(is_own) else {
        return Ok(());
    };
    Err(Stopped::from(Fault {
        path: file.path.clone(),
        place: Some(sql::place(&file.sql, token.at)),
        rule: Rule::Refused,
        complaint: Complaint::new(
            format!("{} is called by the program alone", updates::FUNCTION),
            "remove it",
        ),
        statement: quotation(&file.sql, statement),
    }))
}

/// The fault of a statement with a parameter, for which plain refinery takes NULL.
fn has_parameter(file: &File, statement: &Statement<'_>) -> Stopped {
    let mut tokens = statement.tokens.iter();
    let at = tokens.find(|token| token.sort == Sort::Parameter);
    Stopped::from(Fault {
        path: file.path.clone(),
        place: at.map(|token| sql::place(&file.sql, token.at)),
        rule: Rule::Refused,
        complaint: Complaint::new("a parameter has no value here", "write the value out"),
        statement: quotation(&file.sql, statement),
    })
}

/// Switches off what a file may have switched on. Fails if the file leaves temporary tables, or triggers that would
/// write the history when they fire later.
pub(super) fn end_file(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
) -> Result<(), Stopped> {
    refuse_triggers_on_the_history(connection, sandbox, file)?;
    db::switch(
        connection,
        DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE,
        false,
    )?;
    let left: Option<String> = connection.value(
        "look for temporary tables",
        "SELECT min(type || ' ' || name) FROM sqlite_temp_schema",
        [],
    )?;
    left.map_or(Ok(()), |left| {
        // SQLite makes this table, and lets nobody drop it.
        let remedy = match left.as_str() {
            "table sqlite_sequence" => "leave AUTOINCREMENT out of the temporary table",
            _ => "drop it at the end",
        };
        Err(Stopped::from(Fault {
            path: file.path.clone(),
            place: None,
            rule: Rule::Refused,
            complaint: Complaint::new(format!("leaves the temporary {left} behind"), remedy),
            statement: String::new(),
        }))
    })
}

/// Fails if a trigger would write the history. The sandbox sees the actions of a trigger only when it fires during
/// the migration. So the statements that would fire it are compiled here, but not run.
fn refuse_triggers_on_the_history(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
) -> Result<(), Stopped> {
    for trigger in sandbox.made(ObjectKind::Trigger) {
        let Some(table) = table_of(connection, &trigger)? else {
            continue;
        };
        if can_be_read(connection, &table) {
            refuse_unknown_column(connection, file, &trigger, &table)?;
        }
        for sql in firing_statements(connection, &table)? {
            // Other faults of the trigger are found at the end of the run.
            sandbox.within(|| connection.prepare(&sql).is_ok());
            let Some(denied) = sandbox.take_denied() else {
                continue;
            };
            // The innermost one is at fault, and not another that fires with it or before it.
            let through = denied.through.as_ref().unwrap_or(&trigger);
            let statement = made_in(file, through);
            let mut complaint = denied.why;
            complaint.message = format!("trigger {through} may not fire: {}", complaint.message);
            return Err(Stopped::from(Fault {
                path: file.path.clone(),
                place: statement
                    .as_ref()
                    .map(|statement| sql::place(&file.sql, statement.first())),
                rule: denied.rule,
                complaint,
                statement: statement.map_or_else(String::new, |it| quotation(&file.sql, &it)),
            }));
        }
    }
    Ok(())
}

/// Fails if a trigger waits for the update of a column that its table does not have, or that is computed: such a
/// trigger never fires, so what it would do is not known, until a later migration adds the column.
fn refuse_unknown_column(
    connection: &Connection,
    file: &File,
    trigger: &str,
    table: &str,
) -> Result<(), Stopped> {
    // A later statement may have renamed the column, and SQLite has then rewritten the text of the trigger.
    let now = schema::objects(connection)?.into_iter().find(|object| {
        object.kind == ObjectKind::Trigger && object.name.eq_ignore_ascii_case(trigger)
    });
    let text = now.map_or_else(String::new, |object| object.sql);
    let known = settable_columns(connection, table)?;
    let names = sql::tokens(&text);
    let unknown = awaited(&names).find(|token| {
        let name = token.name();
        !known.iter().any(|known| known.eq_ignore_ascii_case(&name))
    });
    let Some(column) = unknown.map(Token::name) else {
        return Ok(());
    };
    let all = schema::columns(connection, table)?;
    let is_there = all.iter().any(|name| name.eq_ignore_ascii_case(&column));
    let statement = made_in(file, trigger);
    let place = statement
        .as_ref()
        .map(|statement| sql::place(&file.sql, statement.first()));
    Err(Stopped::from(Fault {
        path: file.path.clone(),
        place,
        rule: Rule::Refused,
        complaint: Complaint::new(
            format!(
                "trigger {trigger} waits for an update of {column}, which {table} {}",
                if is_there {
                    "computes"
                } else {
                    "does not have"
                }
            ),
            format!("name a column of {table}"),
        ),
        statement: statement.map_or_else(String::new, |it| quotation(&file.sql, &it)),
    }))
}

/// The statement of a file that makes a trigger of this name; the last one, if there are more.
fn made_in<'a>(file: &'a File, trigger: &str) -> Option<Statement<'a>> {
    sql::statements(&file.sql)
        .into_iter()
        .rev()
        .find(|one| makes(one, ObjectKind::Trigger, trigger))
}

/// The place of the statement of these files that made an object last, as `file:line:column`.
pub(super) fn place_of(files: &[&File], object: &Object) -> Option<String> {
    files.iter().rev().find_map(|file| {
        let mut statements = sql::statements(&file.sql).into_iter().rev();
        let statement = statements.find(|one| makes(one, object.kind, &object.name))?;
        let (line, column) = sql::place(&file.sql, statement.first());
        Some(format!("{}:{line}:{column}", file.path))
    })
}

/// True if a statement makes an object of this name.
fn makes(statement: &Statement<'_>, kind: ObjectKind, name: &str) -> bool {
    let mut words = statement.tokens.iter().take(3);
    let is_of_kind = words.any(|token| token.is(kind.word()));
    let made = || Defining::of(statement.text);
    is_of_kind
        && matches!(made(), Some(Defining::Create { name: made, .. }) if made.eq_ignore_ascii_case(name))
}

fn stopped(
    connection: &Connection,
    sandbox: &Sandbox,
    file: &File,
    statement: &Statement<'_>,
    error: rusqlite::Error,
) -> Stopped {
    use ErrorCode::{DatabaseBusy, DiskFull, ReadOnly, SystemIoFailure};
    if let Some(DatabaseBusy | DiskFull | ReadOnly | SystemIoFailure) = error.sqlite_error_code() {
        let doing = format!("apply migration {}", file.migration);
        return Stopped::Error(Error::sql(doing)(error));
    }
    let at = match &error {
        rusqlite::Error::SqlInputError { offset, .. } => {
            usize::try_from(*offset).map_or(statement.first(), |offset| statement.at + offset)
        }
        _ => statement.first(),
    };
    let (rule, mut complaint) = match sandbox.take_denied() {
        Some(denied) => (denied.rule, denied.why),
        // In a transaction, SQLite refuses VACUUM before it asks the sandbox.
        None if statement.has_at(0, &["VACUUM"]) => (
            Rule::Attach,
            Complaint::new(message(&error), "remove VACUUM"),
        ),
        None => {
            let said = message(&error);
            let help = remedy(&said);
            (Rule::Refused, Complaint::new(said, help))
        }
    };
    let rows = failing_rows(connection, statement, &complaint.message);
    complaint.message.push_str(&rows);
    Stopped::from(Fault {
        path: file.path.clone(),
        place: Some(sql::place(&file.sql, at)),
        rule,
        complaint,
        statement: quotation(&file.sql, statement),
    })
}

/// The remedy for a message of SQLite, if there is one.
pub(super) fn remedy(said: &str) -> &'static str {
    if said.contains("single-quotes") {
        return "write a text in single quotes; plain refinery takes it in double quotes too, and a misspelt column with it";
    }
    if said.contains("duplicate column name") {
        return "if you added that column yourself, keep its values in a table of your own, drop it with `ALTER TABLE ... DROP COLUMN`, run again, then add it again under another name";
    }
    if said.contains("after drop column") {
        return "if it is a column of your own that is computed from the dropped one, drop yours, run again, then add it again without that column";
    }
    ""
}

/// The first lines of a statement, each after a vertical bar.
fn quotation(sql: &str, statement: &Statement<'_>) -> String {
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
