-- Where facts cannot both be true, what became of what was expected, and who stood how in the SCO.

-- The least and the greatest number that a printed figure may stand for, in plain units: half a unit of
-- its last printed digit either way; wider for about, almost, more than and the like.
CREATE VIEW printed_intervals AS
WITH figures (fact_id, question, printed, number, unit_mult, qualifier) AS (
    SELECT
        fact_id,
        reporter || '|' || partner || '|' || flow || '|' || commodity || '|' || measure || '|' || ifnull(currency, ''),
        value_as_printed, value, unit_mult, qualifier
    FROM trade_figures
    UNION ALL
    SELECT fact_id, subject || '|' || indicator || '|' || unit, value_as_printed, value, unit_mult, qualifier
    FROM indicators
),
halves (fact_id, question, scale, number, half, qualifier) AS (
    SELECT
        fact_id,
        question,
        pow10.factor,
        number,
        CASE
            -- A number in words is as exact as it reads.
            WHEN printed NOT GLOB '*[0-9]*' THEN 0
            WHEN instr(printed, '.') = 0 THEN 0.5
            ELSE 0.5 * CAST('1e-' || (length(printed) - instr(printed, '.')) AS REAL)
        END,
        qualifier
    FROM figures
    JOIN (
        SELECT DISTINCT unit_mult AS power, CAST('1e' || unit_mult AS REAL) AS factor FROM figures
    ) AS pow10 ON pow10.power = figures.unit_mult
)
SELECT
    fact_id,
    question,
    CASE
        WHEN qualifier IN ('less_than', 'up_to') THEN NULL
        WHEN qualifier = 'about' THEN (number - half - 0.1 * abs(number)) * scale
        WHEN qualifier = 'almost' THEN (number - half - 0.1 * abs(number)) * scale
        ELSE (number - half) * scale
    END AS least,
    CASE
        WHEN qualifier IN ('more_than', 'at_least') THEN NULL
        WHEN qualifier = 'about' THEN (number + half + 0.1 * abs(number)) * scale
        ELSE (number + half) * scale
    END AS greatest
FROM halves;

