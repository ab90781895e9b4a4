CREATE TABLE "citations" (
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

CREATE TABLE "dataset" (
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

CREATE TABLE "entities" (
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    in_text TEXT,
    number TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT entities_key PRIMARY KEY (entity_id),
    CONSTRAINT kind_is_known CHECK (kind IN (
        'state', 'aggregate', 'organisation', 'body', 'company', 'media', 'person', 'community',
        'armed_group', 'place', 'agreement', 'programme', 'project', 'forum', 'concept', 'product'
    )),
    CONSTRAINT number_is_known CHECK (number IN ('singular', 'plural'))
) STRICT;

CREATE TABLE "entity_codes" (
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
) STRICT;

CREATE TABLE entity_members (
    entity_id TEXT NOT NULL,
    member TEXT NOT NULL,
    source_id TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT entity_members_key PRIMARY KEY (entity_id, member),
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT member_is_an_entity FOREIGN KEY (member) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT source_exists FOREIGN KEY (source_id) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT nothing_is_its_own_member CHECK (entity_id <> member)
) STRICT;

CREATE TABLE "entity_names" (
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
) STRICT;

CREATE TABLE "event_participants" (
    fact_id TEXT NOT NULL,
    event TEXT NOT NULL,
    entity TEXT NOT NULL,
    role TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT event_participants_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT event_exists FOREIGN KEY (event) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT entity_exists FOREIGN KEY (entity) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT role_is_known CHECK (role IN (
        'host', 'chair', 'organiser', 'attended', 'absent', 'invited', 'signatory', 'founder',
        'proposer', 'supporter', 'opponent', 'speaker', 'addressee', 'supplier', 'recipient',
        'perpetrator', 'target', 'subject', 'outcome'
    ))
) STRICT;

CREATE TABLE "event_variants" (
    fact_id TEXT NOT NULL,
    event TEXT NOT NULL,
    property TEXT NOT NULL,
    value TEXT NOT NULL,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT event_variants_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT event_exists FOREIGN KEY (event) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT property_is_known CHECK (property IN ('date', 'place', 'number', 'name', 'participants')),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE TABLE "events" (
    fact_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    date_basis TEXT,
    place TEXT,
    organisation TEXT,
    part_of TEXT,
    summary TEXT NOT NULL,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT events_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT place_is_an_entity FOREIGN KEY (place) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT organisation_is_an_entity FOREIGN KEY (organisation) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT part_of_is_an_event FOREIGN KEY (part_of) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT kind_is_known CHECK (kind IN (
        'summit', 'meeting', 'visit', 'call', 'founding', 'opening', 'dissolution', 'accession',
        'agreement', 'adoption', 'declaration', 'decision', 'proposal', 'announcement', 'speech',
        'exercise', 'training', 'attack', 'conflict', 'protest', 'withdrawal', 'delivery',
        'investment', 'sale', 'publication', 'appointment', 'election', 'change',
        'invasion', 'annexation', 'clash', 'unrest', 'sanction', 'restriction', 'relaxation', 'launch',
        'construction', 'entry_into_force', 'outbreak', 'incident', 'death', 'anniversary', 'market_shift',
        'campaign', 'handover', 'settlement', 'grant', 'contract'
    )),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((date IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE TABLE "fact_citations" (
    fact_id TEXT NOT NULL,
    citation_id TEXT NOT NULL,
    role TEXT NOT NULL,
    detail TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT fact_citations_key PRIMARY KEY (fact_id, citation_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT citation_exists FOREIGN KEY (citation_id) REFERENCES citations (citation_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT role_is_known CHECK (role IN ('supports', 'disputes', 'context'))
) STRICT;

CREATE TABLE "fact_links" (
    fact_id TEXT NOT NULL,
    link TEXT NOT NULL,
    other_fact TEXT NOT NULL,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT fact_links_key PRIMARY KEY (fact_id, link, other_fact),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT other_fact_exists FOREIGN KEY (other_fact) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT link_is_known CHECK (link IN (
        'fulfilled_by', 'partly_fulfilled_by', 'not_by', 'failed_by', 'corrects'
    )),
    CONSTRAINT a_link_joins_two_facts CHECK (fact_id <> other_fact)
) STRICT;

CREATE TABLE "fact_references" (
    fact_id TEXT NOT NULL,
    citing TEXT NOT NULL,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT fact_references_key PRIMARY KEY (fact_id, citing, note, position),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reference_exists FOREIGN KEY (citing, note, position)
        REFERENCES source_references (citing, note, position) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE fact_statements (
    fact_id TEXT NOT NULL,
    statement TEXT NOT NULL,
    CONSTRAINT fact_statements_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

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

CREATE TABLE "facts" (
    fact_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    attributed_to TEXT,
    rank TEXT NOT NULL,
    rank_reason TEXT,
    claim_group TEXT,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT facts_key PRIMARY KEY (fact_id),
    CONSTRAINT attributed_to_is_an_entity FOREIGN KEY (attributed_to) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT kind_is_known CHECK (kind IN (
        'memberships', 'offices', 'relations', 'events', 'event_participants', 'event_variants',
        'trade_figures', 'indicators', 'positions'
    )),
    CONSTRAINT status_is_known CHECK (status IN ('stated', 'attributed', 'expected')),
    CONSTRAINT an_attributed_fact_names_whom
        CHECK (status <> 'attributed' OR attributed_to IS NOT NULL),
    CONSTRAINT a_stated_fact_is_nobody_elses CHECK (status <> 'stated' OR attributed_to IS NULL),
    CONSTRAINT rank_is_known CHECK (rank IN ('preferred', 'normal', 'deprecated')),
    CONSTRAINT a_rank_has_a_reason CHECK ((rank = 'normal') = (rank_reason IS NULL))
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

CREATE TABLE indicator_together (
    fact_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT indicator_together_key PRIMARY KEY (fact_id, entity_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT position_counts_from_one CHECK (position >= 1)
) STRICT;

CREATE TABLE "indicators" (
    fact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    indicator TEXT NOT NULL,
    counted TEXT,
    among TEXT,
    about TEXT,
    event TEXT,
    period TEXT,
    base_period TEXT,
    date_basis TEXT,
    value_as_printed TEXT NOT NULL,
    numerator INTEGER,
    denominator INTEGER,
    value REAL NOT NULL,
    value_basis TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_mult INTEGER NOT NULL,
    qualifier TEXT NOT NULL,
    value_plain REAL NOT NULL,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT indicators_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT subject_is_an_entity FOREIGN KEY (subject) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT indicator_is_a_term FOREIGN KEY (indicator) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT counted_is_a_term FOREIGN KEY (counted) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT among_is_an_entity FOREIGN KEY (among) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT event_is_a_fact FOREIGN KEY (event) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT about_is_an_entity FOREIGN KEY (about) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT unit_is_a_term FOREIGN KEY (unit) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT qualifier_is_known CHECK (qualifier IN (
        'exact', 'about', 'almost', 'more_than', 'at_least', 'less_than', 'up_to'
    )),
    CONSTRAINT value_basis_is_known CHECK (value_basis IN ('printed', 'worked_out')),
    CONSTRAINT a_fraction_has_two_parts CHECK ((numerator IS NULL) = (denominator IS NULL)),
    CONSTRAINT a_fraction_is_worked_out CHECK ((numerator IS NULL) = (value_basis = 'printed')),
    CONSTRAINT a_fraction_is_a_part CHECK (0 <= numerator AND numerator <= denominator AND denominator > 0),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((period IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE TABLE "memberships" (
    fact_id TEXT NOT NULL,
    member TEXT NOT NULL,
    organisation TEXT NOT NULL,
    standing TEXT NOT NULL,
    date TEXT,
    date_basis TEXT,
    date_role TEXT,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT memberships_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT member_is_an_entity FOREIGN KEY (member) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT organisation_is_an_entity FOREIGN KEY (organisation) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT standing_is_known CHECK (standing IN (
        'founding_member', 'member', 'observer', 'dialogue_partner', 'participant', 'guest',
        'applicant', 'not_member', 'not_marked'
    )),
    CONSTRAINT date_role_is_known CHECK (date_role IN ('since', 'until', 'as_of', 'during')),
    CONSTRAINT a_date_has_a_role CHECK ((date IS NULL) = (date_role IS NULL)),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((date IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
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

CREATE TABLE meta_tables (
    table_name TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    meaning TEXT NOT NULL,
    unique_by TEXT NOT NULL,
    CONSTRAINT meta_tables_key PRIMARY KEY (table_name),
    CONSTRAINT kind_is_known CHECK (kind IN ('table', 'view'))
) STRICT;

CREATE TABLE "offices" (
    fact_id TEXT NOT NULL,
    person TEXT NOT NULL,
    office TEXT NOT NULL,
    organisation TEXT,
    date TEXT,
    date_basis TEXT,
    date_role TEXT,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT offices_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT person_is_an_entity FOREIGN KEY (person) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT organisation_is_an_entity FOREIGN KEY (organisation) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT date_role_is_known CHECK (date_role IN ('since', 'until', 'as_of', 'during')),
    CONSTRAINT a_date_has_a_role CHECK ((date IS NULL) = (date_role IS NULL)),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((date IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE TABLE "omissions" (
    source_id TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    omitted TEXT NOT NULL,
    reason TEXT NOT NULL,
    comment TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT omissions_key PRIMARY KEY (source_id, paragraph, omitted),
    CONSTRAINT source_exists FOREIGN KEY (source_id) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT paragraph_counts_from_one CHECK (paragraph >= 1),
    CONSTRAINT reason_is_known CHECK (reason IN (
        'heading', 'caption', 'credit', 'navigation', 'publication', 'repeats', 'rhetoric', 'outside',
        'name', 'vague'
    ))
) STRICT;

CREATE TABLE places (
    entity_id TEXT NOT NULL,
    state TEXT,
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    basis TEXT NOT NULL,
    note TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT places_key PRIMARY KEY (entity_id),
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT state_is_an_entity FOREIGN KEY (state) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT degrees_are_on_earth CHECK (abs(latitude) <= 90 AND abs(longitude) <= 180)
) STRICT;

CREATE TABLE position_about (
    fact_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT position_about_key PRIMARY KEY (fact_id, entity_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT position_counts_from_one CHECK (position >= 1)
) STRICT;

CREATE TABLE "positions" (
    fact_id TEXT NOT NULL,
    holder TEXT NOT NULL,
    topic TEXT NOT NULL,
    event TEXT,
    date TEXT,
    date_basis TEXT,
    summary TEXT NOT NULL,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT positions_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT holder_is_an_entity FOREIGN KEY (holder) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT topic_is_a_term FOREIGN KEY (topic) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT event_exists FOREIGN KEY (event) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((date IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));

CREATE TABLE "relations" (
    fact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object TEXT NOT NULL,
    date TEXT,
    date_basis TEXT,
    date_role TEXT,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT relations_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT subject_is_an_entity FOREIGN KEY (subject) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT predicate_is_a_term FOREIGN KEY (predicate) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT object_is_an_entity FOREIGN KEY (object) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT date_role_is_known CHECK (date_role IN ('since', 'until', 'as_of', 'during')),
    CONSTRAINT a_date_has_a_role CHECK ((date IS NULL) = (date_role IS NULL)),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((date IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

CREATE TABLE "retired_ids" (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    replaced_by TEXT,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT retired_ids_key PRIMARY KEY (id, kind), CONSTRAINT kind_is_known
    CHECK (kind IN ('fact', 'entity', 'citation', 'source', 'term'))) STRICT;

CREATE VIRTUAL TABLE search_names USING fts5 (
    name,
    id UNINDEXED,
    kind UNINDEXED,
    tokenize = 'trigram'
);

CREATE TABLE 'search_names_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_names_content'(id INTEGER PRIMARY KEY, c0, c1, c2);

CREATE TABLE 'search_names_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_names_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'search_names_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

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

CREATE TABLE 'search_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'search_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE source_authors (
    source_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT source_authors_key PRIMARY KEY (source_id, position),
    CONSTRAINT source_exists FOREIGN KEY (source_id) REFERENCES sources (source_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT entity_exists FOREIGN KEY (entity_id) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT position_counts_from_one CHECK (position >= 1)
) STRICT;

CREATE TABLE "source_references" (
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
) STRICT;

CREATE TABLE "sources" (
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
    first_paragraph INTEGER,
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
    CONSTRAINT counts_are_not_negative CHECK (
        ref_chars >= 0 AND first_paragraph >= 1 AND first_word >= 0 AND n_words >= 0
    )
) STRICT;

CREATE TABLE "terms" (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    family TEXT,
    pattern TEXT,
    pattern_plural TEXT,
    pattern_expected TEXT,
    pattern_past TEXT,
    pattern_past_plural TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT terms_key PRIMARY KEY (term),
    CONSTRAINT kind_is_known CHECK (kind IN (
        'predicate', 'indicator', 'unit', 'commodity', 'topic', 'counted',
        'standing', 'role', 'property', 'measure'
    )),
    CONSTRAINT family_is_known
        CHECK (family IN ('share', 'number', 'money', 'time', 'size', 'score', 'rank', 'growth')),
    CONSTRAINT an_indicator_has_a_family CHECK (family IS NULL OR kind = 'indicator')
) STRICT;

CREATE TABLE trade_areas (
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT trade_areas_key PRIMARY KEY (area),
    CONSTRAINT area_is_an_entity FOREIGN KEY (area) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT kind_is_known CHECK (kind IN ('area', 'rest', 'group'))
) STRICT;

CREATE TABLE trade_datasets (
    dataset TEXT NOT NULL,
    title TEXT NOT NULL,
    currency TEXT NOT NULL,
    CONSTRAINT trade_datasets_key PRIMARY KEY (dataset),
    CONSTRAINT currency_is_a_code CHECK (currency GLOB '[A-Z][A-Z][A-Z]')
) STRICT;

CREATE TABLE "trade_figures" (
    fact_id TEXT NOT NULL,
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL,
    commodity TEXT NOT NULL,
    period TEXT NOT NULL,
    base_period TEXT,
    date_basis TEXT,
    measure TEXT NOT NULL,
    share_of TEXT,
    value_as_printed TEXT NOT NULL,
    numerator INTEGER,
    denominator INTEGER,
    value REAL NOT NULL,
    value_basis TEXT NOT NULL,
    unit_mult INTEGER NOT NULL,
    currency TEXT,
    qualifier TEXT NOT NULL,
    value_usd REAL,
    corrected_value REAL,
    corrected_min REAL,
    corrected_max REAL,
    corrected_value_usd REAL,
    correction_reason TEXT,
    reported_by TEXT,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    origin TEXT NOT NULL,
    CONSTRAINT trade_figures_key PRIMARY KEY (fact_id),
    CONSTRAINT fact_exists FOREIGN KEY (fact_id) REFERENCES facts (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reporter_is_an_entity FOREIGN KEY (reporter) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT partner_is_an_entity FOREIGN KEY (partner) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT commodity_is_a_term FOREIGN KEY (commodity) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT reported_by_is_an_entity FOREIGN KEY (reported_by) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT flow_is_known CHECK (flow IN ('export', 'import', 'total')),
    CONSTRAINT measure_is_known CHECK (measure IN ('value', 'share', 'growth', 'multiple', 'rank')),
    CONSTRAINT a_share_says_of_what CHECK ((measure = 'share') = (share_of IS NOT NULL)),
    CONSTRAINT share_of_is_known CHECK (share_of IN (
        'reporter_total', 'partner_total', 'flow_with_partner'
    )),
    CONSTRAINT a_change_has_a_base
        CHECK (measure NOT IN ('growth', 'multiple') OR base_period IS NOT NULL),
    CONSTRAINT only_a_value_has_a_currency CHECK ((measure = 'value') = (currency IS NOT NULL)),
    CONSTRAINT currency_is_iso_4217 CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    CONSTRAINT qualifier_is_known CHECK (qualifier IN (
        'exact', 'about', 'almost', 'more_than', 'at_least', 'less_than', 'up_to'
    )),
    CONSTRAINT a_correction_has_a_reason
        CHECK (corrected_value IS NULL OR correction_reason IS NOT NULL),
    CONSTRAINT a_correction_lies_in_its_bounds
        CHECK (corrected_min <= corrected_value AND corrected_value <= corrected_max),
    CONSTRAINT value_basis_is_known CHECK (value_basis IN ('printed', 'worked_out')),
    CONSTRAINT a_fraction_has_two_parts CHECK ((numerator IS NULL) = (denominator IS NULL)),
    CONSTRAINT a_fraction_is_worked_out CHECK ((numerator IS NULL) = (value_basis = 'printed')),
    CONSTRAINT a_fraction_is_a_share CHECK (numerator IS NULL OR measure = 'share'),
    CONSTRAINT a_fraction_is_a_part CHECK (0 <= numerator AND numerator <= denominator AND denominator > 0),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((period IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
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
    import_id INTEGER NOT NULL, value_equals TEXT
    CONSTRAINT value_equals_is_known CHECK (value_equals IN ('cif', 'fob')),
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

CREATE INDEX citations_by_source ON citations (source_id, start_word);

CREATE INDEX entity_codes_by_code ON entity_codes (scheme, code);

CREATE INDEX entity_members_by_member ON entity_members (member);

CREATE INDEX entity_names_by_name ON entity_names (name COLLATE NOCASE);

CREATE INDEX event_participants_by_entity ON event_participants (entity, role);

CREATE INDEX event_participants_by_event ON event_participants (event, role);

CREATE INDEX event_variants_by_event ON event_variants (event, property);

CREATE INDEX events_by_date ON events (date_from, date_to);

CREATE INDEX events_by_kind ON events (kind, date_from);

CREATE INDEX events_by_organisation ON events (organisation, kind, date_from);

CREATE INDEX events_by_place ON events (place) WHERE place IS NOT NULL;

CREATE INDEX events_by_whole ON events (part_of) WHERE part_of IS NOT NULL;

CREATE INDEX fact_citations_by_citation ON fact_citations (citation_id);

CREATE INDEX fact_links_by_other_fact ON fact_links (other_fact);

CREATE INDEX fact_references_by_note ON fact_references (citing, note, position);

CREATE INDEX facts_by_attribution ON facts (attributed_to) WHERE attributed_to IS NOT NULL;

CREATE INDEX facts_by_claim_group ON facts (claim_group) WHERE claim_group IS NOT NULL;

CREATE INDEX indicator_together_by_entity ON indicator_together (entity_id);

CREATE INDEX indicators_by_about ON indicators (about) WHERE about IS NOT NULL;

CREATE INDEX indicators_by_among ON indicators (among) WHERE among IS NOT NULL;

CREATE INDEX indicators_by_event ON indicators (event) WHERE event IS NOT NULL;

CREATE INDEX indicators_by_indicator ON indicators (indicator);

CREATE INDEX indicators_by_subject ON indicators (subject, indicator, date_from);

CREATE INDEX memberships_by_member ON memberships (member, organisation);

CREATE INDEX memberships_by_organisation ON memberships (organisation, member, date_from);

CREATE INDEX offices_by_organisation ON offices (organisation, date_from);

CREATE INDEX offices_by_person ON offices (person, date_from);

CREATE INDEX position_about_by_entity ON position_about (entity_id);

CREATE INDEX positions_by_event ON positions (event) WHERE event IS NOT NULL;

CREATE INDEX positions_by_holder ON positions (holder, topic);

CREATE INDEX positions_by_topic ON positions (topic);

CREATE INDEX relations_by_object ON relations (object, predicate);

CREATE INDEX relations_by_predicate ON relations (predicate);

CREATE INDEX relations_by_subject ON relations (subject, predicate);

CREATE INDEX source_authors_by_entity ON source_authors (entity_id);

CREATE INDEX source_references_by_work ON source_references (cited) WHERE cited IS NOT NULL;

CREATE INDEX sources_by_whole ON sources (part_of) WHERE part_of IS NOT NULL;

CREATE INDEX trade_figures_by_pair ON trade_figures (reporter, partner, date_from);

CREATE INDEX trade_figures_by_partner ON trade_figures (partner, date_from);

CREATE VIEW cited_trade AS
SELECT
    trade_figures.fact_id,
    trade_figures.origin,
    trade_figures.reporter,
    trade_figures.partner,
    trade_figures.flow,
    trade_figures.period,
    -- Of dollars the program has worked it out. Of others the decimal point is moved in the text of the number, so
    -- that no product is rounded, unless the text has an exponent already.
    coalesce(trade_figures.value_usd, CASE
        WHEN trade_figures.measure <> 'value' THEN NULL
        WHEN instr(printf('%.15g', trade_figures.value), 'e')
        THEN trade_figures.value * CAST('1e' || trade_figures.unit_mult AS REAL)
        ELSE CAST(printf('%.15g', trade_figures.value) || 'e' || trade_figures.unit_mult AS REAL)
    END) AS amount,
    CASE trade_figures.measure WHEN 'value' THEN printed_intervals.least END AS least,
    CASE trade_figures.measure WHEN 'value' THEN printed_intervals.greatest END AS greatest,
    coalesce(trade_figures.corrected_value_usd, CASE
        WHEN trade_figures.measure <> 'value' OR trade_figures.corrected_value IS NULL THEN NULL
        WHEN instr(printf('%.15g', trade_figures.corrected_value), 'e')
        THEN trade_figures.corrected_value * CAST('1e' || trade_figures.unit_mult AS REAL)
        ELSE CAST(printf('%.15g', trade_figures.corrected_value) || 'e' || trade_figures.unit_mult AS REAL)
    END) AS corrected,
    trade_figures.currency,
    CAST(substr(trade_figures.date_from, 1, 4) AS INTEGER) * 12 + CAST(substr(trade_figures.date_from, 6, 2) AS INTEGER) - 1
        AS first_month,
    CAST(substr(trade_figures.date_to, 1, 4) AS INTEGER) * 12 + CAST(substr(trade_figures.date_to, 6, 2) AS INTEGER) - 1
        AS last_month,
    CASE
        WHEN trade_figures.measure = 'growth' THEN 'it is a growth rate and no amount of money'
        WHEN trade_figures.measure = 'multiple' THEN 'it is a multiple of an earlier value and no amount of money'
        WHEN trade_figures.measure <> 'value' THEN 'it is a ' || trade_figures.measure || ' and no amount of money'
        WHEN trade_figures.commodity <> 'total'
        THEN 'it is on ' || commodity.label || ', and only totals of all goods are compared'
        WHEN trade_figures.date_precision NOT IN ('day', 'month', 'year') OR trade_figures.period GLOB '*X*'
            OR substr(trade_figures.date_from, 9) <> '01' OR substr(date(trade_figures.date_to, '+1 day'), 9) <> '01'
        THEN 'its period, ' || trade_figures.period || ', is not made of whole months or years'
        WHEN trade_figures.reporter = trade_figures.partner OR EXISTS (
            -- The groups of the one side and of the other, each with itself as a member, have a member in common.
            SELECT 1
            FROM entities AS shared
            WHERE (
                shared.entity_id = trade_figures.reporter OR shared.entity_id IN (
                    SELECT member FROM entity_members
                    WHERE entity_id = trade_figures.reporter AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), trade_figures.origin)
                )
            ) AND (
                shared.entity_id = trade_figures.partner OR shared.entity_id IN (
                    SELECT member FROM entity_members
                    WHERE entity_id = trade_figures.partner AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), trade_figures.origin)
                )
            )
        )
        THEN 'it is on trade within a group, and not between two sides'
    END AS obstacle
FROM trade_figures
JOIN terms AS commodity ON commodity.term = trade_figures.commodity
LEFT JOIN printed_intervals ON printed_intervals.fact_id = trade_figures.fact_id;

CREATE VIEW expectations AS
SELECT
    facts.fact_id,
    coalesce(event_participants.event, event_variants.event, facts.fact_id) AS expectation
FROM facts
LEFT JOIN event_participants ON event_participants.fact_id = facts.fact_id
LEFT JOIN event_variants ON event_variants.fact_id = facts.fact_id
WHERE facts.status = 'expected';

CREATE VIEW fact_days AS
SELECT fact_id, date_from, date_to FROM memberships
UNION ALL
SELECT fact_id, date_from, date_to FROM offices
UNION ALL
SELECT fact_id, date_from, date_to FROM relations
UNION ALL
SELECT fact_id, date_from, date_to FROM events
UNION ALL
SELECT event_participants.fact_id, events.date_from, events.date_to
FROM event_participants
JOIN events ON events.fact_id = event_participants.event
UNION ALL
SELECT
    event_variants.fact_id,
    CASE WHEN event_variants.date_from IS NULL AND event_variants.date_to IS NULL THEN events.date_from ELSE event_variants.date_from END,
    CASE WHEN event_variants.date_from IS NULL AND event_variants.date_to IS NULL THEN events.date_to ELSE event_variants.date_to END
FROM event_variants
JOIN events ON events.fact_id = event_variants.event
UNION ALL
SELECT fact_id, date_from, date_to FROM trade_figures
UNION ALL
SELECT
    indicators.fact_id,
    CASE WHEN indicators.period IS NULL THEN events.date_from ELSE indicators.date_from END,
    CASE WHEN indicators.period IS NULL THEN events.date_to ELSE indicators.date_to END
FROM indicators
LEFT JOIN events ON events.fact_id = indicators.event
UNION ALL
SELECT
    positions.fact_id,
    CASE WHEN positions.date IS NULL THEN events.date_from ELSE positions.date_from END,
    CASE WHEN positions.date IS NULL THEN events.date_to ELSE positions.date_to END
FROM positions
LEFT JOIN events ON events.fact_id = positions.event;

CREATE VIEW fact_lists AS
SELECT
    facts.fact_id,
    (
        SELECT group_concat(piece, '; ')
        FROM (
            SELECT quoted AS piece
            FROM fact_passages
            WHERE fact_passages.fact_id = facts.fact_id
            GROUP BY source_id, piece
            ORDER BY source_id, min(start_word)
        )
    ) AS citation,
    (
        SELECT group_concat(piece, ';')
        FROM (
            SELECT in_copy AS piece
            FROM fact_passages
            WHERE fact_passages.fact_id = facts.fact_id AND fact_passages.in_copy IS NOT NULL
            GROUP BY piece
            ORDER BY min(source_id), min(start_word)
        )
    ) AS in_copy,
    (
        SELECT group_concat(piece, ';')
        FROM (
            SELECT coded AS piece
            FROM fact_passages
            WHERE fact_passages.fact_id = facts.fact_id
            GROUP BY piece
            ORDER BY source_id, min(start_word)
        )
    ) AS source,
    (
        SELECT group_concat(piece, '; ')
        FROM (
            SELECT url AS piece
            FROM fact_passages
            WHERE fact_passages.fact_id = facts.fact_id
            GROUP BY piece
            ORDER BY piece
        )
    ) AS source_url,
    (
        SELECT group_concat(piece, ';')
        FROM (
            SELECT source_id AS piece
            FROM fact_passages
            WHERE fact_passages.fact_id = facts.fact_id AND fact_passages.role = 'supports'
            GROUP BY piece
            ORDER BY min(first_day) IS NULL, min(first_day), piece
        )
    ) AS source_ids,
    (
        SELECT max(first_day)
        FROM fact_passages
        WHERE fact_passages.fact_id = facts.fact_id AND fact_passages.role = 'supports'
    ) AS last_first_day
FROM facts;

CREATE VIEW fact_passages AS
SELECT
    fact_citations.fact_id,
    fact_citations.role,
    citations.source_id,
    citations.start_word,
    sources.cite || ', ' || citations.locator_label || ' ' || CASE
            WHEN citations.locator_label = 'paragraph' AND citations.locator NOT GLOB '*[^0-9]*'
                AND sources.first_paragraph IS NOT NULL
            THEN CAST(citations.locator AS INTEGER) - sources.first_paragraph + 1
            ELSE citations.locator
        END AS quoted,
    sources.source_id || '[' || citations.locator_label || ' ' || CASE
            WHEN citations.locator_label = 'paragraph' AND citations.locator NOT GLOB '*[^0-9]*'
                AND sources.first_paragraph IS NOT NULL
            THEN CAST(citations.locator AS INTEGER) - sources.first_paragraph + 1
            ELSE citations.locator
        END || ']' AS coded,
    CASE
        WHEN sources.first_paragraph IS NOT NULL
        THEN sources.part_of || '[' || citations.locator_label || ' ' || citations.locator || ']'
    END AS in_copy,
    coalesce(sources.url, wholes.url) AS url,
    coalesce(sources.issued_from, sources.issued_to) AS first_day
FROM fact_citations
JOIN citations ON citations.citation_id = fact_citations.citation_id
JOIN sources ON sources.source_id = citations.source_id
LEFT JOIN sources AS wholes ON wholes.source_id = sources.part_of
WHERE fact_citations.role <> 'context';

CREATE VIEW meta_release AS
SELECT name, title, release AS version, released AS date, licence, cite_as, origin
FROM dataset;

CREATE VIEW printed_intervals AS
WITH figures (fact_id, question, printed, number, basis, unit_mult, qualifier) AS (
    SELECT
        fact_id,
        reporter || '|' || partner || '|' || flow || '|' || commodity || '|' || measure || '|' || ifnull(currency, ''),
        value_as_printed, value, value_basis, unit_mult, qualifier
    FROM trade_figures
    UNION ALL
    SELECT
        fact_id,
        subject || '|' || indicator || '|' || ifnull(counted, '') || '|' || ifnull(among, '') || '|' || unit,
        value_as_printed, value, value_basis, unit_mult, qualifier
    FROM indicators
),
printed (fact_id, question, number, places, unit_mult, qualifier) AS (
    SELECT
        fact_id,
        question,
        number,
        CASE
            -- A number in words is as exact as it reads, and so is a fraction.
            WHEN printed NOT GLOB '*[0-9]*' OR basis = 'worked_out' THEN NULL
            WHEN instr(printed, '.') = 0 THEN 0
            ELSE length(printed) - instr(printed, '.')
        END,
        unit_mult,
        qualifier
    FROM figures
),
counted (fact_id, question, number, units, power, slack, qualifier) AS (
    SELECT
        fact_id,
        question,
        number * CAST('1e' || unit_mult AS REAL),
        CAST(round(number * CAST('1e' || places AS REAL)) AS INTEGER),
        'e' || (unit_mult - places - 1),
        qualifier IN ('about', 'almost'),
        qualifier
    FROM printed
)
SELECT
    fact_id,
    question,
    CASE
        WHEN qualifier IN ('less_than', 'up_to') THEN NULL
        WHEN units IS NULL THEN number - 0.1 * slack * abs(number)
        ELSE CAST((10 * units - 5 - slack * abs(units)) || power AS REAL)
    END AS least,
    CASE
        WHEN qualifier IN ('more_than', 'at_least') THEN NULL
        WHEN units IS NULL THEN number + 0.1 * (qualifier = 'about') * abs(number)
        ELSE CAST((10 * units + 5 + (qualifier = 'about') * abs(units)) || power AS REAL)
    END AS greatest
FROM counted;

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
    (24, 'v_trade_check', 'Each trade figure of a document beside the official statistics that you imported with `sco import trade`: the difference in per cent, what is wrong by a power of ten, and what is missing'),
    (25, 'v_trade_flows', 'The official statistics that you imported, with names: who traded what with whom'),
    (26, 'trade_flows', 'The same in codes, as it is stored'),
    (27, 'trade_datasets', 'Which official statistics were imported, and their currency; from which files, in imports; the states and groups that they name, in trade_areas')
)
SELECT position, look_at, answers FROM views;

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

CREATE VIEW unnamed_entities AS
SELECT entity_id
FROM entities
WHERE entity_id NOT IN (
    SELECT member FROM memberships WHERE member IS NOT NULL
    UNION ALL SELECT organisation FROM memberships WHERE organisation IS NOT NULL
    UNION ALL SELECT person FROM offices WHERE person IS NOT NULL
    UNION ALL SELECT organisation FROM offices WHERE organisation IS NOT NULL
    UNION ALL SELECT subject FROM relations WHERE subject IS NOT NULL
    UNION ALL SELECT object FROM relations WHERE object IS NOT NULL
    UNION ALL SELECT place FROM events WHERE place IS NOT NULL
    UNION ALL SELECT organisation FROM events WHERE organisation IS NOT NULL
    UNION ALL SELECT entity FROM event_participants WHERE entity IS NOT NULL
    UNION ALL SELECT reporter FROM trade_figures WHERE reporter IS NOT NULL
    UNION ALL SELECT partner FROM trade_figures WHERE partner IS NOT NULL
    UNION ALL SELECT reported_by FROM trade_figures WHERE reported_by IS NOT NULL
    UNION ALL SELECT subject FROM indicators WHERE subject IS NOT NULL
    UNION ALL SELECT about FROM indicators WHERE about IS NOT NULL
    UNION ALL SELECT among FROM indicators WHERE among IS NOT NULL
    UNION ALL SELECT entity_id FROM indicator_together WHERE entity_id IS NOT NULL
    UNION ALL SELECT holder FROM positions WHERE holder IS NOT NULL
    UNION ALL SELECT entity_id FROM position_about WHERE entity_id IS NOT NULL
    UNION ALL SELECT attributed_to FROM facts WHERE attributed_to IS NOT NULL
    UNION ALL SELECT value FROM event_variants WHERE property = 'place'
);

CREATE VIEW v_conflicts AS
WITH answers (fact_id, claim_group, kind, origin) AS (
    SELECT fact_id, claim_group, kind, origin FROM facts WHERE claim_group IS NOT NULL
),
pairs (claim_group, kind, fact_1, fact_2, origin) AS (
    SELECT
        one.claim_group,
        CASE WHEN one.kind = two.kind THEN one.kind ELSE 'mixed' END,
        one.fact_id,
        two.fact_id,
        CASE WHEN one.origin = (SELECT name FROM dataset WHERE name = origin) THEN two.origin ELSE one.origin END
    FROM answers AS one
    JOIN answers AS two ON two.claim_group = one.claim_group AND one.fact_id < two.fact_id
    WHERE NOT EXISTS (
        SELECT 1 FROM fact_links
        WHERE fact_links.link <> 'corrects'
            AND fact_links.origin IN (
                (SELECT name FROM dataset WHERE name = origin),
                CASE WHEN one.origin = (SELECT name FROM dataset WHERE name = origin) THEN two.origin ELSE one.origin END
            )
            AND ((fact_links.fact_id = one.fact_id AND fact_links.other_fact = two.fact_id)
                OR (fact_links.fact_id = two.fact_id AND fact_links.other_fact = one.fact_id))
    )
),
classes (standing, class) AS (
    VALUES ('founding_member', 'member'), ('member', 'member'), ('participant', 'member'),
    ('observer', 'observer'), ('dialogue_partner', 'dialogue partner'), ('guest', 'guest'),
    ('applicant', 'applicant'), ('not_member', 'no member')
),
differing (claim_group, about, fact_1, fact_2, origin) AS (
    SELECT pairs.claim_group, 'standing', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN memberships AS one ON one.fact_id = pairs.fact_1
    JOIN memberships AS two ON two.fact_id = pairs.fact_2
    JOIN classes AS class_1 ON class_1.standing = one.standing
    JOIN classes AS class_2 ON class_2.standing = two.standing
    WHERE class_1.class <> class_2.class
    UNION ALL
    SELECT pairs.claim_group, 'date', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN memberships AS one ON one.fact_id = pairs.fact_1
    JOIN memberships AS two ON two.fact_id = pairs.fact_2
    WHERE one.standing = two.standing AND one.date_role = two.date_role AND one.date_role IN ('since', 'until')
        AND (one.date_to < two.date_from OR two.date_to < one.date_from)
    UNION ALL
    SELECT pairs.claim_group, 'date', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN events AS one ON one.fact_id = pairs.fact_1
    JOIN events AS two ON two.fact_id = pairs.fact_2
    WHERE one.date_to < two.date_from OR two.date_to < one.date_from
    UNION ALL
    SELECT pairs.claim_group, 'place', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN events AS one ON one.fact_id = pairs.fact_1
    JOIN events AS two ON two.fact_id = pairs.fact_2
    WHERE one.place <> two.place AND NOT EXISTS (
        SELECT 1 FROM relations
        WHERE predicate = 'located-in' AND relations.origin IN ((SELECT name FROM dataset WHERE name = origin), pairs.origin)
            AND ((subject = one.place AND object = two.place) OR (subject = two.place AND object = one.place))
    )
    UNION ALL
    SELECT pairs.claim_group, 'value', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN printed_intervals AS one ON one.fact_id = pairs.fact_1
    JOIN printed_intervals AS two ON two.fact_id = pairs.fact_2
    WHERE one.least > two.greatest OR two.least > one.greatest
    UNION ALL
    SELECT pairs.claim_group, 'statement', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    WHERE pairs.kind IN ('mixed', 'positions', 'offices', 'relations', 'event_variants', 'event_participants')
    UNION ALL
    -- Whether an event without a date contradicts another, no machine can tell.
    SELECT pairs.claim_group, 'statement', pairs.fact_1, pairs.fact_2, pairs.origin
    FROM pairs
    JOIN events AS one ON one.fact_id = pairs.fact_1
    JOIN events AS two ON two.fact_id = pairs.fact_2
    WHERE one.date IS NULL OR two.date IS NULL
    UNION ALL
    SELECT 'event ' || event_variants.event, event_variants.property, event_variants.event, event_variants.fact_id,
        event_variants.origin
    FROM event_variants
    JOIN facts ON facts.fact_id = event_variants.fact_id AND facts.status <> 'expected'
    JOIN events ON events.fact_id = event_variants.event
    WHERE CASE event_variants.property
        WHEN 'date' THEN event_variants.date_to < events.date_from OR events.date_to < event_variants.date_from
        WHEN 'place' THEN event_variants.value <> events.place AND NOT EXISTS (
            SELECT 1 FROM relations
            WHERE predicate = 'located-in' AND relations.origin IN ((SELECT name FROM dataset WHERE name = origin), event_variants.origin)
                AND ((subject = event_variants.value AND object = events.place)
                    OR (subject = events.place AND object = event_variants.value))
        )
        WHEN 'name' THEN 0
        ELSE 1
    END
)
SELECT
    differing.claim_group,
    differing.about,
    one.statement AS statement_1,
    one.citation AS citation_1,
    one.rank AS rank_1,
    two.statement AS statement_2,
    two.citation AS citation_2,
    two.rank AS rank_2,
    differing.fact_1,
    differing.fact_2,
    differing.origin
FROM differing
JOIN v_facts AS one ON one.fact_id = differing.fact_1
JOIN v_facts AS two ON two.fact_id = differing.fact_2;

CREATE VIEW v_event_participants AS
SELECT
    event_participants.fact_id,
    events.title AS event,
    event_participants.event AS event_id,
    events.kind AS event_kind,
    events.date AS event_date,
    events.date_basis,
    CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END AS year,
    events.date_from AS event_date_from,
    entity.name AS entity,
    event_participants.entity AS entity_id,
    event_participants.role,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM event_participants
JOIN facts ON facts.fact_id = event_participants.fact_id
JOIN fact_support AS support ON support.fact_id = event_participants.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = event_participants.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN events ON events.fact_id = event_participants.event
JOIN entities AS entity ON entity.entity_id = event_participants.entity;

CREATE VIEW v_event_variants AS
SELECT
    event_variants.fact_id,
    events.title AS event,
    event_variants.event AS event_id,
    event_variants.property,
    CASE event_variants.property
        WHEN 'date' THEN events.date WHEN 'place' THEN place.name WHEN 'name' THEN events.title
    END AS elsewhere,
    coalesce(named_place.name, event_variants.value) AS value,
    CASE
        WHEN event_variants.date_from IS NULL AND event_variants.date_to IS NULL
        THEN CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END
        ELSE CASE WHEN substr(event_variants.date_from, 1, 4) = substr(event_variants.date_to, 1, 4) THEN CAST(substr(event_variants.date_from, 1, 4) AS INTEGER) END
    END AS year,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM event_variants
JOIN facts ON facts.fact_id = event_variants.fact_id
JOIN fact_support AS support ON support.fact_id = event_variants.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = event_variants.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN events ON events.fact_id = event_variants.event
LEFT JOIN entities AS place ON place.entity_id = events.place
LEFT JOIN entities AS named_place
    ON named_place.entity_id = event_variants.value AND event_variants.property = 'place';

CREATE VIEW v_events AS
SELECT
    events.fact_id,
    events.kind,
    events.title,
    events.date,
    events.date_basis,
    CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END AS year,
    events.date_from,
    events.date_to,
    place.name AS place,
    events.place AS place_id,
    organisation.name AS organisation,
    events.organisation AS organisation_id,
    whole.title AS part_of,
    events.part_of AS part_of_id,
    events.summary,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM events
JOIN facts ON facts.fact_id = events.fact_id
JOIN fact_support AS support ON support.fact_id = events.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = events.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
LEFT JOIN entities AS place ON place.entity_id = events.place
LEFT JOIN entities AS organisation ON organisation.entity_id = events.organisation
LEFT JOIN events AS whole ON whole.fact_id = events.part_of;

CREATE VIEW v_expected AS
WITH told (fact_id, expectation) AS MATERIALIZED (
    SELECT fact_id, expectation FROM expectations
),
seen (expectation, origin) AS (
    SELECT told.expectation, facts.origin
    FROM told
    JOIN facts ON facts.fact_id = told.fact_id
    UNION
    SELECT told.expectation, fact_links.origin
    FROM told
    JOIN fact_links ON fact_links.fact_id = told.fact_id AND fact_links.link <> 'corrects'
),
members (expectation, origin, fact_id, role, link, note) AS (
    SELECT expectation, origin, expectation, 'head', NULL, NULL FROM seen
    UNION ALL
    SELECT seen.expectation, seen.origin, told.fact_id, 'part', NULL, NULL
    FROM seen
    JOIN told ON told.expectation = seen.expectation AND told.fact_id <> seen.expectation
    JOIN facts ON facts.fact_id = told.fact_id
    WHERE facts.origin IN (seen.origin, (SELECT name FROM dataset WHERE name = origin))
    UNION ALL
    SELECT seen.expectation, seen.origin, fact_links.other_fact, 'outcome', fact_links.link, min(fact_links.note)
    FROM seen
    JOIN told ON told.expectation = seen.expectation
    JOIN fact_links ON fact_links.fact_id = told.fact_id AND fact_links.link <> 'corrects'
    WHERE fact_links.origin IN (seen.origin, (SELECT name FROM dataset WHERE name = origin))
    GROUP BY seen.expectation, seen.origin, fact_links.link, fact_links.other_fact
)
SELECT
    fact_id,
    kind,
    CASE WHEN has_come THEN parts_in_words ELSE statement END AS expected,
    date,
    year,
    CASE WHEN has_come THEN parts_expected_by ELSE attributed_to END AS expected_by,
    CASE WHEN has_come THEN parts_citation ELSE citation END AS citation,
    CASE WHEN has_come THEN parts_date ELSE source_date END AS source_date,
    CASE WHEN has_come THEN parts_year ELSE source_year END AS source_year,
    parts,
    CASE WHEN has_come THEN NULL ELSE parts_in_words END AS parts_in_words,
    CASE
        WHEN fulfilled + partly + failed > 0 THEN CASE
            WHEN partly + failed = 0 THEN 'happened'
            WHEN fulfilled + partly = 0 THEN 'did not happen'
            ELSE 'happened in part'
        END
        WHEN not_by > 0 THEN 'had not happened'
        WHEN has_come THEN 'happened'
        ELSE 'not told'
    END AS outcome,
    CASE WHEN has_come THEN coalesce(outcomes, statement) ELSE outcomes END AS what_happened,
    CASE WHEN has_come AND outcome_fact_ids IS NULL THEN date ELSE outcome_dates END AS outcome_date,
    CASE WHEN has_come THEN coalesce(outcome_citations, citation) ELSE outcome_citations END AS outcome_citation,
    outcome_note,
    CASE WHEN has_come THEN coalesce(outcome_fact_ids, fact_id) ELSE outcome_fact_ids END AS outcome_fact_ids,
    origin
FROM (
    SELECT
        expectation AS fact_id,
        max(CASE role WHEN 'head' THEN kind END) AS kind,
        max(CASE role WHEN 'head' THEN statement END) AS statement,
        max(CASE role WHEN 'head' THEN date END) AS date,
        max(CASE role WHEN 'head' THEN year END) AS year,
        max(CASE role WHEN 'head' THEN status <> 'expected' END) AS has_come,
        max(CASE role WHEN 'head' THEN attributed_to END) AS attributed_to,
        max(CASE role WHEN 'head' THEN citation END) AS citation,
        max(CASE role WHEN 'head' THEN source_date END) AS source_date,
        max(CASE role WHEN 'head' THEN source_year END) AS source_year,
        origin,
        sum(role = 'part') AS parts,
        group_concat(CASE role WHEN 'part' THEN statement END, '; ') AS parts_in_words,
        group_concat(DISTINCT CASE role WHEN 'part' THEN attributed_to END) AS parts_expected_by,
        group_concat(DISTINCT CASE role WHEN 'part' THEN citation END) AS parts_citation,
        min(CASE role WHEN 'part' THEN source_date END) AS parts_date,
        min(CASE role WHEN 'part' THEN source_year END) AS parts_year,
        total(link = 'fulfilled_by') AS fulfilled,
        total(link = 'partly_fulfilled_by') AS partly,
        total(link = 'failed_by') AS failed,
        total(link = 'not_by') AS not_by,
        group_concat(CASE role WHEN 'outcome' THEN statement END, '; ') AS outcomes,
        group_concat(CASE role WHEN 'outcome' THEN date END, '; ') AS outcome_dates,
        group_concat(CASE role WHEN 'outcome' THEN citation END, '; ') AS outcome_citations,
        group_concat(note, '; ') AS outcome_note,
        group_concat(CASE role WHEN 'outcome' THEN fact_id END, ';') AS outcome_fact_ids
    FROM (
        SELECT members.expectation, members.role, members.link, members.note, said.fact_id, said.kind, said.statement,
            said.date, said.year, said.status, said.attributed_to, said.citation, said.source_date, said.source_year,
            members.origin
        FROM members
        JOIN v_facts AS said ON said.fact_id = members.fact_id
        ORDER BY members.expectation, members.origin, members.role, CASE members.role WHEN 'outcome' THEN said.source_year END, said.fact_id
    )
    GROUP BY expectation, origin
);

CREATE VIEW v_facts AS
SELECT fact_id, 'memberships' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_memberships
UNION ALL
SELECT fact_id, 'offices' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_offices
UNION ALL
SELECT fact_id, 'relations' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_relations
UNION ALL
SELECT fact_id, 'events' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_events
UNION ALL
SELECT fact_id, 'event_participants' AS kind, statement, year, event_date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_event_participants
UNION ALL
SELECT fact_id, 'event_variants' AS kind, statement, year, NULL AS date, NULL AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_event_variants
UNION ALL
SELECT fact_id, 'trade_figures' AS kind, statement, year, period AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_trade_figures
UNION ALL
SELECT fact_id, 'indicators' AS kind, statement, year, period AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_indicators
UNION ALL
SELECT fact_id, 'positions' AS kind, statement, year, date AS date, date_basis AS date_basis, status, attributed_to, attributed_to_id,
    rank, claim_group, note, citation, in_copy, source, source_url, source_ids, source_id, source_date, source_year,
    source_year_last, origin
FROM v_positions;

CREATE VIEW v_indicators AS
SELECT
    indicators.fact_id,
    subject.name || coalesce(together.names, '') AS subject,
    CASE WHEN together.fact_id IS NULL THEN indicators.subject END AS subject_id,
    indicators.subject || coalesce(together.ids, '') AS subject_ids,
    indicator.label AS indicator,
    indicators.indicator AS indicator_id,
    indicator.family,
    counted.label AS counted,
    indicators.counted AS counted_id,
    among.name AS among,
    indicators.among AS among_id,
    about.name AS about,
    indicators.about AS about_id,
    events.title AS event,
    indicators.event AS event_id,
    indicators.period,
    indicators.base_period,
    indicators.date_basis,
    CASE
        WHEN indicators.period IS NULL
        THEN CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END
        ELSE CASE WHEN substr(indicators.date_from, 1, 4) = substr(indicators.date_to, 1, 4) THEN CAST(substr(indicators.date_from, 1, 4) AS INTEGER) END
    END AS year,
    indicators.date_from,
    indicators.date_to,
    indicators.qualifier,
    indicators.value_as_printed,
    indicators.numerator,
    indicators.denominator,
    indicators.value,
    indicators.value_basis,
    indicators.unit_mult,
    indicators.value_plain,
    unit.label AS unit,
    indicators.unit AS unit_id,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM indicators
JOIN facts ON facts.fact_id = indicators.fact_id
JOIN fact_support AS support ON support.fact_id = indicators.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = indicators.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS subject ON subject.entity_id = indicators.subject
JOIN terms AS indicator ON indicator.term = indicators.indicator
JOIN terms AS unit ON unit.term = indicators.unit
LEFT JOIN entities AS about ON about.entity_id = indicators.about
LEFT JOIN terms AS counted ON counted.term = indicators.counted
LEFT JOIN entities AS among ON among.entity_id = indicators.among
LEFT JOIN events ON events.fact_id = indicators.event
LEFT JOIN (
    SELECT
        one.fact_id,
        (
            SELECT group_concat(' and ' || name, '')
            FROM (
                SELECT entities.name
                FROM indicator_together
                JOIN entities ON entities.entity_id = indicator_together.entity_id
                WHERE indicator_together.fact_id = one.fact_id
                ORDER BY indicator_together.position
            )
        ) AS names,
        (
            SELECT group_concat(';' || entity_id, '')
            FROM (
                SELECT indicator_together.entity_id
                FROM indicator_together
                WHERE indicator_together.fact_id = one.fact_id
                ORDER BY indicator_together.position
            )
        ) AS ids
    FROM indicator_together AS one
    WHERE one.position = 1
) AS together ON together.fact_id = indicators.fact_id;

CREATE VIEW v_map AS
WITH named (fact_id, place) AS (
    SELECT fact_id, place FROM events WHERE place IS NOT NULL
    UNION
    SELECT fact_id, value FROM event_variants WHERE property = 'place'
    UNION
    SELECT fact_id, subject FROM relations
    UNION
    SELECT fact_id, object FROM relations
)
SELECT
    place.name AS place,
    named.place AS place_id,
    state.name AS state,
    places.state AS state_id,
    places.latitude,
    places.longitude,
    said.fact_id,
    said.kind,
    said.statement,
    said.year,
    said.date,
    said.status,
    said.citation,
    said.source_year,
    -- A fact of ours at a place that a user has put on the map is a row of the user's.
    CASE WHEN places.origin = (SELECT name FROM dataset WHERE name = origin) THEN said.origin ELSE places.origin END AS origin
FROM named
JOIN places ON places.entity_id = named.place
JOIN entities AS place ON place.entity_id = named.place
LEFT JOIN entities AS state ON state.entity_id = places.state
JOIN v_facts AS said ON said.fact_id = named.fact_id;

CREATE VIEW v_memberships AS
SELECT
    memberships.fact_id,
    member.name AS member,
    memberships.member AS member_id,
    organisation.name AS organisation,
    memberships.organisation AS organisation_id,
    memberships.standing,
    memberships.date,
    memberships.date_basis,
    memberships.date_role,
    CASE WHEN substr(memberships.date_from, 1, 4) = substr(memberships.date_to, 1, 4) THEN CAST(substr(memberships.date_from, 1, 4) AS INTEGER) END AS year,
    memberships.date_from,
    memberships.date_to,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM memberships
JOIN facts ON facts.fact_id = memberships.fact_id
JOIN fact_support AS support ON support.fact_id = memberships.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = memberships.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS member ON member.entity_id = memberships.member
JOIN entities AS organisation ON organisation.entity_id = memberships.organisation;

CREATE VIEW v_offices AS
SELECT
    offices.fact_id,
    person.name AS person,
    offices.person AS person_id,
    offices.office,
    organisation.name AS organisation,
    offices.organisation AS organisation_id,
    offices.date,
    offices.date_basis,
    offices.date_role,
    CASE WHEN substr(offices.date_from, 1, 4) = substr(offices.date_to, 1, 4) THEN CAST(substr(offices.date_from, 1, 4) AS INTEGER) END AS year,
    offices.date_from,
    offices.date_to,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM offices
JOIN facts ON facts.fact_id = offices.fact_id
JOIN fact_support AS support ON support.fact_id = offices.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = offices.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS person ON person.entity_id = offices.person
LEFT JOIN entities AS organisation ON organisation.entity_id = offices.organisation;

CREATE VIEW v_positions AS
SELECT
    positions.fact_id,
    holder.name AS holder,
    positions.holder AS holder_id,
    topic.label AS topic,
    positions.topic AS topic_id,
    (
        SELECT group_concat(name, '; ')
        FROM (
            SELECT entities.name
            FROM position_about
            JOIN entities ON entities.entity_id = position_about.entity_id
            WHERE position_about.fact_id = positions.fact_id
            ORDER BY position_about.position
        )
    ) AS about,
    (
        SELECT group_concat(entity_id, ';')
        FROM (
            SELECT position_about.entity_id
            FROM position_about
            WHERE position_about.fact_id = positions.fact_id
            ORDER BY position_about.position
        )
    ) AS about_ids,
    events.title AS event,
    positions.event AS event_id,
    positions.date,
    positions.date_basis,
    CASE
        WHEN positions.date IS NULL
        THEN CASE WHEN substr(events.date_from, 1, 4) = substr(events.date_to, 1, 4) THEN CAST(substr(events.date_from, 1, 4) AS INTEGER) END
        ELSE CASE WHEN substr(positions.date_from, 1, 4) = substr(positions.date_to, 1, 4) THEN CAST(substr(positions.date_from, 1, 4) AS INTEGER) END
    END AS year,
    positions.date_from,
    positions.date_to,
    positions.summary,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM positions
JOIN facts ON facts.fact_id = positions.fact_id
JOIN fact_support AS support ON support.fact_id = positions.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = positions.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS holder ON holder.entity_id = positions.holder
JOIN terms AS topic ON topic.term = positions.topic
LEFT JOIN events ON events.fact_id = positions.event;

CREATE VIEW v_relations AS
SELECT
    relations.fact_id,
    subject.name AS subject,
    relations.subject AS subject_id,
    predicate.label AS predicate,
    relations.predicate AS predicate_id,
    object.name AS object,
    relations.object AS object_id,
    relations.date,
    relations.date_basis,
    relations.date_role,
    CASE WHEN substr(relations.date_from, 1, 4) = substr(relations.date_to, 1, 4) THEN CAST(substr(relations.date_from, 1, 4) AS INTEGER) END AS year,
    relations.date_from,
    relations.date_to,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM relations
JOIN facts ON facts.fact_id = relations.fact_id
JOIN fact_support AS support ON support.fact_id = relations.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = relations.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS subject ON subject.entity_id = relations.subject
JOIN terms AS predicate ON predicate.term = relations.predicate
JOIN entities AS object ON object.entity_id = relations.object;

CREATE VIEW v_sco_standing AS
SELECT entity, year, standing, is_founder, basis, told_for, citation, fact_id, entity_id, origin
FROM v_standing
WHERE organisation_id = (SELECT organisation FROM dataset WHERE name = origin);

CREATE VIEW v_sources AS
SELECT
    sources.source_id,
    sources.cite,
    sources.tier,
    sources.kind,
    sources.authors,
    (
        SELECT group_concat(entity_id, ';')
        FROM (
            SELECT source_authors.entity_id
            FROM source_authors
            WHERE source_authors.source_id = sources.source_id AND source_authors.origin = sources.origin
            ORDER BY source_authors.position
        )
    ) AS author_ids,
    sources.title,
    sources.container,
    sources.publisher,
    sources.issued,
    CASE WHEN substr(sources.issued_from, 1, 4) = substr(sources.issued_to, 1, 4) THEN CAST(substr(sources.issued_from, 1, 4) AS INTEGER) END AS year,
    whole.title AS part_of,
    sources.part_of AS part_of_id,
    sources.url,
    (
        SELECT count(DISTINCT fact_citations.fact_id)
        FROM citations
        JOIN fact_citations ON fact_citations.citation_id = citations.citation_id
        WHERE citations.source_id = sources.source_id AND fact_citations.origin = sources.origin
    ) AS facts_resting_on_it,
    (
        SELECT count(DISTINCT fact_references.fact_id)
        FROM source_references
        JOIN fact_references
            ON fact_references.citing = source_references.citing
            AND fact_references.note = source_references.note
            AND fact_references.position = source_references.position
        WHERE source_references.cited = sources.source_id AND fact_references.origin = sources.origin
    ) AS facts_naming_it,
    sources.note,
    sources.origin
FROM sources
LEFT JOIN sources AS whole ON whole.source_id = sources.part_of;

CREATE VIEW v_standing AS
WITH RECURSIVE told (fact_id, organisation, member, standing, first_year, last_year, goes_on, weight, origin) AS (
    SELECT
        memberships.fact_id,
        memberships.organisation,
        memberships.member,
        memberships.standing,
        -- Of an open beginning only the end is sure.
        CAST(substr(coalesce(memberships.date_from, memberships.date_to), 1, 4) AS INTEGER),
        CAST(substr(CASE memberships.date_role
            WHEN 'since' THEN coalesce(memberships.date_from, memberships.date_to)
            ELSE coalesce(memberships.date_to, memberships.date_from)
        END, 1, 4) AS INTEGER),
        memberships.date_role <> 'during' OR memberships.date_to IS NULL,
        CASE facts.rank WHEN 'preferred' THEN 2 ELSE 0 END + (memberships.standing = 'founding_member'),
        memberships.origin
    FROM memberships
    JOIN facts ON facts.fact_id = memberships.fact_id
    WHERE memberships.date IS NOT NULL AND memberships.date_role <> 'until'
        AND facts.status <> 'expected' AND facts.rank <> 'deprecated' AND memberships.standing <> 'not_marked'
),
-- Listed once: SQLite would look for them anew for every row of the next table.
viewers (viewer) AS MATERIALIZED (
    SELECT DISTINCT origin FROM told
),
-- What each origin has before it: its own rows and those of the dataset.
seen (viewer, fact_id, organisation, member, standing, first_year, last_year, goes_on, weight, origin) AS MATERIALIZED (
    SELECT
        viewers.viewer, told.fact_id, told.organisation, told.member, told.standing, told.first_year, told.last_year,
        told.goes_on, told.weight, told.origin
    FROM viewers
    JOIN told ON told.origin IN (viewers.viewer, (SELECT name FROM dataset WHERE name = origin))
),
-- The year in which an organisation ended, the earliest where documents differ or leave it open.
ends (viewer, organisation, year) AS MATERIALIZED (
    SELECT viewers.viewer, ended.organisation, min(CAST(substr(ended.day, 1, 4) AS INTEGER))
    FROM (
        SELECT fact_id, organisation, coalesce(date_from, date_to) AS day
        FROM events
        WHERE kind = 'dissolution' AND organisation IS NOT NULL
        UNION ALL
        SELECT fact_id, subject, coalesce(date_from, date_to)
        FROM relations
        WHERE predicate = 'predecessor-of'
    ) AS ended
    JOIN facts ON facts.fact_id = ended.fact_id
    JOIN viewers ON facts.origin IN (viewers.viewer, (SELECT name FROM dataset WHERE name = origin))
    WHERE ended.day IS NOT NULL AND facts.status <> 'expected' AND facts.rank <> 'deprecated'
    GROUP BY viewers.viewer, ended.organisation
),
bounds (viewer, organisation, first_year, last_year) AS (
    SELECT
        viewer,
        organisation,
        min(first_year),
        max(
            max(last_year),
            coalesce((
                SELECT CAST(substr(max(issued_to), 1, 4) AS INTEGER) FROM sources
                WHERE tier <> 'cited' AND sources.origin IN (seen.viewer, (SELECT name FROM dataset WHERE name = origin))
            ), 0)
        )
    FROM seen
    GROUP BY viewer, organisation
),
years (viewer, organisation, year, last_year, has_ended) AS (
    SELECT bounds.viewer, bounds.organisation, bounds.first_year, bounds.last_year, bounds.first_year >= ends.year
    FROM bounds
    LEFT JOIN ends ON ends.viewer = bounds.viewer AND ends.organisation = bounds.organisation
    UNION ALL
    SELECT years.viewer, years.organisation, years.year + 1, years.last_year, years.year + 1 >= ends.year
    FROM years
    LEFT JOIN ends ON ends.viewer = years.viewer AND ends.organisation = years.organisation
    WHERE years.year < years.last_year
),
candidates (viewer, organisation, member, year, fact_id, standing, is_stated, is_founder, place, origin) AS (
    SELECT
        seen.viewer,
        seen.organisation,
        seen.member,
        years.year,
        seen.fact_id,
        seen.standing,
        years.year <= seen.last_year,
        max(seen.standing = 'founding_member') OVER (PARTITION BY seen.viewer, seen.organisation, seen.member),
        row_number() OVER (
            PARTITION BY seen.viewer, seen.organisation, seen.member, years.year
            -- What is stated for the year itself, then what was told latest; a tie goes to the
            -- preferred fact, then to the one that says founding member, then to the first id.
            ORDER BY years.year <= seen.last_year DESC, seen.last_year DESC, seen.weight DESC, seen.fact_id
        ),
        seen.origin
    FROM seen
    JOIN years ON years.viewer = seen.viewer AND years.organisation = seen.organisation AND years.year >= seen.first_year
        AND (years.year <= seen.last_year OR (seen.goes_on AND coalesce(years.has_ended, 0) = 0))
)
SELECT
    organisation.name AS organisation,
    member.name AS entity,
    candidates.year,
    CASE candidates.standing WHEN 'founding_member' THEN 'member' ELSE candidates.standing END AS standing,
    candidates.is_founder,
    CASE WHEN candidates.is_stated THEN 'stated' ELSE 'carried forward' END AS basis,
    memberships.date AS told_for,
    support.citation,
    candidates.fact_id,
    candidates.member AS entity_id,
    candidates.organisation AS organisation_id,
    candidates.origin
FROM candidates
JOIN entities AS organisation ON organisation.entity_id = candidates.organisation
JOIN entities AS member ON member.entity_id = candidates.member
JOIN memberships ON memberships.fact_id = candidates.fact_id
JOIN fact_support AS support ON support.fact_id = candidates.fact_id
WHERE candidates.place = 1 AND candidates.origin = candidates.viewer;

CREATE VIEW v_terms AS
WITH uses (term, origin, facts, example_id) AS (
    SELECT said.term, facts.origin, count(*), min(said.fact_id)
    FROM (
        SELECT predicate AS term, fact_id FROM relations
        UNION ALL SELECT indicator, fact_id FROM indicators
        UNION ALL SELECT unit, fact_id FROM indicators
        UNION ALL SELECT counted, fact_id FROM indicators WHERE counted IS NOT NULL
        UNION ALL SELECT commodity, fact_id FROM trade_figures
        UNION ALL SELECT topic, fact_id FROM positions
        UNION ALL SELECT 'standing-' || replace(standing, '_', '-'), fact_id FROM memberships
        UNION ALL SELECT 'role-' || role, fact_id FROM event_participants
        UNION ALL SELECT 'property-' || property, fact_id FROM event_variants
        UNION ALL SELECT 'measure-' || measure, fact_id FROM trade_figures
    ) AS said
    JOIN facts ON facts.fact_id = said.fact_id
    GROUP BY said.term, facts.origin
),
examples (fact_id, statement) AS MATERIALIZED (
    SELECT fact_id, statement FROM v_facts WHERE fact_id IN (SELECT example_id FROM uses)
)
SELECT
    terms.term,
    terms.kind,
    terms.label,
    terms.meaning,
    terms.family,
    coalesce(uses.facts, 0) AS facts,
    examples.statement AS example,
    uses.example_id,
    terms.origin
FROM terms
LEFT JOIN uses ON uses.term = terms.term AND uses.origin = terms.origin
LEFT JOIN examples ON examples.fact_id = uses.example_id;

CREATE VIEW v_trade_check AS
WITH RECURSIVE cited AS MATERIALIZED (
    SELECT fact_id, origin, reporter, partner, flow, amount, least, greatest, corrected, currency, first_month, last_month, obstacle
    FROM cited_trade
),
-- A group is looked for as the one area that it may be in the statistics, and as its members. The form says which of
-- the two sides is taken in parts.
forms (form, of_reporter, of_partner) AS (
    VALUES (0, 0, 0), (1, 0, 1), (2, 1, 0), (3, 1, 1)
),
-- What would fit: flows of the reporter, or, as in a mirror, the opposite flows of the partner.
directions (cited_flow, is_mirror, flow) AS (
    VALUES
    ('export', 0, 'X'), ('import', 0, 'M'), ('total', 0, 'X'), ('total', 0, 'M'),
    ('export', 1, 'M'), ('import', 1, 'X'), ('total', 1, 'X'), ('total', 1, 'M')
),
wanted (fact_id, first_month, last_month, form, is_mirror, flow, reporter, partner, flows) AS MATERIALIZED (
    SELECT
        cited.fact_id,
        cited.first_month,
        cited.last_month,
        forms.form,
        directions.is_mirror,
        directions.flow,
        CASE directions.is_mirror WHEN 0 THEN coalesce(reporters.member, cited.reporter) ELSE coalesce(partners.member, cited.partner) END,
        CASE directions.is_mirror WHEN 0 THEN coalesce(partners.member, cited.partner) ELSE coalesce(reporters.member, cited.reporter) END,
        count(*) OVER (PARTITION BY cited.fact_id, forms.form, directions.is_mirror)
    FROM cited
    CROSS JOIN forms
    CROSS JOIN directions ON directions.cited_flow = cited.flow
    LEFT JOIN entity_members AS reporters ON forms.of_reporter AND reporters.entity_id = cited.reporter
        AND reporters.origin IN ((SELECT name FROM dataset WHERE name = origin), cited.origin)
    LEFT JOIN entity_members AS partners ON forms.of_partner AND partners.entity_id = cited.partner
        AND partners.origin IN ((SELECT name FROM dataset WHERE name = origin), cited.origin)
    WHERE cited.obstacle IS NULL
        AND (reporters.member IS NOT NULL) = forms.of_reporter AND (partners.member IS NOT NULL) = forms.of_partner
),
-- The valuations and lists of commodities of each flow of each pair, from one to the next in the key.
lists (fact_id, first_month, last_month, form, is_mirror, flow, reporter, partner, flows, dataset, step, row) AS (
    SELECT
        wanted.fact_id, wanted.first_month, wanted.last_month, wanted.form, wanted.is_mirror, wanted.flow, wanted.reporter,
        wanted.partner, wanted.flows, trade_datasets.dataset, 1,
        (
            SELECT first.rowid
            FROM trade_flows AS first
            WHERE first.dataset = trade_datasets.dataset AND first.reporter = wanted.reporter
                AND first.partner = wanted.partner AND first.flow = wanted.flow
            ORDER BY first.valuation, first.classification
            LIMIT 1
        )
    FROM wanted
    CROSS JOIN trade_datasets
    UNION ALL
    SELECT
        lists.fact_id, lists.first_month, lists.last_month, lists.form, lists.is_mirror, lists.flow, lists.reporter,
        lists.partner, lists.flows, lists.dataset, lists.step + 1,
        -- Two questions, since SQLite would use only the first column of a comparison of rows.
        coalesce((
            SELECT next.rowid
            FROM trade_flows AS next
            WHERE next.dataset = lists.dataset AND next.reporter = lists.reporter
                AND next.partner = lists.partner AND next.flow = lists.flow
                AND next.valuation = held.valuation AND next.classification > held.classification
            ORDER BY next.classification
            LIMIT 1
        ), (
            SELECT next.rowid
            FROM trade_flows AS next
            WHERE next.dataset = lists.dataset AND next.reporter = lists.reporter
                AND next.partner = lists.partner AND next.flow = lists.flow AND next.valuation > held.valuation
            ORDER BY next.valuation, next.classification
            LIMIT 1
        ))
    FROM lists
    CROSS JOIN trade_flows AS held ON held.rowid = lists.row
),
-- The periods of each frequency that make up the period of a figure, as trade_flows writes them; their number is absent
-- where they are no whole ones.
spans (
    fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
    first_period, last_period, periods
) AS (
    SELECT
        lists.fact_id, lists.form, lists.is_mirror, lists.flow, lists.reporter, lists.partner, lists.flows, lists.dataset,
        held.valuation, held.classification, frequencies.frequency,
        CASE frequencies.frequency
            WHEN 'A' THEN printf('%04d', lists.first_month / 12)
            WHEN 'Q' THEN printf('%04dQ%d', lists.first_month / 12, lists.first_month % 12 / 3 + 1)
            ELSE printf('%04d%02d', lists.first_month / 12, lists.first_month % 12 + 1)
        END,
        CASE frequencies.frequency
            WHEN 'A' THEN printf('%04d', lists.last_month / 12)
            WHEN 'Q' THEN printf('%04dQ%d', lists.last_month / 12, lists.last_month % 12 / 3 + 1)
            ELSE printf('%04d%02d', lists.last_month / 12, lists.last_month % 12 + 1)
        END,
        CASE
            WHEN lists.first_month % frequencies.months = 0 AND (lists.last_month + 1) % frequencies.months = 0
            THEN (lists.last_month + 1 - lists.first_month) / frequencies.months
        END
    FROM lists
    CROSS JOIN (SELECT 'A' AS frequency, 12 AS months UNION ALL SELECT 'Q', 3 UNION ALL SELECT 'M', 1) AS frequencies
    LEFT JOIN trade_flows AS held ON held.rowid = lists.row
    WHERE lists.step = 1 OR lists.row IS NOT NULL
),
-- What is there of all this, and where nothing is, how far the key leads: to the reporter, to the pair, to the flow,
-- to a line for all goods.
looked (
    fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
    first_period, last_period, periods, period, value, import_id, first_line, last_line, depth
) AS MATERIALIZED (
    SELECT
        spans.fact_id, spans.form, spans.is_mirror, spans.flow, spans.reporter, spans.partner, spans.flows, spans.dataset,
        spans.valuation, spans.classification, spans.frequency, spans.first_period, spans.last_period, spans.periods,
        line.period, line.value, line.import_id,
        (
            SELECT min(others.period)
            FROM trade_flows AS others
            WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter AND others.partner = spans.partner
                AND others.flow = spans.flow AND others.valuation = spans.valuation
                AND others.classification = spans.classification AND others.commodity = 'TOTAL'
                AND others.frequency = spans.frequency
        ),
        (
            SELECT max(others.period)
            FROM trade_flows AS others
            WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter AND others.partner = spans.partner
                AND others.flow = spans.flow AND others.valuation = spans.valuation
                AND others.classification = spans.classification AND others.commodity = 'TOTAL'
                AND others.frequency = spans.frequency
        ),
        CASE
            WHEN spans.valuation IS NOT NULL THEN 3
            WHEN EXISTS (
                SELECT 1
                FROM trade_flows AS others
                WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter AND others.partner = spans.partner
            ) THEN 2
            WHEN EXISTS (
                SELECT 1 FROM trade_flows AS others WHERE others.dataset = spans.dataset AND others.reporter = spans.reporter
            ) THEN 1
            ELSE 0
        END
    FROM spans
    LEFT JOIN trade_flows AS line ON line.dataset = spans.dataset AND line.reporter = spans.reporter
        AND line.partner = spans.partner AND line.flow = spans.flow AND line.valuation = spans.valuation
        AND line.classification = spans.classification AND line.commodity = 'TOTAL' AND line.frequency = spans.frequency
        AND line.period BETWEEN spans.first_period AND spans.last_period AND spans.periods IS NOT NULL
),
-- Where several lists of commodities say the same of a flow, any of them will do, since all goods are all goods.
found (
    fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
    first_period, last_period, periods, value, import_id, place, is_agreed
) AS (
    SELECT
        fact_id, form, is_mirror, flow, reporter, partner, flows, dataset, valuation, classification, frequency,
        first_period, last_period, periods, value, import_id,
        row_number() OVER same_flow,
        min(value) OVER same_flow = max(value) OVER same_flow
    FROM looked
    WHERE period IS NOT NULL
    WINDOW same_flow AS (
        PARTITION BY fact_id, form, is_mirror, dataset, frequency, flow, valuation, reporter, partner, period
        ORDER BY classification
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
-- Each choice of valuations is a series of its own: of trade both ways, of exports and of imports.
choices (of_exports, of_imports) AS (
    VALUES
    ('cif', NULL), ('fob', NULL), ('unstated', NULL), (NULL, 'cif'), (NULL, 'fob'), (NULL, 'unstated'),
    ('cif', 'cif'), ('cif', 'fob'), ('cif', 'unstated'), ('fob', 'cif'), ('fob', 'fob'), ('fob', 'unstated'),
    ('unstated', 'cif'), ('unstated', 'fob'), ('unstated', 'unstated')
),
-- The series that are complete, over all lists of commodities together where these agree, and over each list by itself.
complete (
    fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports, by_list, value, parts, first_period, last_period,
    classifications, reporters, partners, import_ids
) AS MATERIALIZED (
    SELECT
        found.fact_id, found.form, found.is_mirror, found.dataset, found.frequency, choices.of_exports, choices.of_imports,
        CASE WHEN ways.by_list THEN found.classification ELSE '' END AS list,
        sum(CASE WHEN ways.by_list OR found.place = 1 THEN found.value END),
        sum(ways.by_list OR found.place = 1) AS parts,
        min(found.first_period),
        min(found.last_period),
        replace(group_concat(DISTINCT found.classification), ',', ';'),
        replace(group_concat(DISTINCT found.reporter), ',', ';'),
        replace(group_concat(DISTINCT found.partner), ',', ';'),
        replace(group_concat(DISTINCT found.import_id), ',', ';')
    FROM found
    JOIN choices ON found.valuation = CASE found.flow WHEN 'X' THEN choices.of_exports ELSE choices.of_imports END
    CROSS JOIN (SELECT 0 AS by_list UNION ALL SELECT 1) AS ways
    GROUP BY found.fact_id, found.form, found.is_mirror, found.dataset, found.frequency, choices.of_exports, choices.of_imports, list
    HAVING parts = min(found.flows) * min(found.periods) AND (list <> '' OR min(found.is_agreed))
        AND count(DISTINCT found.flow) = (choices.of_exports IS NOT NULL) + (choices.of_imports IS NOT NULL)
),
series (
    fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports, value, parts, first_period, last_period,
    classifications, reporters, partners, import_ids, is_shown
) AS (
    SELECT
        fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports, value, parts, first_period, last_period,
        classifications, reporters, partners, import_ids,
        by_list = min(by_list) OVER (PARTITION BY fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports)
            OR '' < min(by_list) OVER (PARTITION BY fact_id, form, is_mirror, dataset, frequency, of_exports, of_imports)
    FROM complete
),
-- Where a figure is made of several flows: the dataset that comes nearest, and which flows it lacks.
pairs (fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, flows, periods, there) AS (
    SELECT fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, min(flows), min(periods), count(DISTINCT period)
    FROM looked
    GROUP BY fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner
),
totalled (fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, flows, periods, there, in_all) AS (
    SELECT
        fact_id, form, is_mirror, dataset, frequency, flow, reporter, partner, flows, periods, there,
        sum(there) OVER (PARTITION BY fact_id, form, is_mirror, dataset, frequency)
    FROM pairs
),
ranked (fact_id, dataset, flow, reporter, partner, flows, periods, there, in_all, place) AS (
    SELECT
        fact_id, dataset, flow, reporter, partner, flows, periods, there, in_all,
        dense_rank() OVER (
            PARTITION BY fact_id
            ORDER BY flows * periods - in_all, frequency = 'M', frequency, is_mirror, form, dataset
        )
    FROM totalled
    WHERE in_all > 0
),
lacking (fact_id, dataset, flows, in_all, what, number, gaps) AS (
    SELECT
        ranked.fact_id,
        ranked.dataset,
        ranked.flows * ranked.periods,
        ranked.in_all,
        CASE
            WHEN ranked.there < ranked.periods
            THEN CASE ranked.flow
                WHEN 'X' THEN 'exports of ' || reporter.name || ' to ' || partner.name
                ELSE 'imports of ' || reporter.name || ' from ' || partner.name
            END || CASE WHEN ranked.periods > 1 THEN ' (' || ranked.there || ' of ' || ranked.periods || ' periods are there)' ELSE '' END
        END,
        row_number() OVER (
            PARTITION BY ranked.fact_id
            ORDER BY ranked.there < ranked.periods DESC, reporter.name, partner.name, ranked.flow DESC
        ),
        sum(ranked.there < ranked.periods) OVER (PARTITION BY ranked.fact_id)
    FROM ranked
    JOIN entities AS reporter ON reporter.entity_id = ranked.reporter
    JOIN entities AS partner ON partner.entity_id = ranked.partner
    WHERE ranked.place = 1
),
in_part (fact_id, reason) AS (
    SELECT
        fact_id,
        dataset || ' has ' || in_all || ' of the ' || flows || ' values that make it up; '
            || coalesce(
                'it lacks ' || group_concat(CASE WHEN number <= 10 THEN what END, ', ')
                    || CASE WHEN gaps > 10 THEN ' and ' || (gaps - 10) || ' more' ELSE '' END,
                'they are not all of one valuation and one list of commodities'
            )
    FROM lacking
    GROUP BY fact_id
),
-- Where nothing is there: how near the datasets come, and which of them come nearest.
nearness (fact_id, depth, told, farthest) AS (
    SELECT
        fact_id,
        depth,
        CASE depth
            WHEN 4 THEN dataset || ' has ' || CASE frequency WHEN 'A' THEN 'years' WHEN 'Q' THEN 'quarters' ELSE 'months' END
                || ' from ' || first_line || ' to ' || last_line
            WHEN 1 THEN entities.name || ' (' || dataset || ')'
            ELSE dataset
        END,
        max(depth) OVER (PARTITION BY fact_id)
    FROM (
        SELECT
            fact_id,
            dataset,
            depth + (first_line IS NOT NULL) AS depth,
            CASE WHEN first_line IS NOT NULL THEN frequency END AS frequency,
            CASE depth WHEN 1 THEN reporter END AS reporter,
            min(first_line) AS first_line,
            max(last_line) AS last_line
        FROM looked
        GROUP BY 1, 2, 3, 4, 5
        ORDER BY 1, 2, 3, 4, 5
    ) AS steps
    LEFT JOIN entities ON entities.entity_id = steps.reporter
),
not_there (fact_id, depth, told) AS (
    SELECT fact_id, depth, group_concat(told, ', ')
    FROM nearness
    WHERE depth = farthest
    GROUP BY fact_id, depth
),
-- The slips of a decimal point or of a unit: how many times the one is to be taken to give the other.
slips (words, cited_times, official_times) AS (
    VALUES
    ('ten times too large', 1, 10), ('a hundred times too large', 1, 100),
    ('a thousand times too large', 1, 1000), ('a million times too large', 1, 1000000),
    ('ten times too small', 10, 1), ('a hundred times too small', 100, 1),
    ('a thousand times too small', 1000, 1), ('a million times too small', 1000000, 1)
),
judged (
    fact_id, origin, reporter, partner, flow, amount, least, greatest, corrected, currency, reason, form, is_mirror, dataset,
    frequency, of_exports, of_imports, value, parts, first_period, last_period, classifications, reporters, partners, import_ids,
    official_currency, dataset_title, is_comparable, is_in_range, slip
) AS (
    SELECT
        cited.fact_id, cited.origin, cited.reporter, cited.partner, cited.flow, cited.amount, cited.least, cited.greatest,
        cited.corrected, cited.currency,
        CASE
            WHEN cited.obstacle IS NOT NULL THEN cited.obstacle
            WHEN in_part.reason IS NOT NULL THEN in_part.reason
            WHEN not_there.depth IS NULL THEN 'no trade statistics are imported'
            WHEN not_there.depth = 4 THEN 'no series has its period: ' || not_there.told
            WHEN not_there.depth = 3 THEN 'there are single commodities and no line for all goods: ' || not_there.told
            WHEN not_there.depth = 2 THEN 'there are only other flows between the two: ' || not_there.told
            WHEN not_there.depth = 1 THEN 'no dataset has trade between the two; with others it is there for ' || not_there.told
            ELSE 'no dataset has statistics of either side'
        END,
        series.form, series.is_mirror, series.dataset, series.frequency, series.of_exports, series.of_imports, series.value,
        series.parts, series.first_period, series.last_period, series.classifications, series.reporters, series.partners,
        series.import_ids, trade_datasets.currency, trade_datasets.title,
        trade_datasets.currency = cited.currency,
        coalesce(series.value >= cited.least, 1) AND coalesce(series.value <= cited.greatest, 1),
        (
            SELECT slips.words
            FROM slips
            WHERE 10 * cited.amount * slips.cited_times
                    BETWEEN 9 * series.value * slips.official_times AND 11 * series.value * slips.official_times
                OR series.value * slips.official_times
                    BETWEEN cited.least * slips.cited_times AND cited.greatest * slips.cited_times
        )
    FROM cited
    LEFT JOIN series ON series.fact_id = cited.fact_id AND series.is_shown
    LEFT JOIN in_part ON in_part.fact_id = cited.fact_id
    LEFT JOIN not_there ON not_there.fact_id = cited.fact_id
    LEFT JOIN trade_datasets ON trade_datasets.dataset = series.dataset
)
SELECT
    judged.fact_id,
    said.statement,
    judged.amount AS cited_value,
    judged.currency,
    judged.value AS official_value,
    judged.official_currency,
    CASE
        WHEN judged.dataset IS NULL THEN 'no series'
        WHEN NOT judged.is_comparable THEN 'other currency'
        WHEN judged.is_in_range THEN 'agrees'
        WHEN judged.value > 0 AND judged.slip IS NOT NULL THEN 'power of ten'
        WHEN 10 * abs(judged.amount - judged.value) <= judged.value THEN 'close'
        ELSE 'differs'
    END AS verdict,
    CASE WHEN judged.is_comparable AND judged.value <> 0 THEN (judged.amount - judged.value) * 100 / judged.value END
        AS difference_percent,
    CASE WHEN judged.is_comparable AND NOT judged.is_in_range AND judged.value > 0 THEN judged.slip END AS wrong_by,
    CASE
        WHEN judged.dataset IS NULL THEN judged.reason || CASE
            WHEN judged.reason GLOB 'no dataset *' THEN coalesce((
                SELECT group_concat('; ' || entities.name || ' is no state, and its members are not listed', '')
                FROM entities
                WHERE entities.entity_id IN (judged.reporter, judged.partner) AND entities.kind NOT IN ('state', 'place')
                    AND NOT EXISTS (SELECT 1 FROM trade_areas WHERE trade_areas.area = entities.entity_id)
                    AND NOT EXISTS (
                        SELECT 1
                        FROM entity_members
                        WHERE entity_members.entity_id = entities.entity_id
                            AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), judged.origin)
                    )
            ), '')
            ELSE ''
        END
        WHEN NOT judged.is_comparable
        THEN 'the figure is in ' || judged.currency || ' and the series in ' || judged.official_currency || '; neither is converted'
    END AS missing,
    CASE WHEN judged.dataset IS NOT NULL THEN CASE
        WHEN judged.of_exports IS NOT NULL AND judged.of_imports IS NOT NULL THEN 'exports and imports of '
        WHEN judged.of_exports IS NOT NULL THEN 'exports of '
        ELSE 'imports of '
    END || CASE
        WHEN judged.form & CASE judged.is_mirror WHEN 0 THEN 2 ELSE 1 END
        THEN (length(judged.reporters) - length(replace(judged.reporters, ';', '')) + 1) || ' members of '
        ELSE ''
    END || CASE judged.is_mirror WHEN 0 THEN reporter.name ELSE partner.name END || CASE
        WHEN judged.of_exports IS NOT NULL AND judged.of_imports IS NOT NULL THEN ' with '
        WHEN judged.of_exports IS NOT NULL THEN ' to '
        ELSE ' from '
    END || CASE
        WHEN judged.form & CASE judged.is_mirror WHEN 0 THEN 1 ELSE 2 END
        THEN (length(judged.partners) - length(replace(judged.partners, ';', '')) + 1) || ' members of '
        ELSE ''
    END || CASE judged.is_mirror WHEN 0 THEN partner.name ELSE reporter.name END || ', ' || judged.first_period
        || CASE WHEN judged.first_period < judged.last_period THEN ' to ' || judged.last_period ELSE '' END
    END AS official_series,
    judged.is_mirror,
    CASE
        WHEN judged.of_exports IS NOT NULL AND judged.of_imports IS NOT NULL
        THEN 'exports ' || judged.of_exports || ', imports ' || judged.of_imports
        ELSE coalesce(judged.of_exports, judged.of_imports)
    END AS valuation,
    judged.dataset,
    judged.dataset_title,
    judged.classifications AS classification,
    judged.frequency,
    judged.parts,
    judged.reporters AS official_reporter_ids,
    judged.partners AS official_partner_ids,
    (
        SELECT group_concat(note, '; ')
        FROM (
            SELECT DISTINCT entity_members.note
            FROM entity_members
            WHERE (
                    judged.form & 2 AND entity_members.entity_id = judged.reporter
                    OR judged.form & 1 AND entity_members.entity_id = judged.partner
                )
                AND entity_members.origin IN ((SELECT name FROM dataset WHERE name = origin), judged.origin)
            ORDER BY entity_members.note
        )
    ) AS members_note,
    (
        SELECT group_concat(file_name, '; ')
        FROM (
            SELECT DISTINCT imports.file_name
            FROM imports
            WHERE instr(';' || judged.import_ids || ';', ';' || imports.import_id || ';')
            ORDER BY imports.file_name
        )
    ) AS files,
    reporter.name AS reporter,
    judged.reporter AS reporter_id,
    partner.name AS partner,
    judged.partner AS partner_id,
    judged.flow,
    trade_figures.period,
    CASE WHEN substr(trade_figures.date_from, 1, 4) = substr(trade_figures.date_to, 1, 4) THEN CAST(substr(trade_figures.date_from, 1, 4) AS INTEGER) END AS year,
    trade_figures.qualifier,
    trade_figures.value_as_printed,
    judged.least AS cited_least,
    judged.greatest AS cited_greatest,
    judged.corrected AS corrected_value,
    CASE WHEN judged.is_comparable AND judged.value <> 0 THEN (judged.corrected - judged.value) * 100 / judged.value END
        AS corrected_difference_percent,
    reported_by.name AS reported_by,
    trade_figures.reported_by AS reported_by_id,
    facts.status,
    facts.rank,
    support.citation,
    support.source_id,
    support.source_year,
    judged.origin
FROM judged
JOIN trade_figures ON trade_figures.fact_id = judged.fact_id
JOIN facts ON facts.fact_id = judged.fact_id
JOIN fact_support AS support ON support.fact_id = judged.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = judged.fact_id
JOIN entities AS reporter ON reporter.entity_id = judged.reporter
JOIN entities AS partner ON partner.entity_id = judged.partner
LEFT JOIN entities AS reported_by ON reported_by.entity_id = trade_figures.reported_by;

CREATE VIEW v_trade_figures AS
SELECT
    trade_figures.fact_id,
    reporter.name AS reporter,
    trade_figures.reporter AS reporter_id,
    partner.name AS partner,
    trade_figures.partner AS partner_id,
    trade_figures.flow,
    commodity.label AS commodity,
    trade_figures.commodity AS commodity_id,
    trade_figures.period,
    trade_figures.base_period,
    trade_figures.date_basis,
    CASE WHEN substr(trade_figures.date_from, 1, 4) = substr(trade_figures.date_to, 1, 4) THEN CAST(substr(trade_figures.date_from, 1, 4) AS INTEGER) END AS year,
    trade_figures.date_from,
    trade_figures.date_to,
    trade_figures.measure,
    trade_figures.share_of,
    trade_figures.qualifier,
    trade_figures.value_as_printed,
    trade_figures.numerator,
    trade_figures.denominator,
    trade_figures.value,
    trade_figures.value_basis,
    trade_figures.unit_mult,
    trade_figures.currency,
    trade_figures.value_usd,
    trade_figures.corrected_value,
    trade_figures.corrected_value_usd,
    coalesce(trade_figures.corrected_value_usd, trade_figures.value_usd) AS best_value_usd,
    CASE
        WHEN trade_figures.value_usd IS NULL THEN NULL
        WHEN trade_figures.corrected_value_usd IS NULL THEN 'printed'
        ELSE 'corrected'
    END AS best_value_is,
    trade_figures.correction_reason,
    reported_by.name AS reported_by,
    trade_figures.reported_by AS reported_by_id,
    said.statement,
    facts.status,
    teller.name AS attributed_to,
    facts.attributed_to AS attributed_to_id,
    facts.rank,
    facts.rank_reason,
    facts.claim_group,
    facts.note,
    support.citation,
    support.in_copy,
    support.source,
    support.source_url,
    support.source_ids,
    support.source_id,
    support.source_date,
    support.source_year,
    support.source_year_last,
    facts.origin
FROM trade_figures
JOIN facts ON facts.fact_id = trade_figures.fact_id
JOIN fact_support AS support ON support.fact_id = trade_figures.fact_id
LEFT JOIN fact_statements AS said ON said.fact_id = trade_figures.fact_id
LEFT JOIN entities AS teller ON teller.entity_id = facts.attributed_to
JOIN entities AS reporter ON reporter.entity_id = trade_figures.reporter
JOIN entities AS partner ON partner.entity_id = trade_figures.partner
JOIN terms AS commodity ON commodity.term = trade_figures.commodity
LEFT JOIN entities AS reported_by ON reported_by.entity_id = trade_figures.reported_by;

CREATE VIEW v_trade_flows AS
SELECT
    trade_flows.dataset,
    trade_datasets.title AS dataset_title,
    reporter.name AS reporter,
    trade_flows.reporter AS reporter_id,
    partner.name AS partner,
    trade_flows.partner AS partner_id,
    trade_flows.flow,
    CASE trade_flows.flow
        WHEN 'M' THEN 'imports'
        WHEN 'X' THEN 'exports'
        WHEN 'RM' THEN 're-imports'
        WHEN 'RX' THEN 're-exports'
        WHEN 'DX' THEN 'domestic exports'
        WHEN 'FM' THEN 'foreign imports'
        WHEN 'MIP' THEN 'imports for inward processing'
        WHEN 'MOP' THEN 'imports after outward processing'
        WHEN 'XIP' THEN 'exports after inward processing'
        ELSE 'exports for outward processing'
    END AS flow_name,
    trade_flows.valuation,
    trade_flows.classification,
    CASE trade_flows.classification
        WHEN 'none' THEN 'no list: all goods are one'
        WHEN 'HS' THEN 'Harmonized System, in the edition that was reported'
        WHEN 'H0' THEN 'Harmonized System of 1988 and 1992'
        WHEN 'H1' THEN 'Harmonized System of 1996'
        WHEN 'H2' THEN 'Harmonized System of 2002'
        WHEN 'H3' THEN 'Harmonized System of 2007'
        WHEN 'H4' THEN 'Harmonized System of 2012'
        WHEN 'H5' THEN 'Harmonized System of 2017'
        WHEN 'H6' THEN 'Harmonized System of 2022'
        WHEN 'S1' THEN 'Standard International Trade Classification, first revision'
        WHEN 'S2' THEN 'Standard International Trade Classification, second revision'
        WHEN 'S3' THEN 'Standard International Trade Classification, third revision'
        WHEN 'S4' THEN 'Standard International Trade Classification, fourth revision'
        WHEN 'B4' THEN 'Broad Economic Categories, fourth revision'
        WHEN 'B5' THEN 'Broad Economic Categories, fifth revision'
    END AS classification_name,
    trade_flows.commodity,
    CASE trade_flows.commodity WHEN 'TOTAL' THEN 'all goods' END AS commodity_name,
    trade_flows.frequency,
    trade_flows.period,
    CAST(substr(trade_flows.period, 1, 4) AS INTEGER) AS year,
    trade_flows.is_total,
    trade_flows.value,
    trade_flows.value_exact,
    trade_datasets.currency,
    trade_flows.quantity,
    trade_flows.quantity_exact,
    trade_flows.quantity_unit,
    trade_flows.value_equals,
    imports.file_name,
    imports.imported_at,
    trade_flows.import_id
FROM trade_areas AS reporters
CROSS JOIN entities AS reporter ON reporter.entity_id = reporters.area
CROSS JOIN trade_areas AS partners
CROSS JOIN entities AS partner ON partner.entity_id = partners.area
CROSS JOIN trade_datasets
CROSS JOIN trade_flows ON trade_flows.dataset = trade_datasets.dataset
    AND trade_flows.reporter = reporters.area
    AND trade_flows.partner = partners.area
CROSS JOIN imports ON imports.import_id = trade_flows.import_id;
