//! What facts are about, and the words that they are said in.

use super::CellType::{EntityId, Id, Language, Reference, Text, Word, Year};
use super::{Rows, Table, may, need};
use crate::vocab;

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "entities",
        key: &["entity_id"],
        rows: Rows::SeedFile(include_str!("../../seeds/entities.csv")),
        meaning: "a state, organisation, person, place, agreement or other thing that facts are about",
        own: &[
            need(
                "entity_id",
                EntityId,
                "ISO 3166-1 alpha-3 for states, the usual acronym or a slug for the rest",
            ),
            need(
                "kind",
                Word(vocab::EntityKind::WORDS),
                "what sort of thing it is",
            ),
            need("name", Text, "the name to show"),
            may("note", Text, "what it is, where the name does not tell"),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "entity_names",
        key: &["entity_id", "name"],
        rows: Rows::SeedFile(include_str!("../../seeds/entity_names.csv")),
        meaning: "another name that an entity goes by",
        own: &[
            need("entity_id", Reference("entities"), "the entity"),
            need("name", Text, "the other name"),
            need(
                "name_kind",
                Word(vocab::NAME_KINDS),
                "how the name relates to the entity's own",
            ),
            may("language", Language, "BCP 47 tag"),
            may(
                "source_id",
                Reference("sources"),
                "a document in which the name was seen",
            ),
            may("note", Text, "what is odd about the name"),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "entity_codes",
        key: &["entity_id", "scheme", "code"],
        rows: Rows::SeedFile(include_str!("../../seeds/entity_codes.csv")),
        meaning: "a code for an entity; always text, as some begin with zeros",
        own: &[
            need("entity_id", Reference("entities"), "the entity"),
            need("scheme", Word(vocab::CODE_SCHEMES), "the code system"),
            need("code", Text, "the code"),
            may("valid_from", Year, "first year in which the code was used"),
            may("valid_to", Year, "last year in which the code was used"),
            may("note", Text, "what is odd about the code"),
        ],
        ..Table::PLAIN
    },
    Table {
        name: "terms",
        key: &["term"],
        rows: Rows::SeedFile(include_str!("../../seeds/terms.csv")),
        meaning: "a word that facts are said in",
        own: &[
            need("term", Id, "the word"),
            need("kind", Word(vocab::TermKind::WORDS), "where it is used"),
            need("label", Text, "how it reads in a sentence or heading"),
            need("meaning", Text, "what it means"),
        ],
        ..Table::PLAIN
    },
];
