//! The names of entities and the titles of works.

use super::{Case, fails, leaves, passes};
use crate::world::World;

fn with_name(world: World, entity: &str, name: &str, note: &str) -> World {
    world.add(
        "entity_names",
        &[
            ("entity_id", entity),
            ("name", name),
            ("name_kind", "variant"),
            ("note", note),
        ],
    )
}

/// Adds a document beside `Lakes and Leagues` of 2005.
fn with_work(world: World, title: &str, issued: &str) -> World {
    world.add(
        "sources",
        &[
            ("source_id", "pond2012"),
            ("tier", "seed"),
            ("source_kind", "original"),
            ("kind", "report"),
            ("title", title),
            ("issued", issued),
        ],
    )
}

pub(super) const CASES: &[Case] = &[
    fails(
        "names_are_not_repeated",
        "the entity's own name",
        |world| with_name(world, "LC", "Lake Council", ""),
        &[
            "seeds/entity_names.csv:3: `name`: `Lake Council` is the entity's own name; remove the row",
        ],
    ),
    passes(
        "names_are_not_repeated",
        "the entity's own name in other letters",
        |world| with_name(world, "LC", "LAKE COUNCIL", ""),
    ),
    leaves(
        "names_are_not_repeated",
        "another name twice, but for case",
        |world| with_name(world, "LC", "The Council", ""),
        &[
            "seeds/entity_names.csv:3: `entity_id`: `LC` stands in seeds/entity_names.csv:2 already, with the same name, but for case; correct one of the rows, or remove it",
        ],
    ),
    passes(
        "names_are_not_repeated",
        "another name twice, but for a letter",
        |world| with_name(world, "LC", "the councils", ""),
    ),
    fails(
        "names_belong_to_one",
        "another name that is an entity's own, but for case and accents",
        |world| with_name(world, "LC", "ARDÉNIA", ""),
        &[
            "seeds/entity_names.csv:3: `name`: `ARDÉNIA` is also the name of `ARD` (seeds/entities.csv:2); use one entity for one thing, or tell the two apart in note",
        ],
    ),
    passes(
        "names_belong_to_one",
        "another name that differs in one letter",
        |world| with_name(world, "LC", "Ardenias", ""),
    ),
    passes(
        "names_belong_to_one",
        "a note on the second name",
        |world| with_name(world, "LC", "Ardenia", "the council named after the state"),
    ),
    fails(
        "names_belong_to_one",
        "a note on the first of three names",
        |world| {
            with_name(with_name(world, "LC", "Ardenia", ""), "BOR", "Ardenia", "").set(
                "entities",
                "ARD",
                "note",
                "not the council of that name",
            )
        },
        &[
            "seeds/entity_names.csv:4: `name`: `Ardenia` is also the name of `LC` (seeds/entity_names.csv:3); use one entity for one thing, or tell the two apart in note",
        ],
    ),
    fails(
        "names_belong_to_one",
        "a name of another entity, twice but for an accent",
        |world| with_name(with_name(world, "LC", "Ardenia", ""), "LC", "Ardénia", ""),
        &[
            "seeds/entity_names.csv:3: `name`: `Ardenia` is also the name of `ARD` (seeds/entities.csv:2); use one entity for one thing, or tell the two apart in note",
        ],
    ),
    passes("names_belong_to_one", "a note on the first name", |world| {
        with_name(world, "LC", "Ardenia", "").set(
            "entities",
            "ARD",
            "note",
            "not the council of that name",
        )
    }),
    fails(
        "names_belong_to_one",
        "one name of two entities",
        |world| with_name(world, "ARD", "the council", ""),
        &[
            "seeds/entity_names.csv:3: `name`: `the council` is also the name of `LC` (seeds/entity_names.csv:2); use one entity for one thing, or tell the two apart in note",
        ],
    ),
    leaves(
        "names_belong_to_one",
        "two entities whose names are missing",
        |world| {
            world
                .set("entities", "northport", "name", "")
                .set("entities", "BOR", "name", "")
        },
        &[
            "seeds/entities.csv:3: `name`: is empty: the name to show; fill it in",
            "seeds/entities.csv:7: `name`: is empty: the name to show; fill it in",
        ],
    ),
    fails(
        "names_belong_to_one",
        "two entities with one name",
        |world| world.set("entities", "northport", "name", "Borland"),
        &[
            "seeds/entities.csv:7: `name`: `Borland` is also the name of `BOR` (seeds/entities.csv:3); use one entity for one thing, or tell the two apart in note",
        ],
    ),
    fails(
        "works_stand_once",
        "the same title and date, but for case, accents and signs",
        |world| with_work(world, "Lakes' and -- LÉAGUES", "2005"),
        &[
            "seeds/sources.csv:4: `title`: `Lakes' and -- LÉAGUES` has the title and date of `marsh2005-lakes` (seeds/sources.csv:3); use one row for one work, or tell the two apart in note",
        ],
    ),
    passes(
        "works_stand_once",
        "the same title of another date",
        |world| with_work(world, "Lakes and Leagues", "2006"),
    ),
    passes(
        "works_stand_once",
        "another title of the same date",
        |world| with_work(world, "Lakes and Leaguers", "2005"),
    ),
    passes("works_stand_once", "a note on the second work", |world| {
        with_work(world, "Lakes and Leagues", "2005").set(
            "sources",
            "pond2012",
            "note",
            "another edition",
        )
    }),
    passes("works_stand_once", "a note on the first work", |world| {
        with_work(world, "Lakes and Leagues", "2005").set(
            "sources",
            "marsh2005-lakes",
            "note",
            "another edition",
        )
    }),
    fails(
        "works_stand_once",
        "two works with one address",
        |world| {
            with_work(world, "The pond", "2012").set(
                "sources",
                "pond2012",
                "url",
                "https://lake.example/report",
            )
        },
        &[
            "seeds/sources.csv:4: `url`: `https://lake.example/report` is the address of `lake2011-report` (seeds/sources.csv:2); use one row for one work, or tell the two apart in note",
        ],
    ),
    fails(
        "works_stand_once",
        "two works with one title, date and address",
        |world| {
            let url = "https://lake.example/lakes";
            with_work(world, "Lakes and Leagues", "2005")
                .set("sources", "pond2012", "url", url)
                .set("sources", "marsh2005-lakes", "url", url)
        },
        &[
            "seeds/sources.csv:4: `title`: `Lakes and Leagues` has the title and date of `marsh2005-lakes` (seeds/sources.csv:3); use one row for one work, or tell the two apart in note",
        ],
    ),
    passes(
        "works_stand_once",
        "two works with two addresses",
        |world| {
            with_work(world, "The pond", "2012").set(
                "sources",
                "pond2012",
                "url",
                "https://lake.example/report2",
            )
        },
    ),
    passes(
        "works_stand_once",
        "two works with one address and a note",
        |world| {
            with_work(world, "The pond", "2012")
                .set("sources", "pond2012", "url", "https://lake.example/report")
                .set("sources", "pond2012", "note", "on the same page")
        },
    ),
];
