//! The bulk import of trade statistics, beside what else loads CSV into a keyed SQLite table: the `sqlite3` shell
//! with `.import`, and DuckDB, which sorts first.
//!
//! `cargo bench --bench trade`; needs the `sqlite3` shell. `TRADE_ROWS=5000000` says how many rows (a million
//! unless said), `TRADE_ONLY=growth,again` which parts (`random`, `duckdb`, `sorted`, `wide`, `growth`, `again`,
//! `rebuild`), `TRADE_PYTHON` names a Python that has `duckdb` and `duckdb_ext` (`tests/consumers/requirements.txt`);
//! without one DuckDB is left out, and said to be. A comparison is made only where both sides hold the same.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a benchmark prints"
)]

#[path = "trade/files.rs"]
mod files;
#[path = "trade/rebuild.rs"]
mod rebuild;
#[path = "support.rs"]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rusqlite::Connection;
use support::{Way, compare, folder, output, sco, shell};

const ROUNDS: usize = 3;

/// The rows of a narrow file as rows of `trade_flows`, the same table that `sco` fills.
const AS_FLOWS: &str = "INSERT INTO peer.trade_flows
    (dataset, reporter, partner, flow, valuation, classification, commodity, frequency, period, is_total, value, import_id)
    SELECT 'bench', reporter, partner, flow, 'unstated', 'H6', commodity, 'A', period, 0, value, 1 FROM ";

/// The order of its key, as far as the files differ in it.
const IN_ORDER: &str = " ORDER BY reporter, partner, flow, commodity, period";

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
    let ids: Vec<&str> = areas.iter().map(|(id, _)| id.as_str()).collect();
    let only = std::env::var("TRADE_ONLY").ok();
    let wants = |part: &str| {
        only.as_deref()
            .is_none_or(|only| only.split(',').any(|one| one == part))
    };
    files::write_random(&folder.join("random.csv"), &ids, rows);
    files::write_random(&folder.join("tenth.csv"), &ids, rows / 10);
    std::fs::write(folder.join("map.toml"), files::MAP).expect("the map can be written");
    make_peer(&folder);

    if wants("random") {
        beside_the_shell(&folder, "random", ("as they come", ""), 0.2);
        beside_the_shell(&folder, "random", ("in order", IN_ORDER), 0.9);
    }
    if wants("duckdb") {
        beside_duckdb(&folder);
    }
    if wants("sorted") {
        // By a program of its own: what this one holds in memory counts for those that it starts.
        output(&mut shell(
            &folder,
            "head -n 1 random.csv > sorted.csv; tail -n +2 random.csv | LC_ALL=C sort >> sorted.csv",
        ));
        beside_the_shell(&folder, "sorted", ("as they come", ""), 0.5);
    }
    if wants("wide") {
        files::write_comtrade(&folder.join("wide.csv"), &areas, rows / 5);
        wide(&folder);
    }
    if wants("growth") {
        growth(&folder);
    }
    if wants("again") {
        again(&folder);
        one_pair(&folder);
    }
    if wants("rebuild") {
        output(&mut (ours(&folder, "", "random.csv").command)());
        output(&mut shell(&folder, "cp ours.db full.db"));
        rebuild::beside_the_shell(&folder, ROUNDS);
    }
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

/// A database for the peers, with all that the flows name, and none of the flows.
fn make_peer(folder: &Path) {
    output(&mut shell(folder, "cp fresh.db fresh_peer.db"));
    output(&mut import(
        folder,
        "fresh_peer.db",
        &["--map", "map.toml", "tenth.csv"],
    ));
    Connection::open(folder.join("fresh_peer.db"))
        .and_then(|connection| connection.execute_batch("DELETE FROM trade_flows; VACUUM"))
        .expect("the peer's rows can be removed");
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
        "SELECT reporter, partner, flow, period, value FROM trade_flows",
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

fn beside_the_shell(folder: &Path, order: &str, (how, in_order): (&str, &str), aim: f64) {
    let file = format!("{order}.csv");
    let insert = AS_FLOWS.replace("peer.", "main.").replace('\n', " ");
    let script = format!(
        "exec sqlite3 peer.db '{SETTINGS}' '.mode csv' '.import --schema temp {file} narrow' \"{insert}temp.narrow{in_order}\" 'COMMIT'"
    );
    compare_what_is_equal(
        folder,
        &format!("rows in {order} order"),
        aim,
        &ours(folder, "sco import trade", &file),
        &peer(
            folder,
            &format!("sqlite3 .import, then inserted {how}"),
            script,
        ),
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
    let rows = "read_csv('random.csv', header = true, types = {'period': 'VARCHAR', 'commodity': 'VARCHAR'})";
    let program = format!(
        "import duckdb, duckdb_ext
c = duckdb_ext.init(duckdb.connect())
c.sql(\"ATTACH 'peer.db' AS peer (TYPE sqlite)\")
c.sql(\"\"\"{AS_FLOWS}{rows}{IN_ORDER}\"\"\")
c.close()
"
    );
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
    let codes = "CREATE TEMP TABLE area_codes AS SELECT code, entity_id AS area FROM entity_codes \
                 WHERE scheme = 'comtrade' AND valid_from IS NULL AND valid_to IS NULL GROUP BY code; \
                 CREATE INDEX temp.by_code ON area_codes (code);";
    let insert = AS_FLOWS
        .replace("peer.", "main.")
        .replace('\n', " ")
        .replace(
            "SELECT 'bench', reporter, partner, flow,",
            "SELECT 'bench', areas.area, partners.area, flowCode,",
        )
        .replace(" commodity, 'A'", " cmdCode, 'A'")
        .replace(" 0, value, 1 FROM", " 0, primaryValue, 1 FROM");
    let script = format!(
        "exec sqlite3 peer.db '{SETTINGS}' \"{codes}\" '.mode csv' '.import --schema temp wide.csv wide' \
         \"{insert}temp.wide JOIN area_codes AS areas ON areas.code = reporterCode \
         JOIN area_codes AS partners ON partners.code = partnerCode ORDER BY 2, 3, 4, 7, 9\" 'COMMIT'"
    );
    let comtrade = Way {
        name: "sco import trade",
        command: Box::new(move || {
            output(&mut shell(folder, "cp fresh.db ours.db"));
            import(folder, "ours.db", &["wide.csv"])
        }),
    };
    compare_what_is_equal(
        folder,
        "a wide file of UN Comtrade",
        0.2,
        &comtrade,
        &peer(folder, "sqlite3 .import, then inserted in order", script),
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
