//! What changed between two states of the dataset: two databases, or a database and a folder of exports. What the
//! dataset says is told apart from what is only clerical, as the columns are declared.

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
pub use side::Side;
pub use text::Extent;

use crate::tables::Table;

/// The differences between two states.
#[derive(Debug)]
pub struct Differences {
    /// What the older state is called, and its release.
    pub old: Named,
    /// What the newer state is called, and its release.
    pub new: Named,
    /// The tables and columns that one side alone has.
    pub one_sided: Vec<OneSided>,
    /// The tables in which something differs, in the order in which they are declared.
    pub tables: Vec<TableDifference>,
}

/// One of the two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// The release that it says it is.
    pub release: Option<String>,
    /// Whose rows were compared.
    pub origin: String,
    /// How many facts there are.
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

/// A table, or a column of one, that one side alone has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneSided {
    /// The table.
    pub table: &'static str,
    /// The column; none where the whole table is meant.
    pub column: Option<String>,
    /// Which side has it.
    pub only_in: Which,
    /// How many rows hold something there.
    pub filled: usize,
}

/// What differs in a table.
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
    /// What it is, for people: the sentence of a fact, a name, a title.
    pub heading: Option<String>,
    /// Its filled cells, by column.
    pub cells: Vec<(&'static str, Told)>,
    /// Why an id is used no more.
    pub retired: Option<Retired>,
}

/// What the dataset says of an id that is used no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// Why it went.
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
    /// What it is, for people, as the newer side says it.
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
    /// The items that came and went, where it is a list.
    pub items: Option<(Vec<Told>, Vec<Told>)>,
    /// Why it is so now, where the row says it.
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

/// A cell, with what it is to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its text; empty where it holds nothing.
    pub text: String,
    /// The name of what it names.
    pub name: Option<String>,
    /// The unit of a number.
    pub unit: Option<String>,
}

impl Differences {
    /// True if both sides hold the same.
    pub fn is_empty(&self) -> bool {
        self.one_sided.is_empty() && self.tables.is_empty()
    }

    /// How many rows differ.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(TableDifference::rows).sum()
    }
}

impl TableDifference {
    /// How many rows differ.
    pub fn rows(&self) -> usize {
        self.added.len() + self.removed.len() + self.renamed.len() + self.changed.len()
    }
}

impl Changed {
    /// Why the cells are so now, each reason once.
    fn reasons(&self) -> Vec<&str> {
        let mut reasons: Vec<&str> = self
            .cells
            .iter()
            .filter_map(|cell| cell.reason.as_deref())
            .collect();
        reasons.dedup();
        reasons
    }

    /// What the changes of its cells mean together.
    pub fn class(&self) -> Class {
        let is_substantive = |change: &Change| change.class == Class::Substantive;
        if self.cells.iter().any(is_substantive) {
            Class::Substantive
        } else {
            Class::Clerical
        }
    }
}
