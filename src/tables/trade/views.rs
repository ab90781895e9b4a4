//! The views on trade statistics. Like the tables that they show they depend on what a user has imported, so that
//! they are no part of the exports.

use super::FLOW_COLUMNS;
use crate::tables::fact_columns;
use crate::tables::views::{
    View, date, flag, id_of, integer, key, keys, name_of, number, text, word, year,
};
use crate::tables::{Field, Form, ORIGIN};
use crate::vocab::{Frequency, Qualifier};

/// The views, in the order in which people read them.
pub const VIEWS: &[View] = &[
    View {
        name: "v_trade_check",
        meaning: "a trade figure of a document beside an official series that fits it, or with the reason why none does",
        order: "fact_id, dataset, is_mirror, valuation, frequency, classification, official_reporter_ids, official_partner_ids",
        is_of_one_kind: false,
        own: CHECK_COLUMNS,
    },
    View {
        name: "v_trade_flows",
        meaning: "the value of what one reporter traded with one partner in a period, as official statistics have it, with names",
        order: "dataset, reporter_id, partner_id, flow, valuation, classification, commodity, frequency, period",
        is_of_one_kind: false,
        own: SHOWN_FLOW_COLUMNS,
    },
];

/// The words of `verdict`, each told in its column.
const VERDICTS: &[&str] = &[
    "agrees",
    "close",
    "power of ten",
    "differs",
    "other currency",
    "no series",
];

/// The words of `wrong_by`.
const SLIPS: &[&str] = &[
    "ten times too large",
    "a hundred times too large",
    "a thousand times too large",
    "a million times too large",
    "ten times too small",
    "a hundred times too small",
    "a thousand times too small",
    "a million times too small",
];

const CURRENCY_UNIT: &str = "the column `currency`";

