-- The names that share most pieces of three letters with a text, and whose they are.
SELECT name, id, kind FROM search_names WHERE search_names MATCH ?1 ORDER BY rank, name LIMIT 300
