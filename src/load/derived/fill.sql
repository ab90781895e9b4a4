-- Keeps the support of every fact, in the order of the facts.
DELETE FROM fact_support;

INSERT INTO fact_support (
    fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year, source_year_last
)
SELECT
    fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year, source_year_last
FROM support_worked_out
ORDER BY fact_id;
