//! Foreign keys after migrations: each still has a table and a unique key to refer to, refers to the same as before,
//! and no row is left dangling in the place of another.

use crate::fixture::Fixture;

/// A database at V1 with these rows and objects of the user's, before these further files.
fn before(schema: &str, users: &str, files: &[&str]) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", format!("-- One.\n{schema}"));
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let off = "PRAGMA foreign_keys = OFF;";
    fixture
        .open()
        .execute_batch(&format!("{off} {users}"))
        .unwrap();
    for (number, file) in (2..).zip(files) {
        fixture.file(&format!("V{number:03}__next.sql"), file);
    }
    fixture
}

/// Expects that `up` and `rehearse` refuse the files and say this, or that both take them.
fn judged(schema: &str, users: &str, files: &[&str], refused: Option<&str>) {
    let fixture = before(schema, users, files);
    for verb in ["rehearse", "up"] {
        let run = fixture.migrate(&[verb]);
        match refused {
            None => assert_eq!(run.code, 0, "{verb}: {files:?}: {run:?}"),
            Some(told) => assert!(
                run.code == 2 && run.stderr.contains(told),
                "{verb}: {files:?}: {run:?}"
            ),
        }
    }
}

const INDEXED: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE UNIQUE INDEX i ON t (a);
CREATE UNIQUE INDEX other ON t (b);
CREATE TABLE c (id INTEGER PRIMARY KEY, a TEXT REFERENCES t (a));\n";

#[test]
fn a_foreign_key_keeps_the_unique_index_that_it_needs() {
    let told = Some(
        "c: foreign key mismatch - \"c\" referencing \"t\"; refer to a key, or to columns with an index",
    );
    for (file, told) in [
        ("-- expect: drop index i\nDROP INDEX i;", told),
        (
            "-- expect: change index i\nDROP INDEX i;\nCREATE INDEX i ON t (a);",
            told,
        ),
        (
            "-- expect: change index i\nDROP INDEX i;\nCREATE UNIQUE INDEX i ON t (a) WHERE a <> '';",
            told,
        ),
        (
            "-- expect: change index i\nDROP INDEX i;\nCREATE UNIQUE INDEX i ON t (a COLLATE NOCASE);",
            told,
        ),
        ("-- expect: drop index other\nDROP INDEX other;", None),
        (
            "-- expect: drop index i\nDROP INDEX i;\nCREATE UNIQUE INDEX j ON t (a DESC);",
            None,
        ),
    ] {
        judged(
            INDEXED,
            "INSERT INTO t (a) VALUES ('x'); INSERT INTO c (a) VALUES ('x');",
            &[file],
            told,
        );
        judged(INDEXED, "", &[file], told);
    }
    // So it is with a table of the user's.
    let users = "DROP TABLE c; CREATE TABLE mine (x TEXT, FOREIGN KEY (x) REFERENCES T (B));";
    let file = "-- expect: drop index other\nDROP INDEX other;";
    judged(INDEXED, users, &[file], Some("mine: foreign key mismatch"));
}

#[test]
fn a_mismatch_from_before_excuses_no_other_of_the_same_table() {
    let users = "CREATE TABLE mine (x REFERENCES t (id), y REFERENCES u (n), z REFERENCES t (b)); CREATE TABLE u (n);";
    let told = Some("mine: foreign key mismatch - \"mine\" referencing \"t\"");
    let file = "-- expect: drop index other\nDROP INDEX other;";
    judged(INDEXED, users, &[file], told);
    judged(
        INDEXED,
        users,
        &["-- N.\nCREATE INDEX more ON t (b);"],
        None,
    );
    let renamed = "-- N.\nALTER TABLE t RENAME COLUMN b TO bb;\nALTER TABLE t RENAME TO tt;";
    judged(INDEXED, users, &[renamed], None);
    let wrong = "CREATE TABLE mine (x, y, FOREIGN KEY (x, y) REFERENCES t (id, a)); CREATE TABLE child (y REFERENCES child (y));";
    judged(
        INDEXED,
        wrong,
        &["-- N.\nALTER TABLE t RENAME TO tt;"],
        None,
    );
}

