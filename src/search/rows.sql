-- What the search index holds: facts, entities and sources.
SELECT fact_id AS id, kind, statement AS heading, coalesce(note, '') AS body, citation, origin
FROM v_facts
UNION ALL
SELECT
    entities.entity_id,
    'entities',
    entities.name,
    coalesce(entities.note, '') || coalesce((
        SELECT group_concat(' ' || other.name, '')
        FROM (
            SELECT name FROM entity_names
            WHERE entity_names.entity_id = entities.entity_id ORDER BY name
        ) AS other
    ), ''),
    NULL,
    entities.origin
FROM entities
UNION ALL
SELECT
    source_id,
    'sources',
    title,
    coalesce(original_title, '') || ' ' || coalesce(authors, '') || ' ' || coalesce(container, '') || ' '
        || coalesce(publisher, ''),
    cite,
    origin
FROM sources
