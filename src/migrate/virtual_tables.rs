//! Virtual tables that read other tables, and whether they still read the same ones after a run. SQLite keeps the names
//! in their texts as they are, whatever becomes of the tables.

use rusqlite::Connection;

use super::moved::Moved;
use super::user_objects::UserObjects;
use crate::db::full_text::{FullText, is_virtual, words_of};
use crate::db::schema::{self, Object, ObjectKind, quoted};
use crate::error::Error;

/// The virtual tables of a database that SQLite could read before the migrations.
#[derive(Debug)]
pub(super) struct VirtualTables(Vec<Known>);

/// One of them.
#[derive(Debug)]
struct Known {
    object: Object,
    reads: Option<Reads>,
}

/// The table or view that a virtual table reads.
#[derive(Debug)]
struct Reads {
    /// A table or a view.
    kind: ObjectKind,
    /// Its name before.
    name: String,
    /// The columns that are read.
    columns: Vec<String>,
}

impl VirtualTables {
    /// Those of a database.
    pub(super) fn find(connection: &Connection) -> Result<Self, Error> {
        let objects = schema::objects(connection)?;
        let mut found = Vec::new();
        for object in &objects {
            if object.kind == ObjectKind::Table
                && is_virtual(&object.sql)
                && schema::is_readable(connection, &object.name)
            {
                found.push(Known {
                    reads: Reads::of(connection, object, &objects)?,
                    object: object.clone(),
                });
            }
        }
        Ok(Self(found))
    }

    /// Fails if one of them can be read no more, or reads another table or column than before. One that a migration made
    /// anew reads what the migration says.
    pub(super) fn refuse_changed(
        &self,
        connection: &Connection,
        users: &UserObjects,
        moved: &[Moved],
    ) -> Result<(), Error> {
        for known in &self.0 {
            let moved_on = moved.iter().find(|it| it.before == known.object.name);
            let (now, is_remade) = match moved_on {
                Some(moved) => (moved.after.as_deref(), moved.is_remade),
                None => (Some(known.object.name.as_str()), false),
            };
            let Some(now) = now else {
                continue;
            };
            let reads = known.reads.as_ref().filter(|_| !is_remade);
            let other = reads
                .map(|reads| reads.other(connection, moved))
                .transpose()?;
            let why = other
                .flatten()
                .or_else(|| schema::fault_in_reading(connection, now));
            if let Some(why) = why {
                return Err(known.no_longer_works(now, &why, users));
            }
        }
        Ok(())
    }
}

impl Known {
    fn no_longer_works(&self, now: &str, why: &str, users: &UserObjects) -> Error {
        let sort = match FullText::of(&self.object.sql) {
            Some(_) => "full-text",
            None => "virtual",
        };
        if users.has_table(&self.object.name) {
            return Error::migrations(
                format!("your {sort} table {now} would no longer work: {why}"),
                format!(
                    "keep its text, `DROP TABLE {}`, run again, then make it again over the new names; its text is: {}",
                    quoted(&self.object.name),
                    self.object.sql
                ),
            );
        }
        Error::migrations(
            format!("{sort} table {now} would no longer work: {why}"),
            "make it again over the new names, or keep the table and the columns that it reads",
        )
    }
}

impl Reads {
    /// What a virtual table reads; `None` if it reads nothing else that has a name.
    fn of(
        connection: &Connection,
        table: &Object,
        objects: &[Object],
    ) -> Result<Option<Self>, Error> {
        let full_text = FullText::of(&table.sql);
        let content = full_text.as_ref().and_then(|it| it.content.clone());
        let Some(name) = content.or_else(|| words_of(&table.sql)) else {
            return Ok(None);
        };
        let is_it = |object: &&Object| {
            matches!(object.kind, ObjectKind::Table | ObjectKind::View)
                && object.name.eq_ignore_ascii_case(&name)
        };
        let Some(read) = objects.iter().find(is_it) else {
            return Ok(None);
        };
        let mut columns = Vec::new();
        if let Some(full_text) = full_text {
            columns = schema::kept_columns(connection, &table.name)?;
            columns.extend(full_text.row_number);
            let there = schema::columns(connection, &name)?;
            let is_there = |column: &String| there.iter().any(|it| it.eq_ignore_ascii_case(column));
            columns.retain(is_there);
        }
        Ok(Some(Self {
            kind: read.kind,
            name: read.name.clone(),
            columns,
        }))
    }

    /// What has the name of the table, or of one of its columns, after the run, if that is another one.
    fn other(&self, connection: &Connection, moved: &[Moved]) -> Result<Option<String>, Error> {
        let Self { name, .. } = self;
        let objects = schema::objects(connection)?;
        let is_it = |object: &&Object| {
            matches!(object.kind, ObjectKind::Table | ObjectKind::View)
                && object.name.eq_ignore_ascii_case(name)
        };
        let Some(now) = objects.iter().find(is_it) else {
            return Ok(None);
        };
        let moved = moved.iter().find(|moved| moved.before == *name);
        let after = moved.map_or(Some(name), |moved| moved.after.as_ref());
        let is_same = after.is_some_and(|after| after.eq_ignore_ascii_case(name));
        if now.kind != self.kind || self.kind == ObjectKind::Table && !is_same {
            return Ok(Some(format!("another {} is called {name} now", now.kind)));
        }
        let Some(moved) = moved else {
            return Ok(None);
        };
        let is_kept = |column: &String| {
            let mut pairs = moved.columns.iter();
            pairs.any(|(was, is)| {
                was.eq_ignore_ascii_case(column) && is.eq_ignore_ascii_case(column)
            })
        };
        let other = self.columns.iter().find(|column| !is_kept(column));
        Ok(other.map(|column| format!("another column of {name} is called {column} now")))
    }
}
