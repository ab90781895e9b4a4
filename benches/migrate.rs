//! `sco migrate up` with guards and backup, and plain refinery, on a database of about 200 MB.
//!
//! `cargo bench --bench migrate`, with words of a name behind `--` for that change alone; the program runs itself as plain refinery when it is told a folder.
#![allow(
    missing_docs,
    dead_code,
    clippy::print_stdout,
    reason = "the benchmarks share their support"
)]

#[path = "support.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use rusqlite::Connection;
use support::{Way, compare, folder, sco, shell};

const ROWS: u32 = 1_600_000;

/// How many versions the file has that is only looked at.
const VERSIONS: u32 = 100;

/// What every version before has made.
const FIRST: &str = "-- The beginning.
CREATE TABLE places (place_id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE figures (figure_id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL REFERENCES places (place_id),
    year INTEGER NOT NULL, printed TEXT NOT NULL, note TEXT);
";

/// What a version usually does: a column, its values, an index, a table made from another.
const CHANGE: &str = "-- A change.
ALTER TABLE figures ADD COLUMN region TEXT;
UPDATE figures SET region = 'r' || (place_id % 9) WHERE place_id % 4 = 0;
CREATE INDEX figures_by_region ON figures (region, year);
CREATE TABLE totals (year INTEGER PRIMARY KEY, figures INTEGER NOT NULL);
INSERT INTO totals (year, figures) SELECT year, count(*) FROM figures GROUP BY year;
";

/// What keeps every row as it is.
const ADDITION: &str = "-- An addition.
ALTER TABLE figures ADD COLUMN region TEXT;
CREATE TABLE regions (region TEXT PRIMARY KEY, name TEXT NOT NULL);
";

/// A value changed in every row.
const UPDATE: &str = "-- An update.
UPDATE figures SET note = 'n' || (figure_id % 7) WHERE true;
";

/// The dearest: a whole table rebuilt, all of whose values are compared.
const REBUILD: &str = "-- A rebuild.
CREATE TABLE figures_new (figure_id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL REFERENCES places (place_id),
    year INTEGER NOT NULL, printed TEXT NOT NULL DEFAULT '', note TEXT);
INSERT INTO figures_new (figure_id, place_id, year, printed, note)
SELECT figure_id, place_id, year, printed, note FROM figures;
DROP TABLE figures;
ALTER TABLE figures_new RENAME TO figures;
";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|word| word == "--plain") {
        return plain(Path::new(&arguments[at + 1]));
    }
    let wanted = |name: &str| {
        let mut words = arguments
            .iter()
            .skip(1)
            .filter(|word| !word.starts_with('-'))
            .peekable();
        words.peek().is_none() || words.any(|word| name.contains(word.as_str()))
    };
    for (name, second, backup, aim) in [
        ("an addition, guards alone", ADDITION, Backup::None, 1.5),
        ("an addition", ADDITION, Backup::Both, 1.5),
        ("a usual change", CHANGE, Backup::Ours, 1.5),
        ("an update of every row", UPDATE, Backup::Ours, 2.5),
        ("a rebuild", REBUILD, Backup::Ours, 2.5),
    ] {
        if wanted(name) {
            measure(name, second, backup, aim);
        }
    }
    if wanted("a look") {
        look();
    }
}

/// Times what only looks at the large file, with a long history, beside a shell that reads the history.
fn look() {
    let work = folder("migrate_look");
    let set = work.join("migrations");
    std::fs::create_dir(&set).expect("the folder can be made");
    std::fs::write(set.join("V001__first.sql"), FIRST).expect("a file can be written");
    for version in 2..=VERSIONS {
        let sql = format!(
            "-- Table {version}.\nCREATE TABLE t{version} (id INTEGER PRIMARY KEY, place_id INTEGER NOT NULL REFERENCES places (place_id), note TEXT);\n"
        );
        std::fs::write(set.join(format!("V{version:03}__t{version}.sql")), sql)
            .expect("a file can be written");
    }
    let db = work.join("start.db");
    assert!(up(&work, &db).status().expect("sco starts").success());
    fill(&db);
    let bytes = std::fs::metadata(&db).expect("the file is there").len();
    for word in ["status", "check"] {
        let ours = Way {
            name: &format!("sco migrate {word}"),
            command: Box::new(|| migrate(word, &work, &db)),
        };
        let peer = Way {
            name: "sqlite3, history and schema read",
            command: Box::new(|| {
                shell(
                    &work,
                    "sqlite3 start.db 'SELECT * FROM refinery_schema_history; SELECT sql FROM sqlite_schema'",
                )
            }),
        };
        compare(
            &format!("a look, {VERSIONS} versions, {} MB", bytes / 1_000_000),
            20.0,
            9,
            &ours,
            &peer,
        );
    }
}

