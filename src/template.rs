//! An empty file of a table for a user to fill in: its header, and the first row of the seeds as an example.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::seeds::{self, Seeds};
use crate::tables::{self, CellType, Column, Table};
use crate::wording::name_one_of;

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

/// The words that a column allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Allowed {
    /// The column.
    pub column: &'static str,
    /// The kind of term that it names; none for a closed list of words.
    pub terms: Option<String>,
    /// All of them.
    pub words: Vec<String>,
    /// What an empty cell stands for in a user's file; none if that says nothing.
    pub default: Option<&'static str>,
}

/// The words that the columns of a table allow, of those that do not take any text.
pub fn allowed(seeds: &Seeds, name: &str) -> Result<Vec<Allowed>, Error> {
    let of_column = |column: &Column| {
        let (terms, words) = match column.cell {
            CellType::Word(words) => (None, words.iter().map(|word| (*word).to_owned()).collect()),
            CellType::Term(kind) => {
                let terms = seeds.of("terms").iter();
                let of_kind = terms.filter(|term| term.word("kind") == Some(kind));
                let words = of_kind.map(|term| term.raw("term").to_owned()).collect();
                (Some(kind.to_string()), words)
            }
            _ => return None,
        };
        Some(Allowed {
            column: column.name,
            terms,
            words,
            default: Some(column.default).filter(|word| !word.is_empty()),
        })
    };
    Ok(table_named(name)?.columns().filter_map(of_column).collect())
}

/// The table of this name. Fails with the names that are near.
pub fn table_named(name: &str) -> Result<&'static Table, Error> {
    tables::named(name).ok_or_else(|| {
        let names: Vec<&str> = tables::TABLES.iter().map(|table| table.name).collect();
        Error::request(format!("`{name}` is no table"), name_one_of(name, &names))
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
