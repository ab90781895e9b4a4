//! Turns seed records into rows of the tables: facts are taken apart, dates and amounts worked out.

use std::collections::BTreeMap;

use rusqlite::types::Value;

use crate::complaint::Complaint;
use crate::edtf::Edtf;
use crate::error::{Error, Problem};
use crate::number::{Decimal, SqlNumber};
use crate::seeds::{Record, Seeds};
use crate::tables::{FACT_COLUMNS, TABLES};

/// The values of a row by column; a column without a value is NULL.
pub type Row = BTreeMap<&'static str, Value>;

/// The rows of every table.
#[derive(Debug, Default)]
pub struct Dataset {
    tables: BTreeMap<&'static str, Vec<Row>>,
}

impl Dataset {
    /// Takes checked seeds apart into rows; the notes that a fact names are looked up in `all` seeds.
    pub fn from_seeds(seeds: &Seeds, all: &Seeds) -> Result<Self, Error> {
        let mut dataset = Self::default();
        let mut problems = Vec::new();
        for table in TABLES {
            for record in seeds.of(table.name) {
                match own_row(record) {
                    Ok(row) => dataset.push(table.name, row),
                    Err(problem) => problems.push(*problem),
                }
                if table.is_fact {
                    dataset.take_fact(record, all);
                }
            }
        }
        Error::unless_empty(problems)?;
        dataset.tell_citations_apart();
        Ok(dataset)
    }

    /// Adds a letter to the ready citations that several documents share, in the order of their dates:
    /// `Pantucci 2021a`. Works that are only cited keep theirs, as no fact quotes them.
    fn tell_citations_apart(&mut self) {
        let Some(sources) = self.tables.get_mut("sources") else {
            return;
        };
        let mut shared: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for (at, source) in sources.iter().enumerate() {
            if source.get("tier") == Some(&text("cited")) {
                continue;
            }
            let column = |name: &str| match source.get(name) {
                Some(Value::Text(text)) => text.clone(),
                _ => String::new(),
            };
            let order = format!("{} {}", column("issued_from"), column("source_id"));
            shared.entry(column("cite")).or_default().push((order, at));
        }
        for (cite, mut documents) in shared
            .into_iter()
            .filter(|(_, documents)| documents.len() > 1)
        {
            documents.sort_unstable();
            for (letter, (_, at)) in ('a'..='z').zip(documents) {
                sources[at].insert("cite", Value::Text(format!("{cite}{letter}")));
            }
        }
    }

    /// The rows of one table.
    pub fn of(&self, table: &str) -> &[Row] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, table: &'static str, row: Row) {
        self.tables.entry(table).or_default().push(row);
    }

    fn take_fact(&mut self, record: &Record, seeds: &Seeds) {
        let id = text(record.raw("fact_id"));
        let mut fact = Row::from([("fact_id", id.clone()), ("kind", text(record.table.name))]);
        for column in FACT_COLUMNS {
            if !matches!(column.name, "citations" | "references") {
                fact.insert(column.name, optional(record.text(column.name)));
            }
        }
        self.push("facts", fact);
        for used in record.citations() {
            let row = Row::from([
                ("fact_id", id.clone()),
                ("citation_id", text(&used.citation_id)),
                ("role", text(used.role.word())),
                ("detail", optional(used.detail.as_deref())),
            ]);
            self.push("fact_citations", row);
        }
        for (citing, note, position) in named_works(record, seeds) {
            let row = Row::from([
                ("fact_id", id.clone()),
                ("citing", text(citing)),
                ("note", text(note)),
                ("position", Value::Integer(position)),
            ]);
            self.push("fact_references", row);
        }
    }
}

/// The entries of notes that a fact names; a note without a position stands for all its entries.
fn named_works<'a>(record: &'a Record, seeds: &'a Seeds) -> Vec<(&'a str, &'a str, i64)> {
    let mut works = Vec::new();
    for used in record.references() {
        let entries = seeds
            .of("source_references")
            .iter()
            .filter(|entry| entry.raw("citing") == used.citing && entry.raw("note") == used.note);
        for position in entries.filter_map(|entry| entry.integer("position")) {
            if used.position.is_none_or(|wanted| wanted == position) {
                works.push((used.citing.as_str(), used.note.as_str(), position));
            }
        }
    }
    works.sort_unstable();
    works.dedup();
    works
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn optional(cell: Option<&str>) -> Value {
    cell.map_or(Value::Null, text)
}

