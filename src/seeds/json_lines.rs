//! Reads rows from JSON Lines: one object a line, its keys the columns of the table.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::complaint::Complaint;
use crate::tables::{CellType, Table};

/// A line that is no row, or of which one column cannot be a cell.
pub(super) struct BadLine {
    pub(super) column: Option<&'static str>,
    pub(super) complaint: Complaint,
}

/// The keys and values of an object in the order of the text, repeated keys included.
struct Pairs(Vec<(String, Value)>);

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
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Keep)
    }
}

/// Reads one line as a row of a table. A column that is not named is empty.
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
                format!("is not a JSON object: {error}"),
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
                format!("has a key `{key}` that is no column of `{}`", table.name),
                &format!("use: {}", known.join(", ")),
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

/// The cell for a value. A number with a fraction must be text, so that its digits stay as printed.
fn text(cell: CellType, value: Value) -> Result<String, Complaint> {
    let refuse = |message: &str, help: &str| Err(Complaint::new(message, help));
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) if number.is_i64() => Ok(number.to_string()),
        Value::Number(number) => refuse(
            &format!("is the number {number}, whose printed digits are lost"),
            "write it as text, in quotes",
        ),
        Value::Array(items)
            if matches!(
                cell,
                CellType::Citations | CellType::References | CellType::Names
            ) =>
        {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            texts
                .map(|texts| texts.join(";"))
                .map_or_else(|| refuse("is not a list of texts", "write texts"), Ok)
        }
        _ => refuse("is not a text", "write text, a whole number or null"),
    }
}
