//! What real files do: every way in which makers and programs write the same rows gives the same flows.

use std::io::Write;
use std::process::Stdio;

use crate::trade_world::{
    COMTRADE, FLOWS, comtrade, comtrade_row, import, imported, refused, world,
};
use crate::world::{World, sco};

const ROWS: &[[&str; 6]] = &[
    ["2022", "156", "M", "643", "TOTAL", "12.5"],
    ["2022", "156", "X", "4", "010392", "1000"],
];
const SAME: [&str; 2] = [
    "CAN ARD X unstated H6 010392 A 2022 1000.0",
    "CAN DOR M unstated H6 TOTAL A 2022 12.5",
];

/// The bytes, however they are written, are the two rows.
fn gives_the_same(name: &str, bytes: impl AsRef<[u8]>, options: &[&str]) -> crate::world::Run {
    let world = world();
    let run = imported(&world, name, bytes, options);
    assert_eq!(world.ask(FLOWS), SAME, "{name}: {run:?}");
    run
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Two texts packed one after the other are one text, as `cat` joins them.
#[test]
fn files_may_be_packed() {
    let text = comtrade(ROWS);
    gives_the_same("a.csv.gz", gzip(&text), &[]);
    let (first, second) = text.split_at(text.len() - 20);
    gives_the_same("joined.gz", [gzip(first), gzip(second)].concat(), &[]);
    gives_the_same(
        "a.csv.zst",
        zstd::encode_all(text.as_bytes(), 1).unwrap(),
        &[],
    );
    gives_the_same("a.zip", zipped(&[("a.csv", &text)]), &[]);
}

/// An archive may hold lists of codes beside the data.
#[test]
fn what_is_no_data_in_an_archive_is_left_out_and_told() {
    let archive = zipped(&[
        ("codes.csv", "code,name\n1,x\n"),
        ("data/a.csv", &comtrade(&ROWS[..1])),
        ("data/b.csv", &comtrade(&ROWS[1..])),
        ("readme.pdf", "no text"),
    ]);
    let run = gives_the_same("a.zip", archive, &[]);
    assert!(
        run.stderr.contains("a.zip/codes.csv was left out"),
        "{run:?}"
    );
    let world = world();
    let archive = zipped(&[("data/a.csv", &comtrade(ROWS)), ("codes.csv", "code\n")]);
    imported(&world, "a.zip", archive, &[]);
    assert_eq!(
        world.ask("SELECT file_name FROM imports"),
        ["a.zip/data/a.csv"]
    );
    let error = refused(&world, "b.zip", zipped(&[("readme.pdf", "no text")]), &[]);
    assert!(error.contains("b.zip holds no data file"), "{error}");
}

#[test]
fn a_packed_file_that_was_cut_off_is_refused() {
    let world = world();
    let mut packed = gzip(&comtrade(ROWS));
    packed.truncate(packed.len() - 9);
    let error = refused(&world, "cut.gz", packed, &[]);
    assert!(error.contains("could not read cut.gz"), "{error}");
}

#[test]
fn a_byte_order_mark_says_the_encoding() {
    let text = comtrade(ROWS);
    gives_the_same("utf8.csv", format!("\u{feff}{text}"), &[]);
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    gives_the_same("le.csv", utf16(u16::to_le_bytes), &[]);
    gives_the_same("be.csv", utf16(u16::to_be_bytes), &[]);
}

/// A text that is not read may be in any encoding: partners are known by their codes. Where it is read, or where no
/// byte is ASCII, the encoding is told and not guessed.
#[test]
fn other_encodings_are_told() {
    let latin = comtrade(ROWS).replace(",P,", ",Cura\u{e7}ao,");
    let bytes: Vec<u8> = latin
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    gives_the_same("latin.csv", &bytes, &[]);
    gives_the_same("latin.csv", &bytes, &["--encoding", "windows-1252"]);
    let world = world();
    let unmarked: Vec<u8> = comtrade(ROWS)
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let error = refused(&world, "le.csv", &unmarked, &[]);
    assert!(error.contains("`--encoding utf-16le`"), "{error}");
    gives_the_same("le.csv", &unmarked, &["--encoding", "utf-16le"]);
    let error = refused(
        &world,
        "utf8.csv",
        format!("\u{feff}{}", comtrade(ROWS)),
        &["--encoding", "utf-16le"],
    );
    assert!(
        error.contains("its byte-order mark says UTF-8, and not UTF-16LE"),
        "{error}"
    );
    let error = refused(
        &world,
        "bad.csv",
        [comtrade(ROWS).as_bytes(), b"\xff\xff"].concat(),
        &["--encoding", "shift_jis"],
    );
    assert!(
        error.contains("is no Shift_JIS; name the right encoding"),
        "{error}"
    );
    let error = refused(&world, "a.csv", comtrade(ROWS), &["--encoding", "latin-77"]);
    assert!(
        error.contains("`latin-77` is no encoding that is known"),
        "{error}"
    );
}

#[test]
fn line_ends_empty_lines_and_quotes_change_nothing() {
    let text = comtrade(ROWS);
    gives_the_same("crlf.csv", text.replace('\n', "\r\n"), &[]);
    gives_the_same("empty.csv", text.replace('\n', "\n\n \n,,,,\n"), &[]);
    gives_the_same("no-end.csv", text.trim_end(), &[]);
    let quoted = text.replace(",P,", ",\"a name, with \"\"quotes\"\"\nand a line\",");
    let world = world();
    let bad = quoted.clone() + &comtrade_row(["2022", "156", "M", "999", "TOTAL", "1"]);
    let error = refused(&world, "lines.csv", bad, &[]);
    assert!(
        error.starts_with("lines.csv:6: `partnerCode`: `999`"),
        "lines are counted as editors count them: {error}"
    );
    gives_the_same("quoted.csv", quoted, &[]);
}

#[test]
fn semicolons_tabs_and_bars_are_found_with_the_header() {
    for delimiter in [";", "\t", "|"] {
        gives_the_same("a.txt", comtrade(ROWS).replace(',', delimiter), &[]);
    }
}

/// UN Comtrade ends each row with a comma that its header lacks; others end the header with one.
#[test]
fn a_comma_at_the_end_shifts_nothing() {
    let text = comtrade(ROWS);
    let (header, rows) = text.split_once('\n').unwrap();
    gives_the_same(
        "rows.csv",
        format!("{header}\n{}", rows.replace('\n', ",\n")),
        &[],
    );
    gives_the_same("header.csv", format!("{header},\n{rows}"), &[]);
    gives_the_same(
        "index.csv",
        format!(",{header}\n0,{}", rows.trim_end().replace('\n', "\n1,")),
        &[],
    );
    let world = world();
    let longer = format!("{header}\n{}", rows.replace('\n', ",9\n"));
    let error = refused(&world, "longer.csv", longer, &[]);
    assert!(
        error.starts_with(
            "longer.csv:2: has 20 cells under 19 names (and in 1 further row, the last in line 3)"
        ),
        "{error}"
    );
    let cut = text
        .trim_end()
        .trim_end_matches("1000")
        .trim_end_matches(',');
    let error = refused(&world, "cut.csv", cut, &[]);
    assert!(
        error.starts_with("cut.csv:3: has 16 cells under 19 names"),
        "{error}"
    );
}

#[test]
fn a_preamble_and_headers_of_joined_files_are_left_out() {
    let text = comtrade(ROWS);
    let run = gives_the_same(
        "preamble.csv",
        format!("UN Comtrade\nas of today\n\n{text}"),
        &[],
    );
    assert!(
        run.stdout.contains("2 rows stand before the header"),
        "{run:?}"
    );
    let joined = [
        comtrade(&ROWS[..1]),
        "\u{feff}".into(),
        comtrade(&ROWS[1..]),
    ]
    .concat();
    let run = gives_the_same("joined.csv", joined, &[]);
    assert!(run.stdout.contains("1 header came again"), "{run:?}");
}

/// R, pandas and comtradr spell the names of columns in their own ways.
#[test]
fn names_of_columns_may_be_spelt_as_programs_spell_them() {
    let text = comtrade(ROWS);
    let snake = COMTRADE
        .replace("Code", "_code")
        .replace("primaryValue", "primary_value")
        .replace("typ_e", "type");
    gives_the_same("snake.csv", text.replace(COMTRADE, &snake), &[]);
    let dots = COMTRADE
        .replace("Code", ".Code")
        .replace("Value", "..Value");
    gives_the_same("dots.csv", text.replace(COMTRADE, &dots), &[]);
    let world = world();
    let twice = text.replace("reporterDesc", "Reporter.Code");
    let run = imported(&world, "exact.csv", twice, &[]);
    assert_eq!(world.ask(FLOWS), SAME, "the exact name wins: {run:?}");
    let twice = text
        .replace("reporterDesc", "Reporter.Code")
        .replace("reporterCode", "reporter_code");
    let error = refused(&world, "twice.csv", twice, &[]);
    assert!(
        error.contains("`reporter_code` and `Reporter.Code` are the same column twice"),
        "{error}"
    );
}

#[test]
fn several_files_are_one_import() {
    let world = world();
    world.write("a.csv", comtrade(&ROWS[..1]));
    let run = {
        world.write("b.csv", comtrade(&ROWS[1..]));
        world.sco(&["import", "trade", "a.csv", "b.csv"])
    };
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(world.ask(FLOWS), SAME);
    let world = self::world();
    world.write("a.csv", comtrade(ROWS));
    world.write("b.csv", "nothing that is known\n1\n");
    let run = world.sco(&["import", "trade", "a.csv", "b.csv"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(world.ask(FLOWS), Vec::<String>::new());
}

fn from_stdin(world: &World, bytes: &[u8]) {
    let mut child = sco()
        .current_dir(world.path(""))
        .args(["import", "trade", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn standard_input_is_a_file_too() {
    for (bytes, name) in [
        (comtrade(ROWS).into_bytes(), "standard input"),
        (gzip(&comtrade(ROWS)), "standard input"),
        (
            zipped(&[("a.csv", &comtrade(ROWS))]),
            "standard input/a.csv",
        ),
    ] {
        let world = world();
        from_stdin(&world, &bytes);
        assert_eq!(world.ask(FLOWS), SAME);
        assert_eq!(world.ask("SELECT file_name FROM imports"), [name]);
    }
}

#[test]
fn what_is_no_file_is_said() {
    let world = world();
    for (name, wanted) in [
        ("seeds", "seeds is a folder"),
        ("nowhere.csv", "could not read nowhere.csv"),
    ] {
        let run = world.sco(&["import", "trade", name]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains(wanted), "{run:?}");
    }
    let error = refused(&world, "empty.csv", "", &[]);
    assert!(error.contains("empty.csv:1: holds nothing"), "{error}");
    let only_header = import(&world, "header.csv", format!("{COMTRADE}\n"), &[]);
    assert!(
        only_header
            .stderr
            .contains("the files hold no value to import"),
        "{only_header:?}"
    );
}
