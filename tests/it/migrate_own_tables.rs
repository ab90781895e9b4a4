//! Tables and indexes of the user's own, and names that a migration takes for its own.

use crate::fixture::Fixture;

/// A database at V1 with what the user made, and the migrations after it.
fn with_users(users: &str, files: &[&str]) -> Fixture {
    let fixture = Fixture::with_parents();
    fixture.open().execute_batch(users).unwrap();
    for (number, sql) in (2..).zip(files) {
        let head = if sql.starts_with("--") {
            ""
        } else {
            "-- More.\n"
        };
        fixture.file(&format!("V{number:03}__more.sql"), format!("{head}{sql}\n"));
    }
    fixture
}

const NOTES: &str = "CREATE TABLE notes (mine); INSERT INTO notes VALUES (7)";

/// What the user has, the migrations, and what the refusal says.
const TAKEN: &[(&str, &[&str], &str)] = &[
    // Under another name it is still the user's.
    (
        NOTES,
        &[
            "ALTER TABLE notes RENAME TO zz;",
            "-- Three.\n-- expect: drop table zz\nDROP TABLE zz;",
        ],
        "drops table notes, which is your own",
    ),
    (
        NOTES,
        &["CREATE TABLE IF NOT EXISTS notes (x);"],
        "your table notes has the name of a table that the migrations make; rename it, and run again",
    ),
    (
        NOTES,
        &[
            "CREATE TABLE if not exists main.\"Notes\" (x);",
            "-- expect: drop table notes\nDROP TABLE notes;",
        ],
        "your table notes has the name of a table that the migrations make; rename it, and run again",
    ),
    (
        "CREATE VIRTUAL TABLE words USING fts5 (w)",
        &["CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (w, x);"],
        "your table words has the name of a table that the migrations make; rename it, and run again",
    ),
    (
        "CREATE INDEX more ON parent (note)",
        &["CREATE UNIQUE INDEX IF NOT EXISTS more ON parent (note);"],
        "your index more has the name of an index that the migrations make; keep its text, `DROP INDEX \"more\"`",
    ),
    (
        NOTES,
        &["-- expect: drop table notes\nDROP TABLE IF EXISTS notes;"],
        "V002__more.sql drops table notes, which is your own; rename it, and run again",
    ),
    (
        NOTES,
        &["-- expect: drop table notes\nALTER TABLE notes RENAME TO old;\nDROP TABLE old;"],
        "V002__more.sql drops table notes, which is your own; rename it, and run again",
    ),
    (
        "CREATE VIRTUAL TABLE words USING fts5 (w)",
        &["-- expect: drop table words\nDROP TABLE IF EXISTS words;"],
        "V002__more.sql drops table words, which is your own; rename it, and run again",
    ),
    (
        // It is empty and has the columns of the table that comes in its place.
        "CREATE TABLE nulling_new (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE SET NULL)",
        &[
            "DROP TABLE IF EXISTS nulling_new;\nCREATE TABLE nulling_new (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id) ON DELETE SET NULL);\nINSERT INTO nulling_new (id, parent) SELECT id, parent FROM nulling;\nDROP TABLE nulling;\nALTER TABLE nulling_new RENAME TO nulling;",
        ],
        "V002__more.sql drops table nulling_new, which is your own; rename it, and run again",
    ),
];

#[test]
fn what_is_the_users_is_not_taken_for_ours() {
    for (users, files, wanted) in TAKEN {
        let fixture = with_users(users, files);
        let error = fixture.refused();
        assert!(error.contains(wanted), "{files:?}: {error}");
        let rehearsed = fixture.migrate(&["rehearse"]);
        assert!(
            rehearsed.code == 2 && rehearsed.stderr.contains(wanted),
            "{rehearsed:?}"
        );
    }
}

