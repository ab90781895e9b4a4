-- Every fact that names a row, by kind and date; of one that belongs to an event also the event, of one that answers
-- the same question as others its group. The program puts a SELECT for each kind of fact in the place in braces.
-- Ids in a list let SQLite look each up in the tables below the views; joined, the views were read to their ends.
WITH named (fact_id) AS MATERIALIZED (
    {named}
),
days (fact_id, last_day) AS MATERIALIZED (
    SELECT fact_id, coalesce(date_to, date_from)
    FROM fact_days
    WHERE fact_id IN (SELECT fact_id FROM named)
)
SELECT
    v_facts.kind,
    v_facts.statement,
    v_facts.date,
    v_facts.status,
    v_facts.citation,
    v_facts.claim_group,
    coalesce(
        (SELECT event FROM event_participants WHERE event_participants.fact_id = v_facts.fact_id),
        (SELECT event FROM event_variants WHERE event_variants.fact_id = v_facts.fact_id)
    ) AS event_id,
    (SELECT last_day FROM days WHERE days.fact_id = v_facts.fact_id) AS last_day,
    v_facts.fact_id
FROM v_facts
WHERE v_facts.fact_id IN (SELECT fact_id FROM named)
ORDER BY v_facts.kind, v_facts.year, v_facts.date, v_facts.fact_id;
