//! Who holds or said what.

use crate::tables::CellType::{Integer, Keys, Reference, Term, Text};
use crate::tables::views::{View, id_of, key, keys, name_of, text};
use crate::tables::{Fact, Rows, Table, may, need};

use super::{
    DATE, DATE_BASIS, DATE_BASIS_SHOWN, DATE_FROM, DATE_SHOWN, DATE_TO, DATED, FACT_ID, YEAR,
};
use crate::vocab;

pub(in crate::tables) const TABLES: &[Table] = &[
    Table {
        name: "positions",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/positions.csv")),
        meaning: "who holds or said what",
        own: &[
            FACT_ID,
            need(
                "holder",
                Reference("entities"),
                "whose view, interest or statement",
            ),
            need("topic", Term(vocab::TermKind::Topic), "what it is about"),
            may(
                "about",
                Keys("entities"),
                "whom or what it concerns, several separated by `;`",
            ),
            may("event", Reference("events"), "where it was said"),
            DATE,
            DATE_BASIS,
            need("summary", Text, "the position, in the curators' words").wording(),
        ],
        derived: DATED,
        fact: Some(Fact {
            prefix: "p-",
            view: View {
                name: "v_positions",
                meaning: "who holds or said what",
                order: "holder, topic, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("holder", "whose view, interest or statement"),
                    id_of("holder_id", "whose view, interest or statement"),
                    text("topic", "what it is about"),
                    key("topic_id", "terms", "what it is about"),
                    text("about", "names of whom or what it concerns"),
                    keys("about_ids", "entities", "ids of whom or what it concerns"),
                    text("event", "title of the event at which it was said"),
                    key("event_id", "events", "the event at which it was said"),
                    DATE_SHOWN,
                    DATE_BASIS_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                    text("summary", "the position, in the curators' words"),
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "position_about",
        key: &["fact_id", "entity_id"],
        rows: Rows::ListIn {
            table: "positions",
            column: "about",
        },
        meaning: "whom or what a position concerns",
        own: &[
            need("fact_id", Reference("positions"), "the position"),
            need(
                "entity_id",
                Reference("entities"),
                "whom or what it concerns",
            ),
            need("position", Integer(1, 999), "place in the list").clerical(),
        ],
        ..Table::PLAIN
    },
];