const CODES: &str = "CREATE TABLE p (code TEXT PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, code TEXT REFERENCES p, note TEXT);
CREATE TABLE w (a TEXT, b TEXT, code TEXT REFERENCES p, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE l (code TEXT REFERENCES p);\n";
const DANGLING: &str =
    "INSERT INTO p VALUES ('A'), ('B'); INSERT INTO c VALUES (2, 'B', ''), (3, 'Z', '');
    INSERT INTO w VALUES ('x', 'y', 'Z'), ('y', 'x', 'A'); INSERT INTO l VALUES ('Z'), ('A');";

#[test]
fn a_row_that_dangled_before_excuses_no_other_row() {
    for (file, told) in [
        (
            "UPDATE c SET code = 'A' WHERE id = 3;\nUPDATE c SET code = 'Z' WHERE id = 2;",
            Some("1 row of c names a row of p that is not there (rowid 2); delete or change them"),
        ),
        (
            "UPDATE c SET code = 'Z' WHERE id = 2;",
            Some("1 row of c names a row of p that is not there (rowid 2); delete or change them"),
        ),
        (
            "UPDATE w SET code = CASE code WHEN 'Z' THEN 'A' ELSE 'Z' END WHERE a > '';",
            Some("1 row of w names a row of p that is not there (b = 'x' and a = 'y')"),
        ),
        (
            "CREATE TABLE n (id INTEGER PRIMARY KEY, code TEXT REFERENCES p, note TEXT);
INSERT INTO n (id, code, note) SELECT id, code, note FROM c;\nUPDATE n SET code = CASE id WHEN 2 THEN 'Z' ELSE 'A' END WHERE id > 0;
DROP TABLE c;\nALTER TABLE n RENAME TO c;",
            Some("1 row of c names a row of p that is not there (rowid 2)"),
        ),
        ("UPDATE c SET note = 'x' WHERE id = 3;", None),
        ("UPDATE w SET a = 'other' WHERE a = 'x';", None),
        ("UPDATE c SET id = 30 WHERE id = 3;", None),
        ("UPDATE c SET rowid = 30 WHERE id = 3;", None),
        (
            "ALTER TABLE c RENAME COLUMN code TO kode;\nALTER TABLE c RENAME COLUMN id TO number;\nALTER TABLE c RENAME TO d;",
            None,
        ),
        (
            "ALTER TABLE c RENAME TO x;\nALTER TABLE l RENAME TO c;\nALTER TABLE x RENAME TO l;",
            None,
        ),
        // Rows without a key are told apart by what they refer to alone.
        ("UPDATE l SET code = CASE code WHEN 'Z' THEN 'A' ELSE 'Z' END WHERE code > '';", None),
        ("INSERT INTO l (code) VALUES ('Z');", Some("1 row of l names a row of p that is not there")),
    ] {
        judged(CODES, DANGLING, &[&format!("-- N.\n{file}")], told);
    }
    let schema = "CREATE TABLE Éa (id INTEGER PRIMARY KEY, Öb REFERENCES p);\nCREATE TABLE p (id INTEGER PRIMARY KEY);\n";
    let rows = "INSERT INTO Éa VALUES (1, 7);";
    judged(
        schema,
        rows,
        &["-- N.\nALTER TABLE p RENAME TO q;\nUPDATE Éa SET Öb = 7 WHERE id = 1;"],
        None,
    );
}

const REFERRING: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY, n);
CREATE TABLE q (id INTEGER PRIMARY KEY, n);
CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p);
CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL UNIQUE);
CREATE TABLE d (id INTEGER PRIMARY KEY, t REFERENCES t);\n";
const REFERRING_ROWS: &str = "INSERT INTO p VALUES (1, 'one'); INSERT INTO q VALUES (1, 'eins');
    INSERT INTO c VALUES (1, 1); INSERT INTO t VALUES (1, 2), (2, 1); INSERT INTO d VALUES (1, 1);";
