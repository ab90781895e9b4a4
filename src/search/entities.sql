-- Common to the questions that fill the search index: the names of entities with their marks (U+E000 and U+E001
-- around a name, U+E002 around a code), and which entities each fact names. The program puts a SELECT for each kind
-- of fact in the place in braces.
WITH
marks (s, e, c) AS (VALUES (' ' || char(57344) || ' ', ' ' || char(57345) || ' ', char(57346))),
all_names (entity_id, name) AS (
    SELECT entity_id, name FROM entities
    UNION SELECT entity_id, name FROM entity_names
),
marked_names (entity_id, name, bare) AS (
    SELECT
        entity_id,
        CASE WHEN name GLOB '[A-Z][A-Z0-9]' THEN c || name || c ELSE name END,
        CASE WHEN name GLOB '*[-''’]*' THEN replace(replace(replace(name, '''', ''), '’', ''), '-', '') END
    FROM all_names, marks
),
entity_text (entity_id, names, words) AS MATERIALIZED (
    SELECT
        entity_id,
        group_concat(s || name || e || coalesce(s || bare || e, ''), ''),
        group_concat(name, ' / ')
    FROM (SELECT * FROM marked_names ORDER BY entity_id, name), marks
    GROUP BY entity_id
),
entity_code_text (entity_id, codes) AS MATERIALIZED (
    SELECT entity_id, group_concat(' ' || c || code || c, '')
    FROM (SELECT DISTINCT entity_id, code FROM entity_codes ORDER BY entity_id, code), marks
    GROUP BY entity_id
),
iso_text (entity_id, codes) AS MATERIALIZED (
    SELECT entity_id, group_concat(' ' || c || code || c, '')
    FROM (SELECT DISTINCT entity_id, code FROM entity_codes WHERE scheme LIKE 'iso%' ORDER BY entity_id, code), marks
    GROUP BY entity_id
),
pairs (fact_id, entity_id) AS MATERIALIZED (
    {pairs}
),
