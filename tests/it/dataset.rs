//! What the curated data itself promises.

use crate::world::{ask, curated};

#[test]
fn the_printed_table_keeps_its_contradiction_and_shows_the_consistent_value() {
    let (_folder, connection) = curated();
    let rows = ask(
        &connection,
        "SELECT partner || ' ' || value_as_printed || ' ' || corrected_value || ' ' || best_value_usd FROM v_trade_figures
         WHERE corrected_value IS NOT NULL ORDER BY partner",
    );
    assert_eq!(
        rows,
        [
            "Kyrgyzstan 88.9 0.0889 88900000.0",
            "Tajikistan 10.8 0.108 108000000.0"
        ]
    );
}

/// Each combination of row, column and kind of number that a printed table has somewhere, it has everywhere.
#[test]
fn the_printed_tables_are_whole() {
    let (_folder, connection) = curated();
    let empty_cells = "
        WITH t AS (SELECT partner, flow, measure FROM trade_figures WHERE fact_id LIKE 't-eprs-t1-%')
        SELECT a.partner || ' ' || b.flow || ' ' || c.measure FROM t AS a, t AS b, t AS c
        EXCEPT SELECT partner || ' ' || flow || ' ' || measure FROM t";
    assert_eq!(ask(&connection, empty_cells), Vec::<String>::new());
    let empty_cells = "
        WITH m AS (SELECT member, organisation FROM memberships WHERE fact_id LIKE 'm-eprs-t2-%')
        SELECT a.member || ' ' || b.organisation FROM m AS a, m AS b
        EXCEPT SELECT member || ' ' || organisation FROM m";
    assert_eq!(ask(&connection, empty_cells), Vec::<String>::new());
    assert_eq!(
        ask(
            &connection,
            "SELECT DISTINCT standing FROM memberships WHERE fact_id LIKE 'm-eprs-t2-%' ORDER BY 1"
        ),
        ["member", "not_marked", "not_member", "participant"]
    );
}

#[test]
fn codes_keep_their_zeros_and_their_quirks() {
    let (_folder, connection) = curated();
    assert_eq!(
        ask(
            &connection,
            "SELECT entity_id || ' ' || scheme || ' ' || code FROM entity_codes WHERE (entity_id, scheme) IN (VALUES ('AFG', 'm49'), ('KAZ', 'cow_abbreviation'), ('IND', 'comtrade')) ORDER BY 1"
        ),
        [
            "AFG m49 004",
            "IND comtrade 356",
            "IND comtrade 699",
            "KAZ cow_abbreviation KZK"
        ]
    );
}

#[test]
fn every_fact_has_a_ready_citation_and_an_address() {
    let (_folder, connection) = curated();
    assert_eq!(
        ask(
            &connection,
            "SELECT fact_id FROM v_facts WHERE citation IS NULL OR statement IS NULL"
        ),
        Vec::<String>::new()
    );
}

#[test]
fn the_release_is_that_of_the_package_everywhere() {
    let (_folder, connection) = curated();
    let row = "SELECT name || ' ' || release || ' ' || licence FROM dataset";
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        ask(&connection, row),
        [format!("{} {version} CC-BY-4.0", sco_facts::DATASET)]
    );
    let cited = ask(&connection, "SELECT cite_as FROM dataset").concat();
    assert!(cited.contains(version), "{cited}");
}

#[test]
fn no_two_works_are_quoted_alike() {
    let (_folder, connection) = curated();
    let twice = "SELECT cite FROM sources GROUP BY cite HAVING count(*) > 1";
    assert_eq!(ask(&connection, twice), Vec::<String>::new());
}

#[test]
fn a_passage_of_a_part_is_counted_in_the_part_and_found_in_the_copy() {
    let (_folder, connection) = curated();
    let odd = "
        SELECT citations.citation_id FROM citations JOIN sources ON sources.source_id = citations.source_id
        WHERE sources.tier = 'part' AND (sources.first_paragraph IS NULL
            OR (citations.locator_label = 'paragraph' AND CAST(citations.locator AS INTEGER) < sources.first_paragraph))";
    assert_eq!(ask(&connection, odd), Vec::<String>::new());
    let without = "SELECT fact_id FROM v_facts WHERE in_copy IS NULL AND source_id IN (SELECT source_id FROM sources WHERE tier = 'part')";
    assert_eq!(ask(&connection, without), Vec::<String>::new());
    let counted = "
        SELECT count(*) > 0 FROM v_facts
        WHERE source = 'pantucci2022-samarkand[paragraph 1]' AND in_copy = 'pantucci-sco-tag[paragraph 150]'";
    assert_eq!(ask(&connection, counted), ["1"]);
}
