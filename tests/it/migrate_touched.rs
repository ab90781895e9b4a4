//! What a statement of a file does to which rows, and what the words of a later statement say about that: by a trigger,
//! under another name, in a temporary table, or by the name of a key of another table.

use crate::fixture::Fixture;
use crate::migrate_effect::refused_as_asked;

const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
const ROWS: &str =
    "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z'), (9, 'd', 'w');";

/// Runs a file after another one, if there is one, on a schema beside `t`; `heads` are what the refusal asks for.
fn check(schema: &str, files: &[&str], heads: &[&str]) {
    let schema = [T, schema];
    if heads.is_empty() {
        refused_as_asked(&[(&schema, ROWS, files, None)]);
    }
    for head in heads {
        refused_as_asked(&[(&schema, ROWS, files, Some(head))]);
    }
}

/// What writes beside an `UPDATE`, and what it takes away.
const BESIDE: &[(&str, &[&str], &[&str])] = &[
    // A row that an `UPDATE` pushes out of the way comes back with another value.
    (
        "CREATE UNIQUE INDEX by_code ON t (code);",
        &[
            "UPDATE OR REPLACE t SET code = 'b' WHERE id = 1;\nINSERT INTO t (id, code, note) VALUES (2, 'other', 'y');",
        ],
        &["values t.code"],
    ),
    (
        "",
        &[
            "UPDATE t SET code = 'k' WHERE id = 1;\nINSERT INTO t (id, code, note) VALUES (2, 'b', 'y') ON CONFLICT DO UPDATE SET code = 'other';",
        ],
        &["values t.code"],
    ),
    (
        "CREATE TRIGGER tr AFTER UPDATE OF code ON t BEGIN UPDATE t SET note = 'gone' WHERE id = new.id; END;",
        &["UPDATE t SET code = 'k' WHERE id = 1;"],
        &["values t.note"],
    ),
    // A statement that only adds, and a trigger of the dataset that replaces.
    (
        "CREATE TABLE log (x);\nCREATE TRIGGER tr AFTER INSERT ON log BEGIN REPLACE INTO t (id, code) VALUES (1, 'a'); END;",
        &["INSERT INTO log (x) VALUES (1);"],
        &["values t.note"],
    ),
    // A row of an earlier file of the same run.
    (
        "",
        &[
            "INSERT INTO t VALUES (4, 'e', 'v');",
            "DELETE FROM t WHERE id = 4;",
        ],
        &["rows t -1"],
    ),
    // A row of the file's own, under a name that the table did not have before.
    (
        "",
        &[
            "ALTER TABLE t RENAME TO m;\nINSERT INTO m VALUES (4, 'e', 'v');\nDELETE FROM m WHERE id = 4;",
        ],
        &[],
    ),
    // No table takes the place of one that takes a name after it.
    (
        "",
        &[
            "CREATE TABLE x (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\nALTER TABLE x RENAME TO y;\nALTER TABLE t RENAME TO x;\nDROP TABLE x;",
        ],
        &["drop table t"],
    ),
    // The key of a table that only has a column of the same name tells no rows apart.
    (
        "CREATE TABLE a (code TEXT PRIMARY KEY);",
        &[
            "CREATE TABLE n (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\nINSERT INTO n (id, code, note) SELECT id, note, note FROM t;\nUPDATE n SET code = 'k' WHERE id = 1;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;",
        ],
        &["values t.code"],
    ),
];

#[test]
fn what_writes_beside_an_update_is_told_by_its_rows() {
    for (schema, files, heads) in BESIDE {
        check(schema, files, heads);
    }
}

/// A statement counts a row again that has moved to a key where it comes by later, so that its count alone does not tell
/// its rows from those of a trigger.
const MEANWHILE: &[(&str, &str, &[&str])] = &[
    (
        "AFTER UPDATE OF id ON t WHEN new.id = 4 BEGIN UPDATE t SET code = 'gone' WHERE id = 9; END",
        "UPDATE OR REPLACE t SET id = id + 1, code = 'k' WHERE id < 4;",
        &["values t.code", "rows t -3"],
    ),
    (
        "AFTER UPDATE OF code ON t WHEN new.code = 'k' BEGIN DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (1, 'n', 'x'); UPDATE t SET code = 'gone' WHERE id = 1; END",
        "UPDATE t SET code = 'k' WHERE id = 1;",
        &["values t.code"],
    ),
    (
        "AFTER UPDATE OF code ON t WHEN new.id = 1 BEGIN UPDATE OR REPLACE t SET id = 2 WHERE id = 1; UPDATE t SET code = 'gone' WHERE id = 9; END",
        "UPDATE t SET code = 'k' WHERE id < 3;",
        &["values t.note", "values t.code", "rows t -1"],
    ),
];

