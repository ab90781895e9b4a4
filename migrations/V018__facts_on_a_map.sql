-- What lies where: the facts that name a place whose coordinates are known, so that one question draws a map.

DROP VIEW start_here;

-- Each fact at each place that it names: where an event took place, or took place according to another source;
-- and of a lasting link the place on either side.
CREATE VIEW v_map AS
WITH named (fact_id, place) AS (
    SELECT fact_id, place FROM events WHERE place IS NOT NULL
    UNION
    SELECT fact_id, value FROM event_variants WHERE property = 'place'
    UNION
    SELECT fact_id, subject FROM relations
    UNION
    SELECT fact_id, object FROM relations
)
SELECT
    place.name AS place,
    named.place AS place_id,
    state.name AS state,
    places.state AS state_id,
    places.latitude,
    places.longitude,
    said.fact_id,
    said.kind,
    said.statement,
    said.year,
    said.date,
    said.status,
    said.citation,
    said.source_year,
    said.origin
FROM named
JOIN places ON places.entity_id = named.place
JOIN entities AS place ON place.entity_id = named.place
LEFT JOIN entities AS state ON state.entity_id = places.state
JOIN v_facts AS said ON said.fact_id = named.fact_id;

-- Begin here: what each view answers.
CREATE VIEW start_here AS
WITH middle (name) AS (
    SELECT coalesce(max(entities.name), 'the organisation in the middle')
    FROM dataset
    JOIN entities ON entities.entity_id = dataset.organisation
),
views (position, look_at, answers) AS (
    VALUES
    (1, 'v_facts', 'Everything that the dataset says, one fact a line, with its citation'),
    (2, 'v_sco_standing', 'Who stood how in ' || (SELECT name FROM middle) || ' in each year, stated or carried forward, and from which fact'),
    (3, 'v_standing', 'The same for every organisation that the documents tell of'),
    (4, 'v_memberships', 'Who belongs to ' || (SELECT name FROM middle) || ' and other organisations, as what, and when'),
    (5, 'v_events', 'Summits, proposals, agreements, exercises and attacks, also those only expected (status)'),
    (6, 'v_event_participants', 'Who hosted, proposed, signed, attended or was the target'),
    (7, 'v_trade_figures', 'Trade: amounts, shares, growth and ranks, as printed and as one computes with them'),
    (8, 'v_indicators', 'All other numbers: loans, costs, troops, counts'),
    (9, 'v_positions', 'Who holds or said what'),
    (10, 'v_offices', 'Who held which office'),
    (11, 'v_relations', 'Other lasting links: borders, seats, predecessors'),
    (12, 'v_expected', 'What was forecast or promised, beside what became of it'),
    (13, 'v_conflicts', 'Facts that cannot both be true, with both passages'),
    (14, 'v_event_variants', 'What another source says of the same event'),
    (15, 'v_sources', 'The documents, and the works that they cite'),
    (16, 'v_terms', 'The words by which facts group: predicates, indicators, units, commodities, topics, each with an example'),
    (17, 'entities', 'States, organisations, people and places; other names in entity_names, codes in entity_codes, also of states that no fact names'),
    (18, 'v_map', 'What happened where, with coordinates: a map with one query; the places themselves in places'),
    (19, 'citations', 'The passages: where each stands and what it must contain'),
    (20, 'dataset', 'What this dataset is called, of which release, under which licence, and how to cite it'),
    (21, 'omissions', 'What the documents say that no fact rests on, and why')
)
SELECT position, look_at, answers FROM views;
