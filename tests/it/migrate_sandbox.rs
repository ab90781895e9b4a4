//! A migration does what a migration may do, and nothing that is not on the list.

use rusqlite::Connection;

use crate::fixture::Fixture;

/// A database at V1 with a second migration, and another database that it could reach.
fn beside_a_victim(sql: &str) -> Fixture {
    let fixture = Fixture::with_parents();
    let victim = Connection::open(fixture.path("victim.db")).unwrap();
    victim
        .execute_batch("CREATE TABLE money (n); INSERT INTO money VALUES (1), (2)")
        .unwrap();
    fixture.file("V002__change.sql", format!("-- Two.\n{sql}\n"));
    fixture
}

#[test]
fn no_statement_reaches_another_file() {
    for attach in [
        "ATTACH 'victim.db' AS o;",
        "ATTACH ('victim' || '.db') AS o;",
        "ATTACH (SELECT 'victim.db') AS o;",
        "ATTACH printf('%s.db', 'victim') AS ('o' || '');",
        "ATTACH DATABASE 'file:victim.db' AS 'o' KEY 'k';",
        "ATTACH ? AS o;",
        "ATTACH ('made' || '.db') AS o;",
        "ATTACH ':memory:' AS o;",
        "DETACH ('ma' || 'in');",
        "DETACH main;",
    ] {
        let fixture = beside_a_victim(&format!("{attach}\nDELETE FROM o.money;"));
        let victim = std::fs::read(fixture.path("victim.db")).unwrap();
        let files = fixture.files();
        let error = fixture.refused();
        assert!(
            error.contains("V002__change.sql:2:1: a migration sees one database alone; remove ATTACH, DETACH and VACUUM"),
            "{attach}: {error}"
        );
        let rehearsed = fixture.migrate(&["rehearse"]);
        assert!(
            rehearsed
                .stderr
                .contains("a migration sees one database alone"),
            "{attach}: {rehearsed:?}"
        );
        let lint = fixture.migrate(&["lint"]);
        assert!(
            lint.stdout.contains("V002__change.sql:2: attach: "),
            "{attach}: {lint:?}"
        );
        for command in ["status", "check"] {
            fixture.migrate(&[command]);
        }
        assert!(victim == std::fs::read(fixture.path("victim.db")).unwrap());
        let made: Vec<String> = fixture
            .files()
            .into_iter()
            .filter(|name| !files.contains(name) && !name.contains("before"))
            .collect();
        assert!(made.is_empty(), "{attach}: {made:?}");
    }
}

/// What is refused, and what is said.
const REFUSED: &[(&str, &str)] = &[
    (
        "SELECT load_extension('x');",
        "load_extension is not among the functions that a migration may call",
    ),
    (
        "SELECT fts3_tokenizer('simple');",
        "fts3_tokenizer is not among the functions that a migration may call",
    ),
    (
        "SELECT sqlite_log(1, 'x');",
        "sqlite_log is not among the functions that a migration may call",
    ),
    (
        "CREATE VIRTUAL TABLE pages USING dbstat;",
        "a migration may not use virtual tables of dbstat",
    ),
    (
        "PRAGMA cache_size = 7;",
        "PRAGMA cache_size is not for migrations; remove it: a migration may read a few pragmas",
    ),
    (
        "PRAGMA journal_mode(wal);",
        "PRAGMA journal_mode is not for migrations",
    ),
    (
        "PRAGMA main.application_id = 7;",
        "PRAGMA application_id is not for migrations",
    ),
    (
        "SELECT * FROM pragma_optimize;",
        "PRAGMA optimize is not for migrations",
    ),
    (
        "PRAGMA foreign_keys(0);",
        "remove it: foreign keys are off already",
    ),
    (
        "ALTER TABLE refinery_schema_history ADD COLUMN x;",
        "refinery_schema_history is written by the program alone",
    ),
    (
        "CREATE INDEX i ON REFINERY_SCHEMA_HISTORY (name);",
        "refinery_schema_history is written by the program alone",
    ),
    (
        "CREATE TEMP VIEW refinery_schema_history AS SELECT 1;",
        "refinery_schema_history is written by the program alone",
    ),
    (
        "CREATE VIRTUAL TABLE temp.refinery_schema_history USING fts5 (x);",
        "refinery_schema_history is written by the program alone",
    ),
    (
        "VACUUM main INTO ('sto' || 'len.db');",
        "cannot VACUUM from within a transaction; remove VACUUM",
    ),
    (
        "SELECT readfile('x'), writefile('x', 'y');",
        "no such function: readfile",
    ),
    (
        "CREATE VIRTUAL TABLE cells USING csv (filename = 'x.csv');",
        "a migration may not use virtual tables of csv",
    ),
    (
        "SELECT sco_row_updated(1);",
        "2:8: sco_row_updated is called by the program alone; remove it",
    ),
    (
        "CREATE TRIGGER sco_watched_update AFTER INSERT ON parent BEGIN SELECT [SCO_row_updated](1, 1); END;",
        "sco_row_updated is called by the program alone",
    ),
    (
        "CREATE VIEW sco_watched_update AS SELECT sco_row_updated(1) AS x;",
        "sco_row_updated is called by the program alone",
    ),
    (
        "UPDATE parent SET id = id + 10, note = (WITH sco_watched_update (x) AS (SELECT sco_row_updated()) SELECT x FROM sco_watched_update);",
        "sco_row_updated is called by the program alone",
    ),
    (
        "REPLACE INTO main.\"refinery_schema_history\" VALUES (1, 2, 3, 4);",
        "refinery_schema_history is written by the program alone",
    ),
];

