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

use std::path::Path;

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
        let rows = |kind: &str| records(&folder.join(kind).join(format!("{}.csv", export.name)));
        let (ours, peer) = (rows("ours"), rows("peer"));
        let same = ours.len() == peer.len()
            && ours.iter().zip(&peer).all(|(ours, peer)| {
                ours.len() == peer.len()
                    && ours
                        .iter()
                        .zip(peer)
                        .all(|(ours, peer)| is_same(ours, peer))
            });
        assert!(same, "{} differs: there is nothing to compare", export.name);
    }
    compare(
        "all exports",
        0.55,
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

/// The rows below the header, of which the shell writes none where there are no rows.
fn records(path: &Path) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(path)
        .expect("the export is there")
        .into_records()
        .collect::<Result<_, _>>()
        .expect("the export is CSV")
}

/// The same text, or the same number in the fifteen digits that the shell writes; 28.0 is 28.
fn is_same(ours: &str, peer: &str) -> bool {
    let number = |cell: &str| cell.parse::<f64>().ok().map(|n| format!("{n:.14e}"));
    ours == peer || number(ours).is_some_and(|ours| number(peer) == Some(ours))
}
