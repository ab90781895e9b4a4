//! Single figures.

use super::{Case, fails, leaves, passes};
use crate::world::World;

/// Adds a figure, with all that its measure needs, that the passage on the seat prints.
fn with_figure(world: World, measure: &str, printed: &str, more: &[(&str, &str)]) -> World {
    let of_measure: &[(&str, &str)] = match measure {
        "value" => &[("currency", "USD")],
        "share" => &[("share_of", "reporter_total")],
        "growth" | "multiple" => &[("base_period", "2008")],
        _ => &[],
    };
    let cells = [
        ("fact_id", "t-new"),
        ("reporter", "BOR"),
        ("partner", "CAN"),
        ("flow", "export"),
        ("commodity", "total"),
        ("period", "2010"),
        ("measure", measure),
        ("value_as_printed", printed),
        ("unit_mult", "0"),
        ("qualifier", "exact"),
    ];
    printing(world, printed).add("trade_figures", &[&cells, of_measure, more].concat())
}

fn figure(world: World, measure: &str, printed: &str) -> World {
    with_figure(world, measure, printed, &[])
}

/// Lets the passage on the seat print a number.
fn printing(world: World, printed: &str) -> World {
    let norm = if printed.starts_with('-') {
        "pa2"
    } else {
        "pa1"
    };
    world
        .set(
            "citations",
            "c-lake-seat",
            "tokens",
            &printed.replace('-', "−"),
        )
        .set("citations", "c-lake-seat", "norm", norm)
}

/// Adds an indicator, its term and its unit, that the passage on the seat prints.
fn with_indicator(world: World, indicator: &str, unit: &str, printed: &str, power: &str) -> World {
    let family = match (indicator, unit) {
        ("guard-share", _) => "share",
        (_, "percent") => "growth",
        _ => "number",
    };
    let term = |world: World, term: &str, kind: &str| {
        let cells = [
            ("term", term),
            ("kind", kind),
            ("label", term),
            ("meaning", term),
            ("family", if kind == "indicator" { family } else { "" }),
        ];
        world.add("terms", &cells)
    };
    let world = term(world, indicator, "indicator");
    let world = term(world, unit, "unit");
    printing(world, printed).add(
        "indicators",
        &[
            ("fact_id", "i-new"),
            ("subject", "LC"),
            ("indicator", indicator),
            ("value_as_printed", printed),
            ("unit", unit),
            ("unit_mult", power),
            ("qualifier", "exact"),
        ],
    )
}

fn share(world: World, printed: &str, power: &str) -> World {
    with_indicator(world, "guard-share", "percent", printed, power)
}

/// Adds a figure of 4.2 with a correction.
fn corrected(world: World, value: &str, min: &str, max: &str, reason: &str) -> World {
    with_figure(
        world,
        "value",
        "4.2",
        &[
            ("corrected_value", value),
            ("corrected_min", min),
            ("corrected_max", max),
            ("correction_reason", reason),
        ],
    )
}

