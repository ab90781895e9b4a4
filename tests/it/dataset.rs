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
            "Kyrgyzstan 88.9 0.0889 88900000",
            "Tajikistan 10.8 0.108 108000000"
        ]
    );
}

#[test]
fn the_printed_tables_are_whole() {
    let (_folder, connection) = curated();
    assert_eq!(
        ask(
            &connection,
            "SELECT measure || ' ' || count(*) FROM trade_figures WHERE fact_id LIKE 't-eprs-t1-%' GROUP BY measure ORDER BY 1"
        ),
        ["growth 15", "value 15"]
    );
    assert_eq!(
        ask(
            &connection,
            "SELECT CASE standing WHEN 'participant' THEN 'member' ELSE standing END || ' ' || count(*) FROM memberships WHERE fact_id LIKE 'm-eprs-t2-%' GROUP BY CASE standing WHEN 'participant' THEN 'member' ELSE standing END ORDER BY 1"
        ),
        ["member 32", "none 7", "not_marked 3"]
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
