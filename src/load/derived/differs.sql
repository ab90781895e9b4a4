-- Whether the kept support is another than the one that follows from the passages. Both have a row for each fact.
SELECT
    (SELECT count(*) FROM fact_support) <> (SELECT count(*) FROM facts)
    OR EXISTS (
        SELECT
            fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
            source_year_last
        FROM support_worked_out
        EXCEPT
        SELECT
            fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
            source_year_last
        FROM fact_support
    );
