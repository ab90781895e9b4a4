//! Messages on a user's own facts name the other fact, whose it is and what to do; one cause gives one message; and what
//! a file does not say of a row stays as it was.

use crate::world::{Run, World};

fn import(world: &World, path: &str, origin: &str) -> Run {
    world.sco(&["import", "facts", path, "--origin", origin])
}

fn refused(world: &World) -> String {
    let run = import(world, "mine", "me");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:?}");
    run.stderr
}

#[test]
fn the_other_fact_is_named_with_its_origin_and_what_to_do() {
    let standing = |id, standing, date| {
        vec![
            ("fact_id", id),
            ("member", "CAN"),
            ("organisation", "LC"),
            ("standing", standing),
            ("date", date),
            ("date_role", "since"),
        ]
    };
    let world = World::new();
    world.build();
    let world = world
        .add("mine/memberships", &standing("m-same", "member", "2004"))
        .add("mine/memberships", &standing("m-other", "observer", "2004"));
    snapbox::assert_data_eq!(
        refused(&world),
        snapbox::str![[r#"
mine/memberships.csv:2: `fact_id`: `m-same` says the same as `m-can` (sco.db, origin sco-facts); leave it out, or say in it what the other does not
mine/memberships.csv:3: `standing`: `observer` says `observer` for a time at which `m-can` (sco.db, origin sco-facts) says `member`; correct it, or give it the rank deprecated with a rank_reason
mine/memberships.csv:3: `standing`: `observer` says `observer` for a time at which `m-same` (mine/memberships.csv:2) says `member`; correct one of them, or give both a claim_group
error: 3 problems

"#]]
    );
    let deprecated = World::new();
    deprecated.build();
    let deprecated = deprecated.add(
        "mine/memberships",
        &[
            &standing("m-other", "observer", "2004")[..],
            &[("rank", "deprecated"), ("rank_reason", "an older list")],
        ]
        .concat(),
    );
    assert_eq!(
        import(&deprecated, "mine", "me").code,
        0,
        "the advice helps"
    );
}

#[test]
fn an_event_and_a_name_that_others_have_are_named() {
    let world = World::new().set("events", "ev-founding", "date", "1999-05-03");
    world.build();
    let world = world
        .add(
            "mine/events",
            &[
                ("fact_id", "ev-mine"),
                ("kind", "founding"),
                ("title", "Beginning of the council"),
                ("date", "1999-05-03"),
                ("date_basis", "printed"),
                ("place", "northport"),
                ("summary", "It began."),
            ],
        )
        .add(
            "mine/entities",
            &[("entity_id", "MY"), ("kind", "state"), ("name", "CANTRIA")],
        );
    snapbox::assert_data_eq!(
        refused(&world),
        snapbox::str![[r#"
mine/entities.csv:2: `name`: `CANTRIA` is also the name of `CAN` (sco.db, origin sco-facts); use one entity for one thing, or tell the two apart in note
mine/events.csv:2: `fact_id`: `ev-mine` is of the same kind, day and place as `ev-founding` (sco.db, origin sco-facts); use one event for what happened once, or tell the two apart in note
error: 2 problems

"#]]
    );
}

#[test]
fn a_folder_under_a_second_origin_gives_one_message() {
    let world = World::new().with_facts_of_mine(&[]);
    let world = (0..30).fold(world, |world, n| {
        world.add(
            "mine/relations",
            &[
                ("fact_id", &format!("r-mine-{n}")),
                ("subject", "MY"),
                ("predicate", "based-in"),
                ("object", "northport"),
                ("date", &format!("19{}", n + 10)),
                ("date_role", "as_of"),
            ],
        )
    });
    world.build();
    assert_eq!(import(&world, "mine", "me").code, 0);
    let again = import(&world, "mine", "another");
    assert_eq!(again.code, 1);
    assert_eq!(
        again.stderr,
        "mine/entities.csv:2: `entity_id`: `MY` is the first of 32 rows whose ids are those of rows of `me` in sco.db; \
         import them with `--origin me` if they are those rows, or give each an id of its own\nerror: 1 problem\n"
    );
}

/// A membership of the user's as CSV and as JSON Lines, with these columns alone.
fn membership(cells: &[(&str, &str)]) -> [(&'static str, String); 2] {
    let names: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
    let texts: Vec<&str> = cells.iter().map(|(_, text)| *text).collect();
    let object: serde_json::Map<String, serde_json::Value> = cells
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).into()))
        .collect();
    [
        (
            "memberships.csv",
            format!("{}\n{}\n", names.join(","), texts.join(",")),
        ),
        (
            "memberships.jsonl",
            serde_json::Value::Object(object).to_string(),
        ),
    ]
}

const NEEDED: [(&str, &str); 5] = [
    ("fact_id", "m-mine"),
    ("member", "DOR"),
    ("organisation", "LC"),
    ("standing", "guest"),
    ("citations", "c-lake-seat"),
];

#[test]
fn status_and_rank_have_defaults() {
    for (file, text) in membership(&NEEDED) {
        let world = World::new();
        world.build();
        world.write(file, text);
        let run = import(&world, file, "me");
        assert_eq!(run.code, 0, "{file}: {run:?}");
        assert_eq!(
            world.ask("SELECT status || ' ' || rank FROM facts WHERE fact_id = 'm-mine'"),
            ["stated normal"],
            "{file}"
        );
    }
    let empty = [&NEEDED[..], &[("status", ""), ("rank", "")]].concat();
    for (file, text) in membership(&empty) {
        let world = World::new();
        world.build();
        world.write(file, text);
        let run = import(&world, file, "me");
        assert_eq!(run.code, 0, "{file}: {run:?}");
    }
    let curated = World::new().set("memberships", "m-can", "rank", "");
    assert!(
        curated.problems()[0].contains("`rank`: is empty: "),
        "curators say it"
    );
}

#[test]
fn what_a_file_omits_stays_as_it_was_and_what_is_empty_is_emptied() {
    let full = [
        &NEEDED[..],
        &[
            ("date", "2010"),
            ("date_role", "as_of"),
            ("status", "attributed"),
            ("attributed_to", "mira-oldfield"),
            ("note", "said to me"),
        ],
    ]
    .concat();
    let changed: Vec<_> = NEEDED
        .iter()
        .map(|(name, text)| {
            (
                *name,
                if *name == "standing" {
                    "observer"
                } else {
                    *text
                },
            )
        })
        .collect();
    let said = "SELECT concat_ws(' ', standing, date, status, attributed_to, note, rank)
        FROM memberships JOIN facts USING (fact_id) WHERE fact_id = 'm-mine'";
    for at in 0..2 {
        let world = World::new();
        world.build();
        let step = |cells: &[(&str, &str)], told: &str| {
            let [csv, json] = membership(cells);
            let (file, text) = if at == 0 { csv } else { json };
            world.write(file, text);
            let run = import(&world, file, "me");
            assert_eq!(run.code, 0, "{file}: {run:?}");
            assert_eq!(world.ask(said), [told], "{file}");
            run.stdout
        };
        step(
            &full,
            "guest 2010 attributed mira-oldfield said to me normal",
        );
        let again = step(
            &NEEDED,
            "guest 2010 attributed mira-oldfield said to me normal",
        );
        assert!(again.ends_with("nothing changed\n"), "{again}");
        step(
            &changed,
            "observer 2010 attributed mira-oldfield said to me normal",
        );
        let emptied = [&changed[..], &[("note", "")]].concat();
        step(&emptied, "observer 2010 attributed mira-oldfield normal");
    }
}

#[test]
fn what_must_be_told_is_asked_for_in_either_form() {
    let world = World::new();
    world.build();
    let without = [&NEEDED[..4], &[("note", "mine")]].concat();
    for (file, text) in membership(&without) {
        world.write(file, text);
        let run = import(&world, file, "me");
        assert_eq!(run.code, 1, "{run:?}");
        assert!(
            run.stderr.contains("citations") && run.stderr.ends_with("error: 1 problem\n"),
            "{run:?}"
        );
    }
}

#[test]
fn a_form_that_is_not_read_has_one_message() {
    let world = World::new();
    world.build();
    let object = r#"{"entity_id": "MY", "kind": "state", "name": "Mystate"}"#;
    for (name, text, told) in [
        (
            "entities.json",
            format!("[{object},\n{object}]\n"),
            "is a JSON array, where each line is to be an object of its own; write one object a line (JSON Lines), as `jq -c '.[]'` does",
        ),
        (
            "entities.jsonl",
            format!("[{object}]"),
            "is a JSON array, where each line is to be an object of its own; write one object a line (JSON Lines), as `jq -c '.[]'` does",
        ),
        (
            "entities.csv",
            format!("\u{feff} [\n{object}\n]"),
            "is a JSON array, where each line is to be an object of its own; write one object a line (JSON Lines), as `jq -c '.[]'` does",
        ),
        (
            "entities.jsonl",
            object.replace(", ", ",\n  "),
            "is a JSON object over several lines, where each line is to be an object of its own; write one object a line (JSON Lines), as `jq -c .` does",
        ),
    ] {
        world.write(name, text);
        assert_eq!(
            import(&world, name, "me").stderr,
            format!("{name}: {told}\nerror: 1 problem\n")
        );
    }
    let seeds = World::new();
    for (sign, named) in [(";", "semicolons"), ("\t", "tabs"), ("|", "`|`")] {
        let text = World::new()
            .read("seeds/memberships.csv")
            .replace(',', sign);
        seeds.write("seeds/memberships.csv", text);
        assert_eq!(
            seeds.problems(),
            [format!(
                "seeds/memberships.csv: has {named} between its cells, and a seed file has commas; save it with commas, and in quotes the cells that have a comma in them"
            )]
        );
    }
    seeds.write("seeds/memberships.csv", "[]");
    assert_eq!(
        seeds.problems(),
        ["seeds/memberships.csv: is JSON, and a seed file is CSV; save it as CSV"]
    );
}

/// Command lines with a name that is misspelt, and what is offered in its place.
const NEAR: &[(&str, &str)] = &[
    (
        "template evnets",
        "`evnets` is no table; did you mean `events`?",
    ),
    ("terms predicates", "did you mean `predicate`?"),
    (
        "export --only event --exports a",
        "`event` is no export; did you mean `events`",
    ),
    (
        "export --only events --columns titel --exports a",
        "events has no column `titel`; did you mean `title`",
    ),
    (
        "export --only events --entity can --exports a",
        "no entity has the id `can`; did you mean `CAN`?",
    ),
    (
        "export --only events --entity cantria --exports a",
        "no entity has the id `cantria`; did you mean `CAN`?",
    ),
    (
        "export --origin sco-fact --exports a",
        "no row is of the origin `sco-fact`; did you mean `sco-facts`?",
    ),
    (
        "import facts event.csv --origin me",
        "did you mean `events`",
    ),
    (
        "import facts event.csv --origin me --table event",
        "`event` is no table; did you mean `events`",
    ),
    (
        "import trade event.csv --profile bacy",
        "there is no profile `bacy`; did you mean `baci`?",
    ),
    (
        "verify lake2011-rapport --sources copies",
        "`lake2011-rapport` is no fact, passage, document or entity; did you mean `lake2011-report`?",
    ),
    (
        "open Cantria --sources copies",
        "`Cantria` is no fact, passage, document or entity; did you mean `CAN`?",
    ),
    (
        "cite --source lake2011-rapport --file copies/lake-report.txt --from a --to b",
        "`lake2011-rapport` is not in sources; did you mean `lake2011-report`?",
    ),
    (
        "cite --source new --file copies/lake-report.txt --set titel=x",
        "`titel` is no column of sources; did you mean `title`",
    ),
    ("search kind:evnets", "did you mean `events`?"),
    (
        "search about:Cantira",
        "did you mean `about:CAN` (Cantria)?",
    ),
    ("show Cantira", "near to it: CAN (Cantria)"),
    ("shaw LC", "'show'"),
];

/// What each place says that asks for a name.
#[test]
fn a_name_that_is_near_is_offered_wherever_one_is_asked_for() {
    let world = World::new();
    world.build();
    world.write("event.csv", "x\n");
    world.write("claims.csv", "documnt,quotation\nlake2011-report,x\n");
    for (line, told) in NEAR {
        let words: Vec<&str> = line.split(' ').collect();
        let run = world.sco(&words);
        assert!(
            run.code != 0 && run.stderr.contains(told),
            "{line}: {run:?}"
        );
    }
}

#[test]
fn an_id_a_word_or_a_column_of_a_row_that_is_near_is_offered() {
    let world = World::new()
        .set("memberships", "m-can", "standing", "membre")
        .set("memberships", "m-ard", "member", "CANT")
        .replace("seeds/relations.csv", "predicate", "predicat");
    let problems = world.problems().join("\n");
    for told in [
        "`standing`: `membre` is not a known word; did you mean `member`? use one of: ",
        "`member`: `CANT` is not in entities; did you mean `CAN`? correct the id, or add its row to entities",
        "`predicat` is no column of `relations`; rename it to `predicate`, or remove it",
    ] {
        assert!(problems.contains(told), "{told}: {problems}");
    }
    let world = World::new();
    world.build();
    world.write("entities.jsonl", r#"{"entity_id": "MY", "nane": "x"}"#);
    assert!(
        import(&world, "entities.jsonl", "me")
            .stderr
            .contains("has a key `nane` that is no column of `entities`; did you mean `name`?")
    );
}

#[test]
fn a_template_lists_every_word() {
    let world = World::new();
    let run = world.sco(&["template", "memberships"]);
    assert!(
        run.stderr.contains(
            "standing: founding_member, member, observer, dialogue_partner, participant, guest, applicant, not_member, not_marked\n"
        ) && run.stderr.contains("; empty stands for normal\n"),
        "{run:?}"
    );
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(
        world.sco(&["template", "memberships", "--quiet"]).stderr,
        ""
    );
    let run = world.sco(&["template", "relations"]);
    assert!(
        run.stderr
            .contains("predicate: a term that `sco terms predicate` lists\n"),
        "{run:?}"
    );
    let words = world.sco(&["template", "relations", "--words"]);
    assert!(words.stdout.starts_with("predicate: based-in"), "{words:?}");
    let objects = world
        .sco(&["template", "relations", "--words", "--format", "json"])
        .objects();
    assert_eq!(objects[0]["column"], "predicate");
    assert_eq!(objects[0]["words"][0], "based-in");
    for table in sco_facts::tables::TABLES {
        let words = world.sco(&["template", table.name, "--words"]).stdout;
        for column in table.columns() {
            if let sco_facts::tables::CellType::Word(all) = column.cell {
                let line = format!("{}: {}", column.name, all.join(", "));
                assert!(words.contains(&line), "{}: {line}", table.name);
            }
        }
    }
}
