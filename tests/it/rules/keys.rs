//! Ids: each once, of its kind, and never lost.

use super::{Case, fails, leaves, passes};
use crate::world::World;

fn retired(world: World, kind: &str, id: &str) -> World {
    world.add(
        "retired_ids",
        &[("id", id), ("kind", kind), ("reason", "a mistake")],
    )
}

fn released(world: World, kind: &str, id: &str) -> World {
    world.add("released_ids", &[("kind", kind), ("id", id)])
}

fn with_code(world: World, entity: &str, scheme: &str, code: &str) -> World {
    world.add(
        "entity_codes",
        &[("entity_id", entity), ("scheme", scheme), ("code", code)],
    )
}

fn with_variant(world: World, id: &str) -> World {
    world.add(
        "event_variants",
        &[
            ("fact_id", id),
            ("event", "ev-founding"),
            ("property", "date"),
            ("value", "1998"),
        ],
    )
}

fn with_event(world: World, id: &str) -> World {
    world.add(
        "events",
        &[
            ("fact_id", id),
            ("kind", "meeting"),
            ("title", "A meeting"),
            ("summary", "The council met."),
        ],
    )
}

pub(super) const CASES: &[Case] = &[
    fails(
        "keys_are_unique",
        "the same code twice",
        |world| with_code(world, "ARD", "m49", "004"),
        &[
            "seeds/entity_codes.csv:3: `entity_id`: `ARD` stands in seeds/entity_codes.csv:2 already, with the same scheme and code; correct one of the rows, or remove it",
        ],
    ),
    passes(
        "keys_are_unique",
        "another code of the same scheme",
        |world| with_code(world, "ARD", "m49", "005"),
    ),
    passes(
        "keys_are_unique",
        "the same code in another scheme",
        |world| with_code(world, "ARD", "imf", "004"),
    ),
    passes(
        "keys_are_unique",
        "the same code for another entity",
        |world| with_code(world, "BOR", "m49", "004"),
    ),
    fails(
        "keys_are_unique",
        "two ids that differ in case alone",
        |world| {
            world
                .set("entities", "northport", "entity_id", "lc")
                .set("events", "ev-founding", "place", "lc")
                .set("relations", "r-seat", "object", "lc")
        },
        &[
            "seeds/entities.csv:7: `entity_id`: `lc` has the key of seeds/entities.csv:6, but for case; give one of them another entity_id, or remove one",
        ],
    ),
    passes(
        "fact_ids_are_unique",
        "ids of two tables that differ in one letter",
        |world| with_variant(world, "evv-founding"),
    ),
    fails(
        "fact_ids_are_unique",
        "the same id in two tables",
        |world| world.set("offices", "o-oldfield", "fact_id", "m-ard"),
        &[
            "seeds/offices.csv:2: `fact_id`: `m-ard` is also the id of seeds/memberships.csv:2; give it an id of its own that begins with `o-`",
        ],
    ),
    fails(
        "fact_ids_are_unique",
        "an id that tells the kind of the later table",
        |world| world.set("memberships", "m-can", "fact_id", "o-oldfield"),
        &[
            "seeds/memberships.csv:4: `fact_id`: `o-oldfield` is also the id of seeds/offices.csv:2; give it an id of its own that begins with `m-`",
        ],
    ),
    fails(
        "fact_ids_are_unique",
        "an id in two tables that tells the kind of neither",
        |world| {
            world.set("memberships", "m-can", "fact_id", "z-can").set(
                "offices",
                "o-oldfield",
                "fact_id",
                "z-can",
            )
        },
        &[
            "seeds/memberships.csv:4: `fact_id`: `z-can` does not tell that it is one of memberships; let it begin with `m-`",
            "seeds/offices.csv:2: `fact_id`: `z-can` is also the id of seeds/memberships.csv:4; give it an id of its own that begins with `o-`",
        ],
    ),
    leaves(
        "fact_ids_tell_their_kind",
        "the same id in two tables",
        |world| world.set("offices", "o-oldfield", "fact_id", "m-ard"),
        &[
            "seeds/offices.csv:2: `fact_id`: `m-ard` is also the id of seeds/memberships.csv:2; give it an id of its own that begins with `o-`",
        ],
    ),
    leaves(
        "fact_ids_are_unique",
        "the same id twice in one table",
        |world| world.set("memberships", "m-can", "fact_id", "m-ard"),
        &[
            "seeds/memberships.csv:4: `fact_id`: `m-ard` has the key of seeds/memberships.csv:2; give one of them another fact_id, or remove one",
        ],
    ),
    passes(
        "fact_ids_tell_their_kind",
        "an id with one letter after its beginning",
        |world| world.set("memberships", "m-can", "fact_id", "m-c"),
    ),
    fails(
        "fact_ids_tell_their_kind",
        "an id with a letter before the hyphen",
        |world| world.set("memberships", "m-can", "fact_id", "me-can"),
        &[
            "seeds/memberships.csv:4: `fact_id`: `me-can` does not tell that it is one of memberships; let it begin with `m-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "an office with another beginning",
        |world| world.set("offices", "o-oldfield", "fact_id", "off-oldfield"),
        &[
            "seeds/offices.csv:2: `fact_id`: `off-oldfield` does not tell that it is one of offices; let it begin with `o-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "a relation with another beginning",
        |world| world.set("relations", "r-seat", "fact_id", "rel-seat"),
        &[
            "seeds/relations.csv:2: `fact_id`: `rel-seat` does not tell that it is one of relations; let it begin with `r-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "an event that begins as a variant",
        |world| with_event(world, "evv-meeting"),
        &[
            "seeds/events.csv:3: `fact_id`: `evv-meeting` does not tell that it is one of events; let it begin with `ev-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "a participant with another beginning",
        |world| {
            world.set(
                "event_participants",
                "ep-founding-ard",
                "fact_id",
                "e-founding-ard",
            )
        },
        &[
            "seeds/event_participants.csv:2: `fact_id`: `e-founding-ard` does not tell that it is one of event_participants; let it begin with `ep-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "a variant that begins as an event",
        |world| with_variant(world, "ev-variant"),
        &[
            "seeds/event_variants.csv:2: `fact_id`: `ev-variant` does not tell that it is one of event_variants; let it begin with `evv-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "a figure with another beginning",
        |world| world.set("trade_figures", "t-bor-total", "fact_id", "tf-bor-total"),
        &[
            "seeds/trade_figures.csv:4: `fact_id`: `tf-bor-total` does not tell that it is one of trade_figures; let it begin with `t-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "an indicator with another beginning",
        |world| world.set("indicators", "i-soldiers", "fact_id", "in-soldiers"),
        &[
            "seeds/indicators.csv:2: `fact_id`: `in-soldiers` does not tell that it is one of indicators; let it begin with `i-`",
        ],
    ),
    fails(
        "fact_ids_tell_their_kind",
        "a position with another beginning",
        |world| world.set("positions", "p-oldfield", "fact_id", "po-oldfield"),
        &[
            "seeds/positions.csv:2: `fact_id`: `po-oldfield` does not tell that it is one of positions; let it begin with `p-`",
        ],
    ),
    fails(
        "retired_ids_stay_retired",
        "a fact that was retired",
        |world| retired(world, "fact", "m-can"),
        &[
            "seeds/memberships.csv:4: `fact_id`: `m-can` was retired (seeds/retired_ids.csv:2); give the row a new id",
        ],
    ),
    fails(
        "retired_ids_stay_retired",
        "an entity that was retired",
        |world| retired(world, "entity", "CAN"),
        &[
            "seeds/entities.csv:4: `entity_id`: `CAN` was retired (seeds/retired_ids.csv:2); give the row a new id",
        ],
    ),
    fails(
        "retired_ids_stay_retired",
        "a passage that was retired",
        |world| retired(world, "citation", "c-lake-seat"),
        &[
            "seeds/citations.csv:3: `citation_id`: `c-lake-seat` was retired (seeds/retired_ids.csv:2); give the row a new id",
        ],
    ),
    fails(
        "retired_ids_stay_retired",
        "a source that was retired",
        |world| retired(world, "source", "marsh2005-lakes"),
        &[
            "seeds/sources.csv:3: `source_id`: `marsh2005-lakes` was retired (seeds/retired_ids.csv:2); give the row a new id",
        ],
    ),
    passes(
        "retired_ids_stay_retired",
        "an id that is not in use",
        |world| retired(world, "fact", "m-gone"),
    ),
    passes(
        "retired_ids_stay_retired",
        "a fact's id that was an entity",
        |world| retired(world, "entity", "m-can"),
    ),
    passes(
        "retired_ids_stay_retired",
        "an entity's id that was a fact",
        |world| retired(world, "fact", "CAN"),
    ),
    passes(
        "retired_ids_stay_retired",
        "a source's id that was a passage",
        |world| retired(world, "citation", "marsh2005-lakes"),
    ),
    passes(
        "retired_ids_stay_retired",
        "a passage's id that was a source",
        |world| retired(world, "source", "c-lake-seat"),
    ),
    passes(
        "released_ids_stay",
        "ids of all four kinds that are there",
        |world| {
            let world = released(
                released(world, "source", "marsh2005-lakes"),
                "citation",
                "c-lake-seat",
            );
            released(
                released(world, "entity", "northport"),
                "fact",
                "t-bor-total",
            )
        },
    ),
    fails(
        "released_ids_stay",
        "a fact that is gone",
        |world| released(world, "fact", "m-gone"),
        &[
            "seeds/released_ids.csv:4: `id`: `m-gone` is a fact of the last release and is gone; put it back, or name it in retired_ids with the reason",
        ],
    ),
    fails(
        "released_ids_stay",
        "a passage that is gone",
        |world| released(world, "citation", "c-gone"),
        &[
            "seeds/released_ids.csv:4: `id`: `c-gone` is a citation of the last release and is gone; put it back, or name it in retired_ids with the reason",
        ],
    ),
    passes("released_ids_stay", "a fact that was retired", |world| {
        retired(released(world, "fact", "m-gone"), "fact", "m-gone")
    }),
    fails(
        "released_ids_stay",
        "a fact whose id was retired as an entity",
        |world| retired(released(world, "fact", "m-gone"), "entity", "m-gone"),
        &[
            "seeds/released_ids.csv:4: `id`: `m-gone` is a fact of the last release and is gone; put it back, or name it in retired_ids with the reason",
        ],
    ),
    fails(
        "released_ids_stay",
        "an entity's id that was released as a fact",
        |world| released(world, "fact", "ARD"),
        &[
            "seeds/released_ids.csv:4: `id`: `ARD` is a fact of the last release and is gone; put it back, or name it in retired_ids with the reason",
        ],
    ),
    fails(
        "released_ids_stay",
        "an entity that is gone",
        |world| released(world, "entity", "XYZ"),
        &[
            "seeds/released_ids.csv:4: `id`: `XYZ` is an entity of the last release and is gone; put it back, or name it in retired_ids with the reason",
        ],
    ),
    leaves(
        "released_ids_stay",
        "lines of released ids that are malformed",
        |world| {
            world.append(
                "seeds/released_ids.csv",
                "fact\nfact,m-ard,more\nfacts,m-ard\nfact,\n,m-ard\nfact,m ard\nfact,m\"a\n",
            )
        },
        &[
            "seeds/released_ids.csv:4: `fact` has 1 cell, and the header has 2; bring the line back as `sco check --ids` wrote it at the release",
            "seeds/released_ids.csv:5: `fact,m-ard,more` has 3 cells, and the header has 2; bring the line back as `sco check --ids` wrote it at the release",
            "seeds/released_ids.csv:6: `kind`: `facts` is not a known word; use one of: fact, entity, citation, source, term",
            "seeds/released_ids.csv:7: `id`: is empty; bring the line back as `sco check --ids` wrote it at the release",
            "seeds/released_ids.csv:8: `kind`: is empty; use one of: fact, entity, citation, source, term",
            "seeds/released_ids.csv:9: `id`: `m ard` is not an id; bring the line back as `sco check --ids` wrote it at the release",
            "seeds/released_ids.csv:10: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    leaves(
        "released_ids_stay",
        "released ids without their header",
        |world| world.replace("seeds/released_ids.csv", "kind,id\n", "id,kind\n"),
        &["seeds/released_ids.csv: has no header line that can be read; begin with: kind,id"],
    ),
    leaves(
        "released_ids_stay",
        "a row that could not be read",
        |world| released(world, "fact", "m-gone").append("seeds/offices.csv", "o-short,a\"b\n"),
        &[
            "seeds/offices.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
];
