//! What views and triggers use, and what one announcement covers: a text that stays and means something else is
//! found, and nothing goes along with an announcement that does not name it.

use crate::fixture::Fixture;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, x);
CREATE TABLE log (x);
CREATE TABLE spare (x);
INSERT INTO t (id, a, b) VALUES (1, 'in a', 'in b');
INSERT INTO u (id, x) VALUES (1, 'x');
INSERT INTO log (x) VALUES (0);
";

/// A database at V1 with these objects of the dataset, then these of the user's, and a second migration.
fn beside(ours: &str, users: &str, change: &str) -> Fixture {
    Fixture::beside(&format!("{TABLES}{ours}\n"), users, change)
}

/// A view or trigger, a change that leaves its words, and what it would use then.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "CREATE VIEW v AS SELECT x FROM log",
        "PRAGMA legacy_alter_table = ON;\nALTER TABLE log RENAME TO old_log;\nCREATE TABLE log (x);",
        "it would use log.x in the place of old_log.x",
    ),
    (
        "CREATE VIEW v AS SELECT count(*) AS n FROM log",
        "PRAGMA legacy_alter_table = ON;\nALTER TABLE log RENAME TO old_log;\nCREATE TABLE log (x);",
        "another table is called log now",
    ),
    (
        "CREATE VIEW v AS SELECT t.id, (SELECT b FROM u AS i WHERE i.id = t.id) AS n FROM t",
        "ALTER TABLE u ADD COLUMN b TEXT;",
        "it would use u.b in the place of t.b",
    ),
    (
        "CREATE VIEW v AS WITH own AS (SELECT t.id, (SELECT b FROM u AS i WHERE i.id = t.id) AS n FROM t) SELECT n FROM own",
        "ALTER TABLE u ADD COLUMN b TEXT;",
        "it would use u.b in the place of t.b",
    ),
    (
        "CREATE VIEW v AS SELECT t.b FROM t NATURAL JOIN u",
        "ALTER TABLE u ADD COLUMN a TEXT;",
        "it joins by t.a and u.a now",
    ),
    (
        "CREATE VIEW v AS SELECT u.id FROM t JOIN log ON log.x = t.a JOIN u USING (x)",
        "ALTER TABLE t ADD COLUMN x;",
        "it joins by t.x now",
    ),
    // A name that is not that of a column of a table catches a new one.
    (
        "CREATE VIEW v AS SELECT id, x FROM (SELECT * FROM t JOIN u USING (id))",
        "ALTER TABLE t ADD COLUMN x;",
        "a name in it means the new column t.x now",
    ),
    (
        "CREATE VIEW v AS SELECT * FROM t JOIN u USING (id)",
        "ALTER TABLE t ADD COLUMN x;",
        "a name in it means the new column t.x now",
    ),
    (
        "CREATE VIEW v AS SELECT t.*, upper(u.x) AS c FROM t JOIN u USING (id)",
        "ALTER TABLE t ADD COLUMN c;",
        "a name in it means the new column t.c now",
    ),
    (
        "CREATE VIEW v AS SELECT substr(a, 1, 4) AS year, count(*) AS n FROM t GROUP BY year",
        "ALTER TABLE t ADD COLUMN year INT;",
        "a name in it means the new column t.year now",
    ),
    (
        "CREATE VIEW v AS SELECT b, count(*) AS n FROM t GROUP BY b HAVING n > 1",
        "ALTER TABLE t ADD COLUMN n INT;",
        "a name in it means the new column t.n now",
    ),
    (
        "CREATE VIEW v AS SELECT length(a) AS \"how long\" FROM t ORDER BY \"how long\" + 0",
        "ALTER TABLE t ADD COLUMN \"How Long\" INT;",
        "a name in it means the new column t.how long now",
    ),
    (
        "CREATE VIEW v AS SELECT u.x FROM (SELECT * FROM t JOIN u USING (id)) AS u",
        "ALTER TABLE t ADD COLUMN x;",
        "a name in it means the new column t.x now",
    ),
    // Behind `*` come other columns than before, and so they are no pairs.
    (
        "CREATE VIEW v AS SELECT *, (SELECT b FROM u AS i WHERE i.id = t.id) AS n FROM t",
        "ALTER TABLE t ADD COLUMN c;\nALTER TABLE u ADD COLUMN b TEXT;",
        "it would use other columns",
    ),
    (
        "CREATE VIEW v AS SELECT t.id, (SELECT b FROM u AS i WHERE i.id = t.id) AS n FROM t",
        "-- expect: drop column t.b\nALTER TABLE u ADD COLUMN b TEXT;\nALTER TABLE t DROP COLUMN b;",
        "another column is called u.b now",
    ),
    (
        "CREATE TRIGGER v AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.id); END",
        "PRAGMA legacy_alter_table = ON;\nALTER TABLE log RENAME TO old_log;\nCREATE TABLE log (x);",
        "it would use log.x in the place of old_log.x",
    ),
];

