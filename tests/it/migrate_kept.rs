//! What counts as kept: definitions that a file makes again in other words or under other names, and those that keep
//! their words and lose something. Each refusal is compared as a whole, so that nothing too much is asked for.

use crate::fixture::Fixture;

/// The first file, the second one, and what that would lose, in the words of the refusal.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

/// The end of a rebuild of `t`, of `p` and of `c`: the table `n` takes its place.
const AS_T: &str = "INSERT INTO n SELECT * FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n";
const AS_P: &str = "INSERT INTO n SELECT * FROM p;\nDROP TABLE p;\nALTER TABLE n RENAME TO p;\n";
const AS_C: &str = "INSERT INTO n SELECT * FROM c;\nDROP TABLE c;\nALTER TABLE n RENAME TO c;\n";

/// A database at V1 on which the second file of a case is pending.
fn pending(first: &str, second: &str) -> Fixture {
    Fixture::beside(&format!("-- One.\n{first}"), "", second)
}

/// Runs each case. What is lost stands in lines of its own, each with the announcement that it needs behind it.
fn told(cases: &[Case<'_>]) {
    for (first, second, losses) in cases {
        let second = format!("-- Two.\n{}", second.concat());
        let fixture = pending(first, &second);
        if losses.is_empty() {
            let run = fixture.migrate(&["up"]);
            assert_eq!(run.code, 0, "{second}\n{run:?}");
            continue;
        }
        let error = fixture.refused();
        let lines = error.lines().filter_map(|line| line.strip_prefix("  "));
        let found: Vec<&str> = lines
            .map(|line| line.split("; if that is meant").next().unwrap_or(line))
            .collect();
        assert_eq!(found, *losses, "{second}\n{error}");
    }
}

/// A key that is the rowid, though its words may also stand for one that is not.
const BY_ROWID: &str = "CREATE TABLE t (id INTEGER, note TEXT NOT NULL, PRIMARY KEY (id DESC));\n";
const NO_ROWID: &str = "an option of t was `rowid` and is now `PRIMARY KEY (id)`";

/// A column that gains a collation and another name is named by the one that it had.
#[test]
fn a_collation_that_is_gained_under_another_name() {
    told(&[(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT);\n",
        &[
            "CREATE TABLE n (id INTEGER PRIMARY KEY, note TEXT COLLATE NOCASE);\n",
            AS_T,
            "ALTER TABLE t RENAME COLUMN note TO title;\n",
        ],
        &["the collation of t.note was `COLLATE BINARY` and is now `COLLATE NOCASE`"],
    )]);
}

/// Of the losses of a table, only that of its key explains that the rowid is gone.
#[test]
fn the_rowid_goes_along_with_its_key_alone() {
    told(&[
        (
            BY_ROWID,
            &[
                "-- expect: drop column t.id\n",
                "CREATE TABLE n (x INTEGER PRIMARY KEY DESC, note TEXT NOT NULL);\n",
                AS_T,
                "ALTER TABLE t RENAME COLUMN x TO id;\n",
            ],
            &[],
        ),
        (
            BY_ROWID,
            &[
                "-- expect: change key t\n",
                "CREATE TABLE n (id INTEGER, note TEXT NOT NULL);\n",
                AS_T,
            ],
            &[],
        ),
        (
            BY_ROWID,
            &[
                "CREATE TABLE n (id INTEGER PRIMARY KEY DESC);\n",
                "INSERT INTO n SELECT id FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n",
            ],
            &["column t.note is gone", NO_ROWID],
        ),
        (
            BY_ROWID,
            &[
                "CREATE TABLE n (id INTEGER PRIMARY KEY DESC, note TEXT);\n",
                AS_T,
            ],
            &[
                "a constraint of t was `NOT NULL note` and is gone",
                NO_ROWID,
            ],
        ),
        (
            BY_ROWID,
            &[
                "CREATE TABLE n (id INTEGER PRIMARY KEY DESC, note BLOB NOT NULL);\n",
                AS_T,
            ],
            &["the type of t.note was `TEXT` and is now `BLOB`", NO_ROWID],
        ),
    ]);
}

/// Of a sort that every column may have, the clause of the same column is told; of a key, the new one.
#[test]
fn the_clause_that_took_the_place_of_a_lost_one_is_told() {
    told(&[
        (
            "CREATE TABLE t (a DEFAULT 1, b DEFAULT 2);\n",
            &["CREATE TABLE n (a DEFAULT 1, b DEFAULT 3);\n", AS_T],
            &["the default of t.b was `DEFAULT 2` and is now `DEFAULT 3`"],
        ),
        (
            "CREATE TABLE t (a, b, PRIMARY KEY (a)) WITHOUT ROWID;\n",
            &[
                "CREATE TABLE n (a, b, PRIMARY KEY (b)) WITHOUT ROWID;\n",
                AS_T,
            ],
            &["the key of t was `PRIMARY KEY (a)` and is now `PRIMARY KEY (b)`"],
        ),
    ]);
}

