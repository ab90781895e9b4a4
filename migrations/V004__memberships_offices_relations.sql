-- Durable ties between entities: who belongs to what, who holds which office, and every other link.
-- date is EDTF text; date_from, date_to and date_precision are worked out from it by the importer.

CREATE TABLE memberships (
    fact_id TEXT NOT NULL,
    member TEXT NOT NULL,
    organisation TEXT NOT NULL,
    standing TEXT NOT NULL,
    date TEXT,
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
        'applicant', 'none', 'not_marked'
    )),
    CONSTRAINT date_role_is_known CHECK (date_role IN ('since', 'until', 'as_of', 'during')),
    CONSTRAINT a_date_has_a_role CHECK ((date IS NULL) = (date_role IS NULL)),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE offices (
    fact_id TEXT NOT NULL,
    person TEXT NOT NULL,
    office TEXT NOT NULL,
    organisation TEXT,
    date TEXT,
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
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    fact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    predicate TEXT NOT NULL,
    object TEXT NOT NULL,
    date TEXT,
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
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;
