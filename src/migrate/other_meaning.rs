//! Names in the text of a user's view, index or trigger that other tables or columns have after a migration. The
//! object would still work, and mean something else. What views and triggers use is also asked of SQLite.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::moved::Moved;
use super::sql;
use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;

/// What another table or column is called now, if the text of the object names it and meant one that a migration has
/// renamed, or if the object belongs to one that is gone. Every word of the text counts as a name.
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
        let is_own = object.table.eq_ignore_ascii_case(&table.before);
        let has_another_name = match &table.after {
            Some(after) => !after.eq_ignore_ascii_case(&table.before),
            None => is_own,
        };
        if has_another_name && schema::has(connection, &table.before)? {
            return Ok(Some(format!(
                "another table is called {} now",
                table.before
            )));
        }
        let Some(after) = &table.after else {
            continue;
        };
        let now = schema::columns(connection, after)?;
        let renamed = table.columns.iter();
        let renamed = renamed.filter(|(was, is)| !was.eq_ignore_ascii_case(is));
        let is_of_index = is_own && object.kind == ObjectKind::Index;
        let gone = table.gone.iter().filter(|_| is_of_index);
        let mut others = renamed.map(|(was, _)| was).chain(gone);
        let other = others
            .find(|was| names(was) && now.iter().any(|column| column.eq_ignore_ascii_case(was)));
        if let Some(column) = other {
            return Ok(Some(format!(
                "another column of {after} is called {column} now"
            )));
        }
    }
    Ok(None)
}
