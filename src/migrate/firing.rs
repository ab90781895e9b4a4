//! Checks triggers without firing them: SQLite finds the faults of a trigger when it compiles a statement that would
//! fire it.

use rusqlite::Connection;

use crate::db::Queries;
use crate::db::schema::quoted;
use crate::error::Error;

/// Statements that would fire the triggers of a table or view. Where a view has no trigger for one of them,
/// SQLite says that it [`is_no_table`].
pub(super) fn firing_statements(
    connection: &Connection,
    table: &str,
) -> Result<Vec<String>, Error> {
    let columns = settable_columns(connection, table)?;
    let sets: Vec<String> = columns
        .iter()
        .map(|column| format!("{0} = {0}", quoted(column)))
        .collect();
    let name = quoted(table);
    Ok(vec![
        format!("INSERT INTO {name} DEFAULT VALUES"),
        format!("UPDATE {name} SET {}", sets.join(", ")),
        format!("DELETE FROM {name}"),
    ])
}

/// The columns of a table or view that an `UPDATE` can set: all but those that are computed.
pub(super) fn settable_columns(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    connection.column(
        "read the schema",
        "SELECT name FROM pragma_table_info(?1)",
        [table],
    )
}

/// True if SQLite says that rows of a view cannot be changed, because no trigger does this.
pub(super) fn is_no_table(message: &str) -> bool {
    message.contains("because it is a view")
}

/// The table or view that a trigger belongs to; none where there is no such trigger.
pub(super) fn table_of(connection: &Connection, trigger: &str) -> Result<Option<String>, Error> {
    connection.first_row(
        "read the schema",
        "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = ?1 COLLATE NOCASE",
        [trigger],
        |row| row.get(0),
    )
}
