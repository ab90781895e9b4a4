//! What plain refinery applies is applied, with the same history, or refused with the true reason.

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Connection};
use sco_facts::migrate::sql;

use crate::fixture::{Fixture, ask};
use crate::world::here;

const HISTORY: &str =
    "SELECT version || ' ' || name || ' ' || checksum FROM refinery_schema_history ORDER BY rowid";

const TRIGGERS: &str = "-- Triggers.
CREATE TABLE spans (\"begin\" INTEGER, \"end\" INTEGER, note);
CREATE TRIGGER t1 AFTER UPDATE OF \"end\" ON spans BEGIN UPDATE spans SET note = new.begin WHERE spans.end = new.end; SELECT new.begin; END;
CREATE TRIGGER t2 AFTER INSERT ON spans WHEN new.begin > CASE WHEN 1 THEN 0 END BEGIN
  UPDATE spans SET note = CASE new.note WHEN 'end;' THEN 'begin' ELSE CASE WHEN 1 THEN 2 END END; -- end;
  /* END; */ DELETE FROM spans WHERE begin = 7;
END;
CREATE TEMP TRIGGER t3 AFTER INSERT ON spans BEGIN SELECT 1; END ;
DROP TRIGGER t3;
CREATE TABLE later (x);
";

/// Folders that refinery applies: each file with its text.
const FOLDERS: &[&[(&str, &str)]] = &[
    &[("V1__Initial.sql", "CREATE TABLE a (x);")],
    &[
        ("V1__größe.sql", "CREATE TABLE größe (länge);\n"),
        ("V2__名前.sql", "CREATE TABLE b (x);\n"),
    ],
    &[
        ("V1__2024_start.sql", "CREATE TABLE a (x);\n"),
        ("V2___.sql", "CREATE TABLE b (x);\n"),
    ],
    &[
        ("V1__a__b.sql", "CREATE TABLE a (x);\n"),
        ("V0000002__B.sql", "CREATE TABLE b (x);\n"),
    ],
    &[
        ("V0__zero.sql", "CREATE TABLE a (x);\n"),
        ("V2147483647__last.sql", "CREATE TABLE b (x);\n"),
    ],
    &[(
        "V1__crlf.sql",
        "-- One.\r\nCREATE TABLE a (\r\n  x TEXT DEFAULT 'two\r\nlines'\r\n);\r\n\r\nCREATE VIEW v AS\r\nSELECT x FROM a;\r\n",
    )],
    &[
        ("V1__mark.sql", "\u{feff}-- One.\nCREATE TABLE a (x);\n"),
        ("V2__both.sql", "\u{feff}CREATE TABLE b (x);\r\n"),
    ],
    &[(
        "V1__mixed.sql",
        "-- One.\r\nCREATE TABLE a (x);\nCREATE TABLE b (x);\r\n",
    )],
    &[
        ("V1__a.sql", "CREATE TABLE a (x);\n"),
        ("more/V2__b.sql", "CREATE TABLE b (x);\n"),
        ("more/deep/V3__c.sql", "CREATE TABLE c (x);\n"),
    ],
    &[
        ("V1__a.sql", "CREATE TABLE a (x);\n"),
        ("U2__b.sql", "CREATE TABLE b (x);\n"),
        ("V3__c.sql", "ALTER TABLE b ADD COLUMN y;\n"),
    ],
    &[
        ("V1__empty.sql", ""),
        ("V2__comment.sql", "-- Nothing.\n"),
        ("V3__marks.sql", ";;\n;"),
    ],
    &[("V1__triggers.sql", TRIGGERS)],
    &[(
        "V1__places.sql",
        "CREATE VIRTUAL TABLE places USING rtree (id, x0, x1);\nINSERT INTO places VALUES (1, 0, 1);\n",
    )],
    &[
        ("V1__no_end.sql", "CREATE TABLE a (x)"),
        ("V2__comment.sql", "CREATE TABLE b (x) -- the end"),
        ("V3__open.sql", "CREATE TABLE c (x) /* the end"),
    ],
    &[("V1__space.sql", "CREATE TABLE a\u{a0}b (\u{2003}x);\n")],
    &[
        ("README.md", "# Notes"),
        ("V1__a.sql", "CREATE TABLE a (x);\n"),
        ("V1__a.sql.bak", "no SQL"),
    ],
];

fn with(files: &[(&str, &str)]) -> Fixture {
    let fixture = Fixture::new();
    for (name, text) in files {
        let folder = fixture.path("migrations").join(name);
        std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
        fixture.file(name, text);
    }
    fixture
}

#[test]
fn the_same_folder_gives_the_same_history() {
    for files in FOLDERS {
        let ours = with(files);
        let run = ours.migrate(&["up"]);
        assert_eq!(run.code, 0, "{files:?}: {run:?}");
        let theirs = with(files);
        theirs.made_by_refinery();
        assert_eq!(ours.ask(HISTORY), theirs.ask(HISTORY), "{files:?}");
        let schema = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'refinery%' ORDER BY rowid";
        assert_eq!(ours.ask(schema), theirs.ask(schema), "{files:?}");

        // Each takes the other's database for current.
        for command in ["status", "check"] {
            for fixture in [&ours, &theirs] {
                let run = fixture.migrate(&[command]);
                assert_eq!(run.code, 0, "{files:?}: {run:?}");
                assert!(!run.stdout.contains("extra"), "{files:?}: {run:?}");
            }
        }
        let before = theirs.ask(HISTORY);
        let run = theirs.migrate(&["up"]);
        assert_eq!(
            run.stdout, "sco.db is up to date; not a byte was changed\n",
            "{files:?}: {run:?}"
        );
        assert_eq!(theirs.ask(HISTORY), before);
        let (plain, ran) = ours.refinery();
        assert!(ran.is_ok(), "{files:?}: {ran:?}");
        assert_eq!(ask(&plain, HISTORY), before, "{files:?}");
    }
}

#[test]
fn a_late_file_is_taken_where_refinery_takes_it() {
    let fixture = with(&[
        ("V1__a.sql", "CREATE TABLE a (x);\n"),
        ("V3__c.sql", "CREATE TABLE c (x);\n"),
    ]);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file("U2__late.sql", "-- Late.\nALTER TABLE c ADD COLUMN y;\n");
    let status = fixture.migrate(&["status"]);
    assert!(
        status.stdout.contains("pending    U002__late\n"),
        "{status:?}"
    );
    let (plain, ran) = fixture.refinery();
    assert!(ran.is_ok(), "{ran:?}");
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask(HISTORY), ask(&plain, HISTORY));
    assert_eq!(fixture.ask("PRAGMA user_version"), ["3"]);
    // The replay goes in the order in which they were applied.
    let check = fixture.migrate(&["check"]);
    assert_eq!(
        check.stdout, "the schema is what the migrations make\n",
        "{check:?}"
    );
    assert_eq!(fixture.migrate(&["status"]).code, 0);
}

