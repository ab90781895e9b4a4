//! Statements that define objects: which object a `CREATE`, `ALTER` or `DROP` is about, read from its first words.
//! Whether the statement is correct is left to SQLite.

use super::sql::{Statement, Token, each_token};
use crate::db::schema::ObjectKind;

/// A statement that defines something, or that changes how later definitions work.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Defining {
    /// It makes an object.
    Create {
        name: String,
        /// True if the object is temporary and ends with the connection.
        temporary: bool,
        /// True if it is a table whose columns are those of a query.
        from_query: bool,
    },
    /// It changes a table, and may give it another name.
    Alter { table: String, to: Option<String> },
    /// It removes an object.
    Drop { name: String },
    /// It sets the pragma `legacy_alter_table`, which decides whether a rename also changes views and triggers.
    LegacyAlterTable,
}

impl Defining {
    /// What a statement defines; `None` for a statement on rows.
    pub(super) fn of(statement: &str) -> Option<Self> {
        // The object of a definition is named within these words, so a long INSERT need not be read to its end.
        const ENOUGH: usize = 16;
        let tokens: Vec<Token<'_>> = each_token(statement).take(ENOUGH).collect();
        let mut words = Words(&tokens);
        if words.take("CREATE") {
            return words.created();
        }
        if words.take("DROP") {
            words.take_one(&["TABLE", "VIEW", "INDEX", "TRIGGER"]);
            words.skip(&["IF", "EXISTS"]);
            let (_, name) = words.name()?;
            return Some(Self::Drop { name });
        }
        if words.take("ALTER") {
            words.skip(&["TABLE"]);
            let (_, table) = words.name()?;
            let to = words.take("RENAME") && words.take("TO");
            let to = if to { words.name() } else { None };
            return Some(Self::Alter {
                table,
                to: to.map(|(_, name)| name),
            });
        }
        let legacy = words.take("PRAGMA")
            && words
                .name()
                .is_some_and(|(_, name)| name.eq_ignore_ascii_case("legacy_alter_table"));
        legacy.then_some(Self::LegacyAlterTable)
    }
}

/// An object that a statement makes only if there is none of the name: `CREATE TABLE IF NOT EXISTS`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MadeUnlessThere {
    /// What it is.
    pub(super) kind: ObjectKind,
    /// Its name.
    pub(super) name: String,
    /// The text that SQLite would keep for it.
    pub(super) sql: String,
}

impl MadeUnlessThere {
    /// The object that a statement makes in this way; `None` for any other statement and for temporary objects, whose
    /// names are separate.
    pub(super) fn by(statement: &Statement<'_>) -> Option<Self> {
        let Some(Defining::Create {
            name,
            temporary: false,
            ..
        }) = Defining::of(statement.text)
        else {
            return None;
        };
        // Between `CREATE` and `IF` there are one or two words.
        let condition = (2..4).find(|at| statement.has_at(*at, &["IF", "NOT", "EXISTS"]))?;
        let tokens = &statement.tokens;
        let word = &tokens[condition - 1];
        let kinds = [
            ObjectKind::Table,
            ObjectKind::Index,
            ObjectKind::View,
            ObjectKind::Trigger,
        ];
        let kind = kinds.into_iter().find(|kind| word.is(kind.word()))?;
        let first = condition + 3;
        let has_schema = tokens.get(first + 1).is_some_and(|dot| dot.is_mark("."));
        let named = tokens.get(if has_schema { first + 2 } else { first })?;
        let from_name = &statement.text[named.at - statement.at..];
        let words: Vec<&str> = tokens[..condition].iter().map(|token| token.text).collect();
        let from_name = from_name.trim_end_matches(|c: char| c == ';' || c.is_whitespace());
        Some(Self {
            kind,
            name,
            sql: format!("{} {from_name}", words.join(" ").to_uppercase()),
        })
    }
}

/// The words of a statement that are still to be read.
struct Words<'a, 't>(&'a [Token<'t>]);

impl Words<'_, '_> {
    fn take(&mut self, word: &str) -> bool {
        let there = self.0.first().is_some_and(|token| token.is(word));
        if there {
            self.0 = &self.0[1..];
        }
        there
    }

    fn skip(&mut self, words: &[&str]) {
        for word in words {
            self.take(word);
        }
    }

    /// Takes one of these words: the next one is a name, even if it is equal to another of them.
    fn take_one(&mut self, words: &[&str]) {
        words.iter().any(|word| self.take(word));
    }

    /// A name with the schema before it, if there is one.
    fn name(&mut self) -> Option<(Option<String>, String)> {
        let first = self.0.first()?.name();
        let dotted = self.0.get(1).is_some_and(|token| token.is_mark("."));
        if !dotted {
            self.0 = &self.0[1..];
            return Some((None, first));
        }
        let second = self.0.get(2)?.name();
        self.0 = &self.0[3..];
        Some((Some(first), second))
    }

    fn created(&mut self) -> Option<Defining> {
        let temporary = self.take("TEMP") || self.take("TEMPORARY");
        self.skip(&["UNIQUE", "VIRTUAL"]);
        let is_table = self.take("TABLE");
        if !is_table {
            self.take_one(&["VIEW", "INDEX", "TRIGGER"]);
        }
        self.skip(&["IF", "NOT", "EXISTS"]);
        let (schema, name) = self.name()?;
        Some(Defining::Create {
            name,
            temporary: temporary || schema.is_some_and(|it| it.eq_ignore_ascii_case("temp")),
            from_query: is_table && self.take("AS"),
        })
    }
}
