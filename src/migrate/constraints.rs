//! The constraints of a table: keys, checks, NOT NULL, foreign keys with what happens to the children.

use std::fmt;

use rusqlite::Connection;

use super::sql::{Token, tokens};
use crate::db::Queries;
use crate::error::Error;

/// A constraint as messages name it, such as `NOT NULL note` or `UNIQUE (code)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Constraint(String);

impl Constraint {
    /// The words in it, among them the names of its columns.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(|c: char| !(c.is_alphanumeric() || c == '_'))
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const NOT_NULL: &str = "SELECT 'NOT NULL ' || name FROM pragma_table_xinfo(?1) WHERE \"notnull\"";

const KEY: &str = "SELECT 'PRIMARY KEY (' || group_concat(name, ', ') || ')'
    FROM (SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk) HAVING count(*) > 0";

const UNIQUE: &str = "SELECT 'UNIQUE (' || (
        SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(list.name) ORDER BY seqno)
    ) || ')' FROM pragma_index_list(?1) AS list WHERE origin = 'u'";

const FOREIGN_KEYS: &str = "SELECT 'FOREIGN KEY (' || group_concat(\"from\", ', ') || ') REFERENCES ' || \"table\"
        || ' (' || ifnull(group_concat(\"to\", ', '), '') || ') ON UPDATE ' || on_update || ' ON DELETE ' || on_delete
    FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id";

const TABLE_OPTIONS: &str =
    "SELECT 'STRICT' FROM pragma_table_list(?1) WHERE schema = 'main' AND strict
    UNION ALL SELECT 'WITHOUT ROWID' FROM pragma_table_list(?1) WHERE schema = 'main' AND wr";

/// Every constraint of a table, whose SQL is `sql`.
pub(super) fn constraints(
    connection: &Connection,
    table: &str,
    sql: &str,
) -> Result<Vec<Constraint>, Error> {
    let mut found = checks(&tokens(sql));
    let doing = format!("read the constraints of {table}");
    for question in [KEY, UNIQUE, FOREIGN_KEYS, NOT_NULL, TABLE_OPTIONS] {
        found.extend(connection.column::<String>(&doing, question, [table])?);
    }
    found.sort();
    Ok(found.into_iter().map(Constraint).collect())
}

/// Checks and AUTOINCREMENT, of which no pragma tells. A check is known by its name, or else by its text.
///
/// So a named check may say something else afterwards: that is how a vocabulary grows.
fn checks(tokens: &[Token<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is("AUTOINCREMENT") {
            found.push("AUTOINCREMENT".to_owned());
        }
        if !token.is("CHECK") {
            continue;
        }
        let has_name = at >= 2 && tokens[at - 2].is("CONSTRAINT");
        found.push(if has_name {
            format!("CHECK {}", tokens[at - 1].name())
        } else {
            format!("CHECK {}", bracketed(&tokens[at + 1..]))
        });
    }
    found
}

/// The text from the first token to the bracket that closes it.
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
