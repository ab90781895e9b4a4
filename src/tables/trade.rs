//! The tables of official trade statistics. `sco import trade` alone writes them: they have no seed file, no origin
//! and no export as CSV, and no build touches them. The views on them are declared beside them.

mod views;

pub use views::VIEWS;

use super::views::{flag, integer, key, number, text, word};
use super::{Field, Form};
use crate::vocab::{AreaKind, EqualValue, Frequency, TradeFlow, Valuation};

/// A table that is filled by imports alone.
#[derive(Debug)]
pub struct BulkTable {
    /// Its name.
    pub name: &'static str,
    /// The meaning of one row.
    pub meaning: &'static str,
    /// The columns that make a row unique, in the order of the primary key.
    pub key: &'static [&'static str],
    /// Its columns in order, each with whether no cell is empty.
    pub columns: &'static [(Field, bool)],
}

/// The table of the flows themselves, which may have any number of rows.
pub const FLOWS: &str = "trade_flows";

/// The tables of trade statistics, parents before children.
pub const TABLES: &[BulkTable] = &[
    BulkTable {
        name: "trade_datasets",
        meaning: "a set of official trade statistics of which files were imported",
        key: &["dataset"],
        columns: &[
            (text("dataset", "its short name, such as `comtrade`"), true),
            (text("title", "its title"), true),
            (
                text("currency", "ISO 4217 code of the currency of its values")
                    .of_form(Form::Currency),
                true,
            ),
        ],
    },
    BulkTable {
        name: "imports",
        meaning: "a file of trade statistics that was imported",
        key: &["import_id"],
        columns: &[
            (integer("import_id", "its number"), true),
            (key("dataset", "trade_datasets", "the set to which it belongs"), true),
            (text("file_name", "the name of the file without its folder, with that of its member in an archive"), true),
            (
                text("file_sha256", "SHA-256 digest of the file as it was read, compressed where it was")
                    .of_form(Form::Sha256),
                true,
            ),
            (integer("file_bytes", "its length").in_unit("bytes").from(0), true),
            (
                text("profile", "how it was read: a profile of the program, or `map` and the name of a map"),
                true,
            ),
            (
                text("map_sha256", "SHA-256 digest of the map; empty without one")
                    .of_form(Form::Sha256),
                false,
            ),
            (text("imported_at", "when, in UTC"), true),
            (text("tool_version", "the version of the program"), true),
            (integer("records", "rows of the file that were read").in_unit("rows").from(0), true),
            (
                integer("flows", "rows of trade_flows that were written from it; a row of the file may give several")
                    .in_unit("rows")
                    .from(0),
                true,
            ),
        ],
    },
    BulkTable {
        name: "trade_areas",
        meaning: "an entity that trade statistics name as reporter or partner",
        key: &["area"],
        columns: &[
            (key("area", "entities", "the entity"), true),
            (
                word(
                    "kind",
                    AreaKind::WORDS,
                    "whether it is a state or territory, what is left over, or a group whose trade is also in the rows of its members",
                ),
                true,
            ),
        ],
    },
    BulkTable {
        name: FLOWS,
        meaning: "the value of what one reporter traded with one partner in a period, as official statistics have it",
        key: &[
            "dataset",
            "reporter",
            "partner",
            "flow",
            "valuation",
            "classification",
            "commodity",
            "frequency",
            "period",
        ],
        columns: FLOW_COLUMNS,
    },
];

const FLOW_COLUMNS: &[(Field, bool)] = &[
    (
        key("dataset", "trade_datasets", "the set of statistics"),
        true,
    ),
    (
        key("reporter", "trade_areas", "whose statistics it is"),
        true,
    ),
    (
        key(
            "partner",
            "trade_areas",
            "with whom; `world` for all together",
        ),
        true,
    ),
    (
        word(
            "flow",
            TradeFlow::WORDS,
            "the direction, by the codes of UN Comtrade: M import, X export, RM and RX the same again, DX domestic export, FM foreign import, the others for processing",
        ),
        true,
    ),
    (
        word(
            "valuation",
            Valuation::WORDS,
            "whether the value includes insurance and freight, where the source tells such values apart; `unstated` of UN Comtrade",
        ),
        true,
    ),
    (
        text(
            "classification",
            "the list of commodities, such as `H6` for the Harmonized System of 2022; `none` where all goods are one",
        ),
        true,
    ),
    (
        text(
            "commodity",
            "the code of the commodity in that list, as text; `TOTAL` for all",
        ),
        true,
    ),
    (
        word(
            "frequency",
            Frequency::WORDS,
            "whether the period is a year, a month or a quarter",
        ),
        true,
    ),
    (
        text(
            "period",
            "the period: `2012`, `201209` for a month, `2012Q3` for a quarter",
        ),
        true,
    ),
    (
        flag(
            "is_total",
            "whether reporter or partner is the world or another group, so that the same trade is in other rows too; sum over rows with 0",
        ),
        true,
    ),
    (
        number(
            "value",
            "the value in whole units of the currency, however the file scales it",
        )
        .in_unit("the currency of the set"),
        true,
    ),
    (
        text(
            "value_exact",
            "the value with all digits of the source, where they are more than the 15 that every program keeps of `value`; else empty",
        ),
        false,
    ),
    (
        number("quantity", "the quantity, where the source gives one")
            .in_unit("the column `quantity_unit`"),
        false,
    ),
    (
        text(
            "quantity_exact",
            "the quantity with all digits of the source, where they are more than 15; else empty",
        ),
        false,
    ),
    (
        text("quantity_unit", "what the quantity counts or measures in"),
        false,
    ),
    (
        key("import_id", "imports", "the file from which the row comes"),
        true,
    ),
    (
        word(
            "value_equals",
            EqualValue::WORDS,
            "which of the two further values that UN Comtrade publishes of imports and exports is the same number as the value: `cif` cifvalue, `fob` fobvalue; empty where neither is, both are, or the file lacks them",
        ),
        false,
    ),
];
