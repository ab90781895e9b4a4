//! Figures that one passage prints side by side.
//!
//! Of the trade with Borland the report prints exports of 4.2, imports of 3.3 and a total of 7.5, and of that
//! with Cantria 2.0, 3.0 and 5.0, each grown by 25.0 per cent. Each stands for all that rounds to it.

use super::{Case, fails, passes};
use crate::world::World;

fn figure(world: World, id: &str, column: &str, text: &str) -> World {
    world.set("trade_figures", id, column, text)
}

/// Lets the report print other figures of the trade with Borland.
fn bor(world: World, export: &str, import: &str, total: &str) -> World {
    let mut tokens = ["2010", export, import, total];
    tokens.sort_unstable();
    let world = figure(world, "t-bor-export", "value_as_printed", export);
    let world = figure(world, "t-bor-import", "value_as_printed", import);
    figure(world, "t-bor-total", "value_as_printed", total).set(
        "citations",
        "c-lake-trade",
        "tokens",
        &tokens.join("|"),
    )
}

/// Lets the report print a total that is one too much.
fn wrong(world: World) -> World {
    bor(world, "4.2", "3.3", "8.5")
}

fn powers(world: World, power: &str) -> World {
    ["t-bor-export", "t-bor-import", "t-bor-total"]
        .iter()
        .fold(world, |world, id| figure(world, id, "unit_mult", power))
}

fn corrected(world: World, id: &str, value: &str) -> World {
    let world = figure(world, id, "corrected_value", value);
    let world = figure(world, id, "corrected_min", value);
    let world = figure(world, id, "corrected_max", value);
    figure(world, id, "correction_reason", "typed wrongly")
}

/// Lets the report print another rate of growth of the trade with Cantria.
fn grown(world: World, id: &str, rate: &str) -> World {
    let token = rate.replace('-', "−");
    let norm = if token == rate { "pa1" } else { "pa2" };
    let mut tokens = ["2.0", "25.0", "3.0", "5.0", &token];
    tokens.sort_unstable();
    let mut once = tokens.to_vec();
    once.dedup();
    figure(world, id, "value_as_printed", rate)
        .set("citations", "c-lake-cantria", "tokens", &once.join("|"))
        .set("citations", "c-lake-cantria", "norm", norm)
}

/// Lets the report print other figures of the trade with Cantria, of which both parts grew by 20 per cent.
fn can(world: World, printed: [&str; 3], growth: &str) -> World {
    let [export, import, total] = printed;
    let mut tokens = [export, import, total, "20", growth];
    tokens.sort_unstable();
    let figures = [
        ("t-can-export", export),
        ("t-can-import", import),
        ("t-can-total", total),
        ("t-can-export-growth", "20"),
        ("t-can-import-growth", "20"),
        ("t-can-total-growth", growth),
    ];
    let world = figures.into_iter().fold(world, |world, (id, text)| {
        figure(world, id, "value_as_printed", text)
    });
    world.set("citations", "c-lake-cantria", "tokens", &tokens.join("|"))
}

/// Lets all exports of Cantria have grown otherwise than its total.
fn grown_wrongly(world: World) -> World {
    grown(world, "t-can-import-growth", "50.0")
}

fn with_commodity(world: World) -> World {
    world.add(
        "terms",
        &[
            ("term", "fish"),
            ("kind", "commodity"),
            ("label", "fish"),
            ("meaning", "fish"),
        ],
    )
}

/// What is said of growth that does not fit, at the total with Cantria.
const GROWTH_DOES_NOT_FIT: &str = "seeds/trade_figures.csv:7: `value_as_printed`: `5.0` does not agree with the growth rates printed beside it: the base year's exports and imports do not make its total; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out";

/// What is said of the total of [`wrong`].
const TOTAL_IS_WRONG: &str = "seeds/trade_figures.csv:4: `value_as_printed`: `8.5` is not the sum of exports and imports: 4.2 and 3.3 are printed beside 8.5; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out";

