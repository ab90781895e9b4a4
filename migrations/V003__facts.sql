-- The registry: one row per fact of any kind, so that one link table, one search and one comparison
-- serve them all.

CREATE TABLE facts (
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
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_citations (
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
) STRICT, WITHOUT ROWID;

-- The cited works that a document names for a fact, by the note at the end of its sentence.
CREATE TABLE fact_references (
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
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_links (
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
    CONSTRAINT link_is_known CHECK (link IN ('fulfilled_by', 'failed_by', 'corrects')),
    CONSTRAINT a_link_joins_two_facts CHECK (fact_id <> other_fact)
) STRICT, WITHOUT ROWID;

-- Ids that are used no more. They are never given out again.
CREATE TABLE retired_ids (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    replaced_by TEXT,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT retired_ids_key PRIMARY KEY (id, kind),
    CONSTRAINT kind_is_known CHECK (kind IN ('fact', 'entity', 'citation', 'source'))
) STRICT, WITHOUT ROWID;
