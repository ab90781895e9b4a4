-- The dictionary beside the data: what each table, view and column means, so that whoever has the file alone can
-- read it; and the day of the release. The dictionary is derived: the program fills it anew whenever it writes rows.

PRAGMA legacy_alter_table = ON;

CREATE TABLE dataset_new (
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    organisation TEXT NOT NULL,
    release TEXT NOT NULL,
    released TEXT,
    licence TEXT NOT NULL,
    cite_as TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT dataset_key PRIMARY KEY (name),
    CONSTRAINT organisation_is_an_entity FOREIGN KEY (organisation) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;

INSERT INTO dataset_new (name, title, organisation, release, licence, cite_as, origin)
SELECT name, title, organisation, release, licence, cite_as, origin
FROM dataset
ORDER BY name;

DROP TABLE dataset;
ALTER TABLE dataset_new RENAME TO dataset;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE meta_tables (
    table_name TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    meaning TEXT NOT NULL,
    unique_by TEXT NOT NULL,
    CONSTRAINT meta_tables_key PRIMARY KEY (table_name),
    CONSTRAINT kind_is_known CHECK (kind IN ('table', 'view'))
) STRICT;

CREATE TABLE meta_columns (
    table_name TEXT NOT NULL,
    position INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    type TEXT NOT NULL,
    is_required INTEGER NOT NULL,
    unit TEXT,
    words TEXT,
    refers_to TEXT,
    meaning TEXT NOT NULL,
    CONSTRAINT meta_columns_key PRIMARY KEY (table_name, column_name),
    CONSTRAINT type_is_known CHECK (type IN (
        'text', 'key', 'word', 'date', 'day', 'url', 'integer', 'number', 'flag'
    )),
    CONSTRAINT is_required_is_a_flag CHECK (is_required IN (0, 1))
) STRICT;

CREATE VIEW meta_release AS
SELECT name, title, release AS version, released AS date, licence, cite_as, origin
FROM dataset;

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
    (23, 'meta_release', 'The release, its day and its licence in one line')
)
SELECT position, look_at, answers FROM views;
