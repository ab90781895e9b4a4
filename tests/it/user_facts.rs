//! A user's own facts go through the same rules, stay over a build, and go again without a trace.

use std::io::Write;
use std::process::Stdio;

use sco_facts::passages::skeleton::Skeleton;

use crate::world::{Run, World, sco};

/// A built world with a folder of a user's facts that lean on curated rows.
fn with_facts() -> World {
    let world = World::new();
    world.build();
    world.with_facts_of_mine(&[])
}

fn import(world: &World, more: &[&str]) -> Run {
    let mut arguments = vec!["import", "facts", "--origin", "me"];
    arguments.extend(more);
    world.sco(&arguments)
}

fn imported() -> World {
    let world = with_facts();
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 0, "{run:?}");
    world
}

fn database(world: &World) -> Vec<u8> {
    std::fs::read(world.path("sco.db")).unwrap()
}

/// A file from before numbers had families, fractions and events goes on as it was.
#[test]
fn a_file_without_later_columns_is_taken() {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("mine")).unwrap();
    world.write(
        "mine/terms.csv",
        "term,kind,label,meaning\nmy-part,indicator,my part,a part of mine\nmy-unit,unit,of the whole,as printed\n",
    );
    world.write(
        "mine/indicators.csv",
        "fact_id,subject,indicator,about,period,base_period,value_as_printed,unit,unit_mult,qualifier,status,attributed_to,rank,rank_reason,claim_group,note,citations,references\n\
         i-mine,LC,my-part,,2011,,7 000,my-unit,0,exact,stated,,normal,,,,c-lake-soldiers,\n\
         i-mine-too,LC,my-part,,2012,,7 000,persons,0,exact,stated,,normal,,,,c-lake-soldiers,\n\
         i-mine-soldiers,LC,soldiers,,2012,,7 000,my-unit,0,exact,stated,,normal,,,,c-lake-soldiers,\n",
    );
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.ask("SELECT subject_id || ' ' || value || ' ' || value_basis || ' ' || ifnull(family, '-') FROM v_indicators WHERE origin = 'me' ORDER BY fact_id"),
        ["LC 7000.0 printed -", "LC 7000.0 printed number", "LC 7000.0 printed -"]
    );
}

