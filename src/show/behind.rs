//! The documents behind an id, as they are cited.

use rusqlite::Connection;

use super::{Found, facts_that_name, find};
use crate::db::Queries;
use crate::error::Error;

/// A document, and the passages of it that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The id of the source.
    pub source_id: String,
    /// Where the passages stand: `paragraph 5`.
    pub locators: Vec<String>,
}

/// The documents behind an id, in the order of their ids: of a fact and of a passage those that it rests on with the
/// passages, of a source itself, and of an entity those of the facts that name it.
pub fn documents_behind(connection: &Connection, id: &str) -> Result<Vec<Behind>, Error> {
    let sql = match find(connection, id)? {
        Found::Fact(..) => include_str!("documents_of_fact.sql").to_owned(),
        Found::Row(row) => match row.table {
            "citations" => include_str!("document_of_citation.sql").to_owned(),
            "sources" => "SELECT source_id, NULL FROM sources WHERE source_id = ?1".to_owned(),
            table => match facts_that_name(&[table]) {
                Some(named) => format!(include_str!("documents_of_facts.sql"), named = named),
                None => return Ok(Vec::new()),
            },
        },
    };
    let rows: Vec<(String, Option<String>)> =
        connection.rows("look up the documents behind the id", &sql, [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut documents: Vec<Behind> = Vec::new();
    for (source_id, locator) in rows {
        match documents.last_mut() {
            Some(last) if last.source_id == source_id => last.locators.extend(locator),
            _ => documents.push(Behind {
                source_id,
                locators: locator.into_iter().collect(),
            }),
        }
    }
    Ok(documents)
}
