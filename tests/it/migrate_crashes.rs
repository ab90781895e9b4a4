//! Killed, crowded, out of space or kept waiting: the content is the old or the new one, never half.
#![cfg(unix)]

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::fixture::{Fixture, PARENT};

/// Migrations that take long enough to be killed in the middle, and write more than fits into memory.
fn slow(fixture: &Fixture, rows: u32) {
    fixture.file(
        "V002__many.sql",
        format!(
            "-- Many rows.
CREATE TABLE many (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO many (id, text)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})
SELECT n, printf('%0100d', n) FROM numbers;
"
        ),
    );
    fixture.file(
        "V003__again.sql",
        "-- expect: values many.text
CREATE TABLE many_new (id INTEGER PRIMARY KEY, text TEXT NOT NULL, length INTEGER NOT NULL);
INSERT INTO many_new (id, text, length) SELECT id, text || '!', length(text) FROM many;
DROP TABLE many;
ALTER TABLE many_new RENAME TO many;
CREATE INDEX many_by_text ON many (text);
",
    );
    fixture.file(
        "V004__parent.sql",
        "-- One more.\nINSERT INTO parent (id, code) VALUES (77, 'seventy-seven');\n",
    );
}

/// What a database holds: `old`, `new`, or what is wrong with it.
fn state(fixture: &Fixture) -> String {
    if !fixture.path("sco.db").exists() {
        return "old".into();
    }
    // Opening rolls back what was begun.
    let check = fixture.ask("PRAGMA integrity_check");
    let dangling = fixture.ask("SELECT count(*) FROM pragma_foreign_key_check");
    let seen = fixture.ask("SELECT group_concat(version) FROM refinery_schema_history");
    let extra = fixture.ask("SELECT count(*) FROM parent WHERE id = 77");
    let many = fixture.ask("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'many%'");
    let told = format!("{check:?} {dangling:?} {seen:?} {extra:?} {many:?}");
    match told.as_str() {
        r#"["ok"] ["0"] ["1"] ["0"] ["0"]"# => "old".into(),
        r#"["ok"] ["0"] ["1,2,3,4"] ["1"] ["2"]"# => "new".into(),
        _ => told,
    }
}

