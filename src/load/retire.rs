//! Curated rows that go away while rows of the user's lean on them: they stay, under an origin of their own.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::{CURATED, LOADED_TABLES, Plan, Shape, execute_all};
use crate::error::Error;

/// The origin of curated rows that are no longer in the seeds.
pub const RETIRED: &str = "retired";

/// A foreign key of a table.
#[derive(Debug)]
struct Link {
    child: &'static str,
    parent: String,
    /// Column of the child, column of the parent.
    columns: Vec<(String, String)>,
}

impl Link {
    /// That a row of the parent is the one that a row of the child names.
    fn condition(&self) -> String {
        let equal: Vec<String> = self
            .columns
            .iter()
            .map(|(from, to)| format!("parent.{to} = child.{from}"))
            .collect();
        equal.join(" AND ")
    }
}

/// Rows that were deleted, by table.
type Deleted = BTreeMap<&'static str, Vec<Vec<Value>>>;

/// Puts back, as retired, every deleted curated row that a remaining row leans on, and drops retired rows
/// on which nothing leans any more. The caller holds the transaction, with foreign keys off.
pub fn keep_what_others_lean_on(connection: &Connection, plan: &Plan) -> Result<(), Error> {
    let mut deleted: Deleted = BTreeMap::new();
    for (name, _, table) in &plan.tables {
        deleted.insert(name, table.delete.clone());
    }
    take_retired(connection, &mut deleted)?;
    if deleted.values().all(Vec::is_empty) {
        return Ok(());
    }
    let links = links(connection)?;
    while restore_missing(connection, &links, &mut deleted)? {}
    Ok(())
}

/// Deletes every retired row and remembers it among the deleted.
fn take_retired(connection: &Connection, deleted: &mut Deleted) -> Result<(), Error> {
    for table in LOADED_TABLES {
        let failed = || Error::sql(format!("look at the retired rows of {table}"));
        let shape = Shape::read(connection, table)?;
        let sql = format!("{} WHERE origin = ?1", shape.select_sql(table));
        let mut statement = connection.prepare(&sql).map_err(failed())?;
        let width = shape.columns.len();
        let rows: Vec<Vec<Value>> = statement
            .query_map([RETIRED], |row| (0..width).map(|at| row.get(at)).collect())
            .and_then(Iterator::collect)
            .map_err(failed())?;
        connection
            .execute(&format!("DELETE FROM {table} WHERE origin = ?1"), [RETIRED])
            .map_err(failed())?;
        deleted.entry(table).or_default().extend(rows);
    }
    Ok(())
}

fn links(connection: &Connection) -> Result<Vec<Link>, Error> {
    let failed = || Error::sql("read the foreign keys");
    let mut links = Vec::new();
    for child in LOADED_TABLES {
        let mut statement = connection
            .prepare("SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq")
            .map_err(failed())?;
        let mut found: BTreeMap<i64, Link> = BTreeMap::new();
        let mut rows = statement.query([child]).map_err(failed())?;
        while let Some(row) = rows.next().map_err(failed())? {
            let (id, parent): (i64, String) =
                (row.get(0).map_err(failed())?, row.get(1).map_err(failed())?);
            let link = found.entry(id).or_insert_with(|| Link {
                child,
                parent,
                columns: Vec::new(),
            });
            link.columns
                .push((row.get(2).map_err(failed())?, row.get(3).map_err(failed())?));
        }
        links.extend(found.into_values());
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
    let failed = || Error::sql(format!("look for what {} leans on", link.child));
    let named: Vec<String> = link
        .columns
        .iter()
        .map(|(from, _)| format!("child.{from}"))
        .collect();
    let present: Vec<String> = named
        .iter()
        .map(|column| format!("{column} IS NOT NULL"))
        .collect();
    let sql = format!(
        "SELECT DISTINCT {} FROM {} AS child WHERE {} AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
        named.join(", "),
        link.child,
        present.join(" AND "),
        link.parent,
        link.condition(),
    );
    let mut statement = connection.prepare(&sql).map_err(failed())?;
    statement
        .query_map([], |row| (0..named.len()).map(|at| row.get(at)).collect())
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// Restores the row of the parent with this key, and all rows of the same fact.
fn restore(
    connection: &Connection,
    link: &Link,
    key: &[Value],
    deleted: &mut Deleted,
) -> Result<bool, Error> {
    let mut restored = false;
    let fact = (link.parent == "facts" || link.columns.iter().any(|(_, to)| to == "fact_id"))
        .then(|| &key[0]);
    for table in LOADED_TABLES {
        let shape = Shape::read(connection, table)?;
        let position = |name: &str| shape.columns.iter().position(|column| column == name);
        let wanted =
            |row: &Vec<Value>| match fact {
                Some(fact) => position("fact_id").is_some_and(|at| row[at] == *fact),
                None => {
                    *table == link.parent
                        && link.columns.iter().zip(key).all(|((_, to), value)| {
                            position(to).is_some_and(|at| row[at] == *value)
                        })
                }
            };
        let Some(rows) = deleted.get_mut(table) else {
            continue;
        };
        let (mut back, gone): (Vec<_>, Vec<_>) = std::mem::take(rows).into_iter().partition(wanted);
        *rows = gone;
        if let Some(at) = position("origin") {
            for row in &mut back {
                row[at] = Value::Text(RETIRED.to_owned());
            }
        }
        restored |= !back.is_empty();
        execute_all(connection, &shape.insert_sql(table), &back).map_err(Error::sql(format!(
            "keep the rows of {table} that others lean on"
        )))?;
    }
    Ok(restored)
}

/// One line for each retired row that rows of the user's lean on.
pub fn kept(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    for link in links(connection)? {
        let shape = Shape::read(connection, link.child)?;
        let key: Vec<String> = shape
            .key
            .iter()
            .map(|at| format!("child.{}", shape.columns[*at]))
            .collect();
        let (_, id) = &link.columns[0];
        let sql = format!(
            "SELECT parent.{id}, {}, child.origin FROM {} AS child JOIN {} AS parent ON {}
             WHERE parent.origin = ?1 AND child.origin NOT IN (?1, ?2) ORDER BY 1, 2",
            key.join(" || ' ' || "),
            link.child,
            link.parent,
            link.condition(),
        );
        let failed = || {
            Error::sql(format!(
                "look for rows of {} that lean on retired ones",
                link.child
            ))
        };
        let mut statement = connection.prepare(&sql).map_err(failed())?;
        let found: Vec<(String, String, String)> = statement
            .query_map([RETIRED, CURATED], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .and_then(Iterator::collect)
            .map_err(failed())?;
        for (retired, leaning, origin) in found {
            let reason = reason(connection, &retired)?;
            lines.push(format!(
                "`{retired}` of {} is no longer curated{reason}; it is kept because `{leaning}` of {} (origin {origin}) leans on it",
                link.parent, link.child
            ));
        }
    }
    lines.sort();
    lines.dedup();
    Ok(lines)
}

fn reason(connection: &Connection, id: &str) -> Result<String, Error> {
    let found: Option<(String, Option<String>)> = connection
        .query_row(
            "SELECT reason, replaced_by FROM retired_ids WHERE id = ?1",
            params_from_iter([id]),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(Error::sql("read the retired ids"))?;
    Ok(match found {
        Some((reason, Some(other))) => format!(" ({reason}; use `{other}`)"),
        Some((reason, None)) => format!(" ({reason})"),
        None => String::new(),
    })
}
