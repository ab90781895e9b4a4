//! Names in the text of a user's view, index or trigger that other tables or columns have after a migration. The
//! object would still work, and mean something else.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::moved::Moved;
use super::sql;
use crate::db::schema::{self, Object};
use crate::error::Error;

/// What another table or column is called now, if the text of the object names it and meant one that a migration has
/// renamed. Every word of the text counts as a name.
pub(super) fn other_meaning(
    connection: &Connection,
    object: &Object,
    moved: &[Moved],
) -> Result<Option<String>, Error> {
    let words: BTreeSet<String> = sql::tokens(&object.sql)
        .iter()
        .map(|token| token.name().to_ascii_lowercase())
        .collect();
    let names = |name: &str| words.contains(&name.to_ascii_lowercase());
    for table in moved.iter().filter(|table| names(&table.before)) {
        let Some(after) = &table.after else {
            continue;
        };
        let is_renamed = !after.eq_ignore_ascii_case(&table.before);
        if is_renamed && schema::has(connection, &table.before)? {
            return Ok(Some(format!(
                "another table is called {} now",
                table.before
            )));
        }
        let now = schema::columns(connection, after)?;
        let other = table.columns.iter().find(|(was, is)| {
            !was.eq_ignore_ascii_case(is)
                && names(was)
                && now.iter().any(|column| column.eq_ignore_ascii_case(was))
        });
        if let Some((column, _)) = other {
            return Ok(Some(format!(
                "another column of {after} is called {column} now"
            )));
        }
    }
    Ok(None)
}
