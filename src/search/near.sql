-- The names that share most pieces of three letters with a word.
SELECT name FROM search_names WHERE search_names MATCH ?1 ORDER BY rank, name LIMIT 300
