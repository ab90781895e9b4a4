-- Official trade statistics in bulk, beside the curated facts: which datasets were imported, from which files, which
-- areas they name, and the flows themselves. No build touches these rows; their origin is the import that each names.

CREATE TABLE trade_datasets (
    dataset TEXT NOT NULL,
    title TEXT NOT NULL,
    currency TEXT NOT NULL,
    CONSTRAINT trade_datasets_key PRIMARY KEY (dataset),
    CONSTRAINT currency_is_a_code CHECK (currency GLOB '[A-Z][A-Z][A-Z]')
) STRICT;

CREATE TABLE imports (
    import_id INTEGER NOT NULL,
    dataset TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_bytes INTEGER NOT NULL,
    profile TEXT NOT NULL,
    -- Absent where the profile is one of the program's own.
    map_sha256 TEXT,
    imported_at TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    records INTEGER NOT NULL,
    flows INTEGER NOT NULL,
    CONSTRAINT imports_key PRIMARY KEY (import_id),
    CONSTRAINT dataset_is_there FOREIGN KEY (dataset) REFERENCES trade_datasets (dataset)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT counts_are_not_negative CHECK (file_bytes >= 0 AND records >= 0 AND flows >= 0)
) STRICT;

-- The entities that flows name. Flows lean on this short list and not on the entities themselves: a build that changes
-- an entity looks through a few hundred rows here, however many flows there are.
CREATE TABLE trade_areas (
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT trade_areas_key PRIMARY KEY (area),
    CONSTRAINT area_is_an_entity FOREIGN KEY (area) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT kind_is_known CHECK (kind IN ('area', 'rest', 'group'))
) STRICT;

CREATE TABLE trade_flows (
    dataset TEXT NOT NULL,
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL,
    valuation TEXT NOT NULL,
    classification TEXT NOT NULL,
    commodity TEXT NOT NULL,
    frequency TEXT NOT NULL,
    period TEXT NOT NULL,
    is_total INTEGER NOT NULL,
    value REAL NOT NULL,
    -- Absent where the source has no more than the 15 digits that every program keeps of a number.
    value_exact TEXT,
    -- Absent where the source gives no quantity.
    quantity REAL,
    quantity_exact TEXT,
    quantity_unit TEXT,
    import_id INTEGER NOT NULL,
    CONSTRAINT trade_flows_key PRIMARY KEY (
        dataset, reporter, partner, flow, valuation, classification, commodity, frequency, period
    ),
    CONSTRAINT dataset_is_there FOREIGN KEY (dataset) REFERENCES trade_datasets (dataset)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reporter_is_an_area FOREIGN KEY (reporter) REFERENCES trade_areas (area)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT partner_is_an_area FOREIGN KEY (partner) REFERENCES trade_areas (area)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT import_is_there FOREIGN KEY (import_id) REFERENCES imports (import_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT flow_is_known CHECK (flow IN ('DX', 'FM', 'M', 'MIP', 'MOP', 'RM', 'RX', 'X', 'XIP', 'XOP')),
    CONSTRAINT valuation_is_known CHECK (valuation IN ('cif', 'fob', 'unstated')),
    CONSTRAINT frequency_is_known CHECK (frequency IN ('A', 'M', 'Q')),
    CONSTRAINT is_total_is_a_flag CHECK (is_total IN (0, 1)),
    CONSTRAINT a_quantity_has_a_unit CHECK ((quantity IS NULL) = (quantity_unit IS NULL))
) STRICT;

DROP VIEW start_here;

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
    (21, 'omissions', 'What the documents say that no fact rests on, and why'),
    (22, 'meta_columns', 'What each column of each table and view means, in which unit, and to which table it leads; the tables themselves in meta_tables'),
    (23, 'meta_release', 'The release, its day and its licence in one line'),
    (24, 'trade_flows', 'Official trade statistics, once you have imported some with `sco import trade`: who traded what with whom'),
    (25, 'trade_datasets', 'Which official statistics were imported, and their currency; from which files, in imports; the states and groups that they name, in trade_areas')
)
SELECT position, look_at, answers FROM views;
