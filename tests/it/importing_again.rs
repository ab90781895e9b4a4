//! What `sco export --origin` writes of a user's facts is imported again as it is, also after an edit.

mod saved;

use crate::world::{Run, World};

/// A built world with facts of a user of every shape: with lists, with notes, with a detail, with numbers.
fn with_facts() -> World {
    with_facts_in(World::new())
}

fn with_facts_in(world: World) -> World {
    world.build();
    with_a_position_and_a_number(with_memberships(with_works(world)))
}

/// An entity, and two works that are quoted alike.
fn with_works(world: World) -> World {
    world
        .add(
            "mine/entities",
            &[
                ("entity_id", "MY"),
                ("kind", "state"),
                ("name", "Mystate; \"the\" one"),
            ],
        )
        .add(
            "mine/sources",
            &[
                ("source_id", "my-book"),
                ("tier", "cited"),
                ("source_kind", "original"),
                ("kind", "book"),
                ("title", "Länder, Seen"),
                ("authors", "Marsh, J."),
                ("issued", "2005"),
            ],
        )
        .add(
            "mine/sources",
            &[
                ("source_id", "my-other-book"),
                ("tier", "cited"),
                ("source_kind", "original"),
                ("kind", "book"),
                ("title", "Seen und Länder"),
                ("authors", "Marsh, J."),
                ("issued", "2005"),
            ],
        )
}

/// A fact with a note, and one with a detail.
fn with_memberships(world: World) -> World {
    world
        .add(
            "mine/memberships",
            &[
                ("fact_id", "m-mine"),
                ("member", "MY"),
                ("organisation", "LC"),
                ("standing", "observer"),
                ("date", "2012"),
                ("date_role", "since"),
                ("references", "lake2011-report#1"),
            ],
        )
        .add(
            "mine/memberships",
            &[
                ("fact_id", "m-mine-too"),
                ("member", "DOR"),
                ("organisation", "LC"),
                ("standing", "guest"),
                ("date", "2011"),
                ("date_role", "since"),
                (
                    "citations",
                    "c-lake-seat[the first, or \"second\", line];context:c-lake-founding",
                ),
            ],
        )
}

/// A fact with a list, and one with a number.
fn with_a_position_and_a_number(world: World) -> World {
    world
        .add(
            "mine/positions",
            &[
                ("fact_id", "p-mine"),
                ("holder", "mira-oldfield"),
                ("topic", "enlargement"),
                ("about", "MY;LC;DOR"),
                ("date", "2011"),
                ("summary", "The council will admit Mystate."),
                ("status", "attributed"),
                ("attributed_to", "mira-oldfield"),
                ("citations", "c-lake-oldfield"),
            ],
        )
        .add(
            "mine/indicators",
            &[
                ("fact_id", "i-mine"),
                ("subject", "MY"),
                ("indicator", "soldiers"),
                ("value_as_printed", "7 000"),
                ("unit", "persons"),
                ("unit_mult", "0"),
                ("qualifier", "about"),
                ("period", "2011"),
                ("citations", "c-lake-soldiers"),
            ],
        )
}

