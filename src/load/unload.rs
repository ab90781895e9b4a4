//! Turns the rows of a database back into seeds, so that a user's facts can be checked beside them.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::error::Error;
use crate::seeds::Seeds;
use crate::tables::{FACT_COLUMNS, TABLES, Table};

/// The cells of `citations` and `references` as curators write them.
const CITATIONS: &str = "(
    SELECT group_concat(
        CASE role WHEN 'supports' THEN '' ELSE role || ':' END || citation_id
            || coalesce('[' || detail || ']', ''), ';')
    FROM fact_citations WHERE fact_citations.fact_id = facts.fact_id
)";
const REFERENCES: &str = "(
    SELECT group_concat(citing || '#' || note || '.' || position, ';')
    FROM fact_references WHERE fact_references.fact_id = facts.fact_id
)";

/// Every row of every origin as a seed record of the file `name`, with its origin.
pub fn unload(connection: &Connection, name: &str) -> Result<Vec<(String, Seeds)>, Error> {
    let mut origins: Vec<(String, Seeds)> = Vec::new();
    for table in TABLES {
        let sql = select(table);
        let failed = || Error::sql(format!("read the rows of {}", table.name));
        let width = table.columns().count();
        let mut statement = connection.prepare(&sql).map_err(failed())?;
        let mut rows = statement.query([]).map_err(failed())?;
        while let Some(row) = rows.next().map_err(failed())? {
            let cells: Vec<String> = (0..width)
                .map(|at| row.get_ref(at).map(text))
                .collect::<Result<_, _>>()
                .map_err(failed())?;
            let origin: String = row.get(width).map_err(failed())?;
            let at = origins
                .iter()
                .position(|(known, _)| *known == origin)
                .unwrap_or_else(|| {
                    origins.push((origin, Seeds::default()));
                    origins.len() - 1
                });
            origins[at].1.push(table, name, cells);
        }
    }
    Ok(origins)
}

fn select(table: &Table) -> String {
    let mut columns: Vec<String> = table
        .own
        .iter()
        .map(|column| format!("{}.{}", table.name, column.name))
        .collect();
    if !table.is_fact {
        return format!("SELECT {}, origin FROM {}", columns.join(", "), table.name);
    }
    columns.extend(FACT_COLUMNS.iter().map(|column| match column.name {
        "citations" => CITATIONS.to_owned(),
        "references" => REFERENCES.to_owned(),
        name => format!("facts.{name}"),
    }));
    format!(
        "SELECT {}, facts.origin FROM {} JOIN facts ON facts.fact_id = {}.fact_id",
        columns.join(", "),
        table.name,
        table.name
    )
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}
