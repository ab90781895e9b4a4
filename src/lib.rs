//! A citation-grounded dataset on the Shanghai Cooperation Organisation, and the toolkit that builds it.
//!
//! The path of a fact is one straight line:
//!
//! 1. [`seeds`] reads the curators' CSV files: text to typed records, each with its place.
//! 2. [`check`] applies the rules over all records; problems, never a panic.
//! 3. [`load`] compares them with the database and writes what differs, in one transaction,
//!    after [`migrate`] has brought the schema up to date.
//! 4. [`export`] writes CSV files from the database alone, and [`bibliography`] the sources as works.
//!
//! [`build`] walks that path from checked seeds on; [`passages`] proves that every fact opens at its passage.

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
pub mod tables;
pub mod template;
pub mod trade_flows;
pub mod user_facts;
pub mod vocab;
pub mod wording;

pub use error::{Error, Problem};

/// The name of the program and of its own dataset, whose seeds are compiled in. A dataset of other seeds has the
/// name that its `dataset.csv` gives.
pub const DATASET: &str = "sco-facts";

/// The day of the release, with which a fresh build stamps its history instead of the clock.
pub const RELEASED: &str = "2026-11-22";
