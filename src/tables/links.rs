//! Links between facts, and the ids that are no longer used.

use super::CellType::{EntityId, Reference, Text, Word};
use super::{Rows, Table, may, need};
use crate::vocab;

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "fact_links",
        key: &["fact_id", "link", "other_fact"],
        rows: Rows::SeedFile(include_str!("../../seeds/fact_links.csv")),
        meaning: "a tie between two facts",
        own: &[
            need("fact_id", Reference("facts"), "the fact"),
            need("link", Word(vocab::FactLink::WORDS), "how it is tied"),
            need("other_fact", Reference("facts"), "to which other fact"),
            may("note", Text, "why").reason_for(&["link"]),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "retired_ids",
        key: &["id", "kind"],
        rows: Rows::SeedFile(include_str!("../../seeds/retired_ids.csv")),
        meaning: "an id that is used no more",
        own: &[
            need("id", EntityId, "the id"),
            need("kind", Word(vocab::IdKind::WORDS), "what it named"),
            may("replaced_by", EntityId, "the id to use instead"),
            need("reason", Text, "why it went").reason_for(&["replaced_by"]),
        ],
        ..Table::PLAIN
    },
];
