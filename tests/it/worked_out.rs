//! What is worked out from the rows and kept is what follows from them, whatever way they have taken.

use rusqlite::Connection;

use crate::world::{Run, World, ask, here};

/// The facts of which the kept support is not the one that follows from their passages, and those that have
/// none.
fn differing(connection: &Connection) -> Vec<String> {
    const COLUMNS: &str = "fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, \
                           source_year, source_year_last";
    let mut found = Vec::new();
    for (one, other) in [
        ("support_worked_out", "fact_support"),
        ("fact_support", "support_worked_out"),
    ] {
        let sql = format!(
            "SELECT fact_id FROM (SELECT {COLUMNS} FROM {one} EXCEPT SELECT {COLUMNS} FROM {other})"
        );
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

/// The tables that the program fills, with a column of each that it fills.
const FILLED: [(&str, &str); 5] = [
    ("fact_support", "citation"),
    ("fact_statements", "statement"),
    ("meta_tables", "meaning"),
    ("meta_columns", "meaning"),
    ("search_rows", "note"),
];

/// Applies a migration more than the program has, which has nothing to do with what is worked out.
fn up_by_one(world: &World) -> Run {
    let folder = world.path("m");
    std::fs::create_dir_all(&folder).unwrap();
    for entry in std::fs::read_dir(here().join("migrations")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    std::fs::write(
        folder.join("V900__another.sql"),
        "-- A table that has nothing to do with the others.\nCREATE TABLE another (x INTEGER);\n",
    )
    .unwrap();
    world.sco(&["migrate", "up", "--dir", "m"])
}

/// The run is refused with this message, and every byte of the database is as it was.
fn is_refused(world: &World, action: impl Fn(&World) -> Run, told: &str) {
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = action(world);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{told}: {run:?}");
    assert_eq!(run.stderr, format!("error: {told}\n"));
    assert!(
        before == std::fs::read(world.path("sco.db")).unwrap(),
        "{told}"
    );
}

fn build(world: &World) -> Run {
    world.sco(&["build", "--no-exports"])
}

#[test]
fn a_column_of_the_users_keeps_its_values_where_the_row_stays() {
    let world = with_mine();
    world.build();
    for (table, column) in FILLED {
        execute(
            &world,
            &format!(
                "ALTER TABLE {table} ADD COLUMN my_remark TEXT; UPDATE {table} SET my_remark = rowid;
                 UPDATE {table} SET {column} = 'old' WHERE rowid % 2"
            ),
        );
    }
    let kept = || {
        let held = |(table, _)| {
            let sql =
                format!("SELECT count(my_remark) || ' ' || count(DISTINCT my_remark) FROM {table}");
            world.ask(&sql)[0].clone()
        };
        FILLED.map(held)
    };
    let before = kept();
    import(&world);
    assert_eq!(kept(), before, "an import");
    let run = up_by_one(&world);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(kept(), before, "another migration");
    is_worked_out(&world, "another migration");
    let old = |(table, column)| {
        let sql = format!("SELECT count(*) FROM {table} WHERE {column} = 'old'");
        world.ask(&sql)[0].clone()
    };
    assert_eq!(FILLED.map(old), ["0"; 5]);
}

#[test]
fn a_build_keeps_the_users_columns_and_refuses_to_drop_a_filled_one() {
    let world = World::new();
    world.build();
    execute(
        &world,
        "ALTER TABLE fact_statements ADD COLUMN my_mark TEXT DEFAULT 'it''s new';
         ALTER TABLE fact_support ADD COLUMN my_remark TEXT;
         UPDATE fact_support SET my_remark = 'mine' WHERE fact_id IN ('o-oldfield', 'm-can');
         ALTER TABLE fact_support ADD COLUMN shown TEXT AS (upper(fact_id))",
    );
    let world = world.set("entities", "CAN", "name", "Kantria");
    world.build();
    let remarks = "SELECT fact_id FROM fact_support WHERE my_remark = 'mine' ORDER BY fact_id";
    assert_eq!(world.ask(remarks), ["m-can", "o-oldfield"]);
    let world = world.remove("offices", "o-oldfield");
    is_refused(
        &world,
        build,
        "1 row of fact_support would go, and your column my_remark of it is filled: o-oldfield; nothing was changed; \
         keep these values in a table of your own, empty them here, and run again",
    );
    execute(
        &world,
        "UPDATE fact_support SET my_remark = NULL WHERE fact_id = 'o-oldfield'",
    );
    // What a new row holds too is nobody's remark.
    world.build();
    assert_eq!(world.ask(remarks), ["m-can"]);
    is_worked_out(&world, "a fact that goes away");
}

#[test]
fn no_trigger_of_the_users_sees_what_up_works_out() {
    let world = with_mine();
    world.build();
    let mut triggers = Vec::new();
    for (at, (table, column)) in FILLED.into_iter().enumerate() {
        execute(&world, &format!("UPDATE {table} SET {column} = 'old'"));
        for event in ["INSERT", "UPDATE", "DELETE"] {
            triggers.push(format!(
                "CREATE TRIGGER t{at}{event} AFTER {event} ON {table} BEGIN
                    UPDATE facts SET note = 'seen'; DELETE FROM fact_support; SELECT RAISE(ABORT, 'no'); END"
            ));
        }
    }
    execute(&world, &triggers.join(";"));
    let run = up_by_one(&world);
    assert_eq!(run.code, 0, "{run:?}");
    is_worked_out(&world, "another migration");
    assert_eq!(
        world.ask("SELECT count(*) FROM facts WHERE note = 'seen'"),
        ["0"]
    );
    assert_eq!(
        world.ask("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"),
        triggers
    );
}

#[test]
fn a_trigger_on_one_table_that_changes_another_worked_out_one_is_named() {
    for (statement, told) in [
        (
            "DELETE FROM fact_support WHERE fact_id = 'm-can'",
            "fact_support, rows do not say what follows from the passages",
        ),
        (
            "UPDATE fact_statements SET statement = 'x' WHERE fact_id = 'm-can'",
            "fact_statements, rows do not say what follows from the rows",
        ),
        (
            "DELETE FROM meta_columns",
            "meta_columns, rows do not say what follows from the declarations",
        ),
        (
            "UPDATE search_rows SET note = 'x' WHERE id = 'm-can'",
            "search_rows, rows do not say what follows from the facts, names, works and passages",
        ),
    ] {
        let world = with_mine();
        world.build();
        execute(
            &world,
            &format!("CREATE TRIGGER t AFTER INSERT ON search_rows BEGIN {statement}; END"),
        );
        is_refused(
            &world,
            |world| world.sco(&["import", "facts", "mine", "--origin", "me"]),
            &format!(
                "the database did not take the rows as they are because of your trigger `t`: in {told}; nothing was changed; \
                 drop the trigger, or let it write to tables of your own alone, then run again"
            ),
        );
    }
}

#[test]
fn a_trigger_that_logs_what_is_worked_out_sees_what_changes_alone() {
    let world = with_mine();
    world.build();
    execute(
        &world,
        "CREATE TABLE my_log (id TEXT);
         CREATE TRIGGER i AFTER INSERT ON fact_statements BEGIN INSERT INTO my_log VALUES ('+' || new.fact_id); END;
         CREATE TRIGGER u AFTER UPDATE ON fact_statements BEGIN INSERT INTO my_log VALUES (new.fact_id); END;
         CREATE TRIGGER d AFTER DELETE ON fact_statements BEGIN INSERT INTO my_log VALUES ('-' || old.fact_id); END",
    );
    import(&world);
    import(&world);
    assert_eq!(world.ask("SELECT id FROM my_log"), ["+m-mine"]);
}

#[test]
fn a_row_of_the_users_that_refers_to_what_is_worked_out_is_not_left_dangling() {
    const DANGLING: &str = "1 row of mine names a row of PARENT that is not there (rowid 2); nothing was changed; \
                            delete those rows first, or load what they name";
    for parent in [
        "fact_support (fact_id)",
        "fact_statements",
        "search_rows (id, kind)",
    ] {
        let world = World::new();
        world.build();
        // One that dangles already does not count.
        execute(
            &world,
            &format!(
                "PRAGMA foreign_keys = OFF;
                 CREATE TABLE mine (id TEXT, kind TEXT, FOREIGN KEY ({}) REFERENCES {parent} ON DELETE CASCADE);
                 INSERT INTO mine VALUES ('o-long-gone', 'offices'), ('o-oldfield', 'offices'), ('m-can', 'memberships')",
                if parent.contains("kind") { "id, kind" } else { "id" }
            ),
        );
        let told = format!(
            "rows would be left dangling: {}",
            DANGLING.replace("PARENT", parent.split(' ').next().unwrap())
        );
        let world = world.set("entities", "CAN", "name", "Kantria");
        assert_eq!(build(&world).code, 0, "{parent}");
        let gone = world.remove("offices", "o-oldfield");
        is_refused(&gone, build, &told);
        execute(
            &gone,
            "PRAGMA foreign_keys = OFF; DELETE FROM mine WHERE id = 'o-oldfield'",
        );
        assert_eq!(build(&gone).code, 0, "{parent}");
    }
}

#[test]
fn up_leaves_no_row_dangling_that_refers_to_what_is_worked_out() {
    let world = World::new();
    world.build();
    execute(
        &world,
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE mine (id TEXT REFERENCES fact_statements); INSERT INTO mine VALUES ('o-oldfield');
         DELETE FROM fact_citations WHERE fact_id = 'o-oldfield'; DELETE FROM offices WHERE fact_id = 'o-oldfield';
         DELETE FROM facts WHERE fact_id = 'o-oldfield'",
    );
    is_refused(
        &world,
        up_by_one,
        "rows would be left dangling: 1 row of mine names a row of fact_statements that is not there (rowid 1); \
         nothing was changed; delete those rows first, or load what they name",
    );
}

#[test]
fn an_index_or_trigger_of_the_users_that_keeps_rows_out_is_named_with_a_remedy() {
    const INDEX: &str = "drop it, or make it again without UNIQUE, then run again";
    const TRIGGER: &str = "drop it, run again, then make it again";
    for (made, told, help) in [
        (
            "CREATE UNIQUE INDEX one ON entities (kind)",
            "load the rows of entities because of your index `one`: UNIQUE constraint failed: entities.kind",
            INDEX,
        ),
        (
            "CREATE UNIQUE INDEX other ON fact_statements (fact_id);
             CREATE UNIQUE INDEX one ON fact_statements (substr(statement, 1, 1))",
            "write the sentences of the facts because of your index `one`: UNIQUE constraint failed: index 'one'",
            INDEX,
        ),
        (
            "CREATE TRIGGER t BEFORE INSERT ON fact_support BEGIN SELECT RAISE(ABORT, 'not now'); END;
             CREATE TRIGGER other BEFORE INSERT ON fact_support BEGIN SELECT 1; END",
            "work out the support of each fact because of your trigger `t`: not now",
            TRIGGER,
        ),
        (
            // By way of a table of the user's.
            "CREATE TABLE \"my log\" (id TEXT);
             CREATE TRIGGER logs AFTER INSERT ON facts BEGIN INSERT INTO \"my log\" VALUES (new.fact_id); END;
             CREATE TRIGGER t AFTER INSERT ON \"my log\" BEGIN SELECT RAISE(FAIL, 'full'); END",
            "load the rows of facts because of your trigger `t`: full",
            TRIGGER,
        ),
        (
            "CREATE TRIGGER other AFTER INSERT ON facts BEGIN SELECT 1; END;
             CREATE TRIGGER t AFTER INSERT ON facts BEGIN INSERT INTO my_log VALUES (new.fact_id); END",
            "load the rows of facts because of your trigger `t`: no such table: main.my_log",
            TRIGGER,
        ),
        (
            "CREATE TABLE my_log (kind TEXT UNIQUE);
             CREATE TRIGGER t AFTER INSERT ON facts BEGIN INSERT INTO my_log VALUES (new.kind); END",
            "load the rows of facts because of your trigger `t`: UNIQUE constraint failed: my_log.kind",
            TRIGGER,
        ),
    ] {
        let world = World::new();
        assert_eq!(world.sco(&["migrate", "up"]).code, 0);
        execute(&world, made);
        is_refused(&world, build, &format!("could not {told}; nothing was changed; {help}"));
    }
    // One that the rows fit is no hindrance.
    let world = World::new();
    assert_eq!(world.sco(&["migrate", "up"]).code, 0);
    execute(
        &world,
        "CREATE UNIQUE INDEX one ON fact_statements (fact_id, statement)",
    );
    assert_eq!(build(&world).code, 0);
}