fn imported() -> World {
    let world = with_facts();
    let run = import(&world, "mine", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    world
}

fn import(world: &World, path: &str, more: &[&str]) -> Run {
    let arguments = ["import", "facts", path, "--origin", "me"];
    world.sco(&[&arguments[..], more].concat())
}

fn export(world: &World, folder: &str, more: &[&str]) {
    let arguments = ["export", "--origin", "me", "--exports", folder];
    let run = world.sco(&[&arguments[..], more].concat());
    assert_eq!(run.code, 0, "{run:?}");
}

/// The user's facts, exported.
fn exported() -> World {
    let world = imported();
    export(&world, "mine-again", &[]);
    world
}

/// Imports what cannot be imported; gives the problems.
fn refused(world: &World, path: &str) -> String {
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = import(world, path, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(before == std::fs::read(world.path("sco.db")).unwrap());
    run.stderr
}

fn last_line(run: &Run) -> &str {
    run.stdout.lines().last().unwrap_or_default()
}

#[test]
fn an_export_of_any_form_is_imported_and_changes_nothing() {
    let world = imported();
    let before = std::fs::read(world.path("sco.db")).unwrap();
    for (folder, form) in [
        ("plain", &[][..]),
        ("for-excel", &["--excel"][..]),
        ("semicolon", &["--delimiter", "semicolon"][..]),
        ("tab", &["--delimiter", "tab", "--excel"][..]),
        ("pipe", &["--delimiter", "pipe"][..]),
    ] {
        export(&world, folder, form);
        let run = import(&world, folder, &[]);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (0, ""),
            "{folder}: {run:?}"
        );
        assert!(
            last_line(&run).starts_with("origin me: 0 inserted, 0 changed, ")
                && last_line(&run).ends_with(" left alone; nothing changed"),
            "{folder}: {run:?}"
        );
        let dry = import(&world, folder, &["--dry-run"]);
        assert!(
            last_line(&dry).ends_with("; nothing would change"),
            "{dry:?}"
        );
    }
    assert!(before == std::fs::read(world.path("sco.db")).unwrap());
}

#[test]
fn an_export_is_imported_into_another_database_and_gives_the_same_export() {
    let world = exported();
    let built = world.sco(&["build", "--db", "other.db", "--no-exports"]);
    assert_eq!(built.code, 0, "{built:?}");
    let run = import(&world, "mine-again", &["--db", "other.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    export(&world, "mine-there", &["--db", "other.db"]);
    assert!(
        crate::world::contents(&world.path("mine-again"))
            == crate::world::contents(&world.path("mine-there"))
    );
    let run = world.sco(&[
        "diff",
        "mine-again",
        "other.db",
        "--origin",
        "me",
        "--exit-code",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn one_edited_cell_changes_one_row_and_what_follows_from_it() {
    let world = exported().set("mine-again/memberships", "m-mine", "date", "2013");
    let run = import(&world, "mine-again", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout
            .contains("memberships: 0 inserted, 1 changed, 1 left alone\n"),
        "{run:?}"
    );
    assert!(
        last_line(&run).starts_with("origin me: 0 inserted, 1 changed, "),
        "{run:?}"
    );
    assert_eq!(
        world.ask("SELECT date || ' ' || date_from || ' ' || date_to FROM memberships WHERE fact_id = 'm-mine'"),
        ["2013 2013-01-01 2013-12-31"]
    );
    // Again: what was left as it was exported is none of the user's words.
    let again = import(&world, "mine-again", &[]);
    assert!(
        last_line(&again).ends_with("; nothing changed"),
        "{again:?}"
    );
    let world = world
        .set("mine-again/memberships", "m-mine", "date_from", "")
        .set("mine-again/memberships", "m-mine", "date_to", "2013-12-31");
    let run = import(&world, "mine-again", &[]);
    assert!(last_line(&run).ends_with("; nothing changed"), "{run:?}");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_number_that_a_spreadsheet_wrote_otherwise_is_the_same_number() {
    let world = exported()
        .set("mine-again/indicators", "i-mine", "value", "7000.00")
        .set("mine-again/indicators", "i-mine", "value_plain", "7e3");
    let run = import(&world, "mine-again", &[]);
    assert!(last_line(&run).ends_with("; nothing changed"), "{run:?}");
    let world = world.set("mine-again/indicators", "i-mine", "value", "7001");
    snapbox::assert_data_eq!(
        refused(&world, "mine-again"),
        snapbox::str![[r#"
mine-again/indicators.csv:2: `value`: `7001` does not follow from `value_as_printed` `7 000`, which gives `7000`; write that, or nothing; to change it, change `value_as_printed`
error: 1 problem

"#]]
    );
}

#[test]
fn a_cell_of_any_file_of_a_fact_is_edited_where_it_stands() {
    let world = exported()
        .set("mine-again/facts", "i-mine", "note", "roughly")
        .replace(
            "mine-again/fact_citations.csv",
            "the first, or",
            "the third, or",
        )
        .replace(
            "mine-again/position_about.csv",
            "p-mine,MY,1,",
            "p-mine,MY,9,",
        );
    let run = import(&world, "mine-again", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.ask("SELECT note FROM facts WHERE fact_id = 'i-mine'"),
        ["roughly"]
    );
    assert_eq!(
        world.ask(
            "SELECT detail FROM fact_citations WHERE fact_id = 'm-mine-too' AND detail IS NOT NULL"
        ),
        ["the third, or \"second\", line"]
    );
    assert_eq!(
        world
            .ask("SELECT entity_id FROM position_about WHERE fact_id = 'p-mine' ORDER BY position"),
        ["LC", "DOR", "MY"]
    );
    let world = world
        .set("mine-again/facts", "m-mine", "status", "said")
        .replace(
            "mine-again/fact_citations.csv",
            "c-lake-soldiers",
            "c-lake-sailors",
        );
    let told = refused(&world, "mine-again");
    assert!(
        told.contains("mine-again/facts.csv:3: `status`: `said` is not a known word"),
        "{told}"
    );
    assert!(
        told.contains("mine-again/fact_citations.csv:2: `citations`: `c-lake-sailors`"),
        "{told}"
    );
}

#[test]
fn an_edited_folder_is_imported_again_and_again_and_into_any_database() {
    let world = exported().set("mine-again/memberships", "m-mine", "date", "2013");
    let note = "note: 2 cells that sco works out are worked out anew, since what they are worked out from was changed; mine-again/memberships.csv:2: `date_from`: `2012-01-01` is `2013-01-01` now\n";
    for _ in 0..2 {
        let run = import(&world, "mine-again", &[]);
        assert_eq!((run.code, run.stderr.as_str()), (0, note), "{run:?}");
    }
    let world = world
        .set("mine-again/memberships", "m-mine-too", "date", "2010-06")
        .set("mine-again/indicators", "i-mine", "unit_mult", "3")
        .set("mine-again/sources", "my-book", "issued", "2006");
    let dry = import(&world, "mine-again", &["--dry-run"]);
    let run = import(&world, "mine-again", &["--format", "json"]);
    assert_eq!((dry.code, run.code), (0, 0), "{dry:?} {run:?}");
    assert_eq!(dry.stderr, run.stderr);
    let objects = run.objects();
    let cells: Vec<_> = objects
        .iter()
        .filter(|object| object["type"] == "recomputed")
        .collect();
    let summary = objects.last().unwrap();
    assert_eq!(summary["recomputed"], cells.len());
    assert!(
        cells.iter().any(|cell| cell["column"] == "value_plain"
            && cell["value"] == "7000"
            && cell["now"] == "7000000"),
        "{cells:?}"
    );
    let built = world.sco(&["build", "--db", "other.db", "--no-exports"]);
    assert_eq!(built.code, 0, "{built:?}");
    let run = import(&world, "mine-again", &["--db", "other.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    export(&world, "here", &[]);
    export(&world, "there", &["--db", "other.db"]);
    assert!(
        crate::world::contents(&world.path("here")) == crate::world::contents(&world.path("there"))
    );
}

/// What somebody wrote into a worked-out cell alone would be lost, so it is refused: beside the record of the export in
/// any database, and without it where the database holds the row.
#[test]
fn a_worked_out_cell_that_alone_was_changed_is_refused() {
    let world = exported()
        .set(
            "mine-again/memberships",
            "m-mine",
            "date_from",
            "2012-02-01",
        )
        .set("mine-again/sources", "my-book", "cite", "Marsh 1999");
    let built = world.sco(&["build", "--db", "other.db", "--no-exports"]);
    assert_eq!(built.code, 0, "{built:?}");
    let told = snapbox::str![[r#"
mine-again/memberships.csv:2: `date_from`: `2012-02-01` does not follow from `date` `2012`, which gives `2012-01-01`; write that, or nothing; to change it, change `date`
mine-again/sources.csv:2: `cite`: `Marsh 1999` does not follow from [..]; write that, or nothing; to change it, change `tier`
error: 2 problems

"#]];
    snapbox::assert_data_eq!(refused(&world, "mine-again"), told.clone());
    let run = import(&world, "mine-again", &["--db", "other.db"]);
    assert_eq!(run.code, 1);
    snapbox::assert_data_eq!(run.stderr, told.clone());
    std::fs::remove_file(world.path("mine-again/worked_out_cells.jsonl")).unwrap();
    snapbox::assert_data_eq!(refused(&world, "mine-again"), told);
    // A database that knows nothing of the row cannot tell; what the user's own words give holds.
    let run = import(&world, "mine-again", &["--db", "other.db"]);
    assert!(
        run.code == 0 && run.stderr.starts_with("note: 2 cells"),
        "{run:?}"
    );
    assert_eq!(
        crate::world::ask(
            &rusqlite::Connection::open(world.path("other.db")).unwrap(),
            "SELECT date_from FROM memberships WHERE fact_id = 'm-mine'"
        ),
        ["2012-01-01"]
    );
}

/// That the date was changed too does not make a date that somebody wrote beside it one that was left over.
#[test]
fn a_worked_out_cell_that_was_changed_beside_its_source_is_refused_unless_it_follows() {
    let world = exported()
        .set("mine-again/memberships", "m-mine", "date", "2013")
        .set(
            "mine-again/memberships",
            "m-mine",
            "date_from",
            "2014-01-01",
        );
    snapbox::assert_data_eq!(
        refused(&world, "mine-again"),
        snapbox::str![[r#"
mine-again/memberships.csv:2: `date_from`: `2014-01-01` does not follow from `date` `2013`, which gives `2013-01-01`; write that, or nothing; to change it, change `date`
error: 1 problem

"#]]
    );
    let world = world
        .set(
            "mine-again/memberships",
            "m-mine",
            "date_from",
            "2013-01-01",
        )
        .set("mine-again/memberships", "m-mine", "date_to", "");
    let run = import(&world, "mine-again", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
}

#[test]
fn a_record_of_the_export_that_was_damaged_is_named() {
    let world = exported();
    world.write("mine-again/worked_out_cells.jsonl", "{}\n");
    assert_eq!(
        refused(&world, "mine-again"),
        "mine-again/worked_out_cells.jsonl:1: is not as it was exported; put the file back, or remove it\nerror: 1 problem\n"
    );
}

/// Lines that were taken out of the lists of a fact go, and are counted and named in every form.
#[test]
fn what_was_taken_out_of_a_list_is_counted_and_named() {
    let world = exported();
    let without = |world: &World, file: &str, part: &str| {
        let text = world.read(file);
        let kept: String = text
            .split_inclusive('\n')
            .filter(|line| !line.contains(part))
            .collect();
        assert_ne!(kept, text);
        world.write(file, kept);
    };
    without(&world, "mine-again/fact_citations.csv", "c-lake-founding,");
    without(&world, "mine-again/position_about.csv", "p-mine,DOR");
    without(&world, "mine-again/fact_references.csv", "m-mine,");
    let dry = import(&world, "mine-again", &["--dry-run"]);
    let json = import(&world, "mine-again", &["--dry-run", "--format", "json"]);
    assert!(
        last_line(&dry).contains(", 0 would be changed, 3 would be removed, ")
            && !last_line(&dry).contains("nothing"),
        "{dry:?}"
    );
    let objects = json.objects();
    assert_eq!(objects.last().unwrap()["removed"], 3);
    let list = objects
        .iter()
        .find(|object| object["table"] == "position_about")
        .unwrap();
    assert_eq!(
        (&list["removed"], &list["removed_rows"]),
        (&1.into(), &serde_json::json!(["p-mine DOR"]))
    );
    let run = import(&world, "mine-again", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    for line in [
        "fact_citations: 0 inserted, 0 changed, 1 removed, 4 left alone\n  removed: m-mine-too c-lake-founding\n",
        "fact_references: 0 inserted, 0 changed, 1 removed, 0 left alone\n  removed: m-mine lake2011-report 1 1\n",
        "position_about: 0 inserted, 0 changed, 1 removed, 2 left alone\n  removed: p-mine DOR\n",
    ] {
        assert!(run.stdout.contains(line), "{line}{run:?}");
    }
    assert!(last_line(&run).contains(" 3 removed, "), "{run:?}");
    assert!(
        world
            .ask("SELECT citation_id FROM fact_citations WHERE citation_id = 'c-lake-founding' AND origin = 'me'")
            .is_empty()
    );
    let again = import(&world, "mine-again", &[]);
    assert!(
        last_line(&again).ends_with("; nothing changed") && !again.stdout.contains("removed"),
        "{again:?}"
    );
    // The same in the form of the seeds.
    let world = world.set("mine/positions", "p-mine", "about", "MY");
    let run = import(&world, "mine/positions.csv", &[]);
    assert!(
        run.stdout.contains(
            "position_about: 0 inserted, 0 changed, 1 removed, 1 left alone\n  removed: p-mine LC\n"
        ),
        "{run:?}"
    );
}

/// Of two rows of one list with the same place, nobody can say which comes first.
#[test]
fn two_rows_at_one_place_of_a_list_are_refused() {
    let world = exported();
    let file = "mine-again/position_about.csv";
    let as_exported = world.read(file);
    let at = |place: &str| {
        let edited = as_exported.replacen(",2,", &format!(",{place},"), 1);
        assert_ne!(edited, as_exported);
        world.write(file, edited);
    };
    at("1");
    assert_eq!(
        refused(&world, "mine-again"),
        "mine-again/position_about.csv:4: `position`: `1` is the place of the row on line 3, too; number the rows of \
         the list in their order, each with a place of its own\nerror: 1 problem\n"
    );
    // A gap leaves no doubt.
    at("4");
    let run = import(&world, "mine-again", &[]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// R writes empty cells as `NA` unless told otherwise. A single one may be a code.
#[test]
fn empty_cells_that_r_wrote_as_na_are_refused_in_one_message_a_file() {
    let world = with_facts();
    let as_r = |text: &str| -> String {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let mut writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Necessary)
            .from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            let cells = record
                .iter()
                .map(|cell| if cell.is_empty() { "NA" } else { cell });
            writer.write_record(cells).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let seeds = world.read("mine/memberships.csv");
    world.write("mine/memberships.csv", as_r(&seeds));
    let told = refused(&world, "mine/memberships.csv");
    assert!(
        told.starts_with("mine/memberships.csv: has ")
            && told.contains(" cells with `NA`, and none that is empty in the same columns: R writes empty cells so; write it with `write.csv(")
            && told.ends_with("\nerror: 1 problem\n"),
        "{told}"
    );
    world.write("mine/memberships.csv", seeds);
    let run = import(&world, "mine", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    export(&world, "from-r", &[]);
    for file in ["facts", "positions"] {
        let path = format!("from-r/{file}.csv");
        let text = as_r(&world.read(&path));
        world.write(&path, text);
    }
    let told = refused(&world, "from-r");
    let files = told.lines().count() - 1;
    assert!(
        told.lines()
            .take(files)
            .all(|line| line.contains("R writes empty cells so")),
        "{told}"
    );

    // The code of Namibia, alone and beside other cells.
    for (codes, is_fine) in [
        ("entity_id,scheme,code\nMY,iso2,NA\n", true),
        ("entity_id,scheme,code\nMY,iso2,NA\nMY,iso3,NA\n", false),
    ] {
        std::fs::create_dir_all(world.path("codes")).unwrap();
        world.write("codes/entity_codes.csv", codes);
        let run = import(&world, "codes/entity_codes.csv", &["--dry-run"]);
        assert_eq!(!run.stderr.contains("R writes"), is_fine, "{run:?}");
    }
}

/// Where a column holds texts, R leaves the empty ones as they are. Beside an empty cell of the same column `NA` is
/// somebody's word.
#[test]
fn empty_cells_that_r_wrote_as_na_in_some_columns_are_refused_in_one_message() {
    let world = with_facts();
    world.write(
        "mine/entities.csv",
        "entity_id,kind,name,number,note\nmy-lake,place,My lake,NA,\nmy-town,place,My town,NA,by the lake\n",
    );
    let told = refused(&world, "mine/entities.csv");
    assert!(
        told.starts_with("mine/entities.csv: has 2 cells with `NA`, and none that is empty in the same columns: R "),
        "{told}"
    );
    world.write(
        "mine/entities.csv",
        "entity_id,kind,name,number,note\nmy-lake,place,My lake,NA,\nmy-town,place,My town,NA,\nmy-hill,place,My hill,,\n",
    );
    assert!(!refused(&world, "mine/entities.csv").contains("R writes"));
}

#[test]
fn whose_rows_an_export_holds_is_not_passed_over_in_silence() {
    let world = exported();
    for db in ["other.db", "third.db"] {
        let built = world.sco(&["build", "--db", db, "--no-exports"]);
        assert_eq!(built.code, 0, "{built:?}");
    }
    let as_another = |world: &World, more: &[&str]| {
        let arguments = ["import", "facts", "mine-again", "--origin", "you"];
        world.sco(&[&arguments[..], more].concat())
    };
    // Where the ids are taken, one message; where they are not, a note.
    let run = as_another(&world, &[]);
    assert_eq!(run.code, 1);
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
mine-again/[..].csv:2: `[..]`: `[..]` is the first of [..] rows whose ids are those of rows of `me` in sco.db; import them with `--origin me` if they are those rows, or give each an id of its own
error: 1 problem

"#]]
    );
    let run = as_another(&world, &["--db", "other.db"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr
            .ends_with(" rows exported under the origin `me` are kept as `you`\n"),
        "{run:?}"
    );
    for (origin, exported_as) in [("you", "me".into()), ("me", serde_json::Value::Null)] {
        let run = world.sco(&[
            "import",
            "facts",
            "mine-again",
            "--origin",
            origin,
            "--db",
            "third.db",
            "--dry-run",
            "--format",
            "json",
        ]);
        assert_eq!(
            run.objects().last().unwrap()["exported_as"],
            exported_as,
            "{run:?}"
        );
    }
    // A cell that somebody wrote is refused.
    let world = world.set("mine-again/memberships", "m-mine", "origin", "sombody");
    assert_eq!(
        refused(&world, "mine-again"),
        "mine-again/memberships.csv:2: `origin`: `sombody` is not `me`, the origin under which the rows are kept; write `me` there, or nothing; `--origin` alone says whose the rows are\nerror: 1 problem\n"
    );
    let world = world.set("mine-again/memberships", "m-mine", "origin", "");
    assert_eq!(import(&world, "mine-again", &[]).code, 0);
}

#[test]
fn rows_of_the_dataset_are_refused_in_one_message() {
    let world = exported();
    let one = |told: &str| {
        assert_eq!(told.lines().count(), 2, "{told}");
        told.to_owned()
    };
    snapbox::assert_data_eq!(
        one(&refused(&world, "exports")),
        snapbox::str![[r#"
exports/citations.csv:2: is the first of [..] rows of the dataset `sco-facts` itself, whose ids cannot be yours; export your own with `sco export --origin NAME`; facts of yours want ids of their own
error: 1 problem

"#]]
    );
    std::fs::remove_file(world.path("seeds/released_ids.csv")).unwrap();
    snapbox::assert_data_eq!(
        one(&refused(&world, "seeds")),
        snapbox::str![[r#"
seeds/sources.csv:2: is the first of [..] rows, which all have ids of the dataset `sco-facts`; import facts of your own, with ids of their own
error: 1 problem

"#]]
    );
    // One row among others has a message of its own.
    let world = world.replace("mine/entities.csv", "MY,", "ARD,");
    let told = refused(&world, "mine/entities.csv");
    assert!(
        told.starts_with("mine/entities.csv:2: `entity_id`: `ARD` is the id of a row of `sco-facts` in sco.db; give it another entity_id, or leave the row out\n"),
        "{told}"
    );
}

#[test]
fn an_export_that_lacks_something_is_refused_in_one_message_a_file() {
    let world = imported();
    for (more, message) in [
        (
            &[
                "--only",
                "memberships",
                "--columns",
                "fact_id,member,date_from",
            ][..],
            "part/memberships.csv:1: is an export of `memberships` without `organisation`, `standing`, `date`, `date_role`; export it again with all its columns: without `--columns`\nerror: 1 problem\n",
        ),
        (
            &["--only", "entities", "--columns", "entity_id,name"][..],
            "part/entities.csv:1: `kind` is missing from the header; add the column; the header is: entity_id,kind,name,in_text,number,note\nerror: 1 problem\n",
        ),
        (
            &["--only", "memberships"][..],
            "part/memberships.csv: is an export without `facts.csv` and `fact_citations.csv` and `fact_references.csv`, where the rest of its facts stands; import the folder as it was exported, or facts in the form that `sco template` shows\nerror: 1 problem\n",
        ),
        (
            &["--only", "facts,fact_citations,fact_references"][..],
            "part/facts.csv:2: `kind`: `indicators` names the table of 1 fact, and there is no `indicators.csv`; import the folder as it was exported\npart/facts.csv:3: `kind`: `memberships` names the table of 2 facts, and there is no `memberships.csv`; import the folder as it was exported\npart/facts.csv:5: `kind`: `positions` names the table of 1 fact, and there is no `positions.csv`; import the folder as it was exported\nerror: 3 problems\n",
        ),
        (
            &["--only", "v_memberships"][..],
            "part/v_memberships.csv: shows what stands in other tables; import the tables that it shows; a folder is imported as it was exported\nerror: 1 problem\n",
        ),
    ] {
        let _ = std::fs::remove_dir_all(world.path("part"));
        export(&world, "part", more);
        let path = if more.contains(&"v_memberships") {
            "part/v_memberships.csv"
        } else {
            "part"
        };
        assert_eq!(refused(&world, path), message);
    }
}

#[test]
fn rows_that_miss_each_other_are_named() {
    let lines = |world: &World, file: &str, without: &str| {
        let text = world.read(file);
        let kept: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with(without))
            .collect();
        assert!(kept.len() < text.lines().count());
        world.write(file, kept.join("\n") + "\n");
    };
    let world = exported();
    lines(&world, "mine-again/memberships.csv", "m-mine,");
    lines(&world, "mine-again/facts.csv", "i-mine,");
    snapbox::assert_data_eq!(
        refused(&world, "mine-again"),
        snapbox::str![[r#"
mine-again/fact_citations.csv:2: `fact_id`: `i-mine` has no row in `facts.csv`; put it back, or take the fact out of all files
mine-again/facts.csv:2: `fact_id`: `m-mine` has no row in `memberships.csv`; put it back, or take the fact out of all files
mine-again/indicators.csv:2: `fact_id`: `i-mine` has no row in `facts.csv`; add it there with its status and rank, and its passages in `fact_citations.csv`
error: 3 problems

"#]]
    );
}

#[test]
fn a_view_in_the_folder_is_passed_over_unless_somebody_changed_it() {
    let world = exported().set("mine-again/v_memberships", "m-mine", "member", "Yourstate");
    assert_eq!(
        refused(&world, "mine-again"),
        "mine-again/v_memberships.csv: was changed since it was exported, and only shows what stands in other tables; make the change in those tables, and remove this file\nerror: 1 problem\n"
    );
    export(&world, "views", &["--only", "v_facts,v_memberships"]);
    let run = import(&world, "views", &[]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: views holds views alone, which show what stands in tables; export the tables too: without `--only`, or with their names\n"
        )
    );
    std::fs::remove_file(world.path("mine-again/v_memberships.csv")).unwrap();
    assert_eq!(import(&world, "mine-again", &[]).code, 0);
    std::fs::remove_file(world.path("mine-again/SHA256SUMS")).unwrap();
    let told = refused(&world, "mine-again");
    assert!(told.contains("mine-again/v_facts.csv: only shows what stands in other tables, and no `SHA256SUMS` tells whether it was changed; remove it, or import the folder as it was exported\n"), "{told}");
}

/// The rows of a file as a spreadsheet might save them: with a sign of its own between cells, without the quotes that
/// it does not need, and with other line ends.
fn saved_again(text: &str, sign: u8, end: csv::Terminator) -> String {
    let mut reader = csv::ReaderBuilder::new();
    let rows = reader.has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new();
    let mut writer = writer
        .delimiter(sign)
        .terminator(end)
        .from_writer(Vec::new());
    for row in rows.into_records() {
        writer.write_record(&row.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Whoever opens every file of the folder in a spreadsheet and saves it has changed nothing.
#[test]
fn a_folder_that_a_spreadsheet_saved_is_imported_as_it_is() {
    let numbers = |text: &str| {
        assert!(text.contains(",7000,"), "{text}");
        text.replace(",7000,", ",7000.00,")
    };
    for form in [&[][..], &["--excel", "--delimiter", "tab"]] {
        let world = imported();
        export(&world, "mine-again", form);
        for name in crate::world::contents(&world.path("mine-again")).into_keys() {
            let is_csv = name.to_ascii_lowercase().ends_with(".csv");
            if !is_csv {
                continue;
            }
            let name = format!("mine-again/{name}");
            let text = world.read(&name);
            let text = text.trim_start_matches('\u{feff}').replace('\t', ",");
            let text = if name.ends_with("/v_indicators.csv") {
                numbers(&text)
            } else {
                text
            };
            world.write(&name, saved_again(&text, b';', csv::Terminator::CRLF));
        }
        let run = import(&world, "mine-again", &[]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(last_line(&run).ends_with("; nothing changed"), "{run:?}");
        // As a spreadsheet of a language with decimal commas saves it.
        let view = "mine-again/v_indicators.csv";
        let saved = world.read(view);
        // Of a text that it took for a number, the table tells.
        for (was, now) in [("7000.00;", "7000,00;"), ("7 000", "7000")] {
            world.write(view, saved.replace(was, now));
            let run = import(&world, "mine-again", &[]);
            assert!(last_line(&run).ends_with("; nothing changed"), "{run:?}");
        }
        // One cell, one column or one row that is another is a change.
        let rows: Vec<&str> = saved.lines().collect();
        for changed in [
            saved.replace("7000.00;", "7001.00;"),
            saved.replace("7000.00;", "7,000;"),
            saved.replace("7 000", "7 001"),
            saved.replacen("subject;", "object;", 1),
            rows[..rows.len() - 1].join("\r\n"),
            [&rows[..], &rows[1..2]].concat().join("\r\n"),
            format!("{saved}\"half"),
        ] {
            assert_ne!(changed, saved);
            world.write(view, changed);
            assert_eq!(
                refused(&world, "mine-again"),
                "mine-again/v_indicators.csv: was changed since it was exported, and only shows what stands in other tables; make the change in those tables, and remove this file\nerror: 1 problem\n"
            );
        }
        world.write(view, saved);
        let text = world.read("mine-again/SHA256SUMS");
        let other: Vec<&str> = text
            .lines()
            .filter(|line| !line.contains("v_indicators"))
            .collect();
        world.write("mine-again/SHA256SUMS", other.join("\n") + "\n");
        assert!(
            refused(&world, "mine-again").contains("no `SHA256SUMS` tells whether it was changed")
        );
    }
}

#[test]
fn files_that_a_spreadsheet_saves_are_read_or_say_what_to_do() {
    let world = with_facts();
    // In many countries a spreadsheet writes semicolons.
    let entities = world.read("mine/entities.csv").replace(',', ";");
    let entities = entities.replace("\"Mystate; \"\"the\"\" one\"", "Mystate");
    world.write(
        "mine/entities.csv",
        format!("\u{feff}{}", entities.replace('\n', "\r\n")),
    );
    let run = import(&world, "mine/entities.csv", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(entities.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    world.write("mine/entities.csv", utf16);
    assert_eq!(
        refused(&world, "mine/entities.csv"),
        "mine/entities.csv: is in UTF-16; save the file as CSV in UTF-8\nerror: 1 problem\n"
    );
}
