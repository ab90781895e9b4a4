-- The document of a passage, with the place of the passage in it.
SELECT
    citations.source_id,
    citations.locator_label || ' ' || CASE
        WHEN citations.locator_label = 'paragraph' AND citations.locator NOT GLOB '*[^0-9]*'
            AND sources.first_paragraph IS NOT NULL
        THEN CAST(citations.locator AS INTEGER) - sources.first_paragraph + 1
        ELSE citations.locator
    END AS locator
FROM citations
JOIN sources ON sources.source_id = citations.source_id
WHERE citations.citation_id = ?1;