#[test]
fn what_reaches_beyond_the_rows_is_refused_with_the_true_rule() {
    for (words, wanted) in REFUSED {
        let error = beside_a_victim(words).refused();
        assert!(error.contains(wanted), "{words}: {error}");
    }
}

/// A trigger on a column that is not there would do nothing, and so show nothing, until a migration adds the column.
#[test]
fn a_trigger_waits_for_a_column_that_its_table_has() {
    let trigger = |columns: &str| {
        format!(
            "CREATE TRIGGER waits BEFORE UPDATE OF {columns} ON parent BEGIN DELETE FROM nulling; END;"
        )
    };
    for (columns, wanted) in [
        (
            "later",
            "2:1: trigger waits waits for an update of later, which parent does not have; name a column of parent",
        ),
        ("note, \"la ter\"", "waits for an update of la ter, which"),
    ] {
        let error = beside_a_victim(&trigger(columns)).refused();
        assert!(error.contains(wanted), "{error}");
    }
    let error = beside_a_victim(
        "CREATE TRIGGER waits BEFORE UPDATE OF later ON parent BEGIN DELETE FROM refinery_schema_history; END;\nALTER TABLE parent ADD COLUMN later;",
    )
    .refused();
    assert!(
        error.contains("refinery_schema_history is written by the program alone"),
        "{error}"
    );
    for columns in ["NOTE, [code]", "\"id\""] {
        let run = beside_a_victim(&trigger(columns)).migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let renamed =
        "CREATE TRIGGER waits BEFORE UPDATE OF note ON parent BEGIN DELETE FROM nulling; END;
ALTER TABLE parent RENAME COLUMN note TO remark;";
    assert_eq!(beside_a_victim(renamed).migrate(&["up"]).code, 0);
    let plain = "CREATE TRIGGER waits BEFORE UPDATE ON parent BEGIN UPDATE nulling SET parent = NULL WHERE 0; END;";
    assert_eq!(beside_a_victim(plain).migrate(&["up"]).code, 0);
}

/// What SQL offers and a migration may need; run in this order, in one file.
const ALLOWED: &[&str] = &[
    "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT COLLATE NOCASE, c REAL DEFAULT 1.5, d AS (upper(b)), e AS (length(b)) STORED, CHECK (length(b) < 100))",
    "CREATE TABLE strict_one (k TEXT NOT NULL, v ANY, PRIMARY KEY (k)) STRICT, WITHOUT ROWID",
    "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 5) INSERT INTO a (b) SELECT 'b' || x FROM n",
    "INSERT INTO strict_one (k, v) VALUES ('a', 1) ON CONFLICT (k) DO UPDATE SET v = excluded.v RETURNING k",
    "UPDATE a SET c = parent.id FROM parent WHERE parent.id = a.id",
    "CREATE UNIQUE INDEX a_by_b ON a (lower(b), c DESC) WHERE c > 0",
    "CREATE VIEW ranked AS SELECT id, rank() OVER (PARTITION BY c ORDER BY b) AS place, sum(c) FILTER (WHERE c > 1) OVER () AS s FROM a",
    "SELECT count(*) FROM ranked",
    "SELECT j.value, json_extract('{\"x\":1}', '$.x'), '{\"x\":2}' ->> 'x' FROM json_each('[1,2]') AS j",
    "SELECT a.b FROM a WHERE a.b LIKE 'b%' AND a.b GLOB 'b*' AND EXISTS (SELECT 1 FROM strict_one) EXCEPT SELECT 'b1'",
    "SELECT strftime('%Y', '2024-01-01'), printf('%05d', 7), iif(1, 2, 3), soundex('x'), group_concat(b, ', ') FROM a",
    "ALTER TABLE a RENAME COLUMN b TO bb",
    "ALTER TABLE a RENAME TO aa",
    "ALTER TABLE aa RENAME TO a",
    "ALTER TABLE a ADD COLUMN f TEXT CHECK (f <> '') REFERENCES parent (code)",
    "ALTER TABLE a ADD CONSTRAINT small CHECK (c < 1000)",
    "ALTER TABLE a DROP CONSTRAINT small",
    "ALTER TABLE a ALTER COLUMN bb SET NOT NULL",
    "ALTER TABLE a ALTER COLUMN bb DROP NOT NULL",
    "ALTER TABLE a ADD COLUMN g",
    "ALTER TABLE a DROP COLUMN g",
    "CREATE VIRTUAL TABLE words USING fts5 (w, x)",
    "INSERT INTO words (w, x) VALUES ('hello world', 'y')",
    "CREATE VIEW found AS SELECT highlight(words, 0, '[', ']') AS w, bm25(words) AS r, snippet(words, 0, '', '', '', 3) AS s FROM words WHERE words MATCH 'hello'",
    "SELECT w FROM found",
    "CREATE TRIGGER words_follow AFTER INSERT ON a BEGIN INSERT INTO words (w) VALUES (new.bb); DELETE FROM words WHERE rowid = 99; INSERT INTO words (words) VALUES ('optimize'); END",
    "INSERT INTO a (bb) VALUES ('q')",
    "INSERT INTO words (words) VALUES ('rebuild')",
    "INSERT INTO words (words) VALUES ('integrity-check')",
    "CREATE VIRTUAL TABLE terms USING fts5vocab ('words', 'row')",
    "SELECT term FROM terms",
    "CREATE VIRTUAL TABLE older USING fts4 (w)",
    "INSERT INTO older (w) VALUES ('aa bb')",
    "SELECT snippet(older), offsets(older), matchinfo(older) FROM older WHERE older MATCH 'aa'",
    "CREATE VIRTUAL TABLE places USING rtree (id, x0, x1)",
    "INSERT INTO places VALUES (1, 1, 2)",
    "SELECT rtreecheck('places')",
    "CREATE TRIGGER places_follow AFTER DELETE ON a BEGIN DELETE FROM places WHERE id = old.id; END",
    "DELETE FROM a WHERE id = 1",
    "CREATE TRIGGER ranked_takes INSTEAD OF INSERT ON ranked BEGIN INSERT INTO a (id) VALUES (new.id); END",
    "INSERT INTO ranked (id) VALUES (77)",
    "CREATE TEMP TABLE kept (x)",
    "INSERT INTO kept (x) SELECT id FROM a",
    "CREATE INDEX temp.kept_by_x ON kept (x)",
    "CREATE TEMP VIEW kept_view AS SELECT x FROM kept",
    "CREATE TEMP TRIGGER kept_follows AFTER INSERT ON main.a BEGIN DELETE FROM kept; END",
    "DROP TRIGGER kept_follows",
    "DROP VIEW kept_view",
    "DROP TABLE kept",
    "CREATE TABLE made AS SELECT bb, count(*) AS n FROM a GROUP BY bb",
    "ANALYZE",
    "ANALYZE a",
    "REINDEX",
    "REINDEX a_by_b",
    "REINDEX NOCASE",
    "PRAGMA foreign_key_check",
    "PRAGMA integrity_check(10)",
    "PRAGMA quick_check",
    "PRAGMA table_info(a)",
    "PRAGMA user_version",
    "PRAGMA page_size",
    "SELECT name FROM pragma_index_list('a')",
    "PRAGMA legacy_alter_table = ON",
    "EXPLAIN QUERY PLAN SELECT 1",
    "UPDATE sqlite_sequence SET seq = 50 WHERE name = 'a'",
    "SELECT count(*) FROM refinery_schema_history",
    "DROP TABLE terms",
    "DROP TABLE words",
    "DROP VIEW found",
    "DROP TRIGGER words_follow",
    "DROP TABLE older",
    "DROP TABLE made",
];

#[test]
fn what_a_migration_may_need_is_allowed() {
    let fixture = Fixture::with_parents();
    let sql = ALLOWED.join(";\n");
    fixture.file(
        "V002__much.sql",
        format!("-- Much.\n-- lint-allow: select-star we know\n{sql};\n"),
    );
    let run = fixture.migrate(&["rehearse"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let lint = fixture.migrate(&["lint"]);
    assert!(!lint.stdout.contains(": refused: "), "{lint:?}");
    for command in ["status", "check"] {
        let run = fixture.migrate(&[command]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

/// Triggers that would write the history once they fire; the second of each pair is where the error points.
const LATER: &[(&str, &str)] = &[
    (
        "CREATE TRIGGER late AFTER INSERT ON parent BEGIN\n  DELETE FROM refinery_schema_history;\nEND;",
        "2:1",
    ),
    (
        "CREATE TABLE a (x);\nCREATE TRIGGER late BEFORE UPDATE OF x ON a WHEN new.x > 7 BEGIN\n  UPDATE refinery_schema_history SET name = 'x' WHERE version = new.x;\nEND;",
        "3:1",
    ),
    (
        "CREATE TRIGGER late AFTER DELETE ON parent BEGIN\n  INSERT INTO \"REFINERY_schema_history\" VALUES (9, 'x', 'x', 'x');\nEND;",
        "2:1",
    ),
    (
        "CREATE TRIGGER late INSTEAD OF UPDATE ON parents BEGIN\n  DELETE FROM refinery_schema_history;\nEND;",
        "2:1",
    ),
    (
        "CREATE TRIGGER first AFTER INSERT ON parent BEGIN INSERT INTO later (x) VALUES (1); END;\nCREATE TABLE later (x);\nCREATE VIEW seen AS SELECT x FROM later;\nCREATE TRIGGER second AFTER INSERT ON later BEGIN DELETE FROM seen; END;\nCREATE TRIGGER third INSTEAD OF DELETE ON seen BEGIN\n  DELETE FROM refinery_schema_history;\nEND;",
        "6:1",
    ),
];

#[test]
fn a_trigger_that_would_write_the_history_later() {
    for (sql, place) in LATER {
        let fixture = beside_a_victim(sql);
        let error = fixture.refused();
        assert!(
            error.contains(&format!("V002__change.sql:{place}: trigger ")) && error.contains(
                "may not fire: refinery_schema_history is written by the program alone; remove the statement"
            ),
            "{sql}: {error}"
        );
        let line = place.split(':').next().unwrap();
        let found = fixture.migrate(&["lint"]);
        assert!(
            found
                .stdout
                .contains(&format!("V002__change.sql:{line}: history: ")),
            "{sql}: {found:?}"
        );
    }
}

#[test]
fn a_trigger_that_is_completed_by_a_later_file_is_refused_there() {
    let fixture = beside_a_victim(
        "CREATE TRIGGER late AFTER INSERT ON parent BEGIN INSERT INTO later (x) VALUES (1); DELETE FROM refinery_schema_history; END;",
    );
    fixture.file("V003__later.sql", "-- Three.\nCREATE TABLE later (x);\n");
    let error = fixture.refused();
    assert!(
        error.contains(
            "migrations/V003__later.sql: trigger late may not fire: refinery_schema_history"
        ),
        "{error}"
    );
}

#[test]
fn a_trigger_that_reads_the_history_or_is_dropped_again_passes() {
    let fixture = beside_a_victim(
        "CREATE TABLE log (x);\nCREATE TRIGGER reads AFTER INSERT ON parent BEGIN INSERT INTO log (x) SELECT max(version) FROM refinery_schema_history; END;\nCREATE TRIGGER gone AFTER INSERT ON parent BEGIN DELETE FROM refinery_schema_history; END;\nDROP TRIGGER gone;",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn the_limits_of_a_script() {
    let chain = |length: usize| {
        let tables = (0..=length).map(|n| format!("CREATE TABLE t{n} (x);\n"));
        let triggers = (0..length).map(|n| {
            let next = n + 1;
            format!("CREATE TRIGGER r{n} AFTER INSERT ON t{n} BEGIN INSERT INTO t{next} (x) VALUES (1); END;\n")
        });
        let made: String = tables.chain(triggers).collect();
        made + "INSERT INTO t0 (x) VALUES (1);"
    };
    let pattern = |length: usize| format!("SELECT 'a' LIKE printf('%.*c', {length}, 'a');");
    for (within, beyond, wanted) in [
        (chain(100), chain(101), "triggers nested too deep"),
        (
            pattern(1000),
            pattern(1001),
            "LIKE or GLOB pattern too complex",
        ),
    ] {
        let run = beside_a_victim(&within).migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
        let error = beside_a_victim(&beyond).refused();
        assert!(error.contains(wanted), "{error}");
    }
}
