//! What every fact has: status, rank, group, date, and links to other facts.

use super::{Case, fails, leaves, passes};
use crate::world::World;

fn office(world: World, column: &str, text: &str) -> World {
    world.set("offices", "o-oldfield", column, text)
}

fn ranked(world: World, id: &str, rank: &str, reason: &str, group: &str) -> World {
    world
        .set("memberships", id, "rank", rank)
        .set("memberships", id, "rank_reason", reason)
        .set("memberships", id, "claim_group", group)
}

/// Puts a position into a group; it contradicts every fact that is no position.
fn in_group(world: World, group: &str) -> World {
    world.set("positions", "p-oldfield", "claim_group", group)
}

fn link(world: World, fact: &str, link: &str, other: &str) -> World {
    world.add(
        "fact_links",
        &[("fact_id", fact), ("link", link), ("other_fact", other)],
    )
}

/// Adds a second fact with all that the first has but its id, and some cells changed.
fn again(world: World, cells: &[(&str, &str)]) -> World {
    let first = [
        ("fact_id", "o-again"),
        ("person", "mira-oldfield"),
        ("office", "head"),
        ("organisation", "harbour-institute"),
        ("date", "2011"),
        ("date_role", "as_of"),
        ("citations", "c-lake-oldfield"),
    ];
    world.add("offices", &[&first, cells].concat())
}

fn with_variant(world: World, property: &str, value: &str) -> World {
    world.add(
        "event_variants",
        &[
            ("fact_id", "evv-other"),
            ("event", "ev-founding"),
            ("property", property),
            ("value", value),
        ],
    )
}

/// What is said of the fact of [`again`].
const SAID_TWICE: &str = "seeds/offices.csv:3: `fact_id`: `o-again` says the same as `o-oldfield` (seeds/offices.csv:2); give `o-oldfield` both passages and remove this line";

/// Two meetings at one place, each with its date, and a note on the second.
fn two_meetings(world: World, first: &str, second: &str, note: &str) -> World {
    let meeting = |world: World, id, title, date, note| {
        world.add(
            "events",
            &[
                ("fact_id", id),
                ("kind", "meeting"),
                ("title", title),
                ("date", date),
                ("place", "northport"),
                ("summary", "They met."),
                ("status", "stated"),
                ("rank", "normal"),
                ("note", note),
                ("citations", "c-lake-founding"),
            ],
        )
    };
    let world = meeting(world, "ev-first", "Meeting on fish", first, "");
    meeting(world, "ev-second", "Meeting on boats", second, note)
}

