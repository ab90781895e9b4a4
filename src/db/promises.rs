//! What a table promises of its rows: columns, keys, constraints, what happens to its children.

use rusqlite::Connection;

use super::sql::{Token, tokens};
use crate::error::Error;

/// Every promise of a table, as `column facts.note` or `constraint facts.NOT NULL note`.
pub(super) fn promises(connection: &Connection, table: &str) -> Result<Vec<String>, Error> {
    let failed = || Error::sql(format!("read the constraints of {table}"));
    let mut found = Vec::new();
    let mut constraint = |text: String| found.push(format!("constraint {table}.{text}"));
    let sql: String = connection
        .query_row(
            "SELECT coalesce(sql, '') FROM sqlite_schema WHERE type = 'table' AND name = ?1",
            [table],
            |row| row.get(0),
        )
        .map_err(failed())?;
    checks(&tokens(&sql)).into_iter().for_each(&mut constraint);
    for question in [KEYS, UNIQUE, REFERENCES, NOT_NULL, KIND] {
        lines(connection, question, table)
            .map_err(failed())?
            .into_iter()
            .for_each(&mut constraint);
    }
    let columns = lines(connection, COLUMNS, table).map_err(failed())?;
    found.extend(
        columns
            .iter()
            .map(|column| format!("column {table}.{column}")),
    );
    found.sort();
    Ok(found)
}

const COLUMNS: &str = "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden <> 1";

const NOT_NULL: &str = "SELECT 'NOT NULL ' || name FROM pragma_table_xinfo(?1) WHERE \"notnull\"";

const KEYS: &str = "SELECT 'PRIMARY KEY (' || group_concat(name, ', ') || ')'
    FROM (SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk) HAVING count(*) > 0";

const UNIQUE: &str = "SELECT 'UNIQUE (' || (
        SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(list.name) ORDER BY seqno)
    ) || ')' FROM pragma_index_list(?1) AS list WHERE origin = 'u'";

const REFERENCES: &str = "SELECT 'FOREIGN KEY (' || group_concat(\"from\", ', ') || ') REFERENCES ' || \"table\"
        || ' (' || ifnull(group_concat(\"to\", ', '), '') || ') ON UPDATE ' || on_update || ' ON DELETE ' || on_delete
    FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id";

const KIND: &str = "SELECT 'STRICT' FROM pragma_table_list(?1) WHERE schema = 'main' AND strict
    UNION ALL SELECT 'WITHOUT ROWID' FROM pragma_table_list(?1) WHERE schema = 'main' AND wr";

fn lines(connection: &Connection, sql: &str, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// The checks by their names, or else by their text, and AUTOINCREMENT: what no pragma tells of.
///
/// A check of the same name may say something else afterwards: that is how a vocabulary grows.
fn checks(tokens: &[Token<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is("AUTOINCREMENT") {
            found.push("AUTOINCREMENT".to_owned());
        }
        if !token.is("CHECK") {
            continue;
        }
        let named = at >= 2 && tokens[at - 2].is("CONSTRAINT");
        found.push(if named {
            format!("CHECK {}", tokens[at - 1].name())
        } else {
            format!("CHECK {}", bracketed(&tokens[at + 1..]))
        });
    }
    found
}

fn bracketed(tokens: &[Token<'_>]) -> String {
    let mut depth = 0_usize;
    let mut words = Vec::new();
    for token in tokens {
        words.push(token.text);
        if token.is_mark("(") {
            depth += 1;
        } else if token.is_mark(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            break;
        }
    }
    words.join(" ")
}
