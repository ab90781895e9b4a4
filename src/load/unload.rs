//! Turns the rows of a database back into seeds, so that a user's facts can be checked together with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::Connection;

use crate::db::{Queries, text_of};
use crate::error::Error;
use crate::seeds::Seeds;
use crate::tables::{self, CellType, Column, FACT_COLUMNS, TABLES, Table};

/// The SQL expression for the cell `citations` of a fact, in the form in which curators write it.
const CITATIONS: &str = "(
    SELECT group_concat(
        CASE role WHEN 'supports' THEN '' ELSE role || ':' END || citation_id
            || coalesce('[' || detail || ']', ''), ';')
    FROM (
        SELECT role, citation_id, detail FROM fact_citations
        WHERE fact_citations.fact_id = facts.fact_id ORDER BY citation_id
    )
)";
/// The SQL expression for the cell `references` of a fact.
const REFERENCES: &str = "(
    SELECT group_concat(citing || '#' || note || '.' || position, ';')
    FROM (
        SELECT citing, note, position FROM fact_references
        WHERE fact_references.fact_id = facts.fact_id ORDER BY citing, note, position
    )
)";

/// All rows as seed records, by origin. `name` stands for the file in problems with these records.
pub fn unload(connection: &Connection, name: &str) -> Result<BTreeMap<String, Seeds>, Error> {
    let mut origins: BTreeMap<String, Seeds> = BTreeMap::new();
    let name: Arc<str> = name.into();
    for table in TABLES {
        let width = table.columns().count();
        let rows = connection.rows(
            &format!("read the rows of {}", table.name),
            &select(table),
            [],
            |row| {
                let cells: rusqlite::Result<Vec<String>> =
                    (0..width).map(|at| row.get_ref(at).map(text_of)).collect();
                Ok((row.get::<_, String>(width)?, cells?))
            },
        )?;
        for (origin, cells) in rows {
            let owner: Arc<str> = origin.as_str().into();
            let seeds = origins.entry(origin).or_default();
            seeds.push_held(table, (&name, &owner), cells);
        }
    }
    Ok(origins)
}

/// The SQL expression for the cell of a list that has a table of its own.
fn list_of(table: &Table, column: &Column) -> String {
    let list = tables::list_of(table, column).map_or("", |list| list.name);
    format!(
        "(SELECT group_concat(entity_id, ';') FROM (
            SELECT entity_id FROM {list} WHERE {list}.fact_id = {}.fact_id ORDER BY position
        ))",
        table.name
    )
}

fn select(table: &Table) -> String {
    let mut columns: Vec<String> = table
        .own
        .iter()
        .map(|column| match column.cell {
            CellType::Keys(_) => list_of(table, column),
            _ => format!("{}.{}", table.name, column.name),
        })
        .collect();
    if !table.is_fact() {
        return format!("SELECT {}, origin FROM {}", columns.join(", "), table.name);
    }
    columns.extend(FACT_COLUMNS.iter().map(|column| match column.cell {
        CellType::Citations => CITATIONS.to_owned(),
        CellType::References => REFERENCES.to_owned(),
        _ => format!("facts.{}", column.name),
    }));
    format!(
        "SELECT {}, facts.origin FROM {} JOIN facts ON facts.fact_id = {}.fact_id",
        columns.join(", "),
        table.name,
        table.name
    )
}
