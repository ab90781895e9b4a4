//! What `sco migrate up` finds when it compares the rows of a table before and after a file: what counts as lost, what
//! does not, and each loss once.

use crate::fixture::Fixture;

/// A table with two rows.
const TWO_ROWS: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO t (id, a, b) VALUES (1, 'x', 'p'), (2, 'y', 'q');
";

/// A full-text table of FTS5 that keeps no rows.
const WORDS: &str = "CREATE TABLE k (x);
CREATE VIRTUAL TABLE f USING fts5(a, content='');
";

/// A full-text table of FTS4 that keeps no rows.
const HIDDEN: &str = "CREATE TABLE k (x);
CREATE VIRTUAL TABLE f USING fts4(a, content=\"\");
";

/// Says that two rows of the full-text table go, and leaves it alone.
const ANNOUNCED: &str = "-- Two.
-- expect: rows f -2
INSERT INTO k (x) VALUES (1);
";

/// A computed value that is larger than SQLite reads, in a column that was added when the row was there.
const TOO_BIG: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
INSERT INTO t (id, a) VALUES (1, 2000000000), (2, 1);
ALTER TABLE t ADD COLUMN big AS (zeroblob(a));
";

/// A database that the first of these files made, with the others still to run.
fn pending(first: &str, changes: &[&str]) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", format!("-- One.\n{first}"));
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{first}: {run:?}");
    for (at, change) in changes.iter().enumerate() {
        let change = if change.starts_with("--") {
            (*change).to_owned()
        } else {
            format!("-- Change.\n{change}\n")
        };
        fixture.file(&format!("V{:03}__next.sql", at + 2), change);
    }
    fixture
}

/// What the other files would lose, each loss without the advice; empty where they are applied.
fn lost(first: &str, changes: &[&str]) -> Vec<String> {
    let fixture = pending(first, changes);
    let run = fixture.migrate(&["up"]);
    let lines = run
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("  "));
    let losses: Vec<String> = lines
        .map(|line| line.split("; if that is meant").next().unwrap().to_owned())
        .collect();
    let applied = run.stdout.contains("applied to sco.db");
    assert_eq!(run.code, if losses.is_empty() { 0 } else { 2 }, "{run:?}");
    assert_eq!(applied, losses.is_empty(), "{run:?}");
    losses
}

/// The table is made anew with these columns, and gets its rows again.
fn rebuilt(columns: &str, names: &str) -> String {
    format!(
        "CREATE TABLE n ({columns};
INSERT INTO n ({names}) SELECT {names} FROM t;
DROP TABLE t;
ALTER TABLE n RENAME TO t;"
    )
}

/// The second file of a run is compared with what the first one left, not with the database before the run.
#[test]
fn each_file_is_compared_with_the_one_before_it() {
    for (second, third, losses) in [
        (
            "INSERT INTO t (id, a, b) VALUES (3, 'z', 'r');",
            "DELETE FROM t WHERE id = 3;",
            &["t: 1 row gone (3 before, 2 after)"],
        ),
        (
            "UPDATE t SET a = 'w' WHERE id = 1;",
            "REPLACE INTO t (id, a, b) VALUES (1, 'x', 'p');",
            &["t.a: 1 value changed"],
        ),
        // The key that the second file changed says nothing about the third.
        (
            "UPDATE t SET id = 5 WHERE id = 1;\nINSERT INTO t (id, a, b) VALUES (1, 'x', 'p');",
            "DELETE FROM t WHERE id = 1;",
            &["t: 1 row gone (3 before, 2 after)"],
        ),
    ] {
        assert_eq!(lost(TWO_ROWS, &[second, third]), losses, "{third}");
    }
}

/// The key is a text that becomes a number, beside a column that stays a text: the rows are known again.
#[test]
fn rows_are_known_by_a_key_whose_type_changes() {
    let first = "CREATE TABLE t (a TEXT NOT NULL, k TEXT NOT NULL PRIMARY KEY) STRICT;
INSERT INTO t (a, k) VALUES ('x', '1'), ('y', '2');
";
    let second = rebuilt(
        "a TEXT NOT NULL, k INTEGER NOT NULL PRIMARY KEY) STRICT",
        "a, k",
    );
    let losses = [
        "the type of t.k was `TEXT` and is now `INTEGER`",
        "t.k: 2 values changed (2 from text to integer)",
    ];
    assert_eq!(lost(first, &[&second]), losses);
}