#[test]
fn a_view_or_trigger_of_ours_that_keeps_its_words_and_means_something_else() {
    for (object, change, wanted) in OTHERS {
        let kind = if object.contains("TRIGGER") {
            "trigger"
        } else {
            "view"
        };
        let ours = format!("{object};");
        let fixture = beside(&ours, "", &format!("-- Two.\n{change}\n"));
        let said = format!(
            "{kind} v keeps its words and means something else: {wanted}; if that is meant, its head has to say `-- expect: change {kind} v`"
        );
        let error = fixture.refused();
        assert!(error.contains(&said), "{object}: {error}");
        let rehearsed = fixture.migrate(&["rehearse"]);
        assert!(
            rehearsed.code == 2 && rehearsed.stderr.contains(&said),
            "{rehearsed:?}"
        );
        let linted = fixture.migrate(&["lint"]);
        assert!(
            linted.code == 1 && linted.stdout.contains(wanted),
            "{linted:?}"
        );
        let announced = format!("-- expect: change {kind} v\n{change}\n");
        let run = beside(&ours, "", &announced).migrate(&["up"]);
        assert_eq!(run.code, 0, "{object}: {run:?}");
    }
}

#[test]
fn a_view_or_trigger_of_the_users_that_would_mean_something_else() {
    for (object, change, wanted) in OTHERS {
        let fixture = beside("", object, &format!("-- Two.\n{change}\n"));
        let error = fixture.refused();
        assert!(
            error.contains(" v uses what the migrations change: ")
                && error.contains(&format!("its text is: {object}")),
            "{object}: {wanted}: {error}"
        );
    }
}

/// The old words again, after two columns have exchanged their names.
#[test]
fn a_view_made_again_with_its_old_words_is_seen() {
    let swap = "DROP VIEW v;\nALTER TABLE t RENAME COLUMN a TO c;\nALTER TABLE t RENAME COLUMN b TO a;\nALTER TABLE t RENAME COLUMN c TO b;\nCREATE VIEW v AS SELECT id, a FROM t;\n";
    let view = "CREATE VIEW v AS SELECT id, a FROM t;";
    let error = beside(view, "", &format!("-- Two.\n{swap}")).refused();
    assert!(
        error.contains("it would use t.a in the place of t.b"),
        "{error}"
    );
    let run = beside(view, "", &format!("-- expect: change view v\n{swap}")).migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    // SQLite itself follows a rename.
    let followed = swap.replace("DROP VIEW v;\n", "");
    let followed = followed.replace("CREATE VIEW v AS SELECT id, a FROM t;\n", "");
    let named = "CREATE VIEW v AS SELECT id, a AS it FROM t;";
    let fixture = beside(named, "", &format!("-- Two.\n{followed}"));
    let run = fixture.migrate(&["up"]);
    assert!(
        run.code == 0 && !run.stdout.contains("something else"),
        "{run:?}"
    );
    assert_eq!(fixture.ask("SELECT it FROM v"), ["in a"]);
}

/// A rebuild in the way that the guide gives, with a new column.
const REBUILD: &str = "PRAGMA legacy_alter_table = ON;
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
INSERT INTO t_new (id, a, b) SELECT id, a, b FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
";

