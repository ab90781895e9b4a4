-- The form of the tables, settled once for all who read them: numbers are REAL, since RSQLite takes the
-- type of a column from its first row and DuckDB refuses a column of two types; tables have a rowid, since
-- DuckDB cannot count one without; and the standing of those who do not belong is `not_member`, since
-- `none` reads as a missing value in other programs.
-- Every date says what it rests on.
-- expect: change rowid sources
-- expect: change rowid source_references
-- expect: change rowid citations
-- expect: change rowid omissions
-- expect: change rowid entities
-- expect: change rowid entity_names
-- expect: change rowid entity_codes
-- expect: change rowid terms
-- expect: change rowid facts
-- expect: change rowid fact_citations
-- expect: change rowid fact_references
-- expect: change rowid memberships
-- expect: change rowid offices
-- expect: change rowid relations
-- expect: change rowid events
-- expect: change rowid event_participants
-- expect: change rowid event_variants
-- expect: change rowid trade_figures
-- expect: change rowid indicators
-- expect: change rowid positions
-- expect: change rowid fact_links
-- expect: change rowid retired_ids
-- expect: change type trade_figures.value
-- expect: change type trade_figures.value_usd
-- expect: change type trade_figures.corrected_value
-- expect: change type trade_figures.corrected_min
-- expect: change type trade_figures.corrected_max
-- expect: change type trade_figures.corrected_value_usd
-- expect: drop constraint trade_figures.CHECK numbers_are_numbers
-- expect: change type indicators.value
-- expect: change type indicators.value_plain
-- expect: drop constraint indicators.CHECK numbers_are_numbers
-- expect: drop constraint memberships.CHECK standing_is_known
-- expect: drop view fact_support
-- expect: drop view printed_intervals
-- expect: drop view start_here
-- expect: drop view v_conflicts
-- expect: drop view v_event_participants
-- expect: drop view v_event_variants
-- expect: drop view v_events
-- expect: drop view v_expected
-- expect: drop view v_facts
-- expect: drop view v_indicators
-- expect: drop view v_memberships
-- expect: drop view v_offices
-- expect: drop view v_positions
-- expect: drop view v_relations
-- expect: drop view v_sco_standing
-- expect: drop view v_sources
-- expect: drop view v_trade_figures
-- expect: drop column positions.about
-- expect: drop index positions_by_about
-- expect: drop constraint events.CHECK kind_is_known
-- expect: drop constraint fact_links.CHECK link_is_known
-- expect: drop constraint sources.CHECK counts_are_not_negative

-- The views stand on the tables that are rebuilt; the next file makes them again.
DROP VIEW fact_support;
DROP VIEW printed_intervals;
DROP VIEW start_here;
DROP VIEW v_conflicts;
DROP VIEW v_event_participants;
DROP VIEW v_event_variants;
DROP VIEW v_events;
DROP VIEW v_expected;
DROP VIEW v_facts;
DROP VIEW v_indicators;
DROP VIEW v_memberships;
DROP VIEW v_offices;
DROP VIEW v_positions;
DROP VIEW v_relations;
DROP VIEW v_sco_standing;
DROP VIEW v_sources;
DROP VIEW v_trade_figures;

-- A statement of its own writes what changes, so that the rebuild below copies every value as it is.
ALTER TABLE memberships DROP CONSTRAINT standing_is_known;
UPDATE memberships SET standing = 'not_member' WHERE standing = 'none';
UPDATE trade_figures SET
    value = CAST(value AS REAL),
    value_usd = CAST(value_usd AS REAL),
    corrected_value = CAST(corrected_value AS REAL),
    corrected_min = CAST(corrected_min AS REAL),
    corrected_max = CAST(corrected_max AS REAL),
    corrected_value_usd = CAST(corrected_value_usd AS REAL)
WHERE 'integer' IN (
    typeof(value), typeof(value_usd), typeof(corrected_value), typeof(corrected_min), typeof(corrected_max),
    typeof(corrected_value_usd)
);
UPDATE indicators SET value = CAST(value AS REAL), value_plain = CAST(value_plain AS REAL)
WHERE 'integer' IN (typeof(value), typeof(value_plain));