/// What an `UPDATE` writes is meant, in a column at any place, beside a key of one column or two.
#[test]
fn an_update_of_the_last_column_loses_nothing() {
    for (key, also) in [("i", ""), ("i, j", "j, ")] {
        let first = format!(
            "CREATE TABLE t (i, {also}a, b, c, d, PRIMARY KEY ({key}));
INSERT INTO t ({key}, a, b, c, d) SELECT {}, 'a', 'b', 'c', 'd';
",
            if also.is_empty() { "1" } else { "1, 1" }
        );
        for column in ["a", "b", "c", "d"] {
            // SQLite also has a command that is called REPLACE, so that the rows are looked at.
            let second = format!(
                "UPDATE t SET {column} = replace({column}, '{column}', 'new') WHERE i = 1;"
            );
            assert!(lost(&first, &[&second]).is_empty(), "{key}: {second}");
        }
    }
}

/// A value that something else than the `UPDATE` changed in a column that it wrote is lost, and said once.
#[test]
fn a_value_that_is_lost_beside_an_update_is_said_once() {
    let second =
        "UPDATE t SET a = 'w' WHERE id = 1;\nREPLACE INTO t (id, a, b) VALUES (2, 'z', 'q');";
    assert_eq!(lost(TWO_ROWS, &[second]), ["t.a: 1 value changed"]);
}

/// The table is rebuilt twice, and is known by another column while an `UPDATE` writes its key.
#[test]
fn a_key_that_was_another_one_meanwhile_loses_no_row() {
    let second = format!(
        "CREATE TABLE meanwhile (b TEXT NOT NULL PRIMARY KEY, a TEXT);
INSERT INTO meanwhile (b, a) SELECT b, a FROM t;
UPDATE meanwhile SET a = 'w' WHERE b = 'p';
ALTER TABLE meanwhile ADD COLUMN id INTEGER;
UPDATE meanwhile SET id = (SELECT t.id FROM t WHERE t.b = meanwhile.b) WHERE b > '';
DROP TABLE t;
ALTER TABLE meanwhile RENAME TO t;
{}",
        rebuilt("id INTEGER PRIMARY KEY, a TEXT, b TEXT)", "id, a, b")
    );
    assert!(lost(TWO_ROWS, &[&second]).is_empty());
}

/// Only SQLite knows whether a key is the rowid: the words alone do not tell.
#[test]
fn a_rowid_that_is_lost_is_said() {
    for (was, is, now) in [
        (
            "id INTEGER, a, PRIMARY KEY (id DESC))",
            "id INTEGER PRIMARY KEY DESC, a)",
            "`PRIMARY KEY (id)`",
        ),
        (
            "id INTEGER PRIMARY KEY, a)",
            "id INTEGER PRIMARY KEY, a) WITHOUT ROWID",
            "`WITHOUT ROWID`",
        ),
    ] {
        let first = format!("CREATE TABLE t ({was};\nINSERT INTO t (id, a) VALUES (1, 'x');\n");
        assert_eq!(
            lost(&first, &[&rebuilt(is, "id, a")]),
            [format!("an option of t was `rowid` and is now {now}")]
        );
    }
}

/// A table of words and one of rows cannot be compared, but counted.
#[test]
fn a_table_without_rows_that_becomes_a_plain_one_loses_those_that_it_had() {
    let using = "a constraint of f was `USING` and is gone";
    let filled = "INSERT INTO f (rowid, a) VALUES (1, 'one two'), (2, 'three');\n";
    let plain = format!("DROP TABLE f;\nCREATE TABLE f (a TEXT);\n{filled}");
    assert_eq!(
        lost(&format!("{WORDS}{filled}"), &[&plain]),
        [using, "f: 2 rows gone (2 before, 2 after)"]
    );
    let emptied = "DROP TABLE f;\nCREATE VIRTUAL TABLE f USING fts4(a, content=\"\");";
    assert!(lost(HIDDEN, &[emptied]).is_empty());
}

