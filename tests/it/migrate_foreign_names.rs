//! Functions, collations and texts in double quotes that only a program of the user's takes: what they are in does not
//! stop what has nothing to do with it, and is guarded like everything else of the user's.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::fixture::Fixture;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, c TEXT);
INSERT INTO t (id, a, b) VALUES (1, 'x', 'p'), (2, 'y', 'q');
INSERT INTO u (id, c) VALUES (1, 'one'), (2, 'two');
";

/// The user's program: SQLite with functions and a collation of its own.
pub(crate) fn with_users_program(fixture: &Fixture) -> Connection {
    let connection = fixture.open();
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection
        .create_scalar_function("regexp", 2, flags, |context| {
            let (pattern, text): (String, Option<String>) = (context.get(0)?, context.get(1)?);
            Ok(text.is_none_or(|text| pattern == "." || text.contains(&pattern)))
        })
        .unwrap();
    connection
        .create_scalar_function("shout", 1, flags, |context| {
            let text: Option<String> = context.get(0)?;
            Ok(text.map(|text| text.to_uppercase()))
        })
        .unwrap();
    connection
        .create_collation("german", |one: &str, other: &str| other.cmp(one))
        .unwrap();
    connection
}

/// A database at V1 with what the user made, and a second migration.
fn with(users: &str, change: &str) -> Fixture {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", TABLES);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    with_users_program(&fixture).execute_batch(users).unwrap();
    fixture.file("V002__two.sql", format!("-- Two.\n{change}\n"));
    fixture
}

/// Tables and indexes of the user's that SQLite cannot check, or whose definition it cannot read, without the user's
/// program.
const OWN: &[&str] = &[
    "CREATE TABLE mine (x TEXT CHECK (x REGEXP 'a')); INSERT INTO mine VALUES ('a');",
    "CREATE TABLE mine (x TEXT COLLATE german PRIMARY KEY) WITHOUT ROWID; INSERT INTO mine VALUES ('a'), ('b');",
    "CREATE TABLE mine (x TEXT, y TEXT AS (shout(x)) STORED NOT NULL); INSERT INTO mine (x) VALUES ('a');",
    "CREATE TABLE mine (x TEXT); INSERT INTO mine VALUES ('a'); CREATE INDEX mine_i ON mine (shout(x));",
    "CREATE TABLE mine (x TEXT); INSERT INTO mine VALUES ('a'); CREATE INDEX mine_i ON mine (x COLLATE german);",
    "CREATE TABLE mine (x TEXT CHECK (x IN (\"a\", \"b\"))); INSERT INTO mine VALUES ('a');",
    "CREATE TABLE mine (x TEXT, y TEXT AS (x || \"!\")); INSERT INTO mine (x) VALUES ('a');",
    "CREATE TABLE mine (x TEXT); INSERT INTO mine VALUES ('a'); CREATE INDEX mine_i ON mine (x) WHERE x <> \"z\";",
    // A value that does not fit is no damage.
    "PRAGMA ignore_check_constraints = ON; CREATE TABLE mine (x TEXT CHECK (x > 'b')); INSERT INTO mine VALUES ('a');",
    // Nor is a full-text index that does not fit what it reads.
    "CREATE TABLE mine (x); CREATE VIRTUAL TABLE mine_s USING fts4 (x, content='mine');
     INSERT INTO mine VALUES ('a b'); INSERT INTO mine_s (mine_s) VALUES ('rebuild'); UPDATE mine SET x = 'c';",
];

/// Changes that have nothing to do with it, although SQLite reads every definition for some of them.
const ELSEWHERE: &[&str] = &[
    "CREATE TABLE z (x);",
    "ALTER TABLE t RENAME COLUMN a TO aa;",
    "-- expect: drop column t.a\nALTER TABLE main.t DROP COLUMN a;",
    "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
INSERT INTO n (id, a, b) SELECT id, a, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;",
];

/// The rows of the user's table, as the user's program reads them.
fn mine(fixture: &Fixture) -> Vec<String> {
    crate::world::ask(&with_users_program(fixture), "SELECT * FROM mine")
}

#[test]
fn what_only_the_users_program_can_read_stops_no_migration() {
    for own in OWN {
        for change in ELSEWHERE {
            let fixture = with(own, change);
            let before = mine(&fixture);
            for command in ["rehearse", "up"] {
                let run = fixture.migrate(&[command]);
                assert_eq!(run.code, 0, "{own}\n{change}\n{run:?}");
            }
            assert_eq!(mine(&fixture), before, "{own}\n{change}");
        }
    }
}

