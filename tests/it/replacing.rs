//! What is in a database's place is replaced as one step: nothing of anybody's is lost, permissions and links
//! stay, and what cannot be read is kept byte for byte.
#![cfg(unix)]

use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use rusqlite::Connection;

use crate::fixture::{Fixture, PARENT, ask};
use crate::world::{Run, World, run, sco};

/// One world, built; tests copy its database.
fn built() -> World {
    let world = World::new();
    world.build();
    world
}

fn fresh(world: &World, more: &[&str]) -> Run {
    let mut all = vec!["build", "--fresh", "--no-exports"];
    all.extend(more);
    world.sco(&all)
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn is_sound(path: &Path) -> bool {
    ask(&Connection::open(path).unwrap(), "PRAGMA integrity_check") == ["ok"]
}

fn set_journal_mode(connection: &Connection, mode: &str) {
    connection
        .pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()))
        .unwrap();
}

/// The names beside the database that hold this word.
fn named(fixture: &Fixture, word: &str) -> Vec<String> {
    let mut found = fixture.files();
    found.retain(|name| name.contains(word));
    found
}

/// Opens the database in WAL mode and changes its entities; the change stays in the log.
fn with_a_change_in_the_log(world: &World) -> Connection {
    let connection = Connection::open(world.path("sco.db")).unwrap();
    set_journal_mode(&connection, "wal");
    connection
        .execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE entities SET note = 'x'")
        .unwrap();
    connection
}

#[test]
fn a_database_in_wal_mode_that_is_open_is_not_replaced() {
    let world = built();
    let first = bytes(&world.path("sco.db"));
    let other = with_a_change_in_the_log(&world);
    for begin in ["BEGIN; SELECT * FROM facts", "ROLLBACK"] {
        other.execute_batch(begin).unwrap();
        let run = fresh(&world, &["--wait", "0"]);
        assert!(
            run.code == 2
                && run
                    .stderr
                    .contains("another program holds the database sco.db"),
            "{run:?}"
        );
        assert_eq!(
            ask(&other, "SELECT count(*) FROM entities WHERE note = 'x'"),
            ["8"]
        );
    }
    drop(other);
    assert_eq!(fresh(&world, &[]).code, 0);
    assert!(first == bytes(&world.path("sco.db")));
    assert!(!world.path("sco.db-wal").exists() && !world.path("sco.db-shm").exists());
}

#[test]
fn a_log_that_a_killed_writer_left_is_not_applied_to_another_content() {
    let world = built();
    let first = bytes(&world.path("sco.db"));
    let _writer = with_a_change_in_the_log(&world);
    for side in ["", "-wal"] {
        std::fs::copy(
            world.path(&format!("sco.db{side}")),
            world.path(&format!("left.db{side}")),
        )
        .unwrap();
    }
    assert_eq!(fresh(&world, &["--db", "left.db"]).code, 0);
    assert!(first == bytes(&world.path("left.db")));
    assert!(!world.path("left.db-wal").exists());
}

#[test]
fn whoever_has_the_replaced_file_open_cannot_write_where_nobody_would_see_it() {
    for journal in ["delete", "persist", "truncate", "memory", "off"] {
        let world = built();
        let idle = Connection::open(world.path("sco.db")).unwrap();
        set_journal_mode(&idle, journal);
        idle.execute_batch("UPDATE entities SET note = 'x'")
            .unwrap();
        assert_eq!(fresh(&world, &[]).code, 0, "{journal}");
        let written = idle.execute_batch("UPDATE entities SET note = 'y'");
        assert!(
            written.unwrap_err().to_string().contains("readonly"),
            "{journal}"
        );
        drop(idle);
        assert!(is_sound(&world.path("sco.db")), "{journal}");
    }
}