-- Pairs of facts that answer the same question and cannot both be true. Forecasts are left out; so are
-- dates of which one contains the other, numbers that round to each other, and a blank in a table.
-- Positions, offices, relations and facts of different kinds are compared by the curators who group them.
CREATE VIEW v_conflicts AS
WITH answers (fact_id, claim_group, kind, origin) AS (
    SELECT fact_id, claim_group, kind, origin FROM facts WHERE claim_group IS NOT NULL AND status <> 'expected'
),
pairs (claim_group, kind, fact_1, fact_2, origin) AS (
    SELECT
        one.claim_group,
        CASE WHEN one.kind = two.kind THEN one.kind ELSE 'mixed' END,
        one.fact_id,
        two.fact_id,
        CASE WHEN one.origin = 'sco-facts' THEN two.origin ELSE one.origin END
    FROM answers AS one
    JOIN answers AS two ON two.claim_group = one.claim_group AND one.fact_id < two.fact_id
),
classes (standing, class) AS (
    VALUES ('founding_member', 'member'), ('member', 'member'), ('participant', 'member'),
    ('observer', 'observer'), ('dialogue_partner', 'dialogue partner'), ('guest', 'guest'),
    ('applicant', 'applicant'), ('none', 'no member')
),
differing (claim_group, about, fact_1, fact_2, origin) AS (
    SELECT pairs.claim_group, 'standing', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN memberships AS one ON one.fact_id = pairs.fact_1
    JOIN memberships AS two ON two.fact_id = pairs.fact_2
    JOIN classes AS class_1 ON class_1.standing = one.standing
    JOIN classes AS class_2 ON class_2.standing = two.standing
    WHERE class_1.class <> class_2.class
    UNION ALL
    SELECT pairs.claim_group, 'date', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN memberships AS one ON one.fact_id = pairs.fact_1
    JOIN memberships AS two ON two.fact_id = pairs.fact_2
    WHERE one.standing = two.standing AND one.date_role = two.date_role AND one.date_role IN ('since', 'until')
        AND (one.date_to < two.date_from OR two.date_to < one.date_from)
    UNION ALL
    SELECT pairs.claim_group, 'date', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN events AS one ON one.fact_id = pairs.fact_1
    JOIN events AS two ON two.fact_id = pairs.fact_2
    WHERE one.date_to < two.date_from OR two.date_to < one.date_from
    UNION ALL
    SELECT pairs.claim_group, 'place', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN events AS one ON one.fact_id = pairs.fact_1
    JOIN events AS two ON two.fact_id = pairs.fact_2
    WHERE one.place <> two.place AND NOT EXISTS (
        SELECT 1 FROM relations
        WHERE predicate = 'located-in'
            AND ((subject = one.place AND object = two.place) OR (subject = two.place AND object = one.place))
    )
    UNION ALL
    SELECT pairs.claim_group, 'value', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN printed_intervals AS one ON one.fact_id = pairs.fact_1
    JOIN printed_intervals AS two ON two.fact_id = pairs.fact_2
    WHERE one.least > two.greatest OR two.least > one.greatest
    UNION ALL
    SELECT pairs.claim_group, 'statement', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    WHERE pairs.kind IN ('mixed', 'positions', 'offices', 'relations', 'event_participants')
    UNION ALL
    SELECT 'event ' || event_variants.event, event_variants.property, event_variants.event, event_variants.fact_id,
        event_variants.origin
    FROM event_variants
    JOIN facts ON facts.fact_id = event_variants.fact_id AND facts.status <> 'expected'
    JOIN events ON events.fact_id = event_variants.event
    WHERE CASE event_variants.property
        WHEN 'date' THEN event_variants.date_to < events.date_from OR events.date_to < event_variants.date_from
        WHEN 'place' THEN event_variants.value <> events.place AND NOT EXISTS (
            SELECT 1 FROM relations
            WHERE predicate = 'located-in'
                AND ((subject = event_variants.value AND object = events.place)
                    OR (subject = events.place AND object = event_variants.value))
        )
        WHEN 'name' THEN 0
        ELSE 1
    END
)
SELECT
    differing.claim_group,
    differing.about,
    one.statement AS statement_1,
    one.citation AS citation_1,
    one.rank AS rank_1,
    two.statement AS statement_2,
    two.citation AS citation_2,
    two.rank AS rank_2,
    differing.fact_1,
    differing.fact_2,
    differing.origin
FROM differing
JOIN v_facts AS one ON one.fact_id = differing.fact_1
JOIN v_facts AS two ON two.fact_id = differing.fact_2;

-- What was forecast, planned or promised, beside what a document says became of it.
CREATE VIEW v_expected AS
SELECT
    expected.fact_id,
    expected.kind,
    expected.statement AS expected,
    expected.date,
    expected.year,
    expected.attributed_to AS expected_by,
    expected.citation,
    CASE fact_links.link
        WHEN 'fulfilled_by' THEN 'happened'
        WHEN 'failed_by' THEN 'did not happen'
        ELSE 'not told'
    END AS outcome,
    outcome.statement AS what_happened,
    outcome.date AS outcome_date,
    outcome.citation AS outcome_citation,
    fact_links.note AS outcome_note,
    fact_links.other_fact AS outcome_fact_id,
    expected.origin
FROM v_facts AS expected
LEFT JOIN fact_links
    ON fact_links.fact_id = expected.fact_id AND fact_links.link IN ('fulfilled_by', 'failed_by')
LEFT JOIN v_facts AS outcome ON outcome.fact_id = fact_links.other_fact
WHERE expected.status = 'expected' AND expected.kind <> 'event_participants';

