//! Whose file a database is and how old, the names of its backups, and what is told of a run.

use std::path::Path;

use rusqlite::Connection;

use crate::fixture::Fixture;
use crate::world::{Run, here, run, sco};

/// `sco migrate` with the migrations of the program.
fn own(fixture: &Fixture, arguments: &[&str]) -> Run {
    let mut command = sco();
    command
        .current_dir(fixture.path(""))
        .arg("migrate")
        .args(arguments);
    run(&mut command)
}

/// A database with the first migration of the program.
fn at_the_first() -> Fixture {
    let fixture = Fixture::new();
    let made = own(&fixture, &["up", "--to", "1"]);
    assert_eq!(made.code, 0, "{made:?}");
    fixture
}

fn says(run: &Run, code: i32, words: &str) {
    let told = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, code, "{run:?}");
    assert!(told.contains(words), "{words}: {told}");
}

#[test]
fn a_newer_database_is_neither_migrated_nor_put_back() {
    let fixture = at_the_first();
    std::fs::copy(fixture.path("sco.db"), fixture.path("newer.db")).unwrap();
    Connection::open(fixture.path("newer.db"))
        .unwrap()
        .execute_batch("PRAGMA user_version = 999")
        .unwrap();
    let words = "newer.db was made by a newer version of sco (schema 999; this program knows ";
    let up = own(&fixture, &["up", "--to", "2", "--db", "newer.db"]);
    says(&up, 2, words);
    let restored = own(&fixture, &["restore", "newer.db"]);
    says(&restored, 2, words);
    says(&restored, 2, "; nothing was changed; update the program\n");
}

#[test]
fn an_older_database_is_kept_and_migrated() {
    let fixture = at_the_first();
    let up = own(&fixture, &["up", "--to", "2"]);
    says(
        &up,
        0,
        "the database as it was is kept at sco.db.before-V002.",
    );
}

#[test]
fn a_history_that_is_ahead_makes_the_database_a_newer_one() {
    let fixture = at_the_first();
    fixture.open().execute_batch("INSERT INTO refinery_schema_history SELECT 999, name, applied_on, checksum FROM refinery_schema_history").unwrap();
    let status = own(&fixture, &["status"]);
    says(&status, 1, "sco.db was made by a newer version of sco");
}

/// The day of the release stands in the history of a database that the program's own migrations made alone.
#[test]
fn only_the_migrations_of_the_program_bear_the_day_of_the_release() {
    const STAMP: &str = "SELECT applied_on FROM refinery_schema_history";
    let released = at_the_first().ask(STAMP);
    assert!(released[0].ends_with("T00:00:00Z"), "{released:?}");
    let fixture = Fixture::new();
    let first = "V001__sources_and_citations.sql";
    fixture.file(
        first,
        std::fs::read(here().join("migrations").join(first)).unwrap(),
    );
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_ne!(fixture.ask(STAMP), released);
}

/// The paths of files of this sort beside a database, for every second of the next ten minutes.
fn coming(fixture: &Fixture, what: &str, end: &str) -> Vec<std::path::PathBuf> {
    let seconds = "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 600) SELECT strftime('%Y%m%dT%H%M%SZ', 'now', n || ' seconds') FROM n";
    let times = crate::world::ask(&Connection::open_in_memory().unwrap(), seconds);
    let path = |time: &String| fixture.path(&format!("sco.db.{what}.{time}{end}"));
    times.iter().map(path).collect()
}

fn write_all(paths: &[std::path::PathBuf]) {
    for path in paths {
        std::fs::write(path, "").unwrap();
    }
}

/// Files that are there, and the end of the name of the next backup.
const NUMBERED: &[(&[(&str, &str)], &str)] = &[
    (&[], "Z.db"),
    (&[("backup", ".db")], "Z-2.db"),
    (&[("backup", "-5.db")], "Z-6.db"),
    (&[("backup", "-5.db"), ("before-V002", "-9.db")], "Z-6.db"),
    (&[("backup", "-5.db"), ("backup", "-6.db-wal")], "Z-7.db"),
];

