//! Every passage opens: one verdict each, whatever was done to the copy, and no altered digit passes.

use crate::world::World;

fn verify(world: &World, more: &[&str]) -> (i32, String) {
    let mut arguments = vec!["verify", "--sources", "copies"];
    arguments.extend(more);
    let run = world.sco(&arguments);
    (run.code, run.stdout + &run.stderr)
}

/// What is told where every passage of the world has the same verdict.
fn all(world: &World, verdict: &str, files: &str) -> String {
    let passages = world.count("citations");
    format!("{files}{passages} citations: {passages} {verdict}; [..]\n")
}

const COPY: &str = "copies/lake-report.txt";

#[test]
fn the_reference_copy_is_exact_under_any_name() {
    let world = World::new();
    std::fs::rename(world.path(COPY), world.path("copies/download (3).txt")).unwrap();
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    snapbox::assert_data_eq!(
        text,
        all(
            &world,
            "exact",
            "download (3).txt: lake2011-report, the reference copy\n"
        )
    );
}

#[test]
fn one_altered_digit_is_noticed() {
    let world = World::new().replace(COPY, "4.2 billion", "4.3 billion");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
found: c-lake-cantria (lake2011-report): at word 77 of lake-report.txt
found: c-lake-founding (lake2011-report): at word 6 of lake-report.txt
found: c-lake-oldfield (lake2011-report): at word 84 of lake-report.txt
found: c-lake-seat (lake2011-report): at word 27 of lake-report.txt
found: c-lake-soldiers (lake2011-report): at word 103 of lake-report.txt
missing: c-lake-trade (lake2011-report): not where it may stand in lake-report.txt, a copy of `lake2011-report` by content
lake-report.txt: lake2011-report, by content; it differs from the reference copy
[..] citations: [..] found, 1 missing; [..] s
error: 1 citation not confirmed

"#]]
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
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
lake2011-report.html: lake2011-report, the reference copy
[..] citations: [..] exact; [..] s

"#]]
    );
}

#[test]
fn a_passage_that_stands_twice_is_ambiguous() {
    let world = World::new().append(COPY, "\nIts seat has been in Northport ever since.\n");
    assert_eq!(verify(&world, &[]).0, 0);
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
found: c-lake-cantria (lake2011-report): at word 77 of lake-report.txt
found: c-lake-founding (lake2011-report): at word 6 of lake-report.txt
found: c-lake-oldfield (lake2011-report): at word 84 of lake-report.txt
ambiguous: c-lake-seat (lake2011-report): stands 2 times in lake-report.txt; lengthen the window
found: c-lake-soldiers (lake2011-report): at word 103 of lake-report.txt
found: c-lake-trade (lake2011-report): at word 35 of lake-report.txt
lake-report.txt: lake2011-report, by content; it differs from the reference copy
[..] citations: 1 ambiguous, [..] found; [..] s
error: 1 citation not confirmed

"#]]
    );
}

#[test]
fn a_token_that_is_not_in_its_passage_is_named() {
    let world = World::new().set(
        "citations",
        "c-lake-founding",
        "tokens",
        "1999|2004|borland|dorvania",
    );
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
token_missing: c-lake-founding (lake2011-report): found in lake-report.txt, but without `dorvania`
lake-report.txt: lake2011-report, the reference copy
[..] citations: [..] exact, 1 token_missing; [..] s
error: 1 citation not confirmed

"#]]
    );
}

#[test]
fn a_document_without_a_copy_fails_only_when_strict() {
    let world = World::new()
        .add(
            "sources",
            &[
                ("source_id", "pond2012"),
                ("tier", "seed"),
                ("source_kind", "original"),
                ("kind", "report"),
                ("title", "The pond"),
                ("paragraph_rule", "blank_line"),
                ("ref_chars", "100"),
                ("ref_digest", &"0".repeat(64)),
            ],
        )
        .add(
            "citations",
            &[
                ("citation_id", "c-pond"),
                ("source_id", "pond2012"),
                ("locator_label", "paragraph"),
                ("locator", "1"),
                ("start_word", "0"),
                ("n_chars", "50"),
                ("n_words", "9"),
                ("digest", &"1".repeat(64)),
                ("norm", "pa1"),
            ],
        )
        .set(
            "relations",
            "r-seat",
            "citations",
            "c-lake-founding;c-lake-seat;c-pond",
        );
    assert_eq!(verify(&world, &[]).0, 0);
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
no_copy: c-pond (pond2012): save a copy as `pond2012.txt`, `.md` or `.html`
lake-report.txt: lake2011-report, the reference copy
[..] citations: [..] exact, 1 no_copy; [..] s
error: 1 citation not confirmed

"#]]
    );
}

