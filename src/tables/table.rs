//! A table: its columns, its key, where its rows come from, and what makes it a kind of fact.

use super::column::{Bearing, CellType, Column, Field, Holds, ORIGIN};
use super::fact_columns::FACT_COLUMNS;
use super::limit::Limit;
use super::views::View;

/// Where the rows of a table come from.
#[derive(Debug, Clone, Copy)]
pub enum Rows {
    /// From the seed file of the same name; this is the text that is compiled in.
    SeedFile(&'static str),
    /// From the lines of all kinds of fact, one row a fact.
    Facts,
    /// From the list in this column of the lines of facts. An import that changes a fact replaces its rows here.
    ListsOfFacts {
        /// The column with the list.
        column: &'static str,
    },
    /// From the list in this column of this kind of fact, one row for each key: `fact_id`, `entity_id` and
    /// the place in the list, `position`. An import that changes a fact replaces its rows here.
    ListIn {
        /// The kind of fact.
        table: &'static str,
        /// The column with the list.
        column: &'static str,
    },
}

impl Rows {
    /// Whether an import that changes a fact replaces all its rows in this table.
    pub const fn are_lists(&self) -> bool {
        matches!(self, Self::ListsOfFacts { .. } | Self::ListIn { .. })
    }
}

/// One table of the dataset.
#[derive(Debug)]
pub struct Table {
    /// Its name; the seed file and the export are `<name>.csv`.
    pub name: &'static str,
    /// The meaning of one row.
    pub meaning: &'static str,
    /// The columns that make a row unique, in the order of the primary key.
    pub key: &'static [&'static str],
    /// Where its rows come from.
    pub rows: Rows,
    /// The columns that stand both in the seed file and in the table, in the order of the file. A fact's
    /// file has [`FACT_COLUMNS`] after them.
    pub own: &'static [Column],
    /// The columns that the loader works out.
    pub derived: &'static [Derived],
    /// Columns that refer to another table only in some rows.
    pub references_when: &'static [ReferenceWhen],
    /// For a kind of fact: how its facts are named and shown.
    pub fact: Option<Fact>,
}

/// What a kind of fact declares besides its table.
#[derive(Debug)]
pub struct Fact {
    /// The prefix of the ids of this kind, such as `m-`.
    pub prefix: &'static str,
    /// The view that shows its facts with names instead of keys.
    pub view: View,
}

/// A column that the loader works out from other columns of the row.
#[derive(Debug, Clone, Copy)]
pub struct Derived {
    /// Its name.
    pub name: &'static str,
    /// How it is worked out.
    pub from: Derivation,
    /// The own column after which it comes in the table; empty for the end of the table.
    pub after: &'static str,
    /// A column and a word: the value is worked out only if the column holds the word, and is NULL otherwise.
    pub when: Option<(&'static str, &'static str)>,
    /// The unit of a quantity; empty for what is no quantity.
    pub unit: &'static str,
    /// What a changed cell means for `sco diff` if none of the cells that it is worked out from has changed.
    pub bearing: Bearing,
    /// Its meaning, for people.
    pub meaning: &'static str,
}

