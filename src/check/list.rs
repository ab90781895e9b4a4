//! The list of the rules.

use super::{
    Binds, Rule, codes, conflicts, documents, facts, history, indicators, keys, links, names,
    numbers, passages, patterns, printed_tables, sentences, speakers, standings,
};
use crate::seeds::READABLE;

/// Declares a rule: its function, whose name is also that of the rule, to whose facts it applies, and its demand.
macro_rules! rule {
    ($module:ident::$name:ident, $binds:ident, $demands:literal) => {
        Rule {
            name: stringify!($name),
            demands: $demands,
            binds: Binds::$binds,
            find: Some($module::$name),
        }
    };
}

/// Every rule, in the order in which they run.
pub const RULES: &[Rule] = &[
    Rule {
        name: READABLE,
        demands: "every cell is what its column declares",
        binds: Binds::Everyone,
        find: None,
    },
    rule!(
        keys::keys_are_unique,
        Everyone,
        "no two rows of a table have the same key, whatever the case"
    ),
    rule!(
        keys::fact_ids_are_unique,
        Everyone,
        "no two facts of any kind have the same id"
    ),
    rule!(
        keys::fact_ids_tell_their_kind,
        Everyone,
        "a fact's id begins with the letters of its kind"
    ),
    rule!(
        keys::retired_ids_stay_retired,
        Everyone,
        "an id that was retired is not in use"
    ),
    rule!(
        keys::released_ids_stay,
        Everyone,
        "an id of the last release is there, or retired with a reason"
    ),
    rule!(
        links::references_exist,
        Everyone,
        "every row that a cell names is there"
    ),
    rule!(
        links::terms_fit,
        Everyone,
        "a term stands in a column of its kind"
    ),
    rule!(
        links::entities_fit,
        Everyone,
        "a person column names a person"
    ),
    rule!(
        codes::codes_have_the_form_of_their_list,
        Everyone,
        "a code has the form that its list gives, such as the three digits of M49"
    ),
    rule!(
        links::places_lie_on_earth,
        Everyone,
        "a place is a place in a state, at degrees that there are"
    ),
    rule!(
        links::entities_are_used,
        Curators,
        "every entity and term occurs in a fact, but for the states of the code list"
    ),
    rule!(
        patterns::patterns_are_there,
        Curators,
        "every word by which facts are said has its sentence patterns"
    ),
    rule!(
        patterns::patterns_fit,
        Everyone,
        "a sentence pattern has the places of its kind of term"
    ),
    rule!(
        documents::works_are_cited,
        Curators,
        "every cited work has a note that cites it"
    ),
    rule!(
        names::works_stand_once,
        Everyone,
        "no two sources have the same title and date, or the same address"
    ),
    rule!(
        documents::notes_are_known,
        Everyone,
        "a note put to a fact is a note of a document of which the fact cites a passage"
    ),
    rule!(
        documents::notes_are_whole,
        Everyone,
        "the numbered notes of a document are there from 1 to the last"
    ),
    rule!(
        names::names_are_not_repeated,
        Everyone,
        "another name of an entity is not its own name again"
    ),
    rule!(
        names::names_belong_to_one,
        Everyone,
        "two entities share a name only where a note says so"
    ),
    rule!(
        documents::a_dataset_is_one,
        Everyone,
        "what the dataset says of itself stands in one row"
    ),
    rule!(
        documents::a_dataset_has_a_name,
        Curators,
        "the dataset says what it is called"
    ),
    rule!(
        documents::parts_have_a_whole,
        Everyone,
        "a part names what contains it"
    ),
    rule!(
        documents::parts_are_no_younger,
        Everyone,
        "a part appeared with its whole or before it"
    ),
    rule!(
        documents::parts_have_a_span,
        Everyone,
        "a source has both its first word and its number of words, or neither and no first paragraph"
    ),
    rule!(
        documents::remarks_name_no_work,
        Everyone,
        "a remark names no work, and any other entry of a note names one"
    ),
    rule!(
        speakers::documents_have_authors,
        Curators,
        "a document that a position rests on has its authors among the entities"
    ),
    rule!(
        passages::facts_are_cited,
        Everyone,
        "every fact has a passage that supports it"
    ),
    rule!(
        passages::citations_are_used,
        Curators,
        "every passage stands behind a fact"
    ),
    rule!(
        passages::citations_have_a_copy,
        Everyone,
        "a passage stands in a document with a reference copy"
    ),
    rule!(
        passages::citations_lie_in_their_part,
        Everyone,
        "a passage of a part lies among the part's words"
    ),
    rule!(
        passages::paragraphs_lie_in_their_part,
        Everyone,
        "a paragraph of a part is not before the part's first"
    ),
    rule!(
        passages::citations_do_not_overlap,
        Everyone,
        "two passages of a document share no word"
    ),
    rule!(
        passages::tokens_hold_the_value,
        Everyone,
        "a printed number is a token of a passage that supports it"
    ),
    rule!(
        passages::tokens_fit_their_scheme,
        Everyone,
        "the scheme of a passage is the one that its tokens need"
    ),
    rule!(
        facts::status_names_whom,
        Everyone,
        "an attributed fact names who says so, and a stated one nobody"
    ),
    rule!(
        facts::ranks_have_reasons,
        Everyone,
        "every rank but normal has a reason, in a group with one preferred fact"
    ),
    rule!(
        facts::groups_have_answers,
        Everyone,
        "a claim group has two facts or more"
    ),
    rule!(
        facts::links_fit,
        Everyone,
        "what is fulfilled or failed was expected, and what it is tied to was not"
    ),
    rule!(
        facts::dates_have_roles,
        Everyone,
        "a date of something lasting says what it dates"
    ),
    rule!(
        facts::dates_have_bases,
        Everyone,
        "what a date rests on stands beside a date, and is explained where it is not printed"
    ),
    rule!(
        standings::standings_agree,
        Everyone,
        "two standings of one member at one time stand in a claim group"
    ),
    rule!(
        history::founding_comes_first,
        Everyone,
        "nothing belongs to an organisation before it was founded"
    ),
    rule!(facts::facts_differ, Everyone, "no two facts say the same"),
    rule!(
        facts::events_stand_once,
        Everyone,
        "two events of one kind, day and place are told apart in a note"
    ),
    rule!(facts::variants_fit, Everyone, "a variant's date is EDTF"),
    rule!(
        numbers::measures_fit,
        Everyone,
        "a figure has what its measure needs, and no more"
    ),
    rule!(
        numbers::values_are_possible,
        Everyone,
        "a share lies between 0 and 100, a rank is a whole number from 1"
    ),
    rule!(
        numbers::shares_are_possible,
        Everyone,
        "an indicator that is a share lies between 0 and 100 per cent"
    ),
    rule!(
        numbers::fractions_fit,
        Everyone,
        "a fraction has both its numbers, is a share of no more than the whole, and one of them is printed"
    ),
    rule!(
        numbers::fractions_are_kept,
        Curators,
        "a share printed as a fraction has its numerator and denominator"
    ),
    rule!(
        indicators::families_fit,
        Everyone,
        "a family stands on an indicator"
    ),
    rule!(
        indicators::indicators_have_a_family,
        Curators,
        "every indicator belongs to a family"
    ),
    rule!(
        indicators::indicators_have_one_unit,
        Curators,
        "all numbers of an indicator have the same unit"
    ),
    rule!(
        indicators::shares_are_in_per_cent,
        Everyone,
        "an indicator of the family of shares is in per cent"
    ),
    rule!(
        indicators::others_are_others,
        Everyone,
        "a number of several names each of them once"
    ),
    rule!(
        numbers::corrections_are_explained,
        Everyone,
        "a corrected value has bounds, lies in them, and has a reason"
    ),
    rule!(
        printed_tables::totals_are_sums,
        Everyone,
        "exports and imports make the total within rounding, or the row is explained"
    ),
    rule!(
        printed_tables::growth_fits_the_total,
        Everyone,
        "growth rates of parts and total agree within rounding, or the row is explained"
    ),
    rule!(
        conflicts::groups_contradict,
        Everyone,
        "two facts of a claim group contradict each other, so that v_conflicts shows them"
    ),
    rule!(
        speakers::stated_positions_are_the_authors,
        Curators,
        "a stated position is held by an author of a document that supports it"
    ),
    rule!(
        speakers::attributed_positions_are_the_speakers,
        Curators,
        "a position that is somebody's according to a document is held by them"
    ),
    rule!(
        speakers::expectations_name_whom,
        Curators,
        "an expected fact names whoever expects it"
    ),
    rule!(
        sentences::summaries_leave_out_the_speaker,
        Curators,
        "a summary does not begin with whoever holds or expects it, whom its sentence names before"
    ),
    rule!(
        sentences::titles_tell_what_happens,
        Curators,
        "the title of an event tells what happens, and leaves to other columns what they tell"
    ),
];
