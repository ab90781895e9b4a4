//! The rules of the house that a machine can hold.

use std::path::{Path, PathBuf};

use crate::world::here;

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources_of(modules: &[&str]) -> Vec<PathBuf> {
    files(&here().join("src"), ".rs")
        .into_iter()
        .filter(|path| {
            let inside = path
                .strip_prefix(here().join("src"))
                .unwrap()
                .to_string_lossy()
                .into_owned();
            modules.iter().any(|module| {
                inside == format!("{module}.rs") || inside.starts_with(&format!("{module}/"))
            })
        })
        .collect()
}

fn may_not_name(modules: &[&str], words: &[&str]) {
    for path in sources_of(modules) {
        let text = std::fs::read_to_string(&path).unwrap();
        for word in words {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn reading_checking_and_passages_know_no_database() {
    may_not_name(
        &[
            "seeds", "check", "tables", "vocab", "edtf", "number", "passages",
        ],
        &["rusqlite"],
    );
}

#[test]
fn exports_come_from_the_database_alone() {
    may_not_name(&["export", "show"], &["crate::seeds"]);
}

#[test]
fn the_library_does_not_depend_on_the_command_line() {
    let program = sources_of(&["main", "command"]);
    for path in files(&here().join("src"), ".rs")
        .iter()
        .filter(|path| !program.contains(path))
    {
        let text = std::fs::read_to_string(path).unwrap();
        for word in ["clap", "anyhow", "println!", "process::exit"] {
            assert!(!text.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn files_stay_short() {
    for path in files(&here().join("src"), ".rs") {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(
            lines <= 450,
            "{} has {lines} lines: split it by idea",
            path.display()
        );
    }
}

#[test]
fn migrations_say_why_and_use_no_backdoor() {
    for path in files(&here().join("migrations"), ".sql") {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("-- "),
            "{} does not begin with a comment that says why",
            path.display()
        );
        for word in [
            "PRAGMA",
            "COMMIT",
            "ROLLBACK",
            "ATTACH",
            "IF NOT EXISTS",
            "SELECT *",
        ] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}
