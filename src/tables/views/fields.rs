//! Functions that declare a column of a view, one for each type of value.

use crate::tables::{Field, Holds, Limit};

const fn field(name: &'static str, holds: Holds, meaning: &'static str) -> Field {
    Field {
        name,
        holds,
        limit: Limit::None,
        unit: "",
        meaning,
    }
}

/// A column that holds text.
pub(in crate::tables) const fn text(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Text, meaning)
}

/// A column that holds the name of an entity.
pub(in crate::tables) const fn name_of(name: &'static str, meaning: &'static str) -> Field {
    text(name, meaning)
}

/// A column that holds the id of an entity.
pub(in crate::tables) const fn id_of(name: &'static str, meaning: &'static str) -> Field {
    key(name, "entities", meaning)
}

/// A column that holds one of some words.
pub(in crate::tables) const fn word(
    name: &'static str,
    words: &'static [&'static str],
    meaning: &'static str,
) -> Field {
    field(name, Holds::Word(words), meaning)
}

/// A column that holds an EDTF date.
pub(in crate::tables) const fn date(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Date, meaning)
}

/// A column that holds a day.
pub(in crate::tables) const fn day(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Day, meaning)
}

/// A column that holds a whole number.
pub(in crate::tables) const fn integer(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Integer, meaning)
}

/// A column that holds a year.
pub(in crate::tables) const fn year(name: &'static str, meaning: &'static str) -> Field {
    integer(name, meaning).between(1, 9999)
}

/// A column that holds a number.
pub(in crate::tables) const fn number(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Number, meaning)
}

/// A column that holds 1 for yes or 0 for no.
pub(in crate::tables) const fn flag(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Flag, meaning)
}

/// A column that holds the key of a row of the named table.
pub(in crate::tables) const fn key(
    name: &'static str,
    table: &'static str,
    meaning: &'static str,
) -> Field {
    field(name, Holds::Key(table), meaning)
}

/// A column that holds keys of rows of the named table, separated by `;`.
pub(in crate::tables) const fn keys(
    name: &'static str,
    table: &'static str,
    meaning: &'static str,
) -> Field {
    field(name, Holds::Keys(table), meaning)
}

/// A column that holds an address.
pub(in crate::tables) const fn url(name: &'static str, meaning: &'static str) -> Field {
    field(name, Holds::Url, meaning)
}