#[test]
fn a_folder_in_which_nothing_is_recognised_is_exit_2() {
    let world = World::new();
    world.write("copies/lake-report.txt", "something else altogether");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 2);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
error: no copy of a known source among 1 text file in copies; name each `<source_id>.txt`, `.md` or `.html`

"#]]
    );
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
    let files = "lake-report.txt: lake2011-report, the reference copy\nother.txt: not UTF-8 from byte 3 on; save it as UTF-8\n";
    snapbox::assert_data_eq!(text, all(&world, "exact", files));
}

#[test]
fn the_remedy_for_a_copy_is_a_field_of_its_own() {
    let world = World::new();
    world.write("copies/other.txt", b"caf\xe9");
    let run = world.sco(&["verify", "--sources", "copies", "--format", "json"]);
    let files = run.objects();
    let other = files.iter().find(|one| one["file"] == "other.txt").unwrap();
    assert_eq!(other["problem"], "not UTF-8 from byte 3 on");
    assert_eq!(other["help"], "save it as UTF-8");

    std::fs::remove_file(world.path("copies/lake-report.txt")).unwrap();
    let run = world.sco(&["verify", "--sources", "copies", "--format", "json"]);
    assert_eq!(
        (run.code, run.objects()),
        (
            2,
            vec![serde_json::json!({
                "type": "error",
                "message": "no copy of a known source among 1 text file in copies",
                "help": "name each `<source_id>.txt`, `.md` or `.html`",
                "faults": [{"message": "other.txt: not UTF-8 from byte 3 on", "help": "save it as UTF-8"}],
            })]
        )
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
    let exact = objects
        .iter()
        .filter(|object| object["type"] == "citation" && object["verdict"] == "exact")
        .count();
    assert_eq!(exact, world.count("citations"));
    assert_eq!(
        objects.last().unwrap()["verdicts"],
        serde_json::json!({"exact": exact})
    );
}

#[test]
fn a_database_can_be_verified_as_well() {
    let world = World::new();
    world.build();
    let (code, text) = verify(&world, &["--strict", "--db", "sco.db"]);
    assert_eq!(code, 0, "{text}");
    let files = "lake-report.txt: lake2011-report, the reference copy\n";
    snapbox::assert_data_eq!(text, all(&world, "exact", files));
}

#[test]
fn coverage_is_whole_when_all_is_cited_or_explained() {
    let (code, text) = verify(&World::new(), &["--strict", "--coverage"]);
    assert_eq!(code, 0, "{text}");
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
lake-report.txt: lake2011-report, the reference copy
[..] citations: [..] exact; [..] s
lake2011-report: 7 paragraphs: 4 covered, 3 explained, 0 open; 17 numbers: 14 covered, 3 explained, 0 open; 1 notes: 1 covered, 0 explained, 0 open

"#]]
    );
}

#[test]
fn a_paragraph_a_number_and_a_note_that_nothing_rests_on_are_named() {
    let world = World::new()
        .remove("omissions", "lake2011-report 4 paragraph")
        .set("citations", "c-lake-founding", "tokens", "2004")
        .set("source_references", "lake2011-report", "note", "table-1")
        .set("memberships", "m-ard", "references", "")
        .set("memberships", "m-bor", "references", "")
        .set("memberships", "m-can", "references", "")
        .set("events", "ev-founding", "references", "");
    let (code, text) = verify(&world, &["--coverage"]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
lake-report.txt: lake2011-report, the reference copy
[..] citations: [..] exact; [..] s
lake2011-report: line 3: no citation carries `1999` of paragraph 2
lake2011-report: line 7: nothing is cited from paragraph 4
lake2011-report: line 7: no citation carries `1` of paragraph 4
lake2011-report: line 7: no citation carries `2010` of paragraph 4
lake2011-report: line 7: no citation carries `billion` of paragraph 4
lake2011-report: line 16: note 1 of `lake2011-report` has no reference
lake2011-report: 7 paragraphs: 4 covered, 2 explained, 1 open; 17 numbers: 13 covered, 0 explained, 4 open; 1 notes: 0 covered, 0 explained, 1 open
error: 6 gaps in what the facts cover; cite it, or explain it in omissions

"#]]
    );
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
    let world = World::new().add(
        "omissions",
        &[
            ("source_id", "lake2011-report"),
            ("paragraph", "2"),
            ("omitted", "paragraph"),
            ("reason", "rhetoric"),
        ],
    );
    let (code, text) = verify(&world, &["--coverage"]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
lake-report.txt: lake2011-report, the reference copy
[..] citations: [..] exact; [..] s
lake2011-report: remove the omission of paragraph 2: a citation lies in the paragraph
lake2011-report: 7 paragraphs: 4 covered, 3 explained, 0 open; 17 numbers: 14 covered, 3 explained, 0 open; 1 notes: 1 covered, 0 explained, 0 open
error: 1 gap in what the facts cover; cite it, or explain it in omissions

"#]]
    );
}

