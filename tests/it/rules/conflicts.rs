//! Claim groups of which no two facts contradict each other, as `v_conflicts` sees them.

use super::{Case, fails, passes};
use crate::world::{World, ask, curated};

pub(super) const CASES: &[Case] = &[
    passes(
        "groups_contradict",
        "two dates of which neither holds the other",
        |_| events(("2001", ""), ("2002", "")),
    ),
    fails(
        "groups_contradict",
        "a day inside its year",
        |_| events(("2001", ""), ("2001-12-31", "")),
        &[
            "seeds/events.csv:4: `claim_group`: `cg-x` is on facts of which no two contradict each other; remove it from them, or correct what they say",
        ],
    ),
];

/// Whether the group `cg-x` shows up, by the rule and by the view, which have to agree.
fn shows_up(world: World) -> bool {
    let rule = world.sco(&["check"]).code == 0;
    // A position contradicts every fact of its group, so that the world can be built in any case.
    let world = world.set("positions", "p-oldfield", "claim_group", "cg-x");
    world.build();
    let view = !world
        .ask("SELECT 1 FROM v_conflicts WHERE 'p-oldfield' NOT IN (fact_1, fact_2)")
        .is_empty();
    assert_eq!(view, rule, "the view and the rule do not see the same");
    view
}

fn event(world: World, id: &str, date: &str, place: &str) -> World {
    let cells = [
        ("fact_id", id),
        ("kind", "meeting"),
        ("title", id),
        ("date", date),
        ("place", place),
        ("summary", "They met."),
        ("claim_group", "cg-x"),
    ];
    world.add("events", &cells)
}

fn events(one: (&str, &str), two: (&str, &str)) -> World {
    event(
        event(World::new(), "ev-one", one.0, one.1),
        "ev-two",
        two.0,
        two.1,
    )
}

fn standing(world: World, id: &str, standing: &str, date: &str, role: &str, status: &str) -> World {
    let by = if status == "expected" {
        "mira-oldfield"
    } else {
        ""
    };
    let cells = [
        ("fact_id", id),
        ("member", "DOR"),
        ("organisation", "LC"),
        ("standing", standing),
        ("date", date),
        ("date_role", role),
        ("status", status),
        ("attributed_to", by),
        ("claim_group", "cg-x"),
    ];
    world.add("memberships", &cells)
}

/// What a user brings in keeps the rule.
#[test]
fn a_group_of_a_user_has_to_contradict_too() {
    for (date, is_taken) in [("2002", true), ("2001-12-31", false)] {
        let world = World::new();
        world.build();
        let event = |id, title, date| {
            [
                ("fact_id", id),
                ("kind", "meeting"),
                ("title", title),
                ("date", date),
                ("summary", "They met."),
                ("claim_group", "cg-x"),
            ]
        };
        let world = world
            .add("mine/events", &event("ev-one", "One", "2001"))
            .add("mine/events", &event("ev-two", "Two", date));
        let run = world.sco(&["import", "facts", "mine", "--origin", "me"]);
        assert_eq!(run.code == 0, is_taken, "{date}: {run:?}");
        let told = "is on facts of which no two contradict each other";
        assert_eq!(run.stderr.contains(told), !is_taken, "{run:?}");
    }
}

#[test]
fn events_contradict_where_date_or_place_differ_or_are_not_known() {
    assert!(shows_up(events(("2001", ""), ("2002", ""))));
    assert!(!shows_up(events(("2001", ""), ("2001-12-31", ""))));
    assert!(
        shows_up(events(("2001", ""), ("", ""))),
        "an undated one is not dropped"
    );
    assert!(shows_up(events(("../2001", ""), ("2002/..", ""))));
    assert!(!shows_up(events(("../2001", ""), ("2001/..", ""))));
    assert!(shows_up(events(("2001", "northport"), ("2001", "ARD"))));
    assert!(!shows_up(events(
        ("2001", "northport"),
        ("2001", "northport")
    )));
}

#[test]
fn a_place_in_the_other_is_no_contradiction() {
    let world = events(("2001", "northport"), ("2001", "ARD"))
        .add(
            "terms",
            &[
                ("term", "located-in"),
                ("kind", "predicate"),
                ("label", "lies in"),
                ("meaning", "the subject lies in the object"),
            ],
        )
        .add(
            "relations",
            &[
                ("fact_id", "r-northport"),
                ("subject", "northport"),
                ("predicate", "located-in"),
                ("object", "ARD"),
            ],
        );
    assert!(!shows_up(world));
}

