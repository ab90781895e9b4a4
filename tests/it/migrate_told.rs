//! What names in the user's views and triggers mean before and after a migration, where SQLite tells less than the
//! words: a name that a `WITH` gives, views behind views, a column that is gone and comes again under its name.

use crate::migrate_named::applied_or_refused;

const TABLES: &str = "-- One.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
CREATE TABLE u (id INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE TABLE log (x TEXT);
CREATE VIEW deepest AS SELECT b AS x FROM u;
CREATE VIEW deep AS WITH part AS (SELECT b AS x FROM u) SELECT x FROM part;
CREATE VIEW shallow AS SELECT deep.x FROM deep, deepest;
CREATE VIEW plain AS SELECT a FROM t;
CREATE VIEW ours AS WITH log AS (SELECT 1 AS one) SELECT log.one, plain.a FROM log, plain;
CREATE TRIGGER sets AFTER INSERT ON t BEGIN UPDATE u SET c = 1; END;
INSERT INTO t (id, a, b) VALUES (1, 'a', 'b');
INSERT INTO u (id, b, c) VALUES (1, 'b', 'c');
";

/// What the user makes, the second migration, and words of the refusal; none where nothing hinders it.
const CASES: &[(&str, &str, &str)] = &[
    // The new column comes first in the second table of the `WITH`, which has the name of the table that it reads.
    (
        "CREATE VIEW mine AS WITH one AS (SELECT 1), u AS (SELECT t.*, i.* FROM t, main.u AS i) SELECT u.c FROM u",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        "your view mine uses what the migrations change: a name in it means the new column t.c now",
    ),
    (
        "CREATE VIEW mine AS WITH kk AS (SELECT 1 AS one), u AS MATERIALIZED (SELECT t.*, i.* FROM t, main.u AS i) SELECT u.c FROM u",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        "a name in it means the new column t.c now",
    ),
    (
        "CREATE VIEW mine AS WITH kk AS (SELECT 1 AS one), u AS NOT MATERIALIZED (SELECT t.*, i.* FROM t, main.u AS i) SELECT u.c FROM u",
        "ALTER TABLE t ADD COLUMN c TEXT;",
        "a name in it means the new column t.c now",
    ),
    // Part of a word in a view behind it is no table of that name.
    (
        "CREATE VIEW mine AS WITH a AS (SELECT t.id, (SELECT x FROM u AS i WHERE i.id = t.id) AS n FROM t, log) SELECT a.n FROM a, shallow",
        "ALTER TABLE u ADD COLUMN x TEXT;",
        "your view mine uses what the migrations change",
    ),
    // The `WITH` of a view behind a view has a table of the same name, so nothing tells which of them uses what.
    (
        "CREATE VIEW mine AS WITH part AS (SELECT a FROM t) SELECT part.a, shallow.x FROM part, shallow",
        "-- expect: change view deep\nDROP VIEW deep; CREATE VIEW deep AS WITH part AS (SELECT c AS x FROM u) SELECT x FROM part;",
        "",
    ),
    // The same, where the other table comes with the migration.
    (
        "CREATE VIEW mine AS WITH deepest_one AS (SELECT a, b FROM t) SELECT o.a, o.b, shallow.x FROM deepest_one AS o, shallow",
        "-- expect: change view deepest\nDROP VIEW deepest; CREATE VIEW deepest AS WITH deepest_one AS (SELECT b AS x FROM u) SELECT x FROM deepest_one;",
        "",
    ),
    // A trigger sets a column that is dropped, and one of its name is added.
    (
        "CREATE TRIGGER mine AFTER INSERT ON t BEGIN UPDATE log SET x = 1; END",
        "-- expect: drop column log.x\nALTER TABLE log ADD COLUMN y TEXT; ALTER TABLE log DROP COLUMN x; ALTER TABLE log ADD COLUMN x TEXT;",
        "your trigger mine uses what the migrations change: another column is called log.x now",
    ),
    // A trigger of the dataset that is made again with its old words sets the column that has the name now.
    (
        "",
        "DROP TRIGGER sets; ALTER TABLE u RENAME COLUMN b TO k; ALTER TABLE u RENAME COLUMN c TO b; ALTER TABLE u RENAME COLUMN k TO c;
CREATE TRIGGER sets AFTER INSERT ON t BEGIN UPDATE u SET c = 1; END;",
        "trigger sets keeps its words and means something else: it would use u.c in the place of u.b",
    ),
    // `log` is a table of the `WITH` in `ours` all the time, although another view comes to use a new table of this name.
    (
        "",
        "-- expect: change view plain\nPRAGMA legacy_alter_table = ON; ALTER TABLE log RENAME TO old_log; CREATE TABLE log (y TEXT);
DROP VIEW plain; CREATE VIEW plain AS SELECT y AS a FROM log;",
        "",
    ),
    // A temporary table has the former name of the user's table, which is still there.
    (
        "CREATE TABLE mine (x TEXT)",
        "ALTER TABLE mine RENAME TO kept; CREATE VIRTUAL TABLE temp.mine USING fts5 (x); DROP TABLE temp.mine;",
        "",
    ),
    // Of an index with the collation of another program, SQLite notices only on the way that it cannot be used.
    (
        "CREATE VIEW mine AS SELECT count(*) AS m, log.* FROM log, t;
         CREATE TRIGGER broken BEFORE UPDATE OF id ON u BEGIN DELETE FROM gone; END;
         CREATE UNIQUE INDEX own ON t (b COLLATE german, id)",
        "CREATE TABLE z (x);",
        "",
    ),
    // For a column that is added, unlike one that is renamed, nothing stands in for a function of the user's program.
    (
        "CREATE TABLE mine (x TEXT)",
        "ALTER TABLE log ADD COLUMN d TEXT CHECK (shout(d) <> '');",
        ":2:42: no such function: shout",
    ),
    // SQLite would find the fault when somebody uses the table.
    (
        "",
        "ALTER TABLE main.log ADD d TEXT AS (shout(x));",
        "no such function: shout",
    ),
    (
        "",
        "ALTER TABLE log ADD COLUMN d TEXT CHECK (d <> \"k\");",
        "write a text in single quotes",
    ),
    (
        "",
        "ALTER TABLE log ADD d TEXT CHECK (d <> 'k'); ALTER TABLE main.log ADD COLUMN e TEXT CHECK (e <> d);",
        "",
    ),
    (
        "CREATE TABLE mine (c TEXT, d TEXT AS (shout(c)))",
        "ALTER TABLE log ADD COLUMN \"d e\" TEXT NOT NULL DEFAULT 'k' CHECK (\"d e\" <> x) /* The end. */;",
        "",
    ),
];

#[test]
fn a_name_that_a_with_gives_or_that_comes_again_is_no_other_one_unless_the_refusal_says_so() {
    applied_or_refused(TABLES, CASES, |_| {});
}
