-- Who took part in an event.
SELECT entities.name AS entity, event_participants.role, event_participants.fact_id
FROM event_participants
JOIN entities ON entities.entity_id = event_participants.entity
WHERE event_participants.event = ?1
ORDER BY event_participants.role, entities.name, event_participants.fact_id;