#[test]
fn a_file_with_two_names_keeps_its_content_under_the_other() {
    let world = built();
    std::fs::hard_link(world.path("sco.db"), world.path("other.db")).unwrap();
    assert_eq!(fresh(&world, &[]).code, 0);
    assert!(is_sound(&world.path("other.db")) && is_sound(&world.path("sco.db")));
    Connection::open(world.path("other.db"))
        .unwrap()
        .execute_batch("UPDATE entities SET note = 'y'")
        .unwrap();
}

#[test]
fn what_is_the_users_is_a_reason_to_refuse_whatever_its_name() {
    for (sql, named) in [
        ("CREATE TABLE mine (x)", "table mine"),
        (
            "CREATE TABLE search_index_mine (x)",
            "table search_index_mine",
        ),
        ("CREATE INDEX i ON facts (kind)", "index i"),
        (
            "CREATE TRIGGER w AFTER DELETE ON refinery_schema_history BEGIN SELECT 1; END",
            "trigger w",
        ),
        (
            "CREATE INDEX h ON refinery_schema_history (name)",
            "index h",
        ),
        (
            "ALTER TABLE entities ADD COLUMN mine TEXT",
            "table entities, which was changed",
        ),
        (
            "DROP VIEW start_here; CREATE VIEW start_here AS SELECT 1 AS mine",
            "view start_here, which was changed",
        ),
        (
            "INSERT INTO entities (entity_id, kind, name, origin) VALUES ('x', 'state', 'X', 'me')",
            "1 row of entities",
        ),
    ] {
        let world = built();
        Connection::open(world.path("sco.db"))
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        let before = bytes(&world.path("sco.db"));
        let run = fresh(&world, &[]);
        assert!(
            run.code == 2
                && run
                    .stderr
                    .contains(&format!("would drop: {named}; nothing")),
            "{sql}: {run:?}"
        );
        assert!(before == bytes(&world.path("sco.db")), "{sql}");
    }
}

#[test]
fn permissions_and_links_stay() {
    let world = built();
    std::fs::rename(world.path("sco.db"), world.path("real.db")).unwrap();
    symlink("real.db", world.path("sco.db")).unwrap();
    set_mode(&world.path("real.db"), 0o640);
    assert_eq!(fresh(&world, &[]).code, 0);
    assert!(world.path("sco.db").is_symlink());
    assert_eq!(mode(&world.path("real.db")), 0o640);
    set_mode(&world.path("real.db"), 0o444);
    let before = bytes(&world.path("real.db"));
    let run = fresh(&world, &[]);
    assert!(run.code == 2 && run.stderr.contains("read-only"), "{run:?}");
    assert!(before == bytes(&world.path("real.db")));
}

#[test]
fn every_copy_is_for_those_alone_who_may_read_the_database() {
    let fixture = Fixture::with_parents();
    set_mode(&fixture.path("sco.db"), 0o600);
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE two (x);\n");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(fixture.migrate(&["backup"]).code, 0);
    assert_eq!(fixture.migrate(&["backup", "--out", "out.db"]).code, 0);
    let before = &named(&fixture, "before")[0];
    assert_eq!(fixture.migrate(&["restore", before]).code, 0);
    assert_eq!(fixture.files().len(), 5, "{:?}", fixture.files());
    for name in fixture.files() {
        assert_eq!(mode(&fixture.path(&name)), 0o600, "{name}");
    }
}

/// Ways to spoil a database.
fn damaged(sound: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let with = |from: usize, to: usize, byte: u8| {
        let mut spoilt = sound.to_vec();
        spoilt[from..to].fill(byte);
        spoilt
    };
    vec![
        ("garbage", with(0, sound.len(), 0xA7)),
        ("a header of zeros", with(0, 100, 0)),
        ("a damaged schema", with(100, 3000, 0x55)),
        ("half of it", sound[..sound.len() / 2].to_vec()),
        ("less than a header", sound[..50].to_vec()),
        ("inner pages of zeros", with(8192, 16384, 0)),
    ]
}

