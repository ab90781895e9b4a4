-- The facts that rest on passages of a source.
SELECT DISTINCT v_facts.statement, v_facts.status, v_facts.fact_id
FROM citations
JOIN fact_citations ON fact_citations.citation_id = citations.citation_id
JOIN v_facts ON v_facts.fact_id = fact_citations.fact_id
WHERE citations.source_id = ?1
ORDER BY v_facts.fact_id;
