-- The passages behind a fact.
SELECT
    sources.cite || ', ' || citations.locator_label || ' ' || citations.locator AS passage,
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
