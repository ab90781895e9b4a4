-- Every fact is said in a sentence that is made in one place, from the pattern of its word: whose a forecast or
-- claim is stands in the sentence, verbs agree in number, and names, dates and numbers read as people write them.
-- The sentences are derived: the program fills them anew whenever it writes rows.
-- expect: drop constraint terms.CHECK kind_is_known

PRAGMA legacy_alter_table = ON;

CREATE TABLE entities_new (
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    in_text TEXT,
    number TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT entities_key PRIMARY KEY (entity_id),
    CONSTRAINT kind_is_known CHECK (kind IN (
        'state', 'aggregate', 'organisation', 'body', 'company', 'media', 'person', 'community',
        'armed_group', 'place', 'agreement', 'programme', 'project', 'forum', 'concept', 'product'
    )),
    CONSTRAINT number_is_known CHECK (number IN ('singular', 'plural'))
) STRICT;

INSERT INTO entities_new (entity_id, kind, name, note, origin)
SELECT entity_id, kind, name, note, origin
FROM entities
ORDER BY entity_id;

DROP TABLE entities;
ALTER TABLE entities_new RENAME TO entities;

CREATE TABLE terms_new (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    family TEXT,
    pattern TEXT,
    pattern_plural TEXT,
    pattern_expected TEXT,
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

INSERT INTO terms_new (term, kind, label, meaning, family, origin)
SELECT term, kind, label, meaning, family, origin
FROM terms
ORDER BY term;

DROP TABLE terms;
ALTER TABLE terms_new RENAME TO terms;

PRAGMA legacy_alter_table = OFF;

-- Each fact in a sentence. What is worked out never keeps a fact from being deleted.
CREATE TABLE fact_statements (
    fact_id TEXT NOT NULL,
    statement TEXT NOT NULL,
    CONSTRAINT fact_statements_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

DROP VIEW v_memberships;
DROP VIEW v_offices;
DROP VIEW v_relations;
DROP VIEW v_events;
DROP VIEW v_event_participants;
DROP VIEW v_event_variants;
DROP VIEW v_trade_figures;
DROP VIEW v_indicators;
DROP VIEW v_positions;
DROP VIEW v_terms;

-- Who belongs to what, and how.
CREATE VIEW v_memberships AS
SELECT
    memberships.fact_id,
    member.name AS member,
    memberships.member AS member_id,
    organisation.name AS organisation,
    memberships.organisation AS organisation_id,
    memberships.standing,
    memberships.date,
    memberships.date_basis,
    memberships.date_role,
    CASE WHEN substr(memberships.date_from, 1, 4) = substr(memberships.date_to, 1, 4) THEN CAST(substr(memberships.date_from, 1, 4) AS INTEGER) END AS year,
    memberships.date_from,
    memberships.date_to,
    said.statement,
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
FROM memberships
JOIN facts ON facts.fact_id = memberships.fact_id
JOIN fact_support AS support ON support.fact_id = memberships.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = memberships.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS member ON member.entity_id = memberships.member
JOIN entities AS organisation ON organisation.entity_id = memberships.organisation;

-- Who held which office, or worked where.
CREATE VIEW v_offices AS
SELECT
    offices.fact_id,
    person.name AS person,
    offices.person AS person_id,
    offices.office,
    organisation.name AS organisation,
    offices.organisation AS organisation_id,
    offices.date,
    offices.date_basis,
    offices.date_role,
    CASE WHEN substr(offices.date_from, 1, 4) = substr(offices.date_to, 1, 4) THEN CAST(substr(offices.date_from, 1, 4) AS INTEGER) END AS year,
    offices.date_from,
    offices.date_to,
    said.statement,
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
FROM offices
JOIN facts ON facts.fact_id = offices.fact_id
JOIN fact_support AS support ON support.fact_id = offices.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = offices.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS person ON person.entity_id = offices.person
LEFT JOIN entities AS organisation ON organisation.entity_id = offices.organisation;

-- Any other lasting link.
CREATE VIEW v_relations AS
SELECT
    relations.fact_id,
    subject.name AS subject,
    relations.subject AS subject_id,
    predicate.label AS predicate,
    relations.predicate AS predicate_id,
    object.name AS object,
    relations.object AS object_id,
    relations.date,
    relations.date_basis,
    relations.date_role,
    CASE WHEN substr(relations.date_from, 1, 4) = substr(relations.date_to, 1, 4) THEN CAST(substr(relations.date_from, 1, 4) AS INTEGER) END AS year,
    relations.date_from,
    relations.date_to,
    said.statement,
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
FROM relations
JOIN facts ON facts.fact_id = relations.fact_id
JOIN fact_support AS support ON support.fact_id = relations.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = relations.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS subject ON subject.entity_id = relations.subject
JOIN terms AS predicate ON predicate.term = relations.predicate
JOIN entities AS object ON object.entity_id = relations.object;

-- What happened, was announced or proposed, or is expected.
CREATE VIEW v_events AS
SELECT
    events.fact_id,
    events.kind,
    events.title,
    events.date,
    events.date_basis,
    CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END AS year,
    events.date_from,
    events.date_to,
    place.name AS place,
    events.place AS place_id,
    organisation.name AS organisation,
    events.organisation AS organisation_id,
    whole.title AS part_of,
    events.part_of AS part_of_id,
    events.summary,
    said.statement,
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
FROM events
JOIN facts ON facts.fact_id = events.fact_id
JOIN fact_support AS support ON support.fact_id = events.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = events.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
LEFT JOIN entities AS place ON place.entity_id = events.place
LEFT JOIN entities AS organisation ON organisation.entity_id = events.organisation
LEFT JOIN events AS whole ON whole.fact_id = events.part_of;

-- Who took part in an event, and as what.
CREATE VIEW v_event_participants AS
SELECT
    event_participants.fact_id,
    events.title AS event,
    event_participants.event AS event_id,
    events.kind AS event_kind,
    events.date AS event_date,
    events.date_basis,
    CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END AS year,
    events.date_from AS event_date_from,
    entity.name AS entity,
    event_participants.entity AS entity_id,
    event_participants.role,
    said.statement,
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
FROM event_participants
JOIN facts ON facts.fact_id = event_participants.fact_id
JOIN fact_support AS support ON support.fact_id = event_participants.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = event_participants.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN events ON events.fact_id = event_participants.event
JOIN entities AS entity ON entity.entity_id = event_participants.entity;

-- What another source says of the same event.
CREATE VIEW v_event_variants AS
SELECT
    event_variants.fact_id,
    events.title AS event,
    event_variants.event AS event_id,
    event_variants.property,
    CASE event_variants.property
        WHEN 'date' THEN events.date WHEN 'place' THEN place.name WHEN 'name' THEN events.title
    END AS elsewhere,
    coalesce(named_place.name, event_variants.value) AS value,
    CASE
        WHEN event_variants.date_from IS NULL AND event_variants.date_to IS NULL
        THEN CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END
        ELSE CASE WHEN substr(event_variants.date_from, 1, 4) = substr(event_variants.date_to, 1, 4) THEN CAST(substr(event_variants.date_from, 1, 4) AS INTEGER) END
    END AS year,
    said.statement,
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
FROM event_variants
JOIN facts ON facts.fact_id = event_variants.fact_id
JOIN fact_support AS support ON support.fact_id = event_variants.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = event_variants.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN events ON events.fact_id = event_variants.event
LEFT JOIN entities AS place ON place.entity_id = events.place
LEFT JOIN entities AS named_place
    ON named_place.entity_id = event_variants.value AND event_variants.property = 'place';

-- Numbers on trade. `value_usd` is as printed; `best_value_usd` is the consistent value where the printed one
-- cannot be.
CREATE VIEW v_trade_figures AS
SELECT
    trade_figures.fact_id,
    reporter.name AS reporter,
    trade_figures.reporter AS reporter_id,
    partner.name AS partner,
    trade_figures.partner AS partner_id,
    trade_figures.flow,
    commodity.label AS commodity,
    trade_figures.commodity AS commodity_id,
    trade_figures.period,
    trade_figures.base_period,
    trade_figures.date_basis,
    CASE WHEN substr(trade_figures.date_from, 1, 4) = substr(trade_figures.date_to, 1, 4) THEN CAST(substr(trade_figures.date_from, 1, 4) AS INTEGER) END AS year,
    trade_figures.date_from,
    trade_figures.date_to,
    trade_figures.measure,
    trade_figures.share_of,
    trade_figures.qualifier,
    trade_figures.value_as_printed,
    trade_figures.numerator,
    trade_figures.denominator,
    trade_figures.value,
    trade_figures.value_basis,
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
    trade_figures.reported_by AS reported_by_id,
    said.statement,
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
FROM trade_figures
JOIN facts ON facts.fact_id = trade_figures.fact_id
JOIN fact_support AS support ON support.fact_id = trade_figures.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = trade_figures.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS reporter ON reporter.entity_id = trade_figures.reporter
JOIN entities AS partner ON partner.entity_id = trade_figures.partner
JOIN terms AS commodity ON commodity.term = trade_figures.commodity
LEFT JOIN entities AS reported_by ON reported_by.entity_id = trade_figures.reported_by;

-- All other numbers. The number of several together is nobody's alone: it has no `subject_id`, and `subject_ids`
-- has all of them. A number without a period of its own has the year of its event.
CREATE VIEW v_indicators AS
SELECT
    indicators.fact_id,
    subject.name || coalesce(together.names, '') AS subject,
    CASE WHEN together.fact_id IS NULL THEN indicators.subject END AS subject_id,
    indicators.subject || coalesce(together.ids, '') AS subject_ids,
    indicator.label AS indicator,
    indicators.indicator AS indicator_id,
    indicator.family,
    counted.label AS counted,
    indicators.counted AS counted_id,
    among.name AS among,
    indicators.among AS among_id,
    about.name AS about,
    indicators.about AS about_id,
    events.title AS event,
    indicators.event AS event_id,
    indicators.period,
    indicators.base_period,
    indicators.date_basis,
    CASE
        WHEN indicators.period IS NULL
        THEN CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END
        ELSE CASE WHEN substr(indicators.date_from, 1, 4) = substr(indicators.date_to, 1, 4) THEN CAST(substr(indicators.date_from, 1, 4) AS INTEGER) END
    END AS year,
    indicators.date_from,
    indicators.date_to,
    indicators.qualifier,
    indicators.value_as_printed,
    indicators.numerator,
    indicators.denominator,
    indicators.value,
    indicators.value_basis,
    indicators.unit_mult,
    indicators.value_plain,
    unit.label AS unit,
    indicators.unit AS unit_id,
    said.statement,
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
FROM indicators
JOIN facts ON facts.fact_id = indicators.fact_id
JOIN fact_support AS support ON support.fact_id = indicators.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = indicators.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS subject ON subject.entity_id = indicators.subject
JOIN terms AS indicator ON indicator.term = indicators.indicator
JOIN terms AS unit ON unit.term = indicators.unit
LEFT JOIN entities AS about ON about.entity_id = indicators.about
LEFT JOIN terms AS counted ON counted.term = indicators.counted
LEFT JOIN entities AS among ON among.entity_id = indicators.among
LEFT JOIN events ON events.fact_id = indicators.event
LEFT JOIN (
    SELECT
        one.fact_id,
        (
            SELECT group_concat(' and ' || name, '')
            FROM (
                SELECT entities.name
                FROM indicator_together
                JOIN entities ON entities.entity_id = indicator_together.entity_id
                WHERE indicator_together.fact_id = one.fact_id
                ORDER BY indicator_together.position
            )
        ) AS names,
        (
            SELECT group_concat(';' || entity_id, '')
            FROM (
                SELECT indicator_together.entity_id
                FROM indicator_together
                WHERE indicator_together.fact_id = one.fact_id
                ORDER BY indicator_together.position
            )
        ) AS ids
    FROM indicator_together AS one
    WHERE one.position = 1
) AS together ON together.fact_id = indicators.fact_id;

-- Who holds or said what. A position without a date of its own has the year of the event where it was said.
CREATE VIEW v_positions AS
SELECT
    positions.fact_id,
    holder.name AS holder,
    positions.holder AS holder_id,
    topic.label AS topic,
    positions.topic AS topic_id,
    (
        SELECT group_concat(name, '; ')
        FROM (
            SELECT entities.name
            FROM position_about
            JOIN entities ON entities.entity_id = position_about.entity_id
            WHERE position_about.fact_id = positions.fact_id
            ORDER BY position_about.position
        )
    ) AS about,
    (
        SELECT group_concat(entity_id, ';')
        FROM (
            SELECT position_about.entity_id
            FROM position_about
            WHERE position_about.fact_id = positions.fact_id
            ORDER BY position_about.position
        )
    ) AS about_ids,
    events.title AS event,
    positions.event AS event_id,
    positions.date,
    positions.date_basis,
    CASE
        WHEN positions.date IS NULL
        THEN CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END
        ELSE CASE WHEN substr(positions.date_from, 1, 4) = substr(positions.date_to, 1, 4) THEN CAST(substr(positions.date_from, 1, 4) AS INTEGER) END
    END AS year,
    positions.date_from,
    positions.date_to,
    positions.summary,
    said.statement,
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
FROM positions
JOIN facts ON facts.fact_id = positions.fact_id
JOIN fact_support AS support ON support.fact_id = positions.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = positions.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS holder ON holder.entity_id = positions.holder
JOIN terms AS topic ON topic.term = positions.topic
LEFT JOIN events ON events.fact_id = positions.event;

-- The words that facts are said in, with what each means and a fact that shows it.
CREATE VIEW v_terms AS
WITH uses (term, origin, facts, example_id) AS (
    SELECT said.term, facts.origin, count(*), min(said.fact_id)
    FROM (
        SELECT predicate AS term, fact_id FROM relations
        UNION ALL SELECT indicator, fact_id FROM indicators
        UNION ALL SELECT unit, fact_id FROM indicators
        UNION ALL SELECT counted, fact_id FROM indicators WHERE counted IS NOT NULL
        UNION ALL SELECT commodity, fact_id FROM trade_figures
        UNION ALL SELECT topic, fact_id FROM positions
        UNION ALL SELECT 'standing-' || replace(standing, '_', '-'), fact_id FROM memberships
        UNION ALL SELECT 'role-' || role, fact_id FROM event_participants
        UNION ALL SELECT 'property-' || property, fact_id FROM event_variants
        UNION ALL SELECT 'measure-' || measure, fact_id FROM trade_figures
    ) AS said
    JOIN facts ON facts.fact_id = said.fact_id
    GROUP BY said.term, facts.origin
),
examples (fact_id, statement) AS MATERIALIZED (
    SELECT fact_id, statement FROM v_facts WHERE fact_id IN (SELECT example_id FROM uses)
)
SELECT
    terms.term,
    terms.kind,
    terms.label,
    terms.meaning,
    terms.family,
    coalesce(uses.facts, 0) AS facts,
    examples.statement AS example,
    uses.example_id,
    terms.origin
FROM terms
LEFT JOIN uses ON uses.term = terms.term AND uses.origin = terms.origin
LEFT JOIN examples ON examples.fact_id = uses.example_id;
