//! A command that waits for another program hears the user at once, wherever it waits.
#![cfg(unix)]

use std::fs::File;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::fixture::Fixture;

/// Starts a command that has to wait.
fn start(mut command: Command) -> Child {
    let mut child = command
        .args(["--wait", "60"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert!(child.try_wait().unwrap().is_none(), "it does not wait");
    child
}

/// Sends a signal to a command that waits, and gives what it then says.
fn signalled(child: Child, signal: &str) -> Output {
    let sent = Instant::now();
    let kill = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let took = sent.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?} after the signal");
    output
}

fn is_interrupted(output: &Output, named: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{named}: {said}");
    assert_eq!(said, "error: interrupted; nothing was changed\n", "{named}");
}

/// The names of the files beside the database, none of which is opened.
fn names(fixture: &Fixture) -> Vec<String> {
    let entries = std::fs::read_dir(fixture.path("")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A pending migration, a backup, and who else uses the database.
fn held(by: &str) -> (Fixture, Connection, Vec<u8>, Vec<String>) {
    let fixture = Fixture::with_parents();
    std::fs::copy(fixture.path("sco.db"), fixture.path("earlier.db")).unwrap();
    fixture.file("V002__more.sql", "-- More.\nCREATE TABLE more (x);\n");
    // Read first: to close a file gives up every lock that this process has on it.
    let bytes = std::fs::read(fixture.path("sco.db")).unwrap();
    let files = names(&fixture);
    let other = fixture.open();
    other.execute_batch(by).unwrap();
    (fixture, other, bytes, files)
}

#[test]
fn a_wait_for_a_lock_ends_at_a_signal() {
    let (fixture, other, bytes, files) = held("BEGIN EXCLUSIVE");
    for (arguments, signal) in [
        (&["up"][..], "-INT"),
        (&["up"], "-TERM"),
        (&["up"], "-HUP"),
        (&["up", "--dry-run"], "-INT"),
        (&["backup"], "-TERM"),
        (&["restore", "earlier.db"], "-INT"),
        (&["rehearse"], "-HUP"),
    ] {
        let output = signalled(start(fixture.command(arguments)), signal);
        is_interrupted(&output, &format!("{arguments:?} {signal}"));
        assert_eq!(names(&fixture), files, "{arguments:?}");
    }
    drop(other);
    assert!(std::fs::read(fixture.path("sco.db")).unwrap() == bytes);
    assert_eq!(fixture.migrate(&["up"]).code, 0);
}

#[test]
fn a_wait_inside_the_work_ends_at_a_signal() {
    // Beside a writer the run waits before it begins to write, beside a reader when it commits.
    for by in [
        "BEGIN IMMEDIATE",
        "BEGIN; SELECT count(*) FROM sqlite_schema",
    ] {
        let (fixture, other, bytes, _) = held(by);
        let output = signalled(start(fixture.command(&["up", "--no-backup"])), "-INT");
        is_interrupted(&output, by);
        drop(other);
        assert!(
            std::fs::read(fixture.path("sco.db")).unwrap() == bytes,
            "{by}"
        );
        assert!(!fixture.path("sco.db-journal").exists(), "{by}");
        assert_eq!(fixture.migrate(&["up"]).code, 0, "{by}");
    }
}

#[test]
fn a_wait_for_a_folder_ends_at_a_signal() {
    let (_keep, connection) = crate::world::curated();
    let db = connection.path().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let lock = File::open(folder.path()).unwrap();
    lock.lock().unwrap();
    let place = folder.path().to_str().unwrap();
    let page = folder.path().join("page.html");
    for arguments in [
        &["export", "--exports", place][..],
        &["export", "--exports", place, "--check"],
        &["export", "page", page.to_str().unwrap()],
    ] {
        let mut command = crate::world::sco();
        command.args(arguments).args(["--db", &db]);
        let output = signalled(start(command), "-TERM");
        is_interrupted(&output, &format!("{arguments:?}"));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_wait_that_nobody_ends_lasts_until_the_other_is_done() {
    let (fixture, other, ..) = held("BEGIN EXCLUSIVE");
    let child = start(fixture.command(&["up"]));
    drop(other);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        fixture.ask("SELECT max(version) FROM refinery_schema_history"),
        ["2"]
    );

    let (fixture, _other, ..) = held("BEGIN EXCLUSIVE");
    let started = Instant::now();
    let run = fixture.migrate(&["up", "--wait", "1"]);
    let took = started.elapsed();
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("another program holds the database"),
        "{run:?}"
    );
    assert!(took >= Duration::from_secs(1), "{took:?}");
}
