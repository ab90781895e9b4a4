//! All exports of the curated data, beside the `sqlite3` shell with `-csv` once for the same query of each.
//!
//! `cargo bench --bench exports`; needs the `sqlite3` shell.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a benchmark prints"
)]

#[path = "support.rs"]
mod support;

use sco_facts::export::exports;
use support::{Way, compare, folder, output, sco, shell};

fn main() {
    let folder = folder("exports");
    let mut build = sco();
    output(
        build
            .current_dir(&folder)
            .args(["build", "--quiet", "--no-exports"]),
    );
    std::fs::create_dir_all(folder.join("peer")).expect("the folder can be made");
    let scripts: Vec<String> = exports()
        .iter()
        .map(|export| {
            let (name, order) = (export.name, &export.order);
            format!("sqlite3 -header -csv sco.db 'SELECT * FROM {name} ORDER BY {order}' > peer/{name}.csv")
        })
        .collect();
    let script = scripts.join("\n");
    let ours = || {
        let _ = std::fs::remove_dir_all(folder.join("ours"));
        let mut command = sco();
        command
            .current_dir(&folder)
            .args(["export", "--quiet", "--exports", "ours"]);
        command
    };
    let peer = || shell(&folder, &script);
    output(&mut ours());
    output(&mut peer());
    for export in exports() {
        let rows = |kind: &str| {
            let path = folder.join(kind).join(format!("{}.csv", export.name));
            let text = std::fs::read_to_string(path).expect("the export is there");
            // The shell quotes more cells, ends lines with CR LF, and writes no header for no rows.
            let cells = text.replace("\r\n", "\n").replace('"', "");
            if cells.lines().count() > 1 {
                cells
            } else {
                String::new()
            }
        };
        assert!(
            rows("ours") == rows("peer"),
            "{} differs: there is nothing to compare",
            export.name
        );
    }
    compare(
        "all exports",
        1.0,
        15,
        &Way {
            name: "sco export",
            command: Box::new(ours),
        },
        &Way {
            name: "sqlite3 -csv, once per query",
            command: Box::new(peer),
        },
    );
}
