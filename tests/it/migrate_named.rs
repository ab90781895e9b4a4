//! What the user's objects name, at the edges: the same names mean the same after a migration, or the refusal says what
//! they would mean.

use crate::fixture::Fixture;
use crate::migrate_foreign_names::with_users_program;
use crate::migrate_other_bytes::make_latin_1;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE x (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE y (id INTEGER PRIMARY KEY, c TEXT);
CREATE TABLE n (c TEXT);
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE q (id INTEGER PRIMARY KEY);
CREATE TABLE ch (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id));
CREATE TABLE r (id INTEGER PRIMARY KEY, o INTEGER REFERENCES q (id));
CREATE VIRTUAL TABLE f USING fts5 (w, z);
CREATE VIEW dv AS SELECT id, a FROM u;
CREATE VIEW inner_one AS WITH w AS (SELECT a FROM u) SELECT a FROM w;
CREATE VIEW outer_one AS SELECT a FROM inner_one;
CREATE TRIGGER sends AFTER INSERT ON t WHEN new.a = 'send' BEGIN INSERT INTO ch (p) VALUES (99); END;
INSERT INTO t (id, a, b) VALUES (1, 'x', 'p');
INSERT INTO p (id) VALUES (1);
INSERT INTO q (id) VALUES (2);
INSERT INTO ch (id, p) VALUES (1, 1);
";

/// What the user makes, the second migration, and words of the refusal; none where nothing hinders it.
const CASES: &[(&str, &str, &str)] = &[
    // A table in single quotes is named too.
    (
        "",
        "INSERT INTO 'r' (o) VALUES (55);",
        "rows would be left dangling: 1 row of r names a row of q",
    ),
    // A name of two tables means the column that one of them gets.
    (
        "CREATE VIEW mine AS SELECT (SELECT x.c FROM (SELECT * FROM x) LIMIT 1) AS r FROM y AS x",
        "ALTER TABLE x ADD COLUMN c TEXT;",
        "a name in it means the new column x.c now",
    ),
    // A view of several tables keeps its results where a new column comes behind them.
    (
        "CREATE VIEW mine AS SELECT t.id, 5 AS b, y.* FROM t, y",
        "ALTER TABLE y ADD COLUMN b TEXT;",
        "",
    ),
    // Beside each other the same columns look alike in either order.
    (
        "CREATE VIEW mine AS SELECT t.b, n.* FROM t, n",
        "CREATE TABLE k (b TEXT, c TEXT); INSERT INTO k (c) SELECT c FROM n; DROP TABLE n; ALTER TABLE k RENAME TO n;",
        "",
    ),
    // A name of the result in other quotes is no text.
    (
        "CREATE VIEW mine AS SELECT 'x' AS [c], \"hello\" AS h, * FROM t",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        "",
    ),
    // What is dropped was no word in double quotes.
    (
        "CREATE VIEW mine AS SELECT \"hello\" AS h, count(*) AS m FROM (SELECT * FROM x)",
        "-- expect: drop column x.b\nALTER TABLE x DROP COLUMN b;",
        "",
    ),
    // A column that is renamed is no text that became one.
    (
        "CREATE VIEW mine AS SELECT \"hello\" AS h, \"c\" AS d FROM n",
        "ALTER TABLE n RENAME COLUMN c TO e;",
        "your view mine uses what the migrations change: it would use other columns",
    ),
    // `new.c` is a column of the row and not the new one of `x`.
    (
        "CREATE TRIGGER mine AFTER INSERT ON y BEGIN INSERT INTO n SELECT count(*) FROM (SELECT * FROM x) WHERE new.c = 1; END",
        "ALTER TABLE x ADD COLUMN c TEXT;",
        "",
    ),
    // The list of an `INSERT` may mean the new column.
    (
        "CREATE TRIGGER mine AFTER INSERT ON y BEGIN INSERT INTO n (c) SELECT count(*) FROM (SELECT * FROM x) WHERE new.c = 1; END",
        "ALTER TABLE x ADD COLUMN c TEXT;",
        "a name in it means the new column x.c now",
    ),
    // Bytes in a text in single quotes are in no name.
    (
        "CREATE VIEW mine AS SELECT a, 'café' AS word FROM x",
        "ALTER TABLE x RENAME COLUMN b TO e;",
        "",
    ),
    // What a name in other bytes stands for is as it was.
    (
        "CREATE VIEW \"mine_café\" AS SELECT a FROM x",
        "ALTER TABLE y ADD COLUMN d TEXT;",
        "",
    ),
    // A table keeps its name and loses that of a column.
    (
        "CREATE VIEW \"mine_café\" AS SELECT count(*) AS m FROM x",
        "ALTER TABLE x RENAME COLUMN a TO k;",
        "it names x, and a name in it is no UTF-8",
    ),
    (
        "CREATE TRIGGER \"mine_café\" AFTER INSERT ON y BEGIN UPDATE x SET a = 1; END",
        "ALTER TABLE x RENAME COLUMN a TO d;",
        "it names x, and a name in it is no UTF-8",
    ),
    // The trigger does not fire for rows of a migration.
    (
        "CREATE TRIGGER \"mine_café\" AFTER INSERT ON y BEGIN INSERT INTO n VALUES ('fired'); END",
        "INSERT INTO y (id, c) VALUES (7, 'k');",
        "",
    ),
    // One with plain bytes is made from its text.
    (
        "CREATE VIEW own AS SELECT 'café' AS w; CREATE TRIGGER mine INSTEAD OF INSERT ON dv BEGIN SELECT 1; END",
        "-- expect: drop view dv\nDROP VIEW dv; CREATE TABLE dv (id INTEGER PRIMARY KEY, a TEXT);",
        "cannot create INSTEAD OF trigger on table: dv",
    ),
    (
        "",
        "CREATE TRIGGER k AFTER UPDATE OF zz ON t BEGIN SELECT 1; END;",
        "trigger k waits for an update of zz, which t does not have",
    ),
    // A trigger of the dataset writes where the file names nothing.
    (
        "",
        "INSERT INTO t (a) VALUES ('send');",
        "rows would be left dangling: 1 row of ch names a row of p",
    ),
    // The view uses the function too, and hinders nothing.
    (
        "CREATE VIEW mine AS SELECT shout(a) AS s FROM x; CREATE INDEX own ON x (shout(a))",
        "INSERT INTO x (a) VALUES ('k');",
        "index own is your own and uses shout",
    ),
    // A foreign key of the user's says nothing about another one.
    (
        "ALTER TABLE ch ADD COLUMN mine INTEGER REFERENCES t (id)",
        "PRAGMA legacy_alter_table = ON; ALTER TABLE p RENAME TO k; ALTER TABLE q RENAME TO p; ALTER TABLE k RENAME TO q;",
        "a constraint of ch was `FOREIGN KEY (p) REFERENCES p (id)",
    ),
    // Where a name is exchanged alone, the rows that referred to it may refer to nothing.
    (
        "",
        "-- expect: drop constraint ch.FOREIGN KEY (p) REFERENCES p (id) ON UPDATE NO ACTION ON DELETE NO ACTION\nPRAGMA legacy_alter_table = ON; ALTER TABLE p RENAME TO k; ALTER TABLE x RENAME TO p;",
        "rows would be left dangling: 1 row of ch names a row of p",
    ),
    (
        "",
        "SELECT load_extension('k');",
        "load_extension is not among the functions that a migration may call",
    ),
    // SQLite reads the definition of every table to rename something.
    (
        "CREATE TABLE mine (c TEXT, d TEXT AS (c || \"k\"))",
        "ALTER TABLE y RENAME COLUMN c TO e;",
        "",
    ),
    (
        "CREATE TABLE mine (c TEXT CHECK (c <> \"k\"))",
        "ALTER TABLE main.y RENAME TO e;",
        "",
    ),
    (
        "CREATE TABLE mine (p INTEGER REFERENCES y)",
        "-- expect: change key y\nCREATE TABLE k (id INTEGER, c TEXT); INSERT INTO k (id, c) SELECT id, c FROM y; DROP TABLE y; ALTER TABLE k RENAME TO y;",
        "mine: foreign key mismatch",
    ),
    (
        "",
        "ALTER TABLE u RENAME COLUMN a TO k; ALTER TABLE u RENAME COLUMN b TO a; ALTER TABLE u RENAME COLUMN k TO b;",
        "error in view inner_one after rename: no such column: a",
    ),
];

