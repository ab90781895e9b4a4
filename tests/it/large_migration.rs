//! A rebuild of a table without a key, whose rows can only be compared as they are, takes little memory.
//!
//! `SCO_ROWS=10000000 cargo test --release --test it large_migration -- --nocapture` does it with ten million rows.

use std::process::Stdio;
use std::time::Duration;

use crate::fixture::Fixture;

/// Memory that `sco` may take, whatever the number of rows. It is judged where the number is given: the system
/// counts with it what the test itself holds when it starts `sco`, which is much where all tests run at once.
const MEBIBYTES: u64 = 100;

fn is_little(mebibytes: u64) -> bool {
    std::env::var_os("SCO_ROWS").is_none() || mebibytes < MEBIBYTES
}

fn number_of_rows() -> u64 {
    std::env::var("SCO_ROWS").map_or(100_000, |rows| rows.parse().unwrap())
}

/// A database with a table of so many rows, each of them twice, in an order that is not that of their values.
fn with_log(rows: u64) -> Fixture {
    let fixture = Fixture::new();
    fixture.file(
        "V001__log.sql",
        "-- A log.\nCREATE TABLE log (day TEXT, what TEXT, n INTEGER) STRICT;\n",
    );
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    fixture
        .open()
        .execute(
            "WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < ?1 - 1)
             INSERT INTO log SELECT
                 'day ' || (i / 2 * 7919 % 1000), 'what ' || (i / 2 * 104729 % ?1), i / 2
             FROM number",
            [i64::try_from(rows).unwrap()],
        )
        .unwrap();
    fixture
}

/// A rebuild that takes over the rows of this condition.
fn rebuild(condition: &str, more: &str) -> String {
    format!(
        "-- A column has no type any more.
-- expect: change type log.day
-- expect: change strict log
CREATE TABLE log_new (day, what TEXT, n INTEGER);
INSERT INTO log_new (day, what, n) SELECT day, what, n FROM log WHERE {condition};
{more}
DROP TABLE log;
ALTER TABLE log_new RENAME TO log;
"
    )
}

/// Runs `up`; the exit code, what it says, and the most memory that it took.
fn up(fixture: &Fixture) -> (i32, String, u64) {
    let mut child = fixture
        .command(&["up"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    // What the system tells of a child that has ended counts the memory of its parent, this test program, too.
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(peak_kibibytes(&status).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    let code = child.wait().unwrap().code().unwrap();
    let said = std::io::read_to_string(&mut stderr).unwrap();
    assert!(most > 0 || cfg!(not(target_os = "linux")));
    (code, said, most / 1024)
}

/// The most memory that a process has had so far; none before it is the program that it is to be.
fn peak_kibibytes(status: &str) -> Option<u64> {
    let told = std::fs::read_to_string(status).ok()?;
    let line = |name| told.lines().find_map(|line| line.strip_prefix(name));
    if line("Name:")?.trim() != "sco" {
        return None;
    }
    line("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok()
}

#[test]
#[expect(clippy::print_stderr, reason = "the figure is for the documents")]
fn a_row_that_goes_missing_among_many_without_a_key_is_noticed() {
    let rows = number_of_rows();
    let fixture = with_log(rows);
    // One of two equal rows goes, and one that was not there comes in its place.
    fixture.file(
        "V002__rebuild.sql",
        rebuild(
            "rowid <> 777",
            "INSERT INTO log_new (day, what, n) VALUES ('day 1', 'what 1', -1);",
        ),
    );
    let (code, said, mebibytes) = up(&fixture);
    eprintln!("{rows} rows, one lost: {mebibytes} MiB");
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("`-- expect: rows log -1`"), "{said}");
    assert!(is_little(mebibytes), "{mebibytes} MiB");
}

#[test]
#[expect(clippy::print_stderr, reason = "the figure is for the documents")]
fn a_rebuild_in_another_order_of_many_rows_without_a_key_loses_nothing() {
    let rows = number_of_rows();
    let fixture = with_log(rows);
    fixture.file(
        "V002__rebuild.sql",
        rebuild("true ORDER BY n % 1000, what", ""),
    );
    let (code, said, mebibytes) = up(&fixture);
    eprintln!("{rows} rows, none lost: {mebibytes} MiB");
    assert_eq!(code, 0, "{said}");
    assert!(is_little(mebibytes), "{mebibytes} MiB");
}
