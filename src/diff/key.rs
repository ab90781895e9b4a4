//! The key of a row, in an order that people expect: numbers by their size.

use std::fmt;

/// The cells of a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(Vec<Part>);

/// A cell of a key: texts before numbers, and numbers by their size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    number: Option<u64>,
    text: String,
}

impl Key {
    pub(super) fn of(cells: impl Iterator<Item = String>) -> Self {
        let part = |text: String| Part {
            number: text.parse().ok(),
            text,
        };
        Self(cells.map(part).collect())
    }

    /// The cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|part| part.text.as_str())
    }

    /// The first cell.
    pub(super) fn first(&self) -> &str {
        self.0.first().map_or("", |part| &part.text)
    }

    /// The only cell; `None` if there are several.
    pub(super) fn only(&self) -> Option<&str> {
        match self.0.as_slice() {
            [part] => Some(&part.text),
            _ => None,
        }
    }
}

/// The cells, separated by blanks.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cells().collect::<Vec<_>>().join(" "))
    }
}
