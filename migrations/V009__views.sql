-- Tables for people who never join: names instead of keys, an integer year, and on every line the
-- document's address and a ready citation.

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
            WHEN 'none' THEN ': no member of '
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
            WHEN 'multiple' THEN trade_figures.value
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
            ELSE ', as printed; consistent value ' || trade_figures.corrected_value
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

-- Begin here: what each view answers.
CREATE VIEW start_here AS
WITH views (position, look_at, answers) AS (
    VALUES
    (1, 'v_facts', 'Everything that the dataset says, one fact a line, with its citation'),
    (2, 'v_memberships', 'Who belongs to the SCO and other organisations, as what, and when'),
    (3, 'v_events', 'Summits, proposals, agreements, exercises and attacks, also those only expected (status)'),
    (4, 'v_event_participants', 'Who hosted, proposed, signed, attended or was the target'),
    (5, 'v_trade_figures', 'Trade: amounts, shares, growth and ranks, as printed and as one computes with them'),
    (6, 'v_indicators', 'All other numbers: loans, costs, troops, counts'),
    (7, 'v_positions', 'Who holds or said what'),
    (8, 'v_offices', 'Who held which office'),
    (9, 'v_relations', 'Other lasting links: borders, seats, predecessors'),
    (10, 'v_event_variants', 'What another source says of the same event'),
    (11, 'v_sources', 'The documents, and the works that they cite'),
    (12, 'entities', 'States, organisations, people and places; other names in entity_names, codes in entity_codes'),
    (13, 'citations', 'The passages: where each stands and what it must contain')
)
SELECT position, look_at, answers FROM views;
