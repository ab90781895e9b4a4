//! Many at once: each does its whole work or refuses, and nobody loses what another was told is safe.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::Connection;

use crate::fixture::{Fixture, ask};
use crate::world::{World, contents, sco};

/// Starts commands at once and waits for all of them.
fn together(commands: Vec<Command>) -> Vec<Output> {
    let children: Vec<Child> = commands
        .into_iter()
        .map(|mut command| {
            command
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    children
        .into_iter()
        .map(|child| child.wait_with_output().unwrap())
        .collect()
}

fn all_succeed(outputs: &[Output]) {
    for output in outputs {
        assert!(output.status.success(), "{output:?}");
    }
}

#[test]
fn backups_at_once_are_all_whole() {
    let fixture = Fixture::with_parents();
    let rows = fixture.rows();
    all_succeed(&together(
        (0..12).map(|_| fixture.command(&["backup"])).collect(),
    ));
    let made: Vec<String> = fixture
        .files()
        .into_iter()
        .filter(|name| name != "sco.db")
        .collect();
    assert_eq!(made.len(), 12, "{made:?}");
    for name in made {
        let copy = Connection::open(fixture.path(&name)).unwrap();
        assert!(crate::fixture::rows(&copy) == rows, "{name}");
    }
}

#[test]
fn backups_at_once_under_one_name_give_one() {
    let fixture = Fixture::with_parents();
    let outputs = together(
        (0..6)
            .map(|_| fixture.command(&["backup", "--out", "one.db"]))
            .collect(),
    );
    let done = outputs.iter().filter(|output| output.status.success());
    assert_eq!(done.count(), 1, "{outputs:?}");
    assert_eq!(fixture.files(), ["one.db", "sco.db"]);
}

#[test]
fn new_migrations_at_once_have_numbers_of_their_own() {
    let fixture = Fixture::with_parents();
    all_succeed(&together(
        (0..12)
            .map(|at| fixture.command(&["new", &format!("change{at}"), "--wait", "60"]))
            .collect(),
    ));
    let numbers: BTreeSet<String> = contents(&fixture.path("migrations"))
        .into_keys()
        .map(|name| name[..4].to_owned())
        .collect();
    assert_eq!(numbers.len(), 13);
}

#[test]
fn the_last_number_is_the_last() {
    let fixture = Fixture::new();
    fixture.file(
        "V2147483646__last_but_one.sql",
        "-- One.\nCREATE TABLE a (x);\n",
    );
    assert_eq!(fixture.migrate(&["new", "last"]).code, 0);
    let run = fixture.migrate(&["new", "too_many"]);
    assert!(
        run.code == 2 && run.stderr.contains("2147483647 is the largest number"),
        "{run:?}"
    );
    assert_eq!(contents(&fixture.path("migrations")).len(), 2);
}

#[test]
fn exporters_at_once_publish_whole_files() {
    let world = World::new();
    world.build();
    let whole = contents(&world.path("exports"));
    for _ in 0..3 {
        for name in whole.keys() {
            world.write(&format!("exports/{name}"), "old");
        }
        all_succeed(&together(
            (0..6)
                .map(|_| {
                    let mut command = sco();
                    command
                        .current_dir(world.path(""))
                        .args(["export", "--force", "--wait", "60"]);
                    command
                })
                .collect(),
        ));
        assert!(contents(&world.path("exports")) == whole);
    }
}

#[test]
fn an_exporter_waits_for_another_or_refuses() {
    let world = World::new();
    world.build();
    world.write("exports/facts.csv", "old");
    let other = std::fs::File::open(world.path("exports")).unwrap();
    other.lock().unwrap();
    for command in [&["export"][..], &["export", "--check"], &["build"]] {
        let run = world.sco(&[command, &["--wait", "0"]].concat());
        assert!(
            run.code == 2 && run.stderr.contains("another program writes into exports"),
            "{run:?}"
        );
    }
    assert_eq!(world.read("exports/facts.csv"), "old");
    drop(other);
    assert_eq!(world.sco(&["export", "--force"]).code, 0);
}

#[test]
fn a_first_build_and_a_first_up_at_once_give_one_database() {
    for _ in 0..2 {
        let world = World::new();
        let commands = (0..6)
            .map(|at| {
                let mut command = sco();
                command.current_dir(world.path("")).args(if at % 2 == 0 {
                    &["build", "--seeds", "seeds", "--no-exports", "--wait", "60"][..]
                } else {
                    &["migrate", "up", "--wait", "60"]
                });
                command
            })
            .collect();
        all_succeed(&together(commands));
        assert_eq!(world.ask("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(world.sco(&["build", "--no-exports", "--quiet"]).code, 0);
        assert_eq!(world.ask("SELECT count(*) FROM entities"), ["8"]);
        let names: Vec<String> = contents(&world.path("")).into_keys().collect();
        assert_eq!(names, ["sco.db"]);
    }
}

/// A writer that notes what SQLite told it is committed, until it is asked to end.
fn write_until(asked: &AtomicBool, fixture: &Fixture, journal: &str) -> BTreeSet<i64> {
    let connection = fixture.open();
    connection.busy_timeout(Duration::from_mins(1)).unwrap();
    connection
        .pragma_update_and_check(None, "journal_mode", journal, |_| Ok(()))
        .unwrap();
    let mut told = BTreeSet::new();
    for number in 0.. {
        if asked.load(Ordering::SeqCst) {
            break;
        }
        if connection
            .execute("INSERT INTO mine (x) VALUES (?1)", [number])
            .is_ok()
        {
            told.insert(number);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    told
}

#[test]
fn no_commit_that_was_told_is_lost_by_a_restore() {
    for journal in ["delete", "persist", "memory", "wal"] {
        let fixture = Fixture::with_parents();
        let open = fixture.open();
        open.execute_batch(
            "CREATE TABLE mine (x); CREATE TABLE big (x);
             INSERT INTO big WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 8000)
             SELECT printf('%0900d', n) FROM n",
        )
        .unwrap();
        drop(open);
        fixture.migrate(&["backup", "--out", "good.db"]);
        let end = AtomicBool::new(false);
        let told = std::thread::scope(|scope| {
            let writer = scope.spawn(|| write_until(&end, &fixture, journal));
            std::thread::sleep(Duration::from_millis(200));
            let run = fixture.migrate(&["restore", "good.db", "--wait", "2"]);
            assert!(
                run.code == 0 || (journal == "wal" && run.stderr.contains("another program holds")),
                "{journal}: {run:?}"
            );
            end.store(true, Ordering::SeqCst);
            writer.join().unwrap()
        });
        let mut kept = BTreeSet::new();
        for name in fixture.files() {
            if name == "sco.db" || name.contains("replaced") {
                let connection = Connection::open(fixture.path(&name)).unwrap();
                assert_eq!(ask(&connection, "PRAGMA integrity_check"), ["ok"]);
                let found = ask(&connection, "SELECT x FROM mine");
                kept.extend(found.iter().map(|x| x.parse::<i64>().unwrap()));
            }
        }
        let lost: Vec<&i64> = told.difference(&kept).collect();
        assert!(lost.is_empty(), "{journal}: {lost:?}");
        assert!(!told.is_empty());
    }
}
