-- Documents, the notes in which they cite each other, and the passages that facts rest on.

CREATE TABLE sources (
    source_id TEXT NOT NULL,
    tier TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    part_of TEXT,
    derived_from TEXT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    original_title TEXT,
    authors TEXT,
    editors TEXT,
    container TEXT,
    publisher TEXT,
    volume TEXT,
    issue TEXT,
    pages TEXT,
    number TEXT,
    issued TEXT,
    issued_from TEXT,
    issued_to TEXT,
    issued_precision TEXT,
    url TEXT,
    url_as_printed TEXT,
    archive_url TEXT,
    accessed TEXT,
    language TEXT,
    rights TEXT,
    paragraph_rule TEXT,
    note_lines TEXT,
    ref_chars INTEGER,
    ref_digest TEXT,
    bytes_sha256 TEXT,
    first_word INTEGER,
    n_words INTEGER,
    cite TEXT NOT NULL,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT sources_key PRIMARY KEY (source_id),
    CONSTRAINT part_of_is_a_source FOREIGN KEY (part_of) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT derived_from_is_a_source FOREIGN KEY (derived_from) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT tier_is_known CHECK (tier IN ('seed', 'part', 'cited')),
    CONSTRAINT source_kind_is_known
        CHECK (source_kind IN ('original', 'republication', 'translation', 'compilation')),
    CONSTRAINT kind_is_known CHECK (kind IN (
        'article', 'article-journal', 'article-magazine', 'article-newspaper', 'book', 'broadcast',
        'chapter', 'dataset', 'document', 'interview', 'legislation', 'paper-conference',
        'personal_communication', 'post', 'post-weblog', 'report', 'speech', 'treaty', 'webpage'
    )),
    CONSTRAINT paragraph_rule_is_known CHECK (paragraph_rule IN ('blank_line', 'line_end')),
    CONSTRAINT a_part_names_its_whole CHECK (tier <> 'part' OR part_of IS NOT NULL),
    CONSTRAINT issued_days_are_real
        CHECK (issued_from IS date(issued_from) AND issued_to IS date(issued_to)),
    CONSTRAINT issued_days_are_in_order CHECK (issued_from <= issued_to),
    CONSTRAINT digests_are_sha256 CHECK (
        (ref_digest IS NULL OR (length(ref_digest) = 64 AND ref_digest NOT GLOB '*[^0-9a-f]*'))
        AND (bytes_sha256 IS NULL
            OR (length(bytes_sha256) = 64 AND bytes_sha256 NOT GLOB '*[^0-9a-f]*'))
    ),
    CONSTRAINT counts_are_not_negative CHECK (ref_chars >= 0 AND first_word >= 0 AND n_words >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_references (
    citing TEXT NOT NULL,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    reference_kind TEXT NOT NULL,
    cited TEXT,
    pages TEXT,
    comment TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT source_references_key PRIMARY KEY (citing, note, position),
    CONSTRAINT citing_is_a_source FOREIGN KEY (citing) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT cited_is_a_source FOREIGN KEY (cited) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reference_kind_is_known CHECK (reference_kind IN ('work', 'back_reference', 'remark')),
    CONSTRAINT only_a_remark_cites_nothing CHECK ((cited IS NULL) = (reference_kind = 'remark')),
    CONSTRAINT position_counts_from_one CHECK (position >= 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE citations (
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
    CONSTRAINT norm_is_known CHECK (norm IN ('pa1'))
) STRICT, WITHOUT ROWID;
