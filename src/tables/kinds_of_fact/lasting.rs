//! Facts that last: who belongs to what, who held which office, other links.

use crate::tables::CellType::{Reference, Term, Text, Word};
use crate::tables::views::{View, id_of, key, name_of, text};
use crate::tables::{Column, Fact, Rows, Table, may, need};
use crate::vocab;

use super::{
    DATE, DATE_BASIS, DATE_BASIS_SHOWN, DATE_FROM, DATE_ROLE, DATE_ROLE_SHOWN, DATE_SHOWN, DATE_TO,
    DATED, FACT_ID, YEAR,
};

const STANDING: Column = need(
    "standing",
    Word(vocab::Standing::WORDS),
    "how; not_member and not_marked come from printed tables",
);

pub(in crate::tables) const TABLES: &[Table] = &[
    Table {
        name: "memberships",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/memberships.csv")),
        meaning: "who belongs to what, and how",
        own: &[
            FACT_ID,
            need("member", Reference("entities"), "who belongs"),
            need("organisation", Reference("entities"), "to what"),
            STANDING,
            DATE,
            DATE_BASIS,
            DATE_ROLE,
        ],
        derived: DATED,
        fact: Some(Fact {
            prefix: "m-",
            view: View {
                name: "v_memberships",
                meaning: "who belongs to what, and how",
                order: "organisation, year, member, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("member", "who belongs"),
                    id_of("member_id", "who belongs"),
                    name_of("organisation", "to what"),
                    id_of("organisation_id", "to what"),
                    STANDING.shown(),
                    DATE_SHOWN,
                    DATE_BASIS_SHOWN,
                    DATE_ROLE_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "offices",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/offices.csv")),
        meaning: "who held which office, or worked where",
        own: &[
            FACT_ID,
            need("person", Reference("entities"), "who"),
            need("office", Text, "title of the office or post").wording(),
            may(
                "organisation",
                Reference("entities"),
                "of which state, body or firm",
            ),
            DATE,
            DATE_BASIS,
            DATE_ROLE,
        ],
        derived: DATED,
        fact: Some(Fact {
            prefix: "o-",
            view: View {
                name: "v_offices",
                meaning: "who held which office, or worked where",
                order: "person, year, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("person", "who"),
                    id_of("person_id", "who"),
                    text("office", "title of the office or post"),
                    name_of("organisation", "of which state, body or firm"),
                    id_of("organisation_id", "of which state, body or firm"),
                    DATE_SHOWN,
                    DATE_BASIS_SHOWN,
                    DATE_ROLE_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "relations",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/relations.csv")),
        meaning: "any other lasting link between two entities",
        own: &[
            FACT_ID,
            need("subject", Reference("entities"), "who or what"),
            need("predicate", Term(vocab::TermKind::Predicate), "does what"),
            need("object", Reference("entities"), "to whom or what"),
            DATE,
            DATE_BASIS,
            DATE_ROLE,
        ],
        derived: DATED,
        fact: Some(Fact {
            prefix: "r-",
            view: View {
                name: "v_relations",
                meaning: "any other lasting link between two entities",
                order: "subject, predicate, object, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("subject", "who or what"),
                    id_of("subject_id", "who or what"),
                    text("predicate", "does what"),
                    key("predicate_id", "terms", "does what"),
                    name_of("object", "to whom or what"),
                    id_of("object_id", "to whom or what"),
                    DATE_SHOWN,
                    DATE_BASIS_SHOWN,
                    DATE_ROLE_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                ],
            },
        }),
        ..Table::PLAIN
    },
];