#[test]
fn what_means_the_same_is_no_hindrance() {
    let objects = "CREATE VIEW v AS SELECT id, a FROM t;
CREATE VIEW nested AS WITH own AS (SELECT * FROM t) SELECT own.a, v.id FROM own JOIN v USING (id);
CREATE VIEW wide AS SELECT * FROM t;
CREATE VIEW counted AS SELECT count(*) AS n FROM (SELECT * FROM t);
CREATE VIEW alike AS SELECT t.* FROM t NATURAL JOIN u;
CREATE VIEW used AS SELECT t.a FROM t JOIN u USING (id);
CREATE VIEW first AS SELECT u.id AS more, t.* FROM t JOIN u ON u.id = t.id ORDER BY u.id;
CREATE TRIGGER t AFTER DELETE ON t BEGIN SELECT 1; END;
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log (x) SELECT a FROM t WHERE id = new.id; END;";
    for change in [
        "ALTER TABLE t ADD COLUMN more TEXT;",
        "ALTER TABLE log ADD COLUMN a TEXT;",
        "ALTER TABLE t ADD COLUMN other;\nALTER TABLE t ADD COLUMN more;",
        "ALTER TABLE t ADD COLUMN \"using\" TEXT;\nALTER TABLE t ADD COLUMN u TEXT;",
        "ALTER TABLE spare RENAME TO w;",
        "ALTER TABLE log RENAME COLUMN x TO y;\nALTER TABLE log RENAME COLUMN y TO x;",
        "-- expect: drop column u.x\nALTER TABLE u DROP COLUMN x;",
    ] {
        let head = if change.starts_with("--") {
            ""
        } else {
            "-- Two.\n"
        };
        for (ours, users) in [(objects, ""), ("", objects)] {
            let run = beside(ours, users, &format!("{head}{change}\n")).migrate(&["up"]);
            assert!(
                run.code == 0 && !run.stdout.contains("something else"),
                "{change}: {run:?}"
            );
        }
    }
    let of_u = "CREATE VIEW w AS SELECT t.*, u.x AS other FROM t JOIN u ON u.x = t.a;
CREATE VIEW y AS SELECT i.x FROM u AS i WHERE EXISTS (SELECT * FROM t WHERE t.id = i.id);
CREATE VIEW z AS SELECT j.x FROM u j JOIN (SELECT * FROM t) AS s ON s.id = j.id;";
    for (ours, users) in [(of_u, ""), ("", of_u)] {
        let run = beside(ours, users, "-- Two.\nALTER TABLE t ADD COLUMN x;\n").migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let views = objects.split("CREATE TRIGGER").next().unwrap();
    for (ours, users) in [(views, ""), ("", objects)] {
        let run = beside(ours, users, &format!("-- Two.\n{REBUILD}")).migrate(&["up"]);
        assert!(
            run.code == 0 && !run.stdout.contains("something else"),
            "{run:?}"
        );
    }
}

#[test]
fn a_view_of_the_users_that_would_lose_a_column_or_their_order() {
    let mine = "CREATE VIEW mine AS SELECT * FROM t";
    let other_order = REBUILD.replace("a TEXT, b TEXT, c TEXT", "b TEXT, a TEXT");
    for (change, wanted) in [
        (
            "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;\n",
            "its column b would be gone",
        ),
        (
            &format!("-- Two.\n{other_order}"),
            "its columns would have another order: id, b, a",
        ),
    ] {
        let fixture = beside("", mine, change);
        let error = fixture.refused();
        assert!(
            error.contains(&format!("your view mine uses what the migrations change: {wanted}; keep its text, `DROP VIEW \"mine\"`, run again")),
            "{error}"
        );
        fixture.open().execute_batch("DROP VIEW mine").unwrap();
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "the advice works: {run:?}");
    }
}

