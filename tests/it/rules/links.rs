//! Rows that name other rows.

use super::{Case, fails, leaves, passes};
use crate::world::World;

/// Adds facts of this member, which rest on the passage of the founding.
fn with_members(world: World, member: &str, years: &[&str]) -> World {
    years.iter().fold(world, |world, year| {
        world.add(
            "memberships",
            &[
                ("fact_id", &format!("m-in-{year}")),
                ("member", member),
                ("organisation", "LC"),
                ("standing", "member"),
                ("date", year),
                ("date_role", "as_of"),
            ],
        )
    })
}

fn with_term(world: World, term: &str, kind: &str) -> World {
    let family = if kind == "indicator" { "number" } else { "" };
    super::with_term(world, term, kind, family)
}

fn with_entity(world: World, kind: &str) -> World {
    world.add(
        "entities",
        &[("entity_id", "pier"), ("kind", kind), ("name", "Pier")],
    )
}

fn with_variant(world: World, property: &str) -> World {
    world.add(
        "event_variants",
        &[
            ("fact_id", "evv-other"),
            ("event", "ev-founding"),
            ("property", property),
            ("value", "pier"),
        ],
    )
}

fn with_coordinates(world: World, place: &str, state: &str, north: &str, east: &str) -> World {
    world.add(
        "places",
        &[
            ("entity_id", place),
            ("state", state),
            ("latitude", north),
            ("longitude", east),
            ("basis", "general knowledge"),
        ],
    )
}

fn with_code(world: World, scheme: &str, code: &str) -> World {
    world.add(
        "entity_codes",
        &[("entity_id", "BOR"), ("scheme", scheme), ("code", code)],
    )
}

