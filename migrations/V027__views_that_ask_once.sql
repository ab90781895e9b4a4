-- Two views asked the same thing again and again. What was expected reads the expected facts three times: worked out once,
-- that takes half the time, and with ten times the facts a tenth. Who belonged to what looked for the origins of its
-- facts anew for each of them: with ten times the facts that was a hundred times as much.

DROP VIEW v_expected;
DROP VIEW v_standing;

CREATE VIEW v_expected AS
WITH told (fact_id, expectation) AS MATERIALIZED (
    SELECT fact_id, expectation FROM expectations
),
seen (expectation, origin) AS (
    SELECT told.expectation, facts.origin
    FROM told
    JOIN facts ON facts.fact_id = told.fact_id
    UNION
    SELECT told.expectation, fact_links.origin
    FROM told
    JOIN fact_links ON fact_links.fact_id = told.fact_id AND fact_links.link <> 'corrects'
),
members (expectation, origin, fact_id, role, link, note) AS (
    SELECT expectation, origin, expectation, 'head', NULL, NULL FROM seen
    UNION ALL
    SELECT seen.expectation, seen.origin, told.fact_id, 'part', NULL, NULL
    FROM seen
    JOIN told ON told.expectation = seen.expectation AND told.fact_id <> seen.expectation
    JOIN facts ON facts.fact_id = told.fact_id
    WHERE facts.origin IN (seen.origin, (SELECT name FROM dataset WHERE name = origin))
    UNION ALL
    SELECT seen.expectation, seen.origin, fact_links.other_fact, 'outcome', fact_links.link, min(fact_links.note)
    FROM seen
    JOIN told ON told.expectation = seen.expectation
    JOIN fact_links ON fact_links.fact_id = told.fact_id AND fact_links.link <> 'corrects'
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
-- Listed once: SQLite would look for them anew for every row of the next table.
viewers (viewer) AS MATERIALIZED (
    SELECT DISTINCT origin FROM told
),
-- What each origin has before it: its own rows and those of the dataset.
seen (viewer, fact_id, organisation, member, standing, first_year, last_year, goes_on, weight, origin) AS MATERIALIZED (
    SELECT
        viewers.viewer, told.fact_id, told.organisation, told.member, told.standing, told.first_year, told.last_year,
        told.goes_on, told.weight, told.origin
    FROM viewers
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
    JOIN viewers ON facts.origin IN (viewers.viewer, (SELECT name FROM dataset WHERE name = origin))
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
