//! What a database holds before a migration and after it, and what was lost between.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::expect::Loss;
use super::promises::promises;
use super::sql::quoted;
use super::values::{Values, moved_values, values};
use crate::error::Error;

/// What a migration may not take away in silence.
#[derive(Debug, Default)]
pub struct Snapshot {
    tables: BTreeMap<String, Table>,
    /// The table of each index, trigger and view, by `index facts_by_kind` and the like.
    objects: BTreeMap<String, String>,
    sequences: BTreeMap<String, i64>,
}

#[derive(Debug)]
struct Table {
    rows: i64,
    sql: String,
    promises: Vec<String>,
    values: Option<Values>,
}

impl Snapshot {
    /// Takes note of a database, and of all values of the tables named. What an earlier note says of a
    /// table whose text is the same is not worked out again.
    pub fn take(
        connection: &Connection,
        closely: &[String],
        earlier: Option<&Self>,
    ) -> Result<Self, Error> {
        let mut snapshot = Self::default();
        for (name, sql) in texts(connection)? {
            let values = closely
                .iter()
                .any(|wanted| wanted.eq_ignore_ascii_case(&name))
                .then(|| values(connection, &name))
                .transpose()?;
            let known = earlier
                .and_then(|earlier| earlier.tables.get(&name))
                .filter(|table| table.sql == sql);
            let table = Table {
                rows: count(connection, &name)?,
                promises: match known {
                    Some(table) => table.promises.clone(),
                    None => promises(connection, &name)?,
                },
                sql,
                values,
            };
            snapshot.tables.insert(name, table);
        }
        snapshot.objects = objects(connection)?;
        snapshot.sequences = sequences(connection)?;
        Ok(snapshot)
    }

    /// What a later note no longer has.
    pub fn losses(&self, after: &Self) -> Vec<Loss> {
        let mut losses = Vec::new();
        for (name, before) in &self.tables {
            match after.tables.get(name) {
                None => losses.push(Loss {
                    words: format!("drop table {name}"),
                    table: name.clone(),
                    rows: 0,
                    told: format!("table {name} is gone ({} rows)", before.rows),
                }),
                Some(now) => before.losses(name, now, &mut losses),
            }
        }
        for (object, table) in &self.objects {
            if !after.objects.contains_key(object) {
                losses.push(Loss {
                    words: format!("drop {object}"),
                    table: table.clone(),
                    rows: 0,
                    told: format!("{object} is gone"),
                });
            }
        }
        self.lost_sequences(after, &mut losses);
        losses
    }

    fn lost_sequences(&self, after: &Self, losses: &mut Vec<Loss>) {
        for (name, before) in &self.sequences {
            let now = after.sequences.get(name).copied().unwrap_or(0);
            if now < *before && after.tables.contains_key(name) {
                losses.push(Loss {
                    words: format!("sequence {name}"),
                    table: name.clone(),
                    rows: 0,
                    told: format!(
                        "the AUTOINCREMENT counter of {name} would go back from {before} to {now}, so that ids are given out twice"
                    ),
                });
            }
        }
    }
}

impl Table {
    fn losses(&self, name: &str, now: &Self, losses: &mut Vec<Loss>) {
        let fewer = self.rows - now.rows;
        if fewer > 0 {
            losses.push(Loss {
                words: format!("rows {name} -{fewer}"),
                table: name.to_owned(),
                rows: fewer,
                told: format!("{name} ({} rows before, {} after)", self.rows, now.rows),
            });
        }
        for promise in &self.promises {
            if !now.promises.contains(promise) {
                losses.push(Loss {
                    words: format!("drop {promise}"),
                    table: name.to_owned(),
                    rows: 0,
                    told: format!("{promise} is gone"),
                });
            }
        }
        // With other rows there are other values: the count of rows has said so already.
        if let (0, Some(before), Some(after)) = (fewer, &self.values, &now.values) {
            losses.extend(moved_values(name, before, after));
        }
    }
}

/// The tables of a database but for SQLite's own, the history and the inner tables of virtual ones.
pub fn tables(connection: &Connection) -> Result<Vec<String>, Error> {
    names(
        connection,
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             AND name <> 'refinery_schema_history'
         ORDER BY name",
    )
}

/// The same tables with their texts.
fn texts(connection: &Connection) -> Result<Vec<(String, String)>, Error> {
    let failed = || Error::sql("read the schema");
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1")
        .map_err(failed())?;
    tables(connection)?
        .into_iter()
        .map(|name| {
            let sql = statement
                .query_row([&name], |row| row.get(0))
                .map_err(failed())?;
            Ok((name, sql))
        })
        .collect()
}

