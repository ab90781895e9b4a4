-- The other facts of the same claim group.
SELECT fact_statements.statement, facts.rank, fact_support.citation, facts.fact_id
FROM facts
LEFT JOIN fact_statements ON fact_statements.fact_id = facts.fact_id
LEFT JOIN fact_support ON fact_support.fact_id = facts.fact_id
WHERE facts.claim_group = (SELECT claim_group FROM facts WHERE fact_id = ?1)
    AND facts.fact_id <> ?1
ORDER BY facts.fact_id;
