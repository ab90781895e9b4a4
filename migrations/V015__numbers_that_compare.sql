-- Numbers that compare. A fraction keeps its numerator and denominator, and the per cent that they make is
-- marked as worked out; what is counted, among whom, with whom together and of which event are columns of
-- their own; an indicator belongs to a family, so that shares, sums of money or counts group. What is
-- counted is a term, and an id that is retired may be a term's.
-- expect: drop constraint terms.CHECK kind_is_known
-- expect: drop constraint retired_ids.CHECK kind_is_known

-- These views stand on the tables that are rebuilt, or on one another.
DROP VIEW printed_intervals;
DROP VIEW unnamed_entities;
DROP VIEW v_conflicts;
DROP VIEW v_expected;
DROP VIEW v_facts;
DROP VIEW v_indicators;
DROP VIEW v_terms;
DROP VIEW v_trade_figures;

ALTER TABLE retired_ids DROP CONSTRAINT kind_is_known;
ALTER TABLE retired_ids ADD CONSTRAINT kind_is_known
    CHECK (kind IN ('fact', 'entity', 'citation', 'source', 'term'));

PRAGMA legacy_alter_table = ON;

CREATE TABLE terms_new (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    family TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT terms_key PRIMARY KEY (term),
    CONSTRAINT kind_is_known
        CHECK (kind IN ('predicate', 'indicator', 'unit', 'commodity', 'topic', 'counted')),
    CONSTRAINT family_is_known
        CHECK (family IN ('share', 'number', 'money', 'time', 'size', 'score', 'rank', 'growth')),
    CONSTRAINT an_indicator_has_a_family CHECK (family IS NULL OR kind = 'indicator')
) STRICT;

INSERT INTO terms_new (term, kind, label, meaning, origin)
SELECT term, kind, label, meaning, origin
FROM terms
ORDER BY term;

DROP TABLE terms;
ALTER TABLE terms_new RENAME TO terms;

