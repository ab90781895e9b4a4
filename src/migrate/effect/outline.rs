//! The statements of a file in outline, to know what later statements may do.

use crate::migrate::defining_statement::Defining;
use crate::migrate::sql::Statement;

/// What a statement may do, told from its words.
#[derive(Debug)]
pub(super) struct Outline {
    /// The word that says what it does, in capitals.
    pub(super) verb: String,
    /// The names and words in it, in small letters.
    pub(super) words: Vec<String>,
    /// The old and the new name of a table that it renames, in small letters.
    renamed: Option<(String, String)>,
}

impl Outline {
    /// The outline of a statement.
    pub(super) fn of(statement: &Statement<'_>) -> Self {
        Self {
            verb: statement.verb(),
            words: statement
                .tokens
                .iter()
                .map(|token| token.name().to_ascii_lowercase())
                .collect(),
            renamed: match Defining::of(statement.text) {
                Some(Defining::Alter {
                    table,
                    to: Some(to),
                }) => Some((table.to_ascii_lowercase(), to.to_ascii_lowercase())),
                _ => None,
            },
        }
    }

    /// True if the statement contains the name or an equal word.
    pub(super) fn names(&self, name: &str) -> bool {
        self.words
            .iter()
            .any(|word| word.eq_ignore_ascii_case(name))
    }

    /// The old and the new name of a table that the statement renames.
    pub(super) fn renamed_table(&self) -> Option<(&str, &str)> {
        let (from, to) = self.renamed.as_ref()?;
        Some((from, to))
    }

    /// True if it makes a table.
    pub(super) fn makes_a_table(&self) -> bool {
        self.verb == "CREATE" && self.words.iter().any(|word| word == "table")
    }

    /// True if it only adds rows, makes something new or reads.
    pub(super) fn only_adds(&self) -> bool {
        let may_replace = || {
            self.words.iter().any(|word| word == "replace")
                || self.words.windows(2).any(|pair| pair == ["do", "update"])
        };
        match self.verb.as_str() {
            "INSERT" => !may_replace(),
            "SELECT" => true,
            // A table whose key says `ON CONFLICT REPLACE` lets plain statements replace rows.
            "CREATE" => {
                let mut words = self.words.iter();
                !words.any(|word| word == "trigger" || word == "replace")
            }
            _ => false,
        }
    }
}
