//! The bulk import of trade statistics, beside what else loads CSV into a keyed SQLite table: the `sqlite3` shell
//! with `.import`, and DuckDB, which sorts first.
//!
//! `cargo bench --bench trade`; needs the `sqlite3` shell. `TRADE_ROWS=5000000` says how many rows (a million
//! unless said), `TRADE_PYTHON` names a Python that has `duckdb` and `duckdb_ext` (`tests/consumers/requirements.txt`);
//! without one DuckDB is left out, and said to be. A comparison is made only where both sides hold the same.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a benchmark prints"
)]

#[path = "trade/files.rs"]
mod files;
#[path = "support.rs"]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rusqlite::Connection;
use support::{Way, compare, folder, output, sco, shell};

const ROUNDS: usize = 3;

/// The table that the peers fill: the five dimensions that differ, each a foreign key, in one key.
const PEER: &str = "
    CREATE TABLE areas (area TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE flows (flow TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE commodities (commodity TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE periods (period TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE trade (
        reporter TEXT NOT NULL REFERENCES areas,
        partner TEXT NOT NULL REFERENCES areas,
        flow TEXT NOT NULL REFERENCES flows,
        commodity TEXT NOT NULL REFERENCES commodities,
        period TEXT NOT NULL REFERENCES periods,
        value REAL NOT NULL CHECK (value >= 0),
        PRIMARY KEY (reporter, partner, flow, commodity, period)
    ) STRICT, WITHOUT ROWID;";

/// How the `sqlite3` shell does best: one transaction, keys enforced, a cache of 64 MiB.
const SETTINGS: &str = "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; BEGIN;";

fn main() {
    let rows = std::env::var("TRADE_ROWS").map_or(1_000_000, |rows| {
        rows.parse().expect("TRADE_ROWS is a number of rows")
    });
    let folder = folder("trade");
    output(sco().current_dir(&folder).args([
        "--db",
        "fresh.db",
        "build",
        "--quiet",
        "--no-exports",
    ]));
    let areas = areas(&folder.join("fresh.db"));
    make_peer(&folder.join("fresh_peer.db"), &areas);
    let ids: Vec<&str> = areas.iter().map(|(id, _)| id.as_str()).collect();
    files::write_random(&folder.join("random.csv"), &ids, rows);
    files::write_random(&folder.join("tenth.csv"), &ids, rows / 10);
    files::write_sorted(&folder.join("sorted.csv"), &ids, rows);
    files::write_comtrade(&folder.join("wide.csv"), &areas, rows / 5);
    std::fs::write(folder.join("map.toml"), files::MAP).expect("the map can be written");

    beside_the_shell(&folder, "random", 0.2);
    beside_duckdb(&folder);
    beside_the_shell(&folder, "sorted", 0.5);
    wide(&folder);
    growth(&folder);
    again(&folder);
    one_pair(&folder);
}

/// The states with a code in UN Comtrade, by their ids, which are their codes in ISO 3166.
fn areas(db: &Path) -> Vec<(String, String)> {
    let connection = Connection::open(db).expect("the database opens");
    let mut statement = connection
        .prepare(
            "SELECT entity_id, max(comtrade.code) FROM entity_codes AS iso
             JOIN entity_codes AS comtrade USING (entity_id)
             WHERE iso.scheme = 'iso3166_1_alpha3' AND iso.code = entity_id AND comtrade.scheme = 'comtrade'
                 AND comtrade.valid_from IS NULL AND comtrade.valid_to IS NULL
             GROUP BY 1 ORDER BY 1",
        )
        .expect("the question is right");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.and_then(Iterator::collect)
        .expect("the codes can be read")
}

fn make_peer(db: &Path, areas: &[(String, String)]) {
    let connection = Connection::open(db).expect("the database opens");
    let lists = [
        (
            "areas",
            areas.iter().map(|(area, _)| area.clone()).collect(),
        ),
        ("flows", files::FLOWS.map(str::to_owned).to_vec()),
        ("commodities", files::commodities().collect()),
        ("periods", files::PERIODS.map(str::to_owned).to_vec()),
    ];
    connection
        .execute_batch(PEER)
        .expect("the peer's tables can be made");
    for (table, rows) in lists {
        let rows: Vec<String> = rows;
        for row in rows {
            connection
                .execute(&format!("INSERT INTO {table} VALUES (?1)"), [row])
                .expect("the row can be written");
        }
    }
}

fn import(folder: &Path, db: &str, arguments: &[&str]) -> Command {
    let mut command = sco();
    command
        .current_dir(folder)
        .args(["--db", db, "import", "trade", "--quiet"])
        .args(arguments);
    command
}

fn ours<'a>(folder: &'a Path, name: &'a str, file: &'a str) -> Way<'a> {
    Way {
        name,
        command: Box::new(move || {
            output(&mut shell(folder, "cp fresh.db ours.db"));
            import(folder, "ours.db", &["--map", "map.toml", file])
        }),
    }
}

fn peer<'a>(folder: &'a Path, name: &'a str, script: String) -> Way<'a> {
    Way {
        name,
        command: Box::new(move || {
            output(&mut shell(folder, "cp fresh_peer.db peer.db"));
            shell(folder, &script)
        }),
    }
}

/// Runs both once, and compares their times only where they hold the same.
fn compare_what_is_equal(folder: &Path, work: &str, aim: f64, ours: &Way<'_>, peer: &Way<'_>) {
    for way in [ours, peer] {
        output(&mut (way.command)());
    }
    let held = sums(
        &folder.join("ours.db"),
        "SELECT reporter, partner, flow, period, value FROM trade_flows",
    );
    let theirs = sums(
        &folder.join("peer.db"),
        "SELECT reporter, partner, flow, period, value FROM trade",
    );
    assert!(
        held == theirs && !held.is_empty(),
        "{work}: the contents differ, so there is nothing to compare"
    );
    compare(work, aim, ROUNDS, ours, peer);
}

/// How many rows each reporter, flow and period has, what they come to in thousandths, and with how many partners.
fn sums(db: &Path, rows: &str) -> Vec<(String, i64, i64, i64)> {
    let connection = Connection::open(db).expect("the database opens");
    let sql = format!(
        "SELECT reporter || ' ' || flow || ' ' || period, count(*), sum(CAST(round(value * 1000) AS INTEGER)),
             count(DISTINCT partner)
         FROM ({rows}) GROUP BY 1 ORDER BY 1"
    );
    let mut statement = connection.prepare(&sql).expect("the question is right");
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    rows.and_then(Iterator::collect)
        .expect("the rows can be read")
}

fn beside_the_shell(folder: &Path, order: &str, aim: f64) {
    let file = format!("{order}.csv");
    let script = format!(
        "exec sqlite3 peer.db '{SETTINGS}' '.mode csv' '.import --skip 1 {file} trade' 'COMMIT'"
    );
    compare_what_is_equal(
        folder,
        &format!("rows in {order} order"),
        aim,
        &ours(folder, "sco import trade", &file),
        &peer(folder, "sqlite3 .import", script),
    );
}

fn beside_duckdb(folder: &Path) {
    let python = std::env::var("TRADE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python)
        .args(["-c", "import duckdb, duckdb_ext"])
        .output();
    if !has.is_ok_and(|run| run.status.success()) {
        println!(
            "rows in random order, beside DuckDB: left out, {python} has no duckdb or duckdb_ext"
        );
        return;
    }
    let program = "import duckdb, duckdb_ext
c = duckdb_ext.init(duckdb.connect())
c.sql(\"ATTACH 'peer.db' AS peer (TYPE sqlite)\")
c.sql(\"INSERT INTO peer.trade SELECT * FROM read_csv('random.csv', header = true, types = {'period': 'VARCHAR', 'commodity': 'VARCHAR'}) ORDER BY 1, 2, 3, 4, 5\")
c.close()
";
    std::fs::write(folder.join("duck.py"), program).expect("the script can be written");
    compare_what_is_equal(
        folder,
        "rows in random order",
        0.9,
        &ours(folder, "sco import trade", "random.csv"),
        &peer(
            folder,
            "DuckDB, sorted, into SQLite",
            format!("exec {python} duck.py"),
        ),
    );
}

/// A file of UN Comtrade with all its columns, which the shell loads as text and puts in order.
fn wide(folder: &Path) {
    let script = format!(
        "exec sqlite3 peer.db '{SETTINGS}' '.mode csv' '.import --schema temp wide.csv wide' \
         'INSERT INTO trade SELECT areas.area, partners.area, flowCode, cmdCode, period, primaryValue FROM temp.wide \
              JOIN area_codes AS areas ON areas.code = reporterCode \
              JOIN area_codes AS partners ON partners.code = partnerCode ORDER BY 1, 2, 3, 4, 5' 'COMMIT'"
    );
    let comtrade = Way {
        name: "sco import trade",
        command: Box::new(move || {
            output(&mut shell(folder, "cp fresh.db ours.db"));
            import(folder, "ours.db", &["wide.csv"])
        }),
    };
    let shell_way = Way {
        name: "sqlite3 .import, then an ordered insert",
        command: Box::new({
            move || {
                let codes = "ATTACH 'fresh.db' AS fresh; CREATE TABLE area_codes (code TEXT PRIMARY KEY, area TEXT);
                    INSERT OR IGNORE INTO area_codes SELECT code, entity_id FROM fresh.entity_codes WHERE scheme = 'comtrade' AND valid_from IS NULL AND valid_to IS NULL";
                output(&mut shell(
                    folder,
                    &format!("cp fresh_peer.db peer.db; sqlite3 peer.db \"{codes}\""),
                ));
                shell(folder, &script)
            }
        }),
    };
    compare_what_is_equal(
        folder,
        "a wide file of UN Comtrade",
        0.2,
        &comtrade,
        &shell_way,
    );
}

fn growth(folder: &Path) {
    compare(
        "ten times the rows",
        11.0,
        ROUNDS,
        &ours(folder, "all rows", "random.csv"),
        &ours(folder, "a tenth of them", "tenth.csv"),
    );
}

fn again(folder: &Path) {
    output(&mut (ours(folder, "", "random.csv").command)());
    output(&mut shell(folder, "cp ours.db held.db"));
    let again = Way {
        name: "again",
        command: Box::new(|| import(folder, "held.db", &["--map", "map.toml", "random.csv"])),
    };
    compare(
        "import of the same rows",
        0.5,
        ROUNDS,
        &again,
        &ours(folder, "the first time", "random.csv"),
    );
}

/// One pair of states over all years, in a program that holds the database open.
fn one_pair(folder: &Path) {
    let connection = Connection::open(folder.join("held.db")).expect("the database opens");
    let (reporter, partner): (String, String) = connection
        .query_row(
            "SELECT reporter, partner FROM trade_flows LIMIT 1 OFFSET (SELECT count(*) / 2 FROM trade_flows)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("there are rows");
    let mut statement = connection
        .prepare(
            "SELECT period, flow, sum(value) FROM trade_flows
             WHERE dataset = 'bench' AND reporter = ?1 AND partner = ?2 GROUP BY 1, 2",
        )
        .expect("the question is right");
    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let started = Instant::now();
            let rows = statement
                .query_map([&reporter, &partner], |row| row.get::<_, f64>(2))
                .and_then(Iterator::collect::<Result<Vec<f64>, _>>)
                .expect("the rows can be read");
            assert!(!rows.is_empty(), "the pair has rows");
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "one pair of states over all years\n  {:40} {:9.2} ms (aim: under 5)",
        format!("{reporter} with {partner}"),
        times[times.len() / 2]
    );
}
