-- The other facts of the same claim group.
SELECT v_facts.statement, v_facts.rank, v_facts.citation, v_facts.fact_id
FROM v_facts
WHERE v_facts.claim_group = (SELECT facts.claim_group FROM facts WHERE facts.fact_id = ?1)
    AND v_facts.fact_id <> ?1
ORDER BY v_facts.fact_id;
