//! What is the user's stays the user's, and what a migration does not touch is no hindrance.

use crate::fixture::{Fixture, ask};
use crate::world::World;

/// A database at V1 with what the user made, and a second migration.
fn with_users(users: &str, sql: &str) -> Fixture {
    let fixture = Fixture::with_parents();
    fixture.open().execute_batch(users).unwrap();
    fixture.file("V002__change.sql", sql);
    fixture
}

/// A rebuild of `parent` that brings an index and a trigger with it.
const REBUILD: &str = "-- Rebuild.
CREATE TABLE parent_new (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, note TEXT, CONSTRAINT code_once UNIQUE (code));
INSERT INTO parent_new (id, code, note) SELECT id, code, note FROM parent;
DROP VIEW parents;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
UPDATE sqlite_sequence SET seq = 4 WHERE name = 'parent';
CREATE INDEX parent_by_note ON parent (note);
CREATE TRIGGER parent_watched AFTER DELETE ON parent BEGIN SELECT CASE WHEN old.id = 99 THEN 1 END; END;
CREATE VIEW parents AS SELECT id, code FROM parent;
";

/// What the user has, what a migration makes, and how the refusal begins.
const NAMES: &[(&str, &str, &str)] = &[
    (
        "CREATE VIEW news AS SELECT 'my own work' AS mine",
        "CREATE VIEW news AS SELECT id FROM parent;",
        "your view news has the name of a view that the migrations make",
    ),
    (
        "CREATE VIEW News AS SELECT 1 AS mine",
        "CREATE TABLE news (x);",
        "your view News has the name of a table that the migrations make",
    ),
    (
        "CREATE VIEW news AS SELECT 1 AS mine",
        "CREATE INDEX news ON parent (code);",
        "your view news has the name of an index that the migrations make",
    ),
    (
        "CREATE TRIGGER news AFTER INSERT ON parent BEGIN SELECT 'mine'; END",
        "CREATE TRIGGER news AFTER INSERT ON parent BEGIN SELECT 'ours'; END;",
        "your trigger news has the name of a trigger that the migrations make",
    ),
    (
        "CREATE VIEW v AS SELECT 1 AS x; CREATE TRIGGER news INSTEAD OF INSERT ON v BEGIN SELECT 'mine'; END",
        "CREATE TRIGGER news AFTER INSERT ON nulling BEGIN SELECT 'ours'; END;",
        "your trigger news has the name of a trigger that the migrations make",
    ),
];

#[test]
fn a_name_that_a_migration_takes_is_refused_and_both_are_named() {
    for (users, ours, wanted) in NAMES {
        let fixture = with_users(users, &format!("-- Two.\n{ours}\n"));
        let error = fixture.refused();
        let text = users.rsplit("; CREATE").next().unwrap();
        assert!(
            error.contains(wanted)
                && error.contains("keep its text, `DROP ")
                && error.contains(text.trim_start_matches("CREATE")),
            "{users}: {error}"
        );
        let rehearsed = fixture.migrate(&["rehearse"]);
        assert!(
            rehearsed.code == 2 && rehearsed.stderr.contains(wanted),
            "{rehearsed:?}"
        );
        let start = error.find("`DROP ").unwrap() + 1;
        let advice = error[start..].split('`').next().unwrap();
        fixture.open().execute_batch(advice).unwrap();
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "the advice works: {run:?}");
    }
}

#[test]
fn an_index_of_the_users_whose_name_a_rebuild_takes() {
    let fixture = with_users(
        "CREATE INDEX more ON parent (code, note)",
        &(REBUILD.to_owned() + "CREATE INDEX more ON parent (code);\n"),
    );
    let error = fixture.refused();
    assert!(
        error.contains("your index more has the name of an index that the migrations make; keep its text, `DROP INDEX \"more\"`"),
        "{error}"
    );
}

