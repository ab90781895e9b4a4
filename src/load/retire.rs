//! Curated rows that left the seeds while rows of the user's refer to them: they are kept, with the origin
//! `retired`, until nothing refers to them any more.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;
use rusqlite::types::Value;
use serde::Serialize;

use super::CURATED;
use super::shape::Shape;
use crate::db::Queries;
use crate::db::schema::{self, ForeignKey};
use crate::error::Error;
use crate::tables::{ALL_TABLES, Table};

/// The origin of curated rows that are no longer in the seeds.
pub const RETIRED: &str = "retired";

/// Rows that were deleted, by table.
pub(super) type Deleted = BTreeMap<&'static str, Vec<Vec<Value>>>;

/// A foreign key with the table that declares it.
#[derive(Debug)]
struct Link {
    child: &'static Table,
    key: ForeignKey,
}

impl Link {
    /// The SQL condition that a row of the parent is the one that a row of the child names.
    fn condition(&self) -> String {
        let equal: Vec<String> = self
            .key
            .columns
            .iter()
            .map(|(from, to)| format!("parent.{to} = child.{from}"))
            .collect();
        equal.join(" AND ")
    }

    /// True if the link names a fact, which is kept with all its rows.
    fn names_fact(&self) -> bool {
        self.key.columns.iter().any(|(_, to)| to == "fact_id")
    }
}

/// Restores every deleted or retired row that a remaining row refers to, as retired, and drops the other
/// retired rows. The caller holds the transaction, with foreign keys off.
pub(super) fn keep_rows_still_referred_to(
    connection: &Connection,
    mut deleted: Deleted,
) -> Result<(), Error> {
    take_retired(connection, &mut deleted)?;
    if deleted.values().all(Vec::is_empty) {
        return Ok(());
    }
    let links = links(connection)?;
    // A restored row may refer to further rows.
    while restore_missing(connection, &links, &mut deleted)? {}
    Ok(())
}

/// Deletes every retired row and adds it to the deleted ones.
fn take_retired(connection: &Connection, deleted: &mut Deleted) -> Result<(), Error> {
    for table in ALL_TABLES {
        let shape = Shape::read(connection, table)?;
        let rows = shape.select(connection, "WHERE origin = ?1", [RETIRED])?;
        shape.delete(connection, &rows)?;
        deleted.entry(table.name).or_default().extend(rows);
    }
    Ok(())
}

fn links(connection: &Connection) -> Result<Vec<Link>, Error> {
    let mut links = Vec::new();
    for child in ALL_TABLES {
        for key in schema::foreign_keys(connection, child.name)? {
            links.push(Link { child, key });
        }
    }
    Ok(links)
}

/// Restores the rows that a remaining row names and that are not there; says whether there were any.
fn restore_missing(
    connection: &Connection,
    links: &[Link],
    deleted: &mut Deleted,
) -> Result<bool, Error> {
    let mut restored = false;
    for link in links {
        for key in missing(connection, link)? {
            restored |= restore(connection, link, &key, deleted)?;
        }
    }
    Ok(restored)
}

/// The keys that rows of the child name and the parent does not hold.
fn missing(connection: &Connection, link: &Link) -> Result<Vec<Vec<Value>>, Error> {
    let named: Vec<String> = link
        .key
        .columns
        .iter()
        .map(|(from, _)| format!("child.{from}"))
        .collect();
    let present: Vec<String> = named
        .iter()
        .map(|column| format!("{column} IS NOT NULL"))
        .collect();
    connection.rows(
        &format!("look for what {} refers to", link.child.name),
        &format!(
            "SELECT DISTINCT {} FROM {} AS child WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
            named.join(", "),
            link.child.name,
            present.join(" AND "),
            link.key.parent,
            link.condition(),
        ),
        [],
        |row| (0..named.len()).map(|at| row.get(at)).collect(),
    )
}

/// Restores the row of the parent with this key; of a fact, all its rows. Says whether there were any.
fn restore(
    connection: &Connection,
    link: &Link,
    key: &[Value],
    deleted: &mut Deleted,
) -> Result<bool, Error> {
    let mut restored = false;
    for table in ALL_TABLES {
        let shape = Shape::read(connection, table)?;
        let holds = |row: &[Value], column: &str, value: &Value| {
            shape.position(column).is_some_and(|at| row[at] == *value)
        };
        let is_wanted = |row: &Vec<Value>| {
            if link.names_fact() {
                return holds(row, "fact_id", &key[0]);
            }
            let mut columns = link.key.columns.iter().zip(key);
            table.name == link.key.parent && columns.all(|((_, to), value)| holds(row, to, value))
        };
        let rows = deleted.entry(table.name).or_default();
        let (mut back, gone): (Vec<_>, Vec<_>) =
            std::mem::take(rows).into_iter().partition(is_wanted);
        *rows = gone;
        for row in &mut back {
            row[shape.origin()] = Value::Text(RETIRED.to_owned());
        }
        restored |= !back.is_empty();
        shape.insert(connection, &back)?;
    }
    Ok(restored)
}

/// A retired row that is kept because a row of the user's refers to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// Its table.
    pub table: String,
    /// Why it was retired, where `retired_ids` says so.
    pub reason: Option<String>,
    /// The id to use instead, where there is one.
    pub replaced_by: Option<String>,
    /// The key of the row that refers to it.
    pub user: String,
    /// The table of that row.
    pub user_table: &'static str,
    /// The origin of that row.
    pub origin: String,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of {} is no longer curated", self.id, self.table)?;
        match (&self.reason, &self.replaced_by) {
            (Some(reason), Some(other)) => write!(f, " ({reason}; use `{other}`)")?,
            (Some(reason), None) => write!(f, " ({reason})")?,
            (None, _) => {}
        }
        write!(
            f,
            "; it is kept because `{}` of {} (origin {}) refers to it",
            self.user, self.user_table, self.origin
        )
    }
}

/// Every retired row that rows of the user's refer to, with one line for each of these.
pub fn kept(connection: &Connection) -> Result<Vec<Kept>, Error> {
    let mut kept = Vec::new();
    for link in links(connection)? {
        kept.extend(kept_for(connection, &link)?);
    }
    kept.sort();
    kept.dedup();
    Ok(kept)
}

fn kept_for(connection: &Connection, link: &Link) -> Result<Vec<Kept>, Error> {
    let shape = Shape::read(connection, link.child)?;
    let user: Vec<String> = shape
        .key_columns()
        .map(|column| format!("child.{column}"))
        .collect();
    let (_, id) = &link.key.columns[0];
    connection.rows(
        &format!(
            "look for rows of {} that refer to retired ones",
            link.child.name
        ),
        &format!(
            "SELECT parent.{id}, {}, child.origin,
                 (SELECT reason FROM retired_ids WHERE retired_ids.id = parent.{id} ORDER BY kind LIMIT 1),
                 (SELECT replaced_by FROM retired_ids WHERE retired_ids.id = parent.{id} ORDER BY kind LIMIT 1)
             FROM {} AS child JOIN {} AS parent ON {}
             WHERE parent.origin = ?1 AND child.origin NOT IN (?1, ?2) ORDER BY 1, 2",
            user.join(" || ' ' || "),
            link.child.name,
            link.key.parent,
            link.condition(),
        ),
        [RETIRED, CURATED],
        |row| {
            Ok(Kept {
                id: row.get(0)?,
                table: link.key.parent.clone(),
                user: row.get(1)?,
                user_table: link.child.name,
                origin: row.get(2)?,
                reason: row.get(3)?,
                replaced_by: row.get(4)?,
            })
        },
    )
}
