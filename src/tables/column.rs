//! A column: how curators write its cells, and what it holds in the database.

use super::limit::{Form, Limit};
use crate::vocab::TermKind;

/// The forms of a cell of a seed file. No type is ever guessed from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// An id of lower-case letters, digits and hyphens that begins with a letter.
    Id,
    /// An id in which capitals are allowed too: acronyms and ISO 3166-1 alpha-3 codes.
    EntityId,
    /// The key of a row of the named table.
    Reference(&'static str),
    /// A term of the named kind, from `terms.csv`.
    Term(TermKind),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One line of text.
    Text,
    /// A code as its code list writes it; unlike other cells, it may be `NA`.
    Code,
    /// An EDTF level 1 date.
    Date,
    /// A number as a document prints it.
    Printed,
    /// A number in plain notation: digits, a sign, a decimal point.
    Decimal,
    /// A whole number from the first bound to the second, both included.
    Integer(i64, i64),
    /// A SHA-256 digest: 64 lower-case hexadecimal digits.
    Sha256,
    /// A year of four digits.
    Year,
    /// An absolute web address.
    Url,
    /// An ISO 4217 currency code.
    Currency,
    /// A BCP 47 language tag.
    Language,
    /// Persons, `Family, Given`, separated by `;`.
    Names,
    /// Numbers and single words in alphabetical order, separated by `|`.
    Tokens,
    /// Ranges of lines, `202-226`, separated by `;`.
    Lines,
    /// Keys of rows of the named table, separated by `;`. In the database they are rows of a table of their own.
    Keys(&'static str),
    /// Passages behind a fact: `c1;c2[detail];disputes:c3`.
    Citations,
    /// Notes with which the document supports a statement, as source, note and place of the work in the note:
    /// `source#13;source#13.2`.
    References,
}

/// One declared column of a table, and of its seed file where there is one.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in CSV, SQL and messages.
    pub name: &'static str,
    /// The form of its cells.
    pub cell: CellType,
    /// True if no cell may be empty.
    pub required: bool,
    /// True if an older seed file may lack it: it was declared later than the others.
    pub is_late: bool,
    /// The word that an empty cell of a user's file stands for; empty for a column without one.
    pub default: &'static str,
    /// The word that an empty cell stands for if another column is filled.
    pub implied: Option<Implied>,
    /// What its values must be besides their type.
    pub limit: Limit,
    /// The unit of a quantity; empty for what is no quantity.
    pub unit: &'static str,
    /// What a changed cell means for `sco diff`.
    pub bearing: Bearing,
    /// Its meaning, for people.
    pub meaning: &'static str,
}

/// What a changed cell means when two states of the dataset are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// The dataset says something else. This is the default.
    Substance,
    /// The dataset says something else, unless the words differ in their spelling alone: capitals, accents
    /// of Latin letters, punctuation.
    Wording,
    /// The dataset says the same: a locator, a remark, an order.
    Clerical,
    /// A remark that gives the reason for the values of these columns. A change of the remark itself is clerical.
    Reason(&'static [&'static str]),
}

/// The word that an empty cell stands for if another column is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Implied {
    /// The word.
    pub word: &'static str,
    /// The column that must be filled.
    pub beside: &'static str,
}

/// The types of value in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// The key of a row of this table.
    Key(&'static str),
    /// Keys of rows of this table, separated by `;`.
    Keys(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    /// An EDTF level 1 date.
    Date,
    /// A day, as `YYYY-MM-DD`.
    Day,
    /// An absolute web address.
    Url,
    /// A whole number.
    Integer,
    /// A number, stored as `REAL` even if it is whole.
    Number,
    /// 1 for yes, 0 for no.
    Flag,
}

impl Holds {
    /// The word for the type in the dictionary. The table `meta_columns` refuses any other.
    pub const fn word(self) -> &'static str {
        match self {
            // A list of keys is a text to whoever reads the column.
            Self::Text | Self::Keys(_) => "text",
            Self::Key(_) => "key",
            Self::Word(_) => "word",
            Self::Date => "date",
            Self::Day => "day",
            Self::Url => "url",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Flag => "flag",
        }
    }
}

/// A column in the database and in the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub holds: Holds,
    /// What its values must be besides their type.
    pub limit: Limit,
    /// The unit of a quantity; empty for what is no quantity.
    pub unit: &'static str,
    /// Its meaning, for people.
    pub meaning: &'static str,
}

impl Field {
    /// The same column, with this unit for its quantities.
    pub(super) const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The same column, whose numbers lie between these, both included.
    pub(super) const fn between(self, least: i64, greatest: i64) -> Self {
        let limit = Limit::Between(least, greatest);
        Self { limit, ..self }
    }

    /// The same column, whose numbers are counted from this one.
    pub(super) const fn from(self, least: i64) -> Self {
        self.between(least, i64::MAX)
    }

    /// The same column, whose texts have this form.
    pub(super) const fn of_form(self, form: Form) -> Self {
        let limit = Limit::Form(form);
        Self { limit, ..self }
    }

    /// The form of its texts, if they have one.
    pub const fn form(&self) -> Option<Form> {
        match (self.holds, self.limit) {
            (Holds::Date, _) => Some(Form::Date),
            (Holds::Url, _) => Some(Form::Url),
            (_, Limit::Form(form)) => Some(form),
            (_, Limit::None | Limit::Between(..)) => None,
        }
    }
}

