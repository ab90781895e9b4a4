//! Where an announcement counts, and what it may name.

use crate::fixture::Fixture;

const SCHEMA: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
CREATE TABLE e (id INTEGER PRIMARY KEY, note TEXT);
CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT);
";

fn with(file: impl AsRef<[u8]>) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", SCHEMA);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let rows = "INSERT INTO t VALUES (1, 'x'), (2, 'y');";
    fixture.open().execute_batch(rows).unwrap();
    fixture.file("V002__two.sql", file);
    fixture
}

/// Expects that `up` and `lint` both say this of a line.
fn refused(file: &str, line: usize, told: &str) {
    let fixture = with(file);
    let error = fixture.refused();
    let up = format!("migrations/V002__two.sql:{line}: {told}");
    assert!(error.contains(&up), "{file}: {error}");
    let run = fixture.migrate(&["lint"]);
    let finding = format!("migrations/V002__two.sql:{line}: expect: {told}");
    assert!(
        run.code == 1 && run.stdout.contains(&finding),
        "{file}: {run:?}"
    );
}

#[test]
fn an_announcement_outside_the_head_is_refused_with_its_line() {
    const DELETE: &str = "DELETE FROM t WHERE id = 1;";
    let outside = "stands outside the head, where it announces nothing; put it as `-- expect: ...` among the comment lines \
                   with which the file begins, before its first empty line and its first statement";
    for (file, line, text) in [
        (
            format!("-- Old.\n\n-- expect: rows t -1\n{DELETE}"),
            3,
            "-- expect: rows t -1",
        ),
        (
            format!("\n-- expect: rows t -1\n{DELETE}"),
            2,
            "-- expect: rows t -1",
        ),
        (
            format!("-- Old.\n{DELETE}\n  --EXPECT : nonsense"),
            3,
            "--EXPECT : nonsense",
        ),
        (
            format!("-- Old.\n{DELETE} -- expect: rows t -1"),
            2,
            "-- expect: rows t -1",
        ),
        (
            format!("-- Old.\n/* expect: rows t -1 */\n{DELETE}"),
            2,
            "/* expect: rows t -1 */",
        ),
        (
            format!("-- Old.\n/* Old\n * Expect: rows t -1\n */\n{DELETE}"),
            3,
            "* Expect: rows t -1",
        ),
        (
            format!("-- Old.\n\n-- expect rows t -1\n{DELETE}"),
            3,
            "-- expect rows t -1",
        ),
        (
            format!("-- Old.\r\n \r\n-- expect: drop table t\r\n{DELETE}"),
            3,
            "-- expect: drop table t",
        ),
    ] {
        refused(&file, line, &format!("`{text}` {outside}"));
    }
    refused(
        &format!("-- Old.\n-- Expect rows t -1\n{DELETE}"),
        2,
        "`-- Expect rows t -1` lacks a colon, without which it announces nothing; write `-- expect: rows t -1`",
    );
    refused(
        "-- Old.\n--expect: nonsense\nDELETE FROM e WHERE id = 1;",
        2,
        "`--expect: nonsense` is not understood; write `rows TABLE -N`",
    );
}

#[test]
fn an_announcement_in_the_head_counts_however_it_is_spaced() {
    for head in [
        "-- Old.\n-- EXPECT: rows t -1",
        "--expect:rows t -1",
        "-- Old.\n   --  Expect : rows t -1",
        "--- expect: rows t -1",
        "\u{feff}-- expect: rows t -1",
        "-- Old.\r\n-- expect: rows t -1\r",
    ] {
        let run = with(format!("{head}\nDELETE FROM t WHERE id = 1;")).migrate(&["up"]);
        assert_eq!(run.code, 0, "{head}: {run:?}");
    }
    // What only looks like one.
    for prose in [
        "-- Expect no rows.",
        "-- What we expect: nothing.",
        "-- Expected: nothing.",
        "-- Expectations: none.",
        "INSERT INTO e (note) VALUES ('\n-- expect: rows t -1\n');",
        "-- expects rows t -1",
    ] {
        let file = format!("-- Old.\n{prose}\n\n{prose}\nINSERT INTO e (id) VALUES (7);\n");
        let run = with(file).migrate(&["up"]);
        assert_eq!(run.code, 0, "{prose}: {run:?}");
    }
}

#[test]
fn an_announcement_names_what_is_there() {
    let file = |words: &str| {
        format!(
            "-- Two.\n-- expect: {words}\nCREATE TABLE new (a);\nUPDATE t SET a = 'z' WHERE id = 1;\n"
        )
    };
    for words in [
        "rows itmes -3",
        "rows new -1",
        "rows refinery_schema_history -1",
        "values itmes.note",
        "values e.nocolumn",
        "values new.a",
        "sequence itmes",
        "sequence e",
    ] {
        let told = format!("`{words}` is expected, but does not happen; remove the line");
        refused(&file(words), 2, &told);
    }
    // Without rows, this may happen in another database.
    for words in [
        "rows e -3",
        "rows \"E\" -3",
        "values e.note",
        "values E.NOTE",
        "sequence s",
    ] {
        let run = with(file(words)).migrate(&["up"]);
        assert_eq!(run.code, 0, "{words}: {run:?}");
    }
}
