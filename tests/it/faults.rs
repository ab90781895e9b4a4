//! One run names every fault of every file by place, value and remedy, and writes nothing.

use crate::world::World;

/// A world with more than twenty different faults in twelve files.
fn faulty() -> World {
    let world = with_bad_form(with_bad_facts(with_bad_entities(World::new())));
    let mut indicators = world.read("seeds/indicators.csv").into_bytes();
    indicators.extend(b"i-two,LC,caf\xe9\n");
    world.write("seeds/indicators.csv", indicators);
    world
}

fn with_bad_entities(world: World) -> World {
    world
        .set("sources", "lake2011-report", "tier", "seeds")
        .set("entities", "DOR", "kind", "country")
        .add(
            "entities",
            &[("entity_id", "mar1"), ("kind", "place"), ("name", "March")],
        )
        .add(
            "entities",
            &[
                ("entity_id", "ARD"),
                ("kind", "state"),
                ("name", "Ardenia again"),
            ],
        )
        .add(
            "entity_names",
            &[
                ("entity_id", "NOBODY"),
                ("name", "nobody"),
                ("name_kind", "variant"),
            ],
        )
        .add(
            "entity_codes",
            &[
                ("entity_id", "ARD"),
                ("scheme", "m49"),
                ("code", "051"),
                ("valid_from", "1980"),
                ("valid_to", "1970x"),
            ],
        )
}

fn with_bad_facts(world: World) -> World {
    world
        .set("memberships", "m-can", "standing", "membr")
        .set("memberships", "m-can", "date", "2004-13")
        .set("offices", "o-oldfield", "date_role", "")
        .set("relations", "r-seat", "predicate", "soldiers")
        .set("events", "ev-founding", "place", "southport")
        .set("trade_figures", "t-bor-total", "value_as_printed", "8.5")
        .set(
            "trade_figures",
            "t-can-import-growth",
            "value_as_printed",
            "25,0",
        )
        .set("positions", "p-oldfield", "attributed_to", "")
        .add(
            "fact_links",
            &[
                ("fact_id", "m-ard"),
                ("link", "corrects"),
                ("other_fact", "m-nobody"),
            ],
        )
        .add(
            "retired_ids",
            &[("id", "m-bor"), ("kind", "fact"), ("reason", "gone")],
        )
}

/// Faults of the form of a file, which no row of cells can have.
fn with_bad_form(world: World) -> World {
    world
        .replace("seeds/citations.csv", ",note", ",remark")
        .append("seeds/terms.csv", "unused,topic\n")
        .append("seeds/event_participants.csv", "ep-\"x,ev-founding\n")
}

#[test]
fn every_fault_of_every_file_is_named_in_one_run() {
    let run = faulty().sco(&["check"]);
    assert_eq!(run.code, 1);
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
seeds/citations.csv:1: `note` is missing from the header; add the column; the header is: citation_id,[..]
seeds/citations.csv:1: `remark` is no column of `citations`; rename it to one of the missing columns (note), or remove it
seeds/entities.csv:5: `kind`: `country` is not a known word; use one of: state, [..]
seeds/entities.csv:10: `entity_id`: `mar1` is an id that a spreadsheet takes for a date or a value; choose a longer one
seeds/entities.csv:11: `entity_id`: `ARD` has the key of seeds/entities.csv:2; give one of them another entity_id, or remove one
seeds/entity_codes.csv:3: `valid_to`: `1970x` is not accepted; write a year of four digits
seeds/entity_names.csv:3: `entity_id`: `NOBODY` is not in entities; correct the id, or add its row to entities
seeds/event_participants.csv:4: has a quote inside a cell that does not begin with one; put the cell in quotes and double the quotes inside it
seeds/events.csv:2: `place`: `southport` is not in entities; did you mean `northport`? correct the id, or add its row to entities
seeds/fact_links.csv:2: `other_fact`: `m-nobody` is not in facts; correct the id, or add its row to facts
seeds/indicators.csv:3: has bytes that are not UTF-8; save the file as UTF-8
seeds/memberships.csv:3: `fact_id`: `m-bor` was retired (seeds/retired_ids.csv:2); give the row a new id
seeds/memberships.csv:4: `date`: `2004-13` is not an EDTF date: there is no month 13; months run from 01 to 12
seeds/memberships.csv:4: `standing`: `membr` is not a known word; did you mean `member`? use one of: founding_member, [..]
seeds/offices.csv:2: `date_role`: is empty beside a date; write since, until, as_of or during
seeds/positions.csv:2: `attributed_to`: is empty for an attributed fact; name the entity that says so
seeds/relations.csv:2: `predicate`: `soldiers` is a term of kind indicator; use a term of kind predicate
seeds/sources.csv:2: `tier`: `seeds` is not a known word; did you mean `seed`? use one of: seed, part, cited
seeds/terms.csv:45: `unused` has 2 cells, and the header has [..]; add or remove commas; a cell with a comma in it stands in quotes
seeds/trade_figures.csv:4: `value_as_printed`: `8.5` is not in the passages behind it (they declare: 2010 3.3 4.2 7.5); correct the number, or cite the passage that prints it and declare it there as a token
seeds/trade_figures.csv:4: `value_as_printed`: `8.5` is not the sum of exports and imports: 4.2 and 3.3 are printed beside 8.5; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out
seeds/trade_figures.csv:9: `value_as_printed`: `25,0` is not a printed number: a thousands separator stands before groups of three digits, such as `12,345`; copy the whole number, and where the document has a decimal comma give the value with a point and a note

"#]]
    );
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
error: [..] problems

