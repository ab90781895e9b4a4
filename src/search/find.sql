-- What a question finds, the best first. The program runs this text; so can the sqlite3 shell, and a page with SQLite
-- in it. The parameters; an expression that asks for nothing is "<U+E003>", :inside '', a
-- filter NULL:
--
--   :words   all words of the question that say something for FTS5, each as the beginning of a word:
--            "trade" * AND "2012" *
--   :each    the same, one by one, as a JSON list; what holds more of them comes first; of an empty list, all rows do
--   :whole   the same as whole words: "trade" AND "2012"
--   :phrase  {heading names} : "the words as they were typed"
--   :heading  {heading names} : (the same as :whole), in any order; nothing where :phrase asks for the same
--   :ends    names : ("<U+E000> words" OR "words <U+E001>"), for a name that begins or ends with them
--   :name    names : "<U+E000> words <U+E001>", for the whole name
--   :key     labels : "<U+E000> words <U+E001>", for an id, a code or a label
--   :inside  %words%, for scripts without spaces between words
--   :code    the words as they were typed, for the codes of states
--   :number  labels : "<U+E002>5<U+E002>", for the one number that was typed, as it may be printed
--   :year    a year that was typed beside other words, or NULL; :kinds then has these words, as a JSON list
--   :kind, :from_year, :to_year, :source, :about   the filters
--
-- A code, number or name of two capitals is written between two U+E002: ("US" OR "<U+E002>US<U+E002>").
WITH
code (entity_id, place) AS MATERIALIZED (
    SELECT entity_id, min(
        CASE scheme WHEN 'iso3166_1_alpha3' THEN 0 WHEN 'iso3166_1_alpha2' THEN 1 WHEN 'm49' THEN 2 ELSE 3 END
            + 10 * (valid_to IS NOT NULL)
    )
    FROM entity_codes
    WHERE code = :code
    GROUP BY entity_id
),
-- What holds the words, each row once.
holding (at, score) AS (
    -- The score costs most of the time, and says nothing where a large part of all rows is found.
    SELECT
        rowid,
        CASE
            WHEN (SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH :words LIMIT 801)) <= 800
                THEN bm25(search_words, 4.0, 6.0, 3.0, 1.0, 1.0)
            ELSE 0.0
        END
    FROM search_words
    WHERE search_words MATCH :words
    UNION ALL
    SELECT DISTINCT search_rows.rowid, 0.0
    FROM search_names
    JOIN search_rows ON search_rows.id = search_names.id AND search_rows.kind = search_names.kind
    WHERE :inside <> ''
        AND search_names.name LIKE :inside
        AND search_rows.rowid NOT IN (SELECT rowid FROM search_words WHERE search_words MATCH :words)
    UNION ALL
    SELECT rowid, 0.0 FROM search_rows WHERE :each = '[]'
),
held (at, words) AS MATERIALIZED (
    SELECT search_words.rowid, count(*)
    FROM json_each(:each)
    JOIN search_words ON search_words MATCH json_each.value
    GROUP BY search_words.rowid
),
found (at, score, tier, words) AS MATERIALIZED (
    SELECT
        holding.at,
        holding.score,
        CASE
            WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :key) THEN 0
            -- A whole name begins with the words too: where no name does, nobody asks for it.
            WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :ends)
            THEN CASE
                WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :name) THEN 1
                ELSE 2
            END
            WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :number) THEN 3
            WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :phrase) THEN 4
            WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :heading) THEN 5
            WHEN holding.at IN (SELECT rowid FROM search_words WHERE search_words MATCH :whole) THEN 6
            ELSE 7
        END,
        ifnull(held.words, 0)
    FROM holding
    LEFT JOIN held ON held.at = holding.at
),
-- Read twice, to be counted and to be ranked: that takes less than to copy it.
kept AS NOT MATERIALIZED (
    SELECT
        found.at,
        found.tier,
        found.score,
        found.words,
        code.place,
        search_rows.id,
        search_rows.kind,
        search_rows.sort,
        search_rows.heading,
        search_rows.citation,
        search_rows.n_facts,
        search_rows.first_year,
        search_rows.last_year,
        search_rows.origin
    -- CROSS keeps SQLite from reading all rows of the index to look each of them up in what was found.
    FROM found
    CROSS JOIN search_rows ON search_rows.rowid = found.at
    LEFT JOIN code ON search_rows.kind = 'entities' AND code.entity_id = search_rows.id
    -- A passage is found by its id; what it supports is found by everything else.
    WHERE (search_rows.kind <> 'citations' OR found.tier = 0 OR :kind = 'citations')
        AND (:kind IS NULL OR instr(search_rows.sort, ' ' || :kind || ' ') > 0)
        AND (:from_year IS NULL OR search_rows.last_year >= :from_year AND search_rows.first_year <= :to_year)
        AND (
            :source IS NULL
            OR instr(lower(search_rows.documents || ' ' || ifnull(search_rows.citation, '')), lower(:source)) > 0
        )
        AND (:about IS NULL OR instr(search_rows.entities, ';' || :about || ';') > 0)
)
SELECT
    at,
    id,
    kind,
    heading,
    citation,
    origin,
    -- 0 an id, code or label; 1 a name; 2 what a name begins or ends with; 3 a number as it
    -- is printed; from 4 on, words of it.
    CASE WHEN place IS NOT NULL THEN 0 ELSE tier END AS tier,
    words,
    (SELECT count(*) FROM kept) AS n
FROM kept
ORDER BY
    words DESC,
    place IS NULL,
    place,
    min(kept.tier, 2),
    -- A state that is there for its codes alone comes after everything that a fact names.
    kind = 'entities' AND n_facts = 0,
    -- Who types a year beside words looks for what happened in it, before what was said of it, and for events of the
    -- kind that is typed.
    CASE
        WHEN kept.tier <= 1 THEN 0
        WHEN kept.tier <= 5 AND kind = 'events' AND first_year = :year AND last_year = :year
            AND EXISTS (SELECT 1 FROM json_each(:kinds) WHERE instr(sort, ' ' || value || ' ') > 0) THEN 1
        WHEN kept.tier = 2 THEN 2
        WHEN kept.tier <= 5 AND kind = 'events' AND :year BETWEEN first_year AND last_year THEN 3
        ELSE 4
    END,
    kept.tier,
    CASE WHEN kept.tier <= 2 THEN kind <> 'entities' END,
    CASE WHEN kept.tier <= 2 THEN n_facts END DESC,
    CASE WHEN kept.tier <= 1 THEN kind <> 'events' END,
    -- What takes part in an event says less than the event.
    kind IN ('event_participants', 'event_variants'),
    score,
    length(heading),
    kind,
    id
LIMIT :limit
