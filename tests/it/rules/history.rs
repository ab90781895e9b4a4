//! The order of what happened. The council was founded in May 1999.

use super::{Case, fails, passes};
use crate::world::World;

fn member(world: World, column: &str, text: &str) -> World {
    world.set("memberships", "m-can", column, text)
}

/// Adds an event of the council.
fn with_event(world: World, kind: &str, date: &str) -> World {
    world.add(
        "events",
        &[
            ("fact_id", "ev-other"),
            ("kind", kind),
            ("title", "The other event"),
            ("date", date),
            ("organisation", "LC"),
            ("summary", "Something happened."),
        ],
    )
}

fn with_office(world: World, date: &str) -> World {
    world.add(
        "offices",
        &[
            ("fact_id", "o-second"),
            ("person", "mira-oldfield"),
            ("office", "secretary"),
            ("organisation", "LC"),
            ("date", date),
            ("date_role", "as_of"),
        ],
    )
}

pub(super) const CASES: &[Case] = &[
    passes(
        "founding_comes_first",
        "a member since the month of the founding",
        |world| member(world, "date", "1999-05"),
    ),
    passes(
        "founding_comes_first",
        "a member since the first day of that month",
        |world| member(world, "date", "1999-05-01"),
    ),
    fails(
        "founding_comes_first",
        "a member since the day before that month",
        |world| member(world, "date", "1999-04-30"),
        &[
            "seeds/memberships.csv:4: `date`: `1999-04-30` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "a member since the year of the founding",
        |world| member(world, "date", "1999"),
    ),
    fails(
        "founding_comes_first",
        "a member since the year before",
        |world| member(world, "date", "1998"),
        &[
            "seeds/memberships.csv:4: `date`: `1998` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "a member since the year before, with a note",
        |world| {
            member(
                member(world, "date", "1998"),
                "note",
                "of the body before it",
            )
        },
    ),
    passes(
        "founding_comes_first",
        "a member of another organisation",
        |world| {
            member(
                member(world, "date", "1998"),
                "organisation",
                "harbour-institute",
            )
        },
    ),
    fails(
        "founding_comes_first",
        "a member since the year before, and the founding told twice",
        |world| member(with_event(world, "founding", "1999-05"), "date", "1998"),
        &[
            "seeds/memberships.csv:4: `date`: `1998` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    fails(
        "founding_comes_first",
        "an office in the month before",
        |world| with_office(world, "1999-04"),
        &[
            "seeds/offices.csv:3: `date`: `1999-04` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "an office in the month of the founding",
        |world| with_office(world, "1999-05"),
    ),
    fails(
        "founding_comes_first",
        "a meeting in the month before",
        |world| with_event(world, "meeting", "1999-04"),
        &[
            "seeds/events.csv:3: `date`: `1999-04` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "a meeting in the month of the founding",
        |world| with_event(world, "meeting", "1999-05"),
    ),
    passes(
        "founding_comes_first",
        "a proposal in the month before",
        |world| with_event(world, "proposal", "1999-04"),
    ),
    passes(
        "founding_comes_first",
        "an announcement in the month before",
        |world| with_event(world, "announcement", "1999-04"),
    ),
    passes(
        "founding_comes_first",
        "an agreement in the month before",
        |world| with_event(world, "agreement", "1999-04"),
    ),
    passes(
        "founding_comes_first",
        "a decision in the month before",
        |world| with_event(world, "decision", "1999-04"),
    ),
    fails(
        "founding_comes_first",
        "a declaration in the month before",
        |world| with_event(world, "declaration", "1999-04"),
        &[
            "seeds/events.csv:3: `date`: `1999-04` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "a member before the founding that the report tells first, and after another",
        |world| member(with_event(world, "founding", "1990"), "date", "1990"),
    ),
    passes(
        "founding_comes_first",
        "a member before the founding, which may have been at any time before",
        |world| member(world, "date", "1985").set("events", "ev-founding", "date", "../1990"),
    ),
    passes(
        "founding_comes_first",
        "a member before one founding, and another that may have been at any time before",
        |world| member(with_event(world, "founding", "../1990"), "date", "1985"),
    ),
    fails(
        "founding_comes_first",
        "a member before a founding whose end is open",
        |world| member(world, "date", "1989").set("events", "ev-founding", "date", "1990/.."),
        &[
            "seeds/memberships.csv:4: `date`: `1989` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    fails(
        "founding_comes_first",
        "a member before both of two foundings",
        |world| member(with_event(world, "founding", "1990"), "date", "1989"),
        &[
            "seeds/memberships.csv:4: `date`: `1989` lies before the founding of `LC`, `ev-other` (seeds/events.csv:3); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "a member after the first and before the last of two foundings",
        |world| with_event(world, "founding", "2010"),
    ),
    passes(
        "founding_comes_first",
        "a founding that is only expected",
        |world| {
            member(world, "date", "1998")
                .set("events", "ev-founding", "status", "expected")
                .set("events", "ev-founding", "attributed_to", "mira-oldfield")
        },
    ),
    fails(
        "founding_comes_first",
        "a founding that is attributed",
        |world| {
            member(world, "date", "1998")
                .set("events", "ev-founding", "status", "attributed")
                .set("events", "ev-founding", "attributed_to", "mira-oldfield")
        },
        &[
            "seeds/memberships.csv:4: `date`: `1998` lies before the founding of `LC`, `ev-founding` (seeds/events.csv:2); correct the date or the organisation, or explain it in note",
        ],
    ),
    passes(
        "founding_comes_first",
        "a founding without a date",
        |world| member(world, "date", "1998").set("events", "ev-founding", "date", ""),
    ),
    passes(
        "founding_comes_first",
        "an opening instead of a founding",
        |world| member(world, "date", "1998").set("events", "ev-founding", "kind", "opening"),
    ),
];
