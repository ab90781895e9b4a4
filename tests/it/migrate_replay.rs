//! What was applied once is not judged again: the schema is compared with definitions alone.

use rusqlite::Connection;
use sco_facts::Error;
use sco_facts::migrate::rehearse::rehearse;
use sco_facts::migrate::set::Set;
use sco_facts::migrate::up::{Ending, Keep, Options, up};

use crate::fixture::{Fixture, PARENT};

/// Every command that compares the schema goes well, and a further migration is applied.
fn goes_on(fixture: &Fixture, next: &str) {
    for command in ["status", "check", "rehearse", "up"] {
        let run = fixture.migrate(&[command]);
        assert_eq!(run.code, 0, "{command}: {run:?}");
    }
    fixture.file(next, "-- Next.\nCREATE TABLE next (x);\n");
    for command in ["rehearse", "up", "status", "check"] {
        let run = fixture.migrate(&[command]);
        assert_eq!(run.code, 0, "{command}: {run:?}");
    }
}

/// A database that plain refinery made of one file.
fn by_refinery(sql: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", sql);
    fixture.made_by_refinery();
    fixture
}

#[test]
fn a_migration_that_needs_rows() {
    for sql in [
        "CREATE TABLE state (k TEXT, v INTEGER NOT NULL);\nINSERT INTO state (k, v) SELECT 'highest', max(n) FROM items;",
        "CREATE TABLE state AS SELECT abs(count(*) - 9223372036854775807 - 1) AS n FROM items;",
        "SELECT abs(count(*) - 9223372036854775807 - 1) FROM items;",
        "CREATE TABLE checked (x CHECK (x > 0));\nUPDATE one SET x = (SELECT count(*) FROM items);\nWITH c (x) AS (SELECT count(*) FROM items) INSERT INTO checked (x) SELECT x FROM c;",
    ] {
        let fixture = Fixture::new();
        fixture.file(
            "V001__items.sql",
            "-- Items.\nCREATE TABLE items (n INTEGER);\nCREATE TABLE one (x CHECK (x > 0));\nINSERT INTO one (x) VALUES (5);\n",
        );
        assert_eq!(fixture.migrate(&["up"]).code, 0);
        fixture
            .open()
            .execute_batch("INSERT INTO items VALUES (1), (2)")
            .unwrap();
        fixture.file("V002__rows.sql", format!("-- Rows.\n{sql}\n"));
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
        goes_on(&fixture, "V003__next.sql");
    }
}

/// Tables that get their columns from a query. SQLite gives each column a type by its affinity.
const FROM_QUERIES: &str = "-- Many.
CREATE TABLE base (id INTEGER PRIMARY KEY, t TEXT, r REAL, b BLOB, n NUMERIC, d DATE, a ANY, \"two words\" VARCHAR(3));
CREATE TABLE one AS SELECT id, t, r, b, n, d, a, \"two words\" FROM base;
CREATE TABLE two AS SELECT t, t, count(*), max(r) AS m, 1, 'x', NULL, x'00', t || 'x', CAST(t AS INTEGER) AS i FROM base;
CREATE TABLE three AS SELECT id FROM base UNION ALL SELECT t FROM base ORDER BY 1;
CREATE TABLE four AS WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c LIMIT 3) SELECT x, x * 1.5 AS y FROM c;
CREATE TABLE five AS VALUES (1, 'a'), (2, 'b');
CREATE TABLE IF NOT EXISTS five AS SELECT 7;
CREATE TABLE main.\"the six\" AS SELECT 'CREATE TABLE \"the six\" (wrong)' AS \"a \"\" quote\", (SELECT 'CREATE TABLE x (y)') AS s;
CREATE TABLE seven AS SELECT row_number() OVER (ORDER BY id) AS place, json_object('a', 1) AS j FROM base LIMIT 5;
CREATE TEMP TABLE between_files AS SELECT id, t FROM base;
CREATE TABLE eight AS SELECT id, t FROM between_files;
DROP TABLE between_files;
CREATE TABLE nine AS SELECT * FROM one AS o JOIN base USING (id);
CREATE VIEW seen AS SELECT id, t FROM base;
CREATE TABLE ten AS SELECT seen.id AS \"order\", seen.t FROM seen;
";

