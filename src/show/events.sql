-- The sentences of events. ?1 is a JSON list of their ids.
SELECT fact_statements.fact_id, fact_statements.statement, fact_support.citation
FROM json_each(?1)
JOIN fact_statements ON fact_statements.fact_id = json_each.value
LEFT JOIN fact_support ON fact_support.fact_id = json_each.value
ORDER BY fact_statements.fact_id;
