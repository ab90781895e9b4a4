//! The clauses of a table, spelt in every way that SQLite takes: a rebuild that only spells one otherwise passes, and
//! one that takes something away is refused in the words of the clause.

use crate::migrate_effect::refused_as_asked;

/// Rebuilds the table `t` with other columns and constraints.
fn rebuilt(was: &str, is: &str, head: Option<&str>) {
    let first = format!("CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t ({was});\n");
    let change = format!("CREATE TABLE u ({is});\nDROP TABLE t;\nALTER TABLE u RENAME TO t;\n");
    refused_as_asked(&[(&[&first], "", &[&change], head)]);
}

/// The columns and constraints of a table before and after a rebuild.
const SAME: &[(&str, &str)] = &[
    // A name in single quotes is a name, in capitals or not.
    ("c TEXT UNIQUE", "c TEXT, UNIQUE ('C')"),
    // Behind a comma, `asc` is a column, though it is the default order behind one.
    ("a, asc, UNIQUE (a, asc)", "a, asc, UNIQUE (a ASC, \"asc\")"),
    ("c TEXT PRIMARY KEY DESC", "c TEXT, PRIMARY KEY (c DESC)"),
    ("c TEXT COLLATE BINARY", "c TEXT"),
    ("c TEXT", "c TEXT COLLATE 'binary'"),
    // What a unique key does in a conflict does not hold for `NOT NULL`.
    (
        "c TEXT NOT NULL",
        "c TEXT NOT NULL UNIQUE ON CONFLICT REPLACE",
    ),
    // Two collations are two indexes, each with its own conflicts.
    (
        "c TEXT, UNIQUE (c COLLATE NOCASE)",
        "c TEXT, UNIQUE (c COLLATE NOCASE), UNIQUE (c COLLATE RTRIM) ON CONFLICT REPLACE",
    ),
    // This is the default of a foreign key, and no `NOT NULL`.
    (
        "c INTEGER REFERENCES p NOT DEFERRABLE",
        "c INTEGER REFERENCES p",
    ),
    // A type is any row of words; only all of `GENERATED ALWAYS AS` ends it.
    ("c INT GENERATED", "c \"int\" GENERATED"),
    ("c GENERATED", "c \"GENERATED\""),
    ("n, c INT ALWAYS AS (n)", "n, c \"INT\" ALWAYS AS (n)"),
    (
        "n, c DECIMAL NUMBER AS (n)",
        "n, c \"DECIMAL\" NUMBER AS (n)",
    ),
];

#[test]
fn a_clause_that_is_only_spelt_otherwise_is_not_lost() {
    for (was, is) in SAME {
        rebuilt(was, is, None);
    }
}

/// The columns and constraints of a table before and after a rebuild, and what is asked for.
const LOST: &[(&str, &str, &str)] = &[
    // SQLite reads a comment between the words of a type as if it belonged to them.
    (
        "c DECIMAL (10)",
        "c DECIMAL /* REAL */ (10)",
        "change type t.c",
    ),
    (
        "c DECIMAL (10)",
        "c DECIMAL /* BLOB */ (10)",
        "change type t.c",
    ),
    // Both keys are one index: the first one has the collation of its column.
    (
        "c TEXT COLLATE NOCASE UNIQUE",
        "c TEXT COLLATE NOCASE UNIQUE, UNIQUE (c COLLATE NOCASE) ON CONFLICT REPLACE",
        "drop constraint t.UNIQUE (c)",
    ),
    // An INTEGER that is not the key does not make the key the rowid.
    (
        "n INTEGER, c TEXT PRIMARY KEY",
        "n INTEGER, c TEXT PRIMARY KEY, UNIQUE (c) ON CONFLICT REPLACE",
        "change key t",
    ),
    // Where short words would name two constraints, each is named with all that it says.
    (
        "c, UNIQUE (c) ON CONFLICT IGNORE, UNIQUE (c COLLATE NOCASE)",
        "c, UNIQUE (c COLLATE NOCASE)",
        "drop constraint t.UNIQUE (c) ON CONFLICT IGNORE",
    ),
    // A column may be called `conflict`.
    (
        "c, conflict, UNIQUE (c, conflict), UNIQUE (c, conflict COLLATE NOCASE)",
        "c, conflict, UNIQUE (c, conflict COLLATE NOCASE)",
        "drop constraint t.UNIQUE (c, conflict)",
    ),
];

#[test]
fn a_clause_that_says_less_is_asked_for_in_its_words() {
    for (was, is, head) in LOST {
        rebuilt(was, is, Some(head));
    }
}

/// The module and arguments of a virtual table before and after, and whether they are others.
const VIRTUAL: &[(&str, &str, bool)] = &[
    // Each argument is read by itself: letters count only behind the `=` of an option.
    (
        "fts4(tokenize=simple, a)",
        "FTS4(TOKENIZE=simple, \"A\")",
        false,
    ),
    ("fts5(a, b UNINDEXED)", "fts5(A, b unindexed)", false),
    (
        "fts4(a, tokenize simple X)",
        "fts4(a, tokenize simple x)",
        true,
    ),
    (
        "fts4(a, tokenize=simple /* Y */ X)",
        "fts4(a, tokenize=simple /* Z */ X)",
        true,
    ),
];

#[test]
fn an_argument_of_a_virtual_table_is_compared_as_its_module_reads_it() {
    for (was, is, is_other) in VIRTUAL {
        let made = |arguments: &str| format!("CREATE VIRTUAL TABLE f USING {arguments};\n");
        let change = format!("DROP TABLE f;\n{}", made(is));
        let head = is_other.then_some("drop constraint f.USING");
        refused_as_asked(&[(&[&made(was)], "", &[&change], head)]);
    }
}
