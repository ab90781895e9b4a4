//! Every passage opens: one verdict each, whatever was done to the copy, and no altered digit passes.

use crate::world::World;

fn verify(world: &World, more: &[&str]) -> (i32, String) {
    let mut arguments = vec!["verify", "--sources", "copies"];
    arguments.extend(more);
    let run = world.sco(&arguments);
    (run.code, run.stdout + &run.stderr)
}

const COPY: &str = "copies/lake-report.txt";

#[test]
fn the_reference_copy_is_exact_under_any_name() {
    let world = World::new();
    std::fs::rename(world.path(COPY), world.path("copies/download (3).txt")).unwrap();
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.starts_with(
            "download (3).txt: lake2011-report, the reference copy\n6 citations: 6 exact; "
        ),
        "{text}"
    );
}

#[test]
fn one_altered_digit_is_noticed() {
    let world = World::new().replace(COPY, "4.2 billion", "4.3 billion");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1);
    assert!(
        text.contains("missing: c-lake-trade (lake2011-report): "),
        "{text}"
    );
    assert!(
        text.contains(
            "lake-report.txt: lake2011-report, by content; it differs from the reference copy"
        ),
        "{text}"
    );
    assert!(text.contains("5 found, 1 missing"), "{text}");
    assert!(
        text.ends_with("error: 1 citation not confirmed\n"),
        "{text}"
    );
}

#[test]
fn a_copy_that_was_saved_otherwise_is_found() {
    let world = World::new();
    let text = world
        .read(COPY)
        .replace("¹", "[1]")
        .replace(['“', '”'], "\"")
        .replace("7 000", "7,000");
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", paragraph.replace("billion", "bil&shy;lion")))
        .collect();
    std::fs::remove_file(world.path(COPY)).unwrap();
    world.write(
        "copies/lake2011-report.html",
        format!(
            "<html><head><title>x</title></head><body>{}</body></html>",
            paragraphs.join("\n")
        ),
    );
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("6 citations: 6 found; ") || text.contains("6 citations: 6 exact; "),
        "{text}"
    );
}

#[test]
fn a_passage_that_stands_twice_is_ambiguous() {
    let world = World::new().append(COPY, "\nIts seat has been in Northport ever since.\n");
    assert_eq!(verify(&world, &[]).0, 0);
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 1);
    assert!(
        text.contains("ambiguous: c-lake-seat (lake2011-report): "),
        "{text}"
    );
}

#[test]
fn a_token_that_is_not_in_its_passage_is_named() {
    let world = World::new().replace(
        "seeds/citations.csv",
        "1999|2004",
        "1999|2004|borland|dorvania",
    );
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1);
    assert!(
        text.contains("token_missing: c-lake-founding (lake2011-report): "),
        "{text}"
    );
    assert!(
        text.contains("dorvania") && !text.contains("borland"),
        "{text}"
    );
}

#[test]
fn a_document_without_a_copy_fails_only_when_strict() {
    let world = World::new()
        .append(
            "seeds/sources.csv",
            &format!(
                "pond2012,seed,original,,,report,The pond,,,,,,,,,,,,,,,,,blank_line,,100,{},,,,\n",
                "0".repeat(64)
            ),
        )
        .append(
            "seeds/citations.csv",
            &format!(
                "c-pond,pond2012,paragraph,1,0,50,9,{},pa1,,\n",
                "1".repeat(64)
            ),
        )
        .replace("seeds/relations.csv", "c-lake-seat", "c-lake-seat;c-pond");
    assert_eq!(verify(&world, &[]).0, 0);
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 1);
    assert!(text.contains("no_copy: c-pond (pond2012): "), "{text}");
}

#[test]
fn a_folder_in_which_nothing_is_recognised_is_exit_2() {
    let world = World::new();
    world.write("copies/lake-report.txt", "something else altogether");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 2);
    assert!(text.starts_with("error: none of the 1 text files in copies is a copy of a known source; name each `<source_id>.txt`"), "{text}");
}

#[test]
fn a_folder_that_cannot_be_read_says_why() {
    let run = World::new().sco(&["verify", "--sources", "nowhere"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: cannot read the folder nowhere: No such file or directory (os error 2)\n"
    );
}

#[test]
fn a_copy_that_is_not_utf8_is_named() {
    let world = World::new();
    world.write("copies/other.txt", b"caf\xe9");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 0);
    assert!(
        text.contains("other.txt: not UTF-8 from byte 3 on; save it as UTF-8"),
        "{text}"
    );
}

