//! Marks in a text the words that a question asks for, as the index reads them: stemmed, without case and accents.

use std::collections::BTreeMap;

use serde_json::json;

use super::expressions;
use super::question::Question;
use crate::db::{self, Queries};
use crate::error::Error;

/// Stands before what is marked.
pub const BEGIN_MARK: char = '\u{e000}';
/// Stands behind what is marked.
pub const END_MARK: char = '\u{e001}';

/// The texts with a mark around each word of the question.
pub fn marked(question: &Question, texts: &[&str]) -> Result<Vec<String>, Error> {
    const DOING: &str = "mark the words that were found";
    let sought = expressions::any_term(question);
    if sought.is_empty() {
        return Ok(texts.iter().map(|text| (*text).to_owned()).collect());
    }
    let connection = db::open_in_memory()?;
    connection.run_all(
        DOING,
        "CREATE VIRTUAL TABLE shown USING fts5 (said, tokenize = 'porter unicode61 remove_diacritics 2')",
    )?;
    connection.write(
        DOING,
        "INSERT INTO shown (rowid, said) SELECT key, value FROM json_each(?1)",
        [json!(texts).to_string()],
    )?;
    let found: Vec<(i64, String)> = connection.rows(
        DOING,
        "SELECT rowid, highlight(shown, 0, char(57344), char(57345)) FROM shown WHERE shown MATCH ?1",
        [&sought],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut found: BTreeMap<i64, String> = found.into_iter().collect();
    let texts = (0..).zip(texts);
    Ok(texts
        .map(|(at, text)| found.remove(&at).unwrap_or_else(|| (*text).to_owned()))
        .collect())
}
