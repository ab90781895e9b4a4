-- Every number that a document states: trade in one table, all other quantities in the other.
-- value_as_printed is the token in the passage and value the same number; value_usd and value_plain
-- are what one computes with: the decimal point moved by unit_mult places.

CREATE TABLE trade_figures (
    fact_id TEXT NOT NULL,
    reporter TEXT NOT NULL,
    partner TEXT NOT NULL,
    flow TEXT NOT NULL,
    commodity TEXT NOT NULL,
    period TEXT NOT NULL,
    base_period TEXT,
    measure TEXT NOT NULL,
    share_of TEXT,
    value_as_printed TEXT NOT NULL,
    value ANY NOT NULL,
    unit_mult INTEGER NOT NULL,
    currency TEXT,
    qualifier TEXT NOT NULL,
    value_usd ANY,
    corrected_value ANY,
    corrected_min ANY,
    corrected_max ANY,
    corrected_value_usd ANY,
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
    CONSTRAINT numbers_are_numbers CHECK (
        typeof(value) IN ('integer', 'real')
        AND typeof(value_usd) IN ('integer', 'real', 'null')
        AND typeof(corrected_value) IN ('integer', 'real', 'null')
        AND typeof(corrected_min) IN ('integer', 'real', 'null')
        AND typeof(corrected_max) IN ('integer', 'real', 'null')
        AND typeof(corrected_value_usd) IN ('integer', 'real', 'null')
    ),
    CONSTRAINT a_correction_has_a_reason
        CHECK (corrected_value IS NULL OR correction_reason IS NOT NULL),
    CONSTRAINT a_correction_lies_in_its_bounds
        CHECK (corrected_min <= corrected_value AND corrected_value <= corrected_max),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicators (
    fact_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    indicator TEXT NOT NULL,
    about TEXT,
    period TEXT,
    base_period TEXT,
    value_as_printed TEXT NOT NULL,
    value ANY NOT NULL,
    unit TEXT NOT NULL,
    unit_mult INTEGER NOT NULL,
    qualifier TEXT NOT NULL,
    value_plain ANY NOT NULL,
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
    CONSTRAINT numbers_are_numbers CHECK (
        typeof(value) IN ('integer', 'real') AND typeof(value_plain) IN ('integer', 'real')
    ),
    CONSTRAINT days_are_real CHECK (date_from IS date(date_from) AND date_to IS date(date_to)),
    CONSTRAINT days_are_in_order CHECK (date_from <= date_to)
) STRICT, WITHOUT ROWID;
