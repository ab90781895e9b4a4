//! Definitions of indexes, triggers and views, and the SQL that makes them.

use super::schema::{name, names};
use super::value::Value;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexColumn {
    pub(super) name: String,
    pub(super) collation: Option<String>,
    pub(super) descending: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Index {
    pub(super) name: String,
    pub(super) table: String,
    pub(super) unique: bool,
    pub(super) columns: Vec<IndexColumn>,
    /// `WHERE` this column `IS NOT NULL`.
    pub(super) filter: Option<String>,
}

impl Index {
    pub(super) fn sql(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| {
                let collation = column
                    .collation
                    .as_ref()
                    .map_or_else(String::new, |word| format!(" COLLATE {word}"));
                let order = if column.descending { " DESC" } else { "" };
                format!("{}{collation}{order}", name(&column.name))
            })
            .collect();
        let filter = self.filter.as_ref().map_or_else(String::new, |column| {
            format!(" WHERE {} IS NOT NULL", name(column))
        });
        format!(
            "CREATE {}INDEX {} ON {} ({}){filter}",
            if self.unique { "UNIQUE " } else { "" },
            name(&self.name),
            name(&self.table),
            columns.join(", ")
        )
    }

    pub(super) fn names(&self) -> Vec<String> {
        let columns = self.columns.iter().map(|column| &column.name);
        columns.chain(&self.filter).cloned().collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Insert,
    Delete,
    /// Of these columns; of all where there are none.
    Update(Vec<String>),
}

/// What a trigger does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    Nothing(i64),
    /// Sets a column; in the row with the key of the new row, where a key is named, or else in all.
    Set {
        table: String,
        column: String,
        value: Value,
        key: Option<String>,
    },
    /// Deletes the rows in which a column has the value that the row had in another.
    Delete {
        table: String,
        column: String,
        of_row: String,
    },
    /// Inserts a row with one value.
    Log {
        table: String,
        column: String,
        value: Value,
    },
}

impl Action {
    pub(super) fn table(&self) -> Option<&String> {
        match self {
            Self::Nothing(_) => None,
            Self::Set { table, .. } | Self::Delete { table, .. } | Self::Log { table, .. } => {
                Some(table)
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trigger {
    pub(super) name: String,
    pub(super) table: String,
    pub(super) event: Event,
    pub(super) action: Action,
}

impl Trigger {
    pub(super) fn sql(&self) -> String {
        let event = match &self.event {
            Event::Insert => "INSERT".to_owned(),
            Event::Delete => "DELETE".to_owned(),
            Event::Update(columns) if columns.is_empty() => "UPDATE".to_owned(),
            Event::Update(columns) => format!("UPDATE OF {}", names(columns)),
        };
        let row = if self.event == Event::Delete {
            "old"
        } else {
            "new"
        };
        let action = match &self.action {
            Action::Nothing(number) => format!("SELECT {number}"),
            Action::Set {
                table,
                column,
                value,
                key,
            } => {
                let filter = key.as_ref().map_or_else(String::new, |key| {
                    format!(" WHERE {} = new.{}", name(key), name(key))
                });
                format!(
                    "UPDATE {} SET {} = {}{filter}",
                    name(table),
                    name(column),
                    value.sql()
                )
            }
            Action::Delete {
                table,
                column,
                of_row,
            } => format!(
                "DELETE FROM {} WHERE {} = {row}.{}",
                name(table),
                name(column),
                name(of_row)
            ),
            Action::Log {
                table,
                column,
                value,
            } => format!(
                "INSERT INTO {} ({}) VALUES ({})",
                name(table),
                name(column),
                value.sql()
            ),
        };
        format!(
            "CREATE TRIGGER {} AFTER {event} ON {} BEGIN {action}; END",
            name(&self.name),
            name(&self.table)
        )
    }
}

/// A view of columns of one table, each under a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct View {
    pub(super) name: String,
    pub(super) table: String,
    pub(super) columns: Vec<(String, String)>,
}

impl View {
    pub(super) fn sql(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|(column, shown)| format!("{} AS {}", name(column), name(shown)))
            .collect();
        format!(
            "CREATE VIEW {} AS SELECT {} FROM {}",
            name(&self.name),
            columns.join(", "),
            name(&self.table)
        )
    }
}
