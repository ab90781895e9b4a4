-- Who took part in events, and as what. ?1 is a JSON list of their ids.
SELECT
    event_participants.event,
    entities.name || ' (' || replace(event_participants.role, '_', ' ') || CASE facts.status
        WHEN 'stated' THEN ''
        ELSE ', ' || facts.status
    END || ')' AS participant
FROM json_each(?1)
JOIN event_participants ON event_participants.event = json_each.value
JOIN facts ON facts.fact_id = event_participants.fact_id
JOIN entities ON entities.entity_id = event_participants.entity
ORDER BY event_participants.event, event_participants.role, entities.name, event_participants.fact_id;
