//! Objects of the user's whose texts or names hold bytes that are no UTF-8, as a script in an older encoding makes them.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::fixture::Fixture;

/// `café` in Latin-1 is no UTF-8. Rust has no such text, so each `café` of a valid schema is rewritten.
fn in_latin_1(fixture: &Fixture, sql: &str) {
    let connection = fixture.open();
    connection.execute_batch(sql).unwrap();
    make_latin_1(&connection);
}

/// Rewrites each `café` of a schema as a program with that encoding writes it.
pub(crate) fn make_latin_1(connection: &Connection) {
    connection.set_db_config(SQLITE_DEFENSIVE, false).unwrap();
    let latin =
        |column| format!("{column} = CAST(unhex(replace(hex({column}), 'C3A9', 'E9')) AS TEXT)");
    let changed = format!(
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET {}, {}, {}",
        latin("name"),
        latin("tbl_name"),
        latin("sql")
    );
    connection.execute_batch(&changed).unwrap();
}

const SQLITE_DEFENSIVE: DbConfig = DbConfig::SQLITE_DBCONFIG_DEFENSIVE;

/// The texts of all objects but the history, byte for byte.
fn texts(connection: &Connection) -> Vec<String> {
    crate::fixture::ask(
        connection,
        "SELECT type || ' ' || hex(name) || ' ' || hex(tbl_name) || ' ' || hex(sql) FROM sqlite_schema
         WHERE sql IS NOT NULL AND hex(sql) LIKE '%E9%' ORDER BY 1",
    )
}

const OWN: &str = "CREATE VIEW mine AS SELECT id, 'café' AS word FROM parent;
CREATE VIEW \"mine_café\" AS SELECT 1 AS \"café\";
CREATE TRIGGER watch AFTER INSERT ON parent BEGIN SELECT 'café'; END;
CREATE TRIGGER watch_mine INSTEAD OF INSERT ON mine BEGIN SELECT 'café'; END;
CREATE TABLE \"own_café\" (\"café\" TEXT DEFAULT 'café');
CREATE TABLE plain (word CHECK (word <> 'café'));
CREATE INDEX plain_by_word ON plain (word) WHERE word <> 'café';";

const MORE: &str = "-- More.
CREATE TABLE more (x);
ALTER TABLE parent ADD COLUMN size INTEGER;
INSERT INTO parent (id, code) VALUES (9, 'nine');
";

#[test]
fn what_holds_other_bytes_stops_nothing_and_keeps_them() {
    let fixture = Fixture::with_parents();
    in_latin_1(&fixture, OWN);
    let before = texts(&fixture.open());
    assert_eq!(before.len(), 7, "{before:?}");
    fixture.file("V002__more.sql", MORE);
    for look in [
        &["status"][..],
        &["check"],
        &["dump"],
        &["rehearse"],
        &["up", "--dry-run"],
    ] {
        let run = fixture.migrate(look);
        assert!(run.code != 2, "{look:?}: {run:?}");
        for fault in ["panicked", "could not"] {
            assert!(!run.stderr.contains(fault), "{look:?}: {run:?}");
        }
    }
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let note =
        "note: your trigger watch on parent does not fire while migrations write the table: ";
    assert!(
        run.stderr.starts_with(note) && run.stderr.lines().count() == 1,
        "{run:?}"
    );
    let connection = fixture.open();
    assert_eq!(texts(&connection), before);
    let asked = crate::fixture::ask(
        &connection,
        "SELECT hex(word) FROM mine WHERE id = 9 UNION ALL SELECT count(*) FROM sqlite_schema WHERE name LIKE 'mine\\_caf_' ESCAPE '\\'
         UNION ALL SELECT * FROM pragma_integrity_check",
    );
    assert_eq!(asked, ["636166E9", "1", "ok"]);
    // The trigger still compiles.
    connection
        .execute_batch("INSERT INTO parent (id, code) VALUES (10, 'ten')")
        .unwrap();
    assert_eq!(fixture.migrate(&["check"]).code, 0);
    let dump = fixture.migrate(&["dump"]).stdout;
    assert!(
        dump.contains("-- Bytes that are no UTF-8 are written as U+FFFD here.\nCREATE VIEW mine "),
        "{dump}"
    );
}

#[test]
fn what_uses_what_changes_is_refused_by_name() {
    for (own, change, named) in [
        (
            "CREATE VIEW mine AS SELECT note, 'café' AS word FROM parent;",
            "-- expect: drop index parent_by_note\n-- expect: drop column parent.note\nDROP INDEX parent_by_note; ALTER TABLE parent DROP COLUMN note;\n",
            "view mine",
        ),
        (
            "CREATE TRIGGER watch AFTER INSERT ON restricting BEGIN SELECT 'café'; END;",
            "ALTER TABLE restricting RENAME TO restricted;\n",
            "trigger watch",
        ),
        (
            "CREATE VIEW mine AS SELECT id AS \"café\" FROM restricting;",
            "ALTER TABLE restricting RENAME TO restricted;\n",
            "view mine",
        ),
        (
            "CREATE INDEX own ON nulling (parent) WHERE parent <> 'café';",
            "CREATE TABLE new (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE SET NULL);
INSERT INTO new SELECT id, parent FROM nulling; DROP TABLE nulling; ALTER TABLE new RENAME TO nulling;\n",
            "index own",
        ),
    ] {
        let fixture = Fixture::with_parents();
        in_latin_1(&fixture, own);
        fixture.file("V002__change.sql", change);
        let said = fixture.refused();
        assert!(said.contains(&format!("your {named} uses what the migrations change")), "{said}");
        assert!(said.contains("nothing was changed; a backup of the database as it is lies at"), "{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn a_fresh_build_says_which_view_it_would_drop() {
    let (folder, connection) = crate::world::curated();
    connection
        .execute_batch("CREATE VIEW mine AS SELECT 'café' AS word")
        .unwrap();
    connection.set_db_config(SQLITE_DEFENSIVE, false).unwrap();
    connection
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = CAST(unhex(replace(hex(sql), 'C3A9', 'E9')) AS TEXT) WHERE name = 'mine'",
        )
        .unwrap();
    drop(connection);
    let build = |more: &[&str]| {
        crate::world::run(
            crate::world::sco()
                .current_dir(folder.path())
                .args(["build", "--no-exports", "--quiet"])
                .args(more),
        )
    };
    let run = build(&["--fresh"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("view mine"), "{run:?}");
    assert_eq!(build(&[]).code, 0);
}
