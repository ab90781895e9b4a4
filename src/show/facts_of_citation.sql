-- The facts that rest on a passage.
SELECT fact_statements.statement, fact_citations.role, fact_citations.detail, facts.status, facts.fact_id
FROM fact_citations
JOIN facts ON facts.fact_id = fact_citations.fact_id
LEFT JOIN fact_statements ON fact_statements.fact_id = facts.fact_id
WHERE fact_citations.citation_id = ?1
ORDER BY facts.fact_id;
