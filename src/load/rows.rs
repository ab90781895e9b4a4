//! Turns seed records into rows of the tables: splits facts into rows of several tables, and works out derived
//! columns.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;

use super::origin::Origin;
use crate::complaint::Complaint;
use crate::contributor::{Contributor, contributors};
use crate::edtf::Edtf;
use crate::error::{Error, Problem};
use crate::number::{Decimal, Fraction, Printed};
use crate::seeds::{Record, Seeds};
use crate::tables::{
    ALL_TABLES, CellType, Column, Derivation, Derived, FACT_COLUMNS, Rows, TABLES,
};
use crate::vocab::{Tier, ValueBasis};

/// The order of works with the same ready citation: documents that were read before works that are only cited, then
/// by date of issue, then by id.
type Order = (bool, String, String);

/// The values of a row by column; a column without a value is NULL.
pub type Row = BTreeMap<&'static str, Value>;

/// The rows of every table.
#[derive(Debug, Default)]
pub struct Dataset {
    tables: BTreeMap<&'static str, Vec<Row>>,
}

impl Dataset {
    /// Makes rows of checked seeds. The notes that a fact names are looked up in `all` seeds, which may include more.
    pub fn from_seeds(seeds: &Seeds, all: &Seeds) -> Result<Self, Error> {
        let mut dataset = Self::default();
        let mut problems = Vec::new();
        let notes = Notes::of(all);
        for table in TABLES {
            for record in seeds.of(table.name) {
                match own_row(record) {
                    Ok(row) => dataset.push(table.name, row),
                    Err(problem) => problems.push(*problem),
                }
                if table.is_fact() {
                    dataset.take_fact(record, &notes);
                }
            }
        }
        Error::unless_empty(problems)?;
        dataset.add_letters_to_equal_citations();
        Ok(dataset)
    }

    /// Adds a letter to ready citations that several works share, in the order of their dates: `Pantucci 2021a`.
    /// Documents that were read come before works that are only cited, so that a new note never changes their
    /// letters.
    fn add_letters_to_equal_citations(&mut self) {
        let Some(sources) = self.tables.get_mut("sources") else {
            return;
        };
        let mut shared: BTreeMap<String, Vec<(Order, usize)>> = BTreeMap::new();
        for (at, source) in sources.iter().enumerate() {
            let column = |name: &str| match source.get(name) {
                Some(Value::Text(text)) => text.clone(),
                _ => String::new(),
            };
            let is_cited = column("tier") == Tier::Cited.word();
            let order = (is_cited, column("issued_from"), column("source_id"));
            shared.entry(column("cite")).or_default().push((order, at));
        }
        for (cite, mut documents) in shared
            .into_iter()
            .filter(|(_, documents)| documents.len() > 1)
        {
            documents.sort_unstable();
            for (place, (_, at)) in documents.into_iter().enumerate() {
                let cite = format!("{cite}{}", letters(place));
                sources[at].insert("cite", Value::Text(cite));
            }
        }
    }

    /// The origin of the rows: the dataset, with the name in its own `dataset.csv`.
    pub fn origin(&self) -> Origin {
        let name = self.of("dataset").first().and_then(|row| row.get("name"));
        Origin::Curated(match name {
            Some(Value::Text(name)) => name.clone(),
            _ => crate::DATASET.to_owned(),
        })
    }

