//! The tables that the loader fills with parts of every fact: `facts`, with one row for each fact of any kind, and
//! the lists of passages and notes.

use super::CellType::{Id, Integer, Reference, Text, Word};
use super::{ATTRIBUTED_TO, CLAIM_GROUP, NOTE, RANK, RANK_REASON, Rows, STATUS, Table, may, need};
use crate::vocab;

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "facts",
        meaning: "a fact of any kind: its standing in its document, its rank and its group",
        key: &["fact_id"],
        rows: Rows::Facts,
        own: &[
            need("fact_id", Id, "id of the fact"),
            need("kind", Text, "the table that holds the fact"),
            STATUS,
            ATTRIBUTED_TO,
            RANK,
            RANK_REASON,
            CLAIM_GROUP,
            NOTE,
        ],
        ..Table::PLAIN
    },
    Table {
        name: "fact_citations",
        meaning: "a passage behind a fact",
        key: &["fact_id", "citation_id"],
        rows: Rows::ListsOfFacts {
            column: "citations",
        },
        own: &[
            need("fact_id", Reference("facts"), "the fact"),
            need("citation_id", Reference("citations"), "the passage"),
            need(
                "role",
                Word(vocab::CitationRole::WORDS),
                "whether it supports or disputes the fact, or helps to understand it",
            ),
            may(
                "detail",
                Text,
                "where in the passage, such as row and column",
            )
            .clerical(),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "fact_references",
        meaning: "a work that a document names in a note to the statement",
        key: &["fact_id", "citing", "note", "position"],
        rows: Rows::ListsOfFacts {
            column: "references",
        },
        own: &[
            need("fact_id", Reference("facts"), "the fact"),
            need("citing", Reference("sources"), "the document"),
            need("note", Text, "the number or label of the note"),
            need(
                "position",
                Integer(1, 999),
                "place of the work within the note",
            ),
        ],
        ..Table::PLAIN
    },
];
