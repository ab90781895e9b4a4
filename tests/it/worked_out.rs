//! What is worked out from the rows and kept is what follows from them, whatever way they have taken.

use rusqlite::Connection;

use crate::world::{World, ask, here};

/// The facts of which the kept support is not the one that follows from their passages, and those that have
/// none.
fn differing(connection: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    for (one, other) in [
        ("support_worked_out", "fact_support"),
        ("fact_support", "support_worked_out"),
    ] {
        let sql = format!("SELECT fact_id FROM (SELECT * FROM {one} EXCEPT SELECT * FROM {other})");
        found.extend(ask(connection, &sql));
    }
    found.extend(ask(
        connection,
        "SELECT fact_id FROM facts WHERE fact_id NOT IN (SELECT fact_id FROM fact_support)",
    ));
    found
}

fn is_worked_out(world: &World, after: &str) {
    let connection = world.open();
    assert_eq!(differing(&connection), Vec::<String>::new(), "{after}");
    assert_ne!(
        ask(&connection, "SELECT count(*) FROM fact_support"),
        ["0"],
        "{after}"
    );
}

fn execute(world: &World, sql: &str) {
    world.open().execute_batch(sql).unwrap();
}

/// A world with a fact of a user's in the folder `mine`, resting on two passages of ours.
fn with_mine() -> World {
    World::new().with_facts_of_mine(&[("citations", "c-lake-seat;c-lake-trade")])
}

fn import(world: &World) {
    let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn the_support_follows_the_rows_on_every_way_into_the_database() {
    let world = with_mine();
    world.build();
    is_worked_out(&world, "a first build");
    import(&world);
    is_worked_out(&world, "an import");
    let cited = "SELECT citation FROM v_facts WHERE fact_id = 'm-mine'";
    assert_eq!(
        world.ask(cited),
        ["Reed 2011, paragraph 2; Reed 2011, paragraph 3"]
    );

    let world = world.set("mine/memberships", "m-mine", "citations", "c-lake-seat");
    import(&world);
    is_worked_out(&world, "an import of other passages");
    assert_eq!(world.ask(cited), ["Reed 2011, paragraph 2"]);

    let world = world.set("sources", "lake2011-report", "authors", "Reader, Ana");
    world.build();
    is_worked_out(&world, "a build of another citation");
    assert_eq!(world.ask(cited), ["Reader 2011, paragraph 2"]);

    let world = world.remove("offices", "o-oldfield");
    world.build();
    is_worked_out(&world, "a fact that goes away");

    assert_eq!(world.sco(&["import", "remove", "me"]).code, 0);
    is_worked_out(&world, "a removal");
    assert_eq!(world.sco(&["build", "--fresh"]).code, 0);
    is_worked_out(&world, "a build from nothing");
}

#[test]
fn a_retired_fact_keeps_its_support() {
    let world = with_mine().add(
        "mine/fact_links",
        &[
            ("fact_id", "m-mine"),
            ("link", "corrects"),
            ("other_fact", "o-oldfield"),
        ],
    );
    world.build();
    import(&world);
    let world = world.remove("offices", "o-oldfield");
    world.build();
    assert_eq!(
        world.ask("SELECT origin FROM facts WHERE fact_id = 'o-oldfield'"),
        ["retired"]
    );
    is_worked_out(&world, "a fact that is kept for a fact of the user's");
}

#[test]
fn an_older_database_has_its_support_after_up_and_after_a_part_of_the_way() {
    let fixture = here().join("tests/it/fixtures/v012.sql");
    for arguments in [
        &["migrate", "up"][..],
        &["migrate", "up", "--to", "17"],
        &["build", "--no-exports"],
    ] {
        let world = World::new();
        execute(&world, &std::fs::read_to_string(&fixture).unwrap());
        let run = world.sco(arguments);
        assert_eq!(run.code, 0, "{run:?}");
        is_worked_out(&world, &arguments.join(" "));
    }
}

#[test]
fn the_support_of_the_curated_facts_is_worked_out() {
    let (_folder, connection) = crate::world::curated();
    assert_eq!(differing(&connection), Vec::<String>::new());
}

#[test]
fn a_build_says_again_what_another_version_said_otherwise() {
    let world = World::new();
    world.build();
    execute(
        &world,
        "UPDATE fact_statements SET statement = 'old' WHERE fact_id = 'm-can'",
    );
    let run = world.build();
    assert_eq!(run.code, 0, "{run:?}");
    let said = "SELECT statement FROM v_memberships WHERE fact_id = 'm-can'";
    assert_ne!(world.ask(said), ["old"]);
    let again = world.build();
    assert!(
        again.stdout.contains("is current; not a byte was changed"),
        "{again:?}"
    );
}

#[test]
fn a_build_works_out_again_what_another_program_made_old() {
    for change in [
        "DELETE FROM fact_citations WHERE fact_id = 'm-mine' AND citation_id = 'c-lake-trade'",
        "DELETE FROM fact_citations WHERE origin = 'me'; DELETE FROM memberships WHERE origin = 'me'; DELETE FROM facts WHERE origin = 'me'",
        // Nothing of the user's is left.
        "DELETE FROM fact_citations WHERE origin = 'me'; DELETE FROM memberships WHERE origin = 'me'; DELETE FROM facts WHERE origin = 'me';
         DELETE FROM entities WHERE origin = 'me'",
        "UPDATE entities SET name = 'Ourstate' WHERE entity_id = 'MY'",
        "UPDATE fact_support SET citation = 'nowhere' WHERE fact_id = 'm-mine'",
    ] {
        let world = with_mine();
        world.build();
        import(&world);
        execute(&world, change);
        let run = world.build();
        assert!(run.stdout.contains("worked out again"), "{change}: {run:?}");
        is_worked_out(&world, change);
        let found = world.sco(&["search", "Mystate"]).stdout;
        let is_there = world.ask("SELECT count(*) FROM entities WHERE name = 'Mystate'") == ["1"];
        assert_eq!(found.contains("MY: Mystate"), is_there, "{change}");
        let again = world.build();
        assert!(again.stdout.contains("is current; not a byte was changed"), "{change}: {again:?}");
    }
}

#[test]
fn a_fact_can_be_deleted_with_foreign_keys_on() {
    let world = with_mine();
    world.build();
    import(&world);
    execute(
        &world,
        "PRAGMA foreign_keys = ON; BEGIN;
         DELETE FROM fact_citations WHERE fact_id = 'm-mine';
         DELETE FROM memberships WHERE fact_id = 'm-mine';
         DELETE FROM facts WHERE fact_id = 'm-mine'; COMMIT",
    );
    is_worked_out(&world, "a deletion in a shell");
}

#[test]
fn a_trigger_that_changes_what_is_worked_out_is_named() {
    for trigger in [
        "CREATE TRIGGER t BEFORE INSERT ON fact_support BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER t AFTER INSERT ON fact_support BEGIN UPDATE fact_support SET citation = 'x' WHERE fact_id = new.fact_id; END",
    ] {
        let world = with_mine();
        world.build();
        execute(&world, trigger);
        let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert_eq!(
            run.stderr,
            "error: the database did not take the rows as they are because of your trigger `t`: in fact_support, rows do not say what follows from the passages; nothing was changed; drop the trigger, or let it write to tables of your own alone, then run again\n",
        );
    }
}
