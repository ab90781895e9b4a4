//! Numbers that documents state.

use crate::tables::CellType::{
    Currency, Date, Decimal, Integer, Keys, Reference, Term, Text, Word,
};
use crate::tables::Derivation::Scaled;
use crate::tables::views::{View, date, id_of, key, keys, name_of, number, text, word};
use crate::tables::{Column, Fact, Rows, Table, derived, may, need};
use crate::vocab;

use super::{
    DATE_BASIS_SHOWN, DATE_FROM, DATE_TO, DENOMINATOR, FACT_ID, FIRST_DAY_OF_PERIOD,
    LAST_DAY_OF_PERIOD, NUMBER, NUMERATOR, PERIOD_BASIS, PRECISION_OF_PERIOD, PRINTED, QUALIFIER,
    UNIT_MULT, UNIT_PRINTED, VALUE_BASIS, YEAR,
};

const CURRENCY: Column = may("currency", Currency, "ISO 4217; for an amount of money");

pub(in crate::tables) const TABLES: &[Table] = &[
    Table {
        name: "trade_figures",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/trade_figures.csv")),
        meaning: "a number on trade that a document states",
        own: &[
            FACT_ID,
            need("reporter", Reference("entities"), "whose trade"),
            need("partner", Reference("entities"), "with whom"),
            need(
                "flow",
                Word(vocab::Flow::WORDS),
                "direction, seen from the reporter",
            ),
            need(
                "commodity",
                Term(vocab::TermKind::Commodity),
                "what is traded",
            ),
            need("period", Date, "EDTF"),
            may(
                "base_period",
                Date,
                "EDTF; what a growth or multiple compares with",
            ),
            PERIOD_BASIS,
            need("measure", Word(vocab::Measure::WORDS), "what is measured"),
            may(
                "share_of",
                Word(vocab::SHARE_WHOLES),
                "what a share is a share of",
            ),
            PRINTED,
            NUMERATOR,
            DENOMINATOR,
            UNIT_MULT,
            CURRENCY,
            QUALIFIER,
            may(
                "corrected_value",
                Decimal,
                "the consistent value where the printed one cannot be, in the unit printed",
            ).in_unit(UNIT_PRINTED),
            may(
                "corrected_min",
                Decimal,
                "least value that the document's other figures allow",
            ).in_unit(UNIT_PRINTED),
            may(
                "corrected_max",
                Decimal,
                "greatest value that the document's other figures allow",
            ).in_unit(UNIT_PRINTED),
            may(
                "correction_reason",
                Text,
                "how the corrected value was worked out",
            ).reason_for(&["corrected_value", "corrected_min", "corrected_max"]),
            may(
                "reported_by",
                Reference("entities"),
                "whose statistics, where the document says",
            ),
        ],
        derived: &[
            FIRST_DAY_OF_PERIOD,
            LAST_DAY_OF_PERIOD,
            PRECISION_OF_PERIOD,
            NUMBER,
            VALUE_BASIS,
            derived(
                "value_usd",
                Scaled("value_as_printed"),
                "the printed amount in United States dollars",
            )
            .in_unit("USD")
            .after("qualifier")
            .when("currency", "USD"),
            derived(
                "corrected_value_usd",
                Scaled("corrected_value"),
                "the consistent amount in United States dollars",
            )
            .in_unit("USD")
            .after("corrected_max")
            .when("currency", "USD"),
        ],
        fact: Some(Fact {
            prefix: "t-",
            view: View {
                name: "v_trade_figures",
                meaning: "a number on trade that a document states",
                order: "reporter, partner, date_from, flow, measure, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("reporter", "whose trade"),
                    id_of("reporter_id", "whose trade"),
                    name_of("partner", "with whom"),
                    id_of("partner_id", "with whom"),
                    word(
                        "flow",
                        vocab::Flow::WORDS,
                        "direction, seen from the reporter",
                    ),
                    text("commodity", "what is traded"),
                    key("commodity_id", "terms", "what is traded"),
                    date("period", "EDTF"),
                    date(
                        "base_period",
                        "EDTF; what a growth or multiple compares with",
                    ),
                    DATE_BASIS_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                    word("measure", vocab::Measure::WORDS, "what is measured"),
                    word(
                        "share_of",
                        vocab::SHARE_WHOLES,
                        "what a share is a share of",
                    ),
                    QUALIFIER.shown(),
                    PRINTED.shown(),
                    NUMERATOR.shown(),
                    DENOMINATOR.shown(),
                    NUMBER.field(),
                    VALUE_BASIS.field(),
                    UNIT_MULT.shown(),
                    CURRENCY.shown(),
                    number("value_usd", "the printed amount in United States dollars").in_unit("USD"),
                    number(
                        "corrected_value",
                        "the consistent value where the printed one cannot be, in the unit printed",
                    )
                    .in_unit(UNIT_PRINTED),
                    number(
                        "corrected_value_usd",
                        "the consistent amount in United States dollars",
                    )
                    .in_unit("USD"),
                    number(
                        "best_value_usd",
                        "the corrected amount where there is one, else the printed one",
                    )
                    .in_unit("USD"),
                    word(
                        "best_value_is",
                        &["printed", "corrected"],
                        "which of the two `best_value_usd` is",
                    ),
                    text(
                        "correction_reason",
                        "how the corrected value was worked out",
                    ),
                    name_of("reported_by", "whose statistics, where the document says"),
                    id_of(
                        "reported_by_id",
                        "whose statistics, where the document says",
                    ),
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "indicators",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/indicators.csv")),
        meaning: "any other number that a document states",
        own: &[
            FACT_ID,
            need("subject", Reference("entities"), "whose number"),
            may(
                "together_with",
                Keys("entities"),
                "whose it is besides the subject, where it is one number of several, separated by `;`",
            )
            .late(),
            need(
                "indicator",
                Term(vocab::TermKind::Indicator),
                "what is measured",
            ),
            may(
                "counted",
                Term(vocab::TermKind::Counted),
                "what is counted, or what the measure is of",
            )
            .late(),
            may(
                "among",
                Reference("entities"),
                "among whom: the whole of which a share is a part, the group in which is counted",
            )
            .late(),
            may("about", Reference("entities"), "the other entity concerned"),
            may(
                "event",
                Reference("events"),
                "the event to which the number belongs",
            )
            .late(),
            may("period", Date, "EDTF"),
            may("base_period", Date, "EDTF; what a change compares with"),
            PERIOD_BASIS,
            PRINTED,
            NUMERATOR,
            DENOMINATOR,
            need(
                "unit",
                Term(vocab::TermKind::Unit),
                "what the number counts in; money has its ISO 4217 code in lower case",
            ),
            UNIT_MULT,
            QUALIFIER,
        ],
        derived: &[
            FIRST_DAY_OF_PERIOD,
            LAST_DAY_OF_PERIOD,
            PRECISION_OF_PERIOD,
            NUMBER,
            VALUE_BASIS,
            derived(
                "value_plain",
                Scaled("value_as_printed"),
                "the number in its plain unit",
            )
            .in_unit("the column `unit`")
            .after("qualifier"),
        ],
        fact: Some(Fact {
            prefix: "i-",
            view: View {
                name: "v_indicators",
                meaning: "any other number that a document states",
                order: "subject, indicator, date_from, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("subject", "whose number"),
                    id_of(
                        "subject_id",
                        "whose number; nothing where it is one number of several together",
                    ),
                    keys("subject_ids", "entities", "all whose number it is, separated by `;`"),
                    text("indicator", "what is measured"),
                    key("indicator_id", "terms", "what is measured"),
                    word(
                        "family",
                        vocab::Family::WORDS,
                        "which other indicators it is put beside",
                    ),
                    text("counted", "what is counted, or what the measure is of"),
                    key(
                        "counted_id",
                        "terms",
                        "what is counted, or what the measure is of",
                    ),
                    name_of(
                        "among",
                        "the whole of which a share is a part, the group in which is counted",
                    ),
                    id_of(
                        "among_id",
                        "the whole of which a share is a part, the group in which is counted",
                    ),
                    name_of("about", "the other entity concerned"),
                    id_of("about_id", "the other entity concerned"),
                    text("event", "title of the event to which the number belongs"),
                    key("event_id", "events", "the event to which the number belongs"),
                    date("period", "EDTF"),
                    date("base_period", "EDTF; what a change compares with"),
                    DATE_BASIS_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                    QUALIFIER.shown(),
                    PRINTED.shown(),
                    NUMERATOR.shown(),
                    DENOMINATOR.shown(),
                    NUMBER.field(),
                    VALUE_BASIS.field(),
                    UNIT_MULT.shown(),
                    number("value_plain", "the number in its plain unit").in_unit("the column `unit`"),
                    text("unit", "what the number counts in"),
                    key("unit_id", "terms", "what the number counts in"),
                ],
            },
        }),
        ..Table::PLAIN
    },
    Table {
        name: "indicator_together",
        key: &["fact_id", "entity_id"],
        rows: Rows::ListIn {
            table: "indicators",
            column: "together_with",
        },
        meaning: "whose number it is besides the subject",
        own: &[
            need("fact_id", Reference("indicators"), "the number"),
            need(
                "entity_id",
                Reference("entities"),
                "whose it is besides the subject",
            ),
            need("position", Integer(1, 999), "place in the list").clerical(),
        ],
        ..Table::PLAIN
    },
];
