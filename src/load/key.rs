//! The key of a row, with an order by which rows are sorted before they are written.

use std::fmt;

use rusqlite::types::Value;

/// The values of a key.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(Vec<Part>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Integer(i64),
    Text(String),
    /// NULL, which no key of the dataset contains.
    None,
}

impl Key {
    /// The key with these values.
    pub(super) fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        Self(
            values
                .map(|value| match value {
                    Value::Integer(number) => Part::Integer(*number),
                    Value::Text(text) => Part::Text(text.clone()),
                    Value::Null | Value::Real(_) | Value::Blob(_) => Part::None,
                })
                .collect(),
        )
    }
}

/// The values, separated by blanks.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .0
            .iter()
            .map(|part| match part {
                Part::Integer(number) => number.to_string(),
                Part::Text(text) => text.clone(),
                Part::None => String::new(),
            })
            .collect();
        f.write_str(&parts.join(" "))
    }
}
