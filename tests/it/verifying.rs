//! Every passage opens: one verdict each, whatever was done to the copy, and no altered digit passes.

use crate::world::{World, run, sco};

fn verify(world: &World, more: &[&str]) -> (i32, String) {
    let mut arguments = vec!["verify", "--sources", "copies"];
    arguments.extend(more);
    let run = world.sco(&arguments);
    (run.code, run.stdout + &run.stderr)
}

/// What is told where every passage of the world has the same verdict.
fn all(world: &World, verdict: &str, file: &str, more: &str) -> String {
    let passages = world.count("citations");
    format!(
        "lake2011-report: {passages} passages found in {file}, the reference copy\n{more}{passages} citations: {passages} {verdict}; [..]\n"
    )
}

const COPY: &str = "copies/lake-report.txt";

#[test]
fn the_reference_copy_is_exact_under_any_name() {
    let world = World::new();
    std::fs::rename(world.path(COPY), world.path("copies/download (3).txt")).unwrap();
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    snapbox::assert_data_eq!(text, all(&world, "exact", "download (3).txt", ""));
}

#[test]
fn one_altered_digit_is_noticed() {
    let world = World::new().replace(COPY, "4.2 billion", "4.3 billion");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
lake2011-report: 5 of 6 passages found in lake-report.txt
near: c-lake-trade (lake2011-report, paragraph 3) for [..]: in paragraph 3 of lake-report.txt, but it differs in: `4.3`
  nearest there: Ardenia sold goods worth 4.3 billion dollars to Borland in 2010 and bought goods worth 3.3 billion there, 7.5 billion in all
[..] citations: [..] found, 1 near; [..]
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
lake2011-report: [..] passages found in lake2011-report.html
[..] citations: [..] found; [..]

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
lake2011-report: 5 of 6 passages found in lake-report.txt
ambiguous: c-lake-seat (lake2011-report, paragraph 2) for [..]: stands 2 times in lake-report.txt; lengthen the window
[..] citations: 1 ambiguous, [..] found; [..]
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
lake2011-report: 5 of 6 passages found in lake-report.txt, the reference copy
token_missing: c-lake-founding (lake2011-report, paragraph 2) for [..]: found in lake-report.txt, but without `dorvania`
[..] citations: [..] exact, 1 token_missing; [..]
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
lake2011-report: 6 passages found in lake-report.txt, the reference copy
no copy: pond2012: 1 passage; save a copy as `pond2012` with its ending
[..] citations: [..] exact, 1 no_copy; [..]
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
error: no copy of a known source among 1 file in copies; save each as text, Markdown, HTML, PDF or DOCX, under the name `<source_id>` where it is not found

"#]]
    );
}

#[test]
fn a_folder_that_cannot_be_read_says_why() {
    let run = World::new().sco(&["verify", "--sources", "nowhere"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: cannot read the folder nowhere: No such file or directory (os error 2); name a folder with copies of the documents, or one copy\n"
    );
}

#[test]
fn one_file_may_be_named_instead_of_a_folder() {
    let world = World::new();
    let run = world.sco(&["verify", "--sources", COPY, "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    snapbox::assert_data_eq!(run.stdout, all(&world, "exact", "lake-report.txt", ""));
}

#[test]
fn a_file_that_cannot_be_read_fails_a_strict_run() {
    let world = World::new();
    world.write("copies/picture.jpg", b"\xff\xd8\xff\0");
    assert_eq!(verify(&world, &[]).0, 0);
    let (code, text) = verify(&world, &["--strict", "--quiet"]);
    assert_eq!(code, 1);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
not read: picture.jpg: no text, page, PDF or document; save it as text, HTML, PDF or DOCX
error: 1 file not read

"#]]
    );
}

#[test]
fn a_file_named_after_its_source_that_cannot_be_read_says_so_where_the_copy_is_wanted() {
    let world = World::new();
    std::fs::remove_file(world.path(COPY)).unwrap();
    world.write("copies/lake2011-report.rtf", "{\\rtf1 rye}");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 2);
    assert!(
        text.contains("lake2011-report.rtf: an RTF file; save it as"),
        "{text}"
    );
}

#[test]
fn a_copy_that_is_not_utf8_is_named() {
    let world = World::new();
    world.write("copies/other.txt", b"caf\xe9");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 0);
    let files = "not read: other.txt: not UTF-8 from byte 3 on; name its encoding with --encoding, such as windows-1252, or save it as UTF-8\n";
    snapbox::assert_data_eq!(text, all(&world, "exact", "lake-report.txt", files));
}

