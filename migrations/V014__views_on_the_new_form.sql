-- The views, made again on the new form of the tables: with the word for those who do not belong, and with
-- numbers that are all real and read as people write them.

-- Behind every fact: who says so and where, as people quote it and as programs read it.
CREATE VIEW fact_support AS
SELECT
    facts.fact_id,
    (
        SELECT group_concat(piece, '; ')
        FROM (
            SELECT sources.cite || ', ' || citations.locator_label || ' ' || citations.locator AS piece
            FROM fact_citations
            JOIN citations ON citations.citation_id = fact_citations.citation_id
            JOIN sources ON sources.source_id = citations.source_id
            WHERE fact_citations.fact_id = facts.fact_id AND fact_citations.role <> 'context'
            GROUP BY sources.source_id, piece
            ORDER BY sources.source_id, min(citations.start_word)
        )
    ) AS citation,
    (
        SELECT group_concat(piece, ';')
        FROM (
            SELECT sources.source_id || '[' || citations.locator_label || ' ' || citations.locator || ']' AS piece
            FROM fact_citations
            JOIN citations ON citations.citation_id = fact_citations.citation_id
            JOIN sources ON sources.source_id = citations.source_id
            WHERE fact_citations.fact_id = facts.fact_id AND fact_citations.role <> 'context'
            GROUP BY piece
            ORDER BY sources.source_id, min(citations.start_word)
        )
    ) AS source,
    (
        SELECT group_concat(address, '; ')
        FROM (
            SELECT DISTINCT coalesce(sources.url, wholes.url) AS address
            FROM fact_citations
            JOIN citations ON citations.citation_id = fact_citations.citation_id
            JOIN sources ON sources.source_id = citations.source_id
            LEFT JOIN sources AS wholes ON wholes.source_id = sources.part_of
            WHERE fact_citations.fact_id = facts.fact_id AND fact_citations.role <> 'context'
            ORDER BY address
        )
    ) AS source_url
FROM facts;

-- Who belongs to what, and how.
CREATE VIEW v_memberships AS
SELECT
    memberships.fact_id,
    member.name AS member,
    organisation.name AS organisation,
    memberships.standing,
    memberships.date,
    memberships.date_role,
    CAST(substr(coalesce(memberships.date_from, memberships.date_to), 1, 4) AS INTEGER) AS year,
    memberships.date_from,
    memberships.date_to,
    member.name
        || CASE memberships.standing
            WHEN 'not_member' THEN ': no member of '
            WHEN 'not_marked' THEN ': not marked for '
            ELSE ': ' || replace(memberships.standing, '_', ' ') || ' of '
        END
        || organisation.name
        || CASE memberships.date_role
            WHEN 'since' THEN ' since ' || memberships.date
            WHEN 'until' THEN ' until ' || memberships.date
            WHEN 'as_of' THEN ' (as of ' || memberships.date || ')'
            WHEN 'during' THEN ' (' || memberships.date || ')'
            ELSE ''
        END AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM memberships
JOIN facts ON facts.fact_id = memberships.fact_id
JOIN fact_support AS support ON support.fact_id = memberships.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS member ON member.entity_id = memberships.member
JOIN entities AS organisation ON organisation.entity_id = memberships.organisation;

-- Who held which office, or worked where.
CREATE VIEW v_offices AS
SELECT
    offices.fact_id,
    person.name AS person,
    offices.office,
    organisation.name AS organisation,
    offices.date,
    offices.date_role,
    CAST(substr(coalesce(offices.date_from, offices.date_to), 1, 4) AS INTEGER) AS year,
    offices.date_from,
    offices.date_to,
    person.name || ': ' || offices.office || coalesce(', ' || organisation.name, '')
        || CASE offices.date_role
            WHEN 'since' THEN ' since ' || offices.date
            WHEN 'until' THEN ' until ' || offices.date
            WHEN 'as_of' THEN ' (as of ' || offices.date || ')'
            WHEN 'during' THEN ' (' || offices.date || ')'
            ELSE ''
        END AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM offices
