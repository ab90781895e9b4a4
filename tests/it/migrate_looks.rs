//! What only looks changes nothing; what is foretold happens; what is replaced is kept.

use serde_json::Value;

use crate::fixture::{Fixture, PARENT, ask, changes, rows};
use crate::world::{World, here, run, sco};

fn json(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The sorted words of a status: state and migration of each line.
fn states(fixture: &Fixture) -> (i32, Vec<String>) {
    let run = fixture.migrate(&["status", "--format", "json"]);
    let status = &json(&run.stdout)[0];
    let lines = status["migrations"].as_array().unwrap().iter();
    let lines = lines.map(|line| {
        format!(
            "{} {}",
            line["state"].as_str().unwrap(),
            line["migration"].as_str().unwrap()
        )
    });
    (run.code, lines.collect())
}

/// A database at V1, and eight migrations that each make a table.
fn with_eight_more() -> Fixture {
    let fixture = Fixture::with_parents();
    assert_eq!(fixture.files(), ["sco.db"], "a fresh file needs no backup");
    for n in 2..=9 {
        fixture.file(
            &format!("V{n:03}__t{n}.sql"),
            format!("-- Table.\nCREATE TABLE t{n} (x);\n"),
        );
    }
    fixture
}

#[test]
fn a_dry_run_changes_nothing() {
    let fixture = with_eight_more();
    let before = std::fs::read(fixture.path("sco.db")).unwrap();
    let run = fixture.migrate(&["up", "--dry-run"]);
    assert!(
        run.stdout
            .ends_with("8 migrations would be applied to sco.db; nothing was changed\n"),
        "{run:?}"
    );
    assert!(before == std::fs::read(fixture.path("sco.db")).unwrap());
    assert_eq!(fixture.files(), ["sco.db"]);
}

#[test]
fn up_in_steps_with_a_backup_each() {
    let fixture = with_eight_more();
    for n in 2..=8 {
        let run = fixture.migrate(&["up", "--to", &n.to_string()]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(
            run.stdout.contains(&format!("V{n:03}__t{n}: 0 rows, ")),
            "{run:?}"
        );
    }
    let kept: Vec<String> = fixture
        .files()
        .into_iter()
        .filter(|name| name.contains("before"))
        .collect();
    assert_eq!(kept.len(), 5, "{kept:?}");
    assert!(
        kept[0].starts_with("sco.db.before-V004.") && kept[4].starts_with("sco.db.before-V008."),
        "{kept:?}"
    );
    let backup = rusqlite::Connection::open(fixture.path(&kept[4])).unwrap();
    assert_eq!(
        ask(&backup, "SELECT max(version) FROM refinery_schema_history"),
        ["7"]
    );
    let run = fixture.migrate(&["up", "--to", "3"]);
    assert!(
        run.code == 2
            && run
                .stderr
                .contains("is at V8 already, and a migration cannot be undone"),
        "{run:?}"
    );
    let run = fixture.migrate(&["up", "--no-backup", "--format", "json"]);
    let lines = json(&run.stdout);
    assert_eq!(
        (lines[0]["version"].as_i64(), lines[1]["applied"].as_i64()),
        (Some(9), Some(1)),
        "{run:?}"
    );
    assert!(lines[1]["backup"].is_null());
    let bytes = std::fs::read(fixture.path("sco.db")).unwrap();
    assert_eq!(
        fixture.migrate(&["up"]).stdout,
        "sco.db is up to date; not a byte was changed\n"
    );
    assert!(bytes == std::fs::read(fixture.path("sco.db")).unwrap());
}

#[test]
fn status_of_every_sort_of_file() {
    let fixture = Fixture::new();
    fixture.file("V001__parents.sql", PARENT);
    assert_eq!(
        states(&fixture),
        (1, vec!["pending V001__parents".to_owned()])
    );
    assert!(!fixture.path("sco.db").exists());
    std::fs::write(fixture.path("sco.db"), "").unwrap();
    assert_eq!(states(&fixture).0, 1);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(
        states(&fixture),
        (0, vec!["applied V001__parents".to_owned()])
    );
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE two (x);\n");
    fixture.file("V003__three.sql", "-- Three.\nCREATE TABLE three (x);\n");
    fixture.migrate(&["up"]);
    std::fs::remove_file(fixture.path("migrations/V002__two.sql")).unwrap();
    assert_eq!(states(&fixture).1[1], "missing V002__two");
    std::fs::remove_file(fixture.path("migrations/V003__three.sql")).unwrap();
    let run = fixture.migrate(&["status"]);
    assert!(
        run.code == 1
            && run.stderr.contains(
                "2 migrations that the database has seen are not there; bring the files back"
            ),
        "{run:?}"
    );
    fixture.file("V001__again.sql", PARENT);
    fixture.file("b.sql", "-- Bad.\n");
    let run = fixture.migrate(&["status"]);
    assert!(run.stdout.contains("duplicate  migrations/V001__parents.sql:1: has the number of migrations/V001__again.sql"), "{run:?}");
    assert!(
        run.stdout
            .contains("unusable   migrations/b.sql:1: this is no name for a migration"),
        "{run:?}"
    );
    let foreign = Fixture::new();
    foreign
        .open()
        .execute("CREATE TABLE notes (x)", [])
        .unwrap();
    let run = foreign.migrate(&["status"]);
    assert!(
        run.code == 1 && run.stderr.contains("but not one that sco made"),
        "{run:?}"
    );
}

#[test]
fn status_says_why_a_checksum_differs() {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", "-- One.\r\nCREATE TABLE one (x);");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file("V001__one.sql", "-- One.\nCREATE TABLE one (x);\n");
    let run = fixture.migrate(&["status"]);
    assert!(
        run.stdout
            .contains("divergent  V001__one  only the last newline differs"),
        "{run:?}"
    );

    let world = World::new();
    world.build();
    let status = |name: &str, change: &dyn Fn(&str) -> String| {
        crate::world::copy_folder(&here().join("migrations"), &world.path("changed"));
        let text = world.read(&format!("changed/{name}"));
        world.write(&format!("changed/{name}"), change(&text));
        world.sco(&["migrate", "status", "--dir", "changed"]).stdout
    };
    let shown = status("V010__omissions.sql", &|text| {
        text.replace("What a document", "Whatever a document")
    });
    assert!(
        shown.contains("divergent  V010__omissions  only comments or white space differ"),
        "{shown}"
    );
    let shown = status("V010__omissions.sql", &|text| {
        text.replace("paragraph >= 1", "paragraph >= 0")
    });
    assert!(
        shown.contains("divergent  V010__omissions  the SQL differs"),
        "{shown}"
    );
}

#[cfg(unix)]
#[test]
fn status_on_a_file_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    for mode in ["delete", "wal"] {
        let fixture = Fixture::with_parents();
        fixture
            .open()
            .pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()))
            .unwrap();
        let rights = std::fs::Permissions::from_mode;
        std::fs::set_permissions(fixture.path("sco.db"), rights(0o444)).unwrap();
        std::fs::set_permissions(fixture.path(""), rights(0o555)).unwrap();
        let run = fixture.migrate(&["status"]);
        std::fs::set_permissions(fixture.path(""), rights(0o755)).unwrap();
        assert_eq!(run.code, 0, "{mode}: {run:?}");
    }
}

