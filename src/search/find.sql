-- What a question finds, the best first. The program runs this text; so can the sqlite3 shell, and a page with SQLite
-- in it. The parameters; an expression that asks for nothing is "<U+E003>", :inside '', a
-- filter NULL:
--
--   :words   all words of the question for FTS5, each as the beginning of a word: "trade" * AND "2012" *
--   :each    the same, one by one, as a JSON list; what holds more of them comes first; of an empty list, all rows do
--   :whole   the same as whole words: "trade" AND "2012"
--   :phrase  {heading names} : "the words as they were typed"
--   :ends    names : ("<U+E000> words" OR "words <U+E001>"), for a name that begins or ends with them
--   :name    names : "<U+E000> words <U+E001>", for the whole name
--   :key     labels : "<U+E000> words <U+E001>", for an id, a code or a label
--   :inside  %words%, for scripts without spaces between words
--   :code    the words as they were typed, for the codes of states
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
signals (at, tier, score, word) AS (
    -- The score costs most of the time, and says nothing where a large part of all rows is found.
    SELECT
        rowid,
        6,
        CASE
            WHEN (SELECT count(*) FROM search_words WHERE search_words MATCH :words) <= 800
                THEN bm25(search_words, 4.0, 6.0, 3.0, 1.0, 1.0)
            ELSE 0.0
        END,
        0
    FROM search_words
    WHERE search_words MATCH :words
    UNION ALL
    SELECT search_rows.rowid, 6, 0.0, 0
    FROM search_names
    JOIN search_rows ON search_rows.id = search_names.id AND search_rows.kind = search_names.kind
    WHERE :inside <> '' AND search_names.name LIKE :inside
    UNION ALL
    SELECT rowid, 6, 0.0, 0 FROM search_rows WHERE :each = '[]'
    UNION ALL
    SELECT rowid, 0, NULL, 0 FROM search_words WHERE search_words MATCH :key
    UNION ALL
    SELECT rowid, 1, NULL, 0 FROM search_words WHERE search_words MATCH :name
    UNION ALL
    SELECT rowid, 2, NULL, 0 FROM search_words WHERE search_words MATCH :ends
    UNION ALL
    SELECT rowid, 4, NULL, 0 FROM search_words WHERE search_words MATCH :phrase
    UNION ALL
    SELECT rowid, 5, NULL, 0 FROM search_words WHERE search_words MATCH :whole
    UNION ALL
    SELECT search_words.rowid, 7, NULL, 1
    FROM json_each(:each)
    JOIN search_words ON search_words MATCH json_each.value
),
found (at, tier, score, words) AS MATERIALIZED (
    SELECT at, min(tier), min(score), sum(word) FROM signals GROUP BY at HAVING min(score) IS NOT NULL
)
SELECT
    found.at,
    search_rows.id,
    search_rows.kind,
    search_rows.heading,
    search_rows.citation,
    search_rows.origin,
    -- 0 an id, code or label; 1 a name; 2 what a name begins or ends with; from 3 on, words of it.
    CASE WHEN code.place IS NOT NULL THEN 0 ELSE found.tier END AS tier,
    found.words,
    count(*) OVER () AS n
FROM found
JOIN search_rows ON search_rows.rowid = found.at
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
ORDER BY
    -- Two numbers in which each thing weighs more than all behind it, since comparing them one by one takes longest.
    -- How many words a row holds; the place of a code; a name before other words; a state that is there for its codes
    -- alone behind everything that a fact names; the tier; and of what has the name, entities before the rest.
    (((20 * -found.words + ifnull(code.place, 19)) * 3 + min(found.tier, 2)) * 2
        + (search_rows.kind = 'entities' AND search_rows.n_facts = 0)) * 16
        + found.tier * 2 + (found.tier <= 2 AND search_rows.kind <> 'entities'),
    -- The more facts name it, the better; of names events first; what takes part in an event says less than the event.
    iif(found.tier <= 2, -search_rows.n_facts, 0) * 4 + (found.tier <= 1 AND search_rows.kind <> 'events') * 2
        + (search_rows.kind IN ('event_participants', 'event_variants')),
    found.score,
    length(search_rows.heading),
    -- Rows are numbered by kind and id.
    found.at
LIMIT :limit