JOIN facts ON facts.fact_id = offices.fact_id
JOIN fact_support AS support ON support.fact_id = offices.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS person ON person.entity_id = offices.person
LEFT JOIN entities AS organisation ON organisation.entity_id = offices.organisation;

-- Any other lasting link.
CREATE VIEW v_relations AS
SELECT
    relations.fact_id,
    subject.name AS subject,
    predicate.label AS predicate,
    object.name AS object,
    relations.date,
    relations.date_role,
    CAST(substr(coalesce(relations.date_from, relations.date_to), 1, 4) AS INTEGER) AS year,
    relations.date_from,
    relations.date_to,
    subject.name || ' ' || predicate.label || ' ' || object.name
        || CASE relations.date_role
            WHEN 'since' THEN ' since ' || relations.date
            WHEN 'until' THEN ' until ' || relations.date
            WHEN 'as_of' THEN ' (as of ' || relations.date || ')'
            WHEN 'during' THEN ' (' || relations.date || ')'
            ELSE ''
        END AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM relations
JOIN facts ON facts.fact_id = relations.fact_id
JOIN fact_support AS support ON support.fact_id = relations.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS subject ON subject.entity_id = relations.subject
JOIN terms AS predicate ON predicate.term = relations.predicate
JOIN entities AS object ON object.entity_id = relations.object;

-- What happened, was proposed, or is expected.
CREATE VIEW v_events AS
SELECT
    events.fact_id,
    events.kind,
    events.title,
    events.date,
    CAST(substr(coalesce(events.date_from, events.date_to), 1, 4) AS INTEGER) AS year,
    events.date_from,
    events.date_to,
    place.name AS place,
    organisation.name AS organisation,
    whole.title AS part_of,
    events.summary,
    events.title || coalesce(' (' || events.date || ')', '') || ': ' || events.summary AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM events
JOIN facts ON facts.fact_id = events.fact_id
JOIN fact_support AS support ON support.fact_id = events.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
LEFT JOIN entities AS place ON place.entity_id = events.place
LEFT JOIN entities AS organisation ON organisation.entity_id = events.organisation
LEFT JOIN events AS whole ON whole.fact_id = events.part_of;

-- Who took part in an event, and as what.
CREATE VIEW v_event_participants AS
SELECT
    event_participants.fact_id,
    events.title AS event,
    events.kind AS event_kind,
    events.date AS event_date,
    CAST(substr(coalesce(events.date_from, events.date_to), 1, 4) AS INTEGER) AS year,
    events.date_from AS event_date_from,
    entity.name AS entity,
    event_participants.role,
    entity.name || ': ' || event_participants.role || ', ' || events.title
        || coalesce(' (' || events.date || ')', '') AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM event_participants
JOIN facts ON facts.fact_id = event_participants.fact_id
JOIN fact_support AS support ON support.fact_id = event_participants.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN events ON events.fact_id = event_participants.event
JOIN entities AS entity ON entity.entity_id = event_participants.entity;

-- What another source says of the same event instead.
CREATE VIEW v_event_variants AS
SELECT
    event_variants.fact_id,
    events.title AS event,
    event_variants.property,
    CASE event_variants.property
        WHEN 'date' THEN events.date
        WHEN 'place' THEN held.name
        WHEN 'name' THEN events.title
    END AS elsewhere,
    coalesce(place.name, event_variants.value) AS value,
    CAST(substr(coalesce(events.date_from, events.date_to), 1, 4) AS INTEGER) AS year,
    events.title || ': ' || event_variants.property || ' given as '
        || coalesce(place.name, event_variants.value) AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM event_variants
JOIN facts ON facts.fact_id = event_variants.fact_id
JOIN fact_support AS support ON support.fact_id = event_variants.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN events ON events.fact_id = event_variants.event
LEFT JOIN entities AS held ON held.entity_id = events.place
LEFT JOIN entities AS place
    ON event_variants.property = 'place' AND place.entity_id = event_variants.value;

