//! The views that weigh facts against each other: conflicts, expectations, standings.

use crate::world::World;

/// A world in which another passage gives another value of the exports to Borland.
fn rival(value: &str, qualifier: &str) -> World {
    let mut tokens = ["2010", "3.3", "4.2", "7.5", value];
    tokens.sort_unstable();
    let world = World::new()
        .set("citations", "c-lake-trade", "tokens", &tokens.join("|"))
        .set("trade_figures", "t-bor-export", "claim_group", "cg-export")
        // A position contradicts every fact of its group, which else might show no contradiction.
        .set("positions", "p-oldfield", "claim_group", "cg-export")
        .add(
            "trade_figures",
            &[
                ("fact_id", "t-other"),
                ("reporter", "ARD"),
                ("partner", "BOR"),
                ("flow", "export"),
                ("commodity", "total"),
                ("period", "2010"),
                ("measure", "value"),
                ("value_as_printed", value),
                ("unit_mult", "9"),
                ("currency", "USD"),
                ("qualifier", qualifier),
                ("claim_group", "cg-export"),
                ("citations", "c-lake-seat;c-lake-trade"),
            ],
        );
    world.build();
    world
}

#[test]
fn two_numbers_that_cannot_both_be_right_are_a_conflict() {
    let world = rival("4.4", "exact");
    assert_eq!(
        world.ask("SELECT about || ': ' || statement_1 || ' / ' || statement_2 || ' (' || citation_2 || ')' FROM v_conflicts WHERE about = 'value'"),
        ["value: Ardenia's exports to Borland in 2010 were worth US$ 4.2 billion / Ardenia's exports to Borland in 2010 were worth US$ 4.4 billion (Reed 2011, paragraph 2; Reed 2011, paragraph 3)"]
    );
}

#[test]
fn rounding_and_qualifiers_are_no_conflict() {
    for (value, qualifier) in [
        ("4", "exact"),
        ("4.4", "about"),
        ("5", "less_than"),
        ("4.1", "more_than"),
        ("4.3", "almost"),
    ] {
        let world = rival(value, qualifier);
        assert!(
            world
                .ask("SELECT fact_1 FROM v_conflicts WHERE about = 'value'")
                .is_empty(),
            "{value} {qualifier}"
        );
    }
}

#[test]
fn a_month_inside_its_year_is_no_conflict_and_another_year_is() {
    let with = |date: &str| {
        let world = World::new().add(
            "event_variants",
            &[
                ("fact_id", "evv-date"),
                ("event", "ev-founding"),
                ("property", "date"),
                ("value", date),
            ],
        );
        world.build();
        world.ask("SELECT about || ' ' || fact_2 FROM v_conflicts")
    };
    assert!(with("1999").is_empty());
    assert_eq!(with("1998"), ["date evv-date"]);
}

#[test]
fn a_forecast_stands_beside_what_became_of_it() {
    let world = World::new()
        .add(
            "memberships",
            &[
                ("fact_id", "m-dor"),
                ("member", "DOR"),
                ("organisation", "LC"),
                ("standing", "member"),
                ("date", "2013"),
                ("date_role", "since"),
            ],
        )
        .add(
            "fact_links",
            &[
                ("fact_id", "m-dor-expected"),
                ("link", "fulfilled_by"),
                ("other_fact", "m-dor"),
                ("note", "a year later"),
            ],
        );
    world.build();
    assert_eq!(
        world.ask("SELECT expected || ' | ' || outcome || ' | ' || ifnull(what_happened, '-') || ' | ' || ifnull(outcome_note, '-') FROM v_expected ORDER BY fact_id"),
        [
            "Expected by Mira Oldfield: Lake Council to have about 7,000 soldiers | not told | - | -",
            "Expected by Mira Oldfield: Dorvania to become a member of Lake Council (until 2012 at the latest) | happened | Dorvania is a member of Lake Council (since 2013) | a year later",
        ]
    );
    assert!(world.ask("SELECT fact_1 FROM v_conflicts").is_empty());
}

