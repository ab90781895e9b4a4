-- What other sources say of an event instead.
SELECT event_variants.property, event_variants.value, event_variants.fact_id
FROM event_variants
WHERE event_variants.event = ?1
ORDER BY event_variants.property, event_variants.fact_id;
