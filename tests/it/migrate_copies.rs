//! Where a database is put: what lies beside the place, what the place is called, how long the file is; and what is
//! said of a file that is not what was expected.
#![cfg(unix)]

use std::path::Path;

use rusqlite::Connection;

use crate::fixture::{Fixture, PARENT, ask};
use crate::world::{Run, World, is_installed, run, sco};

const TWO: &str = "-- Two.\nCREATE TABLE two (x);\n";

/// What SQLite keeps beside a database. A file of each sort is taken in the middle of another database's work.
const SIDES: [&str; 3] = ["-journal", "-wal", "-shm"];

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn write(fixture: &Fixture, name: &str, content: &[u8]) {
    std::fs::write(fixture.path(name), content).unwrap();
}

/// Puts beside a name what a deleted database in WAL mode, or one that was being written, left there.
fn leave_beside(fixture: &Fixture, name: &str, mode: &str) {
    let other = fixture.path("other.db");
    let connection = Connection::open(&other).unwrap();
    connection
        .execute_batch(&format!(
            "PRAGMA journal_mode = {mode}; PRAGMA cache_size = 5; CREATE TABLE old (x);
             WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20000)
             INSERT INTO old SELECT x FROM n"
        ))
        .unwrap();
    connection
        .execute_batch("BEGIN; UPDATE old SET x = x + 1")
        .unwrap();
    for side in SIDES {
        let from = fixture.path(&format!("other.db{side}"));
        if from.exists() {
            std::fs::copy(from, fixture.path(&format!("{name}{side}"))).unwrap();
        }
    }
    drop(connection);
    for side in ["", "-journal", "-wal", "-shm"] {
        let _ = std::fs::remove_file(fixture.path(&format!("other.db{side}")));
    }
}

#[test]
fn what_lies_beside_the_place_of_a_new_database_is_set_aside() {
    for mode in ["wal", "delete"] {
        let commands: [(&str, &[&str]); 3] = [
            ("safe.db", &["backup", "--out", "safe.db"]),
            ("new.db", &["up", "--db", "new.db"]),
            ("back.db", &["restore", "good.db", "--db", "back.db"]),
        ];
        for (name, arguments) in commands {
            let fixture = Fixture::with_parents();
            assert_eq!(fixture.migrate(&["backup", "--out", "good.db"]).code, 0);
            let rows = fixture.rows();
            leave_beside(&fixture, name, mode);
            let left: Vec<String> = fixture
                .files()
                .into_iter()
                .filter(|file| file.starts_with(&format!("{name}-")))
                .collect();
            assert!(!left.is_empty(), "{mode}");
            let run = fixture.migrate(arguments);
            assert_eq!(run.code, 0, "{mode} {run:?}");
            let notes = run
                .stderr
                .matches("a file beside a database that is gone is kept as")
                .count();
            assert_eq!(notes, left.len(), "{mode} {run:?}");
            let opened = Connection::open(fixture.path(name)).unwrap();
            assert_eq!(crate::fixture::rows(&opened), rows, "{mode} {name}");
            let kept = fixture.files();
            let kept = kept.iter().filter(|file| {
                file.starts_with(&format!("{name}.replaced.")) && !file.ends_with(".db")
            });
            assert_eq!(kept.count(), left.len());
        }
    }
}