#[test]
fn the_very_same_text_is_no_conflict() {
    let fixture = with_users(
        "CREATE VIEW news AS SELECT id FROM parent; CREATE TRIGGER seen AFTER INSERT ON parent BEGIN SELECT 1; END",
        "-- Two.\nCREATE VIEW news AS SELECT id FROM parent;\nCREATE TRIGGER seen AFTER INSERT ON parent BEGIN SELECT 1; END;\n",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let status = fixture.migrate(&["status"]);
    assert!(
        status.code == 0 && !status.stdout.contains("extra"),
        "{status:?}"
    );
}

#[test]
fn an_object_of_ours_that_the_user_changed_is_the_users() {
    let changed = "DROP VIEW parents; CREATE VIEW parents AS SELECT id FROM parent; CREATE TRIGGER takes INSTEAD OF DELETE ON parents BEGIN SELECT 1; END";
    // One that no migration touches stays, and what hangs on it.
    let fixture = with_users(
        changed,
        "-- Two.\nALTER TABLE parent RENAME COLUMN note TO remark;\nALTER TABLE parent RENAME COLUMN remark TO note;\n",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        fixture.ask("SELECT sql FROM sqlite_schema WHERE name IN ('parents', 'takes')"),
        [
            "CREATE VIEW parents AS SELECT id FROM parent",
            "CREATE TRIGGER takes INSTEAD OF DELETE ON parents BEGIN SELECT 1; END"
        ]
    );
    // One that a migration would replace is refused, by either way of replacing it.
    for sql in [
        "-- expect: drop view parents\nDROP VIEW parents;\n",
        "-- expect: drop view parents\nDROP VIEW IF EXISTS parents;\n",
        "-- Two.\nDROP VIEW parents;\nCREATE VIEW parents AS SELECT code FROM parent;\n",
    ] {
        let fixture = with_users(changed, sql);
        let error = fixture.refused();
        assert!(
            error.contains("view parents is not as the migrations made it, so it counts as your own: keep its text, put theirs in its place")
                && error.contains("CREATE VIEW parents AS SELECT id FROM parent"),
            "{error}"
        );
    }
    let fixture = with_users(
        changed,
        "-- Two.\nDROP VIEW IF EXISTS parents;\nCREATE VIEW parents AS SELECT code, id FROM parent;\n",
    );
    let error = fixture.refused();
    assert!(
        error.contains("your view parents has the name of a view that the migrations make"),
        "{error}"
    );
    let user = fixture.open();
    user.execute_batch(
        "DROP TRIGGER takes; DROP VIEW parents; CREATE VIEW parents AS SELECT id, code FROM parent",
    )
    .unwrap();
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "the advice works: {run:?}");
}

#[test]
fn a_trigger_of_ours_on_a_view_that_the_user_changed_comes_back() {
    let fixture = Fixture::new();
    fixture.file(
        "V001__first.sql",
        "-- One.\nCREATE TABLE a (x);\nCREATE VIEW v AS SELECT x FROM a;\nCREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN INSERT INTO a (x) VALUES (new.x); END;\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture
        .open()
        .execute_batch("DROP VIEW v; CREATE VIEW v AS SELECT x, 1 AS mine FROM a; CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN INSERT INTO a (x) VALUES (new.x); END;")
        .unwrap();
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE b (x);\n");
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        fixture.ask("SELECT name FROM sqlite_schema WHERE type IN ('view', 'trigger') ORDER BY 1"),
        ["t", "v"]
    );
}

/// Only what is the user's is put aside: a migration finds its own triggers in their places.
#[test]
fn a_trigger_of_ours_is_dropped_beside_a_view_of_the_users() {
    let fixture = with_users(
        "CREATE VIEW mine AS SELECT id FROM nulling",
        "-- expect: drop trigger parent_watched\nDROP TRIGGER parent_watched;\n",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        fixture.ask("SELECT name FROM sqlite_schema WHERE type = 'trigger' OR name = 'mine'"),
        ["mine"]
    );
}

