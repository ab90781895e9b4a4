//! Every fact is said in a sentence that cannot mislead: whose it is, how many, when and how exactly.

use crate::world::World;

/// A world with a name in the plural, and numbers that a passage declares.
fn world() -> World {
    let mut tokens = [
        "2010", "3.3", "4.2", "7.5", "third", "half", "doubled", "−4.7", "second", "280", "7000",
        "main", "80",
    ];
    tokens.sort_unstable();
    World::new()
        .set("citations", "c-lake-trade", "tokens", &tokens.join("|"))
        .set("citations", "c-lake-trade", "norm", "pa2")
        .set("entities", "LC", "in_text", "the Lake Council")
        .add(
            "entities",
            &[
                ("entity_id", "lake-states"),
                ("kind", "aggregate"),
                ("name", "Lake states"),
                ("in_text", "the Lake states"),
                ("number", "plural"),
            ],
        )
        .add(
            "memberships",
            &[
                ("fact_id", "m-plural"),
                ("member", "lake-states"),
                ("organisation", "LC"),
                ("standing", "observer"),
                ("date", "2012"),
                ("date_role", "as_of"),
            ],
        )
}

/// The sentence of a fact, which the tables, the index and `sco show` give alike.
fn said(world: &World, fact: &str) -> String {
    let of = |sql: &str| {
        world
            .ask(&format!("{sql} WHERE fact_id = '{fact}'"))
            .concat()
    };
    let sentence = of("SELECT statement FROM v_facts");
    let kind = of("SELECT kind FROM v_facts");
    assert_eq!(of(&format!("SELECT statement FROM v_{kind}")), sentence);
    assert_eq!(
        world.ask(&format!(
            "SELECT heading FROM search_rows WHERE id = '{fact}'"
        )),
        [sentence.as_str()]
    );
    assert!(world.sco(&["show", fact]).stdout.contains(&sentence));
    sentence
}

/// A world of one more row, and the sentence of it.
fn sentence_of(table: &str, cells: &[(&str, &str)]) -> String {
    let citations = ("citations", "c-lake-seat;c-lake-trade");
    let cells: Vec<(&str, &str)> = cells.iter().copied().chain([citations]).collect();
    let world = world().add(table, &cells);
    world.build();
    said(&world, cells[0].1)
}

#[test]
fn verbs_agree_in_number() {
    let world = world();
    world.build();
    assert_eq!(
        said(&world, "m-ard"),
        "Ardenia is a founding member of the Lake Council (since May 1999)"
    );
    assert_eq!(
        said(&world, "m-plural"),
        "The Lake states are observers in the Lake Council (as of 2012)"
    );
}

#[test]
fn a_forecast_says_that_it_is_one_and_whose() {
    let world = world();
    world.build();
    assert_eq!(
        said(&world, "m-dor-expected"),
        "Expected by Mira Oldfield: Dorvania to become a member of the Lake Council (until 2012 at the latest)"
    );
    assert_eq!(
        said(&world, "i-soldiers"),
        "Expected by Mira Oldfield: The Lake Council to have about 7,000 soldiers"
    );
    for (table, cells, sentence) in EXPECTED {
        let cells: Vec<_> = cells.iter().chain(FORECAST).copied().collect();
        assert_eq!(&sentence_of(table, &cells), sentence);
    }
}

const FORECAST: &[(&str, &str)] = &[("status", "expected"), ("attributed_to", "mira-oldfield")];

/// A table, a row of it, and its sentence.
type Said = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const EXPECTED: &[Said] = &[
    (
        "offices",
        &[
            ("fact_id", "o-x"),
            ("person", "mira-oldfield"),
            ("office", "President"),
            ("organisation", "LC"),
        ],
        "Expected by Mira Oldfield: Mira Oldfield: President, the Lake Council",
    ),
    (
        "relations",
        &[
            ("fact_id", "r-x"),
            ("subject", "lake-states"),
            ("predicate", "based-in"),
            ("object", "northport"),
            ("date", "2015-07"),
            ("date_role", "since"),
        ],
        "Expected by Mira Oldfield: The Lake states to have a seat in Northport (from July 2015)",
    ),
    (
        "events",
        &[
            ("fact_id", "ev-x"),
            ("kind", "summit"),
            ("title", "Lake summit"),
            ("date", "2012-06-02"),
            ("summary", "The heads of state are to meet."),
        ],
        "Expected by Mira Oldfield: Lake summit (2 June 2012). The heads of state are to meet.",
    ),
    (
        "event_participants",
        &[
            ("fact_id", "ep-x"),
            ("event", "ev-founding"),
            ("entity", "lake-states"),
            ("role", "attended"),
        ],
        "Expected by Mira Oldfield: The Lake states to take part in “Founding of the Lake Council” (May 1999)",
    ),
    (
        "event_variants",
        &[
            ("fact_id", "evv-x"),
            ("event", "ev-founding"),
            ("property", "date"),
            ("value", "1999-06"),
        ],
        "Expected by Mira Oldfield: “Founding of the Lake Council” (May 1999) to take place in June 1999",
    ),
    (
        "trade_figures",
        &[
            ("fact_id", "t-x"),
            ("reporter", "ARD"),
            ("partner", "lake-states"),
            ("flow", "export"),
            ("commodity", "total"),
            ("period", "2015~"),
            ("measure", "value"),
            ("value_as_printed", "280"),
            ("unit_mult", "6"),
            ("currency", "USD"),
            ("qualifier", "more_than"),
        ],
        "Expected by Mira Oldfield: Ardenia's exports to the Lake states in about 2015 to be worth more than US$ 280 million",
    ),
    (
        "positions",
        &[
            ("fact_id", "p-x"),
            ("holder", "mira-oldfield"),
            ("topic", "enlargement"),
            ("summary", "The council will grow."),
        ],
        "Expected by Mira Oldfield: The council will grow.",
    ),
];

