-- The best hits for a question, the heading weighing more than the rest. A state that is there for its codes
-- alone comes after everything that a fact names.
SELECT id, kind, heading, citation, origin
FROM search_index
WHERE search_index MATCH ?1
ORDER BY kind = 'entities' AND id IN (SELECT entity_id FROM unnamed_entities), bm25(search_index, 0.0, 0.0, 4.0, 1.0), kind, id
LIMIT ?2;
