//! The clauses of columns: what a rebuild changes is told by asking SQLite how both tables behave.

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode};

use super::{GAPS, seed};
use crate::fixture::Fixture;
use crate::migrate_effect::refused_as_asked;
use crate::migrate_generator::random::Random;

/// Clauses of a column, by the tokens between which anything without a meaning may stand.
const CLAUSES: &[&[&str]] = &[
    &["DEFAULT", "EUR"],
    &["DEFAULT", "eur"],
    &["DEFAULT", "\"EUR\""],
    &["DEFAULT", "[replace]"],
    &["DEFAULT", "replace"],
    &["DEFAULT", "'EUR'"],
    &["DEFAULT", "NULL"],
    &["DEFAULT", "\"NULL\""],
    &["DEFAULT", "TRUE"],
    &["DEFAULT", "\"TRUE\""],
    &["DEFAULT", "-", "5"],
    &["DEFAULT", "(", "-", "5", ")"],
    &["DEFAULT", "x'6b'"],
    &["COLLATE", "NOCASE"],
    &["COLLATE", "\"nocase\""],
    &["COLLATE", "'RTRIM'"],
    &["COLLATE", "BINARY"],
    &["COLLATE", "`binary`"],
    &["NOT", "NULL"],
    &["NOT", "NULL", "ON", "CONFLICT", "IGNORE"],
    &["NULL"],
    &["UNIQUE"],
    &["UNIQUE", "ON", "CONFLICT", "REPLACE"],
    &["UNIQUE", "ON", "CONFLICT", "IGNORE"],
    &["PRIMARY", "KEY"],
    &["PRIMARY", "KEY", "DESC", "ON", "CONFLICT", "REPLACE"],
    &["CONSTRAINT", "\"a;b\""],
    &["REFERENCES", "p"],
    &["REFERENCES", "p", "ON", "DELETE", "CASCADE"],
    &[
        "REFERENCES",
        "p",
        "ON",
        "DELETE",
        "CASCADE",
        "ON",
        "DELETE",
        "SET",
        "NULL",
        "ON",
        "UPDATE",
        "SET",
        "DEFAULT",
    ],
    &["DEFERRABLE", "INITIALLY", "DEFERRED"],
    &["NOT", "DEFERRABLE"],
    &["NOT", "DEFERRABLE", "INITIALLY", "DEFERRED"],
    &["DEFERRABLE"],
];

const TYPES: &[&[&str]] = &[
    &["TEXT"],
    &["text"],
    &["\"TEXT\""],
    &["DECIMAL", "(", "10", ")"],
    &["DECIMAL", "/* TEXT */", "(", "10", ")"],
    &["FLOATING", "POINT"],
    &["FLOATING", "/*INT*/", "POINT"],
    &[],
];

