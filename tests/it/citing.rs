//! `sco cite` makes the very line that stands in citations.csv, or says why not.

use crate::world::{CITE, World};

fn cite(world: &World, more: &[&str]) -> crate::world::Run {
    world.sco(&[&CITE[..], &["--quiet"], more].concat())
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
fn a_document_without_a_row_gets_its_line_and_what_it_lacks_is_told() {
    let world = World::new();
    let cite = |more: &[&str]| {
        let copy = [
            "cite",
            "--source",
            "lake2012",
            "--file",
            "copies/lake-report.txt",
        ];
        world.sco(&[&copy[..], more].concat())
    };
    let run = cite(&[
        "--set",
        "title=The lake",
        "--set",
        "kind=report",
        "--set",
        "language=en",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.stderr,
        "still missing in sources.csv: tier, source_kind\nwanted, where the document says so: authors, publisher, issued, url\n"
    );
    let digest = world.cell("sources", "lake2011-report", "ref_digest");
    for told in ["lake2012,,,,,report,The lake,", &digest, "blank_line"] {
        assert!(run.stdout.contains(told), "{run:?}");
    }
    for (set, told) in [
        (
            "colour=red",
            "`colour` is no column of sources; use one of source_id",
        ),
        ("ref_chars=1", "`ref_chars` is told twice"),
        ("title", "write COLUMN=VALUE"),
    ] {
        let run = cite(&["--set", set]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains(told), "{run:?}");
    }
    let run = cite(&["--from", "The Lake Council was", "--to", "in 2004"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr
            .contains("`lake2012` is not in sources; add its row first"),
        "{run:?}"
    );
}

#[test]
fn what_a_row_lacks_and_says_otherwise_is_told() {
    let source = "lake2011-report";
    let told = |world: World| {
        let run = world.sco(&[
            "cite",
            "--source",
            source,
            "--file",
            "copies/lake-report.txt",
        ]);
        assert_eq!(run.code, 0, "{run:?}");
        run.stderr
    };
    assert_eq!(told(World::new()), "");
    let world = World::new().set("sources", source, "bytes_sha256", "").set(
        "sources",
        source,
        "ref_chars",
        "1",
    );
    assert_eq!(
        told(world),
        "still missing in sources.csv: bytes_sha256\notherwise in sources.csv: ref_chars\n"
    );
}

#[test]
fn what_no_digest_proves_is_declared_without_being_asked_for() {
    let world = World::new().append(
        "copies/lake-report.txt",
        "\nThe G20 trade of the lake fell by -4.7 % in 2011-12, that is by $3 in all.\n",
    );
    let world = ["ref_chars", "ref_digest", "bytes_sha256"]
        .iter()
        .fold(world, |world, column| {
            world.set("sources", "lake2011-report", column, "")
        });
    let words = [
        "--from",
        "The G20 trade",
        "--to",
        "in all",
        "--tokens",
        "trade|-4.7%",
    ];
    let run = world.sco(&[&CITE[..], &words[..]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout.contains(",pa2,$3|2011-12|g20|trade|−4.7%,"),
        "{run:?}"
    );
    assert!(
        run.stderr
            .contains("tokens added, since no digest proves them: $3 2011-12 g20\n"),
        "{run:?}"
    );
}

#[test]
fn a_passage_that_the_document_repeats_is_cited_by_its_occurrence() {
    let world = World::new().append(
        "copies/lake-report.txt",
        "\nIts seat has been in Northport ever since.\n",
    );
    let world = ["ref_chars", "ref_digest", "bytes_sha256"]
        .iter()
        .fold(world, |world, column| {
            world.set("sources", "lake2011-report", column, "")
        });
    let words = ["--from", "Its seat", "--nth", "2", "--to", "ever since"];
    let run = cite(&world, &words);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("the window stands 2 times in the text; extend it until it is unique, or cite it by its occurrence"), "{run:?}");
    let run = cite(
        &world,
        &[&words[..], &["--repeated", "--format", "json"]].concat(),
    );
    assert_eq!(run.objects()[0]["occurrence"], 2, "{run:?}");
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
