//! The columns that every kind of fact has besides its own.

use super::column::{CellType, Column, may, need};
use crate::vocab;

pub(super) const STATUS: Column = need(
    "status",
    CellType::Word(vocab::Status::WORDS),
    "stated by the document, attributed to somebody, or expected",
)
.by_default("stated");
pub(super) const ATTRIBUTED_TO: Column = may(
    "attributed_to",
    CellType::Reference("entities"),
    "who says so, according to the document",
);
pub(super) const RANK: Column = need(
    "rank",
    CellType::Word(vocab::Rank::WORDS),
    "which of several differing facts to prefer",
)
.by_default("normal");
pub(super) const RANK_REASON: Column =
    may("rank_reason", CellType::Text, "why the rank is not normal").reason_for(&["rank"]);
pub(super) const CLAIM_GROUP: Column = may(
    "claim_group",
    CellType::Id,
    "shared by the facts that answer the same question",
);
pub(super) const NOTE: Column = may(
    "note",
    CellType::Text,
    "a judgement call, or how a value was worked out",
)
.clerical();

/// The last columns in the seed file of every kind of fact. In the database they are columns of `facts`, except for
/// the two lists, which have tables of their own.
pub const FACT_COLUMNS: &[Column] = &[
    STATUS,
    ATTRIBUTED_TO,
    RANK,
    RANK_REASON,
    CLAIM_GROUP,
    NOTE,
    need(
        "citations",
        CellType::Citations,
        "the passages behind the fact",
    ),
    may(
        "references",
        CellType::References,
        "the notes that the document puts to the statement",
    ),
];