#[test]
fn what_only_looks_alike_is_no_hindrance() {
    for (users, sql) in [
        // The very text that the migration makes.
        (
            "CREATE TABLE notes (x); CREATE UNIQUE INDEX once ON notes (x)",
            "CREATE TABLE IF NOT EXISTS notes (x);\nCREATE UNIQUE INDEX IF NOT EXISTS main.once ON notes (x);",
        ),
        // It is rebuilt under its name, in other letters.
        (
            NOTES,
            "CREATE TABLE n (mine); INSERT INTO n SELECT * FROM notes; DROP TABLE notes; ALTER TABLE n RENAME TO Notes;",
        ),
        // A temporary table takes nobody's name.
        (
            NOTES,
            "CREATE TEMP TABLE IF NOT EXISTS notes (x);\nINSERT INTO notes (x) SELECT id FROM parent;\nDROP TABLE notes;",
        ),
        (
            NOTES,
            "CREATE TABLE IF NOT EXISTS noted (x);\nDROP TABLE IF EXISTS absent;",
        ),
        // What the migrations made is theirs, also where it is made again.
        (
            NOTES,
            "CREATE TABLE IF NOT EXISTS parent (x);\nDROP INDEX parent_by_note;\nCREATE INDEX IF NOT EXISTS parent_by_note ON parent (note);",
        ),
    ] {
        let fixture = with_users(users, &[sql]);
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{sql}: {run:?}");
        let check = fixture.migrate(&["check"]);
        assert_eq!(check.code, 0, "{sql}: {check:?}");
        if users == NOTES {
            assert_eq!(fixture.ask("SELECT mine FROM notes"), ["7"], "{sql}");
        }
    }
}

#[test]
fn a_name_of_several_words_is_recognized_in_what_sqlite_says() {
    let drop = "keep its text, drop it, run again, then recreate it under another name\n";
    for (users, sql, own, advice) in [
        (
            "CREATE INDEX [my index] ON parent (code)",
            "CREATE INDEX \"my index\" ON parent (note);",
            "index my index",
            drop,
        ),
        (
            "CREATE INDEX [my index] ON parent (code)",
            "CREATE TABLE \"my index\" (x);",
            "index my index",
            drop,
        ),
        (
            "CREATE TABLE [my table] (x)",
            "ALTER TABLE nulling RENAME TO \"my table\";",
            "table my table",
            "rename it, and run again\n",
        ),
    ] {
        let error = with_users(users, &[sql]).refused();
        assert!(
            error.contains(&format!("{own} is your own: {advice}")),
            "{sql}: {error}"
        );
    }
}

#[test]
fn a_column_of_the_users_that_stands_in_the_way_has_a_remedy() {
    for (users, sql, advice) in [
        (
            "ALTER TABLE parent ADD COLUMN mine",
            "ALTER TABLE parent ADD COLUMN mine TEXT;",
            "duplicate column name: mine; if you added that column yourself, keep its values in a table of your own, drop it",
        ),
        (
            "ALTER TABLE parent ADD COLUMN mine AS (note || 'x')",
            "-- expect: drop column parent.note\nDROP INDEX parent_by_note;\nALTER TABLE parent DROP COLUMN note;",
            "no such column: note; if it is a column of your own that is computed from the dropped one, drop yours, run again",
        ),
    ] {
        let error = with_users(users, &[sql]).refused();
        assert!(error.contains(advice), "{sql}: {error}");
    }
}

#[test]
fn a_trigger_of_the_users_on_the_history_does_not_fire() {
    for (moment, body) in [
        ("AFTER", "DELETE FROM parent; DELETE FROM nulling"),
        ("BEFORE", "SELECT RAISE(IGNORE)"),
        ("BEFORE", "SELECT RAISE(FAIL, 'no')"),
        ("AFTER", "DELETE FROM refinery_schema_history"),
        ("AFTER", "INSERT INTO nowhere VALUES (1)"),
    ] {
        let text = format!(
            "CREATE TRIGGER \"my own\" {moment} INSERT ON refinery_schema_history BEGIN {body}; END"
        );
        let fixture = with_users(&text, &["ALTER TABLE parent ADD COLUMN more;"]);
        let status = fixture.migrate(&["status"]);
        let named = "extra      trigger my own (your own)";
        assert!(status.stdout.contains(named), "{status:?}");
        let before = fixture.ask("SELECT count(*) FROM parent");
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{text}: {run:?}");
        assert_eq!(fixture.ask("SELECT count(*) FROM parent"), before, "{text}");
        assert_eq!(
            fixture.ask("SELECT max(version) FROM refinery_schema_history"),
            ["2"],
            "{text}"
        );
        assert_eq!(
            fixture.ask("SELECT sql FROM sqlite_schema WHERE name = 'my own'"),
            [text.as_str()]
        );
    }
}
