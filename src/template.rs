//! An empty file of a table for a user to fill in: its header, and the first row of the seeds as an example.

use serde_json::{Map, Value};

use crate::error::Error;
use crate::seeds::{self, Seeds};
use crate::tables::{self, Table};
use crate::wording::did_you_mean;

/// The template of a table as CSV, without a line end at its end.
pub fn csv_template(seeds: &Seeds, name: &str) -> Result<String, Error> {
    let table = table_named(name)?;
    let mut text = seeds::header_text(table);
    if let Some(cells) = example(seeds, table) {
        text = format!("{text}\n{}", seeds::csv_line(&cells));
    }
    Ok(text)
}

/// The template of a table as one JSON object on a line.
pub fn json_template(seeds: &Seeds, name: &str) -> Result<String, Error> {
    let table = table_named(name)?;
    let cells = example(seeds, table).unwrap_or_default();
    let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
    let object: Map<String, Value> = table
        .columns()
        .enumerate()
        .map(|(at, column)| (column.name.to_owned(), cell(at).into()))
        .collect();
    Ok(Value::Object(object).to_string())
}

/// The table of this name. Fails with the names that are near.
pub fn table_named(name: &str) -> Result<&'static Table, Error> {
    tables::named(name).ok_or_else(|| {
        let names: Vec<&str> = tables::TABLES.iter().map(|table| table.name).collect();
        let help =
            did_you_mean(name, &names).unwrap_or_else(|| format!("use one of {}", tables::names()));
        Error::request(format!("`{name}` is no table"), help)
    })
}

/// The cells of the first curated row.
fn example(seeds: &Seeds, table: &Table) -> Option<Vec<String>> {
    let record = seeds.of(table.name).first()?;
    Some(
        table
            .columns()
            .map(|column| record.raw(column.name).to_owned())
            .collect(),
    )
}