/// A primary key demands what `UNIQUE` does, and nothing of what a `CHECK` with the same words does.
#[test]
fn only_a_unique_column_may_become_the_key() {
    told(&[
        (
            "CREATE TABLE t (a TEXT NOT NULL UNIQUE, b);\n",
            &["CREATE TABLE n (a TEXT NOT NULL PRIMARY KEY, b);\n", AS_T],
            &[],
        ),
        (
            "CREATE TABLE t (a TEXT, b, CHECK (a));\n",
            &["CREATE TABLE n (a TEXT, b, PRIMARY KEY ((a)));\n", AS_T],
            &["a constraint of t was `CHECK (a)` and is gone"],
        ),
    ]);
}

const TWO: &str = "CREATE TABLE log (b);\nCREATE TABLE t (a, b);\n";
const TRIGGER_A: &str =
    "CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO log (b) VALUES (new.b); END;\n";
const RENAME_A: &str = "ALTER TABLE t RENAME COLUMN a TO c;\n";

/// An index or a trigger may be called like a column that is renamed, or like another table.
#[test]
fn a_rename_makes_no_other_object_of_one_that_has_the_word_elsewhere() {
    let index = format!("{TWO}CREATE INDEX a ON t (b);\n");
    let trigger = format!("{TWO}{TRIGGER_A}");
    told(&[
        (&index, &[RENAME_A], &[]),
        (&trigger, &[RENAME_A], &[]),
        (
            "CREATE TABLE log (b);\nCREATE TABLE t (b, log);\nCREATE INDEX i ON t (b, log);\n",
            &[
                "DROP INDEX i;\nALTER TABLE t RENAME COLUMN b TO y;\nCREATE INDEX i ON t (y, log);\n",
            ],
            &[],
        ),
    ]);
}

/// After a rename, the old words would be another trigger: SQLite had given it the new name.
#[test]
fn a_trigger_that_is_made_again_with_the_old_name_says_something_else() {
    let first = format!("{TWO}{TRIGGER_A}");
    let renamed = "ALTER TABLE log RENAME TO log2;\nCREATE TABLE log (b);\nDROP TRIGGER a;\n";
    let other = format!("trigger a says something else: {}", TRIGGER_A.trim_end());
    let other = other.trim_end_matches(';').to_owned();
    told(&[(&first, &[renamed, TRIGGER_A], &[&other])]);
}

/// The text of a view is not compared with the new names, since a new text that is written by hand deserves a look.
#[test]
fn a_view_that_is_made_again_with_the_new_names_is_shown() {
    let made = |column: &str| format!("CREATE VIEW v AS SELECT {column} FROM t;\n");
    let (kept, lost) = (made("a AS x"), made("a"));
    let second = |view: &str| format!("DROP VIEW v;\n{RENAME_A}{}", view.replace(" a", " c"));
    let fixture = pending(
        &format!("{TWO}{kept}"),
        &format!("-- Two.\n{}", second(&kept)),
    );
    let run = fixture.migrate(&["up"]);
    let shown = "\n  view v says something else: CREATE VIEW v AS SELECT c AS x FROM t\n";
    assert!(run.code == 0 && run.stdout.contains(shown), "{run:?}");
    told(&[(
        &format!("{TWO}{lost}"),
        &[&second(&lost)],
        &["column v.a is gone"],
    )]);
}

/// `NATURAL` is a word of the join, also with two more words between it and `JOIN`; in quotes it names the table.
#[test]
fn the_first_word_of_a_long_join_is_no_name() {
    let view =
        |word: &str| format!("CREATE VIEW v AS SELECT b, c FROM t {word} LEFT OUTER JOIN u;\n");
    let fixture = pending(
        &format!(
            "CREATE TABLE t (a, b);\nCREATE TABLE u (a, c);\n{}",
            view("NATURAL")
        ),
        &format!("-- Two.\nDROP VIEW v;\n{}", view("\"natural\"")),
    );
    let run = fixture.migrate(&["up"]);
    let shown = "\n  view v says something else: CREATE VIEW v AS SELECT b, c FROM t \"natural\" LEFT OUTER JOIN u\n";
    assert!(run.code == 0 && run.stdout.contains(shown), "{run:?}");
}

const PARENT: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);\n";

/// A foreign key of the column `x` of `c`, as a refusal tells it.
fn key_of_c(columns: &str, has_become: &str) -> String {
    format!(
        "a constraint of c was `FOREIGN KEY (x) REFERENCES p ({columns}) ON UPDATE NO ACTION ON DELETE NO ACTION` and is {has_become}"
    )
}

