-- The official trade statistics with names, and each trade figure that a document states beside the official series
-- that fit it. A search for a pair of states goes through the key of trade_flows, dataset by dataset.

DROP VIEW printed_intervals;
DROP VIEW start_here;

-- The least and the greatest number that a printed figure may stand for, in plain units: half a unit of
-- its last printed digit either way; wider for about, almost, more than and the like. They are worked out as whole
-- numbers of tenths of that unit, so that 10.95 is the least of 11.0 and no float beside it.
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
printed (fact_id, question, number, places, unit_mult, qualifier) AS (
    SELECT
        fact_id,
        question,
        number,
        CASE
            -- A number in words is as exact as it reads, and so is a fraction.
            WHEN printed NOT GLOB '*[0-9]*' OR basis = 'worked_out' THEN NULL
            WHEN instr(printed, '.') = 0 THEN 0
            ELSE length(printed) - instr(printed, '.')
        END,
        unit_mult,
        qualifier
    FROM figures
),
counted (fact_id, question, number, units, power, slack, qualifier) AS (
    SELECT
        fact_id,
        question,
        number * CAST('1e' || unit_mult AS REAL),
        CAST(round(number * CAST('1e' || places AS REAL)) AS INTEGER),
        'e' || (unit_mult - places - 1),
        qualifier IN ('about', 'almost'),
        qualifier
    FROM printed
)
SELECT
    fact_id,
    question,
    CASE
        WHEN qualifier IN ('less_than', 'up_to') THEN NULL
        WHEN units IS NULL THEN number - 0.1 * slack * abs(number)
        ELSE CAST((10 * units - 5 - slack * abs(units)) || power AS REAL)
    END AS least,
    CASE
        WHEN qualifier IN ('more_than', 'at_least') THEN NULL
        WHEN units IS NULL THEN number + 0.1 * (qualifier = 'about') * abs(number)
        ELSE CAST((10 * units + 5 + (qualifier = 'about') * abs(units)) || power AS REAL)
    END AS greatest
FROM counted;

-- Official trade statistics with names. The joins are crossed, which SQLite does in the order in which they stand: the
-- short lists of areas and datasets first, so that a search by the id or the name of a state goes through the key of
-- trade_flows, which begins with dataset, reporter and partner.
CREATE VIEW v_trade_flows AS
SELECT
    trade_flows.dataset,
    trade_datasets.title AS dataset_title,
    reporter.name AS reporter,
    trade_flows.reporter AS reporter_id,
    partner.name AS partner,
    trade_flows.partner AS partner_id,
    trade_flows.flow,
    CASE trade_flows.flow
        WHEN 'M' THEN 'imports'
        WHEN 'X' THEN 'exports'
        WHEN 'RM' THEN 're-imports'
        WHEN 'RX' THEN 're-exports'
        WHEN 'DX' THEN 'domestic exports'
        WHEN 'FM' THEN 'foreign imports'
        WHEN 'MIP' THEN 'imports for inward processing'
        WHEN 'MOP' THEN 'imports after outward processing'
        WHEN 'XIP' THEN 'exports after inward processing'
        ELSE 'exports for outward processing'
    END AS flow_name,
    trade_flows.valuation,
    trade_flows.classification,
    CASE trade_flows.classification
        WHEN 'none' THEN 'no list: all goods are one'
        WHEN 'HS' THEN 'Harmonized System, in the edition that was reported'
        WHEN 'H0' THEN 'Harmonized System of 1988 and 1992'
        WHEN 'H1' THEN 'Harmonized System of 1996'
        WHEN 'H2' THEN 'Harmonized System of 2002'
        WHEN 'H3' THEN 'Harmonized System of 2007'
        WHEN 'H4' THEN 'Harmonized System of 2012'
        WHEN 'H5' THEN 'Harmonized System of 2017'
        WHEN 'H6' THEN 'Harmonized System of 2022'
        WHEN 'S1' THEN 'Standard International Trade Classification, first revision'
        WHEN 'S2' THEN 'Standard International Trade Classification, second revision'
        WHEN 'S3' THEN 'Standard International Trade Classification, third revision'
        WHEN 'S4' THEN 'Standard International Trade Classification, fourth revision'
        WHEN 'B4' THEN 'Broad Economic Categories, fourth revision'
        WHEN 'B5' THEN 'Broad Economic Categories, fifth revision'
    END AS classification_name,
    trade_flows.commodity,
    CASE trade_flows.commodity WHEN 'TOTAL' THEN 'all goods' END AS commodity_name,
    trade_flows.frequency,
    trade_flows.period,
    CAST(substr(trade_flows.period, 1, 4) AS INTEGER) AS year,
    trade_flows.is_total,
    trade_flows.value,
    trade_flows.value_exact,
    trade_datasets.currency,
    trade_flows.quantity,
    trade_flows.quantity_exact,
    trade_flows.quantity_unit,
    trade_flows.value_equals,
    imports.file_name,
    imports.imported_at,
    trade_flows.import_id
