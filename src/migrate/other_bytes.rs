//! Objects of the user's with bytes in their texts that are no UTF-8, as another program writes a letter of an older
//! encoding. They are read with U+FFFD in the place of such bytes, and keep the bytes where they are put back: they are
//! taken out of the schema and put into it row by row, since no statement can be made of them here.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::moved::{Moved, moved};
use super::sql::{Sort, each_token};
use crate::db::schema::{Object, ObjectKind};
use crate::db::{self, Queries, name};
use crate::error::Error;

/// True if a name or the text of an object was read with other bytes than it has, or may have been.
pub(super) fn has_other_bytes(object: &Object) -> bool {
    [&object.name, &object.table, &object.sql]
        .iter()
        .any(|text| has_replaced(text))
}

/// True if a name in an object, or its own, has other bytes than were read: SQLite would report names that cannot be
/// taken for texts, so that it is not asked what the object uses. A text in single quotes is no name.
pub(super) fn names_other_bytes(object: &Object) -> bool {
    has_replaced(&object.name)
        || has_replaced(&object.table)
        || has_replaced(&object.sql)
            && each_token(&object.sql).any(|token| {
                matches!(token.sort, Sort::Word | Sort::Quoted) && has_replaced(token.text)
            })
}

fn has_replaced(text: &str) -> bool {
    text.contains(char::REPLACEMENT_CHARACTER)
}

/// Why an object with such a name might use something else after a run: a table that it names is gone or has other
/// names. `None` if each is as it was.
pub(super) fn named_table_that_changes(object: &Object, moves: &[Moved]) -> Option<String> {
    let mut names = each_token(&object.sql).map(|token| token.name());
    let changed = names.find_map(|name| {
        let table = moved(moves, &name)?;
        let keeps_name = table.after.as_ref() == Some(&table.before);
        let keeps_columns = table.columns.iter().all(|(was, is)| was == is);
        (!keeps_name || !keeps_columns).then(|| table.before.clone())
    })?;
    Some(format!(
        "it names {changed}, and a name in it is no UTF-8, so that it cannot be compared"
    ))
}

/// A row of the schema, byte for byte.
#[derive(Debug)]
struct SchemaRow {
    object: Object,
    name: Vec<u8>,
    table: Vec<u8>,
    sql: Vec<u8>,
}

/// The rows of views and triggers that were read with other bytes than they have.
#[derive(Debug, Default)]
pub(super) struct SchemaRows(Vec<SchemaRow>);

impl SchemaRows {
    /// Those of these objects.
    pub(super) fn of(connection: &Connection, objects: &[Object]) -> Result<Self, Error> {
        if !objects.iter().any(has_other_bytes) {
            return Ok(Self::default());
        }
        let mut rows = connection.rows(
            "read the schema",
            "SELECT type, name, tbl_name, sql, CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB)
             FROM sqlite_schema WHERE type IN ('view', 'trigger') AND sql IS NOT NULL",
            [],
            |row| {
                let object = Object {
                    kind: row.get(0)?,
                    name: name(row, 1)?,
                    table: name(row, 2)?,
                    sql: name(row, 3)?,
                };
                let (name, table, sql) = (row.get(4)?, row.get(5)?, row.get(6)?);
                Ok(SchemaRow { object, name, table, sql })
            },
        )?;
        rows.retain(|row| has_other_bytes(&row.object) && objects.contains(&row.object));
        Ok(Self(rows))
    }

    fn find(&self, object: &Object) -> Option<&SchemaRow> {
        self.0.iter().find(|row| row.object == *object)
    }

    /// Takes an object out of the schema; false if it is none of these.
    pub(super) fn take_out(&self, connection: &Connection, object: &Object) -> Result<bool, Error> {
        let Some(row) = self.find(object) else {
            return Ok(false);
        };
        let doing = format!("put your {object} aside");
        edit(connection, &doing, || {
            connection.write(
                &doing,
                "DELETE FROM sqlite_schema WHERE type = ?1 AND CAST(name AS BLOB) = ?2",
                (object.kind.word(), &row.name),
            )
        })?;
        Ok(true)
    }

    /// Puts an object back into the schema; false if it is none of these. `Err` within with what is missing.
    pub(super) fn put_back(
        &self,
        connection: &Connection,
        object: &Object,
    ) -> Result<Result<bool, String>, Error> {
        let Some(row) = self.find(object) else {
            return Ok(Ok(false));
        };
        let doing = format!("put your {object} back");
        if object.kind == ObjectKind::Trigger {
            let is_there: bool = connection.value(
                &doing,
                "SELECT count(*) > 0 FROM sqlite_schema
                 WHERE type IN ('table', 'view') AND name = CAST(?1 AS TEXT) COLLATE NOCASE",
                [&row.table],
            )?;
            if !is_there {
                return Ok(Err(format!("no such table: main.{}", object.table)));
            }
        }
        edit(connection, &doing, || {
            connection.write(
                &doing,
                "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
                 VALUES (?1, CAST(?2 AS TEXT), CAST(?3 AS TEXT), 0, CAST(?4 AS TEXT))",
                (object.kind.word(), &row.name, &row.table, &row.sql),
            )
        })?;
        Ok(Ok(true))
    }
}

/// Changes rows of the schema, which SQLite then reads again.
fn edit(
    connection: &Connection,
    doing: &str,
    work: impl FnOnce() -> Result<usize, Error>,
) -> Result<(), Error> {
    db::switch(connection, DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let done = connection
        .run_all(doing, "PRAGMA writable_schema = ON")
        .and_then(|()| work());
    let reset = connection.run_all(doing, "PRAGMA writable_schema = RESET");
    db::switch(connection, DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    done.and(reset)
}