/// What a column does that a rebuild could lose; `None` for what it does not do.
#[derive(Debug, PartialEq, Eq)]
struct Behaviour(Vec<(&'static str, Option<String>)>);

fn answer(connection: &Connection, sql: &str) -> Option<String> {
    connection
        .query_row(sql, [], |row| row.get::<_, Value>(0))
        .ok()
        .map(|value| format!("{value:?}"))
}

/// Runs statements on a copy of the table that ends with the transaction; what remains, or the error.
fn trial(connection: &Connection, statements: &[&str], sql: &str) -> String {
    connection.execute_batch("BEGIN").unwrap();
    let ran = statements
        .iter()
        .try_for_each(|statement| connection.execute_batch(statement));
    let said = match ran {
        Ok(()) => format!("{:?}", answer(connection, sql)),
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => "refused".to_owned(),
            _ => panic!("{error}"),
        },
    };
    connection.execute_batch("ROLLBACK").unwrap();
    said
}

impl Behaviour {
    /// That of the column `c` of a table; `None` for a table that SQLite does not take.
    fn of(table: &str) -> Option<Self> {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF; CREATE TABLE p (id PRIMARY KEY);")
            .unwrap();
        connection.execute_batch(table).ok()?;
        let ask = |sql: &str| answer(&connection, sql);
        let try_out = |statements: &[&str], sql: &str| trial(&connection, statements, sql);
        let all = "SELECT group_concat(id || ifnull(c, '-') || typeof(c)) FROM t";
        connection
            .execute_batch("CREATE TABLE copied AS SELECT c FROM t; CREATE INDEX i ON t (c);")
            .unwrap();
        let twice = try_out(&["INSERT INTO t VALUES (1, 'k'), (2, 'k')"], all);
        let unset = try_out(&["INSERT INTO t VALUES (1, NULL)"], all);
        let collation = ask("SELECT coll FROM pragma_index_xinfo('i') WHERE key AND name = 'c'");
        let key = ask("SELECT 1 FROM pragma_table_info('t') WHERE pk AND name = 'c'");
        let actions = ask(
            "SELECT group_concat(on_delete || on_update) FROM (SELECT * FROM pragma_foreign_key_list('t') ORDER BY 1)",
        );
        let default = ask("SELECT dflt_value FROM pragma_table_info('t') WHERE name = 'c'");
        let has_default = default.is_some_and(|value| value != "Null");
        let default = has_default.then(|| try_out(&["INSERT INTO t (id) VALUES (1)"], all));
        let dangling = {
            connection
                .execute_batch("PRAGMA foreign_keys = ON")
                .unwrap();
            try_out(&["INSERT INTO t VALUES (1, 'gone')"], all)
        };
        let has_actions = actions.as_deref() != Some("Null");
        let free = "Some(\"Text(\\\"1ktext,2ktext\\\")\")";
        Some(Self(vec![
            ("type", ask("SELECT type FROM pragma_table_info('copied')")),
            ("default", default),
            (
                "collation",
                collation
                    .map(|name| name.to_ascii_lowercase())
                    .filter(|name| !name.contains("binary")),
            ),
            (
                "twice",
                (twice != free && !twice.contains("1kblob,2kblob")).then_some(twice),
            ),
            ("unset", (!unset.contains("1-null")).then_some(unset)),
            ("key", key),
            ("actions", actions.filter(|_| has_actions)),
            ("dangling", has_actions.then_some(dangling)),
        ]))
    }

    /// What the other lacks of this.
    fn lost(&self, other: &Self) -> Vec<&'static str> {
        let pairs = self.0.iter().zip(&other.0);
        pairs
            .filter(|(was, is)| was.1.is_some() && was != is)
            .map(|(was, _)| was.0)
            .collect()
    }
}

fn spelt(random: &mut Random, tokens: &[&str]) -> String {
    let mut text = String::new();
    for token in tokens {
        let is_word = token.chars().all(|c| c.is_ascii_uppercase());
        // The letters of a default count.
        let in_small_letters = is_word && *token != "EUR" && random.percent(20);
        text.push_str(random.of(GAPS).unwrap());
        if in_small_letters {
            text.push_str(&token.to_ascii_lowercase());
        } else {
            text.push_str(token);
        }
    }
    text
}

fn table(random: &mut Random, tokens: &[&str]) -> String {
    format!(
        "CREATE TABLE t (id, c{} /*/ DEFAULT 'no' /**/)",
        spelt(random, tokens)
    )
}

fn column(random: &mut Random) -> Vec<&'static str> {
    let mut tokens = random.of(TYPES).unwrap().to_vec();
    for _ in 0..random.below(5) {
        tokens.extend(*random.of(CLAUSES).unwrap());
    }
    tokens
}

