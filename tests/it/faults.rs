//! One run names every fault of every file by place, value and remedy, and writes nothing.

use crate::world::World;

/// A world with more than twenty different faults in twelve files.
fn faulty() -> World {
    let world = World::new()
        .replace(
            "seeds/sources.csv",
            "lake2011-report,seed,original",
            "lake2011-report,seeds,original",
        )
        .replace("seeds/citations.csv", ",tokens,note", ",tokens,remark")
        .replace("seeds/entities.csv", "DOR,state", "DOR,country")
        .append(
            "seeds/entities.csv",
            "mar1,place,March,\nARD,state,Ardenia again,\n",
        )
        .append("seeds/entity_names.csv", "NOBODY,nobody,variant,en,,\n")
        .append("seeds/entity_codes.csv", "ARD,m49,4,1980,1970x,\n")
        .append(
            "seeds/terms.csv",
            "unused,topic,unused,never used,surplus\n",
        )
        .replace(
            "seeds/memberships.csv",
            "m-can,CAN,LC,member,2004,",
            "m-can,CAN,LC,membr,2004-13,",
        )
        .replace("seeds/offices.csv", "2011,as_of", "2011,")
        .replace("seeds/relations.csv", "based-in", "soldiers")
        .replace("seeds/events.csv", "northport,LC", "southport,LC")
        .append(
            "seeds/event_participants.csv",
            "ep-\"x,ev-founding,CAN,founder,stated,,normal,,,,c-lake-founding,\n",
        )
        .replace("seeds/trade_figures.csv", "value,,7.5", "value,,8.5")
        .replace(
            "seeds/trade_figures.csv",
            "t-can-import-growth,ARD,CAN,import,total,2010,2009,growth,,25.0",
            "t-can-import-growth,ARD,CAN,import,total,2010,2009,growth,,\"25,0\"",
        )
        .replace(
            "seeds/positions.csv",
            "attributed,mira-oldfield",
            "attributed,",
        )
        .append("seeds/fact_links.csv", "m-ard,corrects,m-nobody,\n")
        .append("seeds/retired_ids.csv", "m-bor,fact,,gone\n");
    let mut indicators = world.read("seeds/indicators.csv").into_bytes();
    indicators.extend(
        b"i-two,LC,soldiers,,,,7 000,persons,0,about,stated,,normal,,,caf\xe9,c-lake-soldiers,\n",
    );
    world.write("seeds/indicators.csv", indicators);
    world
}

const EXPECTED: &[&str] = &[
    "seeds/citations.csv:1: `remark` is no column of `citations`; rename it to one of the missing columns (note), or remove it",
    "seeds/citations.csv:1: `note` is missing from the header; add the column",
    "seeds/entities.csv:5: `kind`: `country` is not a known word; use one of: state, aggregate",
    "seeds/entities.csv:10: `entity_id`: `mar1` is an id that a spreadsheet takes for a date or a value; choose a longer one",
    "seeds/entities.csv:11: `entity_id`: `ARD` has the key of seeds/entities.csv:2; give one of them another entity_id, or remove one",
    "seeds/entity_codes.csv:3: `valid_to`: `1970x` is not accepted; write a year of four digits",
    "seeds/entity_names.csv:3: `entity_id`: `NOBODY` is not in entities; correct the id, or add its row to entities",
    "seeds/event_participants.csv:4: has a quote inside a cell that does not begin with one; put the cell in quotes",
    "seeds/events.csv:2: `place`: `southport` is not in entities; correct the id",
    "seeds/fact_links.csv:2: `other_fact`: `m-nobody` is not in facts; correct the id",
    "seeds/indicators.csv:3: has bytes that are not UTF-8; save the file as UTF-8",
    "seeds/memberships.csv:4: `date`: `2004-13` is not an EDTF date",
    "seeds/memberships.csv:4: `standing`: `membr` is not a known word; use one of: founding_member, member",
    "seeds/offices.csv:2: `date_role`: is empty beside a date; write since, until, as_of or during",
    "seeds/positions.csv:2: `attributed_to`: is empty for an attributed fact; name the entity that says so",
    "seeds/relations.csv:2: `predicate`: `soldiers` is a term of kind indicator; use a term of kind predicate",
    "seeds/memberships.csv:3: `fact_id`: `m-bor` was retired (seeds/retired_ids.csv:2); give the row a new id",
    "seeds/sources.csv:2: `tier`: `seeds` is not a known word; use one of: seed, part, cited",
    "seeds/terms.csv:7: `unused` has 5 cells, and the header has 4; add or remove commas",
    "seeds/trade_figures.csv:4: `value_as_printed`: `8.5` is not in the passages behind it (they declare: 2010 3.3 4.2 7.5)",
    "seeds/trade_figures.csv:4: `value_as_printed`: `8.5` is not the sum of exports and imports: 4.2 and 3.3 are printed beside 8.5",
    "seeds/trade_figures.csv:9: `value_as_printed`: `25,0`",
];

#[test]
fn every_fault_of_every_file_is_named_in_one_run() {
    let problems = faulty().problems();
    for expected in EXPECTED {
        assert!(
            problems.iter().any(|line| line.starts_with(expected)),
            "{expected}\nis not in\n{}",
            problems.join("\n")
        );
    }
    assert_eq!(problems.len(), EXPECTED.len(), "{}", problems.join("\n"));
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
    assert_eq!(objects.len(), EXPECTED.len());
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
    let world = world.replace("seeds/memberships.csv", "founding_member", "founder");
    let run = world.sco(&["build"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr.ends_with("error: 2 problems\n"),
        "{}",
        run.stderr
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
        .replace("seeds/memberships.csv", "m-bor,BOR", "m-bor,\"BOR")
        .replace("seeds/offices.csv", "head,", "head,x");
    let problems = world.problems();
    assert_eq!(
        problems,
        [
            "seeds/memberships.csv:3: opens a quote that is never closed; the rest of the file was not read; close the quote",
            "seeds/offices.csv:2: `organisation`: `xharbour-institute` is not in entities; correct the id, or add its row to entities",
        ]
    );
}

#[test]
fn a_missing_and_an_unknown_file_are_named() {
    let world = World::new();
    std::fs::rename(
        world.path("seeds/offices.csv"),
        world.path("seeds/office.csv"),
    )
    .unwrap();
    let problems = world.problems();
    assert!(
        problems[0].starts_with(
            "seeds/office.csv:0: is no table of this dataset; rename it to one of: sources,"
        ),
        "{problems:?}"
    );
    assert!(problems[1].starts_with("seeds/offices.csv:0: is missing; make the file, if only with its header: fact_id,person,"), "{problems:?}");
    assert_eq!(problems.len(), 2, "{problems:?}");
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
            "20 facts, {} rules, no problem\n",
            sco_facts::check::RULES.len()
        )
    );
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_refused() {
    for (cell, wrong) in [
        (
            "=1+1",
            "begins with a sign that spreadsheets take for a formula",
        ),
        (
            "@name",
            "begins with a sign that spreadsheets take for a formula",
        ),
        (" blank", "has blanks around it"),
        ("N/A", "is no value"),
        (
            "\"two\nlines\"",
            "has a line break or control character in it",
        ),
        ("Cafe\u{301}", "is not in Unicode form NFC"),
    ] {
        let world = World::new().replace(
            "seeds/entities.csv",
            "CAN,state,Cantria,",
            &format!("CAN,state,Cantria,{cell}"),
        );
        let problems = world.problems();
        assert!(problems[0].contains(wrong), "{cell}: {problems:?}");
    }
}
