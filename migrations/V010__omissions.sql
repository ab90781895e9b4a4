-- What a document says that no fact rests on, and why, so that completeness can be measured.

CREATE TABLE omissions (
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
) STRICT, WITHOUT ROWID;
