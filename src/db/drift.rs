//! The schema of a database against what its migrations make, and the schema as a text.

use rusqlite::Connection;
use serde::Serialize;

use super::own::{self, Object};
use super::set::Set;
use super::{history, migrate};
use crate::error::Error;

/// An object that is not what the migrations make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `table`, `index`, `view` or `trigger`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What the migrations make of it; nothing where they make none.
    pub wanted: Option<String>,
    /// What it is; nothing where it is gone.
    pub found: Option<String>,
}

impl Difference {
    /// The two texts line by line, `-` before what the migrations make and `+` before what is there.
    pub fn diff(&self) -> String {
        let lines = |text: &Option<String>| -> Vec<String> {
            text.iter()
                .flat_map(|text| text.lines())
                .map(str::to_owned)
                .collect()
        };
        diff(&lines(&self.wanted), &lines(&self.found))
    }
}

/// What is drifted, and what is the user's own.
pub fn check(connection: &Connection, set: &Set) -> Result<(Vec<Difference>, Vec<Object>), Error> {
    let seen = history::read(connection)?;
    let last = seen.last().map_or(0, |entry| entry.version);
    let replay = migrate::replay(set, i32::try_from(last).unwrap_or(i32::MAX))?;
    let (wanted, found) = (own::objects(&replay)?, own::objects(connection)?);
    let same = |one: &Object, two: &Object| one.kind == two.kind && one.name == two.name;
    let mut differences = Vec::new();
    for object in &wanted {
        let now = found.iter().find(|now| same(now, object));
        if now.map(|now| &now.sql) != Some(&object.sql) {
            differences.push(Difference {
                kind: object.kind.clone(),
                name: object.name.clone(),
                wanted: Some(object.sql.clone()),
                found: now.map(|now| now.sql.clone()),
            });
        }
    }
    let extra = found
        .into_iter()
        .filter(|now| !wanted.iter().any(|object| same(object, now)))
        .collect();
    Ok((differences, extra))
}

/// The schema as a text that makes it again: tables, indexes, views, triggers, each by name.
pub fn dump(connection: &Connection) -> Result<String, Error> {
    let order = |kind: &str| {
        ["table", "index", "view", "trigger"]
            .iter()
            .position(|known| *known == kind)
    };
    let mut objects = own::objects(connection)?;
    objects.sort_by(|one, two| (order(&one.kind), &one.name).cmp(&(order(&two.kind), &two.name)));
    let parts: Vec<String> = objects
        .iter()
        .map(|object| format!("{};\n", object.sql))
        .collect();
    Ok(parts.join("\n"))
}

/// The longest common lines stay; the schemas of single objects are short.
fn diff(old: &[String], new: &[String]) -> String {
    let mut longest = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, one) in old.iter().enumerate().rev() {
        for (j, two) in new.iter().enumerate().rev() {
            longest[i][j] = if one == two {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(format!("  {}", old[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || longest[i + 1][j] >= longest[i][j + 1]) {
            lines.push(format!("- {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    lines.join("\n")
}