-- Every number on trade. best_value_usd is the corrected value where there is one, else the printed one.
CREATE VIEW v_trade_figures AS
SELECT
    trade_figures.fact_id,
    reporter.name AS reporter,
    partner.name AS partner,
    trade_figures.flow,
    commodity.label AS commodity,
    trade_figures.period,
    trade_figures.base_period,
    CAST(substr(coalesce(trade_figures.date_from, trade_figures.date_to), 1, 4) AS INTEGER) AS year,
    trade_figures.date_from,
    trade_figures.measure,
    trade_figures.share_of,
    trade_figures.qualifier,
    trade_figures.value_as_printed,
    trade_figures.value,
    trade_figures.unit_mult,
    trade_figures.currency,
    trade_figures.value_usd,
    trade_figures.corrected_value,
    trade_figures.corrected_value_usd,
    coalesce(trade_figures.corrected_value_usd, trade_figures.value_usd) AS best_value_usd,
    CASE
        WHEN trade_figures.value_usd IS NULL THEN NULL
        WHEN trade_figures.corrected_value_usd IS NULL THEN 'printed'
        ELSE 'corrected'
    END AS best_value_is,
    trade_figures.correction_reason,
    reported_by.name AS reported_by,
    reporter.name || ', ' || trade_figures.flow
        || CASE trade_figures.flow WHEN 'export' THEN ' to ' WHEN 'import' THEN ' from ' ELSE ' trade with ' END
        || partner.name || ', ' || commodity.label || ', ' || trade_figures.period || ': '
        || CASE trade_figures.qualifier WHEN 'exact' THEN '' ELSE replace(trade_figures.qualifier, '_', ' ') || ' ' END
        || CASE trade_figures.measure
            WHEN 'multiple' THEN printf('%.15g', trade_figures.value)
            ELSE trade_figures.value_as_printed
        END
        || CASE trade_figures.measure
            WHEN 'value' THEN CASE trade_figures.unit_mult
                WHEN 12 THEN ' trillion ' WHEN 9 THEN ' billion ' WHEN 6 THEN ' million ' WHEN 3 THEN ' thousand ' WHEN 0 THEN ' '
                ELSE ' times 10^' || trade_figures.unit_mult || ' '
            END || trade_figures.currency
            WHEN 'share' THEN ' per cent of ' || replace(trade_figures.share_of, '_', ' ')
            WHEN 'growth' THEN ' per cent against ' || trade_figures.base_period
            WHEN 'multiple' THEN ' times the value of ' || trade_figures.base_period
            ELSE ' (rank)'
        END
        || CASE
            WHEN trade_figures.corrected_value IS NULL THEN ''
            ELSE ', as printed; consistent value ' || printf('%.15g', trade_figures.corrected_value)
        END AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM trade_figures
JOIN facts ON facts.fact_id = trade_figures.fact_id
JOIN fact_support AS support ON support.fact_id = trade_figures.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS reporter ON reporter.entity_id = trade_figures.reporter
JOIN entities AS partner ON partner.entity_id = trade_figures.partner
JOIN terms AS commodity ON commodity.term = trade_figures.commodity
LEFT JOIN entities AS reported_by ON reported_by.entity_id = trade_figures.reported_by;

-- Every other number. value_plain is the printed value with its decimal point moved by unit_mult places.
CREATE VIEW v_indicators AS
SELECT
    indicators.fact_id,
    subject.name AS subject,
    indicator.label AS indicator,
    about.name AS about,
    indicators.period,
    indicators.base_period,
    CAST(substr(coalesce(indicators.date_from, indicators.date_to), 1, 4) AS INTEGER) AS year,
    indicators.date_from,
    indicators.qualifier,
    indicators.value_as_printed,
    indicators.value,
    indicators.unit_mult,
    indicators.value_plain,
    unit.label AS unit,
    trim(subject.name || coalesce(' and ' || about.name, '') || ', ' || indicator.label
        || coalesce(', ' || indicators.period, '') || ': '
        || CASE indicators.qualifier WHEN 'exact' THEN '' ELSE replace(indicators.qualifier, '_', ' ') || ' ' END
        || indicators.value_as_printed
        || CASE indicators.unit_mult
            WHEN 12 THEN ' trillion ' WHEN 9 THEN ' billion ' WHEN 6 THEN ' million ' WHEN 3 THEN ' thousand ' WHEN 0 THEN ' '
            ELSE ' times 10^' || indicators.unit_mult || ' '
        END
        || CASE indicators.unit WHEN 'count' THEN '' ELSE unit.label END) AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM indicators
