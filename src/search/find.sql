-- The best hits for a question, the heading weighing more than the rest.
SELECT id, kind, heading, citation, origin
FROM search_index
WHERE search_index MATCH ?1
ORDER BY bm25(search_index, 0.0, 0.0, 4.0, 1.0), kind, id
LIMIT ?2;
