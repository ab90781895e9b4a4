//! A map describes the columns of a file that no profile knows.

use crate::trade_world::{FLOWS, comtrade, imported, refused, world};
use crate::world::{Run, World};

const MAP: &str = r#"
dataset = "customs"
title = "Customs of Cantria"
currency = "EUR"
delimiter = ";"
decimal = ","
thousands = "."
missing = ["", ":"]

[reporter]
entity = "CAN"

[partner]
column = "Partner"
names = true

[areas]
"Borland (all)" = "BOR"

[period]
column = "Month"

[flow]
column = "Direction"
words = { in = "M", out = "X", balance = "" }

[valuation]
constant = "fob"

[classification]
constant = "H5"

[commodity]
column = "Code"

[value]
column = "Worth"

[scale]
column = "Unit"
words = { "thousand euro" = 3, euro = 0 }

[quantity]
column = "Weight"
unit = "kg"
"#;

const TEXT: &str = "Partner;Month;Direction;Code;Worth;Unit;Weight
Dorvania;2020-01;in;0101;1.234,5;Thousand euro;7
Borland (all);2020-02;out;0101;12;euro;:
Dorvania;2020-03;balance;0101;99;euro;1
Dorvania;2020-04;in;0101;:;euro;1
";

fn with_map(world: &World, map: &str, text: &str) -> Run {
    world.write("map.toml", map);
    imported(world, "customs.csv", text, &["--map", "map.toml"])
}

fn refused_with(map: &str, text: &str) -> String {
    let world = world();
    world.write("map.toml", map);
    refused(&world, "customs.csv", text, &["--map", "map.toml"])
}

#[test]
fn a_map_says_what_each_column_holds() {
    let world = world();
    let run = with_map(&world, MAP, TEXT);
    assert!(
        run.stdout
            .contains("read as map map into customs; 1 value is not there, 1 row is no flow"),
        "{run:?}"
    );
    assert_eq!(
        world.ask(FLOWS),
        [
            "CAN BOR X fob H5 0101 M 202002 12.0",
            "CAN DOR M fob H5 0101 M 202001 1234500.0",
        ]
    );
    assert_eq!(
        world.ask("SELECT title || ' ' || currency FROM trade_datasets"),
        ["Customs of Cantria EUR"]
    );
    assert_eq!(world.ask("SELECT length(map_sha256) FROM imports"), ["64"]);
}

/// Names are taken as they stand; near ones are offered and never taken.
#[test]
fn a_name_that_is_not_known_is_refused_with_those_that_are_near() {
    let text = TEXT.replace("\nDorvania;", "\nDorvanya;");
    let error = refused_with(MAP, &text);
    assert!(
        error.starts_with("customs.csv:2: `Partner`: `Dorvanya` is no name of an entity; similar are `Dorvania` (DOR); say in a map which entity it is (`[areas]`)"),
        "{error}"
    );
}

/// The thousands of a map stand before three digits.
#[test]
fn a_separator_in_another_place_is_refused() {
    let error = refused_with(MAP, &TEXT.replace("1.234,5", "1.23,5"));
    assert!(
        error.contains("`1.23,5` has separators of thousands"),
        "{error}"
    );
}

/// A map may say only what is different about a profile.
#[test]
fn a_map_may_be_like_a_profile() {
    let world = world();
    world.write(
        "map.toml",
        "like = \"comtrade\"\nthousands = \"'\"\n[areas]\n\"998\" = \"BOR\"\n",
    );
    let rows = comtrade(&[["2022", "156", "M", "998", "TOTAL", "1'234"]]);
    imported(&world, "a.csv", rows, &["--map", "map.toml"]);
    assert_eq!(
        world.ask(FLOWS),
        ["CAN BOR M unstated H6 TOTAL A 2022 1234.0"]
    );
    assert_eq!(
        world.ask("SELECT dataset FROM trade_datasets"),
        ["comtrade"]
    );
}

/// Values may stand under periods, and imports beside exports.
#[test]
fn values_may_stand_in_several_columns() {
    let world = world();
    let head = "dataset = \"d\"\ncurrency = \"USD\"\nreporter = { column = \"who\", codes = [\"iso3166_1_alpha3\"] }\npartner = { entity = \"world\" }\n";
    let wide = format!("{head}period = {{ in_header = true }}\nflow = {{ constant = \"X\" }}\n");
    with_map(&world, &wide, "who,2020,2021Q1,note\nCAN,5,6,x\n");
    let beside = format!(
        "{head}period = {{ column = \"year\" }}\nvalues = [{{ column = \"in\", flow = \"M\" }}, {{ column = \"out\", flow = \"X\" }}]\n"
    );
    with_map(&world, &beside, "who,year,in,out\nARD,2020,1,2\n");
    assert_eq!(
        world.ask(FLOWS),
        [
            "ARD world M unstated none TOTAL A 2020 1.0",
            "ARD world X unstated none TOTAL A 2020 2.0",
            "CAN world X unstated none TOTAL A 2020 5.0",
            "CAN world X unstated none TOTAL Q 2021Q1 6.0",
        ]
    );
}

