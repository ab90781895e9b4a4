//! Every table that curators write, each column declared once: its name, type, need and meaning.
//!
//! Reading, checking and loading all follow these declarations; a test compares them with the schema.

mod documents;
mod entities;
mod kinds_of_fact;

/// What a column may hold. No type is ever guessed from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The row's own id: lower-case letters, digits and hyphens, beginning with a letter.
    Id,
    /// The row's own id where capitals are allowed: acronyms and ISO 3166-1 alpha-3 codes.
    EntityId,
    /// The key of a row of the named table.
    Reference(&'static str),
    /// A term of the named kind, from `terms.csv`.
    Term(crate::vocab::TermKind),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One line of text.
    Text,
    /// An EDTF level 1 date.
    Date,
    /// A number as a document prints it.
    Printed,
    /// A number in plain notation: digits, a sign, a decimal point.
    Decimal,
    /// A whole number within these bounds.
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
    /// Passages behind a fact: `c1;c2[detail];disputes:c3`.
    Citations,
    /// Notes that a document puts to a statement: `source#13;source#13.2`.
    References,
}

/// One column of a seed file.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in CSV, SQL and messages.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// Whether a cell may not be empty.
    pub required: bool,
    /// What it means, for people.
    pub meaning: &'static str,
}

/// One seed file and the table of the same name.
#[derive(Debug)]
pub struct Table {
    /// Its name: of the table, of the file's stem, of the export.
    pub name: &'static str,
    /// The columns that make a row unique.
    pub key: &'static [&'static str],
    /// Its own columns, in the order of the file; a fact's file has [`FACT_COLUMNS`] after them.
    pub own: &'static [Column],
    /// Whether a row is a fact with an id in `facts`.
    pub is_fact: bool,
    /// The seeds that are compiled in.
    pub embedded: &'static str,
    /// What one row is.
    pub meaning: &'static str,
}

impl Table {
    /// All columns of the file, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        let shared: &[Column] = if self.is_fact { FACT_COLUMNS } else { &[] };
        self.own.iter().chain(shared)
    }

    /// The place of a column in the file.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns().position(|column| column.name == name)
    }

    /// The name of the file.
    pub fn file_name(&self) -> String {
        format!("{}.csv", self.name)
    }
}

/// Declares a column that may not be empty.
const fn need(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        required: true,
        meaning,
    }
}

/// Declares a column that may be empty.
const fn may(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        required: false,
        meaning,
    }
}

/// The columns that every kind of fact ends with.
pub const FACT_COLUMNS: &[Column] = &[
    need(
        "status",
        Kind::Word(crate::vocab::Status::WORDS),
        "stated by the document, attributed to somebody, or expected",
    ),
    may(
        "attributed_to",
        Kind::Reference("entities"),
        "who says so, according to the document",
    ),
    need(
        "rank",
        Kind::Word(crate::vocab::Rank::WORDS),
        "which of several differing facts to prefer",
    ),
    may("rank_reason", Kind::Text, "why the rank is not normal"),
    may(
        "claim_group",
        Kind::Id,
        "shared by the facts that answer the same question",
    ),
    may(
        "note",
        Kind::Text,
        "a judgement call, or how a value was worked out",
    ),
    need("citations", Kind::Citations, "the passages behind the fact"),
    may(
        "references",
        Kind::References,
        "the notes that the document puts to the statement",
    ),
];

/// Every table, parents before children.
pub const TABLES: &[&Table] = &[
    &documents::SOURCES,
    &documents::SOURCE_REFERENCES,
    &documents::CITATIONS,
    &documents::OMISSIONS,
    &entities::ENTITIES,
    &entities::ENTITY_NAMES,
    &entities::ENTITY_CODES,
    &entities::TERMS,
    &kinds_of_fact::MEMBERSHIPS,
    &kinds_of_fact::OFFICES,
    &kinds_of_fact::RELATIONS,
    &kinds_of_fact::EVENTS,
    &kinds_of_fact::EVENT_PARTICIPANTS,
    &kinds_of_fact::EVENT_VARIANTS,
    &kinds_of_fact::TRADE_FIGURES,
    &kinds_of_fact::INDICATORS,
    &kinds_of_fact::POSITIONS,
    &kinds_of_fact::FACT_LINKS,
    &kinds_of_fact::RETIRED_IDS,
];

/// The table of that name.
pub fn named(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.name == name)
}