#[test]
fn coverage_wants_the_reference_copy() {
    let world = World::new().replace("copies/lake-report.txt", "ever since", "since then");
    let (_, text) = verify(&world, &["--coverage"]);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
found: c-lake-cantria (lake2011-report): at word 77 of lake-report.txt
found: c-lake-founding (lake2011-report): at word 6 of lake-report.txt
found: c-lake-oldfield (lake2011-report): at word 84 of lake-report.txt
missing: c-lake-seat (lake2011-report): not where it may stand in lake-report.txt, a copy of `lake2011-report` by content
found: c-lake-soldiers (lake2011-report): at word 103 of lake-report.txt
found: c-lake-trade (lake2011-report): at word 35 of lake-report.txt
lake-report.txt: lake2011-report, by content; it differs from the reference copy
[..] citations: [..] found, 1 missing; [..] s
lake2011-report: coverage not counted; it needs the reference copy
error: 1 citation not confirmed

"#]]
    );
}

#[test]
fn a_part_is_found_in_a_copy_that_divides_its_words_otherwise() {
    let world = World::new()
        .add(
            "sources",
            &[
                ("source_id", "lake2011-box"),
                ("tier", "part"),
                ("source_kind", "original"),
                ("part_of", "lake2011-report"),
                ("kind", "report"),
                ("title", "Box"),
                ("first_word", "84"),
                ("n_words", "29"),
            ],
        )
        .set("citations", "c-lake-oldfield", "source_id", "lake2011-box");
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

/// A world with a part of the report that begins at a word, and is said to begin in a paragraph.
fn with_part(first_word: &str, first_paragraph: &str) -> World {
    World::new().add(
        "sources",
        &[
            ("source_id", "lake-part"),
            ("tier", "part"),
            ("source_kind", "original"),
            ("part_of", "lake2011-report"),
            ("kind", "report"),
            ("title", "A part of the report"),
            ("first_paragraph", first_paragraph),
            ("first_word", first_word),
            ("n_words", "3"),
        ],
    )
}

#[test]
fn a_part_begins_in_the_paragraph_that_its_record_names() {
    // The last word of the second paragraph, and the first of the third.
    for (first_word, first_paragraph) in [("34", "2"), ("35", "3")] {
        let (code, text) = verify(&with_part(first_word, first_paragraph), &[]);
        assert_eq!(code, 0, "{text}");
    }
    for (first_word, first_paragraph, told) in [
        (
            "34",
            "3",
            "first_paragraph is 3, but the part's first word stands in paragraph 2 of lake-report.txt; correct first_paragraph, or first_word",
        ),
        (
            "35",
            "2",
            "first_paragraph is 2, but the part's first word stands in paragraph 3 of lake-report.txt; correct first_paragraph, or first_word",
        ),
        (
            "9000",
            "2",
            "first_word is 9000, but lake-report.txt has only [..] words; correct first_word",
        ),
    ] {
        let (code, text) = verify(&with_part(first_word, first_paragraph), &["--quiet"]);
        assert_eq!(code, 1, "{text}");
        snapbox::assert_data_eq!(
            text,
            format!(
                "misplaced: lake-part: {told}\nerror: 1 part begins elsewhere than recorded; correct sources\n"
            )
        );
    }
    // In another copy paragraphs and words may be others.
    let world = with_part("34", "3").replace(COPY, "4.2 billion", "4.2 thousand million");
    let (_, text) = verify(&world, &[]);
    assert!(!text.contains("misplaced"), "{text}");
}