#[test]
fn a_rename_rewrites_an_index_of_the_users_and_leaves_it() {
    let fixture = with_users(
        "CREATE INDEX mine ON parent (note, code)",
        "-- Two.\nALTER TABLE parent RENAME COLUMN note TO remark;\n",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        fixture.ask("SELECT sql FROM sqlite_schema WHERE name = 'mine'"),
        ["CREATE INDEX mine ON parent (remark, code)"]
    );
}

#[test]
fn the_trigger_that_breaks_is_the_one_that_is_named() {
    let fixture = with_users(
        "CREATE TRIGGER mine AFTER DELETE ON parent BEGIN UPDATE nulling SET extra = 1; END; ALTER TABLE nulling ADD COLUMN extra",
        "-- expect: drop column nulling.extra\nALTER TABLE nulling DROP COLUMN extra;\n",
    );
    let error = fixture.refused();
    assert!(
        error.contains("your trigger mine uses what the migrations change: no such column: extra"),
        "{error}"
    );
}

#[test]
fn texts_in_double_quotes_of_the_users_work_as_before() {
    let users = "CREATE VIEW mine AS SELECT \"a text\" AS t, note FROM parent; CREATE TRIGGER marks AFTER INSERT ON nulling BEGIN UPDATE parent SET note = \"seen\" WHERE id = 1; END";
    let fixture = with_users(users, REBUILD);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask("SELECT DISTINCT t FROM mine"), ["a text"]);
    let fixture = with_users(
        users,
        "-- expect: drop column parent.note\n-- expect: drop index parent_by_note\nDROP INDEX parent_by_note;\nALTER TABLE parent DROP COLUMN note;\n",
    );
    let error = fixture.refused();
    assert!(error.contains("your view mine uses"), "{error}");
}

/// Things of the user's that SQLite cannot read, or that are wrong since long ago.
const UNREADABLE: &[&str] = &[
    "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'geo', 'geo', 0, 'CREATE VIRTUAL TABLE geo USING absent(x)'); PRAGMA writable_schema = RESET",
    "CREATE TABLE content (w); CREATE VIRTUAL TABLE words USING fts5 (w, content = 'content'); DROP TABLE content",
    "PRAGMA foreign_keys = OFF; CREATE TABLE twice (n); CREATE TABLE bad (n REFERENCES twice (n)); INSERT INTO bad VALUES (1)",
    "CREATE TABLE lost (n REFERENCES nowhere (n)); PRAGMA foreign_keys = OFF; INSERT INTO lost VALUES (1)",
    "CREATE VIEW broken AS SELECT nil FROM nowhere; CREATE TABLE hit (x); CREATE TRIGGER broken_too AFTER INSERT ON hit BEGIN INSERT INTO nowhere VALUES (1); END",
];

#[test]
fn what_sqlite_cannot_read_is_no_hindrance() {
    for users in UNREADABLE {
        let fixture = with_users(
            users,
            &REBUILD.replace(
                "-- Rebuild.",
                "-- expect: rows cascading -1\nDELETE FROM cascading WHERE id = 1;",
            ),
        );
        for command in ["status", "rehearse", "check", "up", "status"] {
            let run = fixture.migrate(&[command]);
            let wanted = i32::from(
                command == "status"
                    && fixture.ask("SELECT max(version) FROM refinery_schema_history") == ["1"],
            );
            assert_eq!(run.code, wanted, "{users}: {command}: {run:?}");
        }
    }
}

#[test]
fn nor_is_it_for_a_build_or_an_import() {
    for users in UNREADABLE {
        let world = World::new();
        world.build();
        let world = world.add(
            "mine/entities",
            &[("entity_id", "MY"), ("kind", "state"), ("name", "Mystate")],
        );
        let user = rusqlite::Connection::open(world.path("sco.db")).unwrap();
        user.execute_batch(users).unwrap();
        user.execute_batch("PRAGMA foreign_keys = OFF; UPDATE entities SET note = 'another'; CREATE TABLE my_list (entity REFERENCES entities (entity_id)); INSERT INTO my_list VALUES ('no-such-entity')").unwrap();
        for arguments in [
            &["build"][..],
            &["import", "facts", "--origin", "me", "mine"],
        ] {
            let run = world.sco(arguments);
            assert_eq!(run.code, 0, "{users}: {run:?}");
        }
        assert_eq!(ask(&user, "SELECT count(*) FROM my_list"), ["1"]);
        assert_eq!(
            ask(&user, "SELECT name FROM entities WHERE entity_id = 'MY'"),
            ["Mystate"]
        );
    }
}

