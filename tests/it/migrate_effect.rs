//! What a migration takes away, in forms that the generator does not make: each is refused, or passed where
//! nothing is lost, with a backup to compare with and without one.

use crate::fixture::Fixture;

const T: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\n";
const ROWS: &str = "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');";
const QUOTED: &str = "CREATE TABLE 'q t' ('a b' INTEGER PRIMARY KEY, 'c' TEXT);\n";
const QUOTED_ROWS: &str = "INSERT INTO 'q t' VALUES (1, 'x');";
const WATCHED: &str = "CREATE TABLE u (note TEXT);
CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u (note) VALUES (new.note); END;\n";
const INDEXED: &str = "CREATE INDEX i ON t (code);
CREATE TABLE s (id INTEGER PRIMARY KEY, code TEXT, kode TEXT);
CREATE INDEX j ON s (code);\n";
const COMPOSITE: &str =
    "CREATE TABLE p (a TEXT, b INT, c TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;\n";
const COMPOSITE_ROWS: &str = "INSERT INTO p VALUES ('x', 1, 'k'), ('y', 1, 'l');";
const NULL_KEYS: &str = "CREATE TABLE k (a TEXT PRIMARY KEY, b);\n";
const NULL_ROWS: &str = "INSERT INTO k VALUES (NULL, 1), (NULL, 2), ('x', 3);";

/// A schema, its rows, files that run on them, and the head that the refusal asks for; none where nothing
/// is lost.
pub(crate) type Case<'c> = (&'c [&'c str], &'c str, &'c [&'c str], Option<&'c str>);

