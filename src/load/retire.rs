//! Curated rows that were removed from the seeds although a user's rows, or trade statistics, refer to them. They are
//! kept, with the origin `retired`, until nothing refers to them any more.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rusqlite::Connection;
use rusqlite::types::Value;
use serde::Serialize;

use super::key::Key;
use super::origin::curated;
use super::shape::Shape;
use crate::db::Queries;
use crate::db::schema::{self, ForeignKey};
use crate::error::Error;
use crate::tables::{ALL_TABLES, Table};

/// The origin of curated rows that are no longer in the seeds.
pub const RETIRED: &str = "retired";

/// Rows by table.
pub(super) type RowsByTable = BTreeMap<&'static str, Vec<Vec<Value>>>;

/// The rows that retiring wrote.
#[derive(Debug, Default)]
pub(super) struct Retired {
    /// Deleted rows that were restored, with their new origin `retired`.
    pub(super) kept: RowsByTable,
    /// Rows that were retired before and are deleted now.
    pub(super) dropped: RowsByTable,
}

/// A foreign key with the table that declares it.
#[derive(Debug)]
struct Link {
    child: Child,
    key: ForeignKey,
}

/// A table whose rows refer to others.
#[derive(Debug, Clone, Copy)]
enum Child {
    /// One of the dataset, whose rows have an origin.
    Dataset(&'static Table),
    /// The table of the entities that trade statistics name, whose rows have no origin.
    TradeAreas,
}

/// The name of the table of the entities that trade statistics name.
const TRADE_AREAS: &str = "trade_areas";

impl Child {
    fn name(self) -> &'static str {
        match self {
            Self::Dataset(table) => table.name,
            Self::TradeAreas => TRADE_AREAS,
        }
    }

    /// The SQL condition that a row is not retired.
    fn is_living(self) -> &'static str {
        match self {
            Self::Dataset(_) => "child.origin <> ?1",
            Self::TradeAreas => "1",
        }
    }
}

impl Link {
    /// The SQL condition that a row of the child refers to a row of the parent.
    fn condition(&self) -> String {
        let equal: Vec<String> = self
            .key
            .columns
            .iter()
            .map(|(from, to)| format!("parent.{to} = child.{from}"))
            .collect();
        equal.join(" AND ")
    }

    /// True if the link refers to a fact, of which all rows are kept together.
    fn names_fact(&self) -> bool {
        self.key.columns.iter().any(|(_, to)| to == "fact_id")
    }
}

/// Restores every deleted row that a remaining row refers to, with the origin `retired`, and deletes the retired rows
/// to which nothing refers any more. The caller holds the transaction, with foreign keys off.
pub(super) fn keep_rows_still_referred_to(
    connection: &Connection,
    deleted: &RowsByTable,
) -> Result<Retired, Error> {
    let candidates = Candidates::of(connection, deleted)?;
    if candidates.rows.is_empty() {
        return Ok(Retired::default());
    }
    let links = links(connection)?;
    let wanted = candidates.wanted(connection, &links)?;
    let mut retired = Retired::default();
    for (candidate, is_wanted) in candidates.rows.into_iter().zip(wanted) {
        let Candidate {
            table,
            mut row,
            is_retired,
        } = candidate;
        let rows = match (is_retired, is_wanted) {
            (false, true) => &mut retired.kept,
            (true, false) => &mut retired.dropped,
            _ => continue,
        };
        if is_wanted && let Some(origin) = row.last_mut() {
            *origin = Value::Text(RETIRED.to_owned());
        }
        rows.entry(table.name).or_default().push(row);
    }
    for table in ALL_TABLES {
        let shape = Shape::read(connection, table)?;
        let rows = |rows: &RowsByTable| rows.get(table.name).cloned().unwrap_or_default();
        shape.delete(connection, &rows(&retired.dropped))?;
        shape.insert(connection, &rows(&retired.kept))?;
    }
    Ok(retired)
}

/// A row that may have to be kept.
struct Candidate {
    table: &'static Table,
    row: Vec<Value>,
    /// True if it is in the database as a retired row, false if it was just deleted.
    is_retired: bool,
}