#[test]
fn a_table_from_a_query_has_the_columns_that_sqlite_gives_it() {
    let fixture = Fixture::new();
    fixture.file("V001__many.sql", FROM_QUERIES);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let check = fixture.migrate(&["check"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (0, "the schema is what the migrations make\n"),
        "{check:?}"
    );
    by_refinery(FROM_QUERIES);
    fixture
        .open()
        .execute_batch("DROP TABLE three; CREATE TABLE three (id INT)")
        .unwrap();
    let check = fixture.migrate(&["check"]);
    assert!(
        check.code == 1
            && check.stdout.contains(
                "table three is another:\n- CREATE TABLE three(id)\n+ CREATE TABLE three (id INT)\n"
            ),
        "{check:?}"
    );
}

#[test]
fn what_only_refinery_applied_is_taken_as_it_is() {
    for sql in [
        "PRAGMA foreign_keys = OFF;\nPRAGMA user_version;\nCREATE TABLE a (x);",
        "CREATE TABLE a (x DEFAULT \"none\", CHECK (x <> \"bad\"));\nINSERT INTO a (x) VALUES (\"text\");\nCREATE VIEW v AS SELECT x, \"a text\" AS t FROM a WHERE x = \"text\";\nCREATE INDEX i ON a (x) WHERE x <> \"none\";\nALTER TABLE a ADD COLUMN y DEFAULT \"why\";",
        "CREATE VIRTUAL TABLE places USING rtree (id, x0, x1);\nCREATE VIRTUAL TABLE words USING fts5 (w);",
        "CREATE TABLE a (x);\nATTACH ('FOLDER/victim' || '.db') AS o;\nDELETE FROM o.money;",
        "CREATE TEMP TABLE left_over (x);\nCREATE TABLE a AS SELECT x FROM left_over;",
        "CREATE TEMP TABLE left_over AS SELECT 1 AS x;\nCREATE TABLE a AS SELECT x FROM left_over;",
        "PRAGMA legacy_alter_table = ON;\nCREATE TABLE a (x);\nCREATE VIEW v AS SELECT x FROM a;\nCREATE TABLE b (x);\nDROP TABLE a;\nALTER TABLE b RENAME TO a;",
        "CREATE TABLE a (x);\nSELECT x FROM a;\nVALUES (1);\nEXPLAIN SELECT 1;\nREINDEX;\nANALYZE;",
        "CREATE TABLE a (x);\nCREATE TRIGGER odd AFTER INSERT ON a BEGIN DELETE FROM refinery_schema_history WHERE version = new.x; END;",
    ] {
        let fixture = Fixture::new();
        let sql = sql.replace("FOLDER", &fixture.path("").display().to_string());
        fixture.file("V001__first.sql", format!("-- First.\n{sql}\n"));
        let victim = rusqlite::Connection::open(fixture.path("victim.db")).unwrap();
        victim
            .execute_batch("CREATE TABLE money (n); INSERT INTO money VALUES (1)")
            .unwrap();
        fixture.made_by_refinery();
        victim
            .execute_batch("INSERT INTO money VALUES (2)")
            .unwrap();
        let check = fixture.migrate(&["check"]);
        assert_eq!(
            (check.code, check.stdout.as_str()),
            (0, "the schema is what the migrations make\n"),
            "{sql}: {check:?}"
        );
        goes_on(&fixture, "V002__next.sql");
        let rows: i64 = victim
            .query_row("SELECT count(*) FROM money WHERE n = 2", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(rows, 1, "{sql}");
    }
}

#[test]
fn what_cannot_be_replayed_is_not_known_and_no_error() {
    let fixture = by_refinery(
        "-- First.\nCREATE TABLE a (x);\n  CREATE VIRTUAL TABLE pages USING dbstat;\nCREATE VIEW v AS SELECT x FROM a;\n",
    );
    let said =
        "pages: migrations/V001__first.sql:3:3: a migration may not use virtual tables of dbstat";
    let status = fixture.migrate(&["status"]);
    assert!(
        status.code == 0 && status.stdout.contains(&format!("not known  {said}\n")),
        "{status:?}"
    );
    let check = fixture.migrate(&["check"]);
    assert_eq!(
        (check.code, check.stdout.as_str()),
        (
            0,
            format!(
                "not known: {said}\nthe schema is what the migrations make, as far as it is known\n"
            )
            .as_str()
        )
    );
    let json = fixture.migrate(&["status", "--format", "json"]).stdout;
    assert!(
        json.contains(&format!("\"not_known\":[\"{said}\"]")),
        "{json}"
    );
    goes_on(&fixture, "V002__next.sql");
    // What follows from it is known no better, and what is dropped is gone.
    fixture.file(
        "V003__gone.sql",
        "-- expect: drop table pages\nDROP TABLE pages;\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(
        fixture.migrate(&["check"]).stdout,
        "the schema is what the migrations make\n"
    );
}

#[test]
fn what_is_not_known_and_dropped_leaves_the_rest_not_known() {
    let fixture = by_refinery(
        "-- First.\nCREATE VIRTUAL TABLE pages USING dbstat;\nCREATE VIRTUAL TABLE others USING dbstat;\n",
    );
    fixture.file(
        "V002__gone.sql",
        "-- expect: drop table pages\nDROP TABLE pages;\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(
        fixture.migrate(&["check"]).stdout,
        "not known: others: migrations/V001__first.sql:3:1: a migration may not use virtual tables of dbstat\nthe schema is what the migrations make, as far as it is known\n"
    );
}

#[test]
fn what_a_file_made_that_is_not_there_is_nobodys() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE two (x);\n");
    fixture.file("V003__three.sql", "-- Three.\nCREATE TABLE three (x);\n");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    std::fs::remove_file(fixture.path("migrations/V002__two.sql")).unwrap();
    let status = fixture.migrate(&["status"]);
    assert!(
        status.stdout.contains("missing    V002__two")
            && status
                .stdout
                .contains("not known  what V002__two made: its file is not there")
            && !status.stdout.contains("extra"),
        "{status:?}"
    );
}

#[test]
fn the_lint_says_what_a_migration_that_needs_rows_means_for_a_new_database() {
    let fixture = Fixture::new();
    fixture.file(
        "V001__rows.sql",
        "-- Rows.\nCREATE TABLE items (n);\nCREATE TABLE state (v NOT NULL);\nINSERT INTO state (v) SELECT max(n) FROM items;\nDROP TABLE items;\n",
    );
    let refused = "V001__rows.sql:4: refused: NOT NULL constraint failed: state.v; correct the statement; `sco migrate up` would refuse it, at least on a new database, which has no rows";
    let run = fixture.migrate(&["lint"]);
    assert!(run.code == 1 && run.stdout.contains(refused), "{run:?}");
    // Where that is allowed, what follows is looked at all the same.
    fixture.file("V001__rows.sql", "-- Rows.\nCREATE TABLE items (n);\nCREATE TABLE state (v NOT NULL);\n-- lint-allow: refused it is for those who have rows\nINSERT INTO state (v) SELECT max(n) FROM items;\n");
    let run = fixture.migrate(&["lint"]);
    assert_eq!(run.code, 0, "{run:?}");
    fixture.file("V002__two.sql", "-- Two.\nDROP TABLE items;\n");
    let run = fixture.migrate(&["lint"]);
    assert!(
        run.code == 1 && run.stdout.contains("V002__two.sql:1: lost: "),
        "{run:?}"
    );
}

#[test]
fn the_lint_stops_at_what_it_cannot_pass_over() {
    let found = |sql: &str| {
        let fixture = Fixture::new();
        fixture.file("V001__one.sql", format!("-- One.\n{sql}"));
        fixture.migrate(&["lint"]).stdout
    };
    let clock = "INSERT INTO state (v) VALUES (random());\n";
    let rows =
        "CREATE TABLE state (v NOT NULL);\nINSERT INTO state (v) SELECT max(v) FROM state;\n";
    // Not allowed: what follows may lean on it.
    let told = found(&format!("{rows}{clock}"));
    assert!(
        told.contains(": refused: ") && !told.contains(": clock: "),
        "{told}"
    );
    // Allowed, and on rows alone: what follows is looked at.
    let told = found(&format!("-- lint-allow: refused needs rows\n{rows}{clock}"));
    assert!(
        !told.contains(": refused: ") && told.contains(": clock: "),
        "{told}"
    );
    // Allowed, but it makes something.
    let twice = "CREATE TABLE state (v);\nCREATE TABLE state (v);\n";
    let told = found(&format!(
        "-- lint-allow: refused made before\n{twice}{clock}"
    ));
    assert!(!told.contains(": clock: "), "{told}");
    // Another rule than that of what is refused.
    let outside = "CREATE TABLE state (v);\nATTACH 'x' AS y;\n";
    let told = found(&format!("-- lint-allow: attach we know\n{outside}{clock}"));
    assert!(!told.contains(": clock: "), "{told}");
}

#[test]
fn what_the_lint_is_told_in_a_statement_counts_for_that_statement() {
    let fixture = Fixture::new();
    let told = |sql: &str| {
        fixture.file(
            "V001__one.sql",
            format!("-- One.\nCREATE TABLE t (v);\n{sql}"),
        );
        fixture.migrate(&["lint"]).stdout
    };
    let allowed = "DELETE FROM t -- lint-allow: no-where we know\n;\n";
    let all = "DELETE FROM t;\n";
    assert!(!told(allowed).contains(": no-where: "));
    for (sql, line) in [
        (format!("{allowed}{all}"), 5),
        (format!("{all}{allowed}"), 3),
    ] {
        let told = told(&sql);
        assert!(
            told.contains(&format!(":{line}: no-where: "))
                && told.matches(": no-where: ").count() == 1,
            "{told}"
        );
    }
}

/// What ends a program in which SQLite asks nobody: it calls one function, for hours.
#[cfg(unix)]
#[test]
fn a_second_wish_to_stop_ends_the_program_at_once() {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    let fixture = Fixture::with_parents();
    fixture.file(
        "V002__long.sql",
        "-- Long.\nUPDATE parent SET note = 'other';\nSELECT instr(printf('%.*c', 30000000, 'a'), printf('%.*cb', 1000000, 'a'));\n",
    );
    let rows = fixture.rows();
    let mut child = fixture
        .command(&["up"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let interrupt = || {
        std::thread::sleep(Duration::from_millis(700));
        let id = child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(sent.success());
    };
    interrupt();
    interrupt();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(rows == fixture.rows(), "nothing was changed");
    assert_eq!(fixture.migrate(&["status"]).code, 1);
}

fn stopped(fixture: &Fixture, to: Option<i32>) -> Result<(), Error> {
    run_up(fixture, to, true, |_| Ok(()))
}

fn run_up(
    fixture: &Fixture,
    to: Option<i32>,
    is_to_stop: bool,
    afterwards: fn(&Connection) -> Result<(), Error>,
) -> Result<(), Error> {
    let set = Set::read(&fixture.path("migrations")).unwrap();
    let options = Options {
        db: fixture.path("sco.db"),
        wait: std::time::Duration::ZERO,
        to,
        ending: Ending::Commit,
        backup: Keep::Nothing,
        stop: sco_facts::stop::Stop::new(is_to_stop.into()),
        afterwards,
    };
    up(&set, &options).map(|_| ())
}

#[test]
fn a_wish_to_stop_is_heard_before_the_commit() {
    let fixture = Fixture::with_parents();
    // So small that SQLite asks nobody while it runs.
    fixture.file("V002__small.sql", "-- Small.\nCREATE TABLE small (x);\n");
    let before = std::fs::read(fixture.path("sco.db")).unwrap();
    assert!(matches!(stopped(&fixture, None), Err(Error::Interrupted)));
    assert!(matches!(
        stopped(&fixture, Some(2)),
        Err(Error::Interrupted)
    ));
    assert!(before == std::fs::read(fixture.path("sco.db")).unwrap());
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

/// On the copy, the migrations are applied whatever the options say about the database itself.
#[test]
fn a_rehearsal_that_is_to_undo_tells_the_same() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__small.sql", "-- Small.\nCREATE TABLE small (x);\n");
    let set = Set::read(&fixture.path("migrations")).unwrap();
    for ending in [Ending::Commit, Ending::Undo] {
        let options = Options {
            db: fixture.path("sco.db"),
            wait: std::time::Duration::ZERO,
            to: None,
            ending,
            backup: Keep::Nothing,
            stop: sco_facts::stop::Stop::new(false.into()),
            afterwards: |_| Ok(()),
        };
        let told = rehearse(&set, &options).unwrap();
        let tables = told.tables.iter().map(|change| change.table.as_str());
        assert!(
            tables.into_iter().any(|table| table == "small"),
            "{ending:?}"
        );
    }
}

/// A full disk has words of its own, which say that nothing was changed.
#[test]
fn an_error_says_once_that_nothing_was_changed() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__small.sql", "-- Small.\nCREATE TABLE small (x);\n");
    let failing = |afterwards| run_up(&fixture, None, false, afterwards).unwrap_err();
    let full = failing(|_| {
        let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
        Err(Error::Sql {
            doing: "fill the index".to_owned(),
            source: rusqlite::Error::SqliteFailure(full, None),
        })
    });
    assert!(matches!(full, Error::Sql { .. }), "{full:?}");
    let remedy = full.complaint().help;
    assert_eq!(remedy, "free some space; nothing was changed");
    let other = failing(|connection| {
        let asked = connection.execute_batch("SELECT nothing_of_this_name()");
        asked.map_err(|source| Error::Sql {
            doing: "fill the index".to_owned(),
            source,
        })
    });
    let Error::Migrations(refusal) = other else {
        panic!("{other:?}");
    };
    assert_eq!(refusal.outcome, "nothing was changed");
}

#[test]
fn an_empty_file_and_an_emptied_history_are_told_as_such() {
    let fixture = Fixture::new();
    fixture.file("V001__parents.sql", PARENT);
    let check = |fixture: &Fixture, db: &str| fixture.migrate(&["check", "--db", db]);
    let absent = check(&fixture, "sco.db");
    assert!(
        absent.code == 2 && absent.stderr.contains("there is no database at sco.db"),
        "{absent:?}"
    );
    std::fs::write(fixture.path("sco.db"), "").unwrap();
    let empty = check(&fixture, "sco.db");
    assert!(
        empty.code == 1 && empty.stderr.contains("sco.db is empty; fill it"),
        "{empty:?}"
    );
    for (command, code) in [("check", 2), ("status", 2)] {
        let run = fixture.migrate(&[command, "--db", "/dev/null"]);
        assert!(
            run.code == code && run.stderr.contains("/dev/null") && run.stdout.is_empty(),
            "{run:?}"
        );
    }
    let foreign = Fixture::new();
    foreign.file("V001__parents.sql", PARENT);
    foreign
        .open()
        .execute_batch("CREATE TABLE notes (x)")
        .unwrap();
    let run = check(&foreign, "sco.db");
    assert!(
        run.code == 2 && run.stderr.contains("but not one that sco made"),
        "{run:?}"
    );
    for emptied in [
        "DELETE FROM refinery_schema_history",
        "DROP TABLE refinery_schema_history",
    ] {
        let fixture = Fixture::with_parents();
        fixture.open().execute_batch(emptied).unwrap();
        for (command, code) in [("check", 1), ("status", 1), ("up", 2), ("rehearse", 2)] {
            let run = fixture.migrate(&[command]);
            assert!(
                run.code == code
                    && run
                        .stderr
                        .contains("the history of migrations was emptied: the database has tables"),
                "{command}: {run:?}"
            );
        }
        let json = fixture.migrate(&["status", "--format", "json"]).stdout;
        assert!(
            json.contains("\"emptied\":true") && json.contains("\"extra\":[]"),
            "{json}"
        );
    }
}

/// `PRAGMA legacy_alter_table` holds to the end of its file, where the definitions are worked out anew as well.
#[test]
fn what_a_file_switches_on_ends_with_it() {
    let fixture = Fixture::new();
    fixture.file(
        "V001__one.sql",
        "PRAGMA legacy_alter_table = ON;
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (p INTEGER REFERENCES p (id));",
    );
    fixture.file("V002__two.sql", "ALTER TABLE p RENAME TO q;");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let run = fixture.migrate(&["check"]);
    assert_eq!(run.code, 0, "{run:?}");
}
