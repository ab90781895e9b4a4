//! What `build` and `import` say is what happened: where a trigger of the user's hinders them, they refuse.

use crate::world::{Run, World};

/// A built world with a user's entity and membership, and a table for notes of the user's.
fn with_facts() -> World {
    let world = World::new();
    world.build();
    execute(&world, "CREATE TABLE my_log (what TEXT, id TEXT)");
    world.with_facts_of_mine(&[])
}

fn execute(world: &World, sql: &str) {
    let connection = rusqlite::Connection::open(world.path("sco.db")).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn import(world: &World) -> Run {
    world.sco(&["import", "facts", "mine", "--origin", "me"])
}

/// The run is refused, names the trigger `t` alone and the rows, and leaves every byte as it was.
fn is_refused(world: &World, action: impl Fn(&World) -> Run, told: &str) {
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = action(world);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{told}: {run:?}");
    assert_eq!(
        run.stderr,
        format!(
            "error: the database did not take the rows as they are because of your trigger `t`: {told}; nothing was changed; \
             drop the trigger, or let it write to tables of your own alone, then run again\n"
        )
    );
    assert!(
        before == std::fs::read(world.path("sco.db")).unwrap(),
        "{told}"
    );
}

#[test]
fn an_import_that_a_trigger_hinders_is_refused() {
    const CASES: &[(&str, &str)] = &[
        (
            "CREATE TRIGGER t BEFORE INSERT ON memberships BEGIN SELECT RAISE(IGNORE); END",
            "in memberships, 1 row was not written",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON memberships BEGIN DELETE FROM memberships WHERE fact_id = new.fact_id; END",
            "in memberships, 1 row was not written",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON facts BEGIN UPDATE facts SET note = 'seen' WHERE fact_id = new.fact_id; END",
            "in facts, 1 row has other values",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON memberships BEGIN DELETE FROM entity_codes; END",
            "in entity_codes, 1 row more is gone",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON memberships BEGIN UPDATE entities SET name = 'Other' WHERE entity_id = 'CAN'; END",
            "in entities, rows that were to stay have other values",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON memberships BEGIN
                INSERT INTO entities (entity_id, kind, name, origin) VALUES ('T1', 'state', 'More', 'me');
             END",
            "in entities, 1 row more was added",
        ),
        (
            // As many rows as before.
            "CREATE TRIGGER t AFTER INSERT ON memberships BEGIN
                DELETE FROM entity_codes;
                INSERT INTO entity_codes (entity_id, scheme, code, origin) VALUES ('CAN', 'm49', '005', 'me');
             END",
            "in entity_codes, rows that were to stay have other values",
        ),
        (
            "CREATE TRIGGER t AFTER INSERT ON memberships BEGIN DELETE FROM refinery_schema_history WHERE version > 3; END",
            "refinery_schema_history was changed",
        ),
        (
            // By way of a table of the user's.
            "CREATE TRIGGER logs AFTER INSERT ON memberships BEGIN INSERT INTO my_log (id) VALUES (new.fact_id); END;
             CREATE TRIGGER t AFTER INSERT ON my_log BEGIN DELETE FROM entity_codes; END",
            "in entity_codes, 1 row more is gone",
        ),
        (
            // By way of a view.
            "CREATE VIEW my_codes AS SELECT entity_id FROM entity_codes;
             CREATE TRIGGER t INSTEAD OF DELETE ON my_codes BEGIN DELETE FROM entity_codes; END;
             CREATE TRIGGER logs AFTER INSERT ON memberships BEGIN DELETE FROM my_codes; END",
            "in entity_codes, 1 row more is gone",
        ),
    ];
    for (triggers, told) in CASES {
        let world = with_facts();
        execute(&world, triggers);
        is_refused(&world, import, told);
    }
}

#[test]
fn a_change_and_a_removal_that_a_trigger_swallows_are_refused() {
    let world = with_facts();
    assert_eq!(import(&world).code, 0);
    execute(
        &world,
        "CREATE TRIGGER t BEFORE UPDATE ON memberships BEGIN SELECT RAISE(IGNORE); END",
    );
    let world = world.set("mine/memberships", "m-mine", "date", "2013");
    is_refused(&world, import, "in memberships, 1 row has other values");
    execute(
        &world,
        "DROP TRIGGER t; CREATE TRIGGER t BEFORE DELETE ON memberships BEGIN SELECT RAISE(IGNORE); END",
    );
    is_refused(
        &world,
        |world| world.sco(&["import", "remove", "me"]),
        "in memberships, 1 row was not deleted",
    );
}

#[test]
fn a_build_during_which_a_trigger_deletes_is_refused_with_its_exports() {
    let world = with_facts();
    execute(
        &world,
        "CREATE TRIGGER t AFTER UPDATE ON entities BEGIN DELETE FROM entity_codes; END",
    );
    let world = world.set("entities", "CAN", "name", "Kantria");
    let exports = crate::world::contents(&world.path("exports"));
    is_refused(
        &world,
        |world| world.sco(&["build"]),
        "in entity_codes, 1 row more is gone",
    );
    assert!(exports == crate::world::contents(&world.path("exports")));
}

#[test]
fn a_trigger_that_writes_to_tables_of_the_users_own_fires() {
    let world = with_facts();
    execute(
        &world,
        "CREATE TRIGGER i AFTER INSERT ON memberships BEGIN INSERT INTO my_log VALUES ('inserted', new.fact_id); END;
         CREATE TRIGGER u AFTER UPDATE ON memberships BEGIN INSERT INTO my_log VALUES ('changed', new.fact_id); END;
         CREATE TRIGGER d AFTER DELETE ON memberships BEGIN INSERT INTO my_log VALUES ('deleted', old.fact_id); END;
         ALTER TABLE memberships ADD COLUMN my_mark TEXT;
         CREATE TRIGGER m AFTER INSERT ON memberships BEGIN UPDATE memberships SET my_mark = 'new' WHERE fact_id = new.fact_id; END",
    );
    assert_eq!(import(&world).code, 0);
    let world = world.set("mine/memberships", "m-mine", "date", "2013");
    assert_eq!(import(&world).code, 0);
    assert_eq!(import(&world).code, 0, "nothing is left to change");
    assert_eq!(
        world.ask("SELECT my_mark FROM memberships WHERE origin = 'me'"),
        ["new"]
    );
    assert_eq!(world.sco(&["import", "remove", "me"]).code, 0);
    assert_eq!(
        world.ask("SELECT what || ' ' || id FROM my_log ORDER BY rowid"),
        // The mark is a change as well.
        [
            "changed m-mine",
            "inserted m-mine",
            "changed m-mine",
            "deleted m-mine"
        ]
    );
}

/// Seeds in which the part of an event of ours, on which a user's fact leans, is gone with its whole.
fn without_the_event_that_a_user_names() -> World {
    let world = World::new()
        .add(
            "events",
            &[
                ("fact_id", "ev-whole"),
                ("kind", "summit"),
                ("title", "Whole"),
                ("organisation", "LC"),
                ("date", "2010"),
                ("summary", "A meeting."),
            ],
        )
        .add(
            "events",
            &[
                ("fact_id", "ev-part"),
                ("kind", "summit"),
                ("title", "Part"),
                ("organisation", "LC"),
                ("date", "2010"),
                ("summary", "A part of it."),
                ("part_of", "ev-whole"),
            ],
        )
        .add(
            "events",
            &[
                ("fact_id", "ev-other"),
                ("kind", "summit"),
                ("title", "Other"),
                ("organisation", "LC"),
                ("date", "2010"),
                ("summary", "Another one."),
            ],
        );
    world.build();
    let world = world.add(
        "mine/event_participants",
        &[
            ("fact_id", "ep-mine"),
            ("event", "ev-part"),
            ("entity", "CAN"),
            ("role", "host"),
        ],
    );
    let run = import(&world);
    assert_eq!(run.code, 0, "{run:?}");
    world
        .remove("events", "ev-whole")
        .remove("events", "ev-part")
        .remove("events", "ev-other")
}

/// Rows inserted, updated and deleted, as the summary has them.
fn changes(run: &Run) -> [i64; 3] {
    assert_eq!(run.code, 0, "{run:?}");
    let summary: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    ["inserted", "updated", "deleted"].map(|what| summary[what].as_i64().unwrap())
}

#[test]
fn rows_that_are_kept_for_the_user_are_counted_as_changed_and_not_as_deleted() {
    let world = without_the_event_that_a_user_names();
    let rows = |world: &World| -> i64 {
        let tables = ["events", "facts", "fact_citations"];
        let count = |table| world.ask(&format!("SELECT count(*) FROM {table}"))[0].parse::<i64>();
        tables.into_iter().map(|table| count(table).unwrap()).sum()
    };
    let before = rows(&world);
    let run = world.sco(&["build", "--format", "json"]);
    // The whole, of which the kept part names the id, stays too; each has a row in three tables.
    assert_eq!(changes(&run), [0, 6, 3]);
    assert_eq!(before - rows(&world), 3);
    let run = world.sco(&["import", "remove", "me"]);
    assert_eq!(
        run.stdout,
        "3 rows of origin me removed, and 6 curated rows kept for them\n"
    );
}

#[test]
fn a_curated_row_that_comes_back_takes_the_place_of_the_kept_one() {
    let world = without_the_event_that_a_user_names();
    world.build();
    let world = world.add(
        "events",
        &[
            ("fact_id", "ev-part"),
            ("kind", "summit"),
            ("title", "Part again"),
            ("organisation", "LC"),
            ("date", "2010"),
            ("summary", "It is back."),
        ],
    );
    let run = world.sco(&["build", "--format", "json"]);
    // Nothing names the whole any more.
    assert_eq!(changes(&run), [0, 3, 3]);
    assert_eq!(
        world.ask("SELECT fact_id || ' ' || origin FROM events WHERE fact_id LIKE 'ev-%' AND title LIKE 'Part%'"),
        ["ev-part sco-facts"]
    );
    assert_eq!(
        world.ask("SELECT count(*) FROM facts WHERE origin = 'retired'"),
        ["0"]
    );
}
