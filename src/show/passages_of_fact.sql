-- The passages behind a fact.
SELECT
    sources.cite || ', ' || citations.locator_label || ' ' || CASE
        WHEN citations.locator_label = 'paragraph' AND citations.locator NOT GLOB '*[^0-9]*'
            AND sources.first_paragraph IS NOT NULL
        THEN CAST(citations.locator AS INTEGER) - sources.first_paragraph + 1
        ELSE citations.locator
    END AS passage,
    CASE
        WHEN sources.first_paragraph IS NOT NULL
        THEN sources.part_of || ', ' || citations.locator_label || ' ' || citations.locator
    END AS in_copy,
    fact_citations.role,
    fact_citations.detail,
    citations.citation_id,
    citations.source_id,
    citations.tokens,
    coalesce(sources.url, whole.url) AS url
FROM fact_citations
JOIN citations ON citations.citation_id = fact_citations.citation_id
JOIN sources ON sources.source_id = citations.source_id
LEFT JOIN sources AS whole ON whole.source_id = sources.part_of
WHERE fact_citations.fact_id = ?1
ORDER BY citations.source_id, citations.start_word;
