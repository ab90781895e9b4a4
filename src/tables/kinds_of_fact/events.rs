//! What happened, who took part, and what other sources say of it.

use crate::tables::CellType::{Reference, Text, Word};
use crate::tables::views::{View, date, day, id_of, key, name_of, text, word};
use crate::tables::{Fact, ReferenceWhen, Rows, Table, may, need};
use crate::vocab;

use super::{
    DATE, DATE_BASIS, DATE_BASIS_SHOWN, DATE_FROM, DATE_SHOWN, DATE_TO, DATED, FACT_ID,
    FIRST_DAY_OF_VALUE, LAST_DAY_OF_VALUE, PRECISION_OF_VALUE, YEAR,
};

pub(in crate::tables) const TABLES: &[Table] = &[
    Table {
        name: "events",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/events.csv")),
        meaning: "what happened, was announced or proposed, or is expected to happen",
        own: &[
            FACT_ID,
            need("kind", Word(vocab::EventKind::WORDS), "what sort of event"),
            need("title", Text, "a short name").wording(),
            DATE,
            DATE_BASIS,
            may("place", Reference("entities"), "where"),
            may(
                "organisation",
                Reference("entities"),
                "whose event, such as the organisation whose summit it is",
            ),
            may("part_of", Reference("events"), "the larger event"),
            need("summary", Text, "what happened, in the curators' words").wording(),
        ],
        derived: DATED,
        fact: Some(Fact {
            prefix: "ev-",
            view: View {
                name: "v_events",
                meaning: "what happened, was announced or proposed, or is expected to happen",
                order: "date_from, title, fact_id",
                is_of_one_kind: true,
                own: &[
                    word("kind", vocab::EventKind::WORDS, "what sort of event"),
                    text("title", "a short name"),
                    DATE_SHOWN,
                    DATE_BASIS_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                    name_of("place", "where"),
                    id_of("place_id", "where"),
                    name_of("organisation", "whose event"),
                    id_of("organisation_id", "whose event"),
                    text("part_of", "title of the larger event"),
                    key("part_of_id", "events", "the larger event"),
                    text("summary", "what happened, in the curators' words"),
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "event_participants",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/event_participants.csv")),
        meaning: "who took part in an event, and as what",
        own: &[
            FACT_ID,
            need("event", Reference("events"), "the event"),
            need("entity", Reference("entities"), "who"),
            need("role", Word(vocab::PARTICIPANT_ROLES), "as what"),
        ],
        fact: Some(Fact {
            prefix: "ep-",
            view: View {
                name: "v_event_participants",
                meaning: "who took part in an event, and as what",
                order: "event_date_from, event, entity, fact_id",
                is_of_one_kind: true,
                own: &[
                    text("event", "title of the event"),
                    key("event_id", "events", "the event"),
                    word("event_kind", vocab::EventKind::WORDS, "what sort of event"),
                    date("event_date", "when the event was, EDTF"),
                    DATE_BASIS_SHOWN,
                    YEAR,
                    day("event_date_from", "first day of the event"),
                    name_of("entity", "who"),
                    id_of("entity_id", "who"),
                    word("role", vocab::PARTICIPANT_ROLES, "as what"),
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "event_variants",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/event_variants.csv")),
        meaning: "what another source says of the same event instead",
        own: &[
            FACT_ID,
            need("event", Reference("events"), "the event"),
            need(
                "property",
                Word(vocab::EventProperty::WORDS),
                "what is said differently",
            ),
            need(
                "value",
                Text,
                "the other answer: EDTF for a date, an entity_id for a place",
            ),
        ],
        derived: &[
            FIRST_DAY_OF_VALUE.when("property", "date"),
            LAST_DAY_OF_VALUE.when("property", "date"),
            PRECISION_OF_VALUE.when("property", "date"),
        ],
        references_when: &[ReferenceWhen {
            column: "value",
            table: "entities",
            when: ("property", "place"),
        }],
        fact: Some(Fact {
            prefix: "evv-",
            view: View {
                name: "v_event_variants",
                meaning: "what another source says of the same event instead",
                order: "event, property, fact_id",
                is_of_one_kind: true,
                own: &[
                    text("event", "title of the event"),
                    key("event_id", "events", "the event"),
                    word(
                        "property",
                        vocab::EventProperty::WORDS,
                        "what is said differently",
                    ),
                    text("elsewhere", "the answer of the event's own row"),
                    text("value", "the other answer"),
                    YEAR,
                ],
            },
        }),
    },
];
