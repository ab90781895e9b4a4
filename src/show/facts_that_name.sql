-- Every fact that names a row, by kind and date. The program puts a SELECT for each kind of fact in the place in braces.
WITH named (fact_id) AS (
    {named}
)
SELECT v_facts.kind, v_facts.statement, v_facts.date, v_facts.status, v_facts.citation, v_facts.fact_id
FROM named
JOIN v_facts ON v_facts.fact_id = named.fact_id
ORDER BY v_facts.kind, v_facts.year, v_facts.date, v_facts.fact_id;