/// A world in which a date, a host and a standing are expected of the founding, with these outcomes.
fn expecting(status: &str, links: &[(&str, &str)]) -> World {
    let by = if status == "expected" {
        "mira-oldfield"
    } else {
        ""
    };
    let expected = [("status", "expected"), ("attributed_to", "mira-oldfield")];
    let variant = [
        ("fact_id", "evv-date"),
        ("event", "ev-founding"),
        ("property", "date"),
        ("value", "1998"),
    ];
    let host = [
        ("fact_id", "ep-host"),
        ("event", "ev-founding"),
        ("entity", "CAN"),
        ("role", "host"),
    ];
    let world = World::new()
        .set("events", "ev-founding", "status", status)
        .set("events", "ev-founding", "attributed_to", by)
        .add("event_variants", &[&variant[..], &expected].concat())
        .add("event_participants", &[&host[..], &expected].concat());
    let world = links.iter().fold(world, |world, (link, other)| {
        world.add(
            "fact_links",
            &[
                ("fact_id", "evv-date"),
                ("link", link),
                ("other_fact", other),
                ("note", "as told"),
            ],
        )
    });
    world.build();
    world
}

/// What `v_expected` says of the founding.
fn expectation(world: &World) -> Vec<String> {
    world.ask("SELECT parts || ' ' || outcome || ' ' || ifnull(outcome_fact_ids, '-') FROM v_expected WHERE fact_id = 'ev-founding'")
}

#[test]
fn an_expectation_stands_once_with_what_belongs_to_it() {
    let world = expecting("expected", &[]);
    assert_eq!(expectation(&world), ["2 not told -"]);
    assert_eq!(
        world.ask("SELECT fact_id FROM v_expected ORDER BY fact_id"),
        ["ev-founding", "i-soldiers", "m-dor-expected"]
    );
    let came = expecting("stated", &[]);
    assert_eq!(expectation(&came), ["2 happened ev-founding"]);
    assert_eq!(
        came.ask("SELECT expected FROM v_expected WHERE fact_id = 'ev-founding'"),
        [
            "Expected by Mira Oldfield: Cantria to host “Founding of the Lake Council” (May 1999); Expected by Mira Oldfield: “Founding of the Lake Council” (May 1999) to take place in 1998"
        ]
    );
}

#[test]
fn the_outcome_is_the_last_word_of_later_documents() {
    for (links, outcome) in [
        (&[("fulfilled_by", "m-ard")][..], "happened m-ard"),
        (
            &[("partly_fulfilled_by", "m-ard")],
            "happened in part m-ard",
        ),
        (&[("failed_by", "m-ard")], "did not happen m-ard"),
        (&[("not_by", "m-ard")], "had not happened m-ard"),
        (
            &[("not_by", "m-ard"), ("fulfilled_by", "m-bor")],
            "happened m-ard;m-bor",
        ),
        (
            &[("fulfilled_by", "m-ard"), ("failed_by", "m-bor")],
            "happened in part m-ard;m-bor",
        ),
        (
            &[("not_by", "m-ard"), ("failed_by", "m-bor")],
            "did not happen m-ard;m-bor",
        ),
    ] {
        let world = expecting("expected", links);
        assert_eq!(expectation(&world), [format!("2 {outcome}")], "{links:?}");
    }
}

#[test]
fn standings_are_told_year_by_year() {
    let world = World::new().add(
        "memberships",
        &[
            ("fact_id", "m-dor-observer"),
            ("member", "DOR"),
            ("organisation", "LC"),
            ("standing", "observer"),
            ("date", "2005"),
            ("date_role", "as_of"),
        ],
    );
    world.build();
    let standing = |entity: &str, year: u16| {
        world.ask(&format!("SELECT standing || is_founder || ', ' || basis || ', ' || fact_id FROM v_sco_standing WHERE entity_id = '{entity}' AND year = {year}"))
    };
    assert_eq!(standing("ARD", 1999), ["member1, stated, m-ard"]);
    assert_eq!(standing("ARD", 2005), ["member1, carried forward, m-ard"]);
    assert_eq!(standing("CAN", 2004), ["member0, stated, m-can"]);
    assert!(standing("CAN", 2003).is_empty());
    assert_eq!(standing("DOR", 2005), ["observer0, stated, m-dor-observer"]);
    // To the last year of any document, and for every organisation.
    assert_eq!(standing("ARD", 2011), ["member1, carried forward, m-ard"]);
    assert!(standing("ARD", 2012).is_empty());
    assert_eq!(
        world.ask("SELECT DISTINCT organisation_id FROM v_standing"),
        ["LC"]
    );
}