#[test]
fn facts_are_imported_once() {
    let world = with_facts();
    let before = database(&world);
    let dry = import(&world, &["mine", "--dry-run"]);
    snapbox::assert_data_eq!(
        dry.stdout,
        snapbox::str![[r#"
entities: 1 would be inserted, 0 would be changed, 0 left alone
facts: 1 would be inserted, 0 would be changed, 0 left alone
fact_citations: 1 would be inserted, 0 would be changed, 0 left alone
memberships: 1 would be inserted, 0 would be changed, 0 left alone
origin me: 4 would be inserted, 0 would be changed, 0 left alone

"#]]
    );
    assert!(before == database(&world));
    let first = import(&world, &["mine"]);
    snapbox::assert_data_eq!(
        first.stdout,
        snapbox::str![[r#"
entities: 1 inserted, 0 changed, 0 left alone
facts: 1 inserted, 0 changed, 0 left alone
fact_citations: 1 inserted, 0 changed, 0 left alone
memberships: 1 inserted, 0 changed, 0 left alone
origin me: 4 inserted, 0 changed, 0 left alone

"#]]
    );
    let after = database(&world);
    let second = import(&world, &["mine"]);
    snapbox::assert_data_eq!(
        second.stdout,
        snapbox::str![[r#"
entities: 0 inserted, 0 changed, 1 left alone
facts: 0 inserted, 0 changed, 1 left alone
fact_citations: 0 inserted, 0 changed, 1 left alone
memberships: 0 inserted, 0 changed, 1 left alone
origin me: 0 inserted, 0 changed, 4 left alone; nothing changed

"#]]
    );
    assert!(after == database(&world));
    assert_eq!(
        world.ask("SELECT statement FROM v_memberships WHERE origin = 'me'"),
        ["Mystate is an observer in Lake Council (since 2012)"]
    );
}

#[test]
fn a_changed_row_is_changed_and_the_others_left_alone() {
    let world = imported().set("mine/memberships", "m-mine", "date", "2013");
    std::fs::remove_file(world.path("mine/entities.csv")).unwrap();
    let run = import(&world, &["mine"]);
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
facts: 0 inserted, 0 changed, 1 left alone
fact_citations: 0 inserted, 0 changed, 1 left alone
memberships: 0 inserted, 1 changed, 0 left alone
origin me: 0 inserted, 1 changed, 2 left alone

"#]]
    );
    assert_eq!(
        world.ask("SELECT date FROM memberships WHERE origin = 'me'"),
        ["2013"]
    );
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE origin = 'me'"),
        ["Mystate"]
    );
}

#[test]
fn faults_of_several_files_are_named_in_one_run_and_nothing_is_written() {
    let world = with_facts()
        .set("mine/entities", "MY", "kind", "country")
        .set("mine/memberships", "m-mine", "standing", "watcher")
        .add(
            "mine/memberships",
            &[
                ("fact_id", "m-ard"),
                ("member", "MY"),
                ("organisation", "LC"),
                ("standing", "guest"),
                ("date", "2012"),
                ("date_role", "since"),
            ],
        );
    world.write("mine/trade.csv", "x\n");
    let before = database(&world);
    let run = import(&world, &["mine"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
mine/entities.csv:2: `kind`: `country` is not a known word; use one of: state, [..]
mine/memberships.csv:2: `standing`: `watcher` is not a known word; use one of: founding_member, [..]
mine/memberships.csv:3: `fact_id`: `m-ard` is the id of a row of `sco-facts` in sco.db; give it another fact_id, or leave the row out
mine/trade.csv: is no table of this dataset; name the file after its table: did you mean `trade_figures`?
error: 4 problems

"#]]
    );
    assert!(before == database(&world));
}

#[test]
fn a_workbook_is_refused_with_what_to_do() {
    let world = with_facts();
    for name in ["facts.xlsx", "memberships.XLSX", "memberships.ods"] {
        world.write(name, b"PK\x03\x04");
        let run = import(&world, &[name]);
        assert_eq!(
            (run.code, run.stderr),
            (
                1,
                format!(
                    "{name}: is a workbook, which is not read; save each table of your own as CSV in UTF-8 under its name; of an export, edit the CSV files that `sco export --origin NAME --exports DIR` writes\nerror: 1 problem\n"
                )
            )
        );
    }
}

/// Rows that somebody saved under another ending are read or named, never passed over in silence.
#[test]
fn a_table_of_a_folder_is_read_or_named_whatever_its_ending() {
    let whole = with_facts();
    let told = import(&whole, &["mine"]);
    for (name, ending) in [
        ("entities", "CSV"),
        ("entities", "txt"),
        ("memberships", "tsv"),
        ("memberships", "TAB"),
    ] {
        let world = with_facts();
        let old = world.path(&format!("mine/{name}.csv"));
        std::fs::rename(old, world.path(&format!("mine/{name}.{ending}"))).unwrap();
        let run = import(&world, &["mine"]);
        assert_eq!(
            (run.code, &run.stdout),
            (0, &told.stdout),
            "{ending}: {run:?}"
        );
    }
    for (name, message) in [
        (
            "MEMBERSHIPS.CSV",
            "is no table of this dataset; name the file after its table: did you mean `memberships`?",
        ),
        (
            "memberships.ods",
            "is a workbook, which is not read; save each table of your own as CSV in UTF-8",
        ),
    ] {
        let world = with_facts();
        let old = world.path("mine/memberships.csv");
        std::fs::rename(&old, world.path(&format!("mine/{name}"))).unwrap();
        let run = import(&world, &["mine"]);
        assert!(
            run.code == 1 && run.stderr.starts_with(&format!("mine/{name}: {message}")),
            "{run:?}"
        );
        // Beside the table itself, what it was saved from is no second one; nor is another text a table.
        std::fs::rename(world.path(&format!("mine/{name}")), &old).unwrap();
        for beside in [
            "memberships.ods",
            "memberships.txt",
            "notes.txt",
            "notes.xlsx",
            "memberships.bak",
        ] {
            world.write(&format!("mine/{beside}"), "mine");
        }
        let run = import(&world, &["mine"]);
        assert_eq!((run.code, &run.stdout), (0, &told.stdout), "{run:?}");
    }
}

#[test]
fn a_path_at_which_nothing_is_is_told_at_once() {
    let world = with_facts();
    for path in [
        "nothere",
        "nothere/",
        "nothere.csv",
        "memberships.csv",
        "mine/nothere.jsonl",
    ] {
        let run = import(&world, &["mine", path]);
        assert_eq!(
            (run.code, run.stdout.as_str(), run.stderr),
            (
                2,
                "",
                format!(
                    "error: there is nothing at {path}; name a folder, a CSV or JSON Lines file, or `-` for standard input\n"
                )
            )
        );
    }
}

#[test]
fn json_lines_and_standard_input_are_read() {
    let world = with_facts();
    let line = r#"{"entity_id": "MY", "kind": "state", "name": "Mystate", "note": null}"#;
    world.write("mine/entities.jsonl", format!("{line}\n"));
    std::fs::remove_file(world.path("mine/entities.csv")).unwrap();
    assert_eq!(import(&world, &["mine", "--dry-run"]).code, 0);
    let mut child = sco()
        .current_dir(world.path(""))
        .args([
            "import", "facts", "-", "--table", "entities", "--origin", "me",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(line.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE origin = 'me'"),
        ["Mystate"]
    );
}

#[test]
fn faults_in_json_lines_are_named() {
    let world = with_facts();
    world.write(
        "mine/indicators.jsonl",
        "{\"fact_id\": \"i-mine\", \"value_as_printed\": 7.50}\n{\"fact_id\": \"i-two\", \"colour\": \"red\"}\n[1]\n\
         {\"fact_id\": \"i-three\", \"fact_id\": \"i-four\"}\n",
    );
    let run = import(&world, &["mine/indicators.jsonl"]);
    assert_eq!(run.code, 1);
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
mine/indicators.jsonl:1: `value_as_printed`: is the number 7.5, whose printed digits are lost; write it as text, in quotes
mine/indicators.jsonl:2: has a key `colour` that is no column of `indicators`; use one of fact_id, [..]
mine/indicators.jsonl:3: is not a JSON object: invalid type: sequence, expected an object; write one object a line
mine/indicators.jsonl:4: has the key `fact_id` twice; keep one of them
error: 4 problems

"#]]
    );
}

#[test]
fn problems_come_as_objects() {
    let world = with_facts().set("mine/memberships", "m-mine", "standing", "watcher");
    let run = import(&world, &["mine", "--format", "json"]);
    assert_eq!(run.code, 1);
    let object: serde_json::Value =
        serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (object["file"].as_str(), object["line"].as_u64()),
        (Some("mine/memberships.csv"), Some(2))
    );
}

#[test]
fn facts_stay_over_a_build_of_newer_seeds_and_are_exported_alone() {
    let world = imported().set("entities", "CAN", "name", "Kantria");
    world.build();
    assert!(!world.read("exports/memberships.csv").contains("m-mine"));
    let run = world.sco(&["export", "--origin", "me", "--exports", "my-exports"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(world.count("my-exports/memberships"), 1);
    let cell = |column| world.cell("my-exports/memberships", "m-mine", column);
    assert_eq!(
        ["member", "standing", "date_from", "origin"].map(cell),
        ["MY", "observer", "2012-01-01", "me"]
    );
    let refused = world.sco(&["export", "--origin", "me"]);
    assert_eq!(refused.code, 2);
}

#[test]
fn an_origin_goes_again_without_a_trace() {
    let world = with_facts();
    let dump = |world: &World| {
        world.ask("SELECT group_concat(fact_id || kind || origin) FROM facts UNION ALL SELECT group_concat(entity_id) FROM entities")
    };
    let before = dump(&world);
    import(&world, &["mine"]);
    let run = world.sco(&["import", "remove", "me"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "4 rows of origin me removed\n"),
        "{run:?}"
    );
    assert_eq!(before, dump(&world));
    assert!(!database(&world).windows(7).any(|bytes| bytes == b"Mystate"));
    let again = world.sco(&["import", "remove", "me"]);
    assert_eq!(again.code, 2);
    assert_eq!(
        again.stderr,
        "error: there are no rows of origin `me`; use one of sco-facts\n"
    );
    assert_eq!(world.sco(&["import", "remove", "sco-facts"]).code, 2);
}

#[test]
fn a_curated_id_that_goes_away_is_reported_and_kept_for_the_fact_that_leans_on_it() {
    let world = with_facts().set("mine/memberships", "m-mine", "member", "DOR");
    std::fs::remove_file(world.path("mine/entities.csv")).unwrap();
    assert_eq!(import(&world, &["mine"]).code, 0);
    let world = world
        .remove("entities", "DOR")
        .set("memberships", "m-dor-expected", "member", "CAN")
        .add(
            "retired_ids",
            &[
                ("id", "DOR"),
                ("kind", "entity"),
                ("replaced_by", "CAN"),
                ("reason", "one state now"),
            ],
        );
    let note = "note: `DOR` of entities is no longer curated (one state now; use `CAN`); it is kept because `m-mine` of memberships (origin me) refers to it\n";
    assert_eq!(world.build().stderr, note);
    assert_eq!(
        world.ask("SELECT member FROM v_memberships WHERE origin = 'me'"),
        ["Dorvania"]
    );
    assert!(!world.read("exports/entities.csv").contains("Dorvania"));
    let before = database(&world);
    assert_eq!(world.build().stderr, note);
    assert!(before == database(&world), "a current file keeps its bytes");
    let kept = &world.sco(&["build", "--format", "json"]).objects()[0]["kept_for_you"][0];
    assert_eq!(kept["message"], note["note: ".len()..].trim_end());
    assert_eq!(
        (&kept["id"], &kept["replaced_by"], &kept["origin"]),
        (&"DOR".into(), &"CAN".into(), &"me".into())
    );
    assert_eq!(world.sco(&["import", "remove", "me"]).code, 0);
    assert_eq!(
        world.ask("SELECT count(*) FROM entities WHERE origin = 'retired'"),
        ["0"]
    );
}

const NOTES: &str = "Mystate watches the lake from its northern shore since the spring of 2012.";

/// Lets the user's fact rest on a document of the user's own, which is one passage long.
fn with_notes(world: World) -> World {
    let skeleton = Skeleton::of(NOTES);
    let (chars, words) = (skeleton.n_chars().to_string(), skeleton.n_words());
    world.write("copies/my-notes.txt", NOTES);
    world
        .add(
            "mine/sources",
            &[
                ("source_id", "my-notes"),
                ("tier", "seed"),
                ("source_kind", "original"),
                ("kind", "document"),
                ("title", "My notes"),
                ("paragraph_rule", "blank_line"),
                ("ref_chars", &chars),
                ("ref_digest", &skeleton.digest()),
            ],
        )
        .add(
            "mine/citations",
            &[
                ("citation_id", "c-mine"),
                ("source_id", "my-notes"),
                ("locator_label", "paragraph"),
                ("locator", "1"),
                ("start_word", "0"),
                ("n_chars", &chars),
                ("n_words", &words.to_string()),
                ("digest", &skeleton.digest()),
                ("norm", "pa1"),
                ("tokens", "2012"),
            ],
        )
        .set("mine/memberships", "m-mine", "citations", "c-mine")
}

#[test]
fn a_users_own_source_and_passage_are_verified_in_the_database() {
    let world = with_notes(with_facts());
    let run = import(&world, &["mine"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = world.sco(&[
        "verify",
        "--sources",
        "copies",
        "--db",
        "sco.db",
        "--strict",
    ]);
    let passages = world.count("citations") + world.count("mine/citations");
    let told = format!("...\n{passages} citations: {passages} exact; [..]\n");
    snapbox::assert_data_eq!(run.stdout, told);
}

#[test]
fn a_source_that_the_seeds_do_not_have_is_not_cited() {
    let world = with_notes(with_facts());
    let run = world.sco(&[
        "cite",
        "--source",
        "my-notes",
        "--file",
        "copies/my-notes.txt",
        "--from",
        "Mystate watches",
        "--to",
        "of 2012",
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    snapbox::assert_data_eq!(
        run.stderr,
        snapbox::str![[r#"
error: `my-notes` is not in sources; add its row first: without `--from` and `--to`, `sco cite` makes it of a copy

"#]]
    );
}

#[test]
fn a_template_is_a_header_and_an_example() {
    let world = World::new();
    let run = world.sco(&["template", "entities"]);
    assert_eq!(run.code, 0);
    let entities = sco_facts::tables::named("entities").unwrap();
    let header = sco_facts::seeds::header_text(entities);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!((lines.len(), lines[0]), (2, header.as_str()));
    let object: serde_json::Value = serde_json::from_str(
        &world
            .sco(&["template", "memberships", "--format", "json"])
            .stdout,
    )
    .unwrap();
    assert!(object["fact_id"].as_str().unwrap().starts_with("m-"));
    let unknown = world.sco(&["template", "trade"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .contains("`trade` is no table; did you mean `trade_figures`?"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let world = World::new().add(
        "mine/entities",
        &[("entity_id", "MY"), ("kind", "state"), ("name", "Mystate")],
    );
    assert_eq!(import(&world, &["mine"]).code, 2);
    assert!(!world.path("sco.db").exists());
}
