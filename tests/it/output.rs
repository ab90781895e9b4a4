//! What is written to standard output arrives, or the program says that it did not.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use crate::world::{World, run, sco};

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