pub(super) const CASES: &[Case] = &[
    passes(
        "codes_have_the_form_of_their_list",
        "zeros before it",
        |world| with_code(world, "m49", "051"),
    ),
    fails(
        "codes_have_the_form_of_their_list",
        "what a spreadsheet makes of them",
        |world| with_code(world, "m49", "51"),
        &[
            "seeds/entity_codes.csv:3: `code`: `51` is no code of m49; write three digits, such as 004",
        ],
    ),
    passes(
        "places_lie_on_earth",
        "at the end of the degrees",
        |world| with_coordinates(world, "northport", "ARD", "-90", "180"),
    ),
    fails(
        "places_lie_on_earth",
        "beyond the degrees",
        |world| with_coordinates(world, "northport", "ARD", "90.1", "-180.1"),
        &[
            "seeds/places.csv:2: `latitude`: `90.1` is no place on earth; write degrees from -90 to 90",
            "seeds/places.csv:2: `longitude`: `-180.1` is no place on earth; write degrees from -180 to 180",
        ],
    ),
    fails(
        "places_lie_on_earth",
        "a person in an organisation",
        |world| with_coordinates(world, "mira-oldfield", "LC", "54.5", "-1.25"),
        &[
            "seeds/places.csv:2: `entity_id`: `mira-oldfield` is not a place; name an entity of kind place",
            "seeds/places.csv:2: `state`: `LC` is not a state; name an entity of kind state",
        ],
    ),
    passes("entities_are_used", "a state of the code list", |world| {
        world
            .add(
                "entities",
                &[("entity_id", "ELB"), ("kind", "state"), ("name", "Elbonia")],
            )
            .add(
                "entity_codes",
                &[
                    ("entity_id", "ELB"),
                    ("scheme", "iso3166_1_alpha3"),
                    ("code", "ELB"),
                ],
            )
    }),
    fails(
        "references_exist",
        "an entity that is not there",
        |world| with_members(world, "EST", &["2005"]),
        &[
            "seeds/memberships.csv:6: `member`: `EST` is not in entities; correct the id, or add its row to entities",
        ],
    ),
    fails(
        "references_exist",
        "an entity that is named in other letters",
        |world| with_members(world, "ard", &["2005"]),
        &[
            "seeds/memberships.csv:6: `member`: `ard` is not in entities; did you mean `ARD`? correct the id, or add its row to entities",
        ],
    ),
    passes("references_exist", "an entity that is there", |world| {
        with_members(world, "ARD", &["2005"])
    }),
    fails(
        "references_exist",
        "three cells that name one missing entity",
        |world| with_members(world, "EST", &["2005", "2006", "2007"]),
        &[
            "seeds/memberships.csv:6: `member`: `EST` is not in entities; correct the id, or add its row to entities",
            "seeds/memberships.csv:7: `member`: `EST` is not in entities; correct the id, or add its row to entities",
            "seeds/memberships.csv:8: `member`: `EST` is not in entities; correct the id, or add its row to entities",
        ],
    ),
    fails(
        "references_exist",
        "four cells that name one missing entity",
        |world| with_members(world, "EST", &["2005", "2006", "2007", "2008"]),
        &[
            "seeds/memberships.csv:6: `member`: `EST` is not in entities; correct the id, or add its row to entities",
            "seeds/memberships.csv:7: `member`: `EST` is not in entities; correct the id, or add its row to entities",
            "seeds/memberships.csv:8: `member`: `EST` is not in entities (named in 1 more cell); correct the id, or add its row to entities",
        ],
    ),
    fails(
        "references_exist",
        "a passage that is not there",
        |world| {
            world
                .set(
                    "memberships",
                    "m-can",
                    "citations",
                    "c-lake-fonding;c-lake-founding",
                )
                .set("memberships", "m-can", "references", "")
        },
        &[
            "seeds/memberships.csv:4: `citations`: `c-lake-fonding;c-lake-founding` names `c-lake-fonding`, which is not in citations; did you mean `c-lake-founding`? correct the id, or add its row to citations",
        ],
    ),
    fails(
        "references_exist",
        "a term that is not there",
        |world| {
            world
                .set("relations", "r-seat", "predicate", "sits-in")
                .remove("terms", "based-in")
        },
        &[
            "seeds/relations.csv:2: `predicate`: `sits-in` is not in terms; correct the id, or add its row to terms",
        ],
    ),
    passes("references_exist", "a fact of any table", |world| {
        world.add(
            "fact_links",
            &[
                ("fact_id", "t-bor-total"),
                ("link", "corrects"),
                ("other_fact", "p-oldfield"),
            ],
        )
    }),
    fails(
        "references_exist",
        "a fact that is not there",
        |world| {
            world.add(
                "fact_links",
                &[
                    ("fact_id", "m-ard"),
                    ("link", "corrects"),
                    ("other_fact", "c-lake-seat"),
                ],
            )
        },
        &[
            "seeds/fact_links.csv:2: `other_fact`: `c-lake-seat` is not in facts; correct the id, or add its row to facts",
        ],
    ),
    leaves(
        "references_exist",
        "an entity whose row could not be read",
        |world| with_members(world, "EST", &["2005"]).append("seeds/entities.csv", "EST,a\"b\n"),
        &[
            "seeds/entities.csv:10: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    leaves(
        "references_exist",
        "a fact whose row could not be read",
        |world| {
            world
                .add(
                    "fact_links",
                    &[
                        ("fact_id", "m-ard"),
                        ("link", "corrects"),
                        ("other_fact", "o-short"),
                    ],
                )
                .append("seeds/offices.csv", "o-short,a\"b\n")
        },
        &[
            "seeds/offices.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    passes("terms_fit", "a second term of each kind", |world| {
        let world = with_term(with_term(world, "guards", "predicate"), "crew", "indicator");
        let world = with_term(
            with_term(with_term(world, "boats", "unit"), "fish", "commodity"),
            "fog",
            "topic",
        );
        let world = with_term(world, "rowers", "counted");
        world
            .add(
                "relations",
                &[
                    ("fact_id", "r-guard"),
                    ("subject", "ARD"),
                    ("predicate", "guards"),
                    ("object", "LC"),
                ],
            )
            .add(
                "indicators",
                &[
                    ("fact_id", "i-crew"),
                    ("subject", "LC"),
                    ("indicator", "crew"),
                    ("counted", "rowers"),
                    ("value_as_printed", "7 000"),
                    ("unit", "boats"),
                    ("unit_mult", "0"),
                    ("qualifier", "exact"),
                    ("citations", "c-lake-soldiers"),
                ],
            )
            .add(
                "positions",
                &[
                    ("fact_id", "p-fog"),
                    ("holder", "harbour-institute"),
                    ("topic", "fog"),
                    ("summary", "There is fog."),
                ],
            )
            .set("trade_figures", "t-bor-total", "commodity", "fish")
    }),
    fails(
        "terms_fit",
        "a predicate that is an indicator",
        |world| {
            world.add(
                "relations",
                &[
                    ("fact_id", "r-guard"),
                    ("subject", "ARD"),
                    ("predicate", "soldiers"),
                    ("object", "LC"),
                ],
            )
        },
        &[
            "seeds/relations.csv:3: `predicate`: `soldiers` is a term of kind indicator; use a term of kind predicate",
        ],
    ),
    fails(
        "terms_fit",
        "an indicator that is a unit",
        |world| {
            world.add(
                "indicators",
                &[
                    ("fact_id", "i-crew"),
                    ("subject", "LC"),
                    ("indicator", "persons"),
                    ("value_as_printed", "7 000"),
                    ("unit", "persons"),
                    ("unit_mult", "0"),
                    ("qualifier", "exact"),
                    ("citations", "c-lake-soldiers"),
                ],
            )
        },
        &[
            "seeds/indicators.csv:3: `indicator`: `persons` is a term of kind unit; use a term of kind indicator",
        ],
    ),
    fails(
        "terms_fit",
        "a unit that is an indicator",
        |world| {
            with_term(world, "crew", "indicator").add(
                "indicators",
                &[
                    ("fact_id", "i-crew"),
                    ("subject", "LC"),
                    ("indicator", "crew"),
                    ("value_as_printed", "7 000"),
                    ("unit", "crew"),
                    ("unit_mult", "0"),
                    ("qualifier", "exact"),
                    ("citations", "c-lake-soldiers"),
                ],
            )
        },
        &[
            "seeds/indicators.csv:3: `unit`: `crew` is a term of kind indicator; use a term of kind unit",
        ],
    ),
    fails(
        "terms_fit",
        "what is counted is a unit",
        |world| world.set("indicators", "i-soldiers", "counted", "persons"),
        &[
            "seeds/indicators.csv:2: `counted`: `persons` is a term of kind unit; use a term of kind counted",
        ],
    ),
    fails(
        "terms_fit",
        "a commodity that is a topic",
        |world| world.set("trade_figures", "t-bor-total", "commodity", "enlargement"),
        &[
            "seeds/trade_figures.csv:4: `commodity`: `enlargement` is a term of kind topic; use a term of kind commodity",
        ],
    ),
    fails(
        "terms_fit",
        "a topic that is a commodity",
        |world| {
            world.add(
                "positions",
                &[
                    ("fact_id", "p-all"),
                    ("holder", "harbour-institute"),
                    ("topic", "total"),
                    ("summary", "It trades."),
                ],
            )
        },
        &[
            "seeds/positions.csv:3: `topic`: `total` is a term of kind commodity; use a term of kind topic",
        ],
    ),
    leaves(
        "terms_fit",
        "a term whose kind cannot be read",
        |world| world.set("terms", "based-in", "kind", "verb"),
        &[
            "seeds/terms.csv:2: `kind`: `verb` is not a known word; use one of: predicate, indicator, unit, commodity, topic, counted, standing, role, property, measure",
        ],
    ),
    fails(
        "entities_fit",
        "an office of an organisation",
        |world| {
            world.add(
                "offices",
                &[("fact_id", "o-lc"), ("person", "LC"), ("office", "head")],
            )
        },
        &["seeds/offices.csv:3: `person`: `LC` is not a person; name an entity of kind person"],
    ),
    passes("entities_fit", "another office of a person", |world| {
        world.add(
            "offices",
            &[
                ("fact_id", "o-second"),
                ("person", "mira-oldfield"),
                ("office", "speaker"),
            ],
        )
    }),
    leaves(
        "entities_fit",
        "a person whose kind cannot be read",
        |world| world.set("entities", "mira-oldfield", "kind", "human"),
        &[
            "seeds/entities.csv:8: `kind`: `human` is not a known word; use one of: state, aggregate, organisation, body, company, media, person, community, armed_group, place, agreement, programme, project, forum, concept, product",
        ],
    ),
    leaves(
        "entities_fit",
        "a person who is not there",
        |world| {
            world.add(
                "offices",
                &[
                    ("fact_id", "o-gone"),
                    ("person", "nobody"),
                    ("office", "speaker"),
                ],
            )
        },
        &[
            "seeds/offices.csv:3: `person`: `nobody` is not in entities; correct the id, or add its row to entities",
        ],
    ),
    fails(
        "entities_are_used",
        "an entity in no fact",
        |world| with_entity(world, "place"),
        &[
            "seeds/entities.csv:10: `entity_id`: `pier` occurs in no fact; remove the row, or add the fact that needs it",
        ],
    ),
    fails(
        "entities_are_used",
        "a term in no fact",
        |world| with_term(world, "fish", "commodity"),
        &[
            "seeds/terms.csv:45: `term`: `fish` occurs in no fact; remove the row, or add the fact that needs it",
        ],
    ),
    fails(
        "entities_are_used",
        "an entity in a name alone",
        |world| {
            with_entity(world, "place").add(
                "entity_names",
                &[
                    ("entity_id", "pier"),
                    ("name", "the pier"),
                    ("name_kind", "variant"),
                ],
            )
        },
        &[
            "seeds/entities.csv:10: `entity_id`: `pier` occurs in no fact; remove the row, or add the fact that needs it",
        ],
    ),
    passes(
        "entities_are_used",
        "an entity that is only said to have said something",
        |world| {
            with_entity(world, "person")
                .set("offices", "o-oldfield", "status", "attributed")
                .set("offices", "o-oldfield", "attributed_to", "pier")
        },
    ),
    passes(
        "entities_are_used",
        "an entity that is the place of a variant",
        |world| with_variant(with_entity(world, "place"), "place"),
    ),
    fails(
        "entities_are_used",
        "an entity whose id is the name in a variant",
        |world| with_variant(with_entity(world, "place"), "name"),
        &[
            "seeds/entities.csv:10: `entity_id`: `pier` occurs in no fact; remove the row, or add the fact that needs it",
        ],
    ),
    leaves(
        "entities_are_used",
        "a cell that cannot be read and may name the entity",
        |world| with_entity(world, "place").set("events", "ev-founding", "place", "the pier"),
        &[
            "seeds/events.csv:2: `place`: `the pier` is not an id; write one id: letters, digits and hyphens",
        ],
    ),
    leaves(
        "entities_are_used",
        "a fact that cannot be read and may name the entity",
        |world| with_entity(world, "place").append("seeds/offices.csv", "o-short,a\"b\n"),
        &[
            "seeds/offices.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
];
