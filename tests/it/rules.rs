//! Every rule fires where it should; that it is silent where it should be is shown by the small world,
//! in which every rule holds.

use crate::world::World;

/// A change of the world, and the beginning of the problem that it must raise.
struct Case {
    rule: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    problem: &'static str,
}

const fn case(
    rule: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    problem: &'static str,
) -> Case {
    Case {
        rule,
        file,
        from,
        to,
        problem,
    }
}

const CASES: &[Case] = &[
    case(
        "readable",
        "memberships",
        "founding_member",
        "founder",
        ":2: `standing`: `founder` is not a known word",
    ),
    case(
        "keys_are_unique",
        "entities",
        "BOR,state,Borland",
        "ard,state,Borland",
        ":3: `entity_id`: `ard` has the key of seeds/entities.csv:2",
    ),
    case(
        "fact_ids_are_unique",
        "offices",
        "o-oldfield",
        "m-ard",
        ":2: `fact_id`: `m-ard` is also the id of seeds/memberships.csv:2",
    ),
    case(
        "fact_ids_tell_their_kind",
        "offices",
        "o-oldfield",
        "off-oldfield",
        ":2: `fact_id`: `off-oldfield` does not tell that it is one of offices; let it begin with `o-`",
    ),
    case(
        "retired_ids_stay_retired",
        "retired_ids",
        "reason\n",
        "reason\nCAN,entity,,x\n",
        ":4: `entity_id`: `CAN` was retired",
    ),
    case(
        "references_exist",
        "memberships",
        "m-bor,BOR,LC",
        "m-bor,BOR,LK",
        ":3: `organisation`: `LK` is not in entities",
    ),
    case(
        "references_exist",
        "memberships",
        "c-lake-founding,lake2011-report#1\nm-bor",
        "c-lake-fonding,\nm-bor",
        ":2: `citations`: `c-lake-fonding` names `c-lake-fonding`, which is not in citations",
    ),
    case(
        "terms_fit",
        "relations",
        "based-in",
        "enlargement",
        ":2: `predicate`: `enlargement` is a term of kind topic; use a term of kind predicate",
    ),
    case(
        "entities_fit",
        "offices",
        "o-oldfield,mira-oldfield",
        "o-oldfield,LC",
        ":2: `person`: `LC` is not a person",
    ),
    case(
        "entities_are_used",
        "entities",
        "LC,organisation",
        "ZZ,organisation,Unused,\nLC,organisation",
        ":6: `entity_id`: `ZZ` occurs in no fact",
    ),
    case(
        "entities_are_used",
        "terms",
        "based-in,",
        "spare,topic,spare,never used\nbased-in,",
        ":2: `term`: `spare` occurs in no fact",
    ),
    case(
        "works_are_cited",
        "source_references",
        "marsh2005-lakes",
        "lake2011-report",
        ":3: `source_id`: `marsh2005-lakes` is cited by no note",
    ),
    case(
        "notes_are_known",
        "events",
        "lake2011-report#1",
        "lake2011-report#2",
        ":2: `references`: `lake2011-report#2` names note `2` of `lake2011-report`",
    ),
    case(
        "notes_are_known",
        "source_references",
        "12,\n",
        "12,\nmarsh2005-lakes,1,1,remark,,,\n",
        "",
    ),
    case(
        "parts_have_a_whole",
        "sources",
        "lake2011-report,seed",
        "lake2011-report,part",
        ":2: `part_of`: is empty for a part",
    ),
    case(
        "remarks_name_no_work",
        "source_references",
        "work,marsh2005-lakes",
        "remark,marsh2005-lakes",
        ":2: `cited`: `marsh2005-lakes` does not go with the reference_kind",
    ),
    case(
        "parts_have_a_span",
        "sources",
        ",,,\nmarsh2005-lakes",
        ",30,,\nmarsh2005-lakes",
        ":2: `n_words`: goes with first_word",
    ),
    case(
        "facts_are_cited",
        "offices",
        "c-lake-oldfield",
        "context:c-lake-oldfield",
        ":2: `citations`: `context:c-lake-oldfield` names no passage that supports the fact",
    ),
    case(
        "citations_are_used",
        "indicators",
        "c-lake-soldiers",
        "c-lake-oldfield",
        ":7: `citation_id`: `c-lake-soldiers` stands behind no fact",
    ),
    case(
        "citations_have_a_copy",
        "citations",
        "c-lake-seat,lake2011-report",
        "c-lake-seat,marsh2005-lakes",
        ":3: `source_id`: `marsh2005-lakes` has no reference copy",
    ),
    case(
        "citations_do_not_overlap",
        "citations",
        "paragraph,2,6,",
        "paragraph,2,26,",
        ":3: `start_word`: `27` begins inside the passage of seeds/citations.csv:2; cite `c-lake-founding` instead",
    ),
    case(
        "tokens_hold_the_value",
        "trade_figures",
        "value,,4.2",
        "value,,4.3",
        ":2: `value_as_printed`: `4.3` is not in the passages behind it (they declare: 2010 3.3 4.2 7.5)",
    ),
    case(
        "status_names_whom",
        "positions",
        "attributed,mira-oldfield",
        "stated,mira-oldfield",
        ":2: `attributed_to`: `mira-oldfield` stands beside status stated",
    ),
    case(
        "ranks_have_reasons",
        "positions",
        "normal,,",
        "preferred,,",
        ":2: `rank_reason`: is empty for a rank that is not normal",
    ),
    case(
        "dates_have_roles",
        "offices",
        "2011,as_of",
        ",as_of",
        ":2: `date`: is empty beside a date_role",
    ),
    case(
        "facts_differ",
        "memberships",
        "m-bor,BOR",
        "m-bor,ARD",
        ":3: `fact_id`: `m-bor` says the same as seeds/memberships.csv:2; give `m-ard` both passages",
    ),
    case(
        "variants_fit",
        "event_variants",
        "references\n",
        "references\nevv-one,ev-founding,date,May 1999,stated,,normal,,,,c-lake-seat,\n",
        ":2: `value`: `May 1999`",
    ),
    case(
        "variants_fit",
        "event_variants",
        "references\n",
        "references\nevv-one,ev-founding,place,Southport,stated,,normal,,,,c-lake-seat,\n",
        ":2: `value`: `Southport` is not in entities",
    ),
    case(
        "measures_fit",
        "trade_figures",
        "value,,4.2,9,USD",
        "value,,4.2,9,",
        ":2: `currency`: is empty, but the measure is value",
    ),
    case(
        "measures_fit",
        "trade_figures",
        "2009,growth,,25.0,0,,exact,,,,,,stated,,normal,,,,c-lake-cantria[column total growth]",
        ",growth,,25.0,0,,exact,,,,,,stated,,normal,,,,c-lake-cantria[column total growth]",
        ":10: `base_period`: is empty, but the measure is growth",
    ),
    case(
        "corrections_are_explained",
        "trade_figures",
        "4.2,9,USD,exact,,,,",
        "4.2,9,USD,exact,4.4,4.0,4.3,typed wrongly",
        ":2: `corrected_value`: `4.4` lies outside corrected_min and corrected_max (4 to 4.3)",
    ),
    case(
        "totals_are_sums",
        "trade_figures",
        "value,,5.0",
        "value,,3.0",
        ":7: `value_as_printed`: `3.0` is not the sum of exports and imports: 2.0 and 3.0 are printed beside 3.0",
    ),
    case(
        "values_are_possible",
        "trade_figures",
        "t-can-total-growth,ARD,CAN,total,total,2010,2009,growth,,25.0",
        "t-can-total-growth,ARD,CAN,total,total,2010,2009,growth,,-125.0",
        ":10: `value_as_printed`: `-125.0` is no growth",
    ),
    case(
        "released_ids_stay",
        "released_ids",
        "fact,m-ard",
        "fact,m-gone",
        ":2: `id`: `m-gone` is a fact of the last release and is gone; put it back, or name it in retired_ids",
    ),
    case(
        "citations_lie_in_their_part",
        "sources",
        ",,,\nmarsh2005-lakes",
        ",30,5,\nmarsh2005-lakes",
        ":2: `start_word`: `6` lies outside the part, whose words are 30 to 34",
    ),
    case(
        "works_stand_once",
        "sources",
        "marsh2005-lakes,cited,original,,,book,Lakes and Leagues,",
        "marsh2005-again,cited,original,,,book,Lakes & Leagues,,\"Marsh, J.\",,,Northport,,,,,2005,,,,,,,,,,,,,,\nmarsh2005-lakes,cited,original,,,book,Lakes  Leagues,",
        ":4: `title`: `Lakes  Leagues` has the title and date of seeds/sources.csv:3",
    ),
    case(
        "notes_are_whole",
        "source_references",
        "12,\n",
        "12,\nlake2011-report,3,1,work,marsh2005-lakes,,\n",
        ":3: `note`: `3` is not the next note of `lake2011-report`: note 2 has no row; add what is missing",
    ),
    case(
        "names_are_not_repeated",
        "entity_names",
        "LC,the council",
        "LC,Lake Council",
        ":2: `name`: `Lake Council` is the entity's own name; remove the row",
    ),
    case(
        "names_belong_to_one",
        "entity_names",
        "LC,the council",
        "LC,Ardénia",
        ":2: `name`: `Ardénia` is also the name of `ARD` (seeds/entities.csv:2)",
    ),
    case(
        "groups_have_answers",
        "events",
        "normal,,,",
        "normal,,cg-founding,",
        ":2: `claim_group`: `cg-founding` has this fact alone",
    ),
    case(
        "links_fit",
        "fact_links",
        "note\n",
        "note\nm-ard,fulfilled_by,m-dor-expected,\n",
        ":2: `fact_id`: `m-ard` was not expected",
    ),
    case(
        "standings_agree",
        "memberships",
        "m-bor,BOR",
        "m-ard-no,ARD,LC,none,2005,as_of,stated,,normal,,,,c-lake-founding,\nm-bor,BOR",
        ":3: `standing`: `none` says `none` for a time at which seeds/memberships.csv:2 says `founding_member`",
    ),
    case(
        "founding_comes_first",
        "memberships",
        "member,2004,",
        "member,1990,",
        ":4: `date`: `1990` lies before the founding of `LC` (seeds/events.csv:2)",
    ),
];

