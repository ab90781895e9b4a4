//! Words in double quotes: SQLite takes one for a text where no column has the name, if the program that uses the object
//! allows this.

use super::{Meaning, Place, Present};
use crate::db::schema::Object;
use crate::migrate::sql::{Sort, tokens};

impl Meaning {
    /// The same, of an object that was compiled where words in double quotes may be texts.
    pub(super) fn with_texts(self, object: &Object) -> Self {
        let is_in_double_quotes = |text: &str| text.starts_with('"');
        let texts = tokens(&object.sql)
            .iter()
            .filter(|token| token.sort == Sort::Quoted && is_in_double_quotes(token.text))
            .map(|token| token.name().to_ascii_lowercase())
            .collect();
        Self { texts, ..self }
    }

    /// Which word in double quotes was a text and would be a column, or the other way round, in words.
    pub(crate) fn other_text(&self, now: &Self, present: &impl Present) -> Option<String> {
        let at = |(table, column): &Place| -> Option<Place> {
            Some((present.table(table)?, present.column(table, column)?))
        };
        let was = || self.columns.iter().map(|(_, place)| place);
        let is = || now.columns.iter().map(|(_, place)| place);
        let kept: Vec<Place> = was().filter_map(at).collect();
        let new = is().find(|place| self.texts.contains(&place.1) && !kept.contains(place));
        if let Some((table, column)) = new {
            return Some(format!(
                "\"{column}\" would be the column of {table} and no text"
            ));
        }
        let is_used = |column: &str| is().any(|place| place.1 == column);
        let gone = was().find(|place| {
            now.texts.contains(&place.1) && at(place).is_none() && !is_used(&place.1)
        });
        let (table, column) = gone?;
        Some(format!(
            "\"{column}\" would be a text and not the column of {table}"
        ))
    }
}
