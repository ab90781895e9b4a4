-- Every fact that names an entity, by kind and date.
WITH named (fact_id) AS (
    SELECT fact_id FROM facts WHERE attributed_to = ?1
    UNION SELECT fact_id FROM memberships WHERE ?1 IN (member, organisation)
    UNION SELECT fact_id FROM offices WHERE ?1 IN (person, organisation)
    UNION SELECT fact_id FROM relations WHERE ?1 IN (subject, object)
    UNION SELECT fact_id FROM events WHERE ?1 IN (place, organisation)
    UNION SELECT fact_id FROM event_participants WHERE entity = ?1
    UNION SELECT fact_id FROM event_variants WHERE property = 'place' AND value = ?1
    UNION SELECT fact_id FROM trade_figures WHERE ?1 IN (reporter, partner, reported_by)
    UNION SELECT fact_id FROM indicators WHERE ?1 IN (subject, about)
    UNION SELECT fact_id FROM positions WHERE ?1 IN (holder, about)
)
SELECT v_facts.kind, v_facts.statement, v_facts.date, v_facts.status, v_facts.citation, v_facts.fact_id
FROM named
JOIN v_facts ON v_facts.fact_id = named.fact_id
ORDER BY v_facts.kind, v_facts.year, v_facts.date, v_facts.fact_id;