#[test]
fn what_only_the_users_program_can_read_stops_no_backup_and_no_restore() {
    for own in OWN {
        let fixture = with(own, ELSEWHERE[0]);
        let before = mine(&fixture);
        for command in ["up", "backup", "check"] {
            let run = fixture.migrate(&[command]);
            assert_eq!(run.code, 0, "{own}\n{run:?}");
        }
        with_users_program(&fixture)
            .execute_batch("DROP TABLE mine")
            .unwrap();
        let is_backup = |name: &String| name.starts_with("sco.db.backup.");
        let backup = fixture.files().into_iter().find(is_backup).unwrap();
        let run = fixture.migrate(&["restore", &backup]);
        assert_eq!(run.code, 0, "{own}\n{run:?}");
        assert_eq!(mine(&fixture), before, "{own}");
    }
}

#[test]
fn damage_is_found_beside_what_only_the_users_program_can_check() {
    for own in &OWN[..5] {
        let fixture = with(own, "CREATE TABLE z (x);");
        // A page of the other table that no longer makes sense.
        let connection = fixture.open();
        let text = |sql: &str| -> i64 { connection.query_row(sql, [], |row| row.get(0)).unwrap() };
        let page = text("SELECT rootpage FROM sqlite_schema WHERE name = 'u'");
        let size = text("PRAGMA page_size");
        drop(connection);
        let mut bytes = std::fs::read(fixture.path("sco.db")).unwrap();
        let at = usize::try_from((page - 1) * size).unwrap();
        bytes[at + 3..at + 5].copy_from_slice(&[0x7f, 0xff]);
        std::fs::write(fixture.path("sco.db"), bytes).unwrap();
        for command in ["up", "backup"] {
            let run = fixture.migrate(&[command]);
            assert_eq!(run.code, 2, "{own}: {run:?}");
            assert!(run.stderr.contains("is damaged: "), "{own}: {run:?}");
        }
    }
}

/// A view or trigger of the user's, a change, and what the refusal says; none where the change passes.
const GUARDED: &[(&str, &str, Option<&str>)] = &[
    (
        "CREATE VIEW mine AS SELECT id, a FROM t WHERE a REGEXP 'x';",
        "-- expect: drop column t.a\nALTER TABLE t DROP COLUMN a;",
        Some("your view mine uses what the migrations change: no such column: a"),
    ),
    (
        "CREATE VIEW mine AS SELECT id, a FROM t WHERE a REGEXP 'x';",
        "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;",
        None,
    ),
    (
        "CREATE VIEW mine AS SELECT id, a FROM t ORDER BY a COLLATE german;",
        "-- expect: drop table t\nDROP TABLE t;",
        Some("your view mine uses what the migrations change: no such table: main.t"),
    ),
    (
        "CREATE VIEW mine AS SELECT id, a FROM t ORDER BY a COLLATE german;",
        "-- expect: drop table u\nDROP TABLE u;",
        None,
    ),
    (
        "CREATE VIEW mine (i, x, y) AS SELECT * FROM t WHERE shout(a) <> '';",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT, a TEXT);
INSERT INTO n (id, a, b) SELECT id, a, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;",
        Some("it would use t.b in the place of t.a"),
    ),
    (
        "CREATE VIEW mine (i, x, y) AS SELECT id, a, b FROM t WHERE shout(a) <> '';",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT, a TEXT);