#[test]
fn every_rule_fires() {
    for case in CASES.iter().filter(|case| !case.problem.is_empty()) {
        let world = World::new().replace(&format!("seeds/{}.csv", case.file), case.from, case.to);
        let run = world.sco(&["check", "--format", "json"]);
        let text = world.sco(&["check"]).stdout;
        assert!(
            text.contains(case.problem),
            "{}: expected {}\n{text}",
            case.rule,
            case.problem
        );
        let named = format!("\"rule\":\"{}\"", case.rule);
        assert!(
            run.stdout.contains(&named),
            "{} did not fire: {}",
            case.rule,
            run.stdout
        );
    }
}

#[test]
fn every_rule_has_a_case_in_which_it_fires() {
    let shown_elsewhere = ["growth_fits_the_total", "shares_are_possible"];
    for rule in sco_facts::check::RULES {
        let shown =
            CASES.iter().any(|case| case.rule == rule.name) || shown_elsewhere.contains(&rule.name);
        assert!(shown, "no test shows that {} fires", rule.name);
    }
}

#[test]
fn growth_rates_that_cannot_make_the_total_are_flagged() {
    let world = World::new()
        .replace(
            "seeds/trade_figures.csv",
            "growth,,25.0,0,,exact,,,,,,stated,,normal,,,,c-lake-cantria[column import growth]",
            "growth,,50.0,0,,exact,,,,,,stated,,normal,,,,c-lake-cantria[column import growth]",
        )
        .replace(
            "seeds/citations.csv",
            "2.0|25.0|3.0|5.0",
            "2.0|25.0|3.0|5.0|50.0",
        );
    assert_eq!(
        world.problems(),
        [
            "seeds/trade_figures.csv:7: `value_as_printed`: `5.0` does not agree with the growth rates printed beside it: the base year's exports and imports do not make its total; read the passage again; if it is printed so, keep it and explain it in note, with a corrected_value where it can be worked out"
        ]
    );
}

