-- The documents of every fact that names a row. The program puts a SELECT for each kind of fact in the place in braces.
WITH named (fact_id) AS (
    {named}
)
SELECT DISTINCT fact_passages.source_id, NULL
FROM named
JOIN fact_passages ON fact_passages.fact_id = named.fact_id
ORDER BY fact_passages.source_id;
