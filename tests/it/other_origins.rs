//! What is exported of the dataset does not depend on what a user has imported, nor on who else has.

use crate::world::{World, contents};

/// A built world in which the dataset has a conflict, an expectation, and a place without coordinates.
fn dataset() -> World {
    let world = World::new()
        .add(
            "entities",
            &[
                ("entity_id", "southport"),
                ("kind", "place"),
                ("name", "Southport"),
            ],
        )
        .add(
            "terms",
            &[
                ("term", "located-in"),
                ("kind", "predicate"),
                ("label", "lies in"),
                ("meaning", "the subject lies in the object"),
                ("pattern", "{subject} lies in {object}"),
                ("pattern_plural", "{subject} lie in {object}"),
                ("pattern_expected", "{subject} to lie in {object}"),
                ("pattern_past", "{subject} lay in {object}"),
                ("pattern_past_plural", "{subject} lay in {object}"),
            ],
        )
        .add(
            "relations",
            &[
                ("fact_id", "r-northport"),
                ("subject", "northport"),
                ("predicate", "located-in"),
                ("object", "BOR"),
            ],
        )
        .add(
            "event_variants",
            &[
                ("fact_id", "evv-place"),
                ("event", "ev-founding"),
                ("property", "place"),
                ("value", "southport"),
            ],
        );
    world.build();
    world
}

/// Facts and rows of a user's that bear on those of the dataset in every way that the tables allow.
fn with_rows_of_a_user(world: World) -> World {
    let world = with_facts_of_a_user(world);
    let world = world
        .add(
            "mine/places",
            &[
                ("entity_id", "northport"),
                ("latitude", "10.5"),
                ("longitude", "20.5"),
                ("basis", "read off a map"),
            ],
        )
        .add(
            "mine/entity_codes",
            &[("entity_id", "BOR"), ("scheme", "m49"), ("code", "008")],
        )
        .add(
            "mine/source_authors",
            &[
                ("source_id", "lake2011-report"),
                ("position", "2"),
                ("entity_id", "mira-oldfield"),
            ],
        )
        .add(
            "mine/sources",
            &[
                ("source_id", "my-book"),
                ("tier", "cited"),
                ("source_kind", "original"),
                ("kind", "book"),
                ("title", "Leagues again"),
                ("authors", "Reed, Ana"),
                ("issued", "2011"),
            ],
        )
        .add(
            "mine/source_references",
            &[
                ("citing", "lake2011-report"),
                ("note", "1"),
                ("position", "2"),
                ("reference_kind", "work"),
                ("cited", "my-book"),
            ],
        )
        .add(
            "mine/fact_links",
            &[
                ("fact_id", "m-dor-expected"),
                ("link", "failed_by"),
                ("other_fact", "m-mine-no"),
                ("note", "my reading"),
            ],
        );
    let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(run.code, 0, "{run:?}");
    world
}

fn with_facts_of_a_user(world: World) -> World {
    let membership = |world: World, id, member, standing, date| {
        world.add(
            "mine/memberships",
            &[
                ("fact_id", id),
                ("member", member),
                ("organisation", "LC"),
                ("standing", standing),
                ("date", date),
                ("date_role", "as_of"),
                ("references", "lake2011-report#1"),
            ],
        )
    };
    // A later year than any document, and what became of an expectation.
    let world = membership(world, "m-mine-late", "CAN", "member", "2030");
    let world = membership(world, "m-mine-no", "DOR", "not_member", "2013");
    with_statements_of_a_user(with_events_of_a_user(world))
}

fn with_events_of_a_user(world: World) -> World {
    world
        .add(
            "mine/events",
            &[
                ("fact_id", "ev-mine-end"),
                ("kind", "dissolution"),
                ("title", "End of the Lake Council"),
                ("date", "2008"),
                ("organisation", "LC"),
                ("summary", "The council comes to an end."),
            ],
        )
        .add(
            "mine/event_participants",
            &[
                ("fact_id", "ep-mine"),
                ("event", "ev-founding"),
                ("entity", "CAN"),
                ("role", "invited"),
                ("status", "expected"),
            ],
        )
        .add(
            "mine/event_variants",
            &[
                ("fact_id", "evv-mine"),
                ("event", "ev-founding"),
                ("property", "date"),
                ("value", "1998"),
            ],
        )
}