"#]]
    );
}

#[test]
fn the_same_faults_come_as_objects() {
    let world = faulty();
    let run = world.sco(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let objects: Vec<serde_json::Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects.len(), world.problems().len());
    let retired = objects
        .iter()
        .find(|object| object["value"] == "m-bor")
        .unwrap();
    assert_eq!(
        *retired,
        serde_json::json!({
            "type": "problem", "file": "seeds/memberships.csv", "line": 3, "column": "fact_id", "value": "m-bor",
            "message": "was retired (seeds/retired_ids.csv:2)", "help": "give the row a new id",
            "rule": "retired_ids_stay_retired",
        })
    );
}

#[test]
fn bad_seeds_leave_the_database_and_the_exports_alone() {
    let world = World::new();
    world.build();
    let before = (
        std::fs::read(world.path("sco.db")).unwrap(),
        crate::world::contents(&world.path("exports")),
    );
    let world = world.set("memberships", "m-ard", "date_role", "from");
    let run = world.sco(&["build"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
seeds/memberships.csv:2: `date_role`: `from` is not a known word; use one of: since, until, as_of, during
error: 1 problem

"#]]
    );
    let after = (
        std::fs::read(world.path("sco.db")).unwrap(),
        crate::world::contents(&world.path("exports")),
    );
    assert!(before == after);
}

#[test]
fn an_open_quote_ends_its_own_file_alone() {
    let world = World::new()
        .set(
            "offices",
            "o-oldfield",
            "organisation",
            "xharbour-institute",
        )
        .replace("seeds/memberships.csv", "m-bor,BOR", "m-bor,\"BOR");
    let problems = world.problems();
    assert_eq!(
        problems,
        [
            "seeds/memberships.csv:3: opens a quote that is never closed; the rest of the file was not read; close the quote",
            "seeds/offices.csv:2: `organisation`: `xharbour-institute` is not in entities; did you mean `harbour-institute`? correct the id, or add its row to entities",
        ]
    );
}

/// A near name is looked for on behalf of a hundred unknown ids, which keeps a wrong file from taking minutes.
#[test]
fn the_first_hundred_unknown_ids_are_told_a_near_one() {
    let unknown =
        ('a'..='z').flat_map(|first| ('a'..='d').map(move |last| format!("northpo{first}{last}")));
    let world = unknown.take(101).fold(World::new(), |world, id| {
        let cells = [
            ("fact_id", format!("ev-{id}")),
            ("kind", "founding".to_owned()),
            ("title", "Founding".to_owned()),
            ("date", "1999".to_owned()),
            ("place", id),
            ("status", "stated".to_owned()),
            ("rank", "normal".to_owned()),
            ("citations", "c-lake-founding".to_owned()),
        ];
        world.add(
            "events",
            &cells
                .each_ref()
                .map(|(column, cell)| (*column, cell.as_str())),
        )
    });
    let problems = world.problems();
    let told = |words: &str| problems.iter().filter(|line| line.contains(words)).count();
    assert_eq!(told(" is not in entities; "), 101);
    assert_eq!(told("; did you mean `northport`? "), 100);
}

#[test]
fn a_missing_and_an_unknown_file_are_named() {
    let world = World::new();
    std::fs::rename(
        world.path("seeds/offices.csv"),
        world.path("seeds/office.csv"),
    )
    .unwrap();
    snapbox::assert_data_eq!(
        world.sco(&["check"]).stdout,
        snapbox::str![[r#"
seeds/office.csv: is no table of this dataset; rename it to `offices.csv`, or remove it
seeds/offices.csv: is missing; make the file, if only with its header: fact_id,person,[..]

"#]]
    );
    // No name but the exact one is read, on any system.
    let world = World::new();
    for name in ["entities.CSV", "Events.csv"] {
        world.write(&format!("seeds/{name}"), "x\n");
    }
    snapbox::assert_data_eq!(
        world.sco(&["check"]).stdout,
        snapbox::str![[r#"
seeds/Events.csv: is no table of this dataset; rename it to `events.csv`, or remove it
seeds/entities.CSV: is no table of this dataset; rename it to `entities.csv`, or remove it

"#]]
    );
}

#[test]
fn line_ends_byte_order_mark_and_column_order_do_not_matter() {
    let world = World::new();
    let swapped = world
        .read("seeds/entities.csv")
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.reverse();
            cells.join(",") + "\r\n"
        })
        .collect::<String>();
    world.write("seeds/entities.csv", format!("\u{feff}{swapped}"));
    assert_eq!(
        world.sco(&["check"]).stdout,
        format!(
            "{} facts, {} rules, no problem\n",
            World::new().count_facts(),
            sco_facts::check::RULES.len()
        )
    );
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_refused() {
    for (cell, wrong) in [
        (
            "=1+1",
            "`=1+1` would be run as a formula by spreadsheets; reword the cell",
        ),
        (
            "@name",
            "`@name` would be run as a formula by spreadsheets; reword the cell",
        ),
        (" blank", "` blank` has blanks around it; remove them"),
        (
            "N/A",
            "`N/A` is no value; leave the cell empty where nothing is known",
        ),
        (
            "two\nlines",
            "`two\\nlines` has a line break or control character in it; write it on one line",
        ),
        (
            "Cafe\u{301}",
            "`Cafe\u{301}` is not in Unicode form NFC; retype its accented letters as single characters",
        ),
    ] {
        let world = World::new().set("entities", "CAN", "note", cell);
        assert_eq!(
            world.problems(),
            [format!("seeds/entities.csv:4: `note`: {wrong}")]
        );
    }
}

/// A detail of a passage and a note have cells of their own in the export.
#[test]
fn a_part_of_a_cell_that_a_spreadsheet_would_run_is_refused() {
    for (column, cell, wrong) in [
        (
            "citations",
            "c-lake-founding[=1+1]",
            "`c-lake-founding[=1+1]` has `=1+1` in it, which would be run as a formula by spreadsheets; reword the cell",
        ),
        (
            "references",
            "lake2011-report#=1",
            "`lake2011-report#=1` has `=1` in it, which would be run as a formula by spreadsheets; reword the cell",
        ),
    ] {
        let world = World::new().set("memberships", "m-bor", column, cell);
        let line = format!("`{column}`: {wrong}");
        assert!(
            world.problems().iter().any(|found| found.ends_with(&line)),
            "{:?}",
            world.problems()
        );
    }
}

/// What no spreadsheet would run goes in and comes out as it is; and `NA` is a code of a state.
#[test]
fn a_text_that_only_looks_like_a_formula_comes_out_unharmed() {
    for text in [
        "+972 Magazine",
        "- a remark",
        "@home in Cantria",
        "می\u{200c}خواهم",
    ] {
        let world = World::new().set("entities", "CAN", "note", text);
        world.build();
        let written = if text.starts_with(char::is_alphabetic) {
            text.to_owned()
        } else {
            format!("\"{text}\"")
        };
        let line = format!("CAN,state,Cantria,,,{written},sco-facts");
        let exported = world.read("exports/entities.csv");
        assert!(exported.lines().any(|found| found == line), "{exported}");
    }
    let world = World::new().add(
        "entity_codes",
        &[
            ("entity_id", "BOR"),
            ("scheme", "iso3166_1_alpha2"),
            ("code", "NA"),
        ],
    );
    world.build();
    assert!(
        world
            .read("exports/entity_codes.csv")
            .contains("BOR,iso3166_1_alpha2,NA,")
    );
}
