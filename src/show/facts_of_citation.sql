-- The facts that rest on a passage.
SELECT v_facts.statement, fact_citations.role, fact_citations.detail, v_facts.status, v_facts.fact_id
FROM fact_citations
JOIN v_facts ON v_facts.fact_id = fact_citations.fact_id
WHERE fact_citations.citation_id = ?1
ORDER BY v_facts.fact_id;