#[test]
fn a_view_with_another_definition_is_shown() {
    let view = "CREATE VIEW v AS SELECT id, a FROM t;";
    let change = "-- Two.\nDROP VIEW v;\nCREATE VIEW v AS\nSELECT id, NULL AS a FROM t WHERE 0;\nCREATE VIEW new AS SELECT 1 AS x;\n";
    let said = "view v says something else: CREATE VIEW v AS SELECT id, NULL AS a FROM t WHERE 0";
    let fixture = beside(view, "", change);
    let lint = fixture.migrate(&["lint"]);
    assert_eq!(
        (lint.code, lint.stdout.as_str()),
        (
            0,
            format!("migrations/V002__two.sql: {said}\n2 migrations, nothing found\n").as_str()
        ),
        "{lint:?}"
    );
    for command in ["rehearse", "up"] {
        let fixture = beside(view, "", change);
        let run = fixture.migrate(&[command]);
        assert!(
            run.code == 0 && run.stdout.contains(&format!("  {said}\n")),
            "{run:?}"
        );
        let fixture = beside(view, "", change);
        let run = fixture.migrate(&[command, "--format", "json"]);
        assert!(
            run.code == 0
                && run
                    .stdout
                    .contains(r#""was":"CREATE VIEW v AS SELECT id, a FROM t""#)
                && run.stdout.contains(r#""view":"v""#),
            "{run:?}"
        );
    }
    // Who has a new database has no earlier view.
    std::fs::remove_file(fixture.path("sco.db")).unwrap();
    let run = fixture.migrate(&["up"]);
    assert!(
        run.code == 0 && !run.stdout.contains("something else"),
        "{run:?}"
    );
    // It may be announced; that a view changes which does not is refused.
    let announced = change.replace("-- Two.", "-- expect: change view v");
    assert_eq!(beside(view, "", &announced).migrate(&["up"]).code, 0);
    let untrue = "-- expect: change view v\nCREATE VIEW new AS SELECT 1 AS x;\n";
    let error = beside(view, "", untrue).refused();
    assert!(
        error.contains("`change view v` is expected, but does not happen"),
        "{error}"
    );
}

/// A table of two columns with constraints of every sort.
const CONSTRAINED: &str = "CREATE TABLE s (id INTEGER PRIMARY KEY, length INT CONSTRAINT c CHECK (length > 0), code TEXT CONSTRAINT c CHECK (length(code) < 9),
    CHECK (code <> 'x' OR length > 1), UNIQUE (code), UNIQUE (code COLLATE NOCASE), UNIQUE (length), UNIQUE (length, code));
CREATE VIEW sv AS SELECT id FROM s;
CREATE TRIGGER st INSTEAD OF INSERT ON sv BEGIN INSERT INTO s (id) VALUES (new.id); END;";

/// A rebuild of it without any of them, and without its column `length`.
const UNCONSTRAINED: &str = "DROP VIEW sv;
CREATE TABLE s_new (id INTEGER PRIMARY KEY, code TEXT);
INSERT INTO s_new (id, code) SELECT id, code FROM s;
DROP TABLE s;
ALTER TABLE s_new RENAME TO s;
";

#[test]
fn an_announcement_covers_one_loss() {
    let all = [
        "drop column s.length",
        "drop constraint s.CHECK c ( length ( code ) < 9 )",
        "drop constraint s.CHECK (code <> 'x' OR length > 1)",
        "drop constraint s.UNIQUE (code)",
        "drop constraint s.UNIQUE (code COLLATE nocase)",
        "drop constraint s.UNIQUE (length, code)",
        "drop view sv",
        "drop trigger st",
    ];
    let head = |without: Option<usize>| -> String {
        let lines = all
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != without);
        let lines: Vec<String> = lines
            .map(|(_, words)| format!("-- expect: {words}\n"))
            .collect();
        lines.concat()
    };
    let run = beside(CONSTRAINED, "", &format!("{}{UNCONSTRAINED}", head(None))).migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    for (at, words) in all.iter().enumerate() {
        let change = format!("{}{UNCONSTRAINED}", head(Some(at)));
        let fixture = beside(CONSTRAINED, "", &change);
        let error = fixture.refused();
        assert!(
            error.contains(&format!("`-- expect: {words}`")),
            "{words}: {error}"
        );
        assert_eq!(error.matches("-- expect: ").count(), 1, "{words}: {error}");
    }
}

