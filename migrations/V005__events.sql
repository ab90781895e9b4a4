-- What happened or was announced, who took part, and what another source says of it instead.

CREATE TABLE events (
    fact_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
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
        'investment', 'sale', 'publication', 'appointment', 'election', 'change'
    )),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_participants (
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
) STRICT, WITHOUT ROWID;

CREATE TABLE event_variants (
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
) STRICT, WITHOUT ROWID;