/// The column that says whose row it is; every table of the dataset ends with it.
pub const ORIGIN: Field = Field {
    name: "origin",
    holds: Holds::Text,
    limit: Limit::None,
    unit: "",
    meaning: "whose row it is: the dataset's, or a user's own name for an import",
};

impl CellType {
    /// The type of the column's values in the database.
    pub const fn holds(self) -> Holds {
        match self {
            Self::Reference(table) => Holds::Key(table),
            Self::Term(_) => Holds::Key("terms"),
            Self::Word(words) => Holds::Word(words),
            Self::Date => Holds::Date,
            Self::Decimal => Holds::Number,
            Self::Integer(..) => Holds::Integer,
            Self::Url => Holds::Url,
            Self::Id
            | Self::EntityId
            | Self::Text
            | Self::Code
            | Self::Printed
            | Self::Sha256
            | Self::Year
            | Self::Currency
            | Self::Language
            | Self::Names
            | Self::Tokens
            | Self::Lines
            | Self::Keys(_)
            | Self::Citations
            | Self::References => Holds::Text,
        }
    }

    /// What the column's values must be besides their type.
    pub const fn limit(self) -> Limit {
        match self {
            Self::Id => Limit::Form(Form::Id),
            Self::EntityId => Limit::Form(Form::EntityId),
            Self::Integer(least, greatest) => Limit::Between(least, greatest),
            Self::Printed => Limit::Form(Form::Printed),
            Self::Sha256 => Limit::Form(Form::Sha256),
            Self::Year => Limit::Form(Form::Year),
            Self::Currency => Limit::Form(Form::Currency),
            Self::Language => Limit::Form(Form::Language),
            Self::Lines => Limit::Form(Form::Lines),
            Self::Reference(_)
            | Self::Term(_)
            | Self::Word(_)
            | Self::Text
            | Self::Code
            | Self::Date
            | Self::Decimal
            | Self::Url
            | Self::Names
            | Self::Tokens
            | Self::Keys(_)
            | Self::Citations
            | Self::References => Limit::None,
        }
    }
}

impl Column {
    /// The same column, which an older file may lack.
    pub(super) const fn late(self) -> Self {
        Self {
            is_late: true,
            ..self
        }
    }

    /// The same column, in which an empty cell of a user's file stands for a word.
    pub(super) const fn by_default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    /// Whether the file of a user must have it.
    pub const fn must_be_told(&self) -> bool {
        self.required && self.default.is_empty()
    }

    /// The same column, in which an empty cell stands for `word` if the column `beside` is filled.
    pub(super) const fn implying(self, word: &'static str, beside: &'static str) -> Self {
        Self {
            implied: Some(Implied { word, beside }),
            ..self
        }
    }

    /// The same column, with this unit for its quantities.
    pub(super) const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The same column, whose numbers lie between these, both included.
    pub(super) const fn between(self, least: i64, greatest: i64) -> Self {
        let limit = Limit::Between(least, greatest);
        Self { limit, ..self }
    }

    /// The same column, in which changes of spelling count as clerical.
    pub(super) const fn wording(self) -> Self {
        Self {
            bearing: Bearing::Wording,
            ..self
        }
    }

    /// The same column, whose changes `sco diff` counts as clerical.
    pub(super) const fn clerical(self) -> Self {
        Self {
            bearing: Bearing::Clerical,
            ..self
        }
    }

    /// The same column, which gives the reason for the values of these columns.
    pub(super) const fn reason_for(self, columns: &'static [&'static str]) -> Self {
        Self {
            bearing: Bearing::Reason(columns),
            ..self
        }
    }

    /// The same column in a view, where keys are replaced by names.
    pub(super) const fn shown(&self) -> Field {
        let holds = match self.cell {
            CellType::Reference(_) | CellType::Term(_) => Holds::Text,
            other => other.holds(),
        };
        Field {
            name: self.name,
            holds,
            limit: self.limit,
            unit: self.unit,
            meaning: self.meaning,
        }
    }

    /// Whether it is a column of the table in the database. A list of keys is none: it has a table of its own.
    pub fn is_in_table(&self) -> bool {
        !matches!(self.cell, CellType::Keys(_))
    }

    pub(super) fn field(&self) -> Field {
        Field {
            name: self.name,
            holds: self.cell.holds(),
            limit: self.limit,
            unit: self.unit,
            meaning: self.meaning,
        }
    }
}

/// Declares a column that may not be empty.
pub(super) const fn need(name: &'static str, cell: CellType, meaning: &'static str) -> Column {
    Column {
        name,
        cell,
        required: true,
        is_late: false,
        default: "",
        implied: None,
        limit: cell.limit(),
        unit: "",
        bearing: Bearing::Substance,
        meaning,
    }
}

/// Declares a column that may be empty.
pub(super) const fn may(name: &'static str, cell: CellType, meaning: &'static str) -> Column {
    Column {
        name,
        cell,
        required: false,
        is_late: false,
        default: "",
        implied: None,
        limit: cell.limit(),
        unit: "",
        bearing: Bearing::Substance,
        meaning,
    }
}
