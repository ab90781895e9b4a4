//! Restricts what migration SQL can do. While SQLite compiles a statement, it asks its authorizer about every action;
//! only actions on the allow list are permitted.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;

use super::access::Access;
use super::allow_list::{callable_functions, judged};
use super::effect::actions::Action;
use super::rule::Rule;
use crate::complaint::Complaint;
use crate::db::schema::ObjectKind;
use crate::error::Error;

/// Limits of the connection, each lower than SQLite's default. The limits on the length of values, statements and
/// expressions are not lowered, since the user's rows and files may need them, and refinery has them too.
const LIMITS: &[(Limit, i32)] = &[
    // A second defence: without it, one mistake in the allow list would give access to every file.
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    // No trigger fires itself, so a chain is at most as long as the number of triggers; each one uses stack memory.
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 100),
    // A long pattern with many wildcards takes hours in one call, during which SQLite does not react to Ctrl-C.
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
];

/// The authorizer of a connection. While it is active, it denies actions that are not on the allow list.
#[derive(Debug, Clone, Default)]
pub struct Sandbox {
    active: Arc<AtomicBool>,
    seen: Arc<Mutex<Seen>>,
}

/// What the statements did or tried to do.
#[derive(Debug, Default)]
struct Seen {
    /// The functions that may be called, in small letters.
    callable: BTreeSet<String>,
    denied: Option<Denied>,
    functions: BTreeSet<String>,
    made: Vec<(ObjectKind, String)>,
    actions: Vec<Action>,
    /// What is accessed, while somebody listens.
    heard: Option<Vec<Access>>,
}

/// An action that was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// The rule that it breaks.
    pub rule: Rule,
    /// Why, and what to do.
    pub why: Complaint,
    /// The innermost trigger or view that causes the action; `None` if the statement itself does.
    pub through: Option<String>,
}

impl Sandbox {
    /// Installs the authorizer, which denies nothing until [`Sandbox::within`] activates it, and the limits.
    /// Must be called before a transaction begins, since it borrows the connection mutably.
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

    /// The names of the triggers, or of the indexes, that statements made, including those that were dropped again.
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

    /// What SQLite would access, in its order, while `work` compiles statements outside the sandbox.
    pub(crate) fn hear(&self, work: impl FnOnce()) -> Vec<Access> {
        self.seen().heard = Some(Vec::new());
        work();
        self.seen().heard.take().unwrap_or_default()
    }

    fn judge(&self, context: &AuthContext<'_>) -> Authorization {
        if let Some(heard) = &mut self.seen().heard {
            heard.extend(Access::of(context));
            return Authorization::Allow;
        }
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
        // The first denied action is kept: SQLite may ask about more of them.
        if seen.denied.is_none() {
            let through = context.accessor.map(str::to_owned);
            seen.denied = Some(Denied { rule, why, through });
        }
        Authorization::Deny
    }
}
