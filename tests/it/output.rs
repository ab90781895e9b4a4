//! What is written to standard output arrives, or the program says that it did not.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use crate::world::{CITE, World, run, sco};

#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let world = World::new();
    world.build();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = sco()
        .current_dir(world.path(""))
        .args(["migrate", "dump"])
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("error: could not write to standard output: "),
        "{told}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let world = World::new();
    world.build();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = sco()
        .current_dir(world.path(""))
        .args(["migrate", "dump"])
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn every_line_for_scripts_is_an_object() {
    let world = World::new();
    world.build();
    let words = ["--from", "set up in Northport", "--to", "1999 by Ardenia"];
    for arguments in [
        &["build"][..],
        &["check"],
        &["check", "--list"],
        &["check", "--ids"],
        &["verify", "--sources", "copies", "--coverage"],
        &CITE,
        &[&CITE[..], &words[..]].concat(),
        &["export", "--check"],
        &["export"],
        &["diff", "sco.db", "seeds"],
        &["import", "remove", "nobody"],
        &["template", "events"],
        &["search", "lake"],
        &["terms", "predicate"],
        &["completions", "bash"],
        &["man", "."],
        &["show", "LC"],
        &["show", "nobody"],
        &["migrate", "up"],
        &["migrate", "status"],
        &["migrate", "check"],
        &["migrate", "dump"],
        &["migrate", "rehearse"],
        &["migrate", "backup"],
        &["migrate", "lint", "--list"],
    ] {
        let run = world.sco(&[arguments, &["--format", "json"]].concat());
        let objects = run.objects();
        assert!(!objects.is_empty(), "{arguments:?}: {run:?}");
        let is_thing_itself = ["show", "template", "cite"].contains(&arguments[0]) && run.code == 0;
        let with_type = objects.iter().filter(|object| object["type"].is_string());
        assert!(
            is_thing_itself || with_type.count() == objects.len(),
            "{arguments:?}: {run:?}"
        );
    }
}

/// Every sign at which a reader may end a line stands in an object as an escape, whoever splits lines.
#[test]
fn a_line_for_scripts_has_no_other_end_than_its_own() {
    for (sign, name) in [
        ('\u{b}', "000b"),
        ('\u{c}', "000c"),
        ('\u{1c}', "001c"),
        ('\u{1d}', "001d"),
        ('\u{1e}', "001e"),
        ('\u{85}', "0085"),
        ('\u{2028}', "2028"),
        ('\u{2029}', "2029"),
    ] {
        let world = World::new();
        let text = world.read("seeds/entities.csv");
        let torn = text.replacen("Cantria", &format!("Can{sign}tria"), 1);
        world.write("seeds/entities.csv", torn);
        let run = world.sco(&["check", "--format", "json"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(!run.stdout.contains(sign), "{run:?}");
        let escape = format!("\\u{name}");
        let is_told = run.stdout.contains(&escape) || name == "000c" && run.stdout.contains("\\f");
        assert!(is_told, "{run:?}");
        let values = run.objects();
        let value = values[0]["value"].as_str().unwrap();
        assert_eq!(value, format!("Can{sign}tria"));
    }
    // The signs beside them are texts like any other.
    let world = World::new().set("entities", "CAN", "note", "a\u{2027}b\u{202f}c");
    world.build();
    let run = world.sco(&["show", "CAN", "--format", "json"]);
    assert!(run.stdout.contains("a\u{2027}b\u{202f}c"), "{run:?}");
}

#[test]
fn a_path_that_is_not_unicode_is_told_in_json_too() {
    let world = World::new();
    let db = OsStr::from_bytes(b"caf\xe9.db");
    for arguments in [
        &["build", "--seeds", "seeds"][..],
        &["migrate", "status"],
        &["migrate", "up"],
        &["migrate", "backup"],
    ] {
        let done = run(sco()
            .current_dir(world.path(""))
            .args(arguments)
            .args(["--format", "json", "--db"])
            .arg(db));
        assert_eq!(done.code, 0, "{arguments:?}: {done:?}");
        assert!(
            done.stdout.contains("caf\u{fffd}.db"),
            "{arguments:?}: {done:?}"
        );
    }
}
