-- The search finds names in any script, codes, ids, labels and years, and tells names from notes: what can be found
-- stands in `search_rows`, one row each, and its words in an index without content that names `search_rows` by rowid.
-- Words are stemmed, case and accents folded. `search_names` has the names in pieces of three letters, for
-- near spellings and for scripts without spaces. All of it is derived: the program fills it anew whenever it writes.
-- expect: drop table search_index

DROP TABLE search_index;

-- In `names` and `labels` each name stands between U+E000 and U+E001, so that a whole one can be asked for; a code, a
-- printed number and a name of two capitals stand between two U+E002, so that `US` and `us` differ.
CREATE TABLE search_rows (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    sort TEXT NOT NULL,
    heading TEXT NOT NULL,
    names TEXT NOT NULL,
    labels TEXT NOT NULL,
    note TEXT NOT NULL,
    citation TEXT,
    documents TEXT,
    entities TEXT NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    n_facts INTEGER NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT search_rows_key PRIMARY KEY (id, kind)
) STRICT;

CREATE VIRTUAL TABLE search_words USING fts5 (
    heading,
    names,
    labels,
    about,
    note,
    content = '',
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE search_names USING fts5 (
    name,
    id UNINDEXED,
    kind UNINDEXED,
    tokenize = 'trigram'
);