#[test]
fn a_map_that_cannot_be_used_says_why() {
    for (map, wanted) in [
        (MAP.replace("dataset", "datset"), "unknown field `datset`"),
        (
            MAP.replace("currency = \"EUR\"", ""),
            "it does not say `currency`",
        ),
        (
            MAP.replace("\"EUR\"", "\"Euro\""),
            "`Euro` is no ISO 4217 code",
        ),
        (
            MAP.replace("decimal = \",\"", "decimal = \";\""),
            "`;` is no decimal sign",
        ),
        (
            MAP.replace("thousands = \".\"", "thousands = \",\""),
            "`,` cannot separate thousands",
        ),
        (
            MAP.replace("names = true", ""),
            "`partner` wants either `entity`, or `column`",
        ),
        (
            MAP.replace("names = true", "codes = [\"iso\"]"),
            "`iso` is no code system",
        ),
        (
            MAP.replace("column = \"Month\"", ""),
            "`period` wants either",
        ),
        (
            MAP.replace("= \"BOR\"", "= \"XYZ\""),
            "the dataset has no entity `XYZ`",
        ),
        (
            MAP.replace("in = \"M\"", "in = \"import\""),
            "`import` is no word of the table",
        ),
        (
            MAP.replace("\"Worth\"", "\"Value\""),
            "which also wants `Value`",
        ),
        (
            MAP.replace("\"Worth\"", "\"Value\"")
                .replace("\"Month\"", "\"Value\""),
            "which also wants `Value`; describe",
        ),
        (
            MAP.replace("[value]", "like = \"none\"\n[value]"),
            "cannot be used",
        ),
        (
            "like = \"none\"".into(),
            "there is no profile `none` to be like",
        ),
    ] {
        let error = refused_with(&map, TEXT);
        assert!(error.contains(wanted), "{wanted}: {error}");
    }
}

/// Codes that a program took for numbers get their zeros back where the map says how many digits each has.
#[test]
fn a_map_may_tell_how_many_digits_codes_have() {
    let map = |width: usize| format!("like = \"baci\"\n[commodity]\nwidth = {width}\n");
    let text = |code: &str| format!("t,i,j,k,v,q\n2020,156,643,{code},12,1\n");
    for (code, kept) in [
        ("10121", "010121"),
        ("10121.0", "010121"),
        ("851762", "851762"),
        ("TOTAL", "TOTAL"),
    ] {
        let world = world();
        world.write("map.toml", map(6));
        imported(
            &world,
            "BACI_HS17_Y2020.csv",
            text(code),
            &["--map", "map.toml"],
        );
        assert_eq!(world.ask("SELECT commodity FROM trade_flows"), [kept]);
    }
    // No chapter has the number 00, and no code of six digits has seven.
    for code in ["1012", "0101", "8517620"] {
        let world = world();
        world.write("map.toml", map(6));
        let error = refused(
            &world,
            "BACI_HS17_Y2020.csv",
            text(code),
            &["--map", "map.toml"],
        );
        assert!(
            error.contains("is no code of 6 digits that has lost its first zeros"),
            "{error}"
        );
    }
    for width in [0, 13] {
        let world = world();
        world.write("map.toml", map(width));
        let error = refused(
            &world,
            "BACI_HS17_Y2020.csv",
            text("10121"),
            &["--map", "map.toml"],
        );
        assert!(error.contains("from 1 to 12"), "{error}");
    }
    let world = world();
    let own = MAP
        .replace("column = \"Code\"", "column = \"Code\"\nwidth = 5")
        .replace("constant = \"H5\"", "constant = \"national\"");
    with_map(&world, &own, &TEXT.replace(";0101;", ";11;"));
    assert_eq!(
        world.ask("SELECT DISTINCT classification || ' ' || commodity FROM trade_flows"),
        ["NATIONAL 00011"]
    );
}

/// A list of commodities has one spelling, wherever its name comes from.
#[test]
fn a_list_of_commodities_is_one_in_any_case() {
    let world = world();
    let rows = [["2022", "156", "M", "643", "TOTAL", "1"]];
    imported(&world, "a.csv", comtrade(&rows), &[]);
    for text in [
        comtrade(&rows).replace(",H6,", ",h6,"),
        comtrade(&rows).replace(",H6,TOTAL,", ",h6,total,"),
    ] {
        let run = imported(&world, "b.csv", text, &[]);
        assert!(
            run.stdout
                .contains("0 values inserted, 0 changed, 1 left alone"),
            "{run:?}"
        );
    }
    let run = imported(
        &world,
        "b.csv",
        comtrade(&rows),
        &["--classification", "h6"],
    );
    assert!(run.stdout.contains("1 left alone"), "{run:?}");
    world.write("map.toml", "like = \"comtrade\"\nclassification = { constant = \"h6\" }\ncommodity = { constant = \"total\" }\n");
    let run = imported(&world, "b.csv", comtrade(&rows), &["--map", "map.toml"]);
    assert!(run.stdout.contains("1 left alone"), "{run:?}");
    assert_eq!(world.ask(FLOWS), ["CAN DOR M unstated H6 TOTAL A 2022 1.0"]);
}

#[test]
fn two_currencies_are_two_datasets() {
    let world = world();
    with_map(&world, MAP, TEXT);
    world.write("map.toml", MAP.replace("\"EUR\"", "\"USD\""));
    let error = refused(&world, "customs.csv", TEXT, &["--map", "map.toml"]);
    assert!(
        error.contains("the values of dataset customs are of another currency"),
        "{error}"
    );
}
