//! Compares the cells of exported files that the program works out with the values that it works out now.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};

use super::as_exported::AsExported;
use super::one_problem;
use crate::db::{Queries, text_of};
use crate::error::{Error, Problem};
use crate::load::{Dataset, Row};
use crate::number::Written;
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

/// A cell of a file that was replaced by a newly worked-out value.
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
    /// What is known of the reason.
    pub why: Why,
}

/// What is known of a cell that does not say what follows from its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A cell that it follows from was changed since the export.
    SourceChanged,
    /// It is as it was exported, and so is what it follows from: the version that exported it worked it out otherwise.
    AsExported,
    /// Nothing tells what was exported.
    Unknown,
}

/// A cell that is worked out anew, and the claim of the file.
pub(super) struct Renewed<'a> {
    pub(super) claim: &'a Claim,
    pub(super) told: Recomputed,
}

/// Compares the cells with the values that follow from their rows. A cell that is as it was exported is worked out
/// again, since the user did not write it. A cell that somebody changed is a problem. If the export recorded no cells,
/// the rows of the database are taken for what was exported, and a cell counts as changed if no cell that it follows
/// from was.
pub(super) fn judge<'a>(
    connection: &Connection,
    claims: &'a [Claim],
    dataset: &Dataset,
    as_exported: &AsExported,
) -> Result<Vec<Renewed<'a>>, Error> {
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
        let text = |was: &BTreeMap<String, String>| {
            let text = was.get(claim.derived.name);
            text.cloned().unwrap_or_default()
        };
        let (was_written, why) = match as_exported.row(table.name, &claim.key) {
            Some(was) => (!claim.is(&text(was)), claim.why(was, row)),
            None => match held(connection, table, &claim.key, &claim.columns())? {
                Some(was) => (
                    !claim.is(&text(&was)) && !claim.has_another_source(&was, row),
                    claim.why(&was, row),
                ),
                None => (false, Why::Unknown),
            },
        };
        if was_written {
            wrong.push(claim.problem(row, &follows));
        } else {
            let told = claim.recomputed(follows, why);
            recomputed.push(Renewed { claim, told });
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

/// The cells of the database in these columns; `None` if it has no such row.
pub(super) fn held(
    connection: &Connection,
    table: &Table,
    key: &[String],
    columns: &[&str],
) -> Result<Option<BTreeMap<String, String>>, Error> {
    let conditions: Vec<String> = table
        .key
        .iter()
        .enumerate()
        .map(|(at, column)| format!("CAST({column} AS TEXT) = ?{}", at + 1))
        .collect();
    connection.first_row(
        &format!("read the rows of {}", table.name),
        &format!(
            "SELECT {} FROM {} WHERE {}",
            columns.join(", "),
            table.name,
            conditions.join(" AND ")
        ),
        rusqlite::params_from_iter(key),
        |row| {
            let cells = columns.iter().enumerate();
            cells
                .map(|(at, column)| Ok(((*column).to_owned(), row.get_ref(at).map(text_of)?)))
                .collect()
        },
    )
}

/// Whether two cells are equal. Numbers are compared by the fifteen digits that spreadsheets keep: what was cut from one
/// that is worked out is nobody's statement.
fn is_same(one: &str, other: &str, is_number: bool) -> bool {
    let is_same_number = || {
        let numbers = Written::read(one).zip(Written::read(other));
        numbers.is_some_and(|(one, other)| one.is_same_to_fifteen_digits(&other))
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

    /// Whether a cell that it is worked out from was another.
    fn has_another_source(&self, was: &BTreeMap<String, String>, row: &Row) -> bool {
        let is_another = |column: &&str| {
            let old = was.get(*column);
            old.is_some_and(|old| *old != text_in(row, column))
        };
        self.derived.worked_out_from().iter().any(is_another)
    }

    /// What is known of the reason why the cell does not say what follows from the row.
    fn why(&self, was: &BTreeMap<String, String>, row: &Row) -> Why {
        if self.has_another_source(was, row) {
            Why::SourceChanged
        } else {
            Why::AsExported
        }
    }

    fn recomputed(&self, now: String, why: Why) -> Recomputed {
        Recomputed {
            file: self.cell.file.to_string(),
            line: self.cell.line,
            column: self.derived.name,
            value: self.cell.text.clone(),
            now,
            why,
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