#[test]
fn a_backup_has_the_number_after_the_last_of_its_sort_and_time() {
    for (there, end) in NUMBERED {
        let fixture = Fixture::with_parents();
        for (what, end) in *there {
            write_all(&coming(&fixture, what, end));
        }
        std::fs::write(
            fixture.path("sco.db.backup.20200101T000000Z-20.db"),
            "older",
        )
        .unwrap();
        let made = fixture.migrate(&["backup"]);
        assert_eq!(made.code, 0, "{made:?}");
        let is_new = |name: &&String| std::fs::metadata(fixture.path(name)).unwrap().len() > 5;
        let files = fixture.files();
        let mut backups = files.iter().filter(|name| name.contains(".backup."));
        let made = backups.find(is_new).unwrap();
        assert!(made.ends_with(end), "{made} for {there:?}");
    }
}

#[test]
fn what_a_killed_run_left_goes_with_a_run_but_not_with_a_dry_one() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__two.sql", "CREATE TABLE a (x INTEGER PRIMARY KEY);");
    let litter = fixture.path("sco.db.new-1");
    std::fs::write(&litter, "").unwrap();
    let tried = fixture.migrate(&["up", "--dry-run"]);
    assert!(!tried.stdout.contains("sco.db.new-1"), "{tried:?}");
    assert!(litter.exists());
    says(&fixture.migrate(&["up"]), 0, "sco.db.new-1");
    assert!(!litter.exists());
}

#[test]
fn a_migration_may_have_the_number_0() {
    let fixture = Fixture::new();
    fixture.file("V0__zero.sql", "CREATE TABLE a (x INTEGER PRIMARY KEY);");
    says(&fixture.migrate(&["status"]), 1, "pending    V000__zero\n");
    says(&fixture.migrate(&["up"]), 0, "1 migration applied");
}

#[test]
fn the_rows_of_each_migration_are_its_own() {
    let fixture = Fixture::new();
    fixture.file(
        "V001__one.sql",
        "CREATE TABLE a (x INTEGER PRIMARY KEY);\nINSERT INTO a (x) VALUES (1), (2), (3);",
    );
    fixture.file("V002__two.sql", "INSERT INTO a (x) VALUES (4), (5);");
    let up = fixture.migrate(&["up"]);
    says(&up, 0, "V001__one: 3 rows, ");
    says(&up, 0, "V002__two: 2 rows, ");
}

#[test]
fn a_rehearsal_tells_the_size_of_the_file_before_and_after() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__two.sql", "CREATE TABLE a (x INTEGER PRIMARY KEY);");
    let size = |path: &Path| std::fs::metadata(path).unwrap().len();
    let before = size(&fixture.path("sco.db"));
    let rehearsed = fixture.migrate(&["rehearse"]);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let after = size(&fixture.path("sco.db"));
    says(
        &rehearsed,
        0,
        &format!("{before} bytes before, {after} after"),
    );
}

#[test]
fn a_current_database_is_not_waited_for() {
    let fixture = Fixture::with_parents();
    let other = fixture.open();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let up = fixture.migrate(&["up", "--wait", "0"]);
    assert_eq!(up.code, 0, "{up:?}");
}

/// A table of a module that this program does not have was not readable before, so that it is no fault of the run.
#[test]
fn a_virtual_table_that_could_not_be_read_before_hinders_nothing() {
    let fixture = Fixture::beside(
        "CREATE TABLE a (x INTEGER PRIMARY KEY);",
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING of_elsewhere(a)');",
        "ALTER TABLE a ADD COLUMN y TEXT;",
    );
    says(&fixture.migrate(&["up"]), 0, "1 migration applied");
}

#[test]
fn a_column_is_announced_with_a_point_before_it() {
    for mark in [",", "-", "x"] {
        let fixture = Fixture::with_parents();
        fixture.file(
            "V002__two.sql",
            format!("-- Another default.\n-- expect: change default parent {mark} note\nALTER TABLE parent ADD COLUMN c TEXT;\n"),
        );
        let words = format!("change default parent {mark} note");
        let up = fixture.migrate(&["up"]);
        says(&up, 2, &words);
        assert!(!up.stderr.contains("does not happen"), "{up:?}");
    }
}
