//! What migration SQL may not do. SQLite's authorizer asks for every action of a statement while it is
//! compiled; what a migration has no business with is denied.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::effect::actions::Action;
use super::rule::Rule;
use crate::complaint::Complaint;
use crate::db::schema::HISTORY;
use crate::error::Error;

/// Pragmas that only read, and `legacy_alter_table`, which a rename under a view needs; after each file it
/// is switched off again.
const ALLOWED_PRAGMAS: &[&str] = &[
    // Full-text tables use it on their own.
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

/// Watches a connection. While it is active, it denies what a migration may not do.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    active: Arc<AtomicBool>,
    denied: Arc<Mutex<Option<Denied>>>,
    functions: Arc<Mutex<Vec<String>>>,
    actions: Arc<Mutex<Vec<Action>>>,
}

/// An action that was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// The rule that it breaks.
    pub rule: Rule,
    /// Why, and what to do.
    pub why: Complaint,
}

impl Sandbox {
    /// Installs the authorizer, which denies nothing until [`Sandbox::within`] activates it. Must be called
    /// before a transaction begins, since it needs the connection for itself.
    pub fn install(connection: &mut Connection) -> Result<Self, Error> {
        let sandbox = Self::default();
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
        lock(&self.denied).take()
    }

    /// The SQL functions that statements named since the last call.
    pub fn take_functions(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.functions))
    }

    /// What statements would do to tables, since the last call.
    pub(crate) fn take_actions(&self) -> Vec<Action> {
        std::mem::take(&mut *lock(&self.actions))
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if !self.active.load(Ordering::SeqCst) {
            return Authorization::Allow;
        }
        if let AuthAction::Function { function_name } = context.action {
            lock(&self.functions).push(function_name.to_ascii_lowercase());
        }
        lock(&self.actions).extend(Action::of(context));
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
    let rule = |rule, message: &str, help: &str| {
        Some(Denied {
            rule,
            why: Complaint::new(message, help),
        })
    };
    match action {
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => rule(
            Rule::Transaction,
            "a migration runs in one transaction with all others",
            "remove BEGIN, COMMIT, ROLLBACK and SAVEPOINT",
        ),
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => rule(
            Rule::Attach,
            "a migration sees one database alone",
            "remove ATTACH, DETACH and VACUUM",
        ),
        AuthAction::Pragma { pragma_name, .. } if !is_allowed(pragma_name) => rule(
            Rule::Pragma,
            &format!("PRAGMA {pragma_name} is not for migrations"),
            "remove it: foreign keys are off already, and checked before the commit",
        ),
        AuthAction::Function {
            function_name: "load_extension",
        } => rule(
            Rule::Refused,
            "a migration may not load code",
            "remove load_extension",
        ),
        _ if written_table(action).is_some_and(|name| name.eq_ignore_ascii_case(HISTORY)) => rule(
            Rule::History,
            &format!("{HISTORY} is written by the program alone"),
            "remove the statement",
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
