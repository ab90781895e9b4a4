//! Importing again what is there already, beside importing it for the first time; and four times as many
//! facts beside the facts, to see that the time grows with their number and not with its square.
//!
//! `cargo bench --bench import`.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a benchmark prints"
)]

#[path = "support.rs"]
mod support;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use support::{Way, compare, folder, output, sco, shell};

const FACTS: usize = 20_000;
const ROUNDS: usize = 5;

fn main() {
    let folder = folder("import");
    output(command(&folder, "fresh.db").args(["build", "--quiet", "--no-exports"]));
    for (name, facts) in [("few", FACTS), ("many", 4 * FACTS)] {
        write_facts(&folder.join(name), facts);
        output(&mut shell(&folder, &format!("cp fresh.db {name}/held.db")));
        output(&mut import(&folder, name, &format!("{name}/held.db")));
    }
    let first = Way {
        name: "the first time",
        command: Box::new(|| {
            output(&mut shell(&folder, "cp fresh.db first.db"));
            import(&folder, "few", "first.db")
        }),
    };
    let again = |name: &'static str, facts: &'static str| Way {
        name,
        command: Box::new({
            let folder = folder.clone();
            move || import(&folder, facts, &format!("{facts}/held.db"))
        }),
    };
    let second = again("again", "few");
    compare("import of the same facts", 1.0, ROUNDS, &second, &first);
    let many = again("four times as many facts, again", "many");
    compare("import of more facts", 5.0, ROUNDS, &many, &second);
}

fn command(folder: &Path, db: &str) -> Command {
    let mut command = sco();
    command.current_dir(folder).args(["--db", db]);
    command
}

fn import(folder: &Path, facts: &str, db: &str) -> Command {
    let mut command = command(folder, db);
    command.args(["import", "facts", facts, "--origin", "me", "--quiet"]);
    command
}

/// Writes positions that cite a passage of ours, and memberships of entities of their own.
fn write_facts(folder: &Path, facts: usize) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let cited = [
        ("status", "stated"),
        ("rank", "normal"),
        ("citations", "c-afg15-af-pak"),
    ];
    let mut positions = Lines::of("positions");
    let (mut entities, mut memberships) = (Lines::of("entities"), Lines::of("memberships"));
    for n in 0..facts / 2 {
        positions.add(
            &cited,
            &[
                ("fact_id", &format!("p-mine-{n}")),
                ("holder", "AFG"),
                ("topic", "infrastructure"),
                ("date", "2015-06"),
                ("summary", &format!("What was said number {n}.")),
            ],
        );
        entities.add(
            &[],
            &[
                ("entity_id", &format!("MY{n}x")),
                ("kind", "state"),
                ("name", &format!("Mystate {n}")),
            ],
        );
        memberships.add(
            &cited,
            &[
                ("fact_id", &format!("m-mine-{n}")),
                ("member", &format!("MY{n}x")),
                ("organisation", "SCO"),
                ("standing", "observer"),
                ("date", "2012"),
                ("date_role", "since"),
            ],
        );
    }
    for (table, text) in [
        ("positions", positions),
        ("entities", entities),
        ("memberships", memberships),
    ] {
        std::fs::write(folder.join(format!("{table}.csv")), text.text)
            .expect("the file can be written");
    }
}

/// The lines of a file of facts.
struct Lines {
    columns: Vec<String>,
    text: String,
}

impl Lines {
    /// The header alone.
    fn of(table: &str) -> Self {
        let table = sco_facts::tables::named(table).expect("the table is there");
        let text = sco_facts::seeds::header_text(table) + "\n";
        Self {
            columns: text.trim_end().split(',').map(str::to_owned).collect(),
            text,
        }
    }

    /// Adds a line with these cells, which hold neither comma nor quote; the others are empty.
    fn add(&mut self, some: &[(&str, &str)], more: &[(&str, &str)]) {
        let cell = |column: &String| {
            let named = some.iter().chain(more).find(|(name, _)| name == column);
            named.map_or("", |(_, cell)| cell)
        };
        let cells: Vec<&str> = self.columns.iter().map(cell).collect();
        let _ = writeln!(self.text, "{}", cells.join(","));
    }
}
