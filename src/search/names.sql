-- The names by which near spellings and parts of words are found.
SELECT name, entity_id AS id, 'entities' AS kind FROM entities
UNION SELECT name, entity_id, 'entities' FROM entity_names
UNION SELECT title, fact_id, 'events' FROM events
UNION SELECT title, source_id, 'sources' FROM sources
UNION SELECT original_title, source_id, 'sources' FROM sources WHERE original_title IS NOT NULL
