-- What is over is told in the past, and a standing is not carried beyond the end of its organisation.

PRAGMA legacy_alter_table = ON;

-- Of a standing or predicate, the sentence of a time that is over, in both numbers. The table is made anew because
-- these columns stand before the origin, like the other patterns.
CREATE TABLE terms_new (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    family TEXT,
    pattern TEXT,
    pattern_plural TEXT,
    pattern_expected TEXT,
    pattern_past TEXT,
    pattern_past_plural TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT terms_key PRIMARY KEY (term),
    CONSTRAINT kind_is_known CHECK (kind IN (
        'predicate', 'indicator', 'unit', 'commodity', 'topic', 'counted',
        'standing', 'role', 'property', 'measure'
    )),
    CONSTRAINT family_is_known
        CHECK (family IN ('share', 'number', 'money', 'time', 'size', 'score', 'rank', 'growth')),
    CONSTRAINT an_indicator_has_a_family CHECK (family IS NULL OR kind = 'indicator')
) STRICT;

INSERT INTO terms_new (
    term, kind, label, meaning, family, pattern, pattern_plural, pattern_expected, origin
)
SELECT term, kind, label, meaning, family, pattern, pattern_plural, pattern_expected, origin
FROM terms
ORDER BY term;

DROP TABLE terms;
ALTER TABLE terms_new RENAME TO terms;

PRAGMA legacy_alter_table = OFF;

DROP VIEW v_sco_standing;
DROP VIEW v_standing;

-- How each entity stood in each organisation, year by year, from the organisation's first year that a document
-- states to the last year of any document: as stated for that year, or carried forward from the latest year
-- that one states. What is told of a time that has ended is not carried beyond it, nor into the year in which the
-- organisation ended or gave way to another; what a document states for such a year stands. Forecasts, deprecated
-- facts and blanks in tables are left out.
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
-- The year in which an organisation ended, the earliest where documents differ or leave it open.
ends (organisation, year) AS MATERIALIZED (
    SELECT ended.organisation, min(CAST(substr(ended.day, 1, 4) AS INTEGER))
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
    WHERE ended.day IS NOT NULL AND facts.status <> 'expected' AND facts.rank <> 'deprecated'
    GROUP BY ended.organisation
),
bounds (organisation, first_year, last_year) AS (
    SELECT
        organisation,
        min(first_year),
        max(
            max(last_year),
            coalesce((SELECT CAST(substr(max(issued_to), 1, 4) AS INTEGER) FROM sources WHERE tier <> 'cited'), 0)
        )
    FROM told
    GROUP BY organisation
),
years (organisation, year, last_year, has_ended) AS (
    SELECT bounds.organisation, bounds.first_year, bounds.last_year, bounds.first_year >= ends.year
    FROM bounds
    LEFT JOIN ends ON ends.organisation = bounds.organisation
    UNION ALL
    SELECT years.organisation, years.year + 1, years.last_year, years.year + 1 >= ends.year
    FROM years
    LEFT JOIN ends ON ends.organisation = years.organisation
    WHERE years.year < years.last_year
),
candidates (organisation, member, year, fact_id, standing, is_stated, is_founder, place, origin) AS (
    SELECT
        told.organisation,
        told.member,
        years.year,
        told.fact_id,
        told.standing,
        years.year <= told.last_year,
        max(told.standing = 'founding_member') OVER (PARTITION BY told.organisation, told.member),
        row_number() OVER (
            PARTITION BY told.organisation, told.member, years.year
            -- What is stated for the year itself, then what was told latest; a tie goes to the
            -- preferred fact, then to the one that says founding member, then to the first id.
            ORDER BY years.year <= told.last_year DESC, told.last_year DESC, told.weight DESC, told.fact_id
        ),
        told.origin
    FROM told
    JOIN years ON years.organisation = told.organisation AND years.year >= told.first_year
        AND (years.year <= told.last_year OR (told.goes_on AND coalesce(years.has_ended, 0) = 0))
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
WHERE candidates.place = 1;

-- The same for the organisation in the middle of the dataset.
CREATE VIEW v_sco_standing AS
SELECT entity, year, standing, is_founder, basis, told_for, citation, fact_id, entity_id, origin
FROM v_standing
WHERE organisation_id = (SELECT organisation FROM dataset);
