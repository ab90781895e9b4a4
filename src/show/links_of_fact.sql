-- The facts that a fact is tied to, in both directions.
SELECT fact_links.link, fact_links.other_fact AS fact_id, fact_statements.statement, fact_links.note
FROM fact_links
LEFT JOIN fact_statements ON fact_statements.fact_id = fact_links.other_fact
WHERE fact_links.fact_id = ?1
UNION ALL
SELECT 'is other side of ' || fact_links.link, fact_links.fact_id, fact_statements.statement, fact_links.note
FROM fact_links
LEFT JOIN fact_statements ON fact_statements.fact_id = fact_links.fact_id
WHERE fact_links.other_fact = ?1
ORDER BY 1, 2;