#[test]
fn what_has_ended_is_not_carried_forward() {
    let world = World::new().add(
        "memberships",
        &[
            ("fact_id", "m-dor-guest"),
            ("member", "DOR"),
            ("organisation", "LC"),
            ("standing", "guest"),
            ("date", "2005/2007"),
            ("date_role", "during"),
        ],
    );
    world.build();
    assert_eq!(
        world.ask("SELECT year FROM v_standing WHERE entity_id = 'DOR' ORDER BY year"),
        ["2005", "2006", "2007"]
    );
}

/// The years of standings in a world with something more, by how they are known.
fn years_with(world: &World, entity: &str, basis: &str) -> Vec<String> {
    world.build();
    world.ask(&format!(
        "SELECT year FROM v_standing WHERE entity_id = '{entity}' AND basis = '{basis}' ORDER BY year"
    ))
}

/// A world in which the council ends by a dissolution at a date.
fn ended(date: &str, status: &str) -> World {
    let whose = if status == "expected" {
        "mira-oldfield"
    } else {
        ""
    };
    World::new().add(
        "events",
        &[
            ("fact_id", "ev-end"),
            ("kind", "dissolution"),
            ("title", "End of the Lake Council"),
            ("organisation", "LC"),
            ("date", date),
            ("summary", "The council was dissolved."),
            ("status", status),
            ("attributed_to", whose),
        ],
    )
}

#[test]
fn a_standing_is_not_carried_beyond_its_organisation() {
    let carried = |date, status| years_with(&ended(date, status), "CAN", "carried forward");
    assert_eq!(carried("2007", "stated"), ["2005", "2006"]);
    assert_eq!(carried("2007-12/2009", "stated"), ["2005", "2006"]);
    // Told of the year itself it stands, and is not carried.
    assert!(carried("2004", "stated").is_empty());
    let stated = years_with(&ended("2004", "stated"), "CAN", "stated");
    assert_eq!(stated, ["2004"]);
    // What is only expected ends nothing.
    assert_eq!(carried("2009", "expected").last().unwrap(), "2011");
}

#[test]
fn what_is_told_of_an_organisation_after_its_end_stands_for_that_year() {
    let world = ended("2007", "stated").add(
        "memberships",
        &[
            ("fact_id", "m-late"),
            ("member", "DOR"),
            ("organisation", "LC"),
            ("standing", "observer"),
            ("date", "2009"),
            ("date_role", "as_of"),
        ],
    );
    assert_eq!(years_with(&world, "DOR", "stated"), ["2009"]);
}

#[test]
fn an_organisation_that_gave_way_to_another_has_ended() {
    let term = [
        ("term", "predecessor-of"),
        ("kind", "predicate"),
        ("label", "was succeeded by"),
        ("meaning", "the object took its place"),
    ];
    let gave_way = [
        ("fact_id", "r-successor"),
        ("subject", "LC"),
        ("predicate", "predecessor-of"),
        ("object", "harbour-institute"),
        ("date", "2008-01-01"),
        ("date_role", "since"),
        ("date_basis", "worked_out"),
        ("note", "from the context"),
    ];
    let world = World::new().add("terms", &term).add("relations", &gave_way);
    let carried = years_with(&world, "CAN", "carried forward");
    assert_eq!(carried, ["2005", "2006", "2007"]);
}

