//! The actions that migration SQL may take. Every other action is denied, including those that a later SQLite adds
//! and those whose target is an expression and so not known.

use std::collections::BTreeSet;

use rusqlite::hooks::{AuthAction, AuthContext};
use rusqlite::{Connection, ffi};

use super::effect::updates;
use super::rule::Rule;
use crate::complaint::Complaint;
use crate::db::Queries;
use crate::db::schema::HISTORY;
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

/// The only pragma that may be set, which is needed to rename a table under a view. It is switched off after each
/// file.
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

/// Functions of virtual tables that only read, although SQLite does not mark them as innocuous.
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

/// Functions that SQLite calls itself when it runs an `ALTER TABLE`. Statements cannot call them.
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

/// The functions that a migration may call: those that SQLite marks as innocuous, which use only their arguments, and
/// a few more of SQLite's own. Functions that a program adds to SQLite are not among them.
pub(super) fn callable_functions(connection: &Connection) -> Result<BTreeSet<String>, Error> {
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

/// Allowed, or the rule that is broken, with the reason and the remedy.
pub(super) type Verdict = Result<(), (Rule, Complaint)>;

/// Decides on an action.
pub(super) fn judged(context: &AuthContext<'_>, callable: &BTreeSet<String>) -> Verdict {
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
        // A virtual table of any module may be dropped.
        AuthAction::DropVtable { table_name, .. } => written(context, table_name),
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => deny(
            Rule::Transaction,
            "a migration runs in one transaction with all others",
            "remove BEGIN, COMMIT, ROLLBACK and SAVEPOINT",
        ),
        // If the name of the file is an expression, SQLite reports this action as unknown.
        AuthAction::Attach { .. }
        | AuthAction::Detach { .. }
        | AuthAction::Unknown {
            code: ffi::SQLITE_ATTACH | ffi::SQLITE_DETACH,
            ..
        } => other_file(),
        // Both only read tables, so they may touch the history too.
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

/// Decides on a change to the object of this name: a migration may not change the history.
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
        // For this action, the context has the column in the place of the database.
        AuthAction::AlterTable { database_name, .. } => Some(database_name),
        _ => context.database_name,
    };
    if database.is_none_or(|name| name == "main" || name == "temp") {
        return Ok(());
    }
    other_file()
}

/// The table or view that an action would create, change or drop, or on which it would make an index or trigger;
/// `None` if the action is not such a change.
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
