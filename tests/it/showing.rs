//! `sco show` tells all that stands behind an id.

use sco_facts::tables::{self, CellType};

use crate::world::World;

#[test]
fn a_fact_shows_its_passages_and_the_works_cited_for_it() {
    let world = World::new();
    world.build();
    let run = world.sco(&["show", "ev-founding"]);
    assert_eq!(run.code, 0);
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
Founding of the Lake Council (May 1999). Two states set up the council.
founding · ev-founding
  title         Founding of the Lake Council
  date          1999-05
  date basis    printed
  year          1999
  place         Northport
  organisation  Lake Council
  status        stated
  rank          normal
  citation      Reed 2011, paragraph 2
  source url    https://lake.example/report
  source date   2011-03
  origin        sco-facts

Passages (1)
  passage                 role      citation id      tokens
  Reed 2011, paragraph 2  supports  c-lake-founding  1999|2004

Works cited for it (1)
  work        title              pages  named in
  Marsh 2005  Lakes and Leagues  12     lake2011-report, note 1

Participants (2)
  entity   role     fact id
  Ardenia  founder  ep-founding-ard
  Borland  founder  ep-founding-bor

"#]]
    );
}

#[test]
fn a_passage_shows_the_facts_that_rest_on_it() {
    let world = World::new();
    world.build();
    let run = world.sco(&["show", "c-lake-seat"]);
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
c-lake-seat
citations · c-lake-seat
  source id      lake2011-report
  locator label  paragraph
  locator        2
  start word     27
  n chars        34
  n words        8
  digest         2a919e86cab970a4f4ebdc9d632c926856fc80efb6547e52242a6c44d0fb7132
  norm           pa1
  origin         sco-facts

Facts that rest on it (1)
  Lake Council has its seat in Northport (since 1999 or later)
    supports · r-seat

"#]]
    );
}

#[test]
fn a_document_shows_the_works_that_it_cites() {
    let world = World::new();
    world.build();
    let document = world.sco(&["show", "lake2011-report"]);
    let (shown, _) = document.stdout.split_once("\nFacts that").unwrap();
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
The Lake Council and its members
report · lake2011-report
  tier            seed
  source kind     original
  authors         Reed, Ana
  issued          2011-03
  url             https://lake.example/report
  language        en
  paragraph rule  blank_line
  note lines      16-18
  ref chars       535
  ref digest      e5bc37fab7bfb7e2ee25b1be6586930177f332c7b6a2b1fafbab340ee0275a9d
  bytes sha256    b0bc3a74d1e8a79ad0a9f0b95d36a3cf8a239cf9a15f639029083a492f69582d
  cite            Reed 2011
  origin          sco-facts

Works that it cites (1)
  note  work        title              pages
  1     Marsh 2005  Lakes and Leagues  12

"#]]
    );
}

