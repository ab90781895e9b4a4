//! Watches what migration SQL does. SQLite's authorizer asks for every action of a statement while it is
//! compiled; what is on the list of what is allowed may be done, and nothing else.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

use super::allow_list::{callable_functions, judged};
use super::effect::actions::Action;
use super::rule::Rule;
use crate::complaint::Complaint;
use crate::db::schema::ObjectKind;
use crate::error::Error;

/// Limits of the connection, each lower than SQLite's own. The others stay: how long a value, a statement or
/// an expression may be is for the user's rows and files to say, and refinery takes them too.
const LIMITS: &[(Limit, i32)] = &[
    // A second lock on the same door: without it, one hole in the list of what is allowed opens every file.
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
    /// The tables of the main database that were dropped.
    dropped: Vec<String>,
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

    /// The tables that statements dropped since the last call, those made by them included.
    pub fn take_dropped(&self) -> Vec<String> {
        std::mem::take(&mut self.seen().dropped)
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
            AuthAction::DropTable { table_name } | AuthAction::DropVtable { table_name, .. }
                if context.database_name == Some("main") =>
            {
                seen.dropped.push(table_name.to_owned());
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
