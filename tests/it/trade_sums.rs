//! Sums that must come out: over revisions, and over what is told of the rows of a file.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::trade_world::{COMTRADE, comtrade, comtrade_row, import, imported, refused, world};
use crate::world::World;

/// A row of UN Comtrade with what it says of cif, fob and value.
fn valued(partner: &str, flow: &str, values: [&str; 3]) -> String {
    let [cif, fob, value] = values;
    comtrade_row(["2022", "156", flow, partner, "TOTAL", "!"])
        .replace(",,,!", &format!(",{cif},{fob},{value}"))
}

fn file(rows: &[String]) -> String {
    format!("{COMTRADE}\n{}", rows.concat())
}

const SUM: &str = "SELECT printf('%d', sum(value)) || ' of ' || count(*) FROM trade_flows";
const EQUALS: &str = "SELECT partner || ' ' || valuation || ' ' || ifnull(value_equals, '-') FROM trade_flows ORDER BY partner, valuation";

/// UN Comtrade tells no two values of one flow apart: what its further columns say is no part of the key.
#[test]
fn a_revision_takes_the_place_of_the_old_row_whatever_its_other_columns_say() {
    let world = world();
    imported(
        &world,
        "v1.csv",
        file(&[valued("643", "M", ["100", "", "100"])]),
        &[],
    );
    assert_eq!(world.ask(EQUALS), ["DOR unstated cif"]);
    let revised = file(&[valued("643", "M", ["105", "90", "110"])]);
    let error = refused(&world, "v2.csv", &revised, &[]);
    assert!(error.contains("says 110 of CAN DOR M unstated"), "{error}");
    let run = imported(&world, "v2.csv", revised, &["--replace"]);
    assert!(
        run.stdout.contains("0 values inserted, 1 changed"),
        "{run:?}"
    );
    assert_eq!(world.ask(SUM), ["110 of 1"]);
    assert_eq!(world.ask(EQUALS), ["DOR unstated -"]);
}

/// Of one file with both columns and one of the older form with none, each flow is in the table once; what is seen of
/// it is kept, in any order.
#[test]
fn two_forms_of_a_download_are_one_set_of_rows() {
    let full = file(&[
        valued("643", "M", ["100", "90", "100"]),
        valued("4", "X", ["", "7", "7"]),
    ]);
    let bare = file(&[
        valued("643", "M", ["", "", "100"]),
        valued("4", "X", ["", "", "7"]),
    ]);
    let other = file(&[valued("643", "M", ["", "100", "100"])]);
    let seen = ["ARD unstated fob", "DOR unstated cif"];
    let world = world();
    imported(&world, "full.csv", &full, &[]);
    let run = imported(&world, "bare.csv", &bare, &[]);
    assert!(
        run.stdout
            .contains("0 values inserted, 0 changed, 2 left alone"),
        "{run:?}"
    );
    assert_eq!(world.ask(EQUALS), seen);
    let world = self::world();
    imported(&world, "bare.csv", &bare, &[]);
    let run = imported(&world, "full.csv", &full, &[]);
    assert!(
        run.stderr
            .contains("note: of 2 values that were there already, `value_equals` is told now"),
        "{run:?}"
    );
    assert_eq!(world.ask(EQUALS), seen);
    assert_eq!(
        world.ask("SELECT file_name FROM imports JOIN trade_flows USING (import_id) GROUP BY 1"),
        ["bare.csv"]
    );
    let before = std::fs::read(world.path("sco.db")).unwrap();
    imported(&world, "full.csv", &full, &[]);
    assert!(std::fs::read(world.path("sco.db")).unwrap() == before);
    imported(&world, "other.csv", &other, &[]);
    assert_eq!(world.ask(EQUALS), seen);
    assert_eq!(world.ask(SUM), ["107 of 2"]);
}

