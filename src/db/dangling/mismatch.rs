//! Which of the foreign keys of a table SQLite cannot follow: it tells only that there is one.

use rusqlite::Connection;

use crate::db;
use crate::db::schema::{self, ForeignKey, ObjectKind, quoted};
use crate::error::Error;

/// True if SQLite cannot follow a foreign key, because the columns that it refers to are not unique, or not there. It
/// is asked with copies of the parent and its indexes, without rows, in a database in memory.
pub(super) fn is_mismatch(connection: &Connection, key: &ForeignKey) -> Result<bool, Error> {
    let alone = db::open_in_memory()?;
    let mut objects = schema::objects(connection)?;
    objects.retain(|object| {
        let is_of_table = matches!(object.kind, ObjectKind::Table | ObjectKind::Index);
        is_of_table && object.table.eq_ignore_ascii_case(&key.parent)
    });
    // An index that cannot be made here has a function or a collation of another program, and serves no foreign key.
    for object in &objects {
        let _ = alone.execute_batch(&object.sql);
    }
    let from: Vec<String> = (0..key.columns.len()).map(|at| format!("c{at}")).collect();
    let to: Vec<String> = key.columns.iter().map(|(_, to)| quoted(to)).collect();
    let is_left_out = key.columns.iter().any(|(_, to)| to.is_empty());
    let to = if is_left_out {
        String::new()
    } else {
        format!("({})", to.join(", "))
    };
    let child = if key.parent.eq_ignore_ascii_case("child") {
        "other"
    } else {
        "child"
    };
    let from = from.join(", ");
    let parent = quoted(&key.parent);
    let made = alone.execute_batch(&format!(
        "CREATE TABLE {child} ({from}, FOREIGN KEY ({from}) REFERENCES {parent} {to})"
    ));
    let followed = alone.prepare(&format!("PRAGMA foreign_key_check({child})"));
    let parent_is_there = schema::has(&alone, &key.parent)?;
    Ok(made.is_err() || followed.is_err() || !parent_is_there)
}