/// Many tables are rebuilt in one migration. Those that behave otherwise afterwards, where this is a loss, are named,
/// and those of which only the spelling has changed are not.
#[test]
fn a_rebuild_loses_what_sqlite_says_it_loses() {
    const TABLES: usize = 250;
    let mut random = Random::new(seed());
    let (mut first, mut second) = (
        "-- One.\nCREATE TABLE p (id PRIMARY KEY);\n".to_owned(),
        "-- Two.\n".to_owned(),
    );
    let mut expected: Vec<(String, Option<bool>)> = Vec::new();
    while expected.len() < TABLES {
        let tokens = column(&mut random);
        let is_same = random.percent(40);
        let others = if is_same {
            tokens.clone()
        } else {
            column(&mut random)
        };
        let (was, is) = (table(&mut random, &tokens), table(&mut random, &others));
        let (Some(does), Some(will)) = (Behaviour::of(&was), Behaviour::of(&is)) else {
            continue;
        };
        let lost = does.lost(&will);
        if is_same {
            assert!(lost.is_empty(), "{was}\n{is}\n{lost:?}");
        }
        let name = format!("t{}", expected.len());
        let named =
            |sql: &str, name: &str| sql.replacen("TABLE t (", &format!("TABLE {name} ("), 1);
        first.extend([&named(&was, &name), ";\n"]);
        let renamed = format!("DROP TABLE {name};\nALTER TABLE n RENAME TO {name};\n");
        second.extend([&named(&is, "n"), ";\n", &renamed]);
        let is_lost = if is_same {
            Some(false)
        } else {
            (!lost.is_empty()).then_some(true)
        };
        expected.push((format!("{was}\n{is}\n{lost:?}"), is_lost));
    }
    let fixture = Fixture::new();
    fixture.file("V001__first.sql", &first);
    let run = fixture.migrate(&["up"]);
    assert_eq!(run.code, 0, "{run:?}");
    fixture.file("V002__next.sql", &second);
    let error = fixture.refused();
    assert!(expected.iter().any(|(_, is_lost)| *is_lost == Some(true)));
    for (at, (tables, is_lost)) in expected.iter().enumerate() {
        let is_named = error.contains(&format!(" t{at}.")) || error.contains(&format!(" t{at}`"));
        assert!(
            is_lost.is_none_or(|is_lost| is_lost == is_named),
            "{tables}\n{is_lost:?}"
        );
    }
}

/// A column before and after a rebuild, and the announcement that is asked for.
const REBUILT: &[(&str, &str, Option<&str>)] = &[
    (
        "TEXT DEFAULT EUR",
        "TEXT DEFAULT eur",
        Some("change default t.c"),
    ),
    (
        "TEXT DEFAULT \"New\"",
        "TEXT DEFAULT \"neW\"",
        Some("change default t.c"),
    ),
    ("TEXT DEFAULT EUR", "TEXT DEFAULT 'EUR'", None),
    ("TEXT DEFAULT \"it's\"", "TEXT default 'it''s'", None),
    (
        "TEXT DEFAULT \"NULL\"",
        "TEXT DEFAULT NULL",
        Some("change default t.c"),
    ),
    ("TEXT DEFAULT true", "TEXT DEFAULT TRUE", None),
    (
        "TEXT COLLATE NOCASE",
        "TEXT COLLATE NOCASE COLLATE BINARY",
        Some("change collation t.c"),
    ),
    (
        "TEXT COLLATE NOCASE",
        "TEXT COLLATE BINARY COLLATE 'nocase'",
        None,
    ),
    (
        "TEXT DEFAULT 'd'",
        "TEXT DEFAULT 'd' DEFAULT 'e'",
        Some("change default t.c"),
    ),
    ("TEXT DEFAULT 'd'", "TEXT DEFAULT 'e' DEFAULT 'd'", None),
    (
        "TEXT NOT NULL",
        "TEXT NOT NULL NOT NULL ON CONFLICT REPLACE",
        Some("drop constraint t.NOT NULL c"),
    ),
    (
        "TEXT NOT NULL",
        "TEXT NOT NULL ON CONFLICT REPLACE NULL NOT NULL",
        None,
    ),
    (
        "TEXT UNIQUE",
        "TEXT UNIQUE UNIQUE ON CONFLICT REPLACE",
        Some("drop constraint t.UNIQUE (c)"),
    ),
    (
        "TEXT UNIQUE",
        "TEXT UNIQUE, UNIQUE (c) ON CONFLICT IGNORE",
        Some("drop constraint t.UNIQUE (c)"),
    ),
    (
        "TEXT UNIQUE",
        "TEXT UNIQUE, UNIQUE (c COLLATE NOCASE) ON CONFLICT IGNORE",
        None,
    ),
    (
        "TEXT UNIQUE",
        "TEXT UNIQUE, UNIQUE (\"C\" ASC), UNIQUE ('c')",
        None,
    ),
    (
        "TEXT PRIMARY KEY",
        "TEXT PRIMARY KEY, UNIQUE (c) ON CONFLICT REPLACE",
        Some("change key t"),
    ),
    (
        "INTEGER PRIMARY KEY",
        "INTEGER PRIMARY KEY, UNIQUE (c) ON CONFLICT REPLACE",
        None,
    ),
    (
        "INT REFERENCES p ON DELETE CASCADE",
        "INT REFERENCES p ON DELETE CASCADE ON DELETE NO ACTION",
        Some(
            "drop constraint t.FOREIGN KEY (c) REFERENCES p () ON UPDATE NO ACTION ON DELETE CASCADE",
        ),
    ),
    (
        "INT REFERENCES p ON DELETE CASCADE",
        "INT REFERENCES p ON DELETE SET NULL MATCH full ON DELETE CASCADE",
        None,
    ),
    (
        "INT REFERENCES p DEFERRABLE INITIALLY DEFERRED NOT NULL",
        "INT REFERENCES p DEFERRABLE INITIALLY DEFERRED NOT NULL NOT DEFERRABLE",
        Some(
            "drop constraint t.FOREIGN KEY (c) REFERENCES p () ON UPDATE NO ACTION ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED",
        ),
    ),
    (
        "INT REFERENCES p DEFERRABLE INITIALLY DEFERRED NOT NULL",
        "INT REFERENCES p NOT DEFERRABLE NOT NULL DEFERRABLE INITIALLY DEFERRED",
        None,
    ),
    (
        "DECIMAL (10)",
        "DECIMAL /* TEXT */ (10)",
        Some("change type t.c"),
    ),
    ("DECIMAL (10)", "DECIMAL /* ten */ (10)", None),
];

