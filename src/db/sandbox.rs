//! What migration SQL may not do: SQLite asks for every action of a statement while it reads it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::history::TABLE;
use crate::error::Error;

/// Pragmas that only read, and the one that a rename under a view needs; the loop switches it back.
const ALLOWED_PRAGMAS: &[&str] = &[
    // Full-text tables ask it of themselves.
    "data_version",
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "legacy_alter_table",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Watches a connection; while closed, it refuses what a migration may not do.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    closed: Arc<AtomicBool>,
    denied: Arc<Mutex<Option<Denied>>>,
    functions: Arc<Mutex<Vec<String>>>,
}

/// What was refused last: the lint's name for it, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// The rule.
    pub rule: &'static str,
    /// Why, and what to do.
    pub why: String,
}

impl Sandbox {
    /// Puts the watch on a connection, open as yet; before a transaction, since it must own the connection.
    pub fn install(connection: &mut Connection) -> Result<Self, Error> {
        let sandbox = Self::default();
        let watch = sandbox.clone();
        connection
            .authorizer(Some(move |context: AuthContext<'_>| watch.judge(&context)))
            .map_err(Error::sql("watch the connection"))?;
        Ok(sandbox)
    }

    /// Does something while the sandbox is closed.
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        self.take_denied();
        self.closed.store(true, Ordering::SeqCst);
        let done = work();
        self.closed.store(false, Ordering::SeqCst);
        done
    }

    /// What was refused since the last time, if anything.
    pub fn take_denied(&self) -> Option<Denied> {
        lock(&self.denied).take()
    }

    /// The functions that were named since the last time.
    pub fn take_functions(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.functions))
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if !self.closed.load(Ordering::SeqCst) {
            return Authorization::Allow;
        }
        if let AuthAction::Function { function_name } = context.action {
            lock(&self.functions).push(function_name.to_ascii_lowercase());
        }
        let Some(denied) = denied(&context.action) else {
            return Authorization::Allow;
        };
        *lock(&self.denied) = Some(denied);
        Authorization::Deny
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn denied(action: &AuthAction<'_>) -> Option<Denied> {
    let rule = |rule, why: String| Some(Denied { rule, why });
    match action {
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => rule(
            "transaction",
            "a migration runs in one transaction with all others; remove BEGIN, COMMIT, ROLLBACK and SAVEPOINT".into(),
        ),
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => rule(
            "attach",
            "a migration sees one database alone; remove ATTACH, DETACH and VACUUM".into(),
        ),
        AuthAction::Pragma { pragma_name, .. } if !is_allowed(pragma_name) => rule(
            "pragma",
            format!("PRAGMA {pragma_name} is not for migrations; foreign keys are off already, and checked before the commit"),
        ),
        AuthAction::Function { function_name: "load_extension" } => {
            rule("extension", "a migration may not load code; remove load_extension".into())
        }
        _ if written_table(action).is_some_and(|name| name.eq_ignore_ascii_case(TABLE)) => rule(
            "history",
            format!("{TABLE} is written by the program alone; remove the statement"),
        ),
        _ => None,
    }
}

fn is_allowed(pragma: &str) -> bool {
    ALLOWED_PRAGMAS
        .iter()
        .any(|allowed| allowed.eq_ignore_ascii_case(pragma))
}

/// The table that an action would change, or put something on.
fn written_table<'a>(action: &AuthAction<'a>) -> Option<&'a str> {
    match *action {
        AuthAction::Insert { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::Delete { table_name }
        | AuthAction::DropTable { table_name }
        | AuthAction::CreateTable { table_name }
        | AuthAction::CreateTempTable { table_name }
        | AuthAction::CreateIndex { table_name, .. }
        | AuthAction::CreateTrigger { table_name, .. }
        | AuthAction::CreateTempTrigger { table_name, .. }
        | AuthAction::AlterTable { table_name, .. } => Some(table_name),
        _ => None,
    }
}
