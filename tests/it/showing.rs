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
events ev-founding
  fact_id           ev-founding
  kind              founding
  title             Founding of the Lake Council
  date              1999-05
  date_basis        printed
  year              1999
  date_from         1999-05-01
  date_to           1999-05-31
  place             Northport
  place_id          northport
  organisation      Lake Council
  organisation_id   LC
  summary           Two states set up the council.
  statement         Founding of the Lake Council (May 1999). Two states set up the council.
  status            stated
  rank              normal
  citation          Reed 2011, paragraph 2
  source            lake2011-report[paragraph 2]
  source_url        https://lake.example/report
  source_ids        lake2011-report
  source_id         lake2011-report
  source_date       2011-03
  source_year       2011
  source_year_last  2011
  origin            sco-facts
passages:
  - passage: Reed 2011, paragraph 2; role: supports; citation_id: c-lake-founding; source_id: lake2011-report; tokens: 1999|2004; url: https://lake.example/report
works cited for it:
  - work: Marsh 2005; title: Lakes and Leagues; pages: 12; named_in: lake2011-report, note 1; reference_kind: work; source_id: marsh2005-lakes
participants:
  - entity: Ardenia; role: founder; fact_id: ep-founding-ard
  - entity: Borland; role: founder; fact_id: ep-founding-bor

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
citations c-lake-seat
  citation_id    c-lake-seat
  source_id      lake2011-report
  locator_label  paragraph
  locator        2
  start_word     27
  n_chars        34
  n_words        8
  digest         2a919e86cab970a4f4ebdc9d632c926856fc80efb6547e52242a6c44d0fb7132
  norm           pa1
  origin         sco-facts
facts that rest on it:
  - statement: Lake Council has its seat in Northport (since 1999 or later); role: supports; status: stated; fact_id: r-seat

"#]]
    );
}

