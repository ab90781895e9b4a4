//! What changed between two states of the dataset, each from a database or a folder of exports. Changes of substance,
//! which change what the dataset says, are told apart from clerical ones by the declarations of the columns.

mod columns;
mod compare;
mod held;
mod json;
mod key;
mod markdown;
mod naming;
mod one_line;
mod record;
mod renames;
mod side;
mod text;
mod wording;

pub use compare::compare;
pub use side::{Side, is_of_exports};
pub use text::Extent;

use std::collections::BTreeSet;

use crate::tables::Table;

/// The differences between two states.
#[derive(Debug)]
pub struct Differences {
    /// The older state.
    pub old: Named,
    /// The newer state.
    pub new: Named,
    /// The tables and columns that only one state has.
    pub one_sided: Vec<OneSided>,
    /// The tables with differences, in the order of their declarations.
    pub tables: Vec<TableDifference>,
}

/// One of the two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name in reports.
    pub name: String,
    /// Its release, if it names one.
    pub release: Option<String>,
    /// The origin of the rows that were compared.
    pub origin: String,
    /// The number of its facts.
    pub facts: usize,
}

/// Which of the two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The older.
    Old,
    /// The newer.
    New,
}

/// A table, or a column of one, that only one state has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneSided {
    /// The table.
    pub table: &'static str,
    /// The column; `None` for a whole table.
    pub column: Option<String>,
    /// The state that has it.
    pub only_in: Which,
    /// The number of rows with a value in it.
    pub filled: usize,
}

/// The differences in a table.
#[derive(Debug)]
pub struct TableDifference {
    /// The table.
    pub table: &'static Table,
    /// Rows that the older side does not have.
    pub added: Vec<RowTold>,
    /// Rows that the newer side does not have.
    pub removed: Vec<RowTold>,
    /// Rows that say the same under another id.
    pub renamed: Vec<Renamed>,
    /// Rows with other cells.
    pub changed: Vec<Changed>,
}

/// A row that one side has.
#[derive(Debug)]
pub struct RowTold {
    /// The cells of its key, separated by blanks.
    pub id: String,
    /// A description for people: the sentence of a fact, a name, a title.
    pub heading: Option<String>,
    /// Its filled cells, by column.
    pub cells: Vec<(&'static str, Told)>,
    /// Why its id is no longer used, if the dataset says so.
    pub retired: Option<Retired>,
}

/// The dataset's explanation of an id that is no longer used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// Why it is no longer used.
    pub reason: String,
    /// The id to use instead.
    pub replaced_by: Option<String>,
}

/// A row that says the same under another id.
#[derive(Debug)]
pub struct Renamed {
    /// The id that it had.
    pub old_id: String,
    /// The row as it is now.
    pub row: RowTold,
}

/// A row with other cells.
#[derive(Debug)]
pub struct Changed {
    /// The cells of its key, separated by blanks.
    pub id: String,
    /// A description for people, from the newer state.
    pub heading: Option<String>,
    /// The cells that differ, in the order of the columns.
    pub cells: Vec<Change>,
}

/// A cell that differs.
#[derive(Debug)]
pub struct Change {
    /// The column.
    pub column: &'static str,
    /// What the change means.
    pub class: Class,
    /// The older cell.
    pub old: Told,
    /// The newer cell.
    pub new: Told,
    /// For a list: the items that were added, and those that were removed.
    pub items: Option<(Vec<Told>, Vec<Told>)>,
    /// The reason for the new value, if the row gives one.
    pub reason: Option<String>,
}

/// What a change means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The dataset says something else.
    Substantive,
    /// The dataset says the same.
    Clerical,
    /// It follows from a change of another cell of the row.
    Following,
}

/// A cell, with explanations for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its text; empty for an empty cell.
    pub text: String,
    /// The name of the row whose id the cell holds.
    pub name: Option<String>,
    /// The unit of a number.
    pub unit: Option<String>,
}

impl Retired {
    /// The reason and the id to use instead, each written as a report writes texts and ids.
    fn told(&self, text: fn(&str) -> String, id: fn(&str) -> String) -> String {
        let reason = text(&self.reason);
        match &self.replaced_by {
            Some(other) => format!("{reason}; see {}", id(other)),
            None => reason,
        }
    }
}

impl Differences {
    /// True if there is no difference.
    pub fn is_empty(&self) -> bool {
        self.one_sided.is_empty() && self.tables.is_empty()
    }

    /// How many rows of all tables differ.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(TableDifference::rows).sum()
    }
}

impl TableDifference {
    /// How many rows of the table differ.
    pub fn rows(&self) -> usize {
        self.added.len() + self.removed.len() + self.renamed.len() + self.changed.len()
    }
}

impl Changed {
    /// The reasons for the new values, each once.
    fn reasons(&self) -> Vec<&str> {
        let mut reasons: Vec<&str> = self
            .cells
            .iter()
            .filter_map(|cell| cell.reason.as_deref())
            .collect();
        let mut told = BTreeSet::new();
        reasons.retain(|reason| told.insert(*reason));
        reasons
    }

    /// The class of the whole change, from those of its cells.
    pub fn class(&self) -> Class {
        let is_substantive = |change: &Change| change.class == Class::Substantive;
        if self.cells.iter().any(is_substantive) {
            Class::Substantive
        } else {
            Class::Clerical
        }
    }
}