const CHECK_COLUMNS: &[Field] = &[
    key("fact_id", "facts", "id of the fact that states the figure"),
    text("statement", "the figure in a sentence"),
    number(
        "cited_value",
        "the printed number in whole units of the currency; empty where the figure is no amount of money",
    )
    .in_unit(CURRENCY_UNIT),
    text("currency", "ISO 4217 code of the currency of the figure").of_form(Form::Currency),
    number(
        "official_value",
        "the value of the series: of one line of the statistics, or the sum of as many as `parts` says",
    )
    .in_unit("the column `official_currency`"),
    text("official_currency", "ISO 4217 code of the currency of the series")
        .of_form(Form::Currency),
    word(
        "verdict",
        VERDICTS,
        "how they compare. agrees: the official value lies from `cited_least` to `cited_greatest`; close: they differ by a tenth of the official value at most; power of ten: see `wrong_by`; other currency, no series: see `missing`",
    ),
    number(
        "difference_percent",
        "by how much the cited value is above the official one, below with a minus; not rounded; empty where the official one is 0",
    )
    .in_unit("per cent of the official value"),
    word(
        "wrong_by",
        SLIPS,
        "by which power of ten the figure is wrong if the official value is right: so many times it lies within a tenth of the cited value, or in its range; empty where they agree as they are",
    ),
    text(
        "missing",
        "why there is no series, or no comparison with it; empty where there is one",
    ),
    text(
        "official_series",
        "what the series is of, in words: flow, reporter, partner and periods",
    ),
    flag(
        "is_mirror",
        "whether the series is that of the other side: of China's imports from Kazakhstan, Kazakhstan's exports to China",
    ),
    text(
        "valuation",
        "whether the values include insurance and freight, `cif`, or not, `fob`, or the statistics do not say, `unstated`; of trade both ways, of each",
    ),
    key("dataset", "trade_datasets", "the set of statistics"),
    text("dataset_title", "its title"),
    text(
        "classification",
        "the list of commodities of which the line for all goods is taken; several, separated by `;`, where they say the same or parts have different ones",
    ),
    word(
        "frequency",
        Frequency::WORDS,
        "whether the values are of years, months or quarters",
    ),
    integer("parts", "how many values make up the official one").in_unit("values")
    .from(1),
    keys("official_reporter_ids", "entities", "whose statistics they are"),
    keys("official_partner_ids", "entities", "with whom"),
    text(
        "members_note",
        "of a group whose members are added up: what is to be known of the list of its members",
    ),
    text("files", "the names of the files from which the values come"),
    name_of("reporter", "name of the state or group whose trade the figure is on"),
    id_of("reporter_id", "the state or group whose trade the figure is on"),
    name_of("partner", "name of the state or group with which it trades"),
    id_of("partner_id", "the state or group with which it trades"),
    word(
        "flow",
        crate::vocab::Flow::WORDS,
        "the direction, as the reporter sees it; `total` is exports and imports together",
    ),
    date("period", "the period of the figure, EDTF"),
    year("year", "the year in which all of it lies"),
    word(
        "qualifier",
        Qualifier::WORDS,
        "how exact the document says the figure is",
    ),
    text("value_as_printed", "the number as the document prints it").of_form(Form::Printed),
    number(
        "cited_least",
        "the least that the printed number may stand for: half a unit of its last digit below it, a tenth more with `about` and `almost`; empty where it has no least",
    )
    .in_unit(CURRENCY_UNIT),
    number("cited_greatest", "the greatest that it may stand for, likewise").in_unit(CURRENCY_UNIT),
    number(
        "corrected_value",
        "the value that agrees with the rest of the document, where a curator found that the printed one does not",
    )
    .in_unit(CURRENCY_UNIT),
    number(
        "corrected_difference_percent",
        "by how much that value is above the official one",
    )
    .in_unit("per cent of the official value"),
    name_of("reported_by", "name of whose statistics the document says the figure is from"),
    id_of("reported_by_id", "whose statistics the document says the figure is from"),
    fact_columns::STATUS.shown(),
    fact_columns::RANK.shown(),
    text("citation", "the passages, as they are quoted: author, year, place"),
    key("source_id", "sources", "the document that supports it, of several the earliest"),
    year("source_year", "the year of that document"),
    ORIGIN,
];

/// A column of `trade_flows`.
const fn of_flows(name: &str) -> Field {
    let mut at = 0;
    while at < FLOW_COLUMNS.len() {
        if is_same(FLOW_COLUMNS[at].0.name.as_bytes(), name.as_bytes()) {
            return FLOW_COLUMNS[at].0;
        }
        at += 1;
    }
    panic!("trade_flows has no such column")
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

const SHOWN_FLOW_COLUMNS: &[Field] = &[
    of_flows("dataset"),
    text("dataset_title", "its title"),
    name_of("reporter", "name of whose statistics it is"),
    id_of("reporter_id", "whose statistics it is"),
    name_of("partner", "name of with whom"),
    id_of("partner_id", "with whom; `world` for all together"),
    of_flows("flow"),
    text("flow_name", "the direction in words"),
    of_flows("valuation"),
    of_flows("classification"),
    text(
        "classification_name",
        "that list in words, where it is one of the usual ones",
    ),
    of_flows("commodity"),
    text(
        "commodity_name",
        "`all goods` of the total; empty of all others, whose names are not kept",
    ),
    of_flows("frequency"),
    of_flows("period"),
    year("year", "the year of the period"),
    of_flows("is_total"),
    of_flows("value").in_unit(CURRENCY_UNIT),
    of_flows("value_exact"),
    text("currency", "ISO 4217 code of the currency of the set").of_form(Form::Currency),
    of_flows("quantity"),
    of_flows("quantity_exact"),
    of_flows("quantity_unit"),
    of_flows("value_equals"),
    text("file_name", "the name of the file from which the row comes"),
    text("imported_at", "when it was imported, in UTC"),
    of_flows("import_id"),
];
