//! What migration SQL may do. SQLite's authorizer asks for every action of a statement while it is
//! compiled; what is on the list below is allowed, and everything else is denied, also what a later SQLite
//! invents and what names its target in a way that cannot be read.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, ffi};

use super::effect::actions::Action;
use super::effect::updates;
use super::rule::Rule;
use crate::complaint::Complaint;
use crate::db::Queries;
use crate::db::schema::{HISTORY, ObjectKind};
use crate::error::Error;

/// Pragmas that only read, with or without an argument.
const READING_PRAGMAS: &[&str] = &[
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Pragmas that only read as long as they have no argument. SQLite itself reads some of them: full-text
/// tables `data_version`, R-trees `page_size`.
const PRAGMAS_THAT_READ_ALONE: &[&str] = &[
    "application_id",
    "collation_list",
    "compile_options",
    "data_version",
    "database_list",
    "encoding",
    "foreign_keys",
    "freelist_count",
    "function_list",
    "journal_mode",
    "module_list",
    "page_count",
    "page_size",
    "pragma_list",
    "recursive_triggers",
    "schema_version",
    "user_version",
];

/// The one pragma that may be set: a rename under a view needs it. After each file it is switched off again.
const LEGACY_ALTER_TABLE: &str = "legacy_alter_table";

/// The virtual tables that keep their rows inside the database.
const MODULES: &[&str] = &[
    "fts3",
    "fts3tokenize",
    "fts4",
    "fts4aux",
    "fts5",
    "fts5vocab",
    "rtree",
    "rtree_i32",
];

/// Functions of virtual tables, which SQLite does not mark as innocuous, though all they do is read.
const FUNCTIONS_OF_MODULES: &[&str] = &[
    "bm25",
    "fts5",
    "fts5_get_locale",
    "highlight",
    "match",
    "matchinfo",
    "offsets",
    "optimize",
    "rtreecheck",
    "rtreedepth",
    "rtreenode",
    "snippet",
];

/// Functions into which SQLite turns an `ALTER TABLE`. Nobody else can call them.
const FUNCTIONS_OF_ALTER: &[&str] = &[
    "sqlite_add_constraint",
    "sqlite_drop_column",
    "sqlite_drop_constraint",
    "sqlite_fail",
    "sqlite_find_constraint",
    "sqlite_rename_column",
    "sqlite_rename_quotefix",
    "sqlite_rename_table",
    "sqlite_rename_test",
];

/// Limits of the connection, each lower than SQLite's own. The others stay: how long a value, a statement or
/// an expression may be is for the user's rows and files to say, and refinery takes them too.
const LIMITS: &[(Limit, i32)] = &[
    // A second lock on the same door: without it, one hole in the list above opens every file.
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    // A trigger fires others, but none fires itself, so a chain is as long as there are triggers in it; each
    // link takes its share of the stack.
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 100),
    // A long pattern with many wildcards takes hours in one call, in which Ctrl-C is not heard.
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
];

/// Watches a connection. While it is active, it denies what a migration may not do.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    active: Arc<AtomicBool>,
    seen: Arc<Mutex<Seen>>,
}

/// What the statements did, or wanted to do.
#[derive(Debug, Default)]
struct Seen {
    /// The functions that may be called, in small letters.
    callable: BTreeSet<String>,
    denied: Option<Denied>,
    functions: BTreeSet<String>,
    made: Vec<(ObjectKind, String)>,
    actions: Vec<Action>,
}

/// An action that was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// The rule that it breaks.
    pub rule: Rule,
    /// Why, and what to do.
    pub why: Complaint,
    /// The innermost trigger or view through which the action came; none where the statement itself names it.
    pub through: Option<String>,
}

