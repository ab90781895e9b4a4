-- The documents that a fact rests on, with the places of the passages. `coded` is `source[place]`.
SELECT source_id, substr(coded, length(source_id) + 2, length(coded) - length(source_id) - 2) AS locator
FROM fact_passages
WHERE fact_id = ?1
GROUP BY source_id, coded
ORDER BY source_id, min(start_word);
