//! Every rule at its edges: the last world that it lets pass and the first that it does not.
//!
//! The cases stand in one table for each file of rules. To add one, add a line there: the rule, what is
//! special about the world, and what to change in the small world of `world/`. [`passes`] expects no problem
//! of any rule, [`fails`] exactly these lines of `sco check`, and [`leaves`] lines of other rules alone.

mod cells;
mod conflicts;
mod facts;
mod figures;
mod history;
mod indicators;
mod keys;
mod links;
mod names;
mod passages;
mod patterns;
mod printed_tables;
mod sentences;
mod speakers;
mod standings;
mod works;

use crate::world::World;

/// A change of the small world, and everything that `sco check` says of the world that comes of it.
struct Case {
    rule: &'static str,
    says: &'static str,
    edit: fn(World) -> World,
    lines: &'static [&'static str],
    fires: bool,
}

/// A world in which every rule holds.
const fn passes(rule: &'static str, says: &'static str, edit: fn(World) -> World) -> Case {
    leaves(rule, says, edit, &[])
}

/// A world in which this rule holds, and another finds these problems.
const fn leaves(
    rule: &'static str,
    says: &'static str,
    edit: fn(World) -> World,
    lines: &'static [&'static str],
) -> Case {
    Case {
        rule,
        says,
        edit,
        lines,
        fires: false,
    }
}

/// A world in which this rule does not hold, and these are all problems.
const fn fails(
    rule: &'static str,
    says: &'static str,
    edit: fn(World) -> World,
    lines: &'static [&'static str],
) -> Case {
    Case {
        rule,
        says,
        edit,
        lines,
        fires: true,
    }
}

/// Names the tables, and makes a test of each: `every_case_of::keys`.
macro_rules! tables_of_cases {
    ($($family:ident),* $(,)?) => {
        const TABLES_OF_CASES: &[&[Case]] = &[$($family::CASES),*];

        mod every_case_of {
            $(
                #[test]
                fn $family() {
                    super::all_give_exactly_their_problems(super::$family::CASES);
                }
            )*
        }
    };
}

tables_of_cases! {
    cells,
    keys,
    links,
    works,
    names,
    passages,
    patterns,
    sentences,
    facts,
    conflicts,
    standings,
    history,
    figures,
    indicators,
    printed_tables,
    speakers,
}

/// Adds a term; its label and meaning are itself.
fn with_term(world: World, term: &str, kind: &str, family: &str) -> World {
    world.add(
        "terms",
        &[
            ("term", term),
            ("kind", kind),
            ("label", term),
            ("meaning", term),
            ("family", family),
        ],
    )
}

/// Adds a passage at some place of a document. No fact rests on it yet.
fn with_passage(world: World, id: &str, source: &str, start: &str, words: &str) -> World {
    world.add(
        "citations",
        &[
            ("citation_id", id),
            ("source_id", source),
            ("locator_label", "paragraph"),
            ("locator", "1"),
            ("start_word", start),
            ("n_chars", "50"),
            ("n_words", words),
            ("digest", &"1".repeat(64)),
            ("norm", "pa1"),
        ],
    )
}

/// What is wrong with a case, if anything.
fn complaint(case: &Case) -> Option<String> {
    let world = (case.edit)(World::new());
    let text = world.sco(&["check"]).stdout;
    let found: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("seeds/"))
        .collect();
    let named = format!("\"rule\":\"{}\"", case.rule);
    let objects = || world.sco(&["check", "--format", "json"]).stdout;
    let fires = !found.is_empty() && objects().contains(&named);
    let wrong = found != case.lines || fires != case.fires;
    wrong.then(|| {
        format!(
            "{}: {}\nexpected: {:#?}\nfound: {found:#?}\nthe rule fires: {fires}",
            case.rule, case.says, case.lines
        )
    })
}

fn all_give_exactly_their_problems(cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().filter_map(complaint).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_has_a_case_that_it_lets_pass_and_one_that_it_does_not() {
    let cases = || TABLES_OF_CASES.iter().copied().flatten();
    for rule in sco_facts::check::RULES {
        for fires in [false, true] {
            let shown = cases().any(|case| case.rule == rule.name && case.fires == fires);
            let word = if fires { "fires" } else { "is silent" };
            assert!(shown, "no case shows where {} {word}", rule.name);
        }
    }
    for case in cases() {
        let known = sco_facts::check::RULES
            .iter()
            .any(|rule| rule.name == case.rule);
        assert!(known, "{} is no rule", case.rule);
        let names_lines = !case.lines.is_empty();
        assert!(names_lines || !case.fires, "{} expects nothing", case.says);
    }
}

#[test]
fn an_explained_contradiction_is_kept_as_printed() {
    let world = World::new()
        .set("trade_figures", "t-can-import", "value_as_printed", "30.0")
        .set("trade_figures", "t-can-import", "corrected_value", "3.0")
        .set("trade_figures", "t-can-import", "corrected_min", "2.9")
        .set("trade_figures", "t-can-import", "corrected_max", "3.1")
        .set(
            "trade_figures",
            "t-can-import",
            "correction_reason",
            "a decimal point is missing",
        )
        .set("citations", "c-lake-cantria", "tokens", "2.0|25.0|30.0|5.0");
    world.build();
    let figures = world.ask("SELECT value || ' ' || value_usd || ' ' || corrected_value_usd FROM trade_figures WHERE fact_id = 't-can-import'");
    assert_eq!(figures, ["30.0 30000000000.0 3000000000.0"]);
}

#[test]
fn the_rules_can_be_listed() {
    let run = World::new().sco(&["check", "--list"]);
    let listed: Vec<(&str, &str)> = run
        .stdout
        .lines()
        .map(|line| line.split_once(' ').unwrap())
        .map(|(name, demands)| (name, demands.trim_start()))
        .collect();
    let rules = sco_facts::check::RULES.iter();
    let known: Vec<(&str, &str)> = rules.map(|rule| (rule.name, rule.demands)).collect();
    assert_eq!((run.code, listed), (0, known));
}