/// The ways to work out a derived column. The text in a variant names the column that it is worked out from, which
/// must hold a date or a number as the variant says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivation {
    /// The first day of an EDTF date, as `YYYY-MM-DD`; NULL where its beginning is open.
    FirstDay(&'static str),
    /// The last day of an EDTF date, as `YYYY-MM-DD`; NULL where its end is open.
    LastDay(&'static str),
    /// The precision of an EDTF date.
    Precision(&'static str),
    /// The number that a printed text stands for; in a row with a numerator and a denominator, their fraction in per
    /// cent.
    Number(&'static str),
    /// The same number times ten to the power of the row's `unit_mult`.
    Scaled(&'static str),
    /// Whether the number is the printed one or worked out from a fraction.
    ValueBasis,
    /// Author and year of a source, as they are quoted: `Grieger 2015`.
    ReadyCitation,
}

/// A text column that holds the key of a row of another table, but only in rows where another column holds a word.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceWhen {
    /// The column with the key.
    pub column: &'static str,
    /// The table that it names.
    pub table: &'static str,
    /// The other column, and the word that it must hold.
    pub when: (&'static str, &'static str),
}

impl Table {
    /// The default values of a declaration, for `..Table::PLAIN`.
    pub(super) const PLAIN: Self = Self {
        name: "",
        meaning: "",
        key: &[],
        rows: Rows::SeedFile(""),
        own: &[],
        derived: &[],
        references_when: &[],
        fact: None,
    };

    /// True if curators write its rows in a seed file of its own.
    pub const fn has_seed_file(&self) -> bool {
        matches!(self.rows, Rows::SeedFile(_))
    }

    /// True if a row is a fact with an id in `facts`.
    pub fn is_fact(&self) -> bool {
        self.fact.is_some()
    }

    /// All columns of the seed file, in order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        let shared: &[Column] = if self.is_fact() { FACT_COLUMNS } else { &[] };
        self.own.iter().chain(shared)
    }

    /// The place of a column in the seed file.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns().position(|column| column.name == name)
    }

    /// True if the seed file has this column.
    pub fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// The name of the seed file.
    pub fn file_name(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The seed file that is compiled in; empty for a table without one.
    pub fn embedded(&self) -> &'static str {
        match self.rows {
            Rows::SeedFile(text) => text,
            Rows::Facts | Rows::ListsOfFacts { .. } | Rows::ListIn { .. } => "",
        }
    }

    /// The columns of the table in the database, in order: own, derived, and `origin`.
    pub fn fields(&self) -> Vec<Field> {
        let derived_after = |column: &'static str| {
            self.derived
                .iter()
                .filter(move |derived| derived.after == column)
                .map(Derived::field)
        };
        let mut fields = Vec::new();
        for column in self.own.iter().filter(|column| column.is_in_table()) {
            fields.push(column.field());
            fields.extend(derived_after(column.name));
        }
        fields.extend(derived_after(""));
        fields.push(ORIGIN);
        fields
    }

    /// The columns outside its key that state a number, in which a change is one of what the row says.
    pub fn stated_numbers(&self) -> impl Iterator<Item = &'static str> + use<> {
        let is_number = |column: &&Column| {
            let cell = column.cell;
            column.bearing == Bearing::Substance
                && matches!(
                    cell,
                    CellType::Decimal | CellType::Integer(..) | CellType::Printed
                )
        };
        let key = self.key;
        let numbers = self.own.iter().filter(is_number);
        numbers
            .map(|column| column.name)
            .filter(move |name| !key.contains(name))
    }

    /// The columns outside its key that hold a date of which the first day is worked out.
    pub fn dates(&self) -> impl Iterator<Item = &'static str> + use<> {
        let key = self.key;
        let dates = self
            .derived
            .iter()
            .filter_map(|derived| match derived.from {
                Derivation::FirstDay(column) => Some(column),
                _ => None,
            });
        dates.filter(move |name| !key.contains(name))
    }

    /// The columns that hold texts, or dates of which no first day is worked out, those of its key among them.
    pub fn texts(&self) -> impl Iterator<Item = &'static str> + use<> {
        let dates: Vec<&str> = self.dates().collect();
        let is_text = move |column: &&Column| match column.cell.holds() {
            Holds::Text => true,
            Holds::Date => !dates.contains(&column.name),
            _ => false,
        };
        self.own.iter().filter(is_text).map(|column| column.name)
    }

    /// The names of these columns.
    pub fn field_names(&self) -> Vec<&'static str> {
        self.fields().iter().map(|field| field.name).collect()
    }
}

/// Declares a column that the loader works out.
pub(super) const fn derived(
    name: &'static str,
    from: Derivation,
    meaning: &'static str,
) -> Derived {
    Derived {
        name,
        from,
        after: "",
        when: None,
        unit: "",
        bearing: Bearing::Substance,
        meaning,
    }
}

impl Derived {
    /// The same column, placed after this own column of the table.
    pub(super) const fn after(self, column: &'static str) -> Self {
        Self {
            after: column,
            ..self
        }
    }

    /// The same column, with this unit for its quantities.
    pub(super) const fn in_unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    pub(super) const fn field(&self) -> Field {
        Field {
            name: self.name,
            holds: self.from.holds(),
            limit: Limit::None,
            unit: self.unit,
            meaning: self.meaning,
        }
    }

    /// The same column, whose changes `sco diff` counts as clerical.
    pub(super) const fn clerical(self) -> Self {
        Self {
            bearing: Bearing::Clerical,
            ..self
        }
    }

    /// The own columns that it is worked out from.
    pub fn worked_out_from(&self) -> Vec<&'static str> {
        let of_a_number = |column| [column, "numerator", "denominator"];
        let mut columns = match self.from {
            Derivation::FirstDay(column)
            | Derivation::LastDay(column)
            | Derivation::Precision(column) => vec![column],
            Derivation::Number(column) => of_a_number(column).to_vec(),
            Derivation::Scaled(column) => [&of_a_number(column)[..], &["unit_mult"]].concat(),
            Derivation::ValueBasis => vec!["numerator", "denominator"],
            Derivation::ReadyCitation => {
                vec![
                    "tier",
                    "authors",
                    "container",
                    "publisher",
                    "title",
                    "issued",
                ]
            }
        };
        columns.extend(self.when.map(|(column, _)| column));
        columns
    }

    /// The same column, worked out only in rows where this column holds this word.
    pub(super) const fn when(self, column: &'static str, word: &'static str) -> Self {
        Self {
            when: Some((column, word)),
            ..self
        }
    }
}

impl Derivation {
    /// The type of the column's values in the database.
    pub const fn holds(self) -> Holds {
        match self {
            Self::FirstDay(_) | Self::LastDay(_) => Holds::Day,
            Self::Precision(_) => Holds::Word(crate::edtf::Precision::WORDS),
            Self::Number(_) | Self::Scaled(_) => Holds::Number,
            Self::ValueBasis => Holds::Word(crate::vocab::ValueBasis::WORDS),
            Self::ReadyCitation => Holds::Text,
        }
    }
}
