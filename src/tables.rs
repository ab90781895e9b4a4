//! Every table and view of the dataset, declared once: its columns with type, meaning and whether a cell may be
//! empty, its key, where its rows come from, and for a kind of fact its id prefix and its view.
//!
//! Reading, checking, loading, exporting and `sco show` all follow these declarations. A test compares them with
//! the schema in both directions: a table or column that only one side has makes it fail.

mod column;
mod documents;
mod entities;
mod fact_columns;
mod kinds_of_fact;
mod limit;
mod links;
pub mod meta;
mod registry;
pub mod retyped;
mod saved;
mod table;
pub mod trade;
pub mod views;

pub use column::{Bearing, CellType, Column, Field, Holds, Implied, ORIGIN};
pub use fact_columns::FACT_COLUMNS;
pub use limit::{Form, Limit};
pub use table::{Derivation, Derived, Fact, ReferenceWhen, Rows, Table};

use column::{may, need};
use fact_columns::{ATTRIBUTED_TO, CLAIM_GROUP, NOTE, RANK, RANK_REASON, STATUS};
use table::derived;

/// Every table whose rows have an origin, parents before children: those with a seed file, and those that the loader
/// fills with parts of facts. It is a static, as a constant would be copied, with the seeds in it, into each part of the
/// program that the compiler makes.
pub static ALL_TABLES: &[&Table] = &chosen::<{ count(false) }>(false);

/// Every table with a seed file, parents before children.
pub static TABLES: &[&Table] = &chosen::<{ count(true) }>(true);

const MODULES: &[&[Table]] = &[
    documents::TABLES,
    entities::TABLES,
    registry::TABLES,
    kinds_of_fact::lasting::TABLES,
    kinds_of_fact::events::TABLES,
    kinds_of_fact::numbers::TABLES,
    kinds_of_fact::positions::TABLES,
    links::TABLES,
];

/// The table at a place, from 0, among all tables or those with a seed file.
const fn at(place: usize, with_seed_file: bool) -> Option<&'static Table> {
    let (mut module, mut before) = (0, 0);
    while module < MODULES.len() {
        let mut at = 0;
        while at < MODULES[module].len() {
            let table = &MODULES[module][at];
            if !with_seed_file || table.has_seed_file() {
                if before == place {
                    return Some(table);
                }
                before += 1;
            }
            at += 1;
        }
        module += 1;
    }
    None
}

/// The number of tables, or of those with a seed file.
const fn count(with_seed_file: bool) -> usize {
    let mut count = 0;
    while at(count, with_seed_file).is_some() {
        count += 1;
    }
    count
}

/// The tables, or those with a seed file, in one array.
const fn chosen<const N: usize>(with_seed_file: bool) -> [&'static Table; N] {
    let mut all: [&'static Table; N] = [&Table::PLAIN; N];
    let mut place = 0;
    while let Some(table) = at(place, with_seed_file) {
        all[place] = table;
        place += 1;
    }
    all
}

/// The table of that name that has a seed file.
pub fn named(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|table| table.name == name)
}

/// The names of the tables that have a seed file, for messages.
pub fn names() -> String {
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    names.join(", ")
}

/// The table that has the items of a list; `None` for a column that is no list.
pub fn list_of(table: &Table, column: &Column) -> Option<&'static Table> {
    ALL_TABLES.iter().copied().find(|list| match list.rows {
        Rows::ListIn {
            table: of,
            column: own,
        } => of == table.name && own == column.name,
        Rows::ListsOfFacts { column: own } => table.is_fact() && own == column.name,
        Rows::SeedFile(_) | Rows::Facts => false,
    })
}

/// The kinds of fact.
pub fn kinds() -> impl Iterator<Item = (&'static Table, &'static Fact)> {
    TABLES
        .iter()
        .filter_map(|table| Some((*table, table.fact.as_ref()?)))
}