/// The row of the record's own table.
fn own_row(record: &Record) -> Result<Row, Box<Problem>> {
    let mut row = Row::new();
    for column in record.table.own {
        let value = match (record.integer(column.name), record.decimal(column.name)) {
            (Some(number), _) => Value::Integer(number),
            (_, Some(decimal)) => sql_number(*decimal),
            _ => optional(record.text(column.name)),
        };
        row.insert(column.name, value);
    }
    match record.table.name {
        "sources" => {
            insert_dates(
                &mut row,
                ["issued_from", "issued_to", "issued_precision"],
                record.date("issued"),
            );
            row.insert("cite", Value::Text(ready_citation(record)));
        }
        "trade_figures" => insert_amounts(&mut row, record)?,
        "indicators" => insert_plain_value(&mut row, record)?,
        _ => {}
    }
    insert_derived_dates(&mut row, record);
    Ok(row)
}

const DERIVED_DATES: [&str; 3] = ["date_from", "date_to", "date_precision"];

fn insert_derived_dates(row: &mut Row, record: &Record) {
    match record.table.name {
        "trade_figures" | "indicators" => insert_dates(row, DERIVED_DATES, record.date("period")),
        "event_variants" if record.text("property") == Some("date") => {
            let date = record.raw("value").parse().ok();
            insert_dates(row, DERIVED_DATES, date.as_ref());
        }
        _ if record.table.position("date").is_some() => {
            insert_dates(row, DERIVED_DATES, record.date("date"));
        }
        _ => {}
    }
}

fn insert_dates(row: &mut Row, [from, to, precision]: [&'static str; 3], date: Option<&Edtf>) {
    let Some(date) = date else { return };
    row.insert(from, optional(date.date_from().as_deref()));
    row.insert(to, optional(date.date_to().as_deref()));
    row.insert(precision, text(date.precision().word()));
}

fn sql_number(decimal: Decimal) -> Value {
    match decimal.to_sql() {
        SqlNumber::Integer(number) => Value::Integer(number),
        SqlNumber::Real(number) => Value::Real(number),
    }
}

fn insert_amounts(row: &mut Row, record: &Record) -> Result<(), Box<Problem>> {
    let Some(printed) = record.printed("value_as_printed") else {
        return Ok(());
    };
    row.insert("value", sql_number(printed.value()));
    if record.text("currency") == Some("USD") {
        row.insert("value_usd", scaled(record, printed.value())?);
        if let Some(corrected) = record.decimal("corrected_value") {
            row.insert("corrected_value_usd", scaled(record, *corrected)?);
        }
    }
    Ok(())
}

fn insert_plain_value(row: &mut Row, record: &Record) -> Result<(), Box<Problem>> {
    let Some(printed) = record.printed("value_as_printed") else {
        return Ok(());
    };
    row.insert("value", sql_number(printed.value()));
    row.insert("value_plain", scaled(record, printed.value())?);
    Ok(())
}

/// The number with its decimal point moved by the record's power of ten.
fn scaled(record: &Record, value: Decimal) -> Result<Value, Box<Problem>> {
    let power = record
        .integer("unit_mult")
        .and_then(|power| i32::try_from(power).ok())
        .unwrap_or(0);
    value.shift(power).map(sql_number).map_err(|error| {
        let Complaint { message, help } = error.complaint();
        Box::new(record.problem("value_as_printed", message, help))
    })
}

/// Author and year as they are quoted: `Grieger 2015`.
fn ready_citation(source: &Record) -> String {
    let families: Vec<&str> = source
        .raw("authors")
        .split(';')
        .map(|name| name.split(',').next().unwrap_or_default().trim())
        .filter(|name| !name.is_empty())
        .collect();
    let who = match families.as_slice() {
        [] => ["container", "publisher", "title"]
            .into_iter()
            .find_map(|column| source.text(column))
            .unwrap_or("n.n.")
            .to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, ..] => format!("{one} et al."),
    };
    match source.date("issued").and_then(Edtf::year) {
        Some(year) => format!("{who} {year}"),
        None => format!("{who} n.d."),
    }
}
