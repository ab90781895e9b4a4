-- The works that a document cites, by note.
SELECT
    source_references.note,
    sources.cite AS work,
    sources.title,
    source_references.pages,
    source_references.reference_kind,
    sources.source_id
FROM source_references
LEFT JOIN sources ON sources.source_id = source_references.cited
WHERE source_references.citing = ?1
ORDER BY CAST(source_references.note AS INTEGER), source_references.note, source_references.position;
