-- The facts that rest on passages of a source.
SELECT fact_statements.statement, facts.status, facts.fact_id
FROM facts
LEFT JOIN fact_statements ON fact_statements.fact_id = facts.fact_id
WHERE facts.fact_id IN (
    SELECT fact_citations.fact_id
    FROM citations
    JOIN fact_citations ON fact_citations.citation_id = citations.citation_id
    WHERE citations.source_id = ?1
)
ORDER BY facts.fact_id;