/// How often to kill: `SCO_KILLS=300 cargo test --release --test it killed` for the long run.
fn kills() -> u64 {
    std::env::var("SCO_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(15)
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures of the long run")]
fn killed_at_any_instant_the_file_is_old_or_new() {
    const ROWS: u32 = 40_000;
    let model = Fixture::with_parents();
    slow(&model, ROWS);
    let started = Instant::now();
    assert_eq!(model.migrate(&["up"]).code, 0);
    let whole = started.elapsed();
    let wanted = model.rows();
    let start = Fixture::with_parents();
    let (mut old, mut new) = (0, 0);
    for round in 0..kills() {
        let fixture = Fixture::new();
        std::fs::copy(start.path("sco.db"), fixture.path("sco.db")).unwrap();
        fixture.file("V001__parents.sql", PARENT);
        slow(&fixture, ROWS);
        // A third of them near the end, where the commit is; spread without a pattern.
        let part = (round * 7919 + 31) % 1000;
        let part = if round % 3 == 0 { 850 + part / 4 } else { part };
        let mut child = fixture
            .command(&["up"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole.mul_f64(f64::from(u32::try_from(part).unwrap()) / 1000.0));
        let _ = child.kill();
        child.wait().unwrap();
        match state(&fixture).as_str() {
            "old" => old += 1,
            "new" => new += 1,
            wrong => panic!("killed at {part}/1000 of {whole:?}: {wrong}"),
        }
        let run = fixture.migrate(&["up"]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(fixture.rows() == wanted, "the second run completes");
        assert!(
            !fixture
                .files()
                .iter()
                .any(|name| name.ends_with("-journal") && name.starts_with("sco.db-"))
        );
    }
    println!(
        "killed {} times in {whole:?}: {old} old, {new} new",
        kills()
    );
}

fn together(fixture: &Fixture, count: usize) {
    let children: Vec<_> = (0..count)
        .map(|_| {
            fixture
                .command(&["up", "--wait", "120"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut applied = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        applied +=
            usize::from(String::from_utf8_lossy(&output.stdout).contains("migrations applied"));
    }
    assert_eq!(applied, 1, "one applies, the others find nothing to do");
}

#[test]
fn runners_that_start_at_once_all_succeed_and_one_applies() {
    let alone = Fixture::with_parents();
    slow(&alone, 2000);
    alone.migrate(&["up"]);
    for _ in 0..3 {
        let fresh = Fixture::new();
        fresh.file("V001__parents.sql", PARENT);
        slow(&fresh, 2000);
        together(&fresh, 6);
        assert!(fresh.rows() == alone.rows());
        let existing = Fixture::with_parents();
        slow(&existing, 2000);
        together(&existing, 6);
        assert!(existing.rows() == alone.rows());
        assert_eq!(
            existing.files().len(),
            2,
            "one backup: {:?}",
            existing.files()
        );
    }
}

#[test]
fn a_full_disk_changes_nothing() {
    let fixture = Fixture::with_parents();
    slow(&fixture, 20_000);
    for blocks in [4, 40, 400, 4000] {
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" migrate up --no-backup --dir migrations"
        );
        let run = crate::world::run(
            std::process::Command::new("sh")
                .current_dir(fixture.path(""))
                .args(["-c", &script])
                .arg(crate::world::sco().get_program()),
        );
        assert_eq!(run.code, 2, "{run:?}");
        assert!(
            run.stderr.starts_with("error: could not "),
            "{}",
            run.stderr
        );
        assert_eq!(state(&fixture), "old");
    }
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" migrate up --dir migrations";
    let run = crate::world::run(
        std::process::Command::new("sh")
            .current_dir(fixture.path(""))
            .args(["-c", script])
            .arg(crate::world::sco().get_program()),
    );
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(fixture.files(), ["sco.db"], "half a backup is none");
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    assert_eq!(state(&fixture), "new");
}

#[test]
fn a_reader_that_holds_the_file_is_waited_for_and_named() {
    let fixture = Fixture::with_parents();
    slow(&fixture, 100);
    let reader = fixture.open();
    reader.execute_batch("BEGIN; SELECT * FROM parent").unwrap();
    let run = fixture.migrate(&["up", "--wait", "0", "--no-backup"]);
    assert!(
        run.code == 2
            && run
                .stderr
                .contains("another program holds the database; close it, or wait longer"),
        "{run:?}"
    );
    reader.execute_batch("ROLLBACK").unwrap();
    assert_eq!(state(&fixture), "old");
    reader.execute_batch("BEGIN; SELECT * FROM parent").unwrap();
    let waiting = fixture
        .command(&["up", "--wait", "60"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    reader.execute_batch("ROLLBACK").unwrap();
    assert!(waiting.wait_with_output().unwrap().status.success());
    assert_eq!(state(&fixture), "new");
}

#[test]
fn ctrl_c_is_a_clean_way_to_stop() {
    let fixture = Fixture::with_parents();
    fixture.file("V002__endless.sql", "-- Endless.\nCREATE TABLE a (x);\nINSERT INTO a (x) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT n FROM n WHERE n < 0;\n");
    let child = fixture
        .command(&["up"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The backup is there when the migrations begin.
    while !fixture.files().iter().any(|name| name.ends_with("Z.db")) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let signal = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(signal.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: interrupted; nothing was changed\n"
    );
    assert_eq!(state(&fixture), "old");
    assert!(!fixture.path("sco.db-journal").exists());
}

#[test]
fn what_a_killed_writer_left_is_put_back_by_whoever_looks() {
    let fixture = Fixture::with_parents();
    let writer = fixture.open();
    writer
        .execute_batch(
            "PRAGMA cache_size = 2; BEGIN IMMEDIATE; UPDATE parent SET note = 'half'; CREATE TABLE big (x);
             INSERT INTO big WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 500)
             SELECT printf('%0900d', n) FROM n",
        )
        .unwrap();
    // What a kill at this instant would leave behind: the file half written, and its journal.
    for ending in ["", "-journal"] {
        let from = format!("sco.db{ending}");
        std::fs::copy(
            fixture.path(&from),
            fixture.path(&format!("left.db{ending}")),
        )
        .unwrap();
    }
    let run = fixture.migrate(&["status", "--db", "left.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stdout.contains("big"), "{run:?}");
    assert!(!fixture.path("left.db-journal").exists());
    let left = rusqlite::Connection::open(fixture.path("left.db")).unwrap();
    assert_eq!(
        crate::fixture::ask(&left, "SELECT count(*) FROM parent WHERE note = 'half'"),
        ["0"]
    );
}
