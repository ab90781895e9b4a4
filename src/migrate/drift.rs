//! Compares the schema of a database with the one that its migrations make, and gives it as SQL.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::FILL;
use super::file_state::{FileState, accepted};
use super::history;
use super::other_bytes::has_other_bytes;
use super::replay::{NotKnown, replay};
use super::set::Set;
use super::sql;
use crate::complaint::Complaint;
use crate::db;
use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;

/// An object whose definition is not the one that the migrations give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its sort.
    pub kind: ObjectKind,
    /// Its name.
    pub name: String,
    /// The SQL that the migrations give it; `None` if they make no such object.
    pub wanted: Option<String>,
    /// The SQL that it has; `None` if it is gone.
    pub found: Option<String>,
}

impl Difference {
    /// The lines of the two texts. Lines that only the migrations have begin with `-`, lines that only the database
    /// has with `+`.
    pub fn diff(&self) -> String {
        let text = |sql: &Option<String>| sql.clone().unwrap_or_default();
        let (wanted, found) = (text(&self.wanted), text(&self.found));
        let diff = TextDiff::from_lines(&wanted, &found);
        let lines: Vec<String> = diff
            .iter_all_changes()
            .map(|change| {
                let sign = match change.tag() {
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                    ChangeTag::Equal => ' ',
                };
                format!("{sign} {}", change.value().trim_end_matches('\n'))
            })
            .collect();
        lines.join("\n")
    }
}

/// How a schema differs from what its migrations make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// The objects whose definition is not the one that the migrations give them.
    pub differences: Vec<Difference>,
    /// The user's own objects: no migration makes one of their name.
    pub extra: Vec<Object>,
    /// What cannot be compared.
    pub not_known: Vec<NotKnown>,
}

/// Opens a database that migrations have made; any other is an error that says what it is.
pub fn open(path: &Path, wait: Duration, set: &Set) -> Result<Connection, Error> {
    let connection = db::open_read_only(path, wait)?;
    if accepted(&connection, path, set)? == FileState::Fresh {
        return Err(Error::unsettled(
            format!("{} is empty", path.display()),
            FILL,
        ));
    }
    if history::was_emptied(&connection)? {
        let Complaint { message, help } = history::emptied();
        return Err(Error::unsettled(
            format!("{}: {message}", path.display()),
            help,
        ));
    }
    Ok(connection)
}

/// Compares the schema with the one that the applied migrations make.
pub fn check(connection: &Connection, set: &Set) -> Result<Drift, Error> {
    let replayed = replay(set, &history::in_order_of_application(connection)?)?;
    let (mut wanted, mut found) = (
        schema::objects(&replayed.connection)?,
        schema::objects(connection)?,
    );
    let mut drift = Drift {
        not_known: replayed.without_file().to_vec(),
        ..Drift::default()
    };
    for object in &found {
        drift.not_known.extend(
            replayed
                .not_known(&object.name)
                .filter(|known| !drift.not_known.contains(known))
                .cloned(),
        );
    }
    let is_known = |object: &Object| {
        let names = [&object.name, &object.table];
        names.iter().all(|name| replayed.not_known(name).is_none())
    };
    wanted.retain(&is_known);
    found.retain(&is_known);
    for object in &wanted {
        let now = found.iter().find(|now| now.is_same(object));
        if !now.is_some_and(|now| sql::same_text(&now.sql, &object.sql)) {
            drift.differences.push(Difference {
                kind: object.kind,
                name: object.name.clone(),
                wanted: Some(object.sql.clone()),
                found: now.map(|now| now.sql.clone()),
            });
        }
    }
    found.retain(|now| !wanted.iter().any(|object| object.is_same(now)));
    if replayed.without_file().is_empty() {
        drift.extra = found;
        drift.extra.extend(schema::on_the_history(connection)?);
    }
    Ok(drift)
}

/// The SQL statements that recreate the schema: tables, indexes, views and triggers, each sorted by name.
pub fn dump(connection: &Connection) -> Result<String, Error> {
    let mut objects = schema::objects(connection)?;
    objects.sort_by(|one, two| (one.kind, &one.name).cmp(&(two.kind, &two.name)));
    let parts: Vec<String> = objects
        .iter()
        .map(|object| {
            let note = if has_other_bytes(object) {
                "-- Bytes that are no UTF-8 are written as U+FFFD here.\n"
            } else {
                ""
            };
            format!("{note}{};\n", object.sql)
        })
        .collect();
    Ok(parts.join("\n"))
}
