//! Where a call to the system fails or is the last one: the database is old or new, what is said is true, and the
//! next run clears. `benches/faults.py` does this at every call; here is a sample of it.
#![cfg(unix)]

use std::process::{Command, Stdio};

use crate::fixture::Fixture;
use crate::world::{Run, contents, is_installed, run, sco};

/// Runs `benches/faults.py`, which fails at the first thing that is wrong.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn fail(arguments: &[&str]) {
    let run = run(Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/faults.py"))
        .args(arguments)
        .env("SCO", env!("CARGO_BIN_EXE_sco")));
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    for line in run.stdout.lines().filter(|line| line.contains("skipped")) {
        eprintln!("{line}");
    }
}

fn is_traceable() -> bool {
    is_installed("python3") && is_installed("strace")
}

#[test]
fn every_command_may_fail_at_any_call() {
    if is_traceable() {
        fail(&["calls", "--step", "251"]);
    }
}

#[test]
fn ctrl_c_leaves_nothing_that_the_next_run_must_clear() {
    if is_traceable() {
        let arguments = ["calls", "--faults", "Ctrl-C", "--step", "61"];
        fail(&[&arguments[..], &["export", "build", "parquet", "up"]].concat());
    }
}

#[test]
fn a_replacement_may_fail_at_every_call_that_names_a_file() {
    if is_traceable() {
        let names = "link,linkat,rename,unlink";
        let arguments = ["calls", "--faults", "kill,EIO", "--calls", names];
        fail(&[&arguments[..], &["restore_garbage", "fresh_log"]].concat());
    }
}

#[test]
fn a_restore_may_fail_at_every_sync_and_loses_nothing() {
    if is_traceable() {
        let arguments = ["calls", "--faults", "EIO", "--calls", "fsync,fdatasync"];
        fail(&[&arguments[..], &["restore"]].concat());
    }
}

#[test]
fn every_command_may_be_killed_at_any_instant() {
    if is_installed("python3") {
        fail(&["random", "--times", "1"]);
    }
}

#[test]
fn every_command_may_meet_a_full_disk() {
    if is_installed("python3") {
        fail(&["sizes", "--step", "17"]);
    }
}

/// Restores where no file may have more than so many kilobytes.
fn restore_in(fixture: &Fixture, kilobytes: u32) -> Run {
    let line = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"");
    run(Command::new("bash")
        .args(["-c", &line, "bash", env!("CARGO_BIN_EXE_sco")])
        .args(["migrate", "restore", "good.db", "--dir", "migrations"])
        .args(["--db", "sco.db"])
        .current_dir(fixture.path("")))
}

#[test]
fn what_cannot_be_replaced_is_put_back_with_what_lay_beside_it() {
    let fixture = Fixture::with_parents();
    assert_eq!(fixture.migrate(&["backup", "--out", "good.db"]).code, 0);
    for side in ["", "-journal", "-wal"] {
        std::fs::write(fixture.path(&format!("sco.db{side}")), [b'x'; 2000]).unwrap();
    }
    let before = contents(&fixture.path(""));
    // Enough for the copies of what is there, and not for the backup.
    let ran = restore_in(&fixture, 4);
    assert!(ran.code == 2 && ran.stderr.contains("error: "), "{ran:?}");
    assert!(contents(&fixture.path("")) == before, "{ran:?}");
    let ran = restore_in(&fixture, 4000);
    assert_eq!(ran.code, 0, "{ran:?}");
    let kept = fixture.files();
    assert_eq!(
        kept.iter().filter(|name| name.contains("replaced")).count(),
        3
    );
}

#[test]
fn an_error_that_cannot_be_told_is_one_all_the_same() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else { return };
    let status = sco()
        .args(["show", "nothing", "--db", "/nowhere/none.db"])
        .stdout(Stdio::null())
        .stderr(full)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}
