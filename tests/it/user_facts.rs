//! A user's own facts go through the same rules, stay over a build, and go again without a trace.

use std::io::Write;
use std::process::Stdio;

use crate::world::{Run, World, sco};

const MEMBER: &str = "m-mine,MY,LC,observer,2012,since,stated,,normal,,,,c-lake-seat,\n";

/// A built world with a folder of a user's facts that lean on curated rows.
fn with_facts() -> World {
    let world = World::new();
    world.build();
    std::fs::create_dir(world.path("mine")).unwrap();
    world.write(
        "mine/entities.csv",
        "entity_id,kind,name,note\nMY,state,Mystate,\n",
    );
    let header = world
        .read("seeds/memberships.csv")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    world.write("mine/memberships.csv", format!("{header}\n{MEMBER}"));
    world
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

#[test]
fn facts_are_imported_once() {
    let world = with_facts();
    let before = database(&world);
    let dry = import(&world, &["mine", "--dry-run"]);
    assert_eq!(
        dry.stdout,
        "entities: 1 would be inserted, 0 would be changed, 0 left alone\n\
         facts: 1 would be inserted, 0 would be changed, 0 left alone\n\
         fact_citations: 1 would be inserted, 0 would be changed, 0 left alone\n\
         memberships: 1 would be inserted, 0 would be changed, 0 left alone\n\
         origin me: 4 would be inserted, 0 would be changed, 0 left alone\n"
    );
    assert!(before == database(&world));
    let first = import(&world, &["mine"]);
    assert!(
        first
            .stdout
            .ends_with("origin me: 4 inserted, 0 changed, 0 left alone\n"),
        "{}",
        first.stdout
    );
    let after = database(&world);
    let second = import(&world, &["mine"]);
    assert!(
        second
            .stdout
            .ends_with("origin me: 0 inserted, 0 changed, 4 left alone\n"),
        "{}",
        second.stdout
    );
    assert!(after == database(&world));
    assert_eq!(
        world.ask("SELECT statement FROM v_memberships WHERE origin = 'me'"),
        ["Mystate: observer of Lake Council since 2012"]
    );
}

#[test]
fn a_changed_row_is_changed_and_the_others_left_alone() {
    let world = imported().replace("mine/memberships.csv", "2012,since", "2013,since");
    std::fs::remove_file(world.path("mine/entities.csv")).unwrap();
    let run = import(&world, &["mine"]);
    assert!(
        run.stdout
            .ends_with("origin me: 0 inserted, 1 changed, 2 left alone\n"),
        "{}",
        run.stdout
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
        .replace("mine/entities.csv", "MY,state", "MY,country")
        .replace("mine/memberships.csv", "observer", "watcher")
        .append(
            "mine/memberships.csv",
            "m-ard,MY,LC,guest,2012,since,stated,,normal,,,,c-lake-seat,\n",
        );
    world.write("mine/trade.csv", "x\n");
    let before = database(&world);
    let run = import(&world, &["mine"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    for expected in [
        "mine/entities.csv:2: `kind`: `country` is not a known word; use one of: state,",
        "mine/memberships.csv:2: `standing`: `watcher` is not a known word; use one of: founding_member,",
        "mine/memberships.csv:3: `fact_id`: `m-ard` has the key of sco.db:0; give one of them another fact_id",
        "mine/trade.csv:0: is no table of this dataset; name the file after its table: sources,",
    ] {
        assert!(
            run.stderr.contains(expected),
            "{expected}\nis not in\n{}",
            run.stderr
        );
    }
    assert!(
        run.stderr.ends_with("error: 4 problems\n"),
        "{}",
        run.stderr
    );
    assert!(before == database(&world));
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
    for expected in [
        "mine/indicators.jsonl:1: `value_as_printed`: is the number 7.5, whose printed digits are lost; write it as text, in quotes",
        "mine/indicators.jsonl:2: has a key `colour` that is no column of `indicators`; use: fact_id,",
        "mine/indicators.jsonl:3: is not a JSON object: ",
        "mine/indicators.jsonl:4: has the key `fact_id` twice; keep one of them",
    ] {
        assert!(
            run.stderr.contains(expected),
            "{expected}\nis not in\n{}",
            run.stderr
        );
    }
}

#[test]
fn problems_come_as_objects() {
    let world = with_facts().replace("mine/memberships.csv", "observer", "watcher");
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
    let world = imported().replace("seeds/entities.csv", "Cantria", "Kantria");
    world.build();
    assert!(!world.read("exports/memberships.csv").contains("m-mine"));
    let run = world.sco(&["export", "--origin", "me", "--exports", "my-exports"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world
            .read("my-exports/memberships.csv")
            .lines()
            .nth(1)
            .unwrap(),
        "m-mine,MY,LC,observer,2012,since,2012-01-01,2012-12-31,year,me"
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
        "error: there are no rows of origin `me`; known origins: sco-facts\n"
    );
    assert_eq!(world.sco(&["import", "remove", "sco-facts"]).code, 2);
}

#[test]
fn a_curated_id_that_goes_away_is_reported_and_kept_for_the_fact_that_leans_on_it() {
    let world = with_facts()
        .replace(
            "mine/memberships.csv",
            "MY,LC,observer,2012,since",
            "DOR,LC,observer,2012,since",
        )
        .append("mine/memberships.csv", "");
    std::fs::remove_file(world.path("mine/entities.csv")).unwrap();
    assert_eq!(import(&world, &["mine"]).code, 0);
    let world = world
        .replace("seeds/entities.csv", "DOR,state,Dorvania,\n", "")
        .replace(
            "seeds/memberships.csv",
            "m-dor-expected,DOR",
            "m-dor-expected,CAN",
        )
        .replace(
            "seeds/retired_ids.csv",
            "reason\n",
            "reason\nDOR,entity,CAN,one state now\n",
        );
    let note = "note: `DOR` of entities is no longer curated (one state now; use `CAN`); it is kept because `m-mine` of memberships (origin me) leans on it\n";
    assert_eq!(world.build().stderr, note);
    assert_eq!(
        world.ask("SELECT member FROM v_memberships WHERE origin = 'me'"),
        ["Dorvania"]
    );
    assert!(!world.read("exports/entities.csv").contains("Dorvania"));
    let before = database(&world);
    assert_eq!(world.build().stderr, note);
    assert!(before == database(&world), "a current file keeps its bytes");
    assert_eq!(world.sco(&["import", "remove", "me"]).code, 0);
    assert_eq!(
        world.ask("SELECT count(*) FROM entities WHERE origin = 'retired'"),
        ["0"]
    );
}

#[test]
fn a_users_own_source_and_passage_are_verified_in_the_database() {
    let world = with_facts();
    let digest = |text: &str| sco_facts::passages::skeleton::Skeleton::of(text).digest();
    let text = "Mystate watches the lake from its northern shore since the spring of 2012.";
    world.write("copies/my-notes.txt", text);
    let skeleton = sco_facts::passages::skeleton::Skeleton::of(text);
    let header = |table: &str| {
        world
            .read(&format!("seeds/{table}.csv"))
            .lines()
            .next()
            .unwrap()
            .to_owned()
    };
    world.write(
        "mine/sources.csv",
        format!("{}\nmy-notes,seed,original,,,document,My notes,,,,,,,,,,,,,,,,,blank_line,,{},{},,,,\n", header("sources"), skeleton.n_chars(), digest(text)),
    );
    let line = crate::world::run(sco().current_dir(world.path("")).args([
        "cite",
        "--quiet",
        "--source",
        "my-notes",
        "--file",
        "copies/my-notes.txt",
        "--from",
        "Mystate watches",
        "--to",
        "of 2012",
        "--tokens",
        "2012",
        "--id",
        "c-mine",
        "--seeds",
        "mine-all",
    ]));
    assert_eq!(line.code, 2, "the source is not in those seeds: {line:?}");
    let words = skeleton.n_words();
    world.write(
        "mine/citations.csv",
        format!(
            "{}\nc-mine,my-notes,paragraph,1,0,{},{words},{},pa1,2012,\n",
            header("citations"),
            skeleton.n_chars(),
            digest(text)
        ),
    );
    let world = world.replace("mine/memberships.csv", "c-lake-seat", "c-mine");
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
    assert!(run.stdout.contains("7 citations: 7 exact"), "{run:?}");
}

#[test]
fn a_template_is_a_header_and_an_example() {
    let world = World::new();
    let run = world.sco(&["template", "entities"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.starts_with("entity_id,kind,name,note\n"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.lines().count(), 2);
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
            .contains("`trade` is no table; use one of sources,"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let world = World::new();
    std::fs::create_dir(world.path("mine")).unwrap();
    world.write(
        "mine/entities.csv",
        "entity_id,kind,name,note\nMY,state,Mystate,\n",
    );
    assert_eq!(import(&world, &["mine"]).code, 2);
    assert!(!world.path("sco.db").exists());
}