FROM trade_areas AS reporters
CROSS JOIN entities AS reporter ON reporter.entity_id = reporters.area
CROSS JOIN trade_areas AS partners
CROSS JOIN entities AS partner ON partner.entity_id = partners.area
CROSS JOIN trade_datasets
CROSS JOIN trade_flows ON trade_flows.dataset = trade_datasets.dataset
    AND trade_flows.reporter = reporters.area
    AND trade_flows.partner = partners.area
CROSS JOIN imports ON imports.import_id = trade_flows.import_id;

-- The trade figures that documents state, as amounts of money in months, and for each that cannot be compared with
-- statistics, why. The printed number counts, and not the consistent one that a curator gives beside it.
CREATE VIEW cited_trade AS
SELECT
    trade_figures.fact_id,
    trade_figures.origin,
    trade_figures.reporter,
    trade_figures.partner,
    trade_figures.flow,
    trade_figures.period,
    -- Of dollars the program has worked it out. Of others the decimal point is moved in the text of the number, so
    -- that no product is rounded, unless the text has an exponent already.
    coalesce(trade_figures.value_usd, CASE
        WHEN trade_figures.measure <> 'value' THEN NULL
        WHEN instr(printf('%.15g', trade_figures.value), 'e')
        THEN trade_figures.value * CAST('1e' || trade_figures.unit_mult AS REAL)
        ELSE CAST(printf('%.15g', trade_figures.value) || 'e' || trade_figures.unit_mult AS REAL)
    END) AS amount,
    CASE trade_figures.measure WHEN 'value' THEN printed_intervals.least END AS least,
    CASE trade_figures.measure WHEN 'value' THEN printed_intervals.greatest END AS greatest,
    coalesce(trade_figures.corrected_value_usd, CASE
        WHEN trade_figures.measure <> 'value' OR trade_figures.corrected_value IS NULL THEN NULL
        WHEN instr(printf('%.15g', trade_figures.corrected_value), 'e')
        THEN trade_figures.corrected_value * CAST('1e' || trade_figures.unit_mult AS REAL)
        ELSE CAST(printf('%.15g', trade_figures.corrected_value) || 'e' || trade_figures.unit_mult AS REAL)
    END) AS corrected,
    trade_figures.currency,
    CAST(substr(trade_figures.date_from, 1, 4) AS INTEGER) * 12 + CAST(substr(trade_figures.date_from, 6, 2) AS INTEGER) - 1
        AS first_month,
    CAST(substr(trade_figures.date_to, 1, 4) AS INTEGER) * 12 + CAST(substr(trade_figures.date_to, 6, 2) AS INTEGER) - 1
        AS last_month,
    CASE
        WHEN trade_figures.measure = 'growth' THEN 'it is a growth rate and no amount of money'
        WHEN trade_figures.measure = 'multiple' THEN 'it is a multiple of an earlier value and no amount of money'
        WHEN trade_figures.measure <> 'value' THEN 'it is a ' || trade_figures.measure || ' and no amount of money'
        WHEN trade_figures.commodity <> 'total'
        THEN 'it is on ' || commodity.label || ', and only totals of all goods are compared'
        WHEN trade_figures.date_precision NOT IN ('day', 'month', 'year') OR trade_figures.period GLOB '*X*'
            OR substr(trade_figures.date_from, 9) <> '01' OR substr(date(trade_figures.date_to, '+1 day'), 9) <> '01'
        THEN 'its period, ' || trade_figures.period || ', is not made of whole months or years'
        WHEN trade_figures.reporter = trade_figures.partner OR EXISTS (
            -- The groups of the one side and of the other, each with itself as a member, have a member in common.
            SELECT 1
            FROM entities AS shared
            WHERE (
                shared.entity_id = trade_figures.reporter OR shared.entity_id IN (
                    SELECT member FROM entity_members
                    WHERE entity_id = trade_figures.reporter AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), trade_figures.origin)
                )
            ) AND (
                shared.entity_id = trade_figures.partner OR shared.entity_id IN (
                    SELECT member FROM entity_members
                    WHERE entity_id = trade_figures.partner AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), trade_figures.origin)
                )
            )
        )
        THEN 'it is on trade within a group, and not between two sides'
    END AS obstacle
