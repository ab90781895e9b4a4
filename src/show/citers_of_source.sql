-- The documents that cite a work.
SELECT source_references.citing, source_references.note, source_references.pages
FROM source_references
WHERE source_references.cited = ?1
ORDER BY source_references.citing, CAST(source_references.note AS INTEGER), source_references.note;
