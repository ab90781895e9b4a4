-- Every fact that names a row, by kind and date; of one that belongs to an event also the event, of one that answers
-- the same question as others its group. The program puts a SELECT for each kind of fact in the place in braces.
WITH named (fact_id) AS (
    {named}
)
SELECT
    v_facts.kind,
    v_facts.statement,
    v_facts.date,
    v_facts.status,
    v_facts.citation,
    v_facts.claim_group,
    coalesce(event_participants.event, event_variants.event) AS event_id,
    coalesce(fact_days.date_to, fact_days.date_from) AS last_day,
    v_facts.fact_id
FROM named
JOIN v_facts ON v_facts.fact_id = named.fact_id
LEFT JOIN event_participants ON event_participants.fact_id = named.fact_id
LEFT JOIN event_variants ON event_variants.fact_id = named.fact_id
LEFT JOIN fact_days ON fact_days.fact_id = named.fact_id
ORDER BY v_facts.kind, v_facts.year, v_facts.date, v_facts.fact_id;