#[test]
fn a_claim_says_whose_it_is() {
    const CLAIM: &[(&str, &str)] = &[("status", "attributed"), ("attributed_to", "LC")];
    for (table, cells, sentence) in CLAIMED {
        let cells: Vec<_> = cells.iter().chain(CLAIM).copied().collect();
        assert_eq!(&sentence_of(table, &cells), sentence);
    }
}

const CLAIMED: &[Said] = &[
    (
        "memberships",
        &[
            ("fact_id", "m-x"),
            ("member", "DOR"),
            ("organisation", "LC"),
            ("standing", "guest"),
        ],
        "According to the Lake Council: Dorvania is a guest of the Lake Council",
    ),
    (
        "offices",
        &[
            ("fact_id", "o-x"),
            ("person", "mira-oldfield"),
            ("office", "analyst"),
            ("date", "../2011"),
            ("date_role", "until"),
        ],
        "According to the Lake Council: Mira Oldfield: analyst (until 2011 at the latest)",
    ),
    (
        "relations",
        &[
            ("fact_id", "r-x"),
            ("subject", "lake-states"),
            ("predicate", "based-in"),
            ("object", "northport"),
            ("date", "199X"),
            ("date_role", "during"),
        ],
        "According to the Lake Council: The Lake states had their seat in Northport (the 1990s)",
    ),
    (
        "events",
        &[
            ("fact_id", "ev-x"),
            ("kind", "summit"),
            ("title", "Lake summit"),
            ("date", "../2012"),
            ("summary", "The heads of state met."),
        ],
        "According to the Lake Council: Lake summit (by 2012). The heads of state met.",
    ),
    (
        "event_participants",
        &[
            ("fact_id", "ep-x"),
            ("event", "ev-founding"),
            ("entity", "lake-states"),
            ("role", "absent"),
        ],
        "According to the Lake Council: The Lake states were absent from “Founding of the Lake Council” (May 1999)",
    ),
    (
        "event_variants",
        &[
            ("fact_id", "evv-x"),
            ("event", "ev-founding"),
            ("property", "name"),
            ("value", "Northport summit"),
        ],
        "According to the Lake Council: “Founding of the Lake Council” (May 1999) is also called “Northport summit”",
    ),
    (
        "trade_figures",
        &[
            ("fact_id", "t-x"),
            ("reporter", "lake-states"),
            ("partner", "DOR"),
            ("flow", "total"),
            ("commodity", "total"),
            ("period", "2010"),
            ("measure", "share"),
            ("share_of", "reporter_total"),
            ("value_as_printed", "80"),
            ("unit_mult", "0"),
            ("qualifier", "at_least"),
        ],
        "According to the Lake Council: The Lake states' trade with Dorvania in 2010 made up at least 80 per cent of all the Lake states' trade",
    ),
    (
        "indicators",
        &[
            ("fact_id", "i-x"),
            ("subject", "lake-states"),
            ("indicator", "soldiers"),
            ("about", "DOR"),
            ("period", "2010"),
            ("value_as_printed", "7 000"),
            ("unit", "persons"),
            ("unit_mult", "0"),
            ("qualifier", "up_to"),
        ],
        "According to the Lake Council: The Lake states have up to 7,000 soldiers in Dorvania (2010)",
    ),
    (
        "positions",
        &[
            ("fact_id", "p-x"),
            ("holder", "LC"),
            ("topic", "enlargement"),
            ("date", "2011-03"),
            ("summary", "It will grow."),
        ],
        "According to the Lake Council (March 2011): It will grow.",
    ),
];