#[test]
fn standings_contradict_by_word_and_by_the_date_of_a_change() {
    let pair = |one: (&str, &str, &str), two: (&str, &str, &str)| {
        let world = standing(World::new(), "m-one", one.0, one.1, one.2, "stated");
        standing(world, "m-two", two.0, two.1, two.2, "stated")
    };
    assert!(shows_up(pair(("member", "", ""), ("observer", "", ""))));
    assert!(!shows_up(pair(("member", "", ""), ("participant", "", ""))));
    assert!(!shows_up(pair(
        ("not_marked", "", ""),
        ("observer", "", "")
    )));
    assert!(shows_up(pair(
        ("member", "2001", "since"),
        ("member", "2002", "since")
    )));
    assert!(!shows_up(pair(
        ("member", "2001", "since"),
        ("member", "2001-05", "since")
    )));
    assert!(!shows_up(pair(
        ("member", "2001", "as_of"),
        ("member", "2002", "as_of")
    )));
}

#[test]
fn an_expected_fact_contradicts_until_it_is_tied_to_its_outcome() {
    let pair = || {
        let world = standing(World::new(), "m-one", "member", "2001", "since", "expected");
        standing(world, "m-two", "member", "2002", "since", "stated")
    };
    assert!(shows_up(pair()));
    let tied = |link: &str| {
        pair().add(
            "fact_links",
            &[
                ("fact_id", "m-one"),
                ("link", link),
                ("other_fact", "m-two"),
                ("note", "a year later"),
            ],
        )
    };
    assert!(!shows_up(tied("partly_fulfilled_by")));
    assert!(shows_up(tied("corrects")));
}

#[test]
fn a_fact_does_not_contradict_itself() {
    let world = events(("", ""), ("", ""))
        .set("events", "ev-one", "status", "expected")
        .set("events", "ev-one", "attributed_to", "mira-oldfield")
        .add(
            "fact_links",
            &[
                ("fact_id", "ev-one"),
                ("link", "fulfilled_by"),
                ("other_fact", "ev-two"),
            ],
        );
    assert!(!shows_up(world), "each is undated, and they are tied");
}

