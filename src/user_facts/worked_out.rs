//! Compares the cells of exported files that the program works out with the values that it works out now.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::as_exported::AsExported;
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

/// A cell of a file that was replaced by a newly worked-out value, since a cell that it follows from was changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Recomputed {
    /// The file, as it was named to the program.
    pub file: String,
    /// The line of the row.
    pub line: u64,
    /// The column.
    pub column: &'static str,
    /// The value in the file.
    pub value: String,
    /// The value that follows from the row; may be empty.
    pub now: String,
}

/// Compares the cells with the values that follow from their rows. A cell that is as it was exported is worked out
/// again, since the user did not write it. A cell that somebody changed is a problem. If the export recorded no cells,
/// the rows of the database are taken for what was exported, and a cell counts as changed if no cell that it follows
/// from was.
pub(super) fn judge(
    connection: &Connection,
    claims: &[Claim],
    dataset: &Dataset,
    as_exported: &AsExported,
) -> Result<Vec<Recomputed>, Error> {
    let (mut recomputed, mut wrong) = (Vec::new(), Vec::new());
    let mut rows: BTreeMap<&str, BTreeMap<Vec<String>, &Row>> = BTreeMap::new();
    for claim in claims {
        let table = claim.table;
        let by_key = rows.entry(table.name).or_insert_with(|| {
            let rows = dataset.of(table.name).iter();
            rows.map(|row| (key_of(table, row), row)).collect()
        });
        // The row could not be read, which its own problems report.
        let Some(row) = by_key.get(&claim.key) else {
            continue;
        };
        let follows = text_in(row, claim.derived.name);
        if claim.is(&follows) {
            continue;
        }
        let was_written = match as_exported.row(table.name, &claim.key) {
            Some(was) => !claim.is(was.get(claim.derived.name).map_or("", String::as_str)),
            None => held(connection, claim)?.is_some_and(|was| claim.is_alone_changed(&was, row)),
        };
        if was_written {
            wrong.push(claim.problem(row, &follows));
        } else {
            recomputed.push(claim.recomputed(follows));
        }
    }
    Error::unless_empty(wrong)?;
    Ok(recomputed)
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

/// The cells of the database in the column and in those that it is worked out from; `None` if it has no such row.
fn held(connection: &Connection, claim: &Claim) -> Result<Option<BTreeMap<String, String>>, Error> {
    let conditions: Vec<String> = claim
        .table
        .key
        .iter()
        .enumerate()
        .map(|(at, column)| format!("CAST({column} AS TEXT) = ?{}", at + 1))
        .collect();
    let columns = claim.columns();
    connection.first_row(
        &format!("read the rows of {}", claim.table.name),
        &format!(
            "SELECT {} FROM {} WHERE {}",
            columns.join(", "),
            claim.table.name,
            conditions.join(" AND ")
        ),
        rusqlite::params_from_iter(&claim.key),
        |row| {
            let cells = columns.iter().enumerate();
            cells
                .map(|(at, column)| Ok(((*column).to_owned(), row.get_ref(at).map(text_of)?)))
                .collect()
        },
    )
}

/// Whether two cells are equal; numbers are compared as numbers, however they are written.
fn is_same(one: &str, other: &str, is_number: bool) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let is_same_number = || {
        number(one)
            .zip(number(other))
            .is_some_and(|(one, other)| one.total_cmp(&other).is_eq())
    };
    one == other || (is_number && is_same_number())
}

impl Claim {
    /// Whether the cell is equal to this text.
    fn is(&self, text: &str) -> bool {
        let holds = self.derived.from.holds();
        let is_number = matches!(holds, Holds::Number | Holds::Integer);
        is_same(&self.cell.text, text, is_number)
    }

    /// The column, and those of the table that it is worked out from.
    fn columns(&self) -> Vec<&'static str> {
        let mut columns = self.derived.worked_out_from();
        let fields = self.table.fields();
        columns.retain(|column| fields.iter().any(|field| field.name == *column));
        columns.push(self.derived.name);
        columns
    }

    /// Whether the cell was changed and none of the cells that it is worked out from was.
    fn is_alone_changed(&self, was: &BTreeMap<String, String>, row: &Row) -> bool {
        let text = |column: &str| was.get(column).map_or("", String::as_str);
        let from = self.derived.worked_out_from();
        !self.is(text(self.derived.name))
            && from
                .iter()
                .filter(|column| was.contains_key(**column))
                .all(|column| is_same(&text_in(row, column), text(column), false))
    }

    fn recomputed(&self, now: String) -> Recomputed {
        Recomputed {
            file: self.cell.file.to_string(),
            line: self.cell.line,
            column: self.derived.name,
            value: self.cell.text.clone(),
            now,
        }
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
                format!("write that, or nothing; to change it, change `{source}`"),
            )
        }
    }
}
