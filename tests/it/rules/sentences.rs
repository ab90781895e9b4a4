//! The words that curators write into sentences: summaries and titles.

use super::{Case, fails, passes};
use crate::world::World;

fn claimed(world: World, summary: &str) -> World {
    world.set("positions", "p-oldfield", "summary", summary)
}

/// A world with an event of this title and summary that Mira Oldfield expects.
fn with_forecast(world: World, title: &str, summary: &str) -> World {
    let own = [
        ("fact_id", "ev-ahead"),
        ("kind", "accession"),
        ("title", title),
        ("date", "../2012"),
        ("date_basis", "worked_out"),
        ("summary", summary),
        ("status", "expected"),
        ("attributed_to", "mira-oldfield"),
        ("note", "by 2012 at the latest"),
        ("citations", "c-lake-oldfield"),
    ];
    world.add("events", &own)
}

/// A world in which the council came of an event with this title.
fn with_outcome(world: World, title: &str) -> World {
    let own = [
        ("fact_id", "ep-outcome"),
        ("event", "ev-founding"),
        ("entity", "LC"),
        ("role", "outcome"),
    ];
    world
        .set("events", "ev-founding", "title", title)
        .add("event_participants", &own)
}

pub(super) const CASES: &[Case] = &[
    passes(
        "summaries_leave_out_the_speaker",
        "the claim itself",
        |world| world,
    ),
    passes(
        "summaries_leave_out_the_speaker",
        "something of the speaker's",
        |world| claimed(world, "Oldfield's council will admit Dorvania by 2012."),
    ),
    passes(
        "summaries_leave_out_the_speaker",
        "another word that begins with the name",
        |world| claimed(world, "Oldfielders will be admitted by 2012."),
    ),
    passes(
        "summaries_leave_out_the_speaker",
        "somebody else",
        |world| claimed(world, "Reed expects to see Dorvania admitted by 2012."),
    ),
    passes(
        "summaries_leave_out_the_speaker",
        "a document of which something is said",
        |world| claimed(world, "The report was late."),
    ),
    fails(
        "summaries_leave_out_the_speaker",
        "the speaker's family name",
        |world| {
            claimed(
                world,
                "Oldfield expects that Dorvania will be admitted by 2012.",
            )
        },
        &[
            "seeds/positions.csv:2: `summary`: `Oldfield expects that Dorvania will be admitted by 2012.` begins with who says it, and the sentence made with it says so before; write what is claimed or expected itself, with `it` or `they` for the speaker",
        ],
    ),
    fails(
        "summaries_leave_out_the_speaker",
        "according to",
        |world| claimed(world, "According to Reed Dorvania will be admitted."),
        &[
            "seeds/positions.csv:2: `summary`: `According to Reed Dorvania will be admitted.` begins with who says it, and the sentence made with it says so before; write what is claimed or expected itself, with `it` or `they` for the speaker",
        ],
    ),
    fails(
        "summaries_leave_out_the_speaker",
        "the document speaks",
        |world| claimed(world, "The report says that Dorvania will be admitted."),
        &[
            "seeds/positions.csv:2: `summary`: `The report says that Dorvania will be admitted.` begins with who says it, and the sentence made with it says so before; write what is claimed or expected itself, with `it` or `they` for the speaker",
        ],
    ),
    passes(
        "summaries_leave_out_the_speaker",
        "what an expected event is to bring",
        |world| {
            with_forecast(
                world,
                "Accession of Dorvania",
                "Dorvania is to be admitted.",
            )
        },
    ),
    fails(
        "summaries_leave_out_the_speaker",
        "whoever expects an event",
        |world| with_forecast(world, "Accession of Dorvania", "Mira Oldfield expects it."),
        &[
            "seeds/events.csv:3: `summary`: `Mira Oldfield expects it.` begins with who says it, and the sentence made with it says so before; write what is claimed or expected itself, with `it` or `they` for the speaker",
        ],
    ),
    fails(
        "titles_tell_what_happens",
        "expected, in parentheses",
        |world| {
            with_forecast(
                world,
                "Accession of Dorvania (expected)",
                "Dorvania is to be admitted.",
            )
        },
        &[
            "seeds/events.csv:3: `title`: `Accession of Dorvania (expected)` says that the event is expected, as its status does; leave it out of the title",
        ],
    ),
    fails(
        "titles_tell_what_happens",
        "expected, before it",
        |world| {
            with_forecast(
                world,
                "Expected accession of Dorvania",
                "Dorvania is to be admitted.",
            )
        },
        &[
            "seeds/events.csv:3: `title`: `Expected accession of Dorvania` says that the event is expected, as its status does; leave it out of the title",
        ],
    ),
    passes(
        "titles_tell_what_happens",
        "what came of it is named later in the title",
        |world| with_outcome(world, "Founding of the Lake Council"),
    ),
    passes(
        "titles_tell_what_happens",
        "another name that begins with it",
        |world| with_outcome(world, "Lake Council's founding"),
    ),
    fails(
        "titles_tell_what_happens",
        "the name of what came of it",
        |world| with_outcome(world, "Lake Council of 1999"),
        &[
            "seeds/events.csv:2: `title`: `Lake Council of 1999` begins with the name of what came of it (ep-outcome); write what happened, such as `Adoption of the Lake Charter`",
        ],
    ),
];