#[test]
fn an_object_of_the_users_is_not_taken_for_one_that_a_migration_makes() {
    for (users, ours, wanted) in [
        (
            "CREATE TABLE n (mine)",
            "VIEW IF NOT EXISTS n AS SELECT id FROM t",
            "your table n has the name of a view",
        ),
        (
            "CREATE TABLE n (mine)",
            "TABLE IF NOT EXISTS n (x)",
            "your table n has the name of a table",
        ),
        (
            "CREATE VIEW n AS SELECT 1 AS mine",
            "TABLE IF NOT EXISTS n (x)",
            "your view n has the name of a table",
        ),
        (
            "CREATE VIEW N AS SELECT 1 AS mine",
            "VIEW IF NOT EXISTS n AS SELECT 2 AS x",
            "your view N has the name of a view",
        ),
        (
            "CREATE INDEX n ON t (a)",
            "INDEX IF NOT EXISTS n ON t (b)",
            "your index n has the name of an index",
        ),
        (
            "CREATE TRIGGER n AFTER INSERT ON t BEGIN SELECT 1; END",
            "TRIGGER IF NOT EXISTS n AFTER INSERT ON t BEGIN SELECT 2; END",
            "your trigger n has the name of a trigger",
        ),
    ] {
        let change = format!("-- Two.\nCREATE {ours};\n");
        let error = beside("", users, &change).refused();
        assert!(error.contains(wanted), "{ours}: {error}");
    }
    // Triggers have names of their own, and the very same text is no conflict.
    for (users, ours) in [
        (
            "CREATE TABLE n (mine)",
            "TRIGGER IF NOT EXISTS n AFTER INSERT ON t BEGIN SELECT 2; END",
        ),
        (
            "CREATE VIEW n AS SELECT id FROM t",
            "VIEW IF NOT EXISTS n AS SELECT id FROM t",
        ),
    ] {
        let fixture = beside("", users, &format!("-- Two.\nCREATE {ours};\n"));
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{ours}: {run:?}");
        assert_eq!(fixture.migrate(&["status"]).code, 0);
    }
}

#[test]
fn a_table_of_the_users_stays_whatever_takes_its_name() {
    for made in [
        "",
        "CREATE VIEW mine AS SELECT 1 AS x;\n",
        "CREATE INDEX mine ON t (a);\n",
    ] {
        let change = format!("-- expect: drop table mine\nDROP TABLE mine;\n{made}");
        let users = "CREATE TABLE mine (x); INSERT INTO mine (x) VALUES ('only copy')";
        let fixture = beside("", users, &change);
        let error = fixture.refused();
        assert!(
            error.contains("drops table mine, which is your own; rename it"),
            "{error}"
        );
        assert_eq!(fixture.ask("SELECT x FROM mine"), ["only copy"]);
    }
}

#[test]
fn a_column_of_the_users_that_a_rebuild_would_drop() {
    let users = "ALTER TABLE t ADD COLUMN \"my own\" TEXT";
    let fixture = beside("", users, &format!("-- Two.\n{REBUILD}"));
    let error = fixture.refused();
    assert!(
        error.contains("column t.my own is gone, and it is your own; keep its values in a table of your own, `ALTER TABLE \"t\" DROP COLUMN \"my own\"`, run again, then add it again"),
        "{error}"
    );
    fixture
        .open()
        .execute_batch("ALTER TABLE \"t\" DROP COLUMN \"my own\"")
        .unwrap();
    assert_eq!(fixture.migrate(&["up"]).code, 0, "the advice works");
    let ours = beside(
        "",
        "",
        &format!(
            "-- Two.\n{}",
            REBUILD.replace("b TEXT, ", "").replace(", b", "")
        ),
    );
    assert!(ours.refused().contains("-- expect: drop column t.b`"));
    // A column of ours beside theirs, and one of ours that has the name of theirs.
    for (users, change) in [
        (
            "ALTER TABLE t ADD COLUMN mine",
            "ALTER TABLE t DROP COLUMN b;",
        ),
        ("ALTER TABLE u ADD COLUMN b", "ALTER TABLE t DROP COLUMN b;"),
    ] {
        let error = beside("", users, &format!("-- Two.\n{change}\n")).refused();
        assert!(
            error.contains("-- expect: drop column t.b`") && !error.contains("your own"),
            "{users}: {error}"
        );
    }
}

#[test]
fn a_trigger_does_not_wait_for_a_computed_column() {
    let ours = "CREATE TABLE g (a INT, twice INT AS (a * 2));";
    let trigger = |of: &str| {
        format!("-- Two.\nCREATE TRIGGER w AFTER UPDATE OF {of} ON g BEGIN DELETE FROM log; END;\n")
    };
    let error = beside(ours, "", &trigger("twice")).refused();
    assert!(
        error.contains("waits for an update of twice, which g computes; name a column of g"),
        "{error}"
    );
    assert_eq!(beside(ours, "", &trigger("a")).migrate(&["up"]).code, 0);
}