#[test]
fn the_remedy_for_a_copy_is_a_field_of_its_own() {
    let world = World::new();
    world.write("copies/other.txt", b"caf\xe9");
    let run = world.sco(&["verify", "--sources", "copies", "--format", "json"]);
    let files = run.objects();
    let other = files.iter().find(|one| one["file"] == "other.txt").unwrap();
    assert_eq!(other["problem"], "not UTF-8 from byte 3 on");
    assert_eq!(
        other["help"],
        "name its encoding with --encoding, such as windows-1252, or save it as UTF-8"
    );

    std::fs::remove_file(world.path("copies/lake-report.txt")).unwrap();
    let run = world.sco(&["verify", "--sources", "copies", "--format", "json"]);
    assert_eq!(
        (run.code, run.objects()),
        (
            2,
            vec![serde_json::json!({
                "type": "error",
                "message": "no copy of a known source among 1 file in copies",
                "help": "save each as text, Markdown, HTML, PDF or DOCX, under the name `<source_id>` where it is not found",
                "faults": [{"message": "other.txt: not UTF-8 from byte 3 on", "help": "name its encoding with --encoding, such as windows-1252, or save it as UTF-8"}],
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
    snapbox::assert_data_eq!(text, all(&world, "exact", "lake-report.txt", ""));
}

#[test]
fn coverage_is_whole_when_all_is_cited_or_explained() {
    let (code, text) = verify(&World::new(), &["--strict", "--coverage"]);
    assert_eq!(code, 0, "{text}");
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
lake2011-report: 6 passages found in lake-report.txt, the reference copy
[..] citations: [..] exact; [..]
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
lake2011-report: 6 passages found in lake-report.txt, the reference copy
[..] citations: [..] exact; [..]
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
lake2011-report: 6 passages found in lake-report.txt, the reference copy
[..] citations: [..] exact; [..]
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
lake2011-report: 5 of 6 passages found in lake-report.txt
missing: c-lake-seat (lake2011-report, paragraph 2) for [..]: not in lake-report.txt
[..] citations: [..] found, 1 missing; [..]
lake2011-report: coverage not counted; it needs the reference copy
error: 1 citation not confirmed

"#]]
    );
}

#[test]
fn a_part_is_found_in_a_copy_that_divides_its_words_otherwise() {
    let world = World::new().with_part("lake2011-box", "84", "29").set(
        "citations",
        "c-lake-oldfield",
        "source_id",
        "lake2011-box",
    );
    assert_eq!(verify(&world, &["--strict"]).0, 0);
    // The apostrophe joins two words into one, and every later word gets another number.
    let world = world.replace(
        "copies/lake-report.txt",
        "May 1999 by Ardenia",
        "May'1999'by'Ardenia",
    );
    let (code, text) = verify(&world, &["--strict", "--all"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("found: c-lake-oldfield (lake2011-box, paragraph 6)"),
        "{text}"
    );
}

/// A world with three parts of the report, and a passage outside them.
fn in_parts() -> World {
    let mut world = World::new();
    for (id, first_word, n_words, citations) in [
        (
            "box-one",
            "6",
            "29",
            &["c-lake-founding", "c-lake-seat"][..],
        ),
        ("box-two", "35", "22", &["c-lake-trade"]),
        (
            "box-three",
            "77",
            "26",
            &["c-lake-cantria", "c-lake-oldfield"],
        ),
    ] {
        world = world.with_part(id, first_word, n_words);
        for citation in citations {
            world = world.set("citations", citation, "source_id", id);
        }
    }
    world
}

#[test]
fn a_compilation_with_something_behind_it_is_not_one_of_its_parts() {
    let world = in_parts().append(COPY, "\nShare this page\n");
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    let world = in_parts().replace(COPY, "4.2 billion", "4.3 billion");
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("near: c-lake-trade (box-two, paragraph 3)"),
        "{text}"
    );
}

#[test]
fn a_copy_that_is_cut_off_or_in_another_language_is_told_as_a_whole() {
    let world = World::new();
    let paragraphs = paragraphs(&world);
    world.write(COPY, paragraphs[..3].join("\n\n"));
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1);
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        "lake2011-report: 3 of 6 passages found in lake-report.txt; nothing after paragraph 3: is the copy cut off?"
    );
    std::fs::remove_file(world.path(COPY)).unwrap();
    for (copy, told) in [
        (
            "Совет озера был создан в мае 1999 года.",
            "most of its letters are Cyrillic",
        ),
        (
            "Der Rat des Sees wurde im Mai 1999 gebildet, und zwar von zwei Ländern.",
            "hardly any English words",
        ),
        (
            "In the year of the lake and of the council, to begin with.",
            "is it another document, or another edition?",
        ),
    ] {
        world.write("copies/lake2011-report.txt", copy);
        let (code, text) = verify(&world, &[]);
        assert_eq!(code, 1);
        assert!(text.lines().next().unwrap().contains(told), "{text}");
    }
}

#[test]
fn seeds_that_lie_here_are_verified_unless_a_database_is_named() {
    let world = World::new();
    world.build();
    let verify = |more: &[&str]| {
        let mut command = sco();
        command
            .current_dir(world.path(""))
            .args(["verify", "--sources", "copies", "--format", "json"])
            .args(more);
        run(&mut command)
    };
    let origin = |more: &[&str]| verify(more).objects().last().unwrap()["origin"].clone();
    assert_eq!(origin(&[]), "seeds");
    assert_eq!(origin(&["--db", "sco.db"]), "sco.db");
    assert_eq!(origin(&["--seeds", "seeds"]), "seeds");
    let both = verify(&["--seeds", "seeds", "--db", "sco.db"]);
    assert_eq!(both.code, 2);
    assert_eq!(
        both.objects()[0]["message"],
        "`--db` and `--seeds` name two places to read from"
    );
    std::fs::rename(world.path("seeds"), world.path("other")).unwrap();
    assert_eq!(origin(&[]), "sco.db");
    std::fs::remove_file(world.path("sco.db")).unwrap();
    let compiled_in = verify(&[]);
    assert_eq!(
        compiled_in.code, 2,
        "no copy of a document of the dataset: {compiled_in:?}"
    );
}

/// The paragraphs of the report.
fn paragraphs(world: &World) -> Vec<String> {
    world.read(COPY).split("\n\n").map(str::to_owned).collect()
}

#[test]
fn a_truncated_copy_hides_nothing_of_a_whole_one() {
    let world = World::new();
    let paragraphs = paragraphs(&world);
    std::fs::rename(world.path(COPY), world.path("copies/z.txt")).unwrap();
    world.write("copies/lake2011-report.txt", paragraphs[..2].join("\n\n"));
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn a_document_in_many_files_is_found_whole() {
    let world = World::new();
    let paragraphs = paragraphs(&world);
    std::fs::remove_file(world.path(COPY)).unwrap();
    std::fs::create_dir(world.path("copies/clips")).unwrap();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        world.write(&format!("copies/clips/{number}.md"), paragraph);
    }
    let (code, text) = verify(&world, &["--strict"]);
    assert_eq!(code, 0, "{text}");
    // What no clip holds is missing, since the clips together are a copy.
    std::fs::remove_file(world.path("copies/clips/2.md")).unwrap();
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("missing: c-lake-trade"), "{text}");
}

#[test]
fn one_clip_confirms_its_passage_and_says_nothing_of_the_others() {
    let world = World::new();
    let paragraphs = paragraphs(&world);
    world.write(COPY, &paragraphs[2]);
    let (code, text) = verify(&world, &["--all"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("found: c-lake-trade"), "{text}");
    let (_, text) = verify(&world, &[]);
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
no copy: lake2011-report: 6 passages, 1 of them stands in excerpts; save a copy as `lake2011-report` with its ending
[..] citations: 1 found, 5 no_copy; [..]

"#]]
    );
    assert_eq!(verify(&world, &["--strict"]).0, 1);
    // A row of a table of fewer than 40 letters and digits may stand in other documents as well.
    let row = "Cantria\t5.0\t2.0\t3.0\t25.0\t25.0\t25.0";
    world.write(COPY, row);
    let (_, text) = verify(&world, &["--all"]);
    assert!(text.contains("6 citations: 6 no_copy"), "{text}");
    world.write(COPY, format!("{}\n\n{row}", paragraphs[2]));
    let (_, text) = verify(&world, &["--all"]);
    assert!(text.contains("found: c-lake-cantria"), "{text}");
}

/// A world with a part of the report that begins at a word, and is said to begin in a paragraph.
fn with_part(first_word: &str, first_paragraph: &str) -> World {
    World::new().with_part("lake-part", first_word, "3").set(
        "sources",
        "lake-part",
        "first_paragraph",
        first_paragraph,
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

/// The report as a page, with its note mark raised.
fn page(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", paragraph.replace('¹', "<sup>1</sup>")))
        .collect();
    format!("<html><body>{}</body></html>", paragraphs.join("\n"))
}

/// The report in every form in which people have it: name and bytes.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    // A note mark inside a passage, which the scheme leaves out as it is.
    let text = &text.replace("in May 19", "in May¹ 19");
    let utf16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = |mark: &str| text.replace('¹', mark).into_bytes();
    let twice = text.replace('“', "&#8220;").replace('”', "&rdquo;");
    // What a program makes that reads UTF-8 as Windows-1252 and saves it again.
    let anew = text
        .replace('¹', "Â¹")
        .replace('“', "â€œ")
        .replace('”', "â€\u{9d}");
    let linked = text.replace(
        "Northport in May",
        "[Northport](https://lake.example/north-\nport) in May",
    );
    let paged = text
        .replace(" and Cantria joined", "\n4\n\u{c} and Cantria joined")
        .replace("and bought", "\n5\n\u{c}and bought");
    vec![
        ("a.txt", utf16),
        ("a.html", page(text).into_bytes()),
        ("a.md", marked("<sup>1</sup>")),
        ("a.md", marked("\\[1\\]")),
        ("a.md", marked("[^1]")),
        ("a.md", marked("^1^")),
        ("a.txt", twice.into_bytes()),
        ("a.txt", anew.into_bytes()),
        ("a.md", linked.into_bytes()),
        ("a.txt", paged.into_bytes()),
    ]
}

#[test]
fn every_form_of_a_copy_confirms_every_passage() {
    let world = World::new();
    let text = world.read(COPY);
    std::fs::remove_file(world.path(COPY)).unwrap();
    for (name, bytes) in forms(&text) {
        let path = format!("copies/{name}");
        world.write(&path, &bytes);
        let (code, told) = verify(&world, &["--strict"]);
        assert_eq!(code, 0, "{told}\n{}", String::from_utf8_lossy(&bytes));
        std::fs::remove_file(world.path(&path)).unwrap();
    }
}

#[test]
fn an_edit_is_noticed_in_every_form_of_a_copy() {
    let world = World::new();
    let text = world.read(COPY);
    std::fs::remove_file(world.path(COPY)).unwrap();
    for (passage, from, to) in [
        ("c-lake-founding", "May 1999", "May 1998"),
        (
            "c-lake-founding",
            "Borland, and Cantria",
            "Borland, and not Cantria",
        ),
        ("c-lake-seat", "ever since", "never since"),
        ("c-lake-trade", "4.2 billion", "42 billion"),
        ("c-lake-trade", "in 2010", "in 20101"),
        ("c-lake-cantria", "5.0\t2.0", "5.0\t2.1"),
        ("c-lake-soldiers", "7 000", "7 001"),
    ] {
        assert!(text.contains(from), "{from}");
        for (name, bytes) in forms(&text.replace(from, to)) {
            let path = format!("copies/{name}");
            world.write(&path, &bytes);
            let run = world.sco(&["verify", "--sources", "copies", "--format", "json"]);
            let verdict = run
                .objects()
                .into_iter()
                .find(|one| one["citation_id"] == passage)
                .map(|one| one["verdict"].clone());
            let verdict = verdict.unwrap();
            assert!(
                verdict == "missing" || verdict == "near",
                "{passage}: {verdict} in {name}: {to}"
            );
            std::fs::remove_file(world.path(&path)).unwrap();
        }
    }
}

#[test]
fn a_passage_that_needs_a_repair_says_which() {
    let world = World::new();
    let text = world.read(COPY).replace("in May", "in May^1^");
    std::fs::remove_file(world.path(COPY)).unwrap();
    world.write("copies/a.md", text);
    let run = world.sco(&["verify", "--sources", "copies", "--all"]);
    assert!(
        run.stdout
            .contains("found: c-lake-founding (lake2011-report, paragraph 2) for "),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains(": in paragraph 2 of a.md, after repairs: note marks\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_encoding_that_is_named_is_read() {
    let world = World::new();
    let text = world.read(COPY);
    let latin: Vec<u8> = text
        .replace(['“', '”'], "\"")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    world.write(COPY, latin);
    assert_eq!(verify(&world, &[]).0, 2);
    let (code, told) = verify(&world, &["--strict", "--encoding", "latin1"]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = verify(&world, &["--encoding", "klingon"]);
    assert_eq!(code, 2);
    assert!(told.contains("`klingon` is no encoding"), "{told}");
}

#[test]
fn a_pdf_is_read_where_its_program_is_installed_and_named_where_it_is_not() {
    let told = |run: crate::world::Run| (run.code, run.stdout + &run.stderr);
    let world = World::new();
    let pages = world.read(COPY).replacen("\n\n", "\n\u{c}", 3);
    std::fs::remove_file(world.path(COPY)).unwrap();
    world.write("copies/lake2011-report.pdf", "%PDF-1.7");
    std::fs::create_dir(world.path("programs")).unwrap();
    let verify = ["verify", "--sources", "copies"];
    let (code, text) = told(world.sco_with_programs_of("programs", &verify));
    assert_eq!(code, 2);
    assert!(
        text.contains(
            "lake2011-report.pdf: a PDF, and pdftotext is not installed; install poppler-utils"
        ),
        "{text}"
    );
    world.put_pdftotext(&pages);
    let (code, text) = told(
        world.sco_with_programs_of("programs", &[&verify[..], &["--strict", "--all"]].concat()),
    );
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("on page 3 of lake2011-report.pdf"), "{text}");
}

#[test]
fn a_sign_that_the_copy_has_otherwise_is_noticed() {
    let world = World::new().with_sentence(
        "The G20 trade of the lake fell by -4.7 % in 2011–12, or $3 for each of its 1/3 of members.",
        "The G20 trade",
        "of members",
    );
    let (code, text) = verify(&world, &["--strict", "--all"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("exact: c-lake-new"), "{text}");
    let whole = world.read(COPY);
    for (from, to, told) in [
        ("G20", "G7", "found in lake-report.txt, but without `g20`"),
        ("G20", "G", "found in lake-report.txt, but without `g20`"),
        (
            "G20",
            "G205",
            "found in lake-report.txt, perhaps with a note mark: `g205` for `g20`",
        ),
        ("-4.7", "4.7", "but without `−4.7%`"),
        ("4.7 %", "4.7", "but without `−4.7%`"),
        ("$3", "€3", "but without `$3`"),
        ("$3", "3", "but without `$3`"),
        ("2011–12", "2011 12", "but without `2011-12`"),
        ("1/3", "1-3", "but without `1/3`"),
        (
            "7.5 billion in",
            "-7.5 billion in",
            "but with `−7.5`, which it does not declare",
        ),
        (
            "7.5 billion in",
            "$7.5 billion in",
            "but with `$7.5`, which it does not declare",
        ),
    ] {
        world.write(COPY, whole.replace(from, to));
        let (code, text) = verify(&world, &[]);
        assert_eq!(code, 1, "{to}: {text}");
        assert!(text.contains("token_missing: c-lake-"), "{to}: {text}");
        assert!(text.contains(told), "{to}: {text}");
        assert!(!text.contains("the reference copy"), "{to}: {text}");
    }
    // So many digits are part of the skeleton, and the passage is not there.
    world.write(COPY, whole.replace("G20", "G2012"));
    let (code, text) = verify(&world, &[]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("near: c-lake-new") && text.contains("differs in: `G2012`"),
        "{text}"
    );
    // Other ways to write the same are no fault.
    for (from, to) in [
        ("-4.7 %", "−4.7%"),
        ("2011–12", "2011-12"),
        ("$3", "\\$3"),
        ("G20 trade", "G20¹ trade"),
    ] {
        world.write(COPY, whole.replace(from, to));
        let (code, text) = verify(&world, &["--strict", "--all"]);
        assert_eq!(code, 0, "{to}: {text}");
        assert!(text.contains("found: c-lake-new"), "{to}: {text}");
    }
}

#[test]
fn a_sign_that_a_passage_does_not_declare_is_a_gap_of_the_coverage() {
    let world = World::new().with_sentence(
        "The trade of the lake fell by -4.7 in the year of 2011, and by little after.",
        "The trade of",
        "little after",
    );
    let covered = |world: &World| verify(world, &["--coverage"]).1;
    assert!(
        !covered(&world).contains("does not declare"),
        "{}",
        covered(&world)
    );
    let world = world
        .set("citations", "c-lake-new", "tokens", "2011|4.7")
        .set("citations", "c-lake-new", "norm", "pa1");
    let text = covered(&world);
    assert!(
        text.contains("`c-lake-new` does not declare `−4.7`, which its digest does not prove"),
        "{text}"
    );
}

#[test]
fn an_occurrence_is_confirmed_in_a_whole_copy_or_between_cited_neighbours() {
    let again = "Its seat has been in Northport ever since.";
    let world = World::new()
        .append(COPY, &format!("\n{again}\n"))
        .with_reference_copy()
        .set("citations", "c-lake-seat", "occurrence", "1");
    let verdict = |world: &World| {
        let (_, text) = verify(world, &["--all"]);
        let line = text.lines().find(|line| line.contains(": c-lake-seat "));
        line.unwrap_or(&text).to_owned()
    };
    assert!(
        verdict(&world).starts_with("exact: "),
        "{}",
        verdict(&world)
    );
    let whole = world.read(COPY);
    // The same skeleton in other bytes; then another text behind it, with both neighbours.
    for text in [whole.to_uppercase(), whole.clone() + "\nShare this page.\n"] {
        world.write(COPY, text);
        let line = verdict(&world);
        assert!(
            line.starts_with("found: ") && line.contains("in paragraph 2 "),
            "{line}"
        );
    }
    // No passage stands after it that would tell.
    let (start, _) = whole.split_once("\n\nArdenia sold").unwrap();
    world.write(COPY, format!("{start}\n\n{again}\n"));
    let line = verdict(&world);
    assert!(line.starts_with("ambiguous: "), "{line}");
    assert!(
        line.contains("does not tell which of its occurrences it is; save the document as a whole"),
        "{line}"
    );
}

#[test]
fn a_word_or_number_that_is_longer_than_in_the_passage_is_no_confirmation() {
    let world = World::new();
    let text = world.read(COPY);
    std::fs::remove_file(world.path(COPY)).unwrap();
    for (passage, from, to) in [
        (
            "c-lake-founding",
            "The Lake Council was",
            "Nonthe Lake Council was",
        ),
        ("c-lake-founding", "joined it in 2004", "joined it in 20045"),
        (
            "c-lake-founding",
            "joined it in 2004",
            "joined it in 2004.5",
        ),
        (
            "c-lake-founding",
            "joined it in 2004",
            "joined it in 2004–05",
        ),
        (
            "c-lake-founding",
            "joined it in 2004",
            "joined it in 2004,500",
        ),
        ("c-lake-seat", "Its seat has", "Whits seat has"),
        ("c-lake-seat", "ever since", "ever sinceless"),
    ] {
        assert!(text.contains(from), "{from}");
        for (name, bytes) in forms(&text.replace(from, to)) {
            let path = format!("copies/{name}");
            world.write(&path, &bytes);
            let run = world.sco(&["verify", "--sources", "copies", "--format", "json"]);
            let found = run.objects().into_iter();
            let mut found = found.filter(|one| one["citation_id"] == passage);
            let told = found.next().unwrap();
            assert_eq!(told["verdict"], "token_missing", "{to} in {name}: {told}");
            std::fs::remove_file(world.path(&path)).unwrap();
        }
    }
}

#[test]
fn the_mark_of_a_note_behind_a_number_is_confirmed_where_it_is_declared() {
    let world = World::new().with_sentence(
        "The mills of the lake ground all the rye of the council in the year of 2011.7 Then they stood.",
        "The mills of",
        "in the year of 2011",
    );
    assert!(world.read("seeds/citations.csv").contains(",pa2,2011⁷,"));
    let whole = world.read(COPY);
    let verdict = |text: String| {
        world.write(COPY, text);
        let (_, text) = verify(&world, &["--all"]);
        let line = text.lines().find(|line| line.contains(": c-lake-new "));
        line.unwrap_or(&text).to_owned()
    };
    for instead in ["2011.", "2011.⁷", "2011 7", "2011.[7]", "2011.7"] {
        let line = verdict(whole.replace("2011.7", instead) + "\nShare.\n");
        assert!(line.starts_with("found: "), "{instead}: {line}");
    }
    for (instead, told) in [
        (
            "2011.8",
            "it ends inside `2011.8`, perhaps with a note mark",
        ),
        (
            "2011.70",
            "it ends inside `2011.70`, perhaps with a note mark",
        ),
        ("2011/7", "it ends inside `2011/7`"),
    ] {
        let line = verdict(whole.replace("2011.7", instead) + "\nShare.\n");
        assert!(line.starts_with("token_missing: "), "{instead}: {line}");
        assert!(line.ends_with(told), "{instead}: {line}");
    }
}
