-- Treaties become a kind of fact, so that it can be asked who is party to which.
-- expect: drop constraint facts.CHECK kind_is_known

ALTER TABLE facts DROP CONSTRAINT kind_is_known;
ALTER TABLE facts ADD CONSTRAINT kind_is_known CHECK (kind IN (/* kinds */ 'treaties'));

CREATE TABLE treaties (
    fact_id TEXT NOT NULL,
    party TEXT NOT NULL,
    treaty TEXT NOT NULL,
    date TEXT,
    date_basis TEXT,
    date_role TEXT,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT treaties_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT party_is_an_entity FOREIGN KEY (party) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT date_role_is_known CHECK (date_role IN ('since', 'until', 'as_of', 'during')),
    CONSTRAINT a_date_has_a_role CHECK ((date IS NULL) = (date_role IS NULL)),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((date IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE VIEW v_treaties AS
SELECT
    treaties.fact_id,
    party.name AS party,
    treaties.treaty,
    treaties.date,
    treaties.date_basis,
    treaties.date_role,
    CASE WHEN substr(treaties.date_from, 1, 4) = substr(treaties.date_to, 1, 4) THEN CAST(substr(treaties.date_from, 1, 4) AS INTEGER) END AS year,
    treaties.date_from,
    treaties.date_to,
    party.name || ': party to the ' || treaties.treaty AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM treaties
JOIN facts ON facts.fact_id = treaties.fact_id
JOIN fact_support AS support ON support.fact_id = treaties.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS party ON party.entity_id = treaties.party;

DROP VIEW v_facts;
DROP VIEW v_conflicts;
DROP VIEW start_here;