#[test]
fn a_backup_with_nothing_beside_its_place_says_nothing_and_makes_one_file() {
    let fixture = Fixture::with_parents();
    write(&fixture, "safe.db.wal", b"not beside it");
    let before = fixture.files();
    let run = fixture.migrate(&["backup", "--out", "safe.db"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let mut wanted = before;
    wanted.push("safe.db".to_owned());
    wanted.sort();
    assert_eq!(fixture.files(), wanted);
}

#[test]
fn a_name_of_a_file_beside_a_database_is_refused_for_a_database() {
    let fixture = Fixture::with_parents();
    let rows = fixture.rows();
    let before = fixture.files();
    std::os::unix::fs::symlink("sco.db-wal", fixture.path("link.db")).unwrap();
    for name in ["sco.db-journal", "sco.db-wal", "sco.db-shm", "x-WAL"] {
        for arguments in [
            &["backup", "--out", name][..],
            &["up", "--db", name],
            &["status", "--db", name],
            &["restore", "sco.db", "--db", name],
        ] {
            let run = fixture.migrate(arguments);
            assert!(
                run.code == 2
                    && run.stderr.contains(&format!(
                        "{name} has the name of a file that SQLite makes and removes beside a database"
                    ))
                    && run.stderr.ends_with("; give it another name\n"),
                "{arguments:?} {run:?}"
            );
        }
    }
    let run = fixture.migrate(&["up", "--db", "link.db"]);
    assert!(
        run.code == 2 && run.stderr.contains("sco.db-wal has the name"),
        "{run:?}"
    );
    std::fs::remove_file(fixture.path("link.db")).unwrap();
    assert_eq!(fixture.files(), before);
    for name in ["sco.db-journal.db", "-wal", "sco-wal2", "journal"] {
        let run = fixture.migrate(&["backup", &format!("--out={name}")]);
        assert_eq!(run.code, 0, "{name} {run:?}");
        assert_eq!(fixture.rows(), rows);
        assert!(fixture.path(name).exists(), "{name}");
    }
}

/// A database whose last pages hold one long text.
fn with_a_long_text() -> Fixture {
    let fixture = Fixture::with_parents();
    fixture
        .open()
        .execute(
            "INSERT INTO parent (id, code) VALUES (70, ?1)",
            ["A".repeat(8100)],
        )
        .unwrap();
    fixture
}

#[test]
fn a_file_that_ends_inside_its_last_page_is_damaged() {
    let fixture = with_a_long_text();
    let rows = fixture.rows();
    let whole = bytes(&fixture.path("sco.db"));
    fixture.file("V002__two.sql", TWO);
    for cut in [1, 3000, 4095] {
        write(&fixture, "cut.db", &whole[..whole.len() - cut]);
        let said = format!(
            "cut.db is damaged: it ends before its last page: {} of {} bytes; nothing was changed",
            whole.len() - cut,
            whole.len()
        );
        for arguments in [
            &["restore", "cut.db"][..],
            &["backup", "--db", "cut.db", "--out", "copy.db"],
            &["up", "--db", "cut.db"],
            &["up", "--db", "cut.db", "--no-backup"],
            &["rehearse", "--db", "cut.db"],
        ] {
            let run = fixture.migrate(arguments);
            assert!(
                run.code == 2 && run.stderr.contains(&said),
                "{arguments:?} {run:?}"
            );
        }
        assert!(!fixture.path("copy.db").exists());
        assert!(bytes(&fixture.path("cut.db")) == whole[..whole.len() - cut]);
        assert_eq!(fixture.rows(), rows);
    }
    // One that is longer than its pages, as a program with a block size of its own leaves it, has lost nothing.
    write(&fixture, "long.db", &[&whole[..], &[0; 100]].concat());
    for arguments in [
        &["backup", "--db", "long.db", "--out", "copy.db"][..],
        &["up", "--db", "long.db"],
        &["restore", "copy.db"],
    ] {
        let run = fixture.migrate(arguments);
        assert_eq!(run.code, 0, "{arguments:?} {run:?}");
    }
    assert_eq!(fixture.rows(), rows);
}

/// Programs before SQLite 3.7 did not write the number of pages, so what stands there may be of long ago; it then has
/// another counter beside it.
#[test]
fn a_number_of_pages_that_an_old_program_left_does_not_count() {
    let fixture = with_a_long_text();
    let mut whole = bytes(&fixture.path("sco.db"));
    fixture.file("V002__two.sql", TWO);
    whole[28..32].copy_from_slice(&9999_u32.to_be_bytes());
    whole[92..96].copy_from_slice(&0_u32.to_be_bytes());
    write(&fixture, "old.db", &whole);
    let run = fixture.migrate(&["backup", "--db", "old.db", "--out", "copy.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = fixture.migrate(&["up", "--db", "old.db"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// Of a database in WAL mode, the last pages may be in the log alone.
#[test]
fn pages_that_are_in_the_log_are_not_missing_from_the_file() {
    let fixture = with_a_long_text();
    let writer = fixture.open();
    writer
        .pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
        .unwrap();
    writer
        .execute_batch("PRAGMA wal_autocheckpoint = 0")
        .unwrap();
    writer
        .execute(
            "INSERT INTO parent (id, code) VALUES (71, ?1)",
            ["B".repeat(50_000)],
        )
        .unwrap();
    let length = bytes(&fixture.path("sco.db")).len();
    let pages: usize = ask(&writer, "PRAGMA page_count")[0].parse().unwrap();
    assert!(length < pages * 4096, "the log holds the last pages");
    let rows = fixture.rows();
    let run = fixture.migrate(&["backup", "--out", "copy.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    for side in ["", "-wal"] {
        let name = format!("sco.db{side}");
        std::fs::copy(
            fixture.path(&name),
            fixture.path(&name.replace("sco", "left")),
        )
        .unwrap();
    }
    // Half a page is missing that the log does not have.
    let file = bytes(&fixture.path("left.db"));
    write(&fixture, "left.db", &file[..file.len() - 2000]);
    let run = fixture.migrate(&["backup", "--db", "left.db", "--out", "no.db"]);
    assert!(
        run.code == 2 && run.stderr.contains("left.db is damaged"),
        "{run:?}"
    );
    drop(writer);
    fixture.file("V002__two.sql", TWO);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let copy = Connection::open(fixture.path("copy.db")).unwrap();
    assert_eq!(crate::fixture::rows(&copy), rows);
}

/// A backup that was cut does not count among those that are kept.
#[test]
fn a_backup_that_was_cut_pushes_out_no_other() {
    let fixture = with_a_long_text();
    let whole = bytes(&fixture.path("sco.db"));
    for second in 0..5 {
        let name = format!("sco.db.before-V002.2020010{}T000000Z.db", second + 1);
        let to = if second == 4 {
            whole.len() - 9
        } else {
            whole.len()
        };
        write(&fixture, &name, &whole[..to]);
    }
    fixture
        .open()
        .execute_batch("INSERT INTO parent (id, code) VALUES (72, 'more')")
        .unwrap();
    fixture.file("V002__two.sql", TWO);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    let kept = fixture.files();
    assert!(
        kept.contains(&"sco.db.before-V002.20200101T000000Z.db".to_owned()),
        "{kept:?}"
    );
}

#[test]
fn a_folder_that_lacks_a_file_makes_no_program_too_old() {
    for by_refinery in [false, true] {
        for lacking in ["V002__two.sql", "V001__parents.sql"] {
            let fixture = Fixture::new();
            fixture.file("V001__parents.sql", PARENT);
            fixture.file("V002__two.sql", TWO);
            if by_refinery {
                fixture.made_by_refinery();
                assert_eq!(fixture.ask("PRAGMA application_id"), ["0"]);
            } else {
                assert_eq!(fixture.migrate(&["up"]).code, 0);
            }
            let rows = fixture.rows();
            std::fs::rename(
                fixture.path("migrations").join(lacking),
                fixture.path(lacking),
            )
            .unwrap();
            lacks(&fixture, lacking.trim_end_matches(".sql"));
            std::fs::rename(
                fixture.path(lacking),
                fixture.path("migrations").join(lacking),
            )
            .unwrap();
            assert_eq!(fixture.migrate(&["status"]).code, 0);
            assert_eq!(fixture.migrate(&["up"]).code, 0);
            assert_eq!(fixture.rows(), rows);
        }
    }
}

/// What is said where the folder lacks this migration, which the database has seen.
fn lacks(fixture: &Fixture, label: &str) {
    for command in ["up", "rehearse"] {
        let run = fixture.migrate(&[command]);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (
                2,
                format!("error: the database has seen migration {label}, which is not in the folder migrations; nothing was changed; bring its file back, or name the folder that has it with `--dir`\n").as_str()
            )
        );
    }
    let run = fixture.migrate(&["status"]);
    assert!(
        run.code == 1
            && run.stdout.contains(&format!("missing    {label}"))
            && run.stderr.contains(
                "1 migration that the database has seen is not there; bring the file back"
            ),
        "{run:?}"
    );
    let run = fixture.migrate(&["check"]);
    assert!(!run.stderr.contains("newer version"), "{run:?}");
    // What needs no migration works without it.
    let run = fixture.migrate(&["dump"]);
    assert!(
        run.code == 0 && run.stdout.contains("CREATE TABLE two"),
        "{run:?}"
    );
    for arguments in [&["backup", "--out", "copy.db"][..], &["restore", "copy.db"]] {
        let run = fixture.migrate(arguments);
        assert_eq!(run.code, 0, "{arguments:?} {run:?}");
    }
}

#[test]
fn a_database_whose_history_shares_no_file_with_the_folder_is_of_another_program() {
    let fixture = Fixture::new();
    fixture.file("V001__parents.sql", PARENT);
    fixture.made_by_refinery();
    fixture.file(
        "V001__parents.sql",
        "-- Another.\nCREATE TABLE another (x);\n",
    );
    assert!(fixture.refused().contains("not one that sco made"));
}

/// However many are made in one second.
#[test]
fn the_newest_backups_are_kept() {
    let fixture = Fixture::with_parents();
    let first = bytes(&fixture.path("sco.db"));
    fixture.file("V002__two.sql", TWO);
    for state in 100..112 {
        write(&fixture, "sco.db", &first);
        fixture
            .open()
            .execute("INSERT INTO parent (id, code) VALUES (?1, ?1)", [state])
            .unwrap();
        assert_eq!(fixture.migrate(&["up"]).code, 0);
    }
    let mut kept: Vec<String> = fixture
        .files()
        .into_iter()
        .filter(|name| name.contains(".before-V002."))
        .flat_map(|name| {
            let backup = Connection::open(fixture.path(&name)).unwrap();
            ask(&backup, "SELECT id FROM parent WHERE id >= 100")
        })
        .collect();
    kept.sort();
    assert_eq!(kept, ["107", "108", "109", "110", "111"]);
}

#[test]
fn remedies_for_what_is_no_backup_speak_of_a_backup() {
    let fixture = Fixture::with_parents();
    let rows = fixture.rows();
    write(&fixture, "empty.db", b"");
    write(&fixture, "text.db", &[b'x'; 9000]);
    Connection::open(fixture.path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE x (a)")
        .unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(fixture.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    for (name, said) in [
        ("empty.db", "empty.db is empty; name another backup"),
        (
            "text.db",
            "text.db is not an SQLite database; name another backup",
        ),
        (
            "other.db",
            "other.db is a database, but not one that sco made; nothing was changed; name another backup",
        ),
        ("pipe", "pipe is a pipe, and no file; name a backup"),
        (
            "migrations",
            "migrations is a folder, and no file; name a backup",
        ),
    ] {
        let run = fixture.migrate(&["restore", name]);
        assert_eq!(
            (run.code, run.stderr),
            (2, format!("error: {said}\n")),
            "{name}"
        );
    }
    let run = fixture.migrate(&["backup", "--db", "empty.db"]);
    assert!(
        run.stderr.ends_with("fill it with `sco build`\n"),
        "{run:?}"
    );
    assert_eq!(fixture.rows(), rows);
}

#[test]
fn status_names_every_backup_and_nothing_that_was_replaced() {
    let fixture = Fixture::with_parents();
    assert_eq!(fixture.migrate(&["backup"]).code, 0);
    fixture.file("V002__two.sql", TWO);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let backups: Vec<String> = fixture
        .files()
        .into_iter()
        .filter(|name| name.starts_with("sco.db."))
        .collect();
    assert_eq!(backups.len(), 2);
    assert_eq!(fixture.migrate(&["restore", &backups[0]]).code, 0);
    let status = fixture.migrate(&["status"]);
    for backup in &backups {
        assert!(
            status.stdout.contains(&format!("backup     {backup}\n")),
            "{status:?}"
        );
    }
    assert!(!status.stdout.contains("replaced"), "{status:?}");
}

#[test]
fn check_says_that_a_migration_is_pending() {
    let fixture = Fixture::with_parents();
    let check = || fixture.migrate(&["check"]);
    assert_eq!(check().stdout, "the schema is what the migrations make\n");
    fixture.file("V002__two.sql", TWO);
    let found = check();
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (
            0,
            "the schema is what the migrations make; 1 migration is pending\n"
        )
    );
    let json = fixture.migrate(&["check", "--format", "json"]);
    assert_eq!(json.objects()[0]["pending"], 1);
}

#[test]
fn new_speaks_of_the_migration_alone() {
    let fixture = Fixture::with_parents();
    let run = fixture.migrate(&["new", "fine", "--format", "json"]);
    let made = &run.objects()[0];
    assert_eq!(made["file"], "migrations/V002__fine.sql");
    assert!(made.get("db").is_none(), "{run:?}");
    let run = fixture.migrate(&["new", &"a".repeat(260)]);
    assert!(
        run.code == 2 && run.stderr.ends_with("; give it a shorter name\n"),
        "{run:?}"
    );
}

#[test]
fn a_line_break_in_the_history_makes_no_line_of_its_own() {
    let fixture = Fixture::with_parents();
    for (change, said) in [
        (
            "name = 'a' || char(10) || 'error: forged'",
            "V1__a\\nerror: forged",
        ),
        ("checksum = '1' || char(10) || '2'", "checksum 1\\n2"),
        ("version = 9", "V009__a\\nerror: forged"),
    ] {
        fixture
            .open()
            .execute_batch(&format!("UPDATE refinery_schema_history SET {change}"))
            .unwrap();
        let error = fixture.refused();
        assert!(
            error.contains(said) && error.lines().count() == 1,
            "{error}"
        );
    }
}

fn fresh(world: &World) -> Run {
    world.sco(&["build", "--fresh", "--no-exports"])
}

#[test]
fn a_fresh_build_keeps_the_mark_of_another_program() {
    let world = World::new();
    world.build();
    let first = bytes(&world.path("sco.db"));
    assert_eq!(fresh(&world).code, 0);
    assert!(first == bytes(&world.path("sco.db")), "our own mark");
    let mark = "PRAGMA application_id = 1196444487; PRAGMA user_version = 10";
    world.open().execute_batch(mark).unwrap();
    for _ in 0..2 {
        let run = fresh(&world);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(world.ask("PRAGMA application_id"), ["1196444487"]);
        assert_eq!(world.ask("PRAGMA user_version"), ["10"]);
    }
    let status = world.sco(&["migrate", "status"]);
    assert_eq!(status.code, 0, "{status:?}");
}

/// The system gives this error for a file that is mounted on its own, as containers do it.
#[test]
fn a_database_that_is_a_mount_of_its_own_is_not_replaced_by_another_file() {
    if !is_installed("strace") {
        return;
    }
    let world = World::new();
    world.build();
    let before = bytes(&world.path("sco.db"));
    let traced = run(std::process::Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(["-e", "inject=rename,renameat,renameat2:error=EBUSY"])
        .arg(sco().get_program())
        .args(["build", "--fresh", "--no-exports"])
        .current_dir(world.path("")));
    assert!(
        traced.code == 2
            && traced.stderr.contains(
                "error: sco.db is a mount of its own, and no other file can be put in its place; nothing was changed; mount its folder in place of the file alone"
            ),
        "{traced:?}"
    );
    assert!(before == bytes(&world.path("sco.db")));
    assert!(!world.path("sco.db-journal").exists());
}
