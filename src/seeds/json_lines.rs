//! Reads rows from JSON Lines: one object a line, its keys the columns of the table.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::flaw::Flaw;
use super::header::Header;
use super::limits::{self, CELL_BYTES, COLUMNS, long_cell};
use super::lines::Cells;
use super::{Seeds, line_problem};
use crate::complaint::Complaint;
use crate::error::Problem;
use crate::tables::{CellType, Table};
use crate::wording::name_one_of;

impl Seeds {
    /// Reads the bytes of one file in JSON Lines as rows of a table; problems go to the list.
    pub fn parse_json_lines(
        &mut self,
        table: &'static Table,
        file: &str,
        bytes: &[u8],
        problems: &mut Vec<Problem>,
    ) {
        let file: Arc<str> = file.into();
        let most = problems.len() + limits::PROBLEMS;
        for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if problems.len() >= most {
                self.give_up(table, &file, problems);
                return;
            }
            let Ok(text) = std::str::from_utf8(bytes) else {
                problems.push(line_problem(
                    &file,
                    line,
                    None,
                    Flaw::NotUtf8.complaint(b','),
                ));
                self.incomplete.insert(table.name);
                continue;
            };
            let text = text.trim_start_matches('\u{feff}').trim();
            if text.is_empty() {
                continue;
            }
            match read(table, text) {
                Ok(cells) => {
                    let header = Header::of_user(table, |at| cells[at].is_some());
                    let told = (0..).zip(cells).filter(|(at, _)| header.names(*at));
                    let told = told.map(|(_, cell)| cell.unwrap_or_default()).collect();
                    self.take(&header, &file, line, Cells::whole(told), problems);
                }
                Err(bad) => {
                    problems.push(line_problem(&file, line, bad.column, bad.complaint));
                    self.incomplete.insert(table.name);
                }
            }
        }
    }
}

/// A line that is no row (without a column), or in which the value of one column cannot be a cell.
pub(super) struct BadLine {
    pub(super) column: Option<&'static str>,
    pub(super) complaint: Complaint,
}

/// A JSON value, in as much detail as a cell needs.
enum Json {
    Null,
    Text(String),
    Whole(i64),
    /// A number that does not fit into an `i64`, as the JSON text has it.
    OtherNumber(String),
    List(Vec<Json>),
    /// A text longer than a cell may be; its content is not kept.
    LongText,
    /// True, false or an object.
    Other,
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Look;

        impl<'de> Visitor<'de> for Look {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
                Ok(Json::Other)
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Whole(number))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(i64::try_from(number)
                    .map_or_else(|_| Json::OtherNumber(number.to_string()), Json::Whole))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Json::OtherNumber(Value::from(number).to_string()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(if text.len() > CELL_BYTES {
                    Json::LongText
                } else {
                    Json::Text(text.to_owned())
                })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Json::Other)
            }
        }

        deserializer.deserialize_any(Look)
    }
}

/// The keys and values of an object in the order of the text, repeated keys included.
struct Pairs(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keep;

        impl<'de> Visitor<'de> for Keep {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    if pairs.len() == COLUMNS {
                        return Err(A::Error::custom(format!("more than {COLUMNS} keys")));
                    }
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Keep)
    }
}

/// What is wrong with a line of JSON. The reader sees one line at a time and calls it the first; byte 0 is no place.
fn fault(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let fault = told.strip_suffix(&place).unwrap_or(&told);
    match error.column() {
        0 => fault.to_owned(),
        at => format!("{fault} at byte {at}"),
    }
}

/// Reads one line as a row of a table. A column that is not named has no cell.
pub(super) fn read(table: &'static Table, line: &str) -> Result<Vec<Option<String>>, BadLine> {
    let whole = |message: String, help: &str| {
        Err(BadLine {
            column: None,
            complaint: Complaint::new(message, help),
        })
    };
    let Pairs(pairs) = match serde_json::from_str(line) {
        Ok(pairs) => pairs,
        Err(error) => {
            return whole(
                format!("is not a JSON object: {}", shortened(&fault(&error))),
                "write one object a line",
            );
        }
    };
    let mut cells: Vec<Option<String>> = vec![None; table.columns().count()];
    for (key, value) in pairs {
        let (Some(at), Some(column)) = (
            table.position(&key),
            table.columns().find(|column| column.name == key),
        ) else {
            let known: Vec<&str> = table.columns().map(|column| column.name).collect();
            return whole(
                format!(
                    "has a key `{}` that is no column of `{}`",
                    shortened(&key),
                    table.name
                ),
                &name_one_of(&key, &known),
            );
        };
        if cells[at].is_some() {
            return whole(format!("has the key `{key}` twice"), "keep one of them");
        }
        cells[at] = Some(text(column.cell, value).map_err(|complaint| BadLine {
            column: Some(column.name),
            complaint,
        })?);
    }
    Ok(cells)
}

/// The text of the cell for a value. A number with decimals must be given as JSON text, so that its digits stay as
/// printed.
fn text(cell: CellType, value: Json) -> Result<String, Complaint> {
    let refuse = |message: &str, help: &str| Err(Complaint::new(message, help));
    match value {
        Json::Null => Ok(String::new()),
        Json::Text(text) => Ok(text),
        Json::Whole(number) => Ok(number.to_string()),
        // Of a whole number no digit can be lost.
        Json::OtherNumber(number) if matches!(cell, CellType::Integer(..)) => Ok(number),
        Json::OtherNumber(number) => refuse(
            &format!("is the number {number}, whose printed digits are lost"),
            "write it as text, in quotes",
        ),
        Json::LongText => Err(long_cell()),
        Json::List(items)
            if matches!(
                cell,
                CellType::Citations | CellType::References | CellType::Names | CellType::Keys(_)
            ) =>
        {
            joined(&items)
        }
        Json::List(_) | Json::Other => {
            refuse("is not a text", "write text, a whole number or null")
        }
    }
}

/// The texts of a list joined in the form of one cell.
fn joined(items: &[Json]) -> Result<String, Complaint> {
    let mut cell = String::new();
    for (at, item) in items.iter().enumerate() {
        let text = match item {
            Json::Text(text) => text,
            Json::LongText => return Err(long_cell()),
            _ => return Err(Complaint::new("is not a list of texts", "write texts")),
        };
        if at > 0 {
            cell.push(';');
        }
        if cell.len() + text.len() > CELL_BYTES {
            return Err(long_cell());
        }
        cell.push_str(text);
    }
    Ok(cell)
}

/// A text from a file as a message shows it, cut where it is very long.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
