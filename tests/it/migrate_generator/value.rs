//! Values, and what SQLite makes of them when a column takes them in.

use super::Rejected;

/// A value. Real numbers are whole numbers and a half, so that none of them is equal to a whole one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Null,
    Integer(i64),
    /// The number and a half more; not below zero.
    Half(i64),
    Text(String),
}

/// What a column makes of values, by its declared type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Affinity {
    Integer,
    Text,
    Nothing,
    Real,
    Numeric,
}

impl Affinity {
    pub(super) fn of(declared: &str, strict: bool) -> Self {
        let declared = declared.to_ascii_uppercase();
        let has = |part: &str| declared.contains(part);
        if has("INT") {
            Self::Integer
        } else if has("CHAR") || has("TEXT") {
            Self::Text
        } else if declared.is_empty() || has("BLOB") || (strict && declared == "ANY") {
            Self::Nothing
        } else if has("REAL") || has("DOUB") {
            Self::Real
        } else {
            Self::Numeric
        }
    }

    /// The type that CREATE TABLE ... AS gives a column.
    pub(super) fn type_of_copy(self) -> &'static str {
        match self {
            Self::Integer => "INT",
            Self::Text => "TEXT",
            Self::Nothing => "",
            Self::Real => "REAL",
            Self::Numeric => "NUM",
        }
    }
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The value as a column keeps it. What a strict table refuses is rejected, and so is what would make a
    /// real number out of something else.
    pub(super) fn stored(self, declared: &str, strict: bool) -> Result<Self, Rejected> {
        let affinity = Affinity::of(declared, strict);
        match (affinity, self) {
            (_, Self::Null) => Ok(Self::Null),
            (Affinity::Nothing, value)
            | (Affinity::Real, value @ Self::Half(_))
            | (Affinity::Text, value @ Self::Text(_))
            | (Affinity::Integer, value @ Self::Integer(_)) => Ok(value),
            (Affinity::Real, _) => Err("a real number made of something else"),
            _ if strict => Err("a strict column does not take the value"),
            (Affinity::Text, value) => Ok(Self::Text(value.shown())),
            (Affinity::Integer | Affinity::Numeric, Self::Text(text)) => Ok(as_number(text)),
            (_, value) => Ok(value),
        }
    }

    /// As SQLite casts it to text.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Integer(number) => number.to_string(),
            Self::Half(number) => format!("{number}.5"),
            Self::Text(text) => text.clone(),
        }
    }

    /// As a literal.
    pub(super) fn sql(&self) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            number => number.shown(),
        }
    }

    /// Equal under a collation, as UNIQUE sees it; NULL is equal to nothing.
    pub(super) fn collides(&self, other: &Self, collation: Option<&str>) -> bool {
        match (self, other) {
            (Self::Null, _) | (_, Self::Null) => false,
            (Self::Text(one), Self::Text(two)) if collation == Some("NOCASE") => {
                one.eq_ignore_ascii_case(two)
            }
            (one, two) => one == two,
        }
    }
}

/// What a numeric column makes of a text: a number where it looks like one.
fn as_number(text: String) -> Value {
    let is_whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole(&text)
        && let Ok(number) = text.parse()
    {
        return Value::Integer(number);
    }
    if let Some(whole) = text.strip_suffix(".5")
        && is_whole(whole)
        && let Ok(number) = whole.parse()
    {
        return Value::Half(number);
    }
    Value::Text(text)
}
