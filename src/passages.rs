//! Proof that a cited passage stands in a copy, without shipping its words.
//!
//! A text is reduced to its [`skeleton`]; a citation is a window of it, kept as a place and a digest.
//! [`cite`](mod@cite) makes citations, [`verify`](mod@verify) looks for them in the copies that a user has saved.

mod chars;
pub mod cite;
pub mod copies;
pub mod coverage;
pub mod documents;
pub mod find;
mod fold;
mod holdings;
pub mod html;
mod lineage;
pub mod located;
mod neighbours;
pub mod paragraphs;
pub mod parts;
mod place;
mod refusals;
mod repairs;
pub mod signs;
pub mod skeleton;
mod sought;
pub mod tokens;
mod trace;
pub mod verify;
