//! Cells and files have limits, pipes are read, and hardly readable files do not fill the memory.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use sco_facts::seeds::limits::{CELL_BYTES, FILE_BYTES};

use crate::world::{Run, World};

fn built() -> World {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("mine")).unwrap();
    world
}

fn import(world: &World, paths: &[&str]) -> Run {
    let mut arguments = vec!["import", "facts", "--origin", "me"];
    arguments.extend(paths);
    world.sco(&arguments)
}

const LONG: &str = "has a cell of more than 1,000,000 bytes; shorten it; if it holds several rows, close a quote that is open before it";

#[test]
fn a_cell_of_the_limit_is_imported_and_a_longer_one_named() {
    let world = built();
    let entities = |note: &str| {
        format!(
            "entity_id,kind,name,note\nMY,state,Mystate,\"{note}\"\nMY2,state,Mystate Two,{note}\n"
        )
    };
    let longest = "x".repeat(CELL_BYTES);
    world.write("mine/entities.csv", entities(&longest));
    assert_eq!(import(&world, &["mine", "--dry-run"]).code, 0);
    world.write("mine/entities.csv", entities(&format!("{longest}x")));
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stderr,
        format!(
            "mine/entities.csv:2: `note`: {LONG}\nmine/entities.csv:3: `note`: {LONG}\nerror: 2 problems\n"
        )
    );
}

#[test]
fn a_cell_of_json_has_the_same_limit() {
    let world = built();
    let line = |note: &str| {
        format!(
            "{{\"entity_id\": \"MY\", \"kind\": \"state\", \"name\": \"Mystate\", \"note\": \"{note}\"}}\n"
        )
    };
    // An escape is one byte of the cell.
    let longest = format!("\\u0041{}", "x".repeat(CELL_BYTES - 1));
    world.write("mine/entities.jsonl", line(&longest));
    assert_eq!(import(&world, &["mine", "--dry-run"]).code, 0);
    world.write("mine/entities.jsonl", line(&format!("{longest}x")));
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stderr,
        format!("mine/entities.jsonl:1: `note`: {LONG}\nerror: 1 problem\n")
    );
}

#[test]
fn curators_have_the_same_limit() {
    let world = World::new().set("entities", "CAN", "note", &"x".repeat(CELL_BYTES + 1));
    assert!(world.problems().iter().any(|line| line.ends_with(LONG)));
}

#[test]
fn a_file_beyond_the_limit_is_told_by_its_size() {
    let world = built();
    let file = std::fs::File::create(world.path("mine/entities.csv")).unwrap();
    // No block of it is on the disk.
    file.set_len(FILE_BYTES + 1).unwrap();
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stderr,
        "mine/entities.csv: is larger than 1,000,000,000 bytes; split it into files of the same name in several folders, and read one after the other\nerror: 1 problem\n"
    );
}

#[test]
fn a_header_of_very_many_columns_is_one_problem() {
    let world = built();
    let header: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
    world.write("mine/entities.csv", header.join(",") + "\n");
    let run = import(&world, &["mine"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "mine/entities.csv:1: names 100000 columns, of which `entities` has few; the header is: entity_id,kind,name,in_text,number,note\nerror: 1 problem\n"
        )
    );
}

#[test]
fn a_file_in_which_hardly_anything_is_right_is_not_read_to_its_end() {
    let world = built();
    for line in ["x\n", "\"x\"y\n"] {
        let text = format!("entity_id,kind,name,note\n{}", line.repeat(20_000));
        world.write("mine/entities.csv", text);
        let run = import(&world, &["mine"]);
        assert!(run.stderr.starts_with(
            "mine/entities.csv: has 10000 problems or more; the rest of the file was not read; mend these first\n"
        ));
        assert!(run.stderr.ends_with("error: 10001 problems\n"), "{line}");
    }
    world.write("mine/entities.csv", "entity_id,kind,name,note\n");
    world.write("mine/entities.jsonl", "{\n".repeat(20_000));
    assert!(
        import(&world, &["mine/entities.jsonl"])
            .stderr
            .ends_with("error: 10001 problems\n")
    );
}

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

const ENTITY: &str = "entity_id,kind,name,note\nMY,state,Mystate,\n";

#[test]
fn a_pipe_is_read_as_the_table_of_its_name_or_the_one_that_is_named() {
    for (pipe, more) in [("entities.pipe", &[][..]), ("63", &["--table", "entities"])] {
        let world = built();
        make_pipe(&world.path(pipe));
        let path = world.path(pipe);
        let writer = std::thread::spawn(move || {
            let mut pipe = std::fs::OpenOptions::new().write(true).open(path).unwrap();
            pipe.write_all(ENTITY.as_bytes()).unwrap();
        });
        let run = import(&world, &[&[pipe], more].concat());
        writer.join().unwrap();
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(
            world.ask("SELECT name FROM entities WHERE origin = 'me'"),
            ["Mystate"]
        );
    }
}

#[test]
fn a_pipe_in_a_folder_is_named_and_not_waited_for() {
    let world = built();
    world.write("mine/entities.csv", ENTITY);
    make_pipe(&world.path("mine/events.csv"));
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.stderr,
        "mine/events.csv: is no file; remove it from the folder; a pipe is read where it is named itself\nerror: 1 problem\n"
    );
}

#[test]
fn a_mistake_in_the_command_is_told_before_a_pipe_is_waited_for() {
    let world = built();
    make_pipe(&world.path("entities.csv"));
    let run = world.sco(&[
        "import",
        "facts",
        "entities.csv",
        "--origin",
        "me",
        "--db",
        "other.db",
    ]);
    assert_eq!(run.code, 2, "{run:?}");
    let run = import(&world, &["entities.csv", "--table", "entity"]);
    assert_eq!(run.code, 2, "{run:?}");
}