FROM trade_figures
JOIN terms AS commodity ON commodity.term = trade_figures.commodity
LEFT JOIN printed_intervals ON printed_intervals.fact_id = trade_figures.fact_id;

-- Each trade figure of a document beside every official series that fits it, one row each; a figure that none fits has
-- one row that says why. What is looked up goes through the key of trade_flows, one step for each series. No step
-- below is asked by more than three others: SQLite copies the text of a step for each that asks it.
CREATE VIEW v_trade_check AS
WITH RECURSIVE cited AS MATERIALIZED (
    SELECT fact_id, origin, reporter, partner, flow, amount, least, greatest, corrected, currency, first_month, last_month, obstacle
    FROM cited_trade
),
-- A group is looked for as the one area that it may be in the statistics, and as its members. The form says which of
-- the two sides is taken in parts.
forms (form, of_reporter, of_partner) AS (
    VALUES (0, 0, 0), (1, 0, 1), (2, 1, 0), (3, 1, 1)
),
-- What would fit: flows of the reporter, or, as in a mirror, the opposite flows of the partner.
directions (cited_flow, is_mirror, flow) AS (
    VALUES
    ('export', 0, 'X'), ('import', 0, 'M'), ('total', 0, 'X'), ('total', 0, 'M'),
    ('export', 1, 'M'), ('import', 1, 'X'), ('total', 1, 'X'), ('total', 1, 'M')
),
wanted (fact_id, first_month, last_month, form, is_mirror, flow, reporter, partner, flows) AS MATERIALIZED (
    SELECT
        cited.fact_id,
        cited.first_month,
        cited.last_month,
        forms.form,
        directions.is_mirror,
        directions.flow,
        CASE directions.is_mirror WHEN 0 THEN coalesce(reporters.member, cited.reporter) ELSE coalesce(partners.member, cited.partner) END,
        CASE directions.is_mirror WHEN 0 THEN coalesce(partners.member, cited.partner) ELSE coalesce(reporters.member, cited.reporter) END,
        count(*) OVER (PARTITION BY cited.fact_id, forms.form, directions.is_mirror)
    FROM cited
    CROSS JOIN forms
    CROSS JOIN directions ON directions.cited_flow = cited.flow
    LEFT JOIN entity_members AS reporters ON forms.of_reporter AND reporters.entity_id = cited.reporter
        AND reporters.origin IN ((SELECT name FROM dataset WHERE name = origin), cited.origin)
    LEFT JOIN entity_members AS partners ON forms.of_partner AND partners.entity_id = cited.partner
        AND partners.origin IN ((SELECT name FROM dataset WHERE name = origin), cited.origin)
    WHERE cited.obstacle IS NULL
        AND (reporters.member IS NOT NULL) = forms.of_reporter AND (partners.member IS NOT NULL) = forms.of_partner
),
-- The valuations and lists of commodities of each flow of each pair, from one to the next in the key.
lists (fact_id, first_month, last_month, form, is_mirror, flow, reporter, partner, flows, dataset, step, row) AS (
    SELECT
        wanted.fact_id, wanted.first_month, wanted.last_month, wanted.form, wanted.is_mirror, wanted.flow, wanted.reporter,
        wanted.partner, wanted.flows, trade_datasets.dataset, 1,
        (
            SELECT first.rowid
            FROM trade_flows AS first
            WHERE first.dataset = trade_datasets.dataset AND first.reporter = wanted.reporter
                AND first.partner = wanted.partner AND first.flow = wanted.flow
            ORDER BY first.valuation, first.classification
            LIMIT 1
        )
    FROM wanted
    CROSS JOIN trade_datasets
    UNION ALL
    SELECT
        lists.fact_id, lists.first_month, lists.last_month, lists.form, lists.is_mirror, lists.flow, lists.reporter,
        lists.partner, lists.flows, lists.dataset, lists.step + 1,
        -- Two questions, since SQLite would use only the first column of a comparison of rows.
        coalesce((
            SELECT next.rowid
            FROM trade_flows AS next
            WHERE next.dataset = lists.dataset AND next.reporter = lists.reporter
                AND next.partner = lists.partner AND next.flow = lists.flow
                AND next.valuation = held.valuation AND next.classification > held.classification
            ORDER BY next.classification
            LIMIT 1
        ), (
            SELECT next.rowid
            FROM trade_flows AS next
            WHERE next.dataset = lists.dataset AND next.reporter = lists.reporter
                AND next.partner = lists.partner AND next.flow = lists.flow AND next.valuation > held.valuation
            ORDER BY next.valuation, next.classification
            LIMIT 1
        ))
    FROM lists
    CROSS JOIN trade_flows AS held ON held.rowid = lists.row
),
-- The periods of each frequency that make up the period of a figure, as trade_flows writes them; their number is absent
-- where they are no whole ones.
spans (
    fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
    first_period, last_period, periods
) AS (
    SELECT
        lists.fact_id, lists.form, lists.is_mirror, lists.flow, lists.reporter, lists.partner, lists.flows, lists.dataset,
        held.valuation, held.classification, frequencies.frequency,
        CASE frequencies.frequency
            WHEN 'A' THEN printf('%04d', lists.first_month / 12)
            WHEN 'Q' THEN printf('%04dQ%d', lists.first_month / 12, lists.first_month % 12 / 3 + 1)
            ELSE printf('%04d%02d', lists.first_month / 12, lists.first_month % 12 + 1)
        END,
        CASE frequencies.frequency
            WHEN 'A' THEN printf('%04d', lists.last_month / 12)
            WHEN 'Q' THEN printf('%04dQ%d', lists.last_month / 12, lists.last_month % 12 / 3 + 1)
            ELSE printf('%04d%02d', lists.last_month / 12, lists.last_month % 12 + 1)
        END,
        CASE
            WHEN lists.first_month % frequencies.months = 0 AND (lists.last_month + 1) % frequencies.months = 0
            THEN (lists.last_month + 1 - lists.first_month) / frequencies.months
        END
    FROM lists
    CROSS JOIN (SELECT 'A' AS frequency, 12 AS months UNION ALL SELECT 'Q', 3 UNION ALL SELECT 'M', 1) AS frequencies
    LEFT JOIN trade_flows AS held ON held.rowid = lists.row
    WHERE lists.step = 1 OR lists.row IS NOT NULL
),
-- What is there of all this, and where nothing is, how far the key leads: to the reporter, to the pair, to the flow,
-- to a line for all goods.
looked (
    fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
    first_period, last_period, periods, period, value, import_id, first_line, last_line, depth
) AS MATERIALIZED (
    SELECT
        spans.fact_id, spans.form, spans.is_mirror, spans.flow, spans.reporter, spans.partner, spans.flows, spans.dataset,
        spans.valuation, spans.classification, spans.frequency, spans.first_period, spans.last_period, spans.periods,
        line.period, line.value, line.import_id,
        (
            SELECT min(others.period)
            FROM trade_flows AS others
            WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter AND others.partner = spans.partner
                AND others.flow = spans.flow AND others.valuation = spans.valuation
                AND others.classification = spans.classification AND others.commodity = 'TOTAL'
                AND others.frequency = spans.frequency
        ),
        (
            SELECT max(others.period)
            FROM trade_flows AS others
            WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter AND others.partner = spans.partner
                AND others.flow = spans.flow AND others.valuation = spans.valuation
                AND others.classification = spans.classification AND others.commodity = 'TOTAL'
                AND others.frequency = spans.frequency
        ),
        CASE
            WHEN spans.valuation IS NOT NULL THEN 3
            WHEN EXISTS (
                SELECT 1
                FROM trade_flows AS others
                WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter AND others.partner = spans.partner
            ) THEN 2
            WHEN EXISTS (
                SELECT 1 FROM trade_flows AS others WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter
            ) THEN 1
            ELSE 0
        END
    FROM spans
    LEFT JOIN trade_flows AS line ON line.dataset = spans.dataset AND line.reporter = spans.reporter
        AND line.partner = spans.partner AND line.flow = spans.flow AND line.valuation = spans.valuation
        AND line.classification = spans.classification AND line.commodity = 'TOTAL' AND line.frequency = spans.frequency
        AND line.period BETWEEN spans.first_period AND spans.last_period AND spans.periods IS NOT NULL
),
-- Where several lists of commodities say the same of a flow, any of them will do, since all goods are all goods.
found (
    fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
    first_period, last_period, periods, value, import_id, place, is_agreed
) AS (
    SELECT
        fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
        first_period, last_period, periods, value, import_id,
        row_number() OVER same_flow,
        min(value) OVER same_flow = max(value) OVER same_flow
    FROM looked
    WHERE period IS NOT NULL
    WINDOW same_flow AS (
        PARTITION BY fact_id, form, is_mirror, dataset, frequency, flow, valuation, reporter, partner, period
        ORDER BY classification
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
-- Each choice of valuations is a series of its own: of trade both ways, of exports and of imports.
choices (of_exports, of_imports) AS (
    VALUES
    ('cif', NULL), ('fob', NULL), ('unstated', NULL), (NULL, 'cif'), (NULL, 'fob'), (NULL, 'unstated'),
    ('cif', 'cif'), ('cif', 'fob'), ('cif', 'unstated'), ('fob', 'cif'), ('fob', 'fob'), ('fob', 'unstated'),
    ('unstated', 'cif'), ('unstated', 'fob'), ('unstated', 'unstated')
),
-- The series that are complete, over all lists of commodities together where these agree, and over each list by itself.
complete (
    fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports, by_list, value, parts, first_period, last_period,
    classifications, reporters, partners, import_ids
) AS MATERIALIZED (
    SELECT
        found.fact_id, found.form, found.is_mirror, found.dataset, found.frequency, choices.of_exports, choices.of_imports,
        CASE WHEN ways.by_list THEN found.classification ELSE '' END AS list,
        sum(CASE WHEN ways.by_list OR found.place = 1 THEN found.value END),
        sum(ways.by_list OR found.place = 1) AS parts,
        min(found.first_period),
        min(found.last_period),
        replace(group_concat(DISTINCT found.classification), ',', ';'),
        replace(group_concat(DISTINCT found.reporter), ',', ';'),
        replace(group_concat(DISTINCT found.partner), ',', ';'),
        replace(group_concat(DISTINCT found.import_id), ',', ';')
    FROM found
    JOIN choices ON found.valuation = CASE found.flow WHEN 'X' THEN choices.of_exports ELSE choices.of_imports END
    CROSS JOIN (SELECT 0 AS by_list UNION ALL SELECT 1) AS ways
    GROUP BY found.fact_id, found.form, found.is_mirror, found.dataset, found.frequency, choices.of_exports, choices.of_imports, list
    HAVING parts = min(found.flows) * min(found.periods) AND (list <> '' OR min(found.is_agreed))
        AND count(DISTINCT found.flow) = (choices.of_exports IS NOT NULL) + (choices.of_imports IS NOT NULL)
),
series (
    fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports, value, parts, first_period, last_period,
    classifications, reporters, partners, import_ids, is_shown
) AS (
    SELECT
        fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports, value, parts, first_period, last_period,
        classifications, reporters, partners, import_ids,
        by_list = min(by_list) OVER (PARTITION BY fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports)
            OR '' < min(by_list) OVER (PARTITION BY fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports)
    FROM complete
),
-- Where a figure is made of several flows: the dataset that comes nearest, and which flows it lacks.
pairs (fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, flows, periods, there) AS (
    SELECT fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, min(flows), min(periods), count(DISTINCT period)
    FROM looked
    GROUP BY fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner
),
totalled (fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, flows, periods, there, in_all) AS (
    SELECT
        fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, flows, periods, there,
        sum(there) OVER (PARTITION BY fact_id, form, is_mirror, dataset, frequency)
    FROM pairs
),
ranked (fact_id, dataset, flow, reporter, partner, flows, periods, there, in_all, place) AS (
    SELECT
        fact_id, dataset, flow, reporter, partner, flows, periods, there, in_all,
        dense_rank() OVER (
            PARTITION BY fact_id
            ORDER BY flows * periods - in_all, frequency = 'M', frequency, is_mirror, form, dataset
        )
    FROM totalled
    WHERE in_all > 0
),
lacking (fact_id, dataset, flows, in_all, what, number, gaps) AS (
    SELECT
        ranked.fact_id,
        ranked.dataset,
        ranked.flows * ranked.periods,
        ranked.in_all,
        CASE
            WHEN ranked.there < ranked.periods
            THEN CASE ranked.flow
                WHEN 'X' THEN 'exports of ' || reporter.name || ' to ' || partner.name
                ELSE 'imports of ' || reporter.name || ' from ' || partner.name
            END || CASE WHEN ranked.periods > 1 THEN ' (' || ranked.there || ' of ' || ranked.periods || ' periods are there)' ELSE '' END
        END,
        row_number() OVER (
            PARTITION BY ranked.fact_id
            ORDER BY ranked.there < ranked.periods DESC, reporter.name, partner.name, ranked.flow DESC
        ),
        sum(ranked.there < ranked.periods) OVER (PARTITION BY ranked.fact_id)
    FROM ranked
    JOIN entities AS reporter ON reporter.entity_id = ranked.reporter
    JOIN entities AS partner ON partner.entity_id = ranked.partner
    WHERE ranked.place = 1
),
in_part (fact_id, reason) AS (
    SELECT
        fact_id,
        dataset || ' has ' || in_all || ' of the ' || flows || ' values that make it up; '
            || coalesce(
                'it lacks ' || group_concat(CASE WHEN number <= 10 THEN what END, ', ')
                    || CASE WHEN gaps > 10 THEN ' and ' || (gaps - 10) || ' more' ELSE '' END,
                'they are not all of one valuation and one list of commodities'
            )
    FROM lacking
    GROUP BY fact_id
),
-- Where nothing is there: how near the datasets come, and which of them come nearest.
nearness (fact_id, depth, told, farthest) AS (
    SELECT
        fact_id,
        depth,
        CASE depth
            WHEN 4 THEN dataset || ' has ' || CASE frequency WHEN 'A' THEN 'years' WHEN 'Q' THEN 'quarters' ELSE 'months' END
                || ' from ' || first_line || ' to ' || last_line
            WHEN 1 THEN entities.name || ' (' || dataset || ')'
            ELSE dataset
        END,
        max(depth) OVER (PARTITION BY fact_id)
    FROM (
        SELECT
            fact_id,
            dataset,
            depth + (first_line IS NOT NULL) AS depth,
            CASE WHEN first_line IS NOT NULL THEN frequency END AS frequency,
            CASE depth WHEN 1 THEN reporter END AS reporter,
            min(first_line) AS first_line,
            max(last_line) AS last_line
        FROM looked
        GROUP BY 1, 2, 3, 4, 5
        ORDER BY 1, 2, 3, 4, 5
    ) AS steps
    LEFT JOIN entities ON entities.entity_id = steps.reporter
),
not_there (fact_id, depth, told) AS (
    SELECT fact_id, depth, group_concat(told, ', ')
    FROM nearness
    WHERE depth = farthest
    GROUP BY fact_id, depth
),
-- The slips of a decimal point or of a unit: how many times the one is to be taken to give the other.
slips (words, cited_times, official_times) AS (
    VALUES
    ('ten times too large', 1, 10), ('a hundred times too large', 1, 100),
    ('a thousand times too large', 1, 1000), ('a million times too large', 1, 1000000),
    ('ten times too small', 10, 1), ('a hundred times too small', 100, 1),
    ('a thousand times too small', 1000, 1), ('a million times too small', 1000000, 1)
),
judged (
    fact_id, origin, reporter, partner, flow, amount, least, greatest, corrected, currency, reason, form, is_mirror, dataset,
    frequency, of_exports, of_imports, value, parts, first_period, last_period, classifications, reporters, partners, import_ids,
    official_currency, dataset_title, is_comparable, is_in_range, slip
) AS (
    SELECT
        cited.fact_id, cited.origin, cited.reporter, cited.partner, cited.flow, cited.amount, cited.least, cited.greatest,
        cited.corrected, cited.currency,
        CASE
            WHEN cited.obstacle IS NOT NULL THEN cited.obstacle
            WHEN in_part.reason IS NOT NULL THEN in_part.reason
            WHEN not_there.depth IS NULL THEN 'no trade statistics are imported'
            WHEN not_there.depth = 4 THEN 'no series has its period: ' || not_there.told
            WHEN not_there.depth = 3 THEN 'there are single commodities and no line for all goods: ' || not_there.told
            WHEN not_there.depth = 2 THEN 'there are only other flows between the two: ' || not_there.told
            WHEN not_there.depth = 1 THEN 'no dataset has trade between the two; with others it is there for ' || not_there.told
            ELSE 'no dataset has statistics of either side'
        END,
        series.form, series.is_mirror, series.dataset, series.frequency, series.of_exports, series.of_imports, series.value,
        series.parts, series.first_period, series.last_period, series.classifications, series.reporters, series.partners,
        series.import_ids, trade_datasets.currency, trade_datasets.title,
        trade_datasets.currency = cited.currency,
        coalesce(series.value >= cited.least, 1) AND coalesce(series.value <= cited.greatest, 1),
        (
            SELECT slips.words
            FROM slips
            WHERE 10 * cited.amount * slips.cited_times
                    BETWEEN 9 * series.value * slips.official_times AND 11 * series.value * slips.official_times
                OR series.value * slips.official_times
                    BETWEEN cited.least * slips.cited_times AND cited.greatest * slips.cited_times
        )
    FROM cited
    LEFT JOIN series ON series.fact_id = cited.fact_id AND series.is_shown
    LEFT JOIN in_part ON in_part.fact_id = cited.fact_id
    LEFT JOIN not_there ON not_there.fact_id = cited.fact_id
    LEFT JOIN trade_datasets ON trade_datasets.dataset = series.dataset
)
SELECT
    judged.fact_id,
    said.statement,
    judged.amount AS cited_value,
    judged.currency,
    judged.value AS official_value,
    judged.official_currency,
    CASE
        WHEN judged.dataset IS NULL THEN 'no series'
        WHEN NOT judged.is_comparable THEN 'other currency'
        WHEN judged.is_in_range THEN 'agrees'
        WHEN judged.value > 0 AND judged.slip IS NOT NULL THEN 'power of ten'
        WHEN 10 * abs(judged.amount - judged.value) <= judged.value THEN 'close'
        ELSE 'differs'
    END AS verdict,
    CASE WHEN judged.is_comparable AND judged.value <> 0 THEN (judged.amount - judged.value) * 100 / judged.value END
        AS difference_percent,
    CASE WHEN judged.is_comparable AND NOT judged.is_in_range AND judged.value > 0 THEN judged.slip END AS wrong_by,
    CASE
        WHEN judged.dataset IS NULL THEN judged.reason || CASE
            WHEN judged.reason GLOB 'no dataset *' THEN coalesce((
                SELECT group_concat('; ' || entities.name || ' is no state, and its members are not listed', '')
                FROM entities
                WHERE entities.entity_id IN (judged.reporter, judged.partner) AND entities.kind NOT IN ('state', 'place')
                    AND NOT EXISTS (SELECT 1 FROM trade_areas WHERE trade_areas.area = entities.entity_id)
                    AND NOT EXISTS (
                        SELECT 1
                        FROM entity_members
                        WHERE entity_members.entity_id = entities.entity_id
                            AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), judged.origin)
                    )
            ), '')
            ELSE ''
        END
        WHEN NOT judged.is_comparable
        THEN 'the figure is in ' || judged.currency || ' and the series in ' || judged.official_currency || '; neither is converted'
    END AS missing,
    CASE WHEN judged.dataset IS NOT NULL THEN CASE
        WHEN judged.of_exports IS NOT NULL AND judged.of_imports IS NOT NULL THEN 'exports and imports of '
        WHEN judged.of_exports IS NOT NULL THEN 'exports of '
        ELSE 'imports of '
    END || CASE
        WHEN judged.form & CASE judged.is_mirror WHEN 0 THEN 2 ELSE 1 END
        THEN (length(judged.reporters) - length(replace(judged.reporters, ';', '')) + 1) || ' members of '
        ELSE ''
    END || CASE judged.is_mirror WHEN 0 THEN reporter.name ELSE partner.name END || CASE
        WHEN judged.of_exports IS NOT NULL AND judged.of_imports IS NOT NULL THEN ' with '
        WHEN judged.of_exports IS NOT NULL THEN ' to '
        ELSE ' from '
    END || CASE
        WHEN judged.form & CASE judged.is_mirror WHEN 0 THEN 1 ELSE 2 END
        THEN (length(judged.partners) - length(replace(judged.partners, ';', '')) + 1) || ' members of '
        ELSE ''
    END || CASE judged.is_mirror WHEN 0 THEN partner.name ELSE reporter.name END || ', ' || judged.first_period
        || CASE WHEN judged.first_period < judged.last_period THEN ' to ' || judged.last_period ELSE '' END
    END AS official_series,
    judged.is_mirror,
    CASE
        WHEN judged.of_exports IS NOT NULL AND judged.of_imports IS NOT NULL
        THEN 'exports ' || judged.of_exports || ', imports ' || judged.of_imports
        ELSE coalesce(judged.of_exports, judged.of_imports)
    END AS valuation,
    judged.dataset,
    judged.dataset_title,
    judged.classifications AS classification,
    judged.frequency,
    judged.parts,
    judged.reporters AS official_reporter_ids,
    judged.partners AS official_partner_ids,
    (
        SELECT group_concat(note, '; ')
        FROM (
            SELECT DISTINCT entity_members.note
            FROM entity_members
            WHERE (
                    judged.form & 2 AND entity_members.entity_id = judged.reporter
                    OR judged.form & 1 AND entity_members.entity_id = judged.partner
                )
                AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), judged.origin)
            ORDER BY entity_members.note
        )
    ) AS members_note,
    (
        SELECT group_concat(file_name, '; ')
        FROM (
            SELECT DISTINCT imports.file_name
            FROM imports
            WHERE instr(';' || judged.import_ids || ';', ';' || imports.import_id || ';')
            ORDER BY imports.file_name
        )
    ) AS files,
    reporter.name AS reporter,
    judged.reporter AS reporter_id,
    partner.name AS partner,
    judged.partner AS partner_id,
    judged.flow,
    trade_figures.period,
    CASE WHEN substr(trade_figures.date_from, 1, 4) = substr(trade_figures.date_to, 1, 4) THEN CAST(substr(trade_figures.date_from, 1, 4) AS INTEGER) END AS year,
    trade_figures.qualifier,
    trade_figures.value_as_printed,
    judged.least AS cited_least,
    judged.greatest AS cited_greatest,
    judged.corrected AS corrected_value,
    CASE WHEN judged.is_comparable AND judged.value <> 0 THEN (judged.corrected - judged.value) * 100 / judged.value END
        AS corrected_difference_percent,
    reported_by.name AS reported_by,
    trade_figures.reported_by AS reported_by_id,
    facts.status,
    facts.rank,
    support.citation,
    support.source_id,
    support.source_year,
    judged.origin