INSERT INTO n (id, a, b) SELECT id, a, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;",
        None,
    ),
    (
        "CREATE VIEW mine AS SELECT t.id, b FROM t NATURAL JOIN u WHERE b REGEXP '.';",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        Some("it joins by t.c and u.c now"),
    ),
    (
        "CREATE VIEW mine AS SELECT t.id, b FROM t NATURAL JOIN u WHERE b REGEXP '.';",
        "ALTER TABLE t ADD COLUMN d TEXT;",
        None,
    ),
    (
        "CREATE TABLE my (x);
         CREATE TRIGGER tr AFTER INSERT ON my WHEN new.x REGEXP 'a' BEGIN DELETE FROM t WHERE a = new.x; END;",
        "-- expect: drop table t\nDROP TABLE t;",
        Some("your trigger tr uses what the migrations change: no such table: main.t"),
    ),
    (
        "CREATE TABLE my (x);
         CREATE TRIGGER tr AFTER INSERT ON my WHEN new.x REGEXP 'a' BEGIN DELETE FROM t WHERE a = new.x; END;",
        "-- expect: drop table u\nDROP TABLE u;",
        None,
    ),
    // A function and a text in double quotes.
    (
        "CREATE VIEW seen AS SELECT a FROM t WHERE a REGEXP \"x\";
         CREATE TRIGGER tr INSTEAD OF UPDATE ON seen BEGIN UPDATE u SET c = shout(new.a); END;",
        "-- expect: drop column u.c\nALTER TABLE u DROP COLUMN c;",
        Some("your trigger tr uses what the migrations change: no such column: c"),
    ),
    (
        "CREATE VIEW seen AS SELECT a FROM t WHERE a REGEXP \"x\";
         CREATE TRIGGER tr INSTEAD OF UPDATE ON seen BEGIN UPDATE u SET c = shout(new.a); END;",
        "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;",
        None,
    ),
    // A table function of another program: here only the words can be judged.
    (
        "CREATE VIEW mine AS SELECT value, a FROM generate_series (1, 2) JOIN t ON t.id = value;",
        "-- expect: drop table t\nDROP TABLE t;",
        Some("your view mine uses what the migrations change: table t would be gone"),
    ),
    (
        "CREATE VIEW mine AS SELECT value, a FROM generate_series (1, 2) JOIN t ON t.id = value;",
        "ALTER TABLE t RENAME COLUMN a TO aa;",
        Some("your view mine uses what the migrations change: column t.a would be called aa"),
    ),
    (
        "CREATE VIEW mine AS SELECT value, a FROM generate_series (1, 2) JOIN t ON t.id = value;",
        "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;\n-- More.\nCREATE TABLE z (x);",
        None,
    ),
    // A view that is broken for another reason is the user's matter.
    (
        "CREATE VIEW mine AS SELECT value, a FROM nowhere JOIN t ON t.id = value;",
        "-- expect: drop table t\nDROP TABLE t;",
        None,
    ),
    // A text in double quotes becomes a column.
    (
        "CREATE VIEW mine AS SELECT id, \"c\" AS label FROM t;",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        Some("your view mine uses what the migrations change: \"c\" would be the column of t and no text"),
    ),
    (
        "CREATE VIEW mine AS SELECT id, \"c\" AS label FROM t;",
        "ALTER TABLE t ADD COLUMN d TEXT;",
        None,
    ),
    (
        "CREATE TABLE my (x);
         CREATE TRIGGER tr AFTER INSERT ON my BEGIN UPDATE t SET a = \"c\"; END;",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        Some("\"c\" would be the column of t and no text"),
    ),
    // And a column becomes a text.
    (
        "CREATE VIEW mine AS SELECT id, \"a\" AS x, \"my label\" AS y FROM t;",
        "-- expect: drop column t.a\nALTER TABLE t DROP COLUMN a;",
        Some("your view mine uses what the migrations change: \"a\" would be a text and not the column of t"),
    ),
    (
        "CREATE VIEW mine AS SELECT id, \"a\" AS x, \"my label\" AS y FROM t;",
        "-- expect: drop column t.b\nALTER TABLE t DROP COLUMN b;",
        None,
    ),
];

#[test]
fn what_only_the_users_program_can_compile_is_guarded() {
    for (users, change, says) in GUARDED {
        let fixture = with(users, change);
        let Some(says) = says else {
            let run = fixture.migrate(&["up"]);
            assert_eq!(run.code, 0, "{users}\n{change}\n{run:?}");
            continue;
        };
        let error = fixture.refused();
        assert!(error.contains(says), "{users}\n{change}\n{error}");
        let run = fixture.migrate(&["rehearse"]);
        assert!(
            run.code == 2 && run.stderr.contains(says),
            "{users}\n{change}\n{run:?}"
        );
    }
}