CREATE TABLE trade_figures_new (
    fact_id TEXT NOT NULL,
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL,
    commodity TEXT NOT NULL,
    period TEXT NOT NULL,
    base_period TEXT,
    date_basis TEXT,
    measure TEXT NOT NULL,
    share_of TEXT,
    value_as_printed TEXT NOT NULL,
    numerator INTEGER,
    denominator INTEGER,
    value REAL NOT NULL,
    value_basis TEXT NOT NULL,
    unit_mult INTEGER NOT NULL,
    currency TEXT,
    qualifier TEXT NOT NULL,
    value_usd REAL,
    corrected_value REAL,
    corrected_min REAL,
    corrected_max REAL,
    corrected_value_usd REAL,
    correction_reason TEXT,
    reported_by TEXT,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT trade_figures_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reporter_is_an_entity FOREIGN KEY (reporter) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT partner_is_an_entity FOREIGN KEY (partner) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT commodity_is_a_term FOREIGN KEY (commodity) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reported_by_is_an_entity FOREIGN KEY (reported_by) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT flow_is_known CHECK (flow IN ('export', 'import', 'total')),
    CONSTRAINT measure_is_known CHECK (measure IN ('value', 'share', 'growth', 'multiple', 'rank')),
    CONSTRAINT a_share_says_of_what CHECK ((measure = 'share') = (share_of IS NOT NULL)),
    CONSTRAINT share_of_is_known CHECK (share_of IN (
        'reporter_total', 'partner_total', 'flow_with_partner'
    )),
    CONSTRAINT a_change_has_a_base
        CHECK (measure NOT IN ('growth', 'multiple') OR base_period IS NOT NULL),
    CONSTRAINT only_a_value_has_a_currency CHECK ((measure = 'value') = (currency IS NOT NULL)),
    CONSTRAINT currency_is_iso_4217 CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    CONSTRAINT qualifier_is_known CHECK (qualifier IN (
        'exact', 'about', 'almost', 'more_than', 'at_least', 'less_than', 'up_to'
    )),
    CONSTRAINT a_correction_has_a_reason
        CHECK (corrected_value IS NULL OR correction_reason IS NOT NULL),
    CONSTRAINT a_correction_lies_in_its_bounds
        CHECK (corrected_min <= corrected_value AND corrected_value <= corrected_max),
    CONSTRAINT value_basis_is_known CHECK (value_basis IN ('printed', 'worked_out')),
    CONSTRAINT a_fraction_has_two_parts CHECK ((numerator IS NULL) = (denominator IS NULL)),
    CONSTRAINT a_fraction_is_worked_out CHECK ((numerator IS NULL) = (value_basis = 'printed')),
    CONSTRAINT a_fraction_is_a_share CHECK (numerator IS NULL OR measure = 'share'),
    CONSTRAINT a_fraction_is_a_part CHECK (0 <= numerator AND numerator <= denominator AND denominator > 0),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((period IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

INSERT INTO trade_figures_new (
    fact_id, reporter, partner, flow, commodity, period, base_period, date_basis, measure, share_of,
    value_as_printed, value, value_basis, unit_mult, currency, qualifier, value_usd, corrected_value,
    corrected_min, corrected_max, corrected_value_usd, correction_reason, reported_by, date_from, date_to,
    date_precision, origin
)
SELECT
    fact_id, reporter, partner, flow, commodity, period, base_period, date_basis, measure, share_of,
    value_as_printed, value, 'printed', unit_mult, currency, qualifier, value_usd, corrected_value,
    corrected_min, corrected_max, corrected_value_usd, correction_reason, reported_by, date_from, date_to,
    date_precision, origin
FROM trade_figures
ORDER BY fact_id;

DROP TABLE trade_figures;
ALTER TABLE trade_figures_new RENAME TO trade_figures;
CREATE INDEX trade_figures_by_pair ON trade_figures (reporter, partner, date_from);
CREATE INDEX trade_figures_by_partner ON trade_figures (partner, date_from);

CREATE TABLE indicators_new (
    fact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    indicator TEXT NOT NULL,
    counted TEXT,
    among TEXT,
    about TEXT,
    event TEXT,
    period TEXT,
    base_period TEXT,
    date_basis TEXT,
    value_as_printed TEXT NOT NULL,
    numerator INTEGER,
    denominator INTEGER,
    value REAL NOT NULL,
    value_basis TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_mult INTEGER NOT NULL,
    qualifier TEXT NOT NULL,
    value_plain REAL NOT NULL,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT indicators_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT subject_is_an_entity FOREIGN KEY (subject) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT indicator_is_a_term FOREIGN KEY (indicator) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT counted_is_a_term FOREIGN KEY (counted) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT among_is_an_entity FOREIGN KEY (among) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT event_is_a_fact FOREIGN KEY (event) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT about_is_an_entity FOREIGN KEY (about) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT unit_is_a_term FOREIGN KEY (unit) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT qualifier_is_known CHECK (qualifier IN (
        'exact', 'about', 'almost', 'more_than', 'at_least', 'less_than', 'up_to'
    )),
    CONSTRAINT value_basis_is_known CHECK (value_basis IN ('printed', 'worked_out')),
    CONSTRAINT a_fraction_has_two_parts CHECK ((numerator IS NULL) = (denominator IS NULL)),
    CONSTRAINT a_fraction_is_worked_out CHECK ((numerator IS NULL) = (value_basis = 'printed')),
    CONSTRAINT a_fraction_is_a_part CHECK (0 <= numerator AND numerator <= denominator AND denominator > 0),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((period IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

INSERT INTO indicators_new (
    fact_id, subject, indicator, about, period, base_period, date_basis, value_as_printed, value, value_basis,
    unit, unit_mult, qualifier, value_plain, date_from, date_to, date_precision, origin
)
SELECT
    fact_id, subject, indicator, about, period, base_period, date_basis, value_as_printed, value, 'printed',
    unit, unit_mult, qualifier, value_plain, date_from, date_to, date_precision, origin
FROM indicators
ORDER BY fact_id;

DROP TABLE indicators;
ALTER TABLE indicators_new RENAME TO indicators;
CREATE INDEX indicators_by_about ON indicators (about) WHERE about IS NOT NULL;
CREATE INDEX indicators_by_indicator ON indicators (indicator);
CREATE INDEX indicators_by_subject ON indicators (subject, indicator, date_from);
CREATE INDEX indicators_by_among ON indicators (among) WHERE among IS NOT NULL;
CREATE INDEX indicators_by_event ON indicators (event) WHERE event IS NOT NULL;

-- Whose number it is besides the subject, where it is one number of several together.
CREATE TABLE indicator_together (
    fact_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT indicator_together_key PRIMARY KEY (fact_id, entity_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT position_counts_from_one CHECK (position >= 1)
) STRICT;
CREATE INDEX indicator_together_by_entity ON indicator_together (entity_id);

PRAGMA legacy_alter_table = OFF;

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
    reporter.name || ', ' || trade_figures.flow
        || CASE trade_figures.flow WHEN 'export' THEN ' to ' WHEN 'import' THEN ' from ' ELSE ' trade with ' END
        || partner.name || ', ' || commodity.label || ', ' || trade_figures.period || ': '
        || CASE trade_figures.qualifier WHEN 'exact' THEN '' ELSE replace(trade_figures.qualifier, '_', ' ') || ' ' END
        || CASE
            WHEN trade_figures.value_basis = 'worked_out'
            THEN trade_figures.numerator || '/' || trade_figures.denominator
                || ', or ' || printf('%.4g', trade_figures.value)
            WHEN trade_figures.measure = 'multiple' THEN printf('%.15g', trade_figures.value)
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
    trim(subject.name || coalesce(together.names, '') || ', '
        || CASE
            WHEN counted.label IS NULL THEN indicator.label
            WHEN indicator.family = 'number' THEN 'number of ' || counted.label
            WHEN indicator.family IN ('share', 'growth') THEN indicator.label || ' of ' || counted.label
            ELSE indicator.label || ' (' || counted.label || ')'
        END
        || coalesce(CASE indicator.family WHEN 'share' THEN ' in ' ELSE ' among ' END || among.name, '')
        || coalesce(', concerning ' || about.name, '')
        || coalesce(', ' || indicators.period, '') || ': '
        || CASE indicators.qualifier WHEN 'exact' THEN '' ELSE replace(indicators.qualifier, '_', ' ') || ' ' END
        || CASE
            WHEN indicators.value_basis = 'worked_out'
            THEN indicators.numerator || '/' || indicators.denominator
                || ', or ' || printf('%.4g', indicators.value_plain) || ' '
            WHEN indicators.unit_mult IN (0, 3, 6, 9, 12) THEN indicators.value_as_printed
                || CASE indicators.unit_mult
                    WHEN 12 THEN ' trillion ' WHEN 9 THEN ' billion ' WHEN 6 THEN ' million ' WHEN 3 THEN ' thousand '
                    ELSE ' '
                END
            ELSE printf('%.15g', indicators.value_plain) || ' '
        END
        || CASE indicators.unit WHEN 'count' THEN '' ELSE unit.label END) AS statement,
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

-- Everything on one line each, whatever its kind.
CREATE VIEW v_facts AS
SELECT fact_id, 'memberships' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_memberships
UNION ALL
SELECT fact_id, 'offices' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_offices
UNION ALL
SELECT fact_id, 'relations' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_relations
UNION ALL
SELECT fact_id, 'events' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_events
UNION ALL
SELECT fact_id, 'event_participants' AS kind, statement, year, event_date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_event_participants
UNION ALL
SELECT fact_id, 'event_variants' AS kind, statement, year, NULL AS date, NULL AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_event_variants
UNION ALL
SELECT fact_id, 'trade_figures' AS kind, statement, year, period AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_trade_figures
UNION ALL
SELECT fact_id, 'indicators' AS kind, statement, year, period AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_indicators
UNION ALL
SELECT fact_id, 'positions' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_positions;

-- The least and the greatest number that a printed figure may stand for, in plain units: half a unit of
-- its last printed digit either way; wider for about, almost, more than and the like.
CREATE VIEW printed_intervals AS
WITH figures (fact_id, question, printed, number, basis, unit_mult, qualifier) AS (
    SELECT
        fact_id,
        reporter || '|' || partner || '|' || flow || '|' || commodity || '|' || measure || '|' || ifnull(currency, ''),
        value_as_printed, value, value_basis, unit_mult, qualifier
    FROM trade_figures
    UNION ALL
    SELECT
        fact_id,
        subject || '|' || indicator || '|' || ifnull(counted, '') || '|' || ifnull(among, '') || '|' || unit,
        value_as_printed, value, value_basis, unit_mult, qualifier
    FROM indicators
),
halves (fact_id, question, scale, number, half, qualifier) AS (
    SELECT
        fact_id,
        question,
        pow10.factor,
        number,
        CASE
            -- A number in words is as exact as it reads, and so is a fraction.
            WHEN printed NOT GLOB '*[0-9]*' OR basis = 'worked_out' THEN 0
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

-- Pairs of facts that answer the same question and cannot both be true. Left out are an expectation and what
-- became of it, dates of which one contains the other, numbers that round to each other, and a blank in a
-- table. Positions, offices, relations, events without a date and facts of different kinds are compared by
-- the curators who group them.
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
        CASE WHEN one.origin = (SELECT name FROM dataset) THEN two.origin ELSE one.origin END
    FROM answers AS one
    JOIN answers AS two ON two.claim_group = one.claim_group AND one.fact_id < two.fact_id
    WHERE NOT EXISTS (
        SELECT 1 FROM fact_links
        WHERE fact_links.link <> 'corrects'
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

-- What was forecast, planned or promised, once each with its parts, beside what documents say became of it. An
-- outcome "not by" a certain time is only told while nothing later is known.
CREATE VIEW v_expected AS
WITH members (expectation, fact_id, role, link, note) AS (
    SELECT expectation, expectation, 'head', NULL, NULL FROM expectations GROUP BY expectation
    UNION ALL
    SELECT expectation, fact_id, 'part', NULL, NULL FROM expectations WHERE fact_id <> expectation
    UNION ALL
    SELECT expectations.expectation, fact_links.other_fact, 'outcome', fact_links.link, min(fact_links.note)
    FROM expectations
    JOIN fact_links ON fact_links.fact_id = expectations.fact_id AND fact_links.link <> 'corrects'
    GROUP BY expectations.expectation, fact_links.link, fact_links.other_fact
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
        max(CASE role WHEN 'head' THEN origin END) AS origin,
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
            said.origin
        FROM members
        JOIN v_facts AS said ON said.fact_id = members.fact_id
        ORDER BY members.expectation, members.role, CASE members.role WHEN 'outcome' THEN said.source_year END, said.fact_id
    )
    GROUP BY expectation
);

-- The entities that no fact names: states that are there for their codes.
CREATE VIEW unnamed_entities AS
SELECT entity_id
FROM entities
WHERE entity_id NOT IN (
    SELECT member FROM memberships WHERE member IS NOT NULL
    UNION ALL SELECT organisation FROM memberships WHERE organisation IS NOT NULL
    UNION ALL SELECT person FROM offices WHERE person IS NOT NULL
    UNION ALL SELECT organisation FROM offices WHERE organisation IS NOT NULL
    UNION ALL SELECT subject FROM relations WHERE subject IS NOT NULL
    UNION ALL SELECT object FROM relations WHERE object IS NOT NULL
    UNION ALL SELECT place FROM events WHERE place IS NOT NULL
    UNION ALL SELECT organisation FROM events WHERE organisation IS NOT NULL
    UNION ALL SELECT entity FROM event_participants WHERE entity IS NOT NULL
    UNION ALL SELECT reporter FROM trade_figures WHERE reporter IS NOT NULL
    UNION ALL SELECT partner FROM trade_figures WHERE partner IS NOT NULL
    UNION ALL SELECT reported_by FROM trade_figures WHERE reported_by IS NOT NULL
    UNION ALL SELECT subject FROM indicators WHERE subject IS NOT NULL
    UNION ALL SELECT about FROM indicators WHERE about IS NOT NULL
    UNION ALL SELECT among FROM indicators WHERE among IS NOT NULL
    UNION ALL SELECT entity_id FROM indicator_together WHERE entity_id IS NOT NULL
    UNION ALL SELECT holder FROM positions WHERE holder IS NOT NULL
    UNION ALL SELECT entity_id FROM position_about WHERE entity_id IS NOT NULL
    UNION ALL SELECT attributed_to FROM facts WHERE attributed_to IS NOT NULL
    UNION ALL SELECT value FROM event_variants WHERE property = 'place'
);

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