#[test]
fn a_database_of_0_1_whose_checksums_know_no_line_ends() {
    let text = "\u{feff}-- One.\r\nCREATE TABLE a (\r\n  x\r\n);\r\n";
    let older = with(&[("V1__one.sql", &text.replace(['\r', '\u{feff}'], ""))]);
    assert_eq!(older.migrate(&["up"]).code, 0);
    older.file("V1__one.sql", text);
    for command in ["status", "check", "up"] {
        let run = older.migrate(&[command]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    older.file("V1__one.sql", text.replace("\r\n);", ");"));
    assert_eq!(older.migrate(&["status"]).code, 1);
}

/// A file after the first one, its text, and why it is refused.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "V2.5__half.sql",
        "",
        "V2.5__half.sql:1: its number is no whole number up to 2147483647",
    ),
    (
        "V2147483648__much.sql",
        "",
        "its number is no whole number up to 2147483647",
    ),
    (
        "V01__other.sql",
        "CREATE TABLE b (x);\n",
        "has the number of ",
    ),
    (
        "sub/V1__a.sql",
        "CREATE TABLE a (x);\n",
        "has the number of ",
    ),
    (
        "U1__other.sql",
        "CREATE TABLE b (x);\n",
        "has the number of ",
    ),
    (
        "V2__b c.sql",
        "",
        "this is no name for a migration and would be skipped",
    ),
    (
        "deep/er/V2__x.SQL",
        "",
        "this is no name for a migration and would be skipped",
    ),
    (
        "V2__text.sql",
        "INSERT INTO a (x)\nVALUES (\"text\");\n",
        "V2__text.sql:2:9: no such column: \"text\" - should this be a string literal in single-quotes?; write a text in single quotes",
    ),
    (
        "V2__view.sql",
        "CREATE VIEW v AS SELECT \"text\" AS t FROM a;\n",
        "view v does not work: no such column: \"text\" - should this be a string literal in single-quotes?; write a text in single quotes",
    ),
    (
        "V2__view.sql",
        "CREATE VIEW v AS SELECT y FROM a;\n",
        "view v does not work: no such column: y; correct the statement that makes it",
    ),
    (
        "V2__open.sql",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;\n",
        "V2__open.sql:1:1: incomplete input",
    ),
    (
        "V2__short.sql",
        "CREATE TABLE b (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN END;\nCREATE TABLE c (x);\n",
        "V2__short.sql:2:42: near \"END\": syntax error",
    ),
];