/// Every row that may have to be kept.
struct Candidates {
    shapes: BTreeMap<&'static str, Shape>,
    rows: Vec<Candidate>,
}

impl Candidates {
    fn of(connection: &Connection, deleted: &RowsByTable) -> Result<Self, Error> {
        let (mut shapes, mut rows) = (BTreeMap::new(), Vec::new());
        for table in ALL_TABLES {
            let shape = Shape::read(connection, table)?;
            let gone = deleted.get(table.name).into_iter().flatten().cloned();
            let retired = shape.select(connection, "WHERE origin = ?1", [RETIRED])?;
            let all = gone
                .map(|row| (row, false))
                .chain(retired.into_iter().map(|row| (row, true)));
            rows.extend(all.map(|(row, is_retired)| Candidate {
                table,
                row,
                is_retired,
            }));
            shapes.insert(table.name, shape);
        }
        Ok(Self { shapes, rows })
    }

    /// Which candidates other rows refer to, directly or through other candidates. Takes one query for each foreign
    /// key, not one for each row.
    fn wanted(&self, connection: &Connection, links: &[Link]) -> Result<Vec<bool>, Error> {
        let holders: Vec<BTreeMap<Key, Vec<usize>>> =
            links.iter().map(|link| self.holders(link)).collect();
        let mut open: Vec<(usize, Key)> = Vec::new();
        for (at, link) in links.iter().enumerate() {
            if !holders[at].is_empty() {
                let keys = missing(connection, link)?;
                open.extend(keys.iter().map(|key| (at, Key::of(key.iter()))));
            }
        }
        let mut wanted = vec![false; self.rows.len()];
        while let Some((at, key)) = open.pop() {
            for place in holders[at].get(&key).into_iter().flatten().copied() {
                if !std::mem::replace(&mut wanted[place], true) {
                    open.extend(self.named_by(place, links));
                }
            }
        }
        Ok(wanted)
    }

    /// For each key of the link, the candidates that it refers to: the row of the parent, or all rows of a fact.
    fn holders(&self, link: &Link) -> BTreeMap<Key, Vec<usize>> {
        let mut holders: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        let columns: Vec<&str> = link.key.columns.iter().map(|(_, to)| to.as_str()).collect();
        for (place, candidate) in self.rows.iter().enumerate() {
            let may_hold = link.names_fact() || candidate.table.name == link.key.parent;
            if may_hold && let Some(key) = self.key(candidate, &columns) {
                holders.entry(key).or_default().push(place);
            }
        }
        holders
    }

    /// The keys to which a candidate refers, each with the place of its link.
    fn named_by(&self, place: usize, links: &[Link]) -> Vec<(usize, Key)> {
        let candidate = &self.rows[place];
        let own = links
            .iter()
            .enumerate()
            .filter(|(_, link)| link.child.name() == candidate.table.name);
        own.filter_map(|(at, link)| {
            let columns: Vec<&str> = link
                .key
                .columns
                .iter()
                .map(|(from, _)| from.as_str())
                .collect();
            Some((at, self.key(candidate, &columns)?))
        })
        .collect()
    }

    /// The values of these columns; `None` if the table lacks one of them or a value is NULL.
    fn key(&self, candidate: &Candidate, columns: &[&str]) -> Option<Key> {
        let shape = self.shapes.get(candidate.table.name)?;
        let values: Option<Vec<&Value>> = columns
            .iter()
            .map(|column| Some(&candidate.row[shape.position(column)?]))
            .collect();
        let values = values?;
        let is_whole = !values.contains(&&Value::Null);
        is_whole.then(|| Key::of(values.into_iter()))
    }
}

fn links(connection: &Connection) -> Result<Vec<Link>, Error> {
    let mut links = Vec::new();
    let tables = ALL_TABLES.iter().map(|table| Child::Dataset(table));
    for child in tables.chain([Child::TradeAreas]) {
        for key in schema::foreign_keys(connection, child.name())? {
            links.push(Link { child, key });
        }
    }
    Ok(links)
}

