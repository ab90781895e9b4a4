//! A citation-grounded dataset on the Shanghai Cooperation Organisation, and the toolkit that builds it.
//!
//! A fact passes through these modules in order:
//!
//! 1. [`seeds`] reads the curators' CSV files: text to typed records, each with its file and line.
//! 2. [`check`] applies the rules to all records and returns problems; it never panics on bad data.
//! 3. [`load`] compares the records with the database and writes the rows that differ, in one transaction,
//!    after [`migrate`] has brought the schema up to date.
//! 4. [`export`] writes CSV files from the database alone, and [`bibliography`] the sources for reference managers.
//!
//! [`build`] runs these steps for seeds that were checked; [`passages`] confirms that cited passages are in copies
//! of their documents.

pub mod bibliography;
pub mod build;
pub mod check;
pub mod citing;
pub mod complaint;
pub mod confirm;
pub mod contributor;
pub mod db;
pub mod dictionary;
pub mod diff;
pub mod edtf;
pub mod error;
pub mod export;
pub mod files;
pub mod load;
pub mod migrate;
pub mod number;
pub mod passages;
mod recorded;
pub mod search;
pub mod seeds;
pub mod sentence;
pub mod show;
pub mod statements;
pub mod stop;
pub mod tables;
pub mod template;
pub mod trade_flows;
pub mod user_facts;
pub mod vocab;
pub mod wording;

pub use error::{Error, Problem};

/// The name of the program, and of the dataset whose seeds are compiled in. A dataset of other seeds has the name
/// that its `dataset.csv` gives.
pub const DATASET: &str = "sco-facts";

/// The day of the release. A fresh build writes it into the history of migrations in place of the time of day, so
/// that the same seeds give the same bytes.
pub const RELEASED: &str = "2026-11-22";
