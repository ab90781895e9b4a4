//! `sco cite` makes the very line that stands in citations.csv, or says why not.

use crate::world::World;

fn cite(world: &World, more: &[&str]) -> crate::world::Run {
    let mut arguments = vec![
        "cite",
        "--source",
        "lake2011-report",
        "--file",
        "copies/lake-report.txt",
        "--quiet",
    ];
    arguments.extend(more);
    world.sco(&arguments)
}

#[test]
fn the_line_is_the_one_in_the_seeds() {
    let world = World::new();
    let seeds = world.read("seeds/citations.csv");
    let line = seeds.lines().nth(1).unwrap();
    let world = world.remove("citations", "c-lake-founding");
    let run = cite(
        &world,
        &[
            "--from",
            "The Lake Council was set up",
            "--to",
            "joined it in 2004",
            "--tokens",
            "2004|1999",
            "--id",
            "c-lake-founding",
        ],
    );
    assert_eq!((run.code, run.stdout.trim_end()), (0, line), "{run:?}");
}

#[test]
fn every_reason_against_a_passage_is_named() {
    let world = World::new();
    let run = cite(
        &world,
        &[
            "--from",
            "set up in Northport",
            "--to",
            "1999 by Ardenia",
            "--tokens",
            "2009",
        ],
    );
    assert_eq!(run.code, 2);
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
error: the passage cannot be cited:
  the window has 34 characters; extend it to 40 or more
  the window overlaps the citation `c-lake-founding`; reuse that one, or move this window off it
  the token `2009` is not in the window; take it from these: 1999 ardenia by in may northport set up, or move the window

"#]]
    );
}

#[test]
fn a_script_reads_each_reason_with_its_remedy() {
    let world = World::new();
    let words = ["--from", "set up in Northport", "--to", "1999 by Ardenia"];
    let run = cite(&world, &[&words[..], &["--format", "json"]].concat());
    assert_eq!(
        run.objects(),
        [serde_json::json!({
            "type": "error", "message": "the passage cannot be cited", "help": "",
            "faults": [
                {"message": "the window has 34 characters", "help": "extend it to 40 or more"},
                {"message": "the window overlaps the citation `c-lake-founding`",
                    "help": "reuse that one, or move this window off it"},
            ],
        })]
    );
}

#[test]
fn another_copy_of_the_document_is_refused() {
    let world = World::new().replace("copies/lake-report.txt", "Borland", "Boreland");
    let run = cite(&world, &["--from", "Its seat", "--to", "ever since"]);
    assert_eq!(run.code, 2);
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
error: copies/lake-report.txt is not the reference copy of `lake2011-report`: its digest is a6fa5c2624f9c127b62eec0f9fbae1b3b4e46528d8f48c6542e43b916afe5153; use the copy with digest e5bc37fab7bfb7e2ee25b1be6586930177f332c7b6a2b1fafbab340ee0275a9d

"#]]
    );
}

#[test]
fn without_words_the_fingerprint_of_the_copy_is_printed() {
    let world = World::new();
    let run = cite(&world, &[]);
    for part in run.stdout.trim_end().split("; ").take(3) {
        let (name, value) = part.split_once(": ").unwrap();
        assert_eq!(value, world.cell("sources", "lake2011-report", name));
    }
}

#[test]
fn the_fingerprint_is_an_object_for_scripts() {
    let world = World::new();
    let object = cite(&world, &["--format", "json"]).objects().remove(0);
    for name in ["ref_digest", "bytes_sha256"] {
        assert_eq!(object[name], world.cell("sources", "lake2011-report", name));
    }
}

#[test]
fn the_fingerprint_is_that_of_a_source_that_has_a_row() {
    let world = World::new();
    let run = world.sco(&[
        "cite",
        "--source",
        "nobody",
        "--file",
        "copies/lake-report.txt",
    ]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: `nobody` is not in sources; add its row first, without a digest\n"
        )
    );
}

#[test]
fn a_locator_counts_one_of_the_known_things() {
    let world = World::new().remove("citations", "c-lake-founding");
    let words = [
        "--from",
        "The Lake Council was set up",
        "--to",
        "joined it in 2004",
    ];
    let label = |label: &str| {
        let locator = ["--locator-label", label, "--locator", "2"];
        cite(&world, &[&words[..], &locator].concat())
    };
    let run = label("table");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains(",table,2,"), "{run:?}");
    let run = label("column");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(
        run.stderr.contains("invalid value 'column'")
            && run.stderr.contains("possible values: page, paragraph"),
        "{run:?}"
    );
}