#[test]
fn a_restore_works_where_the_database_is_damaged_and_keeps_what_is_there() {
    let model = Fixture::with_parents();
    model.migrate(&["backup", "--out", "good.db"]);
    for (what, spoilt) in damaged(&bytes(&model.path("sco.db"))) {
        for side in ["", "-wal", "-journal"] {
            let fixture = Fixture::new();
            fixture.file("V001__parents.sql", PARENT);
            std::fs::copy(model.path("good.db"), fixture.path("good.db")).unwrap();
            std::fs::write(fixture.path("sco.db"), &spoilt).unwrap();
            if !side.is_empty() {
                std::fs::write(fixture.path(&format!("sco.db{side}")), "of a database").unwrap();
            }
            set_mode(&fixture.path("sco.db"), 0o600);
            let run = fixture.migrate(&["restore", "good.db"]);
            assert_eq!(run.code, 0, "{what}{side}: {run:?}");
            assert!(is_sound(&fixture.path("sco.db")), "{what}{side}");
            assert!(fixture.rows() == model.rows(), "{what}{side}");
            assert_eq!(mode(&fixture.path("sco.db")), 0o600);
            let kept = named(&fixture, "replaced");
            assert!(bytes(&fixture.path(&kept[0])) == spoilt, "{what}{side}");
            if !side.is_empty() {
                let kept = fixture.path(&format!("{}{side}", kept[0]));
                // A journal that can be read has been played back by SQLite, and is none any more.
                assert!(bytes(&kept) == b"of a database", "{what}{side}");
                assert!(!fixture.path(&format!("sco.db{side}")).exists());
            }
        }
    }
}

#[test]
fn a_restore_of_pages_of_another_size_keeps_what_is_there() {
    let fixture = Fixture::with_parents();
    fixture.migrate(&["backup", "--out", "good.db"]);
    fixture
        .open()
        .execute_batch("PRAGMA page_size = 1024; VACUUM")
        .unwrap();
    let small = bytes(&fixture.path("sco.db"));
    assert_eq!(fixture.migrate(&["restore", "good.db"]).code, 0);
    assert!(is_sound(&fixture.path("sco.db")));
    assert!(bytes(&fixture.path(&named(&fixture, "replaced")[0])) == small);
    assert_eq!(ask(&fixture.open(), "PRAGMA page_size"), ["4096"]);
}

#[test]
fn a_restore_where_nothing_is_sets_aside_what_lies_beside() {
    let fixture = Fixture::with_parents();
    let rows = fixture.rows();
    fixture.migrate(&["backup", "--out", "good.db"]);
    std::fs::remove_file(fixture.path("sco.db")).unwrap();
    std::fs::write(fixture.path("sco.db-wal"), "of a database that is gone").unwrap();
    let run = fixture.migrate(&["restore", "good.db"]);
    assert!(
        run.code == 0
            && run
                .stderr
                .contains("beside a database that is gone is kept as"),
        "{run:?}"
    );
    assert!(is_sound(&fixture.path("sco.db")) && !fixture.path("sco.db-wal").exists());
    assert!(fixture.rows() == rows);
    assert_eq!(
        bytes(&fixture.path(&named(&fixture, "replaced")[0])),
        b"of a database that is gone"
    );
}

