//! What an exported file says that the program works out, compared with what it works out now.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::one_problem;
use crate::db::{Queries, text_of};
use crate::error::{Error, Problem};
use crate::load::{Dataset, Row};
use crate::seeds::Placed;
use crate::tables::{Derived, Holds, Table};

/// A filled cell of a column that is worked out from others.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) table: &'static Table,
    /// The key of the row.
    pub(super) key: Vec<String>,
    pub(super) derived: &'static Derived,
    pub(super) cell: Placed,
}

/// Names the cells that are neither what follows from their rows nor what the database holds: a cell of the latter
/// sort was left as it was exported, while what it is worked out from was changed.
pub(super) fn refuse_wrong_claims(
    connection: &Connection,
    claims: &[Claim],
    dataset: &Dataset,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    let mut rows: BTreeMap<&str, BTreeMap<Vec<String>, &Row>> = BTreeMap::new();
    for claim in claims {
        let table = claim.table;
        let by_key = rows.entry(table.name).or_insert_with(|| {
            let rows = dataset.of(table.name).iter();
            rows.map(|row| (key_of(table, row), row)).collect()
        });
        // Of a row that could not be read, its own problems are told.
        let Some(row) = by_key.get(&claim.key) else {
            continue;
        };
        let follows = text_in(row, claim.derived.name);
        if claim.is(&follows) || claim.is(&held(connection, claim)?) {
            continue;
        }
        problems.push(claim.problem(row, &follows));
    }
    Ok(())
}

fn key_of(table: &Table, row: &Row) -> Vec<String> {
    table
        .key
        .iter()
        .map(|column| text_in(row, column))
        .collect()
}

fn text_in(row: &Row, column: &str) -> String {
    row.get(column).map_or(String::new(), |value: &Value| {
        text_of(ValueRef::from(value))
    })
}

/// What the database holds there; empty where it has no such row.
fn held(connection: &Connection, claim: &Claim) -> Result<String, Error> {
    let conditions: Vec<String> = claim
        .table
        .key
        .iter()
        .enumerate()
        .map(|(at, column)| format!("CAST({column} AS TEXT) = ?{}", at + 1))
        .collect();
    let found = connection.first_row(
        &format!("read the rows of {}", claim.table.name),
        &format!(
            "SELECT {} FROM {} WHERE {}",
            claim.derived.name,
            claim.table.name,
            conditions.join(" AND ")
        ),
        rusqlite::params_from_iter(&claim.key),
        |row| row.get_ref(0).map(text_of),
    )?;
    Ok(found.unwrap_or_default())
}

impl Claim {
    /// Whether the cell says this: of a number the same number, however it is written.
    fn is(&self, text: &str) -> bool {
        let number = |text: &str| text.parse::<f64>().ok();
        let is_number = matches!(self.derived.from.holds(), Holds::Number | Holds::Integer);
        let is_same_number = is_number
            && number(&self.cell.text)
                .zip(number(text))
                .is_some_and(|(one, other)| one.total_cmp(&other).is_eq());
        self.cell.text == text || is_same_number
    }

    fn problem(&self, row: &Row, follows: &str) -> Problem {
        let from: Vec<String> = self
            .derived
            .worked_out_from()
            .into_iter()
            .map(|column| (column, text_in(row, column)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| format!("`{column}` `{text}`"))
            .collect();
        let gives = match follows {
            "" => "nothing".to_owned(),
            text => format!("`{text}`"),
        };
        let message = if from.is_empty() {
            format!("does not follow from the row, which gives {gives}")
        } else {
            format!(
                "does not follow from {}, which gives {gives}",
                from.join(" and ")
            )
        };
        let source = self
            .derived
            .worked_out_from()
            .first()
            .copied()
            .unwrap_or_default();
        Problem {
            line: self.cell.line,
            column: Some(self.derived.name.to_owned()),
            value: Some(self.cell.text.clone()),
            ..one_problem(
                &self.cell.file,
                &message,
                format!(
                    "write that, or nothing, or export the folder again; to change it, change `{source}`"
                ),
            )
        }
    }
}
