//! The passage itself: printed from the user's own copy, with a link made at that moment.

use crate::world::{World, contents};

const COPY: &str = "copies/lake-report.txt";

fn open(world: &World, more: &[&str]) -> (i32, String) {
    let mut arguments = vec!["open", "--sources", "copies"];
    arguments.extend(more);
    let run = world.sco(&arguments);
    (run.code, run.stdout + &run.stderr)
}

/// The object that is printed of one passage.
fn object(world: &World, id: &str) -> serde_json::Value {
    let run = world.sco(&["open", id, "--sources", "copies", "--format", "json"]);
    run.objects().remove(0)
}

fn fragment(world: &World, id: &str) -> String {
    object(world, id)["opened"]["fragment"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_passage_is_printed_from_the_copy_with_its_surroundings_and_a_link() {
    let world = World::new();
    let (code, text) = open(&world, &["c-lake-founding", "c-lake-seat"]);
    assert_eq!(code, 0, "{text}");
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
c-lake-founding (lake2011-report, paragraph 2) for m-ard, m-bor, m-can, r-seat, ev-founding, ep-founding-ard, ep-founding-bor: exact: in paragraph 2 of lake-report.txt
  passage: The Lake Council was set up in Northport in May **1999** by Ardenia and Borland, and Cantria joined it in **2004**.¹
  after:   Its seat has been in Northport ever since.
  link:    https://lake.example/report#:~:text=The%20Lake%20Council%20was,joined%20it%20in%202004
c-lake-seat (lake2011-report, paragraph 2) for r-seat: exact: in paragraph 2 of lake-report.txt
  before:  The Lake Council was set up in Northport in May 1999 by Ardenia and Borland, and Cantria joined it in 2004.¹
  passage: Its seat has been in Northport ever since.
  link:    https://lake.example/report#:~:text=Its%20seat%20has%20been%20in%20Northport%20ever%20since

"#]]
    );
}

#[test]
fn the_words_that_carry_the_number_are_marked() {
    let world = World::new();
    let marked = |id: &str| object(&world, id)["marked"].as_str().unwrap().to_owned();
    // Those that the fact prints that is asked for; else the numbers that the passage declares.
    assert_eq!(
        marked("t-bor-export"),
        "Ardenia sold goods worth **4.2** billion dollars to Borland in 2010 and bought goods worth 3.3 billion there, 7.5 billion in all."
    );
    assert_eq!(
        marked("c-lake-trade"),
        "Ardenia sold goods worth **4.2** billion dollars to Borland in **2010** and bought goods worth **3.3** billion there, **7.5** billion in all."
    );
    assert!(marked("c-lake-oldfield").contains("by **2012**"));
    assert!(marked("c-lake-soldiers").contains("some **7 000** soldiers"));
}

#[test]
fn a_link_names_the_ends_of_a_long_passage_and_the_whole_of_a_short_one() {
    let world = World::new();
    assert_eq!(
        fragment(&world, "c-lake-trade"),
        "text=Ardenia%20sold%20goods%20worth,7.5%20billion%20in%20all"
    );
    assert_eq!(
        fragment(&world, "c-lake-seat"),
        "text=Its%20seat%20has%20been%20in%20Northport%20ever%20since"
    );
}

#[test]
fn a_link_finds_no_other_place_of_the_same_words() {
    // The first words stand before, and the last ones inside the passage: both are told longer.
    let world = World::new()
        .replace(
            COPY,
            "The Lake Council and its members",
            "Ardenia sold goods worth very little",
        )
        .replace(COPY, "to Borland in 2010", "to Borland. 7.5 billion in all");
    let world = cited_again(
        world,
        "c-lake-trade",
        "Ardenia sold goods worth 4",
        "there, 7.5 billion in all",
    );
    assert_eq!(
        fragment(&world, "c-lake-trade"),
        "text=Ardenia%20sold%20goods%20worth%204.2,there%2C%207.5%20billion%20in%20all"
    );
}

/// A world in which a passage is cited anew in the copy that it has.
fn cited_again(world: World, id: &str, from: &str, to: &str) -> World {
    let mut world = world
        .with_reference_copy()
        .set("citations", id, "start_word", "9999");
    let cite = [
        "cite",
        "--source",
        "lake2011-report",
        "--file",
        COPY,
        "--format",
        "json",
    ];
    let made = world.sco(&[&cite[..], &["--from", from, "--to", to]].concat());
    assert_eq!(made.code, 0, "{made:?}");
    let line = made.objects().remove(0);
    for column in ["start_word", "n_chars", "n_words", "digest"] {
        let text = line[column].to_string();
        world = world.set("citations", id, column, text.trim_matches('"'));
    }
    world
}

#[test]
fn a_fact_an_entity_and_a_document_open_their_passages() {
    let world = World::new();
    let opened = |id: &str| {
        let run = world.sco(&["open", id, "--sources", "copies", "--format", "json"]);
        assert_eq!(run.code, 0, "{run:?}");
        let ids = run.objects().into_iter();
        ids.map(|one| one["citation_id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(opened("lake2011-report").len(), world.count("citations"));
    assert!(opened("ARD").contains(&"c-lake-trade".to_owned()));
    let fact = object(&world, "c-lake-soldiers")["facts"][0]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(opened(&fact), ["c-lake-soldiers"]);
}

#[test]
fn an_id_behind_which_no_passage_stands_is_named() {
    let world = World::new();
    for id in ["nothing", "marsh2005-lakes"] {
        let (code, text) = open(&world, &[id]);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(&format!("`{id}`")), "{text}");
    }
}

#[test]
fn a_passage_that_the_copy_has_otherwise_is_told_and_fails() {
    let world = World::new().replace(COPY, "4.2 billion", "4.3 billion");
    let (code, text) = open(&world, &["c-lake-trade"]);
    assert_eq!(code, 1);
    assert!(
        text.contains("near: in paragraph 3 of lake-report.txt, but it differs in: `4.3`"),
        "{text}"
    );
    assert!(
        text.contains("nearest: Ardenia sold goods worth 4.3 billion"),
        "{text}"
    );
    assert!(!text.contains("link:"), "{text}");
    let (code, text) = open(&world, &["c-lake-seat"]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn a_note_mark_is_printed_and_kept_out_of_the_link() {
    let world = World::new().replace(COPY, "has been in Northport", "has¹ been² in³ Northport¹²");
    let (code, text) = open(&world, &["c-lake-seat"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("passage: Its seat has¹ been² in³ Northport¹² ever since."),
        "{text}"
    );
}

#[test]
fn the_links_alone_are_for_scripts() {
    let world = World::new();
    let (code, text) = open(&world, &["c-lake-seat", "--link"]);
    assert_eq!(
        (code, text.as_str()),
        (
            0,
            "https://lake.example/report#:~:text=Its%20seat%20has%20been%20in%20Northport%20ever%20since\n"
        )
    );
}

#[test]
fn show_prints_the_passages_under_the_fact() {
    let world = World::new();
    assert_eq!(world.sco(&["build", "--no-exports"]).code, 0);
    let run = world.sco(&["show", "c-lake-seat", "--sources", "copies"]);
    assert_eq!(run.code, 0, "{run:?}");
    let (shown, passages) = run.stdout.split_once("passages in your copies:\n").unwrap();
    assert!(shown.starts_with("c-lake-seat\ncitations · c-lake-seat\n"));
    assert!(
        passages.contains("  passage: Its seat has been in Northport ever since.\n"),
        "{passages}"
    );
    let run = world.sco(&[
        "show",
        "c-lake-seat",
        "--sources",
        "copies",
        "--format",
        "json",
    ]);
    let object = run.objects().remove(0);
    assert_eq!(object["passages_in_your_copies"][0]["verdict"], "exact");
}

#[test]
fn a_pdf_opens_at_its_page() {
    let world = World::new();
    // What stands for pdftotext prints the copy as two pages.
    let text = world
        .read(COPY)
        .replace("Table 1", "\u{c}Table 1")
        .replace("In the view", "\u{c}In the view");
    world.put_pdftotext(&text);
    std::fs::remove_file(world.path(COPY)).unwrap();
    world.write("copies/lake report.pdf", "%PDF-1.4\n");
    let open = ["open", "c-lake-soldiers", "--sources", "copies"];
    let run = world.sco_with_programs_of("programs", &open);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout.contains("found: on page 3 of lake report.pdf"),
        "{run:?}"
    );
    assert!(
        run.stdout.contains("copies/lake%20report.pdf#page=3\n"),
        "{run:?}"
    );
    assert!(run.stdout.contains("file:///"), "{run:?}");
}

#[test]
fn nothing_of_a_copy_is_stored() {
    let world = World::new();
    let all = || ["", "copies", "seeds"].map(|folder| contents(&world.path(folder)));
    let before = all();
    open(&world, &["lake2011-report"]);
    assert_eq!(all(), before);
}

#[test]
fn verify_looks_at_named_passages_alone() {
    let world = World::new().replace(COPY, "4.2 billion", "4.3 billion");
    let run = world.sco(&["verify", "c-lake-seat", "--sources", "copies"]);
    assert_eq!(run.code, 0, "{run:?}");
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
lake2011-report: 1 passage found in lake-report.txt
1 citation: 1 found; [..] s, citations of seeds

"#]]
    );
    let run = world.sco(&[
        "verify",
        "c-lake-seat",
        "c-lake-trade",
        "--sources",
        "copies",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    let run = world.sco(&["verify", "nothing", "--sources", "copies"]);
    assert_eq!(run.code, 2, "{run:?}");
    let run = world.sco(&["verify", "c-lake-seat", "--coverage", "--sources", "copies"]);
    assert_eq!(run.code, 2, "{run:?}");
}