-- How each entity stood in the SCO, year by year: as a document states for that year, or carried forward
-- from the latest year that one states. Forecasts, deprecated facts and blanks in tables are left out.
CREATE VIEW v_sco_standing AS
WITH RECURSIVE told (fact_id, member, standing, first_year, last_year, open, weight, origin) AS (
    SELECT
        memberships.fact_id,
        memberships.member,
        memberships.standing,
        CAST(substr(memberships.date_from, 1, 4) AS INTEGER),
        CAST(substr(CASE memberships.date_role
            WHEN 'since' THEN memberships.date_from
            ELSE coalesce(memberships.date_to, memberships.date_from)
        END, 1, 4) AS INTEGER),
        memberships.date_role <> 'until',
        CASE facts.rank WHEN 'preferred' THEN 2 ELSE 0 END + (memberships.standing = 'founding_member'),
        memberships.origin
    FROM memberships
    JOIN facts ON facts.fact_id = memberships.fact_id
    WHERE memberships.organisation = 'SCO' AND memberships.date_from IS NOT NULL AND memberships.date_role <> 'until'
        AND facts.status <> 'expected' AND facts.rank <> 'deprecated' AND memberships.standing <> 'not_marked'
),
years (year) AS (
    SELECT min(first_year) FROM told
    UNION ALL
    SELECT year + 1 FROM years WHERE year < (SELECT max(last_year) FROM told)
),
candidates (member, year, fact_id, standing, is_stated, place, origin) AS (
    SELECT
        told.member,
        years.year,
        told.fact_id,
        told.standing,
        years.year <= told.last_year,
        row_number() OVER (
            PARTITION BY told.member, years.year
            -- What is stated for the year itself, then what was told latest; a tie goes to the
            -- preferred fact, then to the one that says founding member, then to the first id.
            ORDER BY years.year <= told.last_year DESC, told.last_year DESC, told.weight DESC, told.fact_id
        ),
        told.origin
    FROM told
    JOIN years ON years.year >= told.first_year
)
SELECT
    entities.name AS entity,
    candidates.year,
    CASE candidates.standing WHEN 'founding_member' THEN 'member' ELSE candidates.standing END AS standing,
    EXISTS (
        SELECT 1 FROM told AS founder
        WHERE founder.member = candidates.member AND founder.standing = 'founding_member'
    ) AS is_founder,
    CASE WHEN candidates.is_stated THEN 'stated' ELSE 'carried forward' END AS basis,
    v_memberships.date AS told_for,
    v_memberships.citation,
    candidates.fact_id,
    candidates.member AS entity_id,
    candidates.origin
FROM candidates
JOIN entities ON entities.entity_id = candidates.member
JOIN v_memberships ON v_memberships.fact_id = candidates.fact_id
WHERE candidates.place = 1;

DROP VIEW start_here;

-- Begin here: what each view answers.
CREATE VIEW start_here AS
WITH views (position, look_at, answers) AS (
    VALUES
    (1, 'v_facts', 'Everything that the dataset says, one fact a line, with its citation'),
    (2, 'v_sco_standing', 'Who stood how in the SCO in each year, stated or carried forward, and from which fact'),
    (3, 'v_memberships', 'Who belongs to the SCO and other organisations, as what, and when'),
    (4, 'v_events', 'Summits, proposals, agreements, exercises and attacks, also those only expected (status)'),
    (5, 'v_event_participants', 'Who hosted, proposed, signed, attended or was the target'),
    (6, 'v_trade_figures', 'Trade: amounts, shares, growth and ranks, as printed and as one computes with them'),
    (7, 'v_indicators', 'All other numbers: loans, costs, troops, counts'),
    (8, 'v_positions', 'Who holds or said what'),
    (9, 'v_offices', 'Who held which office'),
    (10, 'v_relations', 'Other lasting links: borders, seats, predecessors'),
    (11, 'v_expected', 'What was forecast or promised, beside what became of it'),
    (12, 'v_conflicts', 'Facts that cannot both be true, with both passages'),
    (13, 'v_event_variants', 'What another source says of the same event'),
    (14, 'v_sources', 'The documents, and the works that they cite'),
    (15, 'entities', 'States, organisations, people and places; other names in entity_names, codes in entity_codes'),
    (16, 'citations', 'The passages: where each stands and what it must contain'),
    (17, 'omissions', 'What the documents say that no fact rests on, and why')
)
SELECT position, look_at, answers FROM views;
