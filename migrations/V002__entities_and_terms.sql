-- What facts are about, under every name and code it goes by, and the words that facts are said in.

CREATE TABLE entities (
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT entities_key PRIMARY KEY (entity_id),
    CONSTRAINT kind_is_known CHECK (kind IN (
        'state', 'aggregate', 'organisation', 'body', 'company', 'media', 'person', 'community',
        'armed_group', 'place', 'agreement', 'programme', 'project', 'forum', 'concept', 'product'
    ))
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_names (
    entity_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_kind TEXT NOT NULL,
    language TEXT,
    source_id TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT entity_names_key PRIMARY KEY (entity_id, name),
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT source_exists FOREIGN KEY (source_id) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT name_kind_is_known CHECK (name_kind IN (
        'acronym', 'variant', 'former', 'transliteration', 'translation', 'misprint'
    ))
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_codes (
    entity_id TEXT NOT NULL,
    scheme TEXT NOT NULL,
    code TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT entity_codes_key PRIMARY KEY (entity_id, scheme, code),
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT scheme_is_known CHECK (scheme IN (
        'iso3166_1_alpha2', 'iso3166_1_alpha3', 'm49', 'cow', 'cow_abbreviation', 'comtrade', 'imf',
        'vdem', 'wikidata'
    )),
    CONSTRAINT years_have_four_digits CHECK (
        (valid_from IS NULL OR valid_from GLOB '[0-9][0-9][0-9][0-9]')
        AND (valid_to IS NULL OR valid_to GLOB '[0-9][0-9][0-9][0-9]')
    ),
    CONSTRAINT years_are_in_order CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT terms_key PRIMARY KEY (term),
    CONSTRAINT kind_is_known CHECK (kind IN ('predicate', 'indicator', 'unit', 'commodity', 'topic'))
) STRICT, WITHOUT ROWID;