impl Sandbox {
    /// Installs the authorizer, which denies nothing until [`Sandbox::within`] activates it, and the limits.
    /// Must be called before a transaction begins, since it needs the connection for itself.
    pub fn install(connection: &mut Connection) -> Result<Self, Error> {
        let sandbox = Self::default();
        sandbox.seen().callable = callable_functions(connection)?;
        for (limit, value) in LIMITS {
            connection
                .set_limit(*limit, *value)
                .map_err(Error::sql("limit the connection"))?;
        }
        let watch = sandbox.clone();
        connection
            .authorizer(Some(move |context: AuthContext<'_>| watch.judge(&context)))
            .map_err(Error::sql("watch the connection"))?;
        Ok(sandbox)
    }

    /// Activates the sandbox while `work` runs.
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.take_denied();
        self.active.store(true, Ordering::SeqCst);
        let done = work();
        self.active.store(false, Ordering::SeqCst);
        done
    }

    /// The action denied last, if any since the last call.
    pub fn take_denied(&self) -> Option<Denied> {
        self.seen().denied.take()
    }

    /// The SQL functions that statements named since the last call.
    pub fn take_functions(&self) -> Vec<String> {
        std::mem::take(&mut self.seen().functions)
            .into_iter()
            .collect()
    }

    /// The names of the triggers, or of the indexes, that statements made, those gone again included.
    pub fn made(&self, kind: ObjectKind) -> Vec<String> {
        let seen = self.seen();
        let of_kind = seen.made.iter().filter(|(made, _)| *made == kind);
        of_kind.map(|(_, name)| name.clone()).collect()
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What statements would do to tables, since the last call.
    pub(crate) fn take_actions(&self) -> Vec<Action> {
        std::mem::take(&mut self.seen().actions)
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if !self.active.load(Ordering::SeqCst) {
            return Authorization::Allow;
        }
        let mut seen = self.seen();
        match context.action {
            AuthAction::Function { function_name } => {
                seen.functions.insert(function_name.to_ascii_lowercase());
            }
            AuthAction::CreateTrigger { trigger_name, .. } => {
                seen.made
                    .push((ObjectKind::Trigger, trigger_name.to_owned()));
            }
            AuthAction::CreateIndex { index_name, .. } => {
                seen.made.push((ObjectKind::Index, index_name.to_owned()));
            }
            _ => {}
        }
        seen.actions.extend(Action::of(context));
        let Err((rule, why)) = judged(context, &seen.callable) else {
            return Authorization::Allow;
        };
        // The first one counts: SQLite may go on and ask for more.
        if seen.denied.is_none() {
            let through = context.accessor.map(str::to_owned);
            seen.denied = Some(Denied { rule, why, through });
        }
        Authorization::Deny
    }
}

/// The functions that a migration may call: those that SQLite calls innocuous, which touch nothing but their
/// arguments, and a few of its own. What another program adds to SQLite is not among them.
fn callable_functions(connection: &Connection) -> Result<BTreeSet<String>, Error> {
    let innocuous: Vec<String> = connection.column(
        "list the functions of SQLite",
        "SELECT DISTINCT lower(name) FROM pragma_function_list WHERE flags & ?1",
        [ffi::SQLITE_INNOCUOUS],
    )?;
    let others = FUNCTIONS_OF_MODULES.iter().chain(FUNCTIONS_OF_ALTER);
    Ok(innocuous
        .into_iter()
        .chain(others.map(|name| (*name).to_owned()))
        .collect())
}

/// The broken rule, and why with the remedy.
type Verdict = Result<(), (Rule, Complaint)>;

/// Decides on an action.
fn judged(context: &AuthContext<'_>, callable: &BTreeSet<String>) -> Verdict {
    match context.action {
        AuthAction::Select | AuthAction::Recursive | AuthAction::Read { .. } => Ok(()),
        // Only the trigger that the program itself makes may call it.
        AuthAction::Function { function_name }
            if function_name == updates::FUNCTION && context.accessor == Some(updates::TRIGGER) =>
        {
            Ok(())
        }
        AuthAction::Function { function_name } => function(function_name, callable),
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } => pragma(pragma_name, pragma_value),
        AuthAction::CreateVtable {
            table_name,
            module_name,
        } => module(module_name).and_then(|()| written(context, table_name)),
        // Whatever made it, it may go.
        AuthAction::DropVtable { table_name, .. } => written(context, table_name),
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => deny(
            Rule::Transaction,
            "a migration runs in one transaction with all others",
            "remove BEGIN, COMMIT, ROLLBACK and SAVEPOINT",
        ),
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => other_file(),
        // SQLite names no file where it is an expression.
        AuthAction::Unknown { code, .. } if code == ffi::SQLITE_ATTACH => other_file(),
        AuthAction::Unknown { code, .. } if code == ffi::SQLITE_DETACH => other_file(),
        // Both only read the tables, the history among them.
        AuthAction::Analyze { .. } | AuthAction::Reindex { .. } => own_database(context),
        ref action => match changed_table(action) {
            Some(name) => written(context, name),
            None => deny(
                Rule::Refused,
                format!("a migration may not do this: {action:?}"),
                "remove the statement",
            ),
        },
    }
}

fn deny(rule: Rule, message: impl Into<String>, help: impl Into<String>) -> Verdict {
    Err((rule, Complaint::new(message, help)))
}

fn other_file() -> Verdict {
    deny(
        Rule::Attach,
        "a migration sees one database alone",
        "remove ATTACH, DETACH and VACUUM",
    )
}

fn function(name: &str, callable: &BTreeSet<String>) -> Verdict {
    if callable.contains(&name.to_ascii_lowercase()) {
        return Ok(());
    }
    deny(
        Rule::Refused,
        format!(
            "{name} is not among the functions that a migration may call, since it can reach beyond the database"
        ),
        format!("remove {name}"),
    )
}

fn pragma(name: &str, value: Option<&str>) -> Verdict {
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    let reads =
        READING_PRAGMAS.iter().any(is) || PRAGMAS_THAT_READ_ALONE.iter().any(is) && value.is_none();
    if reads || is(&LEGACY_ALTER_TABLE) {
        return Ok(());
    }
    let help = if name.to_ascii_lowercase().contains("foreign_keys") {
        "remove it: foreign keys are off already, and checked before the commit"
    } else {
        "remove it: a migration may read a few pragmas, and set legacy_alter_table alone"
    };
    deny(
        Rule::Pragma,
        format!("PRAGMA {name} is not for migrations"),
        help,
    )
}

fn module(name: &str) -> Verdict {
    if MODULES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(());
    }
    deny(
        Rule::Refused,
        format!("a migration may not use virtual tables of {name}"),
        format!("use one of {}", MODULES.join(", ")),
    )
}

