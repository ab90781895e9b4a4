//! The tables in which migrations may leave rows dangling: those that they name, and those that are named by the
//! triggers and views through which they write.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::set::File;
use super::sql::{Sort, each_statement, each_token};
use crate::db::schema::{self, ObjectKind};
use crate::error::Error;

/// The names that migrations may touch, in small letters.
#[derive(Debug, Default)]
pub(super) struct Touchable {
    names: BTreeSet<String>,
}

impl Touchable {
    /// The names in the files.
    pub(super) fn by(files: &[&File]) -> Self {
        let mut found = Self::default();
        for file in files {
            for (_, statement) in each_statement(&file.sql) {
                if !keeps_references(statement) {
                    found.names.extend(names(statement));
                }
            }
        }
        found
    }

    /// Adds the names in views and triggers that the files may reach.
    pub(super) fn follow(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut others = schema::objects(connection)?;
        others.retain(|object| matches!(object.kind, ObjectKind::View | ObjectKind::Trigger));
        loop {
            let (reached, rest): (Vec<_>, Vec<_>) = others
                .into_iter()
                .partition(|object| self.holds(&object.name) || self.holds(&object.table));
            if reached.is_empty() {
                return Ok(());
            }
            for object in &reached {
                self.names.extend(names(&object.sql));
            }
            others = rest;
        }
    }

    /// True if a migration may touch a table of this name.
    pub(super) fn holds(&self, table: &str) -> bool {
        self.names.contains(&table.to_lowercase())
    }
}

/// The words, or the mark, that come before the name of a table.
const BEFORE_A_TABLE: &[&str] = &[
    ".", "ABORT", "EXISTS", "FAIL", "FROM", "IGNORE", "INTO", "JOIN", "ON", "REPLACE", "ROLLBACK",
    "TABLE", "TO", "UPDATE",
];

/// True for a statement that changes no row and no foreign key, such as a new index, or a new column that refers to
/// nothing. It leaves no row dangling, and the check would take longer than the statement.
fn keeps_references(statement: &str) -> bool {
    let words: Vec<String> = each_token(statement)
        .map(|token| token.name().to_ascii_uppercase())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["CREATE", "INDEX", ..] | ["CREATE", "UNIQUE", "INDEX", ..] => true,
        ["ALTER", "TABLE", rest @ ..] => {
            let after_name = match rest {
                [_, ".", _, rest @ ..] | [_, rest @ ..] => rest,
                [] => rest,
            };
            after_name.first() == Some(&"ADD") && !words.contains(&"REFERENCES")
        }
        _ => false,
    }
}

/// Every name in a text, including a text in single quotes after a word that a table's name must follow.
fn names(sql: &str) -> impl Iterator<Item = String> {
    let mut before_a_table = false;
    each_token(sql).filter_map(move |token| {
        let is_name = match token.sort {
            Sort::Word | Sort::Quoted => true,
            Sort::Text => before_a_table,
            Sort::Blob | Sort::Number | Sort::Parameter | Sort::Mark => false,
        };
        before_a_table = BEFORE_A_TABLE
            .iter()
            .any(|word| token.is(word) || token.is_mark(word));
        is_name.then(|| token.name().to_lowercase())
    })
}