#[test]
fn a_foreign_key_is_kept_if_it_refers_to_the_same_columns() {
    let child = format!("{PARENT}CREATE TABLE c (x INTEGER REFERENCES p);\n");
    let by_code = format!("{PARENT}CREATE TABLE c (x TEXT REFERENCES p (code));\n");
    let (gone, another) = (key_of_c("", "gone"), key_of_c("", "another one now"));
    let other_code = key_of_c("code", "another one now");
    told(&[
        // The words name the key of the parent, which was meant before.
        (
            &child,
            &["CREATE TABLE n (x INTEGER REFERENCES p (id));\n", AS_C],
            &[],
        ),
        (
            &child,
            &["CREATE TABLE n (x INTEGER REFERENCES p (code));\n", AS_C],
            &[&gone],
        ),
        // A column that was stored and is computed now is another one.
        (
            &by_code,
            &[
                "CREATE TABLE n (id INTEGER PRIMARY KEY, made TEXT AS ('x' || id) UNIQUE);\n",
                "INSERT INTO n (id) SELECT id FROM p;\nDROP TABLE p;\nALTER TABLE n RENAME TO p;\n",
                "ALTER TABLE p RENAME COLUMN made TO code;\n",
            ],
            &[&other_code, "column p.code is gone"],
        ),
        (
            "CREATE TABLE p (a, b, PRIMARY KEY (a));\nCREATE TABLE c (x REFERENCES p);\n",
            &[
                "-- expect: change key p\n",
                "CREATE TABLE n (a, b, PRIMARY KEY (a, b));\n",
                AS_P,
            ],
            &[&another],
        ),
    ]);
}

/// A parent that has lost its key is announced once; that the foreign key no longer works is told by SQLite.
#[test]
fn a_parent_without_a_key_is_no_other_parent() {
    let first = "CREATE TABLE p (id TEXT PRIMARY KEY);\nCREATE TABLE c (x REFERENCES p);\n";
    let keyless = "CREATE TABLE n (id TEXT);\n";
    let lost = "the key of p was `PRIMARY KEY (id)` and is gone";
    told(&[(first, &[keyless, AS_P], &[lost])]);
    let announced = format!("-- Two.\n-- expect: change key p\n{keyless}{AS_P}");
    let error = pending(first, &announced).refused();
    let said = "c: foreign key mismatch - \"c\" referencing \"p\"";
    assert!(error.contains(said), "{error}");
}

/// A statement ends with its first semicolon, unless it begins as a trigger or a virtual table does.
#[test]
fn a_refused_statement_is_quoted_up_to_its_semicolon() {
    for (second, quoted) in [
        (
            "DELETE FROM t\nCREATE TRIGGER g AFTER INSERT ON t BEGIN\n  SELECT 1;\nEND;\nDELETE FROM log;\n",
            "  | DELETE FROM t\n  | CREATE TRIGGER g AFTER INSERT ON t BEGIN\n  |   SELECT 1;\nnothing",
        ),
        (
            "CREATE TABLE u (a, b;\nDELETE FROM log;\n",
            "  | CREATE TABLE u (a, b;\nnothing",
        ),
    ] {
        let error = pending(TWO, &format!("-- Two.\n{second}")).refused();
        assert!(error.contains(quoted), "{error}");
    }
}

#[test]
fn an_announcement_in_any_comment_behind_the_head_is_refused() {
    let error = pending(
        TWO,
        "-- Two.\nDELETE FROM t WHERE a = 1;\n-- expect: rows t -1\nDELETE FROM t; /* expect: drop table t */\n",
    )
    .refused();
    for told in [
        ":3: `-- expect: rows t -1` stands outside the head",
        ":4: `/* expect: drop table t */` stands outside the head",
    ] {
        assert!(error.contains(told), "{error}");
    }
}

/// A pragma that reads defines nothing, so a look at a table of the user's may be left out on an empty database.
#[test]
fn what_is_allowed_to_fail_may_be_a_pragma() {
    let fixture = pending(
        TWO,
        "-- Two.\n-- lint-allow: refused the table is theirs\nPRAGMA foreign_key_check (mine);\nPRAGMA foreign_keys = ON;\n",
    );
    let run = fixture.migrate(&["lint"]);
    let told = "migrations/V002__two.sql:4: pragma: ";
    assert!(run.code == 1 && run.stdout.starts_with(told), "{run:?}");
}

/// The text that SQLite stores for a virtual table does not say that the table is temporary; the statement does.
#[test]
fn a_table_from_a_temporary_virtual_one_is_known() {
    let made = "CREATE VIRTUAL TABLE temp.f USING fts5(a);\nCREATE TABLE u AS SELECT a FROM f;\nDROP TABLE temp.f;\n";
    let fixture = Fixture::new();
    fixture.file("V001__one.sql", format!("-- One.\n{made}"));
    assert_eq!(fixture.migrate(&["up"]).code, 0);
    let check = fixture.migrate(&["check"]);
    let told = (check.code, check.stdout.as_str());
    let same = (0, "the schema is what the migrations make\n");
    assert_eq!(told, same, "{check:?}");
}
