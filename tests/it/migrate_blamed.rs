//! Which trigger is blamed where several fire together: the one with the fault.

use crate::fixture::Fixture;

const SCHEMA: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW v AS SELECT a FROM u;
CREATE TRIGGER through_v INSTEAD OF INSERT ON v BEGIN INSERT INTO u (a) VALUES (new.a); END;
CREATE TRIGGER sound AFTER INSERT ON t BEGIN INSERT INTO v (a) VALUES (new.a); END;
";

fn with(users: &str, file: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", SCHEMA);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    fixture.open().execute_batch(users).unwrap();
    fixture.file("V002__two.sql", format!("-- Two.\n{file}\n"));
    fixture
}

#[test]
fn the_trigger_with_the_fault_is_named_with_its_place() {
    for (trigger, told) in [
        (
            "CREATE TRIGGER wrong AFTER UPDATE ON t BEGIN UPDATE t SET a = \"zzz\"; END;",
            "trigger wrong does not work: no such column: \"zzz\"",
        ),
        (
            "CREATE TRIGGER wrong AFTER INSERT ON t BEGIN INSERT INTO nowhere VALUES (1); END;",
            "trigger wrong does not work: no such table: main.nowhere; correct the statement that makes it",
        ),
        // A table may have the name of a trigger.
        (
            "CREATE TRIGGER wrong AFTER INSERT ON t BEGIN DELETE FROM nowhere; END;
CREATE TABLE wrong (a);
CREATE TRIGGER right AFTER INSERT ON t BEGIN SELECT 1; END;",
            "trigger wrong does not work: no such table: main.nowhere",
        ),
        // It fires by way of another one.
        (
            "CREATE TRIGGER wrong AFTER INSERT ON u BEGIN DELETE FROM nowhere; END;",
            "trigger wrong does not work: no such table: main.nowhere",
        ),
        (
            "CREATE TRIGGER before_it AFTER INSERT ON t BEGIN SELECT 1; END;
CREATE TRIGGER wrong AFTER INSERT ON t BEGIN INSERT INTO v (nope) VALUES (1); END;
CREATE TRIGGER behind_it AFTER INSERT ON t BEGIN SELECT 1; END;",
            "trigger wrong does not work: ",
        ),
    ] {
        let fixture = with("", &format!("CREATE TABLE other (a);\n{trigger}"));
        let error = fixture.refused();
        let line = 3 + usize::from(trigger.contains("before_it"));
        let place = format!("migrations/V002__two.sql:{line}:1: {told}");
        assert!(error.contains(&place), "{trigger}: {error}");
        let run = fixture.migrate(&["lint"]);
        assert!(run.stdout.contains(told), "{trigger}: {run:?}");
        assert!(!run.stdout.contains("sound"), "{trigger}: {run:?}");
    }
    let history =
        "CREATE TRIGGER wrong AFTER UPDATE ON t BEGIN DELETE FROM refinery_schema_history; END;
CREATE TRIGGER later AFTER UPDATE ON t BEGIN SELECT 1; END;
CREATE TRIGGER updates AFTER INSERT ON u BEGIN UPDATE t SET a = 1 WHERE id = 0; END;";
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let lines: Vec<&str> = history.lines().collect();
        let file = order.map(|at| lines[at]).join("\n");
        let place = 2 + order.iter().position(|at| *at == 0).unwrap();
        let fixture = with("", &file);
        let told =
            format!("V002__two.sql:{place}:1: trigger wrong may not fire: refinery_schema_history");
        assert!(
            fixture.refused().contains(&told),
            "{file}: {}",
            fixture.refused()
        );
    }
}

#[test]
fn a_view_that_a_single_file_breaks_is_named_with_the_file() {
    let file = "-- expect: drop trigger sound\nDROP TRIGGER sound;\nPRAGMA legacy_alter_table = ON;\nALTER TABLE u RENAME TO w;";
    let error = with("", file).refused();
    let told = "migrations/V002__two.sql: view v would no longer work: no such table: main.u";
    assert!(error.contains(told), "{error}");
}

#[test]
fn of_the_users_triggers_the_one_that_breaks_is_named() {
    let users = "CREATE TRIGGER mine_sound AFTER INSERT ON t BEGIN SELECT 1; END;
        CREATE TRIGGER z_mine AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1, 2); END;
        CREATE TRIGGER mine_sound2 AFTER INSERT ON t BEGIN SELECT 1; END;";
    let error = with(users, "ALTER TABLE u ADD COLUMN b;").refused();
    let told = "your trigger z_mine uses what the migrations change: table u has 3 columns but 2 values were supplied";
    assert!(error.contains(told), "{error}");
}

#[test]
fn a_trigger_that_was_broken_before_neither_stops_nor_excuses_others() {
    let users = "CREATE TRIGGER mine AFTER INSERT ON t BEGIN INSERT INTO nowhere VALUES (1); END;
        CREATE TRIGGER mine_sound AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1, 2); END;";
    let new = "CREATE TRIGGER new_one AFTER INSERT ON t BEGIN SELECT 1; END;";
    let run = with(users, new).migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let error = with(users, "ALTER TABLE u ADD COLUMN b;").refused();
    assert!(error.contains("your trigger mine_sound uses"), "{error}");
}
