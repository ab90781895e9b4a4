//! Full-text search over facts, names and titles.

use rusqlite::Connection;
use serde::Serialize;

use crate::db::{Queries, schema};
use crate::error::Error;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Its id, for `sco show`.
    pub id: String,
    /// The table that it stands in.
    pub kind: String,
    /// The fact in a sentence, the name of an entity, or the title of a work.
    pub heading: String,
    /// The ready citation of a fact, or author and year of a work.
    pub citation: Option<String>,
    /// Whose row it is.
    pub origin: String,
}

/// Fills the index anew from the rows of the database in a fixed order, inside the caller's transaction.
pub fn fill(connection: &Connection) -> Result<(), Error> {
    const DOING: &str = "fill the search index";
    const INSERT: &str = concat!(
        "INSERT INTO search_index (id, kind, heading, body, citation, origin)
         SELECT id, kind, heading, body, citation, origin FROM (",
        include_str!("search/rows.sql"),
        ") ORDER BY kind, id"
    );
    connection.write(DOING, "DELETE FROM search_index", [])?;
    connection.write(DOING, INSERT, [])?;
    Ok(())
}

/// True if the index holds anything but what follows from the rows, as after a change by another program.
pub fn differs(connection: &Connection) -> Result<bool, Error> {
    const DIFFERS: &str = concat!(
        "WITH wanted (id, kind, heading, body, citation, origin) AS MATERIALIZED (",
        include_str!("search/rows.sql"),
        ")
         SELECT (SELECT count(*) FROM wanted) <> (SELECT count(*) FROM search_index)
             OR EXISTS (
                 SELECT id, kind, heading, body, citation, origin FROM wanted
                 EXCEPT SELECT id, kind, heading, body, citation, origin FROM search_index
             )"
    );
    connection.value("compare the search index", DIFFERS, [])
}

/// Fills the index where the database has one: older schemas have none.
pub fn fill_if_there(connection: &Connection) -> Result<(), Error> {
    if schema::has(connection, "search_index")? && schema::has(connection, "v_facts")? {
        fill(connection)?;
    }
    Ok(())
}

/// Finds what holds every word, whatever its case and accents; a word may be the beginning of a longer one.
pub fn search(connection: &Connection, words: &[String], limit: u32) -> Result<Vec<Hit>, Error> {
    connection.rows(
        "search",
        include_str!("search/find.sql"),
        (question(words)?, limit),
        |row| {
            Ok(Hit {
                id: row.get(0)?,
                kind: row.get(1)?,
                heading: row.get(2)?,
                citation: row.get(3)?,
                origin: row.get(4)?,
            })
        },
    )
}

/// The words as a question to FTS5: each quoted, so that nothing in them is taken for its syntax.
fn question(words: &[String]) -> Result<String, Error> {
    let parts: Vec<String> = words
        .iter()
        .flat_map(|words| words.split_whitespace())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"")))
        .collect();
    if parts.is_empty() {
        return Err(Error::request(
            "there is no word to search for",
            "name one or more",
        ));
    }
    Ok(parts.join(" "))
}