/// Decides on a change to what has this name: the history is not the migration's to change.
fn written(context: &AuthContext<'_>, name: &str) -> Verdict {
    if name.eq_ignore_ascii_case(HISTORY) {
        return deny(
            Rule::History,
            format!("{HISTORY} is written by the program alone"),
            "remove the statement",
        );
    }
    own_database(context)
}

fn own_database(context: &AuthContext<'_>) -> Verdict {
    let database = match context.action {
        // The context holds the column here.
        AuthAction::AlterTable { database_name, .. } => Some(database_name),
        _ => context.database_name,
    };
    if database.is_none_or(|name| name == "main" || name == "temp") {
        return Ok(());
    }
    other_file()
}

/// The table or view that an action would change, make, remove, or put something on; none where the action is
/// no change that a migration may make.
fn changed_table<'a>(action: &AuthAction<'a>) -> Option<&'a str> {
    match *action {
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
        | AuthAction::CreateTable { table_name }
        | AuthAction::CreateTempTable { table_name }
        | AuthAction::CreateIndex { table_name, .. }
        | AuthAction::CreateTempIndex { table_name, .. }
        | AuthAction::CreateTrigger { table_name, .. }
        | AuthAction::CreateTempTrigger { table_name, .. }
        | AuthAction::DropTable { table_name }
        | AuthAction::DropTempTable { table_name }
        | AuthAction::DropIndex { table_name, .. }
        | AuthAction::DropTempIndex { table_name, .. }
        | AuthAction::DropTrigger { table_name, .. }
        | AuthAction::DropTempTrigger { table_name, .. }
        | AuthAction::AlterTable { table_name, .. } => Some(table_name),
        AuthAction::CreateView { view_name }
        | AuthAction::CreateTempView { view_name }
        | AuthAction::DropView { view_name }
        | AuthAction::DropTempView { view_name } => Some(view_name),
        _ => None,
    }
}
