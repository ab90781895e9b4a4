//! The views that weigh facts against each other: conflicts, expectations, standings.

use crate::world::World;

/// A world in which another passage gives another value of the exports to Borland.
fn rival(value: &str, qualifier: &str) -> World {
    let mut tokens = ["2010", "3.3", "4.2", "7.5", value];
    tokens.sort_unstable();
    let world = World::new()
        .set("citations", "c-lake-trade", "tokens", &tokens.join("|"))
        .set("trade_figures", "t-bor-export", "claim_group", "cg-export")
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
        world.ask("SELECT about || ': ' || statement_1 || ' / ' || statement_2 || ' (' || citation_2 || ')' FROM v_conflicts"),
        ["value: Ardenia, export to Borland, all goods, 2010: 4.2 billion USD / Ardenia, export to Borland, all goods, 2010: 4.4 billion USD (Reed 2011, paragraph 2; Reed 2011, paragraph 3)"]
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
            world.ask("SELECT fact_1 FROM v_conflicts").is_empty(),
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
            "Lake Council, soldiers: about 7 000 persons | not told | - | -",
            "Dorvania: member of Lake Council until ../2012 | happened | Dorvania: member of Lake Council since 2013 | a year later",
        ]
    );
    assert!(world.ask("SELECT fact_1 FROM v_conflicts").is_empty());
}

#[test]
fn standings_are_told_year_by_year() {
    let world = World::new()
        .set("entities", "LC", "entity_id", "SCO")
        .set("entity_names", "LC", "entity_id", "SCO")
        .set("relations", "r-seat", "subject", "SCO")
        .set("events", "ev-founding", "organisation", "SCO")
        .set("positions", "p-oldfield", "about", "SCO")
        .set("indicators", "i-soldiers", "subject", "SCO");
    let world = ["m-ard", "m-bor", "m-can", "m-dor-expected"]
        .iter()
        .fold(world, |world, id| {
            world.set("memberships", id, "organisation", "SCO")
        })
        .add(
            "memberships",
            &[
                ("fact_id", "m-dor-observer"),
                ("member", "DOR"),
                ("organisation", "SCO"),
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
}