#[test]
fn check_shows_what_drifted_and_dump_loads_back() {
    let fixture = Fixture::with_parents();
    let run = fixture.migrate(&["check"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "the schema is what the migrations make\n")
    );
    fixture.open().execute_batch("DROP VIEW parents; CREATE VIEW parents AS SELECT id FROM parent; DROP INDEX parent_by_note; CREATE VIEW mine AS SELECT 1; CREATE VIRTUAL TABLE words USING fts5(word)").unwrap();
    let run = fixture.migrate(&["check"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stdout.contains("view parents is another:\n- CREATE VIEW parents AS SELECT id, code FROM parent\n+ CREATE VIEW parents AS SELECT id FROM parent\n"), "{}", run.stdout);
    assert!(
        run.stdout
            .contains("index parent_by_note is gone:\n- CREATE INDEX parent_by_note"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains("extra: view mine (your own)\nextra: table words (your own)\n"),
        "{}",
        run.stdout
    );
    let dumped = fixture.migrate(&["dump"]).stdout;
    let loaded = rusqlite::Connection::open_in_memory().unwrap();
    loaded.execute_batch(&dumped).unwrap();
    let objects = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE 'refinery%' ORDER BY type, name";
    assert_eq!(ask(&loaded, objects), fixture.ask(objects));
    assert!(!dumped.contains("words_data"), "shadow tables are left out");
}

const CHANGING: &str = "-- expect: rows cascading -1
-- expect: drop view parents
UPDATE parent SET note = 5 WHERE id = 1;
UPDATE parent SET code = code || '!', note = x'00' WHERE id = 2;
INSERT INTO parent (id, code) VALUES (9, 'new');
DELETE FROM cascading WHERE id = 2;
ALTER TABLE nulling ADD COLUMN remark TEXT;
CREATE TABLE more (x);
INSERT INTO more VALUES (1), (2);
DROP VIEW parents;
";

#[test]
fn a_rehearsal_foretells_what_up_does() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__change.sql", CHANGING);
    let before = std::fs::read(fixture.path("sco.db")).unwrap();
    let run = fixture.migrate(&["rehearse"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(before == std::fs::read(fixture.path("sco.db")).unwrap());
    assert_eq!(fixture.files(), ["sco.db"]);
    for wanted in [
        "V002__change: 6 rows, ",
        "cascading: 2 rows before, 1 after: 0 added, 1 removed, 0 changed\n",
        "more: new, 2 rows: 2 added, 0 removed, 0 changed\n",
        "nulling: 2 rows before, 2 after: 0 added, 0 removed, 0 changed\n  remark: a new column\n",
        "parent: 3 rows before, 4 after: 1 added, 0 removed, 2 changed\n  code: 1 cell changed\n  note: 2 cells changed\n  type of note: null to blob: 1 cell\n",
        "gained: table more\nlost: view parents\n",
    ] {
        assert!(run.stdout.contains(wanted), "{wanted}: {}", run.stdout);
    }
    let foretold =
        json(&fixture.migrate(&["rehearse", "--format", "json"]).stdout)[0]["tables"].clone();
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let backup = fixture
        .files()
        .into_iter()
        .find(|name| name.contains("before"))
        .unwrap();
    let found = changes(&fixture.path(&backup), &fixture.path("sco.db"));
    assert_eq!(foretold, serde_json::to_value(found).unwrap());
}

#[test]
fn a_rehearsal_prints_every_table_that_changes_and_no_other() {
    let fixture = Fixture::with_parents();
    let names = [
        "exchanged",
        "gained",
        "lost",
        "moved",
        "renamed",
        "swapped",
        "untouched",
        "updated",
    ];
    let made: Vec<String> = names
        .iter()
        .map(|name| {
            format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, a TEXT, b TEXT);\nINSERT INTO {name} (a) VALUES ('one'), ('two'), ('three');\n")
        })
        .collect();
    fixture.file("V002__tables.sql", format!("-- Tables.\n{}", made.concat()));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    fixture.file(
        "V003__change.sql",
        "-- expect: drop column lost.b
-- expect: rows exchanged -1
-- expect: rows swapped -1
ALTER TABLE gained ADD COLUMN c TEXT;
ALTER TABLE lost DROP COLUMN b;
ALTER TABLE moved RENAME TO moved_on;
ALTER TABLE renamed RENAME COLUMN b TO c;
DELETE FROM exchanged WHERE id = 3;
INSERT INTO exchanged (id, a) VALUES (4, 'four');
DELETE FROM swapped WHERE id = 3;
INSERT INTO swapped (id, a) VALUES (4, 'four');
UPDATE swapped SET a = a || '!' WHERE id < 3;
UPDATE updated SET a = 'other' WHERE id = 2;
",
    );
    let run = fixture.migrate(&["rehearse"]);
    assert_eq!(run.code, 0, "{run:?}");
    let rows = ": 3 rows before, 3 after: ";
    let printed: Vec<(&str, &str)> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once(rows))
        .collect();
    let nothing = "0 added, 0 removed, 0 changed";
    let expected = [
        ("exchanged", "1 added, 1 removed, 0 changed"),
        ("gained", nothing),
        ("lost", nothing),
        ("moved_on", nothing),
        ("renamed", nothing),
        ("swapped", "1 added, 1 removed, 2 changed"),
        ("updated", "0 added, 0 removed, 1 changed"),
    ];
    assert_eq!(printed, expected, "{}", run.stdout);
}

#[test]
fn rows_are_counted_where_no_column_stays() {
    let fixture = Fixture::with_parents();
    fixture.file(
        "V002__one.sql",
        "-- One.\nCREATE TABLE one (a TEXT);\nINSERT INTO one VALUES ('x'), ('y');\n",
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let replaced = "-- expect: drop column one.a
ALTER TABLE one ADD COLUMN b TEXT;
ALTER TABLE one DROP COLUMN a;
";
    let deleted = format!("{replaced}DELETE FROM one WHERE rowid = 1;\n");
    fixture.file("V003__replace.sql", deleted);
    let told = fixture.refused();
    assert!(
        told.contains("one: 1 row gone (2 before, 1 after)"),
        "{told}"
    );
    fixture.file("V003__replace.sql", replaced);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

#[test]
fn a_table_that_goes_is_told_with_its_rows() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__go.sql", "-- Go.\nDROP TABLE nulling;\n");
    let told = fixture.refused();
    assert!(told.contains("table nulling is gone (2 rows)"), "{told}");
}

#[test]
fn a_backup_goes_back_and_what_it_replaces_is_kept() {
    let fixture = Fixture::with_parents();
    let before = fixture.rows();
    fixture.file("V002__change.sql", CHANGING);
    fixture.migrate(&["up"]);
    let after = fixture.rows();
    let backup = fixture
        .files()
        .into_iter()
        .find(|name| name.contains("before"))
        .unwrap();
    let reader = fixture.open();
    let run = fixture.migrate(&["restore", &backup]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(rows(&reader), before, "an open reader sees it");
    let kept = fixture
        .files()
        .into_iter()
        .find(|name| name.contains("replaced"))
        .unwrap();
    assert_eq!(
        rows(&rusqlite::Connection::open(fixture.path(&kept)).unwrap()),
        after
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0, "and forth again");
    assert_eq!(fixture.rows(), after);
    std::fs::write(fixture.path("bad.db"), "not a database at all, but long enough to be taken for one: it has more than one hundred bytes in it").unwrap();
    for (file, wanted) in [
        ("bad.db", "is not an SQLite database"),
        ("none.db", "there is no backup at none.db"),
        ("sco.db", "is the database itself"),
    ] {
        let run = fixture.migrate(&["restore", file]);
        assert!(run.code == 2 && run.stderr.contains(wanted), "{run:?}");
    }
    assert_eq!(fixture.rows(), after);
}

#[test]
fn an_older_program_brings_back_what_a_newer_one_migrated() {
    let fixture = Fixture::with_parents();
    let before = fixture.rows();
    fixture.migrate(&["backup", "--out", "kept.db"]);
    fixture.file("V002__change.sql", CHANGING);
    fixture.migrate(&["up"]);
    fixture
        .open()
        .pragma_update(None, "user_version", 9999)
        .unwrap();
    let run = fixture.migrate(&["restore", "kept.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.rows(), before);
}

#[test]
fn backup_copies_and_never_overwrites() {
    let fixture = Fixture::with_parents();
    fixture
        .open()
        .pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
        .unwrap();
    let writer = fixture.open();
    writer.execute_batch("INSERT INTO parent (id, code) VALUES (50, 'wal'); BEGIN; INSERT INTO parent (id, code) VALUES (51, 'open')").unwrap();
    let run = fixture.migrate(&["backup", "--out", "copy.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    let copy = rusqlite::Connection::open(fixture.path("copy.db")).unwrap();
    assert_eq!(ask(&copy, "SELECT id FROM parent WHERE id >= 50"), ["50"]);
    let run = fixture.migrate(&["backup", "--out", "copy.db"]);
    assert!(
        run.code == 2 && run.stderr.contains("copy.db is there already"),
        "{run:?}"
    );
    let run = fixture.migrate(&["backup"]);
    assert!(
        run.stdout.starts_with("sco.db backed up as sco.db.backup."),
        "{run:?}"
    );
}

/// A name of the database makes no line of its own.
#[test]
fn a_line_break_in_a_name_stays_on_the_line() {
    let fixture = Fixture::with_parents();
    fixture
        .open()
        .execute_batch("CREATE TABLE \"mine\napplied    V002__two\" (x)")
        .unwrap();
    let name = "table mine\\napplied    V002__two (your own)";
    let status = fixture.migrate(&["status"]);
    assert_eq!(status.stdout.lines().count(), 2, "{status:?}");
    assert!(
        status.stdout.contains(&format!("extra      {name}")),
        "{status:?}"
    );
    let check = fixture.migrate(&["check"]);
    assert!(
        check.stdout.contains(&format!("extra: {name}\n")),
        "{check:?}"
    );
    fixture.file(
        "V002__rows.sql",
        "-- Rows.\nINSERT INTO \"mine\napplied    V002__two\" VALUES (1);\n",
    );
    let rehearsal = fixture.migrate(&["rehearse"]);
    assert!(
        rehearsal
            .stdout
            .contains("\nmine\\napplied    V002__two: 0 rows before, 1 after: 1 added"),
        "{rehearsal:?}"
    );
}

#[test]
fn new_makes_the_folder_of_a_new_set_and_leaves_none_behind_where_it_fails() {
    let fixture = Fixture::new();
    let new = |name: &str, folder: &str| {
        run(sco()
            .current_dir(fixture.path(""))
            .args(["migrate", "new", name, "--dir", folder]))
    };
    let run = new("first", "sets/mine");
    assert_eq!(run.stdout, "made sets/mine/V001__first.sql\n", "{run:?}");
    std::fs::write(fixture.path("file"), "").unwrap();
    let run = new("first", "file/mine");
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: file is no folder; name a folder, or move away what stands in its place\n"
        ),
    );
    assert_eq!(new("A b", "none").code, 2);
    assert!(!fixture.path("none").exists());
}

#[test]
fn new_makes_the_next_file_and_refuses_a_bad_name() {
    let fixture = Fixture::with_parents();
    let run = fixture.migrate(&["new", "add_region"]);
    assert_eq!(run.stdout, "made migrations/V002__add_region.sql\n");
    assert_eq!(
        fixture.migrate(&["new", "more"]).stdout,
        "made migrations/V003__more.sql\n"
    );
    for name in ["add-region", "Add", "9lives", "a b", ""] {
        let run = fixture.migrate(&["new", name]);
        assert!(
            run.code == 2 && run.stderr.contains("is no name for a migration"),
            "{run:?}"
        );
    }
    assert!(
        fixture
            .migrate(&["lint"])
            .stdout
            .contains("V002__add_region.sql:1: empty: ")
    );
    fixture.file(
        "V002__add_region.sql",
        std::fs::read_to_string(fixture.path("migrations/V002__add_region.sql")).unwrap()
            + "CREATE TABLE a (x);\n",
    );
    fixture.file(
        "V003__more.sql",
        std::fs::read_to_string(fixture.path("migrations/V003__more.sql")).unwrap()
            + "CREATE TABLE b (x);\n",
    );
    assert_eq!(
        fixture.migrate(&["lint"]).stdout,
        "3 migrations, nothing found\n"
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

/// A migration after [`PARENT`], and the rule that finds it, with its line.
const FAULTS: &[(&str, &str)] = &[
    ("CREATE TABLE a (x);\n", "1: why"),
    ("-- Two.\n", "1: empty"),
    ("-- expect: much\nCREATE TABLE a (x);\n", "1: expect"),
    (
        "-- expect: drop view parents\nCREATE TABLE a (x);\n",
        "1: expect",
    ),
    ("-- Two.\nDROP INDEX parent_by_note;\n", "1: lost"),
    ("-- Two.\nDROP TABLE cascading;\n", "1: lost"),
    (
        "-- Two.\nALTER TABLE nulling DROP COLUMN id;\n",
        "2: refused",
    ),
    (
        "-- Two.\nCREATE TABLE a (x);\nUPDATE a SET x = \"y\" WHERE x;\n",
        "3: refused",
    ),
    ("-- Two.\nCOMMIT;\n", "2: transaction"),
    ("-- Two.\nATTACH 'x' AS y;\n", "2: attach"),
    ("-- Two.\nVACUUM;\n", "2: attach"),
    ("-- Two.\nPRAGMA foreign_keys = OFF;\n", "2: pragma"),
    (
        "-- Two.\nDELETE FROM refinery_schema_history WHERE version = 1;\n",
        "2: history",
    ),
    (
        "-- Two.\nINSERT INTO cascading (id, parent)\nSELECT * FROM nulling;\n",
        "3: select-star",
    ),
    (
        "-- Two.\nINSERT INTO cascading VALUES (8, 1);\n",
        "2: no-columns",
    ),
    (
        "-- Two.\nINSERT OR IGNORE INTO cascading (id) VALUES (8);\n",
        "2: or-ignore",
    ),
    (
        "-- Two.\nREPLACE INTO cascading (id) VALUES (8);\n",
        "2: or-ignore",
    ),
    (
        "-- Two.\nCREATE TABLE a AS SELECT id FROM parent;\n",
        "2: create-as",
    ),
    (
        "-- Two.\nCREATE TABLE IF NOT EXISTS a (x);\n",
        "2: if-exists",
    ),
    ("-- Two.\nUPDATE parent SET note = '';\n", "2: no-where"),
    ("-- Two.\nDELETE FROM nulling;\n", "2: no-where"),
    (
        "-- Two.\nALTER TABLE nulling ADD COLUMN b TEXT NOT NULL;\n",
        "2: not-null",
    ),
    (
        "-- Two.\nUPDATE nulling SET parent = random() WHERE id = 1;\n",
        "2: clock",
    ),
    (
        "-- Two.\nINSERT INTO parent (code) VALUES (datetime('now'));\n",
        "2: clock",
    ),
    (
        "-- Two.\nINSERT INTO parent (code) VALUES (CURRENT_TIMESTAMP);\n",
        "2: clock",
    ),
    (
        "-- Two.\nALTER TABLE nulling RENAME TO nulling_old;\nCREATE TABLE nulling (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE SET NULL);\nINSERT INTO nulling (id, parent) SELECT id, parent FROM nulling_old;\nDROP TABLE nulling_old;\n",
        "2: rename-old",
    ),
];

#[test]
fn a_new_migration_clears_what_killed_runs_left_of_others_alone() {
    let fixture = Fixture::new();
    let left = |name: &str| format!("{name}.sco-draft-999999-0");
    let names = ["V001__one.sql", "Vienna.db", "dump.sql"];
    for name in names {
        fixture.file(&left(name), "half");
    }
    let run = fixture.migrate(&["new", "two"]);
    assert!(run.code == 0, "{run:?}");
    let folder = crate::world::contents(&fixture.path("migrations"));
    let there: Vec<bool> = names
        .iter()
        .map(|name| folder.contains_key(&left(name)))
        .collect();
    assert_eq!(there, [false, true, true], "{run:?}");
}

#[test]
fn lint_finds_each_fault_and_can_be_told_why_not() {
    for (sql, wanted) in FAULTS {
        let fixture = Fixture::new();
        fixture.file("V001__parents.sql", PARENT);
        fixture.file("V002__change.sql", sql);
        let run = fixture.migrate(&["lint"]);
        let found = format!("migrations/V002__change.sql:{wanted}: ");
        assert!(
            run.code == 1 && run.stdout.contains(&found),
            "{sql}: {run:?}"
        );
        let rule = wanted.split(' ').next_back().unwrap();
        let allowed = sql.replacen('\n', &format!("\n-- lint-allow: {rule} we know\n"), 1);
        if !["why", "empty", "expect"].contains(&rule) {
            fixture.file("V002__change.sql", allowed.replace(" we know", ""));
            assert!(
                fixture
                    .migrate(&["lint"])
                    .stdout
                    .contains(&format!(": {rule}: ")),
                "a reason is wanted: {sql}"
            );
            fixture.file("V002__change.sql", allowed);
            assert!(
                !fixture
                    .migrate(&["lint"])
                    .stdout
                    .contains(&format!(": {rule}: ")),
                "{sql}"
            );
        }
    }
}

#[test]
fn every_rule_of_the_lint_is_shown_at_work() {
    let list = run(sco().args(["migrate", "lint", "--list"]));
    let listed: std::collections::BTreeSet<&str> = list
        .stdout
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let in_one_file = FAULTS
        .iter()
        .filter_map(|(_, wanted)| wanted.split(' ').next_back());
    // The next test has the faults of a whole folder.
    let shown = in_one_file.chain(["file", "gap", "edited"]).collect();
    assert_eq!(listed, shown);
}

#[test]
fn lint_finds_gaps_edits_and_files_that_cannot_be_used() {
    let fixture = Fixture::new();
    fixture.file("V001__a.sql", "-- One.\nCREATE TABLE a (x);\n");
    fixture.file("V003__c.sql", "-- Three.\nCREATE TABLE c (x);\n");
    fixture.file("V003__d.sql", "-- Three.\nCREATE TABLE d (x);\n");
    fixture.file("v4.sql", "-- Four.\n");
    fixture.file("migrations.lock", "1 V001__a\n2 V002__gone\n\n3V003__c\n");
    let run = fixture.migrate(&["lint"]);
    for wanted in [
        "V003__c.sql:1: gap: V2 is missing: V3 comes after V1",
        "V003__d.sql:1: file: has the number of",
        "v4.sql:1: file: this is no name",
        "V001__a.sql:1: edited: the migration is not the one that migrations.lock records; bring it back as it was, and make the change a new migration; only if no release has it, remove its line from migrations.lock by hand instead\n",
        "migrations.lock:2: edited: the migration V002__gone is gone; ",
        "migrations.lock:3: edited: `` is not a checksum and the name of a migration; bring the line back as it was\n",
        "migrations.lock:4: edited: `3V003__c` is not a checksum and the name of a migration; bring the line back as it was\n",
    ] {
        assert!(run.stdout.contains(wanted), "{wanted}: {}", run.stdout);
    }
}

#[test]
fn the_projects_own_migrations_pass_the_lint_and_equal_the_record() {
    let run = crate::world::run(
        crate::world::sco()
            .current_dir(here())
            .args(["migrate", "lint"]),
    );
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "{run:?}");
    let path = here().join("migrations/migrations.lock");
    let recorded = std::fs::read_to_string(&path).unwrap_or_default();
    let set = sco_facts::migrate::set::Set::embedded();
    let lines: Vec<String> = set
        .files
        .iter()
        .map(|file| format!("{} {}", file.checksum(), file.label()))
        .collect();
    let current = lines.join("\n") + "\n";
    for line in recorded.lines() {
        assert!(
            lines.iter().any(|current| current == line),
            "`{line}` of migrations.lock is no migration as it stands now: bring it back as it was; only if no release has it, remove the line by hand instead"
        );
    }
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, &current).unwrap();
    } else {
        assert_eq!(
            current, recorded,
            "run SNAPSHOTS=overwrite cargo test to record what is new"
        );
    }
    let folder = sco_facts::migrate::set::Set::read(&here().join("migrations")).unwrap();
    let known: Vec<String> = folder
        .files
        .iter()
        .map(|file| format!("{} {}", file.checksum(), file.label()))
        .collect();
    assert_eq!(known, lines, "the folder and the program hold the same");
}

#[test]
fn lint_takes_what_up_takes() {
    let fixture = Fixture::with_parents();
    fixture.file(
        "V002__change.sql",
        "-- Two.
CREATE TEMP TABLE kept (id INTEGER);
INSERT INTO kept (id) SELECT id FROM parent;
DROP TABLE kept;
PRAGMA legacy_alter_table = ON;
ALTER TABLE parent RENAME TO guardian;
ALTER TABLE guardian RENAME TO parent;
",
    );
    let lint = fixture.migrate(&["lint"]);
    assert_eq!(lint.stdout, "2 migrations, nothing found\n", "{lint:?}");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}
