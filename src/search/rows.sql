-- What can be found: facts, entities, sources and passages. Stands after entities.sql.
fact_entities (fact_id, ids) AS MATERIALIZED (
    SELECT fact_id, ';' || group_concat(entity_id, ';') || ';'
    FROM (SELECT fact_id, entity_id FROM pairs ORDER BY fact_id, entity_id)
    GROUP BY fact_id
),
entity_facts (entity_id, n) AS MATERIALIZED (
    SELECT entity_id, count(*) FROM pairs GROUP BY entity_id
),
printed (fact_id, number) AS MATERIALIZED (
    SELECT fact_id, value_as_printed FROM trade_figures
    UNION ALL
    SELECT fact_id, value_as_printed FROM indicators
)
SELECT
    v_facts.fact_id AS id,
    v_facts.kind AS kind,
    ' facts ' || v_facts.kind || coalesce(' ' || events.kind, '') || ' ' AS sort,
    v_facts.statement AS heading,
    coalesce(s || events.title || e, '') AS names,
    s || v_facts.fact_id || e || coalesce(s || replace(v_facts.citation, '; ', e || s) || e, '')
        || coalesce(c || replace(replace(printed.number, ',', ''), '.', c) || c, '')
        || coalesce(' ' || v_facts.year, '') AS labels,
    coalesce(v_facts.note, '') AS note,
    v_facts.citation AS citation,
    v_facts.source_ids AS documents,
    coalesce(fact_entities.ids, '') AS entities,
    coalesce(v_facts.year, CAST(substr(fact_days.date_from, 1, 4) AS INTEGER)) AS first_year,
    coalesce(v_facts.year, CAST(substr(fact_days.date_to, 1, 4) AS INTEGER)) AS last_year,
    0 AS n_facts,
    v_facts.origin AS origin
FROM v_facts
CROSS JOIN marks
LEFT JOIN events ON events.fact_id = v_facts.fact_id
LEFT JOIN fact_entities ON fact_entities.fact_id = v_facts.fact_id
LEFT JOIN fact_days ON fact_days.fact_id = v_facts.fact_id
LEFT JOIN printed ON printed.fact_id = v_facts.fact_id
UNION ALL
SELECT
    entities.entity_id,
    'entities',
    ' entities ' || entities.kind || ' ',
    entities.name,
    entity_text.names,
    s || entities.entity_id || e || c || entities.entity_id || c || coalesce(entity_code_text.codes, ''),
    coalesce(entities.note, ''),
    NULL,
    NULL,
    ';' || entities.entity_id || ';' || coalesce((
        SELECT group_concat(member, ';') || ';'
        FROM (
            SELECT member FROM entity_members
            WHERE entity_members.entity_id = entities.entity_id ORDER BY member
        )
    ), ''),
    NULL,
    NULL,
    coalesce(entity_facts.n, 0),
    entities.origin
FROM entities
CROSS JOIN marks
JOIN entity_text ON entity_text.entity_id = entities.entity_id
LEFT JOIN entity_code_text ON entity_code_text.entity_id = entities.entity_id
LEFT JOIN entity_facts ON entity_facts.entity_id = entities.entity_id
UNION ALL
SELECT
    source_id,
    'sources',
    ' sources ' || kind || ' ' || tier || ' ',
    title,
    s || title || e || coalesce(s || original_title || e, ''),
    s || source_id || e || s || cite || e,
    coalesce(authors, '') || ' ' || coalesce(container, '') || ' ' || coalesce(publisher, '') || ' '
        || coalesce(issued, ''),
    cite,
    source_id,
    coalesce((
        SELECT ';' || group_concat(entity_id, ';') || ';'
        FROM (
            SELECT entity_id FROM source_authors
            WHERE source_authors.source_id = sources.source_id ORDER BY entity_id
        )
    ), ''),
    CAST(substr(issued_from, 1, 4) AS INTEGER),
    CAST(substr(issued_to, 1, 4) AS INTEGER),
    0,
    origin
FROM sources, marks
UNION ALL
SELECT
    citations.citation_id,
    'citations',
    ' citations ',
    sources.cite || ', ' || citations.locator_label || ' ' || citations.locator,
    '',
    s || citations.citation_id || e,
    coalesce(citations.note, ''),
    NULL,
    citations.source_id,
    '',
    NULL,
    NULL,
    0,
    citations.origin
FROM citations
JOIN sources ON sources.source_id = citations.source_id
CROSS JOIN marks