#[test]
fn the_clause_counts_that_sqlite_uses() {
    for (was, is, head) in REBUILT {
        let schema =
            format!("CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE t (n, c {was});\n");
        let change = format!(
            "CREATE TABLE u (n, c {is});\nINSERT INTO u (n, c) SELECT n, c FROM t;\nDROP TABLE t;\nALTER TABLE u RENAME TO t;"
        );
        refused_as_asked(&[(&[&schema], "", &[&change], *head)]);
    }
}

#[test]
fn what_is_no_column_is_read_as_sqlite_reads_it() {
    const USING: &str = "drop constraint f.USING";
    let virtual_table = |arguments: &str| format!("CREATE VIRTUAL TABLE f USING {arguments};\n");
    for (was, is, head) in [
        (
            "fts5(a, tokenize = \"unicode61 tokenchars 'A'\")",
            "fts5(a, tokenize = \"unicode61 tokenchars 'a'\")",
            Some(USING),
        ),
        (
            "fts4(a, tokenize=simple X)",
            "fts4(a, tokenize=simple x)",
            Some(USING),
        ),
        (
            "fts4(a, tokenize=simple X)",
            "fts4(a, tokenize=simple /* Y */ X)",
            Some(USING),
        ),
        (
            "fts4(a, tokenize simple)",
            "FTS4(\"A\", TOKENIZE simple)",
            None,
        ),
    ] {
        let change = format!("DROP TABLE f;\n{}", virtual_table(is));
        refused_as_asked(&[(&[&virtual_table(was)], "", &[&change], head)]);
    }
    for (was, is, head) in [
        ("AS (virtual - 1)", "AS (- 1)", Some("change generated t.g")),
        (
            "AS (virtual - 1)",
            "generated always as (virtual - 1) VIRTUAL",
            None,
        ),
        (
            "REAL AS (1)",
            "REAL GENERATED /*INT*/ ALWAYS AS (1)",
            Some("change type t.g"),
        ),
    ] {
        let table =
            |name: &str, column: &str| format!("CREATE TABLE {name} (virtual, g {column});\n");
        let change = format!(
            "{}DROP TABLE t;\nALTER TABLE u RENAME TO t;",
            table("u", is)
        );
        refused_as_asked(&[(&[&table("t", was)], "", &[&change], head)]);
    }
}