pub(super) const CASES: &[Case] = &[
    passes("measures_fit", "a value with its currency", |world| {
        figure(world, "value", "4.2")
    }),
    fails(
        "measures_fit",
        "a value without a currency",
        |world| with_figure(world, "value", "4.2", &[("currency", "")]),
        &[
            "seeds/trade_figures.csv:11: `currency`: is empty, but the measure is value; fill it in: the currency of the amount",
        ],
    ),
    fails(
        "measures_fit",
        "a value with a share",
        |world| with_figure(world, "value", "4.2", &[("share_of", "reporter_total")]),
        &[
            "seeds/trade_figures.csv:11: `share_of`: `reporter_total` does not go with measure value; remove it, or change the measure",
        ],
    ),
    fails(
        "measures_fit",
        "a value with a base period",
        |world| with_figure(world, "value", "4.2", &[("base_period", "2008")]),
        &[
            "seeds/trade_figures.csv:11: `base_period`: `2008` does not go with measure value; remove it, or change the measure",
        ],
    ),
    passes("measures_fit", "a share with its whole", |world| {
        figure(world, "share", "4.2")
    }),
    fails(
        "measures_fit",
        "a share of nothing",
        |world| with_figure(world, "share", "4.2", &[("share_of", "")]),
        &[
            "seeds/trade_figures.csv:11: `share_of`: is empty, but the measure is share; fill it in: what the share is a share of",
        ],
    ),
    fails(
        "measures_fit",
        "a share with a currency",
        |world| with_figure(world, "share", "4.2", &[("currency", "USD")]),
        &[
            "seeds/trade_figures.csv:11: `currency`: `USD` does not go with measure share; remove it, or change the measure",
        ],
    ),
    fails(
        "measures_fit",
        "a share with a base period",
        |world| with_figure(world, "share", "4.2", &[("base_period", "2008")]),
        &[
            "seeds/trade_figures.csv:11: `base_period`: `2008` does not go with measure share; remove it, or change the measure",
        ],
    ),
    passes("measures_fit", "a growth with its base period", |world| {
        figure(world, "growth", "4.2")
    }),
    fails(
        "measures_fit",
        "a growth without a base period",
        |world| with_figure(world, "growth", "4.2", &[("base_period", "")]),
        &[
            "seeds/trade_figures.csv:11: `base_period`: is empty, but the measure is growth; fill it in: what it compares with",
        ],
    ),
    fails(
        "measures_fit",
        "a growth with a currency",
        |world| with_figure(world, "growth", "4.2", &[("currency", "USD")]),
        &[
            "seeds/trade_figures.csv:11: `currency`: `USD` does not go with measure growth; remove it, or change the measure",
        ],
    ),
    passes("measures_fit", "a multiple with its base period", |world| {
        figure(world, "multiple", "4.2")
    }),
    fails(
        "measures_fit",
        "a multiple without a base period",
        |world| with_figure(world, "multiple", "4.2", &[("base_period", "")]),
        &[
            "seeds/trade_figures.csv:11: `base_period`: is empty, but the measure is multiple; fill it in: what it compares with",
        ],
    ),
    passes("measures_fit", "a rank without a base period", |world| {
        figure(world, "rank", "4")
    }),
    passes("measures_fit", "a rank with a base period", |world| {
        with_figure(world, "rank", "4", &[("base_period", "2008")])
    }),
    fails(
        "measures_fit",
        "a rank with a currency",
        |world| with_figure(world, "rank", "4", &[("currency", "USD")]),
        &[
            "seeds/trade_figures.csv:11: `currency`: `USD` does not go with measure rank; remove it, or change the measure",
        ],
    ),
    leaves(
        "measures_fit",
        "a currency that cannot be read",
        |world| with_figure(world, "share", "4.2", &[("currency", "dollars")]),
        &[
            "seeds/trade_figures.csv:11: `currency`: `dollars` is not accepted; write an ISO 4217 code such as USD",
        ],
    ),
    passes(
        "values_are_possible",
        "a share of nothing at all",
        |world| figure(world, "share", "0"),
    ),
    fails(
        "values_are_possible",
        "a share below nothing",
        |world| figure(world, "share", "-0.1"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `-0.1` is no share: it lies outside 0 to 100; read the passage again; check the measure",
        ],
    ),
    passes("values_are_possible", "a share of exactly all", |world| {
        figure(world, "share", "100.0")
    }),
    fails(
        "values_are_possible",
        "a share of more than all",
        |world| figure(world, "share", "100.1"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `100.1` is no share: it lies outside 0 to 100; read the passage again; check the measure",
        ],
    ),
    passes("values_are_possible", "rank 1", |world| {
        figure(world, "rank", "1")
    }),
    fails(
        "values_are_possible",
        "rank 0",
        |world| figure(world, "rank", "0"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `0` is no rank: ranks are whole numbers from 1; read the passage again; check the measure",
        ],
    ),
    fails(
        "values_are_possible",
        "a rank between two",
        |world| figure(world, "rank", "1.5"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `1.5` is no rank: ranks are whole numbers from 1; read the passage again; check the measure",
        ],
    ),
    passes("values_are_possible", "a multiple of nothing", |world| {
        figure(world, "multiple", "0")
    }),
    fails(
        "values_are_possible",
        "a negative multiple",
        |world| figure(world, "multiple", "-0.1"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `-0.1` is no multiple: it is negative; read the passage again; check the measure",
        ],
    ),
    passes("values_are_possible", "a growth of minus all", |world| {
        figure(world, "growth", "-100")
    }),
    fails(
        "values_are_possible",
        "a growth of more than minus all",
        |world| figure(world, "growth", "-100.1"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `-100.1` is no growth: nothing shrinks by more than all; read the passage again; check the measure",
        ],
    ),
    passes("values_are_possible", "a value of nothing", |world| {
        figure(world, "value", "0")
    }),
    fails(
        "values_are_possible",
        "a negative value",
        |world| figure(world, "value", "-0.1"),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `-0.1` is no trade value: it is negative; read the passage again; check the measure",
        ],
    ),
    passes("values_are_possible", "a value above 100", |world| {
        figure(world, "value", "101")
    }),
    passes(
        "shares_are_possible",
        "a share of nothing at all",
        |world| share(world, "0", "0"),
    ),
    fails(
        "shares_are_possible",
        "a share below nothing",
        |world| share(world, "-1", "0"),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `-1` is no share: it lies outside 0 to 100; read the passage again; check unit_mult",
        ],
    ),
    passes("shares_are_possible", "a share of exactly all", |world| {
        share(world, "100", "0")
    }),
    fails(
        "shares_are_possible",
        "a share of more than all",
        |world| share(world, "100.1", "0"),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `100.1` is no share: it lies outside 0 to 100; read the passage again; check unit_mult",
        ],
    ),
    passes(
        "shares_are_possible",
        "a share of exactly all in tens",
        |world| share(world, "10", "1"),
    ),
    fails(
        "shares_are_possible",
        "a share of more than all in tens",
        |world| share(world, "10.1", "1"),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `10.1` is no share: it lies outside 0 to 100; read the passage again; check unit_mult",
        ],
    ),
    passes("shares_are_possible", "another unit", |world| {
        with_indicator(world, "guard-count", "boats", "101", "0")
    }),
    passes("shares_are_possible", "another indicator", |world| {
        with_indicator(world, "guard-shares-sold", "percent", "101", "0")
    }),
    passes("shares_are_possible", "another family", |world| {
        share(world, "101", "0").set("terms", "guard-share", "family", "growth")
    }),
    fails(
        "shares_are_possible",
        "a share by its name alone",
        |world| share(world, "101", "0").set("terms", "guard-share", "family", ""),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `101` is no share: it lies outside 0 to 100; read the passage again; check unit_mult",
            "seeds/terms.csv:45: `family`: is empty, so that the indicator groups with no other; use one of: share, number, money, time, size, score, rank, growth",
        ],
    ),
    passes(
        "corrections_are_explained",
        "a correction at its least",
        |world| corrected(world, "4.0", "4.0", "4.4", "typed wrongly"),
    ),
    passes(
        "corrections_are_explained",
        "a correction at its greatest",
        |world| corrected(world, "4.4", "4.0", "4.4", "typed wrongly"),
    ),
    fails(
        "corrections_are_explained",
        "a correction below its least",
        |world| corrected(world, "3.9", "4.0", "4.4", "typed wrongly"),
        &[
            "seeds/trade_figures.csv:11: `corrected_value`: `3.9` lies outside corrected_min and corrected_max (4 to 4.4); correct the value or its bounds",
        ],
    ),
    fails(
        "corrections_are_explained",
        "a correction above its greatest",
        |world| corrected(world, "4.5", "4.0", "4.4", "typed wrongly"),
        &[
            "seeds/trade_figures.csv:11: `corrected_value`: `4.5` lies outside corrected_min and corrected_max (4 to 4.4); correct the value or its bounds",
        ],
    ),
    fails(
        "corrections_are_explained",
        "bounds without a correction",
        |world| corrected(world, "", "4.0", "4.4", "typed wrongly"),
        &[
            "seeds/trade_figures.csv:11: `corrected_value`: is empty beside other columns of a correction; fill in all four, or none",
        ],
    ),
    fails(
        "corrections_are_explained",
        "a correction without its least",
        |world| corrected(world, "4.3", "", "4.4", "typed wrongly"),
        &[
            "seeds/trade_figures.csv:11: `corrected_min`: is empty beside other columns of a correction; fill in all four, or none",
        ],
    ),
    fails(
        "corrections_are_explained",
        "a correction without its greatest",
        |world| corrected(world, "4.3", "4.0", "", "typed wrongly"),
        &[
            "seeds/trade_figures.csv:11: `corrected_max`: is empty beside other columns of a correction; fill in all four, or none",
        ],
    ),
    fails(
        "corrections_are_explained",
        "a correction without a reason",
        |world| corrected(world, "4.3", "4.0", "4.4", ""),
        &[
            "seeds/trade_figures.csv:11: `correction_reason`: is empty beside other columns of a correction; fill in all four, or none",
        ],
    ),
    leaves(
        "corrections_are_explained",
        "a correction that cannot be read",
        |world| corrected(world, "4,3", "4.0", "4.4", "typed wrongly"),
        &[
            "seeds/trade_figures.csv:11: `corrected_value`: `4,3` is not a plain number; write digits with at most one point and a `-` before them if negative, such as `-4.7`, without separators, exponent or unit; a spreadsheet saves numbers so where its language has a decimal comma: in LibreOffice, set the locale to English (USA) before you save",
        ],
    ),
];
