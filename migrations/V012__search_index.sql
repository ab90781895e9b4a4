-- Full-text search over facts, names and titles, folding case and accents. It is derived: the program
-- fills it anew whenever it writes rows.

CREATE VIRTUAL TABLE search_index USING fts5 (
    id UNINDEXED,
    kind UNINDEXED,
    heading,
    body,
    citation UNINDEXED,
    origin UNINDEXED,
    tokenize = 'unicode61 remove_diacritics 2'
);