pub(super) const CASES: &[Case] = &[
    fails(
        "totals_are_sums",
        "a total that is too much",
        wrong,
        &[TOTAL_IS_WRONG],
    ),
    passes(
        "totals_are_sums",
        "a total that is too much by one digit, as both parts are rounded",
        |world| bor(world, "4.2", "3.3", "7.6"),
    ),
    fails(
        "totals_are_sums",
        "a total that is too much by two digits",
        |world| bor(world, "4.2", "3.3", "7.7"),
        &[
            "seeds/trade_figures.csv:4: `value_as_printed`: `7.7` is not the sum of exports and imports: 4.2 and 3.3 are printed beside 7.7; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    passes(
        "totals_are_sums",
        "a total that is too little by one digit",
        |world| bor(world, "4.2", "3.3", "7.4"),
    ),
    fails(
        "totals_are_sums",
        "a total that is too little by two digits",
        |world| bor(world, "4.2", "3.3", "7.3"),
        &[
            "seeds/trade_figures.csv:4: `value_as_printed`: `7.3` is not the sum of exports and imports: 4.2 and 3.3 are printed beside 7.3; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    passes(
        "totals_are_sums",
        "a total at the very end of what imports in whole numbers allow",
        |world| bor(world, "4.2", "3", "7.8"),
    ),
    fails(
        "totals_are_sums",
        "a total beyond what imports in whole numbers allow",
        |world| bor(world, "4.2", "3", "7.9"),
        &[
            "seeds/trade_figures.csv:4: `value_as_printed`: `7.9` is not the sum of exports and imports: 4.2 and 3 are printed beside 7.9; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    passes(
        "totals_are_sums",
        "a total at the very end where binary numbers miss it",
        |world| powers(bor(world, "1.6", "2", "4.2"), "6"),
    ),
    fails(
        "totals_are_sums",
        "a total beyond that end",
        |world| powers(bor(world, "1.6", "2", "4.3"), "6"),
        &[
            "seeds/trade_figures.csv:4: `value_as_printed`: `4.3` is not the sum of exports and imports: 1.6 and 2 are printed beside 4.3; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    passes(
        "totals_are_sums",
        "exports in another power of ten",
        |world| {
            figure(
                bor(world, "4200", "3.3", "7.5"),
                "t-bor-export",
                "unit_mult",
                "6",
            )
        },
    ),
    fails(
        "totals_are_sums",
        "exports in too small a power of ten",
        |world| figure(world, "t-bor-export", "unit_mult", "6"),
        &[
            "seeds/trade_figures.csv:4: `value_as_printed`: `7.5` is not the sum of exports and imports: 4.2 and 3.3 are printed beside 7.5; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    passes("totals_are_sums", "a total that is not exact", |world| {
        figure(wrong(world), "t-bor-total", "qualifier", "about")
    }),
    passes("totals_are_sums", "exports that are not exact", |world| {
        figure(wrong(world), "t-bor-export", "qualifier", "at_least")
    }),
    passes("totals_are_sums", "a total of another year", |world| {
        figure(wrong(world), "t-bor-total", "period", "2011")
    }),
    passes("totals_are_sums", "a total of another commodity", |world| {
        figure(
            wrong(with_commodity(world)),
            "t-bor-total",
            "commodity",
            "fish",
        )
    }),
    passes("totals_are_sums", "a total of another reporter", |world| {
        figure(wrong(world), "t-bor-total", "reporter", "DOR")
    }),
    passes("totals_are_sums", "a total with another partner", |world| {
        figure(wrong(world), "t-bor-total", "partner", "DOR")
    }),
    passes("totals_are_sums", "a total in another passage", |world| {
        figure(
            wrong(world),
            "t-bor-total",
            "citations",
            "c-lake-seat;c-lake-trade",
        )
    }),
    fails(
        "totals_are_sums",
        "a total with another passage as context",
        |world| {
            figure(
                wrong(world),
                "t-bor-total",
                "citations",
                "context:c-lake-seat;c-lake-trade",
            )
        },
        &[TOTAL_IS_WRONG],
    ),
    passes("totals_are_sums", "a total that is a growth", |world| {
        let world = figure(wrong(world), "t-bor-total", "measure", "growth");
        figure(
            figure(world, "t-bor-total", "currency", ""),
            "t-bor-total",
            "base_period",
            "2009",
        )
    }),
    passes("totals_are_sums", "no exports beside the total", |world| {
        wrong(world).remove("trade_figures", "t-bor-export")
    }),
    passes("totals_are_sums", "a note on the total", |world| {
        figure(wrong(world), "t-bor-total", "note", "as printed")
    }),
    passes("totals_are_sums", "a note on the exports", |world| {
        figure(wrong(world), "t-bor-export", "note", "as printed")
    }),
    passes("totals_are_sums", "a note on the imports", |world| {
        figure(wrong(world), "t-bor-import", "note", "as printed")
    }),
    fails(
        "totals_are_sums",
        "a note on another trade",
        |world| figure(wrong(world), "t-can-total", "note", "as printed"),
        &[TOTAL_IS_WRONG],
    ),
    passes(
        "totals_are_sums",
        "a corrected total that mends it",
        |world| corrected(wrong(world), "t-bor-total", "7.5"),
    ),
    passes(
        "totals_are_sums",
        "corrected exports that mend it at the very end",
        |world| corrected(wrong(world), "t-bor-export", "5.30"),
    ),
    fails(
        "totals_are_sums",
        "corrected exports that do not mend it",
        |world| corrected(wrong(world), "t-bor-export", "5.31"),
        &[
            "seeds/trade_figures.csv:2: `corrected_value`: `5.31` does not mend what the printed values contradict; work it out again from every relation that the table offers",
        ],
    ),
    fails(
        "totals_are_sums",
        "a correction that does not mend it, and a note",
        |world| {
            figure(
                corrected(wrong(world), "t-bor-export", "5.31"),
                "t-bor-export",
                "note",
                "as printed",
            )
        },
        &[
            "seeds/trade_figures.csv:2: `corrected_value`: `5.31` does not mend what the printed values contradict; work it out again from every relation that the table offers",
        ],
    ),
    passes(
        "growth_fits_the_total",
        "a base year whose parts at their greatest make the total at its least",
        |world| can(world, ["4", "7.4", "11.8"], "17"),
    ),
    passes(
        "growth_fits_the_total",
        "the same where the divisions, which are not exact, come out on the wrong side",
        |world| can(world, ["4", "4.4", "9.0"], "19"),
    ),
    fails(
        "growth_fits_the_total",
        "a base year whose parts make less than the total",
        |world| can(world, ["4", "7.4", "11.9"], "17"),
        &[
            "seeds/trade_figures.csv:7: `value_as_printed`: `11.9` does not agree with the growth rates printed beside it: the base year's exports and imports do not make its total; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    passes(
        "growth_fits_the_total",
        "a base year whose parts at their least make the total at its greatest",
        |world| can(world, ["4", "8.6", "12.2"], "23"),
    ),
    fails(
        "growth_fits_the_total",
        "a base year whose parts make more than the total",
        |world| can(world, ["4", "8.6", "12.1"], "23"),
        &[
            "seeds/trade_figures.csv:7: `value_as_printed`: `12.1` does not agree with the growth rates printed beside it: the base year's exports and imports do not make its total; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out",
        ],
    ),
    fails(
        "growth_fits_the_total",
        "imports that grew by much more than the total",
        grown_wrongly,
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "exports that grew by as little as rounding allows",
        |world| grown(world, "t-can-export-growth", "15.9"),
    ),
    fails(
        "growth_fits_the_total",
        "exports that grew by less than that",
        |world| grown(world, "t-can-export-growth", "15.8"),
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "exports that grew by as much as rounding allows",
        |world| grown(world, "t-can-export-growth", "35.1"),
    ),
    fails(
        "growth_fits_the_total",
        "exports that grew by more than that",
        |world| grown(world, "t-can-export-growth", "35.2"),
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "a total that grew by as little as rounding allows",
        |world| grown(world, "t-can-total-growth", "21.3"),
    ),
    fails(
        "growth_fits_the_total",
        "a total that grew by less than that",
        |world| grown(world, "t-can-total-growth", "21.2"),
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "a total that grew by as much as rounding allows",
        |world| grown(world, "t-can-total-growth", "28.9"),
    ),
    fails(
        "growth_fits_the_total",
        "a total that grew by more than that",
        |world| grown(world, "t-can-total-growth", "29.0"),
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "a rate that may be minus 100, which leaves nothing to compare",
        |world| grown(world, "t-can-total-growth", "-100.0"),
    ),
    fails(
        "growth_fits_the_total",
        "a rate that is above minus 100",
        |world| grown(world, "t-can-total-growth", "-99.9"),
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "a rate that is not exact",
        |world| {
            figure(
                grown_wrongly(world),
                "t-can-import-growth",
                "qualifier",
                "almost",
            )
        },
    ),
    passes("growth_fits_the_total", "a rate of another year", |world| {
        figure(
            grown_wrongly(world),
            "t-can-import-growth",
            "period",
            "2011",
        )
    }),
    passes(
        "growth_fits_the_total",
        "a rate of another reporter",
        |world| {
            figure(
                grown_wrongly(world),
                "t-can-import-growth",
                "reporter",
                "DOR",
            )
        },
    ),
    passes(
        "growth_fits_the_total",
        "a rate of another commodity",
        |world| {
            figure(
                grown_wrongly(with_commodity(world)),
                "t-can-import-growth",
                "commodity",
                "fish",
            )
        },
    ),
    passes("growth_fits_the_total", "no rate of the imports", |world| {
        grown_wrongly(world).remove("trade_figures", "t-can-import-growth")
    }),
    passes(
        "growth_fits_the_total",
        "a note on the total's value",
        |world| figure(grown_wrongly(world), "t-can-total", "note", "as printed"),
    ),
    passes(
        "growth_fits_the_total",
        "a note on the imports' value",
        |world| figure(grown_wrongly(world), "t-can-import", "note", "as printed"),
    ),
    fails(
        "growth_fits_the_total",
        "a note on a rate",
        |world| {
            figure(
                grown_wrongly(world),
                "t-can-import-growth",
                "note",
                "as printed",
            )
        },
        &[GROWTH_DOES_NOT_FIT],
    ),
    passes(
        "growth_fits_the_total",
        "corrected imports that mend it",
        |world| corrected(grown_wrongly(world), "t-can-import", "3.6"),
    ),
    fails(
        "growth_fits_the_total",
        "a corrected total that mends neither the sum nor the rates",
        |world| {
            let world = figure(world, "t-can-total", "value_as_printed", "9.0").set(
                "citations",
                "c-lake-cantria",
                "tokens",
                "2.0|25.0|3.0|5.0|9.0",
            );
            corrected(world, "t-can-total", "8.0")
        },
        &[
            "seeds/trade_figures.csv:7: `corrected_value`: `8.0` does not mend what the printed values contradict; work it out again from every relation that the table offers",
        ],
    ),
    fails(
        "growth_fits_the_total",
        "corrected imports that do not mend it",
        |world| corrected(grown_wrongly(world), "t-can-import", "2.6"),
        &[
            "seeds/trade_figures.csv:6: `corrected_value`: `2.6` does not mend what the printed values contradict; work it out again from every relation that the table offers",
        ],
    ),
];