pub(super) const CASES: &[Case] = &[
    passes("status_names_whom", "attributed to somebody", |world| {
        office(office(world, "status", "attributed"), "attributed_to", "LC")
    }),
    fails(
        "status_names_whom",
        "attributed to nobody",
        |world| office(world, "status", "attributed"),
        &[
            "seeds/offices.csv:2: `attributed_to`: is empty for an attributed fact; name the entity that says so",
        ],
    ),
    fails(
        "status_names_whom",
        "stated, and attributed to somebody",
        |world| office(world, "attributed_to", "LC"),
        &[
            "seeds/offices.csv:2: `attributed_to`: `LC` stands beside status stated; write status attributed, or remove it",
        ],
    ),
    leaves(
        "status_names_whom",
        "expected by nobody",
        |world| office(world, "status", "expected"),
        &[
            "seeds/offices.csv:2: `attributed_to`: is empty for an expected fact; name whoever expects or promises it, the author included",
        ],
    ),
    passes("status_names_whom", "expected by somebody", |world| {
        office(office(world, "status", "expected"), "attributed_to", "LC")
    }),
    leaves(
        "status_names_whom",
        "attributed to somebody who cannot be read",
        |world| {
            office(
                office(world, "status", "attributed"),
                "attributed_to",
                "the council",
            )
        },
        &[
            "seeds/offices.csv:2: `attributed_to`: `the council` is not an id; write one id: letters, digits and hyphens",
        ],
    ),
    passes("ranks_have_reasons", "preferred with a reason", |world| {
        ranked(world, "m-can", "preferred", "newer", "")
    }),
    fails(
        "ranks_have_reasons",
        "preferred without a reason",
        |world| ranked(world, "m-can", "preferred", "", ""),
        &[
            "seeds/memberships.csv:4: `rank_reason`: is empty for a rank that is not normal; say why",
        ],
    ),
    passes("ranks_have_reasons", "deprecated with a reason", |world| {
        ranked(world, "m-can", "deprecated", "older", "")
    }),
    fails(
        "ranks_have_reasons",
        "deprecated without a reason",
        |world| ranked(world, "m-can", "deprecated", "", ""),
        &[
            "seeds/memberships.csv:4: `rank_reason`: is empty for a rank that is not normal; say why",
        ],
    ),
    fails(
        "ranks_have_reasons",
        "normal with a reason",
        |world| ranked(world, "m-can", "normal", "newer", ""),
        &[
            "seeds/memberships.csv:4: `rank_reason`: `newer` stands beside rank normal; change the rank, or remove the reason",
        ],
    ),
    passes(
        "ranks_have_reasons",
        "one preferred fact in a group",
        |world| {
            let world = ranked(world, "m-ard", "preferred", "newer", "cg-members");
            let world = ranked(
                in_group(world, "cg-members"),
                "m-bor",
                "normal",
                "",
                "cg-members",
            );
            ranked(world, "m-can", "deprecated", "older", "cg-members")
        },
    ),
    fails(
        "ranks_have_reasons",
        "two preferred facts in a group",
        |world| {
            let world = in_group(world, "cg-members");
            let world = ranked(world, "m-ard", "preferred", "newer", "cg-members");
            ranked(world, "m-can", "preferred", "newer", "cg-members")
        },
        &[
            "seeds/memberships.csv:4: `claim_group`: `cg-members` has a preferred fact already, `m-ard` (seeds/memberships.csv:2); prefer one fact of the group",
        ],
    ),
    passes(
        "ranks_have_reasons",
        "a preferred fact in each of two groups",
        |world| {
            let world = ranked(world, "m-ard", "preferred", "newer", "cg-members");
            let world = ranked(world, "m-bor", "normal", "", "cg-members");
            let world = office(in_group(world, "cg-members"), "claim_group", "cg-others");
            let world = ranked(world, "m-can", "preferred", "newer", "cg-others");
            ranked(world, "m-dor-expected", "normal", "", "cg-others")
        },
    ),
    passes(
        "ranks_have_reasons",
        "two preferred facts without a group",
        |world| {
            let world = ranked(world, "m-ard", "preferred", "newer", "");
            ranked(world, "m-can", "preferred", "newer", "")
        },
    ),
    fails(
        "groups_have_answers",
        "one fact in a group",
        |world| office(world, "claim_group", "cg-heads"),
        &[
            "seeds/offices.csv:2: `claim_group`: `cg-heads` has this fact alone; give the id to the facts that answer the same question, or remove it",
        ],
    ),
    passes(
        "groups_have_answers",
        "two facts of two tables in a group",
        |world| {
            office(world, "claim_group", "cg-heads").set(
                "positions",
                "p-oldfield",
                "claim_group",
                "cg-heads",
            )
        },
    ),
    leaves(
        "groups_have_answers",
        "another group that cannot be read",
        |world| {
            office(world, "claim_group", "cg-heads").set(
                "positions",
                "p-oldfield",
                "claim_group",
                "cg heads",
            )
        },
        &[
            "seeds/positions.csv:2: `claim_group`: `cg heads` is not an id; write lower-case letters, digits and single hyphens, beginning with a letter",
        ],
    ),
    leaves(
        "groups_have_answers",
        "another fact that cannot be read",
        |world| {
            office(world, "claim_group", "cg-heads").append("seeds/relations.csv", "r-short,a\"b\n")
        },
        &[
            "seeds/relations.csv:3: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
    passes(
        "links_fit",
        "an expected fact that was fulfilled",
        |world| link(world, "m-dor-expected", "fulfilled_by", "m-can"),
    ),
    fails(
        "links_fit",
        "a stated fact that was fulfilled",
        |world| link(world, "m-ard", "fulfilled_by", "m-can"),
        &[
            "seeds/fact_links.csv:2: `fact_id`: `m-ard` was not expected; tie an expected fact to what became of it",
        ],
    ),
    fails(
        "links_fit",
        "an attributed fact that was fulfilled",
        |world| link(world, "p-oldfield", "fulfilled_by", "m-can"),
        &[
            "seeds/fact_links.csv:2: `fact_id`: `p-oldfield` was not expected; tie an expected fact to what became of it",
        ],
    ),
    fails(
        "links_fit",
        "an expected fact that was fulfilled by an expected one",
        |world| link(world, "m-dor-expected", "fulfilled_by", "i-soldiers"),
        &[
            "seeds/fact_links.csv:2: `other_fact`: `i-soldiers` is expected itself; tie to a fact that happened",
        ],
    ),
    passes(
        "links_fit",
        "an expected fact that was fulfilled by an attributed one",
        |world| link(world, "m-dor-expected", "fulfilled_by", "p-oldfield"),
    ),
    passes("links_fit", "an expected fact that failed", |world| {
        link(world, "m-dor-expected", "failed_by", "m-can")
    }),
    fails(
        "links_fit",
        "a stated fact that failed",
        |world| link(world, "m-ard", "failed_by", "m-can"),
        &[
            "seeds/fact_links.csv:2: `fact_id`: `m-ard` was not expected; tie an expected fact to what became of it",
        ],
    ),
    fails(
        "links_fit",
        "an expected fact that failed by an expected one",
        |world| link(world, "m-dor-expected", "failed_by", "i-soldiers"),
        &[
            "seeds/fact_links.csv:2: `other_fact`: `i-soldiers` is expected itself; tie to a fact that happened",
        ],
    ),
    passes(
        "links_fit",
        "a stated fact that corrects an expected one",
        |world| link(world, "m-ard", "corrects", "i-soldiers"),
    ),
    fails(
        "links_fit",
        "what had not come, and nobody says when",
        |world| link(world, "m-dor-expected", "not_by", "m-ard"),
        &[
            "seeds/fact_links.csv:2: `note`: is empty for what had not come; say when it had not come",
        ],
    ),
    passes("links_fit", "what had not come by some time", |world| {
        link(world, "m-dor-expected", "not_by", "m-ard").set(
            "fact_links",
            "m-dor-expected",
            "note",
            "in 2012",
        )
    }),
    passes("links_fit", "what came in part", |world| {
        link(world, "m-dor-expected", "partly_fulfilled_by", "m-ard")
    }),
    passes("dates_have_bases", "none is said", |world| world),
    passes("dates_have_bases", "a date that is printed", |world| {
        office(world, "date_basis", "printed")
    }),
    passes("dates_have_bases", "the date of the document", |world| {
        office(world, "date_basis", "of_document")
    }),
    passes(
        "dates_have_bases",
        "worked out, and a note says how",
        |world| {
            office(
                office(world, "date_basis", "worked_out"),
                "note",
                "a year later",
            )
        },
    ),
    fails(
        "dates_have_bases",
        "worked out, and no note says how",
        |world| office(world, "date_basis", "worked_out"),
        &[
            "seeds/offices.csv:2: `date_basis`: `worked_out` is explained by no note; say in note how the date was worked out, or from where it is known",
        ],
    ),
    fails(
        "dates_have_bases",
        "known, and no note says from where",
        |world| office(world, "date_basis", "known"),
        &[
            "seeds/offices.csv:2: `date_basis`: `known` is explained by no note; say in note how the date was worked out, or from where it is known",
        ],
    ),
    fails(
        "dates_have_bases",
        "what no date rests on",
        |world| world.set("indicators", "i-soldiers", "date_basis", "printed"),
        &[
            "seeds/indicators.csv:2: `date_basis`: `printed` stands beside no date; write the date, or remove it",
        ],
    ),
    passes("dates_have_roles", "neither date nor role", |world| {
        office(office(world, "date", ""), "date_role", "")
    }),
    fails(
        "dates_have_roles",
        "an office with a date alone",
        |world| office(world, "date_role", ""),
        &[
            "seeds/offices.csv:2: `date_role`: is empty beside a date; write since, until, as_of or during",
        ],
    ),
    fails(
        "dates_have_roles",
        "an office with a role alone",
        |world| office(world, "date", ""),
        &[
            "seeds/offices.csv:2: `date`: is empty beside a date_role; write the date, or remove the role",
        ],
    ),
    fails(
        "dates_have_roles",
        "a membership with a date alone",
        |world| world.set("memberships", "m-can", "date_role", ""),
        &[
            "seeds/memberships.csv:4: `date_role`: is empty beside a date; write since, until, as_of or during",
        ],
    ),
    fails(
        "dates_have_roles",
        "a membership with a role alone",
        |world| world.set("memberships", "m-can", "date", ""),
        &[
            "seeds/memberships.csv:4: `date`: is empty beside a date_role; write the date, or remove the role",
        ],
    ),
    fails(
        "dates_have_roles",
        "a relation with a date alone",
        |world| world.set("relations", "r-seat", "date_role", ""),
        &[
            "seeds/relations.csv:2: `date_role`: is empty beside a date; write since, until, as_of or during",
        ],
    ),
    fails(
        "dates_have_roles",
        "a relation with a role alone",
        |world| world.set("relations", "r-seat", "date", ""),
        &[
            "seeds/relations.csv:2: `date`: is empty beside a date_role; write the date, or remove the role",
        ],
    ),
    leaves(
        "dates_have_roles",
        "a role that cannot be read",
        |world| office(world, "date_role", "from"),
        &[
            "seeds/offices.csv:2: `date_role`: `from` is not a known word; use one of: since, until, as_of, during",
        ],
    ),
    leaves(
        "dates_have_roles",
        "a date that cannot be read",
        |world| office(office(world, "date", "lately"), "date_role", ""),
        &[
            "seeds/offices.csv:2: `date`: `lately` is not an EDTF date: its form is not known; write year-month-day, such as `2024-07-04`, or less of it, such as `2024-07`",
        ],
    ),
    passes(
        "events_stand_once",
        "two meetings at one place on two days",
        |world| two_meetings(world, "2010-05-01", "2010-05-02", ""),
    ),
    passes(
        "events_stand_once",
        "two meetings at one place in a month",
        |world| two_meetings(world, "2010-05", "2010-05", ""),
    ),
    passes(
        "events_stand_once",
        "two meetings at one place on a day, told apart",
        |world| two_meetings(world, "2010-05-01", "2010-05-01", "the second of that day"),
    ),
    fails(
        "events_stand_once",
        "two meetings at one place on a day",
        |world| two_meetings(world, "2010-05-01", "2010-05-01", ""),
        &[
            "seeds/events.csv:4: `fact_id`: `ev-second` is of the same kind, day and place as `ev-first` (seeds/events.csv:3); use one event for what happened once, or tell the two apart in note",
        ],
    ),
    fails(
        "facts_differ",
        "the same fact twice",
        |world| again(world, &[]),
        &[SAID_TWICE],
    ),
    leaves(
        "facts_differ",
        "the same row twice, with its id",
        |world| again(world, &[("fact_id", "o-oldfield")]),
        &[
            "seeds/offices.csv:3: `fact_id`: `o-oldfield` has the key of seeds/offices.csv:2; give one of them another fact_id, or remove one",
        ],
    ),
    fails(
        "facts_differ",
        "the same fact with another passage, note and rank",
        |world| {
            again(
                world,
                &[
                    ("citations", "c-lake-soldiers"),
                    ("note", "as printed"),
                    ("rank", "preferred"),
                    ("rank_reason", "newer"),
                ],
            )
        },
        &[SAID_TWICE],
    ),
    passes(
        "facts_differ",
        "the same fact in one column otherwise",
        |world| again(world, &[("office", "head of staff")]),
    ),
    passes("facts_differ", "the same fact of another status", |world| {
        let expected = [("status", "expected"), ("attributed_to", "mira-oldfield")];
        again(world, &expected)
    }),
    passes("facts_differ", "the same fact attributed to two", |world| {
        let world = again(world, &[("status", "attributed"), ("attributed_to", "LC")]);
        office(
            office(world, "status", "attributed"),
            "attributed_to",
            "mira-oldfield",
        )
    }),
    fails(
        "facts_differ",
        "the same fact attributed to one twice",
        |world| {
            let world = again(world, &[("status", "attributed"), ("attributed_to", "LC")]);
            office(office(world, "status", "attributed"), "attributed_to", "LC")
        },
        &[SAID_TWICE],
    ),
    leaves(
        "facts_differ",
        "the same fact with a cell that cannot be read",
        |world| office(again(world, &[("date_role", "from")]), "date_role", "from"),
        &[
            "seeds/offices.csv:2: `date_role`: `from` is not a known word; use one of: since, until, as_of, during",
            "seeds/offices.csv:3: `date_role`: `from` is not a known word; use one of: since, until, as_of, during",
        ],
    ),
    passes("variants_fit", "another date", |world| {
        with_variant(world, "date", "1999-05-31")
    }),
    fails(
        "variants_fit",
        "a date that is no EDTF",
        |world| with_variant(world, "date", "May 1999"),
        &[
            "seeds/event_variants.csv:2: `value`: `May 1999` is not an EDTF date: its form is not known; write year-month-day, such as `2024-07-04`, or less of it, such as `2024-07`",
        ],
    ),
    passes("references_exist", "another place", |world| {
        with_variant(world, "place", "LC")
    }),
    fails(
        "references_exist",
        "a place that is no entity",
        |world| with_variant(world, "place", "Northport"),
        &[
            "seeds/event_variants.csv:2: `value`: `Northport` is not in entities; did you mean `northport`? correct the id, or add its row to entities",
        ],
    ),
    passes("variants_fit", "another name", |world| {
        with_variant(world, "name", "May 1999")
    }),
    leaves(
        "references_exist",
        "a place whose row could not be read",
        |world| with_variant(world, "place", "pier").append("seeds/entities.csv", "pier,a\"b\n"),
        &[
            "seeds/entities.csv:10: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it",
        ],
    ),
];