/// A world in which the council and Ardenia together have a third of the soldiers, as told at the founding.
fn shared() -> World {
    let term = |world: World, term: &str, kind: &str, family: &str| {
        let cells = [("term", term), ("kind", kind), ("family", family)];
        let more = [("label", term), ("meaning", term)];
        world.add("terms", &[cells.as_slice(), &more].concat())
    };
    let world = term(World::new(), "part", "indicator", "share");
    let world = term(world, "percent", "unit", "");
    let world = term(world, "guards", "counted", "");
    let world = world
        .set("citations", "c-lake-seat", "tokens", "third")
        .add(
            "indicators",
            &[
                ("fact_id", "i-part"),
                ("subject", "LC"),
                ("together_with", "BOR;ARD"),
                ("indicator", "part"),
                ("counted", "guards"),
                ("among", "DOR"),
                ("event", "ev-founding"),
                ("value_as_printed", "third"),
                ("numerator", "1"),
                ("denominator", "3"),
                ("unit", "percent"),
                ("unit_mult", "0"),
                ("qualifier", "more_than"),
            ],
        );
    world.build();
    world
}

#[test]
fn a_third_is_a_share_in_per_cent_that_is_worked_out() {
    let ask = |columns: &str, id: &str| {
        let sql = format!("SELECT {columns} FROM v_indicators WHERE fact_id = '{id}'");
        shared().ask(&sql)
    };
    let number = "printf('%.2f', value) || ' ' || (value = value_plain) || ' ' || value_basis";
    assert_eq!(ask(number, "i-part"), ["33.33 1 worked_out"]);
    assert_eq!(ask(number, "i-soldiers"), ["7000.00 1 printed"]);
    assert_eq!(
        ask(
            "value_as_printed || ' ' || numerator || '/' || denominator",
            "i-part"
        ),
        ["third 1/3"]
    );
    assert_eq!(
        ask("statement", "i-part"),
        ["Lake Council, Borland and Ardenia more than one third"]
    );
}

#[test]
fn a_number_of_several_is_nobodys_alone() {
    let sql =
        "SELECT ifnull(subject_id, '-') || ' ' || subject_ids FROM v_indicators ORDER BY fact_id";
    assert_eq!(shared().ask(sql), ["- LC;BOR;ARD", "LC LC"]);
    let joined = "SELECT entity_id FROM indicator_together ORDER BY position";
    assert_eq!(shared().ask(joined), ["BOR", "ARD"]);
}

#[test]
fn a_number_without_a_period_has_the_year_of_its_event() {
    let sql = "SELECT year || ' ' || event_id || ' ' || ifnull(period, '-') FROM v_indicators WHERE fact_id = 'i-part'";
    assert_eq!(shared().ask(sql), ["1999 ev-founding -"]);
}

#[test]
fn a_place_with_coordinates_is_on_the_map_with_every_fact_that_names_it() {
    let world = World::new().add(
        "places",
        &[
            ("entity_id", "northport"),
            ("state", "ARD"),
            ("latitude", "54.5"),
            ("longitude", "-3.25"),
            ("basis", "made up"),
        ],
    );
    world.build();
    assert_eq!(
        world.ask(
            "SELECT place || ', ' || state || ', ' || latitude || ', ' || longitude || ', ' || fact_id FROM v_map ORDER BY fact_id"
        ),
        [
            "Northport, Ardenia, 54.5, -3.25, ev-founding",
            "Northport, Ardenia, 54.5, -3.25, r-seat",
        ]
    );
    let without = world.remove("places", "northport");
    without.build();
    assert_eq!(
        without.ask("SELECT count(*) FROM v_map"),
        ["0"],
        "a place without coordinates is on no map"
    );
}

/// How SQLite goes about a question.
fn plan(world: &World, question: &str) -> Vec<String> {
    let connection = world.open();
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {question}"))
        .unwrap();
    let steps = statement.query_map([], |row| row.get("detail")).unwrap();
    steps.map(Result::unwrap).collect()
}

#[test]
fn what_a_view_asks_for_again_and_again_is_worked_out_once() {
    let world = World::new();
    world.build();
    for (view, part) in [("v_standing", "viewers"), ("v_expected", "told")] {
        let steps = plan(&world, &format!("SELECT * FROM {view}"));
        let made = format!("MATERIALIZE {part}");
        assert_eq!(
            steps.iter().filter(|step| **step == made).count(),
            1,
            "{view}: {steps:#?}"
        );
    }
}