/// Children of every sort, one row of each dangling before the migration: by key, without a key, by two
/// columns, and of a type that has to be converted.
const DANGLING: &str = "PRAGMA foreign_keys = OFF;
CREATE TABLE plain (n REFERENCES parent (id)); INSERT INTO plain VALUES (1), (77);
CREATE TABLE keyed (a TEXT, b INTEGER, n INTEGER REFERENCES parent, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO keyed VALUES ('x''y', 1, 77), ('z', 2, 3);
CREATE TABLE texts (rowid TEXT, n REFERENCES parent (code)); INSERT INTO texts VALUES ('r', 1234), ('s', '01234'), ('t', NULL);
CREATE TABLE pairs (p, q, PRIMARY KEY (p, q)); CREATE TABLE of_pairs (id INTEGER PRIMARY KEY, p, q, FOREIGN KEY (p, q) REFERENCES pairs (p, q)); INSERT INTO of_pairs VALUES (1, 1, 1), (2, 1, NULL);";

#[test]
fn only_rows_that_dangle_since_the_migration_count() {
    for sql in [
        REBUILD,
        "-- Two.\nALTER TABLE plain RENAME TO plainer;\nALTER TABLE parent RENAME TO guardian;\nALTER TABLE guardian RENAME TO parent;\n",
        "-- Two.\nCREATE TABLE plain_new (n REFERENCES parent (id));\nINSERT INTO plain_new (n) SELECT n FROM plain ORDER BY n DESC;\nDROP TABLE plain;\nALTER TABLE plain_new RENAME TO plain;\n",
        "-- Two.\nUPDATE plain SET n = 2 WHERE n = 77;\nUPDATE keyed SET b = 9 WHERE b = 1;\n",
    ] {
        let fixture = with_users(DANGLING, sql);
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{sql}: {run:?}");
    }
}

#[test]
fn rows_that_dangle_anew_are_named_by_their_key() {
    for (sql, wanted) in [
        (
            "INSERT INTO keyed (a, b, n) VALUES ('x', 5, 77);",
            "1 row of keyed names a row of parent that is not there (b = 5 and a = 'x')",
        ),
        (
            "UPDATE keyed SET n = 78 WHERE b = 2;",
            "1 row of keyed names a row of parent that is not there (b = 2 and a = 'z')",
        ),
        (
            "INSERT INTO plain (n) VALUES (88);",
            "1 row of plain names a row of parent that is not there (rowid 3)",
        ),
        (
            "INSERT INTO texts (rowid, n) VALUES ('u', 12345);",
            "1 row of texts names a row of parent that is not there (rowid 4)",
        ),
        (
            "UPDATE OR ABORT 'plain' SET n = 88 WHERE n = 1;",
            "1 row of plain names a row of parent that is not there (rowid 1)",
        ),
        (
            "INSERT INTO of_pairs (id, p, q) VALUES (3, 1, 2);",
            "1 row of of_pairs names a row of pairs that is not there (rowid 3)",
        ),
        (
            "CREATE TABLE two (n);\nCREATE TABLE bad (n REFERENCES two (n));\nINSERT INTO bad (n) VALUES (1);",
            "1 row of bad names a row of two that is not there (rowid 1); bad: foreign key mismatch - \"bad\" referencing \"two\"",
        ),
        (
            "CREATE TRIGGER adds AFTER INSERT ON nulling BEGIN INSERT INTO plain (n) VALUES (99); END;\nINSERT INTO nulling (id) VALUES (9);\nDROP TRIGGER adds;",
            "1 row of plain names a row of parent that is not there (rowid 3)",
        ),
    ] {
        let fixture = with_users(DANGLING, &format!("-- Two.\n{sql}\n"));
        let error = fixture.refused();
        assert!(
            error.contains(&format!(
                "rows would be left dangling: {wanted}; delete or change them"
            )),
            "{sql}: {error}"
        );
    }
}

const PAIR: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO t (id, a, b) VALUES (1, 'x', 'p'), (2, 'y', 'q');
";
const SWAPPED_TABLES: &str =
    "ALTER TABLE t RENAME TO x;\nALTER TABLE u RENAME TO t;\nALTER TABLE x RENAME TO u;\n";
const SWAPPED_COLUMNS: &str = "ALTER TABLE t RENAME COLUMN a TO x;
ALTER TABLE t RENAME COLUMN b TO a;\nALTER TABLE t RENAME COLUMN x TO b;\n";
const OTHER_COLUMN: &str =
    "ALTER TABLE t RENAME COLUMN a TO former;\nALTER TABLE t ADD COLUMN a TEXT;\n";
const OTHER_TABLE: &str =
    "ALTER TABLE t RENAME TO former;\nCREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n";
const T_REBUILT: &str = "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO n (id, a, b) SELECT id, a, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";

fn beside_a_pair(users: &str, change: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", PAIR);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.open().execute_batch(users).unwrap();
    fixture.file("V002__two.sql", format!("-- Two.\n{change}"));
    fixture
}

/// What the user made would still work, and read other rows or another column.
#[test]
fn names_that_mean_something_else_now_are_told() {
    let view = "CREATE VIEW mine AS SELECT id, a FROM t";
    let trigger = "CREATE TABLE seen (x); CREATE TRIGGER mine AFTER UPDATE ON t BEGIN INSERT INTO seen VALUES (old.a); END";
    let index = "CREATE UNIQUE INDEX mine ON t (a)";
    let column = "another column of t is called a now";
    let table = "another table is called t now";
    let rebuilt = format!("{SWAPPED_COLUMNS}{T_REBUILT}");
    for (users, change, wanted) in [
        (view, SWAPPED_COLUMNS, column),
        (view, SWAPPED_TABLES, table),
        (view, OTHER_COLUMN, column),
        (view, OTHER_TABLE, table),
        (trigger, SWAPPED_COLUMNS, column),
        (trigger, SWAPPED_TABLES, table),
        (index, rebuilt.as_str(), column),
    ] {
        let fixture = beside_a_pair(users, change);
        let error = fixture.refused();
        let kind = &users[users.rfind("CREATE ").unwrap()..];
        assert!(
            error.contains(wanted)
                && error.contains("uses what the migrations change")
                && error.contains(&format!("its text is: {kind}")),
            "{users} {change}: {error}"
        );
    }
    let others = "CREATE VIEW mine AS SELECT id, b FROM u";
    for (users, change) in [
        (view, T_REBUILT),
        (trigger, T_REBUILT),
        (index, T_REBUILT),
        // SQLite follows an index that is never dropped.
        (index, SWAPPED_COLUMNS),
        (index, SWAPPED_TABLES),
        (others, SWAPPED_COLUMNS),
        (others, OTHER_TABLE),
        (view, "ALTER TABLE t RENAME COLUMN b TO c;\n"),
    ] {
        let run = beside_a_pair(users, change).migrate(&["up"]);
        assert_eq!(run.code, 0, "{users} {change}: {run:?}");
    }
}

#[test]
fn a_unique_index_of_the_users_is_named_where_it_forbids_a_row() {
    let change = "INSERT INTO t (id, a) VALUES (9, 'x');\n";
    let error = beside_a_pair("CREATE UNIQUE INDEX mine ON t (a)", change).refused();
    assert!(
        error.contains("UNIQUE constraint failed: t.a") && error.contains("index mine is your own"),
        "{error}"
    );
    let twice = "INSERT INTO t (id, a) VALUES (1, 'z');\n";
    let error = beside_a_pair("CREATE UNIQUE INDEX mine ON u (a)", twice).refused();
    assert!(!error.contains("is your own"), "{error}");
}
