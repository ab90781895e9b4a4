//! Files that are imported again. A file whose name and length are those of an earlier import is compared by a sum over
//! its rows; a copy of it under another name is compared row by row. Both must say and do the same.

use crate::trade_world::{COMTRADE, comtrade, comtrade_row, import, imported, world};
use crate::world::{Run, World};

/// A file with all that a row can say: quantities, more digits than a float holds, values that are the same number.
fn file() -> String {
    let rows = [
        comtrade_row(["2022", "156", "M", "643", "TOTAL", "12.5"]),
        comtrade_row(["2022", "156", "X", "4", "010392", "1000"]).replace(",12.5,,,", ",7,,1000,"),
        comtrade_row(["2021", "4", "M", "156", "TOTAL", "123456789012345.67"])
            .replace(",8,12.5,", ",5,123456789012345.68,"),
        comtrade_row(["2021", "4", "M", "643", "TOTAL", "3"]).replace(",8,12.5,", ",-1,0,"),
        comtrade_row(["2021", "4", "M", "0", "TOTAL", "30"]),
    ];
    format!("{COMTRADE}\n{}", rows.concat())
}

/// What a run says, whatever the file is called.
fn said(run: &Run) -> (i32, String, String) {
    let plain = |text: &str| text.replace("other.csv", "trade.csv");
    (run.code, plain(&run.stdout), plain(&run.stderr))
}

const ROWS: &str = "SELECT reporter || partner || flow || valuation || commodity || period || is_total || value \
     || ifnull(value_exact, '-') || ifnull(quantity, '-') || ifnull(quantity_exact, '-') \
     || ifnull(quantity_unit, '-') || ifnull(value_equals, '-') FROM trade_flows ORDER BY 1";

/// Imports a file again, under the name that it had and under another one, from the same state.
fn both(world: &World, file: &str, options: &[&str]) -> [(Run, Vec<String>); 2] {
    let state = std::fs::read(world.path("sco.db")).unwrap();
    ["trade.csv", "other.csv"].map(|name| {
        world.write("sco.db", &state);
        let run = import(world, name, file, options);
        (run, world.ask(ROWS))
    })
}

/// Changes of each column, a row that is gone and one that is new: whatever differs is found as it is found row by row.
#[test]
fn a_row_that_was_changed_since_is_found() {
    const ONE: &str = "WHERE partner = 'DOR' AND reporter = 'CAN'";
    let world = world();
    imported(&world, "trade.csv", file(), &[]);
    let state = std::fs::read(world.path("sco.db")).unwrap();
    let edits = [
        format!("UPDATE trade_flows SET reporter = 'BOR' {ONE}"),
        format!("UPDATE trade_flows SET partner = 'BOR' {ONE}"),
        format!("UPDATE trade_flows SET flow = 'RM' {ONE}"),
        format!("UPDATE trade_flows SET valuation = 'cif' {ONE}"),
        format!("UPDATE trade_flows SET classification = 'H5' {ONE}"),
        format!("UPDATE trade_flows SET commodity = '01' {ONE}"),
        format!("UPDATE trade_flows SET frequency = 'M', period = '202201' {ONE}"),
        format!("UPDATE trade_flows SET period = '2020' {ONE}"),
        format!("UPDATE trade_flows SET value = 12.500000000000002 {ONE}"),
        format!("UPDATE trade_flows SET value_exact = '12.50000000000000001' {ONE}"),
        format!("UPDATE trade_flows SET quantity = 12 {ONE}"),
        format!("UPDATE trade_flows SET quantity_exact = '12.5' {ONE}"),
        format!("UPDATE trade_flows SET quantity_unit = 'l' {ONE}"),
        format!("UPDATE trade_flows SET quantity = NULL, quantity_unit = NULL {ONE}"),
        format!("UPDATE trade_flows SET value_equals = 'fob' {ONE}"),
        format!("UPDATE trade_flows SET import_id = import_id + 1 {ONE}"),
        format!("UPDATE trade_flows SET is_total = 1 {ONE}"),
        format!("UPDATE trade_flows SET frequency = 'Q' {ONE}"),
        format!("DELETE FROM trade_flows {ONE}"),
        "UPDATE trade_flows SET value = 33 - value WHERE value IN (3, 30)".to_owned(),
        "UPDATE trade_flows SET value_equals = NULL".to_owned(),
        "UPDATE trade_flows SET value_exact = NULL".to_owned(),
        "DELETE FROM trade_flows".to_owned(),
    ];
    for edit in edits {
        world.write("sco.db", &state);
        let connection = world.open();
        connection
            .pragma_update(None, "foreign_keys", false)
            .unwrap();
        assert!(connection.execute(&edit, []).unwrap() > 0, "{edit}");
        drop(connection);
        for options in [
            &[][..],
            &["--replace"],
            &["--dry-run"],
            &["--format", "json"],
        ] {
            let [again, other] = both(&world, &file(), options);
            let (again, other) = ((said(&again.0), again.1), (said(&other.0), other.1));
            if options.contains(&"json") {
                assert_eq!((again.0.0, &again.1), (other.0.0, &other.1), "{edit}");
            } else {
                assert_eq!(again, other, "{edit} {options:?}");
            }
        }
    }
}

