//! Every table and view of the dataset, declared once: columns with type, need and meaning, keys, where
//! the rows come from, how facts of a kind are named and shown.
//!
//! Reading, checking, loading, exporting and `sco show` all follow these declarations. A test compares
//! them with the schema in both directions, so that nothing can be known to one side alone.

mod column;
mod documents;
mod entities;
mod fact_columns;
mod kinds_of_fact;
mod links;
mod registry;
mod table;
pub mod views;

pub use column::{CellType, Column, Field, Holds, ORIGIN};
pub use fact_columns::FACT_COLUMNS;
pub use table::{Derivation, Derived, Fact, ReferenceWhen, Rows, Table};

use column::{may, need};
use fact_columns::{ATTRIBUTED_TO, CLAIM_GROUP, NOTE, RANK, RANK_REASON, STATUS};
use table::derived;

/// Every table with a seed file, parents before children.
pub const TABLES: &[&Table] = &joined::<{ length(SEED_FILES) }>(SEED_FILES);

/// Every table that holds rows of an origin, parents before children: those with a seed file, and those
/// into which the loader takes facts apart.
pub const ALL_TABLES: &[&Table] = &joined::<{ length(LOADED) }>(LOADED);

const SEED_FILES: &[&[Table]] = &[
    documents::TABLES,
    entities::TABLES,
    kinds_of_fact::lasting::TABLES,
    kinds_of_fact::events::TABLES,
    kinds_of_fact::numbers::TABLES,
    kinds_of_fact::positions::TABLES,
    links::TABLES,
];

const LOADED: &[&[Table]] = &[
    documents::TABLES,
    entities::TABLES,
    registry::TABLES,
    kinds_of_fact::lasting::TABLES,
    kinds_of_fact::events::TABLES,
    kinds_of_fact::numbers::TABLES,
    kinds_of_fact::positions::TABLES,
    links::TABLES,
];

/// The number of tables in the lists.
const fn length(lists: &[&[Table]]) -> usize {
    let (mut list, mut length) = (0, 0);
    while list < lists.len() {
        length += lists[list].len();
        list += 1;
    }
    length
}

/// One array of the tables of several lists.
const fn joined<const N: usize>(lists: &[&'static [Table]]) -> [&'static Table; N] {
    let mut all: [&'static Table; N] = [&Table::PLAIN; N];
    let (mut list, mut filled) = (0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            all[filled] = &lists[list][at];
            filled += 1;
            at += 1;
        }
        list += 1;
    }
    all
}

/// The table of that name that has a seed file.
pub fn named(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.name == name)
}

/// The kinds of fact.
pub fn kinds() -> impl Iterator<Item = (&'static Table, &'static Fact)> {
    TABLES
        .iter()
        .filter_map(|table| Some((*table, table.fact.as_ref()?)))
}