#[test]
fn an_explained_contradiction_is_kept_as_printed() {
    let world = World::new()
        .replace("seeds/trade_figures.csv", "t-can-import,ARD,CAN,import,total,2010,,value,,3.0,9,USD,exact,,,,,", "t-can-import,ARD,CAN,import,total,2010,,value,,30.0,9,USD,exact,3.0,2.9,3.1,a decimal point is missing,")
        .replace("seeds/citations.csv", "2.0|25.0|3.0|5.0", "2.0|25.0|30.0|5.0");
    assert_eq!(world.sco(&["check"]).code, 0);
    world.build();
    let figures = world.ask("SELECT value || ' ' || value_usd || ' ' || corrected_value_usd FROM trade_figures WHERE fact_id = 't-can-import'");
    assert_eq!(figures, ["30 30000000000 3000000000"]);
}

#[test]
fn a_correction_that_does_not_mend_is_refused() {
    let world = World::new()
        .replace(
            "seeds/trade_figures.csv",
            "t-can-import,ARD,CAN,import,total,2010,,value,,3.0,9,USD,exact,,,,,",
            "t-can-import,ARD,CAN,import,total,2010,,value,,30.0,9,USD,exact,0.3,0.2,0.4,a guess,",
        )
        .replace(
            "seeds/citations.csv",
            "2.0|25.0|3.0|5.0",
            "2.0|25.0|30.0|5.0",
        );
    let problems = world.problems();
    assert!(
        problems[0]
            .contains("`corrected_value`: `0.3` does not mend what the printed values contradict"),
        "{problems:?}"
    );
}

