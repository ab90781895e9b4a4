//! What worked before the migrations goes on working, or the refusal names what does not; what did not work before is no
//! hindrance.

use crate::fixture::Fixture;
use crate::migrate_named::applied_or_refused;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE x (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE y (id INTEGER PRIMARY KEY, c TEXT);
CREATE TABLE n (c TEXT);
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE ch (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));
CREATE VIRTUAL TABLE f USING fts5 (w, z);
CREATE VIRTUAL TABLE g USING fts4 (w);
CREATE VIRTUAL TABLE g_words USING fts4aux (g);
CREATE VIEW dv AS SELECT id, a FROM x;
INSERT INTO p (id) VALUES (1);
INSERT INTO ch (id, p) VALUES (1, 1);
";

/// What the user makes, the second migration, and words of the refusal; none where nothing hinders it.
const CASES: &[(&str, &str, &str)] = &[
    // Each view is compared with what it was itself.
    (
        "CREATE VIEW first_one AS SELECT id FROM p;
         CREATE VIEW mine AS SELECT (SELECT x.c FROM (SELECT * FROM x) LIMIT 1) AS r FROM y AS x",
        "ALTER TABLE x ADD COLUMN c TEXT;",
        "your view mine uses what the migrations change: a name in it means the new column x.c now",
    ),
    // Whether a view with other bytes works is asked of SQLite where it names no table that changes.
    (
        "CREATE VIEW mine AS SELECT a AS \"café\" FROM dv",
        "-- expect: drop view dv\nDROP VIEW dv;",
        "your view mine uses what the migrations change: no such table: main.dv",
    ),
    // No row of the view can be read, with any program, and rows can be written into it.
    (
        "CREATE VIEW mine AS SELECT id IN (SELECT id, c FROM y) AS k FROM y;
         CREATE TRIGGER writes INSTEAD OF INSERT ON mine BEGIN UPDATE t SET b = 1; END",
        "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;",
        "your trigger writes uses what the migrations change: no such column: b",
    ),
    // The view has another fault than the function that its trigger lacks, so its words are not judged.
    (
        "CREATE VIEW mine AS WITH unused AS (SELECT value FROM generate_series(1, 3))
             SELECT id IN (SELECT id, c FROM y) AS k FROM y;
         CREATE TRIGGER writes INSTEAD OF INSERT ON mine
             BEGIN INSERT INTO n SELECT value FROM generate_series(1, new.k); END",
        "ALTER TABLE y RENAME COLUMN c TO e;",
        "",
    ),
    // A foreign key of the user's that a rebuild leaves out is lost.
    (
        "ALTER TABLE ch ADD COLUMN mine INTEGER REFERENCES t (id)",
        "CREATE TABLE k (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), mine INTEGER);
INSERT INTO k (id, p, mine) SELECT id, p, mine FROM ch; DROP TABLE ch; ALTER TABLE k RENAME TO ch;",
        "a constraint of ch was `FOREIGN KEY (mine) REFERENCES t (id) ON UPDATE NO ACTION ON DELETE NO ACTION` and is gone",
    ),
    // A column behind `*` that is announced as gone is no hidden one.
    (
        "CREATE VIEW mine AS SELECT count(*) AS m FROM (SELECT * FROM f)",
        "-- expect: drop constraint f.USING\n-- expect: drop column f.z\nDROP TABLE f; CREATE VIRTUAL TABLE f USING fts5 (w);",
        "",
    ),
    // The list of the words of a full-text table has one hidden column, which stays.
    (
        "CREATE VIEW mine AS SELECT term FROM g_words WHERE languageid = 0",
        "CREATE TABLE z (x);",
        "",
    ),
    // Only the user's program reads the view, and a trigger writes into it.
    (
        "CREATE VIEW mine AS SELECT a, b FROM t WHERE a = \"k\";
         CREATE TRIGGER takes INSTEAD OF INSERT ON mine BEGIN INSERT INTO n VALUES (new.a); END;
         CREATE TRIGGER feeds AFTER INSERT ON x BEGIN INSERT INTO mine SELECT a, b FROM x; END",
        "CREATE TABLE z (x);",
        "",
    ),
    // Triggers write into a view by way of one that was made after them.
    (
        "CREATE VIEW mine AS SELECT a, b FROM t;
         CREATE TRIGGER feeds AFTER UPDATE ON x BEGIN DELETE FROM mine; END;
         CREATE TRIGGER takes INSTEAD OF DELETE ON mine BEGIN DELETE FROM t WHERE a = old.a; END",
        "CREATE TABLE z (x);",
        "",
    ),
    (
        "CREATE VIEW mine AS SELECT a, b FROM t;
         CREATE TRIGGER feeds AFTER UPDATE ON x BEGIN UPDATE mine SET b = 1; END;
         CREATE TRIGGER takes INSTEAD OF UPDATE ON mine BEGIN UPDATE t SET b = new.b WHERE a = old.a; END",
        "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;",
        "your view mine uses what the migrations change: no such column: b",
    ),
    // What did not work before is no hindrance, nor does it hide what works no longer.
    (
        "CREATE VIEW broken AS SELECT a FROM gone;
         CREATE TRIGGER feeds AFTER INSERT ON x BEGIN INSERT INTO broken VALUES (1); END",
        "CREATE TABLE z (x);",
        "",
    ),
    (
        "CREATE VIEW ow AS SELECT a FROM x;
         CREATE TRIGGER mine AFTER INSERT ON t BEGIN UPDATE y SET zz = 1; END;
         CREATE TRIGGER other BEFORE INSERT ON t BEGIN INSERT INTO ow VALUES (1); END",
        "CREATE TABLE z (x);",
        "",
    ),
    (
        "CREATE VIEW ow AS SELECT a FROM x;
         CREATE TRIGGER mine AFTER INSERT ON t BEGIN UPDATE y SET c = 1; END;
         CREATE TRIGGER other BEFORE INSERT ON t BEGIN INSERT INTO ow VALUES (1); END",
        "-- expect: drop column y.c\nALTER TABLE y DROP COLUMN c;",
        "your trigger mine uses what the migrations change: no such column: c",
    ),
    // A trigger that names columns that are not there, or waits for one, means none.
    (
        "CREATE TRIGGER mine AFTER UPDATE OF zz ON t BEGIN UPDATE y SET c = 1; END;
         CREATE TRIGGER other AFTER DELETE ON t BEGIN INSERT INTO y (zz) VALUES (1); END",
        "CREATE TABLE z (x);",
        "",
    ),
    // A migration's own trigger must work.
    (
        "",
        "CREATE VIEW ow AS SELECT a FROM x; CREATE TRIGGER other BEFORE INSERT ON t BEGIN INSERT INTO ow VALUES (1); END;",
        "cannot modify ow because it is a view",
    ),
    (
        "",
        "CREATE VIEW ow AS SELECT a FROM x; CREATE TRIGGER takes INSTEAD OF INSERT ON ow BEGIN INSERT INTO x (a) VALUES (new.a); END;
CREATE TRIGGER other BEFORE INSERT ON t BEGIN INSERT INTO ow VALUES (1); END;",
        "",
    ),
    // A plain table has become one that reads what comes later: no virtual table that was there is broken.
    (
        "",
        "-- expect: change type n.c\nDROP TABLE n; CREATE VIRTUAL TABLE n USING fts5 (c, content = 'later');",
        "",
    ),
];

