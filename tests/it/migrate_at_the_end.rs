//! What is left at the end of the migrations: `lint` finds what `up` would refuse, and names stay free for the user.

use crate::fixture::Fixture;

const ONE: &str = "-- One.
CREATE TABLE p (id INTEGER PRIMARY KEY, note TEXT);
CREATE TABLE c (p REFERENCES p);
CREATE VIEW v AS SELECT note FROM p;
";

/// A second migration, what `lint` says of it, and what `up` says.
const LEFT: &[(&str, &str)] = &[
    (
        "CREATE VIEW w AS SELECT nope FROM p;",
        "view w does not work: no such column: nope",
    ),
    (
        "CREATE VIEW w AS SELECT \"a text\" AS x FROM p;",
        "view w does not work: no such column: \"a text\" - should this be a string literal in single-quotes?; write a text \
         in single quotes",
    ),
    (
        "CREATE TRIGGER g AFTER INSERT ON p BEGIN DELETE FROM nope; END;",
        "trigger g does not work: no such table: main.nope",
    ),
    (
        "-- expect: drop table p\nPRAGMA legacy_alter_table = ON;\nDROP TABLE p;",
        "view v does not work: no such table: main.p",
    ),
    (
        "INSERT INTO c (p) VALUES (7);",
        "rows would be left dangling: 1 row of c names a row of p that is not there (rowid 1)",
    ),
];