/// Within one file too: rows of one key are one, or contradict each other.
#[test]
fn rows_of_one_flow_in_a_file_are_compared_by_their_value() {
    let world = world();
    let same = [
        valued("643", "M", ["100", "", "100"]),
        valued("643", "M", ["", "100", "100"]),
    ];
    let run = imported(&world, "same.csv", file(&same), &[]);
    assert!(run.stderr.contains("1 value said again"), "{run:?}");
    assert_eq!(world.ask(EQUALS), ["DOR unstated -"]);
    let other = [
        valued("4", "M", ["100", "", "100"]),
        valued("4", "M", ["", "90", "90"]),
    ];
    let error = refused(&world, "other.csv", file(&other), &[]);
    assert!(
        error.contains(
            "says 90 of CAN ARD M unstated H6 TOTAL 2022, of which an earlier row says 100"
        ),
        "{error}"
    );
}

/// Where only quantities differ, it is they that are told.
#[test]
fn another_quantity_is_told_as_such() {
    let world = world();
    let row = valued("643", "M", ["", "", "100"]);
    let other = row.replace(",12.5,", ",13,");
    let error = refused(&world, "a.csv", file(&[row.clone(), other.clone()]), &[]);
    assert!(error.contains("a.csv:3: says the quantity 13 kg of CAN DOR M unstated H6 TOTAL 2022, of which an earlier row says 12.5 kg (a.csv:2)"), "{error}");
    imported(&world, "a.csv", file(&[row]), &[]);
    let none = other.replace(",8,13,", ",-1,,");
    for (row, told) in [
        (other, "says the quantity 13 kg of"),
        (none, "says no quantity of"),
    ] {
        let error = refused(&world, "b.csv", file(&[row]), &[]);
        assert!(
            error.contains(told) && error.contains("of which the database says 12.5 kg"),
            "{error}"
        );
    }
}

/// Puts rows under the valuations that an earlier version read from the columns.
fn as_an_earlier_version(world: &World, rows: &[(&str, &str, i64)]) {
    let database = world.open();
    database
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM trade_flows; INSERT INTO imports SELECT import_id + 1, dataset, file_name, file_sha256, file_bytes, profile, map_sha256, imported_at, tool_version, records, flows FROM imports")
        .unwrap();
    database
        .execute_batch("INSERT OR IGNORE INTO trade_areas SELECT entity_id, 'area' FROM entities WHERE entity_id IN ('ARD', 'BOR', 'world')")
        .unwrap();
    for (valuation, partner, value) in rows {
        let import = if *value > 100 { 2 } else { 1 };
        database
            .execute_batch(&format!(
                "INSERT INTO trade_flows (dataset, reporter, partner, flow, valuation, classification, commodity, frequency, period, is_total, value, quantity, quantity_unit, import_id)
                 VALUES ('comtrade', 'CAN', '{partner}', 'M', '{valuation}', 'H6', 'TOTAL', 'A', '2022', 0, {value}, 12.5, 'kg', {import})"
            ))
            .unwrap();
    }
}

/// What an earlier version wrote does not stand beside what this one writes, also of flows that the file does not name.
#[test]
fn rows_of_an_earlier_version_are_settled_by_the_next_import() {
    let world = world();
    imported(
        &world,
        "v1.csv",
        file(&[valued("643", "M", ["", "", "100"])]),
        &[],
    );
    as_an_earlier_version(
        &world,
        &[
            ("cif", "DOR", 100),
            ("cif", "ARD", 40),
            ("fob", "BOR", 50),
            ("unstated", "BOR", 110),
            ("unstated", "world", 60),
        ],
    );
    let again = file(&[valued("643", "M", ["100", "", "100"])]);
    let run = imported(&world, "v1.csv", &again, &["--dry-run"]);
    assert!(
        run.stdout
            .contains("0 values would be inserted, 0 would be changed, 1 left alone"),
        "{run:?}"
    );
    assert_eq!(
        world.ask("SELECT count(*) FROM trade_flows WHERE valuation <> 'unstated'"),
        ["3"]
    );
    let run = imported(&world, "v1.csv", &again, &[]);
    assert!(
        run.stderr.contains("note: 2 rows of dataset comtrade had a valuation that an earlier version took from the columns of UN Comtrade, and are `unstated` now, with `value_equals`; of flows that stood there twice, 1 row of an earlier import was taken out"),
        "{run:?}"
    );
    assert_eq!(
        world.ask("SELECT partner || ' ' || valuation || ' ' || ifnull(value_equals, '-') || ' ' || value FROM trade_flows ORDER BY partner"),
        ["ARD unstated cif 40.0", "BOR unstated - 110.0", "DOR unstated cif 100.0", "world unstated - 60.0"]
    );
    let run = imported(&world, "v1.csv", &again, &[]);
    assert!(!run.stderr.contains("earlier version"), "{run:?}");
}

