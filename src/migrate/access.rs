//! What SQLite reports to be accessed while it compiles a statement.

use rusqlite::hooks::{AuthAction, AuthContext};

/// An access that SQLite reported while it compiled a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Access {
    /// The innermost trigger, view or table of a `WITH` from which it comes; `None` for the statement itself.
    pub(crate) from: Option<String>,
    /// The table or view.
    pub(crate) table: String,
    /// The column; `None` for a table without any of its columns.
    pub(crate) column: Option<String>,
}

impl Access {
    /// The access; `None` if an action is none, or if it is one to a temporary table.
    pub(crate) fn of(context: &AuthContext<'_>) -> Option<Self> {
        let (table, column) = match context.action {
            AuthAction::Read {
                table_name,
                column_name,
            } => (table_name, (!column_name.is_empty()).then_some(column_name)),
            AuthAction::Update {
                table_name,
                column_name,
            } => (table_name, Some(column_name)),
            AuthAction::Insert { table_name } | AuthAction::Delete { table_name } => {
                (table_name, None)
            }
            _ => return None,
        };
        (context.database_name == Some("main")).then(|| Self {
            from: context.accessor.map(str::to_owned),
            table: table.to_owned(),
            column: column.map(str::to_owned),
        })
    }
}