JOIN facts ON facts.fact_id = indicators.fact_id
JOIN fact_support AS support ON support.fact_id = indicators.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS subject ON subject.entity_id = indicators.subject
JOIN terms AS indicator ON indicator.term = indicators.indicator
JOIN terms AS unit ON unit.term = indicators.unit
LEFT JOIN entities AS about ON about.entity_id = indicators.about;

-- Who holds or said what.
CREATE VIEW v_positions AS
SELECT
    positions.fact_id,
    holder.name AS holder,
    topic.label AS topic,
    about.name AS about,
    events.title AS event,
    positions.date,
    CAST(substr(coalesce(positions.date_from, positions.date_to, events.date_from), 1, 4) AS INTEGER) AS year,
    positions.date_from,
    positions.summary,
    holder.name || ': ' || positions.summary AS statement,
    facts.status,
    teller.name AS attributed_to,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.source,
    support.source_url,
    facts.origin
FROM positions
JOIN facts ON facts.fact_id = positions.fact_id
JOIN fact_support AS support ON support.fact_id = positions.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS holder ON holder.entity_id = positions.holder
JOIN terms AS topic ON topic.term = positions.topic
LEFT JOIN entities AS about ON about.entity_id = positions.about
LEFT JOIN events ON events.fact_id = positions.event;

-- Every fact of every kind on one line.
CREATE VIEW v_facts AS
SELECT fact_id, 'memberships' AS kind, statement, year, date AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_memberships
UNION ALL
SELECT fact_id, 'offices' AS kind, statement, year, date AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_offices
UNION ALL
SELECT fact_id, 'relations' AS kind, statement, year, date AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_relations
UNION ALL
SELECT fact_id, 'events' AS kind, statement, year, date AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_events
UNION ALL
SELECT fact_id, 'event_participants' AS kind, statement, year, event_date AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_event_participants
UNION ALL
SELECT fact_id, 'event_variants' AS kind, statement, year, NULL AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_event_variants
UNION ALL
SELECT fact_id, 'trade_figures' AS kind, statement, year, period AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_trade_figures
UNION ALL
SELECT fact_id, 'indicators' AS kind, statement, year, period AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_indicators
UNION ALL
SELECT fact_id, 'positions' AS kind, statement, year, date AS date, status, attributed_to, rank, claim_group,
    note, citation, source, source_url, origin
FROM v_positions;

-- Every document and every work that one of them cites.
CREATE VIEW v_sources AS
SELECT
    sources.source_id,
    sources.cite,
    sources.tier,
    sources.kind,
    sources.authors,
    sources.title,
    sources.container,
    sources.publisher,
    sources.issued,
    CAST(substr(coalesce(sources.issued_from, sources.issued_to), 1, 4) AS INTEGER) AS year,
    whole.title AS part_of,
    sources.url,
    (
        SELECT count(DISTINCT fact_citations.fact_id)
        FROM citations
        JOIN fact_citations ON fact_citations.citation_id = citations.citation_id
        WHERE citations.source_id = sources.source_id
    ) AS facts_resting_on_it,
    (
        SELECT count(DISTINCT fact_references.fact_id)
        FROM source_references
        JOIN fact_references
            ON fact_references.citing = source_references.citing
            AND fact_references.note = source_references.note
            AND fact_references.position = source_references.position
        WHERE source_references.cited = sources.source_id
    ) AS facts_naming_it,
    sources.note,
    sources.origin
FROM sources
LEFT JOIN sources AS whole ON whole.source_id = sources.part_of;

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
    ('applicant', 'applicant'), ('not_member', 'no member')
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