/// An announcement of lost rows is passed over where there are none to lose, and only there.
#[test]
fn an_announcement_about_words_has_to_come_true_where_there_are_some() {
    for (first, number) in [(WORDS, "rowid"), (HIDDEN, "docid")] {
        assert!(lost(first, &[ANNOUNCED]).is_empty(), "{first}");
        let filled = format!("INSERT INTO f ({number}, a) VALUES (1, 'one two'), (2, 'three');\n");
        let said = pending(&format!("{first}{filled}"), &[ANNOUNCED]).refused();
        assert!(
            said.contains("`rows f -2` is expected, but does not happen"),
            "{first}: {said}"
        );
    }
}

/// A computed value that is too large is read only where a rebuild could keep it, and then it is said: another program
/// may read larger values.
#[test]
fn a_computed_value_that_is_too_large_stops_a_rebuild_alone() {
    let deleted = "-- Three.\n-- expect: rows t -1\nDELETE FROM t WHERE id = 1;\n";
    let inserted = "INSERT INTO t (id, a) VALUES (3, 1);";
    assert!(lost(TOO_BIG, &[inserted, deleted]).is_empty());
    let second = rebuilt("id INTEGER PRIMARY KEY, a INTEGER, big)", "id, a");
    let said = pending(TOO_BIG, &[&second]).refused();
    assert!(
        said.contains(
            "could not read the values of t: string or blob too big\nnothing was changed"
        ),
        "{said}"
    );
}

/// SQLite calls a function with a thousand values at most, fewer than this key has before and after. An `UPDATE` that is
/// alone in its file needs none: no trigger watches its rows.
#[test]
fn an_update_alone_is_not_watched_however_wide_the_key() {
    let key: Vec<String> = (0..501).map(|at| format!("k{at}")).collect();
    let key = key.join(", ");
    let ones = vec!["1"; 501].join(", ");
    let first = format!(
        "CREATE TABLE t ({key}, v, PRIMARY KEY ({key}));\nINSERT INTO t ({key}, v) VALUES ({ones}, 'a');\n"
    );
    let second = "UPDATE t SET v = 'b' WHERE v = 'a';";
    assert!(lost(&first, &[second]).is_empty());
}

/// Also of a table that goes, of one that keeps no row of its own, and of one that comes in the place of another and has
/// no column of it.
#[test]
fn a_rehearsal_tells_how_many_rows_each_table_had_and_has() {
    let first = "CREATE TABLE gone (a);\nINSERT INTO gone VALUES (1), (2);
CREATE TABLE other (a);\nINSERT INTO other VALUES (1);
CREATE TABLE doc (w);\nINSERT INTO doc VALUES ('k');
CREATE VIRTUAL TABLE words USING fts5 (w, content = 'doc');\nINSERT INTO words (words) VALUES ('rebuild');\n";
    let second = "-- Two.\n-- expect: drop table gone\n-- expect: drop column other.a
DROP TABLE gone;\nCREATE TABLE n (b);\nINSERT INTO n VALUES (7), (8), (9);
DROP TABLE other;\nALTER TABLE n RENAME TO other;
INSERT INTO doc VALUES ('l');\nINSERT INTO words (rowid, w) VALUES (2, 'l');\n";
    let rehearsed = pending(first, &[second]).migrate(&["rehearse"]);
    assert_eq!(rehearsed.code, 0, "{rehearsed:?}");
    for line in [
        "doc: 1 row before, 2 after: 1 added, 0 removed, 0 changed",
        "gone: gone, 2 rows before: 0 added, 2 removed, 0 changed",
        "other: 1 row before, 3 after: 2 added, 0 removed, 0 changed",
        "words: 1 row before, 2 after: 0 added, 0 removed, 0 changed",
    ] {
        let mut lines = rehearsed.stdout.lines();
        assert!(lines.any(|told| told == line), "{line}: {rehearsed:?}");
    }
}
