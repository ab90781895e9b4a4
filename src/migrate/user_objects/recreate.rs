//! How views, triggers and indexes of the user's are made again.

use rusqlite::Connection;

use super::UserObjects;
use super::refusals::{name_taken, no_longer_works};
use crate::db::message;
use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;
use crate::migrate::other_bytes::has_other_bytes;
use crate::migrate::sql;

impl UserObjects {
    /// Recreates an object from its text, unless it exists. Fails if a migration has given its name to something else.
    pub(super) fn recreate(
        &self,
        connection: &Connection,
        object: &Object,
        came_meanwhile: impl Fn(&Object) -> bool,
    ) -> Result<(), Error> {
        let is_trigger = |object: &Object| object.kind == ObjectKind::Trigger;
        let there = schema::objects(connection)?.into_iter().find(|there| {
            is_trigger(there) == is_trigger(object) && there.name.eq_ignore_ascii_case(&object.name)
        });
        match there {
            None => self.make_again(connection, object),
            Some(there) if there.kind == object.kind && sql::same_text(&there.sql, &object.sql) => {
                Ok(())
            }
            Some(there) if came_meanwhile(&there) => Err(name_taken(object, there.kind)),
            Some(_) => Ok(()),
        }
    }

    fn make_again(&self, connection: &Connection, object: &Object) -> Result<(), Error> {
        let put_back = self.rows.put_back(connection, object)?;
        match put_back.map_err(|missing| no_longer_works(object, &missing))? {
            true => Ok(()),
            false if has_other_bytes(object) => Err(no_longer_works(
                object,
                "its table is made again, and its text is no UTF-8",
            )),
            false => connection
                .execute_batch(&object.sql)
                .map_err(|error| no_longer_works(object, &message(&error))),
        }
    }
}