/// Makes what the user has beside the tables of a first migration, and runs the second one: it is applied, or refused with
/// the words of the case. `applied` looks at what was applied.
pub(crate) fn applied_or_refused(
    tables: &str,
    cases: &[(&str, &str, &str)],
    applied: impl Fn(&Fixture),
) {
    for (users, change, wanted) in cases {
        let fixture = Fixture::new();
        fixture.file("V001__one.sql", tables);
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        let connection = with_users_program(&fixture);
        connection.execute_batch(users).unwrap();
        if users.contains("café") {
            make_latin_1(&connection);
        }
        drop(connection);
        // Heads come before the first statement.
        fixture.file("V002__two.sql", format!("-- Two.\n{change}\n"));
        if wanted.is_empty() {
            let run = fixture.migrate(&["up"]);
            assert_eq!(run.code, 0, "{users}: {run:?}");
            applied(&fixture);
        } else {
            let said = fixture.refused();
            assert!(said.contains(wanted), "{users}: {said}");
        }
    }
}

#[test]
fn a_name_means_the_same_or_the_refusal_says_what_it_would_mean() {
    applied_or_refused(TABLES, CASES, |fixture| {
        // No trigger of the user's fired.
        assert_eq!(fixture.ask("SELECT * FROM n WHERE c = 'fired'"), [""; 0]);
    });
}

/// What lies in the log is part of the database, so that the bytes of the file alone say too little.
#[test]
fn a_backup_with_a_journal_beside_it_does_not_stand_for_a_new_one() {
    let fixture = Fixture::beside("-- One.\nCREATE TABLE t (x);\n", "", "SELECT nope();\n");
    let backups = || -> Vec<String> {
        let is_backup = |name: &String| name.contains(".before-") && !name.ends_with("-journal");
        fixture.files().into_iter().filter(is_backup).collect()
    };
    fixture.refused();
    fixture.refused();
    let first = backups();
    assert_eq!(first.len(), 1, "{first:?}");
    std::fs::write(fixture.path(&format!("{}-journal", first[0])), "k").unwrap();
    fixture.refused();
    assert_eq!(backups().len(), 2);
}