/// Who makes a backup first.
#[derive(Clone, Copy, PartialEq)]
enum Backup {
    None,
    Ours,
    /// The peer too, by the `sqlite3` shell, which checks it as ours is checked and writes it to the disk.
    Both,
}

/// Times one change with both programs in turn.
fn measure(name: &str, second: &str, backup: Backup, aim: f64) {
    let work = folder("migrate");
    let set = work.join("migrations");
    std::fs::create_dir(&set).expect("the folder can be made");
    std::fs::write(set.join("V001__first.sql"), FIRST).expect("a file can be written");
    let start = work.join("start.db");
    assert!(up(&work, &start).status().expect("sco starts").success());
    fill(&start);
    std::fs::write(set.join("V002__change.sql"), second).expect("a file can be written");
    let bytes = std::fs::metadata(&start).expect("the file is there").len();
    let here = std::env::current_exe().expect("the program has a name");
    let again = |db: &str| {
        for old in std::fs::read_dir(&work)
            .expect("the folder is there")
            .flatten()
        {
            if old.file_name().to_string_lossy().starts_with(db) {
                std::fs::remove_file(old.path()).expect("an old file goes");
            }
        }
        std::fs::copy(&start, work.join(db)).expect("the file can be copied");
    };
    let ours = Way {
        name: if backup == Backup::None {
            "sco migrate up, guards"
        } else {
            "sco migrate up, backup and guards"
        },
        command: Box::new(|| {
            again("ours.db");
            let mut command = up(&work, &work.join("ours.db"));
            if backup == Backup::None {
                command.arg("--no-backup");
            }
            command
        }),
    };
    let peer = Way {
        name: if backup == Backup::Both {
            "sqlite3 .backup, then refinery"
        } else {
            "refinery, without either"
        },
        command: Box::new(|| {
            again("peer.db");
            let plain = format!("'{}' --plain '{}'", here.display(), work.display());
            if backup == Backup::Both {
                let first = "sqlite3 peer.db '.backup peer.db.kept' && sqlite3 peer.db.kept 'PRAGMA quick_check'";
                shell(&work, &format!("{first} && sync peer.db.kept && {plain}"))
            } else {
                shell(&work, &format!("exec {plain}"))
            }
        }),
    };
    compare(
        &format!("{name}, {} MB", bytes / 1_000_000),
        aim,
        5,
        &ours,
        &peer,
    );
}

fn up(work: &Path, db: &Path) -> Command {
    migrate("up", work, db)
}

fn migrate(subcommand: &str, work: &Path, db: &Path) -> Command {
    let mut command = sco();
    command
        .args(["migrate", subcommand, "--dir"])
        .arg(work.join("migrations"))
        .arg("--db")
        .arg(db);
    command
}

fn plain(work: &Path) {
    let set =
        refinery::load_sql_migrations(work.join("migrations")).expect("the files can be read");
    let mut connection = Connection::open(work.join("peer.db")).expect("the file opens");
    refinery::Runner::new(&set)
        .run(&mut connection)
        .expect("refinery runs");
}

fn fill(db: &Path) {
    let connection = Connection::open(db).expect("the file opens");
    connection
        .execute_batch(&format!(
            "BEGIN;
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000)
             INSERT INTO places SELECT n, 'place ' || n FROM n;
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {ROWS})
             INSERT INTO figures SELECT n, 1 + n % 1000, 1990 + n % 35, printf('%d.%02d', n % 10007, n % 100), printf('%090d', n) FROM n;
             COMMIT;"
        ))
        .expect("the rows fit");
}
