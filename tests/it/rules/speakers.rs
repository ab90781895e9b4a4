//! Who speaks: authors of documents, and whose a position or an expectation is.

use super::{Case, fails, leaves, passes};
use crate::world::World;

pub(super) const CASES: &[Case] = &[
    passes(
        "documents_have_authors",
        "the author of a document behind a position is there",
        |world| world,
    ),
    passes(
        "documents_have_authors",
        "no position rests on a document without authors",
        |world| {
            world
                .remove("source_authors", "lake2011-report")
                .remove("positions", "p-oldfield")
                .remove("terms", "enlargement")
        },
    ),
    passes(
        "documents_have_authors",
        "a part without authors has those of its whole",
        |world| {
            world.with_part("lake-part", "84", "29").set(
                "citations",
                "c-lake-oldfield",
                "source_id",
                "lake-part",
            )
        },
    ),
    fails(
        "documents_have_authors",
        "a document behind a position has none",
        |world| world.remove("source_authors", "lake2011-report"),
        &[
            "seeds/sources.csv:2: `source_id`: `lake2011-report` has no author among the entities, and a position rests on it; add its authors, or the publisher of an unsigned document, to source_authors",
        ],
    ),
    leaves(
        "documents_have_authors",
        "the author is no entity",
        |world| world.set("source_authors", "lake2011-report", "entity_id", "nobody"),
        &[
            "seeds/source_authors.csv:2: `entity_id`: `nobody` is not in entities; correct the id, or add its row to entities",
        ],
    ),
    passes(
        "stated_positions_are_the_authors",
        "the author holds it",
        |_| stated_by("harbour-institute"),
    ),
    passes(
        "stated_positions_are_the_authors",
        "all authors hold it as a group",
        |_| with_group(&["harbour-institute", "mira-oldfield"]),
    ),
    fails(
        "stated_positions_are_the_authors",
        "somebody else holds it",
        |_| stated_by("mira-oldfield"),
        &[
            "seeds/positions.csv:2: `holder`: `mira-oldfield` wrote none of the documents that state it; name the author and put the actor into `about`, or write status attributed where the passage shows them saying it",
        ],
    ),
    fails(
        "stated_positions_are_the_authors",
        "a group of some of the authors holds it",
        |_| with_group(&["harbour-institute"]),
        GROUP_WROTE_NONE,
    ),
    fails(
        "stated_positions_are_the_authors",
        "a group of more than the authors holds it",
        |_| with_group(&["harbour-institute", "mira-oldfield", "ARD"]),
        GROUP_WROTE_NONE,
    ),
    leaves(
        "stated_positions_are_the_authors",
        "nothing that supports it is known",
        |_| {
            stated_by("mira-oldfield").set(
                "positions",
                "p-oldfield",
                "citations",
                "context:c-lake-oldfield",
            )
        },
        &[
            "seeds/positions.csv:2: `citations`: `context:c-lake-oldfield` names no passage that supports the fact; add one without `disputes:` or `context:`",
        ],
    ),
    passes(
        "attributed_positions_are_the_speakers",
        "whoever says it holds it",
        |world| world,
    ),
    fails(
        "attributed_positions_are_the_speakers",
        "another holds it",
        |_| position("holder", "LC"),
        &[
            "seeds/positions.csv:2: `attributed_to`: `mira-oldfield` is not the holder, `LC`; name whoever the passage shows saying it in both",
        ],
    ),
    passes(
        "expectations_name_whom",
        "an expected fact is somebody's",
        |world| world,
    ),
    passes(
        "expectations_name_whom",
        "a stated fact is nobody's",
        |world| {
            world
                .set("indicators", "i-soldiers", "attributed_to", "")
                .set("indicators", "i-soldiers", "status", "stated")
        },
    ),
    fails(
        "expectations_name_whom",
        "an expected fact is nobody's",
        |world| world.set("indicators", "i-soldiers", "attributed_to", ""),
        &[
            "seeds/indicators.csv:2: `attributed_to`: is empty for an expected fact; name whoever expects or promises it, the author included",
        ],
    ),
];

const GROUP_WROTE_NONE: &[&str] = &[
    "seeds/positions.csv:2: `holder`: `LC` wrote none of the documents that state it; name the author and put the actor into `about`, or write status attributed where the passage shows them saying it",
];

/// The position with one cell changed, in words that name none of its possible holders.
fn position(column: &str, text: &str) -> World {
    World::new()
        .set("positions", "p-oldfield", "summary", "Dorvania will join.")
        .set("positions", "p-oldfield", column, text)
}

fn stated_by(holder: &str) -> World {
    position("status", "stated")
        .set("positions", "p-oldfield", "attributed_to", "")
        .set("positions", "p-oldfield", "holder", holder)
}

/// The report with a second author, and a group of some members.
fn with_group(members: &[&str]) -> World {
    let world = stated_by("LC").add(
        "source_authors",
        &[
            ("source_id", "lake2011-report"),
            ("position", "2"),
            ("entity_id", "mira-oldfield"),
        ],
    );
    members.iter().fold(world, |world, member| {
        world.add("entity_members", &[("entity_id", "LC"), ("member", member)])
    })
}