/// To read a database in WAL mode, SQLite makes files beside it, and to replace one it leaves an emptied journal.
#[test]
fn nothing_is_left_beside_a_database_in_wal_mode_or_its_backup() {
    let fixture = Fixture::with_parents();
    set_journal_mode(&fixture.open(), "wal");
    fixture.file("V002__two.sql", "-- Two.\nDELETE FROM cascading;\n");
    for _ in 0..2 {
        assert_eq!(fixture.migrate(&["up"]).code, 2);
    }
    fixture.file("V002__two.sql", "-- Two.\nUPDATE parent SET note = 'k';\n");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let made = named(&fixture, "before-V002");
    assert!(
        !made.is_empty() && made.iter().all(|name| name.ends_with(".db")),
        "{made:?}"
    );
    let run = fixture.migrate(&["restore", &made[0]]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(named(&fixture, "-journal"), [""; 0]);
    assert!(is_sound(&fixture.path("sco.db")));
    assert_eq!(
        ask(
            &fixture.open(),
            "SELECT count(*) FROM parent WHERE note = 'k'"
        ),
        ["0"]
    );
}

/// SQLite would take such a name for an address, with options of its own.
#[test]
fn a_file_may_be_called_like_an_address() {
    let world = World::new();
    for name in ["file:x.db", "file:y.db?mode=memory"] {
        let built = run(sco().current_dir(world.path("")).args([
            "build",
            "--no-exports",
            "--seeds",
            "seeds",
            "--db",
            name,
        ]));
        assert_eq!(built.code, 0, "{built:?}");
        assert!(
            is_sound(&world.path("").join(name).canonicalize().unwrap()),
            "{name}"
        );
    }
}

#[test]
fn a_restore_over_an_empty_database_keeps_nothing_of_it() {
    let fixture = Fixture::with_parents();
    let rows = fixture.rows();
    fixture.migrate(&["backup", "--out", "good.db"]);
    std::fs::write(fixture.path("sco.db"), "").unwrap();
    let run = fixture.migrate(&["restore", "good.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(fixture.rows() == rows);
    assert_eq!(named(&fixture, "replaced"), [""; 0]);
}

#[test]
fn a_restore_works_where_the_history_alone_is_damaged() {
    let fixture = Fixture::with_parents();
    let rows = fixture.rows();
    fixture.migrate(&["backup", "--out", "good.db"]);
    let page: usize = fixture
        .ask("SELECT rootpage FROM sqlite_schema WHERE name = 'refinery_schema_history'")[0]
        .parse()
        .unwrap();
    let mut spoilt = bytes(&fixture.path("sco.db"));
    spoilt[4096 * (page - 1)..4096 * page].fill(0x55);
    // The mark of this program stands there; what plain refinery made is known by its history alone.
    for mark in [None, Some(68..72)] {
        spoilt[mark.unwrap_or_default()].fill(0);
        std::fs::write(fixture.path("sco.db"), &spoilt).unwrap();
        let run = fixture.migrate(&["restore", "good.db"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(fixture.rows() == rows);
        let mut kept = named(&fixture, "replaced").into_iter();
        assert!(kept.any(|kept| bytes(&fixture.path(&kept)) == spoilt));
    }
}

#[test]
fn a_restore_refuses_a_database_of_another_program_whose_history_is_another() {
    let fixture = Fixture::with_parents();
    fixture.migrate(&["backup", "--out", "good.db"]);
    std::fs::remove_file(fixture.path("sco.db")).unwrap();
    let other = rusqlite::Connection::open(fixture.path("sco.db")).unwrap();
    other
        .execute_batch("CREATE TABLE refinery_schema_history (x)")
        .unwrap();
    drop(other);
    let before = bytes(&fixture.path("sco.db"));
    let run = fixture.migrate(&["restore", "good.db"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(bytes(&fixture.path("sco.db")) == before);
}

#[test]
fn a_damaged_backup_replaces_nothing() {
    let fixture = Fixture::with_parents();
    fixture.migrate(&["backup", "--out", "good.db"]);
    let mut spoilt = bytes(&fixture.path("good.db"));
    let last = spoilt.len() - 4096;
    spoilt[last..].fill(0);
    std::fs::write(fixture.path("bad.db"), spoilt).unwrap();
    let before = bytes(&fixture.path("sco.db"));
    let refused = || {
        let run = fixture.migrate(&["restore", "bad.db"]);
        let told = "; nothing was changed; name a backup that is whole";
        assert!(
            run.code == 2
                && run.stderr.contains("bad.db is damaged: ")
                && run.stderr.contains(told),
            "{run:?}"
        );
        assert_eq!(named(&fixture, "replaced"), [""; 0]);
    };
    refused();
    assert!(before == bytes(&fixture.path("sco.db")));
    std::fs::remove_file(fixture.path("sco.db")).unwrap();
    refused();
    assert!(!fixture.path("sco.db").exists());
}

#[test]
fn what_a_restore_replaces_is_kept_once() {
    let fixture = Fixture::with_parents();
    fixture.migrate(&["backup", "--out", "one.db"]);
    // Such as a run leaves that was killed before it replaced what it had kept.
    let earlier = "sco.db.replaced.20200101T000000Z.db";
    let copied = fixture.migrate(&["restore", "one.db"]);
    assert_eq!(copied.code, 0, "{copied:?}");
    let first = named(&fixture, "replaced").remove(0);
    std::fs::rename(fixture.path(&first), fixture.path(earlier)).unwrap();
    std::fs::copy(fixture.path(earlier), fixture.path("sco.db")).unwrap();
    let run = fixture.migrate(&["restore", "one.db"]);
    assert!(run.code == 0 && run.stdout.contains(earlier), "{run:?}");
    assert_eq!(named(&fixture, "replaced"), [earlier]);
    // A backup is no such file.
    std::fs::rename(
        fixture.path(earlier),
        fixture.path("sco.db.backup.20200101T000000Z.db"),
    )
    .unwrap();
    std::fs::copy(
        fixture.path("sco.db.backup.20200101T000000Z.db"),
        fixture.path("sco.db"),
    )
    .unwrap();
    let run = fixture.migrate(&["restore", "one.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(named(&fixture, "replaced").len(), 1);
}

#[test]
fn a_restore_refuses_a_database_that_somebody_holds() {
    let fixture = Fixture::with_parents();
    fixture.migrate(&["backup", "--out", "good.db"]);
    let other = fixture.open();
    for hold in ["BEGIN; SELECT * FROM parent", "BEGIN IMMEDIATE"] {
        other.execute_batch(hold).unwrap();
        let run = fixture.migrate(&["restore", "good.db", "--wait", "0"]);
        assert!(
            run.code == 2
                && run
                    .stderr
                    .contains("another program holds the database sco.db"),
            "{run:?}"
        );
        other.execute_batch("ROLLBACK").unwrap();
    }
    assert_eq!(named(&fixture, "replaced"), [""; 0]);
    assert_eq!(fixture.migrate(&["restore", "good.db"]).code, 0);
}

#[test]
fn a_set_of_ones_own_takes_its_own_backups() {
    let fixture = Fixture::new();
    for number in 1..20 {
        fixture.file(
            &format!("V{number:03}__t{number}.sql"),
            format!("-- One.\nCREATE TABLE t{number} (x);\n"),
        );
    }
    assert_eq!(fixture.migrate(&["up", "--to", "18"]).code, 0);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(fixture.migrate(&["backup", "--out", "all.db"]).code, 0);
    let dumped = fixture.migrate(&["dump"]);
    assert!(dumped.stdout.contains("CREATE TABLE t19"), "{dumped:?}");
    let before = &named(&fixture, "before-V019")[0];
    let run = fixture.migrate(&["restore", before]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

#[test]
fn a_damaged_database_is_no_backup_and_pushes_none_out() {
    let fixture = Fixture::with_parents();
    for number in 2..8 {
        fixture.file(
            &format!("V{number:03}__t{number}.sql"),
            format!("-- One.\nCREATE TABLE t{number} (x);\n"),
        );
        if number < 7 {
            assert_eq!(fixture.migrate(&["up"]).code, 0);
        }
    }
    let kept = named(&fixture, "before");
    assert_eq!(kept.len(), 5);
    let sound = bytes(&fixture.path("sco.db"));
    let root: usize = fixture.ask("SELECT rootpage FROM sqlite_schema WHERE name = 'parent'")[0]
        .parse()
        .unwrap();
    let mut spoilt = sound.clone();
    spoilt[(root - 1) * 4096..root * 4096].fill(0x33);
    std::fs::write(fixture.path("sco.db"), &spoilt).unwrap();
    for arguments in [&["backup"][..], &["backup", "--out", "out.db"], &["up"]] {
        let run = fixture.migrate(arguments);
        assert!(
            run.code == 2 && run.stderr.contains("is damaged: ") && run.stderr.contains("restore"),
            "{run:?}"
        );
    }
    assert_eq!(named(&fixture, "before"), kept);
    assert_eq!(fixture.files().len(), 6);
    // Of backups that were damaged on the disk, none counts among the five.
    std::fs::write(fixture.path("sco.db"), sound).unwrap();
    for newer in &kept[3..] {
        std::fs::write(fixture.path(newer), &spoilt).unwrap();
    }
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert!(
        named(&fixture, "before").len() == 6,
        "{:?}",
        fixture.files()
    );
    assert!(fixture.path(&kept[0]).exists());
}

#[test]
fn only_the_programs_own_names_are_pruned() {
    let fixture = Fixture::with_parents();
    let users = [
        "sco.db.before-V001.2020.the-only-copy-of-2020.db",
        "sco.db.before-Vacation.notes.db",
    ];
    for name in users {
        std::fs::copy(fixture.path("sco.db"), fixture.path(name)).unwrap();
    }
    for number in 2..9 {
        fixture.file(
            &format!("V{number:03}__t{number}.sql"),
            format!("-- One.\nCREATE TABLE t{number} (x);\n"),
        );
        assert_eq!(fixture.migrate(&["up"]).code, 0);
    }
    assert_eq!(named(&fixture, "before").len(), 5 + users.len());
    assert!(users.iter().all(|name| fixture.path(name).exists()));
    assert!(!fixture.migrate(&["status"]).stdout.contains("2020"));
}

#[test]
fn a_run_that_does_nothing_leaves_no_file() {
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", "-- One.\nCREATE TABLE a (x);\n");
    assert_eq!(fixture.migrate(&["up", "--dry-run"]).code, 0);
    assert_eq!(fixture.files(), [""; 0]);
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE a (x);\n");
    assert_eq!(fixture.migrate(&["up"]).code, 2);
    assert_eq!(fixture.files(), [""; 0]);
    let world = World::new().set("entities", "CAN", "name", "");
    assert_eq!(world.sco(&["build"]).code, 1);
    world.write("blocked", "a file where a folder should be");
    let run = World::new();
    run.write("blocked", "a file where a folder should be");
    assert_eq!(run.sco(&["build", "--exports", "blocked/deep"]).code, 2);
    assert!(!run.path("sco.db").exists());
}

#[test]
fn marks_of_other_programs_stay() {
    let fixture = Fixture::with_parents();
    fixture
        .open()
        .execute_batch("PRAGMA application_id = 1196444487; PRAGMA user_version = 7")
        .unwrap();
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE two (x);\n");
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(fixture.ask("PRAGMA application_id"), ["1196444487"]);
    assert_eq!(fixture.ask("PRAGMA user_version"), ["7"]);
    assert_eq!(fixture.migrate(&["status"]).code, 0);
    let empty = Fixture::new();
    empty.file("V001__parents.sql", PARENT);
    empty.open().pragma_update(None, "user_version", 7).unwrap();
    assert!(empty.refused().contains("not one that sco made"));
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let fixture = Fixture::with_parents();
    let made = std::process::Command::new("mkfifo")
        .arg(fixture.path("pipe"))
        .status()
        .unwrap();
    assert!(made.success());
    let commands: &[&[&str]] = &[
        &["build", "--no-exports"],
        &["build", "--fresh", "--no-exports"],
        &["migrate", "up"],
        &["migrate", "status"],
        &["migrate", "check"],
        &["migrate", "rehearse"],
        &["migrate", "backup"],
        &["migrate", "dump"],
        &["migrate", "restore", "sco.db"],
        &["export"],
        &["show", "LC"],
        &["search", "lake"],
        &["import", "remove", "me"],
    ];
    for command in commands {
        for (db, wanted) in [
            (":memory:", "is no file, so that nothing would be kept"),
            ("pipe", "is a pipe, and no file"),
            ("/dev/null", "is a device, and no file"),
            (".", "is a folder, and no file"),
        ] {
            let run = run(sco()
                .current_dir(fixture.path(""))
                .args(*command)
                .args(["--db", db]));
            assert!(
                run.code == 2 && run.stderr.contains(wanted),
                "{command:?} {db}: {run:?}"
            );
        }
    }
    for command in [&["check"][..], &["rehearse"], &["dump"], &["backup"]] {
        let run = fixture.migrate(&[command, &["--db", "none.db"]].concat());
        assert!(
            run.code == 2 && run.stderr.contains("there is no database at none.db"),
            "{run:?}"
        );
        assert!(!fixture.path("none.db").exists());
    }
}

#[test]
fn the_longest_wait_is_no_panic() {
    let fixture = Fixture::with_parents();
    for seconds in ["2147483", "2147484", "18446744073709551615"] {
        let run = fixture.migrate(&["status", "--wait", seconds]);
        assert_eq!(run.code, 0, "{run:?}");
    }
}

#[test]
fn names_need_not_be_unicode_and_may_be_long() {
    let fixture = Fixture::with_parents();
    let odd = std::ffi::OsString::from_vec(b"a\xff?#%.db".to_vec());
    let db = PathBuf::from(&odd);
    std::fs::rename(fixture.path("sco.db"), fixture.path("").join(&db)).unwrap();
    fixture.file("V002__two.sql", "-- Two.\nCREATE TABLE two (x);\n");
    let migrate = |arguments: &[&std::ffi::OsStr]| {
        let mut command = sco();
        command
            .current_dir(fixture.path(""))
            .args(["migrate", "--dir", "migrations", "--db"])
            .arg(&db)
            .args(arguments);
        run(&mut command)
    };
    for command in ["up", "backup", "rehearse", "status"] {
        let run = migrate(&[command.as_ref()]);
        assert_eq!(run.code, 0, "{command}: {run:?}");
    }
    let backup = std::fs::read_dir(fixture.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .find(|name| {
            let name = name.as_encoded_bytes();
            name.starts_with(odd.as_encoded_bytes())
                && name.windows(6).any(|part| part == b"before")
        })
        .unwrap();
    assert_eq!(migrate(&["restore".as_ref(), &backup]).code, 0);
    let longest = "x".repeat(247);
    let run = fixture.migrate(&["up", "--db", &longest, "--no-backup"]);
    assert!(
        run.stderr.contains("File name too long") && run.stderr.contains("shorter name"),
        "{run:?}"
    );
    let run = fixture.migrate(&["up", "--db", &format!("{longest}x")]);
    assert!(run.stderr.contains("has 248 bytes"), "{run:?}");
}

#[test]
fn control_characters_of_a_database_do_not_reach_the_terminal() {
    let world = built();
    Connection::open(world.path("sco.db"))
        .unwrap()
        .execute_batch(
            "UPDATE entities SET note = 'a' || char(27) || '[31m' || char(155) || 'b' || char(8238);
             UPDATE refinery_schema_history SET applied_on = char(27) || ']0;title' || char(7);
             INSERT INTO refinery_schema_history VALUES (0, 'evil' || char(27), '', '1')",
        )
        .unwrap();
    Connection::open(world.path("sco.db"))
        .unwrap()
        .execute_batch("CREATE VIEW \"evil\u{1b}[2J\" AS SELECT 1; CREATE TABLE \"t\u{7f}\" (x)")
        .unwrap();
    for arguments in [
        &["show", "LC"][..],
        &["migrate", "status"],
        &["migrate", "dump"],
        &["migrate", "check"],
        &["migrate", "up"],
        &["build", "--fresh"],
        &["build"],
    ] {
        for format in ["text", "json"] {
            let run = world.sco(&[arguments, &["--format", format]].concat());
            let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
            assert!(
                !run.stdout.contains(steers) && !run.stderr.contains(steers),
                "{arguments:?}: {run:?}"
            );
            if format == "json" {
                for line in run.stdout.lines() {
                    serde_json::from_str::<serde_json::Value>(line).unwrap();
                }
            }
        }
    }
    let run = world.sco(&["show", "LC"]);
    assert!(run.stdout.contains(r"a\u001b[31m\u009bb\u202e"), "{run:?}");
    let run = world.sco(&["migrate", "dump"]);
    assert!(
        run.stderr.contains("`--format json` gives it exactly"),
        "{run:?}"
    );
}

#[test]
fn an_export_keeps_its_permissions_and_its_link() {
    let world = built();
    let (kept, held) = ("exports/kept/facts.csv", "kept/facts.csv");
    std::fs::create_dir(world.path("exports/kept")).unwrap();
    std::fs::rename(world.path("exports/facts.csv"), world.path(kept)).unwrap();
    symlink(held, world.path("exports/facts.csv")).unwrap();
    set_mode(&world.path(kept), 0o600);
    let whole = world.read(kept);
    world.write(kept, "old");
    let run = world.sco(&["export", "--force"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(world.path("exports/facts.csv").is_symlink());
    assert_eq!(mode(&world.path(kept)), 0o600);
    assert_eq!(world.read(kept), whole);
    std::fs::remove_file(world.path("exports/facts.csv")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(world.path("exports/facts.csv"))
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    let run = world.sco(&["export"]);
    assert!(
        run.code == 2 && run.stderr.contains("exports/facts.csv is no file"),
        "{run:?}"
    );
    std::fs::remove_file(world.path("exports/facts.csv")).unwrap();
    std::fs::rename(
        world.path("exports/SHA256SUMS"),
        world.path("exports/facts.csv"),
    )
    .unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(world.path("exports/SHA256SUMS"))
        .status()
        .unwrap();
    assert!(made.success());
    let run = world.sco(&["export", "--force"]);
    assert!(
        run.code == 2 && run.stderr.contains("exports/SHA256SUMS is no file"),
        "{run:?}"
    );
}

#[test]
fn what_killed_runs_left_is_cleared_and_said() {
    let world = built();
    for name in [
        "sco.db.sco-draft-1-0",
        "sco.db.sco-draft-1-0-journal",
        "sco.db.sco-draft-2-0-wal",
        "sco.db.new-123",
        "sco.db.before-V001.20200101T000000Z.db.partial",
        "exports/facts.csv.sco-draft-7-1",
        "exports/facts.csv.tmp",
    ] {
        world.write(name, "left");
    }
    let users = [
        "sco.db.sco-draft-mine",
        "other.db.sco-draft-1-0",
        "sco.db.new-year",
        "exports/mine.csv.tmp",
    ];
    for name in users {
        world.write(name, "mine");
    }
    let alive = std::fs::File::create(world.path("sco.db.sco-draft-3-0")).unwrap();
    alive.lock().unwrap();
    let run = world.sco(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    let said: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains("left by a run"))
        .collect();
    assert_eq!(
        said,
        [
            "note: 4 files, sco.db.sco-draft-1-0 among them, were left by a run that was stopped; they were removed",
            "note: exports/facts.csv.sco-draft-7-1 was left by a run that was stopped; it was removed",
            "note: exports/facts.csv.tmp was left by a run that was stopped; it was removed",
        ]
    );
    let mut left: Vec<String> = crate::world::contents(&world.path(""))
        .into_keys()
        .collect();
    left.retain(|name| name.starts_with("sco.db"));
    assert_eq!(
        left,
        [
            "sco.db",
            "sco.db.new-year",
            "sco.db.sco-draft-3-0",
            "sco.db.sco-draft-mine"
        ]
    );
    assert!(users.iter().all(|name| world.path(name).exists()));
    assert!(!world.path("exports/facts.csv.tmp").exists());
}
