//! The cold build of the curated data, to commit, beside the `sqlite3` shell loading a dump of the same.
//!
//! `cargo bench --bench cold_build`; needs the `sqlite3` shell.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a benchmark prints"
)]

#[path = "support.rs"]
mod support;

use support::{Way, compare, folder, output, sco, shell};

fn main() {
    let folder = folder("cold_build");
    let build = || {
        let _ = std::fs::remove_file(folder.join("ours.db"));
        let mut command = sco();
        command
            .current_dir(&folder)
            .args(["build", "--quiet", "--no-exports", "--db", "ours.db"]);
        command
    };
    output(&mut build());
    let dump = output(&mut shell(&folder, "sqlite3 ours.db .dump"));
    std::fs::write(folder.join("dump.sql"), &dump).expect("the dump can be written");
    let load = || {
        let _ = std::fs::remove_file(folder.join("peer.db"));
        shell(&folder, "exec sqlite3 peer.db < dump.sql")
    };
    output(&mut load());
    let again = output(&mut shell(&folder, "sqlite3 peer.db .dump"));
    assert!(
        dump == again,
        "the contents differ: there is nothing to compare"
    );
    compare(
        "cold build to commit",
        2.0,
        30,
        &Way {
            name: "sco build --no-exports",
            command: Box::new(build),
        },
        &Way {
            name: "sqlite3 < dump.sql",
            command: Box::new(load),
        },
    );
}
