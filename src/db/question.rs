//! The rows that a refused statement stumbled over, where asking for them is cheap.

use rusqlite::Connection;

use super::sql::{Statement, quoted};

/// `: rows …`, or nothing where they are not known.
pub(super) fn rows_in_question(
    connection: &Connection,
    statement: &Statement<'_>,
    said: &str,
) -> String {
    let question = null_question(statement).or_else(|| check_question(statement));
    let (true, Some((table, condition))) = (said.contains("constraint failed"), question) else {
        return String::new();
    };
    let key = super::compare::key_of(connection, &table).unwrap_or_default();
    let shown = if key.is_empty() {
        "rowid".to_owned()
    } else {
        let parts: Vec<String> = key
            .iter()
            .map(|name| format!("ifnull({}, 'NULL')", quoted(name)))
            .collect();
        parts.join(" || ' ' || ")
    };
    let sql = format!(
        "SELECT {shown} || '' FROM {} WHERE {condition} LIMIT 6",
        quoted(&table)
    );
    let found: rusqlite::Result<Vec<String>> = connection
        .prepare(&sql)
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect());
    match found {
        Ok(rows) if !rows.is_empty() => {
            let more = if rows.len() > 5 { ", …" } else { "" };
            format!(" by {table} {}{more}", rows[..rows.len().min(5)].join(", "))
        }
        _ => String::new(),
    }
}

/// `ALTER TABLE t ALTER COLUMN c SET NOT NULL`
fn null_question(statement: &Statement<'_>) -> Option<(String, String)> {
    let at = statement.find(&["SET", "NOT", "NULL"])?;
    let column = statement.tokens.get(at.checked_sub(1)?)?.name();
    let table = statement.tokens.get(2)?.name();
    statement
        .has_at(0, &["ALTER", "TABLE"])
        .then(|| (table, format!("{} IS NULL", quoted(&column))))
}

/// `ALTER TABLE t ADD CONSTRAINT c CHECK (…)`
fn check_question(statement: &Statement<'_>) -> Option<(String, String)> {
    let at = statement.find(&["CHECK", "("])?;
    let first = statement.tokens.get(at + 1)?;
    let last = statement.tokens.iter().rfind(|token| token.is_mark(")"))?;
    let table = statement.tokens.get(2)?.name();
    let condition = statement
        .text
        .get(first.at - statement.at..=last.at - statement.at)?;
    statement
        .has_at(0, &["ALTER", "TABLE"])
        .then(|| (table, format!("NOT {condition}")))
}
