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
    let world = world.replace("seeds/citations.csv", &format!("{line}\n"), "");
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
    assert!(run.stderr.contains("c-lake-founding"), "{}", run.stderr);
    assert!(run.stderr.contains("2009"), "{}", run.stderr);
}

#[test]
fn another_copy_of_the_document_is_refused() {
    let world = World::new().replace("copies/lake-report.txt", "Borland", "Boreland");
    let run = cite(&world, &["--from", "Its seat", "--to", "ever since"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("is not the reference copy of `lake2011-report`"),
        "{}",
        run.stderr
    );
}

#[test]
fn without_words_the_fingerprint_of_the_copy_is_printed() {
    let world = World::new();
    let run = cite(&world, &[]);
    let seeds = world.read("seeds/sources.csv");
    for part in run.stdout.trim_end().split("; ").take(3) {
        let (name, value) = part.split_once(": ").unwrap();
        assert!(seeds.contains(&format!(",{value},")), "{name} {value}");
    }
}
