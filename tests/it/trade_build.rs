//! Trade statistics and the curated facts live in one file, and neither is in the other's way.

use crate::trade_world::{comtrade, imported, refused, world};
use crate::world::World;

const ROWS: &[[&str; 6]] = &[
    ["2022", "156", "M", "643", "TOTAL", "12"],
    ["2022", "156", "M", "0", "TOTAL", "30"],
];

fn flows(world: &World) -> Vec<String> {
    world.ask("SELECT partner || ' ' || value || ' ' || import_id FROM trade_flows ORDER BY rowid")
}

#[test]
fn a_build_leaves_them_alone() {
    let world = world();
    imported(&world, "trade.csv", comtrade(ROWS), &[]);
    let before = flows(&world);
    let world = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    let run = world.sco(&["build", "--no-exports"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(flows(&world), before);
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE entity_id = 'CAN'"),
        ["Kantria"]
    );
}

#[test]
fn a_fresh_build_is_refused_before_it_drops_them() {
    let world = world();
    imported(&world, "trade.csv", comtrade(ROWS), &[]);
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = world.sco(&["build", "--no-exports", "--fresh"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains(
            "holds what `--fresh` would drop: the trade statistics comtrade; nothing was changed"
        ),
        "{run:?}"
    );
    assert!(std::fs::read(world.path("sco.db")).unwrap() == before);
    let run = world.sco(&["import", "remove", "comtrade"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = world.sco(&["build", "--no-exports", "--fresh"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// A build asks nothing of the flows: it works where their table cannot even be read by its keys.
#[test]
fn a_build_does_not_read_them() {
    let world = world();
    imported(&world, "trade.csv", comtrade(ROWS), &[]);
    // A row that names nothing is found by whoever checks the keys of this table, and changes nothing for others.
    world
        .open()
        .execute_batch("PRAGMA foreign_keys = OFF; UPDATE trade_flows SET import_id = 99 WHERE partner = 'DOR'")
        .unwrap();
    let world = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    let run = world.sco(&["build", "--no-exports"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// A partner that leaves the seeds stays as long as flows name it.
#[test]
fn an_entity_that_flows_name_is_retired_and_goes_with_them() {
    let world = world();
    imported(
        &world,
        "trade.csv",
        comtrade(&[["2022", "156", "M", "899", "TOTAL", "12"]]),
        &[],
    );
    let world = world
        .remove("entity_codes", "areas-nes")
        .remove("entities", "areas-nes");
    let run = world.sco(&["build", "--no-exports"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr.contains("`areas-nes` of entities is no longer curated; it is kept because imported trade statistics name it"),
        "{run:?}"
    );
    let origin = "SELECT origin FROM entities WHERE entity_id = 'areas-nes'";
    assert_eq!(world.ask(origin), ["retired"]);
    assert!(world.ask("PRAGMA foreign_key_check").is_empty());
    let run = world.sco(&["import", "remove", "comtrade"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout
            .starts_with("1 flow of dataset comtrade removed, and 1 curated row kept for them; "),
        "{run:?}"
    );
    assert_eq!(world.ask("SELECT count(*) FROM trade_areas"), ["0"]);
    assert_eq!(world.ask(origin), Vec::<String>::new());
}

#[test]
fn one_dataset_goes_and_the_other_stays() {
    let world = world();
    imported(&world, "trade.csv", comtrade(ROWS), &[]);
    let other = comtrade(&[["2022", "4", "M", "643", "TOTAL", "5"]]);
    imported(&world, "trade.csv", other, &["--dataset", "other"]);
    let run = world.sco(&["import", "remove", "comtrade"]);
    assert!(
        run.stdout
            .starts_with("2 flows of dataset comtrade removed; "),
        "{run:?}"
    );
    assert_eq!(world.ask("SELECT dataset FROM trade_flows"), ["other"]);
    assert_eq!(world.ask("SELECT dataset FROM imports"), ["other"]);
    assert_eq!(world.ask("SELECT dataset FROM trade_datasets"), ["other"]);
    assert_eq!(
        world.ask("SELECT area FROM trade_areas ORDER BY area"),
        ["ARD", "DOR"]
    );
    let run = world.sco(&["import", "remove", "nothing"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("there are no rows of origin `nothing`"),
        "{run:?}"
    );
}

#[test]
fn free_pages_are_told_and_given_back_when_asked() {
    let world = world();
    let partners = ["643", "4", "699"];
    let mut rows = Vec::new();
    let years: Vec<String> = (1980..2020).map(|year| year.to_string()).collect();
    let codes: Vec<String> = (10..90).map(|code| code.to_string()).collect();
    for year in &years {
        for code in &codes {
            for partner in partners {
                rows.push([year.as_str(), "156", "M", partner, code.as_str(), "1"]);
            }
        }
    }
    let size = || std::fs::metadata(world.path("sco.db")).unwrap().len();
    let before = size();
    imported(&world, "trade.csv", comtrade(&rows), &[]);
    let full = size();
    let run = world.sco(&["import", "remove", "comtrade", "--format", "json"]);
    let summary = &run.objects()[0];
    assert_eq!(summary["removed"], rows.len());
    let free = summary["free_bytes"].as_u64().unwrap();
    assert!(free > (full - before) / 2, "{free} of {full}");
    assert_eq!(size(), full);
    imported(&world, "trade.csv", comtrade(&rows), &[]);
    assert_eq!(size(), full, "the free pages are used again");
    let run = world.sco(&["import", "remove", "comtrade", "--vacuum"]);
    assert!(run.stdout.contains("given back to the disk"), "{run:?}");
    assert!(size() < full);
    assert_eq!(world.ask("PRAGMA integrity_check"), ["ok"]);
}

/// `sco import remove NAME` means one thing.
#[test]
fn no_name_is_both_a_dataset_and_an_origin() {
    let world = world();
    imported(&world, "trade.csv", comtrade(ROWS), &["--dataset", "mine"]);
    std::fs::create_dir(world.path("mine")).unwrap();
    std::fs::copy(world.path("seeds/terms.csv"), world.path("mine/terms.csv")).unwrap();
    let run = world.sco(&["import", "facts", "mine", "--origin", "mine"]);
    assert!(
        run.stderr
            .contains("`mine` is the name of trade statistics in this database"),
        "{run:?}"
    );
}

/// A trigger that keeps a row out is told, and nothing is written.
#[test]
fn a_row_that_a_trigger_swallows_ends_the_import() {
    let world = world();
    world
        .open()
        .execute_batch("CREATE TRIGGER mine BEFORE INSERT ON trade_flows WHEN new.partner = 'world' BEGIN SELECT RAISE(IGNORE); END")
        .unwrap();
    let error = refused(&world, "trade.csv", comtrade(ROWS), &[]);
    assert!(
        error.contains("a row was not written as it is; nothing was changed"),
        "{error}"
    );
}

/// A reader sees the old or the new, and another writer is told.
#[test]
fn an_import_waits_for_another_writer_and_says_so() {
    let world = world();
    let other = world.open();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    world.write("trade.csv", comtrade(ROWS));
    let run = world.sco(&["import", "trade", "trade.csv", "--wait", "0"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("another program holds the database"),
        "{run:?}"
    );
    other.execute_batch("ROLLBACK").unwrap();
    imported(&world, "trade.csv", comtrade(ROWS), &[]);
}

/// Ctrl-C while an import reads: nothing has changed, and the exit code says that it could not run.
#[cfg(unix)]
#[test]
fn an_interrupted_import_changes_nothing() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    let world = world();
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let mut child = crate::world::sco()
        .current_dir(world.path(""))
        .args(["import", "trade", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(comtrade(ROWS).as_bytes()).unwrap();
    // Empty rows, until the program has heard the signal and reads no more.
    let padding = " \n".repeat(4096);
    let write = |input: &mut std::process::ChildStdin| input.write_all(padding.as_bytes());
    // More than a pipe holds: when it is written, the program reads, and so listens to signals.
    for _ in 0..20 {
        write(&mut input).unwrap();
    }
    let signal = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(signal.success());
    while write(&mut input).is_ok() {}
    let error = BufReader::new(child.stderr.take().unwrap()).lines().last();
    assert_eq!(
        error.unwrap().unwrap(),
        "error: interrupted; nothing was changed"
    );
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert!(std::fs::read(world.path("sco.db")).unwrap() == before);
}
