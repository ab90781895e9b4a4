//! Finds the rows that break a constraint which a statement adds; SQLite only says that there are some.

use rusqlite::Connection;

use super::sql::Statement;
use crate::db::Queries;
use crate::db::schema::{key, quoted};

/// Rows that break a constraint.
struct Failing {
    table: String,
    /// The SQL condition that is true of them.
    condition: String,
}

/// The keys of the first rows at fault, such as ` by parent 1, 2`; empty where they cannot be found.
pub(super) fn failing_rows(
    connection: &Connection,
    statement: &Statement<'_>,
    said: &str,
) -> String {
    const SHOWN: usize = 5;
    let failing = without_value(statement).or_else(|| against_check(statement));
    let (true, Some(failing)) = (said.contains("constraint failed"), failing) else {
        return String::new();
    };
    // SQLite's error is reported in any case, so rows that cannot be read are left out.
    let keys = keys_of(connection, &failing, SHOWN + 1).unwrap_or_default();
    if keys.is_empty() {
        return String::new();
    }
    let more = if keys.len() > SHOWN { ", …" } else { "" };
    let shown = keys[..keys.len().min(SHOWN)].join(", ");
    format!(" by {} {shown}{more}", failing.table)
}

/// The keys of the rows, at most `limit`; a key of several columns is joined by blanks.
fn keys_of(
    connection: &Connection,
    failing: &Failing,
    limit: usize,
) -> Result<Vec<String>, crate::error::Error> {
    let columns: Vec<String> = key(connection, &failing.table)?
        .iter()
        .map(|name| format!("ifnull({}, 'NULL')", quoted(name)))
        .collect();
    let shown = if columns.is_empty() {
        "rowid".to_owned()
    } else {
        columns.join(" || ' ' || ")
    };
    connection.column(
        "look for the rows at fault",
        &format!(
            "SELECT {shown} || '' FROM {} WHERE {} LIMIT {limit}",
            quoted(&failing.table),
            failing.condition
        ),
        [],
    )
}

/// For `ALTER TABLE t ALTER COLUMN c SET NOT NULL`: the rows without a value.
fn without_value(statement: &Statement<'_>) -> Option<Failing> {
    let at = statement.find(&["SET", "NOT", "NULL"])?;
    let column = statement.tokens.get(at.checked_sub(1)?)?.name();
    let table = statement.tokens.get(2)?.name();
    statement.has_at(0, &["ALTER", "TABLE"]).then(|| Failing {
        table,
        condition: format!("{} IS NULL", quoted(&column)),
    })
}

/// For `ALTER TABLE t ADD CONSTRAINT c CHECK (…)`: the rows of which the check is not true.
fn against_check(statement: &Statement<'_>) -> Option<Failing> {
    let at = statement.find(&["CHECK", "("])?;
    let first = statement.tokens.get(at + 1)?;
    let last = statement.tokens.iter().rfind(|token| token.is_mark(")"))?;
    let table = statement.tokens.get(2)?.name();
    let check = statement
        .text
        .get(first.at - statement.at..=last.at - statement.at)?;
    statement.has_at(0, &["ALTER", "TABLE"]).then(|| Failing {
        table,
        condition: format!("NOT {check}"),
    })
}