/// The sentence of Ardenia's imports from Dorvania in 2010, with these cells.
fn figure(cells: &[(&str, &str)]) -> String {
    let plain = [
        ("fact_id", "t-x"),
        ("reporter", "ARD"),
        ("partner", "DOR"),
        ("flow", "import"),
        ("commodity", "total"),
        ("period", "2010"),
        ("unit_mult", "0"),
        ("qualifier", "exact"),
    ];
    sentence_of("trade_figures", &[&plain[..], cells].concat())
}

#[test]
fn measures_read_as_a_person_would_write_them() {
    assert_eq!(
        figure(&[
            ("measure", "growth"),
            ("base_period", "2009"),
            ("value_as_printed", "-4.7"),
        ]),
        "Ardenia's imports from Dorvania in 2010 were worth 4.7 per cent less than in 2009"
    );
    assert_eq!(
        figure(&[
            ("measure", "multiple"),
            ("base_period", "2009"),
            ("value_as_printed", "doubled"),
        ]),
        "Ardenia's imports from Dorvania in 2010 were twice as large as in 2009"
    );
    assert_eq!(
        figure(&[("measure", "rank"), ("value_as_printed", "second")]),
        "Dorvania was the second largest source of Ardenia's imports in 2010"
    );
    assert_eq!(
        figure(&[
            ("measure", "rank"),
            ("value_as_printed", "main"),
            ("flow", "total"),
        ]),
        "Dorvania was the main trading partner of Ardenia in 2010"
    );
    assert_eq!(
        figure(&[
            ("measure", "value"),
            ("value_as_printed", "280"),
            ("currency", "CNY"),
            ("unit_mult", "9"),
            ("qualifier", "almost"),
        ]),
        "Ardenia's imports from Dorvania in 2010 were worth almost CNY 280 billion"
    );
    assert_eq!(
        figure(&[
            ("measure", "share"),
            ("share_of", "reporter_total"),
            ("value_as_printed", "third"),
            ("numerator", "1"),
            ("denominator", "3"),
            ("qualifier", "more_than"),
        ]),
        "Ardenia's imports from Dorvania in 2010 made up more than one third of all Ardenia's imports"
    );
}

#[test]
fn a_participant_of_an_expected_event_does_not_make_it_a_fact() {
    let world = world()
        .set("events", "ev-founding", "status", "expected")
        .set("events", "ev-founding", "attributed_to", "mira-oldfield");
    world.build();
    assert_eq!(
        said(&world, "ep-founding-ard"),
        "Ardenia was a founder in the expected event “Founding of the Lake Council” (May 1999)"
    );
}

/// The sentence of Dorvania as a guest at a time, in a document of March 2011.
fn guest(date: &str, role: &str) -> String {
    let cells = [
        ("fact_id", "m-x"),
        ("member", "DOR"),
        ("organisation", "LC"),
        ("standing", "guest"),
        ("date", date),
        ("date_role", role),
        ("date_basis", "worked_out"),
        ("note", "from the context"),
    ];
    sentence_of("memberships", &cells)
}

#[test]
fn what_was_over_when_the_document_spoke_is_told_in_the_past() {
    const WAS: &str = "Dorvania was a guest of the Lake Council";
    const IS: &str = "Dorvania is a guest of the Lake Council";
    for (date, role, words, when) in [
        ("2011-03-30", "as_of", WAS, "as of 30 March 2011"),
        ("2011-03-31", "as_of", IS, "as of 31 March 2011"),
        ("2010", "as_of", WAS, "as of 2010"),
        ("2011", "as_of", IS, "as of 2011"),
        ("2005/2011-03-30", "during", WAS, "2005 to 30 March 2011"),
        ("2005/2011-03-31", "during", IS, "2005 to 31 March 2011"),
        ("2005/..", "during", IS, "from 2005 on"),
        ("2011-03-31", "until", WAS, "until 31 March 2011"),
        ("2011-04-01", "until", IS, "until 1 April 2011"),
        ("../2005", "until", WAS, "until 2005 at the latest"),
        ("2005/..", "until", IS, "until 2005 or later"),
        ("2005", "since", IS, "since 2005"),
    ] {
        assert_eq!(
            guest(date, role),
            format!("{words} ({when})"),
            "{date} {role}"
        );
    }
}

#[test]
fn the_past_agrees_in_number_and_a_forecast_has_none() {
    let ended = [("date", "2005"), ("date_role", "until")];
    let seat = [
        ("fact_id", "r-x"),
        ("subject", "lake-states"),
        ("predicate", "based-in"),
        ("object", "northport"),
    ];
    assert_eq!(
        sentence_of("relations", &[&seat[..], &ended].concat()),
        "The Lake states had their seat in Northport (until 2005)"
    );
    assert_eq!(
        sentence_of("relations", &[&seat[..], &ended, FORECAST].concat()),
        "Expected by Mira Oldfield: The Lake states to have a seat in Northport (until 2005)"
    );
}

