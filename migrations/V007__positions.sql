-- Who holds or said what, in the curators' own words.

CREATE TABLE positions (
    fact_id TEXT NOT NULL,
    holder TEXT NOT NULL,
    topic TEXT NOT NULL,
    about TEXT,
    event TEXT,
    date TEXT,
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
    CONSTRAINT about_is_an_entity FOREIGN KEY (about) REFERENCES entities (entity_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT event_exists FOREIGN KEY (event) REFERENCES events (fact_id)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;
