//! The rules that need more than one cell. To read the rules, read the list; to add one, add a line.

mod facts;
mod history;
mod keys;
mod links;
mod names;
mod numbers;
mod passages;
mod printed_tables;
mod standings;

use crate::error::Problem;
use crate::seeds::Seeds;

/// A rule over all seeds.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The name under which it reports.
    pub name: &'static str,
    /// What it demands.
    pub demands: &'static str,
    run: fn(&Seeds, &mut Vec<Problem>),
}

const fn rule(
    name: &'static str,
    demands: &'static str,
    run: fn(&Seeds, &mut Vec<Problem>),
) -> Rule {
    Rule { name, demands, run }
}

/// Every rule, in the order in which they run.
pub const RULES: &[Rule] = &[
    rule(
        "readable",
        "every cell is what its column declares",
        |_, _| {},
    ),
    rule(
        "keys_are_unique",
        "no two rows of a table have the same key, whatever the case",
        keys::are_unique,
    ),
    rule(
        "fact_ids_are_unique",
        "no two facts of any kind have the same id",
        keys::fact_ids_are_unique,
    ),
    rule(
        "fact_ids_tell_their_kind",
        "a fact's id begins with the letters of its kind",
        keys::fact_ids_tell_their_kind,
    ),
    rule(
        "retired_ids_stay_retired",
        "an id that was retired is not in use",
        keys::retired_ids_stay_retired,
    ),
    rule(
        "released_ids_stay",
        "an id of the last release is there, or retired with a reason",
        keys::released_ids_stay,
    ),
    rule(
        "references_exist",
        "every row that a cell names is there",
        links::exist,
    ),
    rule(
        "terms_fit",
        "a term stands in a column of its kind",
        links::terms_fit,
    ),
    rule(
        "entities_fit",
        "a person column names a person",
        links::entities_fit,
    ),
    rule(
        "entities_are_used",
        "every entity and term occurs in a fact",
        links::are_used,
    ),
    rule(
        "works_are_cited",
        "every cited work has a note that cites it",
        links::works_are_cited,
    ),
    rule(
        "works_stand_once",
        "no two sources have the same title and date, or the same address",
        names::works_stand_once,
    ),
    rule(
        "notes_are_known",
        "a note put to a fact is a note of a document that the fact cites",
        links::notes_are_known,
    ),
    rule(
        "notes_are_whole",
        "the numbered notes of a document are there from 1 to the last",
        links::notes_are_whole,
    ),
    rule(
        "names_are_not_repeated",
        "an entity has each of its names once",
        names::are_not_repeated,
    ),
    rule(
        "names_belong_to_one",
        "two entities share a name only where a note says so",
        names::belong_to_one,
    ),
    rule(
        "parts_have_a_whole",
        "a part names what contains it, and lies in its copy",
        links::parts_have_a_whole,
    ),
    rule(
        "facts_are_cited",
        "every fact has a passage that supports it",
        passages::facts_are_cited,
    ),
    rule(
        "citations_are_used",
        "every passage stands behind a fact",
        passages::citations_are_used,
    ),
    rule(
        "citations_have_a_copy",
        "a passage stands in a document with a reference copy",
        passages::have_a_copy,
    ),
    rule(
        "citations_lie_in_their_part",
        "a passage of a part lies among the part's words",
        passages::lie_in_their_part,
    ),
    rule(
        "citations_do_not_overlap",
        "two passages of a document share no word",
        passages::do_not_overlap,
    ),
    rule(
        "tokens_hold_the_value",
        "a printed number is a token of a passage that supports it",
        passages::tokens_hold_the_value,
    ),
    rule(
        "status_names_whom",
        "an attributed fact names who says so, and a stated one nobody",
        facts::status_names_whom,
    ),
    rule(
        "ranks_have_reasons",
        "every rank but normal has a reason, in a group with one preferred fact",
        facts::ranks_have_reasons,
    ),
    rule(
        "groups_have_answers",
        "a claim group has two facts or more",
        facts::groups_have_answers,
    ),
    rule(
        "links_fit",
        "what is fulfilled or failed was expected, and what it is tied to was not",
        facts::links_fit,
    ),
    rule(
        "dates_have_roles",
        "a date of something lasting says what it dates",
        facts::dates_have_roles,
    ),
    rule(
        "standings_agree",
        "two standings of one member at one time stand in a claim group",
        standings::agree,
    ),
    rule(
        "founding_comes_first",
        "nothing belongs to an organisation before it was founded",
        history::founding_comes_first,
    ),
    rule("facts_differ", "no two facts say the same", facts::differ),
    rule(
        "variants_fit",
        "a variant's date is EDTF and its place an entity",
        facts::variants_fit,
    ),
    rule(
        "measures_fit",
        "a figure has what its measure needs, and no more",
        numbers::measures_fit,
    ),
    rule(
        "values_are_possible",
        "a share lies between 0 and 100, a rank is a whole number from 1",
        numbers::values_are_possible,
    ),
    rule(
        "shares_are_possible",
        "an indicator that is a share lies between 0 and 100 per cent",
        numbers::shares_are_possible,
    ),
    rule(
        "corrections_are_explained",
        "a corrected value has bounds, lies in them, and has a reason",
        numbers::corrections_are_explained,
    ),
    rule(
        "totals_are_sums",
        "exports and imports make the total within rounding, or the row is explained",
        printed_tables::totals_are_sums,
    ),
    rule(
        "growth_fits_the_total",
        "growth rates of parts and total agree within rounding, or the row is explained",
        printed_tables::growth_fits_the_total,
    ),
];

/// Rules that ask for a finished dataset. A user may bring an entity today and its facts tomorrow.
const FOR_CURATORS: &[&str] = &["entities_are_used", "citations_are_used", "works_are_cited"];

/// Applies the rules that a user's facts must keep; the problems go to the list.
pub fn run_for_user(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for rule in RULES
        .iter()
        .filter(|rule| !FOR_CURATORS.contains(&rule.name))
    {
        (rule.run)(seeds, problems);
    }
}

/// Applies every rule; the problems go to the list.
pub fn run(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for rule in RULES {
        (rule.run)(seeds, problems);
    }
}
