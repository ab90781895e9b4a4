//! Trade statistics become rows of `trade_flows`: with exact values, their origin, and once.

use sco_facts::vocab::{EqualValue, Frequency, TradeFlow, Valuation};
use snapbox::str;

use crate::trade_world::{FLOWS, comtrade, imported, refused, world};

const THREE: &[[&str; 6]] = &[
    ["2022", "156", "M", "643", "TOTAL", "12.5"],
    ["2022", "156", "X", "4", "010392", "1000"],
    ["2021", "4", "M", "156", "TOTAL", "7"],
];

/// An import writes with the checks of the table off, which cost more than the rows.
#[test]
fn every_word_that_an_import_writes_passes_the_checks_of_the_table() {
    let world = world();
    imported(&world, "trade.csv", comtrade(THREE), &[]);
    let connection = world.open();
    let passes = |column: &str, word: &str| {
        let sql = format!("UPDATE trade_flows SET {column} = ?1 WHERE rowid = 1");
        connection.execute(&sql, [word]).is_ok()
    };
    for (column, words) in [
        ("flow", TradeFlow::WORDS),
        ("valuation", Valuation::WORDS),
        ("frequency", Frequency::WORDS),
        ("value_equals", EqualValue::WORDS),
    ] {
        for word in words {
            assert!(passes(column, word), "{column} {word}");
        }
        assert!(!passes(column, "another"), "{column}");
    }
}

