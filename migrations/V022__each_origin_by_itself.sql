-- What the views show of the dataset does not depend on what a user has imported: a count, a standing, a conflict or
-- an outcome of an origin rests on rows of that origin and of the dataset alone. A user's rows give rows of their own.

DROP VIEW v_sco_standing;
DROP VIEW v_standing;
DROP VIEW v_sources;
DROP VIEW v_map;
DROP VIEW v_conflicts;
DROP VIEW v_expected;

-- The first and the last day of each fact, for choosing by year: of a fact about an event that gives no date of its
-- own, those of the event. Both are NULL where no date is given; one of them where that end is open.
CREATE VIEW fact_days AS
SELECT fact_id, date_from, date_to FROM memberships
UNION ALL
SELECT fact_id, date_from, date_to FROM offices
UNION ALL
SELECT fact_id, date_from, date_to FROM relations
UNION ALL
SELECT fact_id, date_from, date_to FROM events
UNION ALL
SELECT event_participants.fact_id, events.date_from, events.date_to
FROM event_participants
JOIN events ON events.fact_id = event_participants.event
UNION ALL
SELECT
    event_variants.fact_id,
    CASE WHEN event_variants.date_from IS NULL AND event_variants.date_to IS NULL THEN events.date_from ELSE event_variants.date_from END,
    CASE WHEN event_variants.date_from IS NULL AND event_variants.date_to IS NULL THEN events.date_to ELSE event_variants.date_to END
FROM event_variants
JOIN events ON events.fact_id = event_variants.event
UNION ALL
SELECT fact_id, date_from, date_to FROM trade_figures
UNION ALL
SELECT
    indicators.fact_id,
    CASE WHEN indicators.period IS NULL THEN events.date_from ELSE indicators.date_from END,
    CASE WHEN indicators.period IS NULL THEN events.date_to ELSE indicators.date_to END
FROM indicators
LEFT JOIN events ON events.fact_id = indicators.event
UNION ALL
SELECT
    positions.fact_id,
    CASE WHEN positions.date IS NULL THEN events.date_from ELSE positions.date_from END,
    CASE WHEN positions.date IS NULL THEN events.date_to ELSE positions.date_to END
FROM positions
LEFT JOIN events ON events.fact_id = positions.event;

CREATE VIEW v_sources AS
SELECT
    sources.source_id,
    sources.cite,
    sources.tier,
    sources.kind,
    sources.authors,
    (
        SELECT group_concat(entity_id, ';')
        FROM (
            SELECT source_authors.entity_id
            FROM source_authors
            WHERE source_authors.source_id = sources.source_id AND source_authors.origin = sources.origin
            ORDER BY source_authors.position
        )
    ) AS author_ids,
    sources.title,
    sources.container,
    sources.publisher,
    sources.issued,
    CASE WHEN substr(sources.issued_from, 1, 4) = substr(sources.issued_to, 1, 4) THEN CAST(substr(sources.issued_from, 1, 4) AS INTEGER) END AS year,
    whole.title AS part_of,
    sources.part_of AS part_of_id,
    sources.url,
    (
        SELECT count(DISTINCT fact_citations.fact_id)
        FROM citations
        JOIN fact_citations ON fact_citations.citation_id = citations.citation_id
        WHERE citations.source_id = sources.source_id AND fact_citations.origin = sources.origin
    ) AS facts_resting_on_it,
    (
        SELECT count(DISTINCT fact_references.fact_id)
        FROM source_references
        JOIN fact_references
            ON fact_references.citing = source_references.citing
            AND fact_references.note = source_references.note
            AND fact_references.position = source_references.position
        WHERE source_references.cited = sources.source_id AND fact_references.origin = sources.origin
    ) AS facts_naming_it,
    sources.note,
    sources.origin
FROM sources
LEFT JOIN sources AS whole ON whole.source_id = sources.part_of;

CREATE VIEW v_map AS
WITH named (fact_id, place) AS (
    SELECT fact_id, place FROM events WHERE place IS NOT NULL
    UNION
    SELECT fact_id, value FROM event_variants WHERE property = 'place'
    UNION
    SELECT fact_id, subject FROM relations
    UNION
    SELECT fact_id, object FROM relations
)
SELECT
    place.name AS place,
    named.place AS place_id,
    state.name AS state,
    places.state AS state_id,
    places.latitude,
    places.longitude,
    said.fact_id,
    said.kind,
    said.statement,
    said.year,
    said.date,
    said.status,
    said.citation,
    said.source_year,
    -- A fact of ours at a place that a user has put on the map is a row of the user's.
    CASE WHEN places.origin = (SELECT name FROM dataset WHERE name = origin) THEN said.origin ELSE places.origin END AS origin