#[test]
fn what_up_would_refuse_at_the_end_is_found_by_lint() {
    for (change, told) in LEFT {
        let fixture = Fixture::new();
        fixture.file("V001__one.sql", ONE);
        fixture.file("V002__two.sql", format!("-- Two.\n{change}\n"));
        fixture.file(
            "V003__three.sql",
            "-- Three.\nCREATE TABLE later (id INTEGER PRIMARY KEY);\n",
        );
        let run = fixture.migrate(&["lint"]);
        let output = format!("{}{}", run.stdout, run.stderr);
        assert!(run.code == 1 && output.contains(told), "{change}: {output}");
        let error = fixture.refused();
        assert!(error.contains(told), "{change}: {error}");
    }
    // What a later file mends is no finding.
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", ONE);
    fixture.file(
        "V002__two.sql",
        "-- Two.\nCREATE VIEW w AS SELECT x FROM later;\nINSERT INTO c (p) VALUES (7);\n",
    );
    fixture.file(
        "V003__three.sql",
        "-- Three.\nCREATE TABLE later (x);\nINSERT INTO p (id, note) VALUES (7, 'seven');\n",
    );
    let run = fixture.migrate(&["lint"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "3 migrations, nothing found\n"),
        "{run:?}"
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

/// The line of each announcement that is not understood is named, and the file is run all the same.
#[test]
fn an_announcement_that_is_not_understood_is_found_at_its_line() {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", ONE);
    fixture.file(
        "V002__two.sql",
        "-- Two.\n-- And more.\n-- expect: rows c 1\n-- expect: drop nothing\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n",
    );
    fixture.file(
        "V003__three.sql",
        "-- Three.\nALTER TABLE b ADD COLUMN note TEXT;\n",
    );
    let run = fixture.migrate(&["lint"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{run:?}");
    assert!(lines[0].starts_with("migrations/V002__two.sql:3: expect: `-- expect: rows c 1` is not understood; write `rows TABLE -N`"), "{run:?}");
    assert!(
        lines[1].starts_with(
            "migrations/V002__two.sql:4: expect: `-- expect: drop nothing` is not understood; "
        ),
        "{run:?}"
    );
    let error = fixture.refused();
    let both = "V002__two.sql:3: `-- expect: rows c 1` is not understood; migrations/V002__two.sql:4: `-- expect: drop nothing` is not understood; write ";
    assert!(error.contains(both), "{error}");
}

#[test]
fn the_advice_on_a_name_that_is_taken_can_be_followed() {
    for (users, ours, advice, follow) in [
        (
            "CREATE INDEX by_note ON p (id)",
            "CREATE INDEX by_note ON p (note);",
            "index by_note is your own: keep its text, drop it, run again, then recreate it under another name",
            "DROP INDEX by_note",
        ),
        (
            "CREATE TABLE extra (mine)",
            "CREATE TABLE extra (id INTEGER PRIMARY KEY);",
            "table extra is your own: rename it, and run again",
            "ALTER TABLE extra RENAME TO my_extra",
        ),
    ] {
        let fixture = Fixture::new();
        fixture.file("V001__one.sql", ONE);
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.open().execute_batch(users).unwrap();
        fixture.file("V002__two.sql", format!("-- Two.\n{ours}\n"));
        let error = fixture.refused();
        assert!(error.contains(&format!("{advice}\n")), "{error}");
        fixture.open().execute_batch(follow).unwrap();
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

/// The name of a constraint stands in the messages of SQLite, and `DROP CONSTRAINT` needs it.
#[test]
fn the_name_of_a_constraint_is_kept() {
    let changed = |was: &str, now: &str, head: &str| {
        let fixture = Fixture::new();
        fixture.file(
            "V001__one.sql",
            format!("-- One.\nCREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT {was});\n"),
        );
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.file(
            "V002__two.sql",
            format!(
                "-- Two.\n{head}CREATE TABLE t_new (id INTEGER PRIMARY KEY, note TEXT {now});\n\
                 INSERT INTO t_new (id, note) SELECT id, note FROM t;\nDROP TABLE t;\nALTER TABLE t_new RENAME TO t;\n"
            ),
        );
        fixture
    };
    let check = "CHECK (note <> '')";
    for (was, now, words) in [
        (
            "CONSTRAINT note_ok CHECK (note <> '')",
            check,
            "CHECK note_ok",
        ),
        (
            "CONSTRAINT note_ok CHECK (note <> '')",
            "CONSTRAINT ok CHECK (note <> '')",
            "CHECK note_ok",
        ),
        ("CONSTRAINT once UNIQUE", "UNIQUE", "UNIQUE (note)"),
        ("CONSTRAINT full NOT NULL", "NOT NULL", "NOT NULL note"),
    ] {
        let error = changed(was, now, "").refused();
        let wanted = format!("`-- expect: drop constraint t.{words}`");
        assert!(error.contains(&wanted), "{was}: {error}");
        let run =
            changed(was, now, &format!("-- expect: drop constraint t.{words}\n")).migrate(&["up"]);
        assert_eq!(run.code, 0, "{was}: {run:?}");
    }
    for (was, now) in [
        (check, "CONSTRAINT note_ok CHECK (note <> '')"),
        (
            "CONSTRAINT note_ok CHECK (note <> '')",
            "CONSTRAINT \"Note_OK\" CHECK (note <> '')",
        ),
        (
            "CONSTRAINT a DEFAULT 1 CONSTRAINT once UNIQUE",
            "CONSTRAINT once UNIQUE CONSTRAINT a DEFAULT 1",
        ),
    ] {
        let run = changed(was, now, "").migrate(&["up"]);
        assert_eq!(run.code, 0, "{was}: {run:?}");
    }
}

/// An object of the user's is the cause only where the message names it, or a table of its unique index.
#[test]
fn an_error_that_names_nothing_of_the_users_gives_no_advice_on_it() {
    let twice = "CREATE UNIQUE INDEX once ON p (note);\nINSERT INTO p (id, note) VALUES (8, 'a'), (9, 'a');";
    let absent = "INSERT INTO ratios (p) VALUES (1);";
    for (users, change, own) in [
        (
            "CREATE UNIQUE INDEX mine ON p (note)",
            twice,
            Some("index mine is your own"),
        ),
        ("CREATE UNIQUE INDEX mine ON c (p)", twice, None),
        (
            "CREATE TRIGGER mine AFTER INSERT ON p BEGIN SELECT 1; END",
            twice,
            None,
        ),
        ("CREATE VIEW ratio AS SELECT 1 AS x", absent, None),
        ("CREATE VIEW \"my view\" AS SELECT 1 AS x", absent, None),
        (
            "CREATE VIEW \"such table\" AS SELECT 1 AS x",
            absent,
            Some("view such table is your own"),
        ),
    ] {
        let fixture = Fixture::new();
        fixture.file("V001__one.sql", ONE);
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture.open().execute_batch(users).unwrap();
        fixture.file("V002__two.sql", format!("-- Two.\n{change}\n"));
        let error = fixture.refused();
        match own {
            Some(own) => assert!(error.contains(own), "{users}: {error}"),
            None => assert!(!error.contains("your own"), "{users}: {error}"),
        }
    }
}
