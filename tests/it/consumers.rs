//! The script that reads the exports and the database back with other programs notices every cell that changed.

use std::process::Command;

use crate::world::{Run, World, here, is_installed, run};

/// Reads back what a world has, with two programs that ask for nothing to be installed.
fn read_back(world: &World) -> Run {
    run(Command::new("python3")
        .arg(here().join("tests/consumers/consumers.py"))
        .args(["--only", "python,sqlite3", "--db"])
        .arg(world.path("sco.db"))
        .arg("--exports")
        .arg(world.path("exports")))
}

/// A world whose exports hold a code with a zero before it.
fn built() -> World {
    let world = World::new().add(
        "entity_codes",
        &[("entity_id", "BOR"), ("scheme", "m49"), ("code", "004")],
    );
    world.build();
    world
}

#[test]
fn every_cell_comes_through_and_an_altered_one_is_noticed() {
    if !is_installed("python3") || !is_installed("sqlite3") {
        return;
    }
    let world = built();
    let untouched = read_back(&world);
    assert!(
        untouched.code == 0 && untouched.stdout.contains("3 passed, 0 failed"),
        "{untouched:?}"
    );
    assert!(
        untouched
            .stdout
            .contains("skipped, not asked for: libreoffice"),
        "{untouched:?}"
    );
    for (file, from, to, is_noticed) in [
        // The number is the same, its spelling is not.
        ("trade_figures", ",4200000000,", ",4200000000.0,", false),
        ("trade_figures", ",4200000000,", ",4200000001,", true),
        // What is printed is a text.
        ("trade_figures", ",\"4.2\",", ",4.2,", false),
        ("trade_figures", ",\"4.2\",", ",4.20,", true),
        ("entity_codes", ",\"004\",", ",4,", true),
        ("entities", "Borland", "", true),
        ("entities", "Borland", "Bórland", true),
    ] {
        let name = format!("exports/{file}.csv");
        let text = world.read(&name);
        assert!(text.contains(from), "{text}");
        world.write(&name, text.replacen(from, to, 1));
        let found = read_back(&world);
        assert_eq!(found.code, i32::from(is_noticed), "{from} {to}: {found:?}");
        assert_eq!(found.stdout.contains("UNEXPLAINED"), is_noticed);
        world.write(&name, text);
    }
}

#[test]
fn a_row_that_is_gone_and_columns_in_each_others_place_are_noticed() {
    if !is_installed("python3") || !is_installed("sqlite3") {
        return;
    }
    let world = built();
    let text = world.read("exports/entities.csv");
    let without_the_last = text.trim_end().rsplit_once('\n').unwrap().0.to_owned() + "\n";
    let swapped = text.replacen("entity_id,kind", "kind,entity_id", 1);
    for broken in [without_the_last, swapped] {
        world.write("exports/entities.csv", broken);
        let found = read_back(&world);
        assert!(
            found.code == 1 && found.stdout.contains("entities"),
            "{found:?}"
        );
    }
}

/// A tool that is asked for and not installed is no success where all must run.
#[test]
fn a_missing_tool_is_named_and_fails_where_it_is_demanded() {
    if !is_installed("python3") {
        return;
    }
    let world = built();
    let asked = run(Command::new("python3").args(["-c", "import sys; print(sys.executable)"]));
    for (demanded, code) in [(None, 0), (Some("1"), 1)] {
        let mut command = Command::new(asked.stdout.trim());
        command
            .arg(here().join("tests/consumers/consumers.py"))
            .args(["--only", "python,libreoffice", "--db"])
            .arg(world.path("sco.db"))
            .arg("--exports")
            .arg(world.path("exports"))
            .env("PATH", "")
            .env_remove("CI")
            .envs(demanded.map(|value| ("CI", value)));
        let found = run(&mut command);
        assert!(
            found.code == code && found.stdout.contains("skipped, not installed: libreoffice"),
            "{found:?}"
        );
    }
}