FROM named
JOIN places ON places.entity_id = named.place
JOIN entities AS place ON place.entity_id = named.place
LEFT JOIN entities AS state ON state.entity_id = places.state
JOIN v_facts AS said ON said.fact_id = named.fact_id;

CREATE VIEW v_conflicts AS
WITH answers (fact_id, claim_group, kind, origin) AS (
    SELECT fact_id, claim_group, kind, origin FROM facts WHERE claim_group IS NOT NULL
),
pairs (claim_group, kind, fact_1, fact_2, origin) AS (
    SELECT
        one.claim_group,
        CASE WHEN one.kind = two.kind THEN one.kind ELSE 'mixed' END,
        one.fact_id,
        two.fact_id,
        CASE WHEN one.origin = (SELECT name FROM dataset WHERE name = origin) THEN two.origin ELSE one.origin END
    FROM answers AS one
    JOIN answers AS two ON two.claim_group = one.claim_group AND one.fact_id < two.fact_id
    WHERE NOT EXISTS (
        SELECT 1 FROM fact_links
        WHERE fact_links.link <> 'corrects'
            AND fact_links.origin IN (
                (SELECT name FROM dataset WHERE name = origin),
                CASE WHEN one.origin = (SELECT name FROM dataset WHERE name = origin) THEN two.origin ELSE one.origin END
            )
            AND ((fact_links.fact_id = one.fact_id AND fact_links.other_fact = two.fact_id)
                OR (fact_links.fact_id = two.fact_id AND fact_links.other_fact = one.fact_id))
    )
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
        WHERE predicate = 'located-in' AND relations.origin IN ((SELECT name FROM dataset WHERE name = origin), pairs.origin)
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
    WHERE pairs.kind IN ('mixed', 'positions', 'offices', 'relations', 'event_variants', 'event_participants')
    UNION ALL
    -- Whether an event without a date contradicts another, no machine can tell.
    SELECT pairs.claim_group, 'statement', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN events AS one ON one.fact_id = pairs.fact_1
    JOIN events AS two ON two.fact_id = pairs.fact_2
    WHERE one.date IS NULL OR two.date IS NULL
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
            WHERE predicate = 'located-in' AND relations.origin IN ((SELECT name FROM dataset WHERE name = origin), event_variants.origin)
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

-- An expectation stands once for each origin that says something of it: with what that origin and the dataset say.
CREATE VIEW v_expected AS
WITH seen (expectation, origin) AS (
    SELECT expectations.expectation, facts.origin
    FROM expectations
    JOIN facts ON facts.fact_id = expectations.fact_id
    UNION
    SELECT expectations.expectation, fact_links.origin
    FROM expectations
    JOIN fact_links ON fact_links.fact_id = expectations.fact_id AND fact_links.link <> 'corrects'
),
members (expectation, origin, fact_id, role, link, note) AS (
    SELECT expectation, origin, expectation, 'head', NULL, NULL FROM seen
    UNION ALL
    SELECT seen.expectation, seen.origin, expectations.fact_id, 'part', NULL, NULL
    FROM seen
    JOIN expectations ON expectations.expectation = seen.expectation AND expectations.fact_id <> seen.expectation
    JOIN facts ON facts.fact_id = expectations.fact_id
    WHERE facts.origin IN (seen.origin, (SELECT name FROM dataset WHERE name = origin))
    UNION ALL
    SELECT seen.expectation, seen.origin, fact_links.other_fact, 'outcome', fact_links.link, min(fact_links.note)
    FROM seen
    JOIN expectations ON expectations.expectation = seen.expectation
    JOIN fact_links ON fact_links.fact_id = expectations.fact_id AND fact_links.link <> 'corrects'
    WHERE fact_links.origin IN (seen.origin, (SELECT name FROM dataset WHERE name = origin))
    GROUP BY seen.expectation, seen.origin, fact_links.link, fact_links.other_fact
)
SELECT
    fact_id,
    kind,
    CASE WHEN has_come THEN parts_in_words ELSE statement END AS expected,
    date,
    year,
    CASE WHEN has_come THEN parts_expected_by ELSE attributed_to END AS expected_by,
    CASE WHEN has_come THEN parts_citation ELSE citation END AS citation,
    CASE WHEN has_come THEN parts_date ELSE source_date END AS source_date,
    CASE WHEN has_come THEN parts_year ELSE source_year END AS source_year,
    parts,
    CASE WHEN has_come THEN NULL ELSE parts_in_words END AS parts_in_words,
    CASE
        WHEN fulfilled + partly + failed > 0 THEN CASE
            WHEN partly + failed = 0 THEN 'happened'
            WHEN fulfilled + partly = 0 THEN 'did not happen'
            ELSE 'happened in part'
        END
        WHEN not_by > 0 THEN 'had not happened'
        WHEN has_come THEN 'happened'
        ELSE 'not told'
    END AS outcome,
    CASE WHEN has_come THEN coalesce(outcomes, statement) ELSE outcomes END AS what_happened,
    CASE WHEN has_come AND outcome_fact_ids IS NULL THEN date ELSE outcome_dates END AS outcome_date,
    CASE WHEN has_come THEN coalesce(outcome_citations, citation) ELSE outcome_citations END AS outcome_citation,
    outcome_note,
    CASE WHEN has_come THEN coalesce(outcome_fact_ids, fact_id) ELSE outcome_fact_ids END AS outcome_fact_ids,
    origin
FROM (
    SELECT
        expectation AS fact_id,
        max(CASE role WHEN 'head' THEN kind END) AS kind,
        max(CASE role WHEN 'head' THEN statement END) AS statement,
        max(CASE role WHEN 'head' THEN date END) AS date,
        max(CASE role WHEN 'head' THEN year END) AS year,
        max(CASE role WHEN 'head' THEN status <> 'expected' END) AS has_come,
        max(CASE role WHEN 'head' THEN attributed_to END) AS attributed_to,
        max(CASE role WHEN 'head' THEN citation END) AS citation,
        max(CASE role WHEN 'head' THEN source_date END) AS source_date,
        max(CASE role WHEN 'head' THEN source_year END) AS source_year,
        origin,
        sum(role = 'part') AS parts,
        group_concat(CASE role WHEN 'part' THEN statement END, '; ') AS parts_in_words,
        group_concat(DISTINCT CASE role WHEN 'part' THEN attributed_to END) AS parts_expected_by,
        group_concat(DISTINCT CASE role WHEN 'part' THEN citation END) AS parts_citation,
        min(CASE role WHEN 'part' THEN source_date END) AS parts_date,
        min(CASE role WHEN 'part' THEN source_year END) AS parts_year,
        total(link = 'fulfilled_by') AS fulfilled,
        total(link = 'partly_fulfilled_by') AS partly,
        total(link = 'failed_by') AS failed,
        total(link = 'not_by') AS not_by,
        group_concat(CASE role WHEN 'outcome' THEN statement END, '; ') AS outcomes,
        group_concat(CASE role WHEN 'outcome' THEN date END, '; ') AS outcome_dates,
        group_concat(CASE role WHEN 'outcome' THEN citation END, '; ') AS outcome_citations,
        group_concat(note, '; ') AS outcome_note,
        group_concat(CASE role WHEN 'outcome' THEN fact_id END, ';') AS outcome_fact_ids
    FROM (
        SELECT members.expectation, members.role, members.link, members.note, said.fact_id, said.kind, said.statement,
            said.date, said.year, said.status, said.attributed_to, said.citation, said.source_date, said.source_year,
            members.origin
        FROM members
        JOIN v_facts AS said ON said.fact_id = members.fact_id
        ORDER BY members.expectation, members.origin, members.role, CASE members.role WHEN 'outcome' THEN said.source_year END, said.fact_id
    )
    GROUP BY expectation, origin
);

-- How each entity stood in each organisation, year by year, from the organisation's first year that a document
-- states to the last year of any document: as stated for that year, or carried forward from the latest year
-- that one states. What is told of a time that has ended is not carried beyond it, nor into the year in which the
-- organisation ended or gave way to another; what a document states for such a year stands. Forecasts, deprecated
-- facts and blanks in tables are left out. Each origin is told beside the dataset,
-- and has the rows in which a fact of its own decides.
CREATE VIEW v_standing AS
WITH RECURSIVE told (fact_id, organisation, member, standing, first_year, last_year, goes_on, weight, origin) AS (
    SELECT
        memberships.fact_id,
        memberships.organisation,
        memberships.member,
        memberships.standing,
        -- Of an open beginning only the end is sure.
        CAST(substr(coalesce(memberships.date_from, memberships.date_to), 1, 4) AS INTEGER),
        CAST(substr(CASE memberships.date_role
            WHEN 'since' THEN coalesce(memberships.date_from, memberships.date_to)
            ELSE coalesce(memberships.date_to, memberships.date_from)
        END, 1, 4) AS INTEGER),
        memberships.date_role <> 'during' OR memberships.date_to IS NULL,
        CASE facts.rank WHEN 'preferred' THEN 2 ELSE 0 END + (memberships.standing = 'founding_member'),
        memberships.origin
    FROM memberships
    JOIN facts ON facts.fact_id = memberships.fact_id
    WHERE memberships.date IS NOT NULL AND memberships.date_role <> 'until'
        AND facts.status <> 'expected' AND facts.rank <> 'deprecated' AND memberships.standing <> 'not_marked'
),
-- What each origin has before it: its own rows and those of the dataset.
seen (viewer, fact_id, organisation, member, standing, first_year, last_year, goes_on, weight, origin) AS MATERIALIZED (
    SELECT
        viewers.viewer, told.fact_id, told.organisation, told.member, told.standing, told.first_year, told.last_year,
        told.goes_on, told.weight, told.origin
    FROM (SELECT DISTINCT origin AS viewer FROM told) AS viewers
    JOIN told ON told.origin IN (viewers.viewer, (SELECT name FROM dataset WHERE name = origin))
),
-- The year in which an organisation ended, the earliest where documents differ or leave it open.
ends (viewer, organisation, year) AS MATERIALIZED (
    SELECT viewers.viewer, ended.organisation, min(CAST(substr(ended.day, 1, 4) AS INTEGER))
    FROM (
        SELECT fact_id, organisation, coalesce(date_from, date_to) AS day
        FROM events
        WHERE kind = 'dissolution' AND organisation IS NOT NULL
        UNION ALL
        SELECT fact_id, subject, coalesce(date_from, date_to)
        FROM relations
        WHERE predicate = 'predecessor-of'
    ) AS ended
    JOIN facts ON facts.fact_id = ended.fact_id
    JOIN (SELECT DISTINCT viewer FROM seen) AS viewers ON facts.origin IN (viewers.viewer, (SELECT name FROM dataset WHERE name = origin))
    WHERE ended.day IS NOT NULL AND facts.status <> 'expected' AND facts.rank <> 'deprecated'
    GROUP BY viewers.viewer, ended.organisation
),
bounds (viewer, organisation, first_year, last_year) AS (
    SELECT
        viewer,
        organisation,
        min(first_year),
        max(
            max(last_year),
            coalesce((
                SELECT CAST(substr(max(issued_to), 1, 4) AS INTEGER) FROM sources
                WHERE tier <> 'cited' AND sources.origin IN (seen.viewer, (SELECT name FROM dataset WHERE name = origin))
            ), 0)
        )
    FROM seen
    GROUP BY viewer, organisation
),
years (viewer, organisation, year, last_year, has_ended) AS (
    SELECT bounds.viewer, bounds.organisation, bounds.first_year, bounds.last_year, bounds.first_year >= ends.year
    FROM bounds
    LEFT JOIN ends ON ends.viewer = bounds.viewer AND ends.organisation = bounds.organisation
    UNION ALL
    SELECT years.viewer, years.organisation, years.year + 1, years.last_year, years.year + 1 >= ends.year
    FROM years
    LEFT JOIN ends ON ends.viewer = years.viewer AND ends.organisation = years.organisation
    WHERE years.year < years.last_year
),
candidates (viewer, organisation, member, year, fact_id, standing, is_stated, is_founder, place, origin) AS (
    SELECT
        seen.viewer,
        seen.organisation,
        seen.member,
        years.year,
        seen.fact_id,
        seen.standing,
        years.year <= seen.last_year,
        max(seen.standing = 'founding_member') OVER (PARTITION BY seen.viewer, seen.organisation, seen.member),
        row_number() OVER (
            PARTITION BY seen.viewer, seen.organisation, seen.member, years.year
            -- What is stated for the year itself, then what was told latest; a tie goes to the
            -- preferred fact, then to the one that says founding member, then to the first id.
            ORDER BY years.year <= seen.last_year DESC, seen.last_year DESC, seen.weight DESC, seen.fact_id
        ),
        seen.origin
    FROM seen
    JOIN years ON years.viewer = seen.viewer AND years.organisation = seen.organisation AND years.year >= seen.first_year
        AND (years.year <= seen.last_year OR (seen.goes_on AND coalesce(years.has_ended, 0) = 0))
)
SELECT
    organisation.name AS organisation,
    member.name AS entity,
    candidates.year,
    CASE candidates.standing WHEN 'founding_member' THEN 'member' ELSE candidates.standing END AS standing,
    candidates.is_founder,
    CASE WHEN candidates.is_stated THEN 'stated' ELSE 'carried forward' END AS basis,
    memberships.date AS told_for,
    support.citation,
    candidates.fact_id,
    candidates.member AS entity_id,
    candidates.organisation AS organisation_id,
    candidates.origin
FROM candidates
JOIN entities AS organisation ON organisation.entity_id = candidates.organisation
JOIN entities AS member ON member.entity_id = candidates.member
JOIN memberships ON memberships.fact_id = candidates.fact_id
JOIN fact_support AS support ON support.fact_id = candidates.fact_id
WHERE candidates.place = 1 AND candidates.origin = candidates.viewer;

CREATE VIEW v_sco_standing AS
SELECT entity, year, standing, is_founder, basis, told_for, citation, fact_id, entity_id, origin
FROM v_standing
WHERE organisation_id = (SELECT organisation FROM dataset WHERE name = origin);
