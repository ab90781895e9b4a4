-- The works that a document names for a fact.
SELECT
    sources.cite AS work,
    sources.title,
    source_references.pages,
    fact_references.citing || ', note ' || fact_references.note AS named_in,
    source_references.reference_kind,
    sources.source_id
FROM fact_references
JOIN source_references
    ON source_references.citing = fact_references.citing
    AND source_references.note = fact_references.note
    AND source_references.position = fact_references.position
LEFT JOIN sources ON sources.source_id = source_references.cited
WHERE fact_references.fact_id = ?1
ORDER BY fact_references.citing, fact_references.note, fact_references.position;