#[test]
fn rows_of_a_file_become_flows() {
    let world = world();
    let run = imported(&world, "trade.csv", comtrade(THREE), &[]);
    snapbox::assert_data_eq!(
        run.stdout,
        str![[r#"
trade.csv: 3 rows read as comtrade into comtrade
3 values inserted, 0 changed, 0 left alone

"#]]
    );
    assert_eq!(
        world.ask(FLOWS),
        [
            "ARD CAN M unstated H6 TOTAL A 2021 7.0",
            "CAN ARD X unstated H6 010392 A 2022 1000.0",
            "CAN DOR M unstated H6 TOTAL A 2022 12.5",
        ]
    );
    assert_eq!(
        world.ask(
            "SELECT DISTINCT quantity || ' ' || quantity_unit || ' ' || is_total FROM trade_flows"
        ),
        ["12.5 kg 0"]
    );
}

#[test]
fn every_row_names_the_file_from_which_it_comes() {
    let world = world();
    imported(&world, "trade.csv", comtrade(THREE), &[]);
    let text = comtrade(&[["2020", "4", "M", "156", "TOTAL", "9"]]);
    imported(&world, "more.csv", text.clone(), &[]);
    assert_eq!(
        world.ask(
            "SELECT file_name || ' ' || profile || ' ' || records || ' ' || imports.flows || ' ' || count(*)
             FROM imports JOIN trade_flows USING (import_id) GROUP BY import_id"
        ),
        ["trade.csv comtrade 3 3 3", "more.csv comtrade 1 1 1"]
    );
    assert_eq!(
        world.ask("SELECT file_bytes FROM imports WHERE file_name = 'more.csv'"),
        [text.len().to_string()]
    );
    assert_eq!(
        world.ask("SELECT dataset || ' ' || title || ' ' || currency FROM trade_datasets"),
        ["comtrade UN Comtrade USD"]
    );
    assert_eq!(
        world.ask("SELECT count(*) FROM imports WHERE imported_at NOT GLOB '20[0-9][0-9]-*T*Z' OR length(file_sha256) <> 64"),
        ["0"]
    );
    assert!(world.ask("PRAGMA foreign_key_check").is_empty());
}

#[test]
fn importing_again_changes_nothing() {
    let world = world();
    imported(&world, "trade.csv", comtrade(THREE), &[]);
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = imported(&world, "trade.csv", comtrade(THREE), &[]);
    assert!(
        run.stdout
            .contains("0 values inserted, 0 changed, 3 left alone"),
        "{run:?}"
    );
    assert!(std::fs::read(world.path("sco.db")).unwrap() == before);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let world = world();
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = imported(&world, "trade.csv", comtrade(THREE), &["--dry-run"]);
    assert!(run.stdout.contains("3 values would be inserted"), "{run:?}");
    assert!(std::fs::read(world.path("sco.db")).unwrap() == before);
}

/// A revision is told: a value that differs is refused, and with `--replace` it takes the place of the old one. Rows
/// that the revision does not name stay.
#[test]
fn a_revised_value_is_refused_unless_it_is_to_replace() {
    let world = world();
    imported(&world, "trade.csv", comtrade(THREE), &[]);
    let revised = comtrade(&[
        ["2022", "156", "M", "643", "TOTAL", "13"],
        ["2023", "156", "M", "643", "TOTAL", "14"],
    ]);
    snapbox::assert_data_eq!(
        refused(&world, "revised.csv", &revised, &[]),
        str![[r#"
revised.csv:2: says 13 of CAN DOR M unstated H6 TOTAL 2022, of which the database says 12.5; if these files are a revision, say `--replace`; else give them a name of their own with `--dataset`
error: 1 problem

"#]]
    );
    let run = imported(&world, "revised.csv", &revised, &["--replace"]);
    assert!(
        run.stdout
            .contains("1 value inserted, 1 changed, 0 left alone"),
        "{run:?}"
    );
    assert_eq!(
        world.ask(FLOWS),
        [
            "ARD CAN M unstated H6 TOTAL A 2021 7.0",
            "CAN ARD X unstated H6 010392 A 2022 1000.0",
            "CAN DOR M unstated H6 TOTAL A 2022 13.0",
            "CAN DOR M unstated H6 TOTAL A 2023 14.0",
        ]
    );
    assert_eq!(
        world.ask("SELECT DISTINCT file_name FROM trade_flows JOIN imports USING (import_id) WHERE value > 12 AND value < 15"),
        ["revised.csv"]
    );
}

#[test]
fn rows_that_say_the_same_count_once_and_others_are_refused_with_both_lines() {
    let world = world();
    let row = ["2022", "156", "M", "643", "TOTAL", "12.5"];
    let same = comtrade(&[row, ["2022", "156", "M", "643", "TOTAL", "12.50"]]);
    let run = imported(&world, "same.csv", same, &[]);
    assert!(run.stderr.contains("1 value said again"), "{run:?}");
    assert!(run.stdout.contains("1 value inserted"), "{run:?}");
    let other = comtrade(&[
        ["2021", "156", "M", "643", "TOTAL", "1"],
        ["2022", "156", "X", "643", "TOTAL", "1"],
        ["2021", "156", "M", "643", "TOTAL", "2"],
    ]);
    snapbox::assert_data_eq!(
        refused(&world, "other.csv", other, &[]),
        str![[r#"
other.csv:4: says 2 of CAN DOR M unstated H6 TOTAL 2021, of which an earlier row says 1 (other.csv:2); take out the one that is wrong
error: 1 problem

"#]]
    );
}

/// The world and groups stand in rows of their own kind, so that a sum over the others counts nothing twice; what is
/// left over is no group.
#[test]
fn totals_are_told_from_partners() {
    let world = world();
    let rows = comtrade(&[
        ["2022", "156", "M", "0", "TOTAL", "30"],
        ["2022", "156", "M", "643", "TOTAL", "12"],
        ["2022", "156", "M", "899", "TOTAL", "18"],
    ]);
    imported(&world, "trade.csv", rows, &[]);
    assert_eq!(
        world.ask("SELECT partner || ' ' || is_total FROM trade_flows ORDER BY partner"),
        ["DOR 0", "areas-nes 0", "world 1"]
    );
    assert_eq!(
        world.ask("SELECT sum(value) FROM trade_flows WHERE NOT is_total"),
        ["30"]
    );
    assert_eq!(
        world.ask("SELECT area || ' ' || kind FROM trade_areas ORDER BY area"),
        ["CAN area", "DOR area", "areas-nes rest", "world group"]
    );
}

/// A number of the database holds some 15 digits; where the source has more, they stand beside it.
#[test]
fn no_digit_is_lost() {
    let world = world();
    let rows = comtrade(&[
        ["2020", "156", "M", "643", "TOTAL", "1588852981506.719"],
        ["2021", "156", "M", "643", "TOTAL", "9007199254740993"],
        ["2022", "156", "M", "643", "TOTAL", "1e+05"],
    ]);
    let run = imported(&world, "trade.csv", rows, &[]);
    assert!(
        run.stderr.contains("note: 2 numbers have more digits"),
        "{run:?}"
    );
    assert_eq!(
        world.ask("SELECT printf('%!.17g', value) || ' ' || ifnull(value_exact, '') FROM trade_flows ORDER BY period"),
        ["1588852981506.719 1588852981506.719", "9007199254740992.0 9007199254740993", "100000.0 "]
    );
    assert_eq!(
        world.ask("SELECT DISTINCT typeof(value) FROM trade_flows"),
        ["real"]
    );
}

/// A code belongs to years: Borland was 356 until 1974 and is 699 since.
#[test]
fn codes_are_looked_up_for_their_years() {
    let world = world();
    let rows = comtrade(&[
        ["1974", "156", "M", "356", "TOTAL", "1"],
        ["1975", "156", "M", "699", "TOTAL", "2"],
    ]);
    imported(&world, "trade.csv", rows, &[]);
    assert_eq!(
        world.ask("SELECT DISTINCT partner FROM trade_flows"),
        ["BOR"]
    );
    let late = comtrade(&[["1975", "156", "M", "356", "TOTAL", "1"]]);
    snapbox::assert_data_eq!(
        refused(&world, "late.csv", late, &[]),
        str![[r#"
late.csv:2: `partnerCode`: `356` is a code of comtrade that is not valid in 1975: `BOR` until 1974; correct the code or the year; where the file means it, say so in a map (`[areas]`)
error: 1 problem

"#]]
    );
    let early = comtrade(&[["1974", "156", "M", "699", "TOTAL", "1"]]);
    let error = refused(&world, "early.csv", early, &[]);
    assert!(error.contains("`BOR` since 1975"), "{error}");
}

#[test]
fn a_dataset_of_another_name_stands_beside_the_first() {
    let world = world();
    imported(&world, "trade.csv", comtrade(THREE), &[]);
    imported(
        &world,
        "trade.csv",
        comtrade(THREE),
        &["--dataset", "comtrade-2024"],
    );
    assert_eq!(
        world.ask("SELECT dataset || ' ' || count(*) FROM trade_flows GROUP BY dataset"),
        ["comtrade 3", "comtrade-2024 3"]
    );
    for (name, wanted) in [
        ("Comtrade", "`Comtrade` cannot be the name of a dataset"),
        (
            "null",
            "`null` cannot be the name of a dataset; give it another name with `--dataset`",
        ),
        (
            "sco-facts",
            "`sco-facts` is the origin of facts in this database",
        ),
    ] {
        let error = refused(&world, "trade.csv", comtrade(THREE), &["--dataset", name]);
        assert!(error.contains(wanted), "{error}");
    }
}

#[test]
fn scripts_get_an_object_for_each_outcome() {
    let world = world();
    let run = imported(&world, "trade.csv", comtrade(THREE), &["--format", "json"]);
    let objects = run.objects();
    assert_eq!(objects[0]["type"], "file");
    assert_eq!(objects[0]["profile"], "comtrade");
    assert_eq!(objects[0]["records"], 3);
    assert_eq!(objects[1]["type"], "summary");
    assert_eq!(objects[1]["inserted"], 3);
    let bad = comtrade(&[["2022", "999", "M", "643", "TOTAL", "1"]]);
    world.write("bad.csv", bad);
    let run = world.sco(&["import", "trade", "bad.csv", "--format", "json"]);
    assert_eq!(run.code, 1);
    let problem = &run.objects()[0];
    assert_eq!(problem["rule"], "trade-unknown-area");
    assert_eq!(problem["line"], 2);
    assert_eq!(problem["column"], "reporterCode");
    assert_eq!(problem["value"], "999");
}