/// An index or column of the user's, a change that needs the user's function or collation, what the refusal says, and
/// what is to be done.
const NEEDED: &[(&str, &str, &str, &str)] = &[
    (
        "CREATE INDEX mine ON t (shout(a));",
        "INSERT INTO t (id, a) VALUES (3, 'z');",
        "index mine is your own and uses shout, which only your program has: keep its text, `DROP INDEX \"mine\"`, run again",
        "DROP INDEX \"mine\";",
    ),
    // Of a table, the index is named first; one that does not use the function is never named.
    (
        "CREATE INDEX IF NOT EXISTS early ON t (b); CREATE INDEX mine ON t (shout(a)); ALTER TABLE t ADD COLUMN own TEXT AS (shout(a));",
        "INSERT INTO t (id, a) VALUES (3, 'z');",
        "index mine is your own and uses shout, which only your program has: keep its text, `DROP INDEX \"mine\"`, run again",
        "DROP INDEX \"mine\"; ALTER TABLE t DROP COLUMN own;",
    ),
    // No migration writes into a table of the user's, and so its index is not to blame.
    (
        "CREATE TABLE IF NOT EXISTS my (x TEXT); CREATE INDEX IF NOT EXISTS early ON my (shout(x)); ALTER TABLE u ADD COLUMN own TEXT AS (shout(c));",
        "CREATE TRIGGER k AFTER INSERT ON t BEGIN INSERT INTO u (c) VALUES (new.a); END;\nINSERT INTO t (id, a) VALUES (3, 'z');",
        "column own of table u is your own and uses shout, which only your program has",
        "ALTER TABLE u DROP COLUMN own;",
    ),
    // One of a table that the statement does not name comes first, and is not to blame.
    (
        "CREATE INDEX IF NOT EXISTS early ON u (shout(c)); CREATE INDEX mine ON t (shout(a));",
        "INSERT INTO t (id, a) VALUES (3, 'z');",
        "index mine is your own and uses shout, which only your program has: keep its text, `DROP INDEX \"mine\"`, run again",
        "DROP INDEX \"mine\";",
    ),
    (
        "ALTER TABLE u ADD COLUMN early TEXT AS (shout(c)); ALTER TABLE t ADD COLUMN own TEXT AS (shout(a));",
        "INSERT INTO t (id, a) VALUES (3, 'z');",
        "column own of table t is your own and uses shout, which only your program has",
        "ALTER TABLE t DROP COLUMN own; ALTER TABLE u DROP COLUMN early;",
    ),
    (
        "CREATE INDEX IF NOT EXISTS early ON u (shout(c)); ALTER TABLE t ADD COLUMN own TEXT AS (shout(a));",
        "INSERT INTO t (id, a) VALUES (3, 'z');",
        "column own of table t is your own and uses shout, which only your program has",
        "ALTER TABLE t DROP COLUMN own;",
    ),
    (
        "CREATE INDEX mine ON t (a COLLATE german);",
        "UPDATE t SET a = 'z';",
        "index mine is your own and uses german, which only your program has: keep its text, `DROP INDEX \"mine\"`, run again",
        "DROP INDEX \"mine\";",
    ),
    (
        "CREATE INDEX mine ON t (a COLLATE german);",
        "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, b TEXT, d TEXT);
INSERT INTO n (id, a, b) SELECT id, a, b FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;",
        "no such collation sequence: german; keep its text, `DROP INDEX \"mine\"`, run again, then recreate it",
        "DROP INDEX \"mine\";",
    ),
    (
        "ALTER TABLE t ADD COLUMN extra TEXT CHECK (extra REGEXP '.');",
        "INSERT INTO t (id, a) VALUES (3, 'z');",
        "column extra of table t is your own and uses REGEXP, which only your program has: keep its values in a table of your own",
        "ALTER TABLE t DROP COLUMN extra;",
    ),
];

#[test]
fn where_the_users_program_is_needed_the_advice_works() {
    for (users, change, says, remedy) in NEEDED {
        let fixture = with(users, change);
        let error = fixture.refused();
        assert!(error.contains(says), "{users}\n{change}\n{error}");
        with_users_program(&fixture).execute_batch(remedy).unwrap();
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{users}\n{change}\n{run:?}");
        with_users_program(&fixture).execute_batch(users).unwrap();
        fixture.file("V003__three.sql", "-- Three.\nCREATE TABLE z (x);\n");
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{users}\n{change}\n{run:?}");
    }
}

#[test]
fn a_migration_finds_nothing_that_stands_in_for_the_users_program() {
    let users = "CREATE VIEW mine AS SELECT shout(a) AS x FROM t ORDER BY b COLLATE german;
        CREATE TABLE my (x CHECK (x REGEXP 'a'));";
    for (change, says) in [
        ("UPDATE t SET a = shout(a);", "no such function: shout"),
        (
            "ALTER TABLE t RENAME COLUMN b TO bb;\nUPDATE t SET a = shout(a);",
            "no such function: shout",
        ),
        (
            "CREATE INDEX i ON t (a COLLATE german);",
            "no such collation sequence: german",
        ),
        (
            "CREATE VIEW ours AS SELECT a FROM t WHERE a REGEXP 'x';",
            "view ours does not work: no such function: REGEXP",
        ),
        (
            "CREATE TRIGGER ours AFTER INSERT ON t BEGIN UPDATE t SET a = shout(new.a); END;",
            "trigger ours does not work: no such function: shout",
        ),
    ] {
        let error = with(users, change).refused();
        assert!(error.contains(says), "{change}\n{error}");
    }
    assert_eq!(
        with(users, "UPDATE t SET a = upper(a);")
            .migrate(&["up"])
            .code,
        0
    );
}
