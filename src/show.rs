//! Everything that stands behind one id: a fact, a passage, a source or an entity.

mod behind;
mod events;

use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::{Map, Value as Json, json};

use crate::complaint::Complaint;
use crate::db::Queries;
use crate::error::Error;
use crate::tables::{self, ALL_TABLES, CellType, Fact, Rows, Table};
use crate::wording::did_you_mean;

pub use behind::{Behind, documents_behind};
pub use events::{Event, events};

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
type Related = &'static [(&'static str, &'static str)];

const RELATED_TO_FACT: Related = &[
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

/// The kinds of fact that have a list of their own above, under the fact of this table that they name.
const LISTED_APART: &[(&str, &str)] = &[
    ("event_participants", "events"),
    ("event_variants", "events"),
];

const RELATED_TO_CITATION: Related = &[(
    "facts that rest on it",
    include_str!("show/facts_of_citation.sql"),
)];

const RELATED_TO_SOURCE: Related = &[
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

const RELATED_TO_ENTITY: Related = &[
    (
        "other names",
        "SELECT name, name_kind, language, source_id FROM entity_names WHERE entity_id = ?1 ORDER BY name",
    ),
    (
        "codes",
        "SELECT scheme, code, valid_from, valid_to FROM entity_codes WHERE entity_id = ?1 ORDER BY scheme, code",
    ),
];

/// What sort of row has an id.
enum Found {
    /// A fact, in the table of its kind.
    Fact(&'static Table, &'static Fact),
    /// Another row.
    Row(&'static Place),
}

/// A table whose rows have ids of their own.
struct Place {
    table: &'static str,
    key: &'static str,
    related: Related,
    /// The heading over the facts that name the row.
    naming: &'static str,
}

const PLACES: &[Place] = &[
    Place {
        table: "citations",
        key: "citation_id",
        related: RELATED_TO_CITATION,
        naming: "facts that name it",
    },
    Place {
        table: "sources",
        key: "source_id",
        related: RELATED_TO_SOURCE,
        naming: "facts that name it",
    },
    Place {
        table: "entities",
        key: "entity_id",
        related: RELATED_TO_ENTITY,
        naming: "facts",
    },
];

/// Looks an id up among facts, passages, sources and entities, and tells all that is tied to it.
pub fn show(connection: &Connection, id: &str) -> Result<Shown, Error> {
    match find(connection, id)? {
        Found::Fact(table, fact) => {
            let mut shown = gather(connection, id, fact.view.name, "fact_id", RELATED_TO_FACT)?;
            shown.heading = format!("{} {id}", table.name);
            shown.add_facts_that_name(
                connection,
                "facts that name it",
                &[table.name, "facts"],
                id,
            )?;
            Ok(shown)
        }
        Found::Row(place) => {
            let mut shown = gather(connection, id, place.table, place.key, place.related)?;
            shown.add_facts_that_name(connection, place.naming, &[place.table], id)?;
            Ok(shown)
        }
    }
}

/// Looks an id up among facts, passages, sources and entities.
fn find(connection: &Connection, id: &str) -> Result<Found, Error> {
    let fact_kind: Option<String> = connection.first_row(
        "look the id up",
        "SELECT kind FROM facts WHERE fact_id = ?1",
        [id],
        |row| row.get(0),
    )?;
    let kind = tables::kinds().find(|(table, _)| fact_kind.as_deref() == Some(table.name));
    if let Some((table, fact)) = kind {
        return Ok(Found::Fact(table, fact));
    }
    for place in PLACES {
        let found: bool = connection.value(
            "look the id up",
            &format!(
                "SELECT count(*) > 0 FROM {} WHERE {} = ?1",
                place.table, place.key
            ),
            [id],
        )?;
        if found {
            return Ok(Found::Row(place));
        }
    }
    Err(Error::Request(unknown(connection, id)?))
}

/// The question for the id of every fact that names a row of these tables, made from the columns that hold the
/// key of such a row: so a new kind of fact, or a new column, is followed without a word here. None where no
/// column does.
fn facts_that_name(tables: &[&str]) -> Option<String> {
    let named: Vec<String> = ALL_TABLES
        .iter()
        .filter(|table| table.is_fact() || matches!(table.rows, Rows::Facts | Rows::ListIn { .. }))
        .filter_map(|table| {
            let conditions = conditions(table, tables);
            (!conditions.is_empty()).then(|| {
                format!(
                    "SELECT fact_id FROM {} WHERE {}",
                    table.name,
                    conditions.join(" OR ")
                )
            })
        })
        .collect();
    (!named.is_empty()).then(|| named.join("\n    UNION "))
}

/// The SQL conditions under which a row of a table names the row of one of these tables.
fn conditions(table: &Table, named: &[&str]) -> Vec<String> {
    let is_named = |cell: CellType| match cell {
        CellType::Reference(other) => {
            named.contains(&other) && !LISTED_APART.contains(&(table.name, other))
        }
        _ => false,
    };
    let columns = table
        .own
        .iter()
        // An item of a list belongs to its fact, and does not make it name itself.
        .filter(|column| is_named(column.cell) && column.name != "fact_id")
        .map(|column| format!("{} = ?1", column.name));
    let under_condition = table
        .references_when
        .iter()
        .filter(|reference| named.contains(&reference.table))
        .map(|reference| {
            let (column, word) = reference.when;
            format!("({column} = '{word}' AND {} = ?1)", reference.column)
        });
    columns.chain(under_condition).collect()
}

/// Whether an id is one of a fact, passage, source or entity, or was retired.
pub fn is_known(connection: &Connection, id: &str) -> Result<bool, Error> {
    connection.value(
        "look the id up",
        "SELECT EXISTS (SELECT 1 FROM facts WHERE fact_id = ?1)
             OR EXISTS (SELECT 1 FROM citations WHERE citation_id = ?1)
             OR EXISTS (SELECT 1 FROM sources WHERE source_id = ?1)
             OR EXISTS (SELECT 1 FROM entities WHERE entity_id = ?1)
             OR EXISTS (SELECT 1 FROM retired_ids WHERE id = ?1)",
        [id],
    )
}

/// Under which name the row of an id is kept: that of the dataset, or one of a user's; `None` for an id of nothing.
pub fn origin_of(connection: &Connection, id: &str) -> Result<Option<String>, Error> {
    connection.first_row(
        "look up whose row it is",
        "SELECT origin FROM facts WHERE fact_id = ?1
         UNION ALL SELECT origin FROM citations WHERE citation_id = ?1
         UNION ALL SELECT origin FROM sources WHERE source_id = ?1
         UNION ALL SELECT origin FROM entities WHERE entity_id = ?1",
        [id],
        |row| row.get(0),
    )
}

/// Says that an id is unknown, or that and why it was retired.
fn unknown(connection: &Connection, id: &str) -> Result<Complaint, Error> {
    let retired: Option<(String, Option<String>)> = connection.first_row(
        "look the id up",
        "SELECT reason, replaced_by FROM retired_ids WHERE id = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(match retired {
        Some((reason, Some(other))) => Complaint::new(
            format!("`{id}` was retired: {reason}"),
            format!("see `{other}`"),
        ),
        Some((reason, None)) => Complaint::new(format!("`{id}` was retired: {reason}"), ""),
        None => Complaint::new(
            format!("`{id}` is no fact, passage, source or entity of this database"),
            "ids are in the first column of each table and export",
        ),
    })
}

fn gather(
    connection: &Connection,
    id: &str,
    table: &str,
    key: &str,
    related: Related,
) -> Result<Shown, Error> {
    let sql = format!("SELECT * FROM {table} WHERE {key} = ?1");
    let mut shown = Shown {
        heading: format!("{table} {id}"),
        columns: rows(connection, &sql, id)?
            .into_iter()
            .next()
            .unwrap_or_default(),
        lists: Vec::new(),
    };
    for (heading, sql) in related {
        shown.add(connection, heading, sql, id)?;
    }
    Ok(shown)
}

/// The rows of a question, each with the cells that hold something.
fn rows(connection: &Connection, sql: &str, id: &str) -> Result<Vec<Cells>, Error> {
    connection.rows("look up what is tied to the id", sql, [id], |row| {
        let statement = row.as_ref();
        let mut cells = Vec::new();
        for at in 0..statement.column_count() {
            if let Some(value) = json_of(row.get(at)?) {
                cells.push((statement.column_name(at)?.to_owned(), value));
            }
        }
        Ok(cells)
    })
}

fn json_of(value: Value) -> Option<Json> {
    match value {
        Value::Null | Value::Blob(_) => None,
        Value::Integer(number) => Some(json!(number)),
        Value::Real(number) => Some(number_of(number)),
        Value::Text(text) => Some(json!(text)),
    }
}

/// A number as the exports print it: without a fraction where it is whole.
fn number_of(number: f64) -> Json {
    let whole: Option<i64> = number.to_string().parse().ok();
    whole.map_or_else(|| json!(number), |whole| json!(whole))
}

impl Shown {
    /// Adds a list under a heading, unless it is empty.
    fn add(
        &mut self,
        connection: &Connection,
        heading: &'static str,
        sql: &str,
        id: &str,
    ) -> Result<(), Error> {
        let found = rows(connection, sql, id)?;
        if !found.is_empty() {
            self.lists.push((heading, found));
        }
        Ok(())
    }

    /// Adds the facts that name a row of these tables.
    fn add_facts_that_name(
        &mut self,
        connection: &Connection,
        heading: &'static str,
        tables: &[&str],
        id: &str,
    ) -> Result<(), Error> {
        match facts_that_name(tables) {
            Some(named) => {
                let sql = format!(include_str!("show/facts_that_name.sql"), named = named);
                self.add(connection, heading, &sql, id)
            }
            None => Ok(()),
        }
    }

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
}

/// Refuses an id that is of no entity.
pub fn refuse_unknown_entity(connection: &Connection, id: &str) -> Result<(), Error> {
    let is_known: bool = connection.value(
        "look for an entity",
        "SELECT count(*) > 0 FROM entities WHERE entity_id = ?1",
        [id],
    )?;
    if is_known {
        return Ok(());
    }
    let named: Option<String> = connection.first_row(
        "look for an entity of that name",
        "SELECT entity_id FROM entities WHERE lower(name) = lower(?1)
         UNION SELECT entity_id FROM entity_names WHERE lower(name) = lower(?1)",
        [id],
        |row| row.get(0),
    )?;
    let ids: Vec<String> =
        connection.column("list the entities", "SELECT entity_id FROM entities", [])?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let help = named
        .map(|named| format!("did you mean `{named}`?"))
        .or_else(|| did_you_mean(id, &ids))
        .unwrap_or_else(|| "look its id up in the table entities, or with `sco search`".to_owned());
    Err(Error::request(format!("no entity has the id `{id}`"), help))
}