/// A number, as it is printed, with its power of ten and its qualifier.
type Number = (&'static str, &'static str, &'static str);

/// Two numbers on the same question, and whether they contradict each other.
const NUMBERS: &[(Number, Number, bool)] = &[
    // Each stands for what rounds to it.
    (("100", "0", "exact"), ("101", "0", "exact"), false),
    (("100", "0", "exact"), ("102", "0", "exact"), true),
    (("100", "0", "exact"), ("100.5", "0", "exact"), false),
    (("100", "0", "exact"), ("100.6", "0", "exact"), true),
    (("100", "3", "exact"), ("100500", "0", "exact"), false),
    (("100", "3", "exact"), ("100501", "0", "exact"), true),
    // A word stands for its number alone.
    (("seven", "0", "exact"), ("7", "0", "exact"), false),
    (("seven", "0", "exact"), ("8", "0", "exact"), true),
    (("100", "0", "less_than"), ("101", "0", "exact"), false),
    (("100", "0", "less_than"), ("102", "0", "exact"), true),
    (("100", "0", "up_to"), ("1", "0", "exact"), false),
    (("100", "0", "up_to"), ("102", "0", "exact"), true),
    (("100", "0", "more_than"), ("99", "0", "exact"), false),
    (("100", "0", "more_than"), ("98", "0", "exact"), true),
    (("100", "0", "at_least"), ("1000", "0", "exact"), false),
    (("100", "0", "at_least"), ("98", "0", "exact"), true),
    // About is a tenth to either side, and almost a tenth below.
    (("100", "0", "about"), ("111", "0", "exact"), false),
    (("100", "0", "about"), ("112", "0", "exact"), true),
    (("100", "0", "about"), ("89", "0", "exact"), false),
    (("100", "0", "about"), ("88", "0", "exact"), true),
    (("100", "0", "almost"), ("101", "0", "exact"), false),
    (("100", "0", "almost"), ("102", "0", "exact"), true),
    (("100", "0", "almost"), ("89", "0", "exact"), false),
    (("100", "0", "almost"), ("88", "0", "exact"), true),
];

/// Adds two numbers of soldiers in a group, each for a year of its own, as no two facts may say the same.
fn with_numbers(world: World, at: usize, (one, two, _): &(Number, Number, bool)) -> World {
    let (group, period) = (format!("cg-{at:02}"), (1900 + at).to_string());
    let number = |world: World, side: &str, (printed, power, qualifier): Number| {
        let cells = [
            ("fact_id", format!("i-{at:02}-{side}")),
            ("subject", "LC".to_owned()),
            ("indicator", "soldiers".to_owned()),
            ("period", period.clone()),
            ("value_as_printed", printed.to_owned()),
            ("unit", "persons".to_owned()),
            ("unit_mult", power.to_owned()),
            ("qualifier", qualifier.to_owned()),
            ("claim_group", group.clone()),
        ];
        world.add(
            "indicators",
            &cells
                .each_ref()
                .map(|(column, text)| (*column, text.as_str())),
        )
    };
    number(number(world, "one", *one), "two", *two)
}

#[test]
fn numbers_contradict_by_rounding_power_and_qualifier() {
    let tokens: std::collections::BTreeSet<&str> = NUMBERS
        .iter()
        .flat_map(|(one, two, _)| [one.0, two.0])
        .collect();
    let tokens = tokens.into_iter().collect::<Vec<_>>().join("|");
    let world = World::new().set("citations", "c-lake-seat", "tokens", &tokens);
    let world = (0..)
        .zip(NUMBERS)
        .fold(world, |world, (at, pair)| with_numbers(world, at, pair));
    let groups = |contradict: bool| -> Vec<String> {
        let chosen = (0..).zip(NUMBERS).filter(|(_, pair)| pair.2 == contradict);
        chosen
            .map(|(at, _): (usize, _)| format!("cg-{at:02}"))
            .collect()
    };
    let lines = world.problems();
    let idle: Vec<&str> = lines
        .iter()
        .filter(|line| line.contains("no two contradict"))
        .filter_map(|line| line.split('`').nth(3))
        .collect();
    assert_eq!(idle, groups(false), "{lines:#?}");
    // A position contradicts every fact of its group, so that all groups can be built.
    let world = (0..)
        .zip(NUMBERS)
        .fold(world, |world, (at, _): (usize, _)| {
            let cells = [
                ("fact_id", format!("p-{at:02}")),
                ("holder", "mira-oldfield".to_owned()),
                ("topic", "enlargement".to_owned()),
                ("summary", format!("There are soldiers ({at}).")),
                ("status", "attributed".to_owned()),
                ("attributed_to", "mira-oldfield".to_owned()),
                ("claim_group", format!("cg-{at:02}")),
            ];
            world.add(
                "positions",
                &cells
                    .each_ref()
                    .map(|(column, text)| (*column, text.as_str())),
            )
        });
    world.build();
    let seen = world.ask(
        "SELECT DISTINCT claim_group FROM v_conflicts
            WHERE fact_1 LIKE 'i-%' AND fact_2 LIKE 'i-%' ORDER BY claim_group",
    );
    assert_eq!(seen, groups(true));
}

#[test]
fn every_curated_group_shows_up() {
    let (_folder, connection) = curated();
    let unseen = ask(
        &connection,
        "SELECT DISTINCT claim_group FROM facts WHERE claim_group IS NOT NULL
            AND claim_group NOT IN (SELECT claim_group FROM v_conflicts) ORDER BY claim_group",
    );
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn shares_contradict_by_their_per_cent() {
    let part = |world: World, id: &str, printed: &str, numerator: &str, denominator: &str| {
        world.add(
            "indicators",
            &[
                ("fact_id", id),
                ("subject", "LC"),
                ("indicator", "part"),
                ("value_as_printed", printed),
                ("numerator", numerator),
                ("denominator", denominator),
                ("unit", "percent"),
                ("unit_mult", "0"),
                ("qualifier", "exact"),
                ("claim_group", "cg-x"),
            ],
        )
    };
    let term = |world: World, term: &str, kind: &str, family: &str| {
        let cells = [("term", term), ("kind", kind), ("family", family)];
        let more = [("label", term), ("meaning", term)];
        world.add("terms", &[cells.as_slice(), &more].concat())
    };
    let pair = |per_cent: &str| {
        let world = term(World::new(), "part", "indicator", "share");
        let world = term(world, "percent", "unit", "");
        let tokens = format!("{per_cent}|third");
        let world = world.set("citations", "c-lake-seat", "tokens", &tokens);
        let world = part(world, "i-third", "third", "1", "3");
        part(world, "i-other", per_cent, "", "")
    };
    // A third is 33.33 per cent and rounds to 33; 32.8 and 34 do not.
    assert!(!shows_up(pair("33")));
    assert!(!shows_up(pair("33.3")));
    assert!(shows_up(pair("32.8")));
    assert!(shows_up(pair("34")));
}