const OTHER_TABLE: &str = "DROP TABLE p;\nALTER TABLE q RENAME TO p;\n";
const OTHER_KEY: &str =
    "CREATE TABLE n (id INTEGER NOT NULL UNIQUE, a INTEGER NOT NULL UNIQUE PRIMARY KEY);
INSERT INTO n (id, a) SELECT id, a FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";
const OF_C: &str = "-- expect: drop constraint c.FOREIGN KEY (p) REFERENCES p () ON UPDATE NO ACTION ON DELETE NO ACTION\n";
const OF_D: &str = "-- expect: drop constraint d.FOREIGN KEY (t) REFERENCES t () ON UPDATE NO ACTION ON DELETE NO ACTION\n";

#[test]
fn a_foreign_key_that_keeps_its_words_refers_to_the_same_as_before() {
    let other = "is another one now; if that is meant, its head has to say `";
    let (of_c, of_d) = (
        format!("{other}{}`", OF_C.trim()),
        format!("{other}{}`", OF_D.trim()),
    );
    let d_with_id = "CREATE TABLE e (id INTEGER PRIMARY KEY, t REFERENCES t (id));
INSERT INTO e (id, t) SELECT id, t FROM d;\nDROP TABLE d;\nALTER TABLE e RENAME TO d;\n";
    for (head, file, told) in [
        ("-- expect: drop table p\n", OTHER_TABLE.to_owned(), Some(of_c.as_str())),
        (&format!("-- expect: drop table p\n{OF_C}"), OTHER_TABLE.to_owned(), None),
        ("-- expect: change key t\n", OTHER_KEY.to_owned(), Some(of_d.as_str())),
        (&format!("-- expect: change key t\n{OF_D}"), OTHER_KEY.to_owned(), None),
        // The same meaning in other words.
        ("-- expect: change key t\n", format!("{OTHER_KEY}{d_with_id}"), None),
        ("-- N.\n", d_with_id.to_owned(), None),
        ("-- N.\n", "ALTER TABLE t RENAME COLUMN id TO number;\nALTER TABLE p RENAME TO o;".to_owned(), None),
        (
            "-- N.\n",
            "CREATE TABLE n (id INTEGER PRIMARY KEY, n);\nINSERT INTO n (id, n) SELECT id, n FROM p;\nDROP TABLE p;\nALTER TABLE n RENAME TO p;".to_owned(),
            None,
        ),
    ] {
        judged(REFERRING, REFERRING_ROWS, &[&format!("{head}{file}")], told);
    }
    let (gone, taken) = (
        "-- expect: drop table p\nDROP TABLE p;",
        "-- N.\nALTER TABLE q RENAME TO p;",
    );
    judged(
        REFERRING,
        REFERRING_ROWS,
        &[gone, taken],
        Some(of_c.as_str()),
    );
    judged(
        REFERRING,
        REFERRING_ROWS,
        &[gone, &format!("{OF_C}ALTER TABLE q RENAME TO p;")],
        None,
    );
    let again =
        "-- N.\nCREATE TABLE p (id INTEGER PRIMARY KEY, n);\nINSERT INTO p (id) VALUES (1);";
    judged(REFERRING, REFERRING_ROWS, &[gone, again], None);
}

#[test]
fn a_foreign_key_does_not_refer_to_another_column_of_the_same_name() {
    let schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b);\nCREATE UNIQUE INDEX ia ON t (a);
CREATE UNIQUE INDEX ib ON t (b);\nCREATE TABLE d (x REFERENCES t (a));\n";
    let rows = "INSERT INTO t VALUES (1, 5, 6), (2, 6, 5); INSERT INTO d VALUES (5);";
    let head = "-- expect: drop index ia\n-- expect: drop column t.a\n";
    let file = "DROP INDEX ia;\nALTER TABLE t DROP COLUMN a;\nALTER TABLE t RENAME COLUMN b TO a;";
    let words = "drop constraint d.FOREIGN KEY (x) REFERENCES t (a) ON UPDATE NO ACTION ON DELETE NO ACTION";
    judged(schema, rows, &[&format!("{head}{file}")], Some(words));
    judged(
        schema,
        rows,
        &[&format!("{head}-- expect: {words}\n{file}")],
        None,
    );
}

