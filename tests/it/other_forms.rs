//! A file in another form than the one that is read has one message: what it is, and how to make of it what is read.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::world::{Run, World};

/// Forms that are no CSV, each with the words that its message has for it.
fn forms(csv: &str) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let wide = |mark: &[u8]| {
        let units = csv.encode_utf16().flat_map(u16::to_le_bytes);
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(csv.as_bytes()).unwrap();
    vec![
        (
            "workbook",
            b"PK\x03\x04\x14\0\x06\0\x08\0\n\n\xff".to_vec(),
            "is a workbook or another ZIP archive; open it in a spreadsheet and save the sheet as CSV",
        ),
        (
            "old workbook",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\n\n\n".to_vec(),
            "is a workbook of an old Excel; open it in a spreadsheet and save the sheet as CSV",
        ),
        (
            "gzip",
            packed.finish().unwrap(),
            "is packed with gzip; unpack it first",
        ),
        (
            "zstd",
            b"\x28\xb5\x2f\xfd\x04\n\n".to_vec(),
            "is packed with zstd; unpack it first",
        ),
        (
            "Parquet",
            b"PAR1\x15\nPAR1".to_vec(),
            "is a Parquet file; write its rows as CSV",
        ),
        (
            "PDF",
            b"%PDF-1.7\n%\xe2\xe3\n".to_vec(),
            "is a PDF; name a file of CSV",
        ),
        (
            "database",
            b"SQLite format 3\0\x10\0\n\n\xff".to_vec(),
            "is an SQLite database; name a file of CSV",
        ),
        (
            "web page",
            b"\xef\xbb\xbf\n <!DOCTYPE html>\n<html>,;\"\n".to_vec(),
            "is a web page or XML; download or save the table as CSV",
        ),
        (
            "UTF-16 with a mark",
            wide(b"\xff\xfe"),
            "is in UTF-16; save the file as CSV in UTF-8",
        ),
        (
            "UTF-16 without a mark",
            wide(b""),
            "is in UTF-16; save the file as CSV in UTF-8",
        ),
    ]
}

const CLAIMS: &str = "document,quotation\nlake-report,Ardenia sold goods\n";
const ENTITIES: &str = "entity_id,kind,name\nMY,state,Mystate\n";

fn verify(world: &World) -> Run {
    world.sco(&["verify", "--claims", "claims.csv", "--sources", "copies"])
}

#[test]
fn claims_in_another_form_have_one_message() {
    let world = World::new();
    let json = "is JSON, and a file of claims is CSV; save it as CSV";
    let mut cases = forms(CLAIMS);
    cases.extend([
        ("array", b"[{\"document\": \"lake-report\"}]\n".to_vec(), json),
        ("object", b"\xef\xbb\xbf {\"document\": 1}\n".to_vec(), json),
        (
            "nothing",
            Vec::new(),
            "is empty; write a header and a line for each claim; the columns are claim, document, quotation, digest, n_chars, numbers",
        ),
        (
            "blanks",
            b"\n \n".to_vec(),
            "is empty; write a header and a line for each claim; the columns are claim, document, quotation, digest, n_chars, numbers",
        ),
    ]);
    for (form, bytes, told) in cases {
        world.write("claims.csv", bytes);
        let run = verify(&world);
        assert_eq!(run.code, 1, "{form}: {run:?}");
        assert_eq!(
            run.stderr,
            format!("claims.csv: {told}\nerror: 1 problem\n"),
            "{form}"
        );
    }
}

/// What is text with cells is read, whatever stands between them.
#[test]
fn claims_with_any_sign_between_cells_are_read() {
    let world = World::new();
    let text = "document,quotation\nlake-report,some 7 000 soldiers will then guard the lake\n";
    for sign in [",", ";", "\t", "|"] {
        world.write("claims.csv", text.replacen(',', sign, 2));
        let run = verify(&world);
        assert!(!run.stderr.contains("claims.csv:"), "{sign:?}: {run:?}");
    }
}

