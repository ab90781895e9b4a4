//! Compares the schema of a database with what its migrations make, and prints it as SQL.

use rusqlite::Connection;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::history;
use super::replay::replay;
use super::set::Set;
use crate::db::schema::{self, Object, ObjectKind};
use crate::error::Error;

/// An object that is not what the migrations make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its sort.
    pub kind: ObjectKind,
    /// Its name.
    pub name: String,
    /// The SQL that the migrations give it; none where they make no such object.
    pub wanted: Option<String>,
    /// The SQL that it has; none where it is gone.
    pub found: Option<String>,
}

impl Difference {
    /// The two texts line by line, `-` before what the migrations make and `+` before what is there.
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

/// Finds the objects that drifted, and those that no migration makes: the user's own.
pub fn check(connection: &Connection, set: &Set) -> Result<(Vec<Difference>, Vec<Object>), Error> {
    let seen = history::read(connection)?;
    let made = replay(set, seen.last().map_or(0, |entry| entry.version))?;
    let (wanted, mut found) = (schema::objects(&made)?, schema::objects(connection)?);
    let mut differences = Vec::new();
    for object in &wanted {
        let now = found.iter().find(|now| now.is_same(object));
        if now.map(|now| &now.sql) != Some(&object.sql) {
            differences.push(Difference {
                kind: object.kind,
                name: object.name.clone(),
                wanted: Some(object.sql.clone()),
                found: now.map(|now| now.sql.clone()),
            });
        }
    }
    found.retain(|now| !wanted.iter().any(|object| object.is_same(now)));
    Ok((differences, found))
}

/// The schema as SQL that makes it again: tables, indexes, views, triggers, each sorted by name.
pub fn dump(connection: &Connection) -> Result<String, Error> {
    let mut objects = schema::objects(connection)?;
    objects.sort_by(|one, two| (one.kind, &one.name).cmp(&(two.kind, &two.name)));
    let parts: Vec<String> = objects
        .iter()
        .map(|object| format!("{};\n", object.sql))
        .collect();
    Ok(parts.join("\n"))
}