/// What is there already is left alone, and the file keeps its bytes.
#[test]
fn a_file_that_is_imported_again_changes_nothing() {
    let world = world();
    imported(&world, "trade.csv", file(), &[]);
    let state = std::fs::read(world.path("sco.db")).unwrap();
    for (run, _) in both(&world, &file(), &[]) {
        assert_eq!(run.code, 0, "{run:?}");
        assert!(
            run.stdout
                .contains("0 values inserted, 0 changed, 5 left alone"),
            "{run:?}"
        );
        assert!(std::fs::read(world.path("sco.db")).unwrap() == state);
    }
}

/// Rows that are said twice, parts of totals, another file of the same name and length, and several files of one
/// dataset.
#[test]
fn other_files_of_the_same_name_are_compared_as_always() {
    let row = ["2022", "156", "M", "643", "TOTAL", "12.5"];
    let part = comtrade_row(row).replace(",C00,", ",C01,");
    for first in [
        comtrade(&[row, row]),
        format!("{}{part}", comtrade(&[row])),
        comtrade(&[row, ["2021", "156", "M", "643", "TOTAL", "12.5"]]),
    ] {
        for second in [
            &first,
            &first.replacen("156", "004", 1),
            &first.replace("12.5\n", "13.5\n"),
        ] {
            let world = world();
            imported(&world, "trade.csv", &first, &[]);
            let [again, other] = both(&world, second, &[]);
            assert_eq!(
                (said(&again.0), again.1),
                (said(&other.0), other.1),
                "{second}"
            );
        }
    }
    let world = world();
    imported(&world, "trade.csv", file(), &[]);
    imported(
        &world,
        "more.csv",
        comtrade(&[["2019", "643", "X", "4", "TOTAL", "8"]]),
        &[],
    );
    let [again, other] = both(&world, &file(), &[]);
    assert_eq!((said(&again.0), again.1), (said(&other.0), other.1));
    let run = world.sco(&["import", "trade", "trade.csv", "more.csv"]);
    assert!(
        run.stdout
            .contains("0 values inserted, 0 changed, 6 left alone"),
        "{run:?}"
    );
    let run = world.sco(&["import", "trade", "trade.csv", "--dataset", "mine"]);
    assert!(run.stdout.contains("5 values inserted"), "{run:?}");
    let run = world.sco(&["import", "trade", "trade.csv", "--dataset", "mine"]);
    assert!(
        run.stdout
            .contains("0 values inserted, 0 changed, 5 left alone"),
        "{run:?}"
    );
}

/// Whether a row is a total follows from its areas, so that the next import corrects it; a frequency that does not go
/// with its period would let the same flow in a second time.
#[test]
fn what_follows_from_a_row_is_corrected_or_refused() {
    let world = world();
    imported(&world, "trade.csv", file(), &[]);
    let connection = world.open();
    let totals = "SELECT group_concat(partner, ' ') FROM trade_flows WHERE is_total";
    let change = "UPDATE trade_flows SET is_total = 1 - is_total WHERE partner IN ('DOR', 'world')";
    assert_eq!(connection.execute(change, []).unwrap(), 3);
    drop(connection);
    let run = imported(&world, "trade.csv", file(), &[]);
    assert!(
        run.stderr
            .contains("of 3 values that were there already, `is_total` is corrected"),
        "{run:?}"
    );
    assert_eq!(world.ask(totals), ["world"]);
    let connection = world.open();
    let change = "UPDATE trade_flows SET frequency = 'M' WHERE partner = 'world'";
    assert_eq!(connection.execute(change, []).unwrap(), 1);
    drop(connection);
    let run = import(&world, "trade.csv", file(), &[]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("a row of ARD with world whose frequency does not go with its period, 2021; set its frequency to `A`"),
        "{run:?}"
    );
}

/// What one file shows of a flow and another shows otherwise is kept as it was first seen, so that a second run of
/// either changes nothing.
#[test]
fn a_second_run_of_files_that_show_different_things_changes_nothing() {
    let row = |cif: &str, fob: &str| {
        let row = comtrade_row(["2022", "156", "M", "643", "TOTAL", "100"]);
        format!(
            "{COMTRADE}\n{}",
            row.replace(",,,100", &format!(",{cif},{fob},100"))
        )
    };
    let world = world();
    imported(&world, "one.csv", row("100", ""), &[]);
    for (name, text) in [
        ("two.csv", row("", "100")),
        ("one.csv", row("100", "")),
        ("two.csv", row("", "100")),
    ] {
        let run = imported(&world, name, text, &[]);
        assert!(
            run.stdout
                .contains("0 values inserted, 0 changed, 1 left alone"),
            "{run:?}"
        );
        assert!(!run.stderr.contains("value_equals"), "{run:?}");
        assert_eq!(world.ask("SELECT value_equals FROM trade_flows"), ["cif"]);
    }
}