#[test]
fn without_a_date_of_the_document_only_an_end_is_over() {
    let row = |id: &'static str, role: &'static str| {
        [
            ("fact_id", id),
            ("member", "DOR"),
            ("organisation", "LC"),
            ("standing", "guest"),
            ("date", "2005"),
            ("date_role", role),
        ]
    };
    let world = world()
        .set("sources", "lake2011-report", "issued", "")
        .add("memberships", &row("m-until", "until"))
        .add("memberships", &row("m-as-of", "as_of"));
    world.build();
    assert_eq!(
        said(&world, "m-until"),
        "Dorvania was a guest of the Lake Council (until 2005)"
    );
    assert_eq!(
        said(&world, "m-as-of"),
        "Dorvania is a guest of the Lake Council (as of 2005)"
    );
}

#[test]
fn a_summit_of_two_days_goes_from_one_to_the_other() {
    let told = |kind: &'static str, date: &'static str| {
        let cells = [
            ("fact_id", "ev-x"),
            ("kind", kind),
            ("title", "Lake days"),
            ("date", date),
            ("date_basis", "worked_out"),
            ("note", "from the context"),
            ("summary", "The lake was crossed."),
        ];
        sentence_of("events", &cells)
    };
    assert_eq!(
        told("summit", "2009-07-03?/2009-07-04"),
        "Lake days (perhaps 3 July to 4 July 2009). The lake was crossed."
    );
    assert_eq!(
        told("summit", "2009-06/2009-07-04"),
        "Lake days (between June 2009 and 4 July 2009). The lake was crossed."
    );
    assert_eq!(
        told("incident", "2009-07-03/2009-07-04"),
        "Lake days (between 3 July 2009 and 4 July 2009). The lake was crossed."
    );
}

/// A user's file from before there were patterns.
const OLD_TERMS: &str = "term,kind,label,meaning\nmy-envies,predicate,envies [a lot],is envious of\nmy-lakes,indicator,number of lakes,lakes\n";

/// A world with a user's facts in such terms beside it.
fn with_old_terms() -> World {
    let world = world();
    world.build();
    let world = world
        .add(
            "mine/relations",
            &[
                ("fact_id", "r-mine"),
                ("subject", "lake-states"),
                ("predicate", "my-envies"),
                ("object", "LC"),
                ("status", "expected"),
            ],
        )
        .add(
            "mine/relations",
            &[
                ("fact_id", "r-over"),
                ("subject", "lake-states"),
                ("predicate", "my-envies"),
                ("object", "LC"),
                ("date", "1990"),
                ("date_role", "until"),
                ("citations", "c-lake-trade"),
            ],
        )
        .add(
            "mine/indicators",
            &[
                ("fact_id", "i-mine"),
                ("subject", "ARD"),
                ("indicator", "my-lakes"),
                ("about", "BOR"),
                ("period", "2010"),
                ("value_as_printed", "280"),
                ("unit", "persons"),
                ("unit_mult", "0"),
                ("qualifier", "exact"),
                ("citations", "c-lake-trade"),
            ],
        );
    world.write("mine/terms.csv", OLD_TERMS);
    world
}

fn import(world: &World) {
    let run = world.sco(&["import", "facts", "--origin", "me", "mine"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_users_term_without_a_pattern_is_said_in_a_plain_form() {
    let world = with_old_terms();
    import(&world);
    assert_eq!(
        said(&world, "r-mine"),
        "Expected: The Lake states envies a lot the Lake Council"
    );
    assert_eq!(
        said(&world, "r-over"),
        "Formerly: the Lake states envies a lot the Lake Council (until 1990)"
    );
    assert_eq!(
        said(&world, "i-mine"),
        "Ardenia, number of lakes, concerning Borland: 280 persons (2010)"
    );
}

#[test]
fn a_users_pattern_that_comes_later_is_taken_at_once() {
    let world = with_old_terms();
    import(&world);
    world.write(
        "mine/terms.csv",
        "term,kind,label,meaning,pattern,pattern_plural,pattern_expected\n\
         my-envies,predicate,envies,is envious of,{subject} envies {object},{subject} envy {object},{subject} to envy {object}\n\
         my-lakes,indicator,number of lakes,lakes,,,\n",
    );
    import(&world);
    assert_eq!(
        said(&world, "r-over"),
        "Formerly: the Lake states envy the Lake Council (until 1990)"
    );
    assert_eq!(
        said(&world, "r-mine"),
        "Expected: The Lake states to envy the Lake Council"
    );
}
