//! Who holds or said what.

use crate::tables::CellType::{Reference, Term, Text};
use crate::tables::views::{View, name_of, text};
use crate::tables::{Fact, Rows, Table, may, need};

use super::{DATE, DATE_FROM, DATE_SHOWN, DATED, FACT_ID, YEAR};
use crate::vocab;

pub(in crate::tables) const TABLES: &[Table] = &[Table {
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
        may("about", Reference("entities"), "whom or what it concerns"),
        may("event", Reference("events"), "where it was said"),
        DATE,
        need("summary", Text, "the position, in the curators' words"),
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
                text("topic", "what it is about"),
                name_of("about", "whom or what it concerns"),
                text("event", "title of the event at which it was said"),
                DATE_SHOWN,
                YEAR,
                DATE_FROM,
                text("summary", "the position, in the curators' words"),
            ],
        },
    }),
    ..Table::PLAIN
}];