#[test]
fn what_worked_still_works_or_is_named() {
    applied_or_refused(TABLES, CASES, |_| {});
}

#[test]
fn a_view_that_the_run_makes_and_changes_is_no_changed_one() {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", TABLES);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    for (name, change) in [
        ("V002__two.sql", "CREATE VIEW vv AS SELECT id, a FROM t;"),
        (
            "V003__three.sql",
            "-- expect: drop column vv.a\nDROP VIEW vv; CREATE VIEW vv AS SELECT id FROM t;",
        ),
        (
            "V004__four.sql",
            "DROP VIEW dv; CREATE VIEW dv AS SELECT id, a FROM t;",
        ),
    ] {
        fixture.file(name, format!("-- More.\n{change}\n"));
    }
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let told = run.stdout.lines();
    let changed: Vec<&str> = told
        .filter(|line| line.contains("says something else"))
        .collect();
    assert_eq!(
        changed,
        ["  view dv says something else: CREATE VIEW dv AS SELECT id, a FROM t"]
    );
}

#[test]
fn the_lint_names_each_with_its_own_fault() {
    let fixture = Fixture::new();
    let made = "CREATE VIEW v AS SELECT shout(a) AS a FROM t;
CREATE TRIGGER takes INSTEAD OF INSERT ON v BEGIN SELECT \"txt\"; END;";
    fixture.file("V001__one.sql", format!("{TABLES}{made}\n"));
    let run = fixture.migrate(&["lint"]);
    assert_eq!(run.code, 1, "{run:?}");
    for wanted in [
        "trigger takes does not work: no such column: \"txt\"",
        "view v does not work: no such function: shout",
    ] {
        assert!(run.stdout.contains(wanted), "{run:?}");
    }
}