#[test]
fn a_difference_within_rounding_is_no_contradiction() {
    let world = World::new()
        .replace("seeds/trade_figures.csv", "value,,7.5", "value,,7.6")
        .replace(
            "seeds/citations.csv",
            "2010|3.3|4.2|7.5",
            "2010|3.3|4.2|7.6",
        );
    assert_eq!(world.sco(&["check"]).code, 0);
}

#[test]
fn a_broken_parent_raises_no_complaint_of_its_children() {
    let world = World::new().replace(
        "seeds/citations.csv",
        "c-lake-founding,lake2011-report,paragraph,2,6",
        "c-lake-founding,lake2011-report,paragraph,2,x",
    );
    assert_eq!(
        world.problems(),
        ["seeds/citations.csv:2: `start_word`: `x` is not accepted; write a whole number from 0"]
    );
}

#[test]
fn the_rules_can_be_listed() {
    let world = World::new();
    let run = world.sco(&["check", "--list"]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout.lines().count(), sco_facts::check::RULES.len());
    assert!(
        run.stdout.contains(
            "totals_are_sums             exports and imports make the total within rounding"
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn a_share_of_more_than_all_is_refused() {
    let world = World::new()
        .replace(
            "seeds/terms.csv",
            "persons,unit,persons",
            "percent,unit,persons",
        )
        .replace(
            "seeds/terms.csv",
            "soldiers,indicator",
            "guard-share,indicator",
        )
        .replace(
            "seeds/indicators.csv",
            "LC,soldiers,,,,7 000,persons",
            "LC,guard-share,,,,7 000,percent",
        );
    assert_eq!(
        world.problems(),
        [
            "seeds/indicators.csv:2: `value_as_printed`: `7 000` is no share: it lies outside 0 to 100; read the passage again; check unit_mult"
        ]
    );
}