FROM judged
JOIN trade_figures ON trade_figures.fact_id = judged.fact_id
JOIN facts ON facts.fact_id = judged.fact_id
JOIN fact_support AS support ON support.fact_id = judged.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = judged.fact_id
JOIN entities AS reporter ON reporter.entity_id = judged.reporter
JOIN entities AS partner ON partner.entity_id = judged.partner
LEFT JOIN entities AS reported_by ON reported_by.entity_id = trade_figures.reported_by;

-- Begin here: what each view answers.
CREATE VIEW start_here AS
WITH middle (name) AS (
    SELECT coalesce(max(entities.name), 'the organisation in the middle')
    FROM dataset
    JOIN entities ON entities.entity_id = dataset.organisation
),
views (position, look_at, answers) AS (
    VALUES
    (1, 'v_facts', 'Everything that the dataset says, one fact a line, with its citation'),
    (2, 'v_sco_standing', 'Who stood how in ' || (SELECT name FROM middle) || ' in each year, stated or carried forward, and from which fact'),
    (3, 'v_standing', 'The same for every organisation that the documents tell of'),
    (4, 'v_memberships', 'Who belongs to ' || (SELECT name FROM middle) || ' and other organisations, as what, and when'),
    (5, 'v_events', 'Summits, proposals, agreements, exercises and attacks, also those only expected (status)'),
    (6, 'v_event_participants', 'Who hosted, proposed, signed, attended or was the target'),
    (7, 'v_trade_figures', 'Trade: amounts, shares, growth and ranks, as printed and as one computes with them'),
    (8, 'v_indicators', 'All other numbers: loans, costs, troops, counts'),
    (9, 'v_positions', 'Who holds or said what'),
    (10, 'v_offices', 'Who held which office'),
    (11, 'v_relations', 'Other lasting links: borders, seats, predecessors'),
    (12, 'v_expected', 'What was forecast or promised, beside what became of it'),
    (13, 'v_conflicts', 'Facts that cannot both be true, with both passages'),
    (14, 'v_event_variants', 'What another source says of the same event'),
    (15, 'v_sources', 'The documents, and the works that they cite'),
    (16, 'v_terms', 'The words by which facts group: predicates, indicators, units, commodities, topics, each with an example'),
    (17, 'entities', 'States, organisations, people and places; other names in entity_names, codes in entity_codes, also of states that no fact names'),
    (18, 'v_map', 'What happened where, with coordinates: a map with one query; the places themselves in places'),
    (19, 'citations', 'The passages: where each stands and what it must contain'),
    (20, 'dataset', 'What this dataset is called, of which release, under which licence, and how to cite it'),
    (21, 'omissions', 'What the documents say that no fact rests on, and why'),
    (22, 'meta_columns', 'What each column of each table and view means, in which unit, and to which table it leads; the tables themselves in meta_tables'),
    (23, 'meta_release', 'The release, its day and its licence in one line'),
    (24, 'v_trade_check', 'Each trade figure of a document beside the official statistics that you imported with `sco import trade`: the difference in per cent, what is wrong by a power of ten, and what is missing'),
    (25, 'v_trade_flows', 'The official statistics that you imported, with names: who traded what with whom'),
    (26, 'trade_flows', 'The same in codes, as it is stored'),
    (27, 'trade_datasets', 'Which official statistics were imported, and their currency; from which files, in imports; the states and groups that they name, in trade_areas')
)
SELECT position, look_at, answers FROM views;
