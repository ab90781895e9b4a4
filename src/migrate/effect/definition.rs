//! The definition of a table, clause by clause, so that a clause which a later definition lacks can be found. What a
//! clause means does not matter here.

mod ambiguous;
mod read;
mod repeated;

use std::fmt;

use crate::migrate::sql::{Sort, Token, is_keyword};

/// The sort of a clause, which is also the word by which a head announces its loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseKind {
    /// The type of a column.
    Type,
    /// `DEFAULT`.
    Default,
    /// `COLLATE`.
    Collation,
    /// `GENERATED ALWAYS AS`.
    Generated,
    /// `PRIMARY KEY`.
    Key,
    /// `NOT NULL`, `UNIQUE`, `CHECK`, `FOREIGN KEY`, `AUTOINCREMENT`.
    Constraint,
    /// `STRICT`.
    Strict,
    /// `WITHOUT ROWID`.
    Rowid,
}

/// One clause of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Its sort.
    pub(crate) kind: ClauseKind,
    /// The columns of this table that it is about, in their spelling in the SQL.
    pub(crate) columns: Vec<String>,
    /// The name after `CONSTRAINT`.
    pub(crate) name: Option<String>,
    /// Its form in messages, such as `NOT NULL note`, `UNIQUE (code)` or `CHECK code_is_short`.
    pub(crate) words: String,
    /// Its tokens, for comparison.
    pub(crate) tokens: Vec<Word>,
    /// The table and the columns to which a foreign key refers.
    pub(crate) references: Option<(String, Vec<String>)>,
}

/// The present names of a table and its columns, by their former ones.
pub(crate) trait Renames {
    /// The present name of a column of this table.
    fn column(&self, name: &str) -> String;
    /// The present name of a table.
    fn table(&self, name: &str) -> String;
    /// The present name of a column of another table.
    fn column_of(&self, table: &str, name: &str) -> String;
}

impl Clause {
    /// The column, for a sort of clause that a column has at most once.
    pub(crate) fn column(&self) -> Option<&str> {
        let column = self.columns.first()?;
        self.kind.is_of_column().then_some(column.as_str())
    }

    /// The clause with the present names.
    pub(crate) fn renamed(&self, names: &impl Renames) -> Self {
        let columns = |columns: &[String]| columns.iter().map(|name| names.column(name)).collect();
        Self {
            kind: self.kind,
            columns: columns(&self.columns),
            name: self.name.clone(),
            words: self.words.clone(),
            tokens: self.tokens.iter().map(|word| word.renamed(names)).collect(),
            references: self.references.as_ref().map(|(parent, columns)| {
                let columns = columns
                    .iter()
                    .map(|name| names.column_of(parent, name))
                    .collect();
                (names.table(parent), columns)
            }),
        }
    }

    /// True if the other clause demands the same of the same columns.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same_names = |one: &[String], two: &[String]| {
            one.len() == two.len()
                && one
                    .iter()
                    .zip(two)
                    .all(|(one, two)| one.eq_ignore_ascii_case(two))
        };
        let same_parent = match (&self.references, &other.references) {
            (None, None) => true,
            (Some((one, ones)), Some((two, twos))) => {
                one.eq_ignore_ascii_case(two) && same_names(ones, twos)
            }
            _ => false,
        };
        self.kind == other.kind
            && self.tokens == other.tokens
            && same_parent
            && same_names(&self.columns, &other.columns)
    }
}

/// A token in the form in which it is compared: names and keywords without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// A bare word that would mean something else in quotes, in small letters.
    Keyword(String),
    /// A name, or a keyword that may be one, in small letters and without its quotes.
    Name(String),
    /// A text, a number or a mark.
    Other(String),
}

impl Word {
    /// Tokens in this form.
    pub(crate) fn all(tokens: &[Token<'_>]) -> Vec<Self> {
        let word = |(at, token): (usize, &Token<'_>)| match token.sort {
            Sort::Word if is_keyword(tokens, at) => Self::keyword(token.text),
            Sort::Word | Sort::Quoted => Self::name(&token.name()),
            Sort::Blob | Sort::Number => Self::Other(token.text.to_ascii_lowercase()),
            Sort::Text | Sort::Parameter | Sort::Mark => Self::Other(token.text.to_owned()),
        };
        tokens.iter().enumerate().map(word).collect()
    }

    pub(super) fn keyword(word: &str) -> Self {
        Self::Keyword(word.to_ascii_lowercase())
    }

    pub(super) fn name(name: &str) -> Self {
        Self::Name(name.to_ascii_lowercase())
    }

    fn renamed(&self, names: &impl Renames) -> Self {
        match self {
            Self::Name(name) => Self::name(&names.column(name)),
            Self::Keyword(_) | Self::Other(_) => self.clone(),
        }
    }
}

/// The definition of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Definition {
    /// The columns in order, in their spelling in the SQL.
    pub(crate) columns: Vec<String>,
    /// The clauses of columns and table.
    pub(crate) clauses: Vec<Clause>,
}

impl Definition {
    /// The columns of the primary key, in their spelling in the SQL; empty if there is no key.
    pub(crate) fn key(&self) -> Vec<String> {
        let key = self
            .clauses
            .iter()
            .find(|clause| clause.kind == ClauseKind::Key);
        key.map_or_else(Vec::new, |clause| clause.columns.clone())
    }

    /// True if the column is computed from others.
    pub(crate) fn is_generated(&self, column: &str) -> bool {
        self.clauses.iter().any(|clause| {
            clause.kind == ClauseKind::Generated && clause.columns[0].eq_ignore_ascii_case(column)
        })
    }
}

impl ClauseKind {
    /// The sorts that a head announces with `change`.
    pub(crate) const CHANGED: [Self; 7] = [
        Self::Type,
        Self::Default,
        Self::Collation,
        Self::Generated,
        Self::Key,
        Self::Strict,
        Self::Rowid,
    ];

    /// The word by which a head names it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Default => "default",
            Self::Collation => "collation",
            Self::Generated => "generated",
            Self::Key => "key",
            Self::Constraint => "constraint",
            Self::Strict => "strict",
            Self::Rowid => "rowid",
        }
    }

    /// Its name in a message.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Type => "the type",
            Self::Default => "the default",
            Self::Collation => "the collation",
            Self::Generated => "the expression",
            Self::Key => "the key",
            Self::Constraint => "a constraint",
            Self::Strict | Self::Rowid => "an option",
        }
    }

    /// True for a sort that a column has at most once.
    pub(crate) fn is_of_column(self) -> bool {
        matches!(
            self,
            Self::Type | Self::Default | Self::Collation | Self::Generated
        )
    }
}

impl fmt::Display for ClauseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
