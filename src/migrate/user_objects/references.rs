//! The foreign keys that are the user's own: those of the user's tables, and of columns that the user added to tables
//! of the dataset. SQLite keeps their words, or rewrites them, when a migration changes what they refer to.

use rusqlite::Connection;

use super::UserObjects;
use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;
use crate::migrate::loss::LostClause;
use crate::migrate::moved::{Moved, moved};

/// A foreign key of the user's before the migrations.
#[derive(Debug)]
pub(super) struct Reference {
    /// Its table.
    table: Object,
    columns: Vec<String>,
    parent: String,
    /// The columns of the parent, written out.
    to: Vec<String>,
}

impl UserObjects {
    /// The foreign keys that are the user's.
    pub(super) fn own_references(&self, connection: &Connection) -> Result<Vec<Reference>, Error> {
        let mut found = Vec::new();
        for table in schema::objects(connection)? {
            if table.kind != ObjectKind::Table {
                continue;
            }
            let is_users = self.objects.iter().any(|own| own.is_same(&table));
            for (columns, parent, to) in references(connection, &table.name)? {
                if is_users
                    || columns
                        .iter()
                        .any(|column| self.has_column(&table.name, column))
                {
                    found.push(Reference {
                        table: table.clone(),
                        columns,
                        parent,
                        to,
                    });
                }
            }
        }
        Ok(found)
    }

    /// True for a foreign key of the user's with the same words as before, which no head announces:
    /// [`Self::refuse_other_parents`] judges it.
    pub(in crate::migrate) fn has_reference(&self, lost: &LostClause) -> bool {
        let is_foreign_key = lost.clause.references.is_some();
        let keeps_words = lost.now.as_ref() == Some(&lost.clause.words);
        is_foreign_key
            && keeps_words
            && self.references.iter().any(|own| {
                own.table.name.eq_ignore_ascii_case(&lost.table)
                    && same_names(&own.columns, &lost.clause.columns)
            })
    }

    /// Fails if a foreign key of the user's would refer to another table or to other columns than before.
    pub(in crate::migrate) fn refuse_other_parents(
        &self,
        connection: &Connection,
        moves: &[Moved],
    ) -> Result<(), Error> {
        for own in &self.references {
            if let Some(why) = own.other(connection, moves)? {
                return Err(Error::migrations(
                    format!(
                        "your foreign key ({}) of {} refers to what the migrations change: {why}",
                        own.columns.join(", "),
                        own.table
                    ),
                    format!(
                        "make the table again without it, run again, then give it the one that you mean; the text of the table is: {}",
                        own.table.sql
                    ),
                ));
            }
        }
        Ok(())
    }
}

impl Reference {
    /// To what it would refer in the place of something else; `None` if to the same, or if it is not there any more.
    fn other(&self, connection: &Connection, moves: &[Moved]) -> Result<Option<String>, Error> {
        let Some(moved_table) = moved(moves, &self.table.name) else {
            return Ok(None);
        };
        let Some(table) = &moved_table.after else {
            return Ok(None);
        };
        let own = self.columns.iter().map(|name| moved_table.column(name));
        let Some(own) = own.collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let mut present = references(connection, table)?;
        present.retain(|(columns, ..)| same_names(columns, &own));
        let Some((_, parent, to)) = present.first() else {
            return Ok(None);
        };
        let Some(moved_parent) = moved(moves, &self.parent) else {
            return Ok(None);
        };
        let Some(after) = &moved_parent.after else {
            let is_there = schema::has(connection, parent)?;
            return Ok(is_there.then(|| format!("another table is called {parent} now")));
        };
        let wanted = self.to.iter().map(|name| moved_parent.column(name));
        let wanted: Option<Vec<&str>> = wanted.collect();
        let is_same = present.iter().any(|(_, parent, to)| {
            let is_column = |wanted: &Vec<&str>| same_names(to, wanted);
            parent.eq_ignore_ascii_case(after) && wanted.as_ref().is_some_and(is_column)
        });
        // The same foreign key may be there twice, and one that SQLite cannot follow is refused as such.
        let columns = schema::columns(connection, parent)?;
        let is_there = |name: &String| columns.iter().any(|one| one.eq_ignore_ascii_case(name));
        if is_same || to.is_empty() || !to.iter().all(is_there) {
            return Ok(None);
        }
        Ok(Some(format!(
            "it would refer to {parent} ({}) in the place of {} ({})",
            to.join(", "),
            self.parent,
            self.to.join(", ")
        )))
    }
}

/// The columns of a foreign key, the parent, and the columns of the parent.
type Columns = (Vec<String>, String, Vec<String>);

/// The foreign keys of a table, with the columns of the parent written out.
fn references(connection: &Connection, table: &str) -> Result<Vec<Columns>, Error> {
    let mut found = Vec::new();
    for key in schema::foreign_keys(connection, table)? {
        let (columns, mut to): (Vec<String>, Vec<String>) = key.columns.into_iter().unzip();
        if to.iter().any(String::is_empty) {
            to = schema::key(connection, &key.parent)?;
        }
        found.push((columns, key.parent, to));
    }
    Ok(found)
}

fn same_names(one: &[impl AsRef<str>], other: &[impl AsRef<str>]) -> bool {
    let same = |(one, other): (&_, &_)| {
        let (one, other): (&str, &str) = (AsRef::as_ref(one), AsRef::as_ref(other));
        one.eq_ignore_ascii_case(other)
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}