    /// The rows of one table.
    pub fn of(&self, table: &str) -> &[Row] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, table: &'static str, row: Row) {
        self.tables.entry(table).or_default().push(row);
    }

    fn take_fact(&mut self, record: &Record, notes: &Notes<'_>) {
        let id = text(record.raw("fact_id"));
        let mut fact = Row::from([("fact_id", id.clone()), ("kind", text(record.table.name))]);
        for column in FACT_COLUMNS {
            if !matches!(column.cell, CellType::Citations | CellType::References) {
                fact.insert(column.name, optional(record.text(column.name)));
            }
        }
        self.push("facts", fact);
        self.take_lists(record, &id);
        for used in record.citations() {
            let row = Row::from([
                ("fact_id", id.clone()),
                ("citation_id", text(&used.citation_id)),
                ("role", text(used.role.word())),
                ("detail", optional(used.detail.as_deref())),
            ]);
            self.push("fact_citations", row);
        }
        for (citing, note, position) in notes.named_by(record) {
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

impl Dataset {
    /// Adds the rows of lists that have a table of their own.
    fn take_lists(&mut self, record: &Record, id: &Value) {
        for list in ALL_TABLES {
            let Rows::ListIn { table, column } = list.rows else {
                continue;
            };
            if table != record.table.name {
                continue;
            }
            for (place, key) in (1..).zip(record.keys(column)) {
                let row = Row::from([
                    ("fact_id", id.clone()),
                    ("entity_id", text(key)),
                    ("position", Value::Integer(place)),
                ]);
                self.push(list.name, row);
            }
        }
    }
}

/// The letters for a place among equal citations, counted from 0: `a` to `z`, then `aa`, `ab`, as in CSL.
fn letters(place: usize) -> String {
    let last = char::from(b"abcdefghijklmnopqrstuvwxyz"[place % 26]);
    match place / 26 {
        0 => last.to_string(),
        rounds => format!("{}{last}", letters(rounds - 1)),
    }
}

/// The places of the works in every note of every document.
struct Notes<'a>(BTreeMap<(&'a str, &'a str), BTreeSet<i64>>);

impl<'a> Notes<'a> {
    fn of(seeds: &'a Seeds) -> Self {
        let mut notes: BTreeMap<(&str, &str), BTreeSet<i64>> = BTreeMap::new();
        for entry in seeds.of("source_references") {
            let note = (entry.raw("citing"), entry.raw("note"));
            notes
                .entry(note)
                .or_default()
                .extend(entry.integer("position"));
        }
        Self(notes)
    }

    /// The entries of notes that a fact names; a note without a position stands for all its entries.
    fn named_by<'r>(&self, record: &'r Record) -> BTreeSet<(&'r str, &'r str, i64)> {
        let mut works = BTreeSet::new();
        for used in record.references() {
            let note = (used.citing.as_str(), used.note.as_str());
            let positions = self.0.get(&note).into_iter().flatten().copied();
            let wanted = positions.filter(|position| used.position.is_none_or(|p| p == *position));
            works.extend(wanted.map(|position| (note.0, note.1, position)));
        }
        works
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn optional(cell: Option<&str>) -> Value {
    cell.map_or(Value::Null, text)
}

/// The row in the record's own table: its cells, and the columns that are worked out from them.
fn own_row(record: &Record) -> Result<Row, Box<Problem>> {
    let mut row = Row::new();
    for column in record
        .table
        .own
        .iter()
        .filter(|column| column.is_in_table())
    {
        let value = match (record.integer(column.name), record.decimal(column.name)) {
            (Some(number), _) => Value::Integer(number),
            (_, Some(decimal)) => sql_number(*decimal),
            _ => optional(record.text(column.name).or_else(|| implied(record, column))),
        };
        row.insert(column.name, value);
    }
    for derived in record.table.derived {
        row.insert(derived.name, derive(record, derived)?);
    }
    Ok(row)
}

/// The word that an empty cell stands for in this record, if any.
fn implied(record: &Record, column: &Column) -> Option<&'static str> {
    let implied = column.implied?;
    record.text(implied.beside).map(|_| implied.word)
}

/// The value of a derived column; NULL where the row has nothing to work it out from.
fn derive(record: &Record, derived: &Derived) -> Result<Value, Box<Problem>> {
    if let Some((column, word)) = derived.when
        && record.text(column) != Some(word)
    {
        return Ok(Value::Null);
    }
    Ok(match derived.from {
        Derivation::FirstDay(column) => optional(
            date(record, column)
                .and_then(|date| date.date_from())
                .as_deref(),
        ),
        Derivation::LastDay(column) => optional(
            date(record, column)
                .and_then(|date| date.date_to())
                .as_deref(),
        ),
        Derivation::Precision(column) => {
            optional(date(record, column).map(|date| date.precision().word()))
        }
        Derivation::Number(column) => match fraction_of(record, column) {
            Some(fraction) => Value::Real(fraction.per_cent()),
            None => number(record, column).map_or(Value::Null, sql_number),
        },
        Derivation::Scaled(column) => match (fraction_of(record, column), number(record, column)) {
            // A rule of `check` ensures that a fraction has no power of ten.
            (Some(fraction), _) => Value::Real(fraction.per_cent()),
            (None, Some(number)) => scaled(record, column, number)?,
            (None, None) => Value::Null,
        },
        Derivation::ValueBasis => text(value_basis(record).word()),
        Derivation::ReadyCitation => Value::Text(ready_citation(record)),
    })
}

/// The date in a column; the column may be one of texts.
fn date(record: &Record, column: &str) -> Option<Edtf> {
    match record.date(column) {
        Some(date) => Some(*date),
        None => record.text(column)?.parse().ok(),
    }
}

/// The number in a column, in plain notation or as printed.
fn number(record: &Record, column: &str) -> Option<Decimal> {
    match record.decimal(column) {
        Some(decimal) => Some(*decimal),
        None => record.printed(column).map(Printed::value),
    }
}

/// The fraction that a printed number stands for; `None` for a corrected value beside it, which is no fraction.
fn fraction_of(record: &Record, column: &str) -> Option<Fraction> {
    record.printed(column)?;
    record.fraction()
}

fn value_basis(record: &Record) -> ValueBasis {
    match record.fraction() {
        Some(_) => ValueBasis::WorkedOut,
        None => ValueBasis::Printed,
    }
}

fn sql_number(decimal: Decimal) -> Value {
    Value::Real(decimal.to_float())
}

/// The number with its decimal point moved by the record's power of ten.
fn scaled(record: &Record, column: &str, value: Decimal) -> Result<Value, Box<Problem>> {
    let power = record
        .integer("unit_mult")
        .and_then(|power| i32::try_from(power).ok())
        .unwrap_or(0);
    value.shift(power).map(sql_number).map_err(|error| {
        let Complaint { message, help } = error.complaint();
        Box::new(record.problem(column, message, help))
    })
}

/// Author and year in the form of a citation: `Grieger 2015`.
fn ready_citation(source: &Record) -> String {
    let families: Vec<String> = contributors(source.raw("authors"))
        .iter()
        .map(Contributor::quoted)
        .collect();
    let who = match families.as_slice() {
        [] => ["container", "publisher", "title"]
            .into_iter()
            .find_map(|column| source.text(column))
            .unwrap_or("n.n.")
            .to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, ..] => format!("{one} et al."),
    };
    match source.date("issued").and_then(Edtf::year) {
        Some(year) => format!("{who} {year}"),
        None => format!("{who} n.d."),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn equal_citations_never_run_out_of_letters() {
        let places = [0, 1, 25, 26, 27, 51, 52, 701, 702];
        assert_eq!(
            places.map(letters),
            ["a", "b", "z", "aa", "ab", "az", "ba", "zz", "aaa"]
        );
    }
}
