-- What stands behind each fact, worked out once and kept: as a view it was asked again for every column of every
-- line, and v_facts took half a second. It is derived: the program fills it anew whenever it writes rows.
-- expect: drop view fact_support

DROP VIEW fact_support;

-- Behind every fact: who says so and where, and when the documents that support it speak. A document whose
-- date is open has the year of its one known side.
CREATE VIEW support_worked_out AS
SELECT
    fact_lists.fact_id,
    fact_lists.citation,
    fact_lists.in_copy,
    fact_lists.source,
    fact_lists.source_url,
    fact_lists.source_ids,
    earliest.source_id,
    earliest.issued AS source_date,
    CAST(substr(coalesce(earliest.issued_from, earliest.issued_to), 1, 4) AS INTEGER) AS source_year,
    CAST(substr(fact_lists.last_first_day, 1, 4) AS INTEGER) AS source_year_last
FROM fact_lists
LEFT JOIN sources AS earliest ON earliest.source_id = (
    SELECT source_id FROM fact_passages
    WHERE fact_passages.fact_id = fact_lists.fact_id AND fact_passages.role = 'supports'
    ORDER BY first_day IS NULL, first_day, source_id
    LIMIT 1
);

-- The same, kept. Without a passage that supports it, a fact of a user's has nothing here but its id. What is
-- worked out never keeps a fact from being deleted.
CREATE TABLE fact_support (
    fact_id TEXT NOT NULL,
    citation TEXT,
    in_copy TEXT,
    source TEXT,
    source_url TEXT,
    source_ids TEXT,
    source_id TEXT,
    source_date TEXT,
    source_year INTEGER,
    source_year_last INTEGER,
    CONSTRAINT fact_support_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

INSERT INTO fact_support (
    fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year, source_year_last
)
SELECT
    fact_id, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year, source_year_last
FROM support_worked_out
ORDER BY fact_id;