/// A valuation that a map states is the source's own and stays.
#[test]
fn a_valuation_that_a_map_states_is_part_of_the_key() {
    let world = world();
    for word in ["cif", "fob"] {
        world.write("map.toml", format!("like = \"comtrade\"\n[valuation]\nconstant = \"{word}\"\n[value]\ncolumn = \"{word}value\"\n"));
        imported(
            &world,
            "a.csv",
            file(&[valued("643", "M", ["100", "90", "100"])]),
            &["--map", "map.toml"],
        );
    }
    imported(
        &world,
        "a.csv",
        file(&[valued("4", "M", ["100", "90", "100"])]),
        &[],
    );
    assert_eq!(
        world.ask("SELECT partner || ' ' || valuation || ' ' || value FROM trade_flows ORDER BY 1"),
        ["ARD unstated 100.0", "DOR cif 100.0", "DOR fob 90.0"]
    );
}

const PARTNERS: [&str; 4] = ["643", "4", "699", "0"];
const VALUES: [&str; 4] = ["", "90", "100", "110"];

/// What a file says of one flow: cif, fob and value.
fn says() -> impl Strategy<Value = (usize, usize, usize)> {
    (0..VALUES.len(), 0..VALUES.len(), 1..VALUES.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// However the columns change from one revision to the next, the table holds what the last one says.
    #[test]
    fn after_revisions_the_sum_is_that_of_the_last_file(
        revisions in prop::collection::vec(prop::collection::vec(says(), PARTNERS.len() * 2), 2..5)
    ) {
        let world = world();
        let mut held = BTreeMap::new();
        for (number, revision) in revisions.iter().enumerate() {
            let mut rows = Vec::new();
            for (at, (cif, fob, value)) in revision.iter().enumerate() {
                let (partner, flow) = (PARTNERS[at / 2], ["M", "X"][at % 2]);
                rows.push(valued(partner, flow, [VALUES[*cif], VALUES[*fob], VALUES[*value]]));
                let seen = u8::from(cif == value) + 2 * u8::from(fob == value);
                let told = held.entry(at).or_insert((*value, 0));
                // A value that stays keeps what was first seen of it; that both were seen, the table does not know.
                let is_known = told.0 == *value && told.1 % 3 != 0;
                *told = if is_known { *told } else { (*value, seen) };
            }
            imported(&world, &format!("v{number}.csv"), file(&rows), &["--replace"]);
        }
        let last = revisions.last().unwrap();
        let sum: u32 = last.iter().map(|(_, _, value)| VALUES[*value].parse::<u32>().unwrap()).sum();
        prop_assert_eq!(world.ask(SUM), [format!("{sum} of {}", last.len())]);
        let wanted = |bits: u8| held.values().filter(|(_, seen)| *seen == bits).count().to_string();
        let counted = |word: &str| world.ask(&format!("SELECT count(*) FROM trade_flows WHERE value_equals = '{word}'"));
        prop_assert_eq!(counted("cif"), [wanted(1)]);
        prop_assert_eq!(counted("fob"), [wanted(2)]);
    }
}

/// Rows of every fate, each with its weight in the file.
fn row_of_kind(kind: usize, number: usize) -> String {
    let partner = PARTNERS[number % 4];
    let commodity = format!("{:04}", 1000 + number / 4 % 3);
    let row = |value: &str| comtrade_row(["2022", "156", "M", partner, &commodity, value]);
    match kind {
        0 => row("100"),
        1 => row("101"),
        2 => row("NA"),
        3 => row("40").replace(",C00,0,", ",C00,2100,"),
        4 => row("100").replace(",M,", ",IMP,"),
        5 => row("about"),
        6 => row("100").replace(",C00,", ",c00,"),
        7 => row("100").replace(",100\n", "\n"),
        8 => format!("{COMTRADE}\n"),
        9 => "\n".to_owned(),
        _ => row("100.0"),
    }
}

/// What a run tells as numbers, by the type of the object.
fn numbers(run: &crate::world::Run, kind: &str, name: &str) -> u64 {
    let objects = run.objects();
    let of_kind = objects.iter().filter(|object| object["type"] == kind);
    of_kind
        .map(|object| {
            object[name]
                .as_u64()
                .unwrap_or_else(|| panic!("{name}: {object}"))
        })
        .sum()
}

fn adds_up(world: &World, text: &str, more: &[&str]) -> Result<(), TestCaseError> {
    let _ = std::fs::remove_file(world.path("bad.csv"));
    let mut options = vec![
        "--accept-partial",
        "--rejects",
        "bad.csv",
        "--format",
        "json",
    ];
    options.extend(more);
    let run = import(world, "a.csv", text, &options);
    if run.stderr.contains("hold no value") || run.stdout.contains("hold no value") {
        return Ok(());
    }
    prop_assert_eq!(run.code, 0, "{:?}", run);
    let file = |name: &str| numbers(&run, "file", name);
    let summary = |name: &str| numbers(&run, "summary", name);
    let values =
        summary("inserted") + summary("changed") + summary("unchanged") + summary("repeated");
    let besides = file("missing") + file("breakdowns") + file("left_out");
    prop_assert_eq!(
        file("records"),
        values + besides + summary("refused_rows"),
        "{:?}",
        run
    );
    prop_assert_eq!(
        file("values"),
        values + summary("refused_values"),
        "{:?}",
        run
    );
    prop_assert_eq!(file("refused"), summary("refused_rows"));
    let rejects = std::fs::read_to_string(world.path("bad.csv")).unwrap_or_default();
    let lines = rejects.lines().count().saturating_sub(1) as u64;
    prop_assert_eq!(lines, summary("refused_rows"), "{}", rejects);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Every row that was read is told to have become one thing, and the rows of the file of refused ones are the
    /// rows that are told to be refused.
    #[test]
    fn every_row_is_counted_once(
        first in prop::collection::vec((0..12_usize, 0..24_usize), 1..30),
        second in prop::collection::vec((0..12_usize, 0..24_usize), 1..30),
        replace in any::<bool>(),
    ) {
        let world = world();
        for kinds in [first, second] {
            let rows: Vec<String> = kinds.iter().map(|(kind, number)| row_of_kind(*kind, *number)).collect();
            let more: &[&str] = if replace { &["--replace"] } else { &[] };
            adds_up(&world, &file(&rows), more)?;
        }
    }
}

/// Where a row gives several values, values are counted, and a refused row once.
#[test]
fn a_row_with_two_refused_values_is_one_refused_row() {
    let world = world();
    let text = |values: &str| {
        format!("ccode1,ccode2,year,flow1,flow2\n710,700,1920,{values}\n710,700,1921,3,-9\n")
    };
    imported(&world, "a.csv", text("1,2"), &[]);
    let options = [
        "--accept-partial",
        "--rejects",
        "bad.csv",
        "--format",
        "json",
    ];
    let run = imported(&world, "b.csv", text("5,6"), &options);
    assert_eq!(numbers(&run, "summary", "refused_rows"), 1);
    assert_eq!(numbers(&run, "summary", "refused_values"), 2);
    assert_eq!(numbers(&run, "summary", "unchanged"), 1);
    assert_eq!(numbers(&run, "file", "values"), 3);
    assert_eq!(numbers(&run, "file", "missing"), 1);
    assert_eq!(world.read("bad.csv").lines().count(), 2);
}

/// In words too; and `--max-errors` counts rows that contradict others.
#[test]
fn rows_that_contradict_others_are_told_as_refused() {
    let world = world();
    let text = comtrade(&[
        ["2021", "156", "M", "643", "TOTAL", "1"],
        ["2021", "156", "M", "643", "TOTAL", "2"],
        ["2022", "156", "M", "643", "TOTAL", "3"],
    ]);
    let error = refused(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--max-errors", "1"],
    );
    assert!(error.contains("says 2 of CAN DOR M"), "{error}");
    let run = imported(
        &world,
        "a.csv",
        &text,
        &["--accept-partial", "--max-errors", "2"],
    );
    assert!(
        run.stdout
            .contains("3 rows read as comtrade into comtrade; 2 rows were refused"),
        "{run:?}"
    );
    assert!(run.stdout.contains("1 value inserted"), "{run:?}");
}
