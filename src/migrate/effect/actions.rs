//! The actions of a statement, as SQLite's authorizer reports them while the statement is compiled.

use rusqlite::hooks::{AuthAction, AuthContext};

/// Something that a statement would do to a table or view of the main database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Action {
    /// What it would do.
    pub(crate) what: What,
    /// The table or view.
    pub(crate) table: String,
    /// True if a trigger would do it, and not the statement itself.
    pub(crate) by_trigger: bool,
}

/// The sorts of action by which something may be lost, now or by a later statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// Rows are inserted.
    Insert,
    /// Rows are updated in this column.
    Update(String),
    /// Rows are deleted.
    Delete,
    /// A table is made.
    Create,
    /// A table is altered.
    Alter,
    /// A table is dropped.
    Drop,
    /// A view is dropped.
    DropView,
    /// A trigger of this table is dropped.
    DropTrigger,
}

impl Action {
    /// The column that is updated.
    pub(crate) fn column(&self) -> Option<&str> {
        match &self.what {
            What::Update(column) => Some(column),
            _ => None,
        }
    }

    /// The action; `None` if it cannot matter for a loss.
    pub(crate) fn of(context: &AuthContext<'_>) -> Option<Self> {
        let (what, table) = match context.action {
            AuthAction::Insert { table_name } => (What::Insert, table_name),
            AuthAction::Update {
                table_name,
                column_name,
            } => (What::Update(column_name.to_owned()), table_name),
            AuthAction::Delete { table_name } => (What::Delete, table_name),
            AuthAction::AlterTable {
                database_name,
                table_name,
            } => {
                return (database_name == "main").then(|| Self {
                    what: What::Alter,
                    table: table_name.to_owned(),
                    by_trigger: false,
                });
            }
            AuthAction::CreateTable { table_name }
            | AuthAction::CreateVtable { table_name, .. } => (What::Create, table_name),
            AuthAction::DropTable { table_name } | AuthAction::DropVtable { table_name, .. } => {
                (What::Drop, table_name)
            }
            AuthAction::DropView { view_name } => (What::DropView, view_name),
            AuthAction::DropTrigger { table_name, .. } => (What::DropTrigger, table_name),
            _ => return None,
        };
        let is_inner = table.to_ascii_lowercase().starts_with("sqlite_");
        let is_main = context.database_name == Some("main");
        (is_main && !is_inner).then(|| Self {
            what,
            table: table.to_owned(),
            by_trigger: context.accessor.is_some(),
        })
    }
}
