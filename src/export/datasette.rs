//! `metadata.json`: titles, licence and the meaning of tables and columns for Datasette.

use std::io::Write;

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::about::{About, Written, write_json};
use super::data_package::meaning;
use crate::dictionary::{Relation, described};
use crate::error::Error;

/// Tables and views that others are made of. Datasette lists them only when it is asked for what is hidden.
const PARTS_OF_OTHERS: [&str; 14] = [
    "cited_trade",
    "expectations",
    "fact_days",
    "fact_lists",
    "fact_passages",
    "fact_statements",
    "fact_support",
    "printed_intervals",
    "refinery_schema_history",
    "search_names",
    "search_rows",
    "search_words",
    "support_worked_out",
    "unnamed_entities",
];

/// Writes the description of every table and view of `sco.db`.
pub(super) fn write(
    connection: &Connection,
    _: &[Written],
    out: &mut dyn Write,
) -> Result<(), Error> {
    let tables: Map<String, Value> = described()
        .iter()
        .map(|relation| (relation.name.to_owned(), describe(relation)))
        .chain(PARTS_OF_OTHERS.map(|name| (name.to_owned(), json!({ "hidden": true }))))
        .collect();
    let mut metadata = json!({ "databases": { "sco": { "tables": tables } } });
    if let Some(about) = About::read(connection)? {
        metadata["title"] = about.title.clone().into();
        metadata["description"] = format!("How to cite: {}", about.cite_as).into();
        metadata["license"] = about.licence.clone().into();
        metadata["license_url"] = about.licence_url().into();
    }
    write_json(&metadata, out)
}

fn describe(relation: &Relation) -> Value {
    let columns: Map<String, Value> = relation
        .columns
        .iter()
        .map(|(field, _)| (field.name.to_owned(), meaning(field).into()))
        .collect();
    json!({ "description": format!("A row is {}.", relation.meaning), "columns": columns })
}