#[test]
fn what_refinery_refuses_too_or_takes_at_a_price_is_refused_with_the_reason() {
    let first = ("V1__a.sql", "CREATE TABLE a (x);\n");
    for (file, text, wanted) in REFUSED {
        let error = with(&[first, (file, text)]).refused();
        assert!(error.contains(wanted), "{file}: {error}");
    }
    let error = with(&[first, ("V2.5__half.sql", "")]).refused();
    let heading = "error: the migrations cannot be used; nothing was changed";
    assert!(error.starts_with(heading), "{error}");
}

/// The statements of a text as SQLite itself parts them, which runs each to know the next.
fn as_sqlite_parts(text: &str) -> Vec<String> {
    let connection = Connection::open_in_memory().unwrap();
    let mut batch = Batch::new(&connection, text);
    let mut found = Vec::new();
    while let Some(mut statement) = batch.next().unwrap() {
        found.push(statement.expanded_sql().unwrap().trim().to_owned());
        let mut rows = statement.raw_query();
        while rows.next().unwrap().is_some() {}
    }
    found
}

#[test]
fn statements_end_where_sqlite_ends_them() {
    let own: String = sco_facts::migrate::set::Set::embedded()
        .files
        .iter()
        .map(|file| file.sql.clone())
        .collect();
    assert!(here().join("migrations").is_dir());
    let folders = FOLDERS.iter().flat_map(|files| files.iter());
    let texts = folders
        .filter(|(name, _)| name.ends_with(".sql") && !name.starts_with("V3__c"))
        .map(|(_, text)| *text)
        .chain([own.as_str()])
        .chain([
            "EXPLAIN CREATE TABLE x (a); CREATE TABLE x (a); EXPLAIN QUERY PLAN SELECT 1; EXPLAIN CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; SELECT 2; END; SELECT 3;",
            "CREATE TABLE \"a;b\" ([c;d], `e;f` DEFAULT ';'); /* ; */ SELECT ';' -- ;\n; SELECT 1;",
            "CREATE TABLE trigger_like (x); CREATE TABLE \"trigger\" (\"end\"); CREATE VIEW v AS SELECT \"end\" FROM \"trigger\"; SELECT 1;",
            "CREATE TABLE x (a); CREATE TEMPORARY TRIGGER IF NOT EXISTS t AFTER INSERT ON x BEGIN SELECT 1;\n\n--\nEND--\n; SELECT 2;",
            "; ;; SELECT 1 ;; ; SELECT 2",
        ]);
    for text in texts {
        let ours: Vec<String> = sql::statements(text.trim_start_matches('\u{feff}'))
            .iter()
            .map(|statement| statement.text.trim().to_owned())
            .collect();
        let theirs: Vec<String> = as_sqlite_parts(text)
            .iter()
            .map(|one| {
                one.trim_start_matches(['\u{feff}', ';', ' ', '\n'])
                    .to_owned()
            })
            .collect();
        assert_eq!(ours, theirs, "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_folder_is_named_and_not_waited_for() {
    let fixture = Fixture::with_parents();
    let pipe = fixture.path("migrations/V002__pipe.sql");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for command in ["up", "status", "rehearse", "lint"] {
        let run = fixture.migrate(&[command]);
        let output = run.stdout + &run.stderr;
        assert!(
            run.code != 0
                && output.contains("V002__pipe.sql:1: ")
                && output.contains("this is no file but a pipe or device"),
            "{command}"
        );
    }
}

/// A set whose lines end as on Windows is dumped as it is, and other control characters are written out.
#[test]
fn a_dump_of_lines_that_end_as_on_windows_is_sql() {
    let fixture = Fixture::with_parents();
    fixture.file(
        "V002__view.sql",
        "-- Adds a view.\r\nCREATE VIEW two_lines AS\r\nSELECT 1 AS one;\r\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let run = fixture.migrate(&["dump"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("CREATE VIEW two_lines AS\r\nSELECT 1"),
        "{run:?}"
    );
    let made = rusqlite::Connection::open_in_memory().unwrap();
    made.execute_batch(&run.stdout).unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE name = 'two_lines'";
    let told: String = made.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(told, "CREATE VIEW two_lines AS\r\nSELECT 1 AS one");
    fixture
        .open()
        .execute_batch("DROP VIEW two_lines; CREATE VIEW two_lines AS\rSELECT 1 AS one")
        .unwrap();
    let run = fixture.migrate(&["dump"]);
    assert!(
        run.stdout.contains("AS\\u000dSELECT") && run.stderr.contains("control characters"),
        "{run:?}"
    );
}

#[test]
fn the_history_says_when_a_set_of_ones_own_was_applied() {
    let fixture = Fixture::with_parents();
    let age =
        "SELECT abs(julianday('now') - julianday(applied_on)) < 1 FROM refinery_schema_history";
    assert_eq!(fixture.ask(age), ["1"]);
    fixture.file("V002__more.sql", "-- More.\nCREATE TABLE more (x);\n");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(fixture.ask(age), ["1", "1"]);
}
