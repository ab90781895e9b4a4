//! What makes the numbers of one indicator comparable: shares, fractions, units and families.

use super::{Case, fails, leaves, passes, with_term};
use crate::world::World;

/// Adds a number that the passage on the seat prints.
fn with_number(world: World, id: &str, printed: &str, cells: &[(&str, &str)]) -> World {
    let number = [
        ("fact_id", id),
        ("subject", "LC"),
        ("value_as_printed", printed),
        ("unit_mult", "0"),
        ("qualifier", "exact"),
    ];
    world
        .set("citations", "c-lake-seat", "tokens", printed)
        .add("indicators", &[&number, cells].concat())
}

/// Adds a share printed as a word or number, with its two numbers.
fn fraction(world: World, printed: &str, numerator: &str, denominator: &str) -> World {
    let world = with_term(world, "part", "indicator", "share");
    let world = with_term(world, "percent", "unit", "");
    with_number(
        world,
        "i-part",
        printed,
        &[
            ("indicator", "part"),
            ("unit", "percent"),
            ("numerator", numerator),
            ("denominator", denominator),
        ],
    )
}

/// Adds a share of trade printed as a word, with its two numbers.
fn fraction_of_trade(world: World, printed: &str, numerator: &str, denominator: &str) -> World {
    world
        .set("citations", "c-lake-seat", "tokens", printed)
        .add(
            "trade_figures",
            &[
                ("fact_id", "t-part"),
                ("reporter", "BOR"),
                ("partner", "CAN"),
                ("flow", "export"),
                ("commodity", "total"),
                ("period", "2010"),
                ("measure", "share"),
                ("share_of", "reporter_total"),
                ("value_as_printed", printed),
                ("numerator", numerator),
                ("denominator", denominator),
                ("unit_mult", "0"),
                ("qualifier", "exact"),
            ],
        )
}

/// Adds a second number of soldiers in another unit, if it is another.
fn soldiers_in(world: World, unit: &str) -> World {
    let world = match unit {
        "persons" => world,
        _ => with_term(world, unit, "unit", ""),
    };
    with_number(
        world,
        "i-soldiers-two",
        "9",
        &[("indicator", "soldiers"), ("unit", unit)],
    )
}

