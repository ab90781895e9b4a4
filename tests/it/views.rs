//! The views that weigh facts against each other: conflicts, expectations, standings.

use crate::world::World;

const FIGURE: &str = "t-other,ARD,BOR,export,total,2010,,value,,";

fn rival(value: &str, qualifier: &str) -> World {
    let tokens = format!("2010|3.3|4.2|{value}|7.5").replace("|5|7.5", "|5|7.5");
    let mut parts: Vec<&str> = tokens.split('|').collect();
    parts.sort_unstable();
    parts.dedup();
    let world = World::new()
        .replace("seeds/citations.csv", "2010|3.3|4.2|7.5", &parts.join("|"))
        .replace(
            "seeds/trade_figures.csv",
            "USD,exact,,,,,,stated,,normal,,,,c-lake-trade,\nt-bor-import",
            "USD,exact,,,,,,stated,,normal,,cg-export,,c-lake-trade,\nt-bor-import",
        )
        .append(
            "seeds/trade_figures.csv",
            &format!(
                "{FIGURE}{value},9,USD,{qualifier},,,,,,stated,,normal,,cg-export,,c-lake-seat;c-lake-trade,\n"
            ),
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
        let world = World::new().append(
            "seeds/event_variants.csv",
            &format!("evv-date,ev-founding,date,{date},stated,,normal,,,,c-lake-seat,\n"),
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
        .append(
            "seeds/memberships.csv",
            "m-dor,DOR,LC,member,2013,since,stated,,normal,,,,c-lake-seat,\n",
        )
        .append(
            "seeds/fact_links.csv",
            "m-dor-expected,fulfilled_by,m-dor,a year later\n",
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
    let world = World::new();
    for file in [
        "seeds/entities.csv",
        "seeds/memberships.csv",
        "seeds/events.csv",
        "seeds/relations.csv",
        "seeds/entity_names.csv",
        "seeds/positions.csv",
        "seeds/indicators.csv",
    ] {
        let text = world.read(file).replace("LC,", "SCO,");
        world.write(file, text);
    }
    let world = world.append(
        "seeds/memberships.csv",
        "m-dor-observer,DOR,SCO,observer,2005,as_of,stated,,normal,,,,c-lake-seat,\n",
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
