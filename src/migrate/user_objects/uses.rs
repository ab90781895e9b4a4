//! What the user's views and triggers use, and whether they would use something else after a migration.

use rusqlite::Connection;

use super::words::Words;
use crate::db::Queries;
use crate::db::schema::Object;
use crate::error::Error;
use crate::migrate::meaning::{Meaning, Present};
use crate::migrate::moved::Moved;
use crate::migrate::sandbox::Sandbox;

/// What a view or trigger used before the migrations.
#[derive(Debug)]
pub(super) struct Use {
    object: Object,
    /// `None` if SQLite could not compile it.
    meaning: Option<Meaning>,
    /// The names in it, if only its words can be judged.
    words: Option<Words>,
}

impl Use {
    /// What an object uses now.
    pub(super) fn of(
        connection: &Connection,
        sandbox: &Sandbox,
        object: &Object,
    ) -> Result<Self, Error> {
        let meaning = Meaning::of(connection, sandbox, object)?;
        let words = match meaning {
            Some(_) => None,
            None => Words::of(connection, object)?,
        };
        Ok(Self {
            object: object.clone(),
            meaning,
            words,
        })
    }

    /// True if this is about the object.
    pub(super) fn is_of(&self, object: &Object) -> bool {
        self.object.is_same(object)
    }

    /// What the object would have or use in the place of something else; `None` if nothing, or if it does not work.
    pub(super) fn other(
        &self,
        connection: &Connection,
        sandbox: &Sandbox,
        moved: &[Moved],
    ) -> Result<Option<String>, Error> {
        let now = Self::of(connection, sandbox, &self.object)?;
        let (Some(was), Some(is)) = (&self.meaning, &now.meaning) else {
            return Ok(self.words.as_ref().and_then(|words| words.other(moved)));
        };
        let mut left = is.result.iter();
        for column in &was.result {
            let is_it = |name: &String| name.eq_ignore_ascii_case(column);
            if left.any(is_it) {
                continue;
            }
            return Ok(Some(if is.result.iter().any(is_it) {
                format!(
                    "its columns would have another order: {}",
                    is.result.join(", ")
                )
            } else {
                format!("its column {column} would be gone")
            }));
        }
        let names = Now { connection, moved };
        Ok(was.other_text(is, &names).or_else(|| was.other(is, &names)))
    }
}

/// The names after all migrations.
struct Now<'a> {
    connection: &'a Connection,
    moved: &'a [Moved],
}

impl Now<'_> {
    fn moved(&self, table: &str) -> Option<&Moved> {
        let mut all = self.moved.iter();
        all.find(|moved| moved.before.eq_ignore_ascii_case(table))
    }
}

impl Present for Now<'_> {
    fn table(&self, was: &str) -> Option<String> {
        match self.moved(was) {
            Some(moved) => Some(moved.after.as_ref()?.to_ascii_lowercase()),
            None => Some(was.to_owned()),
        }
    }

    fn column(&self, table: &str, column: &str) -> Option<String> {
        let Some(moved) = self.moved(table) else {
            return Some(column.to_owned());
        };
        let mut kept = moved.columns.iter();
        if let Some((_, now)) = kept.find(|(was, _)| was.eq_ignore_ascii_case(column)) {
            return Some(now.to_ascii_lowercase());
        }
        // The hidden columns of a virtual table are not in the list.
        let hidden: Vec<String> = self
            .connection
            .names(
                "read the hidden columns",
                "SELECT lower(name) FROM pragma_table_xinfo(?1, 'main') WHERE hidden = 1",
                [moved.after.as_ref()?],
            )
            .unwrap_or_default();
        hidden
            .iter()
            .any(|name| name == column)
            .then(|| column.to_owned())
    }
}