const CASES: &[Case<'_>] = &[
    // A name in single quotes is the same table.
    (
        &[T],
        ROWS,
        &[
            "UPDATE t SET note = 'q' WHERE id = 1;\nINSERT OR REPLACE INTO 't' (id, code) VALUES (2, 'b');",
        ],
        Some("values t.note"),
    ),
    (
        &[QUOTED],
        QUOTED_ROWS,
        &["ALTER TABLE 'q t' ADD COLUMN d;\nUPDATE 'q t' SET c = 'k';"],
        None,
    ),
    (
        &[QUOTED],
        QUOTED_ROWS,
        &["DELETE FROM 'q t';"],
        Some("rows \"q t\" -1"),
    ),
    (
        &[QUOTED],
        QUOTED_ROWS,
        &["-- N.\n-- expect: rows \"q t\" -1\nDELETE FROM 'q t';"],
        None,
    ),
    // A trigger that writes, on a view or on the table, is no UPDATE.
    (
        &[
            T,
            "CREATE VIEW v AS SELECT id, note FROM t;\nCREATE TRIGGER vt INSTEAD OF UPDATE ON v BEGIN UPDATE t SET note = new.note WHERE id = old.id; END;\n",
        ],
        ROWS,
        &["UPDATE v SET note = NULL;"],
        Some("values t.note"),
    ),
    (
        &[T],
        ROWS,
        &[
            "CREATE TRIGGER tr AFTER UPDATE OF code ON t BEGIN UPDATE t SET note = NULL WHERE id = new.id; END;\nUPDATE t SET code = 'k' WHERE id = 1;\nDROP TRIGGER tr;",
        ],
        Some("values t.note"),
    ),
    // Keys, by whatever name.
    (&[T], ROWS, &["UPDATE t SET rowid = 10 WHERE id = 1;"], None),
    (
        &[T],
        ROWS,
        &["UPDATE OR REPLACE t SET rowid = 2 WHERE id = 1;"],
        Some("rows t -1"),
    ),
    (
        &[T],
        ROWS,
        &["UPDATE t SET id = -id;\nUPDATE t SET id = -id;"],
        None,
    ),
    (
        &[COMPOSITE],
        COMPOSITE_ROWS,
        &["UPDATE p SET a = 'z', b = 9 WHERE a = 'x';"],
        None,
    ),
    (
        &[COMPOSITE],
        COMPOSITE_ROWS,
        &["UPDATE OR REPLACE p SET a = 'y' WHERE a = 'x';"],
        Some("rows p -1"),
    ),
    (&[NULL_KEYS], NULL_ROWS, &["UPDATE k SET b = b + 10;"], None),
    (
        &[NULL_KEYS],
        NULL_ROWS,
        &["DELETE FROM k WHERE b = 2;\nINSERT INTO k VALUES (NULL, 7);"],
        Some("rows k -1"),
    ),
    // A row that got another key is followed, also to where it ends; a row of the file's own is nobody's loss.
    (
        &[T],
        ROWS,
        &["UPDATE t SET id = 101 WHERE id = 1;\nDELETE FROM t WHERE id = 101;"],
        Some("rows t -1"),
    ),
    (
        &[T],
        ROWS,
        &["UPDATE t SET id = id + 100;\nDELETE FROM t WHERE id > 101;"],
        Some("rows t -2"),
    ),
    (
        &[T],
        ROWS,
        &[
            "UPDATE t SET id = 101 WHERE id = 1;\nDELETE FROM t WHERE id = 101;\nINSERT INTO t VALUES (101, 'a', 'q');",
        ],
        Some("values t.note"),
    ),
    (
        &[T],
        ROWS,
        &[
            "UPDATE t SET id = 101 WHERE id = 1;\nDELETE FROM t WHERE id = 101;\nUPDATE t SET id = 101 WHERE id = 2;",
        ],
        Some("rows t -1"),
    ),
    (
        &[T],
        ROWS,
        &[
            "INSERT INTO t VALUES (50, 'd', 'w'), (51, 'e', 'v');\nUPDATE t SET id = id + 10 WHERE id >= 50;",
        ],
        None,
    ),
    (
        &[T],
        ROWS,
        &[
            "INSERT INTO t VALUES (50, 'd', 'w'), (51, 'e', 'v');\nUPDATE t SET id = id + 10 WHERE id >= 50;\nDELETE FROM t WHERE id = 3;",
        ],
        Some("rows t -1"),
    ),
    // A rename changes words that are the same thing; something else of that name stays something else.
    (
        &[T, WATCHED],
        ROWS,
        &["ALTER TABLE t RENAME COLUMN note TO remark;"],
        None,
    ),
    (
        &[T, WATCHED],
        ROWS,
        &[
            "DROP TRIGGER tr;\nCREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT new.note; END;\nALTER TABLE t RENAME COLUMN note TO remark;",
        ],
        Some("change trigger tr"),
    ),
    // An index or trigger that was away while a name changed, and came back under the new one.
    (
        &[T, INDEXED],
        ROWS,
        &["DROP INDEX i;\nALTER TABLE t RENAME COLUMN code TO kode;\nCREATE INDEX i ON t (kode);"],
        None,
    ),
    (
        &[T, INDEXED],
        ROWS,
        &["DROP INDEX i;\nALTER TABLE t RENAME TO t2;\nCREATE INDEX i ON t2 (code);"],
        None,
    ),
    (
        &[T, INDEXED],
        ROWS,
        &["DROP INDEX i;\nALTER TABLE t RENAME COLUMN code TO kode;\nCREATE INDEX i ON t (note);"],
        Some("change index i"),
    ),
    (
        &[T, INDEXED],
        ROWS,
        &["DROP INDEX j;\nALTER TABLE t RENAME COLUMN code TO kode;\nCREATE INDEX j ON s (kode);"],
        Some("change index j"),
    ),
    (
        &[T, INDEXED],
        ROWS,
        &[
            "DROP INDEX i;\nALTER TABLE s RENAME COLUMN code TO kode2;\nALTER TABLE t RENAME COLUMN code TO kode;\nCREATE INDEX i ON t (kode);",
        ],
        None,
    ),
    (
        &[T, WATCHED],
        ROWS,
        &[
            "DROP TRIGGER tr;\nALTER TABLE t RENAME COLUMN code TO kode;\nALTER TABLE u RENAME TO u2;\nCREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u2 (note) VALUES (new.note); END;",
        ],
        None,
    ),
    // `note` was a column of both tables, and is two names now.
    (
        &[T, WATCHED],
        ROWS,
        &[
            "DROP TRIGGER tr;\nALTER TABLE t RENAME COLUMN note TO remark;\nCREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u (note) VALUES (new.remark); END;",
        ],
        Some("change trigger tr"),
    ),
    (
        &["CREATE TABLE w (id INTEGER PRIMARY KEY, length TEXT CHECK (length(length) < 9));\n"],
        "INSERT INTO w VALUES (1, 'x');",
        &["ALTER TABLE w RENAME COLUMN length TO len;"],
        None,
    ),
    (
        &["CREATE TABLE w (id INTEGER PRIMARY KEY, a TEXT, CONSTRAINT c CHECK (a <> 'q'));\n"],
        "INSERT INTO w VALUES (1, 'x');",
        &["ALTER TABLE w DROP CONSTRAINT c;\nALTER TABLE w RENAME COLUMN a TO b;"],
        Some("drop constraint w.CHECK c"),
    ),
    (
        &[
            T,
            "CREATE INDEX i ON t (lower(code), note DESC) WHERE note IS NOT NULL;\n",
        ],
        ROWS,
        &["ALTER TABLE t RENAME COLUMN code TO kode;"],
        None,
    ),
    (
        &["CREATE TABLE s (id INTEGER PRIMARY KEY, up INTEGER REFERENCES s (id));\n"],
        "INSERT INTO s VALUES (1, NULL), (2, 1);",
        &["ALTER TABLE s RENAME TO s2;\nALTER TABLE s2 RENAME COLUMN id TO sid;"],
        None,
    ),
    // What a later file does to what an earlier one made or renamed.
    (
        &[T],
        ROWS,
        &[
            "INSERT INTO t VALUES (4, 'd', 'w');",
            "DELETE FROM t WHERE id = 4;",
        ],
        Some("rows t -1"),
    ),
    (
        &[T],
        ROWS,
        &["INSERT INTO t VALUES (4, 'd', 'w');\nDELETE FROM t WHERE id = 4;"],
        None,
    ),
    (
        &[T],
        ROWS,
        &[
            "ALTER TABLE t RENAME TO t1;",
            "ALTER TABLE t1 RENAME COLUMN note TO m;",
            "REPLACE INTO t1 (id, code) VALUES (1, 'a');",
        ],
        Some("values t1.m"),
    ),
    // Rebuilds whose tables then exchange their names.
    (
        &[T, "CREATE TABLE u (id INTEGER PRIMARY KEY, other TEXT);\n"],
        "INSERT INTO t VALUES (1, 'a', 'x'); INSERT INTO u VALUES (8, 'o');",
        &[
            "CREATE TABLE t2 (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\nINSERT INTO t2 (id, code, note) SELECT id, code, note FROM t;\nDROP TABLE t;\nALTER TABLE t2 RENAME TO t;\nCREATE TABLE u2 (id INTEGER PRIMARY KEY, other TEXT);\nINSERT INTO u2 (id, other) SELECT id, other FROM u;\nDROP TABLE u;\nALTER TABLE u2 RENAME TO u;\nALTER TABLE t RENAME TO aside;\nALTER TABLE u RENAME TO t;\nALTER TABLE aside RENAME TO u;",
        ],
        None,
    ),
    // A new table has a name that the rebuilt one gave up on its way, and stands for another.
    (
        &[T, "CREATE TABLE u (other TEXT);\n"],
        ROWS,
        &[
            "ALTER TABLE t RENAME TO a;\nALTER TABLE u RENAME TO t;\nALTER TABLE a RENAME TO u;\nALTER TABLE t RENAME TO b;\nCREATE TABLE t (other TEXT);\nCREATE TABLE u2 (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\nINSERT INTO u2 (id, code, note) SELECT id, code, note FROM u;\nDROP TABLE u;\nALTER TABLE u2 RENAME TO u;",
        ],
        None,
    ),
    (
        &[T, "CREATE TABLE u (other TEXT);\n"],
        ROWS,
        &[
            "ALTER TABLE t RENAME TO a;\nALTER TABLE u RENAME TO t;\nALTER TABLE a RENAME TO u;\nALTER TABLE t RENAME TO b;\nCREATE TABLE t (other TEXT);\nCREATE TABLE u2 (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\nINSERT INTO u2 (id, code, note) SELECT id, code, note FROM u WHERE id < 3;\nDROP TABLE u;\nALTER TABLE u2 RENAME TO u;",
        ],
        Some("rows t -1"),
    ),
    // Other tables than they seem, and tables of modules.
    (
        &[T],
        ROWS,
        &[
            "CREATE TEMP TABLE t (id INTEGER);\nINSERT INTO t VALUES (9);\nDELETE FROM temp.t;\nDROP TABLE temp.t;",
        ],
        None,
    ),
    (
        &["CREATE VIRTUAL TABLE f USING fts5(body);\n"],
        "INSERT INTO f VALUES ('hello'), ('world');",
        &["DELETE FROM f WHERE rowid = 1;"],
        Some("rows f -1"),
    ),
    (
        &["CREATE VIRTUAL TABLE f USING fts5(body);\n"],
        "INSERT INTO f VALUES ('hello'), ('world');",
        &["UPDATE f SET body = 'x' WHERE rowid = 1;"],
        None,
    ),
    // A text that is not UTF-8 is a value like any other.
    (
        &[T],
        "INSERT INTO t VALUES (1, 'a', CAST(x'ff41' AS TEXT));",
        &[
            "CREATE TABLE n (id INTEGER PRIMARY KEY, code TEXT, note TEXT);\nINSERT INTO n (id, code, note) SELECT id, code, note FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;",
        ],
        None,
    ),
    // A table of the user's that SQLite cannot read is in nobody's way.
    (
        &[T],
        "INSERT INTO t VALUES (1, 'a', 'x'); PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('table', 'geo', 'geo', 0, 'CREATE VIRTUAL TABLE geo USING nosuch(a)');",
        &["ALTER TABLE t ADD COLUMN k;"],
        None,
    ),
    // An announcement covers what it names, and comes true.
    (
        &[T],
        ROWS,
        &["-- N.\n-- expect: rows t -5\nDELETE FROM t WHERE id < 3;"],
        None,
    ),
    (
        &[T],
        ROWS,
        &["-- N.\n-- expect: rows t -1\nDELETE FROM t WHERE id < 3;"],
        Some("rows t -2"),
    ),
    (
        &[T],
        ROWS,
        &["-- N.\n-- expect: rows t -3\nREPLACE INTO t (id, code) VALUES (1, 'a');"],
        Some("values t.note"),
    ),
];