CREATE TABLE sources_new (
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

INSERT INTO sources_new (
    source_id, tier, source_kind, part_of, derived_from, kind, title, original_title, authors, editors,
    container, publisher, volume, issue, pages, number, issued, issued_from, issued_to, issued_precision, url,
    url_as_printed, archive_url, accessed, language, rights, paragraph_rule, note_lines, ref_chars, ref_digest,
    bytes_sha256, first_word, n_words, cite, note, origin
)
SELECT
    source_id, tier, source_kind, part_of, derived_from, kind, title, original_title, authors, editors,
    container, publisher, volume, issue, pages, number, issued, issued_from, issued_to, issued_precision, url,
    url_as_printed, archive_url, accessed, language, rights, paragraph_rule, note_lines, ref_chars, ref_digest,
    bytes_sha256, first_word, n_words, cite, note, origin
FROM sources
ORDER BY source_id;

DROP TABLE sources;
ALTER TABLE sources_new RENAME TO sources;
CREATE INDEX sources_by_whole ON sources (part_of) WHERE part_of IS NOT NULL;

CREATE TABLE source_references_new (
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

INSERT INTO source_references_new (
    citing, note, position, reference_kind, cited, pages, comment, origin
)
SELECT
    citing, note, position, reference_kind, cited, pages, comment, origin
FROM source_references
ORDER BY citing, note, position;

DROP TABLE source_references;
ALTER TABLE source_references_new RENAME TO source_references;
CREATE INDEX source_references_by_work ON source_references (cited) WHERE cited IS NOT NULL;

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

CREATE TABLE omissions_new (
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

INSERT INTO omissions_new (
    source_id, paragraph, omitted, reason, comment, origin
)
SELECT
    source_id, paragraph, omitted, reason, comment, origin
FROM omissions
ORDER BY source_id, paragraph, omitted;

DROP TABLE omissions;
ALTER TABLE omissions_new RENAME TO omissions;

CREATE TABLE entities_new (
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
) STRICT;

INSERT INTO entities_new (
    entity_id, kind, name, note, origin
)
SELECT
    entity_id, kind, name, note, origin
FROM entities
ORDER BY entity_id;

DROP TABLE entities;
ALTER TABLE entities_new RENAME TO entities;

CREATE TABLE entity_names_new (
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

INSERT INTO entity_names_new (
    entity_id, name, name_kind, language, source_id, note, origin
)
SELECT
    entity_id, name, name_kind, language, source_id, note, origin
FROM entity_names
ORDER BY entity_id, name;

DROP TABLE entity_names;
ALTER TABLE entity_names_new RENAME TO entity_names;
CREATE INDEX entity_names_by_name ON entity_names (name COLLATE NOCASE);

CREATE TABLE entity_codes_new (
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

INSERT INTO entity_codes_new (
    entity_id, scheme, code, valid_from, valid_to, note, origin
)
SELECT
    entity_id, scheme, code, valid_from, valid_to, note, origin
FROM entity_codes
ORDER BY entity_id, scheme, code;

DROP TABLE entity_codes;
ALTER TABLE entity_codes_new RENAME TO entity_codes;
CREATE INDEX entity_codes_by_code ON entity_codes (scheme, code);

CREATE TABLE terms_new (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    meaning TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT terms_key PRIMARY KEY (term),
    CONSTRAINT kind_is_known CHECK (kind IN ('predicate', 'indicator', 'unit', 'commodity', 'topic'))
) STRICT;

INSERT INTO terms_new (
    term, kind, label, meaning, origin
)
SELECT
    term, kind, label, meaning, origin
FROM terms
ORDER BY term;

DROP TABLE terms;
ALTER TABLE terms_new RENAME TO terms;

CREATE TABLE facts_new (
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

INSERT INTO facts_new (
    fact_id, kind, status, attributed_to, rank, rank_reason, claim_group, note, origin
)
SELECT
    fact_id, kind, status, attributed_to, rank, rank_reason, claim_group, note, origin
FROM facts
ORDER BY fact_id;

DROP TABLE facts;
ALTER TABLE facts_new RENAME TO facts;
CREATE INDEX facts_by_attribution ON facts (attributed_to) WHERE attributed_to IS NOT NULL;
CREATE INDEX facts_by_claim_group ON facts (claim_group) WHERE claim_group IS NOT NULL;

CREATE TABLE fact_citations_new (
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

INSERT INTO fact_citations_new (
    fact_id, citation_id, role, detail, origin
)
SELECT
    fact_id, citation_id, role, detail, origin
FROM fact_citations
ORDER BY fact_id, citation_id;

DROP TABLE fact_citations;
ALTER TABLE fact_citations_new RENAME TO fact_citations;
CREATE INDEX fact_citations_by_citation ON fact_citations (citation_id);

CREATE TABLE fact_references_new (
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

INSERT INTO fact_references_new (
    fact_id, citing, note, position, origin
)
SELECT
    fact_id, citing, note, position, origin
FROM fact_references
ORDER BY fact_id, citing, note, position;

DROP TABLE fact_references;
ALTER TABLE fact_references_new RENAME TO fact_references;
CREATE INDEX fact_references_by_note ON fact_references (citing, note, position);

CREATE TABLE memberships_new (
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

INSERT INTO memberships_new (
    fact_id, member, organisation, standing, date, date_basis, date_role, date_from, date_to, date_precision,
    origin
)
SELECT
    fact_id, member, organisation, standing, date, CASE WHEN date IS NOT NULL THEN 'printed' END, date_role,
    date_from, date_to, date_precision, origin
FROM memberships
ORDER BY fact_id;

DROP TABLE memberships;
ALTER TABLE memberships_new RENAME TO memberships;
CREATE INDEX memberships_by_member ON memberships (member, organisation);
CREATE INDEX memberships_by_organisation ON memberships (organisation, member, date_from);

CREATE TABLE offices_new (
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

INSERT INTO offices_new (
    fact_id, person, office, organisation, date, date_basis, date_role, date_from, date_to, date_precision,
    origin
)
SELECT
    fact_id, person, office, organisation, date, CASE WHEN date IS NOT NULL THEN 'printed' END, date_role,
    date_from, date_to, date_precision, origin
FROM offices
ORDER BY fact_id;

DROP TABLE offices;
ALTER TABLE offices_new RENAME TO offices;
CREATE INDEX offices_by_organisation ON offices (organisation, date_from);
CREATE INDEX offices_by_person ON offices (person, date_from);

CREATE TABLE relations_new (
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

INSERT INTO relations_new (
    fact_id, subject, predicate, object, date, date_basis, date_role, date_from, date_to, date_precision, origin
)
SELECT
    fact_id, subject, predicate, object, date, CASE WHEN date IS NOT NULL THEN 'printed' END, date_role,
    date_from, date_to, date_precision, origin
FROM relations
ORDER BY fact_id;

DROP TABLE relations;
ALTER TABLE relations_new RENAME TO relations;
CREATE INDEX relations_by_object ON relations (object, predicate);
CREATE INDEX relations_by_predicate ON relations (predicate);
CREATE INDEX relations_by_subject ON relations (subject, predicate);

CREATE TABLE events_new (
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

INSERT INTO events_new (
    fact_id, kind, title, date, date_basis, place, organisation, part_of, summary, date_from, date_to,
    date_precision, origin
)
SELECT
    fact_id, kind, title, date, CASE WHEN date IS NOT NULL THEN 'printed' END, place, organisation, part_of,
    summary, date_from, date_to, date_precision, origin
FROM events
ORDER BY fact_id;

DROP TABLE events;
ALTER TABLE events_new RENAME TO events;
CREATE INDEX events_by_date ON events (date_from, date_to);
CREATE INDEX events_by_kind ON events (kind, date_from);
CREATE INDEX events_by_organisation ON events (organisation, kind, date_from);
CREATE INDEX events_by_place ON events (place) WHERE place IS NOT NULL;
CREATE INDEX events_by_whole ON events (part_of) WHERE part_of IS NOT NULL;

CREATE TABLE event_participants_new (
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

INSERT INTO event_participants_new (
    fact_id, event, entity, role, origin
)
SELECT
    fact_id, event, entity, role, origin
FROM event_participants
ORDER BY fact_id;

DROP TABLE event_participants;
ALTER TABLE event_participants_new RENAME TO event_participants;
CREATE INDEX event_participants_by_entity ON event_participants (entity, role);
CREATE INDEX event_participants_by_event ON event_participants (event, role);

CREATE TABLE event_variants_new (
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

INSERT INTO event_variants_new (
    fact_id, event, property, value, date_from, date_to, date_precision, origin
)
SELECT
    fact_id, event, property, value, date_from, date_to, date_precision, origin
FROM event_variants
ORDER BY fact_id;

DROP TABLE event_variants;
ALTER TABLE event_variants_new RENAME TO event_variants;
CREATE INDEX event_variants_by_event ON event_variants (event, property);

CREATE TABLE trade_figures_new (
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
    value REAL NOT NULL,
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
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((period IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

INSERT INTO trade_figures_new (
    fact_id, reporter, partner, flow, commodity, period, base_period, date_basis, measure, share_of,
    value_as_printed, value, unit_mult, currency, qualifier, value_usd, corrected_value, corrected_min,
    corrected_max, corrected_value_usd, correction_reason, reported_by, date_from, date_to, date_precision,
    origin
)
SELECT
    fact_id, reporter, partner, flow, commodity, period, base_period,
    CASE WHEN period IS NOT NULL THEN 'printed' END, measure, share_of, value_as_printed, value, unit_mult,
    currency, qualifier, value_usd, corrected_value, corrected_min, corrected_max, corrected_value_usd,
    correction_reason, reported_by, date_from, date_to, date_precision, origin
FROM trade_figures
ORDER BY fact_id;

DROP TABLE trade_figures;
ALTER TABLE trade_figures_new RENAME TO trade_figures;
CREATE INDEX trade_figures_by_pair ON trade_figures (reporter, partner, date_from);
CREATE INDEX trade_figures_by_partner ON trade_figures (partner, date_from);

CREATE TABLE indicators_new (
    fact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    indicator TEXT NOT NULL,
    about TEXT,
    period TEXT,
    base_period TEXT,
    date_basis TEXT,
    value_as_printed TEXT NOT NULL,
    value REAL NOT NULL,
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
    CONSTRAINT about_is_an_entity FOREIGN KEY (about) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT unit_is_a_term FOREIGN KEY (unit) REFERENCES terms (term)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT qualifier_is_known CHECK (qualifier IN (
        'exact', 'about', 'almost', 'more_than', 'at_least', 'less_than', 'up_to'
    )),
    CONSTRAINT date_basis_is_known CHECK (date_basis IN ('printed', 'worked_out', 'of_document', 'known')),
    CONSTRAINT a_date_has_a_basis CHECK ((period IS NULL) = (date_basis IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT;

INSERT INTO indicators_new (
    fact_id, subject, indicator, about, period, base_period, date_basis, value_as_printed, value, unit,
    unit_mult, qualifier, value_plain, date_from, date_to, date_precision, origin
)
SELECT
    fact_id, subject, indicator, about, period, base_period, CASE WHEN period IS NOT NULL THEN 'printed' END,
    value_as_printed, value, unit, unit_mult, qualifier, value_plain, date_from, date_to, date_precision, origin
FROM indicators
ORDER BY fact_id;

DROP TABLE indicators;
ALTER TABLE indicators_new RENAME TO indicators;
CREATE INDEX indicators_by_about ON indicators (about) WHERE about IS NOT NULL;
CREATE INDEX indicators_by_indicator ON indicators (indicator);
CREATE INDEX indicators_by_subject ON indicators (subject, indicator, date_from);

CREATE TABLE positions_new (
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

INSERT INTO positions_new (
    fact_id, holder, topic, event, date, date_basis, summary, date_from, date_to, date_precision, origin
)
SELECT
    fact_id, holder, topic, event, date, CASE WHEN date IS NOT NULL THEN 'printed' END, summary, date_from,
    date_to, date_precision, origin
FROM positions
ORDER BY fact_id;

-- What a position is about may be several things.
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

INSERT INTO position_about (fact_id, entity_id, position, origin)
SELECT fact_id, about, 1, origin
FROM positions
WHERE about IS NOT NULL
ORDER BY fact_id;

CREATE INDEX position_about_by_entity ON position_about (entity_id);

DROP TABLE positions;
ALTER TABLE positions_new RENAME TO positions;
CREATE INDEX positions_by_event ON positions (event) WHERE event IS NOT NULL;
CREATE INDEX positions_by_holder ON positions (holder, topic);
CREATE INDEX positions_by_topic ON positions (topic);

CREATE TABLE fact_links_new (
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

INSERT INTO fact_links_new (
    fact_id, link, other_fact, note, origin
)
SELECT
    fact_id, link, other_fact, note, origin
FROM fact_links
ORDER BY fact_id, link, other_fact;

DROP TABLE fact_links;
ALTER TABLE fact_links_new RENAME TO fact_links;
CREATE INDEX fact_links_by_other_fact ON fact_links (other_fact);

CREATE TABLE retired_ids_new (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    replaced_by TEXT,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT retired_ids_key PRIMARY KEY (id, kind),
    CONSTRAINT kind_is_known CHECK (kind IN ('fact', 'entity', 'citation', 'source'))
) STRICT;

INSERT INTO retired_ids_new (
    id, kind, replaced_by, reason, origin
)
SELECT
    id, kind, replaced_by, reason, origin
FROM retired_ids
ORDER BY id, kind;

DROP TABLE retired_ids;
ALTER TABLE retired_ids_new RENAME TO retired_ids;

-- The authors of documents as entities; of an unsigned document, its publisher.
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

CREATE INDEX source_authors_by_entity ON source_authors (entity_id);

-- Who makes up an aggregate, such as the authors of a joint article.
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

CREATE INDEX entity_members_by_member ON entity_members (member);

-- What the dataset says of itself, in one row.
CREATE TABLE dataset (
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    organisation TEXT NOT NULL,
    release TEXT NOT NULL,
    licence TEXT NOT NULL,
    cite_as TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT dataset_key PRIMARY KEY (name),
    CONSTRAINT organisation_is_an_entity FOREIGN KEY (organisation) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- A database with the facts of this dataset says so from now on; the next build completes the row.
INSERT INTO dataset (name, title, organisation, release, licence, cite_as, origin)
SELECT 'sco-facts', 'sco-facts', entity_id, '0.1.0', 'CC-BY-4.0', 'sco-facts', 'sco-facts'
FROM entities
WHERE entity_id = 'SCO' AND origin = 'sco-facts';

-- Where places lie.
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
