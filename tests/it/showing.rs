//! `sco show` tells all that stands behind an id.

use crate::world::World;

#[test]
fn a_fact_shows_its_passages_and_the_works_cited_for_it() {
    let world = World::new();
    world.build();
    let run = world.sco(&["show", "ev-founding"]);
    assert_eq!(run.code, 0);
    for line in [
        "events ev-founding\n",
        "  date          1999-05\n",
        "passages:\n  - passage: Reed 2011, paragraph 2; role: supports; citation_id: c-lake-founding;",
        "works cited for it:\n  - work: Marsh 2005; title: Lakes and Leagues; pages: 12; named_in: lake2011-report, note 1;",
        "participants:\n  - entity: Ardenia; role: founder; fact_id: ep-founding-ard\n",
    ] {
        assert!(
            run.stdout.contains(line),
            "{line}\nis not in\n{}",
            run.stdout
        );
    }
}

#[test]
fn passages_sources_and_entities_can_be_shown() {
    let world = World::new();
    world.build();
    for (id, part) in [
        (
            "c-lake-seat",
            "facts that rest on it:\n  - statement: Lake Council has its seat in Northport since 1999/..;",
        ),
        (
            "lake2011-report",
            "works that it cites:\n  - note: 1; work: Marsh 2005;",
        ),
        (
            "marsh2005-lakes",
            "documents that cite it:\n  - citing: lake2011-report; note: 1; pages: 12\n",
        ),
        ("ARD", "codes:\n  - scheme: m49; code: 004\nfacts:\n"),
    ] {
        let run = world.sco(&["show", id]);
        assert!(
            run.stdout.contains(part),
            "{part}\nis not in\n{}",
            run.stdout
        );
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
    let world = World::new().replace(
        "seeds/retired_ids.csv",
        "reason\n",
        "reason\nm-old,fact,m-ard,said the same\n",
    );
    world.build();
    let unknown = world.sco(&["show", "nobody"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown
            .stderr
            .starts_with("error: `nobody` is no fact, passage, source or entity"),
        "{}",
        unknown.stderr
    );
    assert_eq!(
        world.sco(&["show", "m-old"]).stderr,
        "error: `m-old` was retired: said the same; see `m-ard`\n"
    );
}
