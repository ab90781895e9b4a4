//! Rows that are only a part of a total: left out where the total is there, and refused where it is not.

use crate::trade_world::{COMTRADE, FLOWS, comtrade_row, imported, refused, world};

fn total() -> String {
    comtrade_row(["2022", "156", "M", "643", "TOTAL", "12"])
}

fn part() -> String {
    total()
        .replace(",C00,0,", ",C00,2100,")
        .replace(",12\n", ",7\n")
}

fn file(rows: &[String]) -> String {
    format!("{COMTRADE}\n{}", rows.concat())
}

/// The row of the total may stand before or behind its parts, or in another file of the same import.
#[test]
fn parts_are_left_out_where_their_total_is_in_the_import() {
    for rows in [
        [total(), part(), part()],
        [part(), total(), part()],
        [part(), part(), total()],
    ] {
        let world = world();
        let run = imported(&world, "a.csv", file(&rows), &[]);
        assert!(
            run.stdout.contains(
                "3 rows read as comtrade into comtrade; 2 rows are parts of totals that are taken"
            ),
            "{run:?}"
        );
        assert_eq!(
            world.ask(FLOWS),
            ["CAN DOR M unstated H6 TOTAL A 2022 12.0"]
        );
    }
    let world = world();
    world.write("parts.csv", file(&[part()]));
    world.write("totals.csv", file(&[total()]));
    let run = world.sco(&["import", "trade", "parts.csv", "totals.csv"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("parts.csv: 1 row read as comtrade into comtrade; 1 row is part of a total that is taken"), "{run:?}");
}

/// Another partner, flow, commodity or period has a total of its own.
#[test]
fn parts_without_their_total_are_refused_with_one_message() {
    let others = [
        part().replace(",643,", ",4,"),
        part().replace(",M,", ",X,"),
        part().replace(",TOTAL,", ",010392,"),
        part().replace("2022", "2021"),
        part().replace(",643,P,0,", ",643,P,4,"),
    ];
    let world = world();
    let text = file(&[vec![total(), part()], others.to_vec()].concat());
    let error = refused(&world, "a.csv", &text, &[]);
    assert!(
        error.contains("a.csv:4: is only a part by its `motCode`, and no row that is taken gives the total (and in 3 further rows, the last in line 7); import the rows of the totals together with it; parts are not added up, since some may be missing"),
        "{error}"
    );
    let run = imported(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--rejects", "bad.csv"],
    );
    assert!(run.stdout.contains("7 rows read as comtrade into comtrade; 2 rows are parts of totals that are taken, 4 rows were refused"), "{run:?}");
    assert_eq!(world.ask("SELECT value FROM trade_flows"), ["12"]);
    assert_eq!(world.read("bad.csv").lines().count(), 5);
}

#[test]
fn a_file_of_parts_alone_is_refused_whole() {
    for cells in [
        ",P,4,H6,TOTAL,C00,0,",
        ",P,0,H6,TOTAL,C01,0,",
        ",P,0,H6,TOTAL,C00,1000,",
    ] {
        let text = file(&[total().replace(",P,0,H6,TOTAL,C00,0,", cells)]);
        let error = refused(&world(), "a.csv", text, &[]);
        assert!(error.contains("is only a part by its"), "{error}");
    }
}

/// A total that is refused, or that has no value, is no total that is taken.
#[test]
fn parts_of_a_total_that_is_not_taken_are_refused() {
    for totals in [
        total().replace(",12\n", ",NA\n"),
        total().replace(",12\n", ",x\n"),
        total() + &total().replace(",12\n", ",13\n"),
    ] {
        let world = world();
        let other = total().replace(",643,", ",4,");
        let text = file(&[totals, part(), other]);
        let run = imported(&world, "a.csv", text, &["--accept-partial"]);
        assert!(
            run.stderr.contains("is only a part by its `motCode`"),
            "{run:?}"
        );
        assert_eq!(world.ask("SELECT partner FROM trade_flows"), ["ARD"]);
    }
}

/// The total as programs write it: as it is, as a float, empty, or as a value that is not there.
#[test]
fn a_total_may_be_written_in_several_ways() {
    for cells in [
        ",P,0,H6,TOTAL,C00,0,",
        ",P,0.0,H6,TOTAL,C00,0.0,",
        ",P,,H6,TOTAL,,,",
        ",P,NA,H6,TOTAL,NA,NaN,",
        ",P, 0 ,H6,TOTAL, C00,0 ,",
    ] {
        let world = world();
        imported(
            &world,
            "a.csv",
            file(&[total().replace(",P,0,H6,TOTAL,C00,0,", cells)]),
            &[],
        );
        assert_eq!(
            world.ask(FLOWS),
            ["CAN DOR M unstated H6 TOTAL A 2022 12.0"],
            "{cells}"
        );
    }
}

/// A cell that is no code of its column is a fault, and no part that may be left out.
#[test]
fn a_cell_that_is_no_code_is_refused_with_its_value() {
    for (cells, column, value) in [
        (",P,0,H6,TOTAL,c00,0,", "customsCode", "c00"),
        (",P,0,H6,TOTAL,C0,0,", "customsCode", "C0"),
        (",P,0,H6,TOTAL,C000,0,", "customsCode", "C000"),
        (",P,0,H6,TOTAL,0,0,", "customsCode", "0"),
        (",P,0,H6,TOTAL,C00,0.1,", "motCode", "0.1"),
        (",P,0,H6,TOTAL,C00,TOTAL,", "motCode", "TOTAL"),
        (",P,0,H6,TOTAL,C00,-1,", "motCode", "-1"),
        (",P,W00,H6,TOTAL,C00,0,", "partner2Code", "W00"),
        (",P,998,H6,TOTAL,C00,0,", "partner2Code", "998"),
    ] {
        let bad = total().replace(",P,0,H6,TOTAL,C00,0,", cells);
        let error = refused(&world(), "a.csv", file(&[total(), bad]), &[]);
        assert!(
            error.starts_with(&format!(
                "a.csv:3: `{column}`: `{value}` is neither the code of the total nor one of a part"
            )),
            "{error}"
        );
    }
}

/// Codes that are numbers may have lost nothing but their form.
#[test]
fn whole_numbers_may_be_written_as_floats() {
    let world = world();
    let row = comtrade_row(["2022.0", "156.0", "M", "643.0", "851762.0", "12"])
        .replace(",8,", ",8.0,")
        .replace(",2022,2022.0,", ",2022.0,2022.0,");
    imported(&world, "a.csv", file(&[row]), &[]);
    assert_eq!(
        world.ask(FLOWS),
        ["CAN DOR M unstated H6 851762 A 2022 12.0"]
    );
    assert_eq!(world.ask("SELECT quantity_unit FROM trade_flows"), ["kg"]);
    for (column, cell) in [
        (0, "2022.5"),
        (0, "2022.00"),
        (1, "156.1"),
        (1, ".0"),
        (4, "10392.0"),
    ] {
        let mut cells = ["2022", "156", "M", "643", "TOTAL", "12"];
        cells[column] = cell;
        refused(&world, "b.csv", file(&[comtrade_row(cells)]), &[]);
    }
}