#[test]
fn exactly_what_is_lost_is_refused() {
    refused_as_asked(CASES);
}

/// Runs each case, with a backup to compare with and without one.
pub(crate) fn refused_as_asked(cases: &[Case<'_>]) {
    for (schema, rows, files, head) in cases {
        for with_backup in [true, false] {
            let fixture = Fixture::new();
            fixture.file("V001__first.sql", format!("-- One.\n{}", schema.concat()));
            let run = fixture.migrate(&["up"]);
            assert_eq!(run.code, 0, "{schema:?} {run:?}");
            fixture.open().execute_batch(rows).unwrap();
            for (number, sql) in (2..).zip(*files) {
                let sql = if sql.starts_with("--") {
                    (*sql).to_owned()
                } else {
                    format!("-- N.\n{sql}")
                };
                fixture.file(&format!("V00{number}__next.sql"), sql);
            }
            let flags: &[&str] = if with_backup {
                &["up"]
            } else {
                &["up", "--no-backup"]
            };
            let run = fixture.migrate(flags);
            match head {
                None => assert_eq!(run.code, 0, "{files:?} {run:?}"),
                Some(head) => {
                    let asked = run.stderr.contains(&format!("`-- expect: {head}`"));
                    assert!(run.code == 2 && asked, "{files:?} {run:?}");
                }
            }
        }
    }
}

#[test]
fn an_announcement_of_rows_is_judged_by_the_rows_before_the_file() {
    const UNTRUE: &str = "-- Two.\n-- expect: rows t -1\nINSERT INTO t (id) VALUES (7);\n";
    let fixture = Fixture::new();
    fixture.file(
        "V001__first.sql",
        format!("-- One.\n{T}CREATE TABLE empty (a);\n"),
    );
    fixture.file("V002__next.sql", UNTRUE);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "there was no row to lose: {run:?}");

    // The same of a table that the file does not touch.
    fixture.file(
        "V003__next.sql",
        "-- Three.\n-- expect: rows empty -1\nCREATE TABLE other (a);\n",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");

    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{T}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.open().execute_batch(ROWS).unwrap();
    fixture.file("V002__next.sql", UNTRUE);
    let error = fixture.refused();
    assert!(
        error.contains("V002__next.sql:2: `rows t -1` is expected, but does not happen; remove the line, or correct it"),
        "{error}"
    );
}