#[test]
fn facts_in_another_form_have_one_message() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("mine")).unwrap();
    for (form, bytes, told) in forms(ENTITIES) {
        world.write("mine/entities.csv", bytes);
        let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
        assert_eq!(run.code, 1, "{form}: {run:?}");
        assert_eq!(
            run.stderr,
            format!("mine/entities.csv: {told}\nerror: 1 problem\n"),
            "{form}"
        );
    }
    world.write("mine/entities.csv", ENTITIES);
    let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn seeds_in_another_form_have_one_message() {
    let world = World::new();
    for (form, bytes, told) in forms(ENTITIES) {
        world.write("seeds/terms.csv", bytes);
        let run = world.sco(&["check"]);
        assert_eq!(run.code, 1, "{form}: {run:?}");
        let of_file = |line: &&str| line.starts_with("seeds/terms.csv:");
        let lines: Vec<&str> = run
            .stderr
            .lines()
            .chain(run.stdout.lines())
            .filter(of_file)
            .collect();
        assert_eq!(lines, [format!("seeds/terms.csv: {told}")], "{form}");
    }
}

#[test]
fn a_map_in_another_form_is_told() {
    let world = World::new();
    world.build();
    world.write("a.csv", "t,i,j,k,v,q\n2020,156,643,010392,12.5,1\n");
    for (bytes, told) in [
        (
            &b"[{\"dataset\": \"mine\"}]"[..],
            "it is JSON, and a map is TOML",
        ),
        (b"{\"dataset\": \"mine\"}", "it is JSON, and a map is TOML"),
        (
            b"PK\x03\x04\x14\0",
            "it is a workbook or another ZIP archive, and a map is TOML in UTF-8",
        ),
        (b"dataset = \"caf\xe9\"", "it is not in UTF-8 ("),
    ] {
        world.write("map.toml", bytes);
        let run = world.sco(&["import", "trade", "a.csv", "--map", "map.toml"]);
        assert_eq!(run.code, 2, "{run:?}");
        let begin = format!("error: the map map.toml cannot be used: {told}");
        assert!(run.stderr.starts_with(&begin), "{run:?}");
        assert!(
            run.stderr.contains("; docs/trade.md describes maps"),
            "{run:?}"
        );
    }
    // A table of TOML begins as an array of JSON does.
    world.write("map.toml", "[value]\ncolumn = \"v\"\n");
    let run = world.sco(&["import", "trade", "a.csv", "--map", "map.toml"]);
    assert!(run.stderr.contains("it does not say `dataset`"), "{run:?}");
}

#[test]
fn what_is_no_database_is_said_once() {
    let world = World::new();
    world.write("notes.db", "x".repeat(200));
    let run = crate::world::run(
        crate::world::sco()
            .current_dir(world.path(""))
            .args(["search", "lake", "--db", "notes.db"]),
    );
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(
        run.stderr,
        "error: notes.db is not an SQLite database; name another file with `--db`\n"
    );
}

/// A wrong use says once what is wrong, where, and what to do.
#[test]
fn a_wrong_use_has_a_remedy() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("folder")).unwrap();
    world.write("file.txt", "text");
    for (arguments, told) in [
        (
            &["search", "lake", "--limit", "five"][..],
            "error: invalid value 'five' for '--limit <N>': write a whole number, such as 20\n",
        ),
        (
            &["search", "lake", "--limit", "-1"],
            "error: invalid value '-1' for '--limit <N>': write a whole number, such as 20\n",
        ),
        (
            &["search", "lake", "--wait", "1.5"],
            "error: invalid value '1.5' for '--wait <SECONDS>': write a whole number, such as 20\n",
        ),
        (
            &["verify", "--claims", "nowhere.csv", "--sources", "copies"],
            "error: could not read nowhere.csv: No such file or directory (os error 2); name one that is there\n",
        ),
        (
            &["verify", "--claims", "folder", "--sources", "copies"],
            "error: could not read folder: Is a directory (os error 21); name a file\n",
        ),
        (
            &["import", "trade", "nowhere.csv"],
            "error: could not read nowhere.csv: No such file or directory (os error 2); name one that is there\n",
        ),
        (
            &["man", "nowhere"],
            "error: could not write manual pages into nowhere: No such file or directory (os error 2); make its folder first\n",
        ),
        (
            &["migrate", "rehearse", "--dir", "file.txt"],
            "error: could not read the folder file.txt: Not a directory (os error 20); name a folder\n",
        ),
    ] {
        let run = crate::world::run(
            crate::world::sco()
                .current_dir(world.path(""))
                .args(arguments),
        );
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.stderr.starts_with(told), "{arguments:?}: {run:?}");
        assert_eq!(run.stderr.matches("error: ").count(), 1, "{run:?}");
    }
    assert!(search_ok(&world, "0"), "the least that is a limit");
}

fn search_ok(world: &World, limit: &str) -> bool {
    world.sco(&["search", "lake", "--limit", limit]).code == 0
}
