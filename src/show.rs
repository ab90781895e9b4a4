//! Everything that stands behind one id: a fact, a passage, a source or an entity.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value as Json, json};

use crate::error::Error;

/// What is known of one id: its own columns, and lists of what is tied to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What sort of row it is, as a heading.
    pub heading: String,
    /// Its columns that hold something, in the order of the table.
    pub columns: Vec<(String, Json)>,
    /// Headings, each with one line or more.
    pub lists: Vec<(&'static str, Vec<Cells>)>,
}

/// The cells of a row that hold something, by column.
pub type Cells = Vec<(String, Json)>;

/// Questions that lead from an id to what is tied to it: heading, SQL with the id as its parameter.
type Ties = &'static [(&'static str, &'static str)];

const FACT_TIES: Ties = &[
    ("passages", include_str!("show/passages_of_fact.sql")),
    ("works cited for it", include_str!("show/works_of_fact.sql")),
    (
        "participants",
        include_str!("show/participants_of_event.sql"),
    ),
    ("variants", include_str!("show/variants_of_event.sql")),
    ("linked facts", include_str!("show/links_of_fact.sql")),
    (
        "other answers to the same question",
        include_str!("show/rivals_of_fact.sql"),
    ),
];

const CITATION_TIES: Ties = &[(
    "facts that rest on it",
    include_str!("show/facts_of_citation.sql"),
)];

const SOURCE_TIES: Ties = &[
    (
        "works that it cites",
        include_str!("show/works_of_source.sql"),
    ),
    (
        "documents that cite it",
        include_str!("show/citers_of_source.sql"),
    ),
    (
        "facts that rest on it",
        include_str!("show/facts_of_source.sql"),
    ),
];

const ENTITY_TIES: Ties = &[
    (
        "other names",
        "SELECT name, name_kind, source_id FROM entity_names WHERE entity_id = ?1 ORDER BY name",
    ),
    (
        "codes",
        "SELECT scheme, code, valid_from, valid_to FROM entity_codes WHERE entity_id = ?1 ORDER BY scheme, code",
    ),
    ("facts", include_str!("show/facts_of_entity.sql")),
];

/// Looks an id up among facts, passages, sources and entities.
pub fn show(connection: &Connection, id: &str) -> Result<Shown, Error> {
    let fact_kind: Option<String> = connection
        .query_row("SELECT kind FROM facts WHERE fact_id = ?1", [id], |row| {
            row.get(0)
        })
        .optional()
        .map_err(Error::sql("look the id up"))?;
    if let Some(kind) = fact_kind {
        let mut shown = gather(connection, id, &format!("v_{kind}"), "fact_id", FACT_TIES)?;
        shown.heading = format!("{kind} {id}");
        return Ok(shown);
    }
    let places = [
        ("citations", "citation_id", CITATION_TIES),
        ("sources", "source_id", SOURCE_TIES),
        ("entities", "entity_id", ENTITY_TIES),
    ];
    for (table, key, ties) in places {
        let sql = format!("SELECT count(*) FROM {table} WHERE {key} = ?1");
        let found: i64 = connection
            .query_row(&sql, [id], |row| row.get(0))
            .map_err(Error::sql("look the id up"))?;
        if found > 0 {
            return gather(connection, id, table, key, ties);
        }
    }
    Err(Error::Request(unknown(connection, id)?))
}

/// Says that an id is unknown, and whether it was retired.
fn unknown(connection: &Connection, id: &str) -> Result<String, Error> {
    let retired: Option<(String, Option<String>)> = connection
        .query_row(
            "SELECT reason, replaced_by FROM retired_ids WHERE id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(Error::sql("look the id up"))?;
    Ok(match retired {
        Some((reason, Some(other))) => format!("`{id}` was retired: {reason}; see `{other}`"),
        Some((reason, None)) => format!("`{id}` was retired: {reason}"),
        None => format!(
            "`{id}` is no fact, passage, source or entity of this database; ids are in the first column of each table and export"
        ),
    })
}

fn gather(
    connection: &Connection,
    id: &str,
    table: &str,
    key: &str,
    ties: Ties,
) -> Result<Shown, Error> {
    let sql = format!("SELECT * FROM {table} WHERE {key} = ?1");
    let columns = rows(connection, &sql, id)?
        .into_iter()
        .next()
        .unwrap_or_default();
    let mut lists = Vec::new();
    for (heading, sql) in ties {
        let found = rows(connection, sql, id)?;
        if !found.is_empty() {
            lists.push((*heading, found));
        }
    }
    Ok(Shown {
        heading: format!("{table} {id}"),
        columns,
        lists,
    })
}

/// The rows of a question, each with the cells that hold something.
fn rows(connection: &Connection, sql: &str, id: &str) -> Result<Vec<Cells>, Error> {
    let failed = || Error::sql("look up what is tied to the id");
    let mut statement = connection.prepare(sql).map_err(failed())?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let found = statement.query_map([id], |row| {
        let mut cells = Vec::new();
        for (at, name) in names.iter().enumerate() {
            if let Some(value) = json_of(row.get(at)?) {
                cells.push((name.clone(), value));
            }
        }
        Ok(cells)
    });
    found.and_then(Iterator::collect).map_err(failed())
}

fn json_of(value: Value) -> Option<Json> {
    match value {
        Value::Null | Value::Blob(_) => None,
        Value::Integer(number) => Some(json!(number)),
        Value::Real(number) => Some(json!(number)),
        Value::Text(text) => Some(json!(text)),
    }
}

impl Shown {
    /// One object with the columns, and a list for each heading.
    pub fn to_json(&self) -> Json {
        let object = |cells: &[(String, Json)]| Json::Object(cells.iter().cloned().collect());
        let mut all: Map<String, Json> = self.columns.iter().cloned().collect();
        for (heading, found) in &self.lists {
            let list = found.iter().map(|cells| object(cells)).collect();
            all.insert(heading.replace(' ', "_"), Json::Array(list));
        }
        Json::Object(all)
    }

    /// Lines for people.
    pub fn to_text(&self) -> String {
        let plain = |value: &Json| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let mut lines = vec![self.heading.clone()];
        let width = self
            .columns
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or_default();
        for (name, value) in &self.columns {
            lines.push(format!("  {name:width$}  {}", plain(value)));
        }
        for (heading, found) in &self.lists {
            lines.push(format!("{heading}:"));
            for cells in found {
                let cells: Vec<String> = cells
                    .iter()
                    .map(|(name, value)| format!("{name}: {}", plain(value)))
                    .collect();
                lines.push(format!("  - {}", cells.join("; ")));
            }
        }
        lines.join("\n")
    }
}