#[test]
fn a_document_shows_the_works_that_it_cites() {
    let world = World::new();
    world.build();
    let document = world.sco(&["show", "lake2011-report"]);
    snapbox::assert_data_eq!(
        document.stdout,
        snapbox::str![[r#"
sources lake2011-report
  source_id         lake2011-report
  tier              seed
  source_kind       original
  kind              report
  title             The Lake Council and its members
  authors           Reed, Ana
  issued            2011-03
  issued_from       2011-03-01
  issued_to         2011-03-31
  issued_precision  month
  url               https://lake.example/report
  language          en
  paragraph_rule    blank_line
  note_lines        16-18
  ref_chars         535
  ref_digest        e5bc37fab7bfb7e2ee25b1be6586930177f332c7b6a2b1fafbab340ee0275a9d
  bytes_sha256      b0bc3a74d1e8a79ad0a9f0b95d36a3cf8a239cf9a15f639029083a492f69582d
  cite              Reed 2011
  origin            sco-facts
works that it cites:
  - note: 1; work: Marsh 2005; title: Lakes and Leagues; pages: 12; reference_kind: work; source_id: marsh2005-lakes
facts that rest on it:
  - statement: Ardenia was a founder in “Founding of the Lake Council” (May 1999); status: stated; fact_id: ep-founding-ard
  - statement: Borland was a founder in “Founding of the Lake Council” (May 1999); status: stated; fact_id: ep-founding-bor
  - statement: Founding of the Lake Council (May 1999). Two states set up the council.; status: stated; fact_id: ev-founding
  - statement: Expected by Mira Oldfield: Lake Council to have about 7,000 soldiers; status: expected; fact_id: i-soldiers
  - statement: Ardenia is a founding member of Lake Council (since May 1999); status: stated; fact_id: m-ard
  - statement: Borland is a founding member of Lake Council (since May 1999); status: stated; fact_id: m-bor
  - statement: Cantria is a member of Lake Council (since 2004); status: stated; fact_id: m-can
  - statement: Expected by Mira Oldfield: Dorvania to become a member of Lake Council (until 2012 at the latest); status: expected; fact_id: m-dor-expected
  - statement: Mira Oldfield: head, Harbour Institute (as of 2011); status: stated; fact_id: o-oldfield
  - statement: According to Mira Oldfield (2011): The council will admit Dorvania by 2012.; status: attributed; fact_id: p-oldfield
  - statement: Lake Council has its seat in Northport (since 1999 or later); status: stated; fact_id: r-seat
  - statement: Ardenia's exports to Borland in 2010 were worth US$ 4.2 billion; status: stated; fact_id: t-bor-export
  - statement: Ardenia's imports from Borland in 2010 were worth US$ 3.3 billion; status: stated; fact_id: t-bor-import
  - statement: Ardenia's trade with Borland in 2010 was worth US$ 7.5 billion; status: stated; fact_id: t-bor-total
  - statement: Ardenia's exports to Cantria in 2010 were worth US$ 2.0 billion; status: stated; fact_id: t-can-export
  - statement: Ardenia's exports to Cantria in 2010 were worth 25.0 per cent more than in 2009; status: stated; fact_id: t-can-export-growth
  - statement: Ardenia's imports from Cantria in 2010 were worth US$ 3.0 billion; status: stated; fact_id: t-can-import
  - statement: Ardenia's imports from Cantria in 2010 were worth 25.0 per cent more than in 2009; status: stated; fact_id: t-can-import-growth
  - statement: Ardenia's trade with Cantria in 2010 was worth US$ 5.0 billion; status: stated; fact_id: t-can-total
  - statement: Ardenia's trade with Cantria in 2010 was worth 25.0 per cent more than in 2009; status: stated; fact_id: t-can-total-growth

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
sources marsh2005-lakes
  source_id         marsh2005-lakes
  tier              cited
  source_kind       original
  kind              book
  title             Lakes and Leagues
  authors           Marsh, J.
  publisher         Northport
  issued            2005
  issued_from       2005-01-01
  issued_to         2005-12-31
  issued_precision  year
  cite              Marsh 2005
  origin            sco-facts
documents that cite it:
  - citing: lake2011-report; note: 1; pages: 12

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
entities ARD
  entity_id  ARD
  kind       state
  name       Ardenia
  origin     sco-facts
other names:
  - name: the lake state; name_kind: variant
codes:
  - scheme: m49; code: 004
facts:
  - kind: event_participants; statement: Ardenia was a founder in “Founding of the Lake Council” (May 1999); date: 1999-05; status: stated; citation: Reed 2011, paragraph 2; fact_id: ep-founding-ard
  - kind: memberships; statement: Ardenia is a founding member of Lake Council (since May 1999); date: 1999-05; status: stated; citation: Reed 2011, paragraph 2; fact_id: m-ard
  - kind: trade_figures; statement: Ardenia's exports to Borland in 2010 were worth US$ 4.2 billion; date: 2010; status: stated; citation: Reed 2011, paragraph 3; fact_id: t-bor-export
  - kind: trade_figures; statement: Ardenia's imports from Borland in 2010 were worth US$ 3.3 billion; date: 2010; status: stated; citation: Reed 2011, paragraph 3; fact_id: t-bor-import
  - kind: trade_figures; statement: Ardenia's trade with Borland in 2010 was worth US$ 7.5 billion; date: 2010; status: stated; citation: Reed 2011, paragraph 3; fact_id: t-bor-total
  - kind: trade_figures; statement: Ardenia's exports to Cantria in 2010 were worth US$ 2.0 billion; date: 2010; status: stated; citation: Reed 2011, table 1; fact_id: t-can-export
  - kind: trade_figures; statement: Ardenia's exports to Cantria in 2010 were worth 25.0 per cent more than in 2009; date: 2010; status: stated; citation: Reed 2011, table 1; fact_id: t-can-export-growth
  - kind: trade_figures; statement: Ardenia's imports from Cantria in 2010 were worth US$ 3.0 billion; date: 2010; status: stated; citation: Reed 2011, table 1; fact_id: t-can-import
  - kind: trade_figures; statement: Ardenia's imports from Cantria in 2010 were worth 25.0 per cent more than in 2009; date: 2010; status: stated; citation: Reed 2011, table 1; fact_id: t-can-import-growth
  - kind: trade_figures; statement: Ardenia's trade with Cantria in 2010 was worth US$ 5.0 billion; date: 2010; status: stated; citation: Reed 2011, table 1; fact_id: t-can-total
  - kind: trade_figures; statement: Ardenia's trade with Cantria in 2010 was worth 25.0 per cent more than in 2009; date: 2010; status: stated; citation: Reed 2011, table 1; fact_id: t-can-total-growth

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
    let (_, listed) = run.stdout.split_once("participants:\n").unwrap();
    snapbox::assert_data_eq!(
        listed,
        snapbox::str![[r#"
  - entity: Ardenia; role: founder; fact_id: ep-founding-ard
  - entity: Borland; role: founder; fact_id: ep-founding-bor
facts that name it:
  - kind: events; statement: First session. The council sat for the first time.; status: stated; citation: Reed 2011, paragraph 2; fact_id: ev-session
  - kind: positions; statement: According to Mira Oldfield (2011): The council will admit Dorvania by 2012.; date: 2011; status: attributed; citation: Reed 2011, paragraph 6; fact_id: p-oldfield

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
                    shown.contains(&format!("fact_id: {fact}\n")),
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