#[test]
fn verdicts_come_as_objects() {
    let world = World::new();
    let (code, text) = verify(&world, &["--format", "json"]);
    assert_eq!(code, 0);
    let objects: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        objects
            .iter()
            .filter(|object| object["type"] == "citation" && object["verdict"] == "exact")
            .count(),
        6
    );
    assert_eq!(
        objects.last().unwrap()["verdicts"],
        serde_json::json!({"exact": 6})
    );
}

#[test]
fn a_database_can_be_verified_as_well() {
    let world = World::new();
    world.build();
    let (code, text) = verify(&world, &["--strict", "--db", "sco.db"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("6 citations: 6 exact; "), "{text}");
}

const NOTHING_OPEN: &str = "lake2011-report: 7 paragraphs: 4 covered, 3 explained, 0 open; 17 numbers: 14 covered, 3 explained, 0 open; 1 notes: 1 covered, 0 explained, 0 open\n";

#[test]
fn coverage_is_whole_when_all_is_cited_or_explained() {
    let (code, text) = verify(&World::new(), &["--strict", "--coverage"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.ends_with(NOTHING_OPEN), "{text}");
}

#[test]
fn a_paragraph_a_number_and_a_note_that_nothing_rests_on_are_named() {
    let world = World::new()
        .replace(
            "seeds/omissions.csv",
            "lake2011-report,4,paragraph,caption,caption of the table\n",
            "",
        )
        .replace("seeds/citations.csv", "1999|2004", "2004")
        .replace(
            "seeds/source_references.csv",
            "lake2011-report,1,",
            "lake2011-report,table-1,",
        )
        .replace("seeds/memberships.csv", ",lake2011-report#1", ",")
        .replace("seeds/events.csv", ",lake2011-report#1", ",");
    let (code, text) = verify(&world, &["--coverage"]);
    assert_eq!(code, 1);
    for expected in [
        "lake2011-report: line 3: no citation carries `1999` of paragraph 2\n",
        "lake2011-report: line 7: nothing is cited from paragraph 4\n",
        "lake2011-report: line 16: note 1 ",
        "error: 6 gaps in what the facts cover; cite it, or explain it in omissions\n",
    ] {
        assert!(text.contains(expected), "{expected}\nis not in\n{text}");
    }
    let (_, json) = verify(&world, &["--coverage", "--format", "json"]);
    let objects: Vec<serde_json::Value> = json
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    assert!(objects.iter().any(|object| object["type"] == "gap"
        && object["gap"] == "paragraph"
        && object["number"] == 4));
    assert!(
        objects
            .iter()
            .any(|object| object["type"] == "coverage" && object["gaps"] == 6)
    );
}

#[test]
fn an_omission_that_explains_nothing_is_named() {
    let world = World::new().append(
        "seeds/omissions.csv",
        "lake2011-report,2,paragraph,rhetoric,\n",
    );
    let (code, text) = verify(&world, &["--coverage"]);
    assert_eq!(code, 1);
    assert!(text.contains("paragraph 2"), "{text}");
}

#[test]
fn coverage_wants_the_reference_copy() {
    let world = World::new().replace("copies/lake-report.txt", "ever since", "since then");
    let (_, text) = verify(&world, &["--coverage"]);
    assert!(
        text.contains("lake2011-report: coverage not counted; it needs the reference copy"),
        "{text}"
    );
}

#[test]
fn a_part_is_found_in_a_copy_that_divides_its_words_otherwise() {
    let world = World::new()
        .append(
            "seeds/sources.csv",
            "lake2011-box,part,original,lake2011-report,,report,Box,,,,,,,,,,,,,,,,,,,,,,84,29,\n",
        )
        .replace(
            "seeds/citations.csv",
            "c-lake-oldfield,lake2011-report",
            "c-lake-oldfield,lake2011-box",
        );
    assert_eq!(verify(&world, &["--strict"]).0, 0);
    // The apostrophe joins two words into one, and every later word gets another number.
    let world = world.replace(
        "copies/lake-report.txt",
        "May 1999 by Ardenia",
        "May'1999'by'Ardenia",
    );
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("found: c-lake-oldfield (lake2011-box)"),
        "{text}"
    );
}
