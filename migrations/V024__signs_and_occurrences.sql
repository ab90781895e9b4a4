-- Signs, names with numbers and ticks are tokens of a scheme of their own, and a passage that its document repeats is
-- cited by its occurrence.
-- expect: drop constraint citations.CHECK norm_is_known

PRAGMA legacy_alter_table = ON;

-- Made anew because the column stands before the origin, like the others that a seed file has.
CREATE TABLE citations_new (
    citation_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    locator_label TEXT NOT NULL,
    locator TEXT NOT NULL,
    start_word INTEGER NOT NULL,
    n_chars INTEGER NOT NULL,
    n_words INTEGER NOT NULL,
    digest TEXT NOT NULL,
    norm TEXT NOT NULL,
    tokens TEXT,
    note TEXT,
    occurrence INTEGER,
    origin TEXT NOT NULL,
    CONSTRAINT citations_key PRIMARY KEY (citation_id),
    CONSTRAINT source_exists FOREIGN KEY (source_id) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT locator_label_is_known CHECK (locator_label IN (
        'page', 'paragraph', 'section', 'table', 'figure', 'note', 'line'
    )),
    CONSTRAINT locator_is_quotable CHECK (locator NOT GLOB '*[][;]*'),
    CONSTRAINT start_word_counts_from_zero CHECK (start_word >= 0),
    CONSTRAINT window_has_words CHECK (n_words >= 1),
    CONSTRAINT window_is_20_to_300_characters CHECK (n_chars BETWEEN 20 AND 300),
    CONSTRAINT digest_is_sha256 CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT norm_is_known CHECK (norm IN ('pa1', 'pa2')),
    CONSTRAINT occurrence_counts_from_one CHECK (occurrence >= 1)
) STRICT;

INSERT INTO citations_new (
    citation_id, source_id, locator_label, locator, start_word, n_chars, n_words, digest, norm, tokens, note,
    origin
)
SELECT
    citation_id, source_id, locator_label, locator, start_word, n_chars, n_words, digest, norm, tokens, note,
    origin
FROM citations
ORDER BY citation_id;

DROP TABLE citations;
ALTER TABLE citations_new RENAME TO citations;
CREATE INDEX citations_by_source ON citations (source_id, start_word);

PRAGMA legacy_alter_table = OFF;
