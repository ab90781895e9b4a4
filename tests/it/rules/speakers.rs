//! Who speaks: authors of documents, and whose a position or an expectation is.

use super::{Case, fails, leaves, passes, said_by_a_rule_to_come as said};
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
            super::with_part(world, "lake-part", "84", "29").set(
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
];

fn position(column: &str, text: &str) -> World {
    World::new().set("positions", "p-oldfield", column, text)
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

#[test]
fn a_stated_position_is_held_by_an_author() {
    let rule = "stated_positions_are_the_authors";
    let none: [&str; 0] = [];
    let refused = ["holder wrote none of the documents that state it"];
    assert_eq!(said(rule, &stated_by("harbour-institute")), none);
    assert_eq!(said(rule, &stated_by("mira-oldfield")), refused);
    assert_eq!(
        said(rule, &World::new()),
        none,
        "an attributed one may be anybody's"
    );
    let both = ["harbour-institute", "mira-oldfield"];
    assert_eq!(said(rule, &with_group(&both)), none, "the authors together");
    assert_eq!(
        said(rule, &with_group(&both[..1])),
        refused,
        "one of them as a group"
    );
    let more = ["harbour-institute", "mira-oldfield", "ARD"];
    assert_eq!(
        said(rule, &with_group(&more)),
        refused,
        "more than the authors"
    );
    let context = stated_by("mira-oldfield").set(
        "positions",
        "p-oldfield",
        "citations",
        "context:c-lake-oldfield",
    );
    assert_eq!(
        said(rule, &context),
        none,
        "nothing that supports it is known"
    );
}

#[test]
fn a_position_of_somebody_elses_is_held_by_who_says_it() {
    let rule = "attributed_positions_are_the_speakers";
    assert_eq!(said(rule, &World::new()), [""; 0]);
    assert_eq!(
        said(rule, &position("holder", "LC")),
        ["attributed_to is not the holder, `LC`"]
    );
    assert_eq!(said(rule, &stated_by("LC")), [""; 0]);
}

#[test]
fn an_expectation_names_whoever_has_it() {
    let rule = "expectations_name_whom";
    assert_eq!(said(rule, &World::new()), [""; 0]);
    let nobody = World::new().set("indicators", "i-soldiers", "attributed_to", "");
    assert_eq!(
        said(rule, &nobody),
        ["attributed_to is empty for an expected fact"]
    );
    let stated = nobody.set("indicators", "i-soldiers", "status", "stated");
    assert_eq!(said(rule, &stated), [""; 0]);
}