#[test]
fn a_document_shows_the_facts_that_rest_on_it() {
    let world = World::new();
    world.build();
    let document = world.sco(&["show", "lake2011-report"]);
    let (_, facts) = document
        .stdout
        .split_once("\nFacts that rest on it (20)\n")
        .unwrap();
    snapbox::assert_data_eq!(
        facts,
        snapbox::str![[r#"
  Ardenia was a founder in “Founding of the Lake Council” (May 1999)
    ep-founding-ard
  Borland was a founder in “Founding of the Lake Council” (May 1999)
    ep-founding-bor
  Founding of the Lake Council (May 1999). Two states set up the council.
    ev-founding
  Expected by Mira Oldfield: Lake Council to have about 7,000 soldiers
    i-soldiers
  Ardenia is a founding member of Lake Council (since May 1999)
    m-ard
  Borland is a founding member of Lake Council (since May 1999)
    m-bor
  Cantria is a member of Lake Council (since 2004)
    m-can
  Expected by Mira Oldfield: Dorvania to become a member of Lake Council (until 2012 at the latest)
    m-dor-expected
  Mira Oldfield: head, Harbour Institute (as of 2011)
    o-oldfield
  According to Mira Oldfield (2011): The council will admit Dorvania by 2012.
    p-oldfield
  Lake Council has its seat in Northport (since 1999 or later)
    r-seat
  Ardenia's exports to Borland in 2010 were worth US$ 4.2 billion
    t-bor-export
  Ardenia's imports from Borland in 2010 were worth US$ 3.3 billion
    t-bor-import
  Ardenia's trade with Borland in 2010 was worth US$ 7.5 billion
    t-bor-total
  Ardenia's exports to Cantria in 2010 were worth US$ 2.0 billion
    t-can-export
  Ardenia's exports to Cantria in 2010 were worth 25.0 per cent more than in 2009
    t-can-export-growth
  Ardenia's imports from Cantria in 2010 were worth US$ 3.0 billion
    t-can-import
  Ardenia's imports from Cantria in 2010 were worth 25.0 per cent more than in 2009
    t-can-import-growth
  Ardenia's trade with Cantria in 2010 was worth US$ 5.0 billion
    t-can-total
  Ardenia's trade with Cantria in 2010 was worth 25.0 per cent more than in 2009
    t-can-total-growth

"#]]
    );
}

#[test]
fn a_work_shows_the_documents_that_cite_it() {
    let world = World::new();
    world.build();
    let work = world.sco(&["show", "marsh2005-lakes"]);
    snapbox::assert_data_eq!(
        work.stdout,
        snapbox::str![[r#"
Lakes and Leagues
book · marsh2005-lakes
  tier         cited
  source kind  original
  authors      Marsh, J.
  publisher    Northport
  issued       2005
  cite         Marsh 2005
  origin       sco-facts

Documents that cite it (1)
  citing           note  pages
  lake2011-report  1     12

"#]]
    );
}

#[test]
fn an_entity_shows_its_names_codes_and_facts() {
    let world = World::new().add(
        "entity_names",
        &[
            ("entity_id", "ARD"),
            ("name", "the lake state"),
            ("name_kind", "variant"),
        ],
    );
    world.build();
    let run = world.sco(&["show", "ARD"]);
    snapbox::assert_data_eq!(
        run.stdout,
        snapbox::str![[r#"
Ardenia
state · ARD
  origin  sco-facts

Other names
  the lake state

Codes
  m49 004

Events (1)
  Founding of the Lake Council (May 1999). Two states set up the council.
    Reed 2011, paragraph 2 · ev-founding
    with Ardenia (founder), Borland (founder)
    see also ep-founding-ard

Standings (1)
  Ardenia is a founding member of Lake Council (since May 1999)
    Reed 2011, paragraph 2 · m-ard

Trade (9)
  Ardenia's exports to Borland in 2010 were worth US$ 4.2 billion
    Reed 2011, paragraph 3 · t-bor-export
  Ardenia's imports from Borland in 2010 were worth US$ 3.3 billion
    Reed 2011, paragraph 3 · t-bor-import
  Ardenia's trade with Borland in 2010 was worth US$ 7.5 billion
    Reed 2011, paragraph 3 · t-bor-total
  Ardenia's exports to Cantria in 2010 were worth US$ 2.0 billion
    Reed 2011, table 1 · t-can-export
  Ardenia's exports to Cantria in 2010 were worth 25.0 per cent more than in 2009
    Reed 2011, table 1 · t-can-export-growth
  Ardenia's imports from Cantria in 2010 were worth US$ 3.0 billion
    Reed 2011, table 1 · t-can-import
  Ardenia's imports from Cantria in 2010 were worth 25.0 per cent more than in 2009
    Reed 2011, table 1 · t-can-import-growth
  Ardenia's trade with Cantria in 2010 was worth US$ 5.0 billion
    Reed 2011, table 1 · t-can-total
  Ardenia's trade with Cantria in 2010 was worth 25.0 per cent more than in 2009
    Reed 2011, table 1 · t-can-total-growth

"#]]
    );
}

#[test]
fn an_event_shows_the_facts_that_name_it() {
    let world = World::new()
        .set("positions", "p-oldfield", "event", "ev-founding")
        .add(
            "events",
            &[
                ("fact_id", "ev-session"),
                ("kind", "meeting"),
                ("title", "First session"),
                ("part_of", "ev-founding"),
                ("summary", "The council sat for the first time."),
            ],
        );
    world.build();
    let run = world.sco(&["show", "ev-founding"]);
    let (_, listed) = run.stdout.split_once("Participants (2)\n").unwrap();
    snapbox::assert_data_eq!(
        listed,
        snapbox::str![[r#"
  entity   role     fact id
  Ardenia  founder  ep-founding-ard
  Borland  founder  ep-founding-bor

Claims (1)
  According to Mira Oldfield (2011): The council will admit Dorvania by 2012.
    Reed 2011, paragraph 6 · p-oldfield

Events (1)
  First session. The council sat for the first time.
    Reed 2011, paragraph 2 · ev-session

"#]]
    );
}

/// Every column that names a fact is followed, whatever kinds and columns there are.
#[test]
fn a_fact_shows_each_fact_that_names_it() {
    let world = World::new()
        .set("positions", "p-oldfield", "event", "ev-founding")
        .add(
            "event_variants",
            &[
                ("fact_id", "evv-founding"),
                ("event", "ev-founding"),
                ("property", "date"),
                ("value", "1998"),
            ],
        );
    world.build();
    for (table, _) in tables::kinds() {
        for column in table.own {
            let CellType::Reference(named) = column.cell else {
                continue;
            };
            let (kind, name) = (table.name, column.name);
            for pair in world.ask(&format!(
                "SELECT fact_id || ' ' || {name} FROM {kind} WHERE {name} IS NOT NULL"
            )) {
                let (fact, named_id) = pair.split_once(' ').unwrap();
                let shown = world.sco(&["show", named_id]).stdout;
                assert!(
                    shown.contains(fact),
                    "`{named_id}` of {named} does not show `{fact}`, whose {name} it is"
                );
            }
        }
    }
}

#[test]
fn an_object_for_scripts() {
    let world = World::new();
    world.build();
    let run = world.sco(&["show", "t-bor-export", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(object["value_usd"], 4_200_000_000_i64);
    assert_eq!(object["passages"][0]["citation_id"], "c-lake-trade");
}

#[test]
fn an_unknown_id_and_a_retired_one_are_told_apart() {
    let world = World::new().add(
        "retired_ids",
        &[
            ("id", "m-old"),
            ("kind", "fact"),
            ("replaced_by", "m-ard"),
            ("reason", "said the same"),
        ],
    );
    world.build();
    let unknown = world.sco(&["show", "nobody"]);
    assert_eq!(unknown.code, 2);
    snapbox::assert_data_eq!(
        unknown.stderr,
        snapbox::str![[r#"
error: `nobody` is no fact, passage, source or entity of this database; ids are in the first column of each table and export

"#]]
    );
    assert_eq!(
        world.sco(&["show", "m-old"]).stderr,
        "error: `m-old` was retired: said the same; see `m-ard`\n"
    );
}

#[test]
fn names_codes_and_labels_are_resolved_in_any_case() {
    let world = World::new();
    world.build();
    for (typed, id) in [
        ("ard", "ARD"),
        ("ardenia", "ARD"),
        ("004", "ARD"),
        ("The Council", "LC"),
        ("mira oldfield", "mira-oldfield"),
        ("REED 2011", "lake2011-report"),
        ("ev-Founding", "ev-founding"),
    ] {
        let run = world.sco(&["show", typed]);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(run.stderr, format!("note: `{typed}` is {id}\n"));
        let quiet = world.sco(&["show", typed, "--quiet"]);
        assert_eq!(
            (quiet.stdout.as_str(), quiet.stderr.as_str()),
            (run.stdout.as_str(), "")
        );
        let by_id = world.sco(&["show", id]);
        assert_eq!((by_id.stdout, by_id.stderr.as_str()), (run.stdout, ""));
    }
    let cited = world.sco(&["show", "reed 2011", "--cite", "text"]).stdout;
    assert_eq!(
        cited,
        world
            .sco(&["show", "lake2011-report", "--cite", "text"])
            .stdout
    );
    let object = world.sco(&["show", "cantria", "--format", "json"]);
    assert_eq!(object.objects()[0]["entity_id"], "CAN");
}

/// The dataset is cited for what is in it. What a user brought in is cited by its documents alone.
#[test]
fn the_dataset_is_not_cited_for_what_is_not_in_it() {
    let world = World::new().with_facts_of_mine(&[]);
    world.build();
    let imported = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(imported.code, 0, "{imported:?}");
    for style in ["text", "bibtex", "csl", "ris"] {
        let cited = |id: &str| world.sco(&["show", id, "--cite", style]);
        let (mine, theirs) = (cited("m-mine"), cited("m-ard"));
        assert!(!mine.stdout.contains("The lakes"), "{mine:?}");
        assert!(mine.stdout.contains("Lake Council"), "{mine:?}");
        assert_eq!(
            mine.stderr,
            "note: `m-mine` was brought in as `me` and is not in the dataset, which is not cited for it\n"
        );
        assert!(theirs.stdout.contains("The lakes"), "{theirs:?}");
        assert_eq!(theirs.stderr, "");
    }
}

#[test]
fn what_is_near_to_an_unknown_name_is_told() {
    let world = World::new();
    world.build();
    let run = world.sco(&["show", "Cantira"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.starts_with(
            "error: `Cantira` is no fact, passage, source or entity of this database; near to it: CAN (Cantria); "
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn the_newest_comes_first_and_participants_stand_under_their_event() {
    let world = World::new().add(
        "events",
        &[
            ("fact_id", "ev-later"),
            ("kind", "meeting"),
            ("title", "Later meeting"),
            ("date", "2010"),
            ("organisation", "LC"),
            ("summary", "The council met."),
        ],
    );
    world.build();
    let shown = world.sco(&["show", "LC"]).stdout;
    let place = |text: &str| {
        shown
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {shown}"))
    };
    assert!(place("Claims (") < place("Events (2)"));
    assert!(place("Later meeting (2010)") < place("Founding of the Lake Council (May 1999)"));
    assert!(
        shown.contains("· ev-founding\n    with Ardenia (founder), Borland (founder)\n"),
        "{shown}"
    );
}

#[test]
fn what_documents_tell_differently_comes_first() {
    let world = World::new()
        .set("memberships", "m-can", "claim_group", "cg-cantria")
        .add(
            "memberships",
            &[
                ("fact_id", "m-can-other"),
                ("member", "CAN"),
                ("organisation", "LC"),
                ("standing", "observer"),
                ("date", "2004"),
                ("date_role", "since"),
                ("claim_group", "cg-cantria"),
            ],
        );
    world.build();
    let shown = world.sco(&["show", "CAN"]).stdout;
    let (_, listed) = shown.split_once("Where documents differ (2)\n").unwrap();
    let (listed, _) = listed.split_once("\n\n").unwrap();
    assert!(
        listed.contains("m-can\n") && listed.contains("m-can-other"),
        "{shown}"
    );
}

/// The facts that name a row are looked up by their ids: read to its end, `v_facts` took more than everything else.
#[test]
fn the_view_of_all_facts_is_not_read_to_its_end() {
    let world = World::new();
    world.build();
    let named = "SELECT fact_id FROM memberships WHERE member = 'CAN'";
    let sql = include_str!("../../src/show/facts_that_name.sql").replace("{named}", named);
    let plan = world.plan(&sql);
    assert!(
        plan.iter()
            .any(|step| step.starts_with("SEARCH positions USING INDEX")),
        "{plan:#?}"
    );
    for step in [
        "MATERIALIZE v_facts",
        "SCAN memberships",
        "SCAN events",
        "SCAN positions",
    ] {
        assert!(!plan.contains(&step.to_owned()), "{step}: {plan:#?}");
    }
}

/// A fact is not among those that name it, however many entities its list has.
#[test]
fn a_claim_about_two_entities_does_not_name_itself() {
    let world = World::new().set("positions", "p-oldfield", "about", "LC;CAN");
    world.build();
    let run = world.sco(&["show", "p-oldfield"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stdout.contains("Claims ("), "{}", run.stdout);
    let named = world.sco(&["show", "CAN"]).stdout;
    assert!(named.contains("p-oldfield"), "{named}");
}
