//! What is refused, and how it is told: with file, line, column, value and remedy, one message for one cause.

use snapbox::str;

use crate::trade_world::{
    COMTRADE, FLOWS, comtrade, comtrade_row, import, imported, refused, world,
};

const GOOD: [&str; 6] = ["2022", "156", "M", "643", "TOTAL", "12"];

/// A good row with another cell.
fn with(column: usize, cell: &str) -> String {
    let mut cells = GOOD;
    cells[column] = cell;
    comtrade_row(cells)
}

/// What is said of a file of one row.
fn said_of(row: &str) -> String {
    let said = refused(&world(), "a.csv", format!("{COMTRADE}\n{row}"), &[]);
    said.lines().next().unwrap().to_owned()
}

#[test]
fn each_fault_is_told_with_its_place_and_remedy() {
    let value = 5;
    let told = [
        said_of(&with(0, "2022Q5").replace(",A,", ",Q,")),
        said_of(&with(0, "202212")),
        said_of(&with(1, "999")),
        said_of(&with(2, "IMP")),
        said_of(&with(4, "10392")),
        said_of(&with(4, "12345678901234")),
        said_of(&with(value, "\"1,234\"")),
        said_of(&with(value, "about 5")),
        said_of(&with(value, "2.7E+12")),
        said_of(&with(value, "1234567890.123456789")),
        said_of(&with(0, "2022").replace(",H6,", ",a long list,")),
    ];
    snapbox::assert_data_eq!(
        told.join("\n") + "\n",
        str![[r#"
a.csv:2: `period`: `2022Q5` is no period; write a year as `2012`, a month as `201209`, a quarter as `2012Q3`
a.csv:2: `freqCode`: `A` does not go with the period 202212; correct the frequency (A, M or Q) or the period
a.csv:2: `reporterCode`: `999` is no code of an entity in comtrade; correct it, say in a map which entity it is (`[areas]`), or add the code with `sco import facts` as a row of entity_codes
a.csv:2: `flowCode`: `IMP` is not known there; it may be one of DX, FM, M, MIP, MOP, RM, RX, X, XIP, XOP; correct it, or explain it in a map
a.csv:2: `cmdCode`: `10392` has an odd number of digits, so that a zero before them is lost; take the original download, and open its codes as text; where all codes have as many digits, say so in a map (`width` of `[commodity]`)
a.csv:2: `cmdCode`: `12345678901234` is no code; give a code of 1 to 12 letters, digits and signs
a.csv:2: `primaryValue`: `1,234` has separators of thousands, or a decimal comma; say which in a map (`thousands` and `decimal`); they are not guessed
a.csv:2: `primaryValue`: `about 5` is no number; correct it; if it stands for a value that is not there, list it in a map (`missing`)
a.csv:2: `primaryValue`: `2.7E+12` is written as spreadsheets write a number of which they have cut digits; take the value from the original download
a.csv:2: `primaryValue`: `1234567890.123456789` has more than 18 digits that count, or a point too far from them; check it: numbers of this length are not kept, and none is rounded
a.csv:2: `classificationCode`: `a long list` is no code; give a code of 1 to 8 letters, digits and signs

"#]]
    );
}

/// The last cell that passes at each edge whose first that does not is above.
#[test]
fn what_is_just_allowed_is_allowed() {
    for row in [
        with(0, "2022Q4").replace(",A,", ",Q,"),
        with(0, "202212").replace(",A,", ",M,"),
        with(4, "010392"),
        with(4, "123456789012"),
        with(5, "12345678.1234567891"),
        with(5, "2.7e+12"),
        with(5, "-5"),
        with(5, "0"),
    ] {
        let world = world();
        imported(&world, "a.csv", format!("{COMTRADE}\n{row}"), &[]);
        assert_eq!(
            world.ask("SELECT count(*) FROM trade_flows"),
            ["1"],
            "{row}"
        );
    }
}

/// A value that is not there is no zero, and no fault.
#[test]
fn missing_values_are_no_rows() {
    let world = world();
    let mut text = format!("{COMTRADE}\n{}", comtrade_row(GOOD));
    for missing in ["", "N/A", "NA", "...", "..", "NaN", "null"] {
        text += &with(5, missing);
    }
    let run = imported(&world, "a.csv", text, &[]);
    assert!(run.stdout.contains("7 values are not there"), "{run:?}");
    assert_eq!(world.ask("SELECT count(*) FROM trade_flows"), ["1"]);
}

#[test]
fn one_cause_is_told_once() {
    let mut text = format!("{COMTRADE}\n{}", comtrade_row(GOOD));
    for _ in 0..3 {
        text += &with(1, "998");
        text += &with(1, "999");
    }
    text += &with(5, "x");
    text += &with(5, "y");
    snapbox::assert_data_eq!(
        refused(&world(), "a.csv", text, &[]),
        str![[r#"
a.csv:3: `reporterCode`: `998` is no code of an entity in comtrade (and in 2 further rows, the last in line 7); correct it, say in a map which entity it is (`[areas]`), or add the code with `sco import facts` as a row of entity_codes
a.csv:4: `reporterCode`: `999` is no code of an entity in comtrade (and in 2 further rows, the last in line 8); correct it, say in a map which entity it is (`[areas]`), or add the code with `sco import facts` as a row of entity_codes
a.csv:9: `primaryValue`: `x` is no number (and in 1 further row, the last in line 10); correct it; if it stands for a value that is not there, list it in a map (`missing`)
error: 3 problems

"#]]
    );
}

#[test]
fn a_header_that_nobody_knows_is_told_with_the_nearest_profile() {
    let text = comtrade(&[GOOD]).replace("primaryValue", "worth");
    let error = refused(&world(), "a.csv", text, &[]);
    assert!(error.contains("no profile knows the header"), "{error}");
    assert!(
        error.contains("nearest is comtrade, which also wants `primaryValue`"),
        "{error}"
    );
    let error = refused(
        &world(),
        "a.csv",
        comtrade(&[GOOD]),
        &["--profile", "comtrad"],
    );
    assert!(
        error.contains("there is no profile `comtrad`; did you mean `comtrade`"),
        "{error}"
    );
    let error = refused(&world(), "a.csv", comtrade(&[GOOD]), &["--profile", "baci"]);
    assert!(error.contains("nearest is baci"), "{error}");
}

/// The rows that are well go in, the others stand in a file; mended, they go in too.
#[test]
fn a_part_may_be_accepted_and_the_rest_mended() {
    let world = world();
    let text = [
        COMTRADE,
        "\n",
        &comtrade_row(GOOD),
        &with(3, "999"),
        &with(3, "4").replace(",P,", ",\"a, b\","),
        &with(5, "x").replace('\n', ",\n"),
    ]
    .concat();
    let error = refused(&world, "a.csv", &text, &["--rejects", "bad.csv"]);
    assert!(error.ends_with("error: 2 problems\n"), "{error}");
    std::fs::remove_file(world.path("bad.csv")).unwrap();
    let run = imported(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--rejects", "bad.csv"],
    );
    assert!(run.stdout.contains("2 rows were refused"), "{run:?}");
    assert!(
        run.stderr.contains("a.csv:3: `partnerCode`: `999`"),
        "{run:?}"
    );
    assert_eq!(
        world.ask("SELECT partner FROM trade_flows ORDER BY partner"),
        ["ARD", "DOR"]
    );
    let rejects = world.read("bad.csv");
    let lines: Vec<&str> = rejects.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], format!("{COMTRADE},refused_because"));
    assert!(
        lines[1].ends_with(",12,partnerCode: 999 is no code of an entity in comtrade"),
        "{rejects}"
    );
    let mended = rejects.replace(",999,", ",699,").replace(",x,", ",12,");
    imported(&world, "mended.csv", mended, &[]);
    assert_eq!(
        world.ask("SELECT partner FROM trade_flows ORDER BY partner"),
        ["ARD", "BOR", "DOR"]
    );
}

/// Rows that contradict each other, or the database, are found when all are read; they are refused rows too.
#[test]
fn rows_that_contradict_others_can_be_mended() {
    let world = world();
    let text = [
        COMTRADE,
        "\n",
        &with(5, "1"),
        &with(3, "4"),
        &with(5, "2"),
        &with(3, "699"),
    ]
    .concat();
    let options = ["--accept-partial", "--rejects", "bad.csv"];
    imported(&world, "a.csv", &text, &options);
    assert_eq!(
        world.ask("SELECT partner FROM trade_flows ORDER BY partner"),
        ["ARD", "BOR"]
    );
    let values = |world: &crate::world::World| -> Vec<String> {
        let rejects = world.read("bad.csv");
        let cells = rejects.lines().skip(1).map(|line| line.split(',').nth(18));
        cells.map(|cell| cell.unwrap().to_owned()).collect()
    };
    assert_eq!(values(&world), ["1", "2"]);
    let revised = [COMTRADE, "\n", &with(3, "4").replace(",12\n", ",13\n")].concat();
    refused(&world, "revised.csv", revised, &["--rejects", "bad.csv"]);
    assert_eq!(values(&world), ["13"]);
}

/// Nothing but a file of refused rows makes room for another, and none whose rows are being imported.
#[test]
fn refused_rows_take_the_place_of_nothing_else() {
    let world = world();
    let text = format!("{COMTRADE}\n{}{}", with(3, "999"), comtrade_row(GOOD));
    let database = std::fs::read(world.path("sco.db")).unwrap();
    world.write("notes.txt", "mine\n");
    for (file, told) in [
        (
            "sco.db",
            "sco.db is there already, and holds no refused rows; nothing was changed; name another file after `--rejects`",
        ),
        (
            "notes.txt",
            "notes.txt is there already, and holds no refused rows",
        ),
        ("a.csv", "a.csv is a file that is to be imported"),
        ("./a.csv", "a.csv is a file that is to be imported"),
    ] {
        world.write("a.csv", &text);
        let run = world.sco(&[
            "import",
            "trade",
            "a.csv",
            "--accept-partial",
            "--rejects",
            file,
        ]);
        assert!(run.code == 2 && run.stderr.contains(told), "{run:?}");
        assert_eq!(world.read("a.csv"), text);
    }
    assert!(database == std::fs::read(world.path("sco.db")).unwrap());
    assert_eq!(world.read("notes.txt"), "mine\n");
    imported(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--rejects", "bad.csv"],
    );
    let run = world.sco(&["import", "trade", "bad.csv", "--rejects", "bad.csv"]);
    assert!(
        run.code == 2 && run.stderr.contains("is to be imported"),
        "{run:?}"
    );
    assert!(world.read("bad.csv").contains(",999,"));
}

/// What a killed run left beside the file of refused rows goes with the next run.
#[test]
fn a_file_of_refused_rows_that_a_killed_run_left_is_cleared() {
    let world = world();
    world.write("bad.csv.sco-draft-1-0", "half");
    world.write("other.csv.sco-draft-1-0", "of another");
    let run = imported(
        &world,
        "a.csv",
        comtrade(&[GOOD]),
        &["--rejects", "bad.csv"],
    );
    assert!(
        run.stderr
            .contains("bad.csv.sco-draft-1-0 was left by a run that was stopped; it was removed"),
        "{run:?}"
    );
    assert!(!world.path("bad.csv.sco-draft-1-0").exists());
    assert!(world.path("other.csv.sco-draft-1-0").exists());
}

/// A command line that cannot be read is told to scripts too.
#[test]
fn a_wrong_command_line_is_an_object_for_scripts() {
    let world = world();
    for arguments in [
        &["import", "trade", "--format", "json"][..],
        &[
            "import",
            "trade",
            "a.csv",
            "--format=json",
            "--max-errors",
            "x",
        ],
        &["nonsense", "--format", "json"],
    ] {
        let run = world.sco(arguments);
        assert_eq!(run.code, 2, "{run:?}");
        assert_eq!(run.objects()[0]["type"], "error", "{run:?}");
        assert!(!run.objects()[0]["message"].as_str().unwrap().is_empty());
    }
    let run = world.sco(&["import", "trade", "--help", "--format", "json"]);
    assert!(run.code == 0 && run.stdout.contains("Usage:"), "{run:?}");
}

/// Rows that are still bad keep one column of reasons.
#[test]
fn refused_rows_that_are_refused_again_have_the_new_reason() {
    let world = world();
    let text = format!("{COMTRADE}\n{}{}", with(3, "999"), comtrade_row(GOOD));
    imported(
        &world,
        "a.csv",
        text,
        &["--accept-partial", "--rejects", "bad.csv"],
    );
    let changed = world.read("bad.csv").replace(",999,", ",998,");
    refused(&world, "again.csv", changed, &["--rejects", "worse.csv"]);
    let worse = world.read("worse.csv");
    assert_eq!(worse.matches("refused_because").count(), 1, "{worse}");
    assert!(worse.contains("partnerCode: 998"), "{worse}");
    assert!(!worse.contains("partnerCode: 999"), "{worse}");
}

/// The allowed number of refused rows is one thing, one more is another.
#[test]
fn too_many_refused_rows_end_the_import() {
    let text = format!(
        "{COMTRADE}\n{}{}{}",
        with(3, "998"),
        with(3, "999"),
        comtrade_row(GOOD)
    );
    let world = world();
    let error = refused(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--max-errors", "1"],
    );
    assert!(error.contains("error: 2 problems"), "{error}");
    let run = import(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--max-errors", "2"],
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(world.ask(FLOWS).len(), 1);
}

/// A quotation mark that is never closed makes one row of the rest of the file.
#[test]
fn a_row_without_an_end_is_refused() {
    let mut text = format!("{COMTRADE}\n{}", comtrade_row(GOOD).replace(",P,", ",\"P,"));
    while text.len() < 1_400_000 {
        text += &comtrade_row(GOOD);
    }
    let error = refused(&world(), "a.csv", text, &[]);
    assert!(
        error.contains(
            "a row is longer than 1000000 bytes; close its quotation mark (it begins in line 2)"
        ),
        "{error}"
    );
}

/// What a spreadsheet made of a commodity code is refused; codes with letters, and other lists' points, are not.
#[test]
fn a_code_that_a_spreadsheet_changed_is_refused() {
    let file = |list: &str, code: &str| {
        comtrade(&[GOOD])
            .replace(",H6,", &format!(",{list},"))
            .replace(",TOTAL,", &format!(",{code},"))
    };
    assert!(comtrade(&[GOOD]).contains(",H6,TOTAL,"));
    for (list, code) in [
        ("H6", "1-Feb"),
        ("H6", "8.52E+05"),
        ("H6", "#N/A"),
        ("H6", "85.17"),
        ("H6", "85E3"),
        ("HS", "#REF!"),
        ("S3", "8.52E+05"),
        ("S3", "#N/A"),
        ("S3", "2E5"),
        ("S3", "8.52E-05"),
        ("S3", "1-Feb"),
        ("S3", "Dec-01"),
    ] {
        let error = refused(&world(), "a.csv", file(list, code), &[]);
        assert!(
            error.contains(&format!(
                "`{code}` is no code; a spreadsheet may have made it of one"
            )),
            "{error}"
        );
    }
    for (list, code) in [
        ("H6", "8517"),
        ("H6", "9999AA"),
        ("H6", "AG2"),
        ("S3", "001.1"),
        ("S3", "1-A"),
        ("EB02", "SEP"),
        ("EB02", "SOX"),
        ("EB02", "1.A.2"),
    ] {
        let run = import(&world(), "a.csv", file(list, code), &[]);
        assert_eq!(run.code, 0, "{list} {code} {run:?}");
    }
}

/// `--classification` is for files that do not say their list.
#[test]
fn the_list_that_a_file_says_is_kept() {
    let world = world();
    let text = comtrade(&[GOOD])
        + &comtrade(&[GOOD])
            .lines()
            .nth(1)
            .unwrap()
            .replace(",H6,", ",S3,")
        + "\n";
    let run = import(&world, "a.csv", &text, &["--classification", "H4"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.ask("SELECT classification FROM trade_flows ORDER BY 1"),
        ["H6", "S3"]
    );
    let baci = "t,i,j,k,v,q\n2020,156,643,010392,12.345,0.5\n";
    let error = refused(
        &world,
        "BACI_HS17_Y2020_V202401.csv",
        baci,
        &["--classification", "H4"],
    );
    assert!(
        error.contains("the name of the file says H5, and `--classification` says H4"),
        "{error}"
    );
    let run = import(
        &world,
        "BACI_HS17_Y2020_V202401.csv",
        baci,
        &["--classification", "H5"],
    );
    assert_eq!(run.code, 0, "{run:?}");
}
