-- Works as bibliographies need them. The program adds which.
SELECT
    sources.source_id,
    sources.kind,
    sources.title,
    sources.original_title,
    sources.authors,
    sources.editors,
    coalesce(sources.container, whole.title) AS container,
    sources.publisher,
    sources.volume,
    sources.issue,
    sources.pages,
    sources.number,
    sources.issued,
    coalesce(sources.url, whole.url) AS url,
    CASE WHEN sources.url IS NULL THEN whole.archive_url ELSE sources.archive_url END AS archive_url,
    CASE WHEN sources.url IS NULL THEN coalesce(sources.accessed, whole.accessed) ELSE sources.accessed END AS accessed,
    sources.language,
    sources.rights
FROM sources
LEFT JOIN sources AS whole ON whole.source_id = sources.part_of