#[test]
fn a_foreign_key_of_the_users_refers_to_the_same_as_before_whatever_a_head_announces() {
    let all = format!("-- expect: drop table p\n-- expect: change key t\n{OF_C}{OF_D}");
    let file = format!("{all}{OTHER_TABLE}{OTHER_KEY}");
    for (users, told) in [
        (
            "CREATE TABLE mine (x REFERENCES p);",
            "your foreign key (x) of table mine refers to what the migrations change: another table is called p now; make",
        ),
        (
            "CREATE TABLE mine (x REFERENCES t);",
            "your foreign key (x) of table mine refers to what the migrations change: it would refer to t (a) in the place of \
             t (id); make",
        ),
        (
            "ALTER TABLE c ADD COLUMN own REFERENCES p;",
            "your foreign key (own) of table c refers to",
        ),
    ] {
        judged(
            REFERRING,
            &format!("{REFERRING_ROWS} {users}"),
            &[&file],
            Some(told),
        );
    }
    let kept = "CREATE TABLE mine (x REFERENCES t (id), y REFERENCES q, z REFERENCES nowhere);";
    judged(
        REFERRING,
        &format!("{REFERRING_ROWS} {kept}"),
        &[&file],
        None,
    );
    let swapped =
        "-- N.\nALTER TABLE p RENAME TO x;\nALTER TABLE q RENAME TO p;\nALTER TABLE x RENAME TO q;";
    let users = "CREATE TABLE mine (x REFERENCES p, y REFERENCES q);";
    judged(
        REFERRING,
        &format!("{REFERRING_ROWS} {users}"),
        &[swapped],
        None,
    );
}

#[test]
fn a_new_foreign_key_has_a_table_at_the_end_of_the_run() {
    let schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);\n";
    let alone = "-- N.\nCREATE TABLE k (a REFERENCES later);";
    let later = "-- N.\nCREATE TABLE later (id INTEGER PRIMARY KEY);";
    let told = Some("every row to come of k, which refers to later; keep or make the table");
    judged(schema, "", &[alone], told);
    judged(schema, "", &[alone, later], None);
    judged(schema, "", &[&format!("{alone}\n{later}")], None);
    let column = "-- N.\nALTER TABLE t ADD COLUMN b REFERENCES later;";
    judged(
        schema,
        "",
        &[column],
        Some("every row to come of t, which refers to later"),
    );
    // What was so before is no hindrance, but another one is.
    let users = "CREATE TABLE mine (x REFERENCES nowhere); DROP TABLE t;
        CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT REFERENCES gone); INSERT INTO t VALUES (1, 'x');";
    judged(schema, users, &[later], None);
    let rebuilt = |parent: &str| {
        format!(
            "-- expect: drop constraint t.FOREIGN KEY (a) REFERENCES gone () ON UPDATE NO ACTION ON DELETE NO ACTION
CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT REFERENCES {parent});\nINSERT INTO n (id, a) SELECT id, a FROM t;
DROP TABLE t;\nALTER TABLE n RENAME TO t;"
        )
    };
    judged(
        schema,
        users,
        &[rebuilt("GONE")
            .split_once('\n')
            .map(|(_, rest)| format!("-- N.\n{rest}"))
            .unwrap()
            .as_str()],
        None,
    );
    let users = users.replace(" INSERT INTO t VALUES (1, 'x');", "");
    judged(
        schema,
        &users,
        &[&rebuilt("away")],
        Some("every row to come of t, which refers to away"),
    );
    let fixture = before(schema, "", &[alone]);
    let run = fixture.migrate(&["lint"]);
    assert!(
        run.code == 1
            && run
                .stdout
                .contains("every row to come of k, which refers to later"),
        "{run:?}"
    );
}