fn with_statements_of_a_user(world: World) -> World {
    world
        .add(
            "mine/relations",
            &[
                ("fact_id", "r-mine"),
                ("subject", "northport"),
                ("predicate", "located-in"),
                ("object", "southport"),
            ],
        )
        .add(
            "mine/offices",
            &[
                ("fact_id", "o-mine"),
                ("person", "mira-oldfield"),
                ("office", "founder"),
                ("organisation", "LC"),
                ("date", "1999"),
                ("date_role", "as_of"),
                ("citations", "c-lake-founding"),
            ],
        )
        .add(
            "mine/positions",
            &[
                ("fact_id", "p-mine"),
                ("holder", "mira-oldfield"),
                ("topic", "enlargement"),
                ("about", "CAN"),
                ("date", "2011"),
                ("summary", "Cantria will stay."),
                ("status", "attributed"),
                ("attributed_to", "mira-oldfield"),
                ("citations", "c-lake-oldfield"),
            ],
        )
        .add(
            "mine/indicators",
            &[
                ("fact_id", "i-mine"),
                ("subject", "BOR"),
                ("indicator", "soldiers"),
                ("value_as_printed", "7 000"),
                ("unit", "persons"),
                ("unit_mult", "0"),
                ("qualifier", "about"),
                ("period", "2011"),
                ("citations", "c-lake-soldiers"),
            ],
        )
}

fn exported(world: &World, folder: &str) {
    let run = world.sco(&["export", "--exports", folder]);
    assert_eq!(run.code, 0, "{run:?}");
    #[cfg(feature = "workbook")]
    {
        let file = format!("{folder}/all.xlsx");
        let run = world.sco(&["export", "--workbook", &file]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

#[test]
fn the_exports_of_the_dataset_are_the_same_whatever_a_user_has_imported() {
    let world = dataset();
    exported(&world, "before");
    let world = with_rows_of_a_user(world);
    exported(&world, "after");
    let (before, after) = (
        contents(&world.path("before")),
        contents(&world.path("after")),
    );
    let differing: Vec<&String> = before
        .iter()
        .filter(|(name, bytes)| after.get(*name) != Some(bytes))
        .map(|(name, _)| name)
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert_eq!(before.len(), after.len());
    // The build, too, leaves them alone.
    world.build();
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
}

#[test]
fn what_a_user_adds_stands_in_rows_of_the_user() {
    let world = with_rows_of_a_user(dataset());
    assert_eq!(
        world.ask("SELECT origin || ' ' || outcome || ' ' || ifnull(outcome_fact_ids, '-') FROM v_expected WHERE fact_id = 'm-dor-expected' ORDER BY origin"),
        ["me did not happen m-mine-no", "sco-facts not told -"]
    );
    assert_eq!(
        world.ask("SELECT origin || ' ' || parts FROM v_expected WHERE fact_id = 'ev-founding'"),
        ["me 1"]
    );
    assert_eq!(
        world.ask("SELECT origin || ' ' || standing FROM v_sco_standing WHERE entity = 'Cantria' AND year IN (2010, 2030) ORDER BY year, origin"),
        ["sco-facts member", "me member"]
    );
    assert_eq!(
        world.ask("SELECT origin || ' ' || about FROM v_conflicts ORDER BY about"),
        ["me date", "sco-facts place"]
    );
    assert_eq!(
        world.ask("SELECT DISTINCT origin FROM v_map WHERE place_id = 'northport'"),
        ["me"]
    );
    assert_eq!(
        world.ask("SELECT author_ids FROM v_sources WHERE source_id = 'lake2011-report'"),
        ["harbour-institute"]
    );
}

/// The facts of one user do not change what another's exports say.
#[test]
fn the_rows_of_two_users_do_not_touch_each_other() {
    let world = with_rows_of_a_user(dataset());
    let export = |world: &World, folder: &str| {
        let run = world.sco(&["export", "--origin", "me", "--exports", folder]);
        assert_eq!(run.code, 0, "{run:?}");
    };
    export(&world, "before");
    let world = world.add(
        "theirs/memberships",
        &[
            ("fact_id", "m-theirs"),
            ("member", "CAN"),
            ("organisation", "LC"),
            ("standing", "member"),
            ("date", "2031"),
            ("date_role", "as_of"),
        ],
    );
    let run = world.sco(&["import", "facts", "theirs", "--origin", "them"]);
    assert_eq!(run.code, 0, "{run:?}");
    export(&world, "after");
    assert!(contents(&world.path("before")) == contents(&world.path("after")));
}
