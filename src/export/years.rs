//! The choice of rows by year: those whose days touch the years, and how many have no date at all.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Choice, Export, Request, exports};
use crate::db::Queries;
use crate::error::Error;

/// The first and the last of the years that were asked for.
pub(super) type Years = (i64, i64);

/// Where the first and last day of a row are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    /// Of a fact, in the view `fact_days`.
    OfFact,
    /// Of a document.
    OfSource,
    /// The row is of one year and says so.
    OneYear,
}

/// Where the days of an export's rows are found; `None` if they have no date.
fn days_of(export: &Export) -> Option<Days> {
    let fields = export.all_fields();
    let has = |name: &str| fields.iter().any(|field| field.name == name);
    if !has("year") {
        return None;
    }
    // If the year is part of what makes a row unique, and the fact is not, the row is of that year alone, whatever the
    // days of the fact that it rests on. A standing is such a row.
    let is_in_key = |name: &str| export.order.split(", ").any(|column| column == name);
    let is_of_one_year = is_in_key("year") && !is_in_key("fact_id");
    Some(match () {
        () if is_of_one_year => Days::OneYear,
        () if has("fact_id") => Days::OfFact,
        () => Days::OfSource,
    })
}

/// Adds the condition that the period of a row overlaps the years; an open end of a date has no limit. Returns false
/// if the rows have no date.
pub(super) fn choose(export: &mut Export, (first, last): Years) -> bool {
    let Some(days) = days_of(export) else {
        return false;
    };
    let touches = |from: &str, to: &str| {
        format!(
            "coalesce({from}, {to}) IS NOT NULL
             AND ({from} IS NULL OR CAST(substr({from}, 1, 4) AS INTEGER) <= ?)
             AND ({to} IS NULL OR CAST(substr({to}, 1, 4) AS INTEGER) >= ?)"
        )
    };
    let (condition, parameters) = match days {
        Days::OfFact => (
            format!(
                "fact_id IN (SELECT fact_id FROM fact_days WHERE {})",
                touches("date_from", "date_to")
            ),
            [last, first],
        ),
        Days::OfSource => (
            format!(
                "source_id IN (SELECT source_id FROM sources WHERE {})",
                touches("issued_from", "issued_to")
            ),
            [last, first],
        ),
        Days::OneYear => ("year BETWEEN ? AND ?".to_owned(), [first, last]),
    };
    export.conditions.push(condition);
    export.parameters.extend(parameters.map(Value::Integer));
    true
}

/// How many rows of each export were left out by the choice of years because they have no date at all.
pub(super) fn undated(
    connection: &Connection,
    request: &Request,
) -> Result<Vec<(&'static str, usize)>, Error> {
    if request.choice.years.is_none() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for export in &request.exports {
        let dates = match days_of(export) {
            Some(Days::OfFact) => {
                "fact_id NOT IN (SELECT fact_id FROM fact_days WHERE coalesce(date_from, date_to) IS NOT NULL)"
            }
            Some(Days::OfSource) => {
                "source_id NOT IN (SELECT source_id FROM sources WHERE coalesce(issued_from, issued_to) IS NOT NULL)"
            }
            Some(Days::OneYear) | None => continue,
        };
        let mut all = exports().into_iter().filter(|all| all.name == export.name);
        let Some(mut all) = all.next() else {
            continue;
        };
        let without_years = Choice {
            years: None,
            ..request.choice.clone()
        };
        without_years.choose_rows(&mut all)?;
        all.conditions.push(dates.to_owned());
        let rows = count_rows(connection, &all, &request.origin)?;
        if rows > 0 {
            found.push((export.name, rows));
        }
    }
    Ok(found)
}

/// How many rows an export has.
pub(super) fn count_rows(
    connection: &Connection,
    export: &Export,
    origin: &str,
) -> Result<usize, Error> {
    let (question, parameters) = export.question(origin);
    let rows: i64 = connection.value(
        &format!("count the rows of {}", export.name),
        &format!("SELECT count(*) FROM ({question})"),
        rusqlite::params_from_iter(&parameters),
    )?;
    Ok(usize::try_from(rows).unwrap_or_default())
}