#[test]
fn a_row_that_goes_meanwhile_lends_its_key_to_no_other() {
    for (trigger, file, heads) in MEANWHILE {
        check(&format!("CREATE TRIGGER tr {trigger};"), &[file], heads);
    }
}

/// The events of the triggers of the user's that a file has kept from firing, by the word that they have as a name.
const MISSED: &[(&str, &str)] = &[
    ("INSERT INTO t (id) VALUES (4);", "i"),
    ("UPDATE t SET code = 'k' WHERE id = 1;", "u"),
    ("UPDATE t SET code = 'k' WHERE id = 90;", ""),
    ("INSERT INTO log (x) VALUES (1);", "u"),
    (
        "CREATE TEMP TABLE t (a);\nINSERT INTO temp.t (a) VALUES (1);\nUPDATE temp.t SET a = 2;\nDROP TABLE temp.t;",
        "",
    ),
];

#[test]
fn a_trigger_of_the_users_is_told_about_what_was_written_to_its_table() {
    let schema = format!(
        "-- One.\n{T}CREATE TABLE log (x);
CREATE TRIGGER tr AFTER INSERT ON log BEGIN UPDATE t SET note = note WHERE id = 1; END;\n"
    );
    let users = format!(
        "{ROWS}CREATE TABLE my (n);
CREATE TRIGGER i AFTER INSERT ON t BEGIN UPDATE my SET n = 1; END;
CREATE TRIGGER u AFTER UPDATE ON t BEGIN UPDATE my SET n = 2; END;"
    );
    for (file, names) in MISSED {
        let fixture = Fixture::beside(&schema, &users, &format!("-- Two.\n{file}\n"));
        let run = fixture.migrate(&["up", "--quiet"]);
        let told = run
            .stderr
            .contains(&format!("note: your trigger {names} on t does not fire"));
        assert_eq!(run.code, 0, "{file} {run:?}");
        assert!(
            told != names.is_empty() && told != run.stderr.is_empty(),
            "{file} {run:?}"
        );
    }
}

/// A computed column that goes is gone from a view of all columns too; one in the place of a plain one is another.
#[test]
fn a_view_of_all_columns_follows_a_computed_one() {
    const GONE: &str = "ALTER TABLE g DROP COLUMN c;";
    const AGAIN: &str = "ALTER TABLE g DROP COLUMN c;\nALTER TABLE g ADD COLUMN c AS (a);";
    let view = "CREATE VIEW v AS SELECT * FROM g;\n";
    let plain = format!("CREATE TABLE g (a TEXT, c TEXT);\n{view}");
    let computed = format!("CREATE TABLE g (a TEXT, c AS (a));\n{view}");
    let announced =
        |file: &str, heads: &str| format!("-- N.\n-- expect: drop column g.c\n{heads}{file}\n");
    let gone = announced(GONE, "-- expect: drop column v.c\n");
    check(&computed, &[gone.as_str()], &[]);
    check(&computed, &[AGAIN], &[]);
    check(&plain, &[gone.as_str()], &[]);
    let again = announced(AGAIN, "");
    check(&plain, &[again.as_str()], &["change view v"]);
}

/// Rows that dangled before are known by their key as long as no statement writes it, whatever else a file writes.
#[test]
fn a_row_that_dangled_before_excuses_no_other_of_the_same_value() {
    let schema = "-- One.\nCREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));\n";
    let rows = "PRAGMA foreign_keys = OFF;\nINSERT INTO c VALUES (1, 7), (2, NULL);";
    let other = "-- Two.\nUPDATE c SET p = NULL WHERE id = 1;\nUPDATE c SET p = 7 WHERE id = 2;\n";
    let error = Fixture::beside(schema, rows, other).refused();
    let told = "1 row of c names a row of p that is not there (rowid 2)";
    assert!(error.contains(told), "{error}");
    let moved = "-- Two.\nUPDATE c SET id = id + 10;\n";
    let run = Fixture::beside(schema, rows, moved).migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
}