/// The keys that rows of the child refer to and that the parent lacks, or has only as retired rows.
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
        &format!("look for what {} refers to", link.child.name()),
        &format!(
            "SELECT DISTINCT {} FROM {} AS child WHERE {} AND {}
                 AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {} AND parent.origin <> ?1)",
            named.join(", "),
            link.child.name(),
            link.child.is_living(),
            present.join(" AND "),
            link.key.parent,
            link.condition(),
        ),
        [RETIRED],
        |row| (0..named.len()).map(|at| row.get(at)).collect(),
    )
}

/// A retired row that is kept because a row of the user's refers to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// Its table.
    pub table: String,
    /// Why it was retired, if `retired_ids` says so.
    pub reason: Option<String>,
    /// The id to use instead, if there is one.
    pub replaced_by: Option<String>,
    /// The key of the row that refers to it.
    pub user: String,
    /// The table of that row.
    pub user_table: &'static str,
    /// The origin of that row; empty for trade statistics, which have none.
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
        if self.user_table == TRADE_AREAS {
            return f.write_str("; it is kept because imported trade statistics name it");
        }
        write!(
            f,
            "; it is kept because `{}` of {} (origin {}) refers to it",
            self.user, self.user_table, self.origin
        )
    }
}

/// Every retired row that other rows refer to, once for each of these rows.
pub fn kept(connection: &Connection) -> Result<Vec<Kept>, Error> {
    let mut holding = BTreeSet::new();
    for table in ALL_TABLES {
        if holds_retired(connection, table)? {
            holding.insert(table.name);
        }
    }
    let mut kept = Vec::new();
    if holding.is_empty() {
        return Ok(kept);
    }
    let curated = curated(connection)?;
    for link in links(connection)? {
        if holding.contains(link.key.parent.as_str()) {
            kept.extend(kept_for(connection, &link, &curated)?);
        }
    }
    kept.sort();
    kept.dedup();
    Ok(kept)
}

/// True if there is a retired row.
pub(super) fn is_any_held(connection: &Connection) -> Result<bool, Error> {
    for table in ALL_TABLES {
        if holds_retired(connection, table)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn holds_retired(connection: &Connection, table: &Table) -> Result<bool, Error> {
    connection.value(
        "look for retired rows",
        &format!(
            "SELECT EXISTS (SELECT 1 FROM {} WHERE origin = ?1)",
            table.name
        ),
        [RETIRED],
    )
}

fn kept_for(connection: &Connection, link: &Link, curated: &str) -> Result<Vec<Kept>, Error> {
    let (user, origin) = match link.child {
        Child::Dataset(table) => {
            let shape = Shape::read(connection, table)?;
            let user: Vec<String> = shape
                .key_columns()
                .map(|column| format!("child.{column}"))
                .collect();
            (user.join(" || ' ' || "), "child.origin")
        }
        Child::TradeAreas => ("child.area".to_owned(), "''"),
    };
    let (_, id) = &link.key.columns[0];
    connection.rows(
        &format!(
            "look for rows of {} that refer to retired ones",
            link.child.name()
        ),
        &format!(
            "SELECT parent.{id}, {user}, {origin},
                 (SELECT reason FROM retired_ids WHERE retired_ids.id = parent.{id} ORDER BY kind LIMIT 1),
                 (SELECT replaced_by FROM retired_ids WHERE retired_ids.id = parent.{id} ORDER BY kind LIMIT 1)
             FROM {} AS child JOIN {} AS parent ON {}
             WHERE parent.origin = ?1 AND {origin} NOT IN (?1, ?2) ORDER BY 1, 2",
            link.child.name(),
            link.key.parent,
            link.condition(),
        ),
        [RETIRED, curated],
        |row| {
            Ok(Kept {
                id: row.get(0)?,
                table: link.key.parent.clone(),
                user: row.get(1)?,
                user_table: link.child.name(),
                origin: row.get(2)?,
                reason: row.get(3)?,
                replaced_by: row.get(4)?,
            })
        },
    )
}
