-- The names and codes of all whom a fact names, and of the groups that they make up. Stands after entities.sql.
wider (fact_id, entity_id) AS (
    SELECT fact_id, entity_id FROM pairs
    UNION
    SELECT pairs.fact_id, entity_members.entity_id
    FROM pairs
    JOIN entity_members ON entity_members.member = pairs.entity_id
    JOIN entities ON entities.entity_id = entity_members.entity_id AND entities.kind = 'aggregate'
)
SELECT
    wider.fact_id AS id,
    group_concat(
        entity_text.words || ' ' || c || wider.entity_id || c || coalesce(iso_text.codes, ''), ' / '
    ) AS about
FROM wider
CROSS JOIN marks
JOIN entity_text ON entity_text.entity_id = wider.entity_id
LEFT JOIN iso_text ON iso_text.entity_id = wider.entity_id
GROUP BY wider.fact_id