pub(super) const CASES: &[Case] = &[
    passes("fractions_fit", "a third", |world| {
        fraction(world, "third", "1", "3")
    }),
    passes("fractions_fit", "the upper number in digits", |world| {
        fraction(world, "2", "2", "3")
    }),
    passes("fractions_fit", "half", |world| {
        fraction(world, "half", "1", "2")
    }),
    passes("fractions_fit", "a quarter of trade", |world| {
        fraction_of_trade(world, "quarter", "1", "4")
    }),
    passes("fractions_fit", "all of it", |world| {
        fraction(world, "3", "3", "3")
    }),
    fails(
        "fractions_fit",
        "more than all of it",
        |world| fraction(world, "3", "4", "3"),
        &[
            "seeds/indicators.csv:3: `numerator`: `4` is more than the denominator 3; read the passage again",
        ],
    ),
    fails(
        "fractions_fit",
        "a word for another part",
        |world| fraction(world, "third", "1", "4"),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `third` is neither number of the fraction 1/4; give the number or word of the passage, such as `third` for 1/3",
        ],
    ),
    fails(
        "fractions_fit",
        "a word for a part that is the upper number",
        |world| fraction(world, "third", "3", "4"),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `third` is neither number of the fraction 3/4; give the number or word of the passage, such as `third` for 1/3",
        ],
    ),
    fails(
        "fractions_fit",
        "no lower number",
        |world| fraction(world, "third", "1", ""),
        &[
            "seeds/indicators.csv:3: `denominator`: is empty beside a numerator; a fraction has both: 1 and 3 for a third",
        ],
    ),
    fails(
        "fractions_fit",
        "no upper number",
        |world| fraction(world, "third", "", "3"),
        &[
            "seeds/indicators.csv:3: `numerator`: is empty beside a denominator; a fraction has both: 1 and 3 for a third",
        ],
    ),
    fails(
        "fractions_fit",
        "a fraction with a power of ten",
        |world| fraction(world, "third", "1", "3").set("indicators", "i-part", "unit_mult", "1"),
        &["seeds/indicators.csv:3: `unit_mult`: `1` does not go with a fraction; write 0"],
    ),
    fails(
        "fractions_fit",
        "a fraction of soldiers",
        |world| {
            world
                .set("indicators", "i-soldiers", "numerator", "7000")
                .set("indicators", "i-soldiers", "denominator", "9000")
        },
        &[
            "seeds/indicators.csv:2: `numerator`: `7000` stands beside a number that is no share; remove numerator and denominator, or give it as a share in per cent",
        ],
    ),
    leaves(
        "fractions_fit",
        "a lower number of nothing",
        |world| fraction(world, "third", "1", "0"),
        &[
            "seeds/indicators.csv:3: `denominator`: `0` is not accepted; write a whole number from 1 to 1000000",
        ],
    ),
    passes("fractions_are_kept", "a rank in words", |world| {
        fraction_of_trade(world, "third", "", "")
            .set("trade_figures", "t-part", "measure", "rank")
            .set("trade_figures", "t-part", "share_of", "")
    }),
    passes("fractions_are_kept", "the second per cent", |world| {
        fraction(world, "second", "", "")
    }),
    fails(
        "fractions_fit",
        "a fraction beside a growth in per cent",
        |world| fraction(world, "third", "1", "3").set("terms", "part", "family", "growth"),
        &[
            "seeds/indicators.csv:3: `numerator`: `1` stands beside a number that is no share; remove numerator and denominator, or give it as a share in per cent",
        ],
    ),
    passes("fractions_are_kept", "two per cent in words", |world| {
        fraction(world, "two", "", "")
    }),
    fails(
        "fractions_are_kept",
        "a third without its numbers",
        |world| fraction(world, "third", "", ""),
        &[
            "seeds/indicators.csv:3: `value_as_printed`: `third` is a part of a whole and no number of per cent; write its numerator and denominator: 1 and 3 for a third",
        ],
    ),
    fails(
        "fractions_are_kept",
        "a quarter of trade without its numbers",
        |world| fraction_of_trade(world, "quarter", "", ""),
        &[
            "seeds/trade_figures.csv:11: `value_as_printed`: `quarter` is a part of a whole and no number of per cent; write its numerator and denominator: 1 and 3 for a third",
        ],
    ),
    passes("families_fit", "an indicator with a family", |world| {
        world.set("terms", "soldiers", "family", "money")
    }),
    fails(
        "families_fit",
        "a unit with a family",
        |world| world.set("terms", "persons", "family", "number"),
        &[
            "seeds/terms.csv:4: `family`: `number` stands on a term of kind unit; remove it: indicators have families",
        ],
    ),
    passes(
        "indicators_have_a_family",
        "a second indicator of a family",
        |world| {
            let world = with_term(world, "sailors", "indicator", "number");
            with_number(
                world,
                "i-sailors",
                "9",
                &[("indicator", "sailors"), ("unit", "persons")],
            )
        },
    ),
    fails(
        "indicators_have_a_family",
        "an indicator without a family",
        |world| world.set("terms", "soldiers", "family", ""),
        &[
            "seeds/terms.csv:3: `family`: is empty, so that the indicator groups with no other; use one of: share, number, money, time, size, score, rank, growth",
        ],
    ),
    passes(
        "indicators_have_one_unit",
        "the same unit with another power of ten",
        |world| soldiers_in(world, "persons").set("indicators", "i-soldiers", "unit_mult", "3"),
    ),
    fails(
        "indicators_have_one_unit",
        "another unit",
        |world| soldiers_in(world, "regiments"),
        &[
            "seeds/indicators.csv:3: `unit`: `regiments` is another unit of `soldiers` than `persons` (seeds/indicators.csv:2); where the two differ by a power of ten give the number in the same unit with another unit_mult, else make it an indicator of its own",
        ],
    ),
    passes("shares_are_in_per_cent", "another family", |world| {
        world.set("terms", "soldiers", "family", "size")
    }),
    fails(
        "shares_are_in_per_cent",
        "a share in persons",
        |world| world.set("terms", "soldiers", "family", "share"),
        &[
            "seeds/indicators.csv:2: `unit`: `persons` is no unit of a share; write `percent`; a fraction has a numerator and a denominator",
        ],
    ),
    passes("others_are_others", "one number of two", |world| {
        world.set("indicators", "i-soldiers", "together_with", "ARD;BOR")
    }),
    fails(
        "others_are_others",
        "the subject once more",
        |world| world.set("indicators", "i-soldiers", "together_with", "ARD;LC"),
        &[
            "seeds/indicators.csv:2: `together_with`: `ARD;LC` names the subject again; name the others alone",
        ],
    ),
];