fn names(connection: &Connection, sql: &str) -> Result<Vec<String>, Error> {
    let failed = || Error::sql("read the schema");
    let mut statement = connection.prepare(sql).map_err(failed())?;
    statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// How many rows a table has.
pub fn count(connection: &Connection, table: &str) -> Result<i64, Error> {
    connection
        .query_row(
            &format!("SELECT count(*) FROM {}", quoted(table)),
            [],
            |row| row.get(0),
        )
        .map_err(Error::sql(format!("count the rows of {table}")))
}

fn objects(connection: &Connection) -> Result<BTreeMap<String, String>, Error> {
    let failed = || Error::sql("read the schema");
    let mut statement = connection
        .prepare("SELECT type || ' ' || name, tbl_name FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL")
        .map_err(failed())?;
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .map_err(failed())
}

fn sequences(connection: &Connection) -> Result<BTreeMap<String, i64>, Error> {
    let failed = || Error::sql("read the AUTOINCREMENT counters");
    let known = names(
        connection,
        "SELECT name FROM sqlite_schema WHERE name = 'sqlite_sequence'",
    )?;
    if known.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut statement = connection
        .prepare("SELECT name, CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name IS NOT NULL")
        .map_err(failed())?;
    statement
        .query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.unwrap_or(0)))
        })
        .and_then(Iterator::collect)
        .map_err(failed())
}

/// Rows that name a row that is not there: child, parent and the key of the child, `without rowid` where
/// the table has none. A foreign key that is declared wrongly is one of its own.
pub fn dangling(connection: &Connection) -> Result<BTreeMap<(String, String), Vec<i64>>, Error> {
    let mut found = BTreeMap::new();
    for table in tables(connection)? {
        let read = |found: &mut BTreeMap<(String, String), Vec<i64>>| {
            let mut statement = connection
                .prepare("SELECT \"table\", parent, rowid FROM pragma_foreign_key_check(?1)")?;
            let mut rows = statement.query([&table])?;
            while let Some(row) = rows.next()? {
                let key: Option<i64> = row.get(2)?;
                found
                    .entry((row.get(0)?, row.get(1)?))
                    .or_default()
                    .push(key.unwrap_or(0));
            }
            Ok::<_, rusqlite::Error>(())
        };
        match read(&mut found) {
            Err(
                rusqlite::Error::SqliteFailure(_, Some(message))
                | rusqlite::Error::SqlInputError { msg: message, .. },
            ) if message.contains("foreign key mismatch") => {
                found.insert((table, message), vec![0]);
            }
            Err(error) => return Err(Error::sql("check the foreign keys")(error)),
            Ok(()) => {}
        }
    }
    Ok(found)
}

/// Refuses rows that dangle after, but did not before.
pub fn refuse_new_dangling(
    before: &BTreeMap<(String, String), Vec<i64>>,
    after: &BTreeMap<(String, String), Vec<i64>>,
) -> Result<(), Error> {
    let mut new = Vec::new();
    for ((child, parent), rows) in after {
        let known = before.get(&(child.clone(), parent.clone()));
        let fresh: Vec<i64> = match known {
            // Without a rowid, the number of rows has to serve.
            Some(known) if rows.iter().all(|row| *row == 0) => {
                rows.get(known.len()..).unwrap_or_default().to_vec()
            }
            Some(known) => rows
                .iter()
                .filter(|row| !known.contains(row))
                .copied()
                .collect(),
            None => rows.clone(),
        };
        if fresh.is_empty() {
            continue;
        }
        if parent.contains("foreign key mismatch") {
            new.push(format!("{child}: {parent}"));
            continue;
        }
        let some: Vec<String> = fresh
            .iter()
            .take(5)
            .filter(|row| **row != 0)
            .map(i64::to_string)
            .collect();
        let which = if some.is_empty() {
            String::new()
        } else {
            format!(" (rowid {})", some.join(", "))
        };
        new.push(format!(
            "{} of {child} name rows of {parent} that are not there{which}",
            fresh.len()
        ));
    }
    if new.is_empty() {
        return Ok(());
    }
    Err(Error::Migrations(format!(
        "rows would be left dangling: {}; delete or change them in the migration too",
        new.join("; ")
    )))
}
